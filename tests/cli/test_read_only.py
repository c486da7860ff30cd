# SPDX-License-Identifier: GPL-3.0-or-later
"""kittectl repair: accounts of programs that Kitte reads and does not write, and ones it cannot
judge."""

import unittest

from desktop import Desktop

ADDRESS = "taro@demo.kitte.test"
CLAWS = """[Account: 1]
account_name=taro
name=Taro
address=taro@demo.kitte.test
protocol=0
receive_server=mail.demo.kitte.test
smtp_server=mail.demo.kitte.test
user_id=taro
use_smtp_auth=0
pop_before_smtp=1
"""
MSMTP = """account work
host mail.demo.kitte.test
port 587
from *@demo.kitte.test
tls on
auth on
user relay
"""


class Case(unittest.TestCase):
    def setUp(self):
        self.home = self.enterContext(Desktop(programs=["claws-mail", "sylpheed", "msmtp"],
                                              keyring=False))

    def write(self, name, text):
        path = self.home.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        path.chmod(0o600)
        self.before = self.home.persons_files()

    def repair(self, *options):
        result = self.home.run("repair", "--dry-run", *options)
        self.assertEqual(self.home.persons_files(), self.before)
        return result


class Claws(Case):
    def check(self, folder, client):
        self.write(f"{folder}/accountrc", CLAWS)
        account, = self.repair("--json").object["accounts"]
        self.assertEqual((account["client"], account["address"]), (client, ADDRESS))
        self.assertEqual((account["outgoing"]["port"], account["outgoing"]["auth"]),
                         (25, ["none"]))
        codes = {problem["code"] for problem in account["problems"]}
        self.assertLessEqual({"port-25", "pop-before-smtp", "no-encryption"}, codes)
        self.assertEqual(account["changes"], [])

    def test_a_password_that_nobody_can_read_is_not_asked_about(self):
        self.write(".claws-mail/accountrc", CLAWS)
        result = self.home.run("repair", "--json")
        self.assertEqual(result.status, 6, result.output)
        ask, = result.object["accounts"][0]["asks"]
        self.assertEqual((ask["key"], ask["secret"]), ("password", True))
        text = self.home.run("repair").output
        self.assertIn("--secret-fd password=FD", text)
        self.assertNotIn("stored-password", text)
        self.assertEqual(self.home.persons_files(), self.before)

    def test_claws_mail_is_judged(self):
        self.check(".claws-mail", "claws-mail")

    def test_sylpheed_is_judged(self):
        self.check(".sylpheed-2.0", "sylpheed")

    def test_program_is_named(self):
        self.write(".claws-mail/accountrc", CLAWS)
        output = self.repair().output
        self.assertIn("Claws Mail", output)
        # What is so in both directions is said once.
        lines = output.splitlines()
        self.assertEqual(len(lines), len(set(lines)), output)


class ForManySenders(Case):
    def test_gets_a_sentence(self):
        self.write(".msmtprc", MSMTP)
        account, = self.repair("--json").object["accounts"]
        self.assertEqual(account["address"], "*@demo.kitte.test")
        self.assertIn("No mail address", account["unclear"])
        self.assertIn(account["unclear"], self.repair().output)


class WithoutAddress(Case):
    def test_gets_a_sentence_and_no_password(self):
        self.write(".msmtprc", "account relay\nhost mail.demo.kitte.test\nport 25\n")
        account, = self.repair("--json").object["accounts"]
        self.assertIsNone(account["address"])
        self.assertIn("No mail address", account["unclear"])
        self.assertNotIn("asks", account)
        output = self.repair().output
        self.assertIn("relay", output.splitlines())
        self.assertIn(account["unclear"], output)
        told = self.home.run("repair", "--json", "--answer", "changed=yes", password="a password")
        self.assertEqual(told.status, 0, told.output)
        self.assertNotIn("checks", told.object["accounts"][0])
        self.assertEqual(self.home.persons_files(), self.before)


if __name__ == "__main__":
    unittest.main()
