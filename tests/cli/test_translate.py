#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one command for translators, in each of its ways, on a copy of the sources."""

import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

SOURCE = pathlib.Path(os.environ.get("KITTE_SOURCE_DIR",
                                     pathlib.Path(__file__).resolve().parents[2]))

# Stands in for scripts/run, which builds everything: says what it was given.
RUN = """#!/bin/sh
echo "$@ LANGUAGE=$LANGUAGE LC_ALL=$LC_ALL"
"""

# Almost what is there already: a careless update would guess.
REVIEWED = "Please type your mail address!"


class Translate(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="kitte-translate-")
        self.addCleanup(folder.cleanup)
        self.copy = pathlib.Path(folder.name)
        for part in ("po", "scripts", "src", "ui", "data", "tests/po"):
            shutil.copytree(SOURCE / part, self.copy / part)
        (self.copy / "scripts/run").write_text(RUN)

    def translate(self, *arguments, status=0):
        environment = {name: value for name, value in os.environ.items() if name != "KITTE_SOURCE_DIR"}
        done = subprocess.run([self.copy / "scripts/translate", *arguments], cwd=self.copy, text=True,
                              env={**environment, "LC_ALL": "C.UTF-8"}, capture_output=True, check=False)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def read(self, language):
        return (self.copy / f"po/{language}.po").read_text(encoding="utf-8")

    def add_text(self):
        """What happens when the source changes."""
        with open(self.copy / "src/cli/main.c", "a", encoding="utf-8") as code:
            code.write(f'\n/* TRANSLATORS: only here. */\nconst char *text = N_ ("{REVIEWED}");\n')

    def test_list(self):
        self.assertRegex(self.translate("--list", "de", "ja"), r"de: 0 missing or unsure, 0 broken\nja: 0 missing")
        self.add_text()
        said = self.translate("--list", "de", status=1)
        self.assertIn(f"#. TRANSLATORS: only here.\n{REVIEWED}\n", said)
        self.assertIn("de: 1 missing or unsure, 0 broken", said)

    def test_update(self):
        before = self.read("de")
        self.add_text()
        self.translate("--update", "de")
        after = self.read("de")
        self.assertTrue(f'msgid "{REVIEWED}"\nmsgstr ""\n' in after)
        self.assertFalse("#, fuzzy" in after)
        self.assertTrue("X-Native-Reviewer: awaited" in after)
        lost = {line for line in before.splitlines() if line.startswith("msgid")} - set(after.splitlines())
        self.assertEqual(lost, set())
        self.assertFalse(list((self.copy / "po").glob("*~")))

    def test_new(self):
        self.translate("--new", "nl")
        text = self.read("nl")
        self.assertTrue('"Language: nl\\n"' in text and 'charset=UTF-8\\n"' in text, text[:900])
        self.assertEqual(text.count('"X-Native-Reviewer: awaited\\n"'), 1)
        self.assertEqual(text.count('"Plural-Forms: nplurals=2;'), 1)
        self.assertIn("nl", (self.copy / "po/LINGUAS").read_text().splitlines())
        missing = re.search(r"nl: (\d+) missing or unsure, 0 broken", self.translate("--list", "nl", status=1))
        self.assertGreater(int(missing[1]), 500)
        self.assertIn("there already", self.translate("--new", "nl", status=1))

    def test_show(self):
        said = self.translate("de")
        self.assertIn("de: 0 missing or unsure, 0 broken", said)
        self.assertRegex(said, r"--demo LANGUAGE=de LC_ALL=(de_DE|C)\.[Uu][Tt][Ff]-?8\n")

    def test_show_pseudo(self):
        self.assertIn("--demo LANGUAGE=en@pseudo LC_ALL=", self.translate("pseudo"))
        self.assertTrue((self.copy / "build-run/po/en@pseudo/LC_MESSAGES/kitte.mo").is_file())

    def test_wrong(self):
        self.assertIn("no catalogue po/tlh.po", self.translate("tlh", status=1))
        self.assertIn("scripts/translate LANGUAGE", self.translate(status=1))
        self.assertIn("scripts/translate LANGUAGE", self.translate("--update", status=1))


if __name__ == "__main__":
    unittest.main()
