# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the real Evolution: start it, see it fetch, send, quit; any prompt is a failure."""

import os
import sqlite3
import subprocess
import urllib.parse

from service import PATIENCE, wait_until

PROGRAM = "evolution"
MAIN_WINDOW = "EShellWindow"


class Evolution:
    """One running Evolution in a session."""

    def __init__(self, session):
        self.session = session
        self.process = None
        self.composing = None

    def _is_own(self, window):
        return window.role.startswith(MAIN_WINDOW) or (
            self.composing is not None and window.title.startswith(self.composing))

    def start(self):
        """Start it as a person would and wait for its main window."""
        self.process = self.session.launch([PROGRAM, "--component=mail"], "evolution")
        self.session.wait_quietly(
            lambda: any(w.role.startswith(MAIN_WINDOW) for w in self.session.windows()),
            PATIENCE, "Evolution's main window", self._is_own)

    def start_for_the_first_time(self):
        """Start it in a home without an account: its welcome assistant opens, and is left alone."""
        self.process = self.session.launch([PROGRAM, "--component=mail"], "evolution")
        self.session.wait_for_window(lambda window: "Welcome" in window.title, PATIENCE,
                                     "Evolution's welcome assistant")

    def _databases(self):
        for root in (".cache/evolution/mail", ".local/share/evolution/mail/local"):
            for place, _, names in os.walk(self.session.path(root)):
                if "folders.db" in names:
                    yield os.path.join(place, "folders.db")

    def _fetched(self, token):
        for path in self._databases():
            try:
                with sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=2) as database:
                    tables = [row[0] for row in database.execute(
                        "select name from sqlite_master where type = 'table'")]
                    for table in tables:
                        quoted = '"' + table.replace('"', '""') + '"'
                        columns = [row[1] for row in database.execute(
                            f"pragma table_info({quoted})")]
                        if "subject" in columns and database.execute(
                                f"select 1 from {quoted} where subject like ?",
                                (f"%{token}%",)).fetchone():
                            return True
            except sqlite3.Error:
                continue
        return False

    def receive(self, token, seconds=PATIENCE):
        """Wait until Evolution's own list of messages has the message."""
        self.session.wait_quietly(lambda: self._fetched(token), seconds,
                                  f"Evolution to fetch {token}", self._is_own)

    def send(self, address, recipient, token, arrived):
        """Compose and send; `arrived` tells whether the message is where it should be."""
        self.session.run(["gsettings", "set", "org.gnome.evolution.mail",
                          "prompt-on-accel-send", "false"])
        self.composing = token
        query = urllib.parse.urlencode(
            {"subject": token, "body": "Sent by Evolution.", "from": address},
            quote_via=urllib.parse.quote)
        self.session.launch([PROGRAM, f"mailto:{recipient}?{query}"], "compose")
        self.session.wait_for_window(lambda window: window.title.startswith(token),
                                     PATIENCE, "the composer")

        def sent():
            # The composer fills itself for a while and takes no key before: press again.
            windows = self.session.refuse_dialogs(self._is_own)
            window = next((w for w in windows if w.title.startswith(token)), None)
            if window:
                self.session.press(window, "ctrl+Return")
            return arrived()
        wait_until(sent, PATIENCE, lambda: f"Evolution to send {token}; "
                   f"windows: {self.session.windows()}; {self.session.picture('late')}")

    def quit(self):
        """End Evolution as a log-out does: it is asked, and not waited for very long.

        After sending it waits for an answer of its address book, up to 25 seconds.
        """
        self.process.terminate()
        try:
            self.process.wait(2)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(PATIENCE)
        self.composing = None
