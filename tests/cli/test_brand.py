# SPDX-License-Identifier: GPL-3.0-or-later
"""kittectl brand check: the worked brands are in order; every bad one is named with its place and a remedy."""

import gettext
import json
import os
import pathlib
import shutil
import subprocess
import sys
import unittest

from kittectl import Home

SOURCE = pathlib.Path(os.environ["KITTE_SOURCE_DIR"])
BRANDS = SOURCE / "data/brands"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 80">{}</svg>'


class Case(unittest.TestCase):
    def setUp(self):
        self.home = self.enterContext(Home())
        self.brand = self.home.path / "brand"
        shutil.copytree(BRANDS / "minato", self.brand)

    def change(self, **changes):
        path = self.brand / "brand.json"
        brand = json.loads(path.read_text(encoding="utf-8"))
        for key, value in changes.items():
            brand.pop(key, None)
            if value is not None:
                brand[key] = value
        path.write_text(json.dumps(brand), encoding="utf-8")

    def check(self, **environment):
        result = self.home.run("brand", "check", self.brand, "--json", **environment)
        self.assertNotIn("CRITICAL", result.errors)
        return result.status, result.object

    def expect(self, file, place, text):
        """That exactly one thing is wrong: there, and the sentence says what to do."""
        status, said = self.check()
        self.assertEqual(status, 2)
        found = [(pathlib.Path(one["file"]).relative_to(self.brand).as_posix(), mistake["place"], mistake["text"])
                 for one in said["files"] for mistake in one["mistakes"]]
        self.assertEqual([one[:2] for one in found], [(file, place)], found)
        self.assertIn(text, found[0][2])

    def expect_bad_logo(self, svg, text, place=None):
        (self.brand / "logo.svg").write_bytes(svg if isinstance(svg, bytes) else svg.encode())
        status, said = self.check()
        self.assertEqual(status, 2, svg[:200])
        bad = [one for one in said["files"] if one["mistakes"]]
        self.assertEqual([pathlib.Path(one["file"]).name for one in bad], ["logo.svg"])
        self.assertIn(text, bad[0]["mistakes"][0]["text"])
        if place:
            self.assertEqual(bad[0]["mistakes"][0]["place"], place)


class Worked(Case):
    def test_in_order(self):
        names = {path.parent.name for path in BRANDS.glob("*/brand.json")}
        self.assertEqual(names, {"hoshi", "minato"})
        for name in names:
            result = self.home.run("brand", "check", BRANDS / name)
            self.assertEqual(result.status, 0, result.output)
            self.assertIn("brand.json: in order", result.output)
            self.assertIn("contrast", result.output)
            said = self.home.run("brand", "check", BRANDS / name, "--json").object
            self.assertEqual(said["id"], name)
            self.assertEqual([one["color"] for one in said["contrasts"]], ["accent", "accent_dark", "button_text"])
            self.assertTrue(all(one["ratio"] >= 4.5 for one in said["contrasts"]))

    def test_usage(self):
        for arguments in ([], ["check"], ["check", "a", "b"], ["show", "a"]):
            self.assertEqual(self.home.run("brand", *arguments).status, 2)


class Program(Case):
    """What a brand's own program installs."""

    def make(self):
        build = pathlib.Path(os.environ["KITTE_BUILD_DIR"])
        stage = self.home.path / "stage"
        subprocess.run([sys.executable, BRANDS / "brand-files.py", "make", self.brand, stage, self.home.path / "stamp",
                        self.home.path / "depfile", SOURCE, "/usr/bin", os.environ["KITTECTL"],
                        build / "data/jp.kitte.Kitte.desktop", build / "data/jp.kitte.Kitte.metainfo.xml"],
                       check=True, capture_output=True)
        return stage

    def test_name_is_no_format(self):
        """A percent sign in a name stands in sentences that have places for words, too."""
        self.change(name={"en": "100% s Post"})
        catalogues = list(self.make().glob("data/kitte/brands/minato/locale/*/LC_MESSAGES/kitte.mo"))
        self.assertGreater(len(catalogues), 6)
        for path in catalogues:
            with path.open("rb") as file:
                texts = gettext.GNUTranslations(file)
            sent = texts.gettext("This is a test message. Kitte sent it from %s to the same address, to show that mail "
                                 "goes out and comes in.\n\nIf you can read this, everything works. You may delete it.\n")
            self.assertEqual((sent % "ADDRESS").count("ADDRESS"), 1)
            self.assertIn("100% s Post", sent % "ADDRESS")
            self.assertIn("100% s Post", texts.gettext("What Kitte has set up"))


class Document(Case):
    def test_unknown_key(self):
        self.change(css="* { color: red }")
        self.expect("brand.json", "css", "not known; leave it out")

    def test_for_people(self):
        """One line: file, place, remedy."""
        (self.brand / "logo.svg").unlink()
        said = self.home.run("brand", "check", self.brand).output
        self.assertIn(f"\n{self.brand}/logo.svg: This file is missing; put it here.\n", said)
        self.change(css="* { color: red }")
        said = self.home.run("brand", "check", self.brand).output
        self.assertIn(f"{self.brand}/brand.json: css: This key is not known; leave it out.", said)

    def test_missing_key(self):
        self.change(contact=None)
        self.expect("brand.json", "$", "“contact” is missing")

    def test_contact_of_nobody(self):
        self.change(contact={"hours": {"en": "always"}})
        self.expect("brand.json", "contact", "Write a telephone number")

    def test_bad_telephone(self):
        self.change(contact={"telephone": "call us"})
        self.expect("brand.json", "contact.telephone", "wrong form")

    def test_contrast(self):
        colors = {"accent": "#0b6270", "accent_dark": "#6fd0dd", "button": "#0b6270", "button_text": "#ffffff"}
        for key, value in (("accent", "#6fd0dd"), ("accent_dark", "#0b6270"), ("button_text", "#0b6271")):
            self.change(colors={**colors, key: value})
            self.expect("brand.json", f"colors.{key}", "4.5 at least")

    def test_not_a_color(self):
        self.change(colors={"accent": "red; } * { color: red", "accent_dark": "#6fd0dd", "button": "#0b6270",
                            "button_text": "#ffffff"})
        self.expect("brand.json", "colors.accent", "wrong form")

    def test_unknown_preset(self):
        self.change(shown=["gmail", "nobody-knows-this"])
        self.expect("brand.json", "shown[1]", "There is no preset “nobody-knows-this”")
        self.change(shown=["gmail", "minato"])
        self.assertEqual(self.check()[0], 0)

    def test_bad_domain(self):
        for domain, text in (("minato", "Lower case"), ("Minato.example", "Lower case"), ("a b.example", "Lower case"),
                             ("co.jp", "Nobody can have an address there"), ("192.0.2.1", "Nobody")):
            self.change(address={"domain": domain})
            self.expect("brand.json", "address.domain", text)

    def test_identity(self):
        self.change(application_id="jp.kitte.Kitte")
        self.expect("brand.json", "application_id", "plain program")
        self.change(application_id="minato")
        self.expect("brand.json", "application_id", "wrong form")
        self.change(application_id="example.minato.MailSetup", id="../../etc")
        self.expect("brand.json", "id", "wrong form")

    def test_time(self):
        self.change(expires="2030-02-30")
        self.expect("brand.json", "expires", "no such day")
        self.change(expires="2020-02-28")
        self.expect("brand.json", "expires", "has passed")

    def test_programs_and_parts(self):
        self.change(programs=["outlook"])
        self.expect("brand.json", "programs[0]", "not known here")
        self.change(programs=None, left_out=["safety"])
        self.expect("brand.json", "left_out[0]", "not known here")

    def test_control_characters(self):
        for name in ("Minato\nExec=rm", "Minato\u202e", ""):
            self.change(name={"en": name})
            self.expect("brand.json", "name.en", "Short plain text" if name else "must not be empty")

    def test_huge(self):
        (self.brand / "brand.json").write_bytes(b'{"a":"' + b"x" * 300000 + b'"}')
        status, said = self.check()
        self.assertEqual(status, 2)
        self.assertEqual(said["files"][0]["file"], str(self.brand / "brand.json"))
        self.assertIn("too large; make it smaller than 256 kilobytes", said["files"][0]["message"])

    def test_no_json(self):
        for text in (b"", b"{", b"[]", b"\xff\xfe", b"null", b"{" * 100000):
            (self.brand / "brand.json").write_bytes(text)
            self.assertEqual(self.check()[0], 2, text[:10])

    def test_missing(self):
        (self.brand / "brand.json").unlink()
        status, said = self.check()
        self.assertEqual(status, 2)
        self.assertIn("missing", said["files"][0]["message"])
        os.mkfifo(self.brand / "brand.json")
        self.assertIn("ordinary file", self.check()[1]["files"][0]["message"])

    def test_own_preset(self):
        path = self.brand / "providers/minato.json"
        preset = json.loads(path.read_text(encoding="utf-8"))
        preset["servers"][0]["port"] = 0
        path.write_text(json.dumps(preset), encoding="utf-8")
        self.expect("providers/minato.json", "servers[0].port", "Write a number")
        preset["servers"][0]["port"] = 995
        preset["match"]["domains"] = ["gmail.com"]
        path.write_text(json.dumps(preset), encoding="utf-8")
        self.expect("providers/minato.json", "match.domains[0]", "gmail")


class Picture(Case):
    def test_missing(self):
        (self.brand / "logo-dark.svg").unlink()
        self.expect("logo-dark.svg", None, "missing; put it here")

    def test_outside_of_the_folder(self):
        for name in ("../logo.svg", "/etc/passwd", "logo.png", ".svg"):
            self.change(logo={"light": name, "dark": "logo-dark.svg", "icon": "icon.svg"})
            self.expect("brand.json", "logo.light", "wrong form")

    def test_no_picture(self):
        for svg in (b"", b"\x89PNG\r\n\x1a\n", b"<svg", b"<html/>", SVG.format("").encode("utf-16"), "<svg/>"):
            self.expect_bad_logo(svg, "")

    def test_active(self):
        href = "xmlns:xlink='http://www.w3.org/1999/xlink' xlink:href"
        for inside in ("<script>alert(1)</script>", "<a href='https://a.example'/>", "<image href='file:///etc/passwd'/>",
                       "<foreignObject><p>Hi</p></foreignObject>", "<style>*{fill:red}</style>",
                       "<use href='#a'/>", "<animate attributeName='x'/>", "<text>MINATO</text>", "<filter id='a'/>",
                       "<iframe/>", "<x:g xmlns:x='urn:other'/>", f"<set {href}='#a'/>"):
            self.expect_bad_logo(SVG.format(inside), "leave this out")
        for inside in ("<g onclick='a()'/>", "<g ONLOAD='a()'/>", f"<path {href}='https://a.example/x'/>",
                       f"<linearGradient {href}='other.svg#a'/>", "<g fill='url(https://a.example/x#y)'/>",
                       "<g style='fill: URL( \"//a.example\" )'/>", "<g style='@import \"a.css\"'/>",
                       "<g style='fill:u\\72l(//a)'/>"):
            self.expect_bad_logo(SVG.format(inside), "leave this out")
        self.expect_bad_logo(SVG.format("\n<g/>\n<script/>"), "leave this out", "<script> (line 3)")

    def test_harmless(self):
        shapes = ("<defs><linearGradient id='a'><stop offset='0'/></linearGradient></defs>"
                  "<g fill='url(#a)' style='stroke:none'><title>x</title><path d='M0 0h9'/></g><!-- c -->")
        (self.brand / "logo.svg").write_text(SVG.format(shapes))
        self.assertEqual(self.check()[0], 0)

    def test_document_types_and_instructions(self):
        bomb = "<!DOCTYPE svg [" + "".join(
            f"<!ENTITY e{n + 1} '{f'&e{n};' * 10}'>" for n in range(10)) + "]>" + SVG.format("&e10;")
        for svg in (bomb, "<!DOCTYPE svg SYSTEM 'file:///etc/passwd'>" + SVG.format(""),
                    "<?xml-stylesheet href='a.css'?>" + SVG.format(""), SVG.format("<?php?>")):
            self.expect_bad_logo(svg, "eave")
        self.expect_bad_logo('<?xml version="1.0" encoding="UTF-7"?>' + SVG.format(""), "")
        self.expect_bad_logo('<?xml version="1.0" encoding="Shift_JIS"?>' + SVG.format(""), "UTF-8")

    def test_large(self):
        self.expect_bad_logo(SVG.format("<g/>" * 2001), "too many parts")
        self.expect_bad_logo(SVG.format("<!--" + "x" * 70000 + "-->"), "too large")
        self.expect_bad_logo(SVG.format("<g>" * 9000), "")
        self.expect_bad_logo(SVG.format("<g " + " ".join(f"a{n}=''" for n in range(7000)) + " onload=''/>"), "")

    def test_size(self):
        for box in ("", "0 0 0 10", "0 0 10", "0 0 1e9 1e9", "a b c d", "0 0 nan 10", "0 0 900 10", "0 0 10 900"):
            self.expect_bad_logo(SVG.format("").replace("0 0 240 80", box), "")
        (self.brand / "logo.svg").write_text(SVG.format(""))
        (self.brand / "icon.svg").write_text(SVG.format(""))
        self.expect("icon.svg", "<svg viewBox>", "as wide as high")


if __name__ == "__main__":
    unittest.main()
