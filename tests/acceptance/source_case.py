# SPDX-License-Identifier: GPL-3.0-or-later
"""The base of the cases about sources of settings: one stage, scripted mail servers, and who heard what."""

import json
import os
import sys

import namespace
import world
from sources import LOCAL, MAIL, OWN_HOSTS, Search, Stage, preset

sys.path.insert(0, os.path.join(namespace.SOURCE, "tests"))
from mailhost.client import MailHost  # noqa: E402  (the scripted servers stand beside this folder)


class SourceCase(world.Case):
    """Each run is a new process that knows nothing."""

    graphical = False
    services = ("imaps=993", "submissions=465")
    accounts = []

    def setUp(self):
        super().setUp()
        self.stage = Stage(self.servers.authority)
        self.addCleanup(self.stage.close)
        self.mail = self.enterContext(MailHost(*self.services, addresses=[MAIL], config={
            "accounts": self.accounts,
            "certificate": {"names": ["imap.pair.test", "smtp.pair.test", "*.pair.test"],
                            "addresses": []}}))
        self.session.environment.update(KITTE_CA_FILE=self.mail.ca_file)

    def prepare_preset(self):
        """Let the presets that come with the program be what the stage says."""
        self.session.environment.pop("KITTE_PROVIDERS_DIR", None)
        if self.stage.preset:
            self.session.write("shipped/owner.json", json.dumps(preset(*self.stage.preset)))
            self.session.environment["KITTE_PROVIDERS_DIR"] = self.session.path("shipped")

    def search(self, *options):
        """Start a lookup on the stage as it is."""
        self.prepare_preset()
        return Search(self.session, *options)

    def check_discreet(self):
        """Nobody but the domain’s own hosts, by HTTPS, heard the part before the @."""
        for _, name in self.stage.responder.asked:
            self.assertNotIn(LOCAL, name)
        for (host, secure), server in self.stage.webs.items():
            for _, path, headers in server.asked:
                if not secure or host not in OWN_HOSTS:
                    self.assertNotIn(LOCAL, path + headers, (host, path))

    def check_found(self, found, place):
        """The settings are those of the place, and trusted as such."""
        self.assertEqual((found.get("source"), found.get("trust")), (place.source, place.trust),
                         found)
        self.assertEqual(found["incoming"][0]["host"], place.host, found)
