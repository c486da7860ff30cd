# SPDX-License-Identifier: GPL-3.0-or-later
"""A client that asks the same sources as Kitte, but one after the other, and signs in: to compare.

serial.py ADDRESS PASSWORD PRESETS    PRESETS: a folder with presets, for the mail exchanger

It does what mail programs do that search in turn: each source is asked when the one before it had
nothing, the servers are checked when the search is over, receiving first. It takes no time of its
own: no source is asked twice, a name that does not exist costs one question, and it knows what to
do with every answer beforehand. Its modules are loaded before the clock of the benchmark matters:
starting Python takes some 50 ms of a few thousand.
"""

import imaplib
import json
import pathlib
import re
import smtplib
import socket
import ssl
import struct
import sys
import urllib.error
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from mailhost import names  # noqa: E402  (the tests’ own words of the DNS stand beside this folder)

_SECONDS = 10
_SERVICES = ("imaps", "imap", "pop3s", "pop3", "submissions", "submission")


def ask_dns(kind, name):
    """The data of the records, as they stand in the message behind their ten octets."""
    with open("/etc/resolv.conf", encoding="ascii") as file:
        server = re.search(r"^nameserver (\S+)", file.read(), re.M)[1]
    question = names.wire_name(name) + struct.pack("!HH", names.TYPES[kind], 1)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.settimeout(_SECONDS)
        line.sendto(struct.pack("!HHHHHH", 1, 0x100, 1, 0, 0, 0) + question, (server, 53))
        message = line.recv(4096)
    count = struct.unpack_from("!H", message, 6)[0]
    position, found = 12 + len(question), []
    for _ in range(count):
        position = _skip_name(message, position) + 10
        length = struct.unpack_from("!H", message, position - 2)[0]
        found.append((message, position))
        position += length
    return found


def _skip_name(message, position):
    while message[position] not in (0,) and message[position] < 0xC0:
        position += 1 + message[position]
    return position + (2 if message[position] >= 0xC0 else 1)


def _read_name(message, position):
    labels = []
    while message[position]:
        if message[position] >= 0xC0:
            position = struct.unpack_from("!H", message, position)[0] & 0x3FFF
            continue
        end = position + 1 + message[position]
        labels.append(message[position + 1:end].decode("ascii"))
        position = end
    return ".".join(labels)


def fetch(url, context):
    """The two servers of an autoconfig document, or None."""
    try:
        with urllib.request.urlopen(url, timeout=_SECONDS, context=context) as answer:
            text = answer.read().decode("utf-8")
    except (urllib.error.URLError, OSError):
        return None
    found = re.findall(r"<hostname>(.*?)</hostname>\s*<port>(\d+)</port>", text)
    return [(host, int(port)) for host, port in found] if len(found) == 2 else None


def autoconfig(domain, context):
    """The document at the domain, at its other place, and in the database."""
    return fetch(f"https://autoconfig.{domain}/mail/config-v1.1.xml", context) or \
        fetch(f"https://{domain}/.well-known/autoconfig/mail/config-v1.1.xml", context) or \
        fetch(f"https://autoconfig.thunderbird.net/v1.1/{domain}", context)


def exchanger(domain, context, presets):
    """By the mail exchanger: a preset that knows it, else its owner’s document."""
    hosts = [_read_name(message, place + 2) for message, place in ask_dns("MX", domain)]
    for host in hosts:
        for path in pathlib.Path(presets).glob("*.json"):
            preset = json.loads(path.read_text(encoding="utf-8"))
            patterns = preset["match"].get("mx_patterns", ())
            if any(host.endswith(pattern.lstrip("*")) for pattern in patterns):
                return [(server["host"], server["port"]) for server in preset["servers"]]
        found = autoconfig(host.split(".", 1)[1], context)
        if found:
            return found
    return None


def services(domain):
    """By service records: the first for receiving, the first for sending."""
    found = {}
    for service in _SERVICES:
        for message, place in ask_dns("SRV", f"_{service}._tcp.{domain}"):
            port = struct.unpack_from("!H", message, place + 4)[0]
            found.setdefault(service.startswith("sub"), (_read_name(message, place + 6), port))
    return [found[False], found[True]] if len(found) == 2 else None


def guess(domain):
    """The first usual name at which somebody takes a connection, for each direction."""
    found = []
    for labels, port in ((("imap", "mail"), 993), (("smtp", "mail"), 465)):
        for label in labels:
            try:
                socket.create_connection((f"{label}.{domain}", port), _SECONDS).close()
            except OSError:
                continue
            found.append((f"{label}.{domain}", port))
            break
    return found if len(found) == 2 else None


def main(address, password, presets):
    domain = address.partition("@")[2]
    context = ssl.create_default_context()
    servers = autoconfig(domain, context) or exchanger(domain, context, presets) or \
        services(domain) or guess(domain)
    if servers is None:
        sys.exit("nothing was found")
    with imaplib.IMAP4_SSL(*servers[0], ssl_context=context, timeout=_SECONDS) as line:
        line.login(address, password)
        line.select("INBOX", readonly=True)
    with smtplib.SMTP_SSL(*servers[1], context=context, timeout=_SECONDS,
                          local_hostname="[127.0.0.1]") as line:
        line.login(address, password)


if __name__ == "__main__":
    main(*sys.argv[1:])
