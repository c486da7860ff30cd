#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes what a branded program installs, out of what the plain one does.

brand-files.py facts BRAND                what the build has to know of it: id and application id
brand-files.py make BRAND STAGE …         the tree to install (see make()); stamp and depfile for ninja
brand-files.py install STAGE DATADIR MANDIR   copies that tree, as “meson install” asks for it
"""
import argparse
import configparser
import json
import os
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

PLAIN = "Kitte"
PLAIN_ID = "jp.kitte.Kitte"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
MO_MAGIC = 0x950412DE


class Brand:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.json = json.loads((self.folder / "brand.json").read_text(encoding="utf-8"))
        self.id = self.json["id"]
        self.application = self.json["application_id"]
        self.program = f"kitte-{self.id}"
        self.pictures = [self.json["logo"][key] for key in ("light", "dark", "icon")]
        self.presets = sorted((self.folder / "providers").glob("*.json"))

    def name(self, language, key="name"):
        names = self.json[key]
        return names.get(language) or names.get(language.split("_")[0]) or names["en"]

    def rename(self, text, language, percent="%"):
        """A sentence of the plain program, with this program’s name; no blanks around it where none are written."""
        name = self.name(language).replace("%", percent)
        if language.startswith(("ja", "zh")) and not name.isascii():
            return re.sub(f" ?{PLAIN} ?", lambda _match: name, text)
        return text.replace(PLAIN, name)

    def files(self):
        return [self.folder / "brand.json", *(self.folder / name for name in self.pictures), *self.presets]


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def make_desktop(brand, plain, target):
    """Names in every language there is one in; the plain program’s words for the rest."""
    parser = configparser.RawConfigParser(delimiters=("=",), comment_prefixes=("#",), strict=False)
    parser.optionxform = str
    parser.read(plain, encoding="utf-8")
    entry = parser["Desktop Entry"]
    for key in [key for key in entry if key == "Name" or key.startswith("Name[")]:
        del entry[key]
    for language, name in sorted(brand.json["name"].items()):
        entry["Name" if language == "en" else f"Name[{language}]"] = name.replace("\\", "\\\\")
    for key in entry:
        language = key[key.index("[") + 1:-1] if "[" in key else "en"
        if key.startswith("Comment"):
            entry[key] = brand.rename(entry[key], language).replace("\\", "\\\\")
    entry["Icon"] = brand.application
    entry["Exec"] = brand.program
    lines = ["[Desktop Entry]", *(f"{key}={value}" for key, value in entry.items())]
    write(target, "\n".join(lines) + "\n")


def make_metainfo(brand, plain, target):
    tree = ElementTree.parse(plain)
    root = tree.getroot()
    for element in root.iter():
        if element.text and PLAIN_ID in element.text:
            element.text = element.text.replace(PLAIN_ID, brand.application)
        elif element.text:
            element.text = brand.rename(element.text, element.get(LANG, "en"))
    for tag, key in (("name", "name"), ("developer_name", "company")):
        first = root.find(tag)
        place = list(root).index(first)
        for element in root.findall(tag):
            root.remove(element)
        for number, (language, name) in enumerate(sorted(brand.json[key].items(), key=lambda one: one[0] != "en")):
            element = ElementTree.Element(tag, {} if language == "en" else {LANG: language})
            element.text, element.tail = name, first.tail
            root.insert(place + number, element)
    # They show the plain program.
    root.remove(root.find("screenshots"))
    provides = root.find("provides")
    for binary in list(provides)[1:]:
        provides.remove(binary)
    provides[0].text = brand.program
    home = root.find("url[@type='homepage']")
    if "web" in brand.json["contact"]:
        home.text = brand.json["contact"]["web"]
    else:
        root.remove(home)
    target.parent.mkdir(parents=True, exist_ok=True)
    tree.write(target, encoding="UTF-8", xml_declaration=True)


def make_service(brand, bindir, target):
    write(target, f"[D-BUS Service]\nName={brand.application}\n"
                  f"Exec={bindir}/{brand.program} --gapplication-service\n")


def quote_roff(text):
    """Nor does a line begin with what is an order there."""
    return ("\\&" if text[:1] in (".", "'") else "") + text.replace("\\", "\\e").replace("-", "\\-")


def make_manual(brand, plain, language, target):
    text = plain.read_text(encoding="utf-8")
    program = quote_roff(brand.program)
    text = text.replace(".TH KITTE ", f".TH {quote_roff(brand.program.upper())} ")
    text = text.replace("\nkitte \\-", f"\n{program} \\-").replace(".B kitte\n", f".B {program}\n")
    text = text.replace(f'"{PLAIN}"', '"' + quote_roff(brand.name(language)).replace('"', "\\(dq") + '"')
    write(target, text.replace(PLAIN, quote_roff(brand.name(language))))


def read_catalogue(po):
    """Pairs of bytes as gettext looks them up: contexts and plurals are inside (GNU gettext, “MO Files”)."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "catalogue.mo"
        subprocess.run(["msgfmt", "--no-hash", "--endianness=little", "-o", str(path), str(po)], check=True)
        data = path.read_bytes()
    magic, _version, count, originals, translations = struct.unpack_from("<5I", data)
    assert magic == MO_MAGIC

    def text(table, number):
        length, offset = struct.unpack_from("<2I", data, table + 8 * number)
        return data[offset:offset + length]
    return [(text(originals, number), text(translations, number)) for number in range(count)]


def write_catalogue(pairs, target):
    pairs = sorted(pairs)
    table = 28
    offset = table + 16 * len(pairs)
    tables, texts = [], b""
    for side in (0, 1):
        for pair in pairs:
            tables.append(struct.pack("<2I", len(pair[side]), offset + len(texts)))
            texts += pair[side] + b"\0"
    target.parent.mkdir(parents=True, exist_ok=True)
    header = struct.pack("<7I", MO_MAGIC, 0, len(pairs), table, table + 8 * len(pairs), 0, offset)
    target.write_bytes(header + b"".join(tables) + texts)


def make_english(pairs):
    """English is what the originals are in."""
    header = b"Content-Type: text/plain; charset=UTF-8\nLanguage: en\nPlural-Forms: nplurals=2; plural=(n != 1);\n"
    return [(original, original.split(b"\4", 1)[-1] if original else header) for original, _translation in pairs]


def rename_translation(brand, original, translation, language):
    """What has places for words goes through printf(), to which a percent sign is said twice."""
    return brand.rename(translation.decode(), language, "%%" if b"%" in original else "%").encode()


def make_catalogues(brand, po, folder):
    languages = [line for line in (po / "LINGUAS").read_text(encoding="utf-8").split("\n")
                 if line and not line.startswith("#")]
    catalogues = {language: read_catalogue(po / f"{language}.po") for language in languages}
    catalogues["en"] = make_english(max(catalogues.values(), key=len))
    for language, pairs in catalogues.items():
        renamed = [(original, rename_translation(brand, original, translation, language) if original else translation)
                   for original, translation in pairs]
        for place in ("en", "C") if language == "en" else (language,):
            write_catalogue(renamed, folder / place / "LC_MESSAGES" / "kitte.mo")
    return [po / "LINGUAS", *(po / f"{language}.po" for language in languages)]


def make(options):
    brand = Brand(options.brand)
    if subprocess.run([options.kittectl, "brand", "check", options.brand], check=False).returncode:
        sys.exit(1)
    stage = pathlib.Path(options.stage)
    shutil.rmtree(stage, ignore_errors=True)
    share, man = stage / "data", stage / "man"
    data = pathlib.Path(options.source) / "data"
    make_desktop(brand, options.desktop, share / f"applications/{brand.application}.desktop")
    make_metainfo(brand, options.metainfo, share / f"metainfo/{brand.application}.metainfo.xml")
    make_service(brand, options.bindir, share / f"dbus-1/services/{brand.application}.service")
    manuals = {"en": data / "man/kitte.1", **{page.parent.name: page for page in (data / "man").glob("*/kitte.1")}}
    for language, page in manuals.items():
        folder = man if language == "en" else man / language
        make_manual(brand, page, language, folder / f"man1/{brand.program}.1")
    own = share / "kitte/brands" / brand.id
    for file in brand.files():
        target = own / file.relative_to(brand.folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
    icons = share / "icons/hicolor/scalable/apps"
    icons.mkdir(parents=True)
    shutil.copyfile(brand.folder / brand.json["logo"]["icon"], icons / f"{brand.application}.svg")
    used = make_catalogues(brand, pathlib.Path(options.source) / "po", own / "locale")
    write(pathlib.Path(options.stamp), "")
    used += [*brand.files(), brand.folder / "providers", *manuals.values()]
    names = " ".join(str(file).replace(" ", "\\ ") for file in used if file.exists())
    write(pathlib.Path(options.depfile), f"{options.stamp}: {names}\n")


def install(options):
    prefix = pathlib.Path(os.environ["MESON_INSTALL_DESTDIR_PREFIX"])
    for part, folder in (("data", options.datadir), ("man", options.mandir)):
        for file in sorted((pathlib.Path(options.stage) / part).rglob("*")):
            if not file.is_file():
                continue
            target = prefix / folder / file.relative_to(pathlib.Path(options.stage) / part)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
            target.chmod(0o644)


def facts(options):
    brand = Brand(options.brand)
    print(brand.id)
    print(brand.application)


def main():
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("facts")
    command.add_argument("brand")
    command.set_defaults(run=facts)
    command = commands.add_parser("make")
    for name in ("brand", "stage", "stamp", "depfile", "source", "bindir", "kittectl", "desktop", "metainfo"):
        command.add_argument(name)
    command.set_defaults(run=make)
    command = commands.add_parser("install")
    for name in ("stage", "datadir", "mandir"):
        command.add_argument(name)
    command.set_defaults(run=install)
    options = parser.parse_args()
    options.run(options)


main()
