# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the real Thunderbird: start it, see it fetch, send, quit; any prompt is a failure."""

import os
import signal
import time

from service import PATIENCE, wait_until

PROGRAM = "thunderbird"
MAIN_WINDOW = "3pane"

# Asked once for a message sent by keyboard; normal, and no sign of a wrong account.
CONFIRMATION = "Send Message"
PROGRESS = "Sending Message"

# Seconds after which a key that has had no effect is pressed again.
AGAIN = 5


class Thunderbird:
    """One running Thunderbird in a session; with `root`, on the one profile of another package."""

    def __init__(self, session, root=None):
        self.session = session
        self.root = session.path(root or ".thunderbird")
        self.command = [PROGRAM]
        if root:
            self.command += ["--profile", self._first_profile()]
        self.process = None
        self.composing = None

    def _first_profile(self):
        with open(os.path.join(self.root, "profiles.ini"), encoding="utf-8") as file:
            path = next(line for line in file if line.startswith("Path="))
        return os.path.join(self.root, path.removeprefix("Path=").strip())

    def _is_own(self, window):
        return window.role == MAIN_WINDOW or (
            self.composing is not None and self.composing in window.title)

    def start(self):
        """Start it as a person would and wait for its main window."""
        self.process = self.session.launch(self.command, "thunderbird")
        self.session.wait_quietly(
            lambda: any(window.role == MAIN_WINDOW for window in self.session.windows()),
            PATIENCE, "Thunderbird's main window", self._is_own)

    def start_and_open(self, primary):
        """Start it, and give it the primary password that it asks for."""
        self.process = self.session.launch(self.command, "thunderbird")
        asked = typed = 0

        def opened():
            nonlocal asked, typed
            windows = self.session.windows()
            question = next((w for w in windows if w.title.startswith("Password Required")), None)
            # It may not listen yet, or not to all of it: then it asks on, or anew.
            if question and time.monotonic() > typed + AGAIN:
                asked += 1
                self.session.press(question, "ctrl+a")
                self.session.type(question, primary)
                self.session.press(question, "Return")
                typed = time.monotonic()
            return asked and not question and any(w.role == MAIN_WINDOW for w in windows)
        wait_until(opened, PATIENCE, lambda: f"Thunderbird to ask for the primary password and open "
                   f"(asked: {asked}); {self.session.windows()}; {self.session.picture('late')}")

    def profile(self):
        """The folder of the one profile that Thunderbird opened."""
        found = [os.path.join(self.root, name) for name in os.listdir(self.root)
                 if os.path.exists(os.path.join(self.root, name, ".parentlock"))]
        if len(found) != 1:
            raise AssertionError(f"Thunderbird opened {found}")
        return found[0]

    def _fetched(self, token):
        for folder in ("ImapMail", "Mail"):
            for place, _, names in os.walk(os.path.join(self.profile(), folder)):
                for name in names:
                    try:
                        with open(os.path.join(place, name), "rb") as file:
                            if token.encode() in file.read():
                                return True
                    except FileNotFoundError:  # a temporary one
                        continue
        return False

    def receive(self, token, seconds=PATIENCE):
        """Wait until the message lies in the profile; Thunderbird fetches by itself."""
        self.session.wait_quietly(lambda: self._fetched(token), seconds,
                                  f"Thunderbird to fetch {token}", self._is_own)

    def _identity(self, address):
        with open(os.path.join(self.profile(), "prefs.js"), encoding="utf-8") as file:
            for line in file:
                if line.startswith('user_pref("mail.identity.') and \
                        f'useremail", "{address}"' in line:
                    return line.split(".")[2]
        raise AssertionError(f"Thunderbird has no identity {address}")

    def send(self, address, recipient, token, arrived):
        """Compose and send; `arrived` tells whether the message is where it should be."""
        identity = self._identity(address)
        self.composing = token
        self.session.launch([*self.command, "-compose", f"preselectid='{identity}',to='{recipient}',"
                             f"subject='{token}',body='Sent by Thunderbird.'"], "compose")
        self.session.wait_for_window(
            lambda window: window.title.startswith(f"Write: {token}"), PATIENCE, "the composer")
        confirmed = False
        pressed = 0

        def sent():
            nonlocal confirmed, pressed
            windows = self.session.refuse_dialogs(
                lambda w: self._is_own(w) or w.title == CONFIRMATION
                or w.title.startswith(PROGRESS))
            question = next((w for w in windows if w.title == CONFIRMATION), None)
            if question:
                # The buttons take no key in their first second: ask again until it is gone.
                confirmed = True
                self.session.press(question, "Return")
                return False
            if arrived():
                return True
            # The composer takes no key while it is being filled, and none while it sends.
            composer = next((w for w in windows if w.title.startswith(f"Write: {token}")), None)
            busy = any(w.title.startswith(PROGRESS) for w in windows)
            if composer and not busy and time.monotonic() > pressed + AGAIN:
                self.session.press(composer, "ctrl+Return")
                pressed = time.monotonic()
            return False
        wait_until(sent, PATIENCE, lambda: f"Thunderbird to send {token} (confirmed: {confirmed}); "
                   f"windows: {self.session.windows()}; {self.session.picture('late')}")

    def quit(self):
        """Close it as the desktop does at log-out."""
        lock = os.path.join(self.profile(), "lock")
        pid = int(os.readlink(lock).split("+")[-1])
        os.kill(pid, signal.SIGTERM)
        wait_until(lambda: not os.path.exists(f"/proc/{pid}") or self.process.poll() is not None,
                   PATIENCE, "Thunderbird to quit")
        self.composing = None
