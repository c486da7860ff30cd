# SPDX-License-Identifier: GPL-3.0-or-later
"""Real Dovecot and Postfix, started by hand in a folder of their own, and what their logs tell.

Every server listens on the standard ports of its own loopback address, so the names, ports and
certificates look like a provider's. A client's loopback source address differs from them: Dovecot
takes a connection whose two ends have one address for a secured one.
"""

import base64
import email
import email.message
import email.policy
import os
import re
import shutil
import subprocess
import time

import authority
import namespace

DOMAIN = "example.test"
TARO = "taro@" + DOMAIN
HANAKO = "hanako@" + DOMAIN

# Address of each server: (host names, what is special about it).
GOOD = "127.0.0.10"
OTHER_NAME = "127.0.0.11"
EXPIRED = "127.0.0.12"
UNKNOWN_CA = "127.0.0.13"
CRAM = "127.0.0.14"

HOSTS = {
    "imap.example.test": GOOD,
    "pop.example.test": GOOD,
    "smtp.example.test": GOOD,
    "autoconfig.example.test": GOOD,
    "wrong-name.example.test": OTHER_NAME,
    "expired.example.test": EXPIRED,
    "unknown-ca.example.test": UNKNOWN_CA,
    "cram.example.test": CRAM,
}

# The owner of the mail folders; a number without an entry in passwd is enough for both servers.
MAIL_ID = 48700

DOVECOT = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
listen = {addresses}
protocols = imap pop3
auth_mechanisms = {mechanisms}
auth_verbose = yes
auth_failure_delay = 0 secs
disable_plaintext_auth = yes
ssl = required
ssl_min_protocol = TLSv1.2
ssl_cert = <{certificate}
ssl_key = <{key}
mail_location = maildir:~/Maildir
passdb {{
  driver = passwd-file
  args = username_format=%u {passwords}
}}
userdb {{
  driver = static
  args = uid={mail_id} gid={mail_id} home={mail}/%u
}}
namespace inbox {{
  inbox = yes
  mailbox Drafts {{
    special_use = \\Drafts
    auto = subscribe
  }}
  mailbox Sent {{
    special_use = \\Sent
    auto = subscribe
  }}
  mailbox Junk {{
    special_use = \\Junk
    auto = subscribe
  }}
  mailbox Trash {{
    special_use = \\Trash
    auto = subscribe
  }}
}}
service imap-login {{
  inet_listener imap {{
    port = 143
  }}
  inet_listener imaps {{
    port = 993
    ssl = yes
  }}
}}
service pop3-login {{
  inet_listener pop3 {{
    port = 110
  }}
  inet_listener pop3s {{
    port = 995
    ssl = yes
  }}
}}
service auth {{
  unix_listener {sasl} {{
    mode = 0660
    user = postfix
    group = postfix
  }}
}}
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
"""

DOVECOT_LOCAL = """
local {address} {{
  ssl_cert = <{certificate}
  ssl_key = <{key}
}}
"""

POSTFIX_MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
myhostname = smtp.example.test
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks =
relayhost =
default_transport = error:this server keeps all mail to itself
alias_maps =
alias_database =
smtputf8_enable = yes
virtual_mailbox_domains = example.test
virtual_mailbox_base = {mail}
virtual_mailbox_maps = inline:{{ {mailboxes} }}
virtual_minimum_uid = 100
virtual_uid_maps = static:{mail_id}
virtual_gid_maps = static:{mail_id}
smtpd_tls_auth_only = yes
smtpd_tls_loglevel = 1
smtpd_tls_received_header = yes
smtpd_tls_session_cache_database =
smtpd_sasl_type = dovecot
smtpd_sasl_security_options = noanonymous
smtpd_client_restrictions = permit_sasl_authenticated, reject
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_sasl_authenticated_header = yes
smtpd_error_sleep_time = 0
"""

POSTFIX_MASTER = """
postlog unix-dgram n - n - 1 postlogd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
local unix - n n - - local
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
"""

POSTFIX_SERVICE = """
{address}:{port} inet n - n - - smtpd
  -o syslog_name=postfix/{name}
  -o smtpd_tls_wrappermode={wrapper}
  -o smtpd_tls_security_level={level}
  -o smtpd_tls_chain_files={key},{certificate}
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_sasl_path={sasl}
"""


class ServerTrouble(Exception):
    """A server did not start or did not do what the harness relies on."""


def wait_until(condition, seconds, what):
    """The first true value of `condition`, asked again and again; ServerTrouble when it is late.

    `what` is the text of the complaint, or a function that makes it then.
    """
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            text = what() if callable(what) else what
            raise ServerTrouble(f"waited {seconds} s in vain for {text}")
        time.sleep(0.1)


def _write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def _listens(address, port):
    """Whether someone listens there, without connecting: no line in any log comes of it."""
    part = "".join(f"{int(number):02X}" for number in reversed(address.split(".")))
    with open("/proc/net/tcp", encoding="ascii") as file:
        return f": {part}:{port:04X} 00000000:0000 0A" in file.read()


class Log:
    """A growing log file, and places in it to count from."""

    def __init__(self, path):
        self.path = path

    def text(self, since=0):
        if not os.path.exists(self.path):
            return ""
        with open(self.path, "rb") as file:
            file.seek(since)
            return file.read().decode("utf-8", "replace")

    def size(self):
        return os.path.getsize(self.path) if os.path.exists(self.path) else 0


class Dovecot:
    """One Dovecot instance with its own addresses and sign-in methods."""

    def __init__(self, folder, values, local=()):
        os.makedirs(folder)
        self.folder = folder
        self.addresses = values["addresses"].replace(",", " ").split()
        text = DOVECOT.format(folder=folder, **values)
        for address, certificate, key in local:
            text += DOVECOT_LOCAL.format(address=address, certificate=certificate, key=key)
        self.configuration = _write(os.path.join(folder, "dovecot.conf"), text)
        self.log = Log(os.path.join(folder, "log"))
        self.process = None

    def start(self):
        self.process = subprocess.Popen(
            ["dovecot", "-F", "-c", self.configuration], stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT,
            preexec_fn=namespace.die_with_parent)
        for address in self.addresses:
            for port in (143, 993, 110, 995):
                wait_until(lambda a=address, p=port: _listens(a, p), 10,
                           lambda a=address, p=port: f"Dovecot at {a}:{p}\n{self.log.text()}")

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait(10)
            self.process = None


class Postfix:
    """One Postfix with submission and submissions services on several addresses."""

    def __init__(self, folder, values):
        self.folder = folder
        for part in ("", "etc", "queue", "data"):
            os.makedirs(os.path.join(folder, part), exist_ok=True)
        shutil.chown(os.path.join(folder, "data"), "postfix", "root")
        self.values = values
        self.services = []
        self.log = Log(os.path.join(folder, "log"))
        self.process = None

    def add(self, address, certificate, key, sasl):
        """Offer 587 with STARTTLS and 465 with TLS from the start at `address`."""
        for port, name, wrapper, level in ((587, "submission", "no", "encrypt"),
                                           (465, "submissions", "yes", "encrypt")):
            self.services.append(dict(address=address, port=port, name=name, wrapper=wrapper,
                                      level=level, key=key, certificate=certificate, sasl=sasl))

    def start(self):
        etc = os.path.join(self.folder, "etc")
        _write(os.path.join(etc, "main.cf"), POSTFIX_MAIN.format(
            folder=self.folder, **self.values))
        _write(os.path.join(etc, "master.cf"), POSTFIX_MASTER + "".join(
            POSTFIX_SERVICE.format(**service) for service in self.services))
        with open(os.path.join(self.folder, "log"), "ab") as log:
            self.process = subprocess.Popen(
                ["postfix", "-c", etc, "start-fg"], stdin=subprocess.DEVNULL, stdout=log,
                stderr=log, preexec_fn=namespace.die_with_parent)
        for service in self.services:
            place = (service["address"], service["port"])
            wait_until(lambda p=place: _listens(*p), 15,
                       lambda p=place: f"Postfix at {p}\n{self.log.text()}")

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait(10)
            self.process = None


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
            UNKNOWN_CA: theirs.issue("unknown", ["unknown-ca.example.test"]),
            CRAM: ours.issue("cram", ["cram.example.test"]),
        }

    def _prepare(self):
        certificates = self.certificates = self._certificates()
        folder = self.folder
        values = dict(mail=self.mail, mail_id=MAIL_ID, passwords=self.password_file)
        common = (GOOD, OTHER_NAME, EXPIRED, UNKNOWN_CA)
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
        self.postfix = Postfix(
            os.path.join(folder, "postfix"),
            dict(mail=self.mail, mail_id=MAIL_ID, mailboxes=", ".join(
                f"{{ {user} = {user}/Maildir/ }}" for user in self.passwords)))
        for address, (certificate, key) in certificates.items():
            sasl = "private/auth-cram" if address == CRAM else "private/auth"
            self.postfix.add(address, certificate, key, sasl)

    def start(self):
        """Postfix first: it makes the folder that Dovecot's sockets for it lie in."""
        self.postfix.start()
        self.dovecot.start()
        self.cram.start()

    def stop(self):
        for server in (self.postfix, self.dovecot, self.cram):
            server.stop()

    # Accounts and their mail.

    @property
    def password_file(self):
        return os.path.join(self.folder, "passwords")

    def _write_passwords(self):
        lines = [f"{user}:{{PLAIN.b64}}{base64.b64encode(secret.encode()).decode()}\n"
                 for user, secret in self.passwords.items()]
        temporary = _write(self.password_file + ".new", "".join(lines))
        shutil.chown(temporary, "root", "dovecot")
        os.chmod(temporary, 0o640)
        os.replace(temporary, self.password_file)

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

    def wait_for(self, user, token, seconds=20, folder="INBOX"):
        """The message with `token` in its subject, as soon as it is in the mailbox."""
        return wait_until(lambda: self.find(user, token, folder), seconds,
                          lambda: f"the message {token} in {folder} of {user}; Postfix said\n"
                          + self.postfix.log.text()[-1500:])

    # What the logs tell.

    def _logs(self):
        return (self.dovecot.log, self.cram.log, self.postfix.log)

    def mark(self):
        """A place in all logs to count from."""
        return self._settle()

    def _settle(self, quiet=0.25, limit=5):
        """Wait until the servers have written down what they have done; the sizes of the logs."""
        end = time.monotonic() + limit
        last, since = None, time.monotonic()
        while time.monotonic() - since < quiet and time.monotonic() < end:
            sizes = tuple(log.size() for log in self._logs())
            if sizes != last:
                last, since = sizes, time.monotonic()
            time.sleep(0.05)
        return last

    def sign_ins(self, since):
        """Sign-ins since the mark: accepted and failed, by service, at all addresses."""
        self._settle()
        text = "".join(log.text(place) for log, place in zip(self._logs(), since))
        accepted, failed = {}, {}
        for service in ("imap", "pop3"):
            accepted[service] = len(re.findall(rf"{service}-login: Info: Login: user=<", text))
            failed[service] = sum(int(number) for number in re.findall(
                rf"{service}-login: Info: .*\(auth failed, (\d+) attempts", text))
        failed["smtp"] = len(re.findall(r"SASL \S+ authentication failed", text))
        accepted["smtp"] = self._smtp_sign_ins(text)
        return SignIns(accepted, failed)

    @staticmethod
    def _smtp_sign_ins(text):
        """Accepted SASL sign-ins: smtpd counts commands when a client goes (`auth=1`)."""
        return sum(int(number) for number in re.findall(
            r"smtpd\[\d+\]: disconnect from .* auth=(\d+)(?:/\d+)? ", text + " "))

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
