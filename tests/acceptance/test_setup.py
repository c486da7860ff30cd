# SPDX-License-Identifier: GPL-3.0-or-later
"""kittectl setup and undo: afterwards the real mail programs receive and send and ask nothing."""

import os

import reference
import world
from evolution import Evolution
from exchange import INCOMING, NAME, OUTGOING, OWNERS, check_sent, exchange, no_failed_sign_in
from kittectl import Kittectl
from msmtp import Msmtp
from servers import HANAKO, JIRO, TARO
from thunderbird import Thunderbird

EVERY = "thunderbird,evolution,msmtp"

# Where Kitte keeps its own records, and what belongs to the desktop itself.
NOT_THE_PERSONS = (".local/state/kitte/", ".local/share/kitte/", ".cache/", ".config/dconf/",
                   ".local/share/keyrings/")


class SetupCase(world.Case):
    """What all the cases of this file do."""

    def setUp(self):
        super().setUp()
        self.kittectl = Kittectl(self.session)

    def setup(self, protocol, programs, kind="tls", password=None, options=()):
        owner = OWNERS[protocol][0]
        return self.kittectl.run(
            "setup", owner, "--name", NAME, "--for", programs, "--incoming",
            INCOMING[protocol, kind], "--outgoing", OUTGOING[kind], *options,
            password=password or self.servers.passwords[owner])

    def set_up(self, protocol, programs, kind="tls"):
        """Set the account up; the answer says what was done, for each of the programs."""
        answer = self.setup(protocol, programs, kind)
        self.assertEqual(answer.status, 0, answer)
        value = answer.object
        self.assertEqual((value["result"], value["left_out"]), ("ok", []), answer)
        wanted = set(programs.split(","))
        self.assertEqual({change["client"] for change in value["changes"]}, wanted, answer)
        self.assertEqual({secret["client"] for secret in value["secrets"]}, wanted, answer)
        self.assertTrue(value["undo"], answer)
        return answer

    def persons_files(self):
        return {path: state for path, state in self.session.snapshot().items()
                if not path.startswith(NOT_THE_PERSONS)}

    def persons_folders(self):
        """The folders of the home, without those that our own records need."""
        folders = (os.path.relpath(place, self.session.home) + "/"
                   for place, _, _ in os.walk(self.session.home))
        return {folder for folder in folders if not folder.startswith(NOT_THE_PERSONS)
                and not any(ours.startswith(folder) for ours in NOT_THE_PERSONS)}

    def keyring_items(self):
        """What the keyring holds for mail, by the attributes the programs look for: its lines."""
        found = ""
        for attribute in (("service", "smtp"), ("eds-origin", "evolution-data-server")):
            answer = self.session.run(["secret-tool", "search", "--all", *attribute])
            found += answer.stdout + answer.stderr
        # The daemon lists in any order, and names the general schema once it has saved an item.
        return sorted(line for line in found.splitlines() if not line.endswith(".Generic"))

    def send_by_msmtp(self, protocol):
        owner, other = OWNERS[protocol]
        for send in (Msmtp(self.session).send, Msmtp(self.session).send_by_default):
            token = self.token("going")
            send(owner, other, token)
            self.servers.wait_for(other, token)
            check_sent(self, owner, other, token, name=None)


class SetupTest(SetupCase):
    """A fresh home; one account."""

    def test_imap_in_all_programs(self):
        self.set_up("imap", EVERY)
        exchange(self, Thunderbird(self.session), "imap")
        exchange(self, Evolution(self.session), "imap")
        self.send_by_msmtp("imap")
        no_failed_sign_in(self)

    def test_pop3_in_thunderbird(self):
        self.set_up("pop3", "thunderbird")
        exchange(self, Thunderbird(self.session), "pop3")
        no_failed_sign_in(self)

    def test_pop3_in_evolution(self):
        self.set_up("pop3", "evolution")
        exchange(self, Evolution(self.session), "pop3")
        no_failed_sign_in(self)

    def test_pop3_with_msmtp(self):
        self.set_up("pop3", "msmtp")
        self.send_by_msmtp("pop3")

    @world.matrix
    def test_imap_starttls_in_all_programs(self):
        self.set_up("imap", EVERY, "starttls")
        exchange(self, Thunderbird(self.session), "imap")
        exchange(self, Evolution(self.session), "imap")
        self.send_by_msmtp("imap")
        no_failed_sign_in(self)

    @world.matrix
    def test_pop3_stls_in_all_programs(self):
        self.set_up("pop3", EVERY, "starttls")
        exchange(self, Thunderbird(self.session), "pop3")
        exchange(self, Evolution(self.session), "pop3")
        self.send_by_msmtp("pop3")
        no_failed_sign_in(self)

    @world.matrix
    def test_imap_cram_md5_in_all_programs(self):
        self.set_up("imap", EVERY, "cram")
        exchange(self, Thunderbird(self.session), "imap")
        exchange(self, Evolution(self.session), "imap")
        self.send_by_msmtp("imap")
        no_failed_sign_in(self)

    @world.matrix
    def test_japanese_password(self):
        self.servers.set_password(TARO, "切手のひみつ ä€")
        self.set_up("imap", EVERY)
        exchange(self, Thunderbird(self.session), "imap")
        exchange(self, Evolution(self.session), "imap")
        self.send_by_msmtp("imap")
        no_failed_sign_in(self)

    def test_dry_run_writes_nothing(self):
        before = self.persons_files()
        answer = self.setup("imap", EVERY, options=["--dry-run"])
        self.assertEqual(answer.status, 0, answer)
        self.assertEqual({change["client"] for change in answer.object["changes"]},
                         set(EVERY.split(",")), answer)
        self.assertEqual(self.persons_files(), before)
        self.assertEqual(self.keyring_items(), [])

    def test_wrong_password_writes_nothing(self):
        before = self.persons_files()
        answer = self.setup("imap", EVERY, password="not the password")
        self.assertEqual(answer.status, 1, answer)
        self.assertEqual(self.persons_files(), before)
        self.assertEqual(self.keyring_items(), [])


class StartedTest(SetupCase):
    """The programs have been started before Kitte comes."""

    @world.matrix
    def test_thunderbird_started_without_account(self):
        thunderbird = Thunderbird(self.session)
        thunderbird.start()
        thunderbird.quit()
        self.session.restart()
        self.set_up("imap", "thunderbird")
        exchange(self, Thunderbird(self.session), "imap")
        no_failed_sign_in(self)

    @world.matrix
    def test_evolution_started_without_account(self):
        evolution = Evolution(self.session)
        evolution.start_for_the_first_time()
        evolution.quit()
        self.session.restart()
        self.set_up("imap", "evolution")
        exchange(self, Evolution(self.session), "imap")
        no_failed_sign_in(self)

    def old_lines(self, profile):
        """What Thunderbird's file says of the accounts of others than Taro."""
        with open(os.path.join(profile, "prefs.js"), encoding="utf-8") as file:
            return {line for line in file if line.startswith('user_pref("mail.') and
                    any(f".{kind}{number}." in line for number in (1, 2)
                        for kind in ("account", "server", "smtp", "id"))}

    def test_thunderbird_beside_two_other_accounts(self):
        """They were used: Thunderbird has made its own key and settings."""
        reference.thunderbird(self.session, HANAKO, self.servers.passwords[HANAKO],
                              ("pop3", "pop.example.test", 995, 3), ("smtp.example.test", 465, 3))
        answer = self.kittectl.run(
            "setup", JIRO, "--name", NAME, "--for", "thunderbird", "--incoming",
            INCOMING["imap", "starttls"], "--outgoing", OUTGOING["starttls"],
            password=self.servers.passwords[JIRO])
        self.assertEqual(answer.status, 0, answer)
        thunderbird = Thunderbird(self.session)
        exchange(self, thunderbird, "pop3")
        before = self.old_lines(thunderbird.profile())
        self.session.restart()
        self.set_up("imap", "thunderbird")
        self.assertEqual(self.old_lines(thunderbird.profile()), before)
        exchange(self, thunderbird, "imap")
        for owner, other in ((HANAKO, JIRO), (JIRO, HANAKO)):
            waiting, going = self.token("waiting"), self.token("going")
            self.servers.put(owner, waiting)
            thunderbird.start()
            thunderbird.receive(waiting)
            thunderbird.send(owner, other, going, lambda: self.servers.find(other, going))
            check_sent(self, owner, other, going)
            thunderbird.quit()
        no_failed_sign_in(self)

    @world.matrix
    def test_evolution_beside_another_account(self):
        reference.evolution(self.session, HANAKO, self.servers.passwords[HANAKO],
                            ("pop3", "pop.example.test", 995, "ssl-on-alternate-port"),
                            ("smtp.example.test", 465, "ssl-on-alternate-port"))
        exchange(self, Evolution(self.session), "pop3")
        self.session.restart()
        self.set_up("imap", "evolution")
        exchange(self, Evolution(self.session), "imap")
        no_failed_sign_in(self)

    def test_running_thunderbird_is_not_written_under(self):
        reference.thunderbird(self.session, HANAKO, self.servers.passwords[HANAKO],
                              ("pop3", "pop.example.test", 995, 3), ("smtp.example.test", 465, 3))
        thunderbird = Thunderbird(self.session)
        thunderbird.start()
        answer = self.setup("imap", "thunderbird,msmtp")
        with open(os.path.join(thunderbird.profile(), "prefs.js"), encoding="utf-8") as file:
            self.assertNotIn(TARO, file.read())
        value = answer.object
        if answer.status == 0:
            self.assertIn("thunderbird", [left["client"] for left in value["left_out"]], answer)
        else:
            self.assertEqual(answer.status, 5, answer)
            self.assertFalse(os.path.exists(self.session.path(".msmtprc")))
        thunderbird.quit()


class UndoTest(SetupCase):
    """What was written is taken back; the person's files are as before, byte for byte."""

    def undone(self, protocol, kind="tls"):
        before, items, folders = self.persons_files(), self.keyring_items(), self.persons_folders()
        self.set_up(protocol, EVERY, kind)
        changed = self.persons_files()
        self.assertNotEqual(changed, before)
        self.assertNotEqual(self.keyring_items(), items)
        answer = self.kittectl.run("undo")
        self.assertEqual(answer.status, 0, answer)
        after = self.persons_files()
        self.assertEqual(sorted(after), sorted(before))
        self.assertEqual(self.persons_folders() - folders, set())
        for path, state in before.items():
            self.assertEqual(after[path], state, path)
        self.assertEqual(self.keyring_items(), items)

    def test_fresh_home(self):
        self.undone("imap")

    def test_fresh_home_again_after_undo(self):
        self.undone("imap")
        self.set_up("imap", EVERY)
        exchange(self, Thunderbird(self.session), "imap")
        no_failed_sign_in(self)

    def test_beside_other_accounts(self):
        """Files as people leave them: comments, odd line ends, no last newline."""
        secret = self.servers.passwords[HANAKO]
        reference.thunderbird(self.session, HANAKO, secret, ("pop3", "pop.example.test", 995, 3),
                              ("smtp.example.test", 465, 3))
        reference.evolution(self.session, HANAKO, secret,
                            ("pop3", "pop.example.test", 995, "ssl-on-alternate-port"),
                            ("smtp.example.test", 465, "ssl-on-alternate-port"))
        reference.msmtp(self.session, HANAKO, secret, "smtp.example.test", 465, starttls=False)
        path = self.session.path(".msmtprc")
        with open(path, "ab") as file:
            file.write("# 手で書いた行\r\n\n  # no newline at the end".encode())
        os.chmod(path, 0o640)
        self.undone("imap")

    def test_list_names_the_change(self):
        self.set_up("imap", "msmtp")
        answer = self.kittectl.run("undo", "--list")
        self.assertEqual(answer.status, 0, answer)
        self.assertIn(TARO, answer.output)
