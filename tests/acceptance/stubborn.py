# SPDX-License-Identifier: GPL-3.0-or-later
"""Hosts that are no web servers: who says nothing, who hangs up, and who shows a wrong certificate."""

import socket
import ssl
import threading

import web
from sources import HOSTS, MAIL

SILENT = "127.0.1.61"
CLOSES = "127.0.1.62"
TALKS = "127.0.1.63"
SILENT_IN_TLS = "127.0.1.64"
OTHER_NAME = "127.0.1.65"
EXPIRED = "127.0.1.66"
UNKNOWN_AUTHORITY = "127.0.1.67"
NOBODY = "127.0.1.68"

_PORTS = (80, 443)


class Listener:
    """Takes connections at the ports of web servers, and does with each what `do` does."""

    def __init__(self, address, do):
        self._do = do
        self._kept = []
        self._listeners = [socket.create_server((address, port)) for port in _PORTS]
        for listener in self._listeners:
            threading.Thread(target=self._serve, args=(listener,), daemon=True).start()

    def _serve(self, listener):
        while True:
            try:
                line, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._run, args=(line,), daemon=True).start()

    def _run(self, line):
        try:
            self._kept.append(self._do(line))
        except OSError:
            line.close()

    def stop(self):
        """Close everything."""
        for listener in self._listeners:
            # Closing alone does not wake up who waits for a connection.
            listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        for line in self._kept:
            if line is not None:
                line.close()


def _talk(line):
    line.sendall(b"220 mail.example.test ESMTP\r\n")
    return line


def start(servers):
    """All of them; the list is to be stopped."""
    ours, names = servers.authority, [name for name, place in HOSTS.items() if place != MAIL]
    good = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    good.load_cert_chain(*ours.issue("stubborn", names))
    return [
        Listener(SILENT, lambda line: line),
        Listener(CLOSES, lambda line: line.close()),
        Listener(TALKS, _talk),
        Listener(SILENT_IN_TLS, lambda line: good.wrap_socket(line, server_side=True)),
        web.Web(OTHER_NAME, *ours.issue("elsewhere", ["autoconfig.elsewhere.test"])),
        web.Web(EXPIRED, *ours.issue("past", names, days=(-400, -30))),
        web.Web(UNKNOWN_AUTHORITY, *servers.stranger.issue("strange", names)),
    ]
