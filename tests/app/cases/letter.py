# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers of a domain that nobody knows, typed from a provider’s letter, partly by keyboard alone."""

from case import case
from desktop import wait_until
from mailhost.client import MailHost
from person import PASSWORD, check, tab_to

DOMAIN = "unknown.test"
HANAKO = "hanako@demo.kitte.test"
TARO = "taro@demo.kitte.test"


def type_address(person):
    person.desktop.names.table[DOMAIN] = []
    person.start()
    person.type_account(PASSWORD, "hanako@" + DOMAIN)


def open_by_hand(person):
    """The page for servers typed by hand, where nothing is known that could fill it."""
    person.press("Enter the servers yourself")
    person.wait_for("If you do not know them")
    person.expect_focus("Receiving server")


def choose(person, key, text):
    """From the choice that has the keyboard to its neighbour."""
    person.desktop.key(key)
    person.expect_focus(text)


def wait_for_port(person, direction, port):
    wait_until(lambda: person.content("Port for " + direction) == port,
               lambda: f"port {port}; it is {person.content('Port for ' + direction)}")


@case(host=lambda: MailHost("pop3s", "submission"))
def typed_from_letter(person):
    """Nothing is found: the questions to the provider; POP3; another name and password for sending. Ports and
    encryption follow each other, and what answers instead is one press."""
    type_address(person)
    person.press("C_ontinue")
    person.wait_for("The settings could not be found.")
    person.audit()
    open_by_hand(person)
    person.audit()
    person.window.wait_for(DOMAIN)
    person.press("Copy the questions")
    person.wait_for("Copied. You can paste it into a message.")
    check(person.content("User name for receiving") == "hanako@" + DOMAIN, "no user name")
    wait_for_port(person, "receiving", "993")

    tab_to(person, "Receiving server")
    person.desktop.key("shift+Tab")
    person.expect_focus("IMAP: mail stays on the server")
    choose(person, "Down", "POP3: mail is fetched to this computer")
    wait_for_port(person, "receiving", "995")
    person.window.wait_for(person.say("The port is %u now, which goes with your choice.").replace(
        "%u", "995"))
    person.fill("Port for receiving", "143")
    person.window.wait_for(person.say("Port %u goes with %s and “%s”; that is chosen now.").replace(
        "%u", "143").replace("%s", "IMAP", 1).replace("%s", person.say("STARTTLS"), 1))
    person.fill("Port for receiving", "110")
    tab_to(person, "Receiving server")
    tab_to(person, "STARTTLS")
    choose(person, "Up", "SSL/TLS")
    wait_for_port(person, "receiving", "995")

    fill_letter(person)
    person.press("C_ontinue")
    port = person.host.ports["submission"]
    person.window.wait_for(person.say(
        "These settings do not answer, but port %u does, with “%s”.").replace(
            "%u", str(port)).replace("%s", person.say("STARTTLS")))
    check(not person.host.sign_ins(), "a sign-in was tried before the person agreed")
    person.press("Use it")
    wait_until(lambda: not person.sees("Use it"), "the offer to be taken")
    person.press("C_ontinue")
    person.wait_for("Your mail servers work")
    check([event["user"] for event in person.host.sign_ins()] == [HANAKO, TARO],
          "not signed in once with each name")
    check(not person.host.early_credentials(), "a password went before TLS")


def fill_letter(person):
    """The letter’s answers, but for the encryption of sending: the port begins without it."""
    person.fill("Receiving server", "localhost")
    person.fill("Port for receiving", str(person.host.ports["pop3s"]))
    person.fill("User name for receiving", HANAKO)
    person.fill("Sending server", "localhost")
    person.fill("Port for sending", str(person.host.ports["submission"]))
    person.fill("User name for sending", TARO)
    person.fill("Password for sending", PASSWORD)


@case(host=lambda: MailHost("imap-plain", "submission-plain"))
def typed_without_encryption(person):
    """Servers without encryption are asked about, though they were typed so."""
    type_address(person)
    open_by_hand(person)
    for direction, service in (("receiving", "imap-plain"), ("sending", "submission-plain")):
        tab_to(person, direction.capitalize() + " server")
        person.desktop.key("Tab")
        person.expect_focus("SSL/TLS")
        choose(person, "Down", "STARTTLS")
        choose(person, "Down", "No encryption")
        person.fill(direction.capitalize() + " server", "localhost")
        person.fill("Port for " + direction, str(person.host.ports[service]))
        person.fill("User name for " + direction, HANAKO)
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
