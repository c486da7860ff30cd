# SPDX-License-Identifier: GPL-3.0-or-later
"""Accounts that used to work."""

import pathlib
import re

from case import case
from cases.start import expect_notes
from mailhost.names import address
from person import ADDRESS, PASSWORD, check, old_account, tab_to, use_changed_preset


@case()
def repair(person):
    """The card on the first page, the proof, just that change, and back."""
    prefs = old_account(person)
    before = prefs.read_bytes()
    person.desktop.unlock_keyring()
    person.start()
    person.wait_for("Find out and repair")
    person.window.wait_for(ADDRESS)
    person.audit()
    person.press("Find out and repair")
    person.wait_for("Pass_word for receiving mail")
    person.audit()
    person.expect_focus("Pass_word for receiving mail")
    person.press("Back")
    person.wait_for("Find out and repair")
    person.audit()
    person.press("Find out and repair")
    person.wait_for("Pass_word for receiving mail")
    expect_notes(person, "Pass_word for receiving mail")
    person.fill("Pass_word for receiving mail", PASSWORD)
    tab_to(person, "Pass_word for receiving mail")
    person.desktop.key("Return")
    person.wait_for("Settings that work were found")
    check(prefs.read_bytes() == before, "written before it was asked for")
    person.wait_enabled("Change the settings")
    person.audit()
    person.expect_focus("Change the settings")
    person.desktop.key("Return")
    person.wait_for("The account is repaired")
    check(str(person.host.ports["submissions"]).encode() in prefs.read_bytes(), "port not changed")
    person.press("Undo")
    person.wait_for("Everything is as it was before")
    check(prefs.read_bytes() == before, "undo did not restore the file")
    person.press("Done")
    person.press("Mail that used to work no longer does")
    person.wait_for("These accounts are on this computer. Kitte has only read their settings and "
                    "changed nothing.")
    person.window.wait_for(ADDRESS)
    person.audit()
    person.press("Find out and repair")
    person.wait_for("Pass_word for receiving mail")


@case()
def repair_healthy(person):
    """An account as its provider wants it is changed in nothing, and the person is told so."""
    def name_servers(preset):
        for server in preset["servers"]:
            server["host"] = "mail.demo.kitte.test"

    # A server at an address of this computer would be nobody’s to judge.
    person.desktop.names.table["mail.demo.kitte.test"] = [address("127.0.0.1")]
    use_changed_preset(person, name_servers)
    person.desktop.unlock_keyring()
    person.start()
    person.check_account()
    person.press("Set up")
    person.wait_for("Your mail is set up")
    person.quit()
    home = pathlib.Path(person.desktop.environment["HOME"])
    files = {path: path.read_bytes() for path in home.rglob("*")
             if path.is_file() and path.match("prefs.js") or path.match(".msmtprc")
             or path.match("*.source")}
    check(files, "nothing was set up")
    spent = len(person.host.sign_ins())
    person.start()
    person.press("Mail that used to work no longer does")
    person.wait_for("Its settings look right.")
    check(not person.sees("Find out and repair"), "a healthy account is to be repaired")
    person.audit()
    person.press("Look more closely")
    person.wait_for("Nothing in these settings has to be changed.")
    person.wait_for("Nothing is wrong with this account.")
    check(len(person.host.sign_ins()) == spent, "a sign-in was tried unasked")
    person.audit()
    person.press("Leave it as it is")
    person.wait_gone("Nothing in these settings has to be changed.")
    for path, before in files.items():
        check(path.read_bytes() == before, f"{path} is not as it was")


@case()
def no_account(person):
    """Whoever reads mail in the browser has nothing to change."""
    person.start()
    person.press("Mail that used to work no longer does")
    person.wait_for("No account was found in a mail program. You seem to read mail in the browser; "
                    "nothing has to be changed.")
    person.audit()
    person.press("Done")
    person.wait_for("C_ontinue")


@case()
def repair_saved(person):
    """The password that Thunderbird has saved is enough, when the person says so."""
    person.desktop.unlock_keyring()
    person.start()
    person.check_account()
    person.press("Set up")
    person.wait_for("Your mail is set up")
    person.quit()
    home = pathlib.Path(person.desktop.environment["HOME"])
    prefs = next(home.glob(".thunderbird/*/prefs.js"))
    old = {"hostname": '"smtp.demo.kitte.test"', "port": "25", "authMethod": "1", "try_ssl": "0"}
    prefs.write_text(re.sub(
        r'(user_pref\("mail\.smtpserver\.smtp1\.(hostname|port|authMethod|try_ssl)", )[^)]*',
        lambda match: match[1] + old[match[2]], prefs.read_text()))
    before = len(person.host.sign_ins())
    person.start()
    person.press("Repair with the saved password")
    person.wait_for("Settings that work were found")
    done = person.say("%1$s: %2$s").replace("%1$s", person.say("SMTP authentication (SMTP AUTH)"))
    # In the provider’s words, once the change is planned.
    person.window.wait_for(done.split("%2$s")[0])
    check(len(person.host.sign_ins()) == before + 2, "not signed in once each")
    person.wait_enabled("Change the settings")
    person.press("Change the settings")
    person.wait_for("The account is repaired")
