# SPDX-License-Identifier: GPL-3.0-or-later
"""The man pages: well-formed, and complete against what the programs say of themselves."""

import os
import pathlib
import re
import shutil
import subprocess
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
MAN = SOURCE / "data/man"
KITTECTL = pathlib.Path(os.environ["KITTECTL"]).resolve()
KITTE = pathlib.Path(os.environ["KITTE_BUILD_DIR"]) / "src/app/kitte"
NAMES = ("kitte.1", "kittectl.1")
LANGUAGES = sorted(page.parent.name for page in MAN.glob("*/kittectl.1"))
PAGES = [MAN / folder / name for folder in ("", *LANGUAGES) for name in NAMES]

# What is the same in every language: what is typed, files, and the names of variables.
TYPED = re.compile(r"(?:\\-)+[a-z][a-z\\-]*|~?/[\w./*-]+|\b[A-Z]+_[A-Z_]+\b|\b[0-6]$")
# As man does it: where lines may be broken between letters.
HYPHENATION = {"ja": ["-mja"], "zh_CN": ["-mzh"]}
COMMAND_TAG = re.compile(r'\.B[IR]? "?([a-z]+(?: [a-z]+)?)\b')


def ask(*arguments):
    return subprocess.run([KITTECTL, *arguments], env={**os.environ, "LC_ALL": "C.UTF-8"},
                          text=True, capture_output=True, check=True).stdout


def structure(page):
    """Headings, entries and paragraphs in order; of an entry, what a person types."""
    found, tag = [], False
    for line in page.read_text(encoding="utf-8").splitlines():
        macro = line.split(" ")[0]
        if tag:
            command = COMMAND_TAG.match(line)
            found.append((TYPED.findall(line), command and command[1]))
        if macro in (".SH", ".TP", ".PP"):
            found.append(macro)
        tag = macro == ".TP"
    return found


def sentences(page):
    """The lines that are read; not requests and comments."""
    return [line for line in page.read_text(encoding="utf-8").splitlines()
            if line and not line.startswith(".")]


class ManPages(unittest.TestCase):
    @unittest.skipUnless(shutil.which("mandoc"), "mandoc is not installed")
    def test_well_formed(self):
        for page in PAGES:
            with self.subTest(page=page):
                result = subprocess.run(
                    ["mandoc", "-T", "lint", "-W", "warning", page], text=True,
                    capture_output=True, check=False)
                said = [line for line in result.stdout.splitlines()
                        if "missing date" not in line]
                self.assertEqual(said, [])

    def test_every_command_and_option(self):
        commands = re.findall(r"^  ([a-z]+) ", ask("--help"), re.MULTILINE)
        self.assertGreater(len(commands), 6)
        options = set()
        for command in commands:
            options |= set(re.findall(r"--[a-z-]+", ask(command, "--help")))
        options -= {"--help"}
        for page in PAGES[1::2]:
            text = page.read_text().replace("\\-", "-")
            for word in commands:
                self.assertRegex(text, rf"(?m)^\.B[IR]? \"?{word}\b", f"{page}: {word}")
            for option in options:
                self.assertRegex(text, rf"(?m)^\.BI? {option}\b", f"{page}: {option}")
            told = set(re.findall(r"(?m)^\.BI? (--[a-z-]+)", text))
            self.assertEqual(told - options, set(), page)

    @unittest.skipUnless(KITTE.exists(), "the window is not built")
    def test_every_option_of_the_window(self):
        # The toolkit prints its help and ends the process where it stands.
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "ASAN_OPTIONS": "detect_leaks=0"}
        said = subprocess.run([KITTE, "--help"], env=environment, text=True, capture_output=True,
                              check=True).stdout
        options = set(re.findall(r"(?m)^  (?:-[a-z], )?(--[a-z-]+)", said))
        self.assertLessEqual({"--help", "--version"}, options)
        # How the toolkit’s own options are listed.
        options -= {"--help-all", "--help-gapplication"}
        for page in PAGES[::2]:
            told = set(re.findall(r"--[a-z-]+", page.read_text().replace("\\-", "-")))
            self.assertEqual(told, options, page)

    def test_languages(self):
        """Every language that the catalogues' test wants complete; the build installs those in LINGUAS."""
        lists = re.findall(r"^COMPLETE[A-Z_]* = (.*)", (SOURCE / "tests/po/check-catalogues.py").read_text(), re.MULTILINE)
        self.assertLessEqual(set(re.findall(r'"(\w+)"', " ".join(lists))), set(LANGUAGES))
        self.assertGreater(len(LANGUAGES), 5)
        self.assertLessEqual(set(LANGUAGES), set((SOURCE / "po/LINGUAS").read_text().split("\n")))

    def test_same_structure(self):
        """Every page follows the English one, section by section and entry by entry."""
        for name in NAMES:
            english = structure(MAN / name)
            self.assertGreater(len(english), 15)
            for language in LANGUAGES:
                with self.subTest(page=name, language=language):
                    self.assertEqual(structure(MAN / language / name), english)

    def test_nothing_left_in_english(self):
        for name in NAMES:
            english = set(sentences(MAN / name))
            self.assertGreater(len(english), 10)
            for language in LANGUAGES:
                with self.subTest(page=name, language=language):
                    self.assertEqual(english & set(sentences(MAN / language / name)), set())

    def test_reviewers(self):
        """A page says that nobody has read it as long as the catalogue does."""
        for page in PAGES[len(NAMES):]:
            catalogue = (SOURCE / f"po/{page.parent.name}.po").read_text(encoding="utf-8")
            with self.subTest(page=page):
                self.assertEqual('.\\" X-Native-Reviewer: awaited\n' in page.read_text(encoding="utf-8"),
                                 '"X-Native-Reviewer: awaited\\n"' in catalogue)

    @unittest.skipUnless(shutil.which("groff") and shutil.which("preconv"), "groff is not installed")
    def test_rendered(self):
        for page in PAGES:
            with self.subTest(page=page):
                result = subprocess.run(
                    ["groff", "-Kutf8", "-Tutf8", "-man", *HYPHENATION.get(page.parent.name, []), "-ww",
                     page], capture_output=True,
                    env={**os.environ, "LC_ALL": "C.UTF-8"}, check=False)
                self.assertEqual((result.returncode, result.stderr), (0, b""))
                self.assertIn(f"{page.stem.upper()}(1)", result.stdout.decode()[:80])

    @unittest.skipUnless(shutil.which("lexgrog"), "man-db is not installed")
    def test_what_is(self):
        """The line that “whatis” and “apropos” show is found in it."""
        for page in PAGES:
            with self.subTest(page=page):
                said = subprocess.run(["lexgrog", page], text=True, capture_output=True, check=False,
                                      env={**os.environ, "LC_ALL": "C.UTF-8"}).stdout
                self.assertIn(f': "{page.stem} - ', said)


if __name__ == "__main__":
    unittest.main()
