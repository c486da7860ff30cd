# SPDX-License-Identifier: GPL-3.0-or-later
"""The window of a provider that hands the program out."""

import json
import os
import pathlib
import shutil

from case import case
from desktop import wait_until
from person import ADDRESS, PASSWORD, PROGRAM, check

BRANDS = pathlib.Path(os.environ["KITTE_SOURCE_DIR"]) / "data/brands"


def wear(person, worked, **changes):
    """Start with that brand, changed for the case; returns its folder."""
    folder = person.desktop.folder / "brand"
    shutil.copytree(BRANDS / worked, folder)
    path = folder / "brand.json"
    brand = {**json.loads(path.read_text(encoding="utf-8")), **changes}
    path.write_text(json.dumps(brand), encoding="utf-8")
    person.desktop.environment["KITTE_BRAND_DIR"] = str(folder)
    return folder


def in_language(person, texts):
    return texts.get(person.language, texts["en"])


@case()
def brand(person):
    """Welcome, telephone, own preset, its domain behind the field, other addresses too, and help at the check."""
    folder = wear(person, "minato")
    said = json.loads((folder / "brand.json").read_text(encoding="utf-8"))
    person.start()
    person.window.wait_for(in_language(person, said["welcome"]))
    check(person.sees(said["contact"]["telephone"]), "the telephone number")
    check(person.sees(in_language(person, said["links"][0]["title"])), "the link")
    check(not person.sees("Type your mail address and your password. Kitte finds"), "two welcomes")
    check(in_language(person, said["company"]) in " ".join(person.window.texts()), "the logo’s name")
    person.audit()
    person.fill("_Mail address", "taro")
    name = in_language(person, {"en": "Minato Net", "ja": "みなとネット"})
    person.window.wait_for(person.say("This is an address at %s. Its settings are known.") % name)
    person.type_account("not the password")
    person.press("C_ontinue")
    person.wait_for("That did not work yet")
    wait_until(lambda: person.sees(said["contact"]["telephone"]), "the telephone number where it failed")
    person.press("Back")
    person.wait_for("_Mail address")
    person.check_account()
    person.wait_for("For your phone")


@case()
def brand_fixed(person):
    """One domain only, and parts left out."""
    domain = ADDRESS.split("@")[1]
    wear(person, "hoshi", address={"domain": domain, "fixed": True}, shown=["kitte-demo"], programs=["msmtp"],
         left_out=["repair", "explain", "by-hand", "phone", "test-message"])
    person.start()
    for text in ("Enter the servers yourself", "Mail that used to work no longer does",
                 "What does an error message or a returned mail mean?"):
        check(not person.sees(text), f"“{text}” is left out")
    person.type_account(PASSWORD, "somebody@else.test")
    person.press("C_ontinue")
    name = in_language(person, {"en": "Hoshi Mail Assistant", "ja": "ほしメールアシスタント"})
    person.window.wait_for(person.say("%s sets up addresses that end in @%s. Please type one of these.")
                           % (name, domain))
    person.check_account(address=ADDRESS.split("@")[0])
    check(not person.sees("For your phone"), "the phone is left out")
    check(not person.sees("Evolution"), "only one mail program is offered")


@case()
def brand_bad(person):
    """One mistake, and it is the plain program that says so in the log."""
    folder = wear(person, "minato", colors={"accent": "#eeeeee", "accent_dark": "#6fd0dd", "button": "#0b6270",
                                            "button_text": "#ffffff"})
    (folder / "logo.svg").unlink()
    log = folder.parent / "log"
    with open(log, "w", encoding="utf-8") as file:
        person.process = person.desktop.launch([PROGRAM], stderr=file)
    person.window = person.open_window()
    person.wait_for("Type your mail address and your password. Kitte finds the servers and all other settings.")
    check(not person.sees("0120-000-310"), "no telephone number of a brand that is not used")
    said = log.read_text(encoding="utf-8")
    for words in (f"{folder}/brand.json: colors.accent: #eeeeee ", f"{folder}/logo.svg: ",
                  person.say("This brand is not used; Kitte looks as it does without one.")):
        check(words in said, f"“{words}” in the log: {said}")
