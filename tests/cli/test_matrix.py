# SPDX-License-Identifier: GPL-3.0-or-later
"""kittectl verify --matrix: what every port offers, without a password, as it is found out."""

import json
import pathlib
import re
import tempfile
import unicodedata
import unittest

from kittectl import ADDRESS, PASSWORD, Home, MailHost, Script
from presets import preset, server, write
from terminal import INTERRUPT, Terminal

DOMAIN = ADDRESS.split("@")[1]
ROW = {"protocol", "host", "port", "state", "finding", "cells"}
CELL = {"security", "offered", "finding", "sign_in", "auth"}
LANGUAGES = ["C.UTF-8", "ja_JP.UTF-8"]
# As many connections at once as one table makes.
MOST_AT_ONCE = 8
# The usual ports are not of interest here; they are asked all the same.
USUAL = {25, 465, 587, 143, 993, 110, 995}


def protocol_of(service):
    return "smtp" if service.startswith("submission") else service[:4]


def servers_of(host):
    """Every honest server of the host, as a preset names it."""
    return [server(protocol_of(name), port,
                   security="tls" if name.split("-")[0].endswith("s") else "starttls")
            for name, port in host.ports.items()]


def by_port(result):
    return {row["port"]: row for row in result.object["matrix"]}


def cells(row):
    """The cells as short words."""
    return {cell["security"]: cell["finding"] or (cell["sign_in"] if cell["offered"] else "no")
            for cell in row["cells"]}


def measure(text):
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


class Screen:
    """What a terminal shows: knows the two orders that are used, and no others."""

    def __init__(self, shown):
        self.lines = [""]
        self.at = 0
        self.column = 0
        self.most_redrawn = 0
        for order, text in re.findall(r"(\x1b\[\d*[A-Za-z])|([^\x1b]+)", shown):
            if order:
                self.obey(order)
            else:
                self.write(text)

    def obey(self, order):
        assert order[-1] in "AK", order
        if order[-1] == "K":
            self.lines[self.at] = self.lines[self.at][:self.column]
        else:
            self.at -= int(order[2:-1])
            assert self.at >= 0
            self.most_redrawn += 1

    def write(self, text):
        for number, part in enumerate(text.replace("\r", "").split("\n")):
            if number > 0:
                self.column = 0
                self.at += 1
                if self.at == len(self.lines):
                    self.lines.append("")
            line = self.lines[self.at]
            self.lines[self.at] = line[:self.column] + part + line[self.column + len(part):]
            self.column += len(part)

    @property
    def text(self):
        return "\n".join(self.lines)


class Case(unittest.TestCase):
    def matrix(self, host, home, *options, servers=None, **more):
        environment = write(home.path / "presets",
                            preset(DOMAIN, servers or servers_of(host), **more))
        return home.run("verify", ADDRESS, "--matrix", *options, **environment)

    def one(self, name, *options, **more):
        """The row of one behaviour."""
        with Script(name) as host, Home(host.ca_file) as home:
            url = host.url(name)
            option = "--outgoing" if url.startswith("smtp") else "--incoming"
            result = home.run("verify", ADDRESS, "--matrix", "--json", option, url, *options, **more)
            self.assertEqual(host.sign_ins(), [])
            self.assertEqual(host.early_credentials(), [])
            self.assertEqual(host.events("fault"), [])
            return by_port(result)[host.ports[name]], len(host.events("connect")), result


class Honest(Case):
    def test_every_kind_of_port(self):
        expected = {
            "imaps": ("offered", "no", "no"), "imap": ("no", "offered", "offered"),
            "imap-plain": ("no", "no", "offered"), "pop3s": ("offered", "no", "no"),
            "pop3": ("no", "offered", "offered"), "pop3-plain": ("no", "no", "offered"),
            "submissions": ("offered", "no", "no"), "submission": ("no", "offered", "offered"),
            "submission-plain": ("no", "no", "offered")}
        with MailHost() as host, Home(host.ca_file) as home:
            result = self.matrix(host, home, "--json")
            self.assertEqual(result.status, 0, result.output)
            self.assertEqual(result.object["result"], "unproven")
            self.assertEqual(result.object["checks"], [])
            self.assertEqual(result.object["signins"], {"attempted": 0, "failed": 0})
            rows = by_port(result)
            self.assertLessEqual(USUAL, set(rows))
            for name, port in host.ports.items():
                row = rows[port]
                self.assertEqual(set(row), ROW)
                self.assertTrue(all(set(cell) == CELL for cell in row["cells"]))
                self.assertEqual(row["state"], "open", name)
                self.assertEqual(tuple(cells(row).values()), expected[name], name)
                self.assertEqual(list(cells(row)), ["tls", "starttls", "none"])
                self.assertEqual(len(host.events("connect", service=name)), 1)
                self.assertEqual([event["goodbye"] for event in host.events("close", service=name)],
                                 [True])
            before, after = (next(cell["auth"] for cell in rows[host.ports["imap"]]["cells"]
                                  if cell["security"] == security)
                             for security in ("none", "starttls"))
            self.assertNotIn("plain", before)
            self.assertIn("plain", after)
            self.assertEqual(host.sign_ins(), [])
            self.assertEqual(host.early_credentials(), [])

    def test_lines(self):
        """Columns stand below each other, in every language, and no order is in them."""
        for language in LANGUAGES:
            with self.subTest(language=language), MailHost() as host, \
                    Home(host.ca_file, language) as home:
                text = self.matrix(host, home).output
                self.assertNotIn("\x1b", text)
                for group in text.split("\n\n")[:3]:
                    heading, *ports = group.splitlines()[1:]
                    self.assertIn("STARTTLS", heading)
                    columns = [measure(heading[:heading.index(word)])
                               for word in ("TLS", "STARTTLS", heading.split()[-1])]
                    for line in ports:
                        number, *found = re.split(r"  +", line.strip())
                        self.assertEqual(line[:5], f"{int(number):5}")
                        if len(found) == 1:
                            continue
                        starts = [measure(line[:match.start()])
                                  for match in re.finditer(r"(?<=  )\S", line[5:] and line)
                                  if match.start() > 5]
                        self.assertEqual(starts, columns, text)

    def test_hosts_by_hand(self):
        """A receiving server given by hand is asked for both protocols."""
        with MailHost("pop3s") as host, Home(host.ca_file) as home:
            result = home.run("verify", ADDRESS, "--matrix", "--json", "--incoming",
                              f"pop3s://localhost:{host.ports['pop3s']}")
            rows = by_port(result)
            self.assertLessEqual({143, 993, 110, 995, host.ports["pop3s"]}, set(rows))
            self.assertEqual(rows[143]["protocol"], "imap")
            self.assertEqual(cells(rows[host.ports["pop3s"]])["tls"], "offered")


class Otherwise(Case):
    """Ports that do not do what is usual."""

    def test_port_speaks_the_other_way(self):
        with MailHost("imaps", "submission") as host, Home(host.ca_file) as home:
            servers = [server("imap", host.ports["imaps"], security="starttls"),
                       server("smtp", host.ports["submission"], security="tls")]
            rows = by_port(self.matrix(host, home, "--json", servers=servers))
            self.assertEqual(cells(rows[host.ports["imaps"]]),
                             {"tls": "offered", "starttls": "no", "none": "no"})
            self.assertEqual(cells(rows[host.ports["submission"]]),
                             {"tls": "no", "starttls": "offered", "none": "offered"})

    def test_faults(self):
        for name, state, expected in [
                ("cert-wrong-host", "open", {"tls": "cert-wrong-host"}),
                ("cert-expired", "open", {"tls": "cert-expired", "none": "no"}),
                ("tls-1.1-only", "open", {"tls": "tls-too-old"}),
                ("starttls-refused", "open", {"starttls": "starttls-refused", "tls": "no"}),
                ("starttls-missing", "open", {"starttls": "no", "none": "offered"}),
                ("starttls-injection", "open", {"starttls": "starttls-injection"}),
                ("refused", "refused", {"tls": "no"})]:
            with self.subTest(name=name):
                row, _sockets, _result = self.one(name)
                self.assertEqual(row["state"], state)
                for security, word in expected.items():
                    self.assertEqual(cells(row)[security], word)

    def test_silent(self):
        row, _sockets, result = self.one("filtered", "--deadline", "1")
        self.assertEqual(row["state"], "silent")
        self.assertLess(result.object["elapsed_ms"], 5000)

    def test_sockets_at_once(self):
        """Of many ports that keep one waiting, a few are asked at a time, and the rest not at all."""
        with tempfile.TemporaryDirectory() as folder:
            paths = [pathlib.Path(folder) / f"silent-{number}.json" for number in range(12)]
            for path in paths:
                path.write_text(json.dumps({
                    "about": "Says nothing.", "protocol": "imap",
                    "rules": [{"on": "connect", "do": ["silent"]}],
                    "expect": {"finding": "no-greeting", "sign_ins": 0, "failed": 0}}))
            with Script(*paths, services=["submissions"]) as host, Home(host.ca_file) as home:
                servers = [server("imap", host.ports[path.stem]) for path in paths]
                servers.append(server("smtp", host.ports["submissions"]))
                rows = by_port(self.matrix(host, home, "--json", "--deadline", "3",
                                           servers=servers))
                connected = {event["service"] for event in host.events("connect")}
                self.assertLessEqual(len(connected - {"submissions"}), MOST_AT_ONCE)
                states = [rows[host.ports[path.stem]]["state"] for path in paths]
                self.assertEqual(set(states), {"failed", "cancelled"})
                self.assertLessEqual(states.count("failed"), MOST_AT_ONCE)

    def test_not_a_mail_server(self):
        row, _sockets, result = self.one("http-server")
        self.assertEqual((row["state"], row["finding"]), ("failed", "not-this-protocol"))
        self.assertEqual((result.status, result.object["result"]), (1, "failed"))

    def test_one_connection(self):
        """A server that turns a second connection away is asked once more, alone."""
        row, sockets, _result = self.one("imap-one-connection")
        self.assertEqual(row["state"], "open")
        self.assertEqual(cells(row)["tls"], "offered")
        self.assertEqual(sockets, 2)

    def test_pop_before_smtp(self):
        """Where no sign-in is offered anywhere, or where the preset says so."""
        row, _sockets, _result = self.one("smtp-no-auth")
        self.assertIn("pop-before-smtp", cells(row).values())
        with Script("smtp-no-auth", services=["submissions", "imaps"]) as host, \
                Home(host.ca_file) as home:
            servers = [server(protocol, host.ports[name]) for name, protocol in (
                ("submissions", "smtp"), ("smtp-no-auth", "smtp"), ("imaps", "imap"))]
            rows = by_port(self.matrix(host, home, "--json", servers=servers))
            self.assertEqual(cells(rows[host.ports["smtp-no-auth"]])["tls"], "none")
            legacy = {"pop_before_smtp": {"status": "still-offered", "window_minutes": [],
                                          "until": None}}
            rows = by_port(self.matrix(host, home, "--json", servers=servers, legacy=legacy))
            self.assertEqual(cells(rows[host.ports["smtp-no-auth"]])["tls"], "pop-before-smtp")
            self.assertEqual(cells(rows[host.ports["submissions"]])["tls"], "offered")


class AtATerminal(Case):
    def test_table_fills(self):
        """It stands there at once, is drawn anew, and ends as what a file gets."""
        for language in LANGUAGES:
            with self.subTest(language=language), MailHost() as host, \
                    Home(host.ca_file, language) as home:
                written = self.matrix(host, home)
                environment = write(home.path / "presets", preset(DOMAIN, servers_of(host)))
                with Terminal(home, "verify", ADDRESS, "--matrix", size=(60, 100), TERM="xterm",
                              **environment) as terminal:
                    terminal.end()
                    screen = Screen(terminal.shown)
                self.assertEqual(terminal.status, 0)
                self.assertGreater(screen.most_redrawn, 2)
                self.assertIn("...", terminal.shown)
                table = written.output.split("\n\n✓")[0]
                self.assertIn(table, screen.text)

    def test_small_terminal(self):
        with MailHost("imaps") as host, Home(host.ca_file) as home:
            for size, kind in (((5, 100), "xterm"), ((60, 30), "xterm"), ((60, 100), "dumb")):
                with self.subTest(size=size, kind=kind), \
                        Terminal(home, "verify", ADDRESS, "--matrix", "--incoming",
                                 f"imaps://localhost:{host.ports['imaps']}", size=size,
                                 TERM=kind) as terminal:
                    terminal.end()
                    self.assertNotIn("\x1b", terminal.shown)
                    self.assertIn("✓ sign-in", terminal.shown)

    def test_interrupted(self):
        with Script("silent-greeting") as host, Home(host.ca_file) as home, \
                Terminal(home, "verify", ADDRESS, "--matrix", "--incoming",
                         host.url("silent-greeting"), size=(60, 100), TERM="xterm") as terminal:
            terminal.keep_what_is_shown()
            terminal.wait_for("...")
            host.wait_for("connect")
            terminal.type(INTERRUPT)
            self.assertLess(terminal.end(), 2000)
            self.assertEqual(terminal.status, 1)
            self.assertIn("Cancelled.", terminal.shown)
            self.assertIn("?", Screen(terminal.shown).text)


class Usage(Case):
    def test_takes_no_password(self):
        with MailHost("imaps") as host, Home(host.ca_file) as home:
            urls = ["--incoming", f"imaps://localhost:{host.ports['imaps']}"]
            for option in ("--transcript", "--report"):
                result = home.run("verify", ADDRESS, "--matrix", "--json", option, *urls)
                self.assertEqual(result.status, 2)
                self.assertEqual(result.object["error"]["code"], "bad-usage")
            result = home.run("verify", ADDRESS, "--matrix", *urls, password=PASSWORD)
            self.assertEqual(result.status, 2)
            self.assertEqual(host.events("connect"), [])

    def test_open_questions(self):
        """Only those that the servers depend on are in the way."""
        with Home() as home:
            result = home.run("verify", "taro@example.sakura.ne.jp", "--matrix", "--json",
                              "--deadline", "1")
            self.assertIn(result.status, (0, 1, 4), result.output)
            self.assertIn("matrix", result.object)


if __name__ == "__main__":
    unittest.main()
