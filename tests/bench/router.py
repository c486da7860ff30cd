# SPDX-License-Identifier: GPL-3.0-or-later
"""A user-space router between two tun devices that holds every packet back for the same time.

It runs as a process of its own, with real-time priority where that is allowed: a packet is late by
what the system takes to wake it up, some tenths of a millisecond, and the log tells by how much.
"""

import collections
import gc
import os
import select
import signal
import time

import priority

_MTU = 65536

# As much of a packet as its addresses, ports and flags take, for both versions of IP.
_LOGGED = 60


class Router:
    """Carries packets from `near` to `far` (file numbers of tun devices) and back.

    `dropped` are destination addresses, packed, whose packets vanish as in a black hole; `log` is
    a file that gets one line a packet (see `packets.py`).
    """

    def __init__(self, near, far, delay, dropped, log):
        self._delay = delay
        self._dropped = frozenset(dropped)
        self._log = log
        self._other = {near: far, far: near}
        self._arrow = {near: ">", far: "<"}
        self._held = collections.deque()

    def run(self):
        """Carries packets until SIGTERM."""
        signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
        priority.go_before_all()
        for device in self._other:
            os.set_blocking(device, False)
        gc.disable()
        devices = list(self._other)
        while True:
            readable, _, _ = select.select(devices, [], [], self._until_due())
            for device in readable:
                self._take(device)
            self._release()

    def _until_due(self):
        if not self._held:
            return None
        return max(0.0, self._held[0][0] + self._delay - time.monotonic())

    def _take(self, device):
        while True:
            try:
                packet = os.read(device, _MTU)
            except BlockingIOError:
                return
            if _destination(packet) in self._dropped:
                self._write(time.monotonic(), 0.0, "x", packet)
            else:
                self._held.append((time.monotonic(), device, packet))

    def _release(self):
        """Lets go what is due; all packets wait equally long, so the queue is in order."""
        gone = []
        while self._held and self._held[0][0] + self._delay <= time.monotonic():
            came, device, packet = self._held.popleft()
            os.write(self._other[device], packet)
            gone.append((came, time.monotonic(), self._arrow[device], packet))
        for entry in gone:
            self._write(*entry)
        if gone:
            self._log.flush()

    def _write(self, came, left, arrow, packet):
        self._log.write(f"{came:.6f} {left:.6f} {arrow} {len(packet)} {packet[:_LOGGED].hex()}\n")


def _destination(packet):
    return packet[24:40] if packet[0] >> 4 == 6 else packet[16:20]
