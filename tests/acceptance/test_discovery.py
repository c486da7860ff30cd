# SPDX-License-Identifier: GPL-3.0-or-later
"""Domains that no preset knows: each source alone, what goes wrong, and who hears what."""

import itertools
import time

import web
import world
from exchange import NAME
from kittectl import Kittectl
from msmtp import Msmtp
from servers import HANAKO, TARO

# The part before the @ is nobody’s in these domains, so that any trace of it is one of ours.
LOCAL = "taro-geheim"

DOCUMENT = b"""<?xml version="1.0"?>
<clientConfig version="1.1"><emailProvider id="example.test">
%s
<incomingServer type="imap"><hostname>imap.example.test</hostname><port>993</port>
<socketType>SSL</socketType><username>taro@example.test</username>
<authentication>password-cleartext</authentication></incomingServer>
<outgoingServer type="smtp"><hostname>smtp.example.test</hostname><port>465</port>
<socketType>SSL</socketType><username>taro@example.test</username>
<authentication>password-cleartext</authentication></outgoingServer>
</emailProvider></clientConfig>
"""
OWN_PATH = "/mail/config-v1.1.xml"
WELL_KNOWN_PATH = "/.well-known/autoconfig/mail/config-v1.1.xml"
TRUST = ("--answer", "trust=example.test")
USERNAME = ("--answer", "username=" + TARO)


def document(*domains):
    return DOCUMENT % b"".join(b"<domain>%s</domain>" % name.encode() for name in domains)


class Discovery(world.Case):
    """Real web servers at port 443, a real name server; no source knows more than one domain."""

    def setUp(self):
        super().setUp()
        self.kittectl = Kittectl(self.session)
        self.webs = {}

    def web(self, address, name=None):
        """A web server at the address, by HTTPS with a certificate for `name`."""
        certificate = (self.servers.authority.issue("web-" + name, [name]) if name else ())
        server = web.Web(address, *certificate)
        self.addCleanup(server.stop)
        self.webs[address] = server
        return server

    def look_up(self, domain):
        return self.kittectl.run("lookup", f"{LOCAL}@{domain}")

    def outcome(self, answer, what):
        found = [one["outcome"] for one in answer.object["tried"] if one["what"] == what]
        self.assertEqual(len(found), 1, answer)
        return found[0]

    def check_discreet(self, *own):
        """Only the domain’s own hosts heard the part before the @."""
        for address, server in self.webs.items():
            if address not in own:
                for request in server.asked:
                    self.assertNotIn(LOCAL, "".join(request))


class SetUpTest(Discovery):
    """Where only one source knows the settings: found, proven, and written for a real program."""

    def check_set_up(self, domain, source, trust, *options, host=None):
        answer = self.kittectl.run("setup", f"{LOCAL}@{domain}", "--name", NAME, "--for", "msmtp",
                                   *options, password=self.servers.passwords[TARO])
        self.assertEqual(answer.status, 0, answer)
        value = answer.object
        self.assertEqual((value["result"], value["source"], value["trust"]),
                         ("ok", source, trust), answer)
        self.assertEqual(answer.incoming["server"]["host"], host or "imap.example.test", answer)
        self.check_sends(f"{LOCAL}@{domain}")

    def check_sends(self, address):
        """What was written is enough for the real program."""
        token = self.token("going")
        Msmtp(self.session).send(address, HANAKO, token)
        self.servers.wait_for(HANAKO, token)
        self.assertEqual(self.servers.sent_as(token), TARO)

    def test_only_at_the_domain(self):
        page = self.web("127.0.0.41", "autoconfig.page.test")
        database = self.web("127.0.0.43", "autoconfig.thunderbird.net")
        page.pages[OWN_PATH] = (200, {"Content-Type": "text/plain"}, document())
        self.check_set_up("page.test", "autoconfig", "sure")
        self.assertIn(LOCAL + "%40page.test", page.asked[0][1])
        self.check_discreet("127.0.0.41")
        # It is let go where the domain itself has answered first.
        self.assertLessEqual({path for _, path, _ in database.asked}, {"/v1.1/page.test"})

    def test_only_at_the_well_known_place(self):
        known = self.web("127.0.0.42", "known.test")
        known.pages[WELL_KNOWN_PATH] = (200, {}, document())
        self.check_set_up("known.test", "autoconfig", "sure")

    def test_only_in_the_database(self):
        database = self.web("127.0.0.43", "autoconfig.thunderbird.net")
        database.pages["/v1.1/listed.test"] = (200, {}, document("listed.test"))
        self.check_set_up("listed.test", "database", "sure")
        self.assertEqual({path for _, path, _ in database.asked}, {"/v1.1/listed.test"})
        self.check_discreet()

    def test_only_service_records(self):
        self.web("127.0.0.43", "autoconfig.thunderbird.net")
        answer = self.look_up("only-srv.test")
        self.assertEqual([ask["key"] for ask in answer.object["asks"]], ["username", "trust"])
        self.check_set_up("only-srv.test", "srv", "asked", *TRUST, *USERNAME)
        self.check_discreet()

    def test_only_the_exchanger(self):
        owner = self.web("127.0.0.45", "autoconfig.example.test")
        owner.pages[OWN_PATH] = (200, {}, document("example.test"))
        answer = self.look_up("only-mx.test")
        self.assertEqual((answer.status, answer.object["source"]), (6, "mx"), answer)
        self.check_set_up("only-mx.test", "mx", "asked", *TRUST)
        self.check_discreet()

    def test_only_servers_at_mail(self):
        answer = self.look_up("only-mail.test")
        self.assertEqual((answer.status, answer.object["source"]), (6, "probe"), answer)
        self.check_set_up("only-mail.test", "probe", "told", *USERNAME,
                          host="mail.only-mail.test")

    def test_plain_http_is_always_asked(self):
        plain = self.web("127.0.0.44")
        plain.pages[OWN_PATH] = (200, {}, document())
        answer = self.look_up("plain.test")
        self.assertEqual([ask["key"] for ask in answer.object["asks"]], ["trust"], answer)
        self.check_set_up("plain.test", "autoconfig", "asked", *TRUST)
        self.check_discreet()


class FailureTest(Discovery):
    """Who sends elsewhere, and who says nothing that is of use."""

    graphical = False

    def test_redirect_to_a_stranger(self):
        page = self.web("127.0.0.41", "autoconfig.page.test")
        stranger = self.web("127.0.0.46", "autoconfig.stranger.test")
        stranger.pages["/x"] = (200, {}, document())
        page.pages[OWN_PATH] = (302, {"Location": "https://autoconfig.stranger.test/x?a=" + LOCAL},
                                b"")
        answer = self.look_up("page.test")
        self.assertEqual((answer.object["source"], answer.object["trust"]),
                         ("autoconfig", "asked"), answer)
        self.assertEqual([path for _, path, _ in stranger.asked], ["/x"])
        self.check_discreet("127.0.0.41")

    def test_what_goes_wrong(self):
        page = self.web("127.0.0.41", "autoconfig.page.test")
        cases = [
            ("nothing", (404, {}, b"<html>Not here</html>")),
            ("unusable", (200, {"Content-Type": "text/xml"}, b"<html>Welcome</html>")),
            ("unusable", (200, {}, document()[:200])),
            ("unusable", (200, {}, b"<!DOCTYPE clientConfig [<!ENTITY a 'b'>]>" +
                          document().split(b"?>", 1)[1])),
            ("too-large", (200, {}, itertools.repeat(b" " * 65536, 800))),
            ("timed-out", (200, {}, self._drops())),
            ("failed", (503, {}, b"")),
            ("redirect", (302, {"Location": "https://autoconfig.page.test" + OWN_PATH}, b"")),
            ("redirect", (302, {"Location": "http://autoconfig.page.test/x"}, b"")),
            ("redirect", (302, {"Location": "https://127.0.0.1/x"}, b"")),
            ("redirect", (302, {"Location": "file:///etc/passwd"}, b"")),
        ]
        for outcome, answer in cases:
            with self.subTest(outcome=outcome, status=answer[0]):
                page.pages[OWN_PATH] = answer
                found = self.look_up("page.test")
                self.assertEqual((found.status, found.object["error"]["code"]),
                                 (3, "no-settings-found"), found)
                self.assertEqual(
                    self.outcome(found, "https://autoconfig.page.test" + OWN_PATH), outcome)

    @staticmethod
    def _drops():
        for _ in range(60):
            yield b" "
            time.sleep(0.2)

    def test_somebody_answers_for_everybody(self):
        """A network that wants a sign-in on its own page, with its own certificate or by HTTP."""
        self.web("127.0.0.41", "login.hotel.test")
        portal = self.web("127.0.0.43", "login.hotel.test")
        found = self.look_up("page.test")
        self.assertEqual((found.status, found.object["error"]["code"]),
                         (4, "captive-portal"), found)
        self.assertEqual(portal.asked, [])

    def test_a_page_in_the_place_of_everybody(self):
        """The database is shut off, and what comes without encryption sends to a page."""
        plain = self.web("127.0.0.44")
        plain.pages[OWN_PATH] = (302, {"Location": "http://login.hotel.test/"}, b"")
        found = self.look_up("plain.test")
        self.assertEqual((found.status, found.object["error"]["code"]),
                         (4, "captive-portal"), found)

    def test_wrong_certificate(self):
        page = self.web("127.0.0.41", "autoconfig.stranger.test")
        page.pages[OWN_PATH] = (200, {}, document())
        found = self.look_up("page.test")
        self.assertEqual(found.status, 3, found)
        self.assertEqual(self.outcome(found, "https://autoconfig.page.test" + OWN_PATH),
                         "certificate")
        self.assertEqual(page.asked, [])
