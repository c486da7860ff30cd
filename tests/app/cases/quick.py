# SPDX-License-Identifier: GPL-3.0-or-later
"""How long the window cannot answer, and what is left of a password that was taken back."""

import os
import signal
import subprocess

from case import case
from cases.finding import DOMAIN, named_host, publish_services
from desktop import wait_until
from person import ADDRESS, BUILD, PASSWORD, check, old_account, tab_to

# Milliseconds: what nobody notices as a stop.
LONGEST_FRAME = 50

# What holds a thread up cannot always be told, so it is measured again; a fault is there each time.
TRIES = 5

SANITIZED = "ASAN_OPTIONS" in os.environ


def longest_turns(person):
    """Of each page shown since it was asked before, the longest turn of the main loop in milliseconds."""
    person.process.send_signal(signal.SIGUSR1)
    found = {}
    while (line := person.process.stdout.readline().strip()) != "turns":
        if line.startswith("turn "):
            _, page, microseconds = line.split()
            found[page] = int(microseconds) / 1000
    return found


def expect_quick(person, pages, go, put_back=None):
    """Goes a way in the program that measures itself: no frame of these pages is late by the window's own fault."""
    seen = []
    for _ in range(TRIES):
        person.process = person.desktop.launch([str(BUILD / "tests/app/turns")], text=True,
                                               stdout=subprocess.PIPE)
        person.window = person.open_window()
        person.expect_focus("_Mail address")
        go(person)
        seen.append(longest_turns(person))
        check(pages <= seen[-1].keys(), f"nothing was measured: {seen}")
        if SANITIZED or all(seen[-1][page] <= LONGEST_FRAME for page in pages):
            break
        if put_back:
            put_back(person)
        person.quit()
    print(f"longest turns, ms: {seen}")
    check(SANITIZED or all(seen[-1][page] <= LONGEST_FRAME for page in pages), f"ms: {seen}")


def undo(person):
    person.press("Undo")
    person.wait_for("Everything is as it was before")


@case()
def frames(person):
    """While servers are checked, and what is to be written is looked at and written."""
    def go(person):
        person.check_account()
        person.press("Set up")
        person.wait_for("Your mail is set up")
    person.desktop.unlock_keyring()
    expect_quick(person, {"KitteStartPage", "KitteCheckPage", "KitteReadyPage"}, go, undo)


@case(host=named_host)
def frames_searching(person):
    """While an address is typed key by key, and while those who are asked for its settings let one wait."""
    def go(person):
        person.desktop.type("hanako@" + DOMAIN)
        person.wait_for("_Password")
        person.fill("_Password", PASSWORD)
        person.press("C_ontinue")
        person.wait_for("User name")
    publish_services(person)
    person.desktop.names.delays.update({DOMAIN: 0.5, "_submissions._tcp." + DOMAIN: 1})
    expect_quick(person, {"KitteStartPage", "KitteCheckPage"}, go)


@case()
def frames_repair(person):
    """While the accounts of a computer are looked for, one is proven, and changed."""
    def go(person):
        person.press("Find out and repair")
        person.wait_for("Pass_word for receiving mail")
        person.fill("Pass_word for receiving mail", PASSWORD)
        tab_to(person, "Pass_word for receiving mail")
        person.desktop.key("Return")
        person.wait_for("Settings that work were found")
        person.wait_enabled("Change the settings")
        person.press("Change the settings")
        person.wait_for("The account is repaired")
    old_account(person)
    person.desktop.unlock_keyring()
    expect_quick(person, {"KitteStartPage", "KitteRepairPage"}, go, undo)


# So long that what it lay in is not soon used again; and nobody else’s.
SECRET = "correct-horse-battery-staple-" * 6


def holds_secret(process):
    """Whether it is anywhere in the memory that the process can write to."""
    with open(f"/proc/{process}/maps", encoding="utf-8") as maps, \
            open(f"/proc/{process}/mem", "rb", buffering=0) as memory:
        for line in maps:
            addresses, rights, *_rest = line.split()
            if not rights.startswith("rw"):
                continue
            begin, end = (int(number, 16) for number in addresses.split("-"))
            memory.seek(begin)
            try:
                if SECRET.encode() in memory.read(end - begin):
                    return True
            except OSError:  # it went meanwhile
                continue
    return False


def type_secret(person):
    """By keys: what goes through the accessibility bus lies about in the bus’s own messages."""
    person.expect_focus("_Mail address")
    person.desktop.key("ctrl+a")
    person.desktop.type(ADDRESS)
    person.wait_for("_Password")
    person.window.tab()
    person.expect_focus("_Password")
    person.desktop.type(SECRET)


@case(behaviour="silent-greeting")
def wiped(person):
    """Cancelled, every line is closed and the password is nowhere any more; nor where it is taken back unsent."""
    person.start()
    type_secret(person)
    person.desktop.key("Return")
    person.wait_for("Receiving mail")
    check(SANITIZED or holds_secret(person.process.pid), "it is not found where it is")
    person.desktop.key("Escape")
    person.wait_for("_Mail address")
    for connection in person.host.events("connect"):
        person.host.wait_for("close", connection=connection["connection"])
    if SANITIZED:  # which keeps what was freed
        return
    wait_until(lambda: not holds_secret(person.process.pid), "the password to be wiped")

    # Never sent at all: what stands in the field goes with it.
    person.quit()
    person.start()
    type_secret(person)
    check(holds_secret(person.process.pid), "it is not found where it is")
    person.desktop.key("ctrl+a", "BackSpace")
    person.fill("_Mail address", "")
    wait_until(lambda: not holds_secret(person.process.pid), "the password to be wiped")
