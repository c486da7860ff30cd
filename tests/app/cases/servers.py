# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers that are not simply the provider’s: typed, strange, old, without encryption."""

import pathlib
import shutil

from case import case
from cases.start import expect_notes
from desktop import wait_until
from mailhost.client import MailHost
from person import ADDRESS, PASSWORD, check, tab_to, use_changed_preset


def sign_in_by_page(preset):
    preset["credential"]["kind"] = "app-password"
    preset["oauth2"] = {"issuer": "login.demo.kitte.test", "scopes": ["mail"]}
    for server in preset["servers"]:
        server["auth"] = ["oauth2", "password"]


def in_clear(ports):
    """The change that makes both servers ones without encryption."""
    def change(preset):
        preset["legacy"] = {"plaintext_ports": [ports["imap-plain"], ports["submission-plain"]]}
        preset["servers"] = [
            {**server, "security": "none",
             "port": ports["submission-plain" if server["protocol"] == "smtp" else "imap-plain"]}
            for server in preset["servers"] if server["protocol"] in ("imap", "smtp")][:2]
    return change


@case()
def by_hand(person):
    """Servers typed by hand: what was typed last stays, and what answers instead is one press."""
    port, sending = (str(person.host.ports[name]) for name in ("imaps", "submissions"))
    person.start()
    person.press("Enter the servers yourself")
    person.wait_for("Please type your mail address.")
    person.type_account(PASSWORD)
    person.press("Enter the servers yourself")
    person.wait_for("If you do not know them")
    person.expect_focus("Receiving server")
    person.audit()
    check(person.content("Port for receiving") == port, "not filled with what is known")
    person.press("Copy the questions")
    person.wait_for("Copied. You can paste it into a message.")
    person.fill("Port for receiving", "143")
    person.window.wait_for(person.say("Port %u goes with “%s”; that is chosen now.").replace(
        "%u", "143").replace("%s", person.say("STARTTLS")))
    person.fill("Port for receiving", port)
    person.fill("Receiving server", "　ｌｏｃａｌｈｏｓｔ．")
    person.press("C_ontinue")
    person.window.wait_for(person.say(
        "These settings do not answer, but port %u does, with “%s”.").replace(
            "%u", port).replace("%s", person.say("SSL/TLS")))
    check(not person.host.sign_ins(), "a sign-in was tried before the person agreed")
    person.audit()
    person.expect_focus("Use it")
    person.desktop.key("space")
    wait_until(lambda: not person.sees("Use it"), "the offer to be taken")
    check(person.content("Port for receiving") == port, "the port was changed")
    person.fill("Port for sending", "1")
    person.press("C_ontinue")
    person.wait_for("That did not work yet")
    person.press("Enter the servers yourself")
    person.wait_for("If you do not know them")
    check(person.content("Port for sending") == "1", "what was typed is gone")
    person.fill("Port for sending", sending)
    person.press("C_ontinue")
    person.wait_for("Your mail servers work")
    check(not person.host.sign_ins("failed"), "a sign-in failed")
    check(not person.host.early_credentials(), "a password went before TLS")


@case()
def half_typed(person):
    """What was begun by hand stays over Back; what is missing is said at its field, and Enter goes on."""
    host = "mail.half.test"
    person.start()
    person.type_account(PASSWORD)
    person.press("Enter the servers yourself")
    person.expect_focus("Receiving server")
    known = person.content("Receiving server")
    person.fill("Receiving server", host)
    person.fill("Sending server", "")
    person.fill("Port for sending", "")
    person.press("Back")
    person.wait_for("What you typed is still remembered. Type here only to change it.")
    check(person.content("_Mail address") == ADDRESS, "the address was lost")
    person.audit()
    person.press("Enter the servers yourself")
    person.expect_focus("Receiving server")
    for field, content in (("Receiving server", host), ("Sending server", ""), ("Port for sending", "")):
        check(person.content(field) == content, f"“{person.content(field)}” in {field}")
    person.fill("Receiving server", known)
    person.desktop.key("Return")
    person.expect_focus("Sending server")
    person.audit()
    check(not person.host.sign_ins(), "a sign-in was tried while something was missing")
    person.fill("Sending server", known)
    person.fill("Port for sending", str(person.host.ports["submissions"]))
    tab_to(person, "Port for sending")
    person.desktop.key("Return")
    person.wait_for("Your mail servers work")


@case()
def foreign_host(person):
    """Servers that do not belong to the address are asked about before the password leaves."""
    own = pathlib.Path(person.desktop.environment["XDG_DATA_HOME"]) / "kitte/providers"
    own.mkdir(parents=True)
    for preset in person.host.presets:
        shutil.copy(preset, own)
    del person.desktop.environment["KITTE_PROVIDERS_DIR"]
    person.start()
    person.type_account(PASSWORD)
    person.press("C_ontinue")
    person.wait_for("One question first")
    person.audit()
    check(not person.host.events("connect"), "a server was asked before the person was")
    person.expect_focus("Yes, this is my provider")
    person.desktop.key("Return")
    person.wait_for("Your mail servers work")
    check(len(person.host.sign_ins("accepted")) == 2, "not signed in to both")


@case(host=lambda: MailHost(
    "imaps", "pop3s", "submissions", "submission",
    config={"options": {"mechanisms": ["PLAIN", "XOAUTH2"]}}))
def sign_in_later(person):
    """Without a password as far as one can; the mail program signs in by the provider’s page."""
    use_changed_preset(person, sign_in_by_page)
    person.start()
    person.fill("_Mail address", ADDRESS)
    person.wait_for("Sign in later, on the provider’s own page")
    check(not person.sees("App _password"), "a password is asked for")
    person.audit()
    person.press("C_ontinue")
    person.wait_for("Both servers are ready. Your mail program will show your provider’s sign-in "
                    "page when you first open it.")
    check(not person.host.sign_ins(), "a sign-in was tried")
    if shutil.which("msmtp"):
        person.wait_for("msmtp cannot show the provider’s sign-in page.")
    person.audit()


@case(host=lambda: MailHost("imap-plain", "submission-plain"))
def no_encryption(person):
    """A server without encryption is asked about, once it was looked for in vain."""
    use_changed_preset(person, in_clear(person.host.ports))
    person.start()
    person.type_account(PASSWORD)
    person.press("C_ontinue")
    person.wait_for("One question first")
    person.audit()
    check(not person.host.sign_ins(), "the password went over an unencrypted line")
    # Enter alone is no consent: the keyboard is on what is safe.
    person.expect_focus("Back")
    tab_to(person, "I understand, go on without encryption")
    person.desktop.key("Return")
    person.wait_for("Your mail servers work")
    check(len(person.host.sign_ins("accepted")) == 2, "not signed in to both")


@case(behaviour="smtp-auth-rejected-535")
def sending_rejected(person):
    """Where only sending says no, another password for it can be typed."""
    person.start()
    person.type_account(PASSWORD)
    person.press("C_ontinue")
    person.wait_for("The password was not accepted for sending.")
    person.audit()
    person.press("Type the password again")
    person.wait_for("Password for sending")
    person.expect_focus("Password for sending")
    person.audit()
    check(person.content("_Mail address") == ADDRESS, "the address was lost")
    expect_notes(person, "Password for sending")
    person.fill("Password for sending", "another")
    tab_to(person, "Password for sending")
    person.desktop.key("Return")
    person.wait_for("The password was not accepted for sending.")
    check(len(person.host.sign_ins("failed")) == 2, "the other password was not tried")


@case(behaviour="smtp-own-sign-in")
def own_sign_in(person):
    """A user name and a password for sending, typed where sending said no, are proven."""
    person.start()
    person.type_account(PASSWORD)
    person.press("C_ontinue")
    person.wait_for("The password was not accepted for sending.")
    person.press("Type the password again")
    person.wait_for("User name for sending")
    person.fill("Password for sending", PASSWORD)
    person.fill("User name for sending", "taro@demo.kitte.test")
    person.press("C_ontinue")
    person.wait_for("Your mail servers work")
    accepted = [event["user"] for event in person.host.sign_ins("accepted")]
    check(accepted == [ADDRESS, ADDRESS, "taro@demo.kitte.test"], f"signed in as {accepted}")


@case(behaviour="smtp-no-auth")
def modern_way(person):
    """The old sending server was typed by hand; the provider's own one is a press away."""
    def usual(preset):
        sending = next(server for server in preset["servers"] if server["protocol"] == "smtp")
        preset["servers"] = [server for server in preset["servers"]
                             if server["protocol"] == "imap"][:1]
        preset["servers"].append({**sending, "security": "tls",
                                  "port": person.host.ports["submissions"]})
    use_changed_preset(person, usual)
    person.start()
    person.type_account(PASSWORD)
    person.press("Enter the servers yourself")
    person.wait_for("If you do not know them")
    person.fill("Port for sending", str(person.host.ports["smtp-no-auth"]))
    person.press("C_ontinue")
    person.wait_for("This server has no sign-in for sending.")
    check(not person.host.sign_ins(service="smtp-no-auth"), "a password went to the sending server")
    person.press("Use this server")
    person.wait_for("Your mail servers work")
    check(len(person.host.sign_ins("failed")) == 0, "a sign-in failed")
    check(person.host.sign_ins("accepted", service="submissions"), "not proven for sending")


@case(behaviour="smtp-no-auth")
def pop_before_smtp(person):
    """A sending server without a sign-in, beside a mailbox of the same provider: what it probably
    is, and what is done about it today; nothing is sent there."""
    def one_way(preset):
        sending = next(server for server in preset["servers"] if server["protocol"] == "smtp")
        preset["servers"] = [server for server in preset["servers"]
                             if server["protocol"] == "imap"][:1]
        preset["servers"].append({**sending, "security": "tls",
                                  "port": person.host.ports["smtp-no-auth"]})
    use_changed_preset(person, one_way)
    person.start()
    person.type_account(PASSWORD)
    person.press("C_ontinue")
    person.wait_for("This server has no sign-in for sending.")
    guess = person.say("It probably works the old way, “POP before SMTP”: for some minutes after mail "
                       "was received, sending is allowed. Most providers have replaced that by "
                       "signing in, on port 587 or 465; please ask yours for that server.")
    person.window.wait_for(guess)
    person.audit()
    check(len(person.host.sign_ins("accepted")) == 1, "not signed in to receive")
    check(not person.host.sign_ins(service="smtp-no-auth"), "a password went to the sending server")
