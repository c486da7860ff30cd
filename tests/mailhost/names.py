# SPDX-License-Identifier: GPL-3.0-or-later
"""A name server on loopback for tests: answers from a table, and writes down what it was asked."""

import contextlib
import socket
import struct
import threading

TYPES = {"A": 1, "MX": 15, "TXT": 16, "AAAA": 28, "SRV": 33}
NUMBERS = {number: name for name, number in TYPES.items()}
OK, FAILED, NO_SUCH_NAME = 0, 2, 3


def wire_name(name):
    """A name as it stands in a message; "." is the root."""
    labels = [label.encode() for label in name.strip(".").split(".") if label]
    return b"".join(bytes([len(label)]) + label for label in labels) + b"\0"


def address(text):
    return ("A", socket.inet_aton(text))


def exchanger(preference, host):
    return ("MX", struct.pack("!H", preference) + wire_name(host))


def service(priority, weight, port, target):
    return ("SRV", struct.pack("!HHH", priority, weight, port) + wire_name(target))


def read_name(message, position):
    """A name that is not shortened, in lower case, and where it ends."""
    labels = []
    while message[position]:
        length = message[position]
        labels.append(message[position + 1:position + 1 + length].decode("latin-1"))
        position += 1 + length
    return ".".join(labels).lower(), position + 1


class NameServer:
    """`table` is a name to its records; names that are not in it do not exist.

    In the place of records a name may have FAILED, or None: then nothing is answered. `delays` is a name to the
    seconds for which its answer is held back.
    """

    def __init__(self, table=(), host="127.0.0.1", port=0):
        self.table = dict(table)
        self.asked = []
        self.delays = {}
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((host, port))
        self.address = "%s:%d" % self._socket.getsockname()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self):
        while True:
            try:
                message, peer = self._socket.recvfrom(4096)
            except OSError:
                return
            if not message:
                return
            answer = self._answer(message)
            if answer is not None:
                self._send_later(answer, peer, message)

    def _send_later(self, answer, peer, message):
        delay = self.delays.get(read_name(message, 12)[0])
        if delay is None:
            self._send(answer, peer, message)
            return
        timer = threading.Timer(delay, self._send_if_open, (answer, peer, message))
        timer.daemon = True
        timer.start()

    def _send_if_open(self, *what):
        with contextlib.suppress(OSError):
            self._send(*what)

    def _send(self, answer, peer, _message):
        self._socket.sendto(answer, peer)

    def _answer(self, message):
        name, end = read_name(message, 12)
        kind = NUMBERS.get(struct.unpack_from("!H", message, end)[0])
        self.asked.append((kind, name))
        records = self._records(kind, name)
        if records is None:
            return None
        code = records if isinstance(records, int) else OK
        found = [] if isinstance(records, int) else [data for type_, data in records
                                                     if type_ == kind]
        header = message[:2] + struct.pack("!HHHHH", 0x8180 | code, 1, len(found), 0, 0)
        answers = b"".join(b"\xc0\x0c" + struct.pack("!HHIH", TYPES[kind], 1, 60, len(data)) + data
                           for data in found)
        return header + message[12:end + 4] + answers

    def _records(self, _kind, name):
        return self.table.get(name, NO_SUCH_NAME)

    def close(self):
        # Closing alone does not wake up who waits for a question, and the port stays taken.
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._socket.close()
