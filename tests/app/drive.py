#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goes through the wizard as a person with a screen reader does: drive.py [--keys] CASE [LANGUAGE].

With --keys everything is done by keys alone: no press and no text goes through the tree.

Every case has a desktop, a home and mail servers of its own; nothing leaves the computer.
The cases are the functions in cases/, one file a subject.
"""

import argparse
import importlib
import pathlib
import subprocess
import sys

import way

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(1, str(HERE.parent))

from case import CASES  # noqa: E402
from desktop import Desktop  # noqa: E402
from mailhost import demo as demo_provider  # noqa: E402
from mailhost.client import Demo, Script  # noqa: E402
from person import BUILD, Person, ports_with  # noqa: E402

for file in sorted((HERE / "cases").glob("*.py")):
    importlib.import_module("cases." + file.stem)


def host_of(case):
    """The servers that the case meets."""
    if case.behaviour:
        return Script(case.behaviour, services=("imaps", "pop3s", "submissions", "submission"))
    return case.host() if case.host else Demo()


def presets_of(case, host, desktop):
    """Where the presets lie that lead to them."""
    if case.behaviour:
        presets = desktop.folder / "presets"
        demo_provider.write_presets(presets, ports_with(host, case.behaviour))
        return presets
    return host.presets[0].parent if isinstance(host, Demo) else desktop.folder


def run(name, language, by_keys):
    case = CASES[name]
    with host_of(case) as host, Desktop(language) as desktop:
        person = Person(desktop, host, presets_of(case, host, desktop), language, by_keys)
        try:
            case.drive(person)
            person.quit()
            way.check(name, desktop)
        except BaseException:
            keep_picture(desktop, person, name, language)
            raise


def keep_picture(desktop, person, case, language):
    """What the screen showed when it went wrong, and what a screen reader would have read."""
    if person.process and person.process.poll() is None:
        if person.window:
            print(person.window.describe(), file=sys.stderr)
        path = BUILD / "meson-logs" / f"drive-{case}-{language}.png"
        subprocess.run(["import", "-window", "root", str(path)], env=desktop.environment,
                       check=False)
        print(f"see {path}", file=sys.stderr)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--keys", action="store_true", help="act by keys alone")
    parser.add_argument("case", choices=CASES)
    parser.add_argument("language", nargs="?", default="C.UTF-8")
    options = parser.parse_args()
    language = options.language
    locale = language.partition(":")[0].replace("-", "").lower()
    if locale != "c.utf8" and locale not in installed_locales():
        print(f"the locale {language} is not installed; see locale-gen")
        sys.exit(77)
    run(options.case, language, options.keys)
    print(f"{options.case} {language}: passed")


def installed_locales():
    names = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=True).stdout
    return {name.replace("-", "").lower() for name in names.split()}


if __name__ == "__main__":
    main()
