#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests that every behaviour file can be read, and that servers do what some of them say."""

import base64
import json
import pathlib
import socket
import ssl
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from mailhost import behaviour, sample  # noqa: E402
from mailhost.client import PATIENCE, Script  # noqa: E402

HANAKO = "hanako@demo.kitte.test"
PLAIN = base64.b64encode(f"\0{HANAKO}\0{sample.PASSWORD}".encode()).decode()


class FilesTest(unittest.TestCase):
    """The files that are shipped, and files that are wrong."""

    def test_each_file_parses_and_says_what_it_proves(self):
        paths = sorted(behaviour.FOLDER.glob("*.json"))
        self.assertGreater(len(paths), 12)
        for path in paths:
            with self.subTest(path.name):
                loaded = behaviour.load(path)
                self.assertIn("finding", loaded.expect)
                self.assertIn("sign_ins", loaded.expect)

    def test_mistakes_are_named(self):
        good = {"about": "x", "protocol": "imap"}
        rule = {"on": "connect", "do": ["close"]}
        mistakes = [
            ({"protocol": "gopher"}, "protocol"),
            ({"colour": "red"}, "colour"),
            ({"certificate": "golden"}, "golden"),
            ({"options": {"speed": 9}}, "speed"),
            ({"rules": [{**rule, "match": "x"}]}, "match"),
            ({"rules": [{**rule, "do": ["explode"]}]}, "explode"),
            ({"rules": [rule], "script": ["close"]}, "exclude"),
            ({"script": [{"expect": "("}]}, "unterminated"),
            ({"expect": {"finding": "Wrong!"}}, "Wrong!"),
            ({"tls_versions": ["1.2"]}, "tls_versions"),
        ]
        for change, word in mistakes:
            with self.subTest(word), self.assertRaisesRegex(behaviour.BehaviourError, word):
                self.load({**good, **change})

    def load(self, described):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "tried.json"
            path.write_text(json.dumps(described), encoding="utf-8")
            return behaviour.load(path)


class Wire:
    """A client that says exactly what it is told to."""

    def __init__(self, script, name, tls=True):
        self.context = ssl.create_default_context(cafile=script.ca_file)
        self.socket = socket.create_connection(("127.0.0.1", script.ports[name]), timeout=PATIENCE)
        if tls:
            self.start_tls()
        self.file = self.socket.makefile("rb")

    def start_tls(self):
        self.socket = self.context.wrap_socket(self.socket, server_hostname="localhost")
        self.file = self.socket.makefile("rb")

    def ask(self, line):
        """Sends a line and returns the next line of the server."""
        self.socket.sendall(line.encode() + b"\r\n")
        return self.line()

    def line(self):
        return self.file.readline().decode("utf-8", "replace").rstrip("\r\n")

    def close(self):
        self.file.close()
        self.socket.close()


class ServersTest(unittest.TestCase):
    """Some behaviours, by hand, over the wire."""

    def serve(self, *behaviours):
        script = self.enterContext(Script(*behaviours))
        self.addCleanup(lambda: self.assertEqual(script.events("fault"), []))
        return script

    def wire(self, script, name, tls=True):
        wire = Wire(script, name, tls)
        self.addCleanup(wire.close)
        return wire

    def test_rejected_sign_ins_are_counted(self):
        names = ("imap-wrong-password", "pop3-wrong-password", "smtp-auth-rejected-535")
        script = self.serve(*names)
        for name, command, answer in zip(names, ("a AUTHENTICATE", "AUTH", "AUTH"),
                                         ("a NO", "-ERR", "535")):
            wire = self.wire(script, name)
            wire.line()
            if name.startswith("smtp"):
                wire.socket.sendall(b"EHLO [127.0.0.1]\r\n")
                while wire.line()[3] == "-":
                    pass
            self.assertTrue(wire.ask(f"{command} PLAIN {PLAIN}").startswith(answer))
            failed, = script.sign_ins("failed", service=name)
            self.assertEqual((failed["user"], failed["tls"]), (HANAKO, True))
        self.assertEqual(script.early_credentials(), [])

    def test_faulty_certificates_are_refused_by_a_careful_client(self):
        words = {"cert-wrong-host": "Hostname mismatch", "cert-expired": "has expired",
                 "cert-not-yet-valid": "not yet valid", "cert-unknown-ca": "self-signed",
                 "cert-self-signed": "self-signed", "cert-weak": "too weak"}
        script = self.serve(*words)
        for name, word in words.items():
            with self.subTest(name), self.assertRaisesRegex(ssl.SSLCertVerificationError, word):
                context = ssl.create_default_context(cafile=script.ca_file)
                context.set_ciphers("DEFAULT:@SECLEVEL=2")
                with socket.create_connection(("127.0.0.1", script.ports[name]), 5) as plain:
                    context.wrap_socket(plain, server_hostname="localhost")
        self.assertEqual(script.sign_ins(), [])

    def test_old_tls_is_refused(self):
        script = self.serve("tls-1.1-only")
        with self.assertRaises(ssl.SSLError):
            Wire(script, "tls-1.1-only")
        script.wait_for("tls-failed", service="tls-1.1-only")

    def test_injected_text_comes_with_the_answer(self):
        script = self.serve("starttls-injection")
        wire = self.wire(script, "starttls-injection", tls=False)
        wire.line()
        wire.socket.sendall(b"EHLO [127.0.0.1]\r\n")
        while wire.line()[3] == "-":
            pass
        self.assertTrue(wire.ask("STARTTLS").startswith("220"))
        self.assertEqual(wire.line(), "250-injected.example")
        wire.line()
        wire.start_tls()
        self.assertTrue(script.wait_for("tls", service="starttls-injection"))

    def test_credentials_before_tls_are_seen(self):
        script = self.serve("starttls-missing", "imap-preauth")
        wire = self.wire(script, "starttls-missing", tls=False)
        self.assertIn("STARTTLS", wire.line())
        wire.ask(f'a LOGIN "{HANAKO}" "{sample.PASSWORD}"')
        self.assertEqual(len(script.early_credentials()), 1)
        self.assertEqual(script.early_credentials()[0]["line"], f'a LOGIN "{HANAKO}" ***')
        wire.close()
        script.wait_for("close", service="starttls-missing", credential_before_tls=True)

    def test_silence_and_goodbye(self):
        script = self.serve("silent-greeting")
        wire = self.wire(script, "silent-greeting")
        wire.socket.sendall(b"a LOGOUT\r\n")
        wire.socket.settimeout(0.2)
        with self.assertRaises(TimeoutError):
            wire.socket.recv(1)
        wire.close()
        script.wait_for("close", goodbye=True)

    def test_endless_greeting_does_not_end(self):
        script = self.serve("endless-greeting")
        wire = self.wire(script, "endless-greeting")
        self.assertGreater(len(wire.file.read(200000)), 199999)

    def test_filtered_ports_hang(self):
        script = self.serve("filtered", "ipv6-black-hole")
        hanging = [("127.0.0.1", "filtered")]
        if _has_ipv6():
            hanging.append(("::1", "ipv6-black-hole"))
        for address, name in hanging:
            with self.subTest(name), self.assertRaises(TimeoutError):
                socket.create_connection((address, script.ports[name]), timeout=0.3)
        self.assertTrue(self.wire(script, "ipv6-black-hole").line().startswith("* OK"))

    def test_lock_out_refuses_the_next_connection(self):
        script = self.serve("imap-lock-out", "refused")
        wire = self.wire(script, "imap-lock-out")
        wire.line()
        self.assertTrue(wire.ask(f"a AUTHENTICATE PLAIN {PLAIN}").startswith("a NO"))
        for name in ("imap-lock-out", "refused"):
            with self.assertRaises(ConnectionRefusedError):
                Wire(script, name)

    def test_echoed_passwords_are_not_recorded(self):
        script = self.serve("smtp-echoes-password")
        wire = self.wire(script, "smtp-echoes-password")
        wire.line()
        token = base64.b64encode(b"\0somebody\0another-secret").decode()
        self.assertIn(token, wire.ask(f"AUTH PLAIN {token}"))
        log = pathlib.Path(script.ready["log"]).read_text(encoding="utf-8")
        self.assertNotIn(token, log)
        self.assertEqual(script.sign_ins("failed")[0]["user"], "somebody")

    def test_strict_script(self):
        described = {
            "about": "A conversation line by line.", "protocol": "imap", "security": "starttls",
            "script": [
                {"say": "* OK [CAPABILITY IMAP4rev1 STARTTLS] $host"},
                {"expect": "(?P<tag>\\S+) STARTTLS"}, {"say": "$tag OK now"}, {"tls": "good"},
                {"expect": "(?P<tag>\\S+) LOGIN .*"}, {"say": ["* 1 EXISTS", "$tag OK in"]},
                {"expect": "never said"}, "close",
            ],
        }
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump(described, file)
            file.flush()
            script = self.serve(file.name)
        name = pathlib.Path(file.name).stem
        wire = self.wire(script, name, tls=False)
        self.assertTrue(wire.line().endswith("mail.demo.kitte.test"))
        self.assertEqual(wire.ask("x STARTTLS"), "x OK now")
        wire.start_tls()
        self.assertEqual(wire.ask("y LOGIN somebody secret"), "* 1 EXISTS")
        self.assertEqual(wire.line(), "y OK in")
        self.assertEqual(wire.ask("z LOGOUT"), "")
        self.assertEqual(script.events("unexpected")[0]["wanted"], "never said")

    def test_urls(self):
        script = self.serve("cert-expired", "starttls-refused", "http-server")
        ports = script.ports
        self.assertEqual(script.url("cert-expired"), f"imaps://localhost:{ports['cert-expired']}")
        self.assertEqual(script.url("starttls-refused"),
                         f"smtp://localhost:{ports['starttls-refused']}?starttls=required")
        self.assertEqual(script.url("http-server"),
                         f"smtp://localhost:{ports['http-server']}?starttls=no")


def _has_ipv6():
    """Whether this computer has the address ::1."""
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
        return True
    except OSError:
        return False


if __name__ == "__main__":
    unittest.main()
