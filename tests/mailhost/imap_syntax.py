# SPDX-License-Identifier: GPL-3.0-or-later
"""IMAP's grammar, as far as a server needs it: commands into values, values into replies."""

import re
import time

_LITERAL = re.compile(rb"\{(\d+)(\+?)\}$")


class SyntaxProblem(Exception):
    """The command cannot be read."""


class Quoted(bytes):
    """A string that was quoted or a literal, so that "NIL" and NIL can be told apart."""


def literal_at_end(line):
    """The literal that a line announces: (its length, whether the client waits), or None."""
    match = _LITERAL.search(line)
    return None if match is None else (int(match[1]), not match[2])


def parse(text):
    """The arguments of a command: atoms as bytes, strings as Quoted, lists as lists."""
    values, end = _parse_until(text, 0, None)
    if end != len(text):
        raise SyntaxProblem("unbalanced parenthesis")
    return values


def _parse_until(text, at, closing):
    values = []
    while at < len(text):
        byte = text[at : at + 1]
        if byte == closing:
            return values, at + 1
        if byte == b" ":
            at += 1
        elif byte == b"(":
            value, at = _parse_until(text, at + 1, b")")
            values.append(value)
        elif byte == b")":
            raise SyntaxProblem("unbalanced parenthesis")
        else:
            value, at = _parse_value(text, at)
            values.append(value)
    if closing is not None:
        raise SyntaxProblem("unbalanced parenthesis")
    return values, at


def _parse_value(text, at):
    if text[at : at + 1] == b'"':
        return _parse_quoted(text, at + 1)
    literal = re.compile(rb"\{(\d+)\+?\}\r\n").match(text, at)
    if literal:
        end = literal.end() + int(literal[1])
        return Quoted(text[literal.end() : end]), end
    return _parse_atom(text, at)


def _parse_quoted(text, at):
    value = bytearray()
    while at < len(text):
        byte = text[at : at + 1]
        if byte == b'"':
            return Quoted(value), at + 1
        if byte == b"\\":
            at += 1
            byte = text[at : at + 1]
        value += byte
        at += 1
    raise SyntaxProblem("a quote is open")


def _parse_atom(text, at):
    """An atom; the section of a FETCH item, such as BODY[HEADER.FIELDS (FROM)], belongs to it."""
    start, depth = at, 0
    while at < len(text):
        byte = text[at : at + 1]
        if byte == b"[":
            depth += 1
        elif byte == b"]":
            depth -= 1
        elif depth <= 0 and byte in b" ()":
            break
        at += 1
    return text[start:at], at


def quote(text):
    """A string as a quoted string, or as a literal where quoting cannot carry it."""
    data = text if isinstance(text, bytes) else text.encode("utf-8")
    if any(byte in b"\r\n\0" or byte > 126 for byte in data):
        return b"{%d}\r\n%s" % (len(data), data)
    return b'"' + data.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'


def quote_or_nil(text):
    """Like `quote`, with NIL for nothing."""
    return b"NIL" if text is None else quote(text)


def sequence_set(text, largest):
    """The numbers of a set such as 1:3,7:* as a list of ranges; "*" is the largest."""
    ranges = []
    for part in text.split(","):
        first, _, last = part.partition(":")
        ends = [_number(first, largest), _number(last or first, largest)]
        ranges.append(range(min(ends), max(ends) + 1))
    return ranges


def _number(text, largest):
    if text == "*":
        return largest
    if not (text.isascii() and text.isdigit()):
        raise SyntaxProblem("not a number")
    return int(text)


def in_set(number, ranges):
    """Whether a number is in a set."""
    return any(number in entry for entry in ranges)


def internal_date(moment):
    """A moment as IMAP writes it."""
    return time.strftime("%d-%b-%Y %H:%M:%S +0000", time.gmtime(moment))


def mailbox_pattern(reference, pattern):
    """LIST's pattern as a regular expression; the delimiter is "/"."""
    wanted = reference + pattern
    parts = {"*": ".*", "%": "[^/]*"}
    expression = "".join(parts.get(letter, re.escape(letter)) for letter in wanted)
    return re.compile(expression, re.I if wanted.upper() == "INBOX" else 0)
