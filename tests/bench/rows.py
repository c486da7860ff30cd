# SPDX-License-Identifier: GPL-3.0-or-later
"""What is measured: one row a transaction. A new row is a new entry here."""

import dataclasses

import provider

_IMAPS = "imaps://imap." + provider.DOMAIN
_POP3S = "pop3s://pop." + provider.DOMAIN
_SMTPS = "smtps://smtp." + provider.DOMAIN
_IMAP = "imap://imap." + provider.DOMAIN
_POP3 = "pop3://pop." + provider.DOMAIN
_SMTP = "smtp://smtp." + provider.DOMAIN + ":587"

# 1.3 times the floor for one account with 993 and 465.
GOAL = 1.3


@dataclasses.dataclass(frozen=True)
class Row:
    """One transaction: the servers it signs in to, and the fewest round trips that takes cold.

    The trips of the floor are name, TCP, TLS 1.3, greeting (the capabilities in it), what is said
    before the sign-in, and the sign-in itself. With `preset` kittectl gets the address alone;
    `hole` gives the host an IPv6 address that never answers.
    """

    name: str
    floor: int
    incoming: str = ""
    outgoing: str = ""
    preset: bool = False
    domain: str = provider.DOMAIN
    goal: float = 0.0
    may_add: int = 0
    note: str = ""

    @property
    def urls(self):
        """The servers in the order of their sign-ins."""
        return [url for url in (self.incoming, self.outgoing) if url]

    @property
    def address(self):
        """Whose account it is."""
        return provider.address(self.domain)


ROWS = (
    Row("IMAPS 993", 5, _IMAPS, note="6 with EXAMINE"),
    Row("POP3S 995", 5, _POP3S, note="6 with CAPA"),
    Row("SMTPS 465", 6, "", _SMTPS),
    Row("IMAP 143 STARTTLS", 6, _IMAP, note="8 with CAPABILITY after TLS and EXAMINE"),
    Row("POP3 110 STLS", 6, _POP3, note="8 with CAPA before and after TLS"),
    Row("SMTP 587 STARTTLS", 8, "", _SMTP),
    Row("both by preset, 993 and 465", 6, _IMAPS, _SMTPS, preset=True,
        domain=provider.TLS_DOMAIN, goal=GOAL),
    Row("both by preset, 993 and 587", 8, _IMAPS, _SMTP, preset=True,
        domain=provider.STARTTLS_DOMAIN),
    Row("both by hand, 995 and 465", 6, _POP3S, _SMTPS, note="7 with CAPA"),
    Row("993 behind an IPv6 black hole", 5, "imaps://" + provider.HOLE, may_add=300,
        note="6 with EXAMINE; 300 ms more are allowed"),
)
