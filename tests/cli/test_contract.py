# SPDX-License-Identifier: GPL-3.0-or-later
"""What scripts rely on: one object on standard output, its keys and kinds, the exit status."""

import json
import os
import subprocess
import unittest

from desktop import Desktop
from kittectl import ADDRESS, PASSWORD, PROGRAM, Home, MailHost, Script

TEXT, NUMBER, FLAG = str, int, bool
MAYBE_TEXT = (str, type(None))
MAYBE_NUMBER = (int, type(None))

SERVER = {"protocol": TEXT, "host": TEXT, "port": NUMBER, "security": TEXT, "auth": [TEXT],
          "username": MAYBE_TEXT}
ASK = {"key": TEXT, "label": TEXT, "why": TEXT, "choices": (list, type(None)), "secret": FLAG}
LOOKUP = {
    "address": TEXT, "source": TEXT, "trust": TEXT, "provider": (dict, type(None)),
    "incoming": [SERVER], "outgoing": [SERVER], "asks": [ASK], "suggestion": MAYBE_TEXT,
    "hints": [{"code": TEXT, "text": TEXT, "url": MAYBE_TEXT}],
    "tried": [{"source": TEXT, "what": TEXT, "outcome": TEXT, "ms": NUMBER}]}
CHECK = {
    "server": SERVER, "result": TEXT, "finding": MAYBE_TEXT, "number": MAYBE_NUMBER,
    "title": MAYBE_TEXT, "text": MAYBE_TEXT, "evidence": [TEXT],
    "remedies": [{"code": TEXT, "label": TEXT, "value": MAYBE_TEXT}],
    "steps": [{"step": TEXT, "ms": NUMBER}], "trips": NUMBER}
VERIFY = {**LOOKUP, "result": TEXT, "checks": [CHECK],
          "signins": {"attempted": NUMBER, "failed": NUMBER}, "elapsed_ms": NUMBER}
SETUP = {**VERIFY, "changes": [{"client": TEXT, "path": TEXT, "action": TEXT, "diff": TEXT}],
         "secrets": [{"client": TEXT, "store": TEXT}],
         "left_out": [{"client": TEXT, "why": TEXT}],
         "notes": [{"client": TEXT, "code": TEXT, "text": TEXT}], "undo": MAYBE_TEXT}
ERROR = {"error": {"code": TEXT, "message": TEXT}}
BAD_ADDRESS = {"error": {"code": TEXT, "reason": TEXT, "message": TEXT}}
NOT_FOUND = {**ERROR, "tried": LOOKUP["tried"]}
WORDS = {
    "protocol": {"imap", "pop3", "smtp"}, "security": {"tls", "starttls", "none"},
    "source": {"preset", "manual"}, "trust": {"sure", "told", "asked"},
    "action": {"create", "modify"}, "store": {"program", "keyring"},
    "step": {"resolve", "connect", "tls", "greeting", "capabilities", "starttls", "sign-in"}}


class Case(unittest.TestCase):
    def check_shape(self, value, shape, where="object"):
        if isinstance(shape, dict):
            self.assertEqual(set(value), set(shape), where)
            for key, inner in shape.items():
                self.check_shape(value[key], inner, f"{where}.{key}")
                if key in WORDS and isinstance(value[key], str) and "tried" not in where:
                    self.assertIn(value[key], WORDS[key], where)
        elif isinstance(shape, list):
            self.assertIsInstance(value, list, where)
            for one in value:
                self.check_shape(one, shape[0], where + "[]")
        else:
            self.assertIsInstance(value, shape, where)

    def check(self, result, status, shape):
        self.assertEqual(result.status, status, result.output + result.errors)
        self.assertTrue(result.output.startswith("{") and result.output.endswith("}\n"))
        self.check_shape(result.object, shape)
        return result.object


class Shapes(Case):
    def test_lookup(self):
        with Home() as home:
            found = self.check(home.run("lookup", "taro@gmail.com", "--json"), 0, LOOKUP)
            self.assertEqual(set(found["provider"]), {"id", "name", "origin"})
            self.check(home.run("lookup", "taro@owari.ne.jp", "--json", "--offline"), 0, LOOKUP)
            self.check(home.run("lookup", "taro@hi-ho.ne.jp", "--json"), 6, LOOKUP)
            self.check(home.run("lookup", "taro@wakwak.com", "--json"), 3, {**LOOKUP, **ERROR})
            self.check(home.run("lookup", "taro@nobody.test", "--json"), 3, NOT_FOUND)
            self.check(home.run("lookup", "taro@gmial.com", "--json", "--offline"), 3,
                       {**ERROR, "suggestion": TEXT})
            self.check(home.run("lookup", "taro@gmail,com", "--json"), 2,
                       {**BAD_ADDRESS, "suggestion": TEXT})

    def test_verify_and_setup(self):
        with MailHost("imaps", "submissions") as host, \
                Desktop(host.ca_file, programs=["thunderbird"], keyring=False) as home:
            arguments = [ADDRESS, "--json", "--incoming",
                         f"imaps://localhost:{host.ports['imaps']}", "--outgoing",
                         f"smtps://localhost:{host.ports['submissions']}"]
            self.check(home.run("verify", *arguments), 0, VERIFY)
            self.check(home.run("verify", *arguments, password=PASSWORD), 0, VERIFY)
            with_words = {**VERIFY, "checks": [{**CHECK, "transcript": TEXT}]}
            self.check(home.run("verify", *arguments, "--transcript", password=PASSWORD), 0,
                       with_words)
            setup = ["setup", *arguments, "--for", "thunderbird"]
            self.check(home.run(*setup, "--dry-run", password=PASSWORD), 0, SETUP)
            done = self.check(home.run(*setup, password=PASSWORD), 0, SETUP)
            self.check(home.run(*setup, password=PASSWORD), 0, SETUP)
            self.check(home.run(*setup, password="wrong"), 1, SETUP)
            self.check(home.run("undo", "--list", "--json"), 0, {"undo": [
                {"id": TEXT, "title": TEXT, "time": NUMBER, "clients": [TEXT]}]})
            self.check(home.run("undo", done["undo"], "--json"), 0, {"result": TEXT})
            self.check(home.run("undo", "--json"), 5, ERROR)

    def test_presets(self):
        with Home() as home:
            self.check(home.run("presets", "list", "--json"), 0, {"presets": [
                {"id": TEXT, "name": TEXT, "origin": TEXT, "checked": MAYBE_TEXT}]})
            bad = home.path / "bad.json"
            bad.write_text("{", encoding="utf-8")
            self.check(home.run("presets", "check", bad, "--json"), 2, {"files": [
                {"file": TEXT, "result": TEXT, "message": MAYBE_TEXT,
                 "mistakes": [{"place": MAYBE_TEXT, "text": TEXT}]}]})


class BadUsage(Case):
    """Whatever is wrong with the command line, a script still gets its object."""

    CASES = [
        ["verify", "--frobnicate", "--json", ADDRESS], ["frobnicate", "--json"], ["--json"],
        ["verify", ADDRESS, "--json", "--deadline", "soon"],
        ["verify", ADDRESS, "--json", "--deadline", "0"],
        ["verify", ADDRESS, "--json", "--deadline=-1"],
        ["verify", ADDRESS, "--json", "--deadline", "1000000"],
        ["verify", ADDRESS, "--json", "--secret-fd", "sending-password=99"],
        ["lookup", ADDRESS, "--json", "--dry-run"], ["undo", "a", "b", "--json"],
        ["undo", "../../etc", "--json"], ["repair", "--incoming", "imaps://x", "--json"],
        ["presets", "show", "--json"], ["setup", ADDRESS, "--for", "", "--json"],
    ]

    def test_each(self):
        for arguments in self.CASES:
            with self.subTest(arguments=arguments), Home() as home:
                result = home.run(*arguments)
                self.assertIn(result.status, (2, 5), result.output)
                self.check(result, result.status, ERROR)
                self.assertEqual(len(result.errors.strip().splitlines()), 1, result.errors)

    def test_bad_address(self):
        for typed in ["--json", "taro", "taro@localhost", "taro@127.0.0.1", "taro@co.jp", "@"]:
            with self.subTest(typed=typed), Home() as home:
                self.check(home.run("lookup", "--json", "--", typed), 2, BAD_ADDRESS)

    def test_bytes_that_are_no_text(self):
        with Home() as home:
            result = subprocess.run([PROGRAM, "lookup", b"\xff\xfe@gmail.com", "--json"],
                                    capture_output=True, env=home.environment, check=False)
            self.assertEqual(result.returncode, 2)
            self.assertIn("error", json.loads(result.stdout))

    def test_utf8_in_any_locale(self):
        with Home(language="C") as home:
            result = home.run("lookup", "ｔａｒｏ＠gmail.com", "--json")
            self.assertEqual((result.status, result.object["address"]), (0, "taro@gmail.com"))


class Deadline(Case):
    def test_a_silent_server_ends_in_time(self):
        for incoming in ("silent-greeting", "filtered"):
            with self.subTest(behaviour=incoming), \
                    Script(incoming, services=["submissions"]) as host, \
                    Home(host.ca_file) as home:
                result = home.run("verify", ADDRESS, "--json", "--deadline", "2", "--incoming",
                                  host.url(incoming), "--outgoing",
                                  f"smtps://localhost:{host.ports['submissions']}",
                                  password=PASSWORD)
                found = self.check(result, 1, VERIFY)
                # By its own clock; without the word it would take twenty.
                self.assertLess(found["elapsed_ms"], 6000)
                self.assertEqual(found["result"], "failed")
                self.assertEqual(host.sign_ins(), [])


class Passwords(Case):
    """However a password comes, it comes by no argument and leaves no trace."""

    def setUp(self):
        self.host = self.enterContext(MailHost("imaps", "submissions"))
        self.home = self.enterContext(Home(self.host.ca_file))
        self.arguments = [
            "verify", ADDRESS, "--json", "--incoming",
            f"imaps://localhost:{self.host.ports['imaps']}", "--outgoing",
            f"smtps://localhost:{self.host.ports['submissions']}"]

    def sent(self):
        return [(entry["service"], entry["state"]) for entry in self.host.events("sign-in")
                if entry["state"] != "attempted"]

    def test_two_lines(self):
        result = self.home.run(*self.arguments, password=f"{PASSWORD}\nanother-one")
        self.check(result, 1, VERIFY)
        self.assertEqual(self.sent(), [("imaps", "accepted"), ("submissions", "failed")])

    def test_line_ends(self):
        for text in (PASSWORD, PASSWORD + "\r", PASSWORD + "\n"):
            with self.subTest(text=text):
                self.check(self.home.run(*self.arguments, password=text), 0, VERIFY)

    def test_no_line_end_at_all(self):
        result = subprocess.run([PROGRAM, *self.arguments, "--password-stdin"], input=PASSWORD,
                                text=True, capture_output=True, check=False, timeout=60,
                                env=self.home.environment)
        self.assertEqual(result.returncode, 0, result.stdout)

    def test_own_one_for_sending_by_file_descriptor(self):
        reader, writer = os.pipe()
        os.write(writer, b"another-one\n")
        os.close(writer)
        result = subprocess.run(
            [PROGRAM, *self.arguments, "--password-stdin", "--secret-fd",
             f"sending-password={reader}"], input=PASSWORD + "\n", text=True,
            capture_output=True, check=False, timeout=60, pass_fds=[reader],
            env=self.home.environment)
        os.close(reader)
        self.assertEqual(result.returncode, 1, result.stdout)
        self.assertEqual(self.sent(), [("imaps", "accepted"), ("submissions", "failed")])
        self.assertNotIn("another-one", result.stdout + result.stderr)

    def test_nobody_at_the_terminal(self):
        result = subprocess.run([PROGRAM, *self.arguments], stdin=subprocess.DEVNULL, text=True,
                                capture_output=True, check=False, timeout=60,
                                env=self.home.environment)
        self.assertEqual(result.returncode, 0, result.stdout)
        self.assertEqual(json.loads(result.stdout)["result"], "unproven")
        self.assertEqual(self.sent(), [])


if __name__ == "__main__":
    unittest.main()
