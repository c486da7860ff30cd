# SPDX-License-Identifier: GPL-3.0-or-later
"""What a reader hears that asks for nothing but what has the keyboard; most readers do no more."""

from case import case
from desktop import wait_until
from ear import ACTIVE, FOCUS, Ear
from person import ADDRESS, PASSWORD, PROGRAM, check


def wait_for_focus(person, ear, mark, text):
    wait_until(lambda: person.say(text) in [heard.name for heard in ear.since(mark)
                                            if heard.kind == FOCUS],
               lambda: f"the keyboard on “{person.say(text)}”; heard: {ear.since(mark)}")


def wait_for_word(person, ear, mark, text):
    wait_until(lambda: person.say(text) in ear.announced_since(mark),
               lambda: f"“{person.say(text)}” to be announced; heard: {ear.since(mark)}")


@case()
def announced(person):
    """Problems, progress and the result are announced, each once; the same problem again as well."""
    ear = Ear(*person.desktop.join())
    person.process = person.desktop.launch([PROGRAM])
    # A reader asks a window that comes forward what has the keyboard in it.
    wait_until(lambda: any(heard.kind == ACTIVE for heard in ear.since(0)), "the window")
    for _ in range(2):
        mark = ear.listen()
        person.desktop.key("Return")
        wait_for_word(person, ear, mark, "Please type your mail address.")
    said = ear.announced_since(0)
    check(said.count(person.say("Please type your mail address.")) == 2, f"announced: {said}")

    mark = ear.listen()
    person.desktop.type(ADDRESS)
    greeting = person.say("This is an address at %s. Its settings are known.").split("%s")[1]
    wait_until(lambda: any(greeting in text for text in ear.announced_since(mark)),
               "the provider to be announced")
    person.desktop.key("Tab")
    wait_for_focus(person, ear, mark, "_Password")
    mark = ear.listen()
    person.desktop.type("wrong")
    person.desktop.key("Return")
    wait_for_focus(person, ear, mark, "Cancel")
    wait_for_word(person, ear, mark, "Checking your mail servers")
    wait_for_word(person, ear, mark, "That did not work yet")
    wait_for_word(person, ear, mark, "The password was not accepted.")
    wait_for_focus(person, ear, mark, "Type the password again")
    mark = ear.listen()
    person.desktop.key("space")
    wait_for_word(person, ear, mark, "This password was not accepted. Please type it again; the eye "
                  "button shows what you type.")
    wait_for_focus(person, ear, mark, "_Password")
    mark = ear.listen()
    person.desktop.type(PASSWORD)
    person.desktop.key("Return")
    wait_for_word(person, ear, mark,
                  "Receiving works. Now sending is being checked. No mail is sent.")
    wait_for_word(person, ear, mark, "Your mail servers work")
    wait_for_word(person, ear, mark, "Kitte signed in to both servers. Nothing has been changed yet.")
