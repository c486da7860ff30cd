# SPDX-License-Identifier: GPL-3.0-or-later
"""What every mail program has to do with every account: receive, send, ask nothing."""

from servers import HANAKO, TARO

# The servers as a person types them: by protocol and kind of encryption.
INCOMING = {
    ("imap", "tls"): "imaps://imap.example.test",
    ("imap", "starttls"): "imap://imap.example.test?starttls=required",
    ("pop3", "tls"): "pop3s://pop.example.test",
    ("pop3", "starttls"): "pop3://pop.example.test?starttls=required",
    ("imap", "cram"): "imaps://cram.example.test",
}
OUTGOING = {
    "tls": "smtps://smtp.example.test",
    "starttls": "smtp://smtp.example.test:587?starttls=required",
    "cram": "smtps://cram.example.test",
}

# Whose account it is, and who gets the mail that is sent.
OWNERS = {"imap": (TARO, HANAKO), "pop3": (HANAKO, TARO)}
NAME = "山田 太郎"


def exchange(case, program, protocol, name=NAME, sent="Sent"):
    """Start the program, let it fetch a waiting message and send one, and quit it.

    A copy of what is sent by IMAP goes to the folder `sent`.
    """
    owner, other = OWNERS[protocol]
    waiting, going = case.token("waiting"), case.token("going")
    case.servers.put(owner, waiting)
    program.start()
    program.receive(waiting)
    program.send(owner, other, going, lambda: case.servers.find(other, going))
    check_sent(case, owner, other, going, name)
    if protocol == "imap":
        case.servers.wait_for(owner, going, folder=sent)
    case.assertIsNotNone(case.servers.find(owner, waiting), "the mail stays on the server")
    program.quit()


def check_sent(case, owner, other, token, name=NAME):
    """The message arrived under the right name, over TLS, from somebody signed in."""
    message = case.servers.find(other, token)
    case.assertEqual(case.servers.sent_as(token), owner)
    sender = message["From"].addresses[0]
    case.assertEqual(sender.addr_spec, owner)
    if name is not None:
        case.assertEqual(sender.display_name, name)


def no_failed_sign_in(case):
    """Nothing has sent a wrong password since the case began."""
    counts = case.servers.sign_ins(case.start)
    case.assertEqual(sum(counts.failed.values()), 0, counts)
