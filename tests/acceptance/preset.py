# SPDX-License-Identifier: GPL-3.0-or-later
"""The provider example.test as a preset, where a person's own presets lie; and the hosting company
hosting.test, whose customers have domains of their own, as one that comes with the program."""

import json

PRESET = {
    "schema": 1,
    "id": "example-test",
    "name": {"ja": "見本メール", "en": "Example Mail"},
    "short_name": {"ja": "見本メール", "en": "Example Mail"},
    "status": "ok",
    "match": {"domains": ["example.test"]},
    "credential": {
        "kind": "mailbox-password",
        "hint": {"ja": "メールのパスワードです。", "en": "The password of your mailbox."},
    },
    "checked": "2026-11",
}


def _server(role, protocol, host, port, **more):
    return {"role": role, "protocol": protocol, "host": host, "port": port, "security": "tls",
            "username": "{address}", "auth": ["password"],
            "source": {"title": "The acceptance cases", "certainty": "A"}, **more}


# Each customer has a server name of their own, printed in the contract.
HOSTING = {
    **PRESET,
    "id": "hosting",
    "name": {"ja": "見本ホスティング", "en": "Example Hosting"},
    "short_name": {"ja": "見本ホスティング", "en": "Example Hosting"},
    "match": {"domains": [], "suffixes": ["hosting.test"], "cert_names": ["*.hosting.test"]},
    "ask": [{"key": "NAME", "kind": "host", "zone": "hosting.test",
             "label": {"ja": "サーバー名", "en": "Server name"},
             "hint": {"ja": "契約書に書かれています。", "en": "It is in the contract."},
             "example": "shop1.hosting.test", "pattern": "^[a-z][a-z0-9]{2,14}$"}],
}


def write_hosting(session):
    """Let the presets that come with the program be the hosting company's alone."""
    servers = [_server("incoming", "imap", "{NAME}", 993, username="{local}@example.test"),
               _server("outgoing", "smtp", "{NAME}", 465, username="{local}@example.test")]
    session.write("shipped/hosting.json",
                  json.dumps({**HOSTING, "servers": servers}, ensure_ascii=False))
    session.environment["KITTE_PROVIDERS_DIR"] = session.path("shipped")


def write_others(session):
    """Let the presets that come with the program be two providers that have nothing to do with
    example.test."""
    for name, host in (("other", "mail.other.test"), ("third", "shop1.hosting.test")):
        servers = [_server("incoming", "imap", host, 993), _server("outgoing", "smtp", host, 465)]
        one = {**PRESET, "id": name, "match": {"domains": [f"{name}.test"]}, "servers": servers,
               "links": [{"kind": "help", "url": f"https://www.{name}.test/"}]}
        session.write(f"shipped/{name}.json", json.dumps(one, ensure_ascii=False))
    session.environment["KITTE_PROVIDERS_DIR"] = session.path("shipped")


def write_shipped(session, username="{address}"):
    """Let the preset that comes with the program be that of example.test alone."""
    servers = [_server("incoming", "imap", "imap.example.test", 993, username=username),
               _server("outgoing", "smtp", "smtp.example.test", 465, username=username)]
    session.write("shipped/example-test.json",
                  json.dumps({**PRESET, "servers": servers}, ensure_ascii=False))
    session.environment["KITTE_PROVIDERS_DIR"] = session.path("shipped")


def write(session, host="imap.example.test", **more):
    """Let Kitte know the provider in this session; `more` is part of the preset."""
    servers = [_server("incoming", "imap", host, 993, preferred=True),
               _server("incoming", "pop3", "pop.example.test", 995),
               _server("outgoing", "smtp", "smtp.example.test", 465)]
    session.write(".local/share/kitte/providers/example-test.json",
                  json.dumps({**PRESET, "servers": servers, **more}, ensure_ascii=False))
