# SPDX-License-Identifier: GPL-3.0-or-later
"""A line that swallows mail ports, and a host that is down: told apart with real servers, the name
server and policy routing, by the ports of other providers in the shipped presets of this network."""

import preset
import world
from kittectl import Kittectl
from line import MAIL_PORTS, Line
from names import Names
from servers import GOOD, TARO, WEB

IMAPS = "imaps://imap.example.test"
SUBMISSIONS = "smtps://smtp.example.test"
RELAY = "smtp://smtp.example.test:25"

# Others are asked after two and a half seconds, and their silence is waited for.
DEADLINE = "13"


class LineTest(world.Case):
    """No sign-in is made where a server cannot be reached, and none at another provider's."""

    graphical = False

    def setUp(self):
        super().setUp()
        if not Names.available() or not Line.available():
            self.skipTest("needs a name server for mail exchangers, and tunnels")
        self.kittectl = Kittectl(self.session)
        preset.write_others(self.session)
        self.line = Line()
        self.addCleanup(self.line.close)
        self.line.listen(WEB, 443)

    def verify(self, incoming=IMAPS, outgoing=SUBMISSIONS):
        answer = self.kittectl.run("verify", TARO, "--incoming", incoming, "--outgoing", outgoing,
                                   "--deadline", DEADLINE, password=self.servers.passwords[TARO])
        self.assertEqual(answer.status, 1, answer)
        self.assertEqual(self.servers.sign_ins(self.start).failed,
                         {"imap": 0, "pop3": 0, "smtp": 0})
        return answer

    def assert_asked(self, check, *places):
        for place in places:
            self.assertTrue([line for line in check["evidence"] if line.startswith(place)], check)

    def test_port_25_of_the_line(self):
        self.line.swallow(port=25)
        check = self.verify(outgoing=RELAY).outgoing
        self.assertEqual((check["finding"], check["number"]), ("port-25-blocked", 308), check)
        self.assertIn("another provider’s server cannot be reached there either", check["text"])
        self.assert_asked(check, "mx.other.test:25: timed-out", "smtp.example.test:587: ok")
        first = check["remedies"][0]
        self.assertEqual((first["code"], first["value"]),
                         ("use-server", "smtps://smtp.example.test:465"), check)

    @world.matrix
    def test_port_25_of_this_host(self):
        self.line.swallow(port=25, host=GOOD)
        self.line.listen(WEB, 25)
        check = self.verify(outgoing=RELAY).outgoing
        self.assertEqual(check["finding"], "port-25-blocked", check)
        self.assertIn("the line is not the reason", check["text"])

    def test_all_mail_ports(self):
        for port in MAIL_PORTS:
            self.line.swallow(port=port)
        answer = self.verify()
        for check in (answer.incoming, answer.outgoing):
            if check["result"] != "skipped":
                self.assertEqual((check["finding"], check["number"]),
                                 ("all-mail-ports-blocked", 309), check)
        self.assert_asked(answer.incoming, "www.other.test:443: ok")
        self.assertEqual(self.servers.sign_ins(self.start).total(), 0)

    def test_only_this_host(self):
        self.line.swallow(host=GOOD)
        check = self.verify().incoming
        self.assertEqual((check["finding"], check["number"]), ("timed-out", 305), check)
        self.assertIn("other providers’ mail servers do", check["text"])
        self.assertEqual(self.servers.sign_ins(self.start).total(), 0)
