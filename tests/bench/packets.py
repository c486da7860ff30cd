# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the router's log: what crossed the line when, and how late the router was."""

import dataclasses
import ipaddress
import statistics

_PROTOCOLS = {6: "tcp", 17: "udp"}
_FLAGS = ((0x02, "SYN"), (0x10, "ack"), (0x01, "FIN"), (0x04, "RST"))


@dataclasses.dataclass(frozen=True)
class Packet:
    """One packet: when it came to the router and when it left it (0: never), in seconds."""

    came: float
    left: float
    arrow: str
    size: int
    header: bytes

    def describe(self):
        """Protocol, ports, flags and the number of bytes carried, in one line."""
        version = self.header[0] >> 4
        start = 40 if version == 6 else (self.header[0] & 15) * 4
        protocol = self.header[6] if version == 6 else self.header[9]
        target = self.header[24:40] if version == 6 else self.header[16:20]
        name = _PROTOCOLS.get(protocol, f"protocol {protocol}")
        if name not in _PROTOCOLS.values() or len(self.header) < start + 8:
            return f"{name} to {ipaddress.ip_address(target)}, {self.size - start} bytes"
        ports = [int.from_bytes(self.header[start + i:start + i + 2], "big") for i in (0, 2)]
        if name == "udp":
            return f"udp {ports[0]} to {ports[1]}, {self.size - start - 8} bytes"
        payload = self.size - start - (self.header[start + 12] >> 4) * 4
        flags = " ".join(word for bit, word in _FLAGS if self.header[start + 13] & bit)
        return f"tcp {ports[0]} to {ports[1]} {flags}, {payload} bytes"


class Log:
    """The router's log file, read on from where the last reader stopped."""

    def __init__(self, path):
        self._file = open(path, encoding="ascii")
        self._rest = ""

    def take(self):
        """The packets since the last call."""
        *lines, self._rest = (self._rest + self._file.read()).split("\n")
        return [_parse(line) for line in lines]


def _parse(line):
    came, left, arrow, size, header = line.split(" ")
    return Packet(float(came), float(left), arrow, int(size), bytes.fromhex(header))


def show(packets):
    """The packets as lines of text, in milliseconds since the first one."""
    first = packets[0].came if packets else 0.0
    return [f"{(packet.came - first) * 1000:8.1f} {packet.arrow} {packet.describe()}"
            for packet in sorted(packets, key=lambda packet: packet.came)]


def lateness(packets, delay):
    """By how many milliseconds packets were held too long: median, 99th of 100, longest."""
    late = sorted((packet.left - packet.came - delay) * 1000 for packet in packets if packet.left)
    if not late:
        return 0.0, 0.0, 0.0
    return statistics.median(late), late[int(len(late) * 0.99)], late[-1]
