# SPDX-License-Identifier: GPL-3.0-or-later
"""The provider example.test as a preset, where a person's own presets lie."""

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


def write(session):
    """Let Kitte know the provider in this session."""
    servers = [_server("incoming", "imap", "imap.example.test", 993, preferred=True),
               _server("incoming", "pop3", "pop.example.test", 995),
               _server("outgoing", "smtp", "smtp.example.test", 465)]
    session.write(".local/share/kitte/providers/example-test.json",
                  json.dumps({**PRESET, "servers": servers}, ensure_ascii=False))
