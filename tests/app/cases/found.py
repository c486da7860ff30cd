# SPDX-License-Identifier: GPL-3.0-or-later
"""What only the search finds out, while the servers are checked: a choice, a step at the provider."""

from case import case
from mailhost.client import MailHost
from mailhost.names import address, exchanger, service
from person import PASSWORD, check, rewrite_preset

DOMAIN = "found.test"
TYPED = "hanako@" + DOMAIN
HOST = "mail." + DOMAIN
PROTOCOL = "How should your mail be fetched?"
IMAP, POP3 = "IMAP: mail stays on the server", "POP3: mail is fetched to this computer"


def both_host():
    return MailHost("imaps", "pop3s", "submissions", config={
        "certificate": {"names": [HOST], "addresses": []},
        "accounts": [{"address": TYPED, "password": PASSWORD, "logins": ["hanako"]}]})


def publish_both(person):
    """The domain offers both ways to fetch mail, and none of them first (RFC 6186, 3.4)."""
    ports = person.host.ports
    table = person.desktop.names.table
    table.update({DOMAIN: [], HOST: [address("127.0.0.1")]})
    for name, port in (("imaps", "imaps"), ("pop3s", "pop3s"), ("submissions", "submissions")):
        table[f"_{name}._tcp.{DOMAIN}"] = [service(0, 1, ports[port], HOST)]


@case(host=both_host)
def protocol_found(person):
    """The user name is one of two, by one press; then IMAP or POP3, which nobody knew of before."""
    publish_both(person)
    use = [person.say("Use “%s”") % name for name in (TYPED, "hanako")]
    person.start()
    person.type_account(PASSWORD, TYPED)
    person.press("C_ontinue")
    person.wait_for("User name")
    person.expect_focus("User name")
    check(person.content("User name") == "", "a user name was taken without being asked for")
    person.audit()
    for button, name in zip(use, (TYPED, "hanako")):
        person.window.press(button)
        person.wait_for_content("User name", name)
        person.expect_focus("User name")
    person.desktop.key("Return")
    person.wait_for(PROTOCOL)
    person.expect_focus(IMAP)
    person.audit()
    check(not person.host.sign_ins(), "a sign-in was tried before it was chosen")
    person.desktop.key("Down")
    person.expect_focus(POP3)

    person.desktop.key("Escape")
    person.wait_for("What you typed is still remembered. Type here only to change it.")
    check(person.content("_Mail address") == TYPED, "the address was lost")
    check(person.content("User name") == "hanako", "the user name was lost")
    person.audit()
    person.press("C_ontinue")
    person.wait_for(PROTOCOL)
    person.expect_focus(POP3)
    person.desktop.key("Return")
    person.wait_for("Your mail servers work")
    check([(event["service"], event["user"]) for event in person.host.sign_ins()] ==
          [("pop3s", "hanako"), ("submissions", "hanako")], f"{person.host.sign_ins()}")


@case()
def step_found(person):
    """A provider that only its mail exchanger shows wants something done first; asked once."""
    text = {"en": "First allow mail programs.", "ja": "先にメールソフトを許可してください。"}

    def by_exchanger(preset):
        preset["status"] = "needs-step"
        preset["steps"] = [{"id": "enable", "required": True, "text": text}]
        preset["match"] = {"domains": ["elsewhere.test"], "mx_patterns": ["mx.elsewhere.test"]}
    rewrite_preset(person, by_exchanger)
    person.desktop.names.table.update({DOMAIN: [exchanger(10, "mx.elsewhere.test")],
                                       "mx.elsewhere.test": [address("127.0.0.1")]})
    person.start()
    person.type_account(PASSWORD, TYPED)
    person.press("C_ontinue")
    person.window.wait_for(text[person.language])
    person.expect_focus("I have _done it")
    person.audit()
    check(not person.host.sign_ins(), "a sign-in was tried before it was done")

    person.press("Back")
    person.wait_for("What you typed is still remembered. Type here only to change it.")
    check(person.content("_Mail address") == TYPED, "the address was lost")
    person.press("C_ontinue")
    person.window.wait_for(text[person.language])
    person.expect_focus("I have _done it")
    person.desktop.key("Return")
    person.wait_for("The password was not accepted.")
    check([event["user"] for event in person.host.sign_ins()] == [TYPED], person.host.sign_ins())
