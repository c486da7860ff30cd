# SPDX-License-Identifier: GPL-3.0-or-later
"""The password lies nowhere but in the secret stores: files, outputs, command lines are read."""

import base64
import json
import os
import urllib.parse

import world
from exchange import INCOMING, NAME, OUTGOING, exchange
from kittectl import Kittectl
from servers import TARO
from thunderbird import Thunderbird


def forms(secret, user):
    """The password as it is, and as protocols, files and tools would write it."""
    raw = secret.encode()
    found = {raw, secret.encode("utf-16-le"), base64.b64encode(raw),
             base64.b64encode(b"\0" + user.encode() + b"\0" + raw),
             base64.b64encode(user.encode() + b"\0" + user.encode() + b"\0" + raw),
             urllib.parse.quote(secret).encode(), urllib.parse.quote(secret, safe="").encode(),
             json.dumps(secret)[1:-1].encode(),
             json.dumps(secret, ensure_ascii=False)[1:-1].encode(),
             secret.replace("\\", "\\\\").replace('"', '\\"').encode(), raw.hex().encode()}
    # A cut line can show the end of it only.
    found.add(raw[-10:])
    return found


class SecretsTest(world.Case):
    """Sets up, fails, looks with every option that shows something, and searches."""

    def places(self):
        """Every file that the session's programs could have written."""
        roots = (self.session.folder, "/tmp", "/var/tmp", "/dev/shm",
                 self.session.environment["XDG_RUNTIME_DIR"])
        for root in roots:
            for place, folders, names in os.walk(root):
                # The sources may lie there; they hold the passwords of these cases.
                folders[:] = [name for name in folders
                              if not os.path.ismount(os.path.join(place, name))]
                for name in names:
                    path = os.path.join(place, name)
                    if os.path.isfile(path) and not os.path.islink(path):
                        yield path

    def assert_secret(self, secret, kittectl):
        patterns = forms(secret, TARO)
        for path in self.places():
            try:
                with open(path, "rb") as file:
                    data = file.read()
            except FileNotFoundError:  # written anew just now, by another name first
                continue
            self.assertFalse(any(form in data for form in patterns), f"in the file {path}")
        for text in kittectl.said:
            self.assertFalse(any(form in text.encode() for form in patterns), "in an output")
        for data in kittectl.seen:
            self.assertFalse(any(form in data for form in patterns), "on a command line")

    def servers_given(self):
        return ("--incoming", INCOMING["imap", "tls"], "--outgoing", OUTGOING["tls"])

    def test_the_search_finds(self):
        secret = self.servers.passwords[TARO]
        kittectl = Kittectl(self.session)
        for form in forms(secret, TARO):
            path = self.session.write("planted", b"before " + form + b" after")
            with self.assertRaises(AssertionError):
                self.assert_secret(secret, kittectl)
            os.unlink(path)
        self.assert_secret(secret, kittectl)

    def test_everywhere(self):
        secret, wrong = self.servers.passwords[TARO], 'wr0ng "pass\\word: ü'
        kittectl = Kittectl(self.session)
        answer = kittectl.run("setup", TARO, "--name", NAME, "--for", "thunderbird,evolution,msmtp",
                              *self.servers_given(), password=secret)
        self.assertEqual(answer.status, 0, answer)
        self.assertTrue(kittectl.seen, "kittectl's processes were looked at")
        kittectl.run("verify", TARO, "--transcript", *self.servers_given(), password=secret)
        kittectl.run("verify", TARO, "--transcript", *self.servers_given(), password=wrong)
        self.assert_secret(secret, kittectl)
        self.assert_secret(wrong, kittectl)
        exchange(self, Thunderbird(self.session), "imap")
        self.assert_secret(secret, kittectl)
        kittectl.run("undo")
        self.assert_secret(secret, kittectl)
