#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives a worked brand's own program through the cases: branded.py BRAND [CASE…]; without a case through all."""

import json
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parents[1]
BUILD = pathlib.Path(os.environ.get("KITTE_BUILD_DIR", "build")).resolve()
LANGUAGES = ("C.UTF-8", "ja_JP.UTF-8")
# Which cases are none of a worked brand's program, and why; each is said.
NOT_OURS = {
    "brand": "it dresses the plain program itself; tests/app/named.py looks at this one",
    "brand-fixed": "it dresses the plain program itself, in a brand that fixes the demo's domain",
    "brand-bad": "it is the plain program that a bad brand leaves; this one would not have been built",
}
NOT_THEIRS = {
    "minato": {"bad-input": "a word without @ is an address there: its domain is added"},
    "hoshi": {},
}


def environment(brand):
    """What tells the cases which program it is."""
    said = json.loads((SOURCE / "data/brands" / brand / "brand.json").read_text(encoding="utf-8"))
    stage = BUILD / "data/brands" / brand / "data"
    application = said["application_id"]
    return {**os.environ, "KITTE_SOURCE_DIR": str(SOURCE), "KITTE_BUILD_DIR": str(BUILD),
            "KITTE_PROGRAM": str(BUILD / "src/app" / f"kitte-{brand}"),
            "KITTE_CATALOGUES": str(stage / "kitte/brands" / brand / "locale"), "KITTE_APPLICATION": application,
            "KITTE_SERVICE": str(stage / "dbus-1/services" / f"{application}.service")}


def all_cases(brand):
    names = subprocess.run([sys.executable, "-B", "-c", "import drive; print(*drive.CASES)"], cwd=HERE,
                           env=environment(brand), capture_output=True, text=True, check=True).stdout.split()
    left_out = {**NOT_OURS, **NOT_THEIRS[brand]}
    for name, reason in left_out.items():
        assert name in names, name
        print(f"{name}: left out, because {reason}", flush=True)
    return [name for name in names if name not in left_out]


def main():
    brand, *cases = sys.argv[1:]
    failed = []
    for case in cases or all_cases(brand):
        for language in LANGUAGES:
            done = subprocess.run([sys.executable, "-B", "-W", "ignore", str(HERE / "drive.py"), case, language],
                                  env=environment(brand), check=False)
            if done.returncode not in (0, 77):
                failed.append(f"{case} {language}")
    if failed:
        sys.exit(f"{brand}: failed: {', '.join(failed)}")
    print(f"{brand}: passed")


if __name__ == "__main__":
    main()
