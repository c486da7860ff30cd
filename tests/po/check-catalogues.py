#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every text is listed, every catalogue is sound, and the Japanese one is complete."""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(os.environ.get("KITTE_SOURCE_DIR",
                                     pathlib.Path(__file__).resolve().parents[2]))
COMPLETE = ["ja"]
TEXT_IN_C = re.compile(r"\b(N_|_|C_|NC_|ngettext) \(")
KEYWORDS = ["_", "N_", "C_:1c,2", "NC_:1c,2", "ngettext:1,2"]


def run(*command):
    """What a gettext program has to say; None when it is content."""
    done = subprocess.run(command, cwd=SOURCE, capture_output=True, text=True, check=False)
    return (done.stderr or done.stdout) if done.returncode else None


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


def listed_files():
    lines = (SOURCE / "po/POTFILES.in").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def check_list():
    listed = listed_files()
    present = {str(path.relative_to(SOURCE)) for path in files_with_text()}
    for name in sorted(present - set(listed)):
        yield f"{name}: add it to po/POTFILES.in"
    for name in sorted(set(listed) - present):
        yield f"{name}: take it out of po/POTFILES.in"


def check_catalogue(path, template):
    for options in (["-c"], ["--check-accelerators=_"]):
        trouble = run("msgfmt", *options, "-o", os.devnull, str(path))
        if trouble:
            yield trouble
    if path.stem not in COMPLETE:
        return
    trouble = run("msgcmp", str(path), template)
    if trouble:
        yield trouble
    fuzzy = subprocess.run(["msgattrib", "--only-fuzzy", "--no-obsolete", str(path)],
                           capture_output=True, text=True, check=True).stdout
    if fuzzy.strip():
        yield f"{path.name}: there are fuzzy entries"


def main():
    troubles = list(check_list())
    with tempfile.TemporaryDirectory() as folder:
        template = str(pathlib.Path(folder) / "kitte.pot")
        trouble = run("xgettext", "--files-from=po/POTFILES.in", "--from-code=UTF-8",
                      "--add-comments=TRANSLATORS", "-o", template,
                      *[f"--keyword={keyword}" for keyword in KEYWORDS])
        if trouble:
            sys.exit(trouble)
        for path in sorted(SOURCE.glob("po/*.po")):
            troubles += check_catalogue(path, template)
    if troubles:
        sys.exit("\n".join(troubles))


if __name__ == "__main__":
    main()
