# SPDX-License-Identifier: GPL-3.0-or-later
"""Five help pages of providers: from the settings that each calls wrong to those that it calls right.

The providers are invented; each behaves as its page says, on scripted servers at the usual ports.
"""

import json
import os
import re
import sys
import unittest

import namespace
import reference
import servers
import world
from kittectl import Kittectl

sys.path.insert(0, os.path.join(namespace.SOURCE, "tests"))
from mailhost.client import MailHost  # noqa: E402  (the scripted servers stand beside this folder)

PASSWORD = "kitte-demo"
PREFS = f".thunderbird/{reference.PROFILE}/prefs.js"
LOGINS = f".thunderbird/{reference.PROFILE}/logins.json"


def server(protocol, host, port, username, security="tls", auth=("password",)):
    """One server of a preset."""
    return {"role": "outgoing" if protocol == "smtp" else "incoming", "protocol": protocol,
            "host": host, "port": port, "security": security, "username": username,
            "auth": list(auth),
            "source": {"title": "The help page", "date": "2026-11", "certainty": "A"}}


def preset(servers_, domain=None, **more):
    """A provider that comes with the program."""
    name = {"en": "The Provider", "ja": "プロバイダー"}
    return {"schema": 1, "id": "page", "status": "ok", "checked": "2026-11", "name": name,
            "short_name": name, "match": {"domains": [domain] if domain else []},
            "credential": {"kind": "mailbox-password"}, "servers": servers_, **more}


class HelpPage(world.Case):
    """An account in a Thunderbird profile, as it was set up years ago."""

    graphical = False

    def setUp(self):
        super().setUp()
        self.kittectl = Kittectl(self.session)
        self.certificates = os.path.join(self.session.folder, "certificates")
        self.hosts = {}

    def provide(self, name, address, *services, login=None, names=(), locks_after=0, **options):
        """A scripted server at a name; services as `pop3-plain=110`."""
        place = servers.HOSTS[name]
        account = {"address": address, "password": PASSWORD, "locks_after": locks_after}
        if login:
            account["logins"] = [login]
        config = {"accounts": [account], "options": options,
                  "certificate": {"names": list(names or [name]), "addresses": []}}
        host = self.enterContext(MailHost(*services, config=config, addresses=[place],
                                          certificates=self.certificates))
        self.session.environment["KITTE_CA_FILE"] = host.ca_file
        self.hosts[name] = host
        return host

    def know(self, described):
        self.session.write("shipped/page.json", json.dumps(described, ensure_ascii=False))
        self.session.environment["KITTE_PROVIDERS_DIR"] = self.session.path("shipped")

    def account(self, address, incoming, outgoing, **prefs):
        """`prefs`: further settings of server1 or smtp1, as in `server1_authMethod=6`."""
        reference.thunderbird(self.session, address, PASSWORD, incoming, outgoing)
        text = self.read(PREFS)
        for name, value in prefs.items():
            place, setting = name.split("_", 1)
            branch = "mail.smtpserver." if place.startswith("smtp") else "mail.server."
            line = f'user_pref("{branch}{place}.{setting}", {json.dumps(value)});\n'
            pattern = rf'user_pref\("{re.escape(branch + place)}\.{setting}".*\n'
            text = re.sub(pattern, "", text) + (line if value is not None else "")
        self.session.write(PREFS, text)
        self.before = self.read(PREFS)

    def read(self, path):
        with open(self.session.path(path), encoding="utf-8") as file:
            return file.read()

    def pref(self, name):
        found = re.search(rf'"mail\.{re.escape(name)}", (.*)\);', self.read(PREFS))
        return json.loads(found[1]) if found else None

    def repair(self, *options):
        return self.kittectl.run("repair", *options, password=PASSWORD)

    def repaired(self, *options):
        """The only account after its repair, which was taken back once in between."""
        answer = self.repair(*options)
        self.assertEqual(answer.status, 0, answer)
        account, = answer.object["accounts"]
        self.assertEqual(self.kittectl.run("undo", account["undo"]).status, 0)
        self.assertEqual(self.read(PREFS), self.before, "undo takes it back")
        self.assertEqual(self.repair(*options).status, 0)
        return account

    def sign_ins(self, state="attempted"):
        return [entry for host in self.hosts.values() for entry in host.sign_ins(state)]

    def check_sender(self, host, port, security, username):
        """What Thunderbird now sends through; 3 is an ordinary password."""
        self.assertEqual((self.pref("smtpserver.smtp1.hostname"),
                          self.pref("smtpserver.smtp1.port"),
                          self.pref("smtpserver.smtp1.try_ssl"),
                          self.pref("smtpserver.smtp1.authMethod"),
                          self.pref("smtpserver.smtp1.username")),
                         (host, port, security, 3, username))

    def check_deeds(self, account, **wanted):
        done = {deed["what"].replace("-", "_"): deed["to"] for deed in account["done"]
                if deed["role"] == "outgoing" or deed["what"].startswith("fetch")}
        self.assertEqual({key: done.get(key) for key in wanted}, wanted, account["done"])

    def test_rental_server(self):
        """Own domain as the server’s name, POP before SMTP: the initial domain, with sign-in. Failed
        sign-ins lock; none is made."""
        address = "tamesi@domo.test"
        for name in ("domo.test", "shop1.rental.test"):
            self.provide(name, address, "pop3=110", "pop3s=995", "submissions=465",
                         names=["*.rental.test"])
        self.know(preset(
            [server("pop3", "{NAME}", 995, "{address}"), server("smtp", "{NAME}", 465, "{address}")],
            match={"domains": [], "suffixes": ["rental.test"], "cert_names": ["*.rental.test"]},
            ask=[{"key": "NAME", "kind": "host", "zone": "rental.test",
                  "label": {"ja": "初期ドメイン", "en": "Initial domain"},
                  "hint": {"ja": "書類にあります。", "en": "It is in the letter."},
                  "example": "shop1.rental.test", "pattern": "^[a-z][a-z0-9]{2,14}$"}],
            lockout={"after": 3, "minutes": None, "scope": "address", "disclosed": False},
            legacy={"pop_before_smtp": {"status": "abolished"}}))
        self.account(address, ("pop3", "domo.test", 110, 0), ("domo.test", 25, 0),
                     smtp1_authMethod=1, smtp1_username=None)
        asked = self.repair()
        self.assertEqual(asked.status, 6, asked)
        account, = asked.object["accounts"]
        self.assertEqual([(ask["key"], ask["choices"]) for ask in account["asks"]],
                         [("provider", ["page"])], asked)
        account = self.repaired("--answer", "provider=page", "--answer", "NAME=shop1")
        self.check_sender("shop1.rental.test", 465, 3, address)
        self.assertEqual((self.pref("server.server1.hostname"), self.pref("server.server1.port"),
                          self.pref("server.server1.socketType")), ("shop1.rental.test", 995, 3))
        self.check_deeds(account, smtp_auth="on", port="465")
        self.assertEqual(self.sign_ins("failed"), [])

    def test_rental_server_that_locks(self):
        """A wrong password is tried once, on receiving alone; the second one would lock the mailbox,
        and is not sent before the person says that something has changed."""
        address = "tamesi@domo.test"
        self.provide("shop1.rental.test", address, "pop3s=995", "submissions=465", locks_after=2)
        self.know(preset([server("pop3", "shop1.rental.test", 995, "{address}"),
                          server("smtp", "shop1.rental.test", 465, "{address}")], "domo.test",
                         lockout={"after": None, "minutes": None, "scope": "address",
                                  "disclosed": False}))
        self.account(address, ("pop3", "shop1.rental.test", 995, 3), ("shop1.rental.test", 25, 0),
                     smtp1_authMethod=1, smtp1_username=None)
        for press in (1, 2):
            answer = self.kittectl.run("repair", password="wrong")
            self.assertEqual(answer.status, 1, answer)
            self.assertEqual(len(self.sign_ins()), 1, f"press {press}: {self.sign_ins()}")
        self.assertEqual(self.read(PREFS), self.before, "nothing was proven")
        account, = self.repair("--answer", "changed=yes").object["accounts"]
        self.assertEqual(account["result"], "ok", "the mailbox is locked")
        self.check_sender("shop1.rental.test", 465, 3, address)
        self.assertEqual(len(self.sign_ins("failed")), 1)

    def test_portal(self):
        """Sending on 587 without encryption, and by the whole address: 465, the part before @."""
        address = "hanako@portal.test"
        self.provide("mail.portal.test", address, "pop3s=995", "submissions=465", login="hanako")
        self.know(preset([server("pop3", "mail.portal.test", 995, "{local}"),
                          server("smtp", "mail.portal.test", 465, "{local}")], "portal.test"))
        self.account(address, ("pop3", "mail.portal.test", 995, 3), ("mail.portal.test", 587, 0),
                     server1_userName="hanako")
        account = self.repaired()
        self.check_sender("mail.portal.test", 465, 3, "hanako")
        self.check_deeds(account, port="465", security="SSL/TLS", username="hanako")
        self.assertEqual({entry["user"] for entry in self.sign_ins()}, {"hanako"})

    def test_regional_provider(self):
        """Sending settings that were never tested: another server, SPA, another name, a wrong
        password. The receiving server, 587, the name and password of receiving."""
        address = "support@region.test"
        self.provide("secure.region.test", address, "pop3-plain=110", "submission-plain=587",
                     login="support")
        self.know(preset([server("pop3", "secure.region.test", 110, "{local}", "none"),
                          server("smtp", "secure.region.test", 587, "{local}", "none")],
                         "region.test",
                         legacy={"plaintext_ports": [110, 587],
                                 "pop_before_smtp": {"status": "abolished"}}))
        self.account(address, ("pop3", "secure.region.test", 110, 0), ("mail.region.test", 25, 0),
                     server1_userName="support", smtp1_authMethod=6, smtp1_username="nobody")
        refused = self.repair()
        self.assertEqual((refused.status, self.sign_ins()), (6, []), refused)
        account = self.repaired("--answer", "cleartext=secure.region.test")
        self.assertEqual((self.pref("smtpserver.smtp1.hostname"),
                          self.pref("smtpserver.smtp1.port"),
                          self.pref("smtpserver.smtp1.username")),
                         ("secure.region.test", 587, "support"))
        self.assertNotEqual(self.pref("smtpserver.smtp1.authMethod"), 6)
        self.check_deeds(account, host="secure.region.test", port="587", username="support")
        self.assertEqual({entry["user"] for entry in self.sign_ins()}, {"support"})
        self.assertEqual(self.sign_ins("failed"), [])

    def test_business_hosting(self):
        """Suddenly only sending fails: the line closed port 25. 587 beside POP before SMTP."""
        address = "info@business.test"
        self.provide("pop.business.test", address, "pop3=110", "submission=587")
        self.know(preset([server("pop3", "pop.business.test", 110, "{address}", "starttls"),
                          server("smtp", "pop.business.test", 587, "{address}", "starttls")],
                         "business.test",
                         legacy={"pop_before_smtp": {"status": "still-offered",
                                                     "window_minutes": [30, 10]}}))
        self.account(address, ("pop3", "pop.business.test", 110, 2), ("pop.business.test", 25, 0),
                     smtp1_authMethod=1, smtp1_username=None)
        account = self.repaired()
        self.assertIn("port-25", [problem["code"] for problem in account["problems"]
                                  if problem["severity"] == "broken"])
        self.check_sender("pop.business.test", 587, 2, address)
        self.check_deeds(account, smtp_auth="on", port="587", security="STARTTLS")

    def test_business_hosting_without_sign_in(self):
        """Where only POP before SMTP exists: fetch at the start, and more often than it closes."""
        address = "info@business.test"
        self.provide("pop.business.test", address, "pop3=110", "submission=587", mechanisms=[],
                     plain_commands=True, sign_in_required=False)
        self.know(preset([server("pop3", "pop.business.test", 110, "{address}", "starttls"),
                          server("smtp", "pop.business.test", 587, "{address}", "starttls",
                                 auth=("none",))],
                         "business.test",
                         legacy={"pop_before_smtp": {"status": "still-offered",
                                                     "window_minutes": [30, 10]}}))
        self.account(address, ("pop3", "pop.business.test", 110, 2), ("pop.business.test", 25, 0),
                     smtp1_authMethod=1, smtp1_username=None, server1_login_at_startup=False)
        account = self.repaired()
        self.assertEqual(self.pref("smtpserver.smtp1.port"), 587)
        self.assertEqual((self.pref("server.server1.login_at_startup"),
                          self.pref("server.server1.check_new_mail")), (True, True))
        self.assertLess(self.pref("server.server1.check_time"), 10)
        self.check_deeds(account, fetch_at_start="on")

    def test_small_provider(self):
        """Port 25 is closed on the provider’s lines: 587 and sign-in, both, and nothing else."""
        address = "taro@town.test"
        self.provide("mail.town.test", address, "pop3=110", "submission=587", login="taro")
        self.know(preset([server("pop3", "mail.town.test", None, "{local}", "unknown"),
                          server("smtp", "mail.town.test", 587, "{local}", "unknown")],
                         "town.test", legacy={"no_auth_ports": [25], "blocks_port_25": True}))
        self.account(address, ("pop3", "mail.town.test", 110, 2), ("mail.town.test", 25, 0),
                     server1_userName="taro", smtp1_authMethod=1, smtp1_username=None)
        account = self.repaired()
        self.check_sender("mail.town.test", 587, 2, "taro")
        self.check_deeds(account, smtp_auth="on", port="587")
        changed = set(self.read(PREFS).splitlines()) ^ set(self.before.splitlines())
        self.assertEqual([line for line in changed if "smtpserver.smtp1" not in line], [])


if __name__ == "__main__":
    unittest.main()
