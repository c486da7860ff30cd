# SPDX-License-Identifier: GPL-3.0-or-later
"""An honest submission server: RFC 5321, 6409, 4954 (AUTH), 3207 (STARTTLS), 2034 (codes)."""

import pathlib
import re

from . import sasl
from .session import Cancelled, Finished, Session

_LARGEST_MESSAGE = 26214400
_ADDRESS = re.compile(r"<([^<>]*)>")


class SubmissionSession(Session):
    """One ESMTP conversation; what is sent to an account of the host arrives there at once."""

    protocol = "smtp"

    def __init__(self, *arguments, **keywords):
        super().__init__(*arguments, **keywords)
        self._greeted = False
        self._sender = None
        self._recipients = []

    async def greet(self):
        await self.say(f"220 {self.options.host_name} ESMTP Kitte test host")

    async def command(self, line):
        verb, _, argument = line.partition(" ")
        method = _COMMANDS.get(verb.upper())
        if method is None:
            await self.say("500 5.5.1 unknown command")
        else:
            await method(self, argument)

    def capabilities(self):
        """What EHLO lists in the present state."""
        names = ["PIPELINING", f"SIZE {_LARGEST_MESSAGE}", "8BITMIME", "ENHANCEDSTATUSCODES"]
        if self.starttls_offered:
            names.append("STARTTLS")
        if self.offered_mechanisms:
            names.append("AUTH " + " ".join(self.offered_mechanisms))
        return self.filtered(names)

    def _forget(self):
        self._sender = None
        self._recipients = []

    async def _ehlo(self, _argument):
        self._greeted = True
        self._forget()
        lines = [self.options.host_name, *self.capabilities()]
        for line in lines[:-1]:
            await self.say(f"250-{line}")
        await self.say(f"250 {lines[-1]}")

    async def _helo(self, _argument):
        self._greeted = True
        self._forget()
        await self.say(f"250 {self.options.host_name}")

    async def _starttls(self, _argument):
        if not self.starttls_offered:
            await self.say("503 5.5.1 not now")
            return
        await self.say("220 2.0.0 begin TLS")
        await self.connection.start_tls(self.context)
        self._greeted = False
        self._forget()

    async def _auth(self, argument):
        name, _, initial = argument.partition(" ")
        if not self._greeted or self.account is not None:
            await self.say("503 5.5.1 not now")
            return
        if name.upper() not in self.offered_mechanisms:
            await self.say("504 5.5.4 that method is not offered")
            return
        try:
            account = await self.authenticate(name.upper(), initial or None, "334 ")
        except Cancelled:
            await self.say("501 5.7.0 the sign-in was given up")
            return
        except sasl.Malformed:
            await self.say("501 5.5.2 the response cannot be read")
            return
        await self._signed_in(account)

    async def _signed_in(self, account):
        """Answers a complete sign-in."""
        if await self.hooks.on_sign_in(self, account):
            return
        if account is None:
            await self.say("535 5.7.8 the name or the password is wrong")
            return
        self.account = account
        await self.say("235 2.7.0 signed in")

    async def _mail(self, argument):
        match = _ADDRESS.search(argument)
        if not self._greeted or not argument.upper().startswith("FROM:") or match is None:
            await self.say("501 5.5.4 MAIL FROM:<address>")
        elif self.options.sign_in_required and self.account is None:
            await self.say("530 5.7.0 sign in first")
        else:
            self._forget()
            self._sender = match[1]
            await self.say("250 2.1.0 sender accepted")

    async def _rcpt(self, argument):
        match = _ADDRESS.search(argument)
        if self._sender is None:
            await self.say("503 5.5.1 MAIL first")
        elif not argument.upper().startswith("TO:") or match is None or not match[1]:
            await self.say("501 5.5.4 RCPT TO:<address>")
        else:
            self._recipients.append(match[1])
            await self.say("250 2.1.5 recipient accepted")

    async def _data(self, _argument):
        if not self._recipients:
            await self.say("503 5.5.1 RCPT first")
            return
        await self.say("354 end with a dot on a line of its own")
        data = await self._read_message()
        if data is None:
            await self.say("552 5.3.4 the message is too large")
        else:
            self._deliver(data)
            await self.say("250 2.0.0 delivered")
        self._forget()

    async def _read_message(self):
        """The message with its doubled dots undone, or None when it is too large."""
        lines, size = [], 0
        while (line := await self.connection.read_line(recorded=False)) != b".":
            line = line[1:] if line.startswith(b".") else line
            size += len(line) + 2
            if size <= _LARGEST_MESSAGE:
                lines.append(line + b"\r\n")
        return b"".join(lines) if size <= _LARGEST_MESSAGE else None

    def _deliver(self, data):
        """Puts the message into the mailboxes of this host, the outbox folder and the log."""
        user = self.account.address if self.account else ""
        for recipient in self._recipients:
            account = self.store.find(recipient)
            if account is not None:
                path = f"Return-Path: <{self._sender}>\r\n".encode("utf-8", "surrogateescape")
                account.inbox.append(path + data)
        if self.outbox is not None:
            folder = pathlib.Path(self.outbox)
            folder.mkdir(parents=True, exist_ok=True)
            number = len(list(folder.glob("*.eml"))) + 1
            (folder / f"{number:04d}.eml").write_bytes(data)
        self.record.write("delivered", user=user, sender=self._sender,
                          recipients=list(self._recipients), bytes=len(data),
                          tls=self.connection.encrypted)

    async def _rset(self, _argument):
        self._forget()
        await self.say("250 2.0.0 forgotten")

    async def _noop(self, _argument):
        await self.say("250 2.0.0 still here")

    async def _vrfy(self, _argument):
        await self.say("252 2.5.0 send it and see")

    async def _quit(self, _argument):
        await self.say("221 2.0.0 goodbye")
        raise Finished()


_COMMANDS = {
    "EHLO": SubmissionSession._ehlo,
    "HELO": SubmissionSession._helo,
    "STARTTLS": SubmissionSession._starttls,
    "AUTH": SubmissionSession._auth,
    "MAIL": SubmissionSession._mail,
    "RCPT": SubmissionSession._rcpt,
    "DATA": SubmissionSession._data,
    "RSET": SubmissionSession._rset,
    "NOOP": SubmissionSession._noop,
    "VRFY": SubmissionSession._vrfy,
    "QUIT": SubmissionSession._quit,
}
