# SPDX-License-Identifier: GPL-3.0-or-later
"""From the address to the files of the mail programs, and back."""

import fcntl
import pathlib
import shutil
import time

from case import case
from cases.start import expect_notes
from desktop import wait_until
from person import (
    ADDRESS, PASSWORD, check, files_of, make_profile, old_account, search_for_password, tab_to)
from processors import Stopwatch


@case()
def whole_way(person):
    """From the address to the files on disk, with one wrong password, and back out again."""
    person.desktop.unlock_keyring()
    person.start()
    window = person.window
    person.expect_focus("_Mail address")
    person.audit()
    check(not person.sees("Your mail servers work"), "the last page is in the tree")

    person.type_account("wrong")
    person.wait_for("_Password")
    person.press("C_ontinue")
    person.wait_for("The password was not accepted.")
    person.expect_focus("Type the password again")
    person.audit()
    person.wait_gone("_Mail address")
    check(len(person.host.sign_ins("failed")) == 1, "not exactly one failed sign-in")
    check(not person.host.sign_ins(service="submissions"), "sending got a rejected password")
    check(not files_of(person.desktop), "files were written after a wrong password")

    person.desktop.key("Return")
    person.wait_for("This password was not accepted. Please type it again; the eye button shows "
                    "what you type.")
    person.expect_focus("_Password")
    check(person.content("_Mail address") == ADDRESS, "the address was lost")
    check(person.content("_Password") == "", "the password is still in the field")
    person.press("C_ontinue")
    person.wait_for_line("Please type your password.")
    check(len(person.host.sign_ins()) == 1, "a press with nothing typed went to the server")

    person.check_account()
    person.expect_focus("Set up")
    person.audit()
    person.wait_gone("The password was not accepted.")
    check(not files_of(person.desktop), "files were written before they were asked for")
    expected = [program for program in ("thunderbird", "evolution", "msmtp")
                if shutil.which(program)]
    check(expected, "install Thunderbird, Evolution or msmtp to run this")
    person.press("What will change on this computer")
    wait_until(lambda: any("+ " in name or "+\t" in name or "\n+" in name
                           for name in window.texts()), "the changes to be shown")
    person.press("Set up")
    person.wait_for("Your mail is set up")
    person.audit()
    found = files_of(person.desktop)
    if "thunderbird" in expected:
        check(any(name.endswith("/logins.json") for name in found), "no login for Thunderbird")
        check(any(name.endswith("/prefs.js") for name in found), "no account in Thunderbird")
    if "evolution" in expected:
        check(sum(name.endswith(".source") for name in found) == 3, "no account in Evolution")
    if "msmtp" in expected:
        check(any("msmtp" in name for name in found), "no account in msmtp")
    search_for_password(person.desktop)

    person.press("Undo")
    person.wait_for("Everything is as it was before")
    person.expect_focus("Set up another address")
    person.audit()
    check(not files_of(person.desktop), f"left behind: {files_of(person.desktop)}")
    person.press("Set up another address")
    person.wait_for("_Mail address")
    check(person.content("_Mail address") == "", "the former address is still there")


@case(behaviour="silent-greeting")
def cancelled(person):
    """Cancel brings the first page back at once, with everything that was typed but the password."""
    person.start()
    person.type_account(PASSWORD)
    person.press("C_ontinue")
    person.wait_for("Cancel")
    person.host.wait_for("connect")
    person.audit()
    person.wait_for("Receiving mail")
    person.press("Cancel")
    stopwatch = Stopwatch()
    person.wait_for("_Mail address")
    # Without the word it would go on for twenty seconds.
    check(stopwatch.seconds() < 2, "going back took too long")
    check(person.content("_Mail address") == ADDRESS, "the address was lost")
    person.host.wait_for("close", seconds=10)
    person.expect_focus("_Password")
    check(not person.sees("What you typed is still remembered"), "the password was kept")
    person.press("C_ontinue")
    person.wait_for_line("Please type your password.")
    check(not person.sees("Receiving mail"), "it went on without the password")


@case(behaviour="silent-greeting")
def gone_back(person):
    """Back, while it runs, loses nothing that was typed; Escape is the same as Cancel."""
    person.start()
    person.type_account(PASSWORD)
    person.press("C_ontinue")
    person.wait_for("Receiving mail")
    person.press("Back")
    person.wait_for("What you typed is still remembered. Type here only to change it.")
    person.press("C_ontinue")
    person.wait_for("Receiving mail")
    person.expect_focus("Cancel")
    person.desktop.key("Escape")
    person.expect_focus("_Password")
    check(not person.sees("What you typed is still remembered"), "the password was kept")


@case()
def keyboard(person):
    """The whole way without a mouse: Tab, letters, Enter, Escape."""
    person.desktop.unlock_keyring()
    person.start()
    person.expect_focus("_Mail address")
    person.desktop.type(ADDRESS)
    greeting = person.say("This is an address at %s. Its settings are known.")
    person.window.wait_for(greeting.split("%s")[1])
    person.desktop.key("Tab")
    person.expect_focus("_Password")
    person.desktop.type("wrong")
    person.desktop.key("Return")
    person.wait_for("The password was not accepted.")
    person.expect_focus("Type the password again")
    person.desktop.key("Escape")
    person.expect_focus("_Password")
    expect_notes(person, "_Password")
    person.desktop.type(PASSWORD)
    person.desktop.key("Return")
    person.wait_for("Your mail servers work")
    person.wait_enabled("Set up")
    person.expect_focus("Set up")
    person.desktop.key("Return")
    person.wait_for("Your mail is set up")


POP_ADDRESS = "taro@pop.demo.kitte.test"

# The three files of an account in Evolution that fetches the same mailbox, at an older host.
EVOLUTION_POP = {
    "a": "[Data Source]\nDisplayName=x\nEnabled=true\nParent=\n\n[Mail Account]\n"
         "BackendName=pop\nIdentityUid=i\n\n[Authentication]\nHost=pop.old.example\nPort=995\n"
         "User=taro\n\n[Security]\nMethod=ssl-on-alternate-port\n",
    "i": "[Data Source]\nDisplayName=x\nEnabled=true\nParent=a\n\n[Mail Identity]\n"
         "Address=" + POP_ADDRESS + "\n\n[Mail Submission]\nTransportUid=t\n",
    "t": "[Data Source]\nDisplayName=x\nEnabled=true\nParent=a\n\n[Mail Transport]\n"
         "BackendName=smtp\n\n[Authentication]\nHost=smtp.old.example\nPort=465\n",
}


def chosen_programs(person):
    """Whether each program that fetches is chosen, by name, in the order of the page."""
    checked = {}
    for node in person.window.walk():
        if node.get_role_name() == "check box":
            states = node.get_state_set()
            checked[node.get_name()] = states.contains(person.window.atspi.StateType.CHECKED)
    return {name: chosen for name, chosen in checked.items()
            if name.startswith(("Thunderbird", "Evolution"))}


@case()
def pop_mailbox(person):
    """Of the programs that fetch, only the first is chosen for a POP3 mailbox; or the one that does
    already, which then is left as it is."""
    person.start()
    person.check_account(address=POP_ADDRESS)
    fetching = list(chosen_programs(person).values())
    check(fetching and fetching == [True] + [False] * (len(fetching) - 1), f"chosen: {fetching}")
    if shutil.which("evolution") is None:
        return
    person.quit()
    sources = pathlib.Path(person.desktop.environment["HOME"]) / ".config/evolution/sources"
    sources.mkdir(parents=True)
    for uid, text in EVOLUTION_POP.items():
        (sources / f"{uid}.source").write_text(text)
    person.start()
    person.type_account(PASSWORD, POP_ADDRESS)
    person.press("C_ontinue")
    person.wait_for("Your mail servers work")
    person.wait_for("Leave it as it is")
    check(not any(chosen_programs(person).values()), f"chosen: {chosen_programs(person)}")
    warning = person.say("%s fetches this mailbox already. With POP one program should: what one of "
                         "them deletes from the server the other may never get.")
    person.window.wait_for(warning.replace("%s", "Evolution"))


@case()
def password_file(person):
    """Without a keyring the password goes into msmtp's file where the person says so, and only then."""
    label = "Keep the password for msmtp unencrypted in its settings file"
    home = pathlib.Path(person.desktop.environment["HOME"])
    rc = home / ".msmtprc"
    services = home / ".local/share/dbus-1/services"
    services.mkdir(parents=True)
    # Before the system's one, which would be started.
    (services / "org.freedesktop.secrets.service").write_text(
        "[D-BUS Service]\nName=org.freedesktop.secrets\nExec=/bin/false\n")
    person.desktop.ask_bus("ReloadConfig")
    person.start()
    person.check_account()
    person.wait_for(label)
    person.audit()
    tab_to(person, label)
    person.desktop.key("space")
    person.press("What will change on this computer")
    wait_until(lambda: any("password ***" in name for name in person.window.texts()),
               lambda: f"the plan with the password; there is {person.window.texts()}")
    person.wait_enabled("Set up")
    person.press("Set up")
    person.wait_for("Your mail is set up")
    check(PASSWORD in rc.read_text(), "the password is not in msmtp's file")
    check(rc.stat().st_mode & 0o777 == 0o600, f"mode {rc.stat().st_mode:o}")
    rc.unlink()
    search_for_password(person.desktop)


@case()
def running(person):
    """A Thunderbird that is open is never written under; closing it is enough to go on."""
    profile = make_profile(person, {"app.update.lastUpdateTime.x": 1})
    person.desktop.unlock_keyring()
    person.start()
    with open(profile / ".parentlock", "w", encoding="ascii") as lock:
        fcntl.lockf(lock, fcntl.LOCK_EX)
        person.check_account()
        before = (profile / "prefs.js").read_bytes()
        person.press("Set up")
        wait_until(lambda: any("Thunderbird" in name and name != "Thunderbird"
                               for name in person.window.texts()), "the request to quit it")
        person.audit()
        time.sleep(1.5)
        check((profile / "prefs.js").read_bytes() == before, "written under a running program")
    person.wait_for("Your mail is set up")
    check((profile / "prefs.js").read_bytes() != before, "nothing was written")


@case()
def existing(person):
    """The address is there already: the person chooses; what was set up is listed and taken back."""
    prefs = old_account(person)
    before = prefs.read_bytes()
    person.desktop.unlock_keyring()
    person.start()
    check(not person.sees("What Kitte has set up"), "nothing was set up, and it is offered")
    person.check_account()
    person.wait_for("Give it the settings and the password that work now")
    person.audit()
    check(prefs.read_bytes() == before, "written before it was asked for")
    tab_to(person, "Leave it as it is")
    person.desktop.key("Down")
    person.expect_focus("Give it the settings and the password that work now")
    person.desktop.key("space")
    port = f'smtp1.port", {person.host.ports["submissions"]});'
    person.press("What will change on this computer")
    wait_until(lambda: any(port in name for name in person.window.texts()),
               "the repair to be planned")
    person.wait_enabled("Set up")
    person.press("Set up")
    person.wait_for("Your mail is set up")
    text = prefs.read_text(encoding="utf-8")
    check("account2" not in text, "the account is there twice")
    check(port in text, "the account is not repaired")
    person.press("Set up another address")
    person.wait_for("What Kitte has set up")
    person.press("What Kitte has set up")
    person.wait_for("Take back")
    person.audit()
    person.window.wait_for(ADDRESS)
    person.press("Take back")
    person.wait_for("The settings are as they were. No mail was lost.")
    check(prefs.read_bytes() == before, "the settings are not as they were")
    wait_until(lambda: not person.sees("Take back"), "the list to be empty")
    person.audit()
    person.press("Done")
    person.wait_for("_Mail address")


@case()
def budget(person):
    """After a restart only the person’s word grants another sign-in; before it nothing is sent."""
    person.desktop.unlock_keyring()
    person.start()
    person.type_account("wrong")
    person.press("C_ontinue")
    person.wait_for("The password was not accepted.")
    person.quit()
    person.start()
    person.type_account(PASSWORD)
    person.press("C_ontinue")
    person.wait_for("No further attempt was made.")
    person.audit()
    check(len(person.host.sign_ins()) == 1, "something was sent all the same")
    person.press("Something has changed, try again now")
    person.wait_for("Your mail servers work")
