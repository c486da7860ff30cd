# SPDX-License-Identifier: GPL-3.0-or-later
"""kittectl explain: arguments, files, standard input; English and Japanese; what scripts read."""

import pathlib
import subprocess
import unittest

from kittectl import PATIENCE, PROGRAM, Home

BOUNCES = pathlib.Path(__file__).resolve().parents[1] / "fixtures" / "bounces"
REJECTED = "利用者の一人がサーバーによって拒否されました"


class Explain(unittest.TestCase):
    def codes(self, *arguments):
        with Home() as home:
            result = home.run("explain", "--json", *arguments)
            self.assertEqual(result.status, 0, result.output + result.errors)
            self.assertEqual(result.errors, "")
            self.assertEqual([path for path in home.files() if "kitte" not in str(path)], [])
            return result.object["written_by"], [c["code"] for c in result.object["causes"]]

    def test_object(self):
        with Home() as home:
            answer = home.run("explain", "--json", REJECTED).object
        self.assertEqual(answer["written_by"], "mail-program")
        self.assertEqual(answer["evidence"], [REJECTED])
        for cause in answer["causes"]:
            self.assertIn(cause["likelihood"], ["certain", "likely", "possible"])
            self.assertTrue(cause["title"] and cause["text"])
            for remedy in cause["remedies"]:
                self.assertEqual(set(remedy), {"code", "label", "value"})
        self.assertEqual(set(answer["causes"][0]),
                         {"code", "likelihood", "title", "text", "remedies"})

    def test_arguments(self):
        self.assertEqual(self.codes("POP", "before", "SMTP"),
                         ("unknown", ["pop-before-smtp-needed"]))
        self.assertEqual(self.codes("サブミッションポート"), ("unknown", ["submission-port"]))
        writer, codes = self.codes("-ERR Login failed.")
        self.assertEqual((writer, codes[0]), ("own-provider", "auth-rejected"))
        self.assertEqual(self.codes(str(BOUNCES / "other-side-dsn.eml")),
                         ("other-side", ["recipient-mailbox-full"]))

    def test_standard_input(self):
        for arguments in [], ["-"]:
            data = (BOUNCES / "docomo-iso-2022-jp.eml").read_bytes()
            done = subprocess.run([PROGRAM, "explain", *arguments], input=data, timeout=PATIENCE,
                                  capture_output=True, check=False)
            self.assertEqual(done.returncode, 0)
            self.assertIn("hanako@docomo.example", done.stdout.decode())

    def test_endless_input(self):
        with open("/dev/zero", "rb") as zero:
            done = subprocess.run([PROGRAM, "explain", "--json"], stdin=zero, timeout=PATIENCE,
                                  capture_output=True, check=False)
        self.assertEqual(done.returncode, 1)

    def test_empty_input(self):
        done = subprocess.run([PROGRAM, "explain", "--json"], input=b"", timeout=PATIENCE,
                              capture_output=True, check=False)
        self.assertEqual((done.returncode, done.stderr), (1, b""))

    def test_nothing(self):
        with Home() as home:
            result = home.run("explain", "--json", "hello world")
            self.assertEqual(result.status, 1)
            self.assertEqual(result.object["causes"], [])
            self.assertEqual(result.object["written_by"], "unknown")
            text = home.run("explain", "hello world")
            self.assertEqual(text.status, 1)
            self.assertIn("does not know this message yet", text.output)

    def test_bad_files(self):
        with Home() as home:
            for name in "/no/such/file", "./no.eml", "notice.eml", str(BOUNCES):
                result = home.run("explain", "--json", name)
                self.assertEqual(result.status, 2, name)
                self.assertEqual(result.object["error"]["code"], "bad-document")

    def test_languages(self):
        with Home() as home:
            english = home.run("explain", "550 5.1.1 User unknown").output
            self.assertIn("There is no such recipient.", english)
            term = home.run("explain", "587").output
            self.assertIn("Submission port", term)
        with Home(language="ja_JP.UTF-8") as home:
            japanese = home.run("explain", REJECTED).output
            if "宛先" not in japanese:
                self.skipTest("no Japanese locale on this computer")
            self.assertIn("おそらく: ", japanese)
            self.assertIn("見分け方：", japanese)
            self.assertIn("これは、お使いのメールソフトが表示したメッセージです。", japanese)
            term = home.run("explain", "587").output
            self.assertIn("サブミッションポート（587番ポート）", term)
            self.assertIn("メールソフト専用の入り口", term)
            self.assertIn("まだ Kitte では分かりません", home.run("explain", "hello").output)


if __name__ == "__main__":
    unittest.main()
