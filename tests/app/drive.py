#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goes through the wizard as a person with a screen reader does: drive.py CASE [LANGUAGE].

Every case has a desktop, a home and mail servers of its own; nothing leaves the computer.
"""

import base64
import fcntl
import gettext
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time

sys.path.insert(1, str(pathlib.Path(__file__).resolve().parents[1]))

from desktop import PATIENCE, Desktop, Failure, Window, wait_until  # noqa: E402
from mailhost import demo as demo_provider  # noqa: E402
from mailhost.client import Demo, MailHost, Script  # noqa: E402

ADDRESS = "hanako@demo.kitte.test"
PASSWORD = "kitte-demo"
THUNDERBIRD = "/usr/lib/thunderbird"
BUILD = pathlib.Path(os.environ.get("KITTE_BUILD_DIR", "build")).resolve()


def check(condition, what):
    if not condition:
        raise Failure(what)


class Person:
    """One run of the window: a desktop, servers, and what is on the screen in one language."""

    def __init__(self, desktop, host, presets, language):
        self.desktop = desktop
        self.host = host
        desktop.environment["KITTE_CA_FILE"] = host.ca_file
        desktop.environment["KITTE_PROVIDERS_DIR"] = str(presets)
        short = language.split("_")[0]
        self.language = "ja" if short == "ja" else "en"
        self.catalogue = gettext.translation("kitte", BUILD / "po", [short], fallback=short != "ja")
        self.process = None
        self.window = None

    def say(self, text):
        """The sentence as it stands on the screen."""
        return self.catalogue.gettext(text).replace("_", "")

    def start(self, *arguments):
        self.process = self.desktop.launch([str(BUILD / "src/app/kitte"), *arguments])
        self.window = Window(self.desktop, self.process)
        self.wait_for("_Mail address")

    def start_again(self, *arguments):
        """A second start, while the first runs: what it printed for people, and its status."""
        second = subprocess.run([str(BUILD / "src/app/kitte"), *arguments], text=True,
                                env=self.desktop.environment, capture_output=True, check=False,
                                stdin=subprocess.DEVNULL, timeout=PATIENCE)
        return second.returncode, second.stdout + second.stderr

    def wait_for(self, text):
        return self.window.wait_for(self.say(text))

    def wait_for_line(self, text):
        """Where the sentence is a part of another one that stands there already."""
        wait_until(lambda: self.window.find(self.say(text)), f"the line “{self.say(text)}”")

    def press(self, text):
        self.window.press(self.say(text))

    def fill(self, text, content):
        self.window.fill(self.say(text), content)

    def content(self, text):
        return self.window.content(self.say(text))

    def sees(self, text):
        return any(self.say(text) in name for name in self.window.texts())

    def expect_focus(self, text):
        wait_until(lambda: self.window.focused() == self.say(text),
                   lambda: f"the focus on “{self.say(text)}”; it is on “{self.window.focused()}”")

    def audit(self):
        complaints = self.window.audit()
        check(not complaints, f"unnamed controls: {complaints}")

    def notice(self):
        """What the program itself prints in a test."""
        return f"A test authority is in use: {self.host.ca_file}"

    def quit(self):
        """Ends the program as a session does; a sanitizer that found something spoils the status."""
        self.process.terminate()
        status = self.process.wait(PATIENCE)
        check(status == 0, f"the program ended with {status}")

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
        wait_until(enabled, f"“{self.say(text)}” to be ready")


def files_of(desktop):
    """Every file that was written into the home, by its path there."""
    home = pathlib.Path(desktop.environment["HOME"])
    ours = (".thunderbird", ".msmtprc", ".config/evolution", ".config/msmtp")
    return {str(path.relative_to(home)) for path in home.rglob("*")
            if path.is_file() and str(path.relative_to(home)).startswith(ours)}


def search_for_password(desktop):
    """No file but the secret stores holds it, not even for a moment that stayed behind."""
    for path in desktop.folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            check(PASSWORD.encode() not in path.read_bytes(), f"the password is in {path}")


def whole_way(person):
    """From the address to the files on disk, with one wrong password, and back out again."""
    person.desktop.unlock_keyring()
    person.start()
    window = person.window
    person.audit()
    check(not person.sees("Your mail servers work"), "the last page is in the tree")
    person.expect_focus("_Mail address")

    person.type_account("wrong")
    check(person.sees("_Password"), "no password field")
    person.press("C_ontinue")
    person.wait_for("The password was not accepted.")
    person.audit()
    check(not person.sees("_Mail address"), "the first page is still in the tree")
    check(len(person.host.sign_ins("failed")) == 1, "not exactly one failed sign-in")
    check(not person.host.sign_ins(service="submissions"), "sending got a rejected password")
    check(not files_of(person.desktop), "files were written after a wrong password")

    person.press("Type the password again")
    person.wait_for("This password was not accepted. Please type it again; the eye button shows "
                    "what you type.")
    person.expect_focus("_Password")
    check(person.content("_Mail address") == ADDRESS, "the address was lost")
    check(person.content("_Password") == "", "the password is still in the field")
    person.press("C_ontinue")
    person.wait_for_line("Please type your password.")
    check(len(person.host.sign_ins()) == 1, "a press with nothing typed went to the server")

    person.check_account()
    person.audit()
    check(not person.sees("The password was not accepted."), "the second page is in the tree")
    check(not files_of(person.desktop), "files were written before they were asked for")
    expected = [program for program in ("thunderbird", "evolution", "msmtp")
                if shutil.which(program)]
    check(expected, "install Thunderbird, Evolution or msmtp to run this")
    person.press("What will change on this computer")
    wait_until(lambda: any("+ " in name or "+\t" in name or "\n+" in name
                           for name in window.texts()), "the changes to be shown")
    person.press("Set up")
    person.wait_for("Your mail is set up")
    person.audit()
    found = files_of(person.desktop)
    if "thunderbird" in expected:
        check(any(name.endswith("/logins.json") for name in found), "no login for Thunderbird")
        check(any(name.endswith("/prefs.js") for name in found), "no account in Thunderbird")
    if "evolution" in expected:
        check(sum(name.endswith(".source") for name in found) == 3, "no account in Evolution")
    if "msmtp" in expected:
        check(any("msmtp" in name for name in found), "no account in msmtp")
    search_for_password(person.desktop)

    person.press("Undo")
    person.wait_for("Everything is as it was before")
    person.audit()
    check(not files_of(person.desktop), f"left behind: {files_of(person.desktop)}")
    person.press("Set up another address")
    person.wait_for("_Mail address")
    check(person.content("_Mail address") == "", "the former address is still there")


def bad_input(person):
    """One friendly sentence at the field, nothing sent."""
    person.start()
    person.press("C_ontinue")
    person.wait_for("Please type your mail address.")
    person.expect_focus("_Mail address")
    person.fill("_Mail address", "hanako")
    check(not person.sees("Please type your mail address."), "told off while typing")
    person.press("C_ontinue")
    person.wait_for("There is no @ in the mail address. It looks like name@example.com.")
    person.fill("_Mail address", ADDRESS)
    person.press("C_ontinue")
    person.wait_for_line("Please type your password.")
    person.expect_focus("_Password")
    person.fill("_Mail address", "hanako@nobody-knows-this.example.jp")
    person.fill("_Password", "something")
    person.press("C_ontinue")
    # Which sentence it is depends on the name server; its tests are those of the engine.
    person.wait_for("That did not work yet")
    person.window.wait_for("nobody-knows-this.example.jp")
    person.audit()
    person.press("Back")
    person.wait_for("What you typed is still remembered. Type here only to change it.")
    check(not person.host.sign_ins(), "a sign-in was tried")
    # The servers of the address before were called, and told goodbye when it was changed.
    for connection in person.host.events("connect"):
        person.host.wait_for("close", connection=connection["connection"], seconds=PATIENCE)


def by_hand(person):
    """Servers typed by hand: what was typed last stays, and what answers instead is one press."""
    port, sending = (str(person.host.ports[name]) for name in ("imaps", "submissions"))
    person.start()
    person.press("Enter the servers yourself")
    person.wait_for("Please type your mail address.")
    person.type_account(PASSWORD)
    person.press("Enter the servers yourself")
    person.wait_for("If you do not know them")
    person.expect_focus("Receiving server")
    person.audit()
    check(person.content("Port for receiving") == port, "not filled with what is known")
    person.press("Copy the questions")
    person.wait_for("Copied. You can paste it into a message.")
    person.fill("Port for receiving", "143")
    person.window.wait_for(person.say("Port %u goes with “%s”; that is chosen now.").replace(
        "%u", "143").replace("%s", person.say("STARTTLS")))
    person.fill("Port for receiving", port)
    person.fill("Receiving server", "　ｌｏｃａｌｈｏｓｔ．")
    person.press("C_ontinue")
    person.window.wait_for(person.say(
        "These settings do not answer, but port %u does, with “%s”.").replace(
            "%u", port).replace("%s", person.say("SSL/TLS")))
    check(not person.host.sign_ins(), "a sign-in was tried before the person agreed")
    person.audit()
    person.expect_focus("Use it")
    person.desktop.key("space")
    wait_until(lambda: not person.sees("Use it"), "the offer to be taken")
    check(person.content("Port for receiving") == port, "the port was changed")
    person.fill("Port for sending", "1")
    person.press("C_ontinue")
    person.wait_for("That did not work yet")
    person.press("Enter the servers yourself")
    person.wait_for("If you do not know them")
    check(person.content("Port for sending") == "1", "what was typed is gone")
    person.fill("Port for sending", sending)
    person.press("C_ontinue")
    person.wait_for("Your mail servers work")
    check(not person.host.sign_ins("failed"), "a sign-in failed")
    check(not person.host.early_credentials(), "a password went before TLS")


def called_ahead(person):
    """The servers are called while the password is typed, and told goodbye when it is not."""
    services = ("imaps", "submissions")
    person.start()
    check(not person.host.events("connect"), "a server was called before there was an address")
    person.expect_focus("_Mail address")
    person.desktop.type(ADDRESS)
    person.wait_for("_Password")
    person.desktop.key("Tab")
    person.expect_focus("_Password")
    for service in services:
        person.host.wait_for("said", service=service, seconds=PATIENCE)
    check(not person.host.sign_ins(), "a sign-in was tried before it was asked for")
    person.desktop.type(PASSWORD)
    person.desktop.key("Return")
    person.wait_for("Your mail servers work")
    check(len(person.host.events("connect")) == len(services), "a server was called twice")
    check(len(person.host.sign_ins("accepted")) == len(services), "not signed in to both")
    person.quit()
    heard = len(person.host.events("heard", service="submissions"))

    person.start()
    person.desktop.type(ADDRESS)
    person.wait_for("_Password")
    person.desktop.key("Tab")
    wait_until(lambda: len(person.host.events("heard", service="submissions")) > heard,
               "the sending server to be called")
    person.quit()
    last = person.host.events("connect", service="submissions")[-1]["connection"]
    closed = person.host.wait_for("close", connection=last, seconds=PATIENCE)
    check(closed["goodbye"], "the window was closed without a goodbye")
    person.start()


def change_preset(person, **more):
    """The demo’s preset as a provider with something special would write it."""
    path = pathlib.Path(person.desktop.environment["KITTE_PROVIDERS_DIR"]) / "kitte-demo.json"
    preset = json.loads(path.read_text(encoding="utf-8"))
    for key, value in more.items():
        preset[key] = {**preset.get(key, {}), **value}
    path.write_text(json.dumps(preset, ensure_ascii=False), encoding="utf-8")


def slip(person):
    """A slip in the domain is pointed out, and one press puts it right."""
    change_preset(person, match={"common": ["demo.kitte.test"]})
    greeting = person.say("This is an address at %s. Its settings are known.").split("%s")[1]
    meant = person.say("Did you mean %s?") % ADDRESS
    person.start()
    person.expect_focus("_Mail address")
    # Long before the end, and before the password can be typed, the provider is there.
    person.desktop.type(ADDRESS)
    person.window.wait_for(greeting)
    person.expect_focus("_Mail address")
    check(not person.sees(meant), "what is known is called a slip")
    for typed in ("hanako@dmeo.kitte.test", "hanako@demo.kitte,test", "hanako@demo.kittetest"):
        person.fill("_Mail address", typed)
        person.window.wait_for(meant)
        check(not any(greeting in name for name in person.window.texts()), "a stranger is greeted")
        check(person.content("_Mail address") == typed, "the address was changed by itself")
        person.audit()
        person.window.press(meant)
        person.window.wait_for(greeting)
        check(person.content("_Mail address") == ADDRESS, "the slip is still there")
        person.expect_focus("_Mail address")
        check(not person.sees(meant), "the question is still there")

    # What could still become the right domain is left alone until the field is left.
    person.fill("_Mail address", "hanako@demo.kitte.tes")
    person.desktop.key("Tab")
    person.window.wait_for(meant)


def password_kind(person):
    """A password that cannot be the right one is not sent, unless the person insists."""
    names = {"en": "trial password", "ja": "お試しパスワード"}
    change_preset(person, credential={"name": names, "pattern": "[a-z]{5}-[0-9]{4}"})
    said = person.say("This cannot be the right password: “%s” is needed here. Nothing has been "
                      "sent.") % names[person.language]
    person.start()
    person.type_account(PASSWORD)
    person.press("C_ontinue")
    person.window.wait_for(said)
    person.expect_focus("_Password")
    check(person.content("_Password") == PASSWORD, "what was typed is gone")
    check(not person.host.sign_ins(), "it was sent")
    person.audit()
    person.fill("_Password", "another")
    check(not person.sees("Try this password all the same"), "still about the former one")
    person.fill("_Password", PASSWORD)
    person.press("C_ontinue")
    person.window.wait_for(said)
    check(not person.host.sign_ins(), "it was sent")
    person.press("Try this password all the same")
    person.wait_for("Your mail servers work")
    check(len(person.host.sign_ins("accepted")) == 2, "not signed in to both")

    # Once more from the beginning: the word was about that password only.
    person.press("Back")
    person.wait_for("_Mail address")
    person.type_account("kitte-1234")
    person.press("C_ontinue")
    person.wait_for("The password was not accepted.")
    person.press("Type the password again")
    person.wait_for("_Password")
    person.fill("_Password", PASSWORD)
    person.press("C_ontinue")
    person.window.wait_for(said)


def password_notes(person):
    """What cannot be seen in a hidden text is said, and nothing is taken away."""
    blank = "There is a blank at the beginning or at the end."
    wide = ("There are full-width characters in it. Please switch the Japanese input off and "
            "type it again.")
    person.start()
    person.type_account(PASSWORD)
    check(not person.sees(blank) and not person.sees(wide), "a good password is complained about")
    for typed, note in ((PASSWORD + " ", blank), (" " + PASSWORD, blank), ("ｋｉｔｔｅ", wide),
                        ("きって", wide), ("kitte　", blank)):
        person.fill("_Password", typed)
        person.wait_for(note)
        check(person.content("_Password") == typed, "something was taken away")
    person.audit()
    person.fill("_Password", "")
    check(not person.sees(blank) and not person.sees(wide), "an empty field is complained about")
    person.press("C_ontinue")
    person.wait_for_line("Please type your password.")
    person.expect_focus("_Password")
    person.desktop.press_lock("Caps_Lock")
    person.wait_for("Caps Lock is on.")
    person.desktop.press_lock("Caps_Lock")
    wait_until(lambda: not person.sees("Caps Lock is on."), "the note to go")


def certificate(person):
    """Refused before any credential leaves, and said so."""
    person.start()
    person.type_account(PASSWORD)
    person.press("C_ontinue")
    person.wait_for("The server’s certificate has expired.")
    person.audit()
    check(not person.host.sign_ins(), "a sign-in was tried")
    check(not person.host.early_credentials(), "a credential left")


HOSTING = {"en": "Trial Hosting", "ja": "試験ホスティング"}
CONTRACT_NAME = {"en": "Contract name", "ja": "契約名"}


def add_hosting(person):
    """A hosting company whose certificate the server of “cert-wrong-host” has."""
    folder = pathlib.Path(person.desktop.environment["KITTE_PROVIDERS_DIR"])
    template = json.loads((folder / "kitte-demo.json").read_text(encoding="utf-8"))
    ports = {"imap": person.host.ports["imaps"], "smtp": person.host.ports["submissions"]}
    template.update(
        id="hosting", name=HOSTING, short_name=HOSTING,
        match={"domains": ["other.test"], "cert_names": ["*.other.test"]},
        ask=[{"key": "NAME", "label": CONTRACT_NAME,
              "hint": {"en": "It is in the letter.", "ja": "書類に書かれています。"},
              "example": "shop1", "pattern": "[a-z0-9-]{3,16}"}],
        servers=[{**server, "port": ports[server["protocol"]], "security": "tls",
                  "username": "{NAME}@demo.kitte.test"}
                 for server in template["servers"] if server["protocol"] in ports][:2])
    (folder / "hosting.json").write_text(json.dumps(template, ensure_ascii=False),
                                         encoding="utf-8")


def preset_behind_certificate(person):
    """By keyboard from the refused certificate to the provider behind it, and back."""
    add_hosting(person)
    provider, question = HOSTING[person.language], CONTRACT_NAME[person.language]
    yes = person.say("Yes, my mail is at %s") % provider
    person.start()
    window = person.window
    person.type_account(PASSWORD)
    person.press("C_ontinue")
    window.wait_for(person.say("Is your mail at {preset}?").replace("{preset}", provider))
    wait_until(lambda: window.focused() == yes, lambda: f"“{yes}”, not “{window.focused()}”")
    check(any(question in name for name in window.texts()), "what is needed is not said")
    person.audit()
    check(not person.host.sign_ins(), "a sign-in was tried")

    person.desktop.key("Return")
    person.wait_for(question)
    person.expect_focus(question)
    person.wait_for("What you typed is still remembered. Type here only to change it.")
    check(person.content("_Mail address") == ADDRESS, "the address was lost")
    person.audit()
    person.press("No, my mail is somewhere else")
    person.expect_focus("_Mail address")
    check(not person.sees(question), "the question of the provider that was left is still there")
    check(person.content("_Mail address") == ADDRESS, "the address was lost")

    person.press("C_ontinue")
    window.wait_for(yes)
    person.desktop.key("Return")
    person.expect_focus(question)
    person.desktop.type("hanako")
    person.desktop.key("Return")
    person.wait_for("Your mail servers work")
    check(not person.host.sign_ins(service="cert-wrong-host"), "the stranger was signed in to")
    check(not person.host.events("heard", service="cert-wrong-host"), "the stranger was talked to")
    check(len(person.host.events("connect", service="cert-wrong-host")) == 2,
          "the stranger was asked again")
    check(len(person.host.sign_ins("accepted")) == 2, "not signed in to both")


def cancelled(person):
    """Cancel brings the first page back at once, with everything that was typed."""
    person.start()
    person.type_account(PASSWORD)
    person.press("C_ontinue")
    person.wait_for("Cancel")
    person.host.wait_for("connect")
    person.audit()
    person.wait_for("Receiving mail")
    person.press("Cancel")
    start = time.monotonic()
    person.wait_for("_Mail address")
    check(time.monotonic() - start < 2, "going back took too long")
    check(person.content("_Mail address") == ADDRESS, "the address was lost")
    person.host.wait_for("close", seconds=2)
    person.wait_for("What you typed is still remembered. Type here only to change it.")


def keyboard(person):
    """The whole way without a mouse: Tab, letters, Enter, Escape."""
    person.desktop.unlock_keyring()
    person.start()
    person.expect_focus("_Mail address")
    person.desktop.type(ADDRESS)
    greeting = person.say("This is an address at %s. Its settings are known.")
    person.window.wait_for(greeting.split("%s")[1])
    person.desktop.key("Tab")
    person.expect_focus("_Password")
    person.desktop.type("wrong")
    person.desktop.key("Return")
    person.wait_for("The password was not accepted.")
    person.expect_focus("Type the password again")
    person.desktop.key("Escape")
    person.expect_focus("_Password")
    person.desktop.type(PASSWORD)
    person.desktop.key("Return")
    person.wait_for("Your mail servers work")
    person.wait_enabled("Set up")
    person.expect_focus("Set up")
    person.desktop.key("space")
    person.wait_for("Your mail is set up")


POP_ADDRESS = "taro@pop.demo.kitte.test"

# The three files of an account in Evolution that fetches the same mailbox, at an older host.
EVOLUTION_POP = {
    "a": "[Data Source]\nDisplayName=x\nEnabled=true\nParent=\n\n[Mail Account]\n"
         "BackendName=pop\nIdentityUid=i\n\n[Authentication]\nHost=pop.old.example\nPort=995\n"
         "User=taro\n\n[Security]\nMethod=ssl-on-alternate-port\n",
    "i": "[Data Source]\nDisplayName=x\nEnabled=true\nParent=a\n\n[Mail Identity]\n"
         "Address=" + POP_ADDRESS + "\n\n[Mail Submission]\nTransportUid=t\n",
    "t": "[Data Source]\nDisplayName=x\nEnabled=true\nParent=a\n\n[Mail Transport]\n"
         "BackendName=smtp\n\n[Authentication]\nHost=smtp.old.example\nPort=465\n",
}


def chosen_programs(person):
    """Whether each program that fetches is chosen, by name, in the order of the page."""
    checked = {}
    for node in person.window.walk():
        if node.get_role_name() == "check box":
            states = node.get_state_set()
            checked[node.get_name()] = states.contains(person.window.atspi.StateType.CHECKED)
    return {name: chosen for name, chosen in checked.items()
            if name.startswith(("Thunderbird", "Evolution"))}


def pop_mailbox(person):
    """Of the programs that fetch, only the first is chosen for a POP3 mailbox; or the one that does
    already, which then is left as it is."""
    person.start()
    person.check_account(address=POP_ADDRESS)
    fetching = list(chosen_programs(person).values())
    check(fetching and fetching == [True] + [False] * (len(fetching) - 1), f"chosen: {fetching}")
    if shutil.which("evolution") is None:
        return
    person.quit()
    sources = pathlib.Path(person.desktop.environment["HOME"]) / ".config/evolution/sources"
    sources.mkdir(parents=True)
    for uid, text in EVOLUTION_POP.items():
        (sources / f"{uid}.source").write_text(text)
    person.start()
    person.type_account(PASSWORD, POP_ADDRESS)
    person.press("C_ontinue")
    person.wait_for("Your mail servers work")
    person.wait_for("Leave it as it is")
    check(not any(chosen_programs(person).values()), f"chosen: {chosen_programs(person)}")
    warning = person.say("%s fetches this mailbox already. With POP one program should: what one of "
                         "them deletes from the server the other may never get.")
    person.window.wait_for(warning.replace("%s", "Evolution"))


def tab_to(person, text):
    """A check button of GTK 4.8 cannot be pressed from outside, only by key."""
    person.expect_focus("Set up")
    for _ in range(12):
        here = person.window.focused()
        if here == person.say(text):
            break
        person.desktop.key("Tab")
        wait_until(lambda here=here: person.window.focused() != here, "the focus to move on")
    person.expect_focus(text)


def password_file(person):
    """Without a keyring the password goes into msmtp's file where the person says so, and only then."""
    label = "Keep the password for msmtp unencrypted in its settings file"
    home = pathlib.Path(person.desktop.environment["HOME"])
    rc = home / ".msmtprc"
    services = home / ".local/share/dbus-1/services"
    services.mkdir(parents=True)
    # Before the system's one, which would be started.
    (services / "org.freedesktop.secrets.service").write_text(
        "[D-BUS Service]\nName=org.freedesktop.secrets\nExec=/bin/false\n")
    person.desktop.ask_bus("ReloadConfig")
    person.start()
    person.check_account()
    person.wait_for(label)
    person.audit()
    tab_to(person, label)
    person.desktop.key("space")
    person.press("What will change on this computer")
    wait_until(lambda: any("password ***" in name for name in person.window.texts()),
               lambda: f"the plan with the password; there is {person.window.texts()}")
    person.wait_enabled("Set up")
    person.press("Set up")
    person.wait_for("Your mail is set up")
    check(PASSWORD in rc.read_text(), "the password is not in msmtp's file")
    check(rc.stat().st_mode & 0o777 == 0o600, f"mode {rc.stat().st_mode:o}")
    rc.unlink()
    search_for_password(person.desktop)


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


def running(person):
    """A Thunderbird that is open is never written under; closing it is enough to go on."""
    profile = make_profile(person, {"app.update.lastUpdateTime.x": 1})
    person.desktop.unlock_keyring()
    person.start()
    with open(profile / ".parentlock", "w", encoding="ascii") as lock:
        fcntl.lockf(lock, fcntl.LOCK_EX)
        person.check_account()
        before = (profile / "prefs.js").read_bytes()
        person.press("Set up")
        wait_until(lambda: any("Thunderbird" in name and name != "Thunderbird"
                               for name in person.window.texts()), "the request to quit it")
        person.audit()
        time.sleep(1.5)
        check((profile / "prefs.js").read_bytes() == before, "written under a running program")
    person.wait_for("Your mail is set up")
    check((profile / "prefs.js").read_bytes() != before, "nothing was written")


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


def existing(person):
    """The address is there already: the person chooses; what was set up is listed and taken back."""
    prefs = old_account(person)
    before = prefs.read_bytes()
    person.desktop.unlock_keyring()
    person.start()
    check(not person.sees("What Kitte has set up"), "nothing was set up, and it is offered")
    person.check_account()
    person.wait_for("Give it the settings and the password that work now")
    person.audit()
    check(prefs.read_bytes() == before, "written before it was asked for")
    tab_to(person, "Leave it as it is")
    person.desktop.key("Down")
    person.expect_focus("Give it the settings and the password that work now")
    person.desktop.key("space")
    port = f'smtp1.port", {person.host.ports["submissions"]});'
    person.press("What will change on this computer")
    wait_until(lambda: any(port in name for name in person.window.texts()),
               "the repair to be planned")
    person.wait_enabled("Set up")
    person.press("Set up")
    person.wait_for("Your mail is set up")
    text = prefs.read_text(encoding="utf-8")
    check("account2" not in text, "the account is there twice")
    check(port in text, "the account is not repaired")
    person.press("Set up another address")
    person.wait_for("What Kitte has set up")
    person.press("What Kitte has set up")
    person.wait_for("Take back")
    person.audit()
    check(any(ADDRESS in name for name in person.window.texts()), "the address is not listed")
    person.press("Take back")
    person.wait_for("The settings are as they were. No mail was lost.")
    check(prefs.read_bytes() == before, "the settings are not as they were")
    wait_until(lambda: not person.sees("Take back"), "the list to be empty")
    person.audit()
    person.press("Done")
    person.wait_for("_Mail address")


def repair(person):
    """The card on the first page, the proof, just that change, and back."""
    prefs = old_account(person)
    before = prefs.read_bytes()
    person.desktop.unlock_keyring()
    person.start()
    person.wait_for("Find out and repair")
    check(any(ADDRESS in name for name in person.window.texts()), "the account is not named")
    person.audit()
    person.press("Find out and repair")
    person.wait_for("_Password for receiving mail")
    person.audit()
    person.expect_focus("_Password for receiving mail")
    person.fill("_Password for receiving mail", PASSWORD)
    person.press("Find out")
    person.wait_for("Settings that work were found")
    check(prefs.read_bytes() == before, "written before it was asked for")
    person.wait_enabled("Change the settings")
    person.audit()
    person.press("Change the settings")
    person.wait_for("The account is repaired")
    check(str(person.host.ports["submissions"]).encode() in prefs.read_bytes(), "port not changed")
    person.press("Undo")
    person.wait_for("Everything is as it was before")
    check(prefs.read_bytes() == before, "undo did not restore the file")
    person.press("Done")
    person.press("Mail that used to work no longer does")
    person.wait_for("These accounts are on this computer. Kitte has only read their settings and "
                    "changed nothing.")
    check(any(ADDRESS in name for name in person.window.texts()), "the account is not listed")
    person.audit()
    person.press("Find out and repair")
    person.wait_for("_Password for receiving mail")


def no_account(person):
    """Whoever reads mail in the browser has nothing to change."""
    person.start()
    person.press("Mail that used to work no longer does")
    person.wait_for("No account was found in a mail program. You seem to read mail in the browser; "
                    "nothing has to be changed.")
    person.audit()
    person.press("Done")
    person.wait_for("C_ontinue")


def repair_saved(person):
    """The password that Thunderbird has saved is enough, when the person says so."""
    person.desktop.unlock_keyring()
    person.start()
    person.check_account()
    person.press("Set up")
    person.wait_for("Your mail is set up")
    person.quit()
    home = pathlib.Path(person.desktop.environment["HOME"])
    prefs = next(home.glob(".thunderbird/*/prefs.js"))
    old = {"hostname": '"smtp.demo.kitte.test"', "port": "25", "authMethod": "1", "try_ssl": "0"}
    prefs.write_text(re.sub(
        r'(user_pref\("mail\.smtpserver\.smtp1\.(hostname|port|authMethod|try_ssl)", )[^)]*',
        lambda match: match[1] + old[match[2]], prefs.read_text()))
    before = len(person.host.sign_ins())
    person.start()
    person.press("Repair with the saved password")
    person.wait_for("Settings that work were found")
    done = person.say("%1$s: %2$s").replace("%1$s", person.say("SMTP authentication (SMTP AUTH)"))
    # In the provider’s words, once the change is planned.
    person.window.wait_for(done.split("%2$s")[0])
    check(len(person.host.sign_ins()) == before + 2, "not signed in once each")
    person.wait_enabled("Change the settings")
    person.press("Change the settings")
    person.wait_for("The account is repaired")


def foreign_host(person):
    """Servers that do not belong to the address are asked about before the password leaves."""
    own = pathlib.Path(person.desktop.environment["XDG_DATA_HOME"]) / "kitte/providers"
    own.mkdir(parents=True)
    for preset in person.host.presets:
        shutil.copy(preset, own)
    del person.desktop.environment["KITTE_PROVIDERS_DIR"]
    person.start()
    person.type_account(PASSWORD)
    person.press("C_ontinue")
    person.wait_for("One question first")
    person.audit()
    check(not person.host.events("connect"), "a server was asked before the person was")
    person.press("Yes, this is my provider")
    person.wait_for("Your mail servers work")
    check(len(person.host.sign_ins("accepted")) == 2, "not signed in to both")


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


def sign_in_later(person):
    """Without a password as far as one can; the mail program signs in by the provider’s page."""
    def by_page(preset):
        preset["credential"]["kind"] = "app-password"
        preset["oauth2"] = {"issuer": "login.demo.kitte.test", "scopes": ["mail"]}
        for server in preset["servers"]:
            server["auth"] = ["oauth2", "password"]
    use_changed_preset(person, by_page)
    person.start()
    person.fill("_Mail address", ADDRESS)
    person.wait_for("Sign in later, on the provider’s own page")
    check(not person.sees("App _password"), "a password is asked for")
    person.audit()
    person.press("C_ontinue")
    person.wait_for("Both servers are ready. Your mail program will show your provider’s sign-in "
                    "page when you first open it.")
    check(not person.host.sign_ins(), "a sign-in was tried")
    if shutil.which("msmtp"):
        person.wait_for("msmtp cannot show the provider’s sign-in page.")
    person.audit()


def no_encryption(person):
    """A server without encryption is asked about, once it was looked for in vain."""
    ports = person.host.ports

    def in_clear(preset):
        preset["legacy"] = {"plaintext_ports": [ports["imap-plain"], ports["submission-plain"]]}
        preset["servers"] = [
            {**server, "security": "none",
             "port": ports["submission-plain" if server["protocol"] == "smtp" else "imap-plain"]}
            for server in preset["servers"] if server["protocol"] in ("imap", "smtp")][:2]
    use_changed_preset(person, in_clear)
    person.start()
    person.type_account(PASSWORD)
    person.press("C_ontinue")
    person.wait_for("One question first")
    person.audit()
    check(not person.host.sign_ins(), "the password went over an unencrypted line")
    person.press("I understand, go on without encryption")
    person.wait_for("Your mail servers work")
    check(len(person.host.sign_ins("accepted")) == 2, "not signed in to both")


def sending_rejected(person):
    """Where only sending says no, another password for it can be typed."""
    person.start()
    person.type_account(PASSWORD)
    person.press("C_ontinue")
    person.wait_for("The password was not accepted for sending.")
    person.audit()
    person.press("Type the password again")
    person.wait_for("Password for sending")
    person.expect_focus("Password for sending")
    person.audit()
    check(person.content("_Mail address") == ADDRESS, "the address was lost")
    person.fill("Password for sending", "another")
    person.press("C_ontinue")
    person.wait_for("The password was not accepted for sending.")
    check(len(person.host.sign_ins("failed")) == 2, "the other password was not tried")


def own_sign_in(person):
    """A user name and a password for sending, typed where sending said no, are proven."""
    person.start()
    person.type_account(PASSWORD)
    person.press("C_ontinue")
    person.wait_for("The password was not accepted for sending.")
    person.press("Type the password again")
    person.wait_for("User name for sending")
    person.fill("Password for sending", PASSWORD)
    person.fill("User name for sending", "taro@demo.kitte.test")
    person.press("C_ontinue")
    person.wait_for("Your mail servers work")
    accepted = [event["user"] for event in person.host.sign_ins("accepted")]
    check(accepted == [ADDRESS, ADDRESS, "taro@demo.kitte.test"], f"signed in as {accepted}")


def tab_to(person, text, most=12):
    """Press Tab until it has the focus."""
    for _ in range(most):
        before = person.window.focused()
        if before == person.say(text):
            return
        person.desktop.key("Tab")
        wait_until(lambda: person.window.focused() != before, "the focus to move")
    raise Failure(f"Tab never comes to “{text}”")


def reply(person):
    """What both sides said, by keyboard alone; then the report, pasted where it can be read."""
    person.start()
    person.type_account(PASSWORD)
    person.press("C_ontinue")
    person.wait_for("The password was not accepted.")
    person.audit()
    tab_to(person, "See the server’s reply")
    check(not person.sees("Kitte and the server said"), "the reply is unfolded already")
    person.desktop.key("space")
    person.wait_for("What Kitte and the server said")
    person.audit()
    tab_to(person, "What Kitte and the server said")
    said = person.window.content(person.say("What Kitte and the server said"))
    for part in (" C: a1 AUTHENTICATE PLAIN ***", "[AUTHENTICATIONFAILED]", "*: TLS1."):
        check(part in said, f"no “{part}” in {said}")
    check(PASSWORD not in said, "the password is in the reply")
    check(not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", said), "orders in the reply")
    person.desktop.key("Tab")
    person.expect_focus("Copy")
    person.desktop.key("space")
    person.wait_for("Copied. You can paste it into a message.")

    tab_to(person, "Copy a report for support")
    copied = person.say("Copied. You can paste it into a message.")
    person.desktop.key("space")
    wait_until(lambda: person.window.texts().count(copied) == 2, "the report to be copied")
    person.press("Back")
    person.wait_for("_Mail address")
    tab_to(person, "_Name")
    person.desktop.key("ctrl+a", "ctrl+v")
    wait_until(lambda: "auth-rejected (602)" in person.content("_Name"), "the report to be pasted")
    report = person.content("_Name")
    # As much as the field takes.
    for part in ("{local}@demo.kitte.test", "GTK 4.", "libadwaita 1.", "GnuTLS 3.",
                 "attempted 1, failed 1"):
        check(part in report, f"no “{part}” in {report}")
    # The demo provider is called like its password.
    report = report.replace("kitte-demo, shipped", "", 1)
    for secret in (PASSWORD, ADDRESS.split("@")[0]):
        check(secret not in report, f"“{secret}” is in {report}")


def echoed(person):
    """A server that repeats the failed command: the password is nowhere on the screen, and in no
    file."""
    secret = 'hunter "9\\" two'
    person.start()
    person.type_account(secret)
    person.press("C_ontinue")
    person.wait_for("The password was not accepted.")
    tab_to(person, "See the server’s reply")
    person.desktop.key("space")
    person.wait_for("What Kitte and the server said")
    said = person.window.content(person.say("What Kitte and the server said"))
    check("you said" in said and "***" in said, f"the server’s words are not in {said}")
    quoted = secret.replace("\\", "\\\\").replace('"', '\\"')
    for form in (secret, quoted, base64.b64encode(secret.encode()).decode()):
        check(not any(form in text for text in [said, *person.window.texts()]), "it is shown")
        for path in person.desktop.folder.rglob("*"):
            if path.is_file() and not path.is_symlink():
                check(form.encode() not in path.read_bytes(), f"it is in {path}")


def modern_way(person):
    """The old sending server was typed by hand; the provider's own one is a press away."""
    def usual(preset):
        sending = next(server for server in preset["servers"] if server["protocol"] == "smtp")
        preset["servers"] = [server for server in preset["servers"]
                             if server["protocol"] == "imap"][:1]
        preset["servers"].append({**sending, "security": "tls",
                                  "port": person.host.ports["submissions"]})
    use_changed_preset(person, usual)
    person.start()
    person.type_account(PASSWORD)
    person.press("Enter the servers yourself")
    person.wait_for("If you do not know them")
    person.fill("Port for sending", str(person.host.ports["smtp-no-auth"]))
    person.press("C_ontinue")
    person.wait_for("This server has no sign-in for sending.")
    check(not person.host.sign_ins(service="smtp-no-auth"), "a password went to the sending server")
    person.press("Use this server")
    person.wait_for("Your mail servers work")
    check(len(person.host.sign_ins("failed")) == 0, "a sign-in failed")
    check(person.host.sign_ins("accepted", service="submissions"), "not proven for sending")


def pop_before_smtp(person):
    """A sending server without a sign-in, beside a mailbox of the same provider: what it probably
    is, and what is done about it today; nothing is sent there."""
    def one_way(preset):
        sending = next(server for server in preset["servers"] if server["protocol"] == "smtp")
        preset["servers"] = [server for server in preset["servers"]
                             if server["protocol"] == "imap"][:1]
        preset["servers"].append({**sending, "security": "tls",
                                  "port": person.host.ports["smtp-no-auth"]})
    use_changed_preset(person, one_way)
    person.start()
    person.type_account(PASSWORD)
    person.press("C_ontinue")
    person.wait_for("This server has no sign-in for sending.")
    guess = person.say("It probably works the old way, “POP before SMTP”: for some minutes after mail "
                       "was received, sending is allowed. Most providers have replaced that by "
                       "signing in, on port 587 or 465; please ask yours for that server.")
    check(any(guess in name for name in person.window.texts()), "no word of POP before SMTP")
    person.audit()
    check(len(person.host.sign_ins("accepted")) == 1, "not signed in to receive")
    check(not person.host.sign_ins(service="smtp-no-auth"), "a password went to the sending server")


def budget(person):
    """After a restart only the person’s word grants another sign-in; before it nothing is sent."""
    person.desktop.unlock_keyring()
    person.start()
    person.type_account("wrong")
    person.press("C_ontinue")
    person.wait_for("The password was not accepted.")
    person.quit()
    person.start()
    person.type_account(PASSWORD)
    person.press("C_ontinue")
    person.wait_for("No further attempt was made.")
    person.audit()
    check(len(person.host.sign_ins()) == 1, "something was sent all the same")
    person.press("Something has changed, try again now")
    person.wait_for("Your mail servers work")


def explain(person):
    """A message is pasted and explained; what stood on the first page is still there afterwards."""
    person.start()
    person.fill("_Mail address", ADDRESS)
    person.press("What does an error message or a returned mail mean?")
    person.expect_focus("_Message or word")
    person.audit()
    person.press("_Explain")
    person.wait_for("Please paste or type the message first.")
    person.fill("_Message or word", "550 5.7.1 <taro@example.jp>... Relaying denied")
    person.press("_Explain")
    person.wait_for("This is what it means.")
    check(any("Relaying denied" in name for name in person.window.texts()), "no evidence")
    person.audit()
    person.fill("_Message or word", "The quick brown fox")
    person.press("_Explain")
    person.wait_for("Sorry, Kitte does not know this message yet. Please copy all of it, with the "
                    "numbers in it, or show it to your provider.")
    check(not any("Relaying denied" in name for name in person.window.texts()), "the old answer")
    person.press("Back")
    person.wait_for("_Mail address")
    check(person.content("_Mail address") == ADDRESS, "the address was lost")


def settings(person):
    """Every setting to copy, and the picture that a phone reads."""
    person.start()
    person.check_account()
    person.press("All settings, to copy or print")
    person.wait_for("Sign-in method")
    person.audit()
    copy = person.say("Copy: %s, %s") % (person.say("Sending (SMTP)"), person.say("Port"))
    person.window.press(copy)
    person.wait_for("Copied. You can paste it now.")
    tab_to(person, "Print…", 30)
    person.press("All settings, to copy or print")
    person.press("For your phone")
    person.wait_for("QR code with the settings of the account, without the password")
    person.audit()
    person.desktop.resize(person.process.pid, 600, 1080)

    def read_code():
        path = person.desktop.folder / "code.png"
        person.desktop.picture(path, person.process.pid)
        said = subprocess.run(["zbarimg", "--quiet", "--raw", "-Sbinary", path],
                              capture_output=True, check=False)
        return json.loads(said.stdout) if said.returncode == 0 else None
    code = wait_until(read_code, "a code that can be read")
    check(code[:2] == [1, [1, 1]] and code[2][1] == "localhost", code)
    check(code[3][0][1][0] == ADDRESS, code)
    check(PASSWORD not in json.dumps(code), "the password is in the picture")


class Activated:
    """A program that the bus has started, as if it were a child."""

    def __init__(self, desktop, name):
        self.desktop = desktop
        self.pid = int(re.search(r"\d+", desktop.ask_bus("GetConnectionUnixProcessID", name)
                                 .replace("uint32", "")).group())

    def poll(self):
        return None if pathlib.Path(f"/proc/{self.pid}").exists() else 0

    def terminate(self):
        os.kill(self.pid, signal.SIGTERM)

    def wait(self, _seconds):
        wait_until(lambda: self.poll() is not None, "the program to end")
        return 0


def address_given(person):
    """kitte ADDRESS: filled in, once, into one window; started by the bus as well."""
    services = pathlib.Path(person.desktop.environment["XDG_DATA_HOME"]) / "dbus-1/services"
    services.mkdir(parents=True)
    (services / "jp.kitte.Kitte.service").write_text(
        (BUILD / "data/jp.kitte.Kitte.service").read_text().replace(
            "Exec=/usr/local/bin/kitte", f"Exec={BUILD / 'src/app/kitte'}"))
    person.start("ＨＡＮＡＫＯ＠demo.kitte.test")
    wait_until(lambda: person.window.focused() == person.say("_Password"), "the password in focus")
    check(person.content("_Mail address") == "ＨＡＮＡＫＯ＠demo.kitte.test", "not what was given")
    status, said = person.start_again("somebody@else.test")
    check((status, said.replace(person.notice(), "").strip()) == (0, ""), (status, said))
    check(person.content("_Mail address") == "ＨＡＮＡＫＯ＠demo.kitte.test",
          "what stood there was replaced from outside")
    status, said = person.start_again("one@demo.kitte.test", "two@demo.kitte.test")
    check(status == 2 and person.say("Usage: kitte [ADDRESS]") in said, (status, said))
    status, said = person.start_again("--version")
    check(status == 0 and re.search(r"kitte \d", said), (status, said))
    person.quit()

    person.desktop.ask_bus("StartServiceByName", "jp.kitte.Kitte", "0")
    check(subprocess.run(["gapplication", "launch", "jp.kitte.Kitte"],
                         env=person.desktop.environment, check=False).returncode == 0, "launch")
    person.process = Activated(person.desktop, "jp.kitte.Kitte")
    person.window = Window(person.desktop, person.process)
    person.wait_for("_Mail address")
    person.start_again("hanako@demo.kitte.test")
    wait_until(lambda: person.content("_Mail address") == "hanako@demo.kitte.test", "the address")
    person.process.terminate()
    person.process.wait(PATIENCE)

    person.start("not an address")
    person.press("C_ontinue")
    person.expect_focus("_Mail address")
    check(person.content("_Mail address") == "not an address", "what was given is gone")


CASES = {"by-hand": by_hand, "whole-way": whole_way, "bad-input": bad_input,
         "called-ahead": called_ahead,
         "certificate": certificate,
         "cancelled": cancelled, "keyboard": keyboard, "pop-mailbox": pop_mailbox,
         "password-file": password_file,
         "preset-behind-certificate": preset_behind_certificate,
         "running": running, "repair": repair, "existing": existing,
         "repair-saved": repair_saved, "no-account": no_account,
         "foreign-host": foreign_host, "sign-in-later": sign_in_later,
         "no-encryption": no_encryption, "sending-rejected": sending_rejected,
         "own-sign-in": own_sign_in, "budget": budget, "reply": reply,
         "echoed": echoed, "modern-way": modern_way,
         "pop-before-smtp": pop_before_smtp,
         "address-given": address_given, "explain": explain, "slip": slip,
         "password-kind": password_kind, "password-notes": password_notes, "settings": settings}

# Cases with a server that misbehaves.
BEHAVIOURS = {"certificate": "cert-expired", "cancelled": "silent-greeting",
              "pop-before-smtp": "smtp-no-auth", "modern-way": "smtp-no-auth",
              "echoed": "imap-echoes-password",
              "preset-behind-certificate": "cert-wrong-host", "reply": "terminal-commands",
              "sending-rejected": "smtp-auth-rejected-535", "own-sign-in": "smtp-own-sign-in"}


def ports_with(host, behaviour):
    """The demo’s ports, with the misbehaving server in the place of the honest ones."""
    port = host.ports[behaviour]
    if host.behaviour(behaviour)["protocol"] == "smtp":
        return {**host.ports, "submissions": port, "submission": port}
    return {**host.ports, "imaps": port, "pop3s": port}


def run(case, language):
    behaviour = BEHAVIOURS.get(case)
    if behaviour:
        host = Script(behaviour, services=("imaps", "pop3s", "submissions", "submission"))
    elif case == "no-encryption":
        host = MailHost("imap-plain", "submission-plain")
    elif case == "sign-in-later":
        host = MailHost("imaps", "pop3s", "submissions", "submission",
                        config={"options": {"mechanisms": ["PLAIN", "XOAUTH2"]}})
    else:
        host = Demo()
    with host, Desktop(language) as desktop:
        if behaviour:
            presets = desktop.folder / "presets"
            demo_provider.write_presets(presets, ports_with(host, behaviour))
        else:
            presets = host.presets[0].parent if isinstance(host, Demo) else desktop.folder
        person = Person(desktop, host, presets, language)
        try:
            CASES[case](person)
            person.quit()
        except BaseException:
            keep_picture(desktop, person, case, language)
            raise


def keep_picture(desktop, person, case, language):
    """What the screen showed when it went wrong."""
    if person.process and person.process.poll() is None:
        path = BUILD / "meson-logs" / f"drive-{case}-{language}.png"
        subprocess.run(["import", "-window", "root", str(path)], env=desktop.environment,
                       check=False)
        print(f"see {path}", file=sys.stderr)


def main():
    case = sys.argv[1] if len(sys.argv) > 1 else ""
    if case not in CASES:
        sys.exit(f"usage: drive.py {'|'.join(CASES)} [LANGUAGE]")
    language = sys.argv[2] if len(sys.argv) > 2 else "C.UTF-8"
    if language != "C.UTF-8" and language.replace("-", "").lower() not in installed_locales():
        print(f"the locale {language} is not installed; see locale-gen")
        sys.exit(77)
    run(case, language)
    print(f"{case} {language}: passed")


def installed_locales():
    names = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=True).stdout
    return {name.replace("-", "").lower() for name in names.split()}


if __name__ == "__main__":
    main()
