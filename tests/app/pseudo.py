# SPDX-License-Identifier: GPL-3.0-or-later
"""The window in the pseudo-locale: every text on the screen has its brackets, and shows both.

What stands there without them is in no catalogue; what is cut off or put together of pieces that a
translator cannot move shows it. See scripts/pseudo-locale.
"""

import json
import os
import pathlib
import pwd
import re

from desktop import Failure, Window

LANGUAGE = "en@pseudo"
# The least a window may have to itself: half of a small screen, or a phone.
NARROW = (360, 640)

BRACKETED = re.compile("⟦[^⟦⟧]*⟧")

# What is the same in every language, with the reason.
SAME_EVERYWHERE = [
    r"[\w.+-]+@[\w-]+(\.[\w-]+)+",  # mail addresses
    r"([\w-]+\.)+(test|invalid|com|net|jp|org)\b",  # hosts
    r"\blocalhost\b",
    r"https?://\S+",
    r"(~|/[\w.-]+|\.[\w-]+)?(/[\w.-]+)+",  # files
    r"^[+-].*$|^/.*$",  # lines of a file that is written
    r"^[245]\d\d \d\.\d.*$",  # what a server said
    r"\b(Kitte|Thunderbird|Evolution|msmtp|kittectl)\b( \(Flatpak\))?",  # names of programs
    r"\b(IMAP|POP3?|SMTP|TLS|SSL/TLS|SSL|STARTTLS|XOAUTH2|SCRAM(-SHA-\d+)*|PLAIN|LOGIN)\b",
]

# GTK has catalogues of its own, which know no such language. It names what has no name by its type.
OF_THE_TOOLKIT = re.compile("(Close|Minimize|Maximize|Restore)( the window)?|Show Text|Caps Lock is on|kitte|"
                            "(Gtk|Adw|Kitte)[A-Z][A-Za-z]+")


class Watched(Window):
    """Reads every text that the case comes by, and remembers those that are not right."""

    def __init__(self, desktop, process):
        self.unmarked = set()
        self.same = re.compile("|".join(
            [*map(re.escape, texts_of(desktop.environment["KITTE_PROVIDERS_DIR"]) + names()),
             *SAME_EVERYWHERE]), re.MULTILINE)
        super().__init__(desktop, process)
        desktop.resize(process.pid, *NARROW)

    def texts(self):
        def read():
            nodes = [(node.get_name(), node.get_description()) for node in self.walk()]
            self.unmarked |= {text for node in nodes for text in node
                              if text and not self.is_marked(text)}
            return [name for name, _ in nodes if name]
        return self.look(read)

    def is_marked(self, text):
        """Whether nothing but brackets, and what is the same everywhere, is in it."""
        while True:
            shorter = BRACKETED.sub("", text)
            if shorter == text:
                break
            text = shorter
        if "⟦" in text or "⟧" in text:
            return False
        rest = self.same.sub("", text)
        return OF_THE_TOOLKIT.fullmatch(text) or not re.search(r"[^\W\d_]", rest)


def names():
    """How the system calls the person."""
    person = pwd.getpwuid(os.getuid())
    return [name for name in (person.pw_gecos.partition(",")[0], person.pw_name) if name]


def texts_of(presets):
    """What presets say themselves: they carry their own languages."""
    def texts(value):
        if isinstance(value, dict):
            if isinstance(value.get("en"), str):
                yield value["en"]
            for item in value.values():
                yield from texts(item)
        elif isinstance(value, list):
            for item in value:
                yield from texts(item)
    found = {text for path in pathlib.Path(presets).glob("*.json")
             for text in texts(json.loads(path.read_text(encoding="utf-8")))}
    return sorted(found, key=len, reverse=True)


def prepare(desktop, build):
    """The program looks at each of its frames; see watch/cut-off.c."""
    desktop.environment["GIO_EXTRA_MODULES"] += ":" + str(build / "tests/app/watch")
    desktop.environment["KITTE_CUT_OFF"] = str(desktop.folder / "cut-off")


def check(window, desktop):
    """Fails with everything that was seen on the way."""
    cut_off = desktop.folder / "cut-off"
    # Some cases leave by closing the window themselves.
    troubles = [f"in no catalogue: {text}" for text in sorted(window.unmarked if window else ())]
    if cut_off.exists():
        troubles += sorted(set(cut_off.read_text(encoding="utf-8").splitlines()))
    if troubles:
        raise Failure("\n".join(troubles))
