# SPDX-License-Identifier: GPL-3.0-or-later
"""What starting and watching a server by hand needs: waiting, its port, its log, its rest."""

import os
import re
import time

# Seconds for whatever must happen at last; a slow machine is no failure.
PATIENCE = 120


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


def _children():
    """Every process's children, by number."""
    found = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat", encoding="utf-8", errors="replace") as file:
                parent = int(file.read().rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
        found.setdefault(parent, []).append(int(name))
    return found


def _family(roots):
    """The processes and everything below them."""
    children = _children()
    found = list(roots)
    for number in found:
        found += children.get(number, [])
    return found


def _switches(number):
    """How often the process has run; None where it runs, waits for the disk, or just went."""
    try:
        with open(f"/proc/{number}/status", encoding="utf-8", errors="replace") as file:
            status = file.read()
    except (FileNotFoundError, ProcessLookupError):
        return None
    if not re.search(r"^State:\tS", status, re.M):
        return None
    return tuple(re.findall(r"ctxt_switches:\t(\d+)", status))


def wait_for_rest(roots, seconds=30, looks=4):
    """Wait until the servers sleep: what they have heard is then answered and written down.

    A server that has something to do is about to run. So none of them has when all of them are seen
    asleep, and have not run since the look before. The end of the patience is no complaint: a
    program that still talks to them is no fault of theirs.
    """
    end = time.monotonic() + seconds
    last, same = None, 0
    while same < looks and time.monotonic() < end:
        now = {number: _switches(number) for number in _family(roots)}
        same = same + 1 if now == last and None not in now.values() else 0
        last = now
        time.sleep(0.03)


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
