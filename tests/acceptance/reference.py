# SPDX-License-Identifier: GPL-3.0-or-later
"""Accounts written by hand, without Kitte: they prove the harness, so its faults can be told apart.

Cases of test_reference.py use them, and those that begin with accounts as they once were.
"""

import base64
import json
import uuid

import exchange

PROFILE = "refe0000.default"

PROFILES_INI = f"""[InstallFDC34C9F024745EB]
Default={PROFILE}
Locked=1

[General]
StartWithLastProfile=1
Version=2

[Profile0]
Name=default
IsRelative=1
Path={PROFILE}
Default=1
"""

# Runs as the user: NSS makes the files of its store, with the program's own library.
ENCRYPT = """
import ctypes, json, sys
class Item(ctypes.Structure):
    _fields_ = [("type", ctypes.c_int), ("data", ctypes.c_void_p), ("len", ctypes.c_uint)]
nss = ctypes.CDLL("libnss3.so")
nss.PK11_GetInternalKeySlot.restype = ctypes.c_void_p
def check(status):
    if status: sys.exit("NSS error %d" % nss.PORT_GetError())
check(nss.NSS_InitReadWrite(("sql:" + sys.argv[1]).encode()))
slot = ctypes.c_void_p(nss.PK11_GetInternalKeySlot())
primary = sys.argv[2].encode()
if nss.PK11_NeedUserInit(slot): check(nss.PK11_InitPin(slot, None, primary))
def encrypt(text):
    data = text.encode()
    plain = Item(0, ctypes.cast(ctypes.create_string_buffer(data), ctypes.c_void_p), len(data))
    result, key = Item(0, None, 0), Item(0, None, 0)
    check(nss.PK11SDR_Encrypt(ctypes.byref(key), ctypes.byref(plain), ctypes.byref(result), None))
    return ctypes.string_at(result.data, result.len).hex()
print(json.dumps([encrypt(text) for text in json.load(sys.stdin)]))
nss.PK11_FreeSlot(slot)
check(nss.NSS_Shutdown())
"""


def _login(number, origin, name, secret):
    return {"id": number, "hostname": origin, "httpRealm": origin, "formSubmitURL": None,
            "usernameField": "", "passwordField": "", "encryptedUsername": name,
            "encryptedPassword": secret, "guid": "{" + str(uuid.uuid4()) + "}", "encType": 1}


def _encrypt(session, primary, *texts):
    """The texts as the profile's store of passwords keeps them; it is made where it is not there."""
    folder = session.path(f".thunderbird/{PROFILE}")
    answer = session.run(["/usr/bin/python3", "-c", ENCRYPT, folder, primary],
                         input=json.dumps(texts))
    if answer.returncode:
        raise AssertionError(answer.stderr)
    return [base64.b64encode(bytes.fromhex(text)).decode() for text in json.loads(answer.stdout)]


def thunderbird_login(session, number, address, secret, incoming):
    """Saves one more password for receiving in the profile that is there."""
    kind, host = incoming[:2]
    origin = ("imap://" if kind == "imap" else "mailbox://") + host
    path = f".thunderbird/{PROFILE}/logins.json"
    with open(session.path(path), encoding="utf-8") as file:
        kept = json.load(file)
    kept["logins"].append(_login(number, origin, *_encrypt(session, "", address, secret)))
    kept["nextId"] = number + 1
    session.write(path, json.dumps(kept, separators=(",", ":")))


def thunderbird(session, address, secret, incoming, outgoing, primary=""):
    """A fresh profile; servers are (kind, host, port, socketType); `primary` locks its passwords."""
    kind, host, port, socket = incoming
    out_host, out_port, out_socket = outgoing
    prefs = {
        "mail.accountmanager.accounts": "account1",
        "mail.account.account1.server": "server1",
        "mail.account.account1.identities": "id1",
        "mail.server.server1.type": kind, "mail.server.server1.hostname": host,
        "mail.server.server1.port": port, "mail.server.server1.userName": address,
        "mail.server.server1.socketType": socket, "mail.server.server1.authMethod": 3,
        "mail.server.server1.login_at_startup": True,
        "mail.identity.id1.useremail": address, "mail.identity.id1.fullName": exchange.NAME,
        "mail.identity.id1.smtpServer": "smtp1", "mail.smtpservers": "smtp1",
        "mail.smtpserver.smtp1.hostname": out_host, "mail.smtpserver.smtp1.port": out_port,
        "mail.smtpserver.smtp1.username": address, "mail.smtpserver.smtp1.authMethod": 3,
        "mail.smtpserver.smtp1.try_ssl": out_socket,
    }
    if kind == "pop3":
        prefs["mail.server.server1.leave_on_server"] = True
        prefs["mail.server.server1.download_on_biff"] = True
    folder = f".thunderbird/{PROFILE}"
    session.write(f"{folder}/prefs.js", "".join(
        f"user_pref({json.dumps(key)}, {json.dumps(value, ensure_ascii=False)});\n"
        for key, value in prefs.items()))
    session.write(".thunderbird/profiles.ini", PROFILES_INI)
    name, password = _encrypt(session, primary, address, secret)
    origin = ("imap://" if kind == "imap" else "mailbox://") + host
    session.write(f"{folder}/logins.json", json.dumps({
        "nextId": 3, "version": 3, "potentiallyVulnerablePasswords": [],
        "logins": [_login(1, origin, name, password),
                   _login(2, "smtp://" + out_host, name, password)]},
        # As Thunderbird writes it.
        separators=(",", ":")))


def _source(**groups):
    return "\n".join(f"[{group.replace('_', ' ')}]\n" + "".join(
        f"{key}={value}\n" for key, value in keys.items()) for group, keys in groups.items())


def evolution(session, address, secret, incoming, outgoing):
    """Three sources and two keyring items; servers are (kind, host, port, security)."""
    kind, host, port, security = incoming
    out_host, out_port, out_security = outgoing
    account, identity, transport = (uuid.uuid4().hex for _ in range(3))
    groups = dict(
        Data_Source={"DisplayName": address, "Enabled": "true", "Parent": ""},
        Mail_Account={"BackendName": "imapx" if kind == "imap" else "pop",
                      "IdentityUid": identity},
        Authentication={"Host": host, "Method": "PLAIN" if kind == "imap" else "none",
                        "Port": port, "User": address},
        Security={"Method": security})
    if kind == "pop3":
        groups["Pop_Backend"] = {"KeepOnServer": "true"}
    texts = {account: _source(**groups), identity: _source(
        Data_Source={"DisplayName": address, "Enabled": "true", "Parent": account},
        Mail_Identity={"Name": exchange.NAME, "Address": address},
        Mail_Submission={"TransportUid": transport}, Mail_Composition={}), transport: _source(
        Data_Source={"DisplayName": address, "Enabled": "true", "Parent": account},
        Mail_Transport={"BackendName": "smtp"},
        Authentication={"Host": out_host, "Method": "PLAIN", "Port": out_port, "User": address},
        Security={"Method": out_security})}
    for uid, text in texts.items():
        session.write(f".config/evolution/sources/{uid}.source", text)
    for uid in (account, transport):
        _store(session, secret, "e-source-uid", uid, "eds-origin", "evolution-data-server")


def _store(session, secret, *attributes):
    answer = session.run(["secret-tool", "store", "--label=reference", *attributes], input=secret)
    if answer.returncode:
        raise AssertionError(answer.stderr)


def msmtp(session, address, secret, host, port, starttls):
    """One account, its password in the keyring."""
    session.write(".msmtprc", f"account {address}\nhost {host}\nport {port}\ntls on\n"
                  f"tls_starttls {'on' if starttls else 'off'}\nauth on\nuser {address}\n"
                  f"from {address}\n\naccount default : {address}\n")
    _store(session, secret, "host", host, "service", "smtp", "user", address)
