# SPDX-License-Identifier: GPL-3.0-or-later
"""kittectl against what is hostile: words of servers and files, homes, passwords of others."""

import base64
import json
import os
import re
import signal
import time
import unittest

import presets
from kittectl import ADDRESS, PASSWORD, PATIENCE, Home, MailHost, Script

# What a terminal would obey: everything below a blank but tab and line end, and C1.
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

# Seconds in which what was sent must be wiped, on a machine with other things to do.
SOON = 10

SNAP = "snap/thunderbird/common/.thunderbird"


def pref(key, value):
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return f'user_pref("{key}", {text});\n'


def account(number, address, host, port, user):
    """An account that does not send any more: port 25, no sign-in."""
    server, smtp, identity = (f"mail.server.server{number}.", f"mail.smtpserver.smtp{number}.",
                              f"mail.identity.id{number}.")
    return "".join([
        pref(f"mail.account.account{number}.server", f"server{number}"),
        pref(f"mail.account.account{number}.identities", f"id{number}"),
        pref(server + "type", "imap"), pref(server + "hostname", host),
        pref(server + "port", port), pref(server + "socketType", 3),
        pref(server + "authMethod", 3), pref(server + "userName", user),
        pref(identity + "useremail", address), pref(identity + "smtpServer", f"smtp{number}"),
        pref(smtp + "hostname", address.split("@")[1]), pref(smtp + "port", 25),
        pref(smtp + "try_ssl", 0), pref(smtp + "authMethod", 1)])


def write_thunderbird(home, *accounts):
    """A profile of a Thunderbird from a snap: one that needs no program to be there."""
    folder = home.path / SNAP / "p.default"
    folder.mkdir(parents=True)
    (folder.parent / "profiles.ini").write_text(
        "[General]\nStartWithLastProfile=1\n\n"
        "[Profile0]\nName=default\nIsRelative=1\nPath=p.default\nDefault=1\n", encoding="utf-8")
    numbers = range(1, len(accounts) + 1)
    (folder / "prefs.js").write_text(
        pref("mail.accountmanager.accounts", ",".join(f"account{i}" for i in numbers)) +
        pref("mail.smtpservers", ",".join(f"smtp{i}" for i in numbers)) +
        "".join(account(i, *rest) for i, rest in zip(numbers, accounts)), encoding="utf-8")


class Terminal(unittest.TestCase):
    """Nothing that somebody else wrote gives orders to the terminal."""

    def check(self, result):
        for text in (result.output, result.errors):
            self.assertIsNone(CONTROL.search(text), repr(text))

    def test_words_of_servers(self):
        for name in ("cert-hostile-words", "terminal-commands"):
            with self.subTest(name=name), Script(name, services=["submissions"]) as host, \
                    Home(host.ca_file) as home:
                for more in (["--json"], []):
                    result = home.run(
                        "verify", ADDRESS, "--incoming", host.url(name), "--outgoing",
                        f"smtps://localhost:{host.ports['submissions']}", "--transcript", *more,
                        password=PASSWORD)
                    self.assertEqual(result.status, 1)
                    self.check(result)

    def test_words_of_files(self):
        with Home() as home:
            write_thunderbird(home, ("ta\\x1b]0;x\\x07ro@a.test", "mail.a.test", 993, "t\\x1b[2J"))
            result = home.run("repair")
            self.assertIn("a.test", result.output)
            self.check(result)

    def test_words_of_arguments(self):
        with Home() as home:
            self.check(home.run("presets", "show", "x\x1b[2Jy"))
            self.check(home.run("x\x1b[2Jy"))
            self.check(home.run("verify", ADDRESS, "--incoming", "imap\x1b[2J://x"))


class Repair(unittest.TestCase):
    """A password is tried on the mailbox it was given for, and on no other."""

    def test_several_mailboxes(self):
        with MailHost("imaps") as host, Home(host.ca_file) as home:
            port = host.ports["imaps"]
            write_thunderbird(home, ("hanako@a.test", "localhost", port, "hanako@demo.kitte.test"),
                              ("taro@b.test", "127.0.0.1", port, "taro@demo.kitte.test"))
            listed = home.run("repair", "--json")
            self.assertEqual([len(row["problems"]) > 0 for row in listed.object["accounts"]],
                             [True, True], listed.output)
            result = home.run("repair", "--json", password="not-for-everyone")
            self.assertEqual(result.status, 2, result.output)
            self.assertEqual(result.object["error"]["code"], "bad-usage")
            self.assertEqual(host.sign_ins(), [])
            one = home.run("repair", "--json", "--address", "taro@b.test", "--deadline", 5,
                           password=PASSWORD)
            self.assertEqual(one.status, 1, one.output)
            self.assertEqual({event["user"] for event in host.sign_ins()},
                             {"taro@demo.kitte.test"})


class Cleartext(unittest.TestCase):
    """“Write it although it was not proven” is no word for going without encryption."""

    # Nothing listens there.
    URLS = ("--incoming", "imap://localhost:1?starttls=no", "--outgoing", "smtps://localhost:1")

    def set_up(self, home, *answers):
        (home.path / "snap/thunderbird/common").mkdir(parents=True, exist_ok=True)
        return home.run("setup", ADDRESS, "--json", "--for", "thunderbird", *self.URLS,
                        "--answer", "unverified=yes", *answers, password=PASSWORD)

    def test_unverified(self):
        with Home() as home:
            refused = self.set_up(home)
            self.assertNotEqual(refused.status, 0, refused.output)
            self.assertEqual([path for path in home.files() if path.name == "prefs.js"], [])
            other = self.set_up(home, "--answer", "cleartext=other.test")
            self.assertNotEqual(other.status, 0, other.output)
            agreed = self.set_up(home, "--answer", "cleartext=localhost")
            self.assertEqual(agreed.status, 0, agreed.output)
            self.assertEqual(
                len([path for path in home.files() if path.name == "prefs.js"]), 1)


class Budget(unittest.TestCase):
    """A provider with several servers gets one sign-in a press, whatever became of it."""

    def write_preset(self, home, *servers):
        folder = home.path / ".local/share/kitte/providers"
        folder.mkdir(parents=True)
        names = {"ja": "Several", "en": "Several"}
        (folder / "several.json").write_text(json.dumps({
            "schema": 1, "id": "several", "name": names, "short_name": names, "status": "ok",
            "match": {"domains": ["several.test"]}, "credential": {"kind": "mailbox-password", "hint": names},
            "checked": "2026-01",
            "servers": [{"role": role, "protocol": protocol, "host": "localhost", "port": port,
                         "security": "tls", "username": "{address}", "auth": ["password"],
                         "source": {"title": "A test", "certainty": "A"}}
                        for role, protocol, port in servers]}),
            encoding="utf-8")

    def test_no_second_candidate_after_a_sign_in(self):
        name = "imap-hangs-up-on-sign-in"
        with Script(name, services=["imaps", "submissions"]) as host, Home(host.ca_file) as home:
            self.write_preset(home, ("incoming", "imap", host.ports[name]),
                              ("incoming", "imap", host.ports["imaps"]),
                              ("outgoing", "smtp", host.ports["submissions"]))
            result = home.run("verify", "taro@several.test", "--json", "--answer",
                              "trust=localhost", password=PASSWORD)
            self.assertEqual(result.status, 1, result.output)
            checks = [check for check in result.object["checks"]
                      if check["server"]["protocol"] == "imap"]
            self.assertEqual([check["finding"] for check in checks], ["closed"], result.output)
            self.assertEqual(len(host.sign_ins()), 1)
            self.assertEqual(host.events("connect", service="imaps"), [])
            self.assertEqual(result.object["signins"], {"attempted": 1, "failed": 1})


class Stranger(unittest.TestCase):
    """Somebody on the way whose certificate is valid, for a name of his own: he gets nothing, and
    what he is called leads nowhere."""

    def verify(self, host, incoming):
        """The provider of the address, as a file knows it, and another that a certificate names."""
        with Home(host.ca_file) as home:
            environment = presets.write(
                home.path / "presets",
                presets.preset("demo.kitte.test", [
                    incoming, presets.server("smtp", host.ports["submissions"])]),
                presets.preset("hosting.test", [
                    presets.server("imap", 993, "mail.hosting.test"),
                    presets.server("smtp", 465, "mail.hosting.test")],
                    id="hosting", match={"domains": ["hosting.test"],
                                         "cert_names": ["*.hosting.test"]}))
            return home.run("verify", ADDRESS, "--json", "--transcript", password=PASSWORD,
                            **environment)

    def test_valid_for_his_own_name(self):
        for name, protocol, security in (("cert-wrong-host", "imap", "tls"),
                                         ("pop3-stls-cert-wrong-host", "pop3", "starttls")):
            with self.subTest(name), Script(name, services=["submissions"]) as host:
                result = self.verify(host, {**presets.server(protocol, host.ports[name]),
                                            "security": security})
                self.assertEqual(result.status, 1, result.output)
                check = result.object["checks"][0]
                self.assertEqual(check["finding"], "cert-wrong-host", result.output)
                self.assertLessEqual({remedy["code"] for remedy in check["remedies"]},
                                     {"ask-provider", "try-again"}, result.output)
                for remedy in check["remedies"]:
                    self.assertNotIn("other.test", json.dumps(remedy))
                self.assertEqual(host.sign_ins(), [])
                self.assertEqual(host.early_credentials(), [])
                said = [event["line"].split(" ")[0].upper()
                        for event in host.events("heard", service=name)]
                self.assertLessEqual(set(said), {"CAPA", "STLS"})


class Memory(unittest.TestCase):
    """Once it was sent, the password is in the pages made for it, and nowhere else."""

    # So long that what it lay in is not soon used again, and with what IMAP quotes.
    PASSWORD = 'a "long" \\pass-phrase of its own; ' * 12

    @staticmethod
    def heap(process):
        """What is in the process's memory but in the mappings for secrets, which no dump holds."""
        with open(f"/proc/{process}/smaps", encoding="utf-8") as maps, \
                open(f"/proc/{process}/mem", "rb", buffering=0) as memory:
            for line in maps:
                if re.match("[0-9a-f]+-", line):
                    addresses, rights, *_rest = line.split()
                elif line.startswith("VmFlags:") and rights.startswith("rw") \
                        and "dd" not in line.split():
                    begin, end = (int(number, 16) for number in addresses.split("-"))
                    memory.seek(begin)
                    try:
                        yield memory.read(end - begin)
                    except OSError:  # it went meanwhile
                        continue

    def copies(self):
        """What a run that has just signed in holds of the password, by form."""
        with Script("imap-silent-sign-in", services=["submissions"]) as host, \
                Home(host.ca_file) as home:
            with home.start("verify", ADDRESS, "--incoming", host.url("imap-silent-sign-in"),
                            "--outgoing", f"smtps://localhost:{host.ports['submissions']}",
                            "--deadline", PATIENCE, password=self.PASSWORD) as process:
                host.wait_for("sign-in", state="attempted")
                # The server has it a moment before whoever sent it can clear up.
                end = time.monotonic() + SOON
                while (found := self.forms_in(list(self.heap(process.pid)))) and \
                        time.monotonic() < end:
                    time.sleep(0.1)
                process.send_signal(signal.SIGINT)
                output, errors = process.communicate(timeout=PATIENCE)
            self.assertEqual(process.returncode, 1, output + errors)
        return found

    def forms_in(self, memory):
        self.assertGreater(sum(map(len, memory)), 100_000)
        plain = self.PASSWORD.encode()
        # Any part of it that is aligned to three bytes shows a copy in base64.
        forms = [plain[:-2], plain[4:30]] + [base64.b64encode(plain[i:i + 15]) for i in range(3)]
        return {form: count for form in forms if (count := sum(part.count(form) for part in memory))}

    @unittest.skipIf("ASAN_OPTIONS" in os.environ, "what was freed is kept on purpose")
    def test_no_copy_outside(self):
        self.assertEqual(self.copies(), {})


if __name__ == "__main__":
    unittest.main()
