# SPDX-License-Identifier: GPL-3.0-or-later
"""Passwords as people have them, through every way of signing in, in all three protocols."""

import json
import subprocess
import unittest

from kittectl import PROGRAM, Home, MailHost

YOUNG = "\U0001f511younger than the tables\U0001f980"

# One each: blanks at the ends, quotes, what protocols and printf take for their own, other scripts,
# composed and decomposed letters, letters beyond the first plane, the longest that is taken.
PASSWORDS = [
    " blanks at the ends ",
    'quote"back\\slash\\',
    "\ttab\tand {5} and {5+}",
    "%s%n $tag * + .",
    "=?utf-8?Q?=40?= a@b:c/d",
    "合言葉は「山」",
    "pässwörd-éàü",
    "pa\u0308sswo\u0308rd",
    "\U00020bb7野家",
    "nbsp\u00a0soft\u00adhyphen\ufb01",
    YOUNG,
    "*",
    "x" * 180,
    "ながい" * 110,
]

# What a server offers, and so what is used under TLS.
OFFERS = {
    "plain": {"mechanisms": ["PLAIN"], "plain_commands": False},
    "plain-without-initial-response": {"mechanisms": ["PLAIN"], "plain_commands": False,
                                       "initial_response": False},
    "login": {"mechanisms": ["LOGIN"], "plain_commands": False},
    "cram-md5": {"mechanisms": ["CRAM-MD5"], "plain_commands": False, "apop": False},
    "scram-sha-256": {"mechanisms": ["SCRAM-SHA-256"], "plain_commands": False, "apop": False},
}

SERVICES = ("imaps", "pop3s", "submissions")


def address(number):
    return f"person{number}@demo.kitte.test"


def verify(home, number, password, incoming, outgoing):
    result = subprocess.run(
        [PROGRAM, "verify", address(number), "--json", "--password-stdin",
         "--incoming", incoming, "--outgoing", outgoing],
        input=password + "\n", env=home.environment, capture_output=True, text=True,
        encoding="utf-8", timeout=60, check=False)
    return json.loads(result.stdout)


class Passwords(unittest.TestCase):
    maxDiff = None

    def check_offer(self, options, passwords=PASSWORDS, services=SERVICES):
        config = {"accounts": [{"address": address(number), "password": password}
                               for number, password in enumerate(PASSWORDS)], "options": options}
        with MailHost(*services, config=config) as host, Home(host.ca_file) as home:
            for number, password in enumerate(PASSWORDS):
                if password not in passwords:
                    continue
                for incoming in services[:-1]:
                    with self.subTest(password=password, incoming=incoming):
                        found = verify(home, number, password,
                                       f"{incoming}://localhost:{host.ports[incoming]}",
                                       f"smtps://localhost:{host.ports['submissions']}")
                        self.assertEqual([check["finding"] for check in found["checks"]],
                                         ["ok", "ok"], found["checks"])
            self.assertEqual(host.sign_ins("failed"), [])
            self.assertEqual(host.early_credentials(), [])

    def test_own_commands(self):
        """IMAP LOGIN, quoted or as a literal, and USER and PASS: sending has no such command."""
        config = {"accounts": [{"address": address(number), "password": password}
                               for number, password in enumerate(PASSWORDS)],
                  "options": {"mechanisms": [], "apop": False}}
        with MailHost("imaps", "pop3s", config=config) as host, Home(host.ca_file) as home:
            for number, password in enumerate(PASSWORDS):
                for incoming in ("imaps", "pop3s"):
                    with self.subTest(password=password, incoming=incoming):
                        # Nobody listens for sending: receiving is what this is about.
                        found = verify(home, number, password,
                                       f"{incoming}://localhost:{host.ports[incoming]}",
                                       "smtps://localhost:9")
                        self.assertEqual(found["checks"][0]["finding"], "ok", found["checks"])
            self.assertEqual(host.sign_ins("failed"), [])

    def test_plain(self):
        self.check_offer(OFFERS["plain"])

    def test_plain_without_initial_response(self):
        self.check_offer(OFFERS["plain-without-initial-response"])

    def test_login(self):
        self.check_offer(OFFERS["login"])

    def test_challenges(self):
        """Prepared as RFC 4013 says on both sides: letters that it changes are left to the unit
        tests. Those that were made since stay as they are."""
        plain = [password for password in PASSWORDS if password.isascii() and password.isprintable()]
        self.check_offer(OFFERS["cram-md5"], [*plain, YOUNG])
        self.check_offer(OFFERS["scram-sha-256"], [*plain, YOUNG])

    def test_a_rejected_one_may_be_the_encoding(self):
        config = {"accounts": [{"address": address(0), "password": "right"}]}
        with MailHost("imaps", "submissions", config=config) as host, Home(host.ca_file) as home:
            urls = (f"imaps://localhost:{host.ports['imaps']}",
                    f"smtps://localhost:{host.ports['submissions']}")
            found = verify(home, 0, "合言葉", *urls)
            self.assertEqual(found["checks"][0]["finding"], "auth-rejected")
            self.assertIn("letters that mail servers write in different ways",
                          found["checks"][0]["text"])
            self.assertNotIn("合言葉", json.dumps(found, ensure_ascii=False))
            found = verify(home, 0, "合言葉", *urls)
            self.assertEqual(found["checks"][0]["finding"], "budget-spent")


if __name__ == "__main__":
    unittest.main()
