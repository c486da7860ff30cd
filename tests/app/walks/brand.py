# SPDX-License-Identifier: GPL-3.0-or-later
"""The windows of providers that hand the program out."""

import json
import pathlib

from photographer import walk

BRANDS = pathlib.Path(__file__).resolve().parents[3] / "data/brands"


def wear(person, name, address):
    """The worked brand with its own presets; gives back what its first page says above the fields."""
    brand = json.loads((BRANDS / name / "brand.json").read_text(encoding="utf-8"))
    environment = person.desktop.environment
    environment["KITTE_BRAND_DIR"] = str(BRANDS / name)
    del environment["KITTE_PROVIDERS_DIR"]
    del environment["KITTE_CA_FILE"]
    environment["KITTE_WARM_UP"] = "no"
    person.start()
    person.window.wait_for(person.in_words(brand["welcome"]))
    person.picture(f"brand-{name}")
    person.fill("_Mail address", address)
    person.wait_for("_Password")
    person.picture(f"brand-{name}-recognised")


@walk("brand-minato", "brand-minato-recognised")
def minato(person):
    wear(person, "minato", "taro")


@walk("brand-hoshi", "brand-hoshi-recognised")
def hoshi(person):
    wear(person, "hoshi", "taro@sv27.hoshi-hosting.example")
