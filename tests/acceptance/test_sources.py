# SPDX-License-Identifier: GPL-3.0-or-later
"""Every source of settings alone, and every two of them in both orders of arrival, with real name
servers, web servers and mail servers: the answer is the same whichever came first."""

import itertools
import json
import os
import sys
import threading

import namespace
import web
import world
from sources import LOCAL, MAIL, PLACES, Search, Stage, preset

sys.path.insert(0, os.path.join(namespace.SOURCE, "tests"))
from mailhost.client import MailHost  # noqa: E402  (the scripted servers stand beside this folder)

# How often a pair is played again where this computer, and not the search, was too slow for it.
TRIES = 6

# The shortest time that an answer waits for a better one, in seconds.
LEAST_GRACE = 0.8


def by_name(name):
    return next(place for place in PLACES if place.name == name)


def can_be(first, second):
    """Plain HTTP is asked when all others have ended, so it never comes first. What is found by the
    name of an exchanger cannot come before the exchanger."""
    by_exchanger = first.source == "mx" and first.name != "preset"
    return first.name != "plain" and not (by_exchanger and second.name == "preset")


class SourcesTest(world.Case):
    """One stage for all; each run is a new process that knows nothing."""

    graphical = False

    def setUp(self):
        super().setUp()
        self.stage = Stage(self.servers.authority)
        self.addCleanup(self.stage.close)
        self.mail = self.enterContext(MailHost(
            "imaps=993", "submissions=465", addresses=[MAIL],
            config={"certificate": {"names": ["imap.pair.test", "smtp.pair.test"],
                                    "addresses": []}}))

    def search(self, *options):
        environment = {"KITTE_CA_FILE": self.mail.ca_file}
        if self.stage.preset:
            self.session.write("shipped/owner.json", json.dumps(preset(self.stage.preset)))
            environment["KITTE_PROVIDERS_DIR"] = self.session.path("shipped")
        return Search(self.session, *options, **environment)

    def check_discreet(self):
        """Nobody but the domain’s own hosts, by HTTPS, heard the part before the @."""
        for _, name in self.stage.responder.asked:
            self.assertNotIn(LOCAL, name)
        for (host, secure), server in self.stage.webs.items():
            for _, path, headers in server.asked:
                own = secure and host in ("autoconfig.pair.test", "pair.test")
                self.assertEqual(LOCAL in path + headers, own, (host, path))

    def check_found(self, found, place):
        self.assertEqual((found.get("source"), found.get("trust")), (place.source, place.trust),
                         found)
        self.assertEqual(found["incoming"][0]["host"], place.host, found)

    def test_each_alone(self):
        for place in PLACES:
            with self.subTest(place=place.name):
                self.stage.set_up((place, web.OPEN))
                search = self.search()
                self.check_found(search.finish(), place)
                self.check_discreet()

    def play(self, first, second):
        """One run; whether it was one of these two coming in this order, and what was found."""
        gate = threading.Event()
        self.stage.set_up((second, gate), (first, web.OPEN))
        search = self.search()
        self.addCleanup(gate.set)
        came = search.wait_for(first)
        early = search.outcome(second)
        gate.set()
        found = search.finish()
        in_time = search.process.returncode is not None and came and early is None
        return in_time, search, found

    def check_pair(self, first, second):
        """Whoever comes first: the better one of the two is taken, and the other one is let go."""
        better = min(first, second, key=lambda place: place.row)
        for _ in range(TRIES):
            in_time, search, found = self.play(first, second)
            if not in_time:
                continue
            if found["incoming"][0]["host"] != better.host and \
                    search.outcome(second) is None and search.waited(first) >= LEAST_GRACE:
                continue
            self.check_found(found, better)
            self.check_discreet()
            return
        self.fail(f"{first} before {second}: {search.arrivals}, {found}")

    def test_every_pair(self):
        for first, second in itertools.permutations(PLACES, 2):
            if not can_be(first, second):
                continue
            with self.subTest(first=first.name, second=second.name):
                self.check_pair(first, second)
