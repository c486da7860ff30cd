# SPDX-License-Identifier: GPL-3.0-or-later
"""The drivers of the real mail programs, proven with accounts that were written by hand."""

import reference
import session
import world
from evolution import Evolution
from exchange import OWNERS, exchange, no_failed_sign_in
from msmtp import Msmtp
from servers import HANAKO, TARO
from thunderbird import Thunderbird

PLACES = {"imap": ("imap.example.test", 993, 143), "pop3": ("pop.example.test", 995, 110)}


class ReferenceTest(world.Case):
    """Each program receives and sends with a good account, and is caught asking with a bad one."""

    def _exchange(self, program, kind):
        exchange(self, program, kind)
        no_failed_sign_in(self)

    def _thunderbird(self, kind, secret=None, starttls=False):
        owner = OWNERS[kind][0]
        host, tls, plain = PLACES[kind]
        reference.thunderbird(
            self.session, owner, secret or self.servers.passwords[owner],
            (kind, host, plain if starttls else tls, 2 if starttls else 3),
            ("smtp.example.test", 587 if starttls else 465, 2 if starttls else 3))
        return Thunderbird(self.session)

    def _evolution(self, kind, secret=None, starttls=False):
        owner = OWNERS[kind][0]
        host, tls, plain = PLACES[kind]
        method = "starttls-on-standard-port" if starttls else "ssl-on-alternate-port"
        reference.evolution(
            self.session, owner, secret or self.servers.passwords[owner],
            (kind, host, plain if starttls else tls, method),
            ("smtp.example.test", 587 if starttls else 465, method))
        return Evolution(self.session)

    def test_thunderbird_imap(self):
        self._exchange(self._thunderbird("imap"), "imap")

    @world.matrix
    def test_thunderbird_pop3(self):
        self._exchange(self._thunderbird("pop3", starttls=True), "pop3")

    def test_evolution_imap(self):
        self._exchange(self._evolution("imap"), "imap")

    @world.matrix
    def test_evolution_pop3(self):
        self._exchange(self._evolution("pop3", starttls=True), "pop3")

    def test_msmtp(self):
        reference.msmtp(self.session, TARO, self.servers.passwords[TARO],
                        "smtp.example.test", 465, starttls=False)
        for send in (Msmtp(self.session).send, Msmtp(self.session).send_by_default):
            token = self.token("going")
            send(TARO, HANAKO, token)
            self.servers.wait_for(HANAKO, token)
            self.assertEqual(self.servers.sent_as(token), TARO)

    @world.matrix
    def test_thunderbird_asking_is_seen(self):
        program = self._thunderbird("imap", secret="not the password")
        with self.assertRaisesRegex(session.Dialog, "Login to account .* failed"):
            program.start()
            program.receive(self.token("never"), seconds=20)

    @world.matrix
    def test_evolution_asking_is_seen(self):
        program = self._evolution("imap", secret="not the password")
        with self.assertRaisesRegex(session.Dialog, "Mail authentication request"):
            program.start()
            program.receive(self.token("never"), seconds=20)
