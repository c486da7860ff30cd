# SPDX-License-Identifier: GPL-3.0-or-later
"""One person at the window, and what a case needs of the desktop and the servers around them."""

import gettext
import json
import os
import pathlib
import re
import subprocess
import sys

sys.path.insert(1, str(pathlib.Path(__file__).resolve().parents[1]))

import pseudo  # noqa: E402
import way  # noqa: E402
from desktop import PATIENCE, Failure, Window, wait_until  # noqa: E402
from keyboard import KeyboardWindow  # noqa: E402
from mailhost import demo as demo_provider  # noqa: E402

# A fault stays; a change that is under way does not. By keys one look alone may take as long as this.
SOON = 20

ADDRESS = "hanako@demo.kitte.test"
PASSWORD = "kitte-demo"
THUNDERBIRD = "/usr/lib/thunderbird"
BUILD = pathlib.Path(os.environ.get("KITTE_BUILD_DIR", "build")).resolve()
# Plain, or that of a brand.
PROGRAM = os.environ.get("KITTE_PROGRAM", str(BUILD / "src/app/kitte"))
CATALOGUES = pathlib.Path(os.environ.get("KITTE_CATALOGUES", BUILD / "po"))
APPLICATION = os.environ.get("KITTE_APPLICATION", "jp.kitte.Kitte")
SERVICE = pathlib.Path(os.environ.get("KITTE_SERVICE", BUILD / f"data/{APPLICATION}.service"))


def check(condition, what):
    if not condition:
        raise Failure(what)


# A critical message of any library is a fault of the program that called it. What is only warned of can be the
# computer’s: a theme, a missing service, a graphics driver; but not what our own code says, nor what GObject
# finds wrong with an object that it was handed.
FAULT = re.compile(r"^(?:\*\* )?\([^()\n]*:(\d+)\): (?:(?:[\w-]+-)?CRITICAL|(?:kitte[\w-]*|GLib-GObject)-WARNING) \*\*:"
                   ".*$", re.MULTILINE)


def check_errors(text, processes):
    """None of the processes has complained about itself on standard error; what others print there is theirs."""
    numbers = {str(process.pid) for process in processes}
    faults = [fault.group() for fault in FAULT.finditer(text) if fault.group(1) in numbers]
    check(not faults, "the program printed: " + "; ".join(faults))


class Person:
    """One run of the window: a desktop, servers, and what is on the screen in one language."""

    def __init__(self, desktop, host, presets, language, by_keys=False):
        self.desktop = desktop
        self.by_keys = by_keys
        self.host = host
        desktop.environment["KITTE_CA_FILE"] = host.ca_file
        desktop.environment["KITTE_PROVIDERS_DIR"] = str(presets)
        way.watch(desktop, BUILD)
        if language.endswith(pseudo.LANGUAGE):
            pseudo.prepare(desktop, BUILD)
        self.words = language.partition(":")[2] or language.split("_")[0]
        self.language = "ja" if self.words == "ja" else "en"
        self.catalogue = gettext.translation("kitte", CATALOGUES, [self.words],
                                             fallback=self.words.startswith("C."))
        self.process = None
        self.window = None

    def say(self, text):
        """The sentence as it stands on the screen."""
        return self.catalogue.gettext(text).replace("_", "")

    def start(self, *arguments):
        self.launch([PROGRAM, *arguments])

    def launch(self, arguments):
        self.process = self.desktop.launch(arguments)
        self.window = self.open_window()
        self.wait_for("_Mail address")

    def open_window(self):
        """The window of the process, and the way in which this person acts on it."""
        if self.words == pseudo.LANGUAGE:
            return pseudo.Watched(self.desktop, self.process)
        way = KeyboardWindow if self.by_keys else Window
        return way(self.desktop, self.process)

    def start_again(self, *arguments):
        """A second start, while the first runs: what it printed for people, and its status."""
        second = subprocess.run([PROGRAM, *arguments], text=True,
                                env=self.desktop.environment, capture_output=True, check=False,
                                stdin=subprocess.DEVNULL, timeout=PATIENCE)
        return second.returncode, second.stdout + second.stderr

    def wait_for(self, text):
        return self.window.wait_for(self.say(text))

    def wait_for_line(self, text):
        """Where the sentence is a part of another one that stands there already."""
        wait_until(lambda: self.window.find(self.say(text)), f"the line “{self.say(text)}”")

    def wait_gone(self, text):
        self.window.wait_gone(self.say(text))

    def press(self, text):
        self.window.press(self.say(text))

    def fill(self, text, content):
        self.window.fill(self.say(text), content)

    def content(self, text):
        return self.window.content(self.say(text))

    def wait_for_content(self, text, content):
        """Until the field is there, with that in it; it may go and come back meanwhile."""
        def stands():
            try:
                return self.content(text) == content
            except Failure:
                return False
        wait_until(stands, f"“{content}” in the field “{self.say(text)}”")

    def sees(self, text):
        return any(self.say(text) in name for name in self.window.texts())

    def expect_focus(self, text):
        wait_until(lambda: self.window.focused() == self.say(text),
                   lambda: f"the focus on “{self.say(text)}”; it is on “{self.window.focused()}”")

    def audit(self):
        """Nothing is wrong with what is on the screen, once it rests: the tree is read node by node, and
        may change meanwhile."""
        complaints = []

        def rests():
            complaints[:] = self.window.audit()
            return not complaints
        wait_until(rests, lambda: "a screen without faults: " + "; ".join(complaints),
                   PATIENCE if self.by_keys else SOON)

    def notice(self):
        """What the program itself prints in a test."""
        return f"A test authority is in use: {self.host.ca_file}"

    def quit(self):
        """Ends the program as a session does; a sanitizer that found something spoils the status."""
        self.process.terminate()
        status = self.process.wait(PATIENCE)
        check_errors(self.desktop.read_errors(), self.desktop.children)
        check(status == 0, f"the program ended with {status}")
        if self.words == pseudo.LANGUAGE:
            pseudo.check(self.window, self.desktop)

    # The way through.

    def type_account(self, password, address=ADDRESS):
        self.fill("_Mail address", address)
        self.wait_for("_Password")
        self.fill("_Password", password)

    def check_account(self, password=PASSWORD, address=ADDRESS):
        self.type_account(password, address)
        self.press("C_ontinue")
        self.wait_for("Your mail servers work")
        self.wait_enabled("Set up")

    def wait_enabled(self, text):
        def enabled():
            node = self.window.find(self.say(text), "push button")
            return node is not None and self.window.enabled(node)
        wait_until(lambda: self.window.look(enabled), f"“{self.say(text)}” to be ready")


def files_of(desktop):
    """Every file that was written into the home, by its path there."""
    home = pathlib.Path(desktop.environment["HOME"])
    ours = (".thunderbird", ".msmtprc", ".config/evolution", ".config/msmtp")
    return {str(path.relative_to(home)) for path in home.rglob("*")
            if path.is_file() and str(path.relative_to(home)).startswith(ours)}


def search_for_password(desktop, password=PASSWORD):
    """No file but the secret stores holds it, not even for a moment that stayed behind."""
    for path in desktop.folder.rglob("*"):
        try:
            holds = path.is_file() and not path.is_symlink() and \
                password.encode() in path.read_bytes()
        except FileNotFoundError:  # written anew just now, by another name first
            continue
        check(not holds, f"the password is in {path}")


def tab_to(person, text, most=30):
    """Press Tab until it has the keyboard."""
    for _ in range(most):
        if person.window.focused() == person.say(text):
            return
        person.window.tab()
    raise Failure(f"Tab never comes to “{text}”")


def change_preset(person, **more):
    """The demo’s preset as a provider with something special would write it."""
    path = pathlib.Path(person.desktop.environment["KITTE_PROVIDERS_DIR"]) / "kitte-demo.json"
    preset = json.loads(path.read_text(encoding="utf-8"))
    for key, value in more.items():
        preset[key] = {**preset.get(key, {}), **value}
    path.write_text(json.dumps(preset, ensure_ascii=False), encoding="utf-8")


def rewrite_preset(person, change):
    """The demo’s preset with whatever `change` does to it."""
    path = pathlib.Path(person.desktop.environment["KITTE_PROVIDERS_DIR"]) / "kitte-demo.json"
    preset = json.loads(path.read_text(encoding="utf-8"))
    change(preset)
    path.write_text(json.dumps(preset, ensure_ascii=False), encoding="utf-8")


def use_changed_preset(person, change):
    """The demo’s main preset for this host, changed for the case."""
    folder = person.desktop.folder / "presets"
    ports = {name: 1 for name in demo_provider.PORTS} | person.host.ports
    path, other = map(pathlib.Path, demo_provider.write_presets(folder, ports))
    other.unlink()
    preset = json.loads(path.read_text(encoding="utf-8"))
    change(preset)
    path.write_text(json.dumps(preset), encoding="utf-8")
    person.desktop.environment["KITTE_PROVIDERS_DIR"] = str(folder)


def make_profile(person, prefs):
    """A profile that this computer’s Thunderbird opened last; returns its folder."""
    home = pathlib.Path(person.desktop.environment["HOME"])
    profile = home / ".thunderbird/test.default-release"
    profile.mkdir(parents=True)
    (home / ".thunderbird/profiles.ini").write_text(
        "[Profile0]\nName=default-release\nIsRelative=1\nPath=test.default-release\nDefault=1\n\n"
        "[General]\nStartWithLastProfile=1\nVersion=2\n")
    (profile / "compatibility.ini").write_text(
        "[Compatibility]\nLastVersion=115.0_1/1\nLastOSABI=Linux_x86_64-gcc3\n"
        f"LastPlatformDir={THUNDERBIRD}\nLastAppDir={THUNDERBIRD}\n")
    (profile / "prefs.js").write_text("".join(f'user_pref("{key}", {json.dumps(value)});\n'
                                              for key, value in prefs.items()))
    return profile


def old_account(person):
    """A Thunderbird account that sends through port 25 and without signing in."""
    values = {
        "mail.accountmanager.accounts": "account1", "mail.account.account1.server": "server1",
        "mail.account.account1.identities": "id1", "mail.server.server1.type": "imap",
        "mail.server.server1.hostname": "localhost", "mail.server.server1.userName": ADDRESS,
        "mail.server.server1.port": person.host.ports["imaps"],
        "mail.server.server1.socketType": 3, "mail.server.server1.authMethod": 3,
        "mail.identity.id1.useremail": ADDRESS, "mail.identity.id1.fullName": "Hanako",
        "mail.identity.id1.valid": True, "mail.identity.id1.smtpServer": "smtp1",
        "mail.smtpservers": "smtp1", "mail.smtp.defaultserver": "smtp1",
        "mail.smtpserver.smtp1.hostname": "smtp.demo.kitte.test", "mail.smtpserver.smtp1.port": 25,
        "mail.smtpserver.smtp1.authMethod": 1, "mail.smtpserver.smtp1.try_ssl": 0,
    }
    return make_profile(person, values) / "prefs.js"


def ports_with(host, behaviour):
    """The demo’s ports, with the misbehaving server in the place of the honest ones."""
    behaviour = pathlib.Path(behaviour).stem
    port = host.ports[behaviour]
    if host.behaviour(behaviour)["protocol"] == "smtp":
        return {**host.ports, "submissions": port, "submission": port}
    return {**host.ports, "imaps": port, "pop3s": port}
