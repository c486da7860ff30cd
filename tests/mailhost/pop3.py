# SPDX-License-Identifier: GPL-3.0-or-later
"""An honest POP3 server: RFC 1939, 2449 (CAPA), 2595 (STLS), 5034 (AUTH)."""

import hashlib
import secrets
import time

from . import sasl
from .session import Cancelled, Finished, Session


class Pop3Session(Session):
    """One POP3 conversation."""

    protocol = "pop3"

    def __init__(self, *arguments, **keywords):
        super().__init__(*arguments, **keywords)
        self._stamp = f"<{secrets.token_hex(6)}.{int(time.time())}@{self.options.host_name}>"
        self._user = ""
        self._messages = []
        self._deleted = set()

    async def greet(self):
        stamp = f" {self._stamp}" if self.options.apop else ""
        await self.say(f"+OK Kitte test host ready{stamp}")

    def ended(self):
        if self.account is not None:
            self.account.drop_locked = False

    async def command(self, line):
        verb, _, argument = line.partition(" ")
        method = _COMMANDS.get(verb.upper())
        if method is None:
            await self.say("-ERR unknown command")
        elif verb.upper() in _TRANSACTION and self.account is None:
            await self.say("-ERR sign in first")
        else:
            await method(self, argument)

    def capabilities(self):
        """What CAPA lists in the present state."""
        names = ["TOP", "UIDL", "RESP-CODES", "AUTH-RESP-CODE", "PIPELINING"]
        if self.options.plain_commands and self.cleartext_allowed:
            names.append("USER")
        if self.offered_mechanisms:
            names.append("SASL " + " ".join(self.offered_mechanisms))
        if self.starttls_offered:
            names.append("STLS")
        return self.filtered(names)

    async def _capa(self, _argument):
        await self.say("+OK")
        for name in self.capabilities():
            await self.say(name)
        await self.say(".")

    async def _stls(self, _argument):
        if not self.starttls_offered:
            await self.say("-ERR not now")
            return
        await self.say("+OK begin TLS")
        await self.connection.start_tls(self.context)

    async def _signed_in(self, account):
        """Answers a complete sign-in."""
        if await self.hooks.on_sign_in(self, account):
            return
        if account is None:
            await self.say("-ERR [AUTH] the name or the password is wrong")
        elif account.drop_locked:
            await self.say("-ERR [IN-USE] the mailbox is in use")
        else:
            account.drop_locked = True
            self.account = account
            self._messages = list(account.inbox.messages)
            await self.say(f"+OK {len(self._messages)} messages")

    async def _user_command(self, argument):
        if not (self.options.plain_commands and self.cleartext_allowed):
            await self.say("-ERR [AUTH] encryption first")
            return
        self._user = argument
        await self.say("+OK the password please")

    async def _pass(self, argument):
        if not (self.options.plain_commands and self.cleartext_allowed):
            await self.say("-ERR [AUTH] encryption first")
            return
        await self._signed_in(self.store.check(self._user, argument))

    async def _apop(self, argument):
        user, _, digest = argument.rpartition(" ")
        account = self.store.find(user)
        if account is not None:
            text = self._stamp + account.password
            if hashlib.md5(text.encode("utf-8")).hexdigest() != digest:
                account = None
        if not self.options.apop:
            await self.say("-ERR unknown command")
            return
        await self._signed_in(account)

    async def _auth(self, argument):
        name, _, initial = argument.partition(" ")
        if name.upper() not in self.offered_mechanisms:
            await self.say("-ERR that method is not offered")
            return
        try:
            account = await self.authenticate(name.upper(), initial or None, "+ ")
        except (Cancelled, sasl.Malformed):
            await self.say("-ERR the sign-in was given up")
            return
        await self._signed_in(account)

    def _pick(self, argument):
        """The index of a message by its number, or None."""
        if not argument.isascii() or not argument.isdigit():
            return None
        index = int(argument) - 1
        if 0 <= index < len(self._messages) and index not in self._deleted:
            return index
        return None

    def _present(self):
        return [(index, message) for index, message in enumerate(self._messages)
                if index not in self._deleted]

    async def _stat(self, _argument):
        present = self._present()
        size = sum(len(message.data) for _, message in present)
        await self.say(f"+OK {len(present)} {size}")

    async def _listing(self, argument, describe):
        """LIST and UIDL: of one message or of all."""
        if argument:
            index = self._pick(argument)
            if index is None:
                await self.say("-ERR no such message")
            else:
                await self.say(f"+OK {index + 1} {describe(self._messages[index])}")
            return
        await self.say("+OK")
        for index, message in self._present():
            await self.say(f"{index + 1} {describe(message)}")
        await self.say(".")

    async def _list(self, argument):
        await self._listing(argument, lambda message: len(message.data))

    async def _uidl(self, argument):
        validity = self.account.inbox.uid_validity
        await self._listing(argument, lambda message: f"{validity:x}.{message.uid}")

    async def _retr(self, argument):
        index = self._pick(argument)
        if index is None:
            await self.say("-ERR no such message")
            return
        data = self._messages[index].data
        await self.say(f"+OK {len(data)} octets")
        await self._send_message(data)
        self.record.write("fetched", user=self.account.address, bytes=len(data))

    async def _top(self, argument):
        number, _, count = argument.partition(" ")
        index = self._pick(number)
        if index is None or not count.isdigit():
            await self.say("-ERR no such message")
            return
        head, _, body = self._messages[index].data.partition(b"\r\n\r\n")
        lines = body.split(b"\r\n")[: int(count)]
        await self.say("+OK")
        await self._send_message(head + b"\r\n\r\n" + b"".join(line + b"\r\n" for line in lines))

    async def _send_message(self, data):
        """Sends a message with its dots doubled, and the line that ends it."""
        stuffed = b"\r\n" + data.removesuffix(b"\r\n")
        stuffed = stuffed.replace(b"\r\n.", b"\r\n..")[2:]
        await self.connection.send(stuffed + b"\r\n.\r\n", "message")

    async def _dele(self, argument):
        index = self._pick(argument)
        if index is None:
            await self.say("-ERR no such message")
            return
        self._deleted.add(index)
        await self.say("+OK marked")

    async def _rset(self, _argument):
        self._deleted.clear()
        await self.say("+OK")

    async def _noop(self, _argument):
        await self.say("+OK")

    async def _quit(self, _argument):
        if self.account is not None and self._deleted:
            self.account.inbox.remove([self._messages[index] for index in self._deleted])
            self.record.write("deleted", user=self.account.address, count=len(self._deleted))
        await self.say("+OK goodbye")
        raise Finished()


_COMMANDS = {
    "CAPA": Pop3Session._capa,
    "STLS": Pop3Session._stls,
    "USER": Pop3Session._user_command,
    "PASS": Pop3Session._pass,
    "APOP": Pop3Session._apop,
    "AUTH": Pop3Session._auth,
    "STAT": Pop3Session._stat,
    "LIST": Pop3Session._list,
    "UIDL": Pop3Session._uidl,
    "RETR": Pop3Session._retr,
    "TOP": Pop3Session._top,
    "DELE": Pop3Session._dele,
    "RSET": Pop3Session._rset,
    "NOOP": Pop3Session._noop,
    "QUIT": Pop3Session._quit,
}

_TRANSACTION = frozenset({"STAT", "LIST", "UIDL", "RETR", "TOP", "DELE", "RSET", "NOOP"})
