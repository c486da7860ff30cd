# SPDX-License-Identifier: GPL-3.0-or-later
"""kittectl repair: an account set up the old way sends again, and nothing else has changed."""

import json
import os
import re

import preset
import reference
import world
from evolution import Evolution
from exchange import NAME, OWNERS, exchange, no_failed_sign_in
from kittectl import Kittectl
from line import Line, public_address
from msmtp import Msmtp
from names import Names
from thunderbird import Thunderbird

PREFS = f".thunderbird/{reference.PROFILE}/prefs.js"
LOGINS = f".thunderbird/{reference.PROFILE}/logins.json"
OUTGOING_KEY = "mail.smtpserver.smtp1."

# What a program fetched years ago, where it keeps it.
FETCHED = {"imap": "ImapMail/imap.example.test/INBOX", "pop3": "Mail/pop.example.test/Inbox"}
OLD_MAIL = """From - Mon May  4 10:00:00 2009
X-Mozilla-Status: 0001
X-Mozilla-Status2: 00000000
From: An old friend <friend@example.net>
To: taro@example.test
Subject: fetched in 2009
Date: Mon, 4 May 2009 10:00:00 +0900
Message-ID: <2009@example.net>

Never touch this.

"""

SERVERS = {"imap": ("imap", "imap.example.test", 993, 3), "pop3": ("pop3", "pop.example.test", 995, 3)}


class RepairTest(world.Case):
    """Real Thunderbird, real servers that take no mail without signing in."""

    def setUp(self):
        super().setUp()
        self.kittectl = Kittectl(self.session)

    def read(self, path):
        with open(self.session.path(path), encoding="utf-8") as file:
            return file.read()

    def old_account(self, protocol, port, security, method, name):
        """As it was set up years ago: `method` 1 is no sign-in, and no password for sending."""
        owner = OWNERS[protocol][0]
        reference.thunderbird(self.session, owner, self.servers.passwords[owner],
                              SERVERS[protocol], ("smtp.example.test", port, security))
        text = self.read(PREFS)
        text = re.sub(r'user_pref\("mail\.smtpserver\.smtp1\.authMethod".*\n',
                      f'user_pref("{OUTGOING_KEY}authMethod", {method});\n', text)
        if not name:
            text = re.sub(r'user_pref\("mail\.smtpserver\.smtp1\.username".*\n', "", text)
        self.session.write(PREFS, "// Kept by hand since 2009.\n" + text)
        logins = json.loads(self.read(LOGINS))
        logins["logins"] = [login for login in logins["logins"]
                            if not login["hostname"].startswith("smtp:")]
        self.session.write(LOGINS, json.dumps(logins))

    def repair(self, protocol, *options, password=None):
        owner = OWNERS[protocol][0]
        return self.kittectl.run("repair", "--address", owner, *options,
                                 password=password or self.servers.passwords[owner])

    def codes(self, answer):
        account, = answer.object["accounts"]
        return {problem["code"] for problem in account["problems"]}

    def changed_since(self, before):
        """The files in Thunderbird's folder that are others than they were."""
        now = self.session.snapshot(".thunderbird")
        return {path for path in set(before) | set(now) if before.get(path) != now.get(path)}

    def repaired(self, protocol, expected, *how):
        self.old_account(protocol, *how)
        fetched = f".thunderbird/{reference.PROFILE}/{FETCHED[protocol]}"
        self.session.write(fetched, OLD_MAIL)
        before = self.read(PREFS), json.loads(self.read(LOGINS))["logins"]
        files = self.session.snapshot(".thunderbird")
        self.assertIn(fetched, files)
        answer = self.repair(protocol)
        self.assertEqual(answer.status, 0, answer)
        self.assertEqual(self.codes(answer), expected, answer)
        account, = answer.object["accounts"]
        self.assertEqual(account["proposal"]["outgoing"]["port"], 465, answer)

        def others(text):
            return [line for line in text.splitlines() if OUTGOING_KEY not in line]

        self.assertEqual(others(self.read(PREFS)), others(before[0]))
        self.assertEqual(self.changed_since(files), {PREFS, LOGINS}, "fetched mail is untouched")
        self.assertIn("// Kept by hand since 2009.", self.read(PREFS))
        undone = self.kittectl.run("undo", account["undo"])
        self.assertEqual(undone.status, 0, undone)
        self.assertEqual((self.read(PREFS), json.loads(self.read(LOGINS))["logins"]), before)
        self.assertLessEqual(self.changed_since(files), {LOGINS})

        self.assertEqual(self.repair(protocol).status, 0)
        exchange(self, Thunderbird(self.session), protocol)
        if protocol == "pop3":  # by IMAP the server's word counts, and it never had that message
            self.assertIn("Never touch this.", self.read(fetched))
        self.assertEqual(self.codes(self.repair(protocol)), set())
        no_failed_sign_in(self)

    def test_pop3_port_25_without_sign_in(self):
        self.repaired("pop3", {"port-25", "smtp-no-auth", "no-encryption"}, 25, 0, 1, False)

    @world.matrix
    def test_imap_587_without_sign_in(self):
        self.repaired("imap", {"smtp-no-auth"}, 587, 2, 1, False)

    @world.matrix
    def test_imap_port_25_with_name_never_tested(self):
        self.repaired("imap", {"port-25"}, 25, 2, 3, True)

    def add_sharer(self, address, incoming):
        """One more account in the profile, which sends through the same server as the first."""
        kind, host, port, socket = incoming
        prefs = {
            "mail.accountmanager.accounts": "account1,account2",
            "mail.account.account2.server": "server2", "mail.account.account2.identities": "id2",
            "mail.server.server2.type": kind, "mail.server.server2.hostname": host,
            "mail.server.server2.port": port, "mail.server.server2.userName": address,
            "mail.server.server2.socketType": socket, "mail.server.server2.authMethod": 3,
            "mail.server.server2.login_at_startup": True,
            "mail.server.server2.leave_on_server": True,
            "mail.server.server2.download_on_biff": True,
            "mail.identity.id2.useremail": address, "mail.identity.id2.fullName": NAME,
            "mail.identity.id2.smtpServer": "smtp1",
        }
        text = re.sub(r'user_pref\("mail\.accountmanager\.accounts".*\n', "", self.read(PREFS))
        self.session.write(PREFS, text + "".join(
            f"user_pref({json.dumps(key)}, {json.dumps(value, ensure_ascii=False)});\n"
            for key, value in prefs.items()))
        reference.thunderbird_login(self.session, 9, address, self.servers.passwords[address],
                                    incoming)

    def test_two_accounts_with_one_sending_server(self):
        """The repair of one leaves the server to the other, whose own repair changes it in place."""
        self.old_account("imap", 25, 0, 1, False)
        first, second = OWNERS["imap"][0], OWNERS["pop3"][0]
        self.add_sharer(second, SERVERS["pop3"])
        original = self.read(PREFS)
        one = self.repair("imap")
        self.assertEqual(one.status, 0, one)
        between = self.read(PREFS)
        lines = between.splitlines()
        for line in original.splitlines():
            if OUTGOING_KEY in line or "id2" in line or "server2" in line:
                self.assertIn(line, lines, "what the other account has is as it was")
        self.assertIn('user_pref("mail.smtpservers", "smtp1,smtp2");', lines)
        self.assertIn('user_pref("mail.identity.id1.smtpServer", "smtp2");', lines)
        other = self.repair("pop3")
        self.assertEqual(other.status, 0, other)
        self.assertIn(f'user_pref("{OUTGOING_KEY}username", "{second}");', self.read(PREFS))
        self.assertNotIn("smtp3", self.read(PREFS))
        for protocol in ("imap", "pop3"):
            exchange(self, Thunderbird(self.session), protocol)
            self.assertEqual(self.codes(self.repair(protocol)), set())
        no_failed_sign_in(self)

    def test_two_accounts_with_one_sending_server_taken_back(self):
        self.old_account("imap", 25, 0, 1, False)
        self.add_sharer(OWNERS["pop3"][0], SERVERS["pop3"])
        states = [(self.read(PREFS), json.loads(self.read(LOGINS))["logins"])]
        ways = []
        for protocol in ("imap", "pop3"):
            answer = self.repair(protocol)
            self.assertEqual(answer.status, 0, answer)
            ways.append(answer.object["accounts"][0]["undo"])
            states.append((self.read(PREFS), json.loads(self.read(LOGINS))["logins"]))
        for way, state in zip(reversed(ways), reversed(states[:-1])):
            self.assertEqual(self.kittectl.run("undo", way).status, 0)
            self.assertEqual((self.read(PREFS), json.loads(self.read(LOGINS))["logins"]), state)

    def evolution_sources(self):
        folder = self.session.path(".config/evolution/sources")
        return {name: self.read(os.path.join(".config/evolution/sources", name))
                for name in os.listdir(folder)}

    def old_evolution(self, owner):
        """Sending through port 25 without sign-in, and no password kept for it."""
        reference.evolution(self.session, owner, self.servers.passwords[owner],
                            ("imap", "imap.example.test", 993, "ssl-on-alternate-port"),
                            ("smtp.example.test", 25, "none"))
        for name, text in self.evolution_sources().items():
            if "[Mail Transport]" in text:
                text = text.replace("Method=PLAIN", "Method=none").replace(f"User={owner}\n", "")
                self.session.write(f".config/evolution/sources/{name}", "# By hand.\n" + text)

    def old_msmtp(self, owner):
        self.session.write(".msmtprc", "# Kept by hand since 2009.\naccount home\n"
                           f"host smtp.example.test\nport 25\ntls off\nauth off\nfrom {owner}\n"
                           "\naccount default : home\n")

    def test_two_programs_in_one_go(self):
        """Evolution and msmtp have the same mailbox: one check, one change, one way back."""
        owner, other = OWNERS["imap"]
        self.old_evolution(owner)
        self.old_msmtp(owner)
        account, = (name.removesuffix(".source") for name, text in self.evolution_sources().items()
                    if "[Mail Account]" in text)
        fetched = [f"{folder}/evolution/mail/{account}/folders/INBOX/cur/0a/2009"
                   for folder in (".cache", ".local/share")]
        for path in fetched:
            self.session.write(path, OLD_MAIL)
        before = self.evolution_sources(), self.read(".msmtprc")
        answer = self.repair("imap")
        self.assertEqual(answer.status, 0, answer)
        rows = answer.object["accounts"]
        self.assertEqual({row["client"] for row in rows}, {"evolution", "msmtp"}, answer)
        self.assertEqual(len({row["undo"] for row in rows}), 1, answer)
        counts = self.servers.sign_ins(self.start)
        self.assertEqual((counts.accepted["imap"], counts.accepted["smtp"]), (1, 1), counts)
        undone = self.kittectl.run("undo", rows[0]["undo"])
        self.assertEqual(undone.status, 0, undone)
        self.assertEqual((self.evolution_sources(), self.read(".msmtprc")), before)

        self.assertEqual(self.repair("imap").status, 0)
        self.assertEqual([self.read(path) for path in fetched], [OLD_MAIL] * 2,
                         "fetched mail is untouched")
        self.assertIn("# Kept by hand since 2009.", self.read(".msmtprc"))
        after = self.evolution_sources()
        self.assertEqual([name for name in after if after[name] != before[0][name]],
                         [name for name in after if "[Mail Transport]" in after[name]])
        token = self.token("going")
        Msmtp(self.session).send(owner, other, token)
        self.servers.wait_for(other, token)
        self.assertEqual(self.servers.sent_as(token), owner)
        exchange(self, Evolution(self.session), "imap")
        no_failed_sign_in(self)

    def test_a_line_that_swallows_port_25(self):
        """Nothing that leaves for port 25 is answered: all three programs are led around it."""
        if not Line.available():
            self.skipTest("needs tunnels")
        line = Line()
        self.addCleanup(line.close)
        line.swallow(port=25)
        owner, other = OWNERS["imap"]
        self.old_account("imap", 25, 0, 1, False)
        self.old_evolution(owner)
        self.old_msmtp(owner)
        before = self.read(PREFS), self.evolution_sources(), self.read(".msmtprc")
        answer = self.repair("imap")
        self.assertEqual(answer.status, 0, answer)
        rows = answer.object["accounts"]
        self.assertEqual({row["client"] for row in rows}, {"thunderbird", "evolution", "msmtp"}, answer)
        self.assertIn("port-25", {problem["code"] for row in rows for problem in row["problems"]})
        undone = self.kittectl.run("undo", rows[0]["undo"])
        self.assertEqual(undone.status, 0, undone)
        self.assertEqual((self.read(PREFS), self.evolution_sources(), self.read(".msmtprc")), before)

        self.assertEqual(self.repair("imap").status, 0)
        token = self.token("going")
        Msmtp(self.session).send(owner, other, token)
        self.servers.wait_for(other, token)
        for program in (Thunderbird(self.session), Evolution(self.session)):
            exchange(self, program, "imap")
        no_failed_sign_in(self)

    def test_with_the_password_that_evolution_keeps(self):
        """Set up by Kitte, spoiled for sending; the keyring is read with the person's word."""
        owner = OWNERS["imap"][0]
        answer = self.kittectl.run("setup", owner, "--incoming", "imaps://imap.example.test",
                                   "--outgoing", "smtps://smtp.example.test", "--name", NAME,
                                   "--for", "evolution", password=self.servers.passwords[owner])
        self.assertEqual(answer.status, 0, answer)
        for name, text in self.evolution_sources().items():
            if "[Mail Transport]" in text:
                for right, wrong in (("Method=PLAIN", "Method=none"), ("Port=465", "Port=25"),
                                     ("Method=ssl-on-alternate-port", "Method=none")):
                    text = text.replace(right, wrong)
                self.session.write(f".config/evolution/sources/{name}", text)
        before = self.evolution_sources()
        answer = self.kittectl.run("repair", "--address", owner)
        self.assertEqual(answer.status, 6, answer)
        account, = answer.object["accounts"]
        self.assertEqual([ask["key"] for ask in account["asks"]], ["stored-password"], answer)
        self.assertEqual(self.evolution_sources(), before)
        answer = self.kittectl.run("repair", "--address", owner, "--answer", "stored-password=yes")
        self.assertEqual(answer.status, 0, answer)
        exchange(self, Evolution(self.session), "imap")
        no_failed_sign_in(self)

    def test_a_new_password_is_stored_in_every_program(self):
        owner, other = OWNERS["imap"]
        reference.thunderbird(self.session, owner, self.servers.passwords[owner],
                              SERVERS["imap"], ("smtp.example.test", 465, 3))
        reference.msmtp(self.session, owner, self.servers.passwords[owner], "smtp.example.test",
                        465, False)
        before = self.read(PREFS)
        new = "an0ther passw\u00f6rd"
        self.servers.set_password(owner, new)
        rejected = self.kittectl.run("repair", "--answer", "changed=yes", "--address", owner,
                                     password="a guess")
        self.assertEqual(rejected.status, 1, rejected)
        self.assertEqual(sum(self.servers.sign_ins(self.start).failed.values()), 1)
        answer = self.kittectl.run("repair", "--answer", "changed=yes", "--address", owner,
                                   password=new)
        self.assertEqual(answer.status, 0, answer)
        self.assertEqual({deed["what"] for row in answer.object["accounts"]
                          for deed in row["done"]}, {"password"}, answer)
        self.assertEqual(self.read(PREFS), before)
        token = self.token("going")
        Msmtp(self.session).send(owner, other, token)
        self.servers.wait_for(other, token)
        exchange(self, Thunderbird(self.session), "imap")

    def test_wrong_password_changes_nothing(self):
        self.old_account("imap", 25, 0, 1, False)
        before = self.read(PREFS), self.read(LOGINS)
        answer = self.repair("imap", password="not the password")
        self.assertEqual(answer.status, 1, answer)
        self.assertEqual((self.read(PREFS), self.read(LOGINS)), before)
        failed = self.servers.sign_ins(self.start).failed
        self.assertEqual(sum(failed.values()), 1, failed)

    def test_dry_run_shows_and_writes_nothing(self):
        self.old_account("imap", 25, 0, 1, False)
        before = self.read(PREFS), self.read(LOGINS)
        answer = self.repair("imap", "--dry-run")
        self.assertEqual(answer.status, 0, answer)
        account, = answer.object["accounts"]
        self.assertTrue(any("465" in change["diff"] for change in account["changes"]), answer)
        self.assertEqual((self.read(PREFS), self.read(LOGINS)), before)

    def told(self, answer):
        account, = answer.object["accounts"]
        return {remark["code"]: remark["text"] for remark in account["remarks"]}

    def test_healthy_account(self):
        """Judged by what its provider says, changed in nothing, and told so."""
        preset.write_shipped(self.session)
        owner = OWNERS["imap"][0]
        reference.thunderbird(self.session, owner, self.servers.passwords[owner],
                              SERVERS["imap"], ("smtp.example.test", 465, 3))
        before = self.session.snapshot(".thunderbird")
        answer = self.repair("imap")
        self.assertEqual(answer.status, 0, answer)
        self.assertEqual(self.codes(answer), set())
        account, = answer.object["accounts"]
        self.assertEqual((account["unclear"], account["changes"], account["undo"]),
                         (None, [], None), answer)
        told = self.told(answer)
        self.assertEqual(list(told), ["program", "address-own", "fine"], answer)
        self.assertEqual(told["fine"], "Nothing in these settings has to be changed.")
        self.assertEqual(self.session.snapshot(".thunderbird"), before)
        self.assertEqual(self.servers.sign_ins(self.start).total(), 0)

    def test_whose_line_it_is(self):
        """By the name that the line gives to this computer's own address."""
        if not Names.available():
            self.skipTest("needs a name server")
        preset.write_shipped(self.session)
        self.old_account("imap", 25, 0, 1, False)
        for address, code, words in (("203.0.113.5", "line-own", "on a line of Example Mail."),
                                     ("203.0.113.6", "line-other", "on a line of stranger.test."),
                                     ("203.0.113.7", "line-unknown", "does not show")):
            with self.subTest(code), public_address(address):
                answer = self.kittectl.run("repair", "--address", OWNERS["imap"][0], "--dry-run")
                self.assertEqual(answer.status, 0, answer)
                told = self.told(answer)
                self.assertEqual(list(told)[:3], ["program", "address-own", code], answer)
                self.assertIn(words, told[code])
        self.assertEqual(self.servers.sign_ins(self.start).total(), 0)

    def test_no_account(self):
        answer = self.repair("imap")
        self.assertEqual((answer.status, answer.object["accounts"]), (0, []))
        self.assertFalse(os.path.exists(self.session.path(".thunderbird/profiles.ini")))
