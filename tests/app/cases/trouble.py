# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes wrong, told in place: certificates, replies, what may be seen of a password."""

import base64
import json
import pathlib
import re

from case import case
from desktop import wait_until
from person import ADDRESS, PASSWORD, check, search_for_password, tab_to


@case(behaviour="cert-expired")
def certificate(person):
    """Refused before any credential leaves, and said so."""
    person.start()
    person.type_account(PASSWORD)
    person.press("C_ontinue")
    person.wait_for("The server’s certificate has expired.")
    person.audit()
    check(not person.host.sign_ins(), "a sign-in was tried")
    check(not person.host.early_credentials(), "a credential left")


HOSTING = {"en": "Trial Hosting", "ja": "試験ホスティング"}

CONTRACT_NAME = {"en": "Contract name", "ja": "契約名"}


def add_hosting(person):
    """A hosting company whose certificate the server of “cert-wrong-host” has."""
    folder = pathlib.Path(person.desktop.environment["KITTE_PROVIDERS_DIR"])
    template = json.loads((folder / "kitte-demo.json").read_text(encoding="utf-8"))
    ports = {"imap": person.host.ports["imaps"], "smtp": person.host.ports["submissions"]}
    template.update(
        id="hosting", name=HOSTING, short_name=HOSTING,
        match={"domains": ["other.test"], "cert_names": ["*.other.test"]},
        ask=[{"key": "NAME", "label": CONTRACT_NAME,
              "hint": {"en": "It is in the letter.", "ja": "書類に書かれています。"},
              "example": "shop1", "pattern": "[a-z0-9-]{3,16}"}],
        servers=[{**server, "port": ports[server["protocol"]], "security": "tls",
                  "username": "{NAME}@demo.kitte.test"}
                 for server in template["servers"] if server["protocol"] in ports][:2])
    (folder / "hosting.json").write_text(json.dumps(template, ensure_ascii=False),
                                         encoding="utf-8")


@case(behaviour="cert-wrong-host")
def preset_behind_certificate(person):
    """By keyboard from the refused certificate to the provider behind it, and back."""
    add_hosting(person)
    provider, question = HOSTING[person.language], CONTRACT_NAME[person.language]
    yes = person.say("Yes, my mail is at %s") % provider
    person.start()
    window = person.window
    person.type_account(PASSWORD)
    person.press("C_ontinue")
    window.wait_for(person.say("Is your mail at {preset}?").replace("{preset}", provider))
    wait_until(lambda: window.focused() == yes, lambda: f"“{yes}”, not “{window.focused()}”")
    window.wait_for(question)
    person.audit()
    check(not person.host.sign_ins(), "a sign-in was tried")

    person.desktop.key("Return")
    person.wait_for(question)
    person.expect_focus(question)
    person.wait_for("What you typed is still remembered. Type here only to change it.")
    check(person.content("_Mail address") == ADDRESS, "the address was lost")
    person.audit()
    person.press("No, my mail is somewhere else")
    person.expect_focus("_Mail address")
    person.wait_gone(question)
    check(person.content("_Mail address") == ADDRESS, "the address was lost")

    person.press("C_ontinue")
    window.wait_for(yes)
    person.desktop.key("Return")
    person.expect_focus(question)
    person.desktop.type("hanako")
    person.desktop.key("Return")
    person.wait_for("Your mail servers work")
    check(not person.host.sign_ins(service="cert-wrong-host"), "the stranger was signed in to")
    check(not person.host.events("heard", service="cert-wrong-host"), "the stranger was talked to")
    # By keys the address is left more often, and each time its servers are called.
    check(person.by_keys or len(person.host.events("connect", service="cert-wrong-host")) == 2,
          "the stranger was asked again")
    check(len(person.host.sign_ins("accepted")) == 2, "not signed in to both")


@case(behaviour="terminal-commands")
def reply(person):
    """What both sides said, by keyboard alone; then the report, pasted where it can be read."""
    person.start()
    person.type_account(PASSWORD)
    person.press("C_ontinue")
    person.wait_for("The password was not accepted.")
    person.audit()
    tab_to(person, "See the server’s reply")
    check(not person.sees("Kitte and the server said"), "the reply is unfolded already")
    person.desktop.key("space")
    person.wait_for("What Kitte and the server said")
    person.audit()
    tab_to(person, "What Kitte and the server said")
    said = person.window.content(person.say("What Kitte and the server said"))
    for part in (" C: a1 AUTHENTICATE PLAIN ***", "[AUTHENTICATIONFAILED]", "*: TLS1."):
        check(part in said, f"no “{part}” in {said}")
    check(PASSWORD not in said, "the password is in the reply")
    check(not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", said), "orders in the reply")
    person.desktop.key("Tab")
    person.expect_focus("Copy")
    person.desktop.key("space")
    person.wait_for("Copied. You can paste it into a message.")

    tab_to(person, "Copy a report for support")
    copied = person.say("Copied. You can paste it into a message.")
    person.desktop.key("space")
    wait_until(lambda: person.window.texts().count(copied) == 2, "the report to be copied")
    person.press("Back")
    person.wait_for("_Mail address")
    tab_to(person, "_Name")
    person.desktop.key("ctrl+a", "ctrl+v")
    wait_until(lambda: "auth-rejected (602)" in person.content("_Name"), "the report to be pasted")
    report = person.content("_Name")
    # As much as the field takes.
    for part in ("{local}@demo.kitte.test", "GTK 4.", "libadwaita 1.", "GnuTLS 3.",
                 "attempted 1, failed 1"):
        check(part in report, f"no “{part}” in {report}")
    # The demo provider is called like its password.
    report = report.replace("kitte-demo, shipped", "", 1)
    for secret in (PASSWORD, ADDRESS.split("@")[0]):
        check(secret not in report, f"“{secret}” is in {report}")


@case(behaviour="imap-echoes-password")
def echoed(person):
    """A server that repeats the failed command: the password is nowhere on the screen, and in no
    file."""
    secret = 'hunter "9\\" two'
    person.start()
    person.type_account(secret)
    person.press("C_ontinue")
    person.wait_for("The password was not accepted.")
    tab_to(person, "See the server’s reply")
    person.desktop.key("space")
    person.wait_for("What Kitte and the server said")
    said = person.window.content(person.say("What Kitte and the server said"))
    check("you said" in said and "***" in said, f"the server’s words are not in {said}")
    quoted = secret.replace("\\", "\\\\").replace('"', '\\"')
    for form in (secret, quoted, base64.b64encode(secret.encode()).decode()):
        check(not any(form in text for text in [said, *person.window.texts()]), "it is shown")
        search_for_password(person.desktop, form)
