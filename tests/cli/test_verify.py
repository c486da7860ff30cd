# SPDX-License-Identifier: GPL-3.0-or-later
"""kittectl verify against honest servers."""

import unittest

from kittectl import ADDRESS, PASSWORD, Home, MailHost, Script

# Each pair of services, and what security the proven server must have.
GOOD = [
    ("imaps", "submissions", "imaps://localhost:{}", "smtps://localhost:{}"),
    ("imap", "submission", "imap://localhost:{}", "smtp://localhost:{}"),
    ("pop3s", "submissions", "pop3s://localhost:{}", "smtps://localhost:{}"),
    ("pop3", "submission", "pop3://localhost:{}", "smtp://localhost:{}"),
]


def verify(home, incoming, outgoing, *more, password=PASSWORD):
    return home.run("verify", ADDRESS, "--json", "--incoming", incoming, "--outgoing", outgoing,
                    "--transcript", *more, password=password)


class Good(unittest.TestCase):
    def test_each_way(self):
        for incoming, outgoing, incoming_url, outgoing_url in GOOD:
            with self.subTest(incoming=incoming), MailHost(incoming, outgoing) as host, \
                    Home(host.ca_file) as home:
                result = verify(home, incoming_url.format(host.ports[incoming]),
                                outgoing_url.format(host.ports[outgoing]))
                self.assertEqual(result.status, 0, result.output + result.errors)
                self.assertEqual(result.object["result"], "ok")
                self.assertEqual([check["finding"] for check in result.object["checks"]],
                                 ["ok", "ok"])
                self.assertEqual(result.object["signins"], {"attempted": 2, "failed": 0})
                for check in result.object["checks"]:
                    self.assertEqual(len(check["server"]["auth"]), 1)
                    self.assertGreater(check["trips"], 2)
                self.assertEqual(host.early_credentials(), [])
                self.assertEqual(len(host.sign_ins("accepted")), 2)
                self.assertEqual(host.events("delivered"), [])
                self.assertNotIn(PASSWORD, result.output + result.errors)

    def test_one_server(self):
        """Where one server is named it alone is checked, and nobody is searched for."""
        for service, url in (("imaps", "--incoming=imaps"), ("submissions", "--outgoing=smtps")):
            with self.subTest(service=service), MailHost(service) as host, \
                    Home(host.ca_file) as home:
                result = home.run("verify", ADDRESS, "--json",
                                  f"{url}://localhost:{host.ports[service]}", password=PASSWORD)
                self.assertEqual(result.status, 0, result.output + result.errors)
                self.assertEqual([check["finding"] for check in result.object["checks"]], ["ok"])
                self.assertEqual([tried["source"] for tried in result.object["tried"]],
                                 ["manual"])

    def test_without_password(self):
        with MailHost("imaps", "submissions") as host, Home(host.ca_file) as home:
            result = home.run("verify", ADDRESS, "--json", "--incoming",
                              f"imaps://localhost:{host.ports['imaps']}", "--outgoing",
                              f"smtps://localhost:{host.ports['submissions']}")
            self.assertEqual(result.status, 0, result.output)
            self.assertEqual(result.object["result"], "unproven")
            self.assertEqual(host.sign_ins(), [])

    def test_own_sending_password(self):
        with Script("smtp-auth-rejected-535", services=["imaps"]) as host, \
                Home(host.ca_file) as home:
            result = verify(home, f"imaps://localhost:{host.ports['imaps']}",
                            host.url("smtp-auth-rejected-535"), password=PASSWORD + "\nother-one")
            self.assertEqual(result.status, 1)
            self.assertNotIn("other-one", result.output + result.errors)


class WrongPassword(unittest.TestCase):
    def check_protocol(self, service, url):
        with MailHost(service, "submissions") as host, Home(host.ca_file) as home:
            incoming = url.format(host.ports[service])
            outgoing = f"smtps://localhost:{host.ports['submissions']}"
            result = verify(home, incoming, outgoing, password="wrong-password")
            self.assertEqual(result.status, 1, result.output)
            receiving, sending = result.object["checks"]
            self.assertEqual(receiving["finding"], "auth-rejected")
            self.assertEqual(sending["result"], "skipped")
            self.assertEqual(len(host.sign_ins()), 1)
            self.assertEqual(result.object["signins"], {"attempted": 1, "failed": 1})
            self.assertTrue(receiving["text"])

            again = verify(home, incoming, outgoing, password="wrong-password")
            self.assertEqual(again.status, 1)
            self.assertEqual(len(host.sign_ins()), 1, "the second press must send nothing")
            self.assertEqual(again.object["checks"][0]["finding"], "budget-spent")

            changed = verify(home, incoming, outgoing, "--answer", "changed=yes")
            self.assertEqual(changed.status, 0, changed.output)
            self.assertNotIn("wrong-password", result.output + again.output)

    def test_imap(self):
        self.check_protocol("imaps", "imaps://localhost:{}")

    def test_pop3(self):
        self.check_protocol("pop3s", "pop3s://localhost:{}")


class Cleartext(unittest.TestCase):
    def test_is_asked_and_then_used(self):
        with MailHost("imap-plain", "submission-plain") as host, Home(host.ca_file) as home:
            urls = (f"imap://localhost:{host.ports['imap-plain']}?starttls=no",
                    f"smtp://localhost:{host.ports['submission-plain']}?starttls=no")
            result = verify(home, *urls)
            self.assertEqual(result.status, 6, result.output)
            self.assertEqual([ask["key"] for ask in result.object["asks"]], ["cleartext"])
            self.assertEqual(host.sign_ins(), [])
            allowed = verify(home, *urls, "--answer", "cleartext=localhost")
            self.assertEqual(allowed.status, 0, allowed.output)
            self.assertEqual(allowed.object["checks"][0]["finding"], "ok-unencrypted")


if __name__ == "__main__":
    unittest.main()
