# SPDX-License-Identifier: GPL-3.0-or-later
"""The last page, what was set up earlier, and the test message."""

import fcntl

from cases.message import TRIALS, wait_for_pattern
from cases.programs import hide_programs
from desktop import wait_until
from person import PASSWORD, make_profile, old_account, tab_to
from photographer import walk


@walk("ready", "ready-settings", "ready-phone", "ready-changes", "ready-done", "ready-undone")
def ready(person):
    person.start()
    person.check_account()
    person.picture("ready")
    person.press("All settings, to copy or print")
    person.wait_for("Sign-in method")
    tab_to(person, "Copy all", 30)
    person.picture("ready-settings")
    person.press("All settings, to copy or print")
    person.press("For your phone")
    person.wait_for("QR code with the settings of the account, without the password")
    person.make_higher()
    person.picture("ready-phone")
    person.press("For your phone")
    person.press("What will change on this computer")
    person.picture("ready-changes")
    person.press("Set up")
    person.wait_for("Your mail is set up")
    person.picture("ready-done")
    person.press("Undo")
    person.wait_for("Everything is as it was before")
    person.picture("ready-undone")


@walk("ready-existing", "changes", "changes-undone")
def existing(person):
    """The address is there already; later, what was set up is taken back."""
    old_account(person)
    person.start()
    person.check_account()
    person.wait_for("Leave it as it is")
    person.picture("ready-existing")
    person.press("Set up")
    person.wait_for("Your mail is set up")
    person.press("Set up another address")
    person.wait_for("What Kitte has set up")
    person.press("What Kitte has set up")
    person.wait_for("Take back")
    person.picture("changes")
    person.press("Take back")
    person.wait_for("The settings are as they were. No mail was lost.")
    person.picture("changes-undone")


@walk("ready-waiting")
def waiting(person):
    """A Thunderbird that is open has to be closed first."""
    profile = make_profile(person, {"app.update.lastUpdateTime.x": 1})
    person.start()
    with open(profile / ".parentlock", "w", encoding="ascii") as lock:
        fcntl.lockf(lock, fcntl.LOCK_EX)
        person.check_account()
        person.press("Set up")
        wait_until(lambda: any("Thunderbird" in name and name != "Thunderbird"
                               for name in person.window.texts()), "the request to quit it")
        person.picture("ready-waiting")
    person.wait_for("Your mail is set up")


@walk("ready-no-programs")
def no_programs(person):
    """A computer without a mail program: the settings to take along."""
    _asked, arguments = hide_programs(person)
    person.launch(arguments)
    person.type_account(PASSWORD)
    person.press("C_ontinue")
    person.wait_for("Your mail servers work")
    person.wait_for("Get Thunderbird from the software centre")
    person.picture("ready-no-programs")


@walk("ready-message")
def message(person):
    person.start()
    person.check_account()
    person.press("Send a test message")
    wait_for_pattern(person, "Arrived %s seconds later")
    person.make_higher()
    person.picture("ready-message")


@walk("ready-message-waiting", behaviour=str(TRIALS / "imap-never.json"))
def message_waiting(person):
    person.start()
    person.check_account()
    person.press("Send a test message")
    person.wait_for("Kitte is waiting for it to arrive…")
    person.make_higher()
    person.picture("ready-message-waiting")


@walk("ready-message-failed", behaviour=str(TRIALS / "smtp-greylists.json"))
def message_failed(person):
    person.start()
    person.check_account()
    person.press("Send a test message")
    person.wait_for("Send again")
    person.make_higher()
    person.picture("ready-message-failed")
