# SPDX-License-Identifier: GPL-3.0-or-later
"""The catalogues in po/: which there are, what they hold, and what the sources want them to hold."""

import ast
import os
import pathlib
import re
import subprocess

SOURCE = pathlib.Path(os.environ.get("KITTE_SOURCE_DIR",
                                     pathlib.Path(__file__).resolve().parents[2]))

FIELD = re.compile(r'^(msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?) (".*")$')

# As GLib writes its macros; meson's “glib” preset says the same.
KEYWORDS = ["_", "N_", "C_:1c,2", "NC_:1c,2", "ngettext:1,2"]
FLAGS = ["N_:1:pass-c-format", "C_:2:pass-c-format", "NC_:2:pass-c-format",
         "g_strdup_printf:1:c-format", "g_string_printf:2:c-format",
         "g_string_append_printf:2:c-format", "g_error_new:3:c-format", "g_set_error:4:c-format",
         "g_markup_printf_escaped:1:c-format", "g_print:1:c-format", "g_printerr:1:c-format"]


def listed(name):
    """The lines of a list in po/."""
    lines = (SOURCE / "po" / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def languages():
    return listed("LINGUAS")


def write_template(path, files=None):
    """Every text of the sources, or of some of them; what xgettext complained about, or None."""
    done = subprocess.run(
        ["xgettext", "--from-code=UTF-8", "--add-comments=TRANSLATORS", "--no-location",
         "--package-name=kitte", "-o", str(path), *[f"--keyword={word}" for word in KEYWORDS],
         *[f"--flag={flag}" for flag in FLAGS], *(files or listed("POTFILES.in"))],
        cwd=SOURCE, capture_output=True, text=True, check=False)
    return done.stderr if done.returncode else None


def entries(path):
    """The entries of a catalogue: a dictionary of their fields, with line, comments and flags."""
    entry, field, notes = {}, None, []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines() + [""], 1):
        match = FIELD.match(line)
        complete = any(name.startswith("msgstr") for name in entry)
        if complete and (line.startswith("#") or match and match[1] in ("msgctxt", "msgid")):
            # What gettext cannot read either has none; troubles_of() says where.
            if "msgid" in entry:
                yield entry
            entry, field = {}, None
        if match:
            field = match[1]
            entry.setdefault("line", number)
            entry.setdefault("notes", notes)
            entry[field] = ast.literal_eval(match[2])
            notes = []
        elif line.startswith('"') and field:
            entry[field] += ast.literal_eval(line)
        elif line.startswith("#~"):
            field, notes = None, []
        elif line.startswith("#"):
            notes = notes + [line]
        else:
            field = None
    if "msgid" in entry:
        yield entry


def translations(entry):
    """The forms of an entry, in order."""
    return [text for name, text in entry.items() if name.startswith("msgstr")]


def flags(entry):
    return {flag.strip() for note in entry["notes"] if note.startswith("#,")
            for flag in note[2:].split(",")}


def header(path):
    """What the first entry of a catalogue says about it."""
    first = next(entries(path))
    lines = (line.partition(":") for line in first["msgstr"].splitlines())
    return {name: value.strip() for name, _, value in lines}
