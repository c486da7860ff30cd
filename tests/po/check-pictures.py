#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every picture that the metainfo, the README and the documentation show is in the repository, and none too many.

The project's own address shows the files of the repository by their paths.
"""

import os
import pathlib
import re
import struct
import sys
import xml.etree.ElementTree as ElementTree

SOURCE = pathlib.Path(os.environ["KITTE_SOURCE_DIR"])
METAINFO = "data/jp.kitte.Kitte.metainfo.xml.in"
FOLDER = SOURCE / "docs/pictures"
SHOWN = re.compile(r"!\[[^]]*\]\(([^)\s]+)\)")
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def read_size(path):
    """Width and height as the file says them."""
    head = path.read_bytes()[:24]
    if head[:8] != b"\x89PNG\r\n\x1a\n":
        return None
    return struct.unpack(">II", head[16:24])


def check_metainfo(seen):
    root = ElementTree.parse(SOURCE / METAINFO).getroot()
    home = root.find("url[@type='homepage']").text
    screenshots = root.findall("screenshots/screenshot")
    if not screenshots:
        yield f"{METAINFO}: no picture"
    for screenshot in screenshots:
        images = screenshot.findall("image")
        if [image.get(LANG) for image in images] != [None, "ja"]:
            yield f"{METAINFO}: {screenshot.find('caption').text}: one picture in English and one in Japanese"
        for image in images:
            path = SOURCE / image.text.removeprefix(home)
            seen.add(path)
            if not image.text.startswith(home) or not path.is_file():
                yield f"{METAINFO}: {image.text} is no file of this repository"
            elif read_size(path) != (int(image.get("width")), int(image.get("height"))):
                yield f"{METAINFO}: {image.text} is {read_size(path)}"


def check_pages(seen):
    for page in [SOURCE / "README.md", *sorted((SOURCE / "docs").glob("*.md"))]:
        for target in SHOWN.findall(page.read_text(encoding="utf-8")):
            path = (page.parent / target).resolve()
            seen.add(path)
            if not path.is_file():
                yield f"{page.relative_to(SOURCE)}: there is no {target}"


def main():
    seen = set()
    complaints = [*check_metainfo(seen), *check_pages(seen)]
    complaints += [f"{path.relative_to(SOURCE)}: nothing shows it"
                   for path in sorted(FOLDER.iterdir()) if path not in seen]
    print("\n".join(complaints) or "every picture is there")
    sys.exit(1 if complaints else 0)


if __name__ == "__main__":
    main()
