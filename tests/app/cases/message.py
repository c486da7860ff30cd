# SPDX-License-Identifier: GPL-3.0-or-later
"""A test message to oneself, from the last page."""

import pathlib
import re

from case import case
from desktop import wait_until
from person import ADDRESS, PASSWORD, check, search_for_password

TRIALS = pathlib.Path(__file__).resolve().parents[2] / "engine" / "trial"


def wait_for_pattern(person, text):
    """A sentence with a number in it."""
    pattern = re.compile(re.escape(person.say(text)).replace("%s", r"[0-9]+\.[0-9]"))
    wait_until(lambda: any(pattern.search(name) for name in person.window.texts()),
               f"“{person.say(text)}”")


@case()
def test_message(person):
    """Sent, arrived, removed; then the account is set up as ever."""
    person.desktop.unlock_keyring()
    person.start()
    person.check_account()
    check(not person.host.events("delivered"), "a check sent a message")
    person.press("Send a test message")
    wait_for_pattern(person, "Sent after %s seconds")
    wait_for_pattern(person, "Arrived %s seconds later")
    person.wait_for("Kitte has removed the test message from your mailbox again.")
    person.audit()
    delivered = person.host.events("delivered")
    check([(event["sender"], event["recipients"]) for event in delivered] ==
          [(ADDRESS, [ADDRESS])], f"delivered: {delivered}")
    check([event["count"] for event in person.host.events("deleted")] == [1],
          "not exactly one message was removed")
    check(not person.sees("Stop waiting"), "there is nothing to wait for any more")
    search_for_password(person.desktop)
    person.press("Set up")
    person.wait_for("Your mail is set up")
    search_for_password(person.desktop)


@case()
def test_message_at_the_end(person):
    """Once the account is written it can be tried too."""
    person.desktop.unlock_keyring()
    person.start()
    person.check_account()
    person.press("Set up")
    person.wait_for("Your mail is set up")
    person.press("Send a test message")
    wait_for_pattern(person, "Arrived %s seconds later")
    person.press("Set up another address")
    person.wait_for("_Mail address")


@case(behaviour=str(TRIALS / "smtp-greylists.json"))
def test_message_put_off(person):
    """A server that puts it off is quoted, nothing is modal, and it can be sent again."""
    person.start()
    person.check_account()
    person.press("Send a test message")
    person.wait_for("The server asks to try again later.")
    person.wait_for("Send again")
    person.window.wait_for("907")
    person.audit()
    person.expect_focus("Send again")
    person.press("See the server’s reply")
    person.wait_for("What Kitte and the server said")
    said = person.window.content(person.say("What Kitte and the server said"))
    check("RCPT TO" in said and "Greylisted" in said, f"the refusal is not in {said}")
    check(PASSWORD not in said, "the password is in the reply")
    check(not person.host.events("delivered"), "it was delivered")


@case(behaviour=str(TRIALS / "imap-never.json"))
def test_message_stopped(person):
    """Who does not want to wait stops: it is on its way, and can be looked for again."""
    person.start()
    person.check_account()
    person.press("Send a test message")
    person.wait_for("Kitte is waiting for it to arrive…")
    person.expect_focus("Stop waiting")
    person.press("Stop waiting")
    person.wait_for("On its way")
    person.wait_for("Look again")
    person.expect_focus("Look again")
    person.press("Look again")
    person.wait_for("Kitte is waiting for it to arrive…")
    check(len(person.host.events("delivered")) == 1, "it was sent twice")
