# SPDX-License-Identifier: GPL-3.0-or-later
"""What FETCH and SEARCH can say about a message; the MIME work is Python's email package's."""

import datetime
import email
import email.policy
import email.utils
import re

from .imap_syntax import SyntaxProblem, in_set, internal_date, quote, quote_or_nil, sequence_set

_SECTION = re.compile(
    rb"BODY(?P<peek>\.PEEK)?\[(?P<section>[^\]]*)\](?:<(?P<from>\d+)(?:\.(?P<count>\d+))?>)?$",
    re.I)

_MACROS = {
    b"ALL": [b"FLAGS", b"INTERNALDATE", b"RFC822.SIZE", b"ENVELOPE"],
    b"FAST": [b"FLAGS", b"INTERNALDATE", b"RFC822.SIZE"],
    b"FULL": [b"FLAGS", b"INTERNALDATE", b"RFC822.SIZE", b"ENVELOPE", b"BODY"],
}


def expand(items):
    """The items of a FETCH command as a flat list, macros replaced."""
    flat = items if isinstance(items, list) else [items]
    if any(isinstance(item, list) for item in flat):
        raise SyntaxProblem("a list in a list")
    if len(flat) == 1 and flat[0].upper() in _MACROS:
        return _MACROS[flat[0].upper()]
    return flat


def marks_seen(items):
    """Whether fetching these items sets \\Seen."""
    for item in items:
        section = _SECTION.match(item)
        if section is not None and not section["peek"]:
            return True
        if item.upper() in (b"RFC822", b"RFC822.TEXT"):
            return True
    return False


def takes_message(items):
    """Whether these items bring the whole message."""
    return any(item.upper() in (b"RFC822", b"BODY[]", b"BODY.PEEK[]") for item in items)


def fetch_item(message, item):
    """One item of a FETCH reply: name and value."""
    name = item.upper()
    simple = _SIMPLE.get(name)
    if simple is not None:
        return name + b" " + simple(message)
    match = _SECTION.match(item)
    if match is None:
        raise SyntaxProblem("unknown item")
    data = _section(message, match["section"])
    shown = b"BODY[" + match["section"].upper() + b"]"
    if match["from"] is not None:
        start = int(match["from"])
        count = int(match["count"]) if match["count"] else len(data)
        data, shown = data[start : start + count], shown + b"<%d>" % start
    return shown + b" " + literal(data)


def literal(data):
    """Bytes as a literal."""
    return b"{%d}\r\n%s" % (len(data), data)


def flag_list(message):
    """The flags in parentheses."""
    return b"(" + " ".join(sorted(message.flags)).encode("ascii", "replace") + b")"


def _parsed(data):
    return email.message_from_bytes(data, policy=email.policy.compat32)


def _split(data):
    """Head with its empty line, and body."""
    head, separator, body = data.partition(b"\r\n\r\n")
    return (head + separator, body) if separator else (data, b"")


def _section(message, section):
    """The bytes of a section such as "", "HEADER.FIELDS (FROM)", "1.2" or "1.MIME"."""
    numbers, rest = re.match(rb"((?:\d+\.?)*)(.*)", section, re.S).groups()
    data, mime = message.data, None
    for number in filter(None, numbers.split(b".")):
        data, mime = _part(data, int(number))
    word = rest.upper()
    if not word:
        return data if mime is None else _split(data)[1]
    if word == b"MIME":
        return _split(data)[0]
    if mime == "message/rfc822":
        data = _split(data)[1]
    if word == b"HEADER":
        return _split(data)[0]
    if word == b"TEXT":
        return _split(data)[1]
    if word.startswith(b"HEADER.FIELDS"):
        return _header_fields(data, word)
    raise SyntaxProblem("unknown section")


def _part(data, number):
    """The bytes of a part of an entity, with its header, and its type."""
    entity = _parsed(data)
    if entity.get_content_type() == "message/rfc822":
        return _part(_split(data)[1], number)
    if not entity.is_multipart():
        if number != 1:
            raise SyntaxProblem("no such part")
        return data, entity.get_content_type()
    boundary = b"--" + entity.get_boundary("").encode("ascii", "replace")
    pieces = re.split(rb"(?:^|\r\n)" + re.escape(boundary) + rb"(?:--)?[ \t]*(?:\r\n|$)",
                      _split(data)[1])
    if not 1 <= number <= len(pieces) - 2:
        raise SyntaxProblem("no such part")
    piece = pieces[number]
    return piece, _parsed(piece).get_content_type()


def _header_fields(data, word):
    """Only the named lines of a header, or all the others with .NOT."""
    names = set(word[word.index(b"(") + 1 : word.rindex(b")")].replace(b'"', b"").split())
    without = word.startswith(b"HEADER.FIELDS.NOT")
    kept = b""
    for field in re.findall(rb"[^\r\n][^\r\n]*(?:\r\n[ \t][^\r\n]*)*\r\n", _split(data)[0]):
        if (field.partition(b":")[0].strip().upper() in names) != without:
            kept += field
    return kept + b"\r\n"


def _addresses(entity, field):
    """An address list of an ENVELOPE."""
    pairs = email.utils.getaddresses([str(value) for value in entity.get_all(field, [])])
    shown = b""
    for name, address in pairs:
        local, _, domain = address.rpartition("@")
        shown += b"(%s NIL %s %s)" % (quote_or_nil(name or None), quote(local), quote(domain))
    return b"(" + shown + b")" if shown else b"NIL"


def _envelope_of(entity):
    sender = _addresses(entity, "From")
    fields = [quote_or_nil(_raw(entity, "Date")), quote_or_nil(_raw(entity, "Subject")), sender]
    for field in ("Sender", "Reply-To"):
        value = _addresses(entity, field)
        fields.append(sender if value == b"NIL" else value)
    fields += [_addresses(entity, field) for field in ("To", "Cc", "Bcc")]
    fields += [quote_or_nil(_raw(entity, field)) for field in ("In-Reply-To", "Message-ID")]
    return b"(" + b" ".join(fields) + b")"


def _raw(entity, field):
    value = entity.get(field)
    return None if value is None else re.sub(r"\r?\n", "", str(value))


def _parameters(entity, field):
    pairs = entity.get_params(header=field) or []
    shown = [quote(key) + b" " + quote(email.utils.collapse_rfc2231_value(value))
             for key, value in pairs[1:]]
    return b"(" + b" ".join(shown) + b")" if shown else b"NIL"


def _disposition(entity):
    kind = entity.get_content_disposition()
    if kind is None:
        return b"NIL"
    return b"(%s %s)" % (quote(kind), _parameters(entity, "content-disposition"))


def _structure_of(data, extended):
    """BODYSTRUCTURE (extended) or BODY of an entity."""
    entity = _parsed(data)
    main, sub = entity.get_content_maintype(), entity.get_content_subtype()
    if main == "multipart":
        parts = [_structure_of(_part(data, number)[0], extended)
                 for number in range(1, len(entity.get_payload()) + 1)]
        shown = b"".join(parts) + b" " + quote(sub)
        if extended:
            shown += b" " + _parameters(entity, "content-type") + b" NIL NIL NIL"
        return b"(" + shown + b")"
    body = _split(data)[1]
    fields = [quote(main), quote(sub), _parameters(entity, "content-type"),
              quote_or_nil(_raw(entity, "Content-ID")),
              quote_or_nil(_raw(entity, "Content-Description")),
              quote(entity.get("Content-Transfer-Encoding", "7bit")), b"%d" % len(body)]
    if main == "text":
        fields.append(b"%d" % body.count(b"\n"))
    elif (main, sub) == ("message", "rfc822"):
        fields += [_envelope_of(_parsed(body)), _structure_of(body, extended),
                   b"%d" % body.count(b"\n")]
    if extended:
        fields += [b"NIL", _disposition(entity), b"NIL", b"NIL"]
    return b"(" + b" ".join(fields) + b")"


_SIMPLE = {
    b"UID": lambda message: b"%d" % message.uid,
    b"FLAGS": flag_list,
    b"INTERNALDATE": lambda message: quote(internal_date(message.received)),
    b"RFC822.SIZE": lambda message: b"%d" % len(message.data),
    b"RFC822": lambda message: literal(message.data),
    b"RFC822.HEADER": lambda message: literal(_split(message.data)[0]),
    b"RFC822.TEXT": lambda message: literal(_split(message.data)[1]),
    b"ENVELOPE": lambda message: _envelope_of(_parsed(message.data)),
    b"BODY": lambda message: _structure_of(message.data, False),
    b"BODYSTRUCTURE": lambda message: _structure_of(message.data, True),
}


# SEARCH

_FLAG_KEYS = {
    b"SEEN": "\\Seen", b"ANSWERED": "\\Answered", b"DELETED": "\\Deleted",
    b"DRAFT": "\\Draft", b"FLAGGED": "\\Flagged", b"RECENT": "\\Recent",
}


def matches(message, number, keys, largest):
    """Whether a message, with its sequence number, fits all search keys.

    `largest` is (largest sequence number, largest UID)."""
    keys = list(keys)
    while keys:
        fits = _match_one(message, number, keys, largest)
        if not fits:
            return False
    return True


def _match_one(message, number, keys, largest):
    """Takes one key with its arguments off the list."""
    key = keys.pop(0)
    if isinstance(key, list):
        return matches(message, number, key, largest)
    word = key.upper()
    if word == b"NOT":
        return not _match_one(message, number, keys, largest)
    if word == b"OR":
        # Both must be taken off the list, whatever the first one says.
        first = _match_one(message, number, keys, largest)
        second = _match_one(message, number, keys, largest)
        return first or second
    if word in _FLAG_KEYS:
        return _FLAG_KEYS[word] in message.flags
    if word.startswith(b"UN") and word[2:] in _FLAG_KEYS:
        return _FLAG_KEYS[word[2:]] not in message.flags
    if word in _WITH_ARGUMENT:
        if not keys:
            raise SyntaxProblem("a search key has no argument")
        return _WITH_ARGUMENT[word](message, keys, largest)
    if word in (b"ALL", b"OLD"):
        return True
    if word == b"NEW":
        return False
    return in_set(number, sequence_set(_words(key), largest[0]))


def _words(argument):
    """The text of an argument that must not be a list."""
    if isinstance(argument, list):
        raise SyntaxProblem("a list where a word should be")
    return argument.decode("utf-8", "replace")


def _day(argument):
    try:
        return datetime.datetime.strptime(argument.decode("ascii"), "%d-%b-%Y").date()
    except ValueError as error:
        raise SyntaxProblem("not a date") from error


def _received(message):
    return datetime.datetime.fromtimestamp(message.received, datetime.timezone.utc).date()


def _contains(text, argument):
    return argument.lower() in text.lower()


def _field_contains(field):
    return lambda message, keys, _largest: _contains(
        _header_fields(message.data, b"HEADER.FIELDS (" + field + b")"), keys.pop(0))


def _header_contains(message, keys, _largest):
    field = keys.pop(0).upper()
    fields = _header_fields(message.data, b"HEADER.FIELDS (" + field + b")")
    return _contains(fields, keys.pop(0)) and fields != b"\r\n"


_WITH_ARGUMENT = {
    b"UID": lambda message, keys, largest: in_set(
        message.uid, sequence_set(_words(keys.pop(0)), largest[1])),
    b"HEADER": _header_contains,
    b"FROM": _field_contains(b"FROM"),
    b"TO": _field_contains(b"TO"),
    b"CC": _field_contains(b"CC"),
    b"BCC": _field_contains(b"BCC"),
    b"SUBJECT": _field_contains(b"SUBJECT"),
    b"TEXT": lambda message, keys, _: _contains(message.data, _words(keys.pop(0)).encode()),
    b"BODY": lambda message, keys, _: _contains(_split(message.data)[1], keys.pop(0)),
    b"KEYWORD": lambda message, keys, _: keys.pop(0).decode() in message.flags,
    b"UNKEYWORD": lambda message, keys, _: keys.pop(0).decode() not in message.flags,
    b"LARGER": lambda message, keys, _: len(message.data) > int(keys.pop(0)),
    b"SMALLER": lambda message, keys, _: len(message.data) < int(keys.pop(0)),
    b"SINCE": lambda message, keys, _: _received(message) >= _day(keys.pop(0)),
    b"BEFORE": lambda message, keys, _: _received(message) < _day(keys.pop(0)),
    b"ON": lambda message, keys, _: _received(message) == _day(keys.pop(0)),
    b"SENTSINCE": lambda message, keys, _: _received(message) >= _day(keys.pop(0)),
    b"SENTBEFORE": lambda message, keys, _: _received(message) < _day(keys.pop(0)),
}
