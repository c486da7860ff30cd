# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the real Kitte window by what it says to a screen reader."""

import gettext
import json
import os
import subprocess

import namespace
from service import PATIENCE, wait_until

AGENT = namespace.SOURCE + "/tests/acceptance/accessible.py"

# Where the build puts them; an uninstalled Kitte looks there by itself.
CATALOGUES = namespace.SOURCE + "/build/po"


class Wizard:
    """One running Kitte in a session."""

    def __init__(self, session, language="C.UTF-8"):
        self.session = session
        self.language = language
        self.catalogue = gettext.translation("kitte", CATALOGUES, [language.split("_")[0]],
                                             fallback=not language.startswith("ja"))
        self.process = None
        self.agent = None

    def say(self, text):
        """The sentence as it is heard: in the window's language, without the mnemonic's line."""
        return self.catalogue.gettext(text).replace("_", "")

    def start(self):
        # Only where it was built does it find its translations.
        built = os.environ["KITTE"]
        program = built if self.session.run(["test", "-x", built]).returncode == 0 \
            else namespace.WINDOW
        self.process = self.session.launch(["env", "LC_ALL=" + self.language, program], "kitte")
        self.agent = self.session.launch_piped(["/usr/bin/python3", AGENT, str(self.process.pid)])
        wait_until(lambda: len(self.tree()) > 3, PATIENCE, "Kitte's window")

    def ask(self, *command):
        """Let the agent do one thing; AssertionError when it cannot be done."""
        self.agent.stdin.write(json.dumps(command) + "\n")
        self.agent.stdin.flush()
        answer = json.loads(self.agent.stdout.readline())
        if "error" in answer:
            raise AssertionError(f"{answer['error']}; the window says {self.texts()}; "
                                 f"{self.session.picture('wizard')}")
        return answer["value"]

    def tree(self):
        self.agent.stdin.write('["tree"]\n')
        self.agent.stdin.flush()
        return json.loads(self.agent.stdout.readline()).get("value", [])

    def texts(self):
        """Every name that is on the screen, in reading order."""
        return [node["name"] for node in self.tree() if node["name"]]

    def fill(self, label, text):
        self.ask("fill", self.say(label), text)

    def press(self, label):
        self.ask("press", self.say(label))

    def wait_for(self, text, seconds=PATIENCE):
        """Wait until some name on the screen contains the text, whatever its `%s` holds."""
        parts = self.say(text).split("%s")
        return wait_until(lambda: next((name for name in self.texts()
                                        if all(part in name for part in parts)), None),
                          seconds, lambda: f"“{text}”; the window says {self.texts()}; "
                          f"{self.session.picture('wizard')}")

    def quit(self):
        self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired as error:
            raise AssertionError("Kitte does not end when it is asked to") from error
        self.agent.stdin.close()
        self.agent.wait(PATIENCE)
