# SPDX-License-Identifier: GPL-3.0-or-later
"""An honest IMAP server: RFC 3501 with the extensions that mail programs use daily.

This file has the conversation up to and including sign-in; what follows is in imap_mailbox.
"""

from . import sasl
from .imap_mailbox import MAILBOX_COMMANDS, SELECTED_COMMANDS, MailboxCommands
from .imap_syntax import SyntaxProblem, literal_at_end, parse
from .session import Cancelled, Finished, Session

_LARGEST_LITERAL = 26214400

_AFTER_SIGN_IN = ["ENABLE", "IDLE", "NAMESPACE", "UIDPLUS", "MOVE", "UNSELECT", "CHILDREN",
                  "SPECIAL-USE", "LIST-EXTENDED", "LIST-STATUS"]


class ImapSession(MailboxCommands, Session):
    """One IMAP conversation."""

    protocol = "imap"

    async def greet(self):
        shown = f"[CAPABILITY {self._capability_line()}] "
        await self.say(f"* OK {shown if self.options.greeting_capabilities else ''}"
                       "Kitte test host ready")

    def capabilities(self):
        """What CAPABILITY lists in the present state."""
        names = ["IMAP4rev1", "LITERAL+", "ID"]
        if self.account is not None:
            return self.filtered(names + _AFTER_SIGN_IN)
        if self.options.initial_response:
            names.append("SASL-IR")
        if self.starttls_offered:
            names.append("STARTTLS")
        if not (self.options.plain_commands and self.cleartext_allowed):
            names.append("LOGINDISABLED")
        names += [f"AUTH={name}" for name in self.offered_mechanisms]
        return self.filtered(names)

    def _capability_line(self):
        return " ".join(self.capabilities())

    async def command(self, line):
        raw = line.encode("utf-8", "surrogateescape")
        self.tag, _, rest = line.partition(" ")
        if not self.tag or not rest:
            await self.say("* BAD a tag and a command please")
            return
        raw = await self._with_literals(raw)
        try:
            await self._dispatch(raw.partition(b" ")[2])
        except (SyntaxProblem, IndexError, ValueError):
            await self.reply("BAD the command cannot be read")

    async def reply(self, text):
        """Answers the command that is being dealt with."""
        await self.say(f"{self.tag} {text}")

    async def _with_literals(self, raw):
        """The whole command, with the literals that follow its lines."""
        line = raw
        # What a literal holds may look like another one.
        while (literal := literal_at_end(line)) is not None:
            count, waits = literal
            if count > _LARGEST_LITERAL:
                await self.reply("NO [TOOBIG] the literal is too large")
                raise Finished()
            if waits:
                await self.say("+ go on")
            data = await self.connection.read_exactly(count)
            line = await self.connection.read_line(recorded=False)
            raw += b"\r\n" + data + line
        return raw

    async def _dispatch(self, rest):
        verb, _, arguments = rest.partition(b" ")
        name = verb.decode("ascii", "replace").upper()
        by_uid = name == "UID"
        if by_uid:
            verb, _, arguments = arguments.partition(b" ")
            name = verb.decode("ascii", "replace").upper()
        if name in _COMMANDS and not by_uid:
            await _COMMANDS[name](self, parse(arguments))
        elif name in MAILBOX_COMMANDS and not by_uid:
            await self._when(self.account is not None, MAILBOX_COMMANDS[name], parse(arguments))
        elif name in SELECTED_COMMANDS:
            await self._when(self.selected is not None, SELECTED_COMMANDS[name],
                             parse(arguments), by_uid)
        else:
            await self.reply("BAD unknown command")

    async def _when(self, allowed, method, *arguments):
        if allowed:
            await method(self, *arguments)
        else:
            await self.reply("BAD not in this state")

    async def _capability(self, _arguments):
        await self.say(f"* CAPABILITY {self._capability_line()}")
        await self.reply("OK done")

    async def _noop(self, _arguments):
        await self.report_changes()
        await self.reply("OK done")

    async def _logout(self, _arguments):
        await self.say("* BYE goodbye")
        await self.reply("OK done")
        raise Finished()

    async def _id(self, _arguments):
        await self.say('* ID ("name" "Kitte test host")')
        await self.reply("OK done")

    async def _starttls(self, _arguments):
        if not self.starttls_offered:
            await self.reply("BAD not now")
            return
        await self.reply("OK begin TLS")
        await self.connection.start_tls(self.context)

    async def _login(self, arguments):
        if self.account is not None:
            await self.reply("BAD signed in already")
            return
        if not (self.options.plain_commands and self.cleartext_allowed):
            await self.reply("NO [PRIVACYREQUIRED] encryption first")
            return
        user, password = (bytes(value).decode("utf-8", "replace") for value in arguments)
        await self._signed_in(self.store.check(user, password))

    async def _authenticate(self, arguments):
        name = arguments[0].decode("ascii", "replace").upper()
        if self.account is not None:
            await self.reply("BAD signed in already")
            return
        if name not in self.offered_mechanisms:
            await self.reply("NO that method is not offered")
            return
        initial = arguments[1].decode("ascii", "replace") if len(arguments) > 1 else None
        try:
            account = await self.authenticate(name, initial, "+ ")
        except (Cancelled, sasl.Malformed):
            await self.reply("BAD the sign-in was given up")
            return
        await self._signed_in(account)

    async def _signed_in(self, account):
        """Answers a complete sign-in."""
        if await self.hooks.on_sign_in(self, account):
            return
        if account is None:
            await self.reply("NO [AUTHENTICATIONFAILED] the name or the password is wrong")
            return
        self.account = account
        await self.reply(f"OK [CAPABILITY {self._capability_line()}] signed in")


_COMMANDS = {
    "CAPABILITY": ImapSession._capability,
    "NOOP": ImapSession._noop,
    "LOGOUT": ImapSession._logout,
    "ID": ImapSession._id,
    "STARTTLS": ImapSession._starttls,
    "LOGIN": ImapSession._login,
    "AUTHENTICATE": ImapSession._authenticate,
}
