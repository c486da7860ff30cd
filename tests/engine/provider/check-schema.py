#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks the shipped presets with another implementation of JSON Schema than Kitte's own."""
import json
import os
import pathlib
import sys

try:
    import jsonschema
except ImportError:
    print("1..0 # SKIP python3-jsonschema is not installed")
    sys.exit(0)

SOURCE = pathlib.Path(os.environ["KITTE_SOURCE_DIR"])


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def main():
    schema = load(SOURCE / "data" / "schemas" / "preset.schema.json")
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    presets = sorted((SOURCE / "data" / "providers").glob("*.json"))
    failed = False
    print(f"1..{len(presets)}")
    for number, preset in enumerate(presets, start=1):
        errors = list(validator.iter_errors(load(preset)))
        for error in errors:
            print(f"# {preset.name}: {error.json_path}: {error.message}")
        print(f"{'not ok' if errors else 'ok'} {number} {preset.stem}")
        failed = failed or bool(errors)
    return 1 if failed else 0


sys.exit(main())
