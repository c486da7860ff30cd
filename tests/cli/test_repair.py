# SPDX-License-Identifier: GPL-3.0-or-later
"""kittectl repair: an account of Thunderbird that sends the old way, found, proven and changed."""

import os
import re
import unittest

import presets
from desktop import Desktop
from kittectl import ADDRESS, PASSWORD, MailHost
from terminal import Terminal

OLD_HOST = "mail.demo.kitte.test"
OLD = {"hostname": f'"{OLD_HOST}"', "port": "25", "try_ssl": "0", "authMethod": "1"}


class Case(unittest.TestCase):
    services = ["imaps", "submissions"]
    programs = ["thunderbird"]

    def setUp(self):
        self.host = self.enterContext(MailHost(*self.services))
        self.home = self.enterContext(Desktop(self.host.ca_file, programs=self.programs,
                                              keyring=False))
        self.environment = presets.write(self.home.path / "presets", presets.preset(
            "demo.kitte.test", [presets.server("imap", self.host.ports["imaps"]),
                                presets.server("smtp", self.host.ports["submissions"])]))
        result = self.home.run("setup", ADDRESS, "--for", "thunderbird", password=PASSWORD,
                               **self.environment)
        self.assertEqual(result.status, 0, result.errors)
        self.prefs = next((self.home.path / ".thunderbird").rglob("prefs.js"))
        self.spent = len(self.host.sign_ins())

    def make_old(self, **settings):
        text = self.prefs.read_text(encoding="utf-8")
        for name, value in {**OLD, **settings}.items():
            text = re.sub(rf'(smtp1\.{name}", )[^)]*', rf"\g<1>{value}", text)
        self.prefs.write_text(text, encoding="utf-8")
        self.before = self.home.persons_files()

    def repair(self, *options, **more):
        return self.home.run("repair", *options, **{**self.environment, **more})

    def sign_ins(self):
        return self.host.sign_ins()[self.spent:]


class Healthy(Case):
    def test_is_left_alone(self):
        self.before = self.home.persons_files()
        result = self.repair("--json")
        self.assertEqual(result.status, 0, result.output)
        account, = result.object["accounts"]
        self.assertEqual((account["problems"], account["proposal"], account["changes"]),
                         ([], None, []))
        # The servers of the test are on this computer: nobody knows what a server here does next.
        self.assertIn("a mail server on this computer", account["unclear"])
        self.assertIn(account["unclear"], self.repair().output)
        self.assertEqual(self.home.persons_files(), self.before)


class Old(Case):
    def setUp(self):
        super().setUp()
        self.make_old()

    def test_is_found_and_asked(self):
        result = self.repair("--json")
        self.assertEqual(result.status, 6, result.output)
        account, = result.object["accounts"]
        self.assertEqual((account["client"], account["address"]), ("thunderbird", ADDRESS))
        self.assertEqual((account["outgoing"]["host"], account["outgoing"]["port"],
                          account["outgoing"]["auth"]), (OLD_HOST, 25, ["none"]))
        self.assertEqual([problem["code"] for problem in account["problems"]],
                         ["host-renamed", "port-25", "smtp-no-auth", "no-encryption"])
        self.assertEqual(account["problems"][0]["severity"], "broken")
        for problem in account["problems"]:
            self.assertEqual(set(problem), {"code", "severity", "role", "text", "right", "settings"})
            self.assertEqual(problem["role"], "outgoing")
            self.assertTrue(problem["text"] and problem["right"])
        port, = [setting for setting in account["problems"][1]["settings"]
                 if setting["what"] == "port"]
        self.assertEqual((os.path.basename(port["path"]), port["key"], port["value"]),
                         ("prefs.js", "mail.smtpserver.smtp1.port", "25"))
        self.assertGreater(port["line"], 0)
        self.assertEqual([ask["key"] for ask in account["asks"]], ["stored-password"])
        self.assertEqual(self.sign_ins(), [])
        text = self.repair()
        self.assertEqual(text.status, 6)
        self.assertIn("port 25", text.output)
        self.assertIn("--answer stored-password=yes", text.output)

    def test_dry_run_without_a_password_is_a_look(self):
        result = self.repair("--json", "--dry-run")
        self.assertEqual(result.status, 0, result.output)
        self.assertEqual(len(result.object["accounts"][0]["problems"]), 4)
        self.assertEqual(self.home.persons_files(), self.before)

    def check_changed(self, result):
        self.assertEqual(result.status, 0, result.output + result.errors)
        account, = result.object["accounts"]
        self.assertEqual(account["result"], "ok")
        self.assertEqual(account["proposal"]["outgoing"]["port"], self.host.ports["submissions"])
        self.assertEqual([change["action"] for change in account["changes"]], ["modify"])
        self.assertEqual([line for line in account["changes"][0]["diff"].splitlines()
                          if "smtpserver" not in line], [])
        self.assertEqual(len(self.host.sign_ins("accepted")), self.spent + 2)
        self.assertNotIn(PASSWORD, result.output)
        return account

    def test_is_changed_and_taken_back(self):
        look = self.repair("--json", "--dry-run", password=PASSWORD)
        self.check_changed(look)
        self.assertEqual(self.home.persons_files(), self.before)
        self.spent += 2
        account = self.check_changed(self.repair("--json", "--address", ADDRESS,
                                                 password=PASSWORD))
        self.assertNotEqual(self.home.persons_files(), self.before)
        self.assertEqual(self.repair("--json").object["accounts"][0]["problems"], [])
        self.assertEqual(self.home.run("undo", account["undo"]).status, 0)
        self.assertEqual(self.home.persons_files(), self.before)

    def test_by_the_stored_password(self):
        account = self.check_changed(self.repair("--json", "--answer", "stored-password=yes"))
        self.assertTrue(account["undo"])

    def test_a_wrong_password_changes_nothing(self):
        result = self.repair("--json", password="wrong")
        self.assertEqual(result.status, 1, result.output)
        account, = result.object["accounts"]
        self.assertEqual(account["checks"][0]["finding"], "auth-rejected")
        self.assertEqual((len(self.sign_ins()), account["signins"]["failed"]), (1, 1))
        self.assertEqual((account["changes"], account["undo"]), ([], None))
        self.assertEqual(self.home.persons_files(), self.before)
        again = self.repair(password="wrong")
        self.assertEqual(again.status, 1)
        self.assertEqual(len(self.sign_ins()), 1, "the second press must send nothing")
        self.assertIn("--answer changed=yes", again.output)

    def test_the_persons_word_is_asked_at_a_terminal(self):
        self.repair("--json", password="wrong")
        with Terminal(self.home, "repair", **self.environment) as terminal:
            terminal.wait_for("Password for receiving mail").wait_until_unseen()
            terminal.type(PASSWORD)
            terminal.wait_for("Has something changed since then")
            self.assertEqual(len(self.sign_ins()), 1)
            terminal.type("yes")
            terminal.end()
            self.assertEqual(terminal.status, 0, terminal.shown)
        self.assertEqual(len(self.host.sign_ins("accepted")), self.spent + 2)
        self.assertNotEqual(self.home.persons_files(), self.before)

    def test_the_providers_lock_is_kept_away_from(self):
        """Where two failures lock the sign-in, one at that server is enough, whosever it was."""
        self.environment = presets.write(self.home.path / "presets", presets.preset(
            "demo.kitte.test", [presets.server("imap", self.host.ports["imaps"]),
                                presets.server("smtp", self.host.ports["submissions"])],
            lockout={"after": 2, "minutes": 30, "scope": "address", "disclosed": True}))
        self.home.run("verify", ADDRESS, "--incoming",
                      f"imaps://taro@localhost:{self.host.ports['imaps']}", password="wrong",
                      **self.environment)
        self.assertEqual(len(self.sign_ins()), 1)
        check = self.repair("--json", password=PASSWORD).object["accounts"][0]["checks"][0]
        self.assertEqual(check["finding"], "budget-spent")
        self.assertIn("Trial says that 2 rejected sign-ins lock it for 30 minutes", check["text"])
        self.assertEqual(len(self.sign_ins()), 1)
        result = self.repair("--json", "--answer", "changed=yes", password=PASSWORD)
        self.assertEqual(result.status, 0, result.output)

    def test_another_address_is_not_touched(self):
        result = self.repair("--json", "--address", "nobody@demo.kitte.test", password=PASSWORD)
        self.assertEqual((result.status, result.object), (0, {"accounts": []}), result.output)

    def test_a_preset_of_the_persons_own_gets_no_password_unasked(self):
        presets.write(self.home.path / ".local/share/kitte/providers", presets.preset(
            "demo.kitte.test", [presets.server("imap", self.host.ports["imaps"]),
                                presets.server("smtp", self.host.ports["submissions"])]))
        before = self.home.persons_files()
        result = self.repair("--json", "--deadline", "2", password=PASSWORD,
                             KITTE_PROVIDERS_DIR=str(self.home.path / "nowhere"))
        self.assertEqual(result.status, 1, result.output)
        self.assertEqual([entry for entry in self.sign_ins()
                          if entry["service"] == "submissions"], [])
        self.assertEqual(self.home.persons_files(), before)


class Foreign(Case):
    def test_another_companys_server_that_is_gone_gives_way(self):
        self.make_old(hostname='"smtp.example.jp"')
        result = self.repair("--json", password=PASSWORD)
        self.assertEqual(result.status, 0, result.output)
        account, = result.object["accounts"]
        self.assertEqual([(problem["code"], problem["severity"])
                          for problem in account["problems"]],
                         [("host-renamed", "broken"), ("foreign-outgoing", "fine")])
        self.assertEqual(account["proposal"]["outgoing"]["port"], self.host.ports["submissions"])


class TwoMailboxes(Case):
    """One address, two mailboxes: the saved password of one is not for the other."""

    services = ["imaps", "pop3s", "submissions"]
    programs = ["thunderbird", "claws-mail"]
    OTHER = f"""[Account: 1]
account_name=other
is_default=1
address={ADDRESS}
protocol=0
receive_server={OLD_HOST}
smtp_server={OLD_HOST}
user_id=somebody-else
use_smtp_auth=0
"""

    def test_saved_password_stays_with_its_own(self):
        self.make_old()
        (self.home.path / ".claws-mail").mkdir()
        (self.home.path / ".claws-mail/accountrc").write_text(self.OTHER, encoding="utf-8")
        ports = self.host.ports
        environment = presets.write(self.home.path / "presets", presets.preset(
            "demo.kitte.test", [presets.server("imap", ports["imaps"]),
                                presets.server("pop3", ports["pop3s"]),
                                presets.server("smtp", ports["submissions"])]))
        result = self.home.run("repair", "--json", "--answer", "stored-password=yes",
                               **{**self.environment, **environment})
        self.assertEqual({entry["user"] for entry in self.sign_ins()}, {ADDRESS})
        rows = {row["client"]: row for row in result.object["accounts"]}
        self.assertEqual(set(rows), {"thunderbird", "claws-mail"}, result.output)
        self.assertEqual(rows["thunderbird"]["result"], "ok", result.output)
        self.assertEqual([ask["key"] for ask in rows["claws-mail"]["asks"]],
                         ["password"], result.output)
        self.assertNotIn("checks", rows["claws-mail"], result.output)
        self.assertEqual(result.status, 6, result.output)


if __name__ == "__main__":
    unittest.main()
