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
PAGES = [MAN / folder / page for folder in ("", "ja") for page in ("kitte.1", "kittectl.1")]


def ask(*arguments):
    return subprocess.run([KITTECTL, *arguments], env={**os.environ, "LC_ALL": "C.UTF-8"},
                          text=True, capture_output=True, check=True).stdout


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
        for page in (MAN / "kittectl.1", MAN / "ja/kittectl.1"):
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
        for page in (MAN / "kitte.1", MAN / "ja/kitte.1"):
            told = set(re.findall(r"--[a-z-]+", page.read_text().replace("\\-", "-")))
            self.assertEqual(told, options, page)

    def test_same_sections(self):
        for page in ("kitte.1", "kittectl.1"):
            english, japanese = ((MAN / folder / page).read_text() for folder in ("", "ja"))
            for macro in (".SH", ".TP", ".PP"):
                self.assertEqual(english.count(f"\n{macro}"), japanese.count(f"\n{macro}"),
                                 f"{page}: {macro}")


if __name__ == "__main__":
    unittest.main()
