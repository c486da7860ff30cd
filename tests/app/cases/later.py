# SPDX-License-Identifier: GPL-3.0-or-later
"""Receiving works, and the sending server does not answer for the moment."""

from case import case
from person import PASSWORD, check, files_of

LATER = "Set it up now, and check sending later"


@case(behaviour="smtp-closes-at-once")
def check_later(person):
    """What works is set up with all of it; sending is said to be unchecked."""
    person.desktop.unlock_keyring()
    person.start()
    person.type_account(PASSWORD)
    person.press("C_ontinue")
    person.wait_for("That did not work yet")
    person.wait_for(LATER)
    person.audit()
    check(not files_of(person.desktop), "files were written before they were asked for")
    person.press(LATER)
    person.wait_for("Receiving works, sending is still unchecked")
    person.wait_enabled("Set up")
    person.audit()
    check(not person.sees("Your mail servers work"), "it is said to work")
    check(not person.sees("Send a test message"), "a test message was offered")
    person.press("Set up")
    person.wait_for("Your mail is set up")
    check(files_of(person.desktop), "nothing was written")
    check(len(person.host.sign_ins("accepted")) == 1, "not exactly one sign-in")


@case(behaviour="smtp-auth-rejected-535")
def not_later(person):
    """A password that was refused is no matter of time."""
    person.start()
    person.type_account(PASSWORD)
    person.press("C_ontinue")
    person.wait_for("That did not work yet")
    person.wait_for("Copy a report for support")
    check(not person.sees(LATER), "an account that was refused could be set up")
