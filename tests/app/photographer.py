# SPDX-License-Identifier: GPL-3.0-or-later
"""A person who takes pictures of the window: in which languages and looks, and what there is to see.

The walks are the functions in walks/, one file a subject; each names the pictures it takes.
"""

import contextlib
import dataclasses
import gettext
import importlib
import pathlib
import shutil
import time
import typing

from case import CASES
from desktop import Desktop
from mailhost import demo as demo_provider
from mailhost.client import Demo, Script
from person import BUILD, Person, ports_with

# What GNOME writes with on Debian 12.
FONT = "Cantarell 11"

# The real locale decides which form a Chinese character has; where it is none of ours, the catalogue is enough.
LANGUAGES = {
    "en": {"LC_ALL": "C.UTF-8"},
    "ja": {"LC_ALL": "ja_JP.UTF-8"},
    "pseudo": {"LC_ALL": "C.UTF-8", "LANGUAGE": "en@pseudo"},
} | {short: {"LC_ALL": "C.UTF-8", "LANGUAGE": short, "PANGO_LANGUAGE": short.replace("_", "-")}
     for short in ("ar", "de", "fr", "ko", "zh_CN")}

NAMES = {"ja": "山田 花子"}

LOOKS = {
    "light": {"ADW_DEBUG_COLOR_SCHEME": "prefer-light"},
    "dark": {"ADW_DEBUG_COLOR_SCHEME": "prefer-dark"},
    "contrast": {"ADW_DEBUG_COLOR_SCHEME": "prefer-light", "ADW_DEBUG_HIGH_CONTRAST": "1"},
    "darkcontrast": {"ADW_DEBUG_COLOR_SCHEME": "prefer-dark", "ADW_DEBUG_HIGH_CONTRAST": "1"},
    "large": {},
    "narrow": {},
    "largenarrow": {},
}
USUAL = ["en-light", "en-dark", "ja-light", "ja-dark"]


@dataclasses.dataclass
class Walk:
    """A way through the window, the pictures it takes, and the servers that it meets."""

    go: typing.Callable
    pictures: tuple
    behaviour: str | None
    host: typing.Callable | None


WALKS = []


def walk(*pictures, behaviour=None, host=None):
    """Register a function of one Photographer; `behaviour` and `host` are as with a case."""
    def register(go):
        WALKS.append(Walk(go, pictures, behaviour, host))
        return go
    return register


def is_variant(variant):
    language, _, look = variant.partition("-")
    return language in LANGUAGES and look in LOOKS


class Photographer(Person):
    """Goes as any person does, and keeps the pictures that are wanted."""

    def __init__(self, desktop, host, presets, variant, folder, wanted):
        short, _, self.look = variant.partition("-")
        super().__init__(desktop, host, presets, LANGUAGES[short]["LC_ALL"])
        name = LANGUAGES[short].get("LANGUAGE", short)
        self.catalogue = gettext.translation("kitte", BUILD / "po", [name], fallback=short == "en")
        self.name = NAMES.get(short, "Hanako Yamada")
        self.variant = variant
        self.folder = folder
        self.wanted = wanted
        self.audits = 0
        self.case = None

    def launch(self, arguments):
        super().launch(arguments)
        self.fill("_Name", self.name)
        if "narrow" in self.look:
            self.desktop.resize(self.process.pid, 360, 720)

    def make_higher(self):
        """What matters on this page stands further down."""
        self.desktop.resize(self.process.pid, 360 if "narrow" in self.look else 720, 1080)

    def picture(self, name):
        if self.wanted is not None and name not in self.wanted:
            return
        # The frame after the last change: nothing tells when it has been painted.
        time.sleep(0.4)
        path = self.folder / f"{name}-{self.variant}.png"
        self.desktop.picture(path, self.process.pid)
        print(path, flush=True)

    def audit(self):
        """A case looks closely where there is something to see."""
        if self.case is not None:
            self.audits += 1
            self.picture(f"{self.case}-{self.audits}")
        super().audit()

    def in_words(self, words):
        """Of what a preset says in several languages."""
        return words.get(self.language, words["en"])


def load(folder):
    """Every file of a folder registers what it has."""
    for file in sorted((pathlib.Path(__file__).parent / folder).glob("*.py")):
        importlib.import_module(f"{folder}.{file.stem}")


def known_pictures():
    load("walks")
    return [name for walk in WALKS for name in walk.pictures]


@contextlib.contextmanager
def open_desktop(variant):
    language, _, look = variant.partition("-")
    with Desktop(LANGUAGES[language]["LC_ALL"], dpi=192 if "large" in look else None) as desktop:
        desktop.environment.update(LANGUAGES[language] | LOOKS[look])
        settings = pathlib.Path(desktop.environment["XDG_CONFIG_HOME"]) / "gtk-4.0/settings.ini"
        with open(settings, "a", encoding="ascii") as file:
            file.write(f"gtk-font-name={FONT}\n")
        yield desktop


def host_of(way):
    if way.host:
        return way.host()
    if way.behaviour:
        return Script(way.behaviour, services=tuple(demo_provider.PORTS))
    return Demo()


def presets_of(way, host, desktop):
    if isinstance(host, Demo):
        return host.presets[0].parent
    presets = desktop.folder / "presets"
    if way.behaviour:
        demo_provider.write_presets(presets, ports_with(host, way.behaviour))
    return presets


def empty_home(desktop):
    """Each walk begins on a computer that Kitte has not seen; the screen’s settings stay."""
    home = pathlib.Path(desktop.environment["HOME"])
    kept = {home / ".config/gtk-4.0", home / ".local/share/keyrings"}
    for path in [*home.glob("*"), *(home / ".config").glob("*"), *(home / ".local/share").glob("*"),
                 *(home / ".local").glob("*")]:
        if path not in kept and not any(path in other.parents for other in kept):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def photograph(variant, folder, wanted):
    """The walks with a wanted picture; gives back what went wrong."""
    load("walks")
    troubles = []
    with open_desktop(variant) as desktop:
        desktop.unlock_keyring()
        before = dict(desktop.environment)
        for way in WALKS:
            if wanted is not None and not set(way.pictures) & wanted:
                continue
            empty_home(desktop)
            desktop.environment.clear()
            desktop.environment.update(before)
            with host_of(way) as host:
                person = Photographer(desktop, host, presets_of(way, host, desktop), variant,
                                      folder, wanted)
                troubles += go(person, way.go)
    return troubles


def photograph_case(name, variant, folder):
    """Whatever a case of the window’s tests looks at closely."""
    load("cases")
    way = CASES[name]
    with open_desktop(variant) as desktop, host_of(way) as host:
        person = Photographer(desktop, host, presets_of(way, host, desktop), variant, folder, None)
        person.case = name
        return go(person, way.drive)


def go(person, way):
    """A way that is barred in one language is no reason to miss the others."""
    try:
        way(person)
        person.quit()
    except (Exception, SystemExit) as error:  # pylint: disable=broad-except
        if person.process is not None and person.process.poll() is None:
            person.process.kill()
            person.process.wait()
        return [f"{way.__name__} ({person.variant}): {error}"]
    return []
