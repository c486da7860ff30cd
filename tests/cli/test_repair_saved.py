# SPDX-License-Identifier: GPL-3.0-or-later
"""kittectl repair with the password that Evolution or msmtp keeps: read with the person's word only."""

import os
import re
import subprocess
import unittest

import presets
from desktop import Desktop, can_keep_secrets
from kittectl import ADDRESS, PASSWORD, MailHost

OLD_HOST = "mail.demo.kitte.test"
WORD = ("--answer", "stored-password=yes")


@unittest.skipUnless(can_keep_secrets(), "no keyring on this computer")
class Case(unittest.TestCase):
    program = None
    others = []

    def setUp(self):
        self.host = self.enterContext(MailHost("imaps", "submissions"))
        self.home = self.enterContext(Desktop(self.host.ca_file, programs=[self.program, *self.others]))
        self.environment = presets.write(self.home.path / "presets", presets.preset(
            "demo.kitte.test", [presets.server("imap", self.host.ports["imaps"]),
                                presets.server("smtp", self.host.ports["submissions"])]))
        result = self.home.run("setup", ADDRESS, "--for", self.program, password=PASSWORD,
                               **self.environment)
        self.assertEqual(result.status, 0, result.errors)
        self.spent = len(self.host.sign_ins())

    def write(self, path, text):
        path.write_text(text, encoding="utf-8")
        self.before = self.home.persons_files()

    def repair(self, *options, **more):
        return self.home.run("repair", "--json", *options, **{**self.environment, **more})

    def asked_for(self, result, key):
        """Nothing is changed and no server was asked before the answer is there."""
        self.assertEqual(result.status, 6, result.output + result.errors)
        self.assertEqual({ask["key"] for account in result.object["accounts"]
                          for ask in account["asks"]}, {key})
        self.assertEqual(self.home.persons_files(), self.before)
        self.assertEqual(self.host.sign_ins()[self.spent:], [])

    def repaired(self, *services):
        result = self.repair(*WORD)
        self.assertEqual(result.status, 0, result.output + result.errors)
        account, = result.object["accounts"]
        self.assertEqual(account["proposal"]["outgoing"]["port"], self.host.ports["submissions"])
        self.assertEqual([entry["service"] for entry in self.host.sign_ins()[self.spent:]],
                         list(services))
        self.assertEqual(self.host.sign_ins("failed"), [])
        self.assertNotIn(PASSWORD, result.output + result.errors)

    def without_keyring(self, *words):
        return self.repair(*words, DBUS_SESSION_BUS_ADDRESS="unix:path=/nonexistent")


class Evolution(Case):
    program = "evolution"

    def setUp(self):
        super().setUp()
        self.transport, = [
            path for path in (self.home.path / ".config/evolution/sources").iterdir()
            if "[Mail Transport]" in path.read_text(encoding="utf-8")]
        text = self.transport.read_text(encoding="utf-8")
        text = text.replace(f"Port={self.host.ports['submissions']}", "Port=25")
        text = text.replace("Method=PLAIN", "Method=none").replace("=localhost", f"={OLD_HOST}")
        self.write(self.transport, text.replace("ssl-on-alternate-port", "none"))

    def test_with_the_word(self):
        self.asked_for(self.repair(), "stored-password")
        self.repaired("imaps", "submissions")
        text = self.transport.read_text(encoding="utf-8")
        self.assertIn("Method=PLAIN", text)
        self.assertEqual(self.home.lookup_secret(**{"e-source-uid": self.transport.stem}), PASSWORD)

    def test_without_a_keyring_it_is_asked(self):
        self.asked_for(self.without_keyring(*WORD), "password")


class TwoCompanies(Evolution):
    """Thunderbird has the same address at another company, and keeps no password."""

    others = ["thunderbird"]

    def setUp(self):
        super().setUp()
        result = self.home.run("setup", ADDRESS, "--for", "thunderbird", password=PASSWORD,
                               **self.environment)
        self.assertEqual(result.status, 0, result.errors)
        self.spent = len(self.host.sign_ins())
        prefs = next((self.home.path / ".thunderbird").rglob("prefs.js"))
        (prefs.parent / "logins.json").unlink()
        self.write(prefs, re.sub(r'(server\d+\.hostname", )"localhost"', r'\1"imap.elsewhere.test"',
                                 prefs.read_text(encoding="utf-8")))

    def test_with_the_word(self):
        """What Evolution keeps opens its own company's mailbox, and is not sent elsewhere."""
        self.asked_for(self.repair(), "password")
        self.asked_for(self.repair(*WORD), "password")


class Msmtp(Case):
    program = "msmtp"

    def old(self, *lines):
        path = self.home.path / ".msmtprc"
        text = path.read_text(encoding="utf-8")
        text = text.replace("tls on\n", "tls off\n")
        port = self.host.ports["submissions"]
        text = text.replace(f"host localhost\nport {port}\n",
                            "".join((f"host {OLD_HOST}\nport 25\n", *lines)))
        self.write(path, text)

    def keep(self):
        """As msmtp had it for the old host."""
        subprocess.run(["secret-tool", "store", "--label=msmtp", "host", OLD_HOST,
                        "service", "smtp", "user", ADDRESS], input=PASSWORD, text=True, check=True,
                       env={**self.home.environment, "PATH": os.environ["PATH"]})

    def test_from_the_keyring(self):
        self.keep()
        self.old()
        self.asked_for(self.repair(), "stored-password")
        self.asked_for(self.without_keyring(*WORD), "password")
        self.repaired("imaps", "submissions")

    def test_from_its_file(self):
        self.old(f"password {PASSWORD}\n")
        self.repaired("imaps", "submissions")

    def test_of_another_company_stays_there(self):
        """What opens a relay elsewhere must not be sent to where the mailbox is."""
        self.old(f"password {PASSWORD}\n")
        path = self.home.path / ".msmtprc"
        text = path.read_text(encoding="utf-8")
        for right, wrong in ((f"user {ADDRESS}", "user relay"), (OLD_HOST, "smtp.elsewhere.test")):
            self.write(path, text.replace(right, wrong))
            result = self.repair(*WORD)
            self.assertIn(result.status, (0, 6), result.output)
            self.assertEqual(self.host.sign_ins()[self.spent:], [])

    def test_no_command_is_run(self):
        ran = self.home.path / "ran"
        self.old(f"passwordeval touch {ran}\n")
        self.asked_for(self.repair(), "password")
        self.asked_for(self.repair(*WORD), "password")
        self.assertFalse(ran.exists())


if __name__ == "__main__":
    unittest.main()
