# SPDX-License-Identifier: GPL-3.0-or-later
"""kittectl verify --matrix against real servers on the standard ports."""

import world
from kittectl import Kittectl
from servers import TARO

NO, OFFERED, NONE = "no", "offered", "none"
# Encrypted from the first byte; after STARTTLS; without encryption.
SECURE = (OFFERED, NO, NO)
UPGRADED = (NO, OFFERED, NONE)


class MatrixTest(world.Case):
    """Nobody signs in, and the servers hear a goodbye."""

    graphical = False

    def setUp(self):
        super().setUp()
        self.kittectl = Kittectl(self.session)

    def matrix(self, incoming, outgoing):
        answer = self.kittectl.run("verify", TARO, "--matrix", "--incoming", incoming,
                                   "--outgoing", outgoing)
        counts = self.servers.sign_ins(self.start)
        self.assertEqual(counts.total(), 0, counts)
        self.assertEqual(answer.status, 0, answer)
        self.assertLess(answer.object["elapsed_ms"], 15000)
        return {row["port"]: row for row in answer.object["matrix"]}

    def ways(self, row):
        self.assertEqual(row["state"], "open", row)
        return tuple(cell["finding"] or (cell["sign_in"] if cell["offered"] else NO)
                     for cell in row["cells"])

    def test_matrix(self):
        rows = self.matrix("imaps://imap.example.test", "smtps://smtp.example.test")
        self.assertEqual(list(rows), [25, 465, 587, 143, 993, 110, 995])
        self.assertEqual(rows[25]["state"], "refused")
        self.assertEqual({port: self.ways(rows[port]) for port in (465, 587, 143, 993)},
                         {465: SECURE, 587: UPGRADED, 143: UPGRADED, 993: SECURE})
        starttls = rows[143]["cells"][1]["auth"]
        self.assertIn("plain", starttls)

    def test_matrix_pop3(self):
        rows = self.matrix("pop3s://pop.example.test", "smtp://smtp.example.test:587")
        self.assertEqual(self.ways(rows[110]), UPGRADED)
        self.assertEqual(self.ways(rows[995]), SECURE)

    def test_matrix_certificate(self):
        rows = self.matrix("imaps://wrong-name.example.test", "smtps://smtp.example.test")
        self.assertEqual(self.ways(rows[993])[0], "cert-wrong-host")
