# SPDX-License-Identifier: GPL-3.0-or-later
"""A domain that no preset knows, every place where its settings may lie, and the moment at which
each of them answers: a name server, web servers and mail servers of the private network."""

import contextlib
import json
import os
import re
import subprocess
import sys
import threading
import time

import namespace
import web

sys.path.insert(0, os.path.join(namespace.SOURCE, "tests"))
from mailhost import names  # noqa: E402  (the scripted servers stand beside this folder)

DOMAIN = "pair.test"
OWNER = "owner.test"
ZONE = "eu." + OWNER
DATABASE = "autoconfig.thunderbird.net"
OWN_PATH = "/mail/config-v1.1.xml"
WELL_KNOWN_PATH = "/.well-known/autoconfig/mail/config-v1.1.xml"

# Nobody’s name in any of these networks, so that every trace of it is one of ours.
LOCAL = "taro-geheim"
ADDRESS = f"{LOCAL}@{DOMAIN}"

NAME_SERVER = "127.0.1.53"
MAIL = "127.0.1.10"
HOSTS = {
    "autoconfig." + DOMAIN: "127.0.1.1",
    DOMAIN: "127.0.1.2",
    DATABASE: "127.0.1.3",
    "autoconfig." + ZONE: "127.0.1.4",
    "autoconfig." + OWNER: "127.0.1.5",
    "imap." + DOMAIN: MAIL,
    "smtp." + DOMAIN: MAIL,
}
EXCHANGER = "mx." + ZONE

# Whose they are: the only ones that may hear the whole address.
OWN_HOSTS = ("autoconfig." + DOMAIN, DOMAIN)

# Every document that is asked for, in the order of preference, but for the one by plain HTTP.
URLS = (
    f"https://autoconfig.{DOMAIN}{OWN_PATH}",
    f"https://{DOMAIN}{WELL_KNOWN_PATH}",
    f"https://{DATABASE}/v1.1/{DOMAIN}",
    f"https://autoconfig.{ZONE}{OWN_PATH}",
    f"https://{DATABASE}/v1.1/{ZONE}",
    f"https://autoconfig.{OWNER}{OWN_PATH}",
    f"https://{DATABASE}/v1.1/{OWNER}",
)
PLAIN_URL = f"http://autoconfig.{DOMAIN}{OWN_PATH}"

# More than any wait of a lookup; it ends long before.
DEADLINE = 40

DOCUMENT = """<?xml version="1.0"?>
<clientConfig version="1.1"><emailProvider id="{domain}"><domain>{domain}</domain>
<incomingServer type="imap"><hostname>{incoming}</hostname><port>993</port>
<socketType>SSL</socketType><username>%EMAILADDRESS%</username>
<authentication>password-cleartext</authentication></incomingServer>
<outgoingServer type="smtp"><hostname>{outgoing}</hostname><port>465</port>
<socketType>SSL</socketType><username>%EMAILADDRESS%</username>
<authentication>password-cleartext</authentication></outgoingServer>
</emailProvider></clientConfig>
"""


def document(domain, incoming, outgoing):
    """An autoconfig document for the domain, with these two hosts."""
    return DOCUMENT.format(domain=domain, incoming=incoming, outgoing=outgoing).encode("ascii")


class Responder(names.NameServer):
    """A name server whose answers of some kinds wait for a gate; a gate is a threading.Event.

    `gates`: (kind, name) to gate, where the kind or the name may be None for any. `lose`: how many
    questions of a kind for a name are not answered at first. `troubles`: what stands in the place
    of the table’s records, by kind and name or by kind alone.
    """

    def __init__(self, table=(), host=NAME_SERVER, port=53):
        self.gates = {}
        self.lose = {}
        self.troubles = {}
        super().__init__(table, host, port)

    def _records(self, kind, name):
        for key in ((kind, name), (kind, None)):
            if key in self.troubles:
                return self.troubles[key]
        return super()._records(kind, name)

    def _gate(self, message):
        name, end = names.read_name(message, 12)
        kind = names.NUMBERS.get(int.from_bytes(message[end:end + 2], "big"))
        if self.lose.get((kind, name), 0) > 0:
            self.lose[kind, name] -= 1
            return None
        for key in ((kind, name), (kind, None), (None, name)):
            if key in self.gates:
                return self.gates[key]
        return web.OPEN

    def _send(self, answer, peer, message):
        gate = self._gate(message)
        if gate is not None and gate.is_set():
            super()._send(answer, peer, message)
        elif gate is not None:
            threading.Thread(target=self._send_late, args=(gate, answer, peer, message),
                             daemon=True).start()

    def _send_late(self, gate, answer, peer, message):
        if gate.wait(DEADLINE):
            super()._send(answer, peer, message)


class Place:
    """One source of settings: its row in the program’s table, what an answer of it is worth, and how
    a stage lets it have one."""

    def __init__(self, row, source, trust, offer, name):
        self.row = row
        self.source = source
        self.trust = trust
        self.offer = offer
        self.name = name
        self.host = f"{name}.{DOMAIN}" if name != "guess" else "imap." + DOMAIN

    def __repr__(self):
        return self.name


def _page(host, path, domain, secure=True):
    def offer(stage, place, gate):
        stage.know(host)
        text = document(domain, *stage.hosts_of(place))
        stage.web(host, secure).pages[path] = (200, {}, web.after(gate, text))
    return offer


def _at_exchanger(offer):
    def both(stage, place, gate):
        # At home in this network, so that its exchanger’s owner may be here too.
        stage.know(DOMAIN)
        stage.know(ZONE, names.exchanger(10, EXCHANGER), owner=DOMAIN)
        offer(stage, place, gate)
    return both


def _offer_services(stage, place, gate):
    incoming, outgoing = stage.hosts_of(place)
    for service, port, host in (("imaps", 993, incoming), ("submissions", 465, outgoing)):
        stage.know(f"_{service}._tcp.{DOMAIN}", names.service(0, 1, port, host))
    stage.responder.gates["SRV", None] = gate


def _offer_preset(stage, place, gate):
    stage.know(ZONE, names.exchanger(10, EXCHANGER), owner=DOMAIN)
    stage.responder.gates["MX", None] = gate
    stage.preset = stage.hosts_of(place)


def _offer_guess(stage, _place, gate):
    for host in ("imap." + DOMAIN, "smtp." + DOMAIN):
        stage.know(host)
        stage.responder.gates[None, host] = gate


# The rows of the program’s own table, in its order; the trust is what its hosts deserve, which all
# lie inside the domain.
PLACES = (
    Place(0, "autoconfig", "sure", _page("autoconfig." + DOMAIN, OWN_PATH, DOMAIN), "own"),
    Place(1, "autoconfig", "sure", _page(DOMAIN, WELL_KNOWN_PATH, DOMAIN), "well-known"),
    Place(2, "database", "sure", _page(DATABASE, "/v1.1/" + DOMAIN, DOMAIN), "database"),
    Place(3, "mx", "told", _offer_preset, "preset"),
    Place(4, "srv", "told", _offer_services, "srv"),
    Place(5, "mx", "told", _at_exchanger(_page("autoconfig." + ZONE, OWN_PATH, ZONE)), "zone"),
    Place(6, "mx", "told", _at_exchanger(_page(DATABASE, "/v1.1/" + ZONE, ZONE)),
          "zone-database"),
    Place(7, "mx", "told", _at_exchanger(_page("autoconfig." + OWNER, OWN_PATH, OWNER)), "owner"),
    Place(8, "mx", "told", _at_exchanger(_page(DATABASE, "/v1.1/" + OWNER, OWNER)),
          "owner-database"),
    Place(9, "probe", "told", _offer_guess, "guess"),
    Place(10, "autoconfig", "asked", _page("autoconfig." + DOMAIN, OWN_PATH, DOMAIN, False),
          "plain"),
)

_SERVER = {"source": {"title": "The sources", "certainty": "A"}, "username": "{address}",
           "auth": ["password"], "security": "tls"}


def preset(incoming, outgoing):
    """A provider that comes with the program, and is recognised by its exchangers alone."""
    name = {"en": "The owner", "ja": "持ち主"}
    return {"schema": 1, "id": "owner", "name": name, "short_name": name, "status": "ok",
            "checked": "2026-11", "credential": {"kind": "mailbox-password"},
            "match": {"domains": ["customers." + OWNER], "mx_patterns": ["*." + ZONE]},
            "servers": [
                {"role": "incoming", "protocol": "imap", "host": incoming, "port": 993,
                 **_SERVER},
                {"role": "outgoing", "protocol": "smtp", "host": outgoing, "port": 465,
                 **_SERVER}]}


class Stage:
    """The servers of all places. `reset` leaves nobody with an answer."""

    def __init__(self, authority):
        self.responder = Responder()
        self._hosts = None
        self._webs = {}
        secured = [name for name, address in HOSTS.items() if address != MAIL]
        certificate = authority.issue("sources", secured)
        for name in secured:
            self._webs[name, True] = web.Web(HOSTS[name], *certificate)
        self._webs["autoconfig." + DOMAIN, False] = web.Web(HOSTS["autoconfig." + DOMAIN])
        self.reset()

    def close(self):
        """Stop all servers."""
        self.responder.close()
        for server in self._webs.values():
            server.stop()

    def reset(self):
        """A domain that is there, and of which nobody says anything."""
        self.preset = self._hosts = None
        self.responder.gates.clear()
        self.responder.lose.clear()
        self.responder.troubles.clear()
        self.responder.asked.clear()
        self.responder.table = {DOMAIN: []}
        for server in self._webs.values():
            server.pages.clear()
            server.asked.clear()

    def know(self, name, *records, owner=None):
        """Let the name (or its `owner`) have these records; without any, its address."""
        if not records:
            records = (names.address(HOSTS[name]),)
        table = self.responder.table
        table[owner or name] = [*table.get(owner or name, ()), *records]

    def web(self, host, secure=True):
        """The web server of the host."""
        return self._webs[host, secure]

    @property
    def webs(self):
        """All web servers, by (host, whether it is by HTTPS)."""
        return self._webs

    def give_pages(self, page, plain=True):
        """Let every place where a document may lie have this page, a new one for each: page()."""
        for host in (name for name, address in HOSTS.items() if address != MAIL):
            self.know(host)
        self.know(ZONE, names.exchanger(10, EXCHANGER), owner=DOMAIN)
        for url in (*URLS, *([PLAIN_URL] if plain else [])):
            scheme, _, host, path = url.split("/", 3)
            self.web(host, scheme == "https:").pages["/" + path] = page()

    def move(self, host, address):
        """The host is elsewhere."""
        self.responder.table[host] = [
            *(record for record in self.responder.table.get(host, ()) if record[0] != "A"),
            names.address(address)]

    def hosts_of(self, place):
        """The two mail servers that an answer of the place names."""
        return self._hosts or (place.host, "out-" + place.host)

    def set_up(self, *offers, hosts=None):
        """Let these places have an answer each, from when its gate is opened: (place, gate). The mail
        servers are there only where they are named here."""
        self.reset()
        self._hosts = hosts
        for host in hosts or ():
            self.responder.table[host] = [names.address(MAIL)]
        for place, gate in offers:
            place.offer(self, place, gate)


class Search:
    """One `kittectl lookup` under way, and the order in which its sources answered."""

    _ARRIVAL = re.compile(r"DEBUG: (?:[\d:.]+: )?source (\d+) \([a-z]+\): (.*)")

    def __init__(self, session, *options, address=ADDRESS, **environment):
        self.arrivals = []
        self.times = []
        self._changed = threading.Condition()
        self._over = False
        values = {**session.environment, "KITTE_NAME_SERVERS": NAME_SERVER + ":53",
                  "G_MESSAGES_DEBUG": "kitte-lookup", **environment}
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [namespace.PROGRAM, "lookup", address, "--json", *options], text=True, env=values,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            cwd=session.home, user=session.user.pw_uid, group=session.user.pw_gid, extra_groups=[],
            umask=0o022)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        self.errors = ""
        for line in self.process.stderr:
            self.errors += line
            found = self._ARRIVAL.search(line)
            if found:
                with self._changed:
                    self.arrivals.append((int(found[1]), found[2]))
                    self.times.append(time.monotonic())
                    self._changed.notify_all()
        with self._changed:
            self._over = True
            self._changed.notify_all()

    def wait_for(self, place):
        """Wait until the place has answered, and say whether it had something."""
        with self._changed:
            self._changed.wait_for(lambda: self._over or self.outcome(place) is not None, DEADLINE)
        return self.outcome(place) == "found"

    def outcome(self, place):
        """What came of the place so far."""
        return next((outcome for row, outcome in self.arrivals if row == place.row), None)

    def waited(self, place):
        """Seconds from the answer of the place to the end of the process."""
        rows = [row for row, _ in self.arrivals]
        return self.ended - self.times[rows.index(place.row)]

    def finish(self):
        """Wait for the end; the object it printed, with the seconds since the start beside it."""
        output = self.process.stdout.read()
        _, status, self.usage = os.wait4(self.process.pid, 0)
        self.process.returncode = os.waitstatus_to_exitcode(status)
        self.ended = time.monotonic()
        self._reader.join()
        self.process.stdout.close()
        self.process.stderr.close()
        try:
            return json.loads(output)
        except ValueError as error:
            raise AssertionError(f"no JSON object: {output}\n{self.errors}") from error


@contextlib.contextmanager
def staged(authority):
    """A stage for the length of a block."""
    stage = Stage(authority)
    try:
        yield stage
    finally:
        stage.close()
