# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the real kittectl as the user of a session and reads its answer."""

import json
import os
import subprocess
import threading

import namespace
from service import PATIENCE


class Answer:
    """What one run said: `status`, `output`, `errors`, and the parsed `object` of --json."""

    def __init__(self, status, output, errors):
        self.status = status
        self.output = output
        self.errors = errors

    @property
    def object(self):
        """The one JSON object on standard output; an AssertionError when it is not just that."""
        try:
            value = json.loads(self.output)
        except ValueError as error:
            raise AssertionError(f"no single JSON object ({error}): {self}") from error
        if not isinstance(value, dict):
            raise AssertionError(f"not a JSON object: {self}")
        return value

    def check(self, *protocols):
        """The check of the server that speaks one of the protocols."""
        found = [check for check in self.object.get("checks", [])
                 if check["server"]["protocol"] in protocols]
        if len(found) != 1:
            raise AssertionError(f"{len(found)} checks of {protocols}: {self}")
        return found[0]

    @property
    def incoming(self):
        return self.check("imap", "pop3")

    @property
    def outgoing(self):
        return self.check("smtp")

    def __str__(self):
        return f"exit {self.status}\n{self.output}\n{self.errors}"


class Kittectl:
    """kittectl in a session; `said` and `seen` keep all that could give a password away."""

    def __init__(self, session):
        self.session = session
        if not os.path.exists(namespace.PROGRAM):
            raise AssertionError("There is no kittectl: build it, or name it in KITTECTL.")
        self.said = []
        self.seen = set()

    def run(self, *arguments, password=None):
        """Run with --json; `password` is what goes to standard input, a str or a list of lines."""
        command = [namespace.PROGRAM, *arguments, "--json"]
        text = ""
        if password is not None:
            command.append("--password-stdin")
            lines = [password] if isinstance(password, str) else password
            text = "".join(line + "\n" for line in lines)
        answer = self._watch(command, text)
        self.said += [answer.output, answer.errors]
        return answer

    def _watch(self, command, text):
        """Run it, and look meanwhile at what everybody may see of the user's processes."""
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, env=self.session.environment, cwd=self.session.home,
            user=self.session.user.pw_uid, group=self.session.user.pw_gid, extra_groups=[],
            umask=0o022)
        over = threading.Event()
        watcher = threading.Thread(target=self._look, args=(over,))
        watcher.start()
        try:
            output, errors = process.communicate(text, timeout=PATIENCE)
        finally:
            process.kill()
            over.set()
            watcher.join()
        return Answer(process.returncode, output, errors)

    def _look(self, over):
        while not over.wait(0.05):
            for pid in filter(str.isdigit, os.listdir("/proc")):
                try:
                    if os.stat(f"/proc/{pid}").st_uid != self.session.user.pw_uid:
                        continue
                    for name in ("cmdline", "environ"):
                        with open(f"/proc/{pid}/{name}", "rb") as file:
                            self.seen.add(file.read())
                except OSError:
                    continue
