# SPDX-License-Identifier: GPL-3.0-or-later
"""A person's desktop for kittectl: mail programs that are installed, a bus and a keyring."""

import os
import shutil
import subprocess

from kittectl import PATIENCE, Home

# Real ones may be installed too; these are found first and are never run.
THUNDERBIRD = "[App]\nVendor=Mozilla\nName=Thunderbird\nVersion=115.0\nID={3550f703}\n"

# msmtp is asked what it was built with.
ANSWERS = {"msmtp": "echo 'msmtp version 1.8.23'; echo 'Keyring support: Gnome'"}


def can_keep_secrets():
    """Whether this computer has what a keyring needs."""
    return all(map(shutil.which, ("dbus-daemon", "gnome-keyring-daemon", "secret-tool")))


class Desktop(Home):
    """A home with `programs` in the search path and, where asked for, an unlocked keyring."""

    def __init__(self, ca_file=None, programs=("thunderbird", "evolution", "msmtp"), keyring=True,
                 **more):
        super().__init__(ca_file, **more)
        self._started = []
        self._keyring = keyring
        place = self.path / "programs"
        place.mkdir()
        self.environment["PATH"] = str(place)
        # The start menu of this computer says nothing about this desktop.
        self.environment["XDG_DATA_DIRS"] = str(self.path / "programs/share")
        for program in programs:
            self._install(place, program)

    def __enter__(self):
        if self._keyring:
            self._start_keyring()
        return self

    def __exit__(self, *exception):
        for process in reversed(self._started):
            process.terminate()
            process.wait(PATIENCE)
        super().__exit__(*exception)

    def _install(self, place, program):
        folder = place
        if program == "thunderbird":
            folder = place / "thunderbird-folder"
            folder.mkdir()
            (folder / "application.ini").write_text(THUNDERBIRD, encoding="ascii")
            (place / program).symlink_to(folder / program)
        (folder / program).write_text(f"#!/bin/sh\n{ANSWERS.get(program, 'exit 1')}\n",
                                      encoding="ascii")
        (folder / program).chmod(0o755)

    def _start_keyring(self):
        runtime = self.path / "run"
        runtime.mkdir(mode=0o700)
        self.environment["XDG_RUNTIME_DIR"] = str(runtime)
        environment = {**self.environment, "PATH": os.environ["PATH"]}
        environment.pop("DBUS_SESSION_BUS_ADDRESS")
        bus = subprocess.Popen(["dbus-daemon", "--session", "--nofork", "--print-address"],
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                               env=environment)
        self._started.append(bus)
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
        bus.stdout.close()
        environment.update(self.environment, PATH=os.environ["PATH"])
        # Its first process ends when the keyring is open; the one that stays ends with the bus.
        subprocess.run(["gnome-keyring-daemon", "--unlock", "--components=secrets"], input=b"test",
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=PATIENCE,
                       check=True, env=environment)

    def handle_mail_by(self, name, program):
        """Make `program` the one that the desktop opens for a mail link."""
        menu = self.path / "programs/share/applications"
        menu.mkdir(parents=True, exist_ok=True)
        (menu / f"{name}.desktop").write_text(
            f"[Desktop Entry]\nType=Application\nName={name}\nExec={program} %u\n"
            "MimeType=x-scheme-handler/mailto;\n", encoding="ascii")
        (menu / "mimeapps.list").write_text(
            f"[Default Applications]\nx-scheme-handler/mailto={name}.desktop\n",
            encoding="ascii")

    def lookup_secret(self, **attributes):
        """The password with these attributes, as another program finds it; None: there is none."""
        words = [word for pair in attributes.items() for word in pair]
        found = subprocess.run(
            ["secret-tool", "lookup", *words], capture_output=True, text=True, timeout=PATIENCE,
            check=False, env={**self.environment, "PATH": os.environ["PATH"]})
        return found.stdout if found.returncode == 0 else None

    def persons_files(self):
        """Every file that is neither Kitte's own record nor the desktop's."""
        ours = (".local/state/kitte", ".local/share/keyrings", "programs", "run", ".cache")
        return {path: data for path, data in self.files().items()
                if not str(path).startswith(ours)}
