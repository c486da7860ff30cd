#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A worked brand's own program says its own name, whatever the locale: named.py BRAND.

Its English is a catalogue too: it has to be found where the person's language has none, and where there is no locale.
"""

import gettext
import os
import re
import sys

from branded import environment

brand = sys.argv[1]
os.environ.update(environment(brand))

from desktop import Desktop, Window  # noqa: E402
from person import CATALOGUES, PROGRAM, check, check_errors  # noqa: E402

# Which catalogue is read, by locale and what LANGUAGE says; there is none in Portuguese.
CATALOGUE = {"C": "en", "en_US.UTF-8": "en", "C.UTF-8:ja": "ja", "pt_PT.UTF-8": "en", "C.UTF-8:pt": "en"}


def look(desktop, spoken, language):
    about = gettext.translation("kitte", CATALOGUES, [language]).gettext("About Kitte")
    check("Kitte" not in about, about)
    locale, _, words = spoken.partition(":")
    desktop.environment.update(LC_ALL=locale, LANGUAGE=words)
    process = desktop.launch([PROGRAM])
    window = Window(desktop, process)
    window.wait_for(about)
    plain = [text for text in window.texts() if re.search(r"\bKitte\b", text)]
    check(not plain, f"{spoken}: the plain program’s name in {plain}")
    process.terminate()
    process.wait()
    check_errors(desktop.read_errors(), [process])


def main():
    with Desktop() as desktop:
        desktop.environment["KITTE_WARM_UP"] = "no"
        for spoken, language in CATALOGUE.items():
            look(desktop, spoken, language)
    print(f"{brand}: its own name in {len(CATALOGUE)} locales")


if __name__ == "__main__":
    main()
