# SPDX-License-Identifier: GPL-3.0-or-later
"""A certificate or an old server name that points to a provider: asked about, never connected to."""

import json
import re
import unittest

import presets
from kittectl import PASSWORD, Home, Script
from terminal import Terminal

# An address at a domain of the person's own; what the provider calls it is asked.
ADDRESS = "info@own.test"
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

# What the provider's certificates say; none is valid for “localhost”.
OURS = ("*.hosting.test",)
MANY = 10000


def hosting(ports, **more):
    """A hosting company whose customers have domains of their own."""
    servers = [presets.server("imap", ports["imaps"], username="{NAME}@demo.kitte.test"),
               presets.server("smtp", ports["submissions"], username="{NAME}@demo.kitte.test")]
    name = {"en": "Trial Hosting", "ja": "試験ホスティング"}
    return {**presets.preset("hosting.test", servers), **{
        "id": "hosting", "name": name, "short_name": name,
        "match": {"domains": ["hosting.test"], "cert_names": ["*.hosting.test"]},
        "ask": [presets.ask()], **more}}


class Case(unittest.TestCase):
    """`serve` starts a server with a certificate of its own, beside the provider's honest ones."""

    def serve(self, names=OURS, *, addresses=(), **certificate):
        self.home = self.enterContext(Home())
        path = self.home.path / "wrong-name.json"
        path.write_text(json.dumps({
            "about": "A certificate that is not for this name.", "protocol": "imap",
            "certificate": {"names": names, "addresses": addresses, **certificate},
            "expect": {"finding": "cert-wrong-host", "sign_ins": 0}}), encoding="utf-8")
        self.host = self.enterContext(Script(str(path), services=["imaps", "submissions"]))
        self.home.environment["KITTE_CA_FILE"] = self.host.ca_file
        self.by_hand = ["--incoming", self.host.url("wrong-name"), "--outgoing",
                        f"smtps://localhost:{self.host.ports['submissions']}"]
        self.environment = presets.write(self.home.path / "presets", hosting(self.host.ports))

    def verify(self, *more, command="verify", **environment):
        return self.home.run(command, ADDRESS, "--json", *self.by_hand, *more, password=PASSWORD,
                             **{**self.environment, **environment})

    def remedies(self, result):
        return [remedy for remedy in result.object["checks"][0]["remedies"]
                if remedy["code"] == "use-preset"]

    def assert_nothing_left(self):
        """Neither the server with the wrong name nor anybody in clear heard a credential."""
        self.assertEqual(self.host.sign_ins(service="wrong-name"), [])
        self.assertEqual(self.host.early_credentials(), [])
        self.assertEqual(self.host.events("heard", service="wrong-name"), [])

    def assert_no_offer(self, finding, **environment):
        result = self.verify(**environment)
        self.assertEqual(result.object["checks"][0]["finding"], finding, result.output)
        self.assertEqual(self.remedies(result), [])
        self.assertEqual(result.status, 1)
        self.assertNotIn("Trial Hosting", result.output)
        self.assertIsNone(CONTROL.search(result.output), repr(result.output))
        self.assert_nothing_left()
        self.assertEqual(self.host.sign_ins(), [])
        return result


class Offered(Case):
    def setUp(self):
        self.serve()

    def test_remedy_names_the_preset(self):
        result = self.verify()
        check = result.object["checks"][0]
        self.assertEqual((result.status, check["finding"]), (1, "cert-wrong-host"), result.output)
        self.assertEqual(check["remedies"][0], {
            "code": "use-preset", "label": "Yes, my mail is at Trial Hosting", "value": "hosting"})
        self.assertEqual(check["title"], "Is your mail at Trial Hosting?")
        self.assertIn("*.hosting.test", check["text"])
        self.assertIn("Contract name", check["text"])
        self.assert_nothing_left()
        self.assertEqual(self.host.sign_ins(), [])

    def test_the_yes_leads_to_what_the_preset_asks(self):
        for command in ("lookup", "verify", "setup"):
            with self.subTest(command=command):
                result = self.home.run(command, ADDRESS, "--json", "--answer", "provider=hosting",
                                       password=None if command == "lookup" else PASSWORD,
                                       **self.environment)
                self.assertEqual(result.status, 6, result.output + result.errors)
                self.assertEqual([ask["key"] for ask in result.object["asks"]], ["NAME"])
                self.assertEqual(result.object["source"], "preset")
                self.assertEqual(result.object["provider"], {
                    "id": "hosting", "name": "Trial Hosting", "origin": "shipped"})
        self.assertEqual(self.host.events("connect"), [])

    def test_the_presets_own_servers_are_checked_anew(self):
        """The servers given by hand stay on the command line, and are asked nothing any more."""
        result = self.verify("--answer", "provider=hosting", "--answer", "NAME=hanako")
        self.assertEqual((result.status, result.object["result"]), (0, "ok"), result.output)
        self.assertEqual([check["server"]["port"] for check in result.object["checks"]],
                         [self.host.ports["imaps"], self.host.ports["submissions"]])
        self.assertEqual(self.host.events("connect", service="wrong-name"), [])
        self.assertEqual(len(self.host.sign_ins("accepted")), 2)
        self.assertEqual({event["user"] for event in self.host.sign_ins()},
                         {"hanako@demo.kitte.test"})

    def test_no_such_provider(self):
        result = self.verify("--answer", "provider=../../etc/passwd")
        self.assertEqual(result.status, 2, result.output)
        self.assertEqual(result.object["error"]["code"], "bad-usage")
        self.assertEqual(self.host.events("connect"), [])

    def test_people_read_how_to_say_yes(self):
        result = self.home.run("verify", ADDRESS, *self.by_hand, password=PASSWORD,
                               **self.environment)
        self.assertEqual(result.status, 1, result.output)
        self.assertIn("Is your mail at Trial Hosting?", result.output)
        self.assertIn("Yes, my mail is at Trial Hosting: --answer provider=hosting", result.output)

    def test_in_japanese(self):
        result = self.verify(LANGUAGE="ja")
        check = result.object["checks"][0]
        self.assertIn("試験ホスティング", check["title"])
        self.assertIn("契約名", check["text"])
        self.assertIn("試験ホスティング", check["remedies"][0]["label"])


class AtATerminal(Case):
    def setUp(self):
        self.serve()

    def begin(self):
        return self.enterContext(Terminal(self.home, "verify", ADDRESS, *self.by_hand,
                                          **self.environment))

    def password(self, terminal):
        terminal.wait_for("while you type):")
        terminal.wait_until_unseen()
        terminal.type(PASSWORD)

    def test_yes(self):
        terminal = self.begin()
        self.password(terminal)
        terminal.wait_for("Is your mail at Trial Hosting? (yes / no):").type("yes")
        terminal.wait_for("Contract name:").type("hanako")
        self.password(terminal)
        terminal.end()
        self.assertEqual(terminal.status, 0, terminal.shown)
        self.assert_nothing_left()
        self.assertEqual(len(self.host.sign_ins("accepted")), 2)
        self.assertEqual(len(self.host.events("connect", service="wrong-name")), 1)

    def test_no(self):
        terminal = self.begin()
        self.password(terminal)
        terminal.wait_for("Is your mail at Trial Hosting? (yes / no):").type("no")
        terminal.end()
        self.assertEqual(terminal.status, 1, terminal.shown)
        self.assertEqual(self.host.sign_ins(), [])


class NotOffered(Case):
    """What is no evidence: no remedy, and nothing is sent."""

    def test_a_valid_certificate_of_whoever_sits_between(self):
        self.serve(("mail.stranger.test", "*.stranger.test"))
        self.assert_no_offer("cert-wrong-host")

    def test_certificates_that_are_not_valid(self):
        """Anybody can write the provider's names into these."""
        for finding, certificate in (
                ("cert-self-signed", {"issuer": "self"}),
                ("cert-unknown-ca", {"issuer": "stranger"}),
                ("cert-expired", {"not_before": "20200101000000Z",
                                  "not_after": "20210101000000Z"}),
                ("cert-not-yet-valid", {"not_before": "20400101000000Z",
                                        "not_after": "20410101000000Z"}),
                ("cert-weak", {"key": "rsa:2048", "digest": "sha1"}),
                ("cert-unknown-ca", {"purpose": "clientAuth,emailProtection"})):
            with self.subTest(finding=finding, certificate=certificate):
                self.serve(**certificate)
                self.assert_no_offer(finding)

    def test_names_that_are_none(self):
        for names in (("*.hosting.test", "mail\u202e.hosting.test"),
                      ("\u202e*.hosting.test",), ("*.hosting.test", "\u0007bell.hosting.test"),
                      ("*.hosting.test\u001b[2J",), ("*.hosting.test", "*.co.jp"), ("*.test",),
                      ("hosting.test",), ("*.hosting.test", "*"), ("*.*.test",),
                      ("*.hosting.test.stranger.test",), ("a.b.hosting.test",),
                      ("xhosting.test",), ("*.hosting.test", "a" * 400 + ".stranger.test")):
            with self.subTest(names=names):
                self.serve(names)
                self.assert_no_offer("cert-wrong-host")

    def test_more_names_than_anybody_reads(self):
        self.serve(("*.hosting.test", *(f"n{number}.stranger.test" for number in range(150))))
        self.assert_no_offer("cert-wrong-host")

    def test_ten_thousand_names(self):
        """As large as some libraries let a certificate be; refused in either way."""
        self.serve(("*.hosting.test", *(f"n{number}.x.test" for number in range(MANY))))
        result = self.verify()
        self.assertIn(result.object["checks"][0]["finding"],
                      ("cert-wrong-host", "tls-handshake-failed", "reply-too-long"), result.output)
        self.assertEqual(self.remedies(result), [])
        self.assertLess(len(result.output), 20000)
        self.assert_nothing_left()

    def test_no_name_but_the_common_one(self):
        self.serve((), common_name="*.hosting.test")
        self.assert_no_offer("cert-wrong-host")

    def test_only_presets_that_came_with_the_program(self):
        self.serve()
        self.environment = presets.write(
            self.home.path / "presets", presets.preset("another.test", hosting(
                self.host.ports)["servers"], ask=[presets.ask()]))
        presets.write(self.home.path / ".local/share/kitte/providers", hosting(self.host.ports))
        (self.home.path / "presets/hosting.json").unlink()
        self.assert_no_offer("cert-wrong-host")

    def test_a_provider_that_has_nothing_else(self):
        """The server is the preset's own: asking about that preset would lead in a circle."""
        self.serve()
        port = self.host.ports["wrong-name"]
        self.environment = presets.write(self.home.path / "presets", hosting(
            {"imaps": port, "submissions": self.host.ports["submissions"]}))
        result = self.home.run("verify", ADDRESS, "--json", "--answer", "provider=hosting",
                               "--answer", "NAME=hanako", password=PASSWORD, **self.environment)
        self.assertEqual(result.object["checks"][0]["finding"], "cert-wrong-host", result.output)
        self.assertEqual(self.remedies(result), [])


class FormerHost(Case):
    """A server that the preset knows by its history."""

    def setUp(self):
        self.serve()
        self.old = ["--incoming", "imaps://old.hosting.test:1", *self.by_hand[2:]]

    def verify_old(self, **more):
        self.environment = presets.write(self.home.path / "presets", hosting(
            self.host.ports, legacy={"old_hosts": ["old*.hosting.test"]}, **more))
        return self.home.run("verify", ADDRESS, "--json", *self.old, password=PASSWORD,
                             **self.environment)

    def test_leads_to_the_preset(self):
        result = self.verify_old()
        check = result.object["checks"][0]
        self.assertEqual([remedy["value"] for remedy in self.remedies(result)], ["hosting"],
                         result.output)
        self.assertIn("old.hosting.test", check["text"])
        self.assertIn("Contract name", check["text"])
        self.assertEqual(self.host.sign_ins(), [])

    def test_a_service_that_has_ended(self):
        result = self.verify_old(status="ended", servers=[], ask=[], ended={
            "date": "2025-03", "text": {"en": "Trial Hosting closed in March.", "ja": "終了。"}})
        check = result.object["checks"][0]
        self.assertEqual(self.remedies(result), [])
        self.assertIn("Trial Hosting closed in March.", check["text"])

    def test_a_wrong_password_is_none_of_it(self):
        """The old name works: what is wrong would be wrong at the new one too."""
        self.environment = presets.write(self.home.path / "presets", hosting(
            self.host.ports, legacy={"old_hosts": ["old*.hosting.test"]}))
        urls = ["--incoming", f"imaps://localhost:{self.host.ports['imaps']}", *self.by_hand[2:]]
        result = self.home.run("verify", ADDRESS, "--json", *urls, password="wrong",
                               **self.environment)
        self.assertEqual(result.object["checks"][0]["finding"], "auth-rejected", result.output)
        self.assertEqual(self.remedies(result), [])


if __name__ == "__main__":
    unittest.main()
