#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a program fills in, and what it reads as markup, is the same in every language.

Compares {placeholders}, printf directives, parts of dates and Pango markup of every translation in
po/ and of every text in data/ with the English one. A translator may change the order.
"""

import json
import sys

from catalogue import SOURCE, entries
from troubles import differences, placeholder_troubles


def check_catalogue(path):
    for entry in entries(path):
        if entry["msgid"] != "":
            for trouble in placeholder_troubles(entry):
                yield f"{path.relative_to(SOURCE)}:{entry['line']}: {trouble}"


def texts(value, place):
    """Every text in several languages inside a JSON value."""
    if isinstance(value, dict) and isinstance(value.get("en"), str):
        yield place, value
    elif isinstance(value, (dict, list)):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, item in items:
            yield from texts(item, f"{place}/{key}")


def check_data(path):
    value = json.loads(path.read_text(encoding="utf-8"))
    for place, languages in texts(value, ""):
        for language, text in languages.items():
            for trouble in differences(languages["en"], text):
                yield f"{path.relative_to(SOURCE)}: {place}/{language}: {trouble}"


# What has to be noticed, and what is right.
SAME = [("%s on port %u", "ポート %2$u の %1$s"), ("{host} at {port}", "{port} の {host}"),
        ("100 %% of %d", "%d の 100 %%"), ("%-d %B %Y", "%Y年%-m月%-d日"), ("<b>x</b>", "<b>あ</b>"),
        ("200 % text", "文字 200 %")]
DIFFERENT = [("%s on port %u", "ポート %u の %s"), ("%s", "%d"), ("%lu", "%u"), ("%s", "あ"),
             ("a", "%s"), ("{host}", "{hots}"), ("{host}", "｛host｝"), ("a", "{host}"),
             ("<b>x</b>", "<b>x"), ("<b>x</b>", "x"), ("%-d %B %Y", "%Y年%-m月")]


def check_myself():
    for english, translation in SAME:
        for trouble in differences(english, translation):
            yield f"“{translation}” is right, but: {trouble}"
    for english, translation in DIFFERENT:
        if not list(differences(english, translation)):
            yield f"“{translation}” was taken for “{english}”"


def main():
    troubles = list(check_myself())
    catalogues = sorted(SOURCE.glob("po/*.po"))
    data = sorted(SOURCE.glob("data/**/*.json"))
    for path in catalogues:
        troubles += check_catalogue(path)
    for path in data:
        troubles += check_data(path)
    if not catalogues or not data:
        troubles.append("there is nothing to compare")
    if troubles:
        sys.exit("\n".join(troubles))
    print(f"{len(catalogues)} catalogues and {len(data)} files of data")


if __name__ == "__main__":
    main()
