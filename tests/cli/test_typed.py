# SPDX-License-Identifier: GPL-3.0-or-later
"""What people type as an address, and what they probably meant."""

import unittest

import presets
from kittectl import Home, MailHost
from terminal import Terminal


class Typed(unittest.TestCase):
    def look_up(self, home, typed, **environment):
        return home.run("lookup", "--offline", "--json", "--", typed, **environment)

    def test_kindly_read(self):
        for typed in ["ｔａｒｏ＠ｄｏｃｏｍｏ．ｎｅ．ｊｐ", "taro@docomo。ne。jp", "　taro@docomo.ne.jp　",
                      "mailto:taro@docomo.ne.jp", "Taro Yamada <taro@DOCOMO.NE.JP>",
                      "“taro@docomo.ne.jp”"]:
            with self.subTest(typed=typed), Home() as home:
                found = self.look_up(home, typed).object
                self.assertEqual(found["address"], "taro@docomo.ne.jp")
                self.assertEqual(found["provider"]["id"], "docomo")
                self.assertIsNone(found["suggestion"])

    def test_slips(self):
        for typed, meant in [("taro@gmial.com", "taro@gmail.com"),
                             ("taro@gmail.con", "taro@gmail.com"),
                             ("a..b.@docomo.ne.jo", "a..b.@docomo.ne.jp"),
                             ("taro@gmail", "taro@gmail.com"),
                             ("taro@yahoo.co,jp", "taro@yahoo.co.jp"),
                             ("taro\"gmail.com", "taro@gmail.com")]:
            with self.subTest(typed=typed), Home() as home:
                result = self.look_up(home, typed)
                self.assertIn(result.status, (2, 3))
                self.assertEqual(result.object["suggestion"], meant)
                text = home.run("lookup", "--offline", "--", typed)
                self.assertIn(f"Did you mean {meant}?", text.errors)
                self.assertEqual(text.output, "")

    def test_servers_by_hand(self):
        """The address stays what it was; which one was meant is said all the same."""
        with Home() as home:
            result = home.run("lookup", "taro@gmial.com", "--json", "--incoming",
                              "imaps://mail.example.jp", "--outgoing", "smtps://mail.example.jp")
            self.assertEqual((result.status, result.object["address"], result.object["suggestion"]),
                             (0, "taro@gmial.com", "taro@gmail.com"))

    def test_reasons(self):
        for typed, reason in [("", "empty"), ("taro", "no-at"), ("@docomo.ne.jp", "no-local-part"),
                              ("taro@", "no-domain"), ("taro@localhost", "no-dot"),
                              (f"{'a' * 65}@example.jp", "too-long"),
                              ("taro\u202e@example.jp", "control-character"),
                              ("ta ro@example.jp", "bad-local-part"),
                              ("taro@exam_ple.jp", "bad-domain"), ("taro@127.0.0.1", "ip-address"),
                              ("taro@co.jp", "public-suffix"), ("a@b.jp, c@d.jp", "several"),
                              ("taro@gm\u0430il.com", "mixed-scripts"),
                              ("taro@\u0443\u0430\u04bb\u043e\u043e.com", "lookalike")]:
            with self.subTest(typed=typed), Home() as home:
                result = self.look_up(home, typed)
                self.assertEqual(result.status, 2)
                self.assertEqual(result.object["error"]["code"], "bad-address")
                self.assertEqual(result.object["error"]["reason"], reason)
                japanese = self.look_up(home, typed, LC_ALL="ja_JP.UTF-8", LANGUAGE="ja")
                self.assertNotEqual(japanese.object["error"]["message"], "")

class PasswordKind(unittest.TestCase):
    """A password that cannot be of the provider’s kind is not sent unasked."""

    ADDRESS = "taro@trial.test"
    RIGHT = "abcd efgh ijkl mnop"
    WRONG = "summer2026"

    def serve(self, password):
        host = self.enterContext(MailHost("imaps", "submissions", config={
            "accounts": [{"address": self.ADDRESS, "password": password}]}))
        home = self.enterContext(Home(host.ca_file))
        home.environment.update(presets.write(home.path / "presets", presets.preset(
            "trial.test", [presets.server("imap", host.ports["imaps"]),
                           presets.server("smtp", host.ports["submissions"])],
            credential={"kind": "app-password", "name": {"en": "app password", "ja": "合言葉"},
                        "hint": {"en": "It has 16 letters.", "ja": "16文字です。"},
                        "pattern": "([a-z]{4} ?){3}[a-z]{4}"})))
        return host, home

    def test_script(self):
        host, home = self.serve(self.WRONG)
        asked = home.run("verify", self.ADDRESS, "--json", password=self.WRONG)
        self.assertEqual(asked.status, 6, asked.errors)
        ask = asked.object["asks"][-1]
        self.assertEqual((ask["key"], ask["choices"], ask["secret"]),
                         ("password-kind", ["yes"], False))
        self.assertIn("“app password” is needed here", ask["why"])
        self.assertIn("It has 16 letters.", ask["why"])
        text = home.run("verify", self.ADDRESS, password=self.WRONG)
        self.assertEqual(text.status, 6)
        self.assertIn("--answer password-kind=yes", text.output)
        self.assertEqual(host.sign_ins(), [])
        self.assertNotIn(self.WRONG, asked.output + asked.errors + text.output + text.errors)
        insisted = home.run("verify", self.ADDRESS, "--json", "--answer", "password-kind=yes",
                            password=self.WRONG)
        self.assertEqual((insisted.status, insisted.object["result"]), (0, "ok"))

    def test_right_kind(self):
        _host, home = self.serve(self.RIGHT)
        result = home.run("verify", self.ADDRESS, "--json", password=self.RIGHT)
        self.assertEqual((result.status, result.object["result"]), (0, "ok"))

    def test_blank_at_the_end(self):
        """Nothing is taken away: the person is asked, and what was typed is what is sent."""
        host, home = self.serve(self.RIGHT + " ")
        self.assertEqual(home.run("verify", self.ADDRESS, password=self.RIGHT + " ").status, 6)
        self.assertEqual(host.sign_ins(), [])
        sent = home.run("verify", self.ADDRESS, "--answer", "password-kind=yes",
                        password=self.RIGHT + " ")
        self.assertEqual(sent.status, 0, sent.errors)

    def test_terminal(self):
        host, home = self.serve(self.RIGHT)
        with Terminal(home, "verify", self.ADDRESS) as terminal:
            for answer in ("", "no"):
                terminal.wait_for("Password (it stays invisible").wait_until_unseen()
                terminal.type(self.WRONG)
                terminal.wait_for("Nothing has been sent.").wait_for("all the same?").type(answer)
            terminal.wait_for("Password (it stays invisible").wait_until_unseen()
            terminal.type(self.RIGHT)
            terminal.end()
            self.assertEqual(terminal.status, 0, terminal.shown)
            self.assertNotIn(self.WRONG, terminal.shown)
            self.assertEqual(host.sign_ins("rejected"), [])

    def test_insisted_at_the_terminal(self):
        _host, home = self.serve(self.WRONG)
        with Terminal(home, "verify", self.ADDRESS) as terminal:
            terminal.wait_for("Password (it stays invisible").wait_until_unseen()
            terminal.type(self.WRONG)
            terminal.wait_for("all the same?").type("yes")
            terminal.end()
            self.assertEqual(terminal.status, 0, terminal.shown)


if __name__ == "__main__":
    unittest.main()
