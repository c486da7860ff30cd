# SPDX-License-Identifier: GPL-3.0-or-later
"""kittectl presets: the catalogue to read, and the linter for those who write one."""

import json
import pathlib
import os
import re
import unicodedata
import unittest

from kittectl import Home
from terminal import Terminal

SOURCE = pathlib.Path(os.environ["KITTE_SOURCE_DIR"])
PAGE = (SOURCE / "docs/providers.md").read_text(encoding="utf-8")


def width(line):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
               for c in line)


class Case(unittest.TestCase):
    def setUp(self):
        self.home = self.enterContext(Home())

    def write(self, name, document):
        path = self.home.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(document if isinstance(document, str) else json.dumps(document),
                        encoding="utf-8")
        return path

    def example(self, **changes):
        """What docs/providers.md has people save."""
        text = re.search(r"```json\n(.*?)```", PAGE, re.S).group(1)
        return {**json.loads(text), **changes}


class Check(Case):
    def check(self, *places):
        result = self.home.run("presets", "check", *places, "--json")
        return result.status, result.object["files"]

    def test_the_example_of_the_page(self):
        """Step by step as the page says: save, check, copy, look up."""
        path = self.write("example.json", self.example())
        self.assertEqual(self.home.run("presets", "check", path).output, f"{path}: in order\n")
        self.write(".local/share/kitte/providers/example.json", self.example())
        found = self.home.run("lookup", "taro@example.jp", "--json", "--offline").object
        self.assertEqual(found["provider"], {"id": "example", "name": "Example Mail",
                                             "origin": "user"})
        self.assertEqual([server["host"] for server in found["incoming"]], ["imap.example.jp"])
        self.assertEqual([ask["key"] for ask in found["asks"]], ["trust"])

    def test_every_mistake_with_its_place(self):
        bad = self.example(colour="red", name={"en": "Example"}, status="fine")
        bad["servers"][0]["port"] = 0
        status, files = self.check(self.write("bad.json", bad))
        self.assertEqual(status, 2)
        self.assertEqual({mistake["place"] for mistake in files[0]["mistakes"]},
                         {"colour", "name", "status", "servers[0].port"})
        self.assertEqual(files[0]["message"], "{place}: {text}".format(**files[0]["mistakes"][0]))

    def test_every_rule_that_is_broken(self):
        bad = self.example(contact=[{"kind": "tel", "value": "call us"}])
        bad["match"]["exclude"] = ["example.org"]
        bad["servers"][0]["username"] = "{EMAIL}"
        bad["servers"][1]["security"] = "none"
        status, files = self.check(self.write("bad.json", bad))
        self.assertEqual(status, 2)
        self.assertEqual({mistake["place"] for mistake in files[0]["mistakes"]},
                         {"match.exclude[0]", "servers[0].username", "servers[1].security",
                          "contact[0]"})

    def test_a_folder(self):
        self.write("folder/one.json", self.example(id="one"))
        self.write("folder/two.json", self.example(id="two"))
        self.write("folder/three.json", "{")
        self.write("folder/notes.txt", "not a preset")
        status, files = self.check(self.home.path / "folder")
        self.assertEqual(status, 2)
        results = {pathlib.Path(file["file"]).name: file for file in files}
        self.assertEqual({name: file["result"] for name, file in results.items()},
                         {"one.json": "ok", "two.json": "failed", "three.json": "failed"})
        self.assertIn("“example.jp” belongs to", results["two.json"]["message"])

    def test_an_empty_folder(self):
        status, files = self.check(self.write("folder/notes.txt", "").parent)
        self.assertEqual((status, len(files)), (2, 1))
        self.assertIn(".json", files[0]["message"])

    def test_what_a_shipped_preset_has(self):
        taken = self.example()
        taken["match"] = {"domains": ["example.jp", "gmail.com"], "suffixes": ["ocn.ne.jp"]}
        status, files = self.check(self.write("example.json", taken))
        self.assertEqual(status, 2)
        self.assertEqual([mistake["place"] for mistake in files[0]["mistakes"]],
                         ["match.domains[1]", "match.suffixes[0]"])

    def test_a_shipped_preset_may_be_mended(self):
        good = json.loads((SOURCE / "data/providers/ocn.json").read_text(encoding="utf-8"))
        good["match"]["domains"].append("new.example.jp")
        self.assertEqual(self.check(self.write("ocn.json", good))[0], 0)

    def test_a_successor_that_is_not_there(self):
        ended = self.example(status="ended", servers=[], ended={
            "successor": "nobody", "text": {"ja": "終了しました。", "en": "It has ended."}})
        _, files = self.check(self.write("example.json", ended))
        self.assertEqual([mistake["place"] for mistake in files[0]["mistakes"]],
                         ["ended.successor"])

    def test_by_id(self):
        status, files = self.check("gmail", "docomo")
        self.assertEqual((status, [file["file"] for file in files]), (0, ["gmail", "docomo"]))

    def test_all_that_is_shipped(self):
        status, files = self.check(SOURCE / "data/providers")
        self.assertEqual([file for file in files if file["result"] != "ok"], [])
        self.assertEqual(status, 0)

    def test_nothing_hidden_is_printed(self):
        bad = self.write("bad.json", self.example(**{"\u202e\x1b[2J": 1, "checked": "\x1b]0;x"}))
        output = self.home.run("presets", "check", bad).output
        self.assertIsNone(re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", output), output)


class Show(Case):
    def at_a_terminal(self, *arguments, columns, **environment):
        terminal = self.enterContext(Terminal(self.home, "presets", *arguments, size=(50, columns),
                                              **environment))
        terminal.end()
        return terminal.shown.replace("\r", "").splitlines()

    def test_lines_fit_the_terminal(self):
        """Words are not cut, and a Japanese letter takes two columns."""
        for language, columns in (("en", 60), ("ja", 60), ("ja", 44)):
            with self.subTest(language=language, columns=columns):
                lines = self.at_a_terminal("show", "docomo", columns=columns, LANGUAGE=language)
                long = [line for line in lines if width(line) > columns and " " in line.strip()]
                self.assertEqual(long, [])
                self.assertGreater(len(lines), 20)

    def test_says_who_says_so_and_how_certain_it_is(self):
        output = self.home.run("presets", "show", "biglobe").output
        for part in ("BIGLOBE Mail (biglobe)", "Data of 2026-11", "mail.biglobe.ne.jp:993",
                     "A: ", "B: The public ISPDB (2026-03)", "at most 100", "BIGLOBE password"):
            self.assertIn(part, output)

    def test_says_what_is_not_certain(self):
        self.assertIn("not certain", self.home.run("presets", "show", "dti").output)
        self.assertIn("have to be found", self.home.run("presets", "show", "wakwak").output)
        self.assertIn("No mail program", self.home.run("presets", "show", "tuta").output)

    def test_says_everything_a_preset_knows(self):
        """User names some have instead, limits, lenient addresses, ways to sign in, history."""
        rows = {
            "nifty": ["some have another user name: {local}, @nifty ID (abc12345)"],
            "docomo": ["Addresses may have two dots in a row", "{DACCOUNT}  d ACCOUNT ID",
                       "It looks like taro1234.", "The provider issues it."],
            "biglobe": ["recipients of a message: at most 100", "size of a message in MB: at most 20",
                        "Sending can still be opened by receiving"],
            "gmail": ["sign-in: on the provider’s page, password",
                      "It is made on the provider’s page, for mail programs only."],
            "plala": ["the one the provider recommends", "Former servers: *.mail.plala.or.jp"],
            "sakura-rental": ["for customers’ own domains", "for *.sakura.ne.jp",
                              "Former servers: {domain}"],
            "ini-hosting": ["it is chosen by name", "{local}%{domain}",
                            "Its servers are not known; they have to be found."],
            "wind": ["unencrypted"], "zoho-eu": ["Not confirmed to be this provider’s: zohomail.eu"],
            "iij4u": ["sign-in: password, hashed (CRAM-MD5 and the like)"],
            "wakwak": ["What has changed"], "excite": ["The service has ended."],
        }
        for name, parts in rows.items():
            with self.subTest(preset=name):
                output = self.home.run("presets", "show", name).output
                for part in parts:
                    self.assertIn(part, output)
        japanese = self.home.run("presets", "show", "docomo", LANGUAGE="ja").output
        self.assertIn("例: taro1234", japanese)
        self.assertIn("プロバイダーが発行するものです。", japanese)

    def test_every_page_fits_a_terminal(self):
        """One preset in twelve, in both languages, at 80 columns: no line is longer."""
        names = sorted(path.stem for path in (SOURCE / "data/providers").glob("*.json"))[::12]
        for language in ("en", "ja"):
            for name in names:
                with self.subTest(language=language, preset=name):
                    lines = self.at_a_terminal("show", name, columns=80, LANGUAGE=language)
                    self.assertEqual([line for line in lines
                                      if width(line) > 80 and " " in line.strip()], [])
                    self.assertNotIn("(null)", "".join(lines))

    def test_scripts_get_the_preset_itself(self):
        shown = self.home.run("presets", "show", "gmail", "--json").object
        written = json.loads((SOURCE / "data/providers/gmail.json").read_text(encoding="utf-8"))
        self.assertEqual(shown, written)

    def test_list_stands_in_columns(self):
        for language in ("en", "ja"):
            with self.subTest(language=language):
                lines = self.home.run("presets", "list", LANGUAGE=language).output.splitlines()
                starts = {width(line[:line.index("2026-")]) for line in lines[1:]}
                self.assertEqual(len(starts), 1, lines[:5])
                self.assertEqual(len(lines) - 1, len(list((SOURCE / "data/providers").glob("*.json"))))


class Layers(Case):
    def test_a_bad_one_is_named_and_the_rest_work(self):
        self.write(".local/share/kitte/providers/bad.json", "{")
        self.write(".local/share/kitte/providers/thief.json", self.example(
            id="thief", match={"domains": ["gmail.com"]}))
        self.write(".local/share/kitte/providers/example.json", self.example())
        result = self.home.run("presets", "list", "--json")
        origins = {preset["id"]: preset["origin"] for preset in result.object["presets"]}
        self.assertEqual((origins["example"], origins["gmail"]), ("user", "shipped"))
        self.assertNotIn("thief", origins)
        self.assertIn("bad.json: The file is not JSON", result.errors)
        self.assertIn("thief.json: “gmail.com” belongs to gmail.json", result.errors)


if __name__ == "__main__":
    unittest.main()
