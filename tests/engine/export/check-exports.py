# SPDX-License-Identifier: GPL-3.0-or-later
"""All presets, and one that means harm, in all formats, judged by programs that are not Kitte's: xmllint, plistlib,
named-checkzone, tidy, zbar.

Usage: check-exports.py DRIVER
"""

import html.parser
import json
import os
import pathlib
import plistlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

DRIVER = pathlib.Path(sys.argv.pop(1)).resolve()
SCHEMAS = pathlib.Path(os.environ["KITTE_SOURCE_DIR"]) / "tests/fixtures/export"
VOID = {"meta", "br", "link", "img"}
# What is read aloud by its text.
SPOKEN = {"title", "h1", "h2", "h3", "a", "caption", "th", "li", "dt", "dd", "p"}
# Apple's documentation of the payload com.apple.mail.managed and of what all payloads have.
PAYLOAD = {"PayloadDisplayName", "PayloadIdentifier", "PayloadType", "PayloadUUID",
           "PayloadVersion"}
PROFILE = PAYLOAD | {"PayloadContent", "PayloadDescription", "PayloadOrganization",
                     "PayloadRemovalDisallowed"}
NEEDED = PAYLOAD | {"EmailAccountType", "IncomingMailServerAuthentication",
                    "IncomingMailServerHostName", "OutgoingMailServerAuthentication",
                    "OutgoingMailServerHostName"}
KNOWN = NEEDED | {"EmailAccountDescription", "EmailAccountName", "EmailAddress",
                  "IncomingMailServerPortNumber", "IncomingMailServerUseSSL",
                  "IncomingMailServerUsername", "OutgoingMailServerPortNumber",
                  "OutgoingMailServerUseSSL", "OutgoingMailServerUsername",
                  "OutgoingPasswordSameAsIncomingPassword"}
RECORD = re.compile(r"^_(imaps?|pop3s?|submissions?)\._tcp\.([a-z0-9-]+\.)+\t3600\tIN\tSRV\t"
                    r"\d+ 1 \d+ ([a-z0-9-]+\.)+$")


FORMATS = {".autoconfig", ".autodiscover", ".mobileconfig", ".srv", ".help", ".qr", ".qr-png"}
# Where Debian keeps what administrators use.
SYSTEM = os.environ["PATH"] + ":/usr/sbin:/sbin"
ZONE = "$TTL 3600\n. IN SOA ns. root. 1 2 3 4 5\n. IN NS ns.\nns. IN A 192.0.2.1\n"


class Page(html.parser.HTMLParser):
    """Counts what a help page may not have, and keeps what must fit together."""

    def __init__(self):
        super().__init__()
        self.open, self.ids, self.targets, self.languages, self.wrong = [], [], [], [], []
        self.level, self.named, self.style = 0, {}, ""

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        if tag in ("script", "iframe", "object", "img", "link", "form"):
            self.wrong.append(tag)
        self.wrong += [name for name, _ in attrs if name.startswith("on") or name in ("src", "style", "background")]
        if tag == "html" and not values.get("lang"):
            self.wrong.append("no language")
        if re.fullmatch("h[1-6]", tag):
            if int(tag[1]) > self.level + 1:
                self.wrong.append(f"{tag} below h{self.level}")
            self.level = int(tag[1])
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "section":
            self.languages.append(values["lang"])
            self.level = 0
        if tag == "th" and values.get("scope") not in ("row", "col"):
            self.wrong.append("th without scope")
        if tag == "a":
            self.targets.append(values["href"])

    def handle_data(self, data):
        if self.open and self.open[-1] == "style":
            self.style += data
        for name in set(self.open):
            self.named[name] = self.named.get(name, 0) + len(data.strip())

    def handle_endtag(self, tag):
        if tag in SPOKEN and not self.named.pop(tag, 0):
            self.wrong.append(f"empty {tag}")
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}>")


class Exports(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="kitte-exports-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        subprocess.run([DRIVER, cls.folder, SCHEMAS / "hostile.json"], check=True)

    def files(self, ending, least):
        found = sorted(self.folder.glob(f"*.{ending}"))
        self.assertGreater(len(found), least)
        return found

    def test_all_formats(self):
        """The hostile preset is written in every format; so every check here reads it too."""
        formats = {path.suffix for path in self.folder.iterdir()} - {".expected", ".png", ""}
        self.assertEqual(formats, FORMATS)
        self.assertEqual({path.suffix for path in self.folder.glob("hostile-0.*")} - {".expected", ".png"}, FORMATS)

    def validate(self, ending):
        result = subprocess.run(
            ["xmllint", "--nonet", "--noout", "--relaxng", SCHEMAS / f"{ending}.rng",
             *self.files(ending, 150)], text=True, capture_output=True, check=False)
        wrong = [line for line in result.stderr.splitlines() if not line.endswith(" validates")]
        self.assertEqual((wrong, result.returncode), ([], 0))

    @unittest.skipUnless(shutil.which("xmllint"), "xmllint is not installed")
    def test_autoconfig(self):
        self.validate("autoconfig")

    @unittest.skipUnless(shutil.which("xmllint"), "xmllint is not installed")
    def test_autodiscover(self):
        self.validate("autodiscover")

    def test_profiles(self):
        for path in self.files("mobileconfig", 150):
            with self.subTest(path=path.name):
                profile = plistlib.loads(path.read_bytes())
                self.assertEqual(set(profile), PROFILE)
                self.assertEqual(profile["PayloadType"], "Configuration")
                (mail,) = profile["PayloadContent"]
                self.assertLessEqual(NEEDED, set(mail))
                self.assertLessEqual(set(mail), KNOWN)
                self.assertEqual(mail["PayloadType"], "com.apple.mail.managed")
                self.assertIn(mail["EmailAccountType"], ("EmailTypeIMAP", "EmailTypePOP"))
                self.assertIs(type(mail["IncomingMailServerPortNumber"]), int)
                self.assertIs(type(mail["IncomingMailServerUseSSL"]), bool)
                self.assertNotEqual(mail["PayloadUUID"], profile["PayloadUUID"])
                self.assertEqual(mail["EmailAccountName"], "山田 花子")

    def test_service_records(self):
        for path in self.files("srv", 150):
            lines = path.read_text().splitlines()
            self.assertTrue(lines, path)
            self.assertEqual([line for line in lines if not RECORD.match(line)], [], path)

    @unittest.skipUnless(shutil.which("named-checkzone", path=SYSTEM), "named-checkzone is not installed")
    def test_zone(self):
        """All lines together are a zone, in which no record was read as another one."""
        lines = {line for path in self.files("srv", 150) for line in path.read_text().splitlines()}
        zone, read = self.folder / "zone", self.folder / "zone-as-read"
        zone.write_text(ZONE + "\n".join(sorted(lines)) + "\n")
        done = subprocess.run(["named-checkzone", "-i", "none", "-D", "-o", read, ".", zone], text=True,
                              env={**os.environ, "PATH": SYSTEM}, capture_output=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout)
        read_as = (" ".join(line.split()) for line in read.read_text().splitlines())
        found = {line for line in read_as if " SRV " in line}
        self.assertEqual(found, {" ".join(line.split()) for line in lines})

    @unittest.skipUnless(shutil.which("tidy"), "tidy is not installed")
    def test_html(self):
        done = subprocess.run(["tidy", "-errors", "-quiet", "-utf8", "--gnu-emacs", "yes", *self.files("help", 150)],
                              text=True, capture_output=True, check=False)
        self.assertEqual((done.stderr, done.returncode), ("", 0))

    def test_help_pages(self):
        for path in self.files("help", 150):
            with self.subTest(path=path.name):
                text = path.read_text(encoding="utf-8")
                page = Page()
                page.feed(text)
                page.close()
                self.assertEqual((page.wrong, page.open), ([], []))
                self.assertNotRegex(page.style, r"url\(|@import|//")
                self.assertEqual(len(re.findall("<table", text)), len(re.findall("<caption", text)))
                self.assertEqual(page.languages, ["ja", "en"])
                self.assertEqual(len(page.ids), len(set(page.ids)))
                for target in page.targets:
                    self.assertRegex(target, r"^(https?://|tel:|mailto:|#)")
                    if target.startswith("#"):
                        self.assertIn(target[1:], page.ids)

    @unittest.skipUnless(shutil.which("zbarimg"), "zbarimg is not installed")
    def test_codes(self):
        """All in one run of the reader, which writes what it reads one behind the other."""
        pictures, expected = [], []
        for path in self.files("qr-png", 150):
            if "-0." in path.name:
                pictures.append(path.with_suffix(".png"))
                pictures[-1].symlink_to(path)
                expected.append(path.with_suffix(".expected").read_text(encoding="utf-8"))
        said = subprocess.run(["zbarimg", "--quiet", "--raw", "-Sbinary", *pictures],
                              capture_output=True, check=True).stdout.decode()
        self.assertGreater(len(pictures), 100)
        self.assertEqual(said, "".join(expected))
        for text in expected:
            self.assertEqual(json.loads(text)[:2], [1, [1, 1]])


if __name__ == "__main__":
    unittest.main()
