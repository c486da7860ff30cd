#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares the list of known providers in docs/known-providers.md with the shipped presets."""
import json
import os
import pathlib
import re
import sys

SOURCE = pathlib.Path(os.environ["KITTE_SOURCE_DIR"])
ROW = re.compile(r"^\| (?P<en>[^|]+) \| (?P<ja>[^|]+) \| `(?P<id>[a-z0-9-]+)` \| "
                 r"(?P<how>[^|]+) \| (?P<state>[^|]+) \|$", re.MULTILINE)


def read_page():
    text = (SOURCE / "docs" / "known-providers.md").read_text(encoding="utf-8")
    return [match.groupdict() for match in ROW.finditer(text)]


def is_certain(preset):
    """Whether servers of both directions are confirmed."""
    roles = {server["role"] for server in preset["servers"]
             if server["source"]["certainty"] != "D"}
    return len(roles) == 2


def find_fault(row, preset):
    """What the row of a page says otherwise than its preset."""
    if preset is None:
        return "there is no such preset"
    if (row["en"], row["ja"]) != (preset["name"]["en"], preset["name"]["ja"]):
        return f"the preset is called {preset['name']}"
    if (row["state"] == "confirmed") != is_certain(preset):
        return "confirmed here or there, and not in both"
    if row["state"].startswith("ended") != (preset["status"] == "ended"):
        return "ended here or there, and not in both"
    if (row["state"] == "no mail program can sign in") != (preset["status"] == "no-access"):
        return "without access here or there, and not in both"
    return None


def main():
    rows = read_page()
    presets = {path.stem: json.loads(path.read_text(encoding="utf-8"))
               for path in (SOURCE / "data" / "providers").glob("*.json")}
    listed = [row["id"] for row in rows]
    faults = {row["id"]: find_fault(row, presets.get(row["id"])) for row in rows}
    faults.update({name: "not on the page" for name in presets if name not in listed})
    faults.update({name: "on the page twice" for name in listed if listed.count(name) > 1})
    print(f"1..{len(faults)}")
    for number, (name, fault) in enumerate(sorted(faults.items()), start=1):
        print(f"{'not ok' if fault else 'ok'} {number} {name}" + (f" # {fault}" if fault else ""))
    return 1 if any(faults.values()) else 0


sys.exit(main())
