# SPDX-License-Identifier: GPL-3.0-or-later
"""What all cases of one run share: the servers, and the base class with a session of its own."""

import os
import shutil
import sys
import time
import unittest

import names
import namespace
import servers
import session

# Blanks, a quote, a backslash and a colon: what settings files and commands get wrong.
PASSWORDS = {
    servers.TARO: 'k1tte "Ta\\ro:7#',
    servers.HANAKO: "p0st-Hana'ko$%9",
    servers.JIRO: "jiro no himitsu",
}

_running = None
_names = None


def get():
    """The servers, started by the first case that needs them."""
    global _running
    if _running is None:
        _running = servers.Servers(os.path.join(namespace.WORK, "servers"), PASSWORDS)
        _name_hosts(os.path.join(namespace.WORK, "names"))
        namespace.trust(_running.authority.certificate)
        _running.start()
    return _running


def _name_hosts(folder):
    """By DNS as in the world outside; by a file where no name server is installed."""
    global _names
    if names.Names.available():
        namespace.name_hosts({})
        _names = names.Names(folder, servers.HOSTS)
        _names.start()
    else:
        namespace.name_hosts(servers.HOSTS)


def stop():
    global _running, _names
    for service in (_running, _names):
        if service is not None:
            service.stop()
    _running = _names = None


def matrix(function):
    """Marks a case that runs with --all, or when it is named."""
    function.matrix = True
    return function


class Case(unittest.TestCase):
    """A case with empty mailboxes, the usual passwords, and a new home and session."""

    # The X server and the keyring are wanted only where mail programs run.
    graphical = True

    def setUp(self):
        self.servers = get()
        self.start = self.servers.mark()
        for user, secret in PASSWORDS.items():
            self.servers.set_password(user, secret)
            self.servers.empty(user)
        self.session = session.Session(self.id().split(".", 1)[-1].replace(".", "-"))
        self.addCleanup(self._end)
        self.session.start(graphical=self.graphical)

    def _end(self):
        self.session.stop()
        trouble = self._outcome.result.failures + self._outcome.result.errors
        failed = any(test is self for test, _ in trouble)
        if failed:
            for line in (self.servers.report(self.start) + "\n" + self.session.report()).splitlines():
                print("# " + line, file=sys.stdout)
        if failed and os.environ.get("KITTE_ACCEPTANCE_KEEP"):
            self._keep()

    def _keep(self):
        place = os.path.join(namespace.KEPT, os.path.basename(self.session.folder))
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(self.session.folder, place, symlinks=True, dirs_exist_ok=True,
                        ignore=lambda folder, names: [
                            name for name in names
                            if not os.path.isfile(os.path.join(folder, name))
                            and not os.path.isdir(os.path.join(folder, name))
                            and not os.path.islink(os.path.join(folder, name))])

    def token(self, word):
        """A subject that no other message has."""
        return f"{word}-{time.monotonic_ns():x}"
