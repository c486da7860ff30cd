# SPDX-License-Identifier: GPL-3.0-or-later
"""The process: listens on loopback, gives each connection its conversation, and ends cleanly."""

import asyncio
import errno
import json
import os
import pathlib
import signal
import socket
import sys
import traceback

from . import behaviour as behaviours
from .connection import Connection, Gone
from .imap import ImapSession
from .pop3 import Pop3Session
from .session import Options
from .submission import SubmissionSession

LOOPBACK = ("127.0.0.1", "::1")

_SESSIONS = {"imap": ImapSession, "pop3": Pop3Session, "smtp": SubmissionSession}

# The honest server of the other direction, beside one with a behaviour: for receiving, for sending.
PARTNER = "+partner"

# The honest services: protocol and security.
SERVICES = {
    "imaps": ("imap", "tls"),
    "imap": ("imap", "starttls"),
    "imap-plain": ("imap", "none"),
    "pop3s": ("pop3", "tls"),
    "pop3": ("pop3", "starttls"),
    "pop3-plain": ("pop3", "none"),
    "submissions": ("smtp", "tls"),
    "submission": ("smtp", "starttls"),
    "submission-plain": ("smtp", "none"),
}

_PORT_TRIES = 20

# Linux takes one connection more than a queue of length 0 says; the others make sure of it.
_QUEUE_FILLERS = 4

_POLL_SECONDS = 0.5


def bind(addresses, port):
    """Sockets on one port of all addresses; port 0 finds one that is free on each of them."""
    for _ in range(_PORT_TRIES):
        sockets = []
        try:
            chosen = port
            for address in addresses:
                bound = _bind_one(address, chosen)
                if bound is not None:
                    sockets.append(bound)
                    chosen = bound.getsockname()[1]
            if not sockets:
                raise OSError(errno.EADDRNOTAVAIL, "none of the addresses is there")
            return sockets
        except OSError as error:
            for bound in sockets:
                bound.close()
            if error.errno != errno.EADDRINUSE or port != 0:
                raise
    raise OSError(errno.EADDRINUSE, "no port is free on all addresses")


def _bind_one(address, port):
    """One bound socket, or None where the computer has no such address."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        # Only with the protocol named does asyncio switch Nagle's delay off.
        bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    except OSError:
        return None  # a kernel without IPv6
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            bound.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        bound.bind((address, port))
        return bound
    except OSError as error:
        bound.close()
        if error.errno == errno.EADDRNOTAVAIL:
            return None
        raise


class Stage:
    """What the actions of a behaviour may reach of the host."""

    def __init__(self, authority, behaviour):
        self._authority = authority
        self._behaviour = behaviour
        self.servers = []
        self.closed = asyncio.Event()

    def context(self, certificate):
        """The TLS context for a certificate, in the versions that the behaviour speaks."""
        return self._authority.context(certificate, *self._behaviour.tls_versions)

    def stop_listening(self):
        """From now on connections are refused."""
        for server in self.servers:
            server.close()


class Host:
    """All servers of one process."""

    def __init__(self, authority, log, store, addresses=LOOPBACK, outbox=None):
        self.authority = authority
        self.log = log
        self.store = store
        self.ports = {}
        self._addresses = addresses
        self._outbox = outbox
        self._servers = []
        self._reserved = []
        self._tasks = set()
        self._stopped = asyncio.Event()
        self._watchers = []

    async def add_service(self, name, port=0, options=Options(), certificate="good"):
        """Starts one honest service of the table above."""
        protocol, security = SERVICES[name]
        if security == "none":
            options = Options(**{**vars(options), "cleartext_before_tls": True})
        context = None if security == "none" else self.authority.context(certificate)

        async def converse(connection):
            session = _SESSIONS[protocol](connection, self.store, options, context,
                                          outbox=self._outbox)
            if security == "tls":
                await connection.start_tls(context)
            await session.run()

        await self._listen(name, protocol, port, converse)

    async def add_behaviour(self, behaviour, port=0):
        """Starts a server with a behaviour."""
        stage = Stage(self.authority, behaviour)
        hooks = behaviours.BehaviourHooks(behaviour.rules, stage)
        security = behaviour.server_security
        context = None if security == "none" else stage.context(behaviour.certificate)

        async def converse(connection):
            session = _SESSIONS[behaviour.protocol](connection, self.store, behaviour.options,
                                                    context, hooks, self._outbox)
            if security == "tls":
                await connection.start_tls(context)
            if behaviour.script is None:
                await session.run()
            else:
                await behaviours.hold_script(behaviour, connection, stage, session)
            await connection.close()
            stage.closed.set()

        stage.servers = await self._listen(behaviour.name, behaviour.protocol, port, converse,
                                           behaviour.listen)
        return stage

    async def add_partner(self, behaviour, stage):
        """Starts the honest server of the other direction, which knows what the behaviour does."""
        protocol = "imap" if behaviour.protocol == "smtp" else "smtp"
        context = self.authority.context("good")
        hooks = behaviours.BehaviourHooks(behaviour.partner["rules"], stage)
        options = behaviour.partner["options"]

        async def converse(connection):
            session = _SESSIONS[protocol](connection, self.store, options, context, hooks,
                                          self._outbox)
            await connection.start_tls(context)
            await session.run()

        await self._listen(behaviour.name + PARTNER, protocol, 0, converse)

    def _refuse(self, bound):
        """Holds a port on which nobody listens, so that connections to it are refused."""
        self._reserved.append(bound)

    def _fill(self, bound):
        """Lets connections to a port hang, as behind a filter: its queue is full and stays so."""
        bound.listen(0)
        self._reserved.append(bound)
        for _ in range(_QUEUE_FILLERS):
            filler = socket.socket(bound.family, socket.SOCK_STREAM)
            filler.setblocking(False)
            filler.connect_ex(bound.getsockname())
            self._reserved.append(filler)

    async def _listen(self, name, protocol, port, converse, how="all"):
        def connected(reader, writer):
            record = self.log.connection(name, protocol)
            record.write("connect", peer=writer.get_extra_info("peername")[0])
            connection = Connection(reader, writer, record)
            task = asyncio.ensure_future(_converse(converse, connection))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

        sockets = bind(self._addresses, port)
        self.ports[name] = sockets[0].getsockname()[1]
        servers = []
        for bound in sockets:
            if how == "none":
                self._refuse(bound)
            elif how == "hang" or (how == "hang-on-ipv6" and bound.family == socket.AF_INET6):
                self._fill(bound)
            else:
                servers.append(await asyncio.start_server(connected, sock=bound))
        self._servers += servers
        return servers

    def stop_on_signals(self):
        """From now on SIGTERM and SIGINT end the host; to be called before anybody is told of it."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stop)

    def stop(self):
        """Asks the host to end; may be called from a signal handler."""
        self._stopped.set()

    def stop_with(self, process=None, parent=None, stdin=False):
        """From now on the end of that process, of that parent or of the standard input ends the
        host too; to be called before anybody is told of it."""
        if parent:
            self._watch(lambda: os.getppid() == parent)
        if process is not None:
            self._watch(lambda: _is_running(process))
        if stdin:
            asyncio.get_running_loop().add_reader(sys.stdin.fileno(), self._watch_stdin)

    def _watch(self, goes_on):
        self._watchers.append(asyncio.ensure_future(self._poll(goes_on)))

    async def run(self):
        """Serves until stopped, then closes everything."""
        await self._stopped.wait()
        for watcher in self._watchers:
            watcher.cancel()
        await self._close()

    async def _poll(self, goes_on):
        while goes_on():
            await asyncio.sleep(_POLL_SECONDS)
        self.stop()

    def _watch_stdin(self):
        if not os.read(sys.stdin.fileno(), 4096):
            asyncio.get_running_loop().remove_reader(sys.stdin.fileno())
            self.stop()

    async def _close(self):
        for server in self._servers:
            server.close()
        for bound in self._reserved:
            bound.close()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self.log.write("stop")
        self.log.close()


def _is_running(process):
    """Whether a process still runs; one that ended and was not waited for does not."""
    try:
        status = pathlib.Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rpartition(")")[2].split()[0] not in ("Z", "X")


async def _converse(converse, connection):
    """Runs one conversation; however it ends, the connection is closed and the end recorded."""
    try:
        await converse(connection)
    except Gone:
        connection.record.closed("client")
    except Exception as error:
        # A fault of this program must not pass for a server's behaviour: tests look for it.
        connection.record.write("fault", error=f"{type(error).__name__}: {error}")
        traceback.print_exc()
    finally:
        await connection.close()


def announce(record):
    """Prints the one line that tells a caller that everything is there."""
    print(json.dumps({"ready": True, "pid": os.getpid(), **record}, ensure_ascii=False),
          flush=True)
