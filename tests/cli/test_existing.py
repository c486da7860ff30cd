# SPDX-License-Identifier: GPL-3.0-or-later
"""kittectl setup in homes that are lived in: an account that is there, files that cannot be used."""

import fcntl
import os
import pathlib
import shutil
import subprocess
import unittest

from desktop import Desktop, can_keep_secrets
from kittectl import ADDRESS, PASSWORD, PROGRAM, MailHost, Result
from terminal import INTERRUPT, Terminal

OLD_HOST = "mail.old.example.test"
ALL = {"thunderbird", "evolution", "msmtp"}
NOBODY = 65534


class Case(unittest.TestCase):
    keyring = True

    def setUp(self):
        if self.keyring and not can_keep_secrets():
            self.skipTest("needs dbus-daemon, gnome-keyring-daemon and secret-tool")
        self.host = self.enterContext(MailHost("imaps", "pop3s", "submissions"))
        self.home = self.enterContext(Desktop(self.host.ca_file, keyring=self.keyring))

    def servers(self, incoming="imaps"):
        return ["--incoming", f"{incoming}://localhost:{self.host.ports[incoming]}",
                "--outgoing", f"smtps://localhost:{self.host.ports['submissions']}"]

    def set_up(self, *options, incoming="imaps"):
        return self.home.run("setup", ADDRESS, "--json", *self.servers(incoming), *options,
                             password=PASSWORD)

    def make_old(self):
        """The account as it was set up years ago, at a host that is no more."""
        self.assertEqual(self.set_up().status, 0)
        shutil.rmtree(self.home.path / ".local/state/kitte")
        for path in self.files():
            data = path.read_bytes().replace(b"localhost", OLD_HOST.encode())
            if path.name == "prefs.js":
                data = b"// kept\r\n" + data + b'user_pref("mail.identity.id1.fcc_folder", ' \
                    b'"imap://hanako%40demo.kitte.test@mail.old.example.test/Sent");\n'
            elif path.name.endswith(".source"):
                data = data.replace(b"[Mail Account]", b"# kept\n[Mail Account]\nX-Kept=1")
            else:
                data = b"# kept\n" + data.replace(b"tls on", b"tls")
            path.write_bytes(data)
        self.before = self.home.persons_files()

    def files(self):
        """The files of the three programs that hold settings."""
        return [self.home.path / path for path in self.home.persons_files()
                if path.name in ("prefs.js", ".msmtprc") or path.name.endswith(".source")]

    def text_of(self, name):
        path, = [path for path in self.files() if path.name == name]
        return path.read_bytes()


class SameAddress(Case):
    def setUp(self):
        super().setUp()
        self.make_old()

    def test_question_at_a_terminal(self):
        """Ctrl-C there changes nothing, also for the programs that do not have the account."""
        (self.home.path / ".msmtprc").unlink()
        before = self.home.persons_files()
        for answer, status in ((INTERRUPT, 1), ("leave", 0)):
            with self.subTest(answer=answer), \
                    Terminal(self.home, "setup", ADDRESS, *self.servers()) as terminal:
                terminal.wait_for("while you type):").wait_until_unseen()
                terminal.type(PASSWORD)
                terminal.wait_for("(leave / repair / add):")
                terminal.type(answer)
                terminal.end()
                self.assertEqual(terminal.status, status, terminal.shown)
                changed = self.home.persons_files() != before
                self.assertEqual(changed, answer == "leave", terminal.shown)

    def test_is_left_alone_and_said(self):
        result = self.set_up()
        self.assertEqual((result.status, result.object["changes"]), (0, []), result.output)
        self.assertEqual({row["client"] for row in result.object["left_out"]}, ALL)
        for row in result.object["left_out"]:
            self.assertIn(ADDRESS, row["why"])
        self.assertEqual(self.home.persons_files(), self.before)
        text = self.home.run("setup", ADDRESS, *self.servers(), password=PASSWORD)
        self.assertIn("existing=repair", text.output)

    def test_is_repaired_and_nothing_else_changes(self):
        result = self.set_up("--answer", "existing=repair")
        self.assertEqual((result.status, result.object["left_out"]), (0, []), result.output)
        self.assertEqual({change["client"] for change in result.object["changes"]}, ALL)
        for path in self.files():
            self.assertNotIn(OLD_HOST.encode(), path.read_bytes(), path)
        prefs, msmtprc = self.text_of("prefs.js"), self.text_of(".msmtprc")
        self.assertTrue(prefs.startswith(b"// kept\r\n"))
        self.assertIn(b"imap://hanako%40demo.kitte.test@localhost/Sent", prefs)
        self.assertNotIn(b"account2", prefs)
        self.assertTrue(msmtprc.startswith(b"# kept\n"))
        self.assertIn(b"\ntls\n", msmtprc)
        for path, data in self.before.items():
            now = (self.home.path / path).read_bytes()
            if not data.startswith(b"{"):
                self.assertEqual(len(now.splitlines()), len(data.splitlines()), path)
        self.assertEqual(self.home.lookup_secret(host="localhost", service="smtp", user=ADDRESS),
                         PASSWORD)
        self.assertEqual(self.home.run("undo").status, 0)
        after = self.home.persons_files()
        for path, data in self.before.items():
            self.assertEqual(after[path], data, path)

    def test_a_repair_is_taken_back_after_the_program_wrote_its_file(self):
        self.assertEqual(self.set_up("--answer", "existing=repair").status, 0)
        for path in self.files():
            comment = b"// later\n" if path.name == "prefs.js" else b"# later\n"
            path.write_bytes(path.read_bytes() + comment)
        self.assertEqual(self.home.run("undo").status, 0)
        after = self.home.persons_files()
        for path, data in self.before.items():
            if self.home.path / path in self.files():
                lines = after[path].splitlines()
                self.assertIn(lines.pop(), (b"// later", b"# later"), path)
                self.assertEqual(lines, data.splitlines(), path)

    def test_is_added_beside_where_asked(self):
        result = self.set_up("--answer", "existing=add")
        self.assertEqual(result.status, 0, result.output)
        self.assertEqual({change["client"] for change in result.object["changes"]}, ALL)
        self.assertIn(b'"account1,account2"', self.text_of("prefs.js"))
        self.assertEqual(self.text_of(".msmtprc").count(b"\naccount "), 3)
        self.assertEqual(self.home.run("undo").status, 0)
        after = self.home.persons_files()
        for path, data in self.before.items():
            if path.name != "logins.json":
                self.assertEqual(after[path], data, path)

    def test_the_same_mailbox_is_never_there_twice(self):
        self.assertEqual(self.set_up("--answer", "existing=repair").status, 0)
        before = self.home.persons_files()
        result = self.set_up("--answer", "existing=add")
        self.assertEqual((result.status, result.object["changes"]), (0, []), result.output)
        self.assertEqual(self.home.persons_files(), before)

    def test_the_other_protocol_is_told_apart(self):
        self.assertEqual(self.set_up(incoming="pop3s").object["changes"], [])
        result = self.set_up("--answer", "existing=repair", incoming="pop3s")
        reasons = {row["client"]: row["why"] for row in result.object["left_out"]}
        self.assertIn("IMAP or POP", reasons["thunderbird"])
        result = self.set_up("--answer", "existing=add", "--for", "thunderbird",
                             incoming="pop3s")
        self.assertEqual(result.object["left_out"], [])
        self.assertIn(b"(POP3)", self.text_of("prefs.js"))

    def test_an_answer_that_is_none(self):
        self.assertEqual(self.set_up("--answer", "existing=maybe").status, 2)

    def test_a_password_in_msmtps_file_is_the_persons(self):
        path = self.home.path / ".msmtprc"
        path.write_bytes(path.read_bytes().replace(b"\nfrom ", b"\npassword other one\nfrom "))
        before = self.home.persons_files()
        result = self.set_up("--for", "msmtp", "--answer", "existing=repair")
        self.assertIn("another password", result.object["left_out"][0]["why"])
        self.assertNotIn("other one", result.output + result.errors)
        self.assertEqual(self.home.persons_files(), before)


class OneOfThem(Case):
    """What is wrong with one program keeps no other from its account."""

    keyring = False

    def test_a_file_that_cannot_be_understood(self):
        (self.home.path / ".msmtprc").write_bytes(b"host=wrong\n")
        result = self.set_up()
        self.assertEqual(result.status, 0, result.output)
        self.assertEqual({change["client"] for change in result.object["changes"]},
                         {"thunderbird", "evolution"})
        row, = result.object["left_out"]
        self.assertEqual(row["client"], "msmtp")
        self.assertIn("line 1", row["why"])
        alone = self.set_up("--for", "msmtp")
        self.assertEqual((alone.status, alone.object["error"]["code"]), (5, "file-unreadable"))
        self.assertEqual((self.home.path / ".msmtprc").read_bytes(), b"host=wrong\n")

    def run_as_ordinary_user(self, *options):
        """root is not bound by permissions."""
        command = [PROGRAM, "setup", ADDRESS, "--json", "--password-stdin", *self.servers(),
                   *options]
        if os.geteuid() == 0:
            if shutil.which("setpriv") is None:
                self.skipTest("needs setpriv")
            for place, _, names in os.walk(self.home.path):
                for name in (place, *(os.path.join(place, name) for name in names)):
                    os.chown(name, NOBODY, NOBODY, follow_symlinks=False)
            command = [shutil.which("setpriv"), f"--reuid={NOBODY}", f"--regid={NOBODY}",
                       "--clear-groups", *command]
        return Result(subprocess.run(
            command, input=PASSWORD + "\n", text=True, capture_output=True, timeout=60,
            check=False, env=self.home.environment))

    def test_a_file_that_may_not_be_written(self):
        path = self.home.path / ".msmtprc"
        path.write_bytes(b"account other\nhost smtp.example.test\n")
        path.chmod(0o400)
        result = self.run_as_ordinary_user()
        self.assertEqual(result.status, 0, result.output + result.errors)
        row, = result.object["left_out"]
        self.assertEqual(row["client"], "msmtp")
        self.assertIn(".msmtprc", row["why"])
        self.assertEqual(path.read_bytes(), b"account other\nhost smtp.example.test\n")

    def test_every_one_is_wrong(self):
        (self.home.path / ".msmtprc").write_bytes(b"host=wrong\n")
        root = self.home.path / ".thunderbird"
        (root / "one").mkdir(parents=True)
        (root / "profiles.ini").write_bytes(b"\0")
        result = self.set_up("--for", "thunderbird,msmtp")
        self.assertEqual((result.status, result.object["error"]["code"]), (5, "file-unreadable"))


class Names(Case):
    """An installation is chosen by the name that the person knows it by."""

    keyring = False

    def test_of_several_installations(self):
        data = self.home.path / ".var/app/org.mozilla.thunderbird/.thunderbird"
        data.mkdir(parents=True)
        flatpak = self.set_up("--dry-run", "--for", "thunderbird (flatpak)")
        self.assertEqual(flatpak.status, 0, flatpak.output)
        for change in flatpak.object["changes"]:
            self.assertTrue(change["path"].startswith(str(data)), change["path"])
        first = self.set_up("--dry-run", "--for", "thunderbird")
        for change in first.object["changes"]:
            self.assertFalse(change["path"].startswith(str(data)), change["path"])
        both = self.set_up("--for", "thunderbird, Thunderbird (Flatpak)")
        places = {pathlib.Path(change["path"]).parts[-3] for change in both.object["changes"]
                  if change["path"].endswith("prefs.js")}
        self.assertEqual(len([change for change in both.object["changes"]
                              if change["path"].endswith("prefs.js")]), 2, places)
        self.assertEqual(self.home.run("undo").status, 0)


class PasswordInFile(Case):
    """In clear only where the person says so, and then in a file of theirs alone."""

    keyring = False

    def test_is_written_by_choice_and_taken_back(self):
        path = self.home.path / ".msmtprc"
        before = b"# mine\naccount other\nhost smtp.other.test\npassword other one\n"
        for there in (None, before):
            with self.subTest(there=there):
                if there is not None:
                    path.write_bytes(there)
                    path.chmod(0o600)
                result = self.set_up("--for", "msmtp", "--answer", "password-file=yes")
                self.assertEqual(result.status, 0, result.output)
                self.assertEqual((result.object["secrets"], result.object["notes"]), ([], []))
                self.assertNotIn(PASSWORD, result.output + result.errors)
                self.assertIn("+password ***", result.object["changes"][0]["diff"])
                self.assertIn(f"\npassword {PASSWORD}\n".encode(), path.read_bytes())
                self.assertEqual(path.stat().st_mode & 0o777, 0o600)
                for name in (self.home.path / ".local/state").rglob("*"):
                    if name.is_file():
                        self.assertNotIn(PASSWORD.encode(), name.read_bytes(), name)
                self.assertEqual(self.home.run("undo").status, 0)
                self.assertEqual(path.read_bytes() if path.exists() else None, there)

    def test_not_where_others_may_read(self):
        path = self.home.path / ".msmtprc"
        path.write_bytes(b"account other\nhost smtp.other.test\n")
        path.chmod(0o644)
        result = self.set_up("--for", "msmtp", "--answer", "password-file=yes")
        self.assertEqual(result.status, 5, result.output)
        self.assertIn("chmod 600", result.object["left_out"][0]["why"])
        self.assertNotIn(PASSWORD.encode(), path.read_bytes())


class LeftBehind(Case):
    """What a run that was killed left in the runtime folder goes at the next start."""

    keyring = False

    def test_keys_in_the_runtime_folder(self):
        runtime = self.home.path / "runtime"
        runtime.mkdir(mode=0o700)
        self.home.environment["XDG_RUNTIME_DIR"] = str(runtime)
        left, used, foreign = (runtime / name for name in
                               ("kitte-AbCd12", "kitte-EfGh34", "kitte-notes"))
        for folder in (left, used, foreign):
            folder.mkdir(mode=0o700)
            (folder / "key4.db").write_bytes(b"keys")
            (folder / "lock").write_bytes(b"")
        with open(used / "lock", "rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.assertEqual(self.set_up("--for", "thunderbird").status, 0)
            self.assertEqual(sorted(path.name for path in runtime.iterdir()),
                             ["kitte-EfGh34", "kitte-notes"])
        self.assertEqual(self.home.run("undo").status, 0)
        self.assertEqual([path.name for path in runtime.iterdir()], ["kitte-notes"])


class OddNames(Case):
    """A home whose name is no text is a home all the same."""

    keyring = False

    def test_a_name_that_is_no_utf8(self):
        odd = os.fsencode(self.home.path) + b"/\xff\xfehome"
        os.mkdir(odd)
        self.home.environment["HOME"] = os.fsdecode(odd)
        for name in ("CONFIG", "STATE", "DATA"):
            self.home.environment[f"XDG_{name}_HOME"] = os.fsdecode(odd + b"/" + name.encode())
        result = self.set_up()
        self.assertEqual(result.status, 0, result.output + result.errors)
        self.assertEqual({change["client"] for change in result.object["changes"]}, ALL)
        self.assertTrue(os.path.exists(odd + b"/.msmtprc"))
        self.assertEqual(self.home.run("undo").status, 0)
        self.assertFalse(os.path.exists(odd + b"/.msmtprc"))


if __name__ == "__main__":
    unittest.main()
