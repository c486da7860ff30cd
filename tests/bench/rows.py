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
    before the sign-in, and the sign-in itself. `asked` is how many more are made on purpose, and
    `asking` what for. With `preset` kittectl gets the address alone. With `ready` the servers wait
    for the sign-in when the clock begins to run. With `found` nobody knows the domain, and kittectl
    gets the address and the form of its user name alone; the floor client is told where to go.
    """

    name: str
    floor: int
    asked: int = 0
    asking: str = ""
    incoming: str = ""
    outgoing: str = ""
    preset: bool = False
    ready: bool = False
    found: bool = False
    shipped: bool = False
    domain: str = provider.DOMAIN
    goal: float = 0.0
    may_add: int = 0
    most: int = 0

    @property
    def trips(self):
        """The floor in words."""
        more = f" ({self.floor + self.asked} with {self.asking})" if self.asked else ""
        return f"{self.floor}{more}"

    @property
    def urls(self):
        """The servers in the order of their sign-ins."""
        return [url for url in (self.incoming, self.outgoing) if url]

    @property
    def address(self):
        """Whose account it is."""
        return provider.address(self.domain)


ROWS = (
    Row("IMAPS 993", 5, incoming=_IMAPS),
    Row("POP3S 995", 5, 1, "CAPA", _POP3S),
    Row("SMTPS 465", 6, outgoing=_SMTPS),
    Row("IMAP 143 STARTTLS", 6, 1, "CAPABILITY after TLS", _IMAP),
    Row("POP3 110 STLS", 6, 1, "CAPA after TLS", _POP3),
    Row("SMTP 587 STARTTLS", 8, outgoing=_SMTP),
    Row("both by preset, 993 and 465", 6, incoming=_IMAPS, outgoing=_SMTPS, preset=True,
        domain=provider.TLS_DOMAIN, goal=GOAL),
    Row("both by preset, 993 and 587", 8, incoming=_IMAPS, outgoing=_SMTP, preset=True,
        domain=provider.STARTTLS_DOMAIN),
    Row("both by hand, 995 and 465", 6, 1, "CAPA", _POP3S, _SMTPS),
    Row("from Return, 993 and 465 ready", 2, incoming=_IMAPS, outgoing=_SMTPS, ready=True,
        domain=provider.TLS_DOMAIN, most=265),
    Row("from Return, 993 and 587 ready", 2, incoming=_IMAPS, outgoing=_SMTP, ready=True,
        domain=provider.STARTTLS_DOMAIN, most=265),
    Row("found: guessable names", 6, incoming="imaps://imap." + provider.GUESSED_DOMAIN,
        outgoing="smtps://smtp." + provider.GUESSED_DOMAIN, found=True,
        domain=provider.GUESSED_DOMAIN),
    Row("found: SRV", 7, incoming="imaps://reading." + provider.SRV_DOMAIN,
        outgoing="smtps://writing." + provider.SRV_DOMAIN, found=True, domain=provider.SRV_DOMAIN),
    Row("found: MX to a preset", 7, incoming=_IMAPS, outgoing=_SMTPS, found=True, shipped=True,
        domain=provider.MX_DOMAIN),
    Row("found: autoconfig", 10, incoming="imaps://dozo-yomi." + provider.AUTOCONFIG_DOMAIN,
        outgoing="smtps://dozo-kaki." + provider.AUTOCONFIG_DOMAIN, found=True,
        domain=provider.AUTOCONFIG_DOMAIN),
    Row("993 behind an IPv6 black hole", 5, incoming="imaps://" + provider.HOLE, may_add=300),
)
