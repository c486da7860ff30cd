# SPDX-License-Identifier: GPL-3.0-or-later
"""Real Exim for submission, run from a folder into which its package was only unpacked: as packages
Exim and Postfix exclude each other."""

import base64
import os
import subprocess

import namespace
from service import PATIENCE, Log, listens, wait_until, write

PROGRAM = "/opt/kitte-test/usr/sbin/exim4"

# The user that Debian's Exim is built to run as.
USER = "Debian-exim"

PORTS = (465, 587)

CONFIGURATION = """
exim_path = {program}
primary_hostname = exim.example.test
spool_directory = {folder}/spool
log_file_path = {folder}/log/%slog
pid_file_path = {folder}/pid
log_selector = +smtp_connection +smtp_no_mail +smtp_protocol_error +smtp_syntax_error
local_interfaces = {addresses}
daemon_smtp_ports = 465 : 587
tls_on_connect_ports = 465
tls_advertise_hosts = *
tls_certificate = {certificate}
tls_privatekey = {key}
auth_advertise_hosts = ${{if and{{{{def:tls_in_cipher}}{{!eq{{$received_ip_address}}{{{silent}}}}}}}{{*}}{{}}}}
host_lookup =
rfc1413_hosts =
pipelining_connect_advertise_hosts =
acl_smtp_connect = connecting
acl_smtp_mail = nobody

begin acl

connecting:
  accept
    condition = ${{if eq{{$received_ip_address}}{{{slow}}}}}
    delay = 2s
  accept

nobody:
  deny

begin authenticators

plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${{if eq{{${{base64:$auth3}}}}{{${{lookup{{$auth2}}lsearch{{{passwords}}}{{$value}}{{-}}}}}}}}
  server_set_id = $auth2

login:
  driver = plaintext
  public_name = LOGIN
  server_prompts = <| Username: | Password:
  server_condition = ${{if eq{{${{base64:$auth2}}}}{{${{lookup{{$auth1}}lsearch{{{passwords}}}{{$value}}{{-}}}}}}}}
  server_set_id = $auth1
"""


class Exim:
    """One Exim at several addresses: a usual one, one that offers no sign-in, one that makes wait."""

    def __init__(self, folder, usual, silent, slow, certificate, key):
        self.folder = folder
        self.addresses = (usual, silent, slow)
        for part in ("spool", "log"):
            os.makedirs(os.path.join(folder, part))
        self.passwords = os.path.join(folder, "passwords")
        self.values = dict(folder=folder, program=PROGRAM, addresses=" : ".join(self.addresses),
                           silent=silent, slow=slow, certificate=certificate, key=key,
                           passwords=self.passwords)
        self.log = Log(os.path.join(folder, "log/mainlog"))
        self.process = None

    @staticmethod
    def available():
        return os.access(PROGRAM, os.X_OK)

    def set_passwords(self, passwords):
        """Exim reads the file with every sign-in."""
        write(self.passwords + ".new", "".join(
            f"{user}: {base64.b64encode(secret.encode()).decode()}\n"
            for user, secret in passwords.items()))
        os.chmod(self.passwords + ".new", 0o644)
        os.replace(self.passwords + ".new", self.passwords)

    def start(self):
        owner = namespace.extra_user(USER)
        for part in ("", "spool", "log"):
            os.chown(os.path.join(self.folder, part), owner.pw_uid, owner.pw_gid)
        configuration = write(os.path.join(self.folder, "exim.conf"),
                              CONFIGURATION.format(**self.values))
        # It gives its rights up before it reads the key.
        os.chown(self.values["key"], owner.pw_uid, owner.pw_gid)
        self.process = subprocess.Popen(
            [PROGRAM, "-C", configuration, "-bdf"], stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT,
            preexec_fn=namespace.die_with_parent)
        for address in self.addresses:
            for port in PORTS:
                wait_until(lambda a=address, p=port: listens(a, p), PATIENCE,
                           lambda a=address, p=port: f"Exim at {a}:{p}\n{self.log.text()}")

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait(PATIENCE)
            self.process = None
