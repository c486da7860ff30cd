# SPDX-License-Identifier: GPL-3.0-or-later
"""What is typed on the first page: the address, the password, and what is said of them."""

import os
import pathlib
import re
import signal
import subprocess

from case import case
from desktop import PATIENCE, wait_until
from person import ADDRESS, APPLICATION, PASSWORD, PROGRAM, SERVICE, change_preset, check, rewrite_preset, tab_to


@case()
def bad_input(person):
    """One friendly sentence at the field, nothing sent."""
    person.start()
    person.press("C_ontinue")
    person.wait_for("Please type your mail address.")
    person.expect_focus("_Mail address")
    person.fill("_Mail address", "hanako")
    person.wait_gone("Please type your mail address.")
    person.press("C_ontinue")
    person.wait_for("There is no @ in the mail address. It looks like name@example.com.")
    person.fill("_Mail address", ADDRESS)
    person.press("C_ontinue")
    person.wait_for_line("Please type your password.")
    person.expect_focus("_Password")
    person.fill("_Mail address", "hanako@nobody-knows-this.example.jp")
    person.fill("_Password", "something")
    person.press("C_ontinue")
    # Which sentence it is depends on the name server; its tests are those of the engine.
    person.wait_for("That did not work yet")
    person.window.wait_for("nobody-knows-this.example.jp")
    person.audit()
    person.press("Back")
    person.wait_for("What you typed is still remembered. Type here only to change it.")
    check(not person.host.sign_ins(), "a sign-in was tried")
    # The servers of the address before were called, and told goodbye when it was changed.
    for connection in person.host.events("connect"):
        person.host.wait_for("close", connection=connection["connection"], seconds=PATIENCE)


@case()
def called_ahead(person):
    """The servers are called while the password is typed, and told goodbye when it is not."""
    services = ("imaps", "submissions")
    person.start()
    check(not person.host.events("connect"), "a server was called before there was an address")
    person.expect_focus("_Mail address")
    person.desktop.type(ADDRESS)
    person.wait_for("_Password")
    person.desktop.key("Tab")
    person.expect_focus("_Password")
    for service in services:
        person.host.wait_for("said", service=service, seconds=PATIENCE)
    check(not person.host.sign_ins(), "a sign-in was tried before it was asked for")
    person.desktop.type(PASSWORD)
    person.desktop.key("Return")
    person.wait_for("Your mail servers work")
    check(len(person.host.events("connect")) == len(services), "a server was called twice")
    check(len(person.host.sign_ins("accepted")) == len(services), "not signed in to both")
    person.quit()
    heard = len(person.host.events("heard", service="submissions"))

    person.start()
    person.desktop.type(ADDRESS)
    person.wait_for("_Password")
    person.desktop.key("Tab")
    wait_until(lambda: len(person.host.events("heard", service="submissions")) > heard,
               "the sending server to be called")
    person.quit()
    last = person.host.events("connect", service="submissions")[-1]["connection"]
    closed = person.host.wait_for("close", connection=last, seconds=PATIENCE)
    check(closed["goodbye"], "the window was closed without a goodbye")
    person.start()


@case()
def slip(person):
    """A slip in the domain is pointed out, and one press puts it right."""
    change_preset(person, match={"common": ["demo.kitte.test"]})
    greeting = person.say("This is an address at %s. Its settings are known.").split("%s")[1]
    meant = person.say("Did you mean %s?") % ADDRESS
    person.start()
    person.expect_focus("_Mail address")
    # Long before the end, and before the password can be typed, the provider is there.
    person.desktop.type(ADDRESS)
    person.window.wait_for(greeting)
    person.expect_focus("_Mail address")
    check(not person.sees(meant), "what is known is called a slip")
    for typed in ("hanako@dmeo.kitte.test", "hanako@demo.kitte,test", "hanako@demo.kittetest"):
        person.fill("_Mail address", typed)
        person.window.wait_for(meant)
        person.window.wait_gone(greeting)
        check(person.content("_Mail address") == typed, "the address was changed by itself")
        person.audit()
        person.window.press(meant)
        person.window.wait_for(greeting)
        check(person.content("_Mail address") == ADDRESS, "the slip is still there")
        person.expect_focus("_Mail address")
        person.wait_gone(meant)

    # What could still become the right domain is left alone until the field is left.
    person.fill("_Mail address", "hanako@demo.kitte.tes")
    person.desktop.key("Tab")
    person.window.wait_for(meant)


@case()
def password_kind(person):
    """A password that cannot be the right one is not sent, unless the person insists."""
    names = {"en": "trial password", "ja": "お試しパスワード"}
    change_preset(person, credential={"name": names, "pattern": "[a-z]{5}-[0-9]{4}"})
    said = person.say("This cannot be the right password: “%s” is needed here. Nothing has been "
                      "sent.") % names[person.language]
    person.start()
    person.type_account(PASSWORD)
    person.press("C_ontinue")
    person.window.wait_for(said)
    person.expect_focus("_Password")
    check(person.content("_Password") == PASSWORD, "what was typed is gone")
    check(not person.host.sign_ins(), "it was sent")
    person.audit()
    person.fill("_Password", "another")
    person.wait_gone("Try this password all the same")
    person.fill("_Password", PASSWORD)
    person.press("C_ontinue")
    person.window.wait_for(said)
    check(not person.host.sign_ins(), "it was sent")
    person.press("Try this password all the same")
    person.wait_for("Your mail servers work")
    check(len(person.host.sign_ins("accepted")) == 2, "not signed in to both")

    # Once more from the beginning: the word was about that password only.
    person.press("Back")
    person.wait_for("_Mail address")
    person.type_account("kitte-1234")
    person.press("C_ontinue")
    person.wait_for("The password was not accepted.")
    person.press("Type the password again")
    person.wait_for("_Password")
    person.fill("_Password", PASSWORD)
    person.press("C_ontinue")
    person.window.wait_for(said)


@case()
def provider_while_typing(person):
    """Name, questions, which password, its page and the month are there before the password is."""
    def change(preset):
        preset["credential"] = {
            "kind": "issued-password", "name": {"en": "trial password", "ja": "お試しパスワード"},
            "hint": {"en": "It has ten characters.", "ja": "10文字です。"},
            "url": "https://demo.kitte.test/password"}
        preset["ask"] = [{"key": "TRIAL", "label": {"en": "Trial number", "ja": "お試し番号"}}]
        for server in preset["servers"]:
            server["username"] = "{TRIAL}"
    rewrite_preset(person, change)
    name = {"en": "trial password", "ja": "お試しパスワード"}[person.language]
    person.start()
    person.expect_focus("_Mail address")
    person.desktop.type(ADDRESS)
    person.window.wait_for(person.say("You need this password: “%s”.") % name)
    person.window.wait_for({"en": "It has ten characters.", "ja": "10文字です。"}[person.language])
    person.window.wait_for({"en": "Trial number", "ja": "お試し番号"}[person.language])
    person.wait_for("Open the page for this password")
    person.window.wait_for(max(person.say("As known in %s.").split("%s"), key=len))
    person.expect_focus("_Mail address")
    person.audit()


@case()
def provider_not_certain(person):
    """What nobody has confirmed is said to be uncertain, and from which month it is, at once."""
    def change(preset):
        for server in preset["servers"]:
            server["source"]["certainty"] = "D"
    rewrite_preset(person, change)
    person.start()
    person.expect_focus("_Mail address")
    person.desktop.type(ADDRESS)
    person.wait_for("We are not certain about this provider’s settings; the check will tell.")
    check(not any(person.say("This is an address at %s. Its settings are known.").split("%s")[1]
                  in name for name in person.window.texts()), "it is called known")
    person.expect_focus("_Mail address")


@case()
def provider_without_access(person):
    """Where no mail program can sign in, or the service is gone, nothing is asked for."""
    texts = {"no-access": {"en": "Please use the phone.", "ja": "携帯電話をお使いください。"},
             "ended": {"en": "Please take another address.", "ja": "別のアドレスをお使いください。"}}
    for status, text in texts.items():
        def change(preset, status=status, text=text):
            preset.update(status=status, servers=[], ask=[])
            preset["steps"] = [] if status == "ended" else [
                {"id": "no-access", "required": True, "text": text}]
            preset["ended"] = {"date": "2025-03", "text": text} if status == "ended" else None
        rewrite_preset(person, change)
        person.start()
        person.desktop.type(ADDRESS)
        person.window.wait_for(text[person.language])
        check(not person.sees("_Password"), "a password is asked for")
        check(not person.sees("C_ontinue"), "it can be gone on with")
        person.audit()
        person.quit()
    person.start()


BLANK = "There is a blank at the beginning or at the end."
WIDE = "There are full-width characters in it. Please switch the Japanese input off and type it again."
CAPITAL = "Caps Lock is on."


def expect_notes(person, field):
    """What cannot be seen in this hidden text is said, and nothing is taken away; the field is empty afterwards."""
    for typed, note in ((PASSWORD + " ", BLANK), ("ｋｉｔｔｅ", WIDE)):
        person.fill(field, typed)
        person.wait_for(note)
        check(person.content(field) == typed, "something was taken away")
    person.fill(field, "")
    wait_until(lambda: not person.sees(BLANK) and not person.sees(WIDE), "the note to go")
    tab_to(person, field)
    person.desktop.press_lock("Caps_Lock")
    person.wait_for(CAPITAL)
    person.desktop.press_lock("Caps_Lock")
    wait_until(lambda: not person.sees(CAPITAL), "the note to go")


@case()
def password_notes(person):
    """What cannot be seen in a hidden text is said, and nothing is taken away."""
    person.start()
    person.type_account(PASSWORD)
    check(not person.sees(BLANK) and not person.sees(WIDE), "a good password is complained about")
    for typed, note in ((" " + PASSWORD, BLANK), ("きって", WIDE), ("kitte　", BLANK)):
        person.fill("_Password", typed)
        person.wait_for(note)
        check(person.content("_Password") == typed, "something was taken away")
    person.audit()
    expect_notes(person, "_Password")
    person.press("C_ontinue")
    person.wait_for_line("Please type your password.")
    person.expect_focus("_Password")


def look_of(person, field):
    """What the field looks like while the keyboard is beside it, as its pixels."""
    tab_to(person, "Show the password")

    def read():
        node = person.window.find_field(person.say(field))
        place = node.get_component_iface().get_extents(person.window.atspi.CoordType.WINDOW)
        return f"{place.width}x{place.height}+{place.x}+{place.y}"
    return person.desktop.pixels(person.process.pid, person.window.look(read))


def wait_for_look(person, condition, what):
    return wait_until(lambda: (seen := look_of(person, "_Password")) and condition(seen) and seen, what)


@case()
def eye(person):
    """The eye shows the letters of a password, and hides them again; so it does where another one is begun."""
    eye_button, wide, narrow = "Show the password", "wwwwwwww", "iiiiiiii"
    person.start()
    person.fill("_Mail address", ADDRESS)
    person.wait_for("_Password")
    empty = look_of(person, "_Password")
    person.fill("_Password", wide)
    hidden = wait_for_look(person, lambda seen: seen != empty, "something to stand in the field")
    person.press(eye_button)
    shown = wait_for_look(person, lambda seen: seen != hidden, "the letters to be shown")
    person.audit()
    person.fill("_Password", "")
    person.fill("_Password", narrow)
    wait_for_look(person, lambda seen: seen == hidden, "a password that is begun anew to be hidden")
    person.press(eye_button)
    wait_for_look(person, lambda seen: seen not in (shown, hidden), "other letters to be shown")
    person.press(eye_button)
    wait_for_look(person, lambda seen: seen == hidden, "one password to look like the other")
    check(person.content("_Password") == narrow, "what was typed is gone")


class Activated:
    """A program that the bus has started, as if it were a child."""

    def __init__(self, desktop, name):
        self.desktop = desktop
        self.pid = int(re.search(r"\d+", desktop.ask_bus("GetConnectionUnixProcessID", name)
                                 .replace("uint32", "")).group())

    def poll(self):
        return None if pathlib.Path(f"/proc/{self.pid}").exists() else 0

    def terminate(self):
        os.kill(self.pid, signal.SIGTERM)

    def wait(self, _seconds):
        wait_until(lambda: self.poll() is not None, "the program to end")
        return 0


@case()
def address_given(person):
    """kitte ADDRESS: filled in, once, into one window; started by the bus as well."""
    services = pathlib.Path(person.desktop.environment["XDG_DATA_HOME"]) / "dbus-1/services"
    services.mkdir(parents=True)
    (services / f"{APPLICATION}.service").write_text(
        re.sub("^Exec=[^ ]*", f"Exec={PROGRAM}", SERVICE.read_text(encoding="utf-8"), flags=re.M))
    person.start("ＨＡＮＡＫＯ＠demo.kitte.test")
    wait_until(lambda: person.window.focused() == person.say("_Password"), "the password in focus")
    check(person.content("_Mail address") == "ＨＡＮＡＫＯ＠demo.kitte.test", "not what was given")
    status, said = person.start_again("somebody@else.test")
    check((status, said.replace(person.notice(), "").strip()) == (0, ""), (status, said))
    check(person.content("_Mail address") == "ＨＡＮＡＫＯ＠demo.kitte.test",
          "what stood there was replaced from outside")
    status, said = person.start_again("one@demo.kitte.test", "two@demo.kitte.test")
    check(status == 2 and person.say("Usage: kitte [ADDRESS]") in said, (status, said))
    status, said = person.start_again("--version")
    check(status == 0 and re.search(r"kitte \d", said), (status, said))
    person.quit()

    person.desktop.ask_bus("StartServiceByName", APPLICATION, "0")
    check(subprocess.run(["gapplication", "launch", APPLICATION],
                         env=person.desktop.environment, check=False).returncode == 0, "launch")
    person.process = Activated(person.desktop, APPLICATION)
    person.window = person.open_window()
    person.wait_for("_Mail address")
    person.start_again("hanako@demo.kitte.test")
    wait_until(lambda: person.content("_Mail address") == "hanako@demo.kitte.test", "the address")
    person.process.terminate()
    person.process.wait(PATIENCE)

    # As a browser hands it over.
    person.start("mailto:hanako@demo.kitte.test?subject=hello")
    person.expect_focus("_Password")
    person.window.wait_for(person.say("This is an address at %s. Its settings are known.").split("%s")[1])
    person.desktop.type(PASSWORD)
    person.desktop.key("Return")
    person.wait_for("Your mail servers work")
    check({event["user"] for event in person.host.sign_ins()} == {ADDRESS}, person.host.sign_ins())
    person.quit()

    person.start("not an address")
    person.press("C_ontinue")
    person.expect_focus("_Mail address")
    check(person.content("_Mail address") == "not an address", "what was given is gone")
