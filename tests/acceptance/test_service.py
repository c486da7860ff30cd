# SPDX-License-Identifier: GPL-3.0-or-later
"""What a provider publishes, held against its preset from outside: presets check --live."""

import json
import socket

import web
from kittectl import Kittectl
from source_case import SourceCase
from sources import ADDRESS, DOMAIN, MAIL, NAME_SERVER, OWN_PATH, PLACES, document, preset

HOSTS = ("imap." + DOMAIN, "smtp." + DOMAIN)
OWN, RECORDS = PLACES[0], PLACES[4]


def has_ipv6():
    """Whether this computer has an address of the newer kind at all."""
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return True
    except OSError:
        return False


class ServiceTest(SourceCase):
    """A provider that publishes a document and service records."""

    def setUp(self):
        super().setUp()
        self.stage.set_up((OWN, web.OPEN), (RECORDS, web.OPEN), hosts=HOSTS)
        self.session.write("shipped/owner.json", json.dumps(preset(*HOSTS)))
        self.session.environment.update(KITTE_PROVIDERS_DIR=self.session.path("shipped"),
                                        KITTE_NAME_SERVERS=NAME_SERVER + ":53")

    def publish(self, text):
        """Another document at the domain’s own host."""
        self.stage.web("autoconfig." + DOMAIN).pages[OWN_PATH] = (200, {}, web.after(web.OPEN, text))

    def look(self, status):
        answer = Kittectl(self.session).run("presets", "check", "--live", "owner", "--address",
                                            ADDRESS)
        self.assertEqual(answer.status, status, answer)
        self.assertEqual(self.mail.sign_ins(), [])
        return answer.object["services"][0]

    def published(self, status):
        """The domain’s document, and the service records, as they were found."""
        own, well_known, records = self.look(status)["published"]
        self.assertEqual(well_known["result"], "absent")
        return own, records

    def test_all_agree(self):
        own, records = self.published(0)
        self.assertEqual((own["source"], own["result"]), ("autoconfig", "agrees"), own)
        self.assertEqual((records["source"], records["result"]), ("srv", "agrees"), records)

    def test_a_document_with_another_host(self):
        self.publish(document(DOMAIN, HOSTS[0], "old." + DOMAIN))
        own, records = self.published(1)
        self.assertEqual(own["result"], "differs", own)
        self.assertEqual([server["host"] for server in own["missing"]], [HOSTS[1]])
        self.assertEqual([server["host"] for server in own["extra"]], ["old." + DOMAIN])
        self.assertEqual(records["result"], "agrees", records)

    def test_a_document_with_another_user_name(self):
        self.publish(document(DOMAIN, *HOSTS).replace(b"%EMAILADDRESS%", b"%EMAILLOCALPART%", 1))
        own, _ = self.published(1)
        self.assertEqual(own["result"], "differs", own)
        self.assertEqual([server["host"] for server in own["extra"]], [HOSTS[0]])
        self.assertEqual(own["missing"][0]["username"], ADDRESS)
        self.assertEqual(own["extra"][0]["username"], ADDRESS.split("@")[0])

    def test_a_newer_address_at_which_nobody_is(self):
        self.stage.responder.table[HOSTS[0]].append(("AAAA", socket.inet_pton(socket.AF_INET6,
                                                                              "::1")))
        there = has_ipv6()
        found = self.look(1 if there else 0)
        self.assertEqual([server["ipv6"] for server in found["servers"]],
                         ["failed" if there else "unknown", "none"], found)
        self.assertEqual([server["result"] for server in found["servers"]], ["ok", "ok"])
        self.assertEqual(self.mail.events("connect")[0]["peer"][:4], MAIL[:4])
