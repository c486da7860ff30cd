# SPDX-License-Identifier: GPL-3.0-or-later
"""A domain that no preset knows: the search while it runs, and what it asks."""

from case import case
from ear import FOCUS, NAME
from mailhost.client import MailHost
from mailhost.names import address, service
from person import PASSWORD, check

DOMAIN = "search.test"
MAIL = "mail.provider.test"
HANAKO = "hanako@demo.kitte.test"


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


@case(host=named_host)
def searching(person):
    """Who is asked can be read while it is asked; the user name and the domain that gets the
    password are asked about, once, and before anything is called."""
    person.start()
    person.type_account(PASSWORD, "hanako@" + DOMAIN)
    person.press("C_ontinue")
    person.wait_for("That did not work yet")
    person.press("Where the settings were looked for")
    person.window.wait_for("SRV " + DOMAIN)
    person.audit()
    person.press("Back")
    person.wait_for("_Mail address")

    # It is unfolded from now on. A search takes a limited time: what is said meanwhile is heard, not looked for.
    publish_services(person)
    person.desktop.names.table[DOMAIN] = None
    person.desktop.names.delays["_submissions._tcp." + DOMAIN] = 1
    ear = person.window.ear
    mark = ear.listen()
    person.press("C_ontinue")
    person.wait_for("User name")
    said = ear.since(mark)
    listed = [heard.name for heard in said if heard.kind == NAME and "SRV " + DOMAIN in heard.name]
    live = person.say("being asked") + person.say("%s: %s").rpartition("%s")[2] + "\n"
    check(any(live in text + "\n" for text in listed), f"not live: {listed}")
    check(person.say("Cancel") in [heard.name for heard in said if heard.kind == FOCUS],
          f"the search cannot be stopped: {said}")
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
