# SPDX-License-Identifier: GPL-3.0-or-later
"""An offer of encryption that its provider promises and that does not arrive: the line is named, and
the password stays here."""

import unittest

import presets
from kittectl import PASSWORD, Home, Script

DOMAIN = "demo.kitte.test"
ADDRESS = f"hanako@{DOMAIN}"


class Promised(unittest.TestCase):
    def setUp(self):
        self.host = self.enterContext(Script("starttls-missing", services=["imap", "submission",
                                                                           "submissions"]))
        self.home = self.enterContext(Home(self.host.ca_file))

    def server(self, protocol, service, security, **source):
        server = {**presets.server(protocol, self.host.ports[service]), "security": security}
        server["source"].update(source)
        return server

    def verify(self, *servers, more=()):
        environment = presets.write(self.home.path / "presets", presets.preset(DOMAIN, servers))
        result = self.home.run("verify", ADDRESS, "--json", *more, password=PASSWORD,
                               **environment)
        self.assertEqual(self.host.sign_ins(), [])
        self.assertEqual(self.host.early_credentials(), [])
        self.assertEqual(result.status, 1, result.output)
        return result.object["checks"][0]

    def test_by_a_preset(self):
        check = self.verify(self.server("imap", "starttls-missing", "starttls"),
                            self.server("smtp", "submission", "starttls"))
        self.assertEqual((check["finding"], check["number"]), ("tls-not-offered", 500))
        self.assertEqual(check["title"], "Something on the way prevents encryption.")
        self.assertIn("seems to be taken out on its way here", check["text"])
        self.assertIn("The password was not sent.", check["text"])

    def test_by_a_preset_for_servers_typed_by_hand(self):
        check = self.verify(
            self.server("imap", "starttls-missing", "starttls"),
            self.server("smtp", "submission", "starttls"),
            more=["--incoming", self.host.url("starttls-missing"),
                  "--outgoing", f"smtps://localhost:{self.host.ports['submissions']}"])
        self.assertEqual(check["title"], "Something on the way prevents encryption.")

    def test_by_nobody(self):
        """Another port of that host, or one whose source is not certain, is no promise."""
        check = self.verify(
            self.server("imap", "imap", "starttls"), self.server("smtp", "submission", "starttls"),
            more=["--incoming", self.host.url("starttls-missing")])
        self.assertEqual((check["finding"], check["title"]),
                         ("tls-not-offered", "localhost does not offer encryption here."))
        check = self.verify(
            self.server("imap", "starttls-missing", "starttls", certainty="D"),
            self.server("smtp", "submission", "starttls", certainty="D"))
        self.assertEqual(check["title"], "localhost does not offer encryption here.")


if __name__ == "__main__":
    unittest.main()
