# SPDX-License-Identifier: GPL-3.0-or-later
"""Every source of settings alone, and every two of them in both orders of arrival, with real name
servers, web servers and mail servers: the answer is the same whichever came first."""

import itertools
import threading

import web
from source_case import SourceCase
from sources import DOMAIN, LOCAL, OWN_HOSTS, PLACES

# How often a pair is played again where this computer, and not the search, was too slow for it.
TRIES = 6

# The shortest time that an answer waits for a better one, in seconds.
LEAST_GRACE = 0.8


def can_be(first, second):
    """Plain HTTP is asked when all others have ended, so it never comes first. What is found by the
    name of an exchanger cannot come before the exchanger."""
    by_exchanger = first.source == "mx" and first.name != "preset"
    return first.name != "plain" and not (by_exchanger and second.name == "preset")


class SourcesTest(SourceCase):
    """All places where settings may lie."""

    def test_each_alone(self):
        for place in PLACES:
            with self.subTest(place=place.name):
                self.stage.set_up((place, web.OPEN))
                search = self.search()
                self.check_found(search.finish(), place)
                self.check_discreet()
                if place.name in ("own", "well-known"):
                    asked = self.stage.web(OWN_HOSTS[place.row]).asked
                    self.assertIn(f"?emailaddress={LOCAL}%40{DOMAIN}", asked[0][1])

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
