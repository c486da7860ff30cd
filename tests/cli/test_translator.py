#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A translator adds a language with po/XX.po and a line in po/LINGUAS; a provider, in its preset."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from kittectl import PROGRAM, Home

SOURCE = pathlib.Path(os.environ.get("KITTE_SOURCE_DIR",
                                     pathlib.Path(__file__).resolve().parents[2]))
CATALOGUES = pathlib.Path(PROGRAM).resolve().parents[2] / "po"

# For private use (ISO 639): nobody will ever add it.
LANGUAGE = "qtk"

# All that is built: there is no compiler in it.
PROJECT = """project('kitte', meson_version: '>= 1.0.0')
i18n = import('i18n')
is_plain = true
subdir('po')
"""

CATALOGUE = f'''
msgid ""
msgstr ""
"Language: {LANGUAGE}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

msgid "There is no @ in the mail address. It looks like name@example.com."
msgstr "Çe adres sen @ es."

msgid "mail password"
msgstr "poŝta ŝlosilo"
'''


def run(*command, folder):
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise AssertionError(done.stdout + done.stderr)


def build_catalogue(folder):
    """What a translator does, in a copy: two files in po/, and the build makes the rest."""
    shutil.copytree(SOURCE / "po", folder / "po")
    (folder / "meson.build").write_text(PROJECT)
    (folder / f"po/{LANGUAGE}.po").write_text(CATALOGUE, encoding="utf-8")
    with open(folder / "po/LINGUAS", "a", encoding="utf-8") as languages:
        languages.write(LANGUAGE + "\n")
    run("meson", "setup", "build", folder=folder)
    run("ninja", "-C", "build", folder=folder)
    return folder / f"build/po/{LANGUAGE}/LC_MESSAGES/kitte.mo"


class Translator(unittest.TestCase):
    """The program as it was built before, with a catalogue made after it."""

    def setUp(self):
        home = Home()
        self.home = home.__enter__()
        self.addCleanup(home.__exit__)
        self.home.environment["LANGUAGE"] = LANGUAGE

    def add_language(self):
        place = CATALOGUES / LANGUAGE
        self.addCleanup(shutil.rmtree, place, ignore_errors=True)
        with tempfile.TemporaryDirectory(prefix="kitte-translator-") as folder:
            built = build_catalogue(pathlib.Path(folder))
            (place / "LC_MESSAGES").mkdir(parents=True, exist_ok=True)
            shutil.copy(built, place / "LC_MESSAGES")

    def test_a_language_without_a_compiler(self):
        said = self.home.run("lookup", "hanako").errors
        self.assertIn("There is no @ in the mail address.", said)
        self.add_language()
        said = self.home.run("lookup", "hanako").errors
        self.assertIn("Çe adres sen @ es.", said)
        self.assertNotIn("There is no @", said)
        # What many presets say by a name is in the catalogue too; the rest stays English.
        said = self.home.run("presets", "show", "ini-hosting").output
        self.assertIn("poŝta ŝlosilo", said)
        self.assertIn("ini hosting", said)

    def test_a_preset_in_one_more_language(self):
        preset = json.loads((SOURCE / "data/providers/ini-hosting.json").read_text("utf-8"))
        preset.update(id="translated")
        preset["name"][LANGUAGE] = "La poŝto"
        path = self.home.path / "translated.json"
        path.write_text(json.dumps(preset, ensure_ascii=False), encoding="utf-8")
        checked = self.home.run("presets", "check", path)
        self.assertEqual(checked.status, 0, checked.output + checked.errors)
        own = self.home.path / ".local/share/kitte/providers"
        own.mkdir(parents=True)
        shutil.copy(path, own)
        self.assertIn("La poŝto", self.home.run("presets", "show", "translated").output)


if __name__ == "__main__":
    unittest.main()
