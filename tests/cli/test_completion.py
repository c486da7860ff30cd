# SPDX-License-Identifier: GPL-3.0-or-later
"""What the shells offer while a command is typed."""

import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
COMPLETIONS = SOURCE / "data/completions"
COMMANDS = {"lookup", "verify", "setup", "repair", "undo", "explain", "presets", "brand", "export"}

# What stands on the line, and what must and must not be among the offers.
CASES = [
    ("kittectl ", COMMANDS, {"--json"}),
    ("kittectl ver", {"verify"}, {"setup"}),
    ("kittectl setup --d", {"--deadline", "--dry-run"}, {"--matrix"}),
    ("kittectl verify --", {"--matrix", "--transcript", "--json"}, {"--dry-run"}),
    ("kittectl setup a@b.test --for ", {"thunderbird", "evolution", "msmtp"}, {"setup"}),
    ("kittectl presets check --live sakura", {"sakura-rental"}, {"gmail"}),
    ("kittectl export sakura", {"sakura-rental"}, {"gmail"}),
    ("kittectl export gmail --format ", {"autoconfig", "mobileconfig", "qr-png"}, {"gmail"}),
    ("kittectl brand ", {"check"}, {"list"}),
    ("kittectl presets ", {"list", "show", "check"}, {"sakura-rental"}),
    ("kittectl presets show sakura", {"sakura-rental"}, {"gmail"}),
]

BASH = """
source /usr/share/bash-completion/bash_completion
source "$COMPLETION"
COMP_LINE=$LINE COMP_POINT=${#LINE}
read -ra COMP_WORDS <<<"$LINE"
[[ $LINE == *" " ]] && COMP_WORDS+=("")
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_kittectl
printf '%s\\n' "${COMPREPLY[@]}"
"""

# The completion system needs a terminal of its own; the line editor gives what would be inserted.
ZSH = """
zmodload zsh/zpty
zpty shell zsh -f -i
line() { zpty -w shell "$1" }
line 'PROMPT= ; fpath=($COMPLETIONS $fpath); autoload -U compinit; compinit -D -u'
line 'compadd() { builtin compadd -O found "$@"; print -rl -- $found >> $OUT; builtin compadd "$@" }'
line 'zstyle ":completion:*" list-prompt ""; bindkey "^I" complete-word; print ready >> $OUT'
until grep -q ready $OUT; do sleep 0.05; done
zpty -n -w shell "$LINE"$'\\t'
for i in {1..100}; do grep -qx -- "$AWAITED" $OUT && break; sleep 0.05; done
zpty -d shell
"""


def words_of(offered):
    return {word for word in offered if word}


def options_of(offered):
    """Fish offers “--for=” for an option with a value."""
    return {word.rstrip("=") for word in offered if word.startswith("--")}


class Completion(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="kitte-completion-"))
        self.addCleanup(shutil.rmtree, self.folder)
        (self.folder / "kittectl").symlink_to(pathlib.Path(os.environ["KITTECTL"]).resolve())
        self.environment = {**os.environ, "HOME": str(self.folder), "LC_ALL": "C.UTF-8",
                            "PATH": f"{self.folder}:/usr/bin:/bin"}

    def run_shell(self, *arguments, **variables):
        return subprocess.run(arguments, env={**self.environment, **variables}, text=True,
                              capture_output=True, check=False, timeout=60)

    def check(self, offer):
        for line, there, absent in CASES:
            with self.subTest(line=line):
                offered = offer(line, sorted(there)[-1])
                self.assertLessEqual(there, offered)
                self.assertFalse(absent & offered, offered)

    def ask(self, *arguments):
        return self.run_shell(str(self.folder / "kittectl"), *arguments).stdout

    def check_everything(self, offer):
        """Neither more nor less than what the program says of itself."""
        commands = set(re.findall(r"(?m)^  ([a-z]+)  ", self.ask("--help")))
        self.assertEqual(commands, COMMANDS)
        self.assertEqual(words_of(offer("kittectl ", "")) - {"--help", "--version"}, commands)
        for command in sorted(commands):
            said = self.ask(command, "--help")
            with self.subTest(command=command):
                options = set(re.findall(r"--[a-z-]+", re.sub(r"(?m)^  kittectl.*$", "", said)))
                self.assertIn("--help", options)
                self.assertEqual(options_of(offer(f"kittectl {command} --", "")), options)
        formats = re.search(r"--format=\S+ +(.*)", self.ask("export", "--help"))[1]
        self.assertEqual(words_of(offer("kittectl export gmail --format ", "")),
                         set(re.findall(r"[a-z-]+", formats)) - {"or"})

    def offer_of_bash(self, line, _):
        return set(self.run_shell("bash", "-c", BASH, LINE=line,
                                  COMPLETION=str(COMPLETIONS / "kittectl")).stdout.split())

    def offer_of_fish(self, line, _):
        result = self.run_shell("fish", "--no-config", "-c",
                                "source $COMPLETION; complete -C $LINE", LINE=line,
                                COMPLETION=str(COMPLETIONS / "kittectl.fish"))
        return {offered.split("\t")[0] for offered in result.stdout.splitlines()}

    @unittest.skipUnless(os.path.exists("/usr/share/bash-completion/bash_completion"),
                         "bash-completion is not installed")
    def test_bash(self):
        self.check(self.offer_of_bash)
        self.check_everything(self.offer_of_bash)

    @unittest.skipUnless(shutil.which("fish"), "fish is not installed")
    def test_fish(self):
        self.check(self.offer_of_fish)
        self.check_everything(self.offer_of_fish)

    @unittest.skipUnless(shutil.which("zsh"), "zsh is not installed")
    def test_zsh(self):
        def offer(line, awaited):
            out = self.folder / "out"
            out.write_text("")
            self.run_shell("zsh", "-f", "-c", ZSH, LINE=line, OUT=str(out), AWAITED=awaited,
                           COMPLETIONS=str(COMPLETIONS))
            return set(out.read_text().split("\n"))
        self.check(offer)


if __name__ == "__main__":
    unittest.main()
