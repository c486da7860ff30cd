# SPDX-License-Identifier: GPL-3.0-or-later
"""Homes that are lived in: what was there stays, and everything is taken back after use."""

import os

import namespace
import preset
import reference
import world
from evolution import Evolution
from exchange import INCOMING, NAME, OUTGOING, exchange, no_failed_sign_in
from msmtp import Msmtp
from servers import HANAKO, TARO
from service import PATIENCE
from test_setup import EVERY, SetupCase
from thunderbird import Thunderbird

# As Dovecot writes the name of the folder on its disk.
JAPANESE_SENT = "&kAFP4W4IMH8w4TD8MOs-"

BELOW_INBOX = {"sent": "INBOX.Sent", "drafts": "INBOX.Draft", "trash": "INBOX.Trash",
               "junk": "INBOX.spam"}


class FolderTest(SetupCase):
    """Special folders under names that nobody would guess."""

    def set_up_by_preset(self, program, host, **more):
        preset.write(self.session, host, **more)
        answer = self.kittectl.run("setup", TARO, "--name", NAME, "--for", program, "--answer",
                                   "trust=example.test", password=self.servers.passwords[TARO])
        self.assertEqual(answer.status, 0, answer)
        self.assertEqual(answer.object["left_out"], [], answer)

    def folders(self):
        """The folders that the account has on the server's disk."""
        home = os.path.join(self.servers.mail, TARO, "Maildir")
        return sorted(name for name in os.listdir(home) if name.startswith("."))

    def test_below_the_inbox_in_thunderbird(self):
        self.set_up_by_preset("thunderbird", "below-inbox.example.test", folders=BELOW_INBOX)
        exchange(self, Thunderbird(self.session), "imap")
        self.assertEqual(set(self.folders()) - {".Draft", ".Sent", ".Trash", ".spam"}, set())
        no_failed_sign_in(self)

    def test_below_the_inbox_in_evolution(self):
        self.set_up_by_preset("evolution", "below-inbox.example.test", folders=BELOW_INBOX)
        exchange(self, Evolution(self.session), "imap")
        self.assertEqual(set(self.folders()) - {".Draft", ".Sent", ".Trash", ".spam"}, set())
        no_failed_sign_in(self)

    @world.matrix
    def test_japanese_names_in_thunderbird(self):
        self.set_up_by_preset("thunderbird", "japanese.example.test")
        exchange(self, Thunderbird(self.session), "imap", sent=JAPANESE_SENT)
        no_failed_sign_in(self)

    @world.matrix
    def test_japanese_names_in_evolution(self):
        self.set_up_by_preset("evolution", "japanese.example.test")
        exchange(self, Evolution(self.session), "imap", sent=JAPANESE_SENT)
        no_failed_sign_in(self)


class ExistingTest(SetupCase):
    """The address is there already, at servers that are no more."""

    def repair(self, program):
        answer = self.setup("imap", program)
        self.assertEqual((answer.status, answer.object["changes"]), (0, []), answer)
        answer = self.setup("imap", program, options=["--answer", "existing=repair"])
        self.assertEqual((answer.status, answer.object["left_out"]), (0, []), answer)

    def sources(self):
        """What Evolution's data server knows; asking starts it."""
        return self.session.run(["gdbus", "call", "--session", "--dest",
                                 "org.gnome.evolution.dataserver.Sources5", "--object-path",
                                 "/org/gnome/evolution/dataserver/SourceManager", "--method",
                                 "org.freedesktop.DBus.ObjectManager.GetManagedObjects",
                                 "--timeout", str(PATIENCE)]).stdout

    def test_thunderbird_is_repaired(self):
        reference.thunderbird(self.session, TARO, "an old password",
                              ("imap", "gone.example.test", 143, 2), ("gone.example.test", 25, 0))
        self.repair("thunderbird")
        exchange(self, Thunderbird(self.session), "imap")
        no_failed_sign_in(self)

    def test_evolution_is_repaired(self):
        reference.evolution(self.session, TARO, "an old password",
                            ("imap", "gone.example.test", 143, "starttls-on-standard-port"),
                            ("gone.example.test", 25, "none"))
        self.repair("evolution")
        exchange(self, Evolution(self.session), "imap")
        no_failed_sign_in(self)

    @world.matrix
    def test_evolution_is_repaired_while_its_data_server_runs(self):
        reference.evolution(self.session, TARO, "an old password",
                            ("imap", "gone.example.test", 143, "starttls-on-standard-port"),
                            ("gone.example.test", 25, "none"))
        self.assertIn("gone.example.test", self.sources())
        self.repair("evolution")
        # It reads three seconds after the last change in the folder; that was waited for.
        self.assertNotIn("gone.example.test", self.sources())
        exchange(self, Evolution(self.session), "imap")
        no_failed_sign_in(self)

    def test_msmtp_is_repaired(self):
        reference.msmtp(self.session, TARO, "an old password", "gone.example.test", 25,
                        starttls=False)
        self.repair("msmtp")
        token = self.token("going")
        Msmtp(self.session).send(TARO, HANAKO, token)
        self.servers.wait_for(HANAKO, token)


class UndoAfterUseTest(SetupCase):
    """Set up, started, mail fetched and sent; then taken back beside an older account."""

    def test_thunderbird(self):
        secret = self.servers.passwords[HANAKO]
        reference.thunderbird(self.session, HANAKO, secret, ("pop3", "pop.example.test", 995, 3),
                              ("smtp.example.test", 465, 3))
        exchange(self, Thunderbird(self.session), "pop3")
        self.session.restart()
        self.set_up("imap", "thunderbird")
        thunderbird = Thunderbird(self.session)
        exchange(self, thunderbird, "imap")
        self.session.restart()
        mail = {path for path in self.session.snapshot() if "ImapMail/" in path}
        self.assertTrue(mail)
        answer = self.kittectl.run("undo")
        self.assertEqual(answer.status, 0, answer)
        self.assertEqual(mail - set(self.session.snapshot()), set())
        with open(os.path.join(thunderbird.profile(), "prefs.js"), encoding="utf-8") as file:
            self.assertNotIn(TARO, file.read())
        exchange(self, Thunderbird(self.session), "pop3")
        no_failed_sign_in(self)

    def test_evolution(self):
        secret = self.servers.passwords[HANAKO]
        reference.evolution(self.session, HANAKO, secret,
                            ("pop3", "pop.example.test", 995, "ssl-on-alternate-port"),
                            ("smtp.example.test", 465, "ssl-on-alternate-port"))
        self.set_up("imap", "evolution")
        exchange(self, Evolution(self.session), "imap")
        self.session.restart()
        mail = {path for path in self.session.snapshot() if ".cache/evolution/mail/" in path}
        answer = self.kittectl.run("undo")
        self.assertEqual(answer.status, 0, answer)
        self.assertEqual(mail - set(self.session.snapshot()), set())
        for path, state in self.session.snapshot().items():
            if path.endswith(".source"):
                self.assertNotIn(TARO, str(state), path)
        exchange(self, Evolution(self.session), "pop3")
        no_failed_sign_in(self)

    @world.matrix
    def test_fresh_home_in_all_programs(self):
        self.set_up("imap", EVERY)
        exchange(self, Thunderbird(self.session), "imap")
        self.session.restart()
        answer = self.kittectl.run("undo")
        self.assertEqual(answer.status, 0, answer)
        thunderbird = Thunderbird(self.session)
        with open(os.path.join(thunderbird.profile(), "prefs.js"), encoding="utf-8") as file:
            self.assertNotIn(TARO, file.read())
        self.assertFalse(os.path.exists(self.session.path(".msmtprc")))
        self.set_up("imap", EVERY)
        exchange(self, thunderbird, "imap")
        no_failed_sign_in(self)


class PackageTest(SetupCase):
    """The profile of another package, where it lies; the Thunderbird here is made to open it."""

    def use(self, folder, name, root):
        self.session.run(["mkdir", "-p", self.session.path(folder)])
        answer = self.setup("imap", name)
        self.assertEqual(answer.status, 0, answer)
        self.assertEqual(answer.object["left_out"], [], answer)
        paths = [change["path"] for change in answer.object["changes"]]
        self.assertTrue(paths)
        for path in paths:
            self.assertIn(f"{root}/", path, answer)
        self.assertFalse(os.path.exists(self.session.path(".thunderbird")))
        exchange(self, Thunderbird(self.session, root), "imap")
        no_failed_sign_in(self)

    def test_flatpak(self):
        self.use(".local/share/flatpak/app/org.mozilla.thunderbird", "Thunderbird (Flatpak)",
                 ".var/app/org.mozilla.thunderbird/.thunderbird")

    def test_snap(self):
        self.use("snap/thunderbird/common", "Thunderbird (Snap)",
                 "snap/thunderbird/common/.thunderbird")

    @world.matrix
    def test_betterbird_flatpak(self):
        self.use(".local/share/flatpak/app/eu.betterbird.Betterbird", "Betterbird (Flatpak)",
                 ".var/app/eu.betterbird.Betterbird/.thunderbird")


class CommentsTest(SetupCase):
    """An msmtprc that somebody wrote by hand."""

    def test_both_accounts_send(self):
        secret = self.servers.passwords[HANAKO]
        reference.msmtp(self.session, HANAKO, secret, "smtp.example.test", 465, starttls=False)
        path = self.session.path(".msmtprc")
        with open(path, "rb") as file:
            before = "# 手で書いた行\n".encode() + file.read() + b"# the end, without a line end"
        with open(path, "wb") as file:
            file.write(before)
        self.set_up("imap", "msmtp")
        with open(path, "rb") as file:
            self.assertTrue(file.read().startswith(before))
        for owner, other in ((TARO, HANAKO), (HANAKO, TARO)):
            token = self.token("going")
            Msmtp(self.session).send(owner, other, token)
            self.servers.wait_for(other, token)
        default = self.token("default")
        Msmtp(self.session).send_by_default(HANAKO, TARO, default)
        self.servers.wait_for(TARO, default)


class PrimaryPasswordTest(SetupCase):
    """Thunderbird's saved passwords are locked by one of their own."""

    PRIMARY = "prime-number-7"

    def setUp(self):
        super().setUp()
        reference.thunderbird(self.session, HANAKO, self.servers.passwords[HANAKO],
                              ("pop3", "pop.example.test", 995, 3),
                              ("smtp.example.test", 465, 3), primary=self.PRIMARY)
        self.trust()

    def trust(self):
        """Thunderbird cannot put the policy's authority into a store that is locked."""
        place = self.session.write("primary", self.PRIMARY + "\n")
        answer = self.session.run(
            ["certutil", "-A", "-d", "sql:" + self.session.path(".thunderbird", reference.PROFILE),
             "-n", "test", "-t", "C,,", "-i", self.servers.authority.certificate, "-f", place])
        self.assertEqual(answer.returncode, 0, answer)
        os.unlink(place)

    def set_up_with(self, primary):
        """kittectl reads it from a descriptor."""
        place = self.session.write("primary", primary + "\n")
        answer = self.session.run(
            ["sh", "-c", 'exec "$0" "$@" 3<primary', namespace.PROGRAM, "setup", TARO, "--name",
             NAME, "--for", "thunderbird", "--incoming", INCOMING["imap", "tls"], "--outgoing",
             OUTGOING["tls"], "--secret-fd", "primary-password=3", "--password-stdin", "--json"],
            input=self.servers.passwords[TARO] + "\n")
        os.unlink(place)
        return answer

    def test_is_asked_for_and_opens_the_store(self):
        before = self.persons_files()
        answer = self.setup("imap", "thunderbird")
        self.assertEqual(answer.status, 6, answer)
        self.assertEqual(answer.object["error"]["code"], "primary-password", answer)
        self.assertNotEqual(self.set_up_with("wrong").returncode, 0)
        self.assertEqual(self.persons_files(), before)
        answer = self.set_up_with(self.PRIMARY)
        self.assertEqual(answer.returncode, 0, answer)
        waiting, older, going = (self.token(word) for word in ("waiting", "older", "going"))
        self.servers.put(TARO, waiting)
        self.servers.put(HANAKO, older)
        thunderbird = Thunderbird(self.session)
        thunderbird.start_and_open(self.PRIMARY)
        thunderbird.receive(older)
        thunderbird.receive(waiting)
        thunderbird.send(TARO, HANAKO, going, lambda: self.servers.find(HANAKO, going))
        thunderbird.quit()
        no_failed_sign_in(self)
