# SPDX-License-Identifier: GPL-3.0-or-later
"""The first page, and the page for servers typed by hand."""

from person import ADDRESS, PASSWORD, tab_to
from photographer import walk


@walk("start", "start-problem", "start-recognised")
def start(person):
    person.start()
    person.picture("start")
    person.press("C_ontinue")
    person.wait_for("Please type your mail address.")
    person.picture("start-problem")
    person.fill("_Mail address", ADDRESS)
    person.wait_for("_Password")
    person.picture("start-recognised")


SHIPPED = {"gmail": "hanako@gmail.com", "question": "hanako@hi-ho.ne.jp",
           "sakura": "hanako@example.sakura.ne.jp", "steps": "hanako@yahoo.co.jp",
           "slip": "hanako@gmial.com", "closed": "hanako@softbank.ne.jp"}

ACCOUNT_ID = {"en": "d ACCOUNT ID", "ja": "dアカウントのID"}


def use_shipped_presets(person):
    del person.desktop.environment["KITTE_PROVIDERS_DIR"]
    del person.desktop.environment["KITTE_CA_FILE"]
    person.desktop.environment["KITTE_WARM_UP"] = "no"


@walk(*[f"start-{name}" for name in SHIPPED])
def providers(person):
    """The providers that are shipped: a sign-in by page, a question, steps to do first."""
    use_shipped_presets(person)
    person.start()
    for name, address in SHIPPED.items():
        person.fill("_Mail address", address)
        person.picture(f"start-{name}")


@walk("start-password-note", "step-account", "step-password-kind")
def passwords(person):
    """What cannot be seen in a hidden text, and a password of another kind."""
    use_shipped_presets(person)
    person.start()
    person.fill("_Mail address", "hanako@icloud.com")
    person.fill("App _password", "ｓｕｍｍｅｒ ")
    person.picture("start-password-note")
    person.fill("_Mail address", "hanako@docomo.ne.jp")
    person.window.wait_for(person.in_words(ACCOUNT_ID))
    person.window.fill(person.in_words(ACCOUNT_ID), "hanako1234")
    person.fill("_Password", "summer2026!")
    person.press("C_ontinue")
    person.wait_for("I have _done it")
    person.picture("step-account")
    person.press("I have _done it")
    person.wait_for("Try this password all the same")
    person.picture("step-password-kind")


@walk("by-hand", "by-hand-offer", "by-hand-questions")
def by_hand(person):
    person.start()
    person.type_account(PASSWORD)
    person.press("Enter the servers yourself")
    person.wait_for("If you do not know them")
    person.picture("by-hand")
    person.fill("Port for receiving", "143")
    person.fill("Port for receiving", str(person.host.ports["imaps"]))
    person.press("C_ontinue")
    person.wait_for("Use it")
    person.picture("by-hand-offer")
    tab_to(person, "Copy the questions", 30)
    person.picture("by-hand-questions")
