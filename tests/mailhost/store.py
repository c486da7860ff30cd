# SPDX-License-Identifier: GPL-3.0-or-later
"""Accounts, mailboxes and messages, all in memory."""

import asyncio
import dataclasses
import time

# Mailboxes every account has, with their special use (RFC 6154).
_MAILBOXES = {
    "INBOX": "",
    "Drafts": "\\Drafts",
    "Sent": "\\Sent",
    "Junk": "\\Junk",
    "Trash": "\\Trash",
}


@dataclasses.dataclass(eq=False)
class Message:
    """One message in one mailbox; line ends are CRLF."""

    uid: int
    data: bytes
    flags: set[str] = dataclasses.field(default_factory=set)
    received: float = dataclasses.field(default_factory=time.time)


class Mailbox:
    """One mailbox: messages in the order of their UIDs, and who wants to hear of changes."""

    def __init__(self, name, special_use=""):
        self.name = name
        self.special_use = special_use
        self.subscribed = True
        self.uid_validity = int(time.time())
        self.uid_next = 1
        self.messages = []
        self._watchers = set()

    def append(self, data, flags=(), received=None):
        """Adds a message and tells everybody who watches."""
        message = Message(self.uid_next, with_crlf(data), set(flags))
        if received is not None:
            message.received = received
        self.uid_next += 1
        self.messages.append(message)
        self.changed()
        return message

    def remove(self, messages):
        """Takes messages out and tells everybody who watches."""
        gone = set(map(id, messages))
        self.messages = [message for message in self.messages if id(message) not in gone]
        self.changed()

    def changed(self):
        """Wakes everybody who watches."""
        for watcher in self._watchers:
            watcher.set()

    def watch(self):
        """An event that is set at every change, until it is handed to `unwatch`."""
        watcher = asyncio.Event()
        self._watchers.add(watcher)
        return watcher

    def unwatch(self, watcher):
        """Ends a watch."""
        self._watchers.discard(watcher)


class Account:
    """One person's account: the address, further names to sign in with, and the mailboxes.

    After `locks_after` wrong passwords no password is accepted any more; 0: it never locks."""

    def __init__(self, address, password, logins=(), locks_after=0):
        self.address = address
        self.password = password
        self.logins = {address.lower(), *(login.lower() for login in logins)}
        self.mailboxes = {name: Mailbox(name, use) for name, use in _MAILBOXES.items()}
        self.drop_locked = False
        self._locks_after = locks_after
        self._wrong = 0

    def opens(self, password):
        """Whether the password is right and the account is not locked; a wrong one is counted."""
        self._wrong += password != self.password
        return password == self.password and not 0 < self._locks_after <= self._wrong

    @property
    def inbox(self):
        """Where mail arrives."""
        return self.mailboxes["INBOX"]

    def mailbox(self, name):
        """The mailbox of that name, or None; INBOX is written in any case."""
        return self.mailboxes.get("INBOX" if name.upper() == "INBOX" else name)


class Store:
    """All accounts of one host."""

    def __init__(self, accounts):
        self.accounts = list(accounts)

    @property
    def secrets(self):
        """Every password, to keep them out of the log."""
        return [account.password for account in self.accounts]

    def find(self, login):
        """The account that a sign-in name belongs to, or None."""
        for account in self.accounts:
            if login.lower() in account.logins:
                return account
        return None

    def check(self, login, password):
        """The account, when name and password are right."""
        account = self.find(login)
        return account if account is not None and account.opens(password) else None


def with_crlf(data):
    """The message with every line end as CRLF."""
    return b"\r\n".join(data.replace(b"\r\n", b"\n").split(b"\n"))


def make_accounts(described):
    """Accounts from their description: address, password, and optionally logins and messages."""
    accounts = []
    for entry in described:
        account = Account(entry["address"], entry["password"], entry.get("logins", ()),
                          entry.get("locks_after", 0))
        for text in entry.get("messages", ()):
            account.inbox.append(text.encode("utf-8") if isinstance(text, str) else text)
        accounts.append(account)
    return accounts
