# SPDX-License-Identifier: GPL-3.0-or-later
"""The quickest client there can be: it knows every server beforehand and asks nothing it knows.

It measures what the network and the servers take, and nothing of a program's own: certificate
authorities are read and processes started before the clock runs. No program may do the same: it
would send a password to a server whose capabilities it has not seen.
"""

import base64
import os
import socket
import ssl
import threading
import time
import urllib.parse

_IMPLICIT = {"imaps": ("imap", 993), "pop3s": ("pop3", 995), "smtps": ("smtp", 465)}
_STARTTLS = {"imap": 143, "pop3": 110, "smtp": 587}
_SWITCH = {"imap": "s STARTTLS", "pop3": "STLS", "smtp": "STARTTLS"}
_SIGN_IN = {"imap": "a AUTHENTICATE PLAIN ", "pop3": "AUTH PLAIN ", "smtp": "AUTH PLAIN "}
_ACCEPTED = {"imap": "a OK", "pop3": "+OK", "smtp": "235"}
_SECONDS = 20


class _Line:
    """A connection with lines."""

    def __init__(self, protocol, host, port):
        self.protocol = protocol
        self._host = host
        family, kind, number, _, place = next(
            entry for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            if entry[0] == socket.AF_INET)
        self._socket = socket.socket(family, kind, number)
        self._socket.settimeout(_SECONDS)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.connect(place)
        self._input = b""

    def encrypt(self, context):
        self._socket = context.wrap_socket(self._socket, server_hostname=self._host)

    def hear(self):
        """The answer's last line: the tagged one, or that without a hyphen behind the code."""
        while True:
            while b"\r\n" not in self._input:
                piece = self._socket.recv(4096)
                if not piece:
                    raise OSError(f"{self._host} closed the connection")
                self._input += piece
            line, self._input = self._input.split(b"\r\n", 1)
            text = line.decode("utf-8", "replace")
            if self.protocol != "smtp" or text[3:4] != "-":
                return text

    def ask(self, text):
        self._socket.sendall(text.encode("ascii") + b"\r\n")
        return self.hear()


def _become_ready(url, context):
    parts = urllib.parse.urlsplit(url)
    protocol, port = _IMPLICIT.get(parts.scheme) or (parts.scheme, _STARTTLS[parts.scheme])
    line = _Line(protocol, parts.hostname, parts.port or port)
    implicit = parts.scheme in _IMPLICIT
    if implicit:
        line.encrypt(context)
    line.hear()
    if protocol == "smtp" and not implicit:
        line.ask("EHLO [127.0.0.1]")
    if not implicit:
        line.ask(_SWITCH[protocol])
        line.encrypt(context)
    if protocol == "smtp":
        line.ask("EHLO [127.0.0.1]")
    return line


def _sign_in(line, user, password):
    secret = base64.b64encode(f"\0{user}\0{password}".encode()).decode()
    answer = line.ask(_SIGN_IN[line.protocol] + secret)
    if not answer.startswith(_ACCEPTED[line.protocol]):
        raise OSError(f"the sign-in was answered with {answer}")


def _sign_in_to_all(urls, context, user, password, ready):
    """All are brought up side by side; each signs in when the one before it was accepted.

    Returns when the clock begins to run: now, or with `ready` when all could be signed in to.
    """
    accepted = [threading.Event() for _ in urls]
    began = [time.monotonic()]
    all_ready = threading.Barrier(len(urls), lambda: began.append(time.monotonic()), _SECONDS)
    troubles = []

    def one(number, url):
        try:
            line = _become_ready(url, context)
            if ready:
                all_ready.wait()
            if number > 0:
                accepted[number - 1].wait(_SECONDS)
            _sign_in(line, user, password)
            accepted[number].set()
        except (OSError, StopIteration, threading.BrokenBarrierError) as error:
            troubles.append(error)
            all_ready.abort()

    threads = [threading.Thread(target=one, args=pair) for pair in enumerate(urls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if troubles:
        raise troubles[0]
    return began[-1]


def measure(urls, ca_file, user, password, ready=False):
    """Milliseconds until the last of `urls` has accepted the sign-in, in a process of its own."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        text = "no answer"
        try:
            context = ssl.create_default_context(cafile=ca_file)
            began = _sign_in_to_all(urls, context, user, password, ready)
            text = str((time.monotonic() - began) * 1000)
        except OSError as error:
            text = str(error)
        finally:
            os.write(writer, text.encode("utf-8"))
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as file:
        text = file.read()
    os.waitpid(child, 0)
    try:
        return float(text)
    except ValueError:
        raise OSError(f"the floor client on {' and '.join(urls)}: {text}") from None
