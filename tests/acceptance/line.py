# SPDX-License-Identifier: GPL-3.0-or-later
"""The line of the private network: what it swallows without a word, and listeners beyond it."""

import contextlib
import os
import socket
import subprocess

# Where packets go that are to vanish: a tunnel that nobody reads.
_HOLE = "hole0"
_TABLE = "77"
_ADDRESS = "192.0.2.1/32"

MAIL_PORTS = (25, 110, 143, 465, 587, 993, 995)


def _ip(*arguments):
    subprocess.run(["ip", *map(str, arguments)], check=True, stdin=subprocess.DEVNULL)


class Line:
    """Rules for packets that leave; `close` takes every one of them back."""

    @staticmethod
    def available():
        return os.path.exists("/dev/net/tun")

    def __init__(self):
        self._listeners = []
        _ip("tuntap", "add", "dev", _HOLE, "mode", "tun")
        _ip("address", "add", _ADDRESS, "dev", _HOLE)
        _ip("link", "set", _HOLE, "up")
        _ip("route", "add", "default", "dev", _HOLE, "table", _TABLE)
        # Every address here is one of this computer's own, and those are looked up first otherwise.
        _ip("rule", "add", "pref", "100", "lookup", "local")
        _ip("rule", "del", "pref", "0")

    def swallow(self, port=None, host=None):
        """From now on packets to that port, or host, or both, are never answered."""
        what = ["ipproto", "tcp", "dport", port] if port else []
        what += ["to", host] if host else []
        _ip("rule", "add", "pref", "50", *what, "lookup", _TABLE)

    def listen(self, host, port):
        """A port beyond the line that takes connections."""
        self._listeners.append(socket.create_server((host, port)))

    def close(self):
        for listener in self._listeners:
            listener.close()
        _ip("rule", "add", "pref", "0", "lookup", "local")
        while subprocess.run(["ip", "rule", "del", "pref", "50"], check=False,
                             stderr=subprocess.DEVNULL).returncode == 0:
            pass
        _ip("rule", "del", "pref", "100")
        _ip("link", "del", _HOLE)


# Where Kitte looks which of its addresses faces the internet; nothing is sent there.
_FAR_AWAY = "198.51.100.1"


@contextlib.contextmanager
def public_address(address):
    """This computer has that address on the internet for a while."""
    _ip("address", "add", f"{address}/32", "dev", "lo")
    try:
        _ip("route", "add", _FAR_AWAY, "dev", "lo", "src", address)
        yield
    finally:
        _ip("address", "del", f"{address}/32", "dev", "lo")
