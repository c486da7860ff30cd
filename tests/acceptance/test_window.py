# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole way by the window: from typing the address to mail in the real programs."""

import preset
import world
from evolution import Evolution
from exchange import NAME, exchange, no_failed_sign_in
from servers import TARO
from test_setup import SetupCase
from thunderbird import Thunderbird
from wizard import Wizard


class WindowTest(SetupCase):
    """One window, three mail programs, real servers."""

    def whole_way(self, language):
        preset.write(self.session)
        wizard = Wizard(self.session, language)
        wizard.start()
        wizard.fill("_Name", NAME)
        wizard.fill("_Mail address", TARO)
        wizard.wait_for("This is an address at %s. Its settings are known.")
        wizard.fill("_Password", self.servers.passwords[TARO])
        wizard.press("C_ontinue")
        # A preset from the person's own folder adds servers only after a word of the person.
        wizard.wait_for("One question first")
        self.assertEqual(self.servers.sign_ins(self.start).total(), 0)
        wizard.press("Yes, this is my provider")
        wizard.wait_for("Your mail servers work")
        self.assertEqual(self.persons_files(), {}, "nothing is written before it is asked for")
        wizard.press("Set up")
        wizard.wait_for("Your mail is set up")
        wizard.quit()
        exchange(self, Thunderbird(self.session), "imap")
        exchange(self, Evolution(self.session), "imap")
        self.send_by_msmtp("imap")
        no_failed_sign_in(self)

    def test_whole_way(self):
        self.whole_way("C.UTF-8")

    @world.matrix
    def test_whole_way_in_japanese(self):
        self.whole_way("ja_JP.UTF-8")
