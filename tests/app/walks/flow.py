# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages that come only when they are needed: a step at the provider, IMAP or POP3, no encryption, a sign-in later."""

from cases.flow import SETTINGS, ask_for_app_password, heading, offer_both
from cases.servers import in_clear, sign_in_by_page
from mailhost.client import MailHost
from person import ADDRESS, PASSWORD, rewrite_preset, use_changed_preset
from photographer import walk

STEP = {"en": "Open the settings of your mailbox and allow mail programs under “Access”. It takes effect at once.",
        "ja": "メールボックスの設定を開き、「アクセス」でメールソフトを許可してください。すぐに有効になります。"}


@walk("step")
def step(person):
    """A switch at the provider that has to be turned first."""
    def needs_step(preset):
        preset["status"] = "needs-step"
        preset["steps"] = [{"id": "enable", "required": True, "text": STEP, "url": SETTINGS}]
    rewrite_preset(person, needs_step)
    person.start()
    person.type_account(PASSWORD)
    person.press("C_ontinue")
    person.window.wait_for(heading(person))
    person.picture("step")


@walk("step-password", "step-password-missing")
def app_password(person):
    """A password that is made for mail programs, on a page of its own."""
    rewrite_preset(person, ask_for_app_password)
    person.start()
    person.fill("_Mail address", ADDRESS)
    person.wait_for("App _password")
    person.press("C_ontinue")
    person.window.wait_for(heading(person))
    person.picture("step-password")
    person.press("I have _done it")
    person.wait_for_line("Please type your password.")
    person.picture("step-password-missing")


@walk("protocol", "start-protocol")
def protocol(person):
    """IMAP or POP3, and how to choose again."""
    rewrite_preset(person, offer_both)
    person.start()
    person.type_account(PASSWORD)
    person.press("C_ontinue")
    person.wait_for("How should your mail be fetched?")
    person.picture("protocol")
    person.press("C_ontinue")
    person.wait_for("Your mail servers work")
    person.press("Back")
    person.wait_for("Choose between IMAP and POP3 again")
    person.picture("start-protocol")


@walk("start-sign-in-later", "ready-sign-in-later",
      host=lambda: MailHost("imaps", "pop3s", "submissions", "submission",
                            config={"options": {"mechanisms": ["PLAIN", "XOAUTH2"]}}))
def sign_in_later(person):
    """Without a password; the mail program signs in on the provider’s page."""
    use_changed_preset(person, sign_in_by_page)
    person.start()
    person.fill("_Mail address", ADDRESS)
    person.wait_for("Sign in later, on the provider’s own page")
    person.picture("start-sign-in-later")
    person.press("C_ontinue")
    person.wait_for("Both servers are ready. Your mail program will show your provider’s sign-in page when you first "
                    "open it.")
    person.picture("ready-sign-in-later")


@walk("check-no-encryption", host=lambda: MailHost("imap-plain", "submission-plain"))
def no_encryption(person):
    """A server without encryption is asked about."""
    use_changed_preset(person, in_clear(person.host.ports))
    person.start()
    person.type_account(PASSWORD)
    person.press("C_ontinue")
    person.wait_for("One question first")
    person.picture("check-no-encryption")
