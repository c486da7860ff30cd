# SPDX-License-Identifier: GPL-3.0-or-later
"""kittectl repair as a conversation: what it tells, what it asks, what it waits for."""

import contextlib
import fcntl
import os
import re
import subprocess
import tempfile
import unittest

import desktop
import presets
import test_repair
from kittectl import ADDRESS, PASSWORD, MailHost, NameServer
from mailhost.names import address, exchanger
from terminal import Terminal

CLAWS = f"""[Account: 1]
account_name=old
is_default=1
address={ADDRESS}
protocol=3
receive_server=imap.owari.example
smtp_server=smtp.owari.example
user_id=hanako
ssl_imap=0
ssl_smtp=0
use_smtp_auth=0
"""


class Case(test_repair.Case):
    def conversation(self, *options, **more):
        return self.enterContext(Terminal(self.home, "repair", *options,
                                          **{**self.environment, **more}))

    def edit(self, pattern, value):
        text, n = re.subn(rf"({pattern}\", )[^)]*", rf"\g<1>{value}",
                          self.prefs.read_text(encoding="utf-8"))
        self.assertEqual(n, 1, pattern)
        self.prefs.write_text(text, encoding="utf-8")

    def codes(self, account):
        return [remark["code"] for remark in account["remarks"]]


class Story(Case):
    def test_of_a_known_address(self):
        self.make_old()
        account, = self.repair("--json").object["accounts"]
        self.assertEqual(self.codes(account), ["program", "address-own", "line-unknown", "broken"])
        for remark in account["remarks"]:
            self.assertEqual(set(remark), {"code", "text"})
        self.assertEqual(account["remarks"][1]["text"], "The address belongs to Trial.")
        shown = self.repair().output
        self.assertLess(shown.index("This mail is read in Thunderbird."),
                        shown.index("The address belongs to Trial."))

    def test_of_an_own_domain_by_its_mail_exchanger(self):
        """Nobody is asked what the domain itself tells."""
        self.make_old()
        self.environment = presets.write(self.home.path / "presets", presets.preset(
            "somewhere.test", [presets.server("imap", self.host.ports["imaps"]),
                               presets.server("smtp", self.host.ports["submissions"])],
            match={"domains": ["somewhere.test"], "mx_patterns": ["mx.hosting.test"]}))
        names = NameServer({"demo.kitte.test": [exchanger(10, "mx.hosting.test")]})
        self.addCleanup(names.close)
        self.environment["KITTE_NAME_SERVERS"] = names.address
        result = self.repair("--json", password=PASSWORD)
        self.assertEqual(result.status, 0, result.output)
        account, = result.object["accounts"]
        self.assertEqual(self.codes(account)[1], "address-hosted")
        self.assertEqual(account["proposal"]["outgoing"]["port"], self.host.ports["submissions"])

    def test_without_any_account(self):
        self.prefs.unlink()
        result = self.repair()
        self.assertEqual(result.status, 0)
        self.assertIn("You seem to read mail in the browser; nothing has to be changed.",
                      result.output)


class Provider(Case):
    """Nothing shows whose mailbox it is: the person may say so, by a name."""

    def setUp(self):
        super().setUp()
        self.make_old()
        self.environment = presets.write(self.home.path / "presets", presets.preset(
            "somewhere.test", [
                presets.server("imap", self.host.ports["imaps"], username="{NAME}@demo.kitte.test"),
                presets.server("smtp", self.host.ports["submissions"],
                               username="{NAME}@demo.kitte.test")],
            ask=[presets.ask()]))
        # A server at an address of this computer would be nobody’s.
        self.edit("server1.hostname", '"imap.own.test"')
        names = NameServer({"demo.kitte.test": [], "imap.own.test": [address("127.0.0.1")]})
        self.addCleanup(names.close)
        self.environment["KITTE_NAME_SERVERS"] = names.address

    def test_is_named_at_a_terminal_and_asks_what_it_needs(self):
        terminal = self.conversation()
        terminal.wait_for("Which company keeps this mailbox does not show")
        terminal.wait_for("Which company keeps this mailbox?")
        terminal.type("ＴＲＩＡＬ")
        terminal.wait_for("Contract name")
        terminal.type("hanako")
        terminal.wait_for("Password for receiving mail").wait_until_unseen()
        terminal.type(PASSWORD)
        terminal.end()
        self.assertEqual(terminal.status, 0, terminal.shown)
        self.assertIn(f'smtp1.port", {self.host.ports["submissions"]}',
                      self.prefs.read_text(encoding="utf-8"))

    def test_may_stay_open(self):
        for answer, said in (("", "Password for receiving mail"),
                             ("Nobody knows it", "Kitte does not know this provider")):
            with Terminal(self.home, "repair", **self.environment) as terminal:
                terminal.wait_for("Which company keeps this mailbox?")
                terminal.type(answer)
                terminal.wait_for(said)
        self.assertEqual(self.sign_ins(), [])

    def test_is_an_answer_for_scripts(self):
        result = self.repair("--json", "--answer", "provider=trial", password=PASSWORD)
        self.assertEqual(result.status, 6, result.output)
        account, = result.object["accounts"]
        self.assertEqual([ask["key"] for ask in account["asks"]], ["NAME"])
        self.assertEqual(self.codes(account)[1], "address-chosen")
        result = self.repair("--json", "--answer", "provider=trial", "--answer", "NAME=hanako",
                             password=PASSWORD)
        self.assertEqual(result.status, 0, result.output)


class Running(Case):
    def setUp(self):
        super().setUp()
        self.make_old()
        self.before = self.prefs.read_bytes()

    @contextlib.contextmanager
    def open_program(self):
        with open(self.prefs.parent / ".parentlock", "w", encoding="ascii") as lock:
            fcntl.lockf(lock, fcntl.LOCK_EX)
            yield

    def test_is_waited_for_at_a_terminal(self):
        with self.open_program():
            terminal = self.conversation()
            terminal.wait_for("Password for receiving mail").wait_until_unseen()
            terminal.type(PASSWORD)
            terminal.wait_for("Thunderbird is open.").wait_for("Kitte then goes on by itself")
            self.assertEqual(self.prefs.read_bytes(), self.before)
        terminal.end()
        self.assertEqual(terminal.status, 0, terminal.shown)
        self.assertNotEqual(self.prefs.read_bytes(), self.before)
        self.assertEqual(len(self.sign_ins()), 2)

    def test_what_it_writes_when_it_is_closed_is_kept(self):
        with self.open_program():
            terminal = self.conversation()
            terminal.wait_for("Password for receiving mail").wait_until_unseen()
            terminal.type(PASSWORD)
            terminal.wait_for("Kitte then goes on by itself")
            with open(self.prefs, "a", encoding="utf-8") as file:
                file.write('user_pref("written.at.the.end", true);\n')
        terminal.end()
        self.assertEqual(terminal.status, 0, terminal.shown)
        text = self.prefs.read_text(encoding="utf-8")
        self.assertIn('"written.at.the.end", true', text)
        self.assertIn(f'smtp1.port", {self.host.ports["submissions"]}', text)

    def test_the_wait_can_be_cancelled(self):
        with self.open_program():
            terminal = self.conversation()
            terminal.wait_for("Password for receiving mail").wait_until_unseen()
            terminal.type(PASSWORD)
            terminal.wait_for("Kitte then goes on by itself")
            terminal.type(b"\x03")
            terminal.end()
        self.assertEqual(terminal.status, 1, terminal.shown)
        self.assertEqual(self.prefs.read_bytes(), self.before)

    def test_is_an_error_for_scripts(self):
        with self.open_program():
            result = self.repair("--json", password=PASSWORD)
        self.assertEqual(result.status, 5, result.output)
        self.assertEqual(result.object["accounts"][0]["error"]["code"], "program-running")
        self.assertEqual(self.prefs.read_bytes(), self.before)


class KeepMail(Case):
    """A POP account that takes its mail from the server, and is right but for that."""

    def setUp(self):
        unittest.TestCase.setUp(self)
        self.host = self.enterContext(MailHost("pop3s", "submissions"))
        self.home = self.enterContext(desktop.Desktop(self.host.ca_file, programs=["thunderbird"],
                                                      keyring=False))
        self.environment = presets.write(self.home.path / "presets", presets.preset(
            "demo.kitte.test", [presets.server("pop3", self.host.ports["pop3s"]),
                                presets.server("smtp", self.host.ports["submissions"])]))
        result = self.home.run("setup", ADDRESS, "--for", "thunderbird", password=PASSWORD,
                               **self.environment)
        self.assertEqual(result.status, 0, result.errors)
        self.prefs = next((self.home.path / ".thunderbird").rglob("prefs.js"))
        self.edit("server1.leave_on_server", "false")
        self.spent = len(self.host.sign_ins())
        self.before = self.prefs.read_bytes()

    def kept(self):
        return 'server1.leave_on_server", true' in self.prefs.read_text(encoding="utf-8")

    def test_is_left_alone_without_a_word(self):
        result = self.repair("--json")
        self.assertEqual((result.status, self.prefs.read_bytes()), (0, self.before), result.output)

    def test_by_an_answer(self):
        result = self.repair("--json", "--answer", "keep-mail=yes")
        self.assertEqual(result.status, 0, result.output)
        account, = result.object["accounts"]
        self.assertEqual([deed["what"] for deed in account["done"]], ["leave-on-server"])
        self.assertTrue(self.kept())
        self.assertEqual(self.sign_ins(), [], "no server has to be asked for that")
        self.assertEqual(self.home.run("undo", account["undo"]).status, 0)
        self.assertEqual(self.prefs.read_bytes(), self.before)

    def test_is_asked_at_a_terminal(self):
        for answer, kept in (("no", False), ("yes", True)):
            with Terminal(self.home, "repair", **self.environment) as terminal:
                terminal.wait_for("Shall it stay there from now on?")
                terminal.type(answer)
                terminal.end()
            self.assertEqual((terminal.status, self.kept()), (0, kept), terminal.shown)


@unittest.skipUnless(desktop.can_keep_secrets(), "no keyring on this computer")
class NewPassword(Case):
    """“I changed my password”: rejected once, typed once, kept in every program."""

    NEW = "a new one"

    def setUp(self):
        unittest.TestCase.setUp(self)
        folder = self.enterContext(tempfile.TemporaryDirectory(prefix="kitte-certificates-"))
        services = ("imaps", "submissions")
        self.host = self.enterContext(MailHost(*services, certificates=folder))
        self.home = self.enterContext(desktop.Desktop(self.host.ca_file,
                                                      programs=["thunderbird", "msmtp"]))
        self.know()
        result = self.home.run("setup", ADDRESS, "--for", "thunderbird,msmtp", password=PASSWORD,
                               **self.environment)
        self.assertEqual(result.status, 0, result.errors)
        self.prefs = next((self.home.path / ".thunderbird").rglob("prefs.js"))
        before = self.host.ports
        # The same mailbox, with another password.
        config = {"accounts": [{"address": ADDRESS, "password": self.NEW}]}
        self.host = self.enterContext(MailHost(*services, config=config, certificates=folder))
        self.know()
        for path in (self.prefs, self.home.path / ".msmtprc"):
            text = path.read_text(encoding="utf-8")
            for service in services:
                text = re.sub(rf"\b{before[service]}\b", str(self.host.ports[service]), text)
            path.write_text(text, encoding="utf-8")
        self.spent = 0

    def know(self):
        self.environment = presets.write(self.home.path / "presets", presets.preset(
            "demo.kitte.test", [presets.server("imap", self.host.ports["imaps"]),
                                presets.server("smtp", self.host.ports["submissions"])]))

    def test_at_a_terminal(self):
        terminal = self.conversation("--answer", "stored-password=yes", "--answer", "changed=yes")
        terminal.wait_for("The saved password is no longer accepted.").wait_until_unseen()
        self.assertEqual(len(self.sign_ins()), 1, "sending got a rejected password")
        terminal.type(self.NEW)
        terminal.end()
        self.assertEqual(terminal.status, 0, terminal.shown)
        self.assertEqual([entry["service"] for entry in self.host.sign_ins("failed")], ["imaps"])
        self.assertNotIn(self.NEW, terminal.shown)
        self.check_secrets()

    def test_by_a_script(self):
        result = self.repair("--json", "--answer", "changed=yes", password=self.NEW)
        self.assertEqual(result.status, 0, result.output)
        rows = {row["client"]: row for row in result.object["accounts"]}
        self.assertEqual(set(rows), {"thunderbird", "msmtp"})
        for row in rows.values():
            self.assertIn("password", [deed["what"] for deed in row["done"]])
        self.assertEqual(self.host.sign_ins("failed"), [])
        self.check_secrets()

    def check_secrets(self):
        """A repair with what is kept now has nothing to change, and nothing is rejected."""
        kept = subprocess.run(["secret-tool", "lookup", "service", "smtp", "host", "localhost"],
                              env={**self.home.environment, "PATH": os.environ["PATH"]},
                              capture_output=True, text=True, check=False).stdout
        self.assertEqual(kept, self.NEW)
        failed = len(self.host.sign_ins("failed"))
        self.make_old()
        result = self.repair("--json", "--answer", "stored-password=yes")
        self.assertEqual(result.status, 0, result.output)
        self.assertEqual(len(self.host.sign_ins("failed")), failed)


class ByHand(unittest.TestCase):
    """A program that Kitte reads and cannot write: its own words, and another program."""

    def check_words(self, language, *words):
        with MailHost("imaps", "submissions") as host, \
                desktop.Desktop(host.ca_file, programs=["claws-mail"], keyring=False,
                                language=language) as home:
            (home.path / ".claws-mail").mkdir()
            (home.path / ".claws-mail/accountrc").write_text(CLAWS, encoding="utf-8")
            environment = presets.write(home.path / "presets", presets.preset(
                "demo.kitte.test", [presets.server("imap", host.ports["imaps"]),
                                    presets.server("smtp", host.ports["submissions"])]))
            result = home.run("repair", "--json", password=PASSWORD, **environment)
            self.assertEqual(result.status, 5, result.output + result.errors)
            account, = result.object["accounts"]
            text = account["by_hand"]["text"]
            for word in (*words, "localhost", str(host.ports["submissions"]), ADDRESS):
                self.assertIn(word, text)
            self.assertEqual((account["changes"], account["undo"]), ([], None))
            self.assertEqual((home.path / ".claws-mail/accountrc").read_text("utf-8"), CLAWS)
            said = home.run("repair", password=PASSWORD, **environment)
            self.assertIn(f"kittectl setup {ADDRESS}", said.output)

    def test_in_english(self):
        self.check_words("C.UTF-8", "“Basic”", "“TLS”", "Use TLS", "Advanced ▸ IMAP port",
                         "SMTP Authentication (SMTP AUTH)", "Authenticate with POP before sending")

    def test_in_japanese(self):
        """The words of the program’s own translation, and English where it has none."""
        self.check_words("ja_JP.UTF-8", "「基本」", "Use TLS", "詳細 ▸ IMAPポート", "受信用サーバ", "ユーザID",
                         "SMTPサーバで認証(SMTP AUTH)を行う", "送信する前にPOPで認証する")


if __name__ == "__main__":
    unittest.main()
