#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Does what docs/branding.md says, word for word, and looks at the window that comes of it; then installs that program
beside the plain one. branding.py --short: all but the build; the program that is there wears the folder, as the page
says, too."""

import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parents[1]
os.environ.setdefault("KITTE_BUILD_DIR", str(SOURCE / "build"))
sys.path[1:1] = [str(HERE), str(HERE.parent)]

from desktop import Desktop, wait_until  # noqa: E402
from mailhost.client import Demo  # noqa: E402
from person import BUILD, Person, check  # noqa: E402

PAGE = (SOURCE / "docs/branding.md").read_text(encoding="utf-8")
STEP = re.compile(r"^\d\. (?P<text>.*?)^   ```(?P<kind>\w+)\n(?P<block>.*?)^   ```$", re.S | re.M)
BUTTON = "#6B4423"


def read_steps():
    """What is done in each step: a command, or a file by its name."""
    chapter = PAGE.split("## From an empty folder to a window")[1].split("\n## ")[0]
    for step in STEP.finditer(chapter):
        block = re.sub("^   ", "", step["block"], flags=re.M)
        named = re.search(r"as\s+`([^`]*)`", step["text"])
        yield (None if step["kind"] == "sh" else named[1]), block


def follow(folder, short):
    """All steps but the last one, which starts the program: that is what it says to type."""
    *steps, (_none, start) = read_steps()
    if short:
        check("meson setup" in steps.pop()[1], "the last step but one builds")
    for name, block in steps:
        if name:
            (folder / name).write_text(block, encoding="utf-8")
        else:
            subprocess.run(["sh", "-e", "-c", block], cwd=folder, check=True)
    return [str(BUILD / "src/app/kitte")] if short else shlex.split(start)


def count_pixels(desktop, color):
    path = desktop.folder / "window.png"
    subprocess.run(["import", "-window", "root", str(path)], env=desktop.environment, check=True)
    said = subprocess.run(["convert", str(path), "-depth", "8", "-format", "%c", "histogram:info:"],
                          capture_output=True, text=True, check=True).stdout
    found = re.search(rf"(\d+): \([^)]*\) {color}", said)
    return int(found[1]) if found else 0


def look(folder, command, short):
    with Demo() as host, Desktop("C.UTF-8") as desktop:
        person = Person(desktop, host, desktop.folder, "C.UTF-8")
        del desktop.environment["KITTE_PROVIDERS_DIR"]
        if short:
            desktop.environment["KITTE_BRAND_DIR"] = "my-brand"
        person.process = desktop.launch(command, cwd=folder)
        person.window = person.open_window()
        person.wait_for("_Mail address")
        for text in ("Welcome to Tanuki Net.", "0120-000-777 (every day 9:00–17:00)", "日本語 / English",
                     "Your welcome letter", "@tanuki.example"):
            check(person.sees(text), f"“{text}” in the window")
        check("Tanuki Net" in person.window.texts(), "the logo’s name")
        wait_until(lambda: count_pixels(desktop, BUTTON) > 1500, "logo and button in the brand’s colour")
        person.fill("_Mail address", "taro")
        person.wait_for("This is an address at Tanuki Net. Its settings are known.")
        person.audit()
        person.quit()


def list_files(root):
    return {str(path.relative_to(root)) for path in root.rglob("*") if not path.is_dir()}


def install(build, root, prefix):
    subprocess.run(["meson", "install", "--no-rebuild", "--quiet", "-C", str(build)], check=True,
                   env={**os.environ, "DESTDIR": str(root)})
    return list_files(root / prefix)


def check_identity(root, name, program, brand):
    """Everything that is there says whose it is: names of files, and what stands in them."""
    languages = {page.parent.name for page in (SOURCE / "data/man").glob("*/kitte.1")}
    for file in (f"applications/{name}.desktop", f"metainfo/{name}.metainfo.xml",
                 f"icons/hicolor/scalable/apps/{name}.svg", f"dbus-1/services/{name}.service",
                 f"man/man1/{program}.1", *(f"man/{language}/man1/{program}.1" for language in languages),
                 f"kitte/brands/{brand}/brand.json", f"kitte/brands/{brand}/providers/{brand}.json",
                 f"kitte/brands/{brand}/locale/ja/LC_MESSAGES/kitte.mo"):
        check((root / file).is_file(), f"{file} is not installed")
    for file in root.rglob("*"):
        if file.suffix in (".desktop", ".xml", ".service", ".1"):
            text = file.read_text(encoding="utf-8")
            check("jp.kitte" not in text and not re.search(r"\bKitte\b", text), f"{file} is the plain program’s")
    for command in (["desktop-file-validate", root / f"applications/{name}.desktop"],
                    ["appstreamcli", "validate", "--no-net", root / f"metainfo/{name}.metainfo.xml"]):
        subprocess.run([str(part) for part in command], check=True)
    service = (root / f"dbus-1/services/{name}.service").read_text(encoding="utf-8")
    check(re.search(rf"Name={name}\nExec=/usr\S*/bin/{program} --gapplication-service", service), service)


def install_beside(folder):
    """Nothing in common with the plain program; everything says whose it is."""
    plain = install(BUILD, folder / "plain", "usr/local")
    ours = install(folder / "build-tanuki", folder / "branded", "usr")
    check("bin/kitte" in plain and "bin/kitte-tanuki" in ours, (plain, ours))
    check(not plain & ours, f"both install {plain & ours}")
    check_identity(folder / "branded/usr/share", "example.tanuki.Mail", "kitte-tanuki", "tanuki")


def read_plain():
    """What the plain program installs below its prefix."""
    said = subprocess.run(["meson", "introspect", "--installed", str(BUILD)], capture_output=True, text=True, check=True)
    options = subprocess.run(["meson", "introspect", "--buildoptions", str(BUILD)], capture_output=True, text=True,
                             check=True)
    prefix = next(one["value"] for one in json.loads(options.stdout) if one["name"] == "prefix")
    return {os.path.relpath(path, prefix) for path in json.loads(said.stdout).values()}


def install_worked_beside(folder):
    """Plain program and both worked brands have no file in common."""
    taken = read_plain()
    check("share/applications/jp.kitte.Kitte.desktop" in taken, taken)
    for brand in ("minato", "hoshi"):
        said = json.loads((SOURCE / "data/brands" / brand / "brand.json").read_text(encoding="utf-8"))
        root = folder / brand
        subprocess.run([sys.executable, "-B", str(SOURCE / "data/brands/brand-files.py"), "install",
                        str(BUILD / "data/brands" / brand), "share", "share/man"], check=True,
                       env={**os.environ, "MESON_INSTALL_DESTDIR_PREFIX": str(root)})
        ours = list_files(root) | {f"bin/kitte-{brand}"}
        check(not taken & ours, f"{brand} and another install {taken & ours}")
        taken |= ours
        check_identity(root / "share", said["application_id"], f"kitte-{brand}", brand)


def spoil(folder):
    path = folder / "my-brand/brand.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"button_text": "#ffffff"', '"button_text": "#6b4424"'))


def refuse(folder):
    """A mistake stops the build, with file, place and remedy."""
    spoil(folder)
    done = subprocess.run(["ninja", "-C", "build-tanuki"], cwd=folder, capture_output=True, text=True, check=False)
    check(done.returncode != 0 and "my-brand/brand.json: colors.button_text: " in done.stdout, done.stdout[-2000:])


def check_brand(folder):
    """What the page says to type instead of a build: in order, or file, place and remedy."""
    return subprocess.run([str(BUILD / "src/cli/kittectl"), "brand", "check", "my-brand"], cwd=folder,
                          capture_output=True, text=True, check=False)


def follow_in_short(folder):
    command = follow(folder, True)
    done = check_brand(folder)
    check(done.returncode == 0 and "my-brand/providers/tanuki.json: in order" in done.stdout, done.stdout)
    look(folder, command, True)
    spoil(folder)
    done = check_brand(folder)
    check(done.returncode == 2 and "my-brand/brand.json: colors.button_text: " in done.stdout, done.stdout)
    install_worked_beside(folder)
    print("branding: passed without the build")


def main():
    if sys.argv[1:] == ["--short"]:
        with tempfile.TemporaryDirectory(prefix="kitte-branding-") as folder:
            follow_in_short(pathlib.Path(folder))
        return
    with tempfile.TemporaryDirectory(prefix="kitte-branding-") as folder:
        folder = pathlib.Path(folder) / "source"
        shutil.copytree(SOURCE, folder, ignore=shutil.ignore_patterns("build*", ".git", "_*"))
        look(folder, follow(folder, False), False)
        install_beside(folder)
        refuse(folder)
    print("branding: passed")


if __name__ == "__main__":
    main()
