# SPDX-License-Identifier: GPL-3.0-or-later
"""What the README and the software centres show: the window as it is at a provider’s, not at the tests’."""

import errno
import json
import pathlib
import shutil
import socket

from cases.programs import apart
from cases.repair_questions import FIELD
from mailhost.client import MailHost
from mailhost.names import address as host_address
from person import PASSWORD, PROGRAM, make_profile
from photographer import walk

PRESET = pathlib.Path(__file__).resolve().parents[3] / "data/brands/minato/providers/minato.json"
MAIL = "mail.minato.example"
HANAKO = "hanako@minato.example"
AUTHORITIES = "/etc/ssl/certs/ca-certificates.crt"


def usual(number):
    """The port that a provider has, where whoever takes the pictures may listen on it."""
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", number))
        except OSError as error:
            if error.errno not in (errno.EACCES, errno.EADDRINUSE):
                raise
            return number + 1000
    return number


def provider():
    return MailHost(f"imaps={usual(993)}", f"pop3s={usual(995)}", f"submission={usual(587)}",
                    config={"accounts": [{"address": HANAKO, "password": PASSWORD, "logins": ["hanako"]}],
                            "certificate": {"names": [MAIL], "addresses": []}})


def start(person):
    """With the provider’s preset, and its authority among those of the computer."""
    folder = person.desktop.folder / "published"
    folder.mkdir(exist_ok=True)
    ports = {"pop3": "pop3s", "imap": "imaps", "smtp": "submission"}
    preset = json.loads(PRESET.read_text(encoding="utf-8"))
    preset["servers"] = [{**server, "port": person.host.ports[ports[server["protocol"]]]}
                         for server in preset["servers"]]
    preset["servers"].sort(key=lambda server: server["protocol"] != "imap")
    (folder / "minato.json").write_text(json.dumps(preset), encoding="utf-8")
    environment = person.desktop.environment
    environment["KITTE_PROVIDERS_DIR"] = str(folder)
    person.desktop.names.table[MAIL] = [host_address("127.0.0.1")]
    bundle = person.desktop.folder / "authorities.pem"
    with open(bundle, "wb") as file:
        for name in (AUTHORITIES, environment.pop("KITTE_CA_FILE")):
            with open(name, "rb") as one:
                shutil.copyfileobj(one, file)
    person.launch([*apart(), "/bin/sh", "-c", f'mount --bind "$0" {AUTHORITIES} && exec "$1"', str(bundle), PROGRAM])


@walk("published-start", "published-ready", "published-done", host=provider)
def published(person):
    start(person)
    person.type_account(PASSWORD, HANAKO)
    person.picture("published-start")
    person.press("C_ontinue")
    person.wait_for("Your mail servers work")
    person.wait_enabled("Set up")
    person.picture("published-ready")
    person.press("Set up")
    person.wait_for("Your mail is set up")
    person.picture("published-done")


@walk("published-failure", host=provider)
def failure(person):
    start(person)
    person.type_account("wrong", HANAKO)
    person.press("C_ontinue")
    person.wait_for("The password was not accepted.")
    person.picture("published-failure")


def old_account(person):
    """Set up years ago: sends through port 25 and without signing in."""
    make_profile(person, {
        "mail.accountmanager.accounts": "account1", "mail.account.account1.server": "server1",
        "mail.account.account1.identities": "id1", "mail.server.server1.type": "imap",
        "mail.server.server1.hostname": MAIL, "mail.server.server1.userName": "hanako",
        "mail.server.server1.port": person.host.ports["imaps"], "mail.server.server1.socketType": 3,
        "mail.server.server1.authMethod": 3, "mail.identity.id1.useremail": HANAKO,
        "mail.identity.id1.fullName": person.name, "mail.identity.id1.valid": True,
        "mail.identity.id1.smtpServer": "smtp1", "mail.smtpservers": "smtp1",
        "mail.smtp.defaultserver": "smtp1", "mail.smtpserver.smtp1.hostname": "smtp.minato.example",
        "mail.smtpserver.smtp1.port": 25, "mail.smtpserver.smtp1.authMethod": 1,
        "mail.smtpserver.smtp1.try_ssl": 0})


@walk("published-old", "published-question", "published-repair", "published-repaired", host=provider)
def repair(person):
    old_account(person)
    start(person)
    person.wait_for("Find out and repair")
    person.picture("published-old")
    person.press("Find out and repair")
    person.wait_for(FIELD)
    person.picture("published-question")
    person.fill(FIELD, PASSWORD)
    person.press("Find out")
    person.wait_for("Settings that work were found")
    person.wait_enabled("Change the settings")
    person.picture("published-repair")
    person.press("Change the settings")
    person.wait_for("The account is repaired")
    person.picture("published-repaired")
