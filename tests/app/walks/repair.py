# SPDX-License-Identifier: GPL-3.0-or-later
"""Accounts that used to work."""

import os
import pathlib

from cases.repair_questions import FIELD, KEEP, edit
from cases.trouble import add_hosting
from mailhost.names import address as host_address
from person import ADDRESS, PASSWORD, old_account, tab_to
from photographer import walk

ACCOUNTS = "Mail that used to work no longer does"


def find_out(person, password):
    person.press("Find out and repair")
    person.wait_for(FIELD)
    person.fill(FIELD, password)
    person.press("Find out")


@walk("start-repair", "repair", "repair-proven", "repair-done", "repair-undone", "accounts",
      "repair-failed")
def repair(person):
    old_account(person)
    person.start()
    person.wait_for("Find out and repair")
    person.picture("start-repair")
    person.press("Find out and repair")
    person.wait_for(FIELD)
    person.picture("repair")
    person.fill(FIELD, PASSWORD)
    person.press("Find out")
    person.wait_for("Settings that work were found")
    person.wait_enabled("Change the settings")
    person.picture("repair-proven")
    person.press("Change the settings")
    person.wait_for("The account is repaired")
    person.picture("repair-done")
    person.press("Undo")
    person.wait_for("Everything is as it was before")
    person.picture("repair-undone")
    person.press("Done")
    person.press(ACCOUNTS)
    person.wait_for("These accounts are on this computer. Kitte has only read their settings and "
                    "changed nothing.")
    person.picture("accounts")
    find_out(person, "wrong")
    person.wait_for("That did not work yet")
    person.picture("repair-failed")


@walk("accounts-none")
def no_account(person):
    person.start()
    person.press(ACCOUNTS)
    person.wait_for("No account was found in a mail program. You seem to read mail in the browser; "
                    "nothing has to be changed.")
    person.picture("accounts-none")


CLAWS = """[Account: 1]
account_name=old
is_default=1
address={address}
protocol=3
receive_server=localhost
imap_port={imaps}
set_imapport=1
smtp_server=smtp.demo.kitte.test
user_id={address}
ssl_imap=1
ssl_smtp=0
use_smtp_auth=0
"""


@walk("repair-by-hand")
def by_hand(person):
    """An account of a program that is only read."""
    home = pathlib.Path(person.desktop.environment["HOME"])
    program = person.desktop.folder / "programs/claws-mail"
    program.parent.mkdir(exist_ok=True)
    program.write_text("#!/bin/sh\n", encoding="ascii")
    program.chmod(0o755)
    person.desktop.environment["PATH"] = f"{program.parent}:{os.environ['PATH']}"
    (home / ".claws-mail").mkdir(exist_ok=True)
    (home / ".claws-mail/accountrc").write_text(
        CLAWS.format(address=ADDRESS, imaps=person.host.ports["imaps"]), encoding="utf-8")
    person.start()
    find_out(person, PASSWORD)
    person.wait_for("Settings that work were found")
    person.picture("repair-by-hand")


@walk("repair-question", behaviour="cert-wrong-host")
def question(person):
    """A refused certificate that names a hosting company."""
    prefs = old_account(person)
    for setting, value in {"server1.hostname": '"imap.own.test"', "id1.useremail": '"info@own.test"',
                           "smtp1.hostname": '"smtp.own.test"',
                           "server1.port": person.host.ports["cert-wrong-host"]}.items():
        edit(prefs, setting, value)
    person.desktop.names.table.update({"imap.own.test": [host_address("127.0.0.1")],
                                       "own.test": []})
    add_hosting(person)
    person.start()
    person.press("Find out and repair")
    person.wait_for(FIELD)
    person.picture("repair-question")


@walk("repair-healthy", "repair-keep-mail")
def healthy(person):
    """Nothing is wrong with the servers; fetched mail may stay there."""
    prefs = old_account(person)
    ports = person.host.ports
    for setting, value in {"server1.type": '"pop3"', "server1.port": ports["pop3s"],
                           "smtp1.hostname": '"localhost"', "smtp1.port": ports["submissions"],
                           "smtp1.try_ssl": 3, "smtp1.authMethod": 3}.items():
        edit(prefs, setting, value)
    with open(prefs, "a", encoding="utf-8") as file:
        file.write('user_pref("mail.server.server1.leave_on_server", false);\n'
                   f'user_pref("mail.smtpserver.smtp1.username", "{ADDRESS}");\n')
    person.start()
    person.press(ACCOUNTS)
    person.wait_for("Look more closely")
    person.press("Look more closely")
    person.wait_for(KEEP)
    person.picture("repair-healthy")
    tab_to(person, KEEP)
    person.desktop.key("space")
    person.press("Find out")
    person.wait_for("Mail stays on the server")
    person.wait_enabled("Change the settings")
    person.picture("repair-keep-mail")
