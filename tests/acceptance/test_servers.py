# SPDX-License-Identifier: GPL-3.0-or-later
"""The harness's own servers: they sign in, refuse, deliver, and their logs are counted right."""

import imaplib
import poplib
import smtplib
import ssl

import servers
import world
from servers import HANAKO, TARO
from service import PATIENCE


class ServersTest(world.Case):
    """Python's own clients stand in for a mail program."""

    graphical = False

    def setUp(self):
        super().setUp()
        self.context = ssl.create_default_context(cafile=self.servers.authority.certificate)

    def _imap(self, user, secret, host="imap.example.test"):
        with imaplib.IMAP4_SSL(host, ssl_context=self.context, timeout=PATIENCE) as imap:
            imap.login(user, secret)
            imap.select()
            return imap.search(None, "ALL")[1][0].split()

    def test_imap_receives(self):
        self.servers.put(TARO, "waiting")
        self.assertEqual(len(self._imap(TARO, self.servers.passwords[TARO])), 1)
        counts = self.servers.sign_ins(self.start)
        self.assertEqual((counts.accepted, counts.total()), ({"imap": 1, "pop3": 0, "smtp": 0}, 1))

    def test_imap_starttls_required(self):
        with imaplib.IMAP4("imap.example.test", timeout=PATIENCE) as imap:
            self.assertIn("LOGINDISABLED", imap.capabilities)
            imap.starttls(self.context)
            self.assertNotIn("LOGINDISABLED", imap.capability()[1][0].decode())

    def test_pop3_receives(self):
        self.servers.put(HANAKO, "waiting")
        for tls in (True, False):
            pop = poplib.POP3_SSL("pop.example.test", context=self.context, timeout=PATIENCE) if tls \
                else poplib.POP3("pop.example.test", timeout=PATIENCE)
            if not tls:
                pop.stls(self.context)
            pop.user(HANAKO)
            pop.pass_(self.servers.passwords[HANAKO])
            self.assertEqual(pop.stat()[0], 1)
            pop.quit()
        self.assertEqual(self.servers.sign_ins(self.start).accepted["pop3"], 2)

    def test_smtp_delivers(self):
        for port in (465, 587):
            token = self.token("out")
            smtp = smtplib.SMTP_SSL("smtp.example.test", port, context=self.context, timeout=PATIENCE) \
                if port == 465 else smtplib.SMTP("smtp.example.test", port, timeout=PATIENCE)
            if port == 587:
                smtp.starttls(context=self.context)
            smtp.login(TARO, self.servers.passwords[TARO])
            smtp.sendmail(TARO, [HANAKO], f"From: {TARO}\r\nSubject: {token}\r\n\r\nHello\r\n")
            smtp.quit()
            self.servers.wait_for(HANAKO, token)
            self.assertEqual(self.servers.sent_as(token), TARO)
        self.assertEqual(self.servers.sign_ins(self.start).accepted["smtp"], 2)

    def test_rejections_are_counted(self):
        with self.assertRaises(imaplib.IMAP4.error):
            self._imap(TARO, "wrong")
        pop = poplib.POP3_SSL("pop.example.test", context=self.context, timeout=PATIENCE)
        pop.user(HANAKO)
        with self.assertRaises(poplib.error_proto):
            pop.pass_("wrong")
        pop.close()
        with smtplib.SMTP_SSL("smtp.example.test", context=self.context, timeout=PATIENCE) as smtp:
            with self.assertRaises(smtplib.SMTPAuthenticationError):
                smtp.auth("PLAIN", lambda challenge=None: f"\0{TARO}\0wrong")
        counts = self.servers.sign_ins(self.start)
        self.assertEqual((counts.failed, counts.total()), ({"imap": 1, "pop3": 1, "smtp": 1}, 3))
        self.assertEqual(self.servers.failed_by_auth(self.start), 3)

    def test_sending_needs_sign_in(self):
        with smtplib.SMTP_SSL("smtp.example.test", context=self.context, timeout=PATIENCE) as smtp:
            smtp.ehlo()
            self.assertIn(smtp.mail(TARO)[0] // 100, (2, 5))
            self.assertEqual(smtp.rcpt(HANAKO)[0], 554)

    def test_bad_certificates_are_bad(self):
        for host, reason in (("wrong-name.example.test", "Hostname mismatch"),
                             ("expired.example.test", "certificate has expired"),
                             ("unknown-ca.example.test", "unable to get local issuer")):
            with self.assertRaisesRegex(ssl.SSLCertVerificationError, reason):
                imaplib.IMAP4_SSL(host, ssl_context=self.context, timeout=PATIENCE)
            with self.assertRaisesRegex(ssl.SSLCertVerificationError, reason):
                smtplib.SMTP_SSL(host, context=self.context, timeout=PATIENCE)

    def test_cram_only(self):
        with imaplib.IMAP4_SSL("cram.example.test", ssl_context=self.context, timeout=PATIENCE) as imap:
            self.assertIn("AUTH=CRAM-MD5", imap.capabilities)
            self.assertNotIn("AUTH=PLAIN", imap.capabilities)
            imap.login_cram_md5(TARO, self.servers.passwords[TARO])
        with smtplib.SMTP_SSL("cram.example.test", context=self.context, timeout=PATIENCE) as smtp:
            smtp.login(TARO, self.servers.passwords[TARO])
            self.assertEqual(smtp.esmtp_features["auth"].split(), ["CRAM-MD5"])

    def test_new_password(self):
        self.servers.set_password(TARO, "another one")
        self.assertEqual(self._imap(TARO, "another one"), [])
        self.assertEqual(servers.HOSTS["imap.example.test"], servers.GOOD)
