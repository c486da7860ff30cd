# SPDX-License-Identifier: GPL-3.0-or-later
"""Every packet that crosses the private network, as the line itself sees it, by a raw socket."""

import base64
import dataclasses
import hashlib
import ipaddress
import os
import socket
import sys
import threading
import urllib.parse

import namespace
from service import PATIENCE, wait_until

sys.path.insert(0, os.path.join(namespace.SOURCE, "tests"))
from mailhost import names  # noqa: E402  (the scripted servers stand beside this folder)

# Values of <linux/if_ether.h>, <linux/if_packet.h> and <asm-generic/socket.h>.
_ETH_P_ALL = 3
_PACKET_OUTGOING = 4
_SO_RCVBUFFORCE = 33

_BUFFER = 64 * 1024 * 1024
_TCP, _UDP = 6, 17
_SYN, _ACK = 0x02, 0x10

# Nobody listens there.
_MARK = ("127.0.0.1", 9)


@dataclasses.dataclass(frozen=True)
class Packet:
    """One packet: where it goes, what it carries, and whether it asks for a connection."""

    protocol: int
    host: str
    port: int
    opens: bool
    payload: bytes


def _parse(data):
    if data[0] >> 4 == 6:
        protocol, start, host = data[6], 40, data[24:40]
    else:
        protocol, start, host = data[9], (data[0] & 15) * 4, data[16:20]
    host = str(ipaddress.ip_address(host))
    if protocol not in (_TCP, _UDP):
        return Packet(protocol, host, 0, False, data[start:])
    port = int.from_bytes(data[start + 2:start + 4], "big")
    if protocol == _UDP:
        return Packet(protocol, host, port, False, data[start + 8:])
    flags = data[start + 13]
    return Packet(protocol, host, port, flags & (_SYN | _ACK) == _SYN,
                  data[start + (data[start + 12] >> 4) * 4:])


def forms(address):
    """What would give the part before the @ away: as it is, and as it may be written or hashed."""
    local = address.partition("@")[0]
    found = {local.encode(), urllib.parse.quote(local).encode(), local.encode("utf-16-le"),
             local.encode("utf-16-be"), local.encode().hex().encode()}
    for text in (address, local):
        for ahead in range(3):
            # What stands before shifts all letters of a base64 text; those at its ends differ.
            whole = base64.b64encode(b"\0" * ahead + text.encode())
            found.add(whole[4 if ahead else 0:-4])
        found |= {hashlib.new(kind, text.encode()).hexdigest().encode()
                  for kind in ("md5", "sha1", "sha256")}
    return found


class Capture:
    """All packets from now on; to be used in a `with` block."""

    def __init__(self, interface="lo"):
        self._packets = []
        self._socket = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(_ETH_P_ALL))
        self._socket.setsockopt(socket.SOL_SOCKET, _SO_RCVBUFFORCE, _BUFFER)
        self._socket.bind((interface, _ETH_P_ALL))
        self._socket.settimeout(0.2)
        self._over = False
        self._thread = threading.Thread(target=self._read, daemon=True)

    def __enter__(self):
        self._thread.start()
        self.packets()
        return self

    def __exit__(self, *_exception):
        self._over = True
        self._thread.join()
        self._socket.close()

    def _read(self):
        while not self._over:
            try:
                data, (_, _, kind, _, _) = self._socket.recvfrom(65536)
            except TimeoutError:
                continue
            # The loopback shows every packet twice, going and coming.
            if kind == _PACKET_OUTGOING and len(data) >= 20:
                self._packets.append(_parse(data))

    def packets(self):
        """All so far, up to the last one that was sent before the call."""
        mark = os.urandom(16)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
            line.sendto(mark, _MARK)
        wait_until(lambda: any(packet.payload == mark for packet in self._packets), PATIENCE,
                   "the packet that marks the end")
        # The mark itself, and the word that nobody is there.
        return [packet for packet in self._packets
                if packet.protocol in (_TCP, _UDP) and (packet.host, packet.port) != _MARK]

    def names(self):
        """The names that were asked for."""
        return {names.read_name(packet.payload, 12)[0] for packet in self.packets()
                if packet.protocol == _UDP and packet.port == 53}

    def places(self):
        """Where connections went: each as often as one was opened, as (host, port)."""
        return [(packet.host, packet.port) for packet in self.packets() if packet.opens]

    def giving_away(self, address):
        """The packets in which anybody on the way can read whose address it is."""
        found = forms(address)
        return [packet for packet in self.packets()
                if any(form in packet.payload or form in packet.payload.lower()
                       for form in found)]
