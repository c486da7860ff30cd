# SPDX-License-Identifier: GPL-3.0-or-later
"""POP before SMTP: known from a provider’s record or from a server without AUTH, explained, answered."""

import unittest

import presets
from kittectl import PASSWORD, Home, Script

DOMAIN = "demo.kitte.test"
ADDRESS = f"hanako@{DOMAIN}"


class Record(unittest.TestCase):
    def setUp(self):
        self.host = Script("smtp-no-auth", services=["imaps", "pop3s", "submissions"])
        self.host.__enter__()
        self.addCleanup(self.host.__exit__, None, None, None)
        self.home = Home(self.host.ca_file)
        self.addCleanup(self.home.__exit__)

    def port(self, service):
        ready = self.host.ports
        return ready[service]

    def verify(self, record, *more, sending=None, incoming="pop3", command="verify"):
        """What comes of a provider with that record."""
        services = {"pop3": "pop3s", "imap": "imaps"}
        environment = presets.write(self.home.path / "presets", presets.preset(
            DOMAIN,
            [presets.server(incoming, self.port(services[incoming])),
             sending or presets.server("smtp", self.port("submissions"))],
            **({"legacy": {"pop_before_smtp": record}} if record else {})))
        result = self.home.run(command, ADDRESS, "--json", "--password-stdin", *more,
                               password=PASSWORD, **environment)
        return result.status, result.object

    def old_way(self):
        """The server of the old settings, given by hand."""
        return "--outgoing", self.host.url("smtp-no-auth")

    def sending(self, found):
        return found["checks"][-1]

    def nothing_was_sent(self):
        """Neither a password nor a message went to the sending server."""
        self.assertEqual(self.host.events("heard", service="smtp-no-auth", line="MAIL"), [])
        for event in self.host.events("heard", service="smtp-no-auth"):
            self.assertNotIn(event.get("line", "").split(" ")[0].upper(),
                             ("MAIL", "RCPT", "DATA", "AUTH"))

    def test_ended(self):
        """The modern way is one button away, and what it was is said with its time."""
        status, found = self.verify({"status": "abolished", "window_minutes": [30, 20]},
                                    *self.old_way())
        check = self.sending(found)
        self.assertEqual((status, check["finding"], check["number"]),
                         (1, "pop-before-smtp-needed", 800))
        self.assertIn("Trial used to allow sending for 20 minutes after mail was received",
                      check["text"])
        first = check["remedies"][0]
        self.assertEqual(first["code"], "use-server")
        self.assertEqual(first["value"], f"smtps://localhost:{self.port('submissions')}")
        self.nothing_was_sent()
        status, found = self.verify({"status": "abolished"}, "--outgoing", first["value"])
        self.assertEqual((status, self.sending(found)["finding"]), (0, "ok"))

    def test_both_servers_by_hand(self):
        """What is known of the provider goes along with its servers, whoever named them, and
        whatever the address."""
        environment = presets.write(self.home.path / "presets", presets.preset(
            "elsewhere.test", [presets.server("pop3", self.port("pop3s")),
                               presets.server("smtp", self.port("submissions"))],
            legacy={"pop_before_smtp": {"status": "abolished", "window_minutes": [20]}}))
        result = self.home.run("verify", ADDRESS, "--json", "--incoming",
                               f"pop3s://localhost:{self.port('pop3s')}", *self.old_way(),
                               password=PASSWORD, **environment)
        check = self.sending(result.object)
        self.assertEqual((result.object["source"], result.object["provider"]), ("manual", None))
        self.assertIn("Trial used to allow sending for 20 minutes after mail was received",
                      check["text"])
        self.assertEqual(check["remedies"][0]["value"],
                         f"smtps://localhost:{self.port('submissions')}")

    def test_still_offered_beside_a_modern_way(self):
        """Where the settings name both, the one with a sign-in is taken without a question."""
        status, found = self.verify({"status": "still-offered", "window_minutes": [15]})
        self.assertEqual((status, self.sending(found)["finding"]), (0, "ok"))

    def test_still_offered_alone(self):
        """There is nothing else: how to live with it, and no failure."""
        alone = presets.server("smtp", self.port("smtp-no-auth"), auth=("none",))
        status, found = self.verify({"status": "still-offered", "window_minutes": [15]},
                                    sending=alone)
        check = self.sending(found)
        self.assertEqual((status, found["result"], check["result"]), (0, "unproven", "unproven"))
        self.assertEqual(check["finding"], "pop-before-smtp-needed")
        self.assertIn("Trial allows sending for 15 minutes after mail was received",
                      check["text"])
        self.assertIn("fetch mail by POP first", check["text"])
        self.assertEqual(check["server"]["auth"], ["none"])
        self.nothing_was_sent()

    def test_imap_opens_it_too(self):
        alone = presets.server("smtp", self.port("smtp-no-auth"), auth=("none",))
        _, found = self.verify({"status": "still-offered", "imap": True}, sending=alone,
                               incoming="imap")
        text = self.sending(found)["text"]
        self.assertIn("for some minutes after mail was received", text)
        self.assertIn("receiving by IMAP counts too", text)

    def test_never_offered(self):
        status, found = self.verify({"status": "never-offered"}, *self.old_way())
        self.assertEqual((status, self.sending(found)["finding"]), (1, "auth-not-offered"))

    def test_without_a_record(self):
        """Beside a mailbox of the same provider it is the likely reason, and called likely."""
        _, found = self.verify(None, *self.old_way())
        check = self.sending(found)
        self.assertEqual(check["finding"], "pop-before-smtp-needed")
        self.assertIn("It probably works the old way", check["text"])
        self.nothing_was_sent()

    def test_a_stranger(self):
        """Another company’s server cannot know that mail was received."""
        url = self.host.url("smtp-no-auth").replace("localhost", "127.0.0.1")
        _, found = self.verify(None, "--outgoing", url)
        self.assertEqual(self.sending(found)["finding"], "auth-not-offered")


if __name__ == "__main__":
    unittest.main()
