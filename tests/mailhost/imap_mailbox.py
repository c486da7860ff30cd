# SPDX-License-Identifier: GPL-3.0-or-later
"""The IMAP commands after sign-in: mailboxes, and the messages of the selected one."""

import asyncio

from . import imap_fetch
from .imap_syntax import SyntaxProblem, in_set, mailbox_pattern, quote, sequence_set
from .store import Mailbox

_FLAGS = "\\Answered \\Flagged \\Deleted \\Seen \\Draft"
_KEPT_FLAGS = _FLAGS + " \\*"


_CANONICAL_FLAGS = {flag.lower(): flag for flag in _FLAGS.split()}


def _name(value):
    if isinstance(value, list):
        raise SyntaxProblem("a list is not a name")
    return bytes(value).decode("utf-8", "replace")


def _flag(value):
    """A flag as it is kept: those of the standard come in any case."""
    name = _name(value)
    return _CANONICAL_FLAGS.get(name.lower(), name)


class MailboxCommands:
    """Mixed into the session; keeps the client's view of the selected mailbox.

    The client counts messages by what it was last told, so the view changes only in
    `report_changes`.
    """

    selected = None
    read_only = False
    _view = ()

    # Mailboxes

    async def _find(self, value):
        """The mailbox of that name; says so when there is none."""
        mailbox = self.account.mailbox(_name(value))
        if mailbox is None:
            await self.reply("NO [NONEXISTENT] no such mailbox")
        return mailbox

    async def _namespace(self, _arguments):
        await self.say('* NAMESPACE (("" "/")) NIL NIL')
        await self.reply("OK done")

    async def _enable(self, _arguments):
        await self.say("* ENABLED")
        await self.reply("OK done")

    async def _list(self, arguments):
        """LIST, also with the selections and returns of RFC 5258, 5819 and 6154."""
        selection = [word.upper() for word in arguments.pop(0)] \
            if isinstance(arguments[0], list) else []
        wanted = arguments[1] if isinstance(arguments[1], list) else [arguments[1]]
        returns = arguments[3] if len(arguments) > 3 else []
        if not selection and wanted == [b""]:
            await self.say('* LIST (\\Noselect) "/" ""')
        else:
            await self._list_matching("LIST", _name(arguments[0]), wanted, selection, returns)
        await self.reply("OK done")

    async def _lsub(self, arguments):
        await self._list_matching("LSUB", _name(arguments[0]), [arguments[1]], [b"SUBSCRIBED"], [])
        await self.reply("OK done")

    async def _list_matching(self, verb, reference, wanted, selection, returns):
        patterns = [mailbox_pattern(reference, _name(value)) for value in wanted]
        for mailbox in list(self.account.mailboxes.values()):
            if not any(pattern.fullmatch(mailbox.name) for pattern in patterns):
                continue
            if b"SUBSCRIBED" in selection and not mailbox.subscribed:
                continue
            if b"SPECIAL-USE" in selection and not mailbox.special_use:
                continue
            await self._list_one(verb, mailbox, bool(selection or returns))
            await self._list_status(mailbox, returns)

    async def _list_one(self, verb, mailbox, extended):
        below = any(name.startswith(mailbox.name + "/") for name in self.account.mailboxes)
        attributes = ["\\HasChildren" if below else "\\HasNoChildren"]
        if mailbox.special_use:
            attributes.append(mailbox.special_use)
        if mailbox.subscribed and verb == "LIST" and extended:
            attributes.append("\\Subscribed")
        shown = f"* {verb} ({' '.join(attributes)}) \"/\" ".encode()
        await self.connection.say(shown + quote(mailbox.name))

    async def _list_status(self, mailbox, returns):
        words = [word.upper() if isinstance(word, bytes) else word for word in returns]
        if b"STATUS" in words:
            await self._say_status(mailbox, words[words.index(b"STATUS") + 1])

    async def _status(self, arguments):
        mailbox = await self._find(arguments[0])
        if mailbox is not None:
            await self._say_status(mailbox, arguments[1])
            await self.reply("OK done")

    async def _say_status(self, mailbox, items):
        unseen = sum("\\Seen" not in message.flags for message in mailbox.messages)
        values = {
            "MESSAGES": len(mailbox.messages), "RECENT": 0, "UNSEEN": unseen,
            "UIDNEXT": mailbox.uid_next, "UIDVALIDITY": mailbox.uid_validity,
            "SIZE": sum(len(message.data) for message in mailbox.messages),
        }
        names = [_name(item).upper() for item in items]
        shown = " ".join(f"{name} {values[name]}" for name in names if name in values)
        await self.connection.say(b"* STATUS " + quote(mailbox.name) + f" ({shown})".encode())

    async def _select(self, arguments):
        await self._open(arguments, False)

    async def _examine(self, arguments):
        await self._open(arguments, True)

    async def _open(self, arguments, read_only):
        self.selected = None
        mailbox = await self._find(arguments[0])
        if mailbox is None:
            return
        self.selected, self.read_only = mailbox, read_only
        self._view = list(mailbox.messages)
        await self.say(f"* {len(self._view)} EXISTS")
        await self.say("* 0 RECENT")
        await self.say(f"* FLAGS ({_FLAGS})")
        await self.say(f"* OK [PERMANENTFLAGS ({'' if read_only else _KEPT_FLAGS})] kept")
        await self.say(f"* OK [UIDVALIDITY {mailbox.uid_validity}] valid")
        await self.say(f"* OK [UIDNEXT {mailbox.uid_next}] next")
        await self.reply(f"OK [READ-{'ONLY' if read_only else 'WRITE'}] open")

    async def _create(self, arguments):
        name = _name(arguments[0]).rstrip("/")
        if not name or self.account.mailbox(name) is not None:
            await self.reply("NO [ALREADYEXISTS] that name is taken")
            return
        self.account.mailboxes[name] = Mailbox(name)
        await self.reply("OK done")

    async def _delete(self, arguments):
        mailbox = await self._find(arguments[0])
        if mailbox is not None:
            del self.account.mailboxes[mailbox.name]
            await self.reply("OK done")

    async def _rename(self, arguments):
        mailbox = await self._find(arguments[0])
        if mailbox is not None:
            del self.account.mailboxes[mailbox.name]
            mailbox.name = _name(arguments[1])
            self.account.mailboxes[mailbox.name] = mailbox
            await self.reply("OK done")

    async def _subscribe(self, arguments):
        await self._set_subscribed(arguments, True)

    async def _unsubscribe(self, arguments):
        await self._set_subscribed(arguments, False)

    async def _set_subscribed(self, arguments, subscribed):
        mailbox = await self._find(arguments[0])
        if mailbox is not None:
            mailbox.subscribed = subscribed
            await self.reply("OK done")

    async def _append(self, arguments):
        mailbox = self.account.mailbox(_name(arguments[0]))
        if mailbox is None:
            await self.reply("NO [TRYCREATE] no such mailbox")
            return
        flags = arguments[1] if isinstance(arguments[1], list) else []
        message = mailbox.append(bytes(arguments[-1]), map(_flag, flags))
        self.record.write("appended", user=self.account.address, mailbox=mailbox.name,
                          bytes=len(message.data))
        await self.report_changes()
        await self.reply(f"OK [APPENDUID {mailbox.uid_validity} {message.uid}] done")

    async def _idle(self, _arguments):
        """RFC 2177: tells of changes until the client says DONE."""
        await self.say("+ idling")
        watcher = self.selected.watch() if self.selected else asyncio.Event()
        line = asyncio.ensure_future(self.connection.read_line())
        try:
            while not line.done():
                change = asyncio.ensure_future(watcher.wait())
                await asyncio.wait({line, change}, return_when=asyncio.FIRST_COMPLETED)
                change.cancel()
                watcher.clear()
                await self.report_changes()
            await line
        finally:
            line.cancel()
            if self.selected:
                self.selected.unwatch(watcher)
        await self.reply("OK done")

    # The selected mailbox

    async def report_changes(self):
        """Tells the client what changed in the selected mailbox since it was last told."""
        if self.selected is None:
            return
        present = set(map(id, self.selected.messages))
        for index in range(len(self._view) - 1, -1, -1):
            if id(self._view[index]) not in present:
                del self._view[index]
                await self.say(f"* {index + 1} EXPUNGE")
        if len(self._view) != len(self.selected.messages):
            self._view = list(self.selected.messages)
            await self.say(f"* {len(self._view)} EXISTS")

    def _chosen(self, numbers, by_uid):
        """The messages of a sequence set, each with its sequence number."""
        largest = self._largest()[1 if by_uid else 0]
        ranges = sequence_set(_name(numbers), largest)
        return [(number, message) for number, message in enumerate(self._view, 1)
                if in_set(message.uid if by_uid else number, ranges)]

    def _largest(self):
        return len(self._view), self._view[-1].uid if self._view else 0

    async def _fetch(self, arguments, by_uid):
        items = imap_fetch.expand(arguments[1])
        if by_uid and b"UID" not in [item.upper() for item in items]:
            items = [b"UID", *items]
        seen = imap_fetch.marks_seen(items) and not self.read_only
        for number, message in self._chosen(arguments[0], by_uid):
            shown = items
            if seen and "\\Seen" not in message.flags:
                message.flags.add("\\Seen")
                shown = [*items, b"FLAGS"]
            await self._say_fetch(number, [imap_fetch.fetch_item(message, item) for item in shown])
            if imap_fetch.takes_message(items):
                self.record.write("fetched", user=self.account.address, uid=message.uid,
                                  bytes=len(message.data))
        if by_uid:
            # RFC 3501 section 7.4.1: nothing may be renumbered while plain FETCH answers.
            await self.report_changes()
        await self.reply("OK done")

    async def _say_fetch(self, number, values):
        reply = b"* %d FETCH (%s)" % (number, b" ".join(values))
        if b"\n" in reply:
            await self.connection.send(reply + b"\r\n", "message data")
        else:
            await self.connection.say(reply)

    async def _store(self, arguments, by_uid):
        verb = _name(arguments[1]).upper().encode()
        rest = arguments[2:]
        flags = {_flag(flag) for flag in (rest[0] if isinstance(rest[0], list) else rest)}
        for number, message in self._chosen(arguments[0], by_uid):
            if verb.startswith(b"+"):
                message.flags |= flags
            elif verb.startswith(b"-"):
                message.flags -= flags
            else:
                message.flags = set(flags)
            if not verb.endswith(b".SILENT"):
                items = [b"UID", b"FLAGS"] if by_uid else [b"FLAGS"]
                await self._say_fetch(
                    number, [imap_fetch.fetch_item(message, item) for item in items])
        await self.reply("OK done")

    async def _search(self, arguments, by_uid):
        keys = list(arguments)
        if keys and keys[0] in (b"CHARSET", b"charset"):
            del keys[:2]
        found = [message.uid if by_uid else number
                 for number, message in enumerate(self._view, 1)
                 if imap_fetch.matches(message, number, keys, self._largest())]
        await self.say(" ".join(["* SEARCH", *map(str, found)]))
        await self.reply("OK done")

    async def _copy(self, arguments, by_uid):
        await self._copy_or_move(arguments, by_uid, False)

    async def _move(self, arguments, by_uid):
        await self._copy_or_move(arguments, by_uid, True)

    async def _copy_or_move(self, arguments, by_uid, move):
        target = self.account.mailbox(_name(arguments[1]))
        if target is None:
            await self.reply("NO [TRYCREATE] no such mailbox")
            return
        chosen = [message for _, message in self._chosen(arguments[0], by_uid)]
        copies = [target.append(message.data, message.flags, message.received)
                  for message in chosen]
        code = ""
        if copies:
            sets = [",".join(str(message.uid) for message in group) for group in (chosen, copies)]
            code = f"[COPYUID {target.uid_validity} {sets[0]} {sets[1]}] "
        if move:
            if code:
                await self.say(f"* OK {code}moved")
            self.selected.remove(chosen)
            await self.report_changes()
            code = ""
        await self.reply(f"OK {code}done")

    async def _expunge(self, arguments, by_uid):
        if by_uid:
            candidates = [message for _, message in self._chosen(arguments[0], True)]
        else:
            candidates = self._view
        if not self.read_only:
            gone = [message for message in candidates if "\\Deleted" in message.flags]
            self.selected.remove(gone)
            self.record.write("deleted", user=self.account.address, count=len(gone))
        await self.report_changes()
        await self.reply("OK done")

    async def _check(self, _arguments, _by_uid):
        await self.report_changes()
        await self.reply("OK done")

    async def _close(self, _arguments, _by_uid):
        if not self.read_only:
            self.selected.remove([message for message in self._view
                                  if "\\Deleted" in message.flags])
        await self._unselect([], False)

    async def _unselect(self, _arguments, _by_uid):
        self.selected = None
        await self.reply("OK done")


MAILBOX_COMMANDS = {
    "NAMESPACE": MailboxCommands._namespace,
    "ENABLE": MailboxCommands._enable,
    "LIST": MailboxCommands._list,
    "LSUB": MailboxCommands._lsub,
    "STATUS": MailboxCommands._status,
    "SELECT": MailboxCommands._select,
    "EXAMINE": MailboxCommands._examine,
    "CREATE": MailboxCommands._create,
    "DELETE": MailboxCommands._delete,
    "RENAME": MailboxCommands._rename,
    "SUBSCRIBE": MailboxCommands._subscribe,
    "UNSUBSCRIBE": MailboxCommands._unsubscribe,
    "APPEND": MailboxCommands._append,
    "IDLE": MailboxCommands._idle,
}

SELECTED_COMMANDS = {
    "FETCH": MailboxCommands._fetch,
    "STORE": MailboxCommands._store,
    "SEARCH": MailboxCommands._search,
    "COPY": MailboxCommands._copy,
    "MOVE": MailboxCommands._move,
    "EXPUNGE": MailboxCommands._expunge,
    "CHECK": MailboxCommands._check,
    "CLOSE": MailboxCommands._close,
    "UNSELECT": MailboxCommands._unselect,
}
