# SPDX-License-Identifier: GPL-3.0-or-later
"""Providers that sign in by their own page: checked up to there, and nothing more is sent."""

import unittest

import presets
from kittectl import Home, Script

ADDRESS = "taro@pages.test"
PASSWORD = "kitte-demo"
ACCOUNTS = {"accounts": [{"address": ADDRESS, "password": PASSWORD}]}


class PagesOnly(unittest.TestCase):
    """Servers that offer XOAUTH2 alone, and a preset that says so."""

    def setUp(self):
        self.host = self.enterContext(Script("imap-oauth-only", "smtp-oauth-only"))
        self.home = self.enterContext(Home(self.host.ca_file))
        self.provide("oauth2-only", ["oauth2"])

    def provide(self, kind, auth):
        self.environment = presets.write(self.home.path / "presets", presets.preset(
            "pages.test",
            [presets.server("imap", self.host.ports["imap-oauth-only"], auth=auth),
             presets.server("smtp", self.host.ports["smtp-oauth-only"], auth=auth)],
            oauth2=presets.OAUTH2, credential={"kind": kind}))

    def check(self, result):
        self.assertEqual(result.object["result"], "unproven", result.output)
        for check in result.object["checks"]:
            self.assertEqual((check["finding"], check["result"]), ("sign-in-later", "unproven"))
            self.assertEqual(check["server"]["auth"], ["oauth2"])
            self.assertTrue(check["title"] and check["text"])
        self.assertEqual(result.object["signins"], {"attempted": 0, "failed": 0})
        self.assertEqual(self.host.sign_ins(), [])
        self.assertEqual(self.host.early_credentials(), [])

    def test_verify(self):
        result = self.home.run("verify", ADDRESS, "--json", **self.environment)
        self.assertEqual(result.status, 0, result.errors)
        self.check(result)

    def test_a_password_is_not_sent_either(self):
        self.provide("app-password", ["oauth2", "password"])
        result = self.home.run("verify", ADDRESS, "--json", password=PASSWORD, **self.environment)
        self.assertEqual(result.status, 0, result.errors)
        self.check(result)

    def test_msmtp_is_left_out_and_told_why(self):
        result = self.home.run("setup", ADDRESS, "--json", "--dry-run", **self.environment)
        self.check(result)
        reasons = {row["client"]: row["why"] for row in result.object["left_out"]}
        self.assertIn("sign-in page", reasons["msmtp"])
        self.assertNotIn("msmtp", {row["client"] for row in result.object["changes"]})
        self.assertEqual(result.object["secrets"], [])

    def test_nobody_can_hold_it(self):
        result = self.home.run("setup", ADDRESS, "--json", "--for", "msmtp", **self.environment)
        self.assertEqual(result.status, 5, result.output)
        self.assertEqual(result.object["changes"], [])
        self.assertEqual([row["client"] for row in result.object["left_out"]], ["msmtp"])
        self.assertIsNone(result.object["undo"])


class AppPassword(unittest.TestCase):
    """Servers that offer both, as Gmail does: without a password the page, with one the password."""

    def setUp(self):
        self.host = self.enterContext(Script("imap-oauth-or-password", "smtp-oauth-or-password",
                                             config=ACCOUNTS))
        self.home = self.enterContext(Home(self.host.ca_file))
        self.environment = presets.write(self.home.path / "presets", presets.preset(
            "pages.test",
            [presets.server("imap", self.host.ports["imap-oauth-or-password"],
                            auth=["oauth2", "password"]),
             presets.server("smtp", self.host.ports["smtp-oauth-or-password"],
                            auth=["oauth2", "password"])],
            oauth2=presets.OAUTH2, credential={"kind": "app-password"}))

    def test_without_a_password(self):
        for command in (["verify"], ["setup", "--dry-run"]):
            with self.subTest(command=command):
                result = self.home.run(*command, ADDRESS, "--json", **self.environment)
                self.assertEqual(result.object["result"], "unproven", result.output)
                self.assertEqual([check["finding"] for check in result.object["checks"]],
                                 ["sign-in-later", "sign-in-later"])
                self.assertEqual([check["server"]["auth"] for check in result.object["checks"]],
                                 [["oauth2"], ["oauth2"]])
                self.assertEqual(self.host.sign_ins(), [])

    def test_with_an_app_password(self):
        result = self.home.run("verify", ADDRESS, "--json", password=PASSWORD, **self.environment)
        self.assertEqual((result.status, result.object["result"]), (0, "ok"), result.output)
        self.assertEqual([check["server"]["auth"] for check in result.object["checks"]],
                         [["plain"], ["plain"]])
        self.assertEqual(len(self.host.sign_ins("accepted")), 2)


if __name__ == "__main__":
    unittest.main()
