# SPDX-License-Identifier: GPL-3.0-or-later
"""Recognises sign-ins in a conversation from the lines alone, and masks what is secret in them.

Honest and scripted servers are watched alike, so that no behaviour has to say what it did.
"""

import base64
import binascii
import dataclasses
import re

MASK = "***"

# The commands that carry a credential, or announce one.  `secret` is masked, `shown` is kept.
_COMMANDS = {
    "imap": [
        re.compile(r'(?P<shown>(?P<tag>\S+) (?P<method>LOGIN) ("(?:[^"\\]|\\.)*"|[^\s"{]+)) '
                   r"(?P<secret>.*)", re.I),
        re.compile(r"(?P<shown>(?P<tag>\S+) (?P<method>LOGIN)) (?P<secret>.*)", re.I),
        re.compile(r"(?P<shown>(?P<tag>\S+) AUTHENTICATE (?P<method>\S+))(?: (?P<secret>.+))?",
                   re.I),
    ],
    "pop3": [
        re.compile(r"(?P<shown>(?P<method>PASS))(?: (?P<secret>.*))?", re.I),
        re.compile(r"(?P<shown>(?P<method>APOP) (?P<user>\S+))(?: (?P<secret>.*))?", re.I),
        re.compile(r"(?P<shown>AUTH (?P<method>\S+))(?: (?P<secret>.+))?", re.I),
    ],
    "smtp": [
        re.compile(r"(?P<shown>AUTH (?P<method>\S+))(?: (?P<secret>.+))?", re.I),
    ],
}

_POP3_USER = re.compile(r"USER (?P<user>.*)", re.I)

# Shorter secrets would mask half of every reply; the tests use longer ones.
_SHORTEST_SECRET = 4


@dataclasses.dataclass
class Attempt:
    """One sign-in: what was tried and, when the server has answered, what came of it."""

    method: str
    user: str = ""
    state: str = "attempted"
    reply: str = ""


def _decode(text):
    """What a base64 token says, or the empty string for anything else."""
    try:
        return base64.b64decode(text, validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""


def _unquote(text):
    """An IMAP quoted string as the text it stands for."""
    text = text.strip()
    if len(text) >= 2 and text[0] == text[-1] == '"':
        return re.sub(r"\\(.)", r"\1", text[1:-1])
    return text


class SignInWatch:
    """Follows the lines of one conversation in both directions."""

    def __init__(self, protocol, secrets=()):
        self._protocol = protocol
        self._secrets = {secret for secret in secrets if secret}
        self._method = None
        self._tag = ""
        self._user = ""
        self._tokens = []
        self._attempt = None

    def heard(self, line):
        """Takes a line of the client: (the line to record, whether it carried a credential,
        the attempt that it began or None)."""
        if self._method is not None:
            return self._heard_continuation(line)
        user = _POP3_USER.fullmatch(line) if self._protocol == "pop3" else None
        if user:
            self._user = user["user"]
            return line, True, None
        for pattern in _COMMANDS.get(self._protocol, ()):
            match = pattern.fullmatch(line)
            if match:
                return self._heard_command(match)
        return self.mask(line), self.holds_secret(line), None

    def said(self, line):
        """Takes a line of the server; returns the attempt that it decided, or None."""
        if self._method is None:
            return None
        state = self._outcome(line)
        if state is None:
            return None
        attempt, self._method, self._attempt = self._attempt, None, None
        if attempt is not None:
            attempt.state, attempt.reply = state, self.mask(line)
        return attempt

    def ended(self):
        """The conversation is over; returns the attempt that was never answered, or None."""
        attempt, self._method, self._attempt = self._attempt, None, None
        if attempt is not None:
            attempt.state = "unanswered"
        return attempt

    def mask(self, line):
        """The line without any secret known so far, plain or in base64."""
        for secret in sorted(self._secrets, key=len, reverse=True):
            if len(secret) >= _SHORTEST_SECRET:
                line = line.replace(secret, MASK)
                line = line.replace(base64.b64encode(secret.encode()).decode(), MASK)
        return line

    def holds_secret(self, line):
        """Whether a known secret stands in the line, in a command of whatever kind."""
        return self.mask(line) != line

    def _heard_command(self, match):
        parts = match.groupdict()
        self._method = parts["method"].upper()
        self._tag = parts.get("tag") or ""
        self._user = parts.get("user") or (self._user if self._method == "PASS" else "")
        self._tokens = []
        if parts["secret"] is None:
            return match["shown"], False, None
        if self._method == "LOGIN" and self._protocol == "imap":
            self._user = _unquote(match["shown"].partition(" ")[2].partition(" ")[2])
        return f"{match['shown']} {MASK}", True, self._carried(parts["secret"])

    def _heard_continuation(self, line):
        if line == "*":
            return line, False, None
        return MASK, True, self._carried(line)

    def _carried(self, secret):
        """Notes a piece of credential; returns the attempt when this is its first piece."""
        self._tokens.append(secret)
        self._learn(secret)
        if self._attempt is not None:
            self._attempt.user = self._attempt.user or self._user
            return None
        self._attempt = Attempt(self._method, self._user)
        return self._attempt

    def _learn(self, secret):
        """Remembers what must not be recorded, and reads the user name where it can be read."""
        decoded = _decode(secret)
        self._secrets.add(secret)
        if self._method in ("PASS", "APOP") or (self._method == "LOGIN" and not decoded):
            self._secrets.add(_unquote(secret))
        elif self._method == "PLAIN" and decoded.count("\0") == 2:
            self._user = decoded.split("\0")[1]
            self._secrets.add(decoded.split("\0")[2])
        elif self._method == "LOGIN" and len(self._tokens) == 1:
            self._user = decoded
        elif self._method == "LOGIN":
            self._secrets.add(decoded)
        elif self._method.startswith("CRAM"):
            self._user = decoded.partition(" ")[0]
        elif self._method.startswith("DIGEST") and len(self._tokens) == 1:
            self._user = decoded.partition('username="')[2].partition('"')[0]
        elif self._method.startswith("SCRAM") and len(self._tokens) == 1:
            self._user = decoded.partition("n=")[2].partition(",")[0]

    def _outcome(self, line):
        """What a server's line means for the sign-in under way; None while it goes on."""
        if self._protocol == "imap":
            tag, _, rest = line.partition(" ")
            if tag != self._tag:
                return None
            return "accepted" if rest.upper().startswith("OK") else "failed"
        if self._protocol == "pop3":
            if line.startswith("+OK"):
                return "accepted"
            return "failed" if line.startswith("-ERR") else None
        reply = re.match(r"(\d{3})(?: |$)", line)
        if reply is None or reply[1] == "334":
            return None
        return "accepted" if reply[1] == "235" else "failed"
