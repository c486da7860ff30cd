# SPDX-License-Identifier: GPL-3.0-or-later
"""What docs/pictures/ is made of: strips of four windows, and single windows."""

import subprocess

VARIANTS = {"en-light": "en", "en-dark": "en-dark", "ja-light": "ja", "ja-dark": "ja-dark"}

# Side by side, in each variant.
STRIPS = {
    "wizard": ("published-start", "published-failure", "published-ready", "published-done"),
    "repair": ("published-old", "published-question", "published-repair", "published-repaired"),
}

# In software centres, in English and Japanese.
SCREENSHOTS = ("start", "failure", "ready", "repair")

BRANDS = {"brand-minato": "en-light", "brand-hoshi": "en-dark"}

# Around a window that no compositor draws a shadow for.
FRAME = 4
STRIP_WINDOW = 480
GAP = 12


def needed():
    """The pictures to take, by variant."""
    names = {variant: {name for strip in STRIPS.values() for name in strip} for variant in VARIANTS}
    for variant in ("en-light", "ja-light"):
        names[variant] |= {f"published-{name}" for name in SCREENSHOTS}
    for name, variant in BRANDS.items():
        names[variant].add(name)
    return names


def convert(target, *arguments):
    """Few colours: a window has hardly more, and the files stay small."""
    subprocess.run(["convert", *arguments, "-strip", "+dither", "-colors", "255", f"png8:{target}"], check=True)


def publish(folder, target):
    for strip, names in STRIPS.items():
        for variant, suffix in VARIANTS.items():
            pictures = [str(folder / f"{name}-{variant}.png") for name in names]
            convert(target / f"{strip}-{suffix}.png", *pictures, "-shave", f"{FRAME}x{FRAME}", "-resize",
                    f"{STRIP_WINDOW}x{STRIP_WINDOW}", "-background", "none", "+smush", str(GAP))
    for name in SCREENSHOTS:
        for language in ("en", "ja"):
            convert(target / f"screenshot-{name}-{language}.png",
                    str(folder / f"published-{name}-{language}-light.png"), "-shave", f"{FRAME}x{FRAME}")
    for name, variant in BRANDS.items():
        convert(target / f"{name}.png", str(folder / f"{name}-{variant}.png"), "-shave", f"{FRAME}x{FRAME}")
