# SPDX-License-Identifier: GPL-3.0-or-later
"""A domain that no preset knows: the search while it runs, what it asks, and servers by hand."""

from case import case
from desktop import wait_until
from mailhost.client import MailHost
from mailhost.names import address, service
from person import PASSWORD, check

DOMAIN = "search.test"
MAIL = "mail.provider.test"
HANAKO = "hanako@demo.kitte.test"


# The same choice stands on the page once for each direction.
RECEIVING, SENDING = 0, 1


def press_for(person, text, direction):
    """Chooses it for one direction, inside the group that is named for that."""
    def act():
        found = [node for node in person.window.walk()
                 if node.get_name() == person.say(text) and node.get_action_iface()]
        return len(found) > direction and found[direction].get_action_iface().do_action(0)
    wait_until(lambda: person.window.look(act), lambda: f"“{text}” number {direction}")


def named_host():
    return MailHost("imaps", "submissions",
                    config={"certificate": {"names": [MAIL], "addresses": []}})


def publish_services(person):
    """The domain says where its servers are: with somebody else."""
    ports = person.host.ports
    person.desktop.names.table.update({
        DOMAIN: [], MAIL: [address("127.0.0.1")],
        "_imaps._tcp." + DOMAIN: [service(0, 1, ports["imaps"], MAIL)],
        "_submissions._tcp." + DOMAIN: [service(0, 1, ports["submissions"], MAIL)]})


def unfold_search(person):
    """The list of the places that are asked, and what stands in it."""
    person.press("Where the settings were looked for")
    return person.window.wait_for("SRV " + DOMAIN)


@case(host=named_host)
def searching(person):
    """Who is asked can be read while it is asked; the user name and the domain that gets the
    password are asked about, once, and before anything is called."""
    publish_services(person)
    person.desktop.names.table[DOMAIN] = None
    person.start()
    person.type_account(PASSWORD, "hanako@" + DOMAIN)
    person.press("C_ontinue")
    person.wait_for("Checking your mail servers")
    listed = unfold_search(person)
    check(person.say("being asked") in listed, f"not live: {listed}")
    check(person.sees("Cancel"), "the search cannot be stopped")
    person.audit()
    person.desktop.names.table[DOMAIN] = []
    person.wait_for("User name")
    forms = person.say("It is usually “%s” or “%s”. Your provider’s letter says which.")
    person.window.wait_for(forms.replace("%s", "hanako@" + DOMAIN, 1).replace("%s", "hanako", 1))
    check(not person.host.events("connect"), "a server was called before the person was asked")
    person.audit()
    person.fill("User name", HANAKO)
    person.press("C_ontinue")
    person.wait_for("One question first")
    person.window.wait_for(person.say("May “%s” get your password?").replace("%s", "provider.test"))
    person.audit()
    check(not person.host.events("connect"), "a server was called before the person was asked")
    person.press("Yes, this is my provider")
    person.wait_for("Your mail servers work")
    check([event["user"] for event in person.host.sign_ins()] == [HANAKO, HANAKO],
          "another form of the user name was tried")


@case(host=lambda: MailHost("pop3s", "submission"))
def found_by_nobody(person):
    """Nothing is found: the page for servers by hand has the questions, POP3, and a name and a
    password of its own for sending; ports and encryption follow each other."""
    person.desktop.names.table[DOMAIN] = []
    person.start()
    person.type_account(PASSWORD, "hanako@" + DOMAIN)
    person.press("C_ontinue")
    person.wait_for("The settings could not be found.")
    person.window.wait_for(DOMAIN)
    person.audit()
    person.press("Enter the servers yourself")
    person.wait_for("If you do not know them")
    person.window.wait_for(DOMAIN)
    person.press("Copy the questions")
    person.wait_for("Copied. You can paste it into a message.")
    check(person.content("User name for receiving") == "hanako@" + DOMAIN, "no user name")
    press_for(person, "POP3: mail is fetched to this computer", RECEIVING)
    person.window.wait_for(person.say("The port is %u now, which goes with your choice.").replace(
        "%u", "995"))
    check(person.content("Port for receiving") == "995", "the port does not follow")
    person.fill("Port for receiving", "143")
    person.window.wait_for(person.say("Port %u goes with %s and “%s”; that is chosen now.").replace(
        "%u", "143").replace("%s", "IMAP", 1).replace("%s", person.say("STARTTLS"), 1))
    person.fill("Port for receiving", "110")
    press_for(person, "SSL/TLS", RECEIVING)
    wait_until(lambda: person.content("Port for receiving") == "995", "the port to follow")
    fill_by_hand(person)
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
    check([event["user"] for event in person.host.sign_ins("accepted")] ==
          [HANAKO, "taro@demo.kitte.test"], "not signed in with both names")
    check(not person.host.early_credentials(), "a password went before TLS")


def fill_by_hand(person):
    """The letter’s answers, and TLS from the first byte at a port that begins with STARTTLS."""
    person.fill("Receiving server", "localhost")
    person.fill("Port for receiving", str(person.host.ports["pop3s"]))
    person.fill("User name for receiving", HANAKO)
    person.fill("Sending server", "localhost")
    person.fill("Port for sending", str(person.host.ports["submission"]))
    person.fill("User name for sending", "taro@demo.kitte.test")
    person.fill("Password for sending", PASSWORD)


@case(host=lambda: MailHost("imap-plain", "submission-plain"))
def by_hand_in_clear(person):
    """Servers without encryption are asked about, host by host, though they were typed."""
    ports = person.host.ports
    person.desktop.names.table[DOMAIN] = []
    person.start()
    person.type_account(PASSWORD, "hanako@" + DOMAIN)
    person.press("Enter the servers yourself")
    person.wait_for("If you do not know them")
    for number, (direction, port) in enumerate((("receiving", "imap-plain"),
                                                ("sending", "submission-plain"))):
        person.fill(direction.capitalize() + " server", "localhost")
        press_for(person, "No encryption", number)
        person.fill("Port for " + direction, str(ports[port]))
        person.fill("User name for " + direction, HANAKO)
    person.press("C_ontinue")
    person.wait_for("One question first")
    person.audit()
    check(not person.host.sign_ins(), "the password went over an unencrypted line")
    person.press("I understand, go on without encryption")
    person.wait_for("Your mail servers work")
    check(len(person.host.sign_ins("accepted")) == 2, "not signed in to both")
