# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs kittectl in a throwaway home and reads what it prints."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from mailhost.client import PATIENCE, MailHost, Script  # noqa: E402,F401
from mailhost.names import NameServer  # noqa: E402

ADDRESS = "hanako@demo.kitte.test"
PASSWORD = "kitte-demo"
# The domains of the tests exist, and nothing is known of them; the world outside is not asked.
NAMES = NameServer({"demo.kitte.test": [], "unknown-domain.test": []})
PROGRAM = os.environ.get("KITTECTL", "build/src/cli/kittectl")


class Result:
    """What one run printed and how it ended."""

    def __init__(self, process):
        self.status = process.returncode
        self.output = process.stdout
        self.errors = process.stderr

    @property
    def object(self):
        """The one JSON object on standard output."""
        return json.loads(self.output)


class Home:
    """A home of its own; `run` starts kittectl in it."""

    def __init__(self, ca_file=None, language="C.UTF-8"):
        self._folder = tempfile.TemporaryDirectory(prefix="kitte-home-")
        self.path = pathlib.Path(self._folder.name)
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": str(self.path), "LC_ALL": language,
            "XDG_CONFIG_HOME": str(self.path / ".config"),
            "XDG_DATA_HOME": str(self.path / ".local/share"),
            "XDG_STATE_HOME": str(self.path / ".local/state"),
            "XDG_CACHE_HOME": str(self.path / ".cache"),
            "DBUS_SESSION_BUS_ADDRESS": "disabled:",
            # The shipped presets name real servers.
            "KITTE_WARM_UP": "no",
            "KITTE_NAME_SERVERS": NAMES.address,
            # The desktop’s proxy is read through settings, whose store makes files of its own.
            "GSETTINGS_BACKEND": "memory",
        }
        for name in ("ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS"):
            if name in os.environ:
                self.environment[name] = os.environ[name]
        if ca_file is not None:
            self.environment["KITTE_CA_FILE"] = str(ca_file)

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        self._folder.cleanup()

    def run(self, *arguments, password=None, seconds=PATIENCE, **environment):
        """Run kittectl with `arguments`; `password` goes to standard input."""
        arguments = [PROGRAM, *map(str, arguments)]
        if password is not None:
            arguments.append("--password-stdin")
        process = subprocess.run(
            arguments, input="" if password is None else password + "\n", text=True,
            capture_output=True, timeout=seconds, check=False,
            env={**self.environment, **environment})
        return Result(process)

    def start(self, *arguments, password):
        """Start kittectl and give it `password`; the caller waits for its end."""
        process = subprocess.Popen(
            [PROGRAM, *map(str, arguments), "--password-stdin"], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.environment)
        process.stdin.write(password.encode() + b"\n")
        process.stdin.close()
        process.stdin = None
        return process

    def files(self):
        """Every file below the home, as path and bytes."""
        return {path.relative_to(self.path): path.read_bytes()
                for path in sorted(self.path.rglob("*")) if path.is_file()}
