# SPDX-License-Identifier: GPL-3.0-or-later
"""kittectl repair: one mailbox that is fetched by IMAP and by POP in one program, and read by another
one as well: one check, one change, one way back."""

import re
import unittest

import presets
from desktop import Desktop
from kittectl import ADDRESS, PASSWORD, MailHost

OLD_HOST = "mail.demo.kitte.test"
MSMTP = f"""# By hand.
account old
host {OLD_HOST}
port 25
tls off
auth off
from {ADDRESS}
"""


class Case(unittest.TestCase):
    def setUp(self):
        self.host = self.enterContext(MailHost("imaps", "pop3s", "submissions"))
        self.home = self.enterContext(Desktop(self.host.ca_file, programs=["thunderbird", "msmtp"]))
        self.environment = presets.write(self.home.path / "presets", presets.preset(
            "demo.kitte.test", [presets.server("imap", self.host.ports["imaps"]),
                                presets.server("pop3", self.host.ports["pop3s"]),
                                presets.server("smtp", self.host.ports["submissions"])]))
        result = self.home.run("setup", ADDRESS, "--for", "thunderbird", password=PASSWORD,
                               **self.environment)
        self.assertEqual(result.status, 0, result.errors)
        self.prefs = next((self.home.path / ".thunderbird").rglob("prefs.js"))
        self.make_old()
        self.spent = len(self.host.sign_ins())

    def make_old(self):
        """Both accounts at a host that is gone, and one sending server without sign-in."""
        text = self.prefs.read_text(encoding="utf-8")
        server = re.search(r'"mail\.account\.(account\d+)\.server", "(server\d+)"\);\n'
                           r'(?=(?:.*\n)*?.*\2\.type", "imap")', text)
        self.assertTrue(server, text)
        account, server = server.groups()
        identity = re.search(rf'{account}\.identities", "(id\d+)"', text)[1]
        self.sender = re.search(rf'{identity}\.smtpServer", "(smtp\d+)"', text)[1]
        for name, value in {f"{server}.hostname": f'"{OLD_HOST}"', f"{server}.port": "143",
                            f"{server}.socketType": "0", f"{self.sender}.hostname": f'"{OLD_HOST}"',
                            f"{self.sender}.port": "25", f"{self.sender}.try_ssl": "0",
                            f"{self.sender}.authMethod": "1"}.items():
            text = re.sub(rf'(\.{name}", )[^)]*', rf"\g<1>{value}", text)
        lines = [line for line in text.splitlines() if f".{server}." in line or f".{identity}." in line]
        for line in lines:
            line = line.replace(f".{server}.", ".server9.").replace(f".{identity}.", ".id9.")
            line = line.replace('"imap"', '"pop3"').replace(".port\", 143", ".port\", 110")
            if re.search(r"server9\.(type|hostname|port|socketType|userName|authMethod|name)|id9\.(useremail|smtpServer)",
                         line):
                text += line + "\n"
        text += ('user_pref("mail.account.account9.server", "server9");\n'
                 'user_pref("mail.account.account9.identities", "id9");\n')
        text = re.sub(r'(accountmanager\.accounts", ")([^"]*)', r"\g<1>\g<2>,account9", text)
        self.prefs.write_text(text, encoding="utf-8")
        rc = self.home.path / ".msmtprc"
        rc.write_text(MSMTP, encoding="utf-8")
        rc.chmod(0o600)
        self.before = self.home.persons_files()

    def repair(self, *options, **more):
        return self.home.run("repair", "--json", *options, **{**self.environment, **more})


class Both(Case):
    def test_one_repair_and_one_way_back(self):
        result = self.repair(password=PASSWORD)
        self.assertEqual(result.status, 0, result.output + result.errors)
        rows = result.object["accounts"]
        self.assertEqual(sorted((row["client"], (row["incoming"] or {}).get("protocol") or "")
                                for row in rows),
                         [("msmtp", ""), ("thunderbird", "imap"), ("thunderbird", "pop3")])
        ports = self.host.ports
        self.assertEqual({row["incoming"]["protocol"]: row["proposal"]["incoming"]["port"]
                          for row in rows if row["incoming"]},
                         {"imap": ports["imaps"], "pop3": ports["pop3s"]})
        self.assertEqual(len({row["undo"] for row in rows}), 1, "one change set")
        self.assertEqual([(entry["service"], entry["state"])
                          for entry in self.host.sign_ins("accepted")[self.spent:]],
                         [(name, "accepted") for name in ("imaps", "submissions", "pop3s")])
        text = self.prefs.read_text(encoding="utf-8")
        self.assertIn(f'.{self.sender}.port", {ports["submissions"]}', text)
        self.assertEqual(len(set(re.findall(r"mail\.smtpserver\.(smtp\d+)\.", text))), 1,
                         "the sending server of both is changed in place")
        self.assertIn(f"port {ports['submissions']}",
                      (self.home.path / ".msmtprc").read_text(encoding="utf-8"))
        again = self.repair()
        self.assertEqual([row["changes"] for row in again.object["accounts"]], [[], [], []])
        self.assertEqual(self.home.run("undo", rows[0]["undo"]).status, 0)
        self.assertEqual(self.home.persons_files(), self.before)

    def test_a_wrong_password_is_sent_once(self):
        result = self.repair(password="wrong")
        self.assertEqual(result.status, 1, result.output)
        self.assertEqual(len(self.host.sign_ins()) - self.spent, 1)
        self.assertEqual(self.home.persons_files(), self.before)


if __name__ == "__main__":
    unittest.main()
