# SPDX-License-Identifier: GPL-3.0-or-later
"""A domain of one's own at a hosting company: its certificate leads to its preset, by a question."""

import preset
from exchange import NAME
from msmtp import Msmtp
from servers import HANAKO, TARO
from test_setup import EVERY, SetupCase

ADDRESS = "taro@own.test"
# What the person types, as it worked for years with an exception for the certificate.
BY_HAND = ("--incoming", "imaps://mail.own.test", "--outgoing", "smtps://mail.own.test")


class ProviderTest(SetupCase):
    """The provider knows the mailbox by another name; own.test is on the same machine."""

    def setUp(self):
        super().setUp()
        preset.write_hosting(self.session)

    def set_up_own(self, *options):
        return self.kittectl.run("setup", ADDRESS, "--name", NAME, "--for", EVERY, *BY_HAND,
                                 *options, password=self.servers.passwords[TARO])

    def test_from_the_refused_certificate_to_the_account(self):
        refused = self.set_up_own()
        self.assertEqual((refused.status, refused.incoming["finding"]), (1, "cert-wrong-host"))
        remedy = refused.incoming["remedies"][0]
        self.assertEqual((remedy["code"], remedy["value"]), ("use-preset", "hosting"), refused)
        self.assertIn("Example Hosting", remedy["label"])
        self.assertEqual(self.servers.sign_ins(self.start).total(), 0)

        said_yes = f"provider={remedy['value']}"
        asked = self.set_up_own("--answer", said_yes)
        self.assertEqual(asked.status, 6, asked)
        self.assertEqual([ask["key"] for ask in asked.object["asks"]], ["NAME"], asked)
        self.assertEqual(self.servers.sign_ins(self.start).total(), 0)

        answer = self.set_up_own("--answer", said_yes, "--answer", "NAME=shop1")
        self.assertEqual((answer.status, answer.object["result"]), (0, "ok"), answer)
        for check in (answer.incoming, answer.outgoing):
            self.assertEqual(check["server"]["host"], "shop1.hosting.test", answer)
        self.assertEqual({change["client"] for change in answer.object["changes"]},
                         set(EVERY.split(",")), answer)
        counts = self.servers.sign_ins(self.start)
        self.assertEqual((counts.accepted["imap"], counts.accepted["smtp"]), (1, 1), counts)
        self.assertEqual(sum(counts.failed.values()), 0, counts)
        for path, state in self.persons_files().items():
            self.assertNotIn(b"mail.own.test", state[1], path)

        token = self.token("going")
        Msmtp(self.session).send(ADDRESS, HANAKO, token)
        self.servers.wait_for(HANAKO, token)
        self.assertEqual(self.servers.sent_as(token), TARO)

    def test_an_invalid_certificate_leads_nowhere(self):
        """The names of the provider in a certificate that nobody vouches for."""
        answer = self.kittectl.run(
            "verify", ADDRESS, "--incoming", "imaps://unknown-ca.example.test", *BY_HAND[2:],
            password=self.servers.passwords[TARO])
        self.assertEqual(answer.incoming["finding"], "cert-unknown-ca", answer)
        self.assertNotIn("use-preset", [remedy["code"] for remedy in answer.incoming["remedies"]])
        self.assertEqual(self.servers.sign_ins(self.start).total(), 0)
