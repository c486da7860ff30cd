# SPDX-License-Identifier: GPL-3.0-or-later
"""Every scripted behaviour of a server: what is found and said, what is sent, and how long it takes.

The files of tests/mailhost/behaviours say what each must come to, sentences.json what people read.
`test_behaviours.py NAME…` runs those of that name only; KITTE_SLOW=1 (sanitizers) leaves out the
second language, the times and the memory.
"""

import base64
import json
import os
import pathlib
import re
import sys
import unittest
import urllib.parse

from behaviours import FOLDER, LANGUAGES, PASSWORD, names, presses_of, run

SOURCE = FOLDER.parents[2]
SENTENCES = json.loads((FOLDER.parent / "sentences.json").read_text(encoding="utf-8"))

SLOW = os.environ.get("KITTE_SLOW") == "1"

# A check that waits for nobody takes a fraction of a second; the machine may be busy.
USUAL_SECONDS = 10

# Timers are late and programs slow to start where many others run.
LATE_SECONDS = 2
START_SECONDS = 20

# A check takes about 16 MiB; what a server says adds its bounds to that, 1 MiB a dialog.
MEMORY_KIB = 32 * 1024

# What tells a person that nothing secret has left.
NOT_SENT = {"en": "password was not sent", "ja": "パスワードは送っていません"}


def forms(secret):
    """How a secret may be written down: as it is, quoted, escaped, and in base64 at any place."""
    raw = secret.encode()
    found = {secret, secret.replace("\\", "\\\\").replace('"', '\\"'), json.dumps(secret)[1:-1],
             urllib.parse.quote(secret), raw.hex()}
    for shift in range(3):
        encoded = base64.b64encode(b"\0" * shift + raw).decode().rstrip("=")
        # The first and the last character hold bits of what stands beside.
        found.add(encoded[(0, 2, 3)[shift]:-1])
    return found


def strings(value):
    """Every string inside a JSON value, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


class Behaviours(unittest.TestCase):
    """A test for each file is added below."""

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        languages = ["en"] if SLOW else list(LANGUAGES)
        cls.attempts, cls.faults = run(CHOSEN, languages)

    def check(self, name):
        described = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
        expect = described["expect"]
        for language, attempts in self.attempts.items():
            attempt = attempts[name]
            with self.subTest(language=language):
                self.told(attempt)
                for number, expected in enumerate(presses_of(expect)):
                    with self.subTest(press=number + 1):
                        press = attempt.presses[number]
                        self.check_press(described, expected, press, language)
                        before = attempt.presses[number - 1].sign_ins if number > 0 else 0
                        self.assertEqual(press.sign_ins - before, expected["sign_ins"])
                self.check_servers(attempt, expect)
                self.check_secret(attempt, expect)

    def told(self, attempt):
        """Prints what happened where a test fails."""
        self.addCleanup(lambda: self._outcome.success or print("\n".join(
            [press.result.output + press.result.errors for press in attempt.presses]
            + [json.dumps(event, ensure_ascii=False) for event in attempt.events])))

    def check_press(self, described, expected, press, language):
        """One press: finding, number, sentence, evidence, counts, time."""
        self.assertIn(press.result.status, (0, 1, 6), press.result.errors)
        report = press.result.object
        sending = described["protocol"] == "smtp"
        check = [check for check in report["checks"]
                 if (check["server"]["protocol"] == "smtp") == sending][-1]
        self.assertEqual(check["finding"], expected["finding"], check)
        known = SENTENCES[expected["finding"]]
        self.assertEqual(check["number"], known["number"])
        sentence = known.get("sending" if sending else "receiving") or known["either"]
        self.check_sentence(check, {**sentence[language], **expected.get(language, {})}, language)
        if "evidence" in expected:
            self.assertIn(expected["evidence"], "\n".join(check["evidence"]))
        if "status" in expected:
            self.assertEqual(press.result.status, expected["status"])
        self.assertLessEqual(report["signins"]["failed"], 1)
        if not SLOW:
            limit = expected.get("seconds", USUAL_SECONDS)
            self.assertLess(report["elapsed_ms"] / 1000, limit + LATE_SECONDS + press.held_up)
            self.assertLess(press.seconds, limit + START_SECONDS + press.held_up)

    def check_sentence(self, check, sentence, language):
        """The whole title, and a part of the text that is like no other."""
        values = {"host": check["server"]["host"], "port": str(check["server"]["port"])}
        for key in ("title", "text"):
            wanted = sentence[key]
            for word, value in values.items():
                wanted = wanted.replace("{" + word + "}", value)
            if key == "title":
                self.assertEqual(check[key], wanted)
            else:
                self.assertIn(wanted, check[key])
        for text in (check["title"], check["text"]):
            self.assertNotRegex(text, r"\{\w+\}")
        self.says_not_sent = NOT_SENT[language] in check["text"]

    def check_servers(self, attempt, expect):
        """What the servers saw: sign-ins, and in which state the connection was; the goodbye."""
        if all(press["finding"] != "ok-unencrypted" for press in presses_of(expect)):
            self.assertEqual(attempt.of("early-credential"), [])
            self.assertEqual(attempt.of("close", credential_before_tls=True), [])
        self.assertEqual(len(attempt.of("sign-in", state="failed")),
                         sum(press.get("failed", 0) for press in presses_of(expect)))
        if self.says_not_sent:
            self.assertEqual(attempt.presses[-1].sign_ins -
                             (attempt.presses[-2].sign_ins if len(attempt.presses) > 1 else 0), 0)
        # Both directions together: what the report counts is what the servers counted.
        reported = sum(press.result.object["signins"]["attempted"] for press in attempt.presses)
        partner = [event for event in attempt.partner_events
                   if event["event"] == "sign-in" and event["state"] == "attempted"]
        self.assertEqual(reported, attempt.presses[-1].sign_ins + len(partner))
        self.assertEqual([event for event in attempt.partner_events
                          if event["event"] == "early-credential"], [])
        if "goodbye" in expect:
            said = bool(attempt.of("close", goodbye=True))
            self.assertEqual(said, expect["goodbye"], "goodbye")

    def check_secret(self, attempt, expect):
        """The password is in nothing that was printed, written or kept."""
        places = []
        for press in attempt.presses:
            places += [press.result.output, press.result.errors,
                       *strings(press.result.object)]
        for path, content in attempt.files.items():
            places += [str(path), content.decode("utf-8", "replace")]
        for secret in {press.get("password", PASSWORD) for press in presses_of(expect)}:
            for form in forms(secret):
                for place in places:
                    self.assertNotIn(form, place)


class Hosts(unittest.TestCase):
    """What all attempts have in common; runs after them."""

    def test_no_fault_of_the_servers(self):
        self.assertEqual(getattr(Behaviours, "faults", []), [])

    @unittest.skipIf(SLOW, "a sanitizer takes memory of its own")
    def test_memory_is_bounded(self):
        for attempts in getattr(Behaviours, "attempts", {}).values():
            usage = {name: max(press.memory for press in attempt.presses)
                     for name, attempt in attempts.items()}
            self.assertGreater(max(usage.values()), 0)
            for name, kibibytes in usage.items():
                with self.subTest(name):
                    self.assertLess(kibibytes, MEMORY_KIB)


# What no server of these can cause, and the test that shows it: a file and words in it.
ELSEWHERE = {
    "offline": ("tests/engine/wire/test-connector.c", '"offline"'),
    "name-not-found": ("tests/engine/wire/test-connector.c", '"name-not-found"'),
    "captive-portal": ("tests/engine/verify/test-inquiry.c", '"captive-portal"'),
    "port-25-blocked": ("tests/engine/verify/test-inquiry.c", '"port-25-blocked"'),
    "all-mail-ports-blocked": ("tests/engine/verify/test-inquiry.c", '"all-mail-ports-blocked"'),
    "clock-wrong": ("tests/engine/verify/test-inquiry.c", '"clock-wrong"'),
    "cert-revoked": ("tests/cli/test_revoked.py", '"cert-revoked"'),
    "dns-failure": ("tests/engine/wire/test-connector.c", '"dns-failure"'),
}


class Coverage(unittest.TestCase):
    """Every finding of the groups 3xx to 7xx is shown by a behaviour or by a test named here."""

    def setUp(self):
        page = (SOURCE / "docs/findings.md").read_text(encoding="utf-8")
        self.numbers = {code: int(number) for number, code in
                        re.findall(r"^\| (\d{3}) \| `([a-z0-9-]+)`", page, re.MULTILINE)}
        self.shown = {press["finding"] for path in FOLDER.glob("*.json") for press in
                      presses_of(json.loads(path.read_text(encoding="utf-8"))["expect"])}

    def test_every_finding_is_shown(self):
        for code, number in self.numbers.items():
            if 300 <= number < 800 and code not in self.shown:
                with self.subTest(code):
                    file, words = ELSEWHERE[code]
                    self.assertIn(words, (SOURCE / file).read_text(encoding="utf-8"))

    def test_every_finding_has_its_sentences(self):
        for code in self.shown:
            with self.subTest(code):
                self.assertEqual(SENTENCES[code]["number"], self.numbers[code])


def add_tests(chosen):
    for name in chosen:
        setattr(Behaviours, "test_" + name.replace("-", "_").replace(".", "_"),
                lambda self, name=name: self.check(name))


CHOSEN = [word for word in sys.argv[1:] if (FOLDER / f"{word}.json").exists()] or names()
sys.argv = [word for word in sys.argv if not (FOLDER / f"{pathlib.Path(word).name}.json").exists()]
add_tests(CHOSEN)

if __name__ == "__main__":
    unittest.main()
