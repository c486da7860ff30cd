# SPDX-License-Identifier: GPL-3.0-or-later
"""What only the person can say: asked in the object with status 6, and nothing secret sent before."""

import json
import os
import subprocess
import unittest

import presets
from kittectl import ADDRESS, PASSWORD, PROGRAM, Home, MailHost

KEYS = {"key", "label", "why", "choices", "secret"}


class Case(unittest.TestCase):
    def setUp(self):
        self.host = self.enterContext(MailHost("imaps", "submissions"))
        self.home = self.enterContext(Home(self.host.ca_file))
        self.folder = self.home.path / "presets"

    def servers(self, **more):
        return [presets.server("imap", self.host.ports["imaps"], **more),
                presets.server("smtp", self.host.ports["submissions"], **more)]

    def check_asked(self, result, key):
        self.assertEqual(result.status, 6, result.output + result.errors)
        self.assertEqual([ask["key"] for ask in result.object["asks"]], [key])
        self.assertEqual(set(result.object["asks"][0]), KEYS)
        self.assertTrue(result.object["asks"][0]["label"])
        self.assertEqual(self.host.sign_ins(), [])
        self.assertEqual(self.host.early_credentials(), [])


class PresetAsk(Case):
    """The preset makes the user name from a value the person was given."""

    def setUp(self):
        super().setUp()
        self.environment = presets.write(self.folder, presets.preset(
            "demo.kitte.test", self.servers(username="{NAME}@demo.kitte.test"),
            ask=[presets.ask()]))

    def test_is_open(self):
        for command in ("lookup", "verify", "setup"):
            with self.subTest(command=command):
                result = self.home.run(command, ADDRESS, "--json",
                                       password=None if command == "lookup" else PASSWORD,
                                       **self.environment)
                self.check_asked(result, "NAME")
                self.assertIsNone(result.object["asks"][0]["choices"])
                self.assertIs(result.object["asks"][0]["secret"], False)
                self.assertEqual(result.object["incoming"], [])

    def test_is_answered(self):
        result = self.home.run("verify", ADDRESS, "--json", "--answer", "NAME=hanako",
                               password=PASSWORD, **self.environment)
        self.assertEqual((result.status, result.object["asks"]), (0, []), result.output)
        self.assertEqual(result.object["checks"][0]["server"]["username"],
                         "hanako@demo.kitte.test")

    def test_an_answer_that_cannot_be(self):
        result = self.home.run("verify", ADDRESS, "--json", "--answer", "NAME=no such name",
                               password=PASSWORD, **self.environment)
        self.assertEqual(result.status, 2, result.output)
        self.assertEqual(result.object["error"]["code"], "bad-usage")
        self.assertEqual(self.host.sign_ins(), [])

    def test_people_read_how_to_answer(self):
        result = self.home.run("lookup", ADDRESS, **self.environment)
        self.assertEqual(result.status, 6)
        self.assertIn("Contract name", result.output)
        self.assertIn("--answer NAME=shop1", result.output)


class SecretAsk(Case):
    """A name that the provider keeps secret never comes by --answer."""

    def setUp(self):
        super().setUp()
        self.environment = presets.write(self.folder, presets.preset(
            "demo.kitte.test", self.servers(username="{NAME}@demo.kitte.test"),
            ask=[presets.ask(secret=True)]))

    def run_with_fd(self, text, *arguments):
        reader, writer = os.pipe()
        os.write(writer, text.encode() + b"\n")
        os.close(writer)
        process = subprocess.run(
            [PROGRAM, *arguments, "--json", "--secret-fd", f"NAME={reader}"],
            pass_fds=[reader], capture_output=True, text=True, timeout=60, check=False,
            env={**self.home.environment, **self.environment})
        os.close(reader)
        return process

    def test_by_file_descriptor(self):
        open_one = self.home.run("lookup", ADDRESS, "--json", **self.environment)
        self.check_asked(open_one, "NAME")
        self.assertIs(open_one.object["asks"][0]["secret"], True)
        answered = self.run_with_fd("hanako", "lookup", ADDRESS)
        self.assertEqual(answered.returncode, 0, answered.stderr)
        self.assertEqual(json.loads(answered.stdout)["incoming"][0]["username"],
                         "hanako@demo.kitte.test")

    def test_a_wrong_one_is_refused_once(self):
        answered = self.run_with_fd("no such name", "lookup", ADDRESS)
        self.assertEqual(answered.returncode, 2, answered.stdout)
        self.assertEqual(json.loads(answered.stdout)["error"]["code"], "bad-usage")


class Trust(Case):
    """A preset that the person dropped in may add, but its hosts are asked."""

    def setUp(self):
        super().setUp()
        presets.write(self.home.path / ".local/share/kitte/providers",
                      presets.preset("demo.kitte.test", self.servers()))

    def test_is_asked_by_domain(self):
        result = self.home.run("verify", ADDRESS, "--json", password=PASSWORD)
        self.check_asked(result, "trust")
        self.assertEqual(result.object["provider"]["origin"], "user")
        self.assertEqual(result.object["trust"], "asked")
        self.assertEqual(result.object["asks"][0]["choices"], ["localhost"])

    def test_another_domain_is_not_enough(self):
        result = self.home.run("verify", ADDRESS, "--json", "--answer", "trust=example.jp",
                               password=PASSWORD)
        self.check_asked(result, "trust")

    def test_with_the_persons_word(self):
        result = self.home.run("verify", ADDRESS, "--json", "--answer", "trust=localhost",
                               password=PASSWORD)
        self.assertEqual((result.status, result.object["result"]), (0, "ok"), result.output)

    def test_it_may_not_take_over_a_shipped_domain(self):
        presets.write(self.home.path / ".local/share/kitte/providers", {
            **presets.preset("gmail.com", self.servers()), "id": "gmail"})
        result = self.home.run("lookup", "taro@gmail.com", "--json")
        self.assertEqual(result.status, 0, result.output)
        self.assertEqual(result.object["provider"]["origin"], "shipped")
        self.assertEqual(result.object["incoming"][0]["host"], "imap.gmail.com")


class UserName(Case):
    def test_is_asked_where_nobody_knows_it(self):
        result = self.home.run("lookup", "taro@hi-ho.ne.jp", "--json")
        self.check_asked(result, "username")
        answered = self.home.run("lookup", "taro@hi-ho.ne.jp", "--json", "--answer",
                                 "username=taro")
        self.assertEqual(answered.status, 0, answered.output)
        self.assertEqual(answered.object["incoming"][0]["username"], "taro")

    def test_another_one_for_sending(self):
        result = self.home.run(
            "verify", "someone@demo.kitte.test", "--json",
            "--incoming", f"imaps://localhost:{self.host.ports['imaps']}",
            "--outgoing", f"smtps://localhost:{self.host.ports['submissions']}",
            "--answer", f"username={ADDRESS}", "--answer",
            "sending-username=taro@demo.kitte.test", password=PASSWORD)
        self.assertEqual(result.status, 0, result.output)
        self.assertEqual([check["server"]["username"] for check in result.object["checks"]],
                         [ADDRESS, "taro@demo.kitte.test"])


class BrokenPreset(Case):
    def test_is_named_and_the_rest_works(self):
        folder = self.home.path / ".local/share/kitte/providers"
        folder.mkdir(parents=True)
        (folder / "broken.json").write_text('{"schema": 1, "id": "x"', encoding="utf-8")
        result = self.home.run("lookup", "taro@gmail.com", "--json")
        self.assertEqual(result.status, 0, result.output)
        self.assertIn("broken.json", result.errors)
        self.assertEqual(len(result.errors.strip().splitlines()), 1, result.errors)


class KnownByNameAlone(Case):
    """A provider whose servers nobody knows today has no servers, and never an “ok”."""

    def test_each_command(self):
        for command in ("lookup", "verify", "setup"):
            with self.subTest(command=command):
                result = self.home.run(command, "taro@aaa.wakwak.com", "--json",
                                       password=None if command == "lookup" else PASSWORD)
                self.assertEqual(result.status, 3, result.output)
                self.assertEqual(result.object["error"]["code"], "no-settings-found")
        looked_up = self.home.run("lookup", "taro@aaa.wakwak.com", "--json")
        self.assertEqual(looked_up.object["provider"]["id"], "wakwak")


if __name__ == "__main__":
    unittest.main()
