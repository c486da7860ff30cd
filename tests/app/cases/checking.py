# SPDX-License-Identifier: GPL-3.0-or-later
"""The page that checks: a card for each direction, and what went wrong in the one it is about."""

import json
import pathlib

from case import case
from desktop import wait_until
from person import PASSWORD, check, files_of, tab_to

CONTACT = [{"kind": "tel", "value": "0120-000-000",
            "hours": {"ja": "平日9～17時", "en": "Mon–Fri 9:00–17:00"}},
           {"kind": "web", "value": "https://help.demo.kitte.test/"}]

HOURS = {"en": "Mon–Fri 9:00–17:00", "ja": "平日9～17時"}


def give_contact(person):
    """The demo’s provider with a help desk, as a provider’s own build names it."""
    path = pathlib.Path(person.desktop.environment["KITTE_PROVIDERS_DIR"]) / "kitte-demo.json"
    preset = json.loads(path.read_text(encoding="utf-8"))
    preset["contact"] = CONTACT
    path.write_text(json.dumps(preset, ensure_ascii=False), encoding="utf-8")


def count(person, text):
    """How often it is written; a card has the name of its title too."""
    def read():
        return sum(node.get_name() == person.say(text) and node.get_role_name() == "label"
                   for node in person.window.walk())
    return person.window.look(read)


def names_around(person, text, others):
    """Which of the others stand in the smallest part of the page around the text that has any."""
    def read():
        node = next(node for node in person.window.walk() if node.get_name() == person.say(text))
        while node is not None:
            inside = {name.get_name() for name in person.window.walk(node)}
            found = [other for other in others if person.say(other) in inside]
            if found:
                return found
            node = node.get_parent()
        return []
    return person.window.look(read)


def place_of(person, text):
    """Where the text stands in the window."""
    def read():
        node = next(node for node in person.window.walk() if node.get_name() == person.say(text))
        extents = node.get_component_iface().get_extents(person.window.atspi.CoordType.WINDOW)
        return extents.x, extents.y
    return person.window.look(read)


def describes(person, name):
    """What a screen reader reads with the button."""
    atspi = person.window.atspi

    def read():
        # A label with the same words stands in the button.
        node = next(node for node in person.window.walk()
                    if node.get_name() == name and node.get_role_name() == "push button")
        return [relation.get_target(number).get_name() for relation in node.get_relation_set()
                if relation.get_relation_type() == atspi.RelationType.DESCRIBED_BY
                for number in range(relation.get_n_targets())]
    return person.window.look(read)


@case(behaviour="smtp-closes-at-once")
def side_by_side(person):
    """One card for each direction, whatever was tried; the failing one explains and helps."""
    give_contact(person)
    directions = ["Receiving mail", "Sending mail"]
    person.start()
    person.type_account(PASSWORD)
    person.press("C_ontinue")
    person.wait_for("That did not work yet")
    person.expect_focus("Try again")
    person.audit()
    for direction in directions:
        check(count(person, direction) == 1, f"{direction} stands there {count(person, direction)} times")
    check(count(person, "The server was found") == 2, "a server was found twice")
    another = person.say("%s Kitte tries another way.").replace("%s", "").strip()
    person.window.wait_for(another)
    for part in ("Try again", "Nothing was changed on this computer.", "Copy a report for support",
                 "Set it up now, and check sending later"):
        check(names_around(person, part, directions) == ["Sending mail"],
              f"“{part}” stands in {names_around(person, part, directions)}")
    check(names_around(person, "The password was accepted", directions) == ["Receiving mail"],
          "what was received is said elsewhere")
    check(any(person.say("{host} hung up.").replace("{host}", "localhost") == text
              for text in describes(person, person.say("Try again"))),
          f"a screen reader reads {describes(person, person.say('Try again'))} with the button")
    person.window.wait_for("0120-000-000")
    person.window.wait_for(HOURS[person.language])
    person.window.wait_for("307")

    def beside():
        (left, top), (right, other) = (place_of(person, name) for name in directions)
        return left < right and top == other
    wait_until(beside, lambda: f"them side by side: {[place_of(person, d) for d in directions]}")
    person.desktop.resize(person.process.pid, 360, 720)

    def below():
        (left, top), (right, other) = (place_of(person, name) for name in directions)
        return left == right and top < other
    wait_until(below, lambda: f"one below the other: {[place_of(person, d) for d in directions]}")
    person.audit()
    tab_to(person, "Set it up now, and check sending later")


@case(behaviour="imap-examine-in-use")
def mailbox_in_use(person):
    """The password is right and sending is proven: receiving is what is checked later."""
    later = "Set it up now, and check receiving later"
    person.desktop.unlock_keyring()
    person.start()
    person.type_account(PASSWORD)
    person.press("C_ontinue")
    person.wait_for("The mailbox is in use.")
    person.wait_for(later)
    person.audit()
    check(not files_of(person.desktop), "files were written before they were asked for")
    person.press(later)
    person.wait_for("Sending works, receiving is still unchecked")
    person.wait_enabled("Set up")
    person.audit()
    person.press("Set up")
    person.wait_for("Your mail is set up")
    check(files_of(person.desktop), "nothing was written")
    check(len(person.host.sign_ins("accepted")) == 2, "not signed in to both")


@case(behaviour="cert-expired")
def nobody_but_the_provider(person):
    """Where only the provider can help, the button copies what the provider needs to know."""
    person.start()
    person.type_account(PASSWORD)
    person.press("C_ontinue")
    person.wait_for("The server’s certificate has expired.")
    person.expect_focus("Copy a report for support")
    check(not person.sees("Set it up now"), "an unsafe account could be set up")
    person.desktop.key("space")
    person.wait_for("Copied. You can paste it into a message.")
    person.audit()
    person.quit()

    give_contact(person)
    person.start()
    person.type_account(PASSWORD)
    person.press("C_ontinue")
    person.expect_focus("Ask the provider")
    check(not person.host.sign_ins(), "a sign-in was tried")
