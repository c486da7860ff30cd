# SPDX-License-Identifier: GPL-3.0-or-later
"""kittectl setup and undo in throwaway homes: what is written, for whom, and that it goes again."""

import os
import subprocess
import unittest

import presets
from desktop import Desktop, can_keep_secrets
from kittectl import ADDRESS, PASSWORD, PROGRAM, MailHost, Script

ALL = {"thunderbird", "evolution", "msmtp"}
OTHER = "taro@demo.kitte.test"


def servers(host, incoming="imaps", outgoing="submissions"):
    kind = "imaps" if incoming == "imaps" else "pop3s"
    return ["--incoming", f"{kind}://localhost:{host.ports[incoming]}",
            "--outgoing", f"smtps://localhost:{host.ports[outgoing]}"]


def own_lines(result, client, part):
    """The lines of a client's own part, of the file whose path ends so."""
    return [line for change in result.object["changes"]
            if change["client"] == client and change["path"].endswith(part)
            for line in change["diff"].splitlines()]


class Case(unittest.TestCase):
    services = ("imaps", "pop3s", "submissions")
    keyring = True

    def setUp(self):
        if self.keyring and not can_keep_secrets():
            self.skipTest("needs dbus-daemon, gnome-keyring-daemon and secret-tool")
        self.host = self.enterContext(MailHost(*self.services))
        self.home = self.enterContext(Desktop(self.host.ca_file, keyring=self.keyring))

    def set_up(self, *options, address=ADDRESS, incoming="imaps", **environment):
        return self.home.run("setup", address, "--json", *servers(self.host, incoming), *options,
                             password=PASSWORD, **environment)

    def check_done(self, result, clients):
        self.assertEqual(result.status, 0, result.output + result.errors)
        self.assertEqual(result.object["result"], "ok")
        self.assertEqual({change["client"] for change in result.object["changes"]}, set(clients))
        self.assertTrue(result.object["undo"])
        self.assertNotIn(PASSWORD, result.output + result.errors)
        for path, data in self.home.files().items():
            self.assertNotIn(PASSWORD.encode(), data, path)


class AllThree(Case):
    def test_written_and_taken_back(self):
        result = self.set_up("--name", "花子")
        self.check_done(result, ALL)
        self.assertEqual(result.object["left_out"], [])
        self.assertEqual({(row["client"], row["store"]) for row in result.object["secrets"]},
                         {("thunderbird", "program"), ("evolution", "keyring"),
                          ("msmtp", "keyring")})
        for change in result.object["changes"]:
            self.assertEqual(set(change), {"client", "path", "action", "diff"})
            self.assertEqual(change["action"], "create")
            self.assertTrue(os.path.exists(change["path"]), change["path"])
        self.assertEqual(self.home.lookup_secret(host="localhost", service="smtp", user=ADDRESS),
                         PASSWORD)

        undone = self.home.run("undo", result.object["undo"], "--json")
        self.assertEqual((undone.status, undone.object["result"]), (0, "ok"), undone.output)
        self.assertEqual(self.home.persons_files(), {})
        self.assertIsNone(self.home.lookup_secret(host="localhost", service="smtp",
                                                  user=ADDRESS))

    def test_a_second_time_nothing_is_doubled(self):
        self.check_done(self.set_up(), ALL)
        before = self.home.persons_files()
        for program in ("", "thunderbird", "evolution", "msmtp"):
            with self.subTest(program=program):
                again = self.set_up(*(["--for", program] if program else []))
                self.assertEqual(again.status, 0, again.output)
                self.assertEqual((again.object["changes"], again.object["secrets"]), ([], []))
                self.assertEqual({row["client"] for row in again.object["left_out"]},
                                 {program} if program else ALL)
                self.assertIsNone(again.object["undo"])
                self.assertEqual(self.home.persons_files(), before)

    def test_dry_run_writes_nothing(self):
        result = self.set_up("--dry-run")
        self.assertEqual(result.status, 0, result.output)
        self.assertEqual({change["client"] for change in result.object["changes"]}, ALL)
        self.assertIsNone(result.object["undo"])
        self.assertNotIn(PASSWORD, result.output)
        self.assertEqual(self.home.persons_files(), {})
        self.assertEqual(self.home.run("undo", "--list", "--json").object, {"undo": []})

    def test_list_of_changes(self):
        first = self.set_up("--for", "msmtp").object["undo"]
        second = self.set_up("--for", "evolution", address=OTHER).object["undo"]
        listed = self.home.run("undo", "--list", "--json").object["undo"]
        self.assertEqual([entry["id"] for entry in listed], [second, first])
        self.assertEqual([entry["title"] for entry in listed], [OTHER, ADDRESS])
        self.assertEqual([entry["clients"] for entry in listed], [["evolution"], ["msmtp"]])
        text = self.home.run("undo", "--list").output
        self.assertEqual(len(text.splitlines()), 2)
        self.assertIn(first, text)
        # The earlier one goes first; the later one stays as it is.
        self.assertEqual(self.home.run("undo", first).status, 0)
        listed = self.home.run("undo", "--list", "--json").object["undo"]
        self.assertEqual([entry["id"] for entry in listed], [second])
        self.assertEqual(self.home.run("undo", first).status, 5)
        self.assertEqual(self.home.run("undo").status, 0)
        self.assertEqual(self.home.persons_files(), {})

    def test_two_accounts(self):
        self.check_done(self.set_up(), ALL)
        second = self.set_up(address=OTHER)
        self.check_done(second, ALL)
        self.assertIn("account2", "".join(own_lines(second, "thunderbird", "prefs.js")))
        self.assertEqual(self.home.lookup_secret(host="localhost", service="smtp", user=OTHER),
                         PASSWORD)

    def test_names(self):
        names = {"O’Brien \"Bob\" \\ ;#": "O’Brien \"Bob\" \\ ;#",
                 "山田　花子 🐱": "山田　花子 🐱",
                 "Hanako\nBcc: all@example.test": "Hanako Bcc: all@example.test",
                 "  ": ""}
        for typed, name in names.items():
            with self.subTest(name=typed):
                result = self.set_up("--dry-run", "--name", typed)
                self.assertEqual(result.status, 0, result.output)
                quoted = name.replace("\\", "\\\\").replace('"', '\\"')
                thunderbird = own_lines(result, "thunderbird", "prefs.js")
                if name:
                    self.assertIn(f'+ user_pref("mail.identity.id1.fullName", "{quoted}");',
                                  thunderbird)
                evolution = own_lines(result, "evolution", ".source")
                self.assertIn("+Name=" + name.replace("\\", "\\\\"), evolution)


class Pop3(Case):
    def test_mail_stays_for_14_days(self):
        result = self.set_up("--dry-run", "--for", "thunderbird,evolution", incoming="pop3s")
        thunderbird = own_lines(result, "thunderbird", "prefs.js")
        for line in ('leave_on_server", true', 'delete_by_age_from_server", true',
                     'num_days_to_leave_on_server", 14'):
            self.assertTrue(any(line in one for one in thunderbird), (line, thunderbird))
        evolution = own_lines(result, "evolution", ".source")
        self.assertIn("+KeepOnServer=true", evolution)
        self.assertIn("+DeleteAfterDays=14", evolution)

    def test_the_preset_says_otherwise(self):
        for pop, line in (({"leave_on_server": True, "days": 30},
                           'num_days_to_leave_on_server", 30'),
                          ({"leave_on_server": False}, 'leave_on_server", false')):
            with self.subTest(pop=pop):
                environment = presets.write(self.home.path / "presets", presets.preset(
                    "demo.kitte.test",
                    [presets.server("pop3", self.host.ports["pop3s"], pop=pop),
                     presets.server("smtp", self.host.ports["submissions"])]))
                result = self.home.run("setup", ADDRESS, "--json", "--dry-run",
                                       password=PASSWORD, **environment)
                self.assertEqual(result.status, 0, result.output)
                lines = own_lines(result, "thunderbird", "prefs.js")
                self.assertTrue(any(line in one for one in lines), (line, lines))

    def test_one_program_fetches(self):
        result = self.set_up("--dry-run", incoming="pop3s")
        self.assertEqual({change["client"] for change in result.object["changes"]},
                         {"thunderbird", "msmtp"})
        self.assertEqual(result.object["notes"], [])

    def test_a_second_program_is_told_what_that_means(self):
        result = self.set_up("--dry-run", "--for", "evolution,thunderbird", incoming="pop3s")
        note, = result.object["notes"]
        self.assertEqual((note["client"], note["code"]), ("evolution", "pop3-twice"))
        self.assertIn("Thunderbird", note["text"])
        both = self.set_up("--dry-run", "--for", "evolution,thunderbird")
        self.assertEqual(both.object["notes"], [])

    def test_the_one_that_fetches_already_is_chosen(self):
        """Thunderbird stands before Evolution, and is not chosen beside it."""
        self.check_done(self.set_up("--for", "evolution", incoming="pop3s"), {"evolution"})
        result = self.set_up("--dry-run", incoming="pop3s")
        self.assertEqual({change["client"] for change in result.object["changes"]}, {"msmtp"})
        self.assertEqual([left["client"] for left in result.object["left_out"]], ["evolution"])
        self.assertEqual(result.object["notes"], [])
        result = self.set_up("--dry-run", "--for", "thunderbird", incoming="pop3s")
        note, = result.object["notes"]
        self.assertEqual((note["client"], note["code"]), ("thunderbird", "pop3-twice"))
        self.assertIn("Evolution", note["text"])

    def test_the_one_that_handles_mail_comes_first(self):
        self.home.handle_mail_by("org.gnome.Evolution", "evolution")
        result = self.set_up("--dry-run", incoming="pop3s")
        self.assertEqual({change["client"] for change in result.object["changes"]},
                         {"evolution", "msmtp"})


class Folders(Case):
    """Special folders are left to the programs, but where the preset names them."""

    def set_up_with(self, folders, *options, incoming="imap"):
        port = self.host.ports["imaps" if incoming == "imap" else "pop3s"]
        environment = presets.write(self.home.path / "presets", presets.preset(
            "demo.kitte.test", [presets.server(incoming, port),
                                presets.server("smtp", self.host.ports["submissions"])],
            **({"folders": folders} if folders else {})))
        result = self.home.run("setup", ADDRESS, "--json", "--dry-run", *options,
                               password=PASSWORD, **environment)
        self.assertEqual(result.status, 0, result.output)
        return result

    def test_are_left_to_the_programs(self):
        for change in self.set_up_with(None).object["changes"]:
            for word in ("INBOX", "folder", "Folder"):
                self.assertNotIn(word, change["diff"], change["path"])

    def test_are_as_the_preset_names_them(self):
        result = self.set_up_with({"sent": "INBOX.Sent", "drafts": "INBOX.Draft",
                                   "trash": "INBOX.Trash", "junk": "INBOX.spam"})
        root = "imap://hanako%40demo.kitte.test@localhost/INBOX"
        lines = own_lines(result, "thunderbird", "prefs.js")
        for line in (f'mail.identity.id1.fcc_folder", "{root}/Sent"',
                     f'mail.identity.id1.draft_folder", "{root}/Draft"',
                     'mail.server.server1.trash_folder_name", "INBOX/Trash"',
                     f'mail.server.server1.spamActionTargetFolder", "{root}/spam"'):
            self.assertTrue(any(line in one for one in lines), (line, lines))
        lines = own_lines(result, "evolution", ".source")
        account = next(line for line in lines if line.startswith("+SentFolder="))
        self.assertTrue(account.endswith("/INBOX/Sent"), account)
        for line in ("+RealTrashPath=INBOX/Trash", "+UseRealTrashPath=true",
                     "+RealJunkPath=INBOX/spam", "+UseRealJunkPath=true"):
            self.assertIn(line, lines)

    def test_pop3_has_none(self):
        result = self.set_up_with({"sent": "INBOX.Sent"}, incoming="pop3")
        for change in result.object["changes"]:
            self.assertNotIn("INBOX", change["diff"], change["path"])


class Unproven(Case):
    """`unverified=yes` writes what is down today, and never what was refused."""

    keyring = False

    def try_with(self, incoming, outgoing, password=PASSWORD, **environment):
        return self.home.run("setup", ADDRESS, "--json", "--dry-run", "--answer",
                             "unverified=yes", "--incoming", incoming, "--outgoing", outgoing,
                             password=password, **environment)

    def good(self):
        return [f"imaps://localhost:{self.host.ports['imaps']}",
                f"smtps://localhost:{self.host.ports['submissions']}"]

    def test_a_server_that_is_down(self):
        incoming, _ = self.good()
        without = self.home.run("setup", ADDRESS, "--json", "--incoming", incoming, "--outgoing",
                                "smtps://localhost:1", password=PASSWORD)
        self.assertEqual(without.status, 1, without.output)
        self.assertIsNone(without.object["undo"])
        result = self.try_with(incoming, "smtps://localhost:1")
        self.assertEqual((result.status, result.object["result"]), (0, "failed"), result.output)
        self.assertIn('+ user_pref("mail.smtpserver.smtp1.port", 1);',
                      own_lines(result, "thunderbird", "prefs.js"))
        self.assertIn("+auth plain", own_lines(result, "msmtp", "msmtprc"))

    def test_a_wrong_password(self):
        result = self.try_with(*self.good(), password="wrong")
        self.assertEqual(result.status, 1, result.output)
        self.assertFalse(result.object.get("changes"))

    def test_a_refused_certificate(self):
        for name in ("cert-wrong-host", "cert-expired", "cert-unknown-ca", "cert-self-signed"):
            with self.subTest(behaviour=name), Script(name, services=["submissions"]) as host:
                result = self.try_with(
                    host.url(name), f"smtps://localhost:{host.ports['submissions']}",
                    KITTE_CA_FILE=str(host.ca_file))
                self.assertEqual(result.status, 1, result.output)
                self.assertFalse(result.object.get("changes"))
                self.assertEqual(host.sign_ins(), [])

    def test_no_encryption(self):
        with MailHost("imap-plain", "submission-plain") as host:
            result = self.try_with(
                f"imap://localhost:{host.ports['imap-plain']}?starttls=no",
                f"smtp://localhost:{host.ports['submission-plain']}?starttls=no",
                KITTE_CA_FILE=str(host.ca_file))
            self.assertEqual(result.status, 6, result.output)
            self.assertFalse(result.object.get("changes"))
            self.assertEqual(host.sign_ins(), [])


class NoKeyring(Case):
    keyring = False

    def test_is_said_and_the_account_is_written(self):
        result = self.set_up()
        self.check_done(result, ALL)
        self.assertEqual([row["client"] for row in result.object["secrets"]], ["thunderbird"])
        self.assertEqual([(note["client"], note["code"]) for note in result.object["notes"]],
                         [("evolution", "no-keyring"), ("msmtp", "no-keyring")])
        self.assertIn("Evolution will ask for the password", result.object["notes"][0]["text"])
        self.assertEqual(self.home.run("undo").status, 0)
        self.assertEqual(self.home.persons_files(), {})

    def test_thunderbird_needs_none(self):
        result = self.set_up("--for", "thunderbird")
        self.check_done(result, {"thunderbird"})


class Programs(Case):
    keyring = False

    def test_one_that_is_not_there(self):
        with Desktop(self.host.ca_file, programs=["thunderbird"], keyring=False) as home:
            result = home.run("setup", ADDRESS, "--json", "--dry-run", "--for",
                              "thunderbird,msmtp", *servers(self.host), password=PASSWORD)
            self.assertEqual(result.status, 0, result.output)
            self.assertEqual([row["client"] for row in result.object["left_out"]], ["msmtp"])

    def test_none_at_all(self):
        with Desktop(self.host.ca_file, programs=[], keyring=False) as home:
            result = home.run("setup", ADDRESS, "--json", "--for", "evolution,msmtp",
                              *servers(self.host), password=PASSWORD)
            self.assertEqual(result.status, 5, result.output)
            self.assertEqual(result.object["error"]["code"], "no-mail-program")
            self.assertEqual(home.persons_files(), {})

    def test_a_reader_that_goes_away_does_no_harm(self):
        process = subprocess.Popen(
            [PROGRAM, "setup", ADDRESS, "--password-stdin", "--for", "thunderbird",
             *servers(self.host)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, env=self.home.environment)
        process.stdout.close()
        process.stdin.write(PASSWORD.encode() + b"\n")
        process.stdin.close()
        self.assertEqual(process.wait(60), 5)
        listed = self.home.run("undo", "--list", "--json").object["undo"]
        self.assertEqual(len(listed), 1)
        self.assertEqual(self.home.run("undo").status, 0)
        self.assertEqual(self.home.persons_files(), {})


class Japanese(Case):
    def test_text_reads_japanese(self):
        if "ja_JP.utf8" not in subprocess.run(["locale", "-a"], capture_output=True, text=True,
                                              check=True).stdout:
            self.skipTest("needs the locale ja_JP.UTF-8")
        result = self.home.run("setup", ADDRESS, *servers(self.host), password=PASSWORD,
                               LC_ALL="ja_JP.UTF-8")
        self.assertEqual(result.status, 0, result.errors)
        self.assertIn("設定が終わりました", result.output)
        undone = self.home.run("undo", LC_ALL="ja_JP.UTF-8")
        self.assertIn("受信したメールは消えていません", undone.output)


if __name__ == "__main__":
    unittest.main()
