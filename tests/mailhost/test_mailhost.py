#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests the honest servers with Python's own mail clients."""

import base64
import email
import email.message
import email.policy
import imaplib
import json
import os
import pathlib
import poplib
import select
import signal
import smtplib
import ssl
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from mailhost import sample  # noqa: E402
from mailhost.client import PATIENCE, Demo, MailHost  # noqa: E402

HANAKO = "hanako@demo.kitte.test"
TARO = "taro@demo.kitte.test"
PACKAGE = pathlib.Path(__file__).resolve().parent


class HonestCase(unittest.TestCase):
    """One host for all tests of a class."""

    services = ()

    @classmethod
    def setUpClass(cls):
        cls.host = cls.enterClassContext(MailHost(*cls.services))
        cls.context = ssl.create_default_context(cafile=cls.host.ca_file)

    def tearDown(self):
        self.assertEqual(self.host.events("fault"), [])
        log = pathlib.Path(self.host.ready["log"]).read_text(encoding="utf-8")
        self.assertNotIn(sample.PASSWORD, log)


class ImapTest(HonestCase):
    """IMAP as mail programs use it."""

    services = ("imap", "imaps", "imap-plain")

    def connect(self):
        client = imaplib.IMAP4_SSL("localhost", self.host.ports["imaps"],
                                   ssl_context=self.context, timeout=PATIENCE)
        self.addCleanup(_shut, client)
        return client

    def signed_in(self, address=HANAKO):
        client = self.connect()
        client.login(address, sample.PASSWORD)
        return client

    def test_fetches_the_welcome_message(self):
        client = self.signed_in()
        self.assertEqual(client.select("INBOX", readonly=True)[0], "OK")
        _, data = client.uid("FETCH", "1", "(UID FLAGS BODY.PEEK[])")
        message = email.message_from_bytes(data[0][1], policy=email.policy.default)
        self.assertIn("ようこそ", message["Subject"])
        self.assertIn("Hello Hanako", message.get_content())
        self.host.wait_for("fetched", user=HANAKO)

    def test_lists_the_special_mailboxes(self):
        _, lines = self.signed_in().list()
        self.assertIn(b'(\\HasNoChildren \\Sent) "/" "Sent"', lines)
        self.assertEqual(len(lines), 5)

    def test_extended_list_with_status(self):
        client = self.signed_in()
        client._simple_command("LIST", '(SUBSCRIBED) "" "*" RETURN (SPECIAL-USE STATUS (UIDNEXT))')
        _, statuses = client._untagged_response("OK", [None], "STATUS")
        self.assertIn(b'"Sent" (UIDNEXT 1)', statuses)

    def test_wrong_password_is_one_failed_sign_in(self):
        before = len(self.host.sign_ins("failed"))
        with self.assertRaisesRegex(imaplib.IMAP4.error, "AUTHENTICATIONFAILED"):
            self.connect().login(HANAKO, "mistaken-word")
        self.assertEqual(len(self.host.sign_ins("failed")), before + 1)
        log = pathlib.Path(self.host.ready["log"]).read_text(encoding="utf-8")
        self.assertNotIn("mistaken-word", log)

    def test_plain_with_and_without_initial_response(self):
        for method in ("PLAIN", "plain"):
            client = self.connect()
            client.authenticate(method, lambda _: f"\0{HANAKO}\0{sample.PASSWORD}".encode())
            self.assertEqual(client.state, "AUTH")

    def test_cram_md5(self):
        client = self.connect()
        client.login_cram_md5(HANAKO, sample.PASSWORD)
        self.host.wait_for("sign-in", state="accepted", method="CRAM-MD5", user=HANAKO)

    def test_starttls_guards_the_password(self):
        client = imaplib.IMAP4("localhost", self.host.ports["imap"], timeout=PATIENCE)
        self.addCleanup(_shut, client)
        self.assertIn("LOGINDISABLED", client.capabilities)
        self.assertNotIn("AUTH=PLAIN", client.capabilities)
        client.starttls(self.context)
        self.assertIn("AUTH=PLAIN", client.capabilities)
        client.login(HANAKO, sample.PASSWORD)
        self.assertEqual(self.host.events("early-credential", service="imap"), [])

    def test_credentials_without_tls_are_flagged(self):
        client = imaplib.IMAP4("localhost", self.host.ports["imap-plain"], timeout=PATIENCE)
        client.login(HANAKO, sample.PASSWORD)
        client.logout()
        self.host.wait_for("close", service="imap-plain", credential_before_tls=True)

    def test_append_store_copy_expunge(self):
        client = self.signed_in()
        client.append("Drafts", "(\\SEEN)", None, b"Subject: one\r\n\r\nOne.\r\n")
        client.select("Drafts")
        self.assertEqual(client.uid("SEARCH", "SUBJECT", "one")[1], [b"1"])
        self.assertIn(b"(\\Seen)", client.uid("FETCH", "1", "(FLAGS)")[1][0])
        client.uid("COPY", "1", "Trash")
        client.uid("STORE", "1", "+FLAGS", "(\\Deleted)")
        self.assertEqual(client.expunge()[1], [b"1"])
        self.assertEqual(client.select("Trash")[1], [b"1"])
        self.assertEqual(client.fetch("1", "(BODY[TEXT])")[1][0][1], b"One.\r\n")

    def test_envelope_and_structure(self):
        client = self.signed_in()
        client.select("INBOX")
        _, data = client.fetch("1", "(ENVELOPE BODYSTRUCTURE BODY.PEEK[HEADER.FIELDS (TO)])")
        self.assertIn(b'"hanako" "demo.kitte.test"', data[0][0])
        self.assertIn(b'("text" "plain" ("charset" "utf-8")', data[0][0])
        self.assertEqual(data[0][1], b"To: Hanako <hanako@demo.kitte.test>\r\n\r\n")

    def test_parts_of_a_multipart_message(self):
        message = email.message.EmailMessage(policy=email.policy.SMTP)
        message.set_content("words\n")
        message.add_attachment(b"bytes", maintype="application", subtype="octet-stream")
        client = self.signed_in(TARO)
        client.append("Drafts", None, None, message.as_bytes())
        client.select("Drafts")
        _, data = client.fetch("1", "(BODY.PEEK[1] BODY.PEEK[2] BODYSTRUCTURE)")
        self.assertEqual(data[0][1], b"words\r\n")
        self.assertEqual(data[1][1].strip(), b"Ynl0ZXM=")
        self.assertIn(b'"mixed"', data[2])

    def test_idle_tells_of_new_mail(self):
        client, other = self.signed_in(TARO), self.signed_in(TARO)
        client.select("Junk")
        client.send(b"x IDLE\r\n")
        self.assertTrue(client.readline().startswith(b"+"))
        other.append("Junk", None, None, b"Subject: new\r\n\r\n")
        self.assertEqual(client.readline(), b"* 1 EXISTS\r\n")
        client.send(b"DONE\r\n")
        self.assertEqual(client.readline(), b"x OK done\r\n")

    def test_password_as_a_literal(self):
        client = self.connect()
        password = sample.PASSWORD.encode()
        client.send(b'y LOGIN "%s" {%d}\r\n' % (HANAKO.encode(), len(password)))
        self.assertTrue(client.readline().startswith(b"+"))
        client.send(password + b"\r\n")
        self.assertTrue(client.readline().startswith(b"y OK"))

    def test_nonsense_is_answered_with_bad(self):
        client = self.signed_in()
        client.select("INBOX")
        for words in (b"FETCH", b"FETCH 1", b"FETCH 1 ((X))", b"FETCH (1) FLAGS", b"FETCH x FLAGS",
                      b"SELECT (x)", b"STORE 1 (x) y", b"SEARCH HEADER", b"SEARCH (((", b"LIST",
                      b"SEARCH UID (1)", b'LOGIN "open', b"APPEND x", b"STATUS INBOX", b"\xff\xfe"):
            with self.subTest(words):
                client.send(b"q " + words + b"\r\n")
                self.assertRegex(client.readline(), b"^q (BAD|NO) ")

    def test_goodbye_is_recorded(self):
        client = self.signed_in()
        client.logout()
        self.host.wait_for("close", service="imaps", goodbye=True)


class Pop3Test(HonestCase):
    """POP3 as mail programs use it."""

    services = ("pop3", "pop3s", "pop3-plain")

    def connect(self):
        client = poplib.POP3_SSL("localhost", self.host.ports["pop3s"], context=self.context,
                                 timeout=PATIENCE)
        self.addCleanup(client.close)
        return client

    def signed_in(self, address=TARO):
        client = self.connect()
        client.user(address)
        client.pass_(sample.PASSWORD)
        return client

    def test_retrieves_the_welcome_message(self):
        client = self.signed_in()
        self.assertEqual(client.stat()[0], 1)
        _, lines, size = client.retr(1)
        self.assertIn(b"To: Taro <taro@demo.kitte.test>", lines)
        self.assertEqual(client.list(1).split()[2], str(size).encode())
        self.assertEqual(len(client.uidl()[1]), 1)
        self.assertEqual(client.top(1, 0)[1][0], lines[0])
        client.quit()

    def test_apop(self):
        client = self.connect()
        client.apop(TARO, sample.PASSWORD)
        client.quit()
        self.host.wait_for("sign-in", state="accepted", method="APOP", user=TARO)

    def test_wrong_password(self):
        client = self.connect()
        client.user(TARO)
        with self.assertRaisesRegex(poplib.error_proto, r"\[AUTH\]"):
            client.pass_("mistaken-word")
        self.host.wait_for("sign-in", state="failed", method="PASS", user=TARO)

    def test_auth_plain_and_login(self):
        client = self.connect()
        client._shortcmd("AUTH PLAIN " + _base64(f"\0{HANAKO}\0{sample.PASSWORD}"))
        client.quit()
        client = self.connect()
        for line in ("AUTH LOGIN", _base64(HANAKO), _base64(sample.PASSWORD)):
            answer = client._shortcmd(line)
        self.assertTrue(answer.startswith(b"+OK"))
        client.quit()

    def test_stls(self):
        client = poplib.POP3("localhost", self.host.ports["pop3"], timeout=PATIENCE)
        self.addCleanup(client.close)
        self.assertNotIn("USER", client.capa())
        client.stls(self.context)
        self.assertIn("USER", client.capa())
        client.user(HANAKO)
        client.pass_(sample.PASSWORD)
        self.assertEqual(self.host.events("early-credential", service="pop3"), [])

    def test_nonsense_is_refused(self):
        client = self.signed_in(HANAKO)
        for words in ("RETR", "RETR 9", "RETR x", "TOP 1", "TOP 1 x", "DELE 0", "AUTH", "STLS", "é"):
            with self.subTest(words), self.assertRaises(poplib.error_proto):
                client._shortcmd(words)
        client.quit()

    def test_a_second_session_finds_the_mailbox_in_use(self):
        self.signed_in(HANAKO)
        with self.assertRaisesRegex(poplib.error_proto, "IN-USE"):
            self.signed_in(HANAKO)

    def test_deletes_at_quit_only(self):
        with MailHost("pop3-plain") as host:
            for wanted, reset in ((1, True), (1, False), (0, False)):
                client = poplib.POP3("localhost", host.ports["pop3-plain"], timeout=PATIENCE)
                client.user(TARO)
                client.pass_(sample.PASSWORD)
                self.assertEqual(client.stat()[0], wanted)
                if wanted:
                    client.dele(1)
                if reset:
                    client.rset()
                client.quit()


class SubmissionTest(HonestCase):
    """Submission as mail programs use it."""

    services = ("submission", "submissions", "imaps")
    letter = f"From: <{HANAKO}>\r\nTo: <{TARO}>\r\nSubject: to taro\r\n\r\n.dots\r\n..\r\n"

    def connect(self):
        client = smtplib.SMTP_SSL("localhost", self.host.ports["submissions"],
                                  context=self.context, timeout=PATIENCE, local_hostname="[127.0.0.1]")
        self.addCleanup(client.close)
        return client

    def test_delivers_into_the_mailbox_and_the_outbox(self):
        client = self.connect()
        client.login(HANAKO, sample.PASSWORD)
        client.sendmail(HANAKO, [TARO, "somebody@example.test"], self.letter)
        client.quit()
        delivered = self.host.wait_for("delivered", user=HANAKO, tls=True)
        self.assertEqual(delivered["recipients"], [TARO, "somebody@example.test"])
        self.assertEqual(self.host.outbox, [self.letter.encode()])
        reader = imaplib.IMAP4_SSL("localhost", self.host.ports["imaps"],
                                   ssl_context=self.context, timeout=PATIENCE)
        reader.login(TARO, sample.PASSWORD)
        reader.select("INBOX")
        self.assertEqual(reader.search(None, "SUBJECT", '"to taro"')[1], [b"2"])
        reader.logout()

    def test_each_mechanism(self):
        for mechanism in ("PLAIN", "LOGIN", "CRAM-MD5"):
            client = self.connect()
            client.ehlo()
            client.user, client.password = HANAKO, sample.PASSWORD
            method = getattr(client, "auth_" + mechanism.lower().replace("-", "_"))
            self.assertEqual(client.auth(mechanism, method)[0], 235)
            client.quit()

    def test_wrong_password(self):
        with self.assertRaises(smtplib.SMTPAuthenticationError) as caught:
            client = self.connect()
            client.ehlo()
            client.user, client.password = HANAKO, "mistaken-word"
            client.auth("PLAIN", client.auth_plain)
        self.assertEqual(caught.exception.smtp_code, 535)

    def test_no_mail_without_sign_in(self):
        client = self.connect()
        with self.assertRaises(smtplib.SMTPSenderRefused) as caught:
            client.sendmail(HANAKO, TARO, self.letter)
        self.assertEqual(caught.exception.smtp_code, 530)

    def test_nonsense_is_refused(self):
        client = self.connect()
        client.login(HANAKO, sample.PASSWORD)
        for words in ("MAIL", "RCPT TO:<x>", "DATA", "AUTH", "AUTH PLAIN x", "STARTTLS", "é"):
            with self.subTest(words):
                client.command_encoding = "utf-8"
                self.assertEqual(client.docmd(words)[0] // 100, 5)

    def test_starttls(self):
        client = smtplib.SMTP("localhost", self.host.ports["submission"], timeout=PATIENCE)
        self.addCleanup(client.close)
        client.ehlo()
        self.assertNotIn("PLAIN", client.esmtp_features.get("auth", ""))
        client.starttls(context=self.context)
        client.login(HANAKO, sample.PASSWORD)
        client.quit()
        self.assertEqual(self.host.events("early-credential", service="submission"), [])


class ProcessTest(unittest.TestCase):
    """Starting and stopping."""

    def test_demo_writes_presets_for_its_ports(self):
        with Demo() as demo:
            preset = json.loads(demo.presets[0].read_text(encoding="utf-8"))
            self.assertEqual(preset["match"]["domains"], ["demo.kitte.test"])
            ports = [server["port"] for server in preset["servers"]]
            self.assertEqual(ports, [demo.ports[name] for name in
                                     ("imaps", "pop3s", "submissions", "submission")])

    def test_presets_have_the_keys_of_the_schema(self):
        path = PACKAGE.parent.parent / "data" / "schemas" / "preset.schema.json"
        schema = json.loads(path.read_text(encoding="utf-8"))
        with Demo() as demo:
            for preset in demo.presets:
                described = json.loads(preset.read_text(encoding="utf-8"))
                self.assert_keys(described, schema)
                for server in described["servers"]:
                    self.assert_keys(server, schema["$defs"]["server"])

    def assert_keys(self, described, schema):
        self.assertLessEqual(set(described), set(schema["properties"]))
        self.assertLessEqual(set(schema["required"]), set(described))

    def test_two_demos_side_by_side(self):
        with Demo() as first, Demo() as second:
            self.assertFalse(set(first.ports.values()) & set(second.ports.values()))

    def test_ends_with_sigterm_while_a_client_is_there(self):
        with MailHost("imap-plain") as host:
            client = imaplib.IMAP4("localhost", host.ports["imap-plain"], timeout=PATIENCE)
            host._process.send_signal(signal.SIGTERM)
            self.assertEqual(host._process.wait(PATIENCE), 0)
            self.assertTrue(host.events("stop"))
            _shut(client)

    def assert_ends(self, shell_words):
        """Runs a shell that starts a host in the background and, when that is ready and the shell is
        told, ends; the host must follow.

        The host holds the shell's output, so the output's end is the host's end."""
        command = ["sh", "-c", shell_words + " read end", "sh", sys.executable, str(PACKAGE), "host",
                   "--service=imap-plain"]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as shell:
            self.assertTrue(select.select([shell.stdout], [], [], PATIENCE)[0], "it never began")
            self.assertIn(b'"ready": true', os.read(shell.stdout.fileno(), 4096))
            shell.stdin.close()
            while True:
                self.assertTrue(select.select([shell.stdout], [], [], PATIENCE)[0], "it runs on")
                if not os.read(shell.stdout.fileno(), 4096):
                    break

    def test_ends_with_its_parent(self):
        self.assert_ends('"$@" --exit-with-parent &')

    def test_ends_with_another_process(self):
        self.assert_ends('"$@" --exit-with $$ &')

    def test_ends_with_standard_input(self):
        with subprocess.Popen(
                [sys.executable, str(PACKAGE), "host", "--service=imap-plain",
                 "--exit-with-stdin"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            self.assertIn(b'"ready": true', process.stdout.readline())
            process.stdin.close()
            self.assertEqual(process.wait(PATIENCE), 0)

    def test_unknown_names_are_said(self):
        for words in (["host", "--service=gopher"], ["script", "no-such-behaviour"]):
            done = subprocess.run([sys.executable, str(PACKAGE), *words], capture_output=True,
                                  text=True, timeout=PATIENCE, check=False)
            self.assertEqual(done.returncode, 1)
            self.assertTrue(done.stderr.startswith("mailhost: "), done.stderr)
            self.assertEqual(done.stdout, "")


def _shut(client):
    """Closes an IMAP client that may have been closed already."""
    try:
        client.shutdown()
    except OSError:
        pass  # it was


def _base64(text):
    return base64.b64encode(text.encode()).decode()


if __name__ == "__main__":
    unittest.main()
