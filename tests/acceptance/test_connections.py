# SPDX-License-Identifier: GPL-3.0-or-later
"""However the servers were found, nothing is opened twice: the connection that was looked at is the
one that signs in. Counted on the line and at the servers, for every source of settings."""

import web
from capture import Capture
from kittectl import Kittectl
from source_case import SourceCase
from sources import ADDRESS, DOMAIN, MAIL, NAME_SERVER, PLACES

PASSWORD = "himitsu"

# With hosts that nobody would guess, and with those that probing calls at the same time.
GUESSABLE = ("imap." + DOMAIN, "smtp." + DOMAIN)

# Nobody is asked by plain HTTP where probing has found servers.
BESIDE_PROBING = [place for place in PLACES if place.name != "plain"]


class ConnectionsTest(SourceCase):
    """Mail servers at every port that is called, with an account."""

    services = ("imaps=993", "submissions=465", "imap=143", "submission=587", "pop3s=995",
                "pop3=110")
    accounts = [{"address": ADDRESS, "password": PASSWORD}]

    def setUp(self):
        super().setUp()
        self.session.environment["KITTE_NAME_SERVERS"] = NAME_SERVER + ":53"
        self.kittectl = Kittectl(self.session)
        self.capture = self.enterContext(Capture())

    def verify(self, place, hosts):
        """Find the settings at the place alone, and sign in: the ports of the mail servers, each as
        often as it was called, and those that were signed in to."""
        self.stage.set_up((place, web.OPEN), hosts=hosts)
        self.prepare_preset()
        seen, called = len(self.mail.events()), len(self.capture.places())
        answer = self.kittectl.run("verify", ADDRESS, "--answer", f"username={ADDRESS}",
                                   "--answer", f"trust={DOMAIN}", password=PASSWORD)
        self.assertEqual((answer.status, answer.object.get("source")), (0, place.source), answer)
        self.assertEqual((answer.incoming["server"]["host"], answer.outgoing["server"]["host"]),
                         hosts, answer)
        # A server writes a sign-in down before it answers, but a connection when it comes to it.
        return [port for host, port in self.capture.places()[called:] if host == MAIL], \
            [event["service"] for event in self.mail.events()[seen:]
             if event["event"] == "sign-in" and event["state"] == "accepted"]

    def check_once(self, calls, signed_in):
        """One sign-in at each of the two, by the one connection there is to it; no other server is
        called more than once either."""
        self.assertEqual(sorted(signed_in), ["imaps", "submissions"])
        self.assertEqual(sorted(calls), sorted(set(calls)), "called more than once")
        self.assertLessEqual({993, 465}, set(calls))

    def test_hosts_that_nobody_would_guess(self):
        for place in PLACES:
            if place.name == "guess":
                continue
            with self.subTest(place=place.name):
                calls, signed_in = self.verify(place, (place.host, "out-" + place.host))
                self.check_once(calls, signed_in)
                self.assertEqual(len(calls), 2, calls)

    def test_hosts_that_are_guessed_too(self):
        for place in BESIDE_PROBING:
            with self.subTest(place=place.name):
                self.check_once(*self.verify(place, GUESSABLE))

    def test_nobody_reads_whose_address_it_is(self):
        """No packet shows it: what is said of it to the domain’s own hosts is encrypted."""
        for place in BESIDE_PROBING:
            with self.subTest(place=place.name):
                self.verify(place, GUESSABLE)
                self.assertEqual(self.capture.giving_away(ADDRESS), [])
                self.check_discreet()
        with self.subTest(place="plain"):
            self.verify(PLACES[-1], (PLACES[-1].host, "out-" + PLACES[-1].host))
            self.assertEqual(self.capture.giving_away(ADDRESS), [])
            self.check_discreet()
        self.assertIn((MAIL, 993), self.capture.places())
