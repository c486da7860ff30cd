# SPDX-License-Identifier: GPL-3.0-or-later
"""What a behaviour can do: say, send, wait, expect, start TLS, fall silent, close, reset."""

import asyncio
import base64
import re
import string

from .connection import Gone
from .session import Finished
from .tls import CERTIFICATES

# Bare words; the others are objects with one of the keys below.
_WORDS = ("close", "reset", "silent", "honest", "stop-listening", "take")
_KEYS = {
    "say": {"say", "chunk", "pause", "repeat"},
    "send": {"send", "chunk", "pause", "repeat"},
    "send_base64": {"send_base64", "chunk", "pause", "repeat"},
    "wait": {"wait"},
    "wait_for": {"wait_for"},
    "expect": {"expect"},
    "tls": {"tls"},
}


class Unexpected(Exception):
    """The client said something else than the script wanted."""

    def __init__(self, line, wanted):
        super().__init__(wanted)
        self.line = line
        self.wanted = wanted


def check(steps):
    """Raises ValueError for a list of actions that cannot be performed."""
    if not isinstance(steps, list) or not steps:
        raise ValueError("actions are a list that is not empty")
    for step in steps:
        if isinstance(step, str):
            if step not in _WORDS:
                raise ValueError(f"no action is called {step}")
            continue
        kind = _kind(step)
        unknown = set(step) - _KEYS[kind]
        if unknown:
            raise ValueError(f"{kind} does not go with {', '.join(sorted(unknown))}")
        if kind == "wait_for" and step["wait_for"] != "closed":
            raise ValueError("only closed can be waited for")
        if kind == "expect":
            re.compile(step["expect"])
        elif kind == "tls" and step["tls"] not in CERTIFICATES:
            raise ValueError(f"no certificate is called {step['tls']}")


def _kind(step):
    kinds = [key for key in _KEYS if key in step]
    if len(kinds) != 1:
        raise ValueError(f"an action is one of {', '.join(_WORDS + tuple(_KEYS))}")
    return kinds[0]


async def perform(steps, connection, stage, variables):
    """Does one thing after the other.  Returns False when the honest server is to go on.

    `stage` has `context(certificate)`, `stop_listening()` and the event `closed`.  Raises Finished after "close",
    Gone after "reset", and Unexpected.
    """
    for step in steps:
        if step == "honest":
            return False
        if isinstance(step, str):
            await _perform_word(step, connection, stage)
        else:
            await _PERFORM[_kind(step)](step, connection, stage, variables)
    return True


async def _perform_word(word, connection, stage):
    if word == "close":
        raise Finished()
    if word == "reset":
        await connection.reset()
        raise Gone("the script reset the connection")
    if word == "silent":
        await connection.drain_for_ever()
    elif word == "take":
        await connection.take()
    else:
        stage.stop_listening()


def _fill_in(text, variables):
    return string.Template(text).safe_substitute(variables)


async def _say(step, connection, _stage, variables):
    lines = step["say"] if isinstance(step["say"], list) else [step["say"]]
    for line in lines:
        data = _fill_in(line, variables).encode("utf-8", "surrogateescape")
        if set(step) == {"say"}:
            await connection.say(data)
        else:
            connection.record.said(data)
            await _send_slowly(connection, data + b"\r\n", step)


async def _send(step, connection, _stage, variables):
    data = _fill_in(step["send"], variables).encode("utf-8", "surrogateescape")
    for line in data.removesuffix(b"\r\n").split(b"\r\n"):
        connection.record.said(line)
    await _send_slowly(connection, data, step)


async def _send_base64(step, connection, _stage, _variables):
    data = base64.b64decode(step["send_base64"])
    connection.record.said_bytes(data, "bytes of the script")
    await _send_slowly(connection, data, step)


async def _send_slowly(connection, data, step):
    """Sends data, in chunks with pauses and again and again when the step wants that."""
    chunk = step.get("chunk", len(data)) or 1
    repeat = step.get("repeat", 1)
    rounds = 0
    while repeat == "for-ever" or rounds < repeat:
        for start in range(0, len(data), chunk):
            await connection.send_unrecorded(data[start : start + chunk])
            await asyncio.sleep(step.get("pause", 0))
        rounds += 1


async def _wait(step, _connection, _stage, _variables):
    await asyncio.sleep(step["wait"])


async def _wait_for(_step, _connection, stage, _variables):
    await stage.closed.wait()


async def _expect(step, connection, _stage, variables):
    line = (await connection.read_line()).decode("utf-8", "surrogateescape")
    match = re.compile(_fill_in(step["expect"], variables), re.I | re.S).fullmatch(line)
    if match is None:
        raise Unexpected(line, step["expect"])
    variables |= {"line": line, **{key: value or "" for key, value in match.groupdict().items()}}


async def _tls(step, connection, stage, _variables):
    await connection.start_tls(stage.context(step["tls"]))


_PERFORM = {
    "say": _say,
    "send": _send,
    "send_base64": _send_base64,
    "wait": _wait,
    "wait_for": _wait_for,
    "expect": _expect,
    "tls": _tls,
}
