# SPDX-License-Identifier: GPL-3.0-or-later
"""What starting and watching a server by hand needs: waiting, its port, its log."""

import os
import time


class ServerTrouble(Exception):
    """A server did not start or did not do what the harness relies on."""


def wait_until(condition, seconds, what):
    """The first true value of `condition`, asked again and again; ServerTrouble when it is late.

    `what` is the text of the complaint, or a function that makes it then.
    """
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            text = what() if callable(what) else what
            raise ServerTrouble(f"waited {seconds} s in vain for {text}")
        time.sleep(0.1)


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def listens(address, port):
    """Whether someone listens there, without connecting: no line in any log comes of it."""
    part = "".join(f"{int(number):02X}" for number in reversed(address.split(".")))
    with open("/proc/net/tcp", encoding="ascii") as file:
        return f": {part}:{port:04X} 00000000:0000 0A" in file.read()


class Log:
    """A growing log file, and places in it to count from."""

    def __init__(self, path):
        self.path = path

    def text(self, since=0):
        if not os.path.exists(self.path):
            return ""
        with open(self.path, "rb") as file:
            file.seek(since)
            return file.read().decode("utf-8", "replace")

    def size(self):
        return os.path.getsize(self.path) if os.path.exists(self.path) else 0
