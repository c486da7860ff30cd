# SPDX-License-Identifier: GPL-3.0-or-later
"""What the repair of an account asks, because it cannot be seen."""

import pathlib
import re
import subprocess

from case import case
from cases.start import expect_notes
from cases.trouble import CONTRACT_NAME, HOSTING, add_hosting
from desktop import wait_until
from mailhost.client import MailHost
from mailhost.names import address
from person import ADDRESS, PASSWORD, check, old_account, tab_to, use_changed_preset

WHO = "Which company keeps this mailbox?"
FIELD = "Pass_word for receiving mail"
KEEP = "From now on, leave mail on the server after it is fetched"


def edit(prefs, setting, value):
    """Another value for one setting, as it stands in the file."""
    text, n = re.subn(rf'({re.escape(setting)}", )[^)]*', rf"\g<1>{value}",
                      prefs.read_text(encoding="utf-8"))
    check(n == 1, f"{setting} stands there {n} times")
    prefs.write_text(text, encoding="utf-8")


def set_up(person):
    """An account of today, made by the window itself; gives back its prefs.js."""
    person.desktop.unlock_keyring()
    person.start()
    person.check_account()
    person.press("Set up")
    person.wait_for("Your mail is set up")
    person.quit()
    home = pathlib.Path(person.desktop.environment["HOME"])
    return next(home.glob(".thunderbird/*/prefs.js"))


def make_old(prefs):
    for name, value in {"hostname": '"smtp.demo.kitte.test"', "port": "25", "authMethod": "1",
                        "try_ssl": "0"}.items():
        edit(prefs, f"smtp1.{name}", value)


def open_accounts(person):
    person.start()
    person.press("Mail that used to work no longer does")
    person.wait_for("These accounts are on this computer. Kitte has only read their settings and "
                    "changed nothing.")


@case()
def repair_provider(person):
    """Where nothing shows whose mailbox it is, a name may be typed; that provider asks the rest."""
    def elsewhere(preset):
        preset["match"] = {"domains": ["somewhere.test"]}
        preset["ask"] = [{"key": "NAME", "label": CONTRACT_NAME, "example": "shop1",
                          "hint": {"en": "It is in the letter.", "ja": "書類に書かれています。"},
                          "pattern": "[a-z0-9-]{3,16}"}]
        for server in preset["servers"]:
            server["username"] = "{NAME}@demo.kitte.test"

    prefs = old_account(person)
    edit(prefs, "server1.hostname", '"imap.own.test"')
    person.desktop.names.table.update({"imap.own.test": [address("127.0.0.1")],
                                       "demo.kitte.test": []})
    use_changed_preset(person, elsewhere)
    person.start()
    person.press("Find out and repair")
    person.wait_for(WHO)
    person.wait_for("Which company keeps this mailbox does not show in the address. So Kitte goes "
                    "by the servers that are set.")
    person.expect_focus(WHO)
    person.audit()
    person.fill(WHO, "Nobody knows it")
    person.fill(FIELD, PASSWORD)
    person.press("Find out")
    person.wait_for("Kitte does not know this provider. Leave it empty to try the servers that are "
                    "set.")
    person.expect_focus(WHO)
    check(not person.host.sign_ins(), "a sign-in was tried while a question was open")
    person.fill(WHO, {"en": "kitte DEMO", "ja": "キッテのデモ"}[person.language])
    person.press("Find out")
    person.window.wait_for(CONTRACT_NAME[person.language])
    person.window.wait_for(person.say("You said that the mail is at %s.").split("%s")[-1])
    person.audit()
    person.press("Find out")
    person.wait_for("Please fill this in. Without it Kitte cannot find your mail server.")
    check(not person.host.sign_ins(), "a sign-in was tried while a question was open")
    person.window.fill(CONTRACT_NAME[person.language], "hanako")
    person.press("Find out")
    person.wait_for("Settings that work were found")
    person.wait_enabled("Change the settings")
    person.press("Change the settings")
    person.wait_for("The account is repaired")
    check(f'smtp1.port", {person.host.ports["submissions"]}' in prefs.read_text(), "not repaired")
    check(not person.host.sign_ins("failed"), "a sign-in failed")


def wait_in_view(person, name):
    """Until nobody has to scroll to see it."""
    def bottom():
        area = person.window.find(name).get_component_iface().get_extents(
            person.window.atspi.CoordType.WINDOW)
        return area.y + area.height
    height = person.window.look(lambda: next(
        node for node in person.window.walk() if node.get_role_name() == "frame"
    ).get_component_iface().get_extents(person.window.atspi.CoordType.WINDOW).height)
    wait_until(lambda: 0 < person.window.look(bottom) <= height,
               lambda: f"“{name}” to be above {height}, and not at {person.window.look(bottom)}")


@case(behaviour="cert-wrong-host")
def repair_yes_no(person):
    """A refused certificate names a hosting company: one question, yes or no, and only then more."""
    prefs = old_account(person)
    for setting, value in {"id1.useremail": '"info@own.test"', "server1.hostname": '"imap.own.test"',
                           "smtp1.hostname": '"smtp.own.test"',
                           "server1.port": person.host.ports["cert-wrong-host"]}.items():
        edit(prefs, setting, value)
    person.desktop.names.table.update({"imap.own.test": [address("127.0.0.1")], "own.test": []})
    add_hosting(person)
    question = person.say("Is your mail at %s?").replace("%s", HOSTING[person.language])
    contract = CONTRACT_NAME[person.language]
    yes, no = (person.catalogue.pgettext("answer", text) for text in ("Yes", "No, or I do not know"))
    person.start()
    person.press("Find out and repair")
    person.window.wait_for(question)
    wait_until(lambda: person.window.focused() == yes,
               lambda: f"“{yes}”, not “{person.window.focused()}”")
    wait_in_view(person, no)
    person.audit()
    person.fill(FIELD, PASSWORD)
    person.press("Find out")
    person.wait_for("Please choose one of the answers.")
    check(not person.host.sign_ins(), "a sign-in was tried while a question was open")
    person.desktop.key("space")
    person.press("Find out")
    person.window.wait_for(contract)
    person.window.wait_gone(question)
    check(not person.host.sign_ins(), "a sign-in was tried while a question was open")
    person.window.fill(contract, "hanako")
    person.press("Find out")
    person.wait_for("Settings that work were found")
    person.wait_enabled("Change the settings")
    person.press("Change the settings")
    person.wait_for("The account is repaired")
    check(f'smtp1.port", {person.host.ports["submissions"]}' in prefs.read_text(), "not repaired")
    check(not person.host.sign_ins(service="cert-wrong-host"), "the stranger was signed in to")
    person.press("Undo")
    person.wait_for("Everything is as it was before")
    person.press("Done")

    # Whoever says no goes on with the servers that are set, and none of them gets the password.
    person.press("Mail that used to work no longer does")
    person.wait_for("These accounts are on this computer. Kitte has only read their settings and "
                    "changed nothing.")
    person.press("Find out and repair")
    person.window.wait_for(question)
    person.desktop.key("Down")
    wait_until(lambda: person.window.focused() == no,
               lambda: f"“{no}”, not “{person.window.focused()}”")
    person.desktop.key("space")
    person.fill(FIELD, PASSWORD)
    person.press("Find out")
    person.wait_for("That did not work yet")
    check(not person.host.sign_ins("failed"), "a sign-in failed")
    check(not person.host.sign_ins(service="cert-wrong-host"), "the stranger was signed in to")


@case()
def repair_keep_mail(person):
    """Fetched mail is to stay on the server: no password, no server, just that line."""
    prefs = old_account(person)
    port = person.host.ports
    for setting, value in {"server1.type": '"pop3"', "server1.port": port["pop3s"],
                           "smtp1.hostname": '"localhost"', "smtp1.port": port["submissions"],
                           "smtp1.try_ssl": 3, "smtp1.authMethod": 3}.items():
        edit(prefs, setting, value)
    with open(prefs, "a", encoding="utf-8") as file:
        file.write('user_pref("mail.server.server1.leave_on_server", false);\n'
                   f'user_pref("mail.smtpserver.smtp1.username", "{ADDRESS}");\n')
    before = prefs.read_text()
    open_accounts(person)
    person.press("Look more closely")
    person.wait_for(KEEP)
    person.audit()
    tab_to(person, KEEP)
    person.desktop.key("space")
    person.press("Find out")
    person.wait_for("Mail stays on the server")
    person.wait_enabled("Change the settings")
    person.press("Change the settings")
    person.wait_for("Mail that is fetched stays on the server from now on.")
    changed = set(prefs.read_text().splitlines()) ^ set(before.splitlines())
    check(changed and all("leave_on_server" in line for line in changed), f"changed: {changed}")
    check(not person.host.sign_ins(), "a server was signed in to")
    person.press("Undo")
    person.wait_for("Everything is as it was before")
    check(prefs.read_text() == before, "undo did not restore the file")


@case()
def repair_primary(person):
    """A store that is locked asks for its own password, to read from it and to write to it."""
    prefs = set_up(person)
    make_old(prefs)
    word = person.desktop.folder / "word"
    word.write_text("a primary password\n")
    empty = person.desktop.folder / "empty"
    empty.write_text("\n")
    subprocess.run(["certutil", "-W", "-d", f"sql:{prefs.parent}", "-f", empty, "-@", word],
                   check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    spent = len(person.host.sign_ins())
    person.start()
    person.press("Repair with the saved password")
    person.wait_for("_Primary password of Thunderbird")
    person.expect_focus("_Primary password of Thunderbird")
    person.audit()
    person.fill("_Primary password of Thunderbird", "not this one")
    person.press("Go on")
    person.wait_for("This is not the primary password, or a newer Thunderbird set it than Kitte can "
                    "read.")
    person.expect_focus("_Primary password of Thunderbird")
    check(len(person.host.sign_ins()) == spent, "a sign-in was tried without the saved password")
    person.wait_for_content("_Primary password of Thunderbird", "")
    expect_notes(person, "_Primary password of Thunderbird")
    person.fill("_Primary password of Thunderbird", "a primary password")
    tab_to(person, "_Primary password of Thunderbird")
    person.desktop.key("Return")
    person.wait_for("Settings that work were found")
    person.wait_enabled("Change the settings")
    person.press("Change the settings")
    person.wait_for("The account is repaired")
    check(not person.host.sign_ins("failed"), "a sign-in failed")


@case(host=lambda: MailHost("imaps", "submissions"))
def repair_new_password(person):
    """“I changed my password”: rejected once, one field, and it is kept in every program."""
    services = ("imaps", "submissions")

    def use(host):
        person.host = host
        use_changed_preset(person, lambda preset: preset.update(servers=[
            server for server in preset["servers"] if server["port"] != 1]))

    use(person.host)
    prefs = set_up(person)
    before = person.host.ports
    config = {"accounts": [{"address": ADDRESS, "password": "a new one"}]}
    with MailHost(*services, config=config,
                  certificates=pathlib.Path(person.host.ca_file).parent) as host:
        use(host)
        make_old(prefs)
        edit(prefs, "server1.port", host.ports["imaps"])
        home = pathlib.Path(person.desktop.environment["HOME"])
        for path in (*home.glob(".msmtprc"), *home.glob(".config/evolution/sources/*.source")):
            text = path.read_text(encoding="utf-8")
            for service in services:
                text = text.replace(str(before[service]), str(host.ports[service]))
            path.write_text(text, encoding="utf-8")
        person.start()
        person.press("Repair with the saved password")
        person.wait_for("The saved password is no longer accepted. Please type the new one; it is "
                        "saved in every mail program.")
        person.expect_focus(FIELD)
        person.audit()
        tried = [entry["service"] for entry in host.sign_ins()]
        check(tried == ["imaps"], f"signed in: {tried}")
        person.fill(FIELD, "a new one")
        person.press("Find out")
        person.wait_for("Settings that work were found")
        person.wait_enabled("Change the settings")
        person.press("Change the settings")
        person.wait_for("The account is repaired")
        check(len(host.sign_ins("failed")) == 1, "more than one sign-in failed")
        person.quit()

        make_old(prefs)
        person.start()
        person.press("Repair with the saved password")
        person.wait_for("Settings that work were found")
        check(len(host.sign_ins("failed")) == 1, "the password that was kept is not the new one")
        person.quit()
        person.start()
