# SPDX-License-Identifier: GPL-3.0-or-later
"""Bad usage and bad input: one clear sentence, the right exit status, nothing written."""

import unittest

from kittectl import ADDRESS, PASSWORD, Home

IMAP = "imaps://localhost:1"
SMTP = "smtps://localhost:1"

# Arguments, password, exit status, code.
CASES = [
    (["verify", "no-address"], PASSWORD, 2, "bad-address"),
    (["verify", ""], PASSWORD, 2, "bad-address"),
    (["verify", "taro@"], PASSWORD, 2, "bad-address"),
    (["verify", "taro@localhost"], PASSWORD, 2, "bad-address"),
    (["verify", "taro@192.0.2.1"], PASSWORD, 2, "bad-address"),
    (["verify", "ta\u202ero@example.test"], PASSWORD, 2, "bad-address"),
    (["verify"], PASSWORD, 2, "bad-usage"),
    (["verify", ADDRESS, "another@example.test"], PASSWORD, 2, "bad-usage"),
    (["verify", ADDRESS, "--incoming", "gopher://x"], PASSWORD, 2, "bad-usage"),
    (["verify", ADDRESS, "--incoming", "smtps://x"], PASSWORD, 2, "bad-usage"),
    (["verify", ADDRESS, "--incoming", IMAP, "--outgoing", SMTP], "", 2, "bad-usage"),
    (["verify", ADDRESS, "--incoming", IMAP, "--outgoing", SMTP], "x" * 5000, 2, "bad-usage"),
    (["verify", ADDRESS, "--answer", "nonsense"], PASSWORD, 2, "bad-usage"),
    (["verify", ADDRESS, "--answer", "sending-password=x"], PASSWORD, 2, "bad-usage"),
    (["verify", ADDRESS, "--secret-fd", "x=abc"], PASSWORD, 2, "bad-usage"),
    (["lookup", "taro@unknown-domain.test", "--offline"], None, 3, "no-settings-found"),
    (["setup", ADDRESS, "--incoming", IMAP], PASSWORD, 3, "no-settings-found"),
    (["setup", ADDRESS, "--incoming", IMAP, "--outgoing", SMTP, "--for", "mutt"], PASSWORD, 2,
     "bad-usage"),
    (["setup", ADDRESS, "--incoming", IMAP, "--outgoing", SMTP], None, 2, "bad-usage"),
    (["undo"], None, 5, "nothing-to-undo"),
    (["undo", "no-such-id"], None, 5, "nothing-to-undo"),
    (["presets", "show", "no-such-preset"], None, 2, "bad-usage"),
    (["presets"], None, 2, "bad-usage"),
]


class Usage(unittest.TestCase):
    def test_cases(self):
        for arguments, password, status, code in CASES:
            with self.subTest(arguments=arguments), Home() as home:
                result = home.run(*arguments, "--json", password=password)
                self.assertEqual(result.status, status, result.output + result.errors)
                self.assertEqual(result.object["error"]["code"], code)
                self.assertTrue(result.object["error"]["message"])
                self.assertEqual(len(result.errors.strip().splitlines()), 1, result.errors)
                self.assertEqual([path for path in home.files() if "kitte" not in str(path)], [])

    def test_unknown_command_and_option(self):
        with Home() as home:
            self.assertEqual(home.run("frobnicate").status, 2)
            self.assertEqual(home.run().status, 2)
            self.assertEqual(home.run("verify", ADDRESS, "--frobnicate", "--json").status, 2)
            self.assertEqual(home.run("lookup", ADDRESS, "--dry-run").status, 2)
            self.assertEqual(home.run("--help").status, 0)

    def test_kind_reading(self):
        with Home() as home:
            typed = "　ＨＡＮＡＫＯ＠ｇｍａｉｌ．ｃｏｍ　"
            result = home.run("lookup", typed, "--json")
            self.assertEqual(result.status, 0, result.errors)
            self.assertEqual(result.object["address"], "HANAKO@gmail.com")
            self.assertEqual(result.object["provider"]["id"], "gmail")

    def test_open_ask(self):
        with Home() as home:
            result = home.run("lookup", "info@owndomain.sakura.ne.jp", "--json")
            self.assertEqual(result.status, 0, result.output)
            self.assertEqual(result.object["incoming"][0]["host"], "owndomain.sakura.ne.jp")

    def test_presets(self):
        with Home() as home:
            listed = home.run("presets", "list", "--json").object["presets"]
            self.assertIn("owari", [preset["id"] for preset in listed])
            shown = home.run("presets", "show", "owari", "--json").object
            self.assertEqual(shown["id"], "owari")

    def test_broken_preset_is_named_and_skipped(self):
        with Home() as home:
            folder = home.path / ".local/share/kitte/providers"
            folder.mkdir(parents=True)
            (folder / "broken.json").write_text("{ not json", encoding="utf-8")
            result = home.run("presets", "list", "--json")
            self.assertEqual(result.status, 0)
            self.assertIn("broken.json", result.errors)
            self.assertEqual(home.run("presets", "check", folder / "broken.json").status, 2)


if __name__ == "__main__":
    unittest.main()
