# SPDX-License-Identifier: GPL-3.0-or-later
"""kittectl verify against a real Exim for sending: in time, once, and never before its turn."""

import smtplib
import socket
import ssl
import unittest

import world
from exchange import INCOMING
from exim import Exim
from kittectl import Kittectl
from servers import TARO
from service import PATIENCE

# Each way to the usual Exim.
WAYS = {
    "tls": "smtps://exim.example.test",
    "starttls": "smtp://exim.example.test:587?starttls=required",
}


@unittest.skipUnless(Exim.available(), "Exim is not unpacked: scripts/install-packages test")
class EximTest(world.Case):
    """Receiving is the usual Dovecot; what Exim saw is read in its log."""

    graphical = False

    def setUp(self):
        super().setUp()
        self.kittectl = Kittectl(self.session)
        self.mark = self.servers.exim.log.size()

    def verify(self, outgoing, password=None):
        passwords = [self.servers.passwords[TARO], password] if password else \
            self.servers.passwords[TARO]
        return self.kittectl.run("verify", TARO, "--incoming", INCOMING["imap", "tls"],
                                 "--outgoing", outgoing, password=passwords)

    def check(self, answer, finding, accepted, failed):
        """What was found, the sign-ins that Exim counted, and that Kitte kept to its turn."""
        self.assertEqual(answer.outgoing["finding"], finding, answer)
        counts = self.servers.sign_ins(self.start)
        self.assertEqual((counts.accepted["smtp"], counts.failed["smtp"]), (accepted, failed))
        log = self.servers.exim.log.text(self.mark)
        for word in ("synchronization error", "syntax error", "protocol error", "unrecognized"):
            self.assertNotIn(word, log)
        self.assertIn("QUIT", log)

    def test_accepted(self):
        for way, url in WAYS.items():
            with self.subTest(way):
                self.start = self.servers.mark()
                answer = self.verify(url)
                self.assertEqual(answer.status, 0, answer)
                self.assertEqual(answer.outgoing["server"]["auth"], ["plain"], answer)
                self.check(answer, "ok", 1, 0)

    def test_wrong_password(self):
        answer = self.verify(WAYS["tls"], "not the password")
        self.assertEqual(answer.status, 1, answer)
        self.assertIn("535 Incorrect authentication data", answer.outgoing["evidence"][0])
        self.check(answer, "auth-rejected", 0, 1)

    def test_no_sign_in_offered(self):
        answer = self.verify("smtp://exim-no-auth.example.test:587?starttls=required")
        self.check(answer, "pop-before-smtp-needed", 0, 0)

    def test_sign_in_only_behind_encryption(self):
        """Without encryption nothing is offered; “none” is a floor, and STARTTLS is used."""
        with smtplib.SMTP("exim.example.test", 587, timeout=PATIENCE) as smtp:
            smtp.ehlo()
            self.assertFalse(smtp.has_extn("auth"))
            smtp.starttls(context=ssl.create_default_context(
                cafile=self.servers.authority.certificate))
            smtp.ehlo()
            self.assertTrue(smtp.has_extn("auth"))
        answer = self.verify("smtp://exim.example.test:587?starttls=no")
        self.assertEqual(answer.outgoing["server"]["security"], "starttls", answer)
        self.check(answer, "ok", 1, 0)

    def test_greeting_held_back(self):
        """Exim hangs up on whoever talks before the greeting that it holds back; Kitte waits."""
        with socket.create_connection(("exim-slow.example.test", 587), timeout=PATIENCE) as talker:
            talker.sendall(b"EHLO early.example.test\r\n")
            self.assertTrue(talker.recv(100).startswith(b"554 SMTP synchronization error"))
        self.servers.mark()
        self.mark = self.servers.exim.log.size()
        for url in ("smtps://exim-slow.example.test",
                    "smtp://exim-slow.example.test:587?starttls=required"):
            with self.subTest(url):
                self.start = self.servers.mark()
                self.check(self.verify(url), "ok", 1, 0)
