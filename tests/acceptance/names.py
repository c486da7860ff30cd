# SPDX-License-Identifier: GPL-3.0-or-later
"""The provider's names: a real DNS server (dnsmasq) in the private network, and its document."""

import http.server
import os
import shutil
import ssl
import subprocess
import threading

import namespace
from service import wait_until

AUTOCONFIG = "autoconfig.example.test"

DOCUMENT = """<?xml version="1.0" encoding="UTF-8"?>
<clientConfig version="1.1">
  <emailProvider id="example.test">
    <domain>example.test</domain>
    <displayName>Example Mail</displayName>
    <incomingServer type="imap">
      <hostname>imap.example.test</hostname>
      <port>993</port>
      <socketType>SSL</socketType>
      <authentication>password-cleartext</authentication>
      <username>%EMAILADDRESS%</username>
    </incomingServer>
    <outgoingServer type="smtp">
      <hostname>smtp.example.test</hostname>
      <port>465</port>
      <socketType>SSL</socketType>
      <authentication>password-cleartext</authentication>
      <username>%EMAILADDRESS%</username>
    </outgoingServer>
  </emailProvider>
</clientConfig>
"""

SERVICES = {"_imaps._tcp": ("imap.example.test", 993), "_imap._tcp": ("imap.example.test", 143),
            "_pop3s._tcp": ("pop.example.test", 995),
            "_submissions._tcp": ("smtp.example.test", 465),
            "_submission._tcp": ("smtp.example.test", 587)}


class Names:
    """Answers for example.test; every other name does not exist."""

    def __init__(self, folder, hosts):
        os.makedirs(folder)
        self.folder = folder
        self.hosts = hosts
        self.process = None

    @staticmethod
    def available():
        return shutil.which("dnsmasq") is not None

    def start(self):
        lines = ["no-resolv", "no-hosts", "local=/#/", "listen-address=127.0.0.1",
                 "bind-interfaces", "user=root", "log-facility=" + os.path.join(self.folder, "log"),
                 "log-queries", "pid-file=" + os.path.join(self.folder, "pid"),
                 "mx-host=example.test,mx.example.test,10", "host-record=mx.example.test,127.0.0.9"]
        lines += [f"host-record={name},{address}" for name, address in self.hosts.items()]
        lines += [f"srv-host={service}.example.test,{host},{port},10"
                  for service, (host, port) in SERVICES.items()]
        path = os.path.join(self.folder, "dnsmasq.conf")
        with open(path, "w", encoding="ascii") as file:
            file.write("\n".join(lines) + "\n")
        self.process = subprocess.Popen(
            ["dnsmasq", "--keep-in-foreground", "--conf-file=" + path], stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT,
            preexec_fn=namespace.die_with_parent)
        wait_until(self._answers, 10, "the name server")

    @staticmethod
    def _answers():
        with open("/proc/net/udp", encoding="ascii") as file:
            return ": 0100007F:0035 " in file.read()

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait(10)
            self.process = None


class _Handler(http.server.BaseHTTPRequestHandler):
    """The one document, at the address that mail programs ask."""

    def do_GET(self):
        known = self.path.split("?")[0] == "/mail/config-v1.1.xml"
        body = DOCUMENT.encode() if known else b""
        self.send_response(200 if known else 404)
        self.send_header("Content-Type", "text/xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format, *arguments):
        self.server.asked.append(self.path)


class Autoconfig:
    """The mail domain's own HTTPS document; `asked` lists the addresses that were asked for."""

    def __init__(self, address, certificate, key):
        self.server = http.server.ThreadingHTTPServer((address, 443), _Handler)
        self.server.asked = []
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True,
                                                 do_handshake_on_connect=False)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)

    @property
    def asked(self):
        return self.server.asked

    def start(self):
        self.thread.start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()
