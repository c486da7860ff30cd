# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that may go wrong with a source of settings: told for what it is, in bounds of time and
memory, and no harm to what another source knows."""

import gzip
import itertools
import threading
import time

import stubborn
import web
from mailhost import names
from source_case import SourceCase
from sources import (DATABASE, DOMAIN, EXCHANGER, LOCAL, OWN_PATH, OWNER, PLACES, PLAIN_URL, URLS,
                     ZONE, document)

OWN_URL = URLS[0]
OWN = PLACES[0]
SRV = PLACES[4]

# What a search takes at most, and what a process that does so little may take: KiB, and seconds of a
# processor.
LONGEST = 10
MEMORY = 150 * 1024
PROCESSOR = 5

HTML = b"<!DOCTYPE html><html><head><title>Welcome<body><p>It works<br>"
XHTML = (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>It works</p>'
         b"</body></html>")
GOOD = document(DOMAIN, "imap.pair.test", "smtp.pair.test")
ELSEWHERE = "https://autoconfig.stranger.test"


def page(status=200, body=b"", **headers):
    """A page of its own for each place that has it."""
    return lambda: (status, headers, body)


def to(location):
    return page(302, HTML, Location=location)


def with_type(declaration, text=b"&a;"):
    """The good document with a document type, and a host out of it."""
    head, rest = GOOD.split(b"\n", 1)
    return head + b"\n<!DOCTYPE clientConfig " + declaration + b">\n" + \
        rest.replace(b"imap.pair.test", text)


LAUGHS = b"[<!ENTITY a0 'ha'>" + b"".join(
    b"<!ENTITY a%d '%s'>" % (number, b"&a%d;" % (number - 1) * 10)
    for number in range(1, 12)) + b"]"

# A page that every place has, and what comes of it.
PAGES = {
    "404 with HTML": (page(404, HTML), "nothing"),
    "404 with a good document": (page(404, GOOD), "nothing"),
    "200 with HTML": (page(200, HTML, **{"Content-Type": "text/xml"}), "unusable"),
    "200 with XHTML": (page(200, XHTML), "unusable"),
    "200 with nothing": (page(), "unusable"),
    "204": (page(204), "nothing"),
    "401": (page(401, HTML, **{"WWW-Authenticate": "Basic realm=x"}), "nothing"),
    "500": (page(500, HTML), "failed"),
    "503": (page(503), "failed"),
    "redirect to itself": (to(OWN_URL), "redirect"),
    "redirect to HTTP": (to("http://autoconfig.pair.test/x"), "redirect"),
    "redirect to a number": (to("https://127.0.0.1/x"), "redirect"),
    "redirect to the bracketed loopback": (to("https://[::1]/x"), "redirect"),
    "redirect to a name of one label": (to("https://localhost/x"), "redirect"),
    "redirect to a file": (to("file:///etc/passwd"), "redirect"),
    "redirect with a sign-in": (to("https://a:b@autoconfig.pair.test/x"), "redirect"),
    "redirect to nowhere": (page(302, HTML), "redirect"),
    "cut off": (page(200, GOOD[:300]), "unusable"),
    "tags in disorder": (page(200, GOOD.replace(b"</port>", b"</prot>")), "unusable"),
    "not UTF-8": (page(200, GOOD.replace(b"imap.", b"\xff\xfe.")), "unusable"),
    "a NUL inside": (page(200, GOOD.replace(b"imap.", b"im\0ap.")), "unusable"),
    "a document type": (page(200, with_type(b"[<!ENTITY a 'imap.pair.test'>]")), "unusable"),
    "a million laughs": (page(200, with_type(LAUGHS, b"&a11;")), "unusable"),
    "a long entity, often": (page(200, with_type(
        b"[<!ENTITY a '" + b"a" * 50000 + b"'>]", b"&a;" * 20000)), "unusable"),
    "an entity out of a file": (page(200, with_type(
        b"[<!ENTITY a SYSTEM 'file:///etc/hostname'>]")), "unusable"),
    "an entity from a stranger": (page(200, with_type(
        b"[<!ENTITY a SYSTEM '" + ELSEWHERE.encode() + b"/x'>]")), "unusable"),
    "a document type from a stranger": (page(200, with_type(
        b"SYSTEM '" + ELSEWHERE.encode() + b"/x.dtd'", b"imap.pair.test")), "unusable"),
    "a parameter entity": (page(200, with_type(
        b"[<!ENTITY % a SYSTEM '" + ELSEWHERE.encode() + b"/x'> %a;]")), "unusable"),
    "something included": (page(200, GOOD.replace(
        b"imap.pair.test", b'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" '
        b'href="file:///etc/hostname" parse="text"/>')), "unusable"),
    "twenty thousand elements deep": (page(200, b"<a>" * 20000 + b"</a>" * 20000), "unusable"),
    "thirty thousand attributes": (page(200, b"<clientConfig " + b" ".join(
        b"%s%x=''" % (b"abcdefgh"[number % 8:number % 8 + 1], number // 8)
        for number in range(30000)) + b"/>"), "unusable"),
    "one long attribute": (page(200, b"<clientConfig a='" + b"a" * 200000 + b"'/>"), "unusable"),
    "a bomb": (page(200, gzip.compress(b" " * 50_000_000), **{"Content-Encoding": "gzip"}),
               "too-large"),
}

# Where another source knows meanwhile: one page for each way that a fetch may end.
BESIDE_OTHERS = ("404 with HTML", "200 with HTML", "503", "redirect to HTTP", "cut off",
                 "a million laughs", "a bomb")

# What stands in the place of a name server’s answer, and what comes of the question.
NAMES = {"no such name": (names.NO_SUCH_NAME, "nothing"), "no data": ([], "nothing"),
         "server failure": (names.FAILED, "failed"), "silence": (None, "timed-out")}


class Lateness:
    """By how many seconds this computer wakes up a thread too late, at the most, in a block."""

    _NAP = 0.02

    def __enter__(self):
        self.most = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *_exception):
        self._over.set()
        self._thread.join()

    def _watch(self):
        before = time.monotonic()
        while not self._over.wait(self._NAP):
            now = time.monotonic()
            self.most = max(self.most, now - before - self._NAP)
            before = now


class SourceFailureTest(SourceCase):
    """Whatever one place does, the others are heard."""

    def setUp(self):
        super().setUp()
        for server in stubborn.start(self.servers):
            self.addCleanup(server.stop)

    def outcomes(self, found):
        return {one["what"]: one["outcome"] for one in found["tried"]}

    def check_nothing(self, search, code="no-settings-found"):
        """The search ends with nothing, within bounds; what came of each question."""
        found = search.finish()
        self.assertEqual(found.get("error", {}).get("code"), code, found)
        self.assertLess(search.usage.ru_maxrss, MEMORY)
        self.assertLess(search.usage.ru_utime + search.usage.ru_stime, PROCESSOR)
        self.assertNotIn("stranger.test", str(self.stage.responder.asked))
        self.check_discreet()
        return self.outcomes(found)

    def check_other_is_found(self, place):
        """The same trouble, and one other source that knows: `place`."""
        search = self.search("--answer", "username=taro")
        self.check_found(search.finish(), place)
        self.check_discreet()

    def test_pages(self):
        for name, (make, outcome) in PAGES.items():
            with self.subTest(page=name):
                self.stage.reset()
                self.stage.give_pages(make)
                outcomes = self.check_nothing(self.search())
                self.assertEqual({url: outcomes.get(url) for url in (*URLS, PLAIN_URL)},
                                 dict.fromkeys((*URLS, PLAIN_URL), outcome))
                if name in BESIDE_OTHERS:
                    SRV.offer(self.stage, SRV, web.OPEN)
                    self.check_other_is_found(SRV)

    def test_fifty_megabytes(self):
        sent = []

        def body():
            for number in range(800):
                yield b" " * 65536
                sent.append(number)
        self.stage.give_pages(lambda: (200, {}, body()))
        outcomes = self.check_nothing(self.search())
        self.assertEqual({outcomes[url] for url in (*URLS, PLAIN_URL)}, {"too-large"})
        self.assertLess(len(sent), 8 * 400, "none of the eight is read to its end")

    def test_redirects_that_do_not_end(self):
        """Each leads somewhere new; nobody is asked for ever."""
        own = self.stage.web("autoconfig." + DOMAIN)
        self.stage.know("autoconfig." + DOMAIN)
        own.pages[OWN_PATH] = (302, {"Location": "/0"}, b"")
        for number in range(50):
            own.pages[f"/{number}"] = (302, {"Location": f"/{number + 1}"}, b"")
        outcomes = self.check_nothing(self.search())
        self.assertEqual(outcomes[OWN_URL], "redirect")
        self.assertLessEqual(len(own.asked), 5)

    def test_redirect_with_the_address(self):
        """The address is not carried to a stranger, neither behind the question mark nor in a path."""
        own = self.stage.web("autoconfig." + DOMAIN)
        stranger = self.stage.web("autoconfig." + OWNER)
        stranger.pages["/x"] = (200, {}, GOOD)
        for host in ("autoconfig." + DOMAIN, "autoconfig." + OWNER):
            self.stage.know(host)
        for location, outcome in ((f"https://autoconfig.{OWNER}/x?a={LOCAL}", "found"),
                                  (f"https://autoconfig.{OWNER}/x/{LOCAL}@{DOMAIN}", "redirect"),
                                  (f"https://autoconfig.{OWNER}/x/{LOCAL}%40{DOMAIN}", "redirect")):
            with self.subTest(location=location):
                own.pages[OWN_PATH] = (302, {"Location": location}, b"")
                found = self.search().finish()
                self.assertEqual(self.outcomes(found)[OWN_URL], outcome, found)
                self.check_discreet()
        self.assertEqual([path for _, path, _ in stranger.asked], ["/x"])

    def test_no_web_server(self):
        """Nobody there, somebody else, or a certificate that is refused."""
        for address, outcome, plain in (
                (stubborn.NOBODY, "unreachable", "unreachable"),
                (stubborn.CLOSES, "failed", "failed"),
                (stubborn.TALKS, "failed", "stopped"),
                (stubborn.OTHER_NAME, "certificate", "unreachable"),
                (stubborn.EXPIRED, "certificate", "unreachable"),
                (stubborn.UNKNOWN_AUTHORITY, "certificate", "unreachable")):
            with self.subTest(address=address):
                self.stage.reset()
                self.stage.give_pages(page(200, GOOD))
                for host in ("autoconfig." + DOMAIN, DOMAIN, DATABASE, "autoconfig." + ZONE,
                             "autoconfig." + OWNER):
                    self.stage.move(host, address)
                # Somebody else in everybody’s place, the database’s too, is a captive network.
                code = "captive-portal" if address == stubborn.OTHER_NAME else "no-settings-found"
                outcomes = self.check_nothing(self.search(), code)
                self.assertEqual({outcomes[url] for url in URLS}, {outcome})
                self.assertEqual(outcomes[PLAIN_URL], plain)
                SRV.offer(self.stage, SRV, web.OPEN)
                self.check_other_is_found(SRV)

    @staticmethod
    def _drops():
        for _ in range(1000):
            yield b" "
            time.sleep(0.05)

    def test_everybody_is_slow(self):
        """Each place in another way that never ends; the whole takes ten seconds at most."""
        drops = threading.Event()
        self.addCleanup(drops.set)
        self.stage.give_pages(lambda: (200, {}, self._drops()))
        self.stage.move(DOMAIN, stubborn.SILENT)
        self.stage.move(DATABASE, stubborn.SILENT_IN_TLS)
        self.stage.web("autoconfig." + ZONE).pages[OWN_PATH] = (200, {}, web.after(drops, GOOD))
        with Lateness() as late:
            outcomes, tried = self._times(self.search())
        self.assertEqual({outcomes[url] for url in URLS}, {"timed-out"}, outcomes)
        # The last resort is stopped when the ten seconds are over.
        self.assertIn(outcomes[PLAIN_URL], ("timed-out", "stopped"))
        self.check_time(tried, late)

    def test_silence_everywhere(self):
        """Not even a name server says anything."""
        self.stage.responder.troubles = {(kind, None): None
                                         for kind in ("A", "AAAA", "MX", "SRV", "TXT")}
        with Lateness() as late:
            search = self.search()
            found = search.finish()
        self.assertIn(found["error"]["code"], ("dns-failure", "offline"), found)
        self.assertEqual(search.process.returncode, 4)
        self.assertEqual(set(self.outcomes(found).values()), {"timed-out"}, found)
        self.check_time(found["tried"], late)

    def test_silent_mail_servers(self):
        """The usual names are there, and nobody says anything at any port."""
        for host in ("imap", "smtp", "mail", "pop"):
            self.stage.responder.table[f"{host}.{DOMAIN}"] = [names.address(stubborn.SILENT)]
        self.stage.know("autoconfig." + DOMAIN)
        with Lateness() as late:
            _, tried = self._times(self.search())
        self.check_time(tried, late)

    def _times(self, search):
        found = search.finish()
        self.assertEqual(found.get("error", {}).get("code"), "no-settings-found", found)
        return self.outcomes(found), found["tried"]

    def check_time(self, tried, late):
        """By the search’s own clock: the longest of the questions that were asked together, and the
        last resort behind them. What this computer was late by is not the search’s."""
        last = sum(one["ms"] for one in tried if one["what"] == PLAIN_URL)
        first = max(one["ms"] for one in tried if one["what"] != PLAIN_URL)
        self.assertLessEqual((first + last) / 1000, LONGEST + 2 * late.most, tried)

    def test_names(self):
        """Every trouble with every kind of name, beside another source that knows."""
        for name, (records, outcome) in NAMES.items():
            with self.subTest(names="service records", trouble=name):
                self.stage.set_up((OWN, web.OPEN))
                self.stage.responder.troubles["SRV", None] = records
                self.check_trouble(OWN, f"SRV {DOMAIN}", outcome)
            # That the domain itself does not exist ends the search.
            if records != names.NO_SUCH_NAME:
                with self.subTest(names="exchangers", trouble=name):
                    self.stage.set_up((SRV, web.OPEN))
                    self.stage.responder.troubles["MX", DOMAIN] = records
                    self.check_trouble(SRV, f"MX {DOMAIN}", outcome)
            with self.subTest(names="its own web servers", trouble=name):
                self.stage.set_up((SRV, web.OPEN))
                for host in ("autoconfig." + DOMAIN, DATABASE):
                    self.stage.responder.troubles["A", host] = records
                    self.stage.responder.troubles["AAAA", host] = records
                self.check_trouble(SRV, OWN_URL, outcome)
            with self.subTest(names="usual names", trouble=name):
                self.stage.set_up((SRV, web.OPEN))
                for host in ("imap", "smtp", "mail", "pop", "pop3"):
                    self.stage.responder.troubles["A", f"{host}.{DOMAIN}"] = records
                    self.stage.responder.troubles["AAAA", f"{host}.{DOMAIN}"] = records
                self.check_trouble(SRV, None, None)

    def check_trouble(self, place, what, outcome):
        """The other place’s settings; the trouble is told unless the search was over before."""
        found = self.search("--answer", "username=taro").finish()
        self.check_found(found, place)
        self.check_discreet()
        if what is not None:
            self.assertIn(self.outcomes(found).get(what), (outcome, "stopped"), found)

    def test_nothing_but_trouble(self):
        """No other source knows: then what came of the question is told."""
        for name, (records, outcome) in NAMES.items():
            if records is None:
                continue
            with self.subTest(trouble=name):
                self.stage.reset()
                self.stage.know(ZONE, names.exchanger(10, EXCHANGER), owner=DOMAIN)
                self.stage.responder.troubles.update({("A", None): records, ("AAAA", None): records,
                                                      ("SRV", None): records})
                outcomes = self.check_nothing(self.search())
                self.assertEqual({outcomes[url] for url in URLS}, {outcome}, outcomes)
                self.assertEqual(outcomes["SRV " + DOMAIN], outcome)

    def test_lost_datagram(self):
        """The first question for each kind of record is lost: it is asked again after 300 ms. By the
        search’s own clock, in the best of some runs: nothing makes a run quicker than it is."""
        least = {}
        for _ in range(8):
            self.stage.set_up((SRV, web.OPEN))
            services = [f"_{service}._tcp.{DOMAIN}" for service in
                        ("imaps", "imap", "pop3s", "pop3", "submissions", "submission")]
            self.stage.responder.lose = {("SRV", name): 1 for name in services}
            self.stage.responder.lose["MX", DOMAIN] = 1
            found = self.search("--answer", "username=taro").finish()
            self.check_found(found, SRV)
            for one in found["tried"]:
                if one["what"] in ("SRV " + DOMAIN, "MX " + DOMAIN):
                    least[one["what"]] = min(one["ms"], least.get(one["what"], 10000))
            if len(least) == 2 and max(least.values()) < 400:
                break
        self.assertEqual(len(least), 2, least)
        for ms in least.values():
            self.assertGreaterEqual(ms, 250, least)
            self.assertLess(ms, 600, least)
