# SPDX-License-Identifier: GPL-3.0-or-later
"""The event log: one JSON object a line for everything that happens on every connection."""

import json
import time

from .signin import SignInWatch

# Long lines tell nothing more; endless ones must not fill the disk.
_LONGEST_RECORDED = 400


class EventLog:
    """Writes the log of one process; without a path nothing is written."""

    def __init__(self, path=None, secrets=()):
        self._file = open(path, "a", encoding="utf-8", errors="backslashreplace") if path else None
        self._secrets = tuple(secrets)
        self._started = time.monotonic()
        self._connections = 0

    def write(self, event, **fields):
        """Writes one event at once, so that a reader sees it while the server runs."""
        if self._file is not None:
            record = {"t": round(time.monotonic() - self._started, 4), "event": event, **fields}
            self._file.write(json.dumps(record, ensure_ascii=False) + "\n")
            self._file.flush()

    def connection(self, service, protocol):
        """The record of one new connection."""
        self._connections += 1
        return ConnectionRecord(self, self._connections, service,
                                SignInWatch(protocol, self._secrets))

    def close(self):
        """Closes the file; what is written afterwards is dropped."""
        if self._file is not None:
            self._file.close()
            self._file = None


class ConnectionRecord:
    """What happens on one connection, with its number and the name of its service."""

    def __init__(self, log, number, service, watch):
        self._log = log
        self._number = number
        self._service = service
        self._watch = watch
        self._encrypted = False
        self._goodbye = False
        self._closed = False
        self.early_credential = False

    def write(self, event, **fields):
        """Writes an event of this connection."""
        self._log.write(event, connection=self._number, service=self._service, **fields)

    def tls(self, **fields):
        """Notes that from here on the connection is encrypted."""
        self._encrypted = True
        self.write("tls", **fields)

    def heard(self, line):
        """Records a line of the client, and the credential in it if there is one."""
        text = line.decode("utf-8", "backslashreplace")
        shown, credential, attempt = self._watch.heard(text)
        self.write("heard", line=shown[:_LONGEST_RECORDED], tls=self._encrypted)
        if credential and not self._encrypted:
            self.early_credential = True
            self.write("early-credential", line=shown[:_LONGEST_RECORDED])
        if attempt is not None:
            self._write_attempt(attempt)
        if text.upper().endswith(("LOGOUT", "QUIT")):
            self._goodbye = True

    def heard_bytes(self, data, what):
        """Records that the client sent data whose content does not matter."""
        text = data.decode("utf-8", "backslashreplace")
        if not self._encrypted and self._watch.holds_secret(text):
            self.early_credential = True
            self.write("early-credential", line=what)
        self.write("heard", data=what, bytes=len(data), tls=self._encrypted)

    def said(self, line):
        """Records a line of the server, and what it decided about a sign-in."""
        text = line.decode("utf-8", "backslashreplace")
        attempt = self._watch.said(text)
        self.write("said", line=self._watch.mask(text)[:_LONGEST_RECORDED])
        if attempt is not None:
            self._write_attempt(attempt)

    def said_bytes(self, data, what):
        """Records that the server sent data whose content does not matter."""
        self.write("said", data=what, bytes=len(data))

    def masked(self, text):
        """A text without the secrets of this conversation."""
        return self._watch.mask(text)[:_LONGEST_RECORDED]

    def closed(self, side):
        """Records the end of the connection, once, with what can be said about the whole of it."""
        if self._closed:
            return
        self._closed = True
        attempt = self._watch.ended()
        if attempt is not None:
            self._write_attempt(attempt)
        self.write("close", by=side, tls=self._encrypted, goodbye=self._goodbye,
                   credential_before_tls=self.early_credential)

    def _write_attempt(self, attempt):
        fields = {"state": attempt.state, "method": attempt.method, "user": attempt.user,
                  "tls": self._encrypted}
        if attempt.reply:
            fields["reply"] = attempt.reply[:_LONGEST_RECORDED]
        self.write("sign-in", **fields)
