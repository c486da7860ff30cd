# SPDX-License-Identifier: GPL-3.0-or-later
"""Real Dovecot (IMAP, POP3 and the sign-in of Postfix), started by hand in a folder of its own."""

import os
import subprocess

import namespace
from service import PATIENCE, Log, listens, wait_until, write

CONFIGURATION = """
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
{folders}
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

# What most providers have.
FOLDERS = """
namespace inbox {
  inbox = yes
  mailbox Drafts {
    special_use = \\Drafts
    auto = subscribe
  }
  mailbox Sent {
    special_use = \\Sent
    auto = subscribe
  }
  mailbox Junk {
    special_use = \\Junk
    auto = subscribe
  }
  mailbox Trash {
    special_use = \\Trash
    auto = subscribe
  }
}
"""

# All folders below the inbox, and no word about which is which.
BELOW_INBOX = """
namespace inbox {
  inbox = yes
  prefix = INBOX.
  separator = .
  mailbox Draft {
    auto = subscribe
  }
  mailbox Sent {
    auto = subscribe
  }
  mailbox spam {
    auto = subscribe
  }
  mailbox Trash {
    auto = subscribe
  }
}
"""

# The same folders under other names.
JAPANESE = """
namespace inbox {
  inbox = yes
  mailbox 下書き {
    special_use = \\Drafts
    auto = subscribe
  }
  mailbox 送信済みメール {
    special_use = \\Sent
    auto = subscribe
  }
  mailbox 迷惑メール {
    special_use = \\Junk
    auto = subscribe
  }
  mailbox ゴミ箱 {
    special_use = \\Trash
    auto = subscribe
  }
}
"""

LOCAL = """
local {address} {{
  ssl_cert = <{certificate}
  ssl_key = <{key}
}}
"""


class Dovecot:
    """One Dovecot instance with its own addresses and sign-in methods."""

    def __init__(self, folder, values, local=()):
        os.makedirs(folder)
        self.folder = folder
        self.addresses = values["addresses"].replace(",", " ").split()
        text = CONFIGURATION.format(folder=folder, **{"folders": FOLDERS, **values})
        for address, certificate, key in local:
            text += LOCAL.format(address=address, certificate=certificate, key=key)
        self.configuration = write(os.path.join(folder, "dovecot.conf"), text)
        self.log = Log(os.path.join(folder, "log"))
        self.process = None

    def start(self):
        self.process = subprocess.Popen(
            ["dovecot", "-F", "-c", self.configuration], stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT,
            preexec_fn=namespace.die_with_parent)
        for address in self.addresses:
            for port in (143, 993, 110, 995):
                wait_until(lambda a=address, p=port: listens(a, p), PATIENCE,
                           lambda a=address, p=port: f"Dovecot at {a}:{p}\n{self.log.text()}")

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait(PATIENCE)
            self.process = None
