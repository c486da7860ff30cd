# SPDX-License-Identifier: GPL-3.0-or-later
"""kittectl at a terminal: questions, passwords unseen, Ctrl-C at any point, readers that go away."""

import contextlib
import functools
import json
import os
import pathlib
import signal
import subprocess
import time
import unittest

import presets
from kittectl import ADDRESS, PASSWORD, PATIENCE, PROGRAM, Home, MailHost, NameServer, Script
from terminal import END_OF_INPUT, INTERRUPT, Terminal

ENGINE_TESTS = pathlib.Path(__file__).resolve().parents[1] / "engine"
QUESTION = "while you type):"


def come_and_go():
    """How long a kittectl takes that does nothing, in milliseconds: a sanitizer looks for leaks at
    the end."""
    with Home() as home:
        took = []
        for _ in range(3):
            began = time.monotonic()
            with Terminal(home, "--version") as terminal:
                terminal.end()
            took.append((time.monotonic() - began) * 1000)
        return min(took)


# The promise, and what the program as such takes. Terminal.end() leaves out what other programs do
# meanwhile.
AT_ONCE = 100 + come_and_go()

# Other programs may hold it up in ways that cannot be told: then it is tried anew.
TRIES = 3


class Late(AssertionError):
    """It did not end at once."""


def end_at_once(terminal):
    """Wait for the end; Late when that took longer than promised."""
    took = terminal.end()
    if took >= AT_ONCE:
        raise Late(f"{took:.0f} ms, not {AT_ONCE:.0f}")


def in_time(function):
    """Repeat what was too late, with everything new; late each time is a fault."""
    @functools.wraps(function)
    def again(*arguments, **options):
        for _ in range(TRIES - 1):
            with contextlib.suppress(Late):
                return function(*arguments, **options)
        return function(*arguments, **options)
    return again


def servers(host, incoming="imaps", outgoing="submissions"):
    return ["--incoming", f"imaps://localhost:{host.ports[incoming]}",
            "--outgoing", f"smtps://localhost:{host.ports[outgoing]}"]


class Interrupted(unittest.TestCase):
    @in_time
    def check_question(self, stop, arguments=("verify", "taro@gmail.com")):
        with Home() as home, Terminal(home, *arguments) as terminal:
            terminal.wait_for(QUESTION)
            terminal.wait_until_unseen()
            stop(terminal)
            end_at_once(terminal)
            self.assertEqual(terminal.status, 1, terminal.shown)
            self.assertTrue(terminal.echo, "the terminal must show again what is typed")
            self.assertIn("Nothing was changed.", terminal.shown)
            self.assertEqual([path for path in home.files() if "kitte" not in str(path)], [])

    def test_by_key_at_the_password(self):
        self.check_question(lambda terminal: terminal.type(INTERRUPT))

    def test_by_signal_at_the_password(self):
        self.check_question(lambda terminal: os.kill(terminal.pid, signal.SIGTERM))

    def test_half_a_password_typed(self):
        def stop(terminal):
            terminal.type(b"half-a-pass")
            terminal.type(INTERRUPT)
        self.check_question(stop)

    @in_time
    def test_at_a_question(self):
        with Home() as home, Terminal(home, "lookup", "taro@hi-ho.ne.jp") as terminal:
            terminal.wait_for("User name").type(INTERRUPT)
            end_at_once(terminal)
            self.assertEqual(terminal.status, 1, terminal.shown)

    @in_time
    def test_password_from_standard_input(self):
        with Home() as home, \
                Terminal(home, "verify", "taro@gmail.com", "--password-stdin") as terminal:
            terminal.wait_until_it_listens()
            terminal.type(INTERRUPT)
            end_at_once(terminal)
            self.assertEqual(terminal.status, 1, terminal.shown)

    def test_one_line_is_enough_at_a_terminal(self):
        with MailHost("imaps", "submissions") as host, Home(host.ca_file) as home, \
                Terminal(home, "verify", ADDRESS, "--password-stdin", *servers(host)) as terminal:
            terminal.type(PASSWORD)
            terminal.end()
            self.assertEqual(terminal.status, 0, terminal.shown)

    @in_time
    def test_a_message_being_typed(self):
        with Home() as home, Terminal(home, "explain", "-") as terminal:
            terminal.wait_until_it_listens()
            terminal.type("Authentication")
            terminal.type(INTERRUPT)
            end_at_once(terminal)
            self.assertEqual(terminal.status, 1, terminal.shown)

    @in_time
    def test_while_a_server_is_silent(self):
        with Script("silent-greeting", services=["submissions"]) as host, \
                Home(host.ca_file) as home:
            with Terminal(home, "verify", ADDRESS, "--incoming", host.url("silent-greeting"),
                          "--outgoing", f"smtps://localhost:{host.ports['submissions']}") \
                    as terminal:
                terminal.wait_for(QUESTION).wait_until_unseen()
                terminal.type(PASSWORD)
                terminal.wait_for("The server said what it can do")
                terminal.type(INTERRUPT)
                end_at_once(terminal)
                self.assertEqual(terminal.status, 1, terminal.shown)
                self.assertTrue(terminal.echo)
                self.assertIn("Cancelled.", terminal.shown)
            self.assertEqual(host.sign_ins(), [])

    @in_time
    def test_while_a_name_server_is_silent(self):
        names = NameServer({"silent.test": None, "demo.kitte.test": []})
        self.addCleanup(names.close)
        with Home() as home:
            home.environment["KITTE_NAME_SERVERS"] = names.address
            with Terminal(home, "verify", ADDRESS, "--incoming", "imaps://silent.test",
                          "--outgoing", "smtps://silent.test") as terminal:
                terminal.wait_for(QUESTION).wait_until_unseen()
                terminal.type(PASSWORD)
                end = time.monotonic() + PATIENCE
                while not any(name == "silent.test" for _kind, name in list(names.asked)):
                    self.assertLess(time.monotonic(), end, "the name was not looked up")
                    time.sleep(0.01)
                terminal.type(INTERRUPT)
                end_at_once(terminal)
                self.assertEqual(terminal.status, 1, terminal.shown)
                self.assertIn("Cancelled.", terminal.shown)
                self.assertTrue(terminal.echo)

    @in_time
    def check_state(self, host, incoming, outgoing, service, event, **fields):
        """Ctrl-C while `service` keeps kittectl waiting, which `event` shows."""
        urls = [url if "://" in url else host.url(url) for url in (incoming, outgoing)]
        before = len(host.events(event, service=service, **fields))
        with Home(host.ca_file) as home, \
                Terminal(home, "verify", ADDRESS, "--incoming", urls[0], "--outgoing", urls[1]) \
                as terminal:
            terminal.wait_for(QUESTION).wait_until_unseen()
            terminal.type(PASSWORD)
            end = time.monotonic() + PATIENCE
            while len(host.events(event, service=service, **fields)) == before:
                self.assertLess(time.monotonic(), end, f"no {event} at {service}")
                time.sleep(0.01)
            terminal.type(INTERRUPT)
            end_at_once(terminal)
            self.assertEqual(terminal.status, 1, terminal.shown)
            self.assertIn("Cancelled.", terminal.shown)
            self.assertTrue(terminal.echo)

    def test_in_every_state_of_a_check(self):
        files = [str(ENGINE_TESTS / "verify" / f"{name}.json") for name in (
            "tls-stalls", "imap-silent-capability", "pop3-silent-capa", "smtp-silent-ehlo",
            "smtp-starttls-unanswered", "imap-scram-unanswered", "imap-scram-unproven")]
        with Script("filtered", "refused", "silent-greeting", "imap-starttls-silent",
                    "imap-silent-sign-in", "smtp-silent-sign-in", "imap-examine-silent",
                    "imap-scram-many-rounds", "smtp-silent-greeting", *files,
                    services=["imaps", "submissions"]) as host:
            receiving = f"imaps://localhost:{host.ports['imaps']}"
            sending = f"smtps://localhost:{host.ports['submissions']}"
            for name, event, fields in (
                    ("tls-stalls", "connect", {}),
                    ("silent-greeting", "tls", {}),
                    ("imap-silent-capability", "heard", {}),
                    ("pop3-silent-capa", "heard", {"line": "CAPA"}),
                    ("imap-starttls-silent", "heard", {}),
                    ("imap-silent-sign-in", "sign-in", {}),
                    ("imap-scram-unanswered", "heard", {}),
                    ("imap-scram-many-rounds", "sign-in", {}),
                    ("imap-scram-unproven", "heard", {}),
                    ("imap-examine-silent", "sign-in", {"state": "accepted"})):
                with self.subTest(name):
                    self.check_state(host, name, sending, name, event, **fields)
            for name, event, fields in (
                    ("smtp-silent-ehlo", "heard", {}),
                    ("smtp-starttls-unanswered", "heard", {"line": "STARTTLS"}),
                    ("smtp-silent-sign-in", "sign-in", {})):
                with self.subTest(name):
                    self.check_state(host, receiving, name, name, event, **fields)
            for name in ("filtered", "refused"):
                with self.subTest(name):
                    self.check_state(host, name, "smtp-silent-greeting", "smtp-silent-greeting",
                                     "connect")

    def test_json_says_it_too(self):
        with Script("silent-greeting", services=["submissions"]) as host, \
                Home(host.ca_file) as home:
            with subprocess.Popen(
                    [PROGRAM, "verify", ADDRESS, "--json", "--password-stdin",
                     "--incoming", host.url("silent-greeting"),
                     "--outgoing", f"smtps://localhost:{host.ports['submissions']}"],
                    stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                    text=True, env=home.environment) as process:
                process.stdin.write(PASSWORD + "\n")
                process.stdin.close()
                host.wait_for("tls", service="submissions")
                process.send_signal(signal.SIGINT)
                output, errors = process.stdout.read(), process.stderr.read()
            self.assertEqual(process.returncode, 1, errors)
            found = json.loads(output)
            self.assertEqual(found["result"], "cancelled")
            self.assertEqual([check["finding"] for check in found["checks"]], [None, None])


class SecondTry(unittest.TestCase):
    """What a script says by an option is asked at a terminal, once."""

    def rejected_before(self, host, home):
        result = home.run("verify", ADDRESS, "--password-stdin", *servers(host), password="wrong")
        self.assertIn("The password was not accepted.", result.output)

    def test_something_has_changed(self):
        with MailHost("imaps", "submissions") as host, Home(host.ca_file) as home:
            self.rejected_before(host, home)
            with Terminal(home, "verify", ADDRESS, *servers(host)) as terminal:
                terminal.wait_for(QUESTION).wait_until_unseen()
                terminal.type(PASSWORD)
                terminal.wait_for("did not accept this user name and password a short while ago")
                terminal.wait_for("Has something changed since then")
                self.assertEqual(len(host.sign_ins()), 1)
                terminal.type("Yes")
                terminal.end()
                self.assertEqual(terminal.status, 0, terminal.shown)
            self.assertEqual(len(host.sign_ins()), 3)

    def test_nothing_has_changed(self):
        with MailHost("imaps", "submissions") as host, Home(host.ca_file) as home:
            self.rejected_before(host, home)
            for answer in ("no", "", END_OF_INPUT):
                with Terminal(home, "verify", ADDRESS, *servers(host)) as terminal:
                    terminal.wait_for(QUESTION).wait_until_unseen()
                    terminal.type(PASSWORD)
                    terminal.wait_for("Has something changed since then")
                    terminal.type(answer)
                    terminal.end()
                    self.assertEqual(terminal.status, 1, terminal.shown)
                    self.assertIn("No further attempt was made.", terminal.shown)
            self.assertEqual(len(host.sign_ins()), 1)

    @in_time
    def test_interrupted(self):
        with MailHost("imaps", "submissions") as host, Home(host.ca_file) as home:
            self.rejected_before(host, home)
            with Terminal(home, "verify", ADDRESS, *servers(host)) as terminal:
                terminal.wait_for(QUESTION).wait_until_unseen()
                terminal.type(PASSWORD)
                terminal.wait_for("Has something changed since then")
                terminal.type(INTERRUPT)
                end_at_once(terminal)
                self.assertEqual(terminal.status, 1, terminal.shown)
            self.assertEqual(len(host.sign_ins()), 1)

    def test_own_sign_in_for_sending(self):
        with Script("smtp-own-sign-in", services=["imaps"]) as host, Home(host.ca_file) as home, \
                Terminal(home, "verify", ADDRESS,
                         "--incoming", f"imaps://localhost:{host.ports['imaps']}",
                         "--outgoing", host.url("smtp-own-sign-in")) as terminal:
            terminal.wait_for(QUESTION).wait_until_unseen()
            terminal.type(PASSWORD)
            terminal.wait_for("Password for sending").wait_until_unseen()
            terminal.type(PASSWORD)
            terminal.wait_for("User name for sending")
            terminal.type("taro@demo.kitte.test")
            terminal.end()
            self.assertEqual(terminal.status, 0, terminal.shown)
            self.assertNotIn(PASSWORD, terminal.shown)
            self.assertEqual([event["user"] for event in host.sign_ins("accepted")],
                             [ADDRESS, ADDRESS, "taro@demo.kitte.test"])

    def test_no_other_password_for_sending(self):
        with Script("smtp-auth-rejected-535", services=["imaps"]) as host, \
                Home(host.ca_file) as home, \
                Terminal(home, "verify", ADDRESS,
                         "--incoming", f"imaps://localhost:{host.ports['imaps']}",
                         "--outgoing", host.url("smtp-auth-rejected-535")) as terminal:
            terminal.wait_for(QUESTION).wait_until_unseen()
            terminal.type(PASSWORD)
            terminal.wait_for("Password for sending").wait_until_unseen()
            terminal.type("")
            terminal.end()
            self.assertEqual(terminal.status, 1, terminal.shown)
            self.assertEqual(len(host.sign_ins("failed")), 1)


class CalledAhead(unittest.TestCase):
    """The servers of a shipped preset are called while the password is typed."""

    def ask(self, host, home, warm_up="yes"):
        """kittectl at a terminal, with a shipped preset that names the servers of `host`."""
        folder = home.path / "presets"
        environment = presets.write(folder, presets.preset("demo.kitte.test", [
            presets.server("imap", host.ports["imaps"]),
            presets.server("smtp", host.ports["submissions"])]))
        return Terminal(home, "verify", ADDRESS, **environment, KITTE_WARM_UP=warm_up)

    def wait_until_ready(self, host):
        for service in ("imaps", "submissions"):
            host.wait_for("tls", service=service)
        host.wait_for("heard", service="submissions")

    def test_used(self):
        with MailHost("imaps", "submissions") as host, Home(host.ca_file) as home, \
                self.ask(host, home) as terminal:
            terminal.wait_for(QUESTION).wait_until_unseen()
            self.wait_until_ready(host)
            self.assertEqual(host.sign_ins(), [])
            terminal.type(PASSWORD)
            terminal.end()
            self.assertEqual(terminal.status, 0, terminal.shown)
            self.assertEqual(len(host.sign_ins("accepted")), 2)
            self.assertEqual(len(host.events("connect")), 2)

    @in_time
    def test_goodbye_when_interrupted(self):
        with MailHost("imaps", "submissions") as host, Home(host.ca_file) as home, \
                self.ask(host, home) as terminal:
            terminal.wait_for(QUESTION).wait_until_unseen()
            self.wait_until_ready(host)
            terminal.type(INTERRUPT)
            end_at_once(terminal)
            self.assertEqual(terminal.status, 1, terminal.shown)
            closed = host.wait_for("close", service="submissions")
            self.assertTrue(closed["goodbye"])
            self.assertEqual(host.sign_ins(), [])

    def test_not_where_it_is_switched_off(self):
        with MailHost("imaps", "submissions") as host, Home(host.ca_file) as home, \
                self.ask(host, home, warm_up="no") as terminal:
            terminal.wait_for(QUESTION).wait_until_unseen()
            self.assertEqual(host.events("connect"), [])
            terminal.type(PASSWORD)
            terminal.end()
            self.assertEqual(terminal.status, 0, terminal.shown)


class Asked(unittest.TestCase):
    def test_password_is_never_shown(self):
        with MailHost("imaps", "submissions") as host, Home(host.ca_file) as home, \
                Terminal(home, "verify", ADDRESS, *servers(host)) as terminal:
            terminal.wait_for(QUESTION).wait_until_unseen()
            terminal.type(PASSWORD)
            terminal.end()
            self.assertEqual(terminal.status, 0, terminal.shown)
            self.assertTrue(terminal.echo)
            self.assertNotIn(PASSWORD, terminal.shown)
            self.assertIn("Receiving works.", terminal.shown)

    def test_which_password_is_said_first(self):
        with Home() as home, Terminal(home, "verify", "taro@gmail.com") as terminal:
            terminal.wait_for(QUESTION).wait_until_unseen()
            self.assertIn("app password", terminal.shown)
            terminal.type(END_OF_INPUT)
            terminal.end()
            self.assertEqual(terminal.status, 2, terminal.shown)

    def test_an_answer_that_does_not_fit_is_asked_again(self):
        with Home() as home:
            folder = home.path / ".local/share/kitte/providers"
            folder.mkdir(parents=True)
            (folder / "asking.json").write_text(ASKING, encoding="utf-8")
            with Terminal(home, "lookup", "taro@asking.test",
                          "--answer", "trust=kitte-example.jp") as terminal:
                for wrong in ("", "NO BLANKS", "x" * 40):
                    terminal.wait_for("Contract name")
                    terminal.type(wrong)
                terminal.end()
                self.assertEqual(terminal.status, 6, terminal.shown)
                self.assertEqual(terminal.shown.count("please look once more"), 3)
            with Terminal(home, "lookup", "taro@asking.test",
                          "--answer", "trust=kitte-example.jp") as terminal:
                terminal.wait_for("Contract name").type("NO BLANKS")
                terminal.wait_for("once more").type(" shop1 ")
                terminal.end()
                self.assertEqual(terminal.status, 0, terminal.shown)
                self.assertIn("shop1.kitte-example.jp", terminal.shown)


class Readers(unittest.TestCase):
    def run_into(self, output, *arguments):
        with Home() as home:
            return subprocess.run([PROGRAM, *arguments], stdout=output, stderr=subprocess.PIPE,
                                  text=True, env=home.environment, timeout=PATIENCE, check=False)

    def test_one_that_went_away(self):
        reader, writer = os.pipe()
        os.close(reader)
        result = self.run_into(writer, "presets", "list")
        os.close(writer)
        self.assertEqual(result.returncode, 5)
        self.assertEqual(result.stderr, "")

    def test_a_full_disk(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            result = self.run_into(full, "lookup", "taro@gmail.com", "--json")
        self.assertEqual(result.returncode, 5)
        self.assertEqual(len(result.stderr.splitlines()), 1, result.stderr)


ASKING = """{
  "schema": 1, "id": "asking", "status": "ok", "checked": "2026-11",
  "name": {"en": "Asking", "ja": "質問"}, "short_name": {"en": "Asking", "ja": "質問"},
  "match": {"domains": ["asking.test"]},
  "ask": [{"key": "NAME", "label": {"en": "Contract name", "ja": "契約名"}, "example": "shop1",
           "hint": {"en": "It is in the letter.", "ja": "書類に書かれています。"},
           "pattern": "[a-z0-9-]{3,16}"}],
  "credential": {"kind": "mailbox-password"},
  "servers": [
    {"role": "incoming", "protocol": "imap", "host": "{NAME}.kitte-example.jp", "port": 993,
     "security": "tls", "username": "{address}", "auth": ["password"],
     "source": {"title": "Test", "date": "2026-11", "certainty": "A"}},
    {"role": "outgoing", "protocol": "smtp", "host": "{NAME}.kitte-example.jp", "port": 465,
     "security": "tls", "username": "{address}", "auth": ["password"],
     "source": {"title": "Test", "date": "2026-11", "certainty": "A"}}]
}
"""

if __name__ == "__main__":
    unittest.main()
