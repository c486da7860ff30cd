# SPDX-License-Identifier: GPL-3.0-or-later
"""kittectl presets check --live: a provider's own service, looked at from outside."""

import socket
import unittest
import urllib.parse

from kittectl import Home, MailHost, Script
from mailhost.names import NameServer, address, service
from presets import preset, server, write
from terminal import INTERRUPT, Terminal

DOMAIN = "demo.kitte.test"
HOST = "mail.demo.kitte.test"
SERVICES = ("imaps", "imap", "submissions")


def servers(host):
    return [server("imap", host.ports["imaps"], HOST),
            server("imap", host.ports["imap"], HOST, security="starttls"),
            server("smtp", host.ports["submissions"], HOST)]


def records(host, **ports):
    """What the domain publishes, as its servers are; `ports` take the place of some."""
    ports = {**host.ports, **ports}
    return {DOMAIN: [], HOST: [address("127.0.0.1")],
            f"_imaps._tcp.{DOMAIN}": [service(0, 1, ports["imaps"], HOST)],
            f"_imap._tcp.{DOMAIN}": [service(10, 1, ports["imap"], HOST)],
            f"_submissions._tcp.{DOMAIN}": [service(0, 1, ports["submissions"], HOST)]}


class Service(unittest.TestCase):
    def look(self, host, home, table, *arguments, listed=None):
        names = NameServer(table)
        self.addCleanup(names.close)
        folder = write(home.path / "presets", preset(DOMAIN, listed or servers(host)))
        return home.run("presets", "check", "--live", "trial", *arguments, **folder,
                        KITTE_NAME_SERVERS=names.address)

    def test_all_well(self):
        with MailHost(*SERVICES) as host, Home(host.ca_file) as home:
            result = self.look(host, home, records(host), "--json")
            self.assertEqual(result.status, 0, result.output + result.errors)
            (found,) = result.object["services"]
            self.assertEqual((found["id"], found["domain"], found["result"]),
                             ("trial", DOMAIN, "ok"))
            self.assertEqual([row["server"]["port"] for row in found["servers"]],
                             [host.ports[name] for name in SERVICES])
            for row in found["servers"]:
                self.assertEqual((row["result"], row["finding"], row["ipv6"]),
                                 ("ok", None, "none"))
                self.assertTrue(row["tls"].startswith("TLS1."))
                self.assertIn(HOST, row["certificate"]["names"])
                self.assertGreaterEqual(row["certificate"]["days_left"], 0)
            self.assertEqual([(one["source"], one["result"]) for one in found["published"]],
                             [("autoconfig", "absent"), ("autoconfig", "absent"),
                              ("srv", "agrees")])
            self.assertEqual(host.sign_ins(), [])
            self.assertEqual(host.early_credentials(), [])
            for name in SERVICES:
                self.assertEqual(len(host.events("connect", service=name)), 1)

    def test_table(self):
        for language, words in (("C.UTF-8", ("works", "the same as the preset", "not published")),
                                ("ja_JP.UTF-8", ("使えます", "プリセットと同じ", "公開されていません"))):
            with self.subTest(language=language), MailHost(*SERVICES) as host, \
                    Home(host.ca_file, language) as home:
                result = self.look(host, home, records(host))
                self.assertEqual(result.status, 0)
                for word in (f"imap {HOST}:{host.ports['imap']} starttls", "IPv6", *words):
                    self.assertIn(word, result.output)

    def test_other_records(self):
        """A port that has moved is named from both sides."""
        with MailHost(*SERVICES) as host, Home(host.ca_file) as home:
            result = self.look(host, home, records(host, imaps=9993), "--json")
            self.assertEqual(result.status, 1)
            published = result.object["services"][0]["published"][2]
            self.assertEqual(published["result"], "differs")
            self.assertEqual([one["port"] for one in published["missing"]],
                             [host.ports["imaps"]])
            self.assertEqual([one["port"] for one in published["extra"]], [9993])

    def test_servers_that_are_not_as_stated(self):
        """Nobody there, another encryption, a certificate for another name."""
        with MailHost(*SERVICES) as host, Home(host.ca_file) as home:
            with socket.socket() as nobody:
                nobody.bind(("127.0.0.1", 0))
                listed = [server("imap", nobody.getsockname()[1], HOST),
                          server("imap", host.ports["imap"], HOST),
                          server("smtp", host.ports["submissions"], "other.demo.kitte.test")]
                table = {**records(host), "other.demo.kitte.test": [
                    address("127.0.0.1"), ("AAAA", socket.inet_pton(socket.AF_INET6, "::1"))]}
                result = self.look(host, home, table, "--json", listed=listed)
            self.assertEqual(result.status, 1)
            rows = result.object["services"][0]["servers"]
            self.assertEqual([row["finding"] for row in rows],
                             ["refused", "tls-on-plain-port", "cert-wrong-host"])
            # A computer without the newer addresses cannot say.
            self.assertIn(rows[2]["ipv6"], ("ok", "unknown"))
            self.assertEqual(rows[2]["certificate"]["days_left"] >= 0, True)

    def test_cancelled(self):
        with Script("silent-greeting") as host, Home(host.ca_file) as home:
            url = urllib.parse.urlsplit(host.url("silent-greeting"))
            names = NameServer({DOMAIN: [], HOST: [address("127.0.0.1")]})
            self.addCleanup(names.close)
            folder = write(home.path / "presets", preset(
                DOMAIN, [server("imap", url.port, HOST, security="starttls"),
                         server("smtp", url.port, HOST)]))
            with Terminal(home, "presets", "check", "--live", "trial", **folder,
                          KITTE_NAME_SERVERS=names.address) as terminal:
                host.wait_for("connect")
                terminal.type(INTERRUPT)
                terminal.end()
                self.assertEqual(terminal.status, 1)
                self.assertIn("Cancelled.", terminal.shown)

    def test_usage(self):
        with Home() as home:
            self.assertEqual(home.run("presets", "check", "--live").status, 2)
            self.assertEqual(home.run("presets", "check", "--live", "nobody").status, 2)
            self.assertEqual(home.run("presets", "check", "--live", "sakura-rental").status, 2)


if __name__ == "__main__":
    unittest.main()
