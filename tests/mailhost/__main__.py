# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line: `host`, `script`, `demo` and `certificate`."""

import argparse
import asyncio
import json
import os
import pathlib
import sys
import tempfile

if not __package__:
    # Run as a folder (`python3 tests/mailhost …`): make it the package that it is.
    sys.path[0] = str(pathlib.Path(__file__).resolve().parent.parent)
    __package__ = "mailhost"

from mailhost import behaviour, demo, sample  # noqa: E402
from mailhost.host import LOOPBACK, PARTNER, SERVICES, Host, announce  # noqa: E402
from mailhost.record import EventLog  # noqa: E402
from mailhost.session import Options  # noqa: E402
from mailhost.store import Store, make_accounts  # noqa: E402
from mailhost.tls import CERTIFICATES, Authority, CertificateError  # noqa: E402


def parse_arguments(arguments):
    """Reads the command line."""
    parser = argparse.ArgumentParser(prog="mailhost", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    common = _common_options()
    host = commands.add_parser("host", parents=[common], help="honest servers")
    _add_honest_options(host)
    script = commands.add_parser("script", parents=[common], help="servers with a behaviour")
    script.add_argument("behaviours", nargs="+", metavar="FILE",
                        help="behaviour files, or names of those shipped here")
    script.add_argument("--honest", action="store_true", help="honest servers beside them")
    script.add_argument("--partners", action="store_true",
                        help="beside each an honest server of the other direction, over TLS")
    _add_honest_options(script)
    demonstration = commands.add_parser("demo", parents=[common], help="the demo provider")
    demonstration.add_argument("--preset-dir", required=True, metavar="DIR",
                               help="where the presets are written")
    certificate = commands.add_parser("certificate", help="makes certificates and ends")
    certificate.add_argument("--dir", required=True, metavar="DIR")
    certificate.add_argument("kinds", nargs="*", default=["good"], choices=[*CERTIFICATES])
    return parser.parse_args(arguments)


def _common_options():
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--dir", metavar="DIR",
                        help="folder for the certificates (default: a temporary one)")
    common.add_argument("--log", metavar="FILE", help="event log, JSON lines, appended to")
    common.add_argument("--outbox", metavar="DIR", help="a file for each message sent")
    common.add_argument("--bind", action="append", metavar="ADDRESS",
                        help="address to listen on (repeatable; default: loopback)")
    common.add_argument("--exit-with", type=int, metavar="PID",
                        help="end when that process has ended")
    common.add_argument("--exit-with-parent", action="store_true",
                        help="end when the process that started this one has ended")
    common.add_argument("--exit-with-stdin", action="store_true",
                        help="end when standard input is closed")
    return common


def _add_honest_options(parser):
    parser.add_argument("--config", metavar="FILE",
                        help="accounts, options and certificate of the honest servers, as JSON")
    parser.add_argument("--service", action="append", default=[], metavar="NAME[=PORT]",
                        help=f"only these services, of {', '.join(SERVICES)}")


def read_config(path):
    """The configuration of the honest servers: accounts, options, certificate."""
    described = json.loads(pathlib.Path(path).read_text(encoding="utf-8")) if path else {}
    unknown = set(described) - {"accounts", "options", "certificate"}
    if unknown:
        raise ValueError(f"{path}: unknown: {', '.join(sorted(unknown))}")
    accounts = make_accounts(described.get("accounts", sample.accounts()))
    options = Options.from_json(described.get("options", {}))
    return accounts, options, behaviour.read_certificate(described.get("certificate", "good"))


async def add_honest(host, wanted, options, certificate):
    """Starts the honest services that are asked for, or all."""
    services = dict(entry.partition("=")[::2] for entry in wanted) or dict.fromkeys(SERVICES, "")
    for name, port in services.items():
        if name not in SERVICES:
            raise ValueError(f"no service is called {name}")
        await host.add_service(name, int(port or 0), options, certificate)


async def serve(arguments, folder, parent):
    """Starts what the command asks for, says so, and serves to the end."""
    accounts, options, certificate = read_config(getattr(arguments, "config", None))
    store = Store(accounts)
    log = EventLog(arguments.log, store.secrets)
    authority = Authority(folder)
    host = Host(authority, log, store, tuple(arguments.bind or LOOPBACK), arguments.outbox)
    record = {"host": demo.HOST, "ca": str(authority.ca_file),
              "log": arguments.log and str(pathlib.Path(arguments.log).resolve()),
              "accounts": [account.address for account in accounts], "ports": host.ports}
    if arguments.command == "demo":
        await demo.add_services(host)
        paths = demo.write_presets(arguments.preset_dir, host.ports)
        record |= {"preset": paths[0], "presets": paths}
    elif arguments.command == "host" or arguments.honest:
        await add_honest(host, arguments.service, options, certificate)
    if arguments.command == "script":
        record["behaviours"] = await add_behaviours(host, arguments.behaviours, arguments.partners)
    host.stop_on_signals()
    host.stop_with(arguments.exit_with, arguments.exit_with_parent and parent,
                   arguments.exit_with_stdin)
    announce(record)
    await host.run()


async def add_behaviours(host, words, partners):
    """Starts a server for each behaviour; returns what a caller needs to know of each."""
    shown = []
    for word in words:
        loaded = behaviour.load(behaviour.find(word))
        stage = await host.add_behaviour(loaded)
        port = host.ports[loaded.name]
        shown.append({"name": loaded.name, "protocol": loaded.protocol,
                      "security": loaded.security, "port": port,
                      "url": loaded.url(demo.HOST, port), "expect": loaded.expect})
        if partners:
            await host.add_partner(loaded, stage)
            scheme = "imaps" if loaded.protocol == "smtp" else "smtps"
            shown[-1]["partner"] = f"{scheme}://{demo.HOST}:{host.ports[loaded.name + PARTNER]}"
    return shown


def make_certificates(arguments):
    """Makes the certificates and prints where they are."""
    authority = Authority(arguments.dir)
    files = {kind: [str(path) for path in authority.certificate(kind)] for kind in arguments.kinds}
    print(json.dumps({"ca": str(authority.ca_file), "certificates": files}))


def main(arguments=None):
    """Runs one command; 0 when it ended as asked, 1 with a line about what was in the way."""
    # Asked first: whoever was told that all is ready may end before anything else is done here.
    parent = os.getppid()
    options = parse_arguments(arguments)
    try:
        if options.command == "certificate":
            make_certificates(options)
        elif options.dir:
            asyncio.run(serve(options, options.dir, parent))
        else:
            with tempfile.TemporaryDirectory(prefix="mailhost-") as folder:
                # Clients that run as somebody else read the authority's certificate here.
                pathlib.Path(folder).chmod(0o755)
                asyncio.run(serve(options, folder, parent))
    except (OSError, ValueError, CertificateError, behaviour.BehaviourError) as error:
        print(f"mailhost: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
