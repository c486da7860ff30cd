# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of the check: while it runs, what it asks, and what goes wrong there."""

import pathlib
import shutil
import time

from cases.finding import named_host, publish_services
from cases.later import LATER
from cases.trouble import HOSTING, add_hosting
from person import PASSWORD, tab_to
from photographer import walk


def begin(person, address=None):
    person.start()
    person.type_account(PASSWORD, *([address] if address else []))
    person.press("C_ontinue")


@walk("check-running", "check-slow", behaviour="silent-greeting")
def running(person):
    begin(person)
    person.wait_for("Receiving mail")
    person.picture("check-running")
    time.sleep(2)
    person.picture("check-slow")


@walk("check-searching", "start-user-name", "check-trust", host=named_host)
def searching(person):
    """A domain that no preset knows, and servers that belong to somebody else."""
    domain = "search.test"
    person.desktop.environment["KITTE_PROVIDERS_DIR"] = str(person.desktop.folder)
    publish_services(person)
    person.desktop.names.table[domain] = None
    begin(person, "hanako@" + domain)
    person.wait_for("Checking your mail servers")
    person.press("Where the settings were looked for")
    person.window.wait_for("SRV " + domain)
    person.picture("check-searching")
    person.desktop.names.table[domain] = []
    person.wait_for("User name")
    person.picture("start-user-name")
    person.fill("User name", "hanako@demo.kitte.test")
    person.press("C_ontinue")
    person.wait_for("One question first")
    person.picture("check-trust")


@walk("check-rejected", "check-reply", "check-reply-end", "check-report", "start-rejected")
def rejected(person):
    person.start()
    person.type_account("wrong")
    person.press("C_ontinue")
    person.wait_for("The password was not accepted.")
    person.picture("check-rejected")
    person.press("See the server’s reply")
    person.picture("check-reply")
    tab_to(person, "Copy")
    person.picture("check-reply-end")
    tab_to(person, "Copy a report for support")
    person.desktop.key("space")
    person.picture("check-report")
    person.press("Type the password again")
    person.wait_for("This password was not accepted. Please type it again; the eye button shows "
                    "what you type.")
    person.picture("start-rejected")


@walk("check-certificate", behaviour="cert-expired")
def certificate(person):
    begin(person)
    person.wait_for("The server’s certificate has expired.")
    person.picture("check-certificate")


@walk("check-provider", "start-provider", behaviour="cert-wrong-host")
def provider(person):
    """A hosting company behind the certificate."""
    add_hosting(person)
    yes = person.say("Yes, my mail is at %s") % HOSTING[person.language]
    begin(person)
    person.window.wait_for(yes)
    person.picture("check-provider")
    person.window.press(yes)
    person.wait_for("No, my mail is somewhere else")
    person.picture("start-provider")


@walk("check-later", "ready-later", behaviour="smtp-closes-at-once")
def later(person):
    begin(person)
    person.wait_for(LATER)
    person.picture("check-later")
    person.press(LATER)
    person.wait_for("Receiving works, sending is still unchecked")
    person.wait_enabled("Set up")
    person.picture("ready-later")


@walk("start-sending-password", behaviour="smtp-auth-rejected-535")
def sending_rejected(person):
    begin(person)
    person.wait_for("The password was not accepted for sending.")
    person.press("Type the password again")
    person.wait_for("Password for sending")
    person.picture("start-sending-password")


@walk("check-nobody")
def nobody(person):
    """Nobody knows the domain, or no network is there to ask."""
    person.start()
    person.fill("_Mail address", "hanako@nobody-knows-this.example.jp")
    person.fill("_Password", PASSWORD)
    person.press("C_ontinue")
    person.wait_for("That did not work yet")
    person.picture("check-nobody")


@walk("check-foreign")
def foreign(person):
    """Servers that do not belong to the address."""
    own = pathlib.Path(person.desktop.environment["XDG_DATA_HOME"]) / "kitte/providers"
    own.mkdir(parents=True)
    for preset in person.host.presets:
        shutil.copy(preset, own)
    del person.desktop.environment["KITTE_PROVIDERS_DIR"]
    begin(person)
    person.wait_for("One question first")
    person.picture("check-foreign")
