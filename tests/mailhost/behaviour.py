# SPDX-License-Identifier: GPL-3.0-or-later
"""Behaviours: what a server does out of the ordinary, as data.  README.md has the format."""

import dataclasses
import json
import pathlib
import re

from . import actions
from .session import Finished, Hooks, Options
from .tls import CERTIFICATES, TLS_VERSIONS, Certificate

FOLDER = pathlib.Path(__file__).parent / "behaviours"

PROTOCOLS = ("imap", "pop3", "smtp")
SECURITIES = ("tls", "starttls", "none")
LISTENING = ("all", "none", "hang", "hang-on-ipv6")
_EVENTS = ("connect", "line", "sign-in")
_RULE_KEYS = {"on", "match", "tls", "skip", "times", "after_sign_ins", "do"}
# What one press of a button must come to, and what a whole behaviour must.
_PRESS_KEYS = {"finding", "status", "sign_ins", "failed", "seconds", "evidence", "en", "ja",
               "password", "answers"}
_EXPECT_KEYS = _PRESS_KEYS | {"goodbye", "note", "then"}


class BehaviourError(Exception):
    """A behaviour file does not say what it should."""


@dataclasses.dataclass
class Rule:
    """When `on` happens (and the line matches), `do` this instead of the honest answer."""

    on: str
    do: list
    match: re.Pattern | None = None
    tls: bool | None = None
    skip: int = 0
    times: int | None = None
    after_sign_ins: int = 0
    met: int = 0

    def applies(self, event, encrypted, sign_ins):
        """Whether the state of the conversation is the one that the rule is for."""
        return (self.on == event and self.tls in (None, encrypted)
                and sign_ins >= self.after_sign_ins)

    def counts(self):
        """Counts an event that fits; False when it is too early or was met often enough."""
        self.met += 1
        last = None if self.times is None else self.skip + self.times
        return self.met > self.skip and (last is None or self.met <= last)


@dataclasses.dataclass
class Behaviour:
    """One behaviour file."""

    name: str
    about: str
    protocol: str
    security: str = "tls"
    server_security: str = ""
    certificate: str | Certificate = "good"
    tls_versions: tuple[str, str] = ("1.2", "1.3")
    listen: str = "all"
    options: Options = Options()
    rules: list[Rule] = dataclasses.field(default_factory=list)
    script: list | None = None
    partner: dict = dataclasses.field(default_factory=dict)
    expect: dict = dataclasses.field(default_factory=dict)

    def url(self, host, port):
        """The server as a client is told to use it, in the form that kittectl takes."""
        if self.security == "tls":
            return f"{self.protocol}s://{host}:{port}"
        wanted = "required" if self.security == "starttls" else "no"
        return f"{self.protocol}://{host}:{port}?starttls={wanted}"


class BehaviourHooks(Hooks):
    """Lets the rules of a behaviour step into honest conversations, all of one server."""

    def __init__(self, rules, stage):
        self._rules = rules
        self._stage = stage
        self._sign_ins = 0

    async def on_connect(self, session):
        return await self._apply("connect", session, "")

    async def on_line(self, session, line):
        return await self._apply("line", session, line)

    async def on_sign_in(self, session, account):
        dealt_with = await self._apply("sign-in", session, "")
        if dealt_with or account is None:
            self._sign_ins += 1
        return dealt_with

    async def _apply(self, event, session, line):
        """Performs the first rule that fits; False leaves the matter to the honest server."""
        for rule in self._rules:
            if not rule.applies(event, session.connection.encrypted, self._sign_ins):
                continue
            match = rule.match.fullmatch(line) if rule.match else None
            if (rule.match and match is None) or not rule.counts():
                continue
            variables = {"tag": session.tag, "line": line, "host": session.options.host_name}
            if match is not None:
                variables |= {key: value or "" for key, value in match.groupdict().items()}
            return await actions.perform(rule.do, session.connection, self._stage, variables)
        return False


async def hold_script(behaviour, connection, stage, session):
    """Plays a strict script; "honest" in it hands over to the honest session."""
    variables = {"host": behaviour.options.host_name}
    try:
        if not await actions.perform(behaviour.script, connection, stage, variables):
            await session.run(greeted=True)
            return
    except Finished:
        pass
    except actions.Unexpected as problem:
        connection.record.write("unexpected", line=connection.record.masked(problem.line),
                                wanted=problem.wanted)
    await connection.close()


def find(word):
    """The path of a behaviour given by path or by the name of one that is shipped here."""
    path = pathlib.Path(word)
    if path.suffix == ".json":
        return path
    return FOLDER / f"{word}.json"


def load(path):
    """Reads one behaviour file; BehaviourError says what is wrong with it."""
    path = pathlib.Path(path)
    try:
        described = json.loads(path.read_text(encoding="utf-8"))
        return _read(path.stem, described)
    except (OSError, ValueError, TypeError, KeyError, re.error) as error:
        raise BehaviourError(f"{path.name}: {error}") from error


def _read(name, described):
    _refuse_unknown(described, {field.name for field in dataclasses.fields(Behaviour)} - {"name"})
    values = dict(described)
    if not values["about"].strip():
        raise ValueError("about is empty")
    values["certificate"] = read_certificate(values.get("certificate", "good"))
    values["options"] = _read_options(values)
    values["rules"] = [_read_rule(rule) for rule in values.get("rules", ())]
    values["partner"] = _read_partner(values.get("partner", {}))
    values["tls_versions"] = tuple(values.get("tls_versions", ("1.2", "1.3")))
    behaviour = Behaviour(name=name, **values)
    behaviour.server_security = behaviour.server_security or behaviour.security
    _check(behaviour)
    return behaviour


def _read_options(described):
    """The options; a server that is meant to be without encryption takes passwords as they are."""
    options = dict(described.get("options", {}))
    if described.get("security") == "none":
        options.setdefault("cleartext_before_tls", True)
    return Options.from_json(options)


def _read_partner(described):
    """What the honest server of the other direction does at its side."""
    _refuse_unknown(described, {"rules", "options"})
    return {"rules": [_read_rule(rule) for rule in described.get("rules", ())],
            "options": Options.from_json(described.get("options", {}))}


def read_certificate(described):
    if isinstance(described, str):
        if described not in CERTIFICATES:
            raise ValueError(f"no certificate is called {described}")
        return described
    return Certificate(**{key: tuple(value) if isinstance(value, list) else value
                          for key, value in described.items()})


def _read_rule(described):
    _refuse_unknown(described, _RULE_KEYS)
    values = dict(described)
    if values["on"] not in _EVENTS:
        raise ValueError(f"a rule is on one of {', '.join(_EVENTS)}")
    if ("match" in values) != (values["on"] == "line"):
        raise ValueError("a rule on a line has a match, and no other has")
    if "match" in values:
        values["match"] = re.compile(values["match"], re.I | re.S)
    actions.check(values["do"])
    return Rule(**values)


def _check(behaviour):
    if behaviour.protocol not in PROTOCOLS:
        raise ValueError(f"protocol is one of {', '.join(PROTOCOLS)}")
    if not {behaviour.security, behaviour.server_security} <= set(SECURITIES):
        raise ValueError(f"security is one of {', '.join(SECURITIES)}")
    if behaviour.listen not in LISTENING:
        raise ValueError(f"listen is one of {', '.join(LISTENING)}")
    if not set(behaviour.tls_versions) <= set(TLS_VERSIONS) or len(behaviour.tls_versions) != 2:
        raise ValueError("tls_versions is the lowest and the highest, such as 1.2 and 1.3")
    if behaviour.script is not None:
        if behaviour.rules:
            raise ValueError("rules and script exclude each other")
        actions.check(behaviour.script)
    _refuse_unknown(behaviour.expect, _EXPECT_KEYS)
    for press in behaviour.expect.get("then", ()):
        _refuse_unknown(press, _PRESS_KEYS)
        _check_finding(press)
    _check_finding(behaviour.expect)


def _check_finding(press):
    finding = press.get("finding", "ok")
    if not re.fullmatch(r"[a-z0-9-]+", finding):
        raise ValueError(f"{finding} is no finding code")


def _refuse_unknown(described, known):
    unknown = set(described) - set(known)
    if unknown:
        raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
