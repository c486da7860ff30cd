# SPDX-License-Identifier: GPL-3.0-or-later
"""All presets in all formats, judged by programs that are not Kitte's: xmllint, plistlib, zbar.

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


class Page(html.parser.HTMLParser):
    """Counts what a help page may not have, and keeps what must fit together."""

    def __init__(self):
        super().__init__()
        self.open, self.ids, self.targets, self.languages, self.wrong = [], [], [], [], []

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        if tag in ("script", "iframe", "object", "img", "link", "form"):
            self.wrong.append(tag)
        self.wrong += [name for name, _ in attrs if name.startswith("on")]
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "section":
            self.languages.append(values["lang"])
        if tag == "th" and values.get("scope") not in ("row", "col"):
            self.wrong.append("th without scope")
        if tag == "a":
            self.targets.append(values["href"])

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}>")


class Exports(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="kitte-exports-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        subprocess.run([DRIVER, cls.folder], check=True)

    def files(self, ending, least):
        found = sorted(self.folder.glob(f"*.{ending}"))
        self.assertGreater(len(found), least)
        return found

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

    def test_help_pages(self):
        for path in self.files("help", 150):
            with self.subTest(path=path.name):
                page = Page()
                page.feed(path.read_text(encoding="utf-8"))
                page.close()
                self.assertEqual((page.wrong, page.open), ([], []))
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
