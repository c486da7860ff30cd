# SPDX-License-Identifier: GPL-3.0-or-later
"""The programs that are measured: kittectl, and other people's on the same servers.

Times are those of whole processes, from before the start until after the end. A program that
cannot do a row has no command for it.
"""

import json
import os
import pty
import select
import shutil
import subprocess
import sys
import time
import urllib.parse

import provider

_SECONDS = 60
_SERIAL = os.path.join(os.path.dirname(os.path.realpath(__file__)), "serial.py")


class Trouble(Exception):
    """A program did not do what was to be measured."""


def _timed(command, text, environment):
    began = time.monotonic()
    done = subprocess.run(command, input=text, capture_output=True, text=True, env=environment,
                          timeout=_SECONDS)
    return (time.monotonic() - began) * 1000, done


class Home:
    """An empty home with the presets of the provider, and the environment that leads to it."""

    def __init__(self, folder, ca_file):
        self.ca_file = ca_file
        self.folder = os.path.join(folder, "home")
        self.presets = os.path.join(self.folder, ".local/share/kitte/providers")
        os.makedirs(self.presets)
        for name, text in provider.presets().items():
            with open(os.path.join(self.presets, name), "w", encoding="utf-8") as file:
                file.write(text)
        self.environment = {"PATH": os.environ["PATH"], "HOME": self.folder, "LC_ALL": "C.UTF-8",
                            "TMPDIR": os.environ["TMPDIR"], "KITTE_CA_FILE": ca_file,
                            "GSETTINGS_BACKEND": "memory", "GIO_USE_VFS": "local"}


class Kittectl:
    """`kittectl verify`, with its own count of trips and milliseconds."""

    name = "kittectl verify"

    def __init__(self, home, path):
        self._home = home
        self._path = path

    def command(self, row):
        """The command for a row."""
        words = [self._path, "verify", row.address, "--json", "--password-stdin"]
        if row.preset:
            return words + ["--answer", "trust=" + provider.DOMAIN]
        if row.found:
            return words + ["--answer", "username=" + row.address]
        words += [f"--incoming={_with_starttls(row.incoming)}"] if row.incoming else []
        return words + ([f"--outgoing={_with_starttls(row.outgoing)}"] if row.outgoing else [])

    def measure(self, row):
        """Milliseconds of the process, milliseconds by its own account, trips of each check."""
        environment = self._home.environment
        if row.shipped:
            environment = {**environment, "KITTE_PROVIDERS_DIR": self._home.presets}
        took, done = _timed(self.command(row), provider.PASSWORD + "\n", environment)
        try:
            answer = json.loads(done.stdout)
            good = answer["result"] == "ok" and len(answer["checks"]) == len(row.urls)
        except (ValueError, KeyError):
            good = False
        if not good:
            raise Trouble(f"kittectl said on “{row.name}”:\n{done.stdout}{done.stderr}")
        return took, answer["elapsed_ms"], [check["trips"] for check in answer["checks"]]


class KittectlAtTerminal:
    """`kittectl verify` at a terminal: the clock runs from Return behind the password to the end.

    The presets are the shipped ones here, so that their servers are called while the password is
    typed, which takes `typing` seconds.
    """

    name = "kittectl verify, at its question"

    def __init__(self, home, path, typing):
        self._environment = {**home.environment, "TERM": "dumb",
                             "KITTE_PROVIDERS_DIR": home.presets}
        self._path = path
        self._typing = typing

    def measure(self, row):
        """Milliseconds from Return to the end of the process; it counts none itself."""
        child, terminal = pty.fork()
        if child == 0:
            os.execve(self._path, [self._path, "verify", row.address], self._environment)
        shown = self._read_until(terminal, b"while you type):")
        time.sleep(self._typing)
        os.write(terminal, provider.PASSWORD.encode() + b"\n")
        began = time.monotonic()
        _, status = os.waitpid(child, 0)
        took = (time.monotonic() - began) * 1000
        shown += self._read_until(terminal, None)
        os.close(terminal)
        if status != 0:
            raise Trouble(f"kittectl said on “{row.name}”:\n{shown.decode()}")
        return took, 0, []

    @staticmethod
    def _read_until(terminal, text):
        """What was shown up to `text`, or what is there."""
        shown = b""
        while text is None or text not in shown:
            if not select.select([terminal], [], [], 0 if text is None else _SECONDS)[0]:
                break
            try:
                shown += os.read(terminal, 65536)
            except OSError:
                break
        return shown


def _with_starttls(url):
    return url + "?starttls=required" if url.split(":")[0] in ("imap", "pop3", "smtp") else url


class Peer:
    """Another program; `available` says whether it is installed."""

    program = ""

    def __init__(self, home):
        self._home = home

    @property
    def available(self):
        """Whether the program is installed."""
        return shutil.which(self.program) is not None

    def command(self, row):
        """The command for a row, or None where the program cannot do it."""
        raise NotImplementedError

    def measure(self, row):
        """Milliseconds of the process."""
        took, done = _timed(self.command(row), None, self._home.environment)
        if done.returncode != 0:
            raise Trouble(f"{self.name} on “{row.name}”: {done.stdout}{done.stderr}")
        return took


class CurlInTurn(Peer):
    """Every server with one command, sign-in and NOOP, one after the other."""

    name = "curl, one after the other"
    program = "curl"

    def command(self, row):
        if row.ready:
            return None
        words = ["curl", "--silent", "--show-error", *self._options()]
        for number, url in enumerate(row.urls):
            words += ["--next", "--silent", "--show-error"] if number else []
            words += ["--cacert", self._home.ca_file, "--ssl-reqd", "--request", "NOOP", "--user",
                      f"{row.address}:{provider.PASSWORD}", "--output", "/dev/null", url]
            # curl waits for more than one line otherwise.
            words += ["--head"] if url.startswith("pop3") else []
        return words

    def _options(self):
        return []


class CurlInParallel(CurlInTurn):
    """The same side by side, where there are two: both sign in, whatever the other is told."""

    name = "curl, in parallel"

    def _options(self):
        return ["--parallel", "--parallel-immediate"]

    def command(self, row):
        return super().command(row) if len(row.urls) > 1 else None


class Msmtp(Peer):
    """`msmtp --serverinfo`: greeting, TLS and capabilities of the sending server."""

    name = "msmtp --serverinfo"
    program = "msmtp"

    def command(self, row):
        if row.incoming:
            return None
        parts = urllib.parse.urlsplit(row.outgoing)
        implicit = parts.scheme == "smtps"
        return ["msmtp", "--serverinfo", "--host", parts.hostname, "--port",
                str(parts.port or 465), "--tls=on", f"--tls-starttls={'off' if implicit else 'on'}",
                f"--tls-trust-file={self._home.ca_file}"]


class MsmtpConfigure(Peer):
    """`msmtp --configure ADDRESS`: one service record, for sending; it calls no server at all."""

    name = "msmtp --configure"
    program = "msmtp"

    def command(self, row):
        if not row.found or row.domain != provider.SRV_DOMAIN:
            return None
        return ["msmtp", f"--tls-trust-file={self._home.ca_file}", "--configure", row.address]


class Serial(Peer):
    """The sources that Kitte asks, one after the other (`serial.py`)."""

    name = "all sources in turn"
    program = "python3"

    def command(self, row):
        if not row.found:
            return None
        return ["env", "SSL_CERT_FILE=" + self._home.ca_file, sys.executable, "-B", _SERIAL,
                row.address, provider.PASSWORD, self._home.presets]


PEERS = (Msmtp, MsmtpConfigure, CurlInTurn, CurlInParallel, Serial)
