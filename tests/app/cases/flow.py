# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages that come only when they are needed: a step at the provider, IMAP or POP3."""

import pathlib

from case import case
from cases.start import expect_notes
from desktop import wait_until
from person import ADDRESS, PASSWORD, check, rewrite_preset, tab_to

SETTINGS = "https://demo.kitte.test/settings"


def watch_pages(person):
    """A web browser that only notes down which pages were opened."""
    home = pathlib.Path(person.desktop.environment["XDG_DATA_HOME"]) / "applications"
    home.mkdir(parents=True, exist_ok=True)
    opened = person.desktop.folder / "opened"
    opened.touch()
    browser = person.desktop.folder / "browser"
    browser.write_text(f'#!/bin/sh\nprintf "%s\\n" "$1" >> {opened}\n')
    browser.chmod(0o755)
    (home / "browser.desktop").write_text(
        f"[Desktop Entry]\nType=Application\nName=Browser\nExec={browser} %u\n"
        "MimeType=x-scheme-handler/https;\n")
    (home / "mimeapps.list").write_text(
        "[Default Applications]\nx-scheme-handler/https=browser.desktop\n")
    return opened


def heading(person):
    name = {"en": "Kitte demo", "ja": "キッテのデモ"}[person.language]
    return person.say("Something to do at %s first").replace("%s", name)


@case()
def step_first(person):
    """A switch at the provider: one button opens the page, another goes on; asked once, nothing lost."""
    text = {"en": "First allow mail programs.", "ja": "先にメールソフトを許可してください。"}

    def needs_step(preset):
        preset["status"] = "needs-step"
        preset["steps"] = [{"id": "enable", "required": True, "text": text, "url": SETTINGS}]
    rewrite_preset(person, needs_step)
    opened = watch_pages(person)
    person.start()
    person.type_account(PASSWORD)
    person.press("C_ontinue")
    person.window.wait_for(heading(person))
    person.window.wait_for(text[person.language])
    person.expect_focus("Open the provider’s page")
    person.audit()
    check(not person.sees("_Password"), "a password is asked for that was typed already")
    check(not person.host.sign_ins(), "a sign-in was tried before it was done")
    person.window.press(person.say("Open the provider’s page"), elsewhere=True)
    wait_until(lambda: opened.read_text() == SETTINGS + "\n", lambda: opened.read_text())

    person.desktop.key("Escape")
    person.wait_for("What you typed is still remembered. Type here only to change it.")
    check(person.content("_Mail address") == ADDRESS, "the address was lost")
    person.press("C_ontinue")
    person.window.wait_for(heading(person))
    person.press("I have _done it")
    person.wait_for("Your mail servers work")
    check(len(person.host.sign_ins("accepted")) == 2, "not signed in to both")
    person.press("Back")
    person.wait_for("What you typed is still remembered. Type here only to change it.")
    check(person.content("_Mail address") == ADDRESS, "the address was lost")
    person.audit()
    tab_to(person, "_Mail address")
    person.desktop.key("Return")
    person.wait_for("Your mail servers work")


@case()
def app_password(person):
    """A password that is made for mail programs: its page, its field, and Enter goes on."""
    rewrite_preset(person, ask_for_app_password)
    person.start()
    person.fill("_Mail address", ADDRESS)
    person.wait_for("App _password")
    person.press("C_ontinue")
    person.window.wait_for(heading(person))
    person.wait_for("You need a password that you make on the provider’s page for mail programs.")
    person.expect_focus("Open the page for this password")
    person.audit()
    person.press("I have _done it")
    person.wait_for_line("Please type your password.")
    person.expect_focus("App _password")
    expect_notes(person, "App _password")
    tab_to(person, "App _password")
    person.desktop.type("not-one")
    person.desktop.key("Return")
    person.wait_for("Try this password all the same")
    check(not person.host.sign_ins(), "what cannot be the password was sent")
    person.fill("App _password", PASSWORD)
    person.expect_focus("App _password")
    person.desktop.key("Return")
    person.wait_for("Your mail servers work")
    check(not person.host.sign_ins("failed"), "a sign-in failed")


def ask_for_app_password(preset):
    preset["credential"] = {"kind": "app-password", "url": SETTINGS, "pattern": "kitte-[a-z]{4}"}


def offer_both(preset):
    """Both ways to fetch mail, and no opinion about them."""
    preset["choose_protocol"] = True


@case()
def either_protocol(person):
    """IMAP or POP3 where the preset has no opinion: told in two lines, chosen by keys, changed later."""
    rewrite_preset(person, offer_both)
    imap, pop3 = "IMAP: mail stays on the server", "POP3: mail is fetched to this computer"
    person.start()
    person.type_account(PASSWORD)
    person.press("C_ontinue")
    person.wait_for("How should your mail be fetched?")
    person.wait_for("All your devices show the same mail. If you are not sure, take this one.")
    person.wait_for("Your mail is brought to this computer; what you file or delete here does not "
                    "show on other devices.")
    person.expect_focus(imap)
    person.audit()
    person.desktop.key("Down")
    person.expect_focus(pop3)
    person.desktop.key("Escape")
    person.wait_for("_Mail address")
    check(not person.host.sign_ins(), "a sign-in was tried before it was chosen")
    person.press("C_ontinue")
    person.wait_for("How should your mail be fetched?")
    person.expect_focus(pop3)
    person.desktop.key("Return")
    person.wait_for("Your mail servers work")
    check(person.host.sign_ins("accepted", service="pop3s"), "not signed in by POP3")
    check(not person.host.sign_ins(service="imaps"), "signed in by IMAP")

    person.press("Back")
    person.wait_for("Choose between IMAP and POP3 again")
    person.press("Choose between IMAP and POP3 again")
    person.expect_focus(pop3)
    person.desktop.key("Up")
    person.expect_focus(imap)
    person.press("C_ontinue")
    person.wait_for("Your mail servers work")
    check(person.host.sign_ins("accepted", service="imaps"), "not signed in by IMAP")


@case()
def protocol_leads_on(person):
    """What is chosen may need a password that was not typed, or a step at the provider that the other does not."""
    text = {"en": "First allow POP3.", "ja": "先にPOP3を許可してください。"}

    def step_for_pop(preset):
        offer_both(preset)
        preset["steps"] = [{"id": "enable", "required": True, "text": text, "applies_to": ["pop3"]}]
    rewrite_preset(person, step_for_pop)
    imap, pop3 = "IMAP: mail stays on the server", "POP3: mail is fetched to this computer"
    person.start()
    person.fill("_Mail address", ADDRESS)
    person.wait_for("_Password")
    person.press("C_ontinue")
    person.expect_focus(imap)
    person.desktop.key("Return")
    person.expect_focus("_Password")
    check(person.content("_Mail address") == ADDRESS, "the address was lost")
    person.audit()

    person.press("Choose between IMAP and POP3 again")
    person.expect_focus(imap)
    person.desktop.key("Down")
    person.expect_focus(pop3)
    person.desktop.key("Return")
    person.window.wait_for(text[person.language])
    person.expect_focus("I have _done it")
    person.audit()
    person.desktop.key("Return")
    person.wait_for_line("Please type your password.")
    person.expect_focus("_Password")
    check(not person.host.sign_ins(), "a sign-in was tried before there was a password")
    person.desktop.type(PASSWORD)
    person.desktop.key("Return")
    person.wait_for("Your mail servers work")
    check([event["service"] for event in person.host.sign_ins()] == ["pop3s", "submissions"],
          f"{person.host.sign_ins()}")
