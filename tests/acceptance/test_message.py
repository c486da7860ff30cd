# SPDX-License-Identifier: GPL-3.0-or-later
"""kittectl verify --test-message against real servers: Postfix takes it, Dovecot gives it out and
removes that one message."""

import world
from exchange import INCOMING, OUTGOING, OWNERS
from kittectl import Kittectl


class MessageTest(world.Case):
    """The mailbox is as it was before, but for nothing."""

    graphical = False

    def send(self, protocol):
        owner = OWNERS[protocol][0]
        answer = Kittectl(self.session).run(
            "verify", owner, "--test-message", "--incoming", INCOMING[protocol, "tls"],
            "--outgoing", OUTGOING["tls"], password=self.servers.passwords[owner])
        self.assertEqual(answer.status, 0, answer)
        message = answer.object["test_message"]
        self.assertEqual((message["result"], message["removed"]), ("arrived", True), answer)
        return answer

    def test_imap(self):
        self.send("imap")

    def test_pop3(self):
        self.send("pop3")
