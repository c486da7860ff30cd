# SPDX-License-Identifier: GPL-3.0-or-later
"""A full disk, a read-only home, files nobody can read: a clear answer, and nothing is changed."""

import os
import subprocess

import reference
from servers import HANAKO
from service import PATIENCE, wait_until
from test_setup import EVERY, SetupCase

OLD_CONFIGURATION = "account old\nhost smtp.old.test\nfrom old@example.test\n"


class TroubleTest(SetupCase):
    """Every existing file stays as it was, byte for byte, and the exit status says why."""

    def mount_home(self, options):
        """Put the home on a small file system of its own, with what is in it already."""
        kept = self.session.snapshot()
        user = self.session.user
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"mode=700,uid={user.pw_uid},"
                        f"gid={user.pw_gid},{options}", "tmpfs", self.session.home], check=True)
        self.addCleanup(subprocess.run, ["umount", "-l", self.session.home], check=True)
        for path, state in kept.items():
            self.session.write(path, state[1], state[0])

    def refused(self, programs=EVERY, status=5):
        before = self.persons_files()
        answer = self.setup("imap", programs)
        self.assertEqual(answer.status, status, answer)
        self.assertTrue(answer.object["error"]["code"], answer)
        self.assertTrue(answer.object["error"]["message"], answer)
        after = self.persons_files()
        self.assertEqual(sorted(after), sorted(before))
        self.assertEqual(after, before)
        return answer

    def test_full_disk(self):
        self.session.write(".msmtprc", OLD_CONFIGURATION)
        self.mount_home("size=64k")
        self.fill(leave=0)
        self.refused()

    def test_almost_full_disk(self):
        """The small files would find room, the password store would not: all or nothing."""
        self.session.write(".msmtprc", OLD_CONFIGURATION)
        self.mount_home("size=256k")
        self.fill(leave=48 * 1024)
        self.refused()

    def fill(self, leave):
        state = os.statvfs(self.session.home)
        size = state.f_bavail * state.f_frsize - leave
        self.session.write("ballast", b"x" * size)

    def test_read_only_home(self):
        self.session.write(".msmtprc", OLD_CONFIGURATION)
        subprocess.run(["mount", "--bind", self.session.home, self.session.home], check=True)
        self.addCleanup(subprocess.run, ["umount", "-l", self.session.home], check=True)
        # Refused while a program of the session is just writing there.
        wait_until(lambda: subprocess.run(["mount", "-o", "remount,bind,ro", self.session.home],
                                          check=False).returncode == 0, PATIENCE, "a read-only home")
        self.refused()

    def test_folder_that_may_not_be_written(self):
        self.session.write(".config/evolution/sources/old.source", "[Data Source]\n")
        folder = self.session.path(".config/evolution/sources")
        os.chmod(folder, 0o500)
        self.addCleanup(os.chmod, folder, 0o700)
        self.left_alone("evolution", {"thunderbird", "msmtp"})

    def left_alone(self, program, others):
        """The program with the strange file is left out; the others are set up."""
        before = self.persons_files()
        answer = self.setup("imap", EVERY)
        after = self.persons_files()
        for path, state in before.items():
            self.assertEqual(after[path], state, path)
        self.assertEqual(answer.status, 0, answer)
        left = {entry["client"]: entry["why"] for entry in answer.object["left_out"]}
        self.assertTrue(left.get(program), answer)
        self.assertEqual({change["client"] for change in answer.object["changes"]}, others, answer)

    def test_unreadable_msmtprc(self):
        self.session.write(".msmtprc", OLD_CONFIGURATION + "host=\x00\xff not for msmtp\n")
        self.left_alone("msmtp", {"thunderbird", "evolution"})

    def test_unreadable_prefs(self):
        reference.thunderbird(self.session, HANAKO, "secret", ("imap", "imap.example.test", 993, 3),
                              ("smtp.example.test", 465, 3))
        path = f".thunderbird/{reference.PROFILE}/prefs.js"
        self.session.write(path, b"\x7fELF\x00\x00 this is not a settings file\n\xff\xfe")
        self.left_alone("thunderbird", {"evolution", "msmtp"})

    def test_unreadable_password_store(self):
        reference.thunderbird(self.session, HANAKO, "secret", ("imap", "imap.example.test", 993, 3),
                              ("smtp.example.test", 465, 3))
        self.session.write(f".thunderbird/{reference.PROFILE}/logins.json", '{"nextId":3, "logi')
        self.left_alone("thunderbird", {"evolution", "msmtp"})
