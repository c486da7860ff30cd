# SPDX-License-Identifier: GPL-3.0-or-later
"""What the three honest protocols share: options, sign-in, and the hooks for behaviours."""

import asyncio
import dataclasses

from . import sasl


class Finished(Exception):
    """The conversation has come to its end on the server's side."""


class Cancelled(Exception):
    """The client gave a sign-in up with "*"."""


@dataclasses.dataclass(frozen=True)
class Options:
    """How an honest server presents itself; behaviours and configurations may change each."""

    host_name: str = "mail.demo.kitte.test"
    mechanisms: tuple[str, ...] = ("PLAIN", "LOGIN", "CRAM-MD5")
    scram_rounds: int = 4096
    plain_commands: bool = True
    initial_response: bool = True
    apop: bool = True
    starttls: bool = True
    cleartext_before_tls: bool = False
    greeting_capabilities: bool = True
    sign_in_required: bool = True
    add_capabilities: tuple[str, ...] = ()
    remove_capabilities: tuple[str, ...] = ()
    delay: float = 0.0

    @classmethod
    def from_json(cls, described):
        """Options from a JSON object; unknown keys are refused."""
        known = {field.name for field in dataclasses.fields(cls)}
        unknown = set(described) - known
        if unknown:
            raise ValueError(f"unknown options: {', '.join(sorted(unknown))}")
        values = {key: tuple(value) if isinstance(value, list) else value
                  for key, value in described.items()}
        return cls(**values)


class Hooks:
    """Where a behaviour may step in.  Each returns True when it has dealt with the matter."""

    async def on_connect(self, _session):
        """Before the greeting."""
        return False

    async def on_line(self, _session, _line):
        """Before a command is read."""
        return False

    async def on_sign_in(self, _session, _account):
        """When a sign-in is complete; the account is None when name or password is wrong."""
        return False


class Session:
    """One honest conversation; the protocols derive from it."""

    protocol = ""

    def __init__(self, connection, store, options, context, hooks=None, outbox=None):
        self.connection = connection
        self.record = connection.record
        self.store = store
        self.options = options
        self.context = context
        self.hooks = hooks or Hooks()
        self.outbox = outbox
        self.account = None
        self.tag = ""

    async def run(self, greeted=False):
        """Holds the conversation until either side ends it."""
        try:
            if not greeted and not await self.hooks.on_connect(self):
                await self.greet()
            while True:
                line = await self.connection.read_line()
                if self.options.delay:
                    await asyncio.sleep(self.options.delay)
                text = line.decode("utf-8", "surrogateescape")
                if not await self.hooks.on_line(self, text):
                    await self.command(text)
        except Finished:
            await self.connection.close()
        finally:
            self.ended()

    async def greet(self):
        """Says the greeting."""
        raise NotImplementedError

    async def command(self, line):
        """Answers one command."""
        raise NotImplementedError

    def ended(self):
        """Gives back what the conversation held."""

    async def say(self, text):
        """Sends one line."""
        await self.connection.say(text)

    @property
    def offered_mechanisms(self):
        """The SASL mechanisms that may be used in the present state of the connection."""
        if self.cleartext_allowed:
            return self.options.mechanisms
        return tuple(name for name in self.options.mechanisms if name not in sasl.CLEARTEXT)

    @property
    def cleartext_allowed(self):
        """Whether a password may be sent as it is."""
        return self.connection.encrypted or self.options.cleartext_before_tls

    @property
    def starttls_offered(self):
        """Whether the client may ask for TLS now."""
        return (self.options.starttls and self.context is not None
                and not self.connection.encrypted)

    def filtered(self, capabilities):
        """The capabilities with what the options add and remove."""
        removed = {name.upper() for name in self.options.remove_capabilities}
        kept = [name for name in capabilities if name.upper() not in removed]
        return kept + list(self.options.add_capabilities)

    async def authenticate(self, mechanism, initial, prompt):
        """Runs a SASL exchange: the account or None.  `prompt` comes before each challenge.

        Raises Cancelled, or sasl.Malformed for what cannot be read.
        """

        async def ask(challenge):
            await self.say(prompt + sasl.encode_challenge(challenge))
            line = (await self.connection.read_line()).decode("ascii", "replace")
            if line == "*":
                raise Cancelled()
            return sasl.decode_response(line)

        first = None if initial is None else sasl.decode_response(initial)
        rounds = (self.options.scram_rounds,) if mechanism in sasl.SALTED else ()
        return await sasl.MECHANISMS[mechanism](self.store, ask, first, *rounds)
