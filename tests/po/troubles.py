# SPDX-License-Identifier: GPL-3.0-or-later
"""What may be wrong with a translation, whatever the language."""

import collections
import functools
import os
import pathlib
import re
import subprocess
import tempfile

from catalogue import SOURCE, entries, flags, header, translations, write_template

PLACEHOLDER = re.compile(r"\{[A-Za-z_][A-Za-z0-9_-]*\}")
# ISO C, 7.21.6.1; “% ” before a word is a percent sign in a sentence.
DIRECTIVE = re.compile(r"%(?:(?P<number>[1-9])\$)?[-+#0]*[0-9]*(?:\.[0-9]+)?"
                       r"(?P<size>hh|h|ll|l|z|j|t)?(?P<kind>[diouxXeEfgGcsp%])")
DATE_PART = re.compile(r"%[-_0]?(?P<part>[YyBbmdeAa])")
DATE_PARTS = {"Y": "year", "y": "year", "B": "month", "b": "month", "m": "month", "d": "day",
              "e": "day", "A": "weekday", "a": "weekday"}
TAG = re.compile(r"</?(?:a|b|big|i|s|small|span|sub|sup|tt|u)(?:\s[^<>]*)?/?>")

# Here a mnemonic stands in brackets behind the text: no key writes a letter of it.
BRACKETED = {"ja", "ko", "zh_CN", "zh_TW"}
BRACKETED_MNEMONIC = re.compile(r"\(_[A-Z0-9]\)(?:…|\.\.\.|:|：)?$")

# Texts that come and go in the place of one of the page.
INSTEAD_OF = {"App _password": "_Password"}


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


def placeholder_troubles(entry):
    """A form of a plural may say “one” instead of the number."""
    originals = [entry[name] for name in ("msgid", "msgid_plural") if name in entry]
    for text in filter(None, translations(entry)):
        troubles = [list(differences(original, text)) for original in originals]
        if all(troubles):
            yield f"“{text}”: {'; '.join(troubles[-1])}"


def underscores(text):
    return PLACEHOLDER.sub("", text).count("_")


def has_mnemonic(text):
    """Labels have one; in a sentence an underscore belongs to a name that it talks about."""
    return underscores(text) == 1 and not text.endswith((".", "?", "!"))


def mnemonic_of(text):
    """The key, in one case."""
    match = re.search(r"_(.)", PLACEHOLDER.sub("", text))
    return match[1].casefold() if match else None


def mnemonic_troubles(entry, language):
    for text in filter(None, translations(entry)):
        if underscores(text) != underscores(entry["msgid"]):
            yield f"“{text}”: as many “_” as in “{entry['msgid']}”, please"
        elif has_mnemonic(entry["msgid"]) and not (mnemonic_of(text) or "").isalnum():
            yield f"“{text}”: “_” stands before the letter that is pressed with Alt"
        elif has_mnemonic(entry["msgid"]) and language in BRACKETED and \
                not BRACKETED_MNEMONIC.search(text):
            yield f"“{text}”: the mnemonic stands at the end, as in “(_N)”"


def edges(text):
    """The blanks and line ends around a text."""
    return text[:len(text) - len(text.lstrip())], text[len(text.rstrip()):]


def form_troubles(entry):
    """Blanks at the ends and empty lines are part of how a text is put together with others."""
    words = re.search(r"[^\W\d_]", DIRECTIVE.sub("", entry["msgid"]))
    for text in filter(None, translations(entry)):
        if words and edges(text) != edges(entry["msgid"]):
            yield f"“{text}”: other blanks at the ends than in English"
        if text.count("\n\n") != entry["msgid"].count("\n\n"):
            yield f"“{text}”: other paragraphs than in English"
        if '"' in text and '"' not in entry["msgid"]:
            yield f"“{text}”: straight quotes; the language has its own"
        if "..." in text and "..." not in entry["msgid"]:
            yield f"“{text}”: three dots for “…”"


def plural_troubles(entry, forms):
    found = translations(entry)
    if "msgid_plural" in entry and any(found) and (len(found) != forms or not all(found)):
        yield f"“{entry['msgid']}”: {forms} forms of the plural are wanted"


def gettext_troubles(path):
    for options in (["-c"], ["--check-accelerators=_"]):
        done = subprocess.run(["msgfmt", *options, "-o", os.devnull, str(path)], cwd=SOURCE,
                              capture_output=True, text=True, check=False)
        if done.returncode:
            yield done.stderr.strip()


@functools.cache
def labels_of(page):
    """The texts with a mnemonic that stand on a page, as its template and its code write them."""
    labels = set()
    code = SOURCE / "src/app" / page.relative_to(SOURCE / "ui").with_suffix(".c")
    with tempfile.TemporaryDirectory() as folder:
        for file in filter(pathlib.Path.exists, (page, code)):
            template = pathlib.Path(folder) / "page.pot"
            write_template(template, [str(file)])
            if template.exists():
                labels |= {entry["msgid"] for entry in entries(template)
                           if has_mnemonic(entry["msgid"])}
                template.unlink()
    return labels


def clashes(labels, translated):
    """One key for two things on one page: Alt then only moves between them."""
    keys = collections.defaultdict(set)
    for label in labels:
        keys[mnemonic_of(translated.get(label) or label)].add(INSTEAD_OF.get(label, label))
    for letter, found in keys.items():
        if len(found) > 1:
            yield f"Alt+{letter} is {' and '.join(sorted(found))}"


def page_troubles(translated):
    """The same for each page; `translated` is what a catalogue says, or nothing for English."""
    for page in sorted(SOURCE.glob("ui/**/*.ui")):
        for trouble in clashes(labels_of(page), translated):
            yield f"{page.relative_to(SOURCE)}: {trouble}"


def entry_troubles(entry, language, forms):
    yield from placeholder_troubles(entry)
    yield from mnemonic_troubles(entry, language)
    yield from form_troubles(entry)
    yield from plural_troubles(entry, forms)
    if "fuzzy" in flags(entry):
        yield f"“{entry['msgid']}”: fuzzy; nobody sees it"


def troubles_of(path):
    """Everything that is wrong with a catalogue, as lines for people; not what is missing."""
    yield from gettext_troubles(path)
    match = re.search(r"nplurals=(\d+)", header(path).get("Plural-Forms", ""))
    if not match:
        yield f"{path.name}: no Plural-Forms in the header"
        return
    translated = {}
    for entry in entries(path):
        if entry["msgid"] == "":
            continue
        translated[entry["msgid"]] = translations(entry)[0]
        for trouble in entry_troubles(entry, path.stem, int(match[1])):
            yield f"{path.relative_to(SOURCE)}:{entry['line']}: {trouble}"
    yield from (f"{path.name}: {trouble}" for trouble in page_troubles(translated))
