# SPDX-License-Identifier: GPL-3.0-or-later
"""The provider's names: a real DNS server (dnsmasq) in the private network."""

import os
import shutil
import subprocess

import namespace
from service import PATIENCE, wait_until


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
                 "mx-host=example.test,mx.example.test,10", "host-record=mx.example.test,127.0.0.9",
                 # RFC 7505: a domain that takes no mail, and one of which nobody knows anything.
                 "dns-rr=nomail.test,15,000000", "mx-host=unheard-of.test,mx.unheard-of.test,10",
                 "mx-host=other.test,mx.other.test,10",
                 # What the lines of two providers are called.
                 "ptr-record=5.113.0.203.in-addr.arpa,p5.tokyo.example.test",
                 "ptr-record=6.113.0.203.in-addr.arpa,p6.osaka.stranger.test",
                 # Domains of which nobody but one source knows anything.
                 # At home in this network, so that its exchanger may be here too.
                 "mx-host=only-mx.test,mx.example.test,10", "host-record=only-mx.test,127.0.0.1",
                 "txt-record=listed.test,here", "txt-record=only-srv.test,here",
                 "txt-record=only-mail.test,here",
                 "srv-host=_imaps._tcp.only-srv.test,imap.example.test,993,0,1",
                 "srv-host=_submissions._tcp.only-srv.test,smtp.example.test,465,0,1"]
        lines += [f"host-record={name},{address}" for name, address in self.hosts.items()]
        path = os.path.join(self.folder, "dnsmasq.conf")
        with open(path, "w", encoding="ascii") as file:
            file.write("\n".join(lines) + "\n")
        self.process = subprocess.Popen(
            ["dnsmasq", "--keep-in-foreground", "--conf-file=" + path], stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT,
            preexec_fn=namespace.die_with_parent)
        wait_until(self._answers, PATIENCE, "the name server")

    @staticmethod
    def _answers():
        with open("/proc/net/udp", encoding="ascii") as file:
            return ": 0100007F:0035 " in file.read()

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait(PATIENCE)
            self.process = None
