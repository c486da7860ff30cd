# SPDX-License-Identifier: GPL-3.0-or-later
"""The mail programs to choose from, and what one can do once they are set up."""

import pathlib
import shutil
import subprocess

from case import case
from desktop import wait_until
from person import PASSWORD, PROGRAM, THUNDERBIRD, check, files_of, tab_to

FLATPAK = "Thunderbird (Flatpak)"
ID = "org.mozilla.thunderbird"


def add_flatpak(person):
    """A Thunderbird of the person’s own; gives back the file that tells that it was opened."""
    opened = person.desktop.folder / "opened"
    data = pathlib.Path(person.desktop.environment["XDG_DATA_HOME"])
    (data / "flatpak/app" / ID).mkdir(parents=True)
    (data / "applications").mkdir()
    (data / "applications" / f"{ID}.desktop").write_text(
        f"[Desktop Entry]\nType=Application\nName=Thunderbird\nExec=touch {opened}\n"
        "Icon=kitte-test-no-such-icon\n")
    return opened


def cards(person):
    """Every program, and whether it is chosen."""
    def read():
        checked = person.window.atspi.StateType.CHECKED
        return {node.get_name(): node.get_state_set().contains(checked)
                for node in person.window.walk() if node.get_role_name() == "check box"}
    return person.window.look(read)


def choose_only(person, wanted):
    """One by the keyboard, as a screen reader’s user does; the others are let go by their action."""
    for name, chosen in cards(person).items():
        if name != wanted and chosen:
            person.window.press(name)
    tab_to(person, wanted, 30)
    if not cards(person)[wanted]:
        person.desktop.key("space")
    wait_until(lambda: [name for name, chosen in cards(person).items() if chosen] == [wanted],
               lambda: f"only {wanted} to be chosen; it is {cards(person)}")


@case()
def program_cards(person):
    """Two of a kind are told apart; the chosen one is set up, opened, taken back; then anew."""
    opened = add_flatpak(person)
    person.desktop.unlock_keyring()
    person.start()
    person.check_account()
    person.window.wait_for(FLATPAK)
    check(any(cards(person).values()), f"nothing is proposed: {cards(person)}")
    person.audit()
    choose_only(person, FLATPAK)
    person.press("Set up")
    person.wait_for("Your mail is set up")
    home = pathlib.Path(person.desktop.environment["HOME"])
    root = home / ".var/app" / ID / ".thunderbird"
    check(any(root.rglob("prefs.js")), "nothing was written for the program that was chosen")
    check(not files_of(person.desktop), f"written for others: {files_of(person.desktop)}")
    person.window.press(person.say("Open %s") % FLATPAK, elsewhere=True)
    wait_until(opened.exists, "the program to be opened")
    person.press("Undo")
    person.wait_for("Everything is as it was before")
    person.expect_focus("Set up another address")
    person.audit()
    check(not any(root.rglob("prefs.js")), "it was not taken back")
    person.press("Set up another address")
    person.wait_for("_Mail address")
    check(person.content("_Mail address") == "", "the first address is still there")
    person.audit()
    person.fill("_Mail address", "taro@demo.kitte.test")
    person.wait_for("_Password")
    check(person.content("_Password") == "", "the first password is still there")


def apart():
    """What starts a program so that it can have other files in the place of the computer’s own."""
    command = [shutil.which("unshare"), "-Um", "--map-current-user", "--keep-caps"]
    if subprocess.run([*command, "/bin/true"], check=False, capture_output=True).returncode != 0:
        print("no namespaces here")
        raise SystemExit(77)
    return command


def hide_programs(person):
    """A computer without a mail program, and with a software centre that writes down its call."""
    folder = person.desktop.folder / "programs"
    folder.mkdir()
    asked = person.desktop.folder / "asked"
    centre = folder / "gnome-software"
    centre.write_text(f'#!/bin/sh\necho "$@" > {asked}.new\n/bin/mv {asked}.new {asked}\n')
    centre.chmod(0o755)
    program = ["/bin/sh", "-c", f'[ ! -d {THUNDERBIRD} ] || mount -t tmpfs none {THUNDERBIRD}; '
               'PATH=$0 exec "$1"', str(folder), PROGRAM]
    return asked, [*apart(), *program]


@case()
def no_program(person):
    """The settings are there to take along; a program that is installed meanwhile is found."""
    asked, arguments = hide_programs(person)
    person.launch(arguments)
    person.type_account(PASSWORD)
    person.press("C_ontinue")
    person.wait_for("No mail program that Kitte can set up is installed on this computer. These are "
                    "Thunderbird, Evolution and msmtp. Install one of them and come back; nothing "
                    "has been changed.")
    person.wait_for("Sign-in method")
    person.audit()
    check(not person.sees("Set up in these mail programs"), "there is nothing to choose")
    person.press("Get Thunderbird from the software centre")
    wait_until(asked.exists, "the software centre")
    check(asked.read_text() == "--search=Thunderbird\n", f"asked for {asked.read_text()}")
    add_flatpak(person)
    person.desktop.leave_and_return(person.process.pid)
    person.window.wait_for(FLATPAK)
    person.wait_enabled("Set up")
    person.wait_gone("Get Thunderbird from the software centre")
    person.audit()
