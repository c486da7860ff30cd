# SPDX-License-Identifier: GPL-3.0-or-later
"""What people type as an address, and what they probably meant."""

import unittest

from kittectl import Home


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


if __name__ == "__main__":
    unittest.main()
