#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person has to do before mail works is said in every language of the program.

A preset may say the rest in Japanese and English only: what a Japanese provider's own page is called
helps nobody who does not read it. What must be there is each step that has to be taken first, and
which password it is where it is not the usual one.
"""

import json
import sys

from catalogue import SOURCE, languages

NOT_THE_USUAL_ONE = {"app-password", "issued-password", "oauth2-only"}


def needed(preset):
    """The texts that must be there, each with its place."""
    for number, step in enumerate(preset["steps"]):
        if step["required"]:
            yield f"/steps/{number}/text", step["text"]
    credential = preset["credential"] or {"kind": None}
    if credential["kind"] in NOT_THE_USUAL_ONE:
        for key in ("name", "hint"):
            yield f"/credential/{key}", credential.get(key)


def check(path):
    for place, text in needed(json.loads(path.read_text(encoding="utf-8"))):
        for language in {"en", *languages()} if isinstance(text, dict) else ():
            if not text.get(language):
                yield f"{path.relative_to(SOURCE)}: {place}: say it in {language} too"


def main():
    paths = sorted(SOURCE.glob("data/providers/*.json"))
    troubles = [trouble for path in paths for trouble in check(path)]
    if not paths:
        troubles.append("there are no presets")
    if troubles:
        sys.exit("\n".join(troubles))


if __name__ == "__main__":
    main()
