# SPDX-License-Identifier: GPL-3.0-or-later
"""How often kittectl signs in: after a crash, from several processes, by several names of one server."""

import json
import os
import signal
import subprocess
import time
import unittest

from kittectl import ADDRESS, PASSWORD, PATIENCE, PROGRAM, Home, MailHost, Script

MOST = 3


def arguments(incoming, outgoing, *more):
    return [PROGRAM, "verify", ADDRESS, "--json", "--password-stdin",
            "--incoming", incoming, "--outgoing", outgoing, *more]


def start(home, incoming, outgoing, password, *more):
    """A kittectl that has its password and goes on by itself."""
    process = subprocess.Popen(arguments(incoming, outgoing, *more), env=home.environment,
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, text=True)
    process.stdin.write(password + "\n")
    process.stdin.close()
    return process


def finish(process):
    """What it printed."""
    output, errors = process.stdout.read(), process.stderr.read()
    process.stdout.close()
    process.stderr.close()
    process.wait()
    assert output, errors
    return json.loads(output)


def finding(found, direction=0):
    return found["checks"][direction]["finding"]


def wait_for_sign_ins(host, number, seconds=PATIENCE):
    end = time.monotonic() + seconds
    while len(host.sign_ins()) < number:
        if time.monotonic() > end:
            raise TimeoutError(f"{len(host.sign_ins())} sign-ins instead of {number}")
        time.sleep(0.02)


def press(home, incoming, outgoing, password=PASSWORD, *more):
    return finish(start(home, incoming, outgoing, password, *more))


class Crash(unittest.TestCase):
    def test_killed_between_question_and_answer(self):
        """Each sign-in whose answer nobody saw counts as one that failed."""
        with Script("imap-silent-sign-in", services=["imaps", "submissions"]) as host, \
                Home(host.ca_file) as home:
            outgoing = f"smtps://localhost:{host.ports['submissions']}"
            silent = host.url("imap-silent-sign-in")
            for number in range(1, MOST + 1):
                process = start(home, silent, outgoing, f"guess-{number}")
                wait_for_sign_ins(host, number)
                process.send_signal(signal.SIGKILL)
                self.assertEqual(process.wait(), -signal.SIGKILL)
                process.stdout.close()
                process.stderr.close()
            good = f"imaps://localhost:{host.ports['imaps']}"
            found = press(home, good, outgoing)
            self.assertEqual(finding(found), "budget-spent")
            self.assertEqual(found["signins"], {"attempted": 0, "failed": 0})
            self.assertEqual(len(host.sign_ins()), MOST)
            found = press(home, good, outgoing, PASSWORD, "--answer", "changed=yes")
            self.assertEqual(finding(found), "ok")


class AtOnce(unittest.TestCase):
    def test_many_processes(self):
        """However many start together, three wrong passwords reach the server."""
        with Script("imap-slow-rejection", services=["submissions"]) as host, \
                Home(host.ca_file) as home:
            outgoing = f"smtps://localhost:{host.ports['submissions']}"
            running = [start(home, host.url("imap-slow-rejection"), outgoing, f"guess-{number}")
                       for number in range(2 * MOST)]
            findings = sorted(finding(finish(process)) for process in running)
            self.assertEqual(findings, ["auth-rejected"] * MOST + ["budget-spent"] * MOST)
            self.assertEqual(len(host.sign_ins()), MOST)


class Names(unittest.TestCase):
    def test_of_one_server(self):
        """What failed at one name counts at another name of the same machine, and for POP3."""
        with MailHost("imaps", "pop3s", "submissions") as host, Home(host.ca_file) as home:
            outgoing = f"smtps://localhost:{host.ports['submissions']}"
            by_name = f"imaps://localhost:{host.ports['imaps']}"
            by_address = f"pop3s://127.0.0.1:{host.ports['pop3s']}"
            found = press(home, by_name, outgoing, "first")
            self.assertEqual(finding(found), "auth-rejected")
            found = press(home, by_address, outgoing, "first")
            self.assertEqual(finding(found), "auth-rejected")
            found = press(home, by_address, outgoing, "second", "--answer", "changed=yes")
            self.assertEqual(finding(found), "auth-rejected")
            found = press(home, by_address.replace("//", "//taro@"), outgoing)
            self.assertEqual(finding(found), "budget-spent")
            self.assertIn("Too many sign-ins have failed at 127.0.0.1", found["checks"][0]["text"])
            self.assertEqual(len(host.sign_ins()), MOST)

    def test_file_holds_no_password(self):
        with MailHost("imaps", "submissions") as host, Home(host.ca_file) as home:
            press(home, f"imaps://localhost:{host.ports['imaps']}",
                  f"smtps://localhost:{host.ports['submissions']}", "correct-horse")
            kept = home.path / ".local/state/kitte/sign-ins.json"
            self.assertEqual(kept.stat().st_mode & 0o777, 0o600)
            entry, = json.loads(kept.read_text(encoding="utf-8"))["sign_ins"]
            self.assertLessEqual({"127.0.0.1"}, set(entry.pop("addresses")))
            self.assertIsInstance(entry.pop("time"), int)
            self.assertEqual(entry, {"host": "localhost", "protocol": "imap", "user": ADDRESS,
                                     "state": "rejected"})
            self.assertEqual(sorted(os.listdir(kept.parent)),
                             ["sign-ins.json", "sign-ins.json.lock"])


class Word(unittest.TestCase):
    def test_grants_one_failure(self):
        """With the word, each run lets one sign-in fail, and only one."""
        with MailHost("imaps", "submissions") as host, Home(host.ca_file) as home:
            urls = (f"imaps://localhost:{host.ports['imaps']}",
                    f"smtps://localhost:{host.ports['submissions']}")
            for number in range(1, MOST + 2):
                found = press(home, *urls, "wrong", "--answer", "changed=yes")
                self.assertEqual(found["signins"], {"attempted": 1, "failed": 1})
                self.assertEqual(len(host.sign_ins()), number)
                found = press(home, *urls, "another")
                self.assertEqual(finding(found), "budget-spent")
                self.assertEqual(len(host.sign_ins()), number)


class Sending(unittest.TestCase):
    def test_own_password_is_no_way_around(self):
        """Receiving works each time; guesses at sending are counted all the same."""
        with Script("smtp-auth-rejected-535", services=["imaps"]) as host, \
                Home(host.ca_file) as home:
            urls = (f"imaps://localhost:{host.ports['imaps']}", host.url("smtp-auth-rejected-535"))
            found = press(home, *urls, PASSWORD + "\nfirst")
            self.assertEqual(finding(found, 1), "auth-rejected")
            found = press(home, *urls, PASSWORD + "\nsecond")
            self.assertEqual(finding(found, 0), "ok")
            self.assertEqual(finding(found, 1), "budget-spent")
            for guess in ("third", "fourth"):
                found = press(home, *urls, f"{PASSWORD}\n{guess}", "--answer", "changed=yes")
                self.assertEqual(finding(found, 1), "auth-rejected")
            found = press(home, *urls, PASSWORD + "\nfifth")
            self.assertEqual(finding(found, 0), "budget-spent")
            self.assertEqual(len(host.sign_ins("failed")), MOST)

    def test_own_name_and_password(self):
        with Script("smtp-own-sign-in", services=["imaps"]) as host, Home(host.ca_file) as home:
            urls = (f"imaps://localhost:{host.ports['imaps']}", host.url("smtp-own-sign-in"))
            found = press(home, *urls)
            self.assertEqual(finding(found, 1), "auth-rejected")
            found = press(home, *urls, f"{PASSWORD}\n{PASSWORD}",
                          "--answer", "sending-username=taro@demo.kitte.test")
            self.assertEqual([check["finding"] for check in found["checks"]], ["ok", "ok"])
            self.assertEqual([event["user"] for event in host.sign_ins("accepted")],
                             [ADDRESS, ADDRESS, "taro@demo.kitte.test"])


if __name__ == "__main__":
    unittest.main()
