#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every text is listed, every catalogue is sound, and those that should be complete are."""

import pathlib
import re
import subprocess
import sys
import tempfile

from catalogue import SOURCE, entries, flags, header, languages, listed, translations, write_template
from troubles import page_troubles, troubles_of

# Every text there is, and every text of the window, of findings and of what helps.
COMPLETE = ["ja"]
COMPLETE_FOR_PEOPLE = ["ar", "de", "fr", "ko", "zh_CN"]

# What only authors of presets and scripts read.
NOT_FOR_PEOPLE = re.compile(r"src/cli/|src/engine/(export|provider)/|src/engine/base/kitte-(json|schema)\.c")

# As docs/translating.md says it.
AWAITED = "awaited"
ROW = re.compile(r"^\| [^|]+ \| `po/([A-Za-z_]+)\.po` \| ([^|]+) \|$", re.MULTILINE)

TEXT_IN_C = re.compile(r"\b(N_|_|C_|NC_|ngettext) \(")


def files_with_text():
    """Every file that says something to people, as POTFILES.in writes it."""
    for path in SOURCE.glob("src/**/*.c"):
        if TEXT_IN_C.search(path.read_text(encoding="utf-8")):
            yield path
    for path in SOURCE.glob("ui/**/*.ui"):
        if 'translatable="' in path.read_text(encoding="utf-8"):
            yield path
    yield from SOURCE.glob("data/*.desktop.in")
    yield from SOURCE.glob("data/*.metainfo.xml.in")


def check_lists():
    names = listed("POTFILES.in")
    present = {str(path.relative_to(SOURCE)) for path in files_with_text()}
    for name in sorted(present - set(names)):
        yield f"{name}: add it to po/POTFILES.in"
    for name in sorted(set(names) - present):
        yield f"{name}: take it out of po/POTFILES.in"
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"{name}: po/POTFILES.in names it twice"
    catalogues = {path.stem for path in SOURCE.glob("po/*.po")}
    for name in sorted(catalogues ^ set(languages())):
        yield f"{name}: po/{name}.po and a line in po/LINGUAS go together"


def check_reviewers():
    """What the table for translators says is what the catalogues say of themselves."""
    table = dict(ROW.findall((SOURCE / "docs/translating.md").read_text(encoding="utf-8")))
    for name in sorted(set(languages()) ^ set(table)):
        yield f"docs/translating.md: the table and po/LINGUAS differ about {name}"
    for name in sorted(set(languages()) & set(table)):
        reviewer = header(SOURCE / f"po/{name}.po").get("X-Native-Reviewer", "")
        if (reviewer == AWAITED) != (table[name] == AWAITED) or not reviewer:
            yield f"docs/translating.md: {name}: “{table[name]}”; its header: “{reviewer}”"


def missing(path, template):
    """What has no translation that a person would see."""
    done = {(entry.get("msgctxt"), entry["msgid"], entry.get("msgid_plural"))
            for entry in entries(path) if "fuzzy" not in flags(entry) and all(translations(entry))}
    for entry in entries(template):
        if (entry.get("msgctxt"), entry["msgid"], entry.get("msgid_plural")) not in done:
            yield f"{path.name}: missing: {entry['msgid']}"


def check_complete(folder):
    """The catalogues that have to be, and a word about the others."""
    every, people = folder / "every.pot", folder / "people.pot"
    for_people = [name for name in listed("POTFILES.in") if not NOT_FOR_PEOPLE.match(name)]
    trouble = write_template(every) or write_template(people, for_people)
    if trouble:
        yield trouble
        return
    for name in languages():
        path = SOURCE / f"po/{name}.po"
        left = list(missing(path, people if name in COMPLETE_FOR_PEOPLE else every))
        if name in COMPLETE + COMPLETE_FOR_PEOPLE:
            yield from left
        print(f"{name}: {len(left)} missing")


def check_by_gettext(path, template):
    """Its own comparison too, where every text has to be there."""
    done = subprocess.run(["msgcmp", str(path), str(template)], capture_output=True, text=True,
                          check=False)
    if done.returncode:
        yield done.stderr


def main():
    troubles = [*check_lists(), *check_reviewers()]
    troubles += [f"English: {trouble}" for trouble in page_troubles({})]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        troubles += check_complete(folder)
        for language in COMPLETE if (folder / "people.pot").exists() else []:
            troubles += check_by_gettext(SOURCE / f"po/{language}.po", folder / "every.pot")
    for language in languages():
        troubles += troubles_of(SOURCE / f"po/{language}.po")
    if troubles:
        sys.exit("\n".join(troubles))


if __name__ == "__main__":
    main()
