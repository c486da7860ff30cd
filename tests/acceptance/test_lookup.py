# SPDX-License-Identifier: GPL-3.0-or-later
"""From address and password alone: the settings are found in DNS or in the HTTPS document."""

import unittest

import names
import servers
import world
from exchange import NAME, check_sent
from kittectl import Kittectl
from msmtp import Msmtp
from servers import HANAKO, TARO


@unittest.skipUnless(names.Names.available(), "dnsmasq is not installed")
class LookupTest(world.Case):
    """Nothing is told to kittectl but what a person would type."""

    def setUp(self):
        super().setUp()
        self.kittectl = Kittectl(self.session)

    def set_up(self):
        answer = self.kittectl.run("setup", TARO, "--name", NAME, "--for", "msmtp",
                                   password=self.servers.passwords[TARO])
        self.assertEqual(answer.status, 0, answer)
        self.assertEqual(answer.object["result"], "ok", answer)
        self.assertEqual(answer.incoming["server"]["host"], "imap.example.test", answer)
        self.assertEqual(answer.outgoing["server"]["host"], "smtp.example.test", answer)
        token = self.token("going")
        Msmtp(self.session).send(TARO, HANAKO, token)
        self.servers.wait_for(HANAKO, token)
        check_sent(self, TARO, HANAKO, token, name=None)
        return answer.object

    def test_service_records(self):
        value = self.set_up()
        self.assertEqual((value["source"], value["trust"]), ("srv", "told"))

    def test_document(self):
        document = names.Autoconfig(servers.GOOD, *self.servers.certificates[servers.GOOD])
        document.start()
        self.addCleanup(document.stop)
        value = self.set_up()
        self.assertEqual((value["source"], value["trust"]), ("autoconfig", "sure"))
        self.assertTrue(document.asked)

    def test_unknown_domain(self):
        answer = self.kittectl.run("setup", "taro@nowhere.test", "--for", "msmtp",
                                   password=self.servers.passwords[TARO])
        self.assertEqual(answer.status, 3, answer)
