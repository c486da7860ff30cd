# SPDX-License-Identifier: GPL-3.0-or-later
"""kittectl lookup where no preset knows the domain: names, documents that are given, trust."""

import pathlib
import unittest

from kittectl import Home
from mailhost.names import FAILED, NameServer, exchanger, service

SHAPES = pathlib.Path(__file__).resolve().parents[1] / "fixtures" / "autoconfig"


def keys(asks):
    return [ask["key"] for ask in asks]


class Documents(unittest.TestCase):
    """--from reads a document and asks nobody."""

    def read(self, shape, *options):
        with Home() as home:
            return home.run("lookup", "taro@example.jp", "--from", SHAPES / (shape + ".xml"),
                            "--json", *options)

    def test_inside_the_domain(self):
        result = self.read("imap-and-pop")
        self.assertEqual(result.status, 0, result.output)
        found = result.object
        self.assertEqual((found["source"], found["trust"]), ("file", "told"))
        self.assertEqual([(one["protocol"], one["port"]) for one in found["incoming"]],
                         [("imap", 993), ("pop3", 995)])
        self.assertEqual(found["outgoing"][0]["username"], "taro@example.jp")
        self.assertEqual([one["source"] for one in found["tried"]], ["file"])

    def test_question_of_the_document(self):
        result = self.read("question")
        self.assertEqual(result.status, 6, result.output)
        self.assertEqual(keys(result.object["asks"]), ["CUSTOMER"])
        self.assertIsNone(result.object["incoming"][0]["username"])
        result = self.read("question", "--answer", "CUSTOMER=42")
        self.assertEqual(result.status, 0, result.output)
        self.assertEqual(result.object["incoming"][0]["username"], "42")

    def test_user_name_is_asked(self):
        result = self.read("no-user-name")
        self.assertEqual(result.status, 6, result.output)
        self.assertEqual(keys(result.object["asks"]), ["username"])
        self.assertIn("taro@example.jp", result.object["asks"][0]["why"])
        self.assertIn("“taro”", result.object["asks"][0]["why"])
        result = self.read("no-user-name", "--answer", "username=taro")
        self.assertEqual((result.status, result.object["incoming"][0]["username"]), (0, "taro"))

    def test_strangers_are_asked(self):
        result = self.read("host-in-kanji")
        self.assertEqual(result.status, 6, result.output)
        self.assertEqual(result.object["asks"][0]["choices"], ["xn--wgv71a119e.jp"])
        result = self.read("host-in-kanji", "--answer", "trust=xn--wgv71a119e.jp")
        self.assertEqual(result.status, 0, result.output)

    def test_nothing_usable(self):
        for shape in ("web-page", "other-domain", "only-receiving", "entities", "empty"):
            with self.subTest(shape=shape):
                result = self.read(shape)
                self.assertEqual(result.status, 3, result.output)
                self.assertEqual(result.object["error"]["code"], "bad-document")
                self.assertTrue(result.object["error"]["message"])
        self.assertEqual(self.read("no-such-file").status, 2)

    def test_each_reason_is_its_own(self):
        """What is wrong with a document is said, so that the right one can be asked for."""
        reasons = {"cut-off": "cannot be read as XML", "document-type": "cannot be read as XML",
                   "empty": "cannot be read as XML",
                   "xhtml-page": "no mail settings", "other-domain": "not about “example.jp”",
                   "only-receiving": "no sending server", "only-sending": "no receiving server"}
        for shape, reason in reasons.items():
            with self.subTest(shape=shape):
                result = self.read(shape)
                self.assertEqual(result.status, 3, result.output)
                self.assertIn(reason, result.object["error"]["message"])
        with Home() as home:
            long = home.path / "long.xml"
            long.write_bytes(b" " * 300_000)
            result = home.run("lookup", "taro@example.jp", "--from", long, "--json")
            self.assertEqual((result.status, result.object["error"]["code"]),
                             (3, "bad-document"), result.output)
            self.assertIn("too long", result.object["error"]["message"])
            self.assertEqual(home.run("lookup", "taro@example.jp", "--from", home.path).status, 2)


class Names(unittest.TestCase):
    """What the name system says, and what it is asked."""

    def look_up(self, table, *options, address="Hanako.Tanaka@example.test"):
        names = NameServer(table)
        try:
            with Home() as home:
                result = home.run("lookup", address, "--json", *options,
                                  KITTE_NAME_SERVERS=names.address)
        finally:
            names.close()
        # Whom it asks, it tells the domain and no more.
        for _, name in names.asked:
            self.assertNotIn("hanako", name)
            self.assertNotIn("tanaka", name)
        return result

    SRV = {
        "example.test": [],
        "_imaps._tcp.example.test": [service(10, 1, 993, "second.example.test"),
                                     service(0, 1, 9993, "first.example.test")],
        "_pop3s._tcp.example.test": [service(0, 0, 0, ".")],
        "_submissions._tcp.example.test": [service(0, 1, 465, "smtp.example.test")],
    }

    def test_services(self):
        result = self.look_up(self.SRV, "--answer", "username=hanako")
        self.assertEqual(result.status, 0, result.output)
        found = result.object
        self.assertEqual((found["source"], found["trust"]), ("srv", "told"))
        self.assertEqual([(one["host"], one["port"]) for one in found["incoming"]],
                         [("first.example.test", 9993), ("second.example.test", 993)])
        self.assertEqual(found["outgoing"][0]["security"], "tls")

    def test_either_protocol(self):
        """Of equals nobody says which is better: IMAP is taken and told, and an answer leaves one of them."""
        table = {**self.SRV, "_pop3s._tcp.example.test": [service(0, 1, 995, "pop.example.test")]}
        answers = ("--answer", "username=hanako")
        found = self.look_up(table, *answers).object
        self.assertEqual([one["protocol"] for one in found["incoming"]], ["imap", "pop3", "imap"])
        self.assertIn("choose-protocol", [hint["code"] for hint in found["hints"]])
        for protocol, hosts in (("pop3", ["pop.example.test"]),
                                ("imap", ["first.example.test", "second.example.test"])):
            found = self.look_up(table, *answers, "--answer", f"protocol={protocol}").object
            self.assertEqual([one["host"] for one in found["incoming"]], hosts)
            self.assertNotIn("choose-protocol", [hint["code"] for hint in found["hints"]])
        refused = self.look_up(table, *answers, "--answer", "protocol=smtp")
        self.assertEqual((refused.status, refused.object["error"]["code"]), (2, "bad-usage"))

        table["_pop3s._tcp.example.test"] = [service(5, 1, 995, "pop.example.test")]
        found = self.look_up(table, *answers).object
        self.assertEqual([one["protocol"] for one in found["incoming"]], ["imap", "pop3", "imap"])
        self.assertNotIn("choose-protocol", [hint["code"] for hint in found["hints"]])

    def test_weights(self):
        """Of equals the heavy one comes first: not to be so twice is one chance in four milliards."""
        name = "_imaps._tcp.example.test"
        table = {**self.SRV, name: [service(0, 0, 993, "light.example.test"),
                                    service(0, 65535, 993, "heavy.example.test")]}
        found = [self.look_up(table, "--answer", "username=hanako").object["incoming"]
                 for _ in range(2)]
        self.assertIn(["heavy.example.test", "light.example.test"],
                      [[one["host"] for one in servers] for servers in found])

    def test_exchanger_of_a_preset(self):
        result = self.look_up({"example.test": [exchanger(1, "aspmx.l.google.com")]})
        self.assertEqual(result.object["source"], "mx", result.output)
        self.assertEqual(result.object["provider"]["id"], "google-workspace")
        self.assertEqual(result.object["trust"], "told")

    def test_provider_nothing_tells_apart(self):
        """What is known of a provider that was named, and the rest out of the search."""
        table = {**self.SRV, "_imaps._tcp.example.test": [service(0, 0, 0, ".")]}
        found = self.look_up(table, "--answer", "provider=ini-hosting").object
        self.assertEqual((found["provider"]["id"], found["source"]), ("ini-hosting", "preset"))
        self.assertEqual([(one["protocol"], one["host"], one["port"], one["username"])
                          for one in found["incoming"]],
                         [("pop3", "mail.example.test", 110, "Hanako.Tanaka@example.test")])
        self.assertIn("unconfirmed", [hint["code"] for hint in found["hints"]])
        self.assertTrue(any("Hanako.Tanaka%example.test" in hint["text"]
                            for hint in found["hints"]))
        self.assertIn("srv", [one["source"] for one in found["tried"]])
        found = self.look_up(self.SRV, "--answer", "provider=neoworks").object
        self.assertEqual(keys(found["asks"]), ["username"])
        self.assertEqual({one["host"] for one in found["incoming"]},
                         {"mail.example.test", "example.test"})

    def test_null_exchanger_ends_the_search(self):
        result = self.look_up({**self.SRV, "example.test": [exchanger(0, ".")]})
        self.assertEqual((result.status, result.object["error"]["code"]),
                         (3, "domain-takes-no-mail"))

    def test_nobody_answers(self):
        result = self.look_up({"example.test": FAILED})
        self.assertEqual(result.object["error"]["code"], "no-settings-found", result.output)
        outcomes = {one["what"]: one["outcome"] for one in result.object["tried"]}
        self.assertEqual(outcomes["MX example.test"], "failed")

    def test_a_document_that_is_given_asks_nobody(self):
        names = NameServer({})
        with Home() as home:
            home.run("lookup", "taro@example.jp", "--from", SHAPES / "plainest.xml",
                     KITTE_NAME_SERVERS=names.address)
        names.close()
        self.assertEqual(names.asked, [])


if __name__ == "__main__":
    unittest.main()
