# SPDX-License-Identifier: GPL-3.0-or-later
"""One connection of a client: bounded lines in, lines and bytes out, TLS at any moment.

TLS runs over memory buffers here, so that a script can put anything before, between and after.
"""

import socket
import ssl
import struct

LONGEST_LINE = 65536
_CHUNK = 65536
_LINGER_RESET = struct.pack("ii", 1, 0)


class Gone(Exception):
    """The client went away, or what it sent cannot be gone on with."""


class Connection:
    """The server's end of one connection; everything said and heard is recorded."""

    def __init__(self, reader, writer, record):
        self.record = record
        self._reader = reader
        self._writer = writer
        self._received = bytearray()
        self._tls = None
        self._tls_in = ssl.MemoryBIO()
        self._tls_out = ssl.MemoryBIO()

    @property
    def encrypted(self):
        """Whether TLS is up."""
        return self._tls is not None

    async def start_tls(self, context):
        """Does the server's side of the handshake.

        What the client had sent too early in plain text is dropped, and recorded.
        """
        if self._received:
            self.record.heard_bytes(bytes(self._received), "plain text before the handshake")
            self._received.clear()
        context.sni_callback = _note_server_name
        session = context.wrap_bio(self._tls_in, self._tls_out, server_side=True)
        try:
            await self._shake_hands(session)
        except ssl.SSLError as error:
            self.record.write("tls-failed", reason=_reason(error))
            await self._flush_tls()
            raise Gone("the handshake failed") from error
        self._tls = session
        self.record.tls(version=session.version(), cipher=session.cipher()[0],
                        server_name=getattr(session, "asked_for", ""))

    async def read_line(self, recorded=True):
        """The next line without its end.  Raises Gone at the end of the stream."""
        while (end := self._received.find(b"\n")) < 0:
            if len(self._received) > LONGEST_LINE:
                self.record.heard_bytes(bytes(self._received), "a line that is too long")
                raise Gone("a line that is too long")
            await self._receive()
        line = bytes(self._received[:end]).removesuffix(b"\r")
        del self._received[: end + 1]
        if recorded:
            self.record.heard(line)
        return line

    async def read_exactly(self, count, what="literal"):
        """So many bytes, recorded by their number only."""
        while len(self._received) < count:
            await self._receive()
        data = bytes(self._received[:count])
        del self._received[:count]
        self.record.heard_bytes(data, what)
        return data

    async def drain_for_ever(self):
        """Answers nothing, but records what the client says, until it goes away."""
        while True:
            while b"\n" in self._received:
                await self.read_line()
            if len(self._received) > LONGEST_LINE:
                self.record.heard_bytes(bytes(self._received), "a line that is too long")
                self._received.clear()
            await self._receive()

    async def take(self):
        """Takes what the client sends next, whatever it is."""
        if not self._received:
            await self._receive()
        self.record.heard_bytes(bytes(self._received), "taken")
        self._received.clear()

    async def say(self, text):
        """Sends one line; the line end is added.

        It is recorded first, so that a client that has the answer finds it in the log."""
        line = text.encode("utf-8", "surrogateescape") if isinstance(text, str) else text
        self.record.said(line)
        await self._send(line + b"\r\n")

    async def send(self, data, what):
        """Sends bytes as they are, recorded as `what` and by their number only."""
        self.record.said_bytes(data, what)
        await self._send(data)

    async def send_unrecorded(self, data):
        """Sends bytes that something else records."""
        await self._send(data)

    async def close(self):
        """Ends the connection in good order, and records that the server did."""
        self.record.closed("server")
        if self._tls is not None:
            try:
                self._tls.unwrap()
            except ssl.SSLError:
                pass  # the answer of the client is not waited for
            try:
                await self._flush_tls()
            except Gone:
                pass  # it went first
        await self._close_stream()

    async def reset(self):
        """Ends the connection with a TCP reset."""
        self.record.closed("server")
        handle = self._writer.get_extra_info("socket")
        handle.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_RESET)
        self._writer.transport.abort()

    async def _close_stream(self):
        self._writer.close()
        try:
            await self._writer.wait_closed()
        except OSError:
            pass  # a reset by the client is an end as well

    async def _shake_hands(self, session):
        while True:
            try:
                session.do_handshake()
                break
            except ssl.SSLWantReadError:
                await self._flush_tls()
                self._tls_in.write(await self._receive_raw())
        await self._flush_tls()

    async def _receive(self):
        """Waits for more and adds it, decrypted, to what was received."""
        if self._tls is None:
            self._received += await self._receive_raw()
            return
        while True:
            try:
                data = self._tls.read(_CHUNK)
                if not data:
                    raise Gone("the client closed TLS")
                self._received += data
                return
            except ssl.SSLWantReadError:
                await self._flush_tls()
                self._tls_in.write(await self._receive_raw())
            except ssl.SSLZeroReturnError as error:
                raise Gone("the client closed TLS") from error
            except ssl.SSLError as error:
                self.record.write("tls-alert", reason=_reason(error))
                raise Gone("the client broke TLS off") from error

    async def _receive_raw(self):
        try:
            data = await self._reader.read(_CHUNK)
        except OSError as error:
            raise Gone("the client reset the connection") from error
        if not data:
            raise Gone("the client closed the connection")
        return data

    async def _send(self, data):
        if self._tls is None:
            await self._send_raw(data)
            return
        try:
            self._tls.write(data)
        except ssl.SSLError as error:
            raise Gone("the client closed TLS") from error
        await self._flush_tls()

    async def _flush_tls(self):
        if self._tls_out.pending:
            await self._send_raw(self._tls_out.read())

    async def _send_raw(self, data):
        try:
            self._writer.write(data)
            await self._writer.drain()
        except OSError as error:
            raise Gone("the client closed the connection") from error


def _note_server_name(session, name, _context):
    """Keeps the name that the client asked for, for the record."""
    session.asked_for = name or ""


def _reason(error):
    """What went wrong in TLS, in openssl's short words, such as TLSV1_ALERT_UNKNOWN_CA."""
    return error.reason or type(error).__name__
