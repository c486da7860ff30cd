#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a program fills in, and what it reads as markup, is the same in every language.

Compares {placeholders}, printf directives, parts of dates and Pango markup of every translation in
po/ and of every text in data/ with the English one. A translator may change the order.
"""

import collections
import json
import re
import sys

from catalogue import SOURCE, entries

PLACEHOLDER = re.compile(r"\{[A-Za-z_][A-Za-z0-9_-]*\}")
# ISO C, 7.21.6.1; “% ” before a word is a percent sign in a sentence.
DIRECTIVE = re.compile(r"%(?:(?P<number>[1-9])\$)?[-+#0]*[0-9]*(?:\.[0-9]+)?"
                       r"(?P<size>hh|h|ll|l|z|j|t)?(?P<kind>[diouxXeEfgGcsp%])")
DATE_PART = re.compile(r"%[-_0]?(?P<part>[YyBbmdeAa])")
DATE_PARTS = {"Y": "year", "y": "year", "B": "month", "b": "month", "m": "month", "d": "day",
              "e": "day", "A": "weekday", "a": "weekday"}
TAG = re.compile(r"</?(?:a|b|big|i|s|small|span|sub|sup|tt|u)(?:\s[^<>]*)?/?>")


def directives(text):
    """Which argument is printed as what, so that “%2$u %1$s” is the same as “%s %u”."""
    found = {}
    for match in DIRECTIVE.finditer(text):
        if match["kind"] != "%":
            number = int(match["number"] or len(found) + 1)
            found[number] = (match["size"] or "") + match["kind"]
    return found


def date_parts(text):
    return {DATE_PARTS[match["part"]] for match in DATE_PART.finditer(text)}


def facts(text):
    """Everything about a text that a program relies on."""
    if "%Y" in text:
        return {"a date": date_parts(text)}
    return {"placeholders": set(PLACEHOLDER.findall(text)), "directives": directives(text),
            "markup": collections.Counter(TAG.findall(text))}


def differences(english, translation):
    wanted, found = facts(english), facts(translation)
    for name, value in wanted.items():
        if found.get(name) != value:
            yield f"{name}: {value or 'none'} in English, {found.get(name) or 'none'} here"


def check_entry(entry):
    """A form of a plural may say “one” instead of the number."""
    originals = [entry[name] for name in ("msgid", "msgid_plural") if name in entry]
    for name, text in entry.items():
        if not name.startswith("msgstr") or text == "":
            continue
        troubles = [list(differences(original, text)) for original in originals]
        if all(troubles):
            yield f"“{text}”: {'; '.join(troubles[-1])}"


def check_catalogue(path):
    for entry in entries(path):
        if entry["msgid"] != "":
            for trouble in check_entry(entry):
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
