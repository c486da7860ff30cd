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


def count(names, prefix=""):
    """“a.jp and 3 more”."""
    return f"{prefix}`{names[0]}`" + (f" and {len(names) - 1} more" if len(names) > 1 else "")


def describe_match(preset):
    """How an address is recognised, as a cell of the table."""
    match = preset["match"]
    ways = [(match.get("domains"), ""), (match.get("suffixes"), "below "),
            (match.get("mx_patterns"), "MX ")]
    cell = ", ".join(count(names, prefix) for names, prefix in ways if names)
    return cell or ("nothing: it is chosen by name" if match.get("by_name") else
                    "its former servers")


def describe_state(preset):
    """What is known of the servers, as a cell of the table."""
    if preset["status"] in ("ended", "no-access"):
        return "ended, as far as is known" if preset["status"] == "ended" else (
            "no mail program can sign in")
    words = {"incoming": "receiving", "outgoing": "sending"}
    known = {server["role"] for server in preset["servers"]}
    confirmed = {server["role"] for server in preset["servers"]
                 if server["source"]["certainty"] != "D" and "certificate" not in server}
    if len(confirmed) == 2:
        return "confirmed"
    if len(known) == 1:
        return f"only {words[min(known)]} is known, and {'' if confirmed else 'not '}confirmed"
    if confirmed:
        return f"confirmed for {words[min(confirmed)]} only"
    return "not confirmed: the check will tell" if known else (
        "known by name; the servers are searched for")


def find_fault(row, preset):
    """What the row of a page says otherwise than its preset."""
    if preset is None:
        return "there is no such preset"
    wanted = {"en": preset["name"]["en"], "ja": preset["name"]["ja"],
              "how": describe_match(preset), "state": describe_state(preset)}
    return next((f"the page says “{row[key]}”, the preset “{cell}”"
                 for key, cell in wanted.items() if row[key] != cell), None)


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
