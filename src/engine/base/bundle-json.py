#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Packs JSON files into the C source of one resource: bundle-json.py COMPILER C_NAME OUTPUT
DEPFILE NAME=PATH…, where PATH is a folder, or one file, whose JSON appears below NAME.

Writes a depfile that names the folders too, so that a new file is noticed without touching any
list, and minifies the JSON, so that the program carries no blanks.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

ROOT = "/jp/kitte"


def minify(source, target):
    with open(source, encoding="utf-8") as file:
        document = json.load(file)
    target.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    target.write_text(text, encoding="utf-8")


def main():
    compiler, c_name, output, depfile, *places = sys.argv[1:]
    sources = []
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for place in places:
            name, path = place.split("=", 1)
            path = pathlib.Path(path)
            files = sorted(path.glob("*.json")) if path.is_dir() else [path]
            for file in files:
                minify(file, folder / name / file.name)
            sources += [str(path)] + [str(file) for file in files if file != path]
        names = sorted(str(path.relative_to(folder)) for path in folder.rglob("*.json"))
        files = "".join(f"<file>{name}</file>" for name in names)
        manifest = folder / "bundle.gresource.xml"
        manifest.write_text(
            f'<gresources><gresource prefix="{ROOT}">{files}</gresource></gresources>',
            encoding="utf-8")
        subprocess.run(
            [compiler, "--generate-source", "--manual-register", "--internal",
             f"--c-name={c_name}", f"--sourcedir={folder}", f"--target={output}",
             str(manifest)],
            check=True)
    pathlib.Path(depfile).write_text(
        f"{output}: {' '.join(source.replace(' ', chr(92) + ' ') for source in sources)}\n",
        encoding="utf-8")


main()
