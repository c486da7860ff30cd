# SPDX-License-Identifier: GPL-3.0-or-later
"""What leaves the computer, and when: every packet of the private network is looked at."""

import socket
import time

import preset
import world
from capture import Capture
from service import PATIENCE, wait_until
from servers import GOOD, TARO
from wizard import Wizard

# Nobody’s name here, so that any trace of it is one of ours.
LOCAL = "taro-geheim"
STRANGE = LOCAL + "@strange-domain.test"
KNOWN = LOCAL + "@example.test"

# How long nothing may happen where nothing is to be waited for.
QUIET = 2

IMAPS, SUBMISSIONS = (GOOD, 993), (GOOD, 465)


class CaptureTest(world.Case):
    """The eye that the other cases trust."""

    graphical = False

    def test_sees_what_is_sent(self):
        with Capture() as capture, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
            for text in (LOCAL.encode(), b"x dGFyby1nZWhlaW1A", b"TARO-GEHEIM", b"?a=taro-geheim@x",
                         LOCAL.encode("utf-16-le")):
                before = len(capture.giving_away(STRANGE))
                line.sendto(text, ("127.0.0.1", 4999))
                self.assertEqual(len(capture.giving_away(STRANGE)), before + 1, text)
            line.sendto(b"something else", ("127.0.0.1", 4999))
            self.assertEqual(len(capture.giving_away(STRANGE)), before + 1)
            with socket.create_connection(("127.0.0.1", 53)):
                self.assertEqual(capture.places(), [("127.0.0.1", 53)])


class WindowPrivacyTest(world.Case):
    """The real window, typed into by a keyboard; Continue is not pressed until the case says so."""

    def setUp(self):
        super().setUp()
        self.capture = self.enterContext(Capture())
        self.wizard = Wizard(self.session)

    def type_account(self, address, password):
        """As a person does it: the address is left by going on to the password."""
        self.wizard.start()
        window = self.session.wait_for_window(lambda one: one.program == "kitte", PATIENCE,
                                              "Kitte's window")
        for key, text in (("alt+n", "Taro"), ("alt+m", address), ("alt+p", password)):
            self.session.press(window, key)
            self.session.type(window, text)

    def check_discreet(self, address):
        self.assertEqual(self.capture.giving_away(address), [])

    def test_nothing_leaves_for_an_unknown_domain(self):
        self.type_account(STRANGE, "himitsu")
        time.sleep(QUIET)
        self.assertEqual(self.capture.packets(), [])
        # That it was this address, and that packets are seen, is shown by what comes next.
        self.wizard.press("C_ontinue")
        wait_until(lambda: "strange-domain.test" in self.capture.names(), PATIENCE,
                   lambda: f"a question for the domain; {self.capture.names()}, "
                   f"{self.session.picture('wizard')}")
        self.check_discreet(STRANGE)

    def test_only_the_presets_own_servers(self):
        """A shipped preset’s servers are called when the address was left, and then sign in: each is
        called once."""
        secret = "himitsu"
        self.servers.set_password(TARO, secret)
        preset.write_shipped(self.session, username=TARO)
        self.type_account(KNOWN, secret)
        wait_until(lambda: len(self.capture.places()) >= 2, PATIENCE,
                   lambda: f"both servers to be called; {self.capture.places()}, "
                   f"{self.session.picture('wizard')}")
        time.sleep(QUIET)
        self.assertEqual(sorted(self.capture.places()), sorted([IMAPS, SUBMISSIONS]))
        self.assertEqual(self.capture.names(), {"imap.example.test", "smtp.example.test"})
        self.assertEqual(self.servers.sign_ins(self.start).total(), 0)
        self.check_discreet(KNOWN)
        self.wizard.press("C_ontinue")
        self.wizard.wait_for("Your mail servers work")
        self.check_discreet(KNOWN)
        self.assertEqual(sorted(self.capture.places()), sorted([IMAPS, SUBMISSIONS]),
                         "the servers that were called are those that were signed in to")
        signed_in = self.servers.sign_ins(self.start)
        self.assertEqual((signed_in.accepted["imap"], signed_in.total()), (1, 2), signed_in)
