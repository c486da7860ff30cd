# SPDX-License-Identifier: GPL-3.0-or-later
"""Real Dovecot, Postfix and Exim, started by hand in a folder of their own, and what their logs tell.

Every server listens on the standard ports of its own loopback address, so the names, ports and
certificates look like a provider's. A client's loopback source address differs from them: Dovecot
takes a connection whose two ends have one address for a secured one.
"""

import base64
import email
import email.message
import email.policy
import email.utils
import os
import re
import shutil
import time

import authority
import dovecot
from dovecot import Dovecot
from exim import Exim
from postfix import Postfix
from service import PATIENCE, wait_for_rest, wait_until, write

DOMAIN = "example.test"
TARO = "taro@" + DOMAIN
HANAKO = "hanako@" + DOMAIN
JIRO = "jiro@" + DOMAIN

# Address of each server: (host names, what is special about it).
GOOD = "127.0.0.10"
OTHER_NAME = "127.0.0.11"
EXPIRED = "127.0.0.12"
UNKNOWN_CA = "127.0.0.13"
CRAM = "127.0.0.14"
HOSTING = "127.0.0.15"
BELOW_INBOX = "127.0.0.16"
JAPANESE = "127.0.0.17"
EXIM = "127.0.0.18"
EXIM_NO_AUTH = "127.0.0.19"
EXIM_SLOW = "127.0.0.20"
WEB = "127.0.0.31"

HOSTS = {
    "imap.example.test": GOOD,
    "pop.example.test": GOOD,
    "smtp.example.test": GOOD,
    "wrong-name.example.test": OTHER_NAME,
    "expired.example.test": EXPIRED,
    "unknown-ca.example.test": UNKNOWN_CA,
    "cram.example.test": CRAM,
    "mail.own.test": HOSTING,
    "shop1.hosting.test": HOSTING,
    "below-inbox.example.test": BELOW_INBOX,
    "japanese.example.test": JAPANESE,
    # What other providers have, to compare with.
    "mail.other.test": OTHER_NAME,
    "mx.other.test": WEB,
    "www.other.test": WEB,
    "exim.example.test": EXIM,
    "exim-no-auth.example.test": EXIM_NO_AUTH,
    "exim-slow.example.test": EXIM_SLOW,
    # The scripted providers of test_help_pages.py.
    "domo.test": "127.0.0.31",
    "shop1.rental.test": "127.0.0.32",
    "mail.portal.test": "127.0.0.33",
    "secure.region.test": "127.0.0.34",
    "pop.business.test": "127.0.0.35",
    "mail.town.test": "127.0.0.36",
    # Nothing but servers at a name that is easily guessed.
    "mail.only-mail.test": GOOD,
    # The web servers of test_discovery.py.
    "autoconfig.page.test": "127.0.0.41",
    "known.test": "127.0.0.42",
    "autoconfig.thunderbird.net": "127.0.0.43",
    "autoconfig.plain.test": "127.0.0.44",
    "autoconfig.example.test": "127.0.0.45",
    "autoconfig.stranger.test": "127.0.0.46",
}

# The owner of the mail folders; a number without an entry in passwd is enough for both servers.
MAIL_ID = 48700


class SignIns:
    """Counts of sign-ins, by service: `imap`, `pop3`, `smtp`."""

    def __init__(self, accepted, failed):
        self.accepted = accepted
        self.failed = failed

    def total(self):
        return sum(self.accepted.values()) + sum(self.failed.values())

    def __repr__(self):
        return f"accepted {self.accepted}, failed {self.failed}"


class Servers:
    """The whole provider example.test."""

    def __init__(self, folder, passwords):
        self.folder = folder
        os.makedirs(folder, exist_ok=True)
        self.mail = os.path.join(folder, "mail")
        os.makedirs(self.mail)
        os.chown(self.mail, MAIL_ID, MAIL_ID)
        self.passwords = dict(passwords)
        for user in self.passwords:
            self.empty(user)
        self.exim = None
        self._write_passwords()
        self.authority = authority.Authority(os.path.join(folder, "ca"), "Kitte test authority")
        self.stranger = authority.Authority(os.path.join(folder, "stranger"), "Nobody's authority")
        self._prepare()

    def _certificates(self):
        ours, theirs = self.authority, self.stranger
        good = [name for name, address in HOSTS.items() if address == GOOD]
        return {
            GOOD: ours.issue("good", good),
            OTHER_NAME: ours.issue("other", ["mail.other.test"]),
            EXPIRED: ours.issue("expired", ["expired.example.test"], days=(-400, -30)),
            UNKNOWN_CA: theirs.issue("unknown", ["unknown-ca.example.test", "*.hosting.test"]),
            CRAM: ours.issue("cram", ["cram.example.test"]),
            HOSTING: ours.issue("hosting", ["*.hosting.test"]),
            BELOW_INBOX: ours.issue("below-inbox", ["below-inbox.example.test"]),
            JAPANESE: ours.issue("japanese", ["japanese.example.test"]),
        }

    def _prepare(self):
        certificates = self._certificates()
        folder = self.folder
        values = dict(mail=self.mail, mail_id=MAIL_ID, passwords=self.password_file)
        common = (GOOD, OTHER_NAME, EXPIRED, UNKNOWN_CA, HOSTING)
        self.dovecot = Dovecot(
            os.path.join(folder, "dovecot"),
            dict(values, addresses=", ".join(common), mechanisms="plain login",
                 certificate=certificates[GOOD][0], key=certificates[GOOD][1],
                 sasl=os.path.join(folder, "postfix/queue/private/auth")),
            [(address, *certificates[address]) for address in common])
        self.cram = Dovecot(
            os.path.join(folder, "dovecot-cram"),
            dict(values, addresses=CRAM, mechanisms="cram-md5",
                 certificate=certificates[CRAM][0], key=certificates[CRAM][1],
                 sasl=os.path.join(folder, "postfix/queue/private/auth-cram")))
        self.others = [Dovecot(
            os.path.join(folder, f"dovecot-{address}"),
            dict(values, addresses=address, mechanisms="plain login", folders=folders,
                 certificate=certificates[address][0], key=certificates[address][1],
                 sasl=os.path.join(folder, f"auth-{address}")))
            for address, folders in ((BELOW_INBOX, dovecot.BELOW_INBOX),
                                     (JAPANESE, dovecot.JAPANESE))]
        self.postfix = Postfix(
            os.path.join(folder, "postfix"),
            dict(mail=self.mail, mail_id=MAIL_ID, mailboxes=", ".join(
                f"{{ {user} = {user}/Maildir/ }}" for user in self.passwords)))
        for address, (certificate, key) in certificates.items():
            if address in (BELOW_INBOX, JAPANESE):
                continue
            sasl = "private/auth-cram" if address == CRAM else "private/auth"
            self.postfix.add(address, certificate, key, sasl)
        if Exim.available():
            names = [name for name in HOSTS if name.startswith("exim")]
            self.exim = Exim(os.path.join(folder, "exim"), EXIM, EXIM_NO_AUTH, EXIM_SLOW,
                             *self.authority.issue("exim", names))
            self.exim.set_passwords(self.passwords)
            self.others.append(self.exim)

    def start(self):
        """Postfix first: it makes the folder that Dovecot's sockets for it lie in."""
        self.postfix.start()
        self.dovecot.start()
        self.cram.start()
        for server in self.others:
            server.start()

    def stop(self):
        for server in self._every():
            server.stop()

    def _every(self):
        return (self.postfix, self.dovecot, self.cram, *self.others)

    # Accounts and their mail.

    @property
    def password_file(self):
        return os.path.join(self.folder, "passwords")

    def _write_passwords(self):
        lines = [f"{user}:{{PLAIN.b64}}{base64.b64encode(secret.encode()).decode()}\n"
                 for user, secret in self.passwords.items()]
        temporary = write(self.password_file + ".new", "".join(lines))
        shutil.chown(temporary, "root", "dovecot")
        os.chmod(temporary, 0o640)
        os.replace(temporary, self.password_file)
        if self.exim:
            self.exim.set_passwords(self.passwords)

    def set_password(self, user, secret):
        """The provider gives the account another password.

        Dovecot looks at whole seconds of its clock and of the file's: wait until it must see it.
        """
        if self.passwords[user] != secret:
            self.passwords[user] = secret
            time.sleep(1.1)
            self._write_passwords()

    def empty(self, user):
        """Throw the mail of the account away; nobody may be signed in."""
        home = os.path.join(self.mail, user)
        shutil.rmtree(home, ignore_errors=True)
        for part in ("", "Maildir", "Maildir/new", "Maildir/cur", "Maildir/tmp"):
            path = os.path.join(home, part)
            os.makedirs(path, mode=0o700, exist_ok=True)
            os.chown(path, MAIL_ID, MAIL_ID)

    def put(self, user, token):
        """Let a message with the subject `token` wait in the account's inbox."""
        message = email.message.EmailMessage()
        message["From"] = "Jiro Suzuki <jiro@example.test>"
        message["To"] = user
        message["Subject"] = token
        message["Date"] = email.utils.formatdate()
        message["Message-ID"] = f"<{token}@example.test>"
        message.set_content(f"This message is {token}.\n")
        name = f"{time.time():.6f}.{token}.harness"
        home = os.path.join(self.mail, user, "Maildir")
        path = os.path.join(home, "tmp", name)
        with open(path, "wb") as file:
            file.write(message.as_bytes())
        os.chown(path, MAIL_ID, MAIL_ID)
        os.rename(path, os.path.join(home, "new", name))

    def messages(self, user, folder="INBOX"):
        """The messages of a mailbox, parsed."""
        base = os.path.join(self.mail, user, "Maildir", "" if folder == "INBOX" else "." + folder)
        found = []
        for part in ("new", "cur"):
            path = os.path.join(base, part)
            for name in sorted(os.listdir(path)) if os.path.isdir(path) else []:
                with open(os.path.join(path, name), "rb") as file:
                    found.append(email.message_from_binary_file(file, policy=email.policy.default))
        return found

    def find(self, user, token, folder="INBOX"):
        """The message with `token` in its subject, or None."""
        return next((message for message in self.messages(user, folder)
                     if token in str(message["Subject"])), None)

    def wait_for(self, user, token, seconds=PATIENCE, folder="INBOX"):
        """The message with `token` in its subject, as soon as it is in the mailbox."""
        return wait_until(lambda: self.find(user, token, folder), seconds,
                          lambda: f"the message {token} in {folder} of {user}; Postfix said\n"
                          + self.postfix.log.text()[-1500:])

    # What the logs tell.

    def _logs(self):
        return (self.dovecot.log, self.cram.log, self.postfix.log,
                *(server.log for server in self.others))

    def mark(self):
        """A place in all logs to count from, behind all that has happened."""
        self._rest()
        return tuple(log.size() for log in self._logs())

    def _rest(self):
        """Wait until the servers have written down what they have done."""
        wait_for_rest([server.process.pid for server in self._every() if server.process])

    def sign_ins(self, since):
        """Sign-ins since the mark: accepted and failed, by service, at all addresses."""
        self._rest()
        text = "".join(log.text(place) for log, place in zip(self._logs(), since))
        accepted, failed = {}, {}
        for service in ("imap", "pop3"):
            accepted[service] = len(re.findall(rf"{service}-login: Info: Login: user=<", text))
            failed[service] = sum(int(number) for number in re.findall(
                rf"{service}-login: Info: .*\(auth failed, (\d+) attempts", text))
        failed["smtp"] = len(re.findall(r"SASL \S+ authentication failed", text)) + \
            len(re.findall(r"authenticator failed for ", text))
        accepted["smtp"] = self._smtp_sign_ins(text)
        return SignIns(accepted, failed)

    @staticmethod
    def _smtp_sign_ins(text):
        """Accepted SASL sign-ins: smtpd counts commands when a client goes (`auth=1`), Exim says
        with what a client that sent no mail had signed in (`A=plain:taro@…`)."""
        return sum(int(number) for number in re.findall(
            r"smtpd\[\d+\]: disconnect from .* auth=(\d+)(?:/\d+)? ", text + " ")) + \
            len(re.findall(r" no MAIL in SMTP connection from .* A=\w+:", text))

    def sent_as(self, token):
        """The user that Postfix knew when the message with this subject came in, or None."""
        message = next((message for user in self.passwords
                        for message in self.messages(user) if token in str(message["Subject"])),
                       None)
        received = str(message["Received"]) if message else ""
        match = re.search(r"\(Authenticated sender: ([^)]*)\)", received)
        return match.group(1) if match and "TLS" in received else None

    def failed_by_auth(self, since):
        """Failed sign-ins as Dovecot's auth service saw them, SMTP included."""
        text = "".join(log.text(place) for log, place in zip(self._logs()[:2], since[:2]))
        return len(re.findall(r"auth: Info: .*(?:Password mismatch|unknown user)", text,
                              re.IGNORECASE))

    def report(self, since):
        """What all logs say since the mark, for a failure's message."""
        return "\n".join(f"--- {log.path}\n{log.text(place)[-3000:]}"
                         for log, place in zip(self._logs(), since))
