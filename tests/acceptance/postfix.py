# SPDX-License-Identifier: GPL-3.0-or-later
"""Real Postfix for submission, started by hand in a folder of its own."""

import os
import shutil
import subprocess

import namespace
from service import PATIENCE, Log, listens, wait_until, write

MAIN = """
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

MASTER = """
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

SERVICE = """
{address}:{port} inet n - n - - smtpd
  -o syslog_name=postfix/{name}
  -o smtpd_tls_wrappermode={wrapper}
  -o smtpd_tls_security_level={level}
  -o smtpd_tls_chain_files={key},{certificate}
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_sasl_path={sasl}
"""


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
        write(os.path.join(etc, "main.cf"), MAIN.format(
            folder=self.folder, **self.values))
        write(os.path.join(etc, "master.cf"), MASTER + "".join(
            SERVICE.format(**service) for service in self.services))
        with open(os.path.join(self.folder, "log"), "ab") as log:
            self.process = subprocess.Popen(
                ["postfix", "-c", etc, "start-fg"], stdin=subprocess.DEVNULL, stdout=log,
                stderr=log, preexec_fn=namespace.die_with_parent)
        for service in self.services:
            place = (service["address"], service["port"])
            wait_until(lambda p=place: listens(*p), PATIENCE,
                       lambda p=place: f"Postfix at {p}\n{self.log.text()}")

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait(PATIENCE)
            self.process = None
