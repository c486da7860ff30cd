# SPDX-License-Identifier: GPL-3.0-or-later
"""What is given to a help desk: transcripts and reports hold what helps, and nothing secret."""

import base64
import json
import pathlib
import re
import tempfile
import unittest
import urllib.parse

from kittectl import ADDRESS, PASSWORD, Home, MailHost, Script

LOCAL_PART = ADDRESS.split("@")[0]
# Quotes, backslashes, blanks and more than ASCII: each form a protocol writes is another one. What is
# more than ASCII is never quoted by LOGIN.
AWKWARD = 'pa"ss\\wörd 秘密-9'
QUOTED = 'pa"ss\\word two-9'
HEADINGS = {
    "C.UTF-8": ["Mail account", "Result", "Receiving mail", "Sending mail"],
    "ja_JP.UTF-8": ["メールアカウント", "結果", "メールの受信", "メールの送信"]}

# Servers that repeat what they were sent, each in its own way.
ECHOES = {
    "imap-command": {"protocol": "imap", "rules": [
        {"on": "line", "match": r"(?P<tag>\S+) (?P<rest>(LOGIN|AUTHENTICATE) .*)", "do": [
            {"say": ["* BAD I do not know $rest", "$tag NO [AUTHENTICATIONFAILED] $rest"]}]}]},
    "imap-no-initial": {"protocol": "imap", "options": {"initial_response": False}, "rules": [
        {"on": "line", "match": r"(?P<rest>\S+ LOGIN .*)", "do": [
            {"say": "* NO [ALERT] $rest"}, {"say": "$rest"}, "close"]}]},
    "pop3-command": {"protocol": "pop3", "rules": [
        {"on": "line", "match": r"(?P<rest>(AUTH|PASS) .*)", "do": [
            {"say": "-ERR [AUTH] you said $rest"}]}]},
    "pop3-user-pass": {"protocol": "pop3", "options": {"mechanisms": []}, "rules": [
        {"on": "line", "match": r"(?P<rest>PASS .*)", "do": [{"say": "-ERR $rest"}]}]},
    "smtp-command": {"protocol": "smtp", "rules": [
        {"on": "line", "match": r"AUTH (?P<rest>.*)", "do": [
            {"say": "535 5.7.8 AUTH $rest"}]}]},
}


def forms(secret, user=ADDRESS):
    """Every way in which a secret may be written."""
    raw = secret.encode()
    quoted = secret.replace("\\", "\\\\").replace('"', '\\"')
    yield from (secret, quoted, urllib.parse.quote(secret), urllib.parse.quote(secret, safe=""))
    for message in (raw, b"\0" + user.encode() + b"\0" + raw, b" " + raw, b"  " + raw):
        # What no neighbour can change, however the message is cut.
        yield base64.b64encode(message).decode().rstrip("=")[-12:-2]


def service_of(protocol):
    return ("submissions", "smtps") if protocol != "smtp" else ("imaps", "imaps")


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="kitte-behaviours-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def behaviour(self, name, content):
        path = self.folder / f"{name}.json"
        path.write_text(json.dumps({
            "about": "Only for this test.",
            "expect": {"finding": "auth-rejected", "sign_ins": 1, "failed": 1}, **content}),
            encoding="utf-8")
        return path

    def check(self, name, content, *options, password, language="C.UTF-8", **environment):
        """kittectl verify against a server of its own beside a good one."""
        other, scheme = service_of(content["protocol"])
        with Script(self.behaviour(name, content), services=[other]) as host, \
                Home(host.ca_file, language) as home:
            urls = [host.url(name), f"{scheme}://localhost:{host.ports[other]}"]
            if content["protocol"] == "smtp":
                urls.reverse()
            result = home.run("verify", ADDRESS, "--incoming", urls[0], "--outgoing", urls[1],
                              *options, password=password, **environment)
            self.assertEqual(host.events("fault"), [])
            return result


class Secrets(Case):
    """A server that echoes the password: it appears nowhere."""

    def search(self, text, password):
        for form in forms(password):
            self.assertNotIn(form.lower(), text.lower(), text)

    def test_echoes(self):
        for name, content in ECHOES.items():
            for password in (AWKWARD, QUOTED, "plain-Secret-0"):
                with self.subTest(name=name, password=password):
                    for options in (["--transcript"], ["--report", "--transcript", "--json"]):
                        result = self.check(name, content, *options, password=password,
                                            G_MESSAGES_DEBUG="all")
                        self.assertEqual(result.status, 1, result.output)
                        self.assertIn("***", result.output)
                        self.search(result.output + result.errors, password)


class Transcript(Case):
    def test_times_and_sides(self):
        with MailHost("imaps", "submissions") as host, Home(host.ca_file) as home:
            result = home.run(
                "verify", ADDRESS, "--json", "--transcript", "--incoming",
                f"imaps://localhost:{host.ports['imaps']}", "--outgoing",
                f"smtps://localhost:{host.ports['submissions']}", password=PASSWORD)
            for check in result.object["checks"]:
                lines = check["transcript"].splitlines()
                times = []
                for line in lines:
                    self.assertRegex(line, r"^ *\d+ [CS*]: ")
                    times.append(int(line.split()[0]))
                self.assertEqual(times, sorted(times))
                self.assertIn("*: TLS1.", lines[0])
                self.assertTrue(any(" C: " in line for line in lines))
                self.assertTrue(any(" S: " in line for line in lines))

    def test_as_text(self):
        with MailHost("imaps", "submissions") as host, Home(host.ca_file) as home:
            ports = (host.ports["imaps"], host.ports["submissions"])
            text = home.run("verify", ADDRESS, "--transcript", "--incoming",
                            f"imaps://localhost:{ports[0]}", "--outgoing",
                            f"smtps://localhost:{ports[1]}", password=PASSWORD).output
            for heading in (f"Receiving mail: localhost:{ports[0]}\n",
                            f"Sending mail: localhost:{ports[1]}\n"):
                after = text.split(heading)[1].splitlines()
                self.assertRegex(after[0], r"^ *\d+ \*: TLS1\.")
                self.assertRegex(after[1], r"^ *\d+ S: ")

    def test_no_second_line(self):
        """What looks like a line end to some programs makes no line that nobody said."""
        content = {"protocol": "imap", "rules": [{"on": "sign-in", "do": [
            {"say": "$tag NO [AUTHENTICATIONFAILED] no\u2028    9 C: forged\u0085 \u202eolleh"}]}]}
        result = self.check("lines", content, "--transcript", "--json", password="wrong-one")
        transcript = result.object["checks"][0]["transcript"]
        for character in "\u2028\u2029\u0085\u202e":
            self.assertNotIn(character, transcript)


class Report(Case):
    def report(self, *options, language="C.UTF-8"):
        content = {"protocol": "imap", "rules": [{"on": "sign-in", "do": [
            {"say": f"$tag NO [AUTHENTICATIONFAILED] {LOCAL_PART}: {ADDRESS} "
                    + base64.b64encode(ADDRESS.encode()).decode()}]}]}
        return self.check("names", content, "--report", *options, password="wrong-one",
                          language=language)

    def test_parts(self):
        result = self.report()
        self.assertEqual(result.status, 1)
        for part in ("kitte ", "GnuTLS ", "Language: C.UTF-8", "Address: {local}@demo.kitte.test",
                     "auth-rejected (602)", "attempted 1, failed 1", "Steps: resolve ",
                     "Round trips: ", "IPv", "TLS1.3 TLS_", "Certificate for: localhost",
                     "Kitte test authority", "Certificate valid: 20", "imap localhost:",
                     "Offered with encryption: plain", "User name: {address}"):
            self.assertIn(part, result.output)
        self.assertNotIn("What was said", result.output)
        self.assertIn("What was said:", self.report("--transcript").output)

    def test_names(self):
        for options in ([], ["--transcript"]):
            result = self.report(*options)
            self.assertNotIn(LOCAL_PART, result.output)
            self.assertNotIn(base64.b64encode(ADDRESS.encode()).decode()[:20], result.output)
            self.assertIn("{address}", result.output)
            self.assertIn("password", result.errors)

    def test_order_and_languages(self):
        codes = {}
        for language, headings in HEADINGS.items():
            text = self.report(language=language).output
            self.assertEqual(re.findall(r"^\[(.*)\]$", text, re.M), headings)
            # How far the other server came before it was skipped differs from run to run.
            text = text.partition("skipped")[0]
            codes[language] = re.findall(r"auth-rejected \(602\)|TLS_\w+|\{local\}@\S+", text)
        self.assertEqual(codes["C.UTF-8"], codes["ja_JP.UTF-8"])
        self.assertTrue(codes["C.UTF-8"])

    def test_in_json(self):
        result = self.report("--json")
        self.assertEqual(result.object["result"], "failed")
        self.assertIn("auth-rejected (602)", result.object["report"])
        self.assertNotIn("transcript", result.object["checks"][0])

    def test_endless(self):
        content = {"protocol": "imap", "rules": [{"on": "sign-in", "do": [
            {"send": "* OK still thinking about it\r\n", "repeat": 900},
            {"say": "$tag NO [AUTHENTICATIONFAILED] no"}]}]}
        result = self.check("endless", content, "--report", "--transcript", password="wrong-one")
        self.assertLess(len(result.output), 100_000)
        self.assertIn("left out here", result.output)
        self.assertIn("[AUTHENTICATIONFAILED] no", result.output)


if __name__ == "__main__":
    unittest.main()
