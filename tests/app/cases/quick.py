# SPDX-License-Identifier: GPL-3.0-or-later
"""How long the window cannot answer, and what is left of a password that was taken back."""

import os
import signal
import subprocess

from case import case
from desktop import wait_until
from person import ADDRESS, BUILD, check

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


@case()
def frames(person):
    """While servers are checked, and on the page before and after, no frame is late by the window's own fault."""
    person.desktop.unlock_keyring()
    person.process = person.desktop.launch([str(BUILD / "tests/app/turns")], text=True,
                                           stdout=subprocess.PIPE)
    person.window = person.open_window()
    person.expect_focus("_Mail address")
    seen = []
    for _ in range(TRIES):
        person.check_account()
        seen.append(longest_turns(person))
        check("KitteCheckPage" in seen[-1], f"nothing was measured: {seen}")
        if seen[-1]["KitteCheckPage"] <= LONGEST_FRAME:
            break
        person.press("Back")
        person.wait_for("_Mail address")
    print(f"longest turns, ms: {seen}")
    check(SANITIZED or seen[-1]["KitteCheckPage"] <= LONGEST_FRAME, f"ms: {seen}")


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
