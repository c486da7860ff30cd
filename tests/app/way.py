# SPDX-License-Identifier: GPL-3.0-or-later
"""The branches of the flow, the cases that docs/accessibility.md says walk them, and whether they do."""

import os
import pathlib
import re

from desktop import Failure

SOURCE = pathlib.Path(os.environ.get("KITTE_SOURCE_DIR", pathlib.Path(__file__).resolve().parents[2]))
FLOW = SOURCE / "src/app/kitte-flow.c"
OUTCOMES = SOURCE / "src/app/kitte-flow.h"
TABLES = SOURCE / "docs/accessibility.md"


def words(name):
    """BY_HAND is “by hand”."""
    return name.replace("_", " ").lower()


def branches():
    """Every row of the flow: from which page, by what, to which one."""
    rows = re.findall(r"\{\s*KITTE_PAGE_ID_(\w+),\s*KITTE_OUTCOME_(\w+),\s*KITTE_PAGE_ID_(\w+)\s*\}",
                      FLOW.read_text(encoding="utf-8"))
    return [tuple(words(part) for part in row) for row in rows]


def outcomes():
    """By their numbers."""
    text = OUTCOMES.read_text(encoding="utf-8")
    names = re.findall(r"^  KITTE_OUTCOME_(\w+),$", text, re.MULTILINE)
    return [words(name) for name in names]


def tables():
    """The rows of the page’s tables, each as its cells, and the cases that the last one names."""
    for line in TABLES.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        cases = re.findall(r"`([\w-]+)`", cells[-1])
        if line.startswith("| ") and cases:
            yield tuple(cells[:-1]), cases


def watch(desktop, build):
    """From now on the program notes which way it goes."""
    desktop.environment["KITTE_WAY"] = str(desktop.folder / "way")
    desktop.environment["GIO_EXTRA_MODULES"] = str(build / "tests/app/way")


def walked(desktop):
    """The pages that were left, and what came of each."""
    path = pathlib.Path(desktop.environment["KITTE_WAY"])
    names = outcomes()
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else []:
        page, number = line.split()
        yield (re.sub(r"(?<=[a-z])(?=[A-Z])", " ", page.removeprefix("Kitte").removesuffix("Page")).lower(),
               names[int(number)])


def check(case, desktop):
    """Fails where the case did not take a branch that it is said to."""
    said = {cells for cells, cases in tables() if len(cells) == 3 and case in cases}
    missing = {row for row in said if row[:2] not in set(walked(desktop))}
    if missing:
        raise Failure(f"{case} did not go {sorted(missing)}; it went {list(walked(desktop))}")


def main():
    import drive  # the cases, which need what the system has for them

    told = list(tables())
    there = {cells for cells, _ in told if len(cells) == 3}
    flow = set(branches())
    assert flow and len(outcomes()) > max(map(len, branches())), "the flow cannot be read"
    assert there == flow, f"no case for {flow - there}; not in the flow: {there - flow}"
    unknown = {case for _, cases in told for case in cases} - set(drive.CASES)
    assert not unknown, f"no such case: {unknown}"


if __name__ == "__main__":
    main()
