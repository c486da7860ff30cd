# SPDX-License-Identifier: GPL-3.0-or-later
"""The plain program on a computer whose administrator has put a brand into /etc/kitte/brand."""

import json
import os

import namespace
import world
from kittectl import Kittectl
from wizard import Wizard

MINATO = namespace.SOURCE + "/data/brands/minato"
PLACE = "/etc/kitte/brand"
PLAIN = "Type your mail address and your password. Kitte finds the servers and all other settings."


class BrandTest(world.Case):
    """Nothing but the folder says so: no variable, no option."""

    def setUp(self):
        super().setUp()
        self.session.environment.pop("KITTE_BRAND_DIR", None)
        self.kittectl = Kittectl(self.session)
        self.addCleanup(namespace.bare_etc)
        namespace.fill_etc(PLACE, MINATO)
        with open(MINATO + "/brand.json", encoding="utf-8") as file:
            self.brand = json.load(file)

    def look(self):
        wizard = Wizard(self.session)
        wizard.start()
        wizard.wait_for("_Mail address")
        return wizard

    def said(self):
        with open(os.path.join(self.session.log, "kitte.log"), encoding="utf-8") as file:
            return file.read()

    def test_worn(self):
        answer = self.kittectl.run("lookup", "taro@minato.example", "--offline")
        self.assertEqual(answer.status, 0, answer)
        self.assertEqual(answer.object["provider"]["origin"], "brand", answer)
        wizard = self.look()
        wizard.wait_for(self.brand["welcome"]["en"])
        wizard.wait_for(self.brand["contact"]["telephone"])
        self.assertNotIn(PLAIN, wizard.texts())
        wizard.quit()
        self.assertNotIn("This brand is not used", self.said())

    def test_bad(self):
        os.unlink(PLACE + "/logo.svg")
        answer = self.kittectl.run("lookup", "taro@minato.example", "--offline")
        self.assertEqual(answer.status, 3, answer)
        self.assertIn(PLACE + "/logo.svg: This file is missing", answer.errors)
        wizard = self.look()
        wizard.wait_for(PLAIN)
        self.assertFalse([text for text in wizard.texts() if self.brand["contact"]["telephone"] in text])
        wizard.quit()
        for words in (PLACE + "/logo.svg: This file is missing", "This brand is not used; Kitte looks as it does without"):
            self.assertIn(words, self.said())
