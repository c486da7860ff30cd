# SPDX-License-Identifier: GPL-3.0-or-later
"""From the address and the password alone, where a preset knows the provider."""

import preset
import world
from exchange import NAME, check_sent
from kittectl import Kittectl
from msmtp import Msmtp
from servers import HANAKO, TARO


class LookupTest(world.Case):
    """Nothing is told to kittectl but what a person would type."""

    def setUp(self):
        super().setUp()
        self.kittectl = Kittectl(self.session)

    def setup(self, address, *options):
        return self.kittectl.run("setup", address, "--name", NAME, "--for", "msmtp", *options,
                                 password=self.servers.passwords[TARO])

    def test_preset(self):
        preset.write(self.session)
        answer = self.setup(TARO)
        if answer.status == 6:
            # A preset that the person put there adds hosts only after a word of the person.
            self.assertEqual([ask["key"] for ask in answer.object["asks"]], ["trust"], answer)
            self.assertEqual(self.servers.sign_ins(self.start).total(), 0)
            answer = self.setup(TARO, "--answer", "trust=example.test")
        self.assertEqual(answer.status, 0, answer)
        value = answer.object
        self.assertEqual((value["result"], value["source"]), ("ok", "preset"), answer)
        self.assertEqual(value["provider"]["id"], "example-test", answer)
        self.assertEqual(answer.incoming["server"]["host"], "imap.example.test", answer)
        self.assertEqual(answer.outgoing["server"]["host"], "smtp.example.test", answer)
        token = self.token("going")
        Msmtp(self.session).send(TARO, HANAKO, token)
        self.servers.wait_for(HANAKO, token)
        check_sent(self, TARO, HANAKO, token, name=None)

    def test_unknown_domain(self):
        for domain, code in (("nowhere.test", "domain-not-found"),
                             ("nomail.test", "domain-takes-no-mail"),
                             ("unheard-of.test", "no-settings-found")):
            with self.subTest(domain=domain):
                answer = self.setup("taro@" + domain)
                self.assertEqual(answer.status, 3, answer)
                self.assertEqual(answer.object["error"]["code"], code, answer)
                self.assertIn(domain, answer.object["error"]["message"])
        self.assertEqual(self.servers.sign_ins(self.start).total(), 0)

    def test_no_address(self):
        answer = self.setup("taro at example")
        self.assertEqual(answer.status, 2, answer)
        self.assertEqual(answer.object["error"]["code"], "bad-address", answer)
