# SPDX-License-Identifier: GPL-3.0-or-later
"""Presets made for a test: a provider on loopback, in a folder of the test's own."""

import json

OAUTH2 = {"issuer": "login.example.jp", "scopes": ["mail"],
          "auth_url": "https://login.example.jp/a", "token_url": "https://login.example.jp/t"}


def server(protocol, port, host="localhost", auth=("password",), username="{address}", **more):
    """One server, TLS from the first byte."""
    return {"role": "outgoing" if protocol == "smtp" else "incoming", "protocol": protocol,
            "host": host, "port": port, "security": "tls", "username": username,
            "auth": list(auth), **more,
            "source": {"title": "Test", "date": "2026-11", "certainty": "A"}}


def preset(domain, servers, **more):
    """A provider that knows one domain."""
    name = {"en": "Trial", "ja": "試験"}
    return {"schema": 1, "id": "trial", "status": "ok", "checked": "2026-11", "name": name,
            "short_name": name, "match": {"domains": [domain]},
            "credential": {"kind": "mailbox-password"}, "servers": servers, **more}


def ask(key="NAME", **more):
    """One thing only the person can say."""
    return {"key": key, "label": {"en": "Contract name", "ja": "契約名"}, "example": "shop1",
            "hint": {"en": "It is in the letter.", "ja": "書類に書かれています。"},
            "pattern": "[a-z0-9-]{3,16}", **more}


def write(folder, *presets):
    """Put the presets where kittectl is told to look; the environment that tells it."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, one in enumerate(presets):
        (folder / f"{one['id']}{number or ''}.json").write_text(
            json.dumps(one, ensure_ascii=False), encoding="utf-8")
    return {"KITTE_PROVIDERS_DIR": str(folder)}
