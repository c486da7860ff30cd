# SPDX-License-Identifier: GPL-3.0-or-later
"""Where nobody knows the servers, a person at a terminal names them."""

import unittest

from kittectl import ADDRESS, PASSWORD, Home, MailHost
from terminal import INTERRUPT, Terminal

QUESTION = "while you type):"


class ByHand(unittest.TestCase):
    def begin(self, home, *options):
        return Terminal(home, "verify", ADDRESS, *options)

    def name_servers(self, terminal, receiving, sending):
        terminal.wait_for("could not be found").wait_for("7. Do I have to switch something on")
        terminal.wait_for("Receiving server").type(receiving)
        terminal.wait_for("Sending server").type(sending)
        terminal.wait_for("User name (an empty line: hanako@demo.kitte.test)").type("")
        terminal.wait_for("Your password is not sent yet.")

    def test_named_and_proven(self):
        with MailHost("imaps", "submissions") as host, Home(host.ca_file) as home, \
                self.begin(home) as terminal:
            self.name_servers(terminal, f"localhost:{host.ports['imaps']}",
                              f"smtps://localhost:{host.ports['submissions']}")
            terminal.wait_for(QUESTION).wait_until_unseen()
            self.assertEqual(host.sign_ins(), [])
            terminal.type(PASSWORD)
            terminal.end()
            self.assertEqual(terminal.status, 0, terminal.shown)
            self.assertNotIn("do not answer", terminal.shown)
            self.assertEqual(len(host.sign_ins("accepted")), 2)

    def test_what_answers_instead_is_offered(self):
        """The port speaks STARTTLS, not TLS from the first byte: said before anything is sent."""
        with MailHost("imaps", "submission") as host, Home(host.ca_file) as home, \
                self.begin(home) as terminal:
            port = host.ports["submission"]
            self.name_servers(terminal, f"ｌｏｃａｌｈｏｓｔ:{host.ports['imaps']}",
                              f"localhost:{port}")
            terminal.wait_for(f"port {port} does, with “STARTTLS”.").wait_for("Use that?")
            self.assertEqual(host.sign_ins(), [])
            terminal.type("yes")
            terminal.wait_for(QUESTION).wait_until_unseen()
            terminal.type(PASSWORD)
            terminal.end()
            self.assertEqual(terminal.status, 0, terminal.shown)
            self.assertEqual(len(host.sign_ins("accepted")), 2)

    def test_nothing_typed(self):
        with Home() as home, self.begin(home) as terminal:
            terminal.wait_for("Receiving server").type("")
            terminal.end()
            self.assertEqual(terminal.status, 3, terminal.shown)
            self.assertNotIn(QUESTION, terminal.shown)

    def test_not_a_name(self):
        with Home() as home, self.begin(home) as terminal:
            terminal.wait_for("Receiving server").type("Hanako Tanaka?!")
            terminal.wait_for("This is not the name of a server").wait_for("Receiving server")
            terminal.type("pop.example.jp")
            terminal.wait_for("IMAP or POP3?").type("pop3")
            terminal.wait_for("Sending server")
            terminal.type(INTERRUPT)
            terminal.end()
            self.assertEqual(terminal.status, 1, terminal.shown)

    def test_a_script_is_not_asked(self):
        with Home() as home:
            result = home.run("verify", ADDRESS, password=PASSWORD)
            self.assertEqual(result.status, 3, result.errors)
            self.assertIn("I would like to use my mailbox at “demo.kitte.test”", result.output)
            self.assertNotIn("hanako", result.output)
            result = home.run("verify", ADDRESS, "--json", password=PASSWORD)
            self.assertEqual(result.object["error"]["code"], "no-settings-found", result.output)

    def test_a_lookup_has_the_questions(self):
        with Home() as home, Terminal(home, "lookup", ADDRESS) as terminal:
            terminal.end()
            self.assertEqual(terminal.status, 3, terminal.shown)
            self.assertIn("1. What is the name of the receiving server", terminal.shown)
            self.assertNotIn("Receiving server (", terminal.shown)


if __name__ == "__main__":
    unittest.main()
