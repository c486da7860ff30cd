# SPDX-License-Identifier: GPL-3.0-or-later
"""kittectl verify against real servers: what it proves, what it refuses, and what it costs."""

import world
from exchange import INCOMING, OUTGOING, OWNERS
from kittectl import Kittectl
from servers import TARO

NOTHING = {"imap": 0, "pop3": 0, "smtp": 0}


class VerifyTest(world.Case):
    """Each case counts the sign-ins that the servers saw, not those that Kitte reports."""

    graphical = False

    def setUp(self):
        super().setUp()
        self.kittectl = Kittectl(self.session)

    def verify(self, protocol, kind, password=None, incoming=None, outgoing=None, changed=False):
        owner = OWNERS[protocol][0]
        word = ["--answer", "changed=yes"] if changed else []
        return self.kittectl.run(
            "verify", owner, "--incoming", incoming or INCOMING[protocol, kind],
            "--outgoing", outgoing or OUTGOING[kind], *word,
            password=self.servers.passwords[owner] if password is None else password)

    def since(self, mark):
        return self.servers.sign_ins(mark)

    # Good accounts.

    def good(self, protocol, kind):
        answer = self.verify(protocol, kind)
        self.assertEqual(answer.status, 0, answer)
        self.assertEqual(answer.object["result"], "ok", answer)
        for check in (answer.incoming, answer.outgoing):
            self.assertEqual((check["result"], check["finding"]), ("ok", "ok"), answer)
            self.assertEqual(check["server"]["security"],
                             "starttls" if kind == "starttls" else "tls", answer)
        self.assertEqual(answer.object["signins"], {"attempted": 2, "failed": 0}, answer)
        counts = self.since(self.start)
        self.assertEqual(counts.accepted, {**NOTHING, protocol: 1, "smtp": 1}, counts)
        self.assertEqual(counts.failed, NOTHING, counts)
        return answer

    def test_good_imap_tls(self):
        answer = self.good("imap", "tls")
        self.assertEqual((answer.incoming["server"]["port"], answer.outgoing["server"]["port"]),
                         (993, 465))

    def test_good_imap_starttls(self):
        answer = self.good("imap", "starttls")
        self.assertEqual((answer.incoming["server"]["port"], answer.outgoing["server"]["port"]),
                         (143, 587))

    def test_good_pop3_tls(self):
        self.assertEqual(self.good("pop3", "tls").incoming["server"]["port"], 995)

    def test_good_pop3_stls(self):
        self.assertEqual(self.good("pop3", "starttls").incoming["server"]["port"], 110)

    def test_good_imap_cram_md5(self):
        answer = self.good("imap", "cram")
        self.assertEqual(answer.outgoing["server"]["auth"], ["cram-md5"], answer)

    def test_without_password(self):
        answer = self.kittectl.run("verify", TARO, "--incoming", INCOMING["imap", "tls"],
                                   "--outgoing", OUTGOING["tls"])
        self.assertEqual((answer.status, answer.object["result"]), (0, "unproven"), answer)
        self.assertEqual(self.since(self.start).total(), 0)

    # Wrong passwords.

    def rejected(self, protocol, kind="tls"):
        answer = self.verify(protocol, kind, password="not the password")
        self.assertEqual(answer.status, 1, answer)
        self.assertEqual(answer.object["result"], "failed", answer)
        self.assertEqual(answer.incoming["finding"], "auth-rejected", answer)
        self.assertEqual(answer.outgoing["result"], "skipped", answer)
        self.assertEqual(answer.object["signins"], {"attempted": 1, "failed": 1}, answer)
        counts = self.since(self.start)
        self.assertEqual(counts.failed, {**NOTHING, protocol: 1}, counts)
        self.assertEqual(counts.accepted, NOTHING, counts)

    def pressed_again(self, protocol, kind="tls"):
        mark = self.servers.mark()
        answer = self.verify(protocol, kind, password="not the password")
        self.assertEqual(answer.status, 1, answer)
        self.assertIn(answer.incoming["finding"], ("budget-spent", "auth-rejected"), answer)
        self.assertEqual(answer.object["signins"], {"attempted": 0, "failed": 0}, answer)
        self.assertEqual(self.since(mark).total(), 0)

    def test_wrong_password_imap(self):
        self.rejected("imap")
        self.pressed_again("imap")

    def test_wrong_password_pop3(self):
        self.rejected("pop3")
        self.pressed_again("pop3")

    def test_wrong_password_starttls(self):
        self.rejected("imap", "starttls")

    def test_wrong_password_cram_md5(self):
        self.rejected("imap", "cram")

    def test_right_password_after_a_wrong_one(self):
        self.rejected("imap")
        mark = self.servers.mark()
        answer = self.verify("imap", "tls", changed=True)
        self.assertEqual((answer.status, answer.object["result"]), (0, "ok"), answer)
        self.assertEqual(self.since(mark).accepted, {**NOTHING, "imap": 1, "smtp": 1})

    def test_three_wrong_passwords_are_the_most(self):
        for number in range(5):
            answer = self.verify("imap", "tls", password=f"wrong number {number}")
            self.assertEqual(answer.status, 1, answer)
        self.assertIn(answer.incoming["finding"], ("budget-spent", "auth-rejected"), answer)
        self.assertEqual(answer.object["signins"], {"attempted": 0, "failed": 0}, answer)
        self.assertLessEqual(self.since(self.start).failed["imap"], 3)

    def test_a_word_grants_one_sign_in(self):
        self.rejected("imap")
        mark = self.servers.mark()
        self.verify("imap", "tls", password="wrong again", changed=True)
        self.assertEqual(self.since(mark).failed, {**NOTHING, "imap": 1})

    def test_wrong_password_for_sending_only(self):
        answer = self.verify("imap", "tls", password=[
            self.servers.passwords[TARO], "not the password"])
        self.assertEqual(answer.status, 1, answer)
        self.assertEqual(answer.incoming["finding"], "ok", answer)
        self.assertEqual(answer.outgoing["finding"], "auth-rejected", answer)
        counts = self.since(self.start)
        self.assertEqual(counts.failed, {**NOTHING, "smtp": 1}, counts)

    # Certificates.

    def bad_incoming(self, url, finding):
        answer = self.verify("pop3" if url.startswith("pop3") else "imap", "tls", incoming=url)
        self.assertEqual(answer.status, 1, answer)
        self.assertEqual(answer.incoming["finding"], finding, answer)
        self.assertEqual(answer.incoming["result"], "failed", answer)
        self.assertEqual(self.since(self.start).total(), 0)

    def bad_outgoing(self, url, finding):
        answer = self.verify("imap", "tls", outgoing=url)
        self.assertEqual(answer.status, 1, answer)
        self.assertEqual(answer.outgoing["finding"], finding, answer)
        counts = self.since(self.start)
        self.assertEqual((counts.accepted["smtp"], counts.failed), (0, NOTHING), counts)

    def test_imap_other_name(self):
        self.bad_incoming("imaps://wrong-name.example.test", "cert-wrong-host")

    def test_imap_expired(self):
        self.bad_incoming("imaps://expired.example.test", "cert-expired")

    def test_imap_unknown_ca(self):
        self.bad_incoming("imaps://unknown-ca.example.test", "cert-unknown-ca")

    def test_imap_starttls_other_name(self):
        self.bad_incoming("imap://wrong-name.example.test?starttls=required", "cert-wrong-host")

    def test_pop3_other_name(self):
        self.bad_incoming("pop3s://wrong-name.example.test", "cert-wrong-host")

    def test_pop3_stls_expired(self):
        self.bad_incoming("pop3://expired.example.test?starttls=required", "cert-expired")

    def test_pop3_unknown_ca(self):
        self.bad_incoming("pop3s://unknown-ca.example.test", "cert-unknown-ca")

    def test_smtp_other_name(self):
        self.bad_outgoing("smtps://wrong-name.example.test", "cert-wrong-host")

    def test_smtp_starttls_expired(self):
        self.bad_outgoing("smtp://expired.example.test:587?starttls=required", "cert-expired")

    def test_smtp_unknown_ca(self):
        self.bad_outgoing("smtps://unknown-ca.example.test", "cert-unknown-ca")

    # Servers that are not there.

    def test_refused(self):
        answer = self.verify("imap", "tls", incoming="imaps://imap.example.test:9930")
        self.assertEqual(answer.status, 1, answer)
        self.assertEqual(answer.incoming["finding"], "refused", answer)
        self.assertEqual(self.since(self.start).total(), 0)

    def test_plain_port_with_tls(self):
        answer = self.verify("imap", "tls", incoming="imaps://imap.example.test:143")
        self.assertEqual(answer.status, 1, answer)
        self.assertEqual(answer.incoming["finding"], "tls-on-plain-port", answer)
        self.assertEqual(self.since(self.start).total(), 0)
