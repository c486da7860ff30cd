# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo provider: ready presets for demo.kitte.test, whose servers are ports of loopback."""

import datetime
import errno
import json
import pathlib

from . import sample

# Tried first, so that a person sees the same ports every time; a free one where it is taken.
PORTS = {"imaps": 1993, "pop3s": 1995, "submissions": 1465, "submission": 1587}

# Names below .test do not resolve, and the demo must change nothing on the computer.
HOST = "localhost"


async def add_services(host):
    """Starts the demo's services."""
    for name, port in PORTS.items():
        try:
            await host.add_service(name, port)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            await host.add_service(name)


def write_presets(folder, ports):
    """Writes the demo's presets; returns the paths, the main one first."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    presets = [
        _preset("kitte-demo", sample.DOMAIN, "キッテのデモ", "Kitte demo",
                [_imap(ports), _pop3(ports)], ports),
        _preset("kitte-demo-pop", sample.POP_DOMAIN, "キッテのデモ (POP)", "Kitte demo (POP)",
                [_pop3(ports)], ports),
    ]
    paths = [folder / f"{preset['id']}.json" for preset in presets]
    for path, preset in zip(paths, presets):
        text = json.dumps(preset, ensure_ascii=False, indent=2) + "\n"
        path.write_text(text, encoding="utf-8")
    return [str(path.resolve()) for path in paths]


def _preset(identifier, domain, japanese, english, incoming, ports):
    return {
        "schema": 1,
        "id": identifier,
        "name": {"ja": japanese, "en": english},
        "short_name": {"ja": japanese, "en": english},
        "status": "ok",
        "match": {"domains": [domain]},
        "credential": {
            "kind": "mailbox-password",
            "hint": {"ja": f"デモのパスワードは {sample.PASSWORD} です。",
                     "en": f"The password of the demo is {sample.PASSWORD}."},
        },
        "servers": [
            *incoming,
            _server("outgoing", "smtp", ports["submissions"], "tls"),
            _server("outgoing", "smtp", ports["submission"], "starttls"),
        ],
        "checked": datetime.date.today().strftime("%Y-%m"),
    }


def _imap(ports):
    return {**_server("incoming", "imap", ports["imaps"], "tls"), "preferred": True}


def _pop3(ports):
    return _server("incoming", "pop3", ports["pop3s"], "tls")


def _server(role, protocol, port, security):
    return {"role": role, "protocol": protocol, "host": HOST, "port": port, "security": security,
            "username": "{address}", "auth": ["password"],
            "source": {"title": "The demo itself", "certainty": "A"}}
