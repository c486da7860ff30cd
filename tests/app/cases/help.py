# SPDX-License-Identifier: GPL-3.0-or-later
"""Beside the way: an error text explained, the settings to take along."""

import json
import subprocess

from case import case
from desktop import wait_until
from person import ADDRESS, PASSWORD, check, tab_to


@case()
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
    tab_to(person, "_Message or word")
    person.desktop.key("Return")
    person.wait_for("This is what it means.")
    person.window.wait_for("Relaying denied")
    person.audit()
    person.fill("_Message or word", "The quick brown fox")
    person.press("_Explain")
    person.wait_for("Sorry, Kitte does not know this message yet. Please copy all of it, with the "
                    "numbers in it, or show it to your provider.")
    person.window.wait_gone("Relaying denied")
    person.press("Back")
    person.wait_for("_Mail address")
    check(person.content("_Mail address") == ADDRESS, "the address was lost")
    person.audit()


@case()
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
