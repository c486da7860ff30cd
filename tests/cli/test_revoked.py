# SPDX-License-Identifier: GPL-3.0-or-later
"""A certificate that its authority has withdrawn: the server itself brings the word (OCSP stapling,
RFC 6066, section 8), which Python's servers cannot; GnuTLS's own can."""

import json
import pathlib
import re
import shutil
import socket
import subprocess
import tempfile
import time
import unittest

from behaviours import FOLDER, LANGUAGES
from kittectl import ADDRESS, PASSWORD, PATIENCE, Home, MailHost

SENTENCES = json.loads((FOLDER.parent / "sentences.json").read_text(encoding="utf-8"))


def openssl(*arguments):
    return subprocess.run(["openssl", *map(str, arguments)], check=True, text=True,
                          stdin=subprocess.DEVNULL, capture_output=True).stdout


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


@unittest.skipUnless(shutil.which("gnutls-serv"), "needs gnutls-serv")
class Revoked(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.host = self.enterContext(MailHost("submissions", certificates=self.folder))

    def staple(self, state):
        """The authority's answer about the certificate: state is V (valid) or R (withdrawn)."""
        certificate, authority = self.folder / "good.pem", self.folder / "ca.pem"
        serial = openssl("x509", "-in", certificate, "-noout", "-serial").strip().partition("=")[2]
        withdrawn = "260101000000Z" if state == "R" else ""
        index = self.folder / "index.txt"
        index.write_text(f"{state}\t490101000000Z\t{withdrawn}\t{serial}\tunknown\t/CN=localhost\n",
                         encoding="ascii")
        request, response = self.folder / "request", self.folder / f"response-{state}"
        openssl("ocsp", "-issuer", authority, "-cert", certificate, "-no_nonce", "-reqout", request)
        openssl("ocsp", "-index", index, "-CA", authority, "-rsigner", authority, "-rkey",
                self.folder / "ca.key", "-reqin", request, "-respout", response, "-ndays", "7")
        return response

    def serve(self, response):
        """A server's port. Another test may take the port that was free: then another one is."""
        end = time.monotonic() + PATIENCE
        while not (port := self.start(free_port(), response, end)):
            self.assertLess(time.monotonic(), end)
        return port

    def start(self, port, response, end):
        """The port, once the server listens there; None where it could not."""
        process = subprocess.Popen(
            ["gnutls-serv", "--quiet", "--echo", "--ignore-ocsp-response-errors",
             f"--port={port}",
             f"--x509certfile={self.folder / 'good.pem'}",
             f"--x509keyfile={self.folder / 'good.key'}", f"--ocsp-response={response}"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(process.wait)
        self.addCleanup(process.terminate)
        while process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=PATIENCE).close()
                # That may have been the server of another test, and this one about to say so.
                time.sleep(0.1)
                return port if process.poll() is None else None
            except OSError:
                self.assertLess(time.monotonic(), end)
                time.sleep(0.1)
        return None

    def verify(self, port, language, seconds=60):
        with Home(self.host.ca_file, LANGUAGES[language]) as home:
            result = home.run("verify", ADDRESS, "--json", "--incoming", f"imaps://localhost:{port}",
                              "--outgoing", f"smtps://localhost:{self.host.ports['submissions']}",
                              "--deadline", seconds, password=PASSWORD)
            self.assertNotIn(PASSWORD, result.output + result.errors)
            return result.object["checks"][0]

    def test_withdrawn(self):
        port = self.serve(self.staple("R"))
        for language in LANGUAGES:
            check = self.verify(port, language)
            known = SENTENCES["cert-revoked"]
            self.assertEqual((check["finding"], check["number"]), ("cert-revoked", known["number"]))
            sentence = known["either"][language]
            self.assertEqual(check["title"], sentence["title"])
            self.assertIn(re.sub(r"\{host\}", "localhost", sentence["text"]), check["text"])
        self.assertEqual(self.host.sign_ins(), [])

    def test_vouched_for(self):
        """The same with a good word: the certificate is accepted, and this is no mail server."""
        check = self.verify(self.serve(self.staple("V")), "en", seconds=2)
        self.assertEqual(check["finding"], "no-greeting")


if __name__ == "__main__":
    unittest.main()
