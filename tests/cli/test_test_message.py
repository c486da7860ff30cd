# SPDX-License-Identifier: GPL-3.0-or-later
"""`kittectl verify --test-message`: sent to oneself, seen, removed; what is said of it and what is not."""

import pathlib
import unittest

from kittectl import ADDRESS, PASSWORD, Home, MailHost, Script

BEHAVIOURS = pathlib.Path(__file__).resolve().parents[1] / "engine" / "trial"


def verify(home, incoming, outgoing, *options, password=PASSWORD, **environment):
    return home.run("verify", ADDRESS, "--test-message", "--incoming", incoming, "--outgoing",
                    outgoing, *options, password=password, **environment)


def honest(host, incoming="imaps"):
    scheme = {"imaps": "imaps", "pop3s": "pop3s"}[incoming]
    return (f"{scheme}://localhost:{host.ports[incoming]}",
            f"smtps://localhost:{host.ports['submissions']}")


class Arrives(unittest.TestCase):
    def test_both_protocols(self):
        for incoming in ("imaps", "pop3s"):
            with self.subTest(incoming=incoming), MailHost(incoming, "submissions") as host, \
                    Home(host.ca_file) as home:
                result = verify(home, *honest(host, incoming), "--json")
                self.assertEqual(result.status, 0, result.output + result.errors)
                message = result.object["test_message"]
                self.assertEqual(message["result"], "arrived")
                self.assertIs(message["removed"], True)
                self.assertGreaterEqual(message["sent_ms"], 0)
                self.assertGreaterEqual(message["arrived_ms"], 0)
                self.assertIsNone(message["finding"])
                delivered, = host.events("delivered")
                self.assertEqual((delivered["sender"], delivered["recipients"]),
                                 (ADDRESS, [ADDRESS]))
                self.assertEqual([event["count"] for event in host.events("deleted")], [1])
                self.assertEqual(host.early_credentials(), [])
                self.assertNotIn(PASSWORD, result.output + result.errors)

    def test_text(self):
        with MailHost("imaps", "submissions") as host, Home(host.ca_file) as home:
            for language, words in (("C.UTF-8", ("Sent after", "seconds later", "removed the test")),
                                    ("ja_JP.UTF-8", ("送信できました", "届きました", "削除しました"))):
                result = verify(home, *honest(host), LC_ALL=language)
                self.assertEqual(result.status, 0, result.output + result.errors)
                for word in words:
                    self.assertIn(word, result.output)


class Refused(unittest.TestCase):
    def test_put_off(self):
        with Script(BEHAVIOURS / "smtp-greylists.json", services=["imaps"]) as host, \
                Home(host.ca_file) as home:
            incoming = f"imaps://localhost:{host.ports['imaps']}"
            result = verify(home, incoming, host.url("smtp-greylists"), "--json")
            self.assertEqual(result.status, 1)
            self.assertEqual(result.object["result"], "ok")
            message = result.object["test_message"]
            self.assertEqual((message["result"], message["finding"], message["number"]),
                             ("not-sent", "delayed", 907))
            self.assertIsNone(message["sent_ms"])
            self.assertIn("Greylisted", message["evidence"][0])
            text = verify(home, incoming, host.url("smtp-greylists")).output
            self.assertIn("asks to try again later", text)
            self.assertIn("Greylisted", text)

    def test_wrong_password_sends_nothing(self):
        with MailHost("imaps", "submissions") as host, Home(host.ca_file) as home:
            result = verify(home, *honest(host), "--json", password="wrong-password")
            self.assertEqual(result.status, 1)
            self.assertIsNone(result.object["test_message"])
            self.assertEqual(host.events("delivered"), [])

    def test_without_password(self):
        with MailHost("imaps", "submissions") as host, Home(host.ca_file) as home:
            result = verify(home, *honest(host), "--json", password=None)
            self.assertEqual(result.status, 1)
            self.assertIsNone(result.object["test_message"])

    def test_not_with_the_table(self):
        with MailHost("imaps", "submissions") as host, Home(host.ca_file) as home:
            result = verify(home, *honest(host), "--matrix", password=None)
            self.assertEqual(result.status, 2)


class Limited(unittest.TestCase):
    def test_deadline(self):
        with Script(BEHAVIOURS / "imap-never.json", services=["submissions"]) as host, \
                Home(host.ca_file) as home:
            result = verify(home, host.url("imap-never"),
                            f"smtps://localhost:{host.ports['submissions']}", "--json",
                            "--deadline=6")
            self.assertEqual(result.status, 1, result.output + result.errors)
            self.assertEqual(result.object["test_message"]["result"], "on-its-way")
            self.assertEqual(len(host.events("delivered")), 1)


if __name__ == "__main__":
    unittest.main()
