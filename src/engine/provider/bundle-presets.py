#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Packs data/providers/*.json and the schema into the C source of one resource.

Writes a depfile that names the folder too, so that a new file is noticed without touching any
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
    compiler, providers, schema, output, depfile = sys.argv[1:]
    presets = sorted(pathlib.Path(providers).glob("*.json"))
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        minify(schema, folder / "schemas" / "preset.schema.json")
        for preset in presets:
            minify(preset, folder / "providers" / preset.name)
        names = sorted(str(path.relative_to(folder)) for path in folder.rglob("*.json"))
        files = "".join(f"<file>{name}</file>" for name in names)
        manifest = folder / "shipped.gresource.xml"
        manifest.write_text(
            f'<gresources><gresource prefix="{ROOT}">{files}</gresource></gresources>',
            encoding="utf-8")
        subprocess.run(
            [compiler, "--generate-source", "--manual-register", "--internal",
             "--c-name=kitte_shipped", f"--sourcedir={folder}", f"--target={output}",
             str(manifest)],
            check=True)
    sources = [providers, schema] + [str(preset) for preset in presets]
    pathlib.Path(depfile).write_text(
        f"{output}: {' '.join(source.replace(' ', chr(92) + ' ') for source in sources)}\n",
        encoding="utf-8")


main()
