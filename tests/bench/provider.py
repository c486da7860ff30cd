# SPDX-License-Identifier: GPL-3.0-or-later
"""The provider on the far side: its mail servers on their standard ports, and its name server."""

import asyncio
import json
import os
import pathlib
import subprocess
import sys

if __name__ == "__main__":
    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import network

DOMAIN = "bench.test"

# The domains of the two presets.
TLS_DOMAIN = "tls.bench.test"
STARTTLS_DOMAIN = "starttls.bench.test"
PASSWORD = "kitte-bench"

# Domains that no preset knows: one with the usual names, and one that says where its servers are.
GUESSED_DOMAIN = "guessed.test"
SRV_DOMAIN = "srv.test"
MX_DOMAIN = "mx.test"
AUTOCONFIG_DOMAIN = "auto.test"

# An IPv6 address that never answers beside an IPv4 address that does.
HOLE = "hole." + DOMAIN

HOSTS = {name + "." + DOMAIN: (network.FAR[0],) for name in ("imap", "pop", "smtp")}
HOSTS |= {name + "." + GUESSED_DOMAIN: (network.FAR[0],) for name in ("imap", "smtp")}
HOSTS |= {name + "." + SRV_DOMAIN: (network.FAR[0],) for name in ("reading", "writing")}
HOSTS |= {name + "." + AUTOCONFIG_DOMAIN: (network.FAR[0],)
          for name in ("autoconfig", "dozo-yomi", "dozo-kaki")}
HOSTS["in.mx." + DOMAIN] = (network.FAR[0],)
# Mozilla’s database is there, and knows none of the domains.
HOSTS["autoconfig.thunderbird.net"] = (network.FAR[0],)
HOSTS[HOLE] = (network.FAR[0], network.BLACK_HOLE)

PORTS = {"imaps": 993, "pop3s": 995, "submissions": 465, "imap": 143, "pop3": 110,
         "submission": 587}

WEB_PORT = 443
DOCUMENT_PATH = "/mail/config-v1.1.xml"

SERVICES = {"_imaps._tcp." + SRV_DOMAIN: ("reading." + SRV_DOMAIN, 993),
            "_submissions._tcp." + SRV_DOMAIN: ("writing." + SRV_DOMAIN, 465)}


def address(domain=DOMAIN):
    """The account at a domain of this provider."""
    return "hanako@" + domain


def document():
    """The autoconfig document of the one domain that has one; nobody would guess these names."""
    servers = "".join(f"""<{role} type="{kind}"><hostname>{host}.{AUTOCONFIG_DOMAIN}</hostname>
        <port>{port}</port><socketType>SSL</socketType><username>%EMAILADDRESS%</username>
        <authentication>password-cleartext</authentication></{role}>"""
                      for role, kind, host, port in (
                          ("incomingServer", "imap", "dozo-yomi", 993),
                          ("outgoingServer", "smtp", "dozo-kaki", 465)))
    return (f'<clientConfig version="1.1"><emailProvider id="{AUTOCONFIG_DOMAIN}">'
            f"<domain>{AUTOCONFIG_DOMAIN}</domain>{servers}</emailProvider></clientConfig>")


def presets():
    """File names and contents of the two presets: 993 with 465, and 993 with 587."""
    return {"bench.json": _preset("bench", TLS_DOMAIN, 465, "tls", ["*.mx." + DOMAIN]),
            "bench-starttls.json": _preset("bench-starttls", STARTTLS_DOMAIN, 587, "starttls")}


def _preset(name, domain, port, security, exchangers=()):
    source = {"title": "The benchmark", "url": "https://bench.test/", "date": "2026-11",
              "certainty": "A"}
    text = {"ja": "測定", "en": "Benchmark"}
    common = {"username": "{address}", "auth": ["password"], "source": source}
    return json.dumps({
        "schema": 1, "id": name, "name": text, "status": "ok", "match": {"domains": [domain], **({"mx_patterns": list(exchangers)} if exchangers else {})},
        "credential": {"kind": "mailbox-password", "name": text, "hint": text},
        "servers": [
            {"role": "incoming", "protocol": "imap", "host": "imap." + DOMAIN, "port": 993,
             "security": "tls", **common},
            {"role": "outgoing", "protocol": "smtp", "host": "smtp." + DOMAIN, "port": port,
             "security": security, **common}],
        "checked": "2026-11"}, ensure_ascii=False)


class Provider:
    """Starts name server and mail servers on the far side of a network."""

    def __init__(self, net, folder):
        self.ca_file = os.path.join(folder, "provider", "ca.pem")
        os.makedirs(os.path.dirname(self.ca_file))
        self._names = subprocess.Popen(net.far(self._name_server()), stdin=subprocess.DEVNULL,
                                       preexec_fn=network.die_with_parent)
        self._mail = subprocess.Popen(
            net.far([sys.executable, "-B", os.path.realpath(__file__),
                     os.path.dirname(self.ca_file)]),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, preexec_fn=network.die_with_parent)
        if not self._mail.stdout.readline():
            raise OSError("the mail servers did not start")

    @staticmethod
    def _name_server():
        command = ["dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--no-resolv",
                   "--no-hosts", "--local=/#/", "--user=root", "--bind-interfaces",
                   "--pid-file=", "--log-facility=/dev/null", f"--listen-address={network.FAR[0]}"]
        command += [f"--host-record={name},{','.join(addresses)}"
                    for name, addresses in HOSTS.items()]
        command += [f"--srv-host={name},{target},{port}"
                    for name, (target, port) in SERVICES.items()]
        return command + [f"--mx-host={MX_DOMAIN},in.mx.{DOMAIN},10"]


async def _answer(reader, writer):
    """One request by HTTP/1.1, as often as a client likes to use the connection."""
    try:
        while head := (await reader.readuntil(b"\r\n\r\n")).decode("latin-1"):
            path = head.split(" ")[1].split("?")[0]
            found = path == DOCUMENT_PATH and f"Host: autoconfig.{AUTOCONFIG_DOMAIN}" in head
            body = document().encode() if found else b"<html>Not here</html>"
            status = "200 OK" if found else "404 Not Found"
            writer.write(f"HTTP/1.1 {status}\r\nContent-Type: text/xml\r\n"
                         f"Content-Length: {len(body)}\r\n\r\n".encode() + body)
            await writer.drain()
    except (asyncio.IncompleteReadError, OSError):
        writer.close()


async def _serve(folder):
    """The honest mail servers of the tests, with a certificate for the names above."""
    from mailhost.host import Host, announce
    from mailhost.record import EventLog
    from mailhost.store import Store, make_accounts
    from mailhost.tls import Authority, Certificate

    authority = Authority(folder)
    accounts = [{"address": address(domain), "password": PASSWORD}
                for domain in (DOMAIN, TLS_DOMAIN, STARTTLS_DOMAIN, GUESSED_DOMAIN, SRV_DOMAIN,
                              MX_DOMAIN, AUTOCONFIG_DOMAIN)]
    host = Host(authority, EventLog(), Store(make_accounts(accounts)), network.FAR)
    certificate = Certificate(names=tuple(HOSTS), addresses=())
    for service, port in PORTS.items():
        await host.add_service(service, port, certificate=certificate)
    await asyncio.start_server(_answer, network.FAR[0], WEB_PORT,
                               ssl=authority.context(certificate))
    announce({"ports": host.ports})
    await host.run()


if __name__ == "__main__":
    asyncio.run(_serve(sys.argv[1]))
