# SPDX-License-Identifier: GPL-3.0-or-later
"""For tests in Python: starts mail servers, tells where they are and what they saw, stops them.

    with Script("cert-expired") as script:
        check(script.url("cert-expired"), ca=script.ca_file)
        assert script.sign_ins() == []
"""

import json
import pathlib
import select
import subprocess
import sys
import tempfile
import time

_PACKAGE = pathlib.Path(__file__).resolve().parent

# For whatever must happen at last; a slow machine is no failure.
PATIENCE = 120


class NotReady(Exception):
    """The servers did not start."""


class MailHost:
    """Honest servers.  `services` are names of host.SERVICES (default: all of them), `config`
    is what `--config` takes, as a Python value, `certificates` a folder to keep those in."""

    command = "host"

    def __init__(self, *services, config=None, addresses=(), certificates=None):
        self._arguments = [f"--service={service}" for service in services]
        self._arguments += [f"--bind={address}" for address in addresses]
        self._certificates = certificates
        self._config = config
        self._process = None
        self._folder = None
        self.ready = {}

    def __enter__(self):
        self._folder = tempfile.TemporaryDirectory(prefix="mailhost-test-")
        folder = pathlib.Path(self._folder.name)
        folder.chmod(0o755)
        try:
            self._start(folder)
        except NotReady:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_exception):
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process.stdout.close()
        self._folder.cleanup()

    def _start(self, folder):
        arguments = [*self._arguments, *self._own_arguments(folder)]
        if self._config is not None:
            config = folder / "config.json"
            config.write_text(json.dumps(self._config), encoding="utf-8")
            arguments.append(f"--config={config}")
        self._process = subprocess.Popen(
            [sys.executable, "-B", str(_PACKAGE), self.command,
             f"--dir={self._certificates or folder / 'certificates'}",
             f"--log={folder / 'events'}", f"--outbox={folder / 'outbox'}",
             "--exit-with-parent", *arguments],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        if not select.select([self._process.stdout], [], [], PATIENCE)[0]:
            raise NotReady("the servers said nothing")
        line = self._process.stdout.readline()
        if not line:
            raise NotReady("the servers ended at once")
        self.ready = json.loads(line)

    def _own_arguments(self, _folder):
        return []

    @property
    def pid(self):
        """The process of the servers."""
        return self.ready["pid"]

    @property
    def ports(self):
        """Ports by the name of the service or behaviour."""
        return self.ready["ports"]

    @property
    def ca_file(self):
        """The authority's certificate."""
        return self.ready["ca"]

    @property
    def outbox(self):
        """The messages sent so far, as bytes, in the order they came."""
        folder = pathlib.Path(self._folder.name) / "outbox"
        return [path.read_bytes() for path in sorted(folder.glob("*.eml"))]

    def events(self, event=None, **fields):
        """The events so far, all or those of one kind, whose fields have these values."""
        text = pathlib.Path(self.ready["log"]).read_text(encoding="utf-8")
        # What stands behind the last line end is being written.
        found = [json.loads(line) for line in text.split("\n")[:-1]]
        return [entry for entry in found
                if event in (None, entry["event"])
                and all(entry.get(key) == value for key, value in fields.items())]

    def wait_for(self, event, seconds=PATIENCE, **fields):
        """The first event of that kind, waited for; TimeoutError when it does not come."""
        end = time.monotonic() + seconds
        while not (found := self.events(event, **fields)):
            if time.monotonic() > end:
                raise TimeoutError(f"no event {event} {fields}")
            time.sleep(0.02)
        return found[0]

    def sign_ins(self, state="attempted", **fields):
        """The sign-ins that were attempted, or those accepted, failed or unanswered."""
        return self.events("sign-in", state=state, **fields)

    def early_credentials(self):
        """What went over the line before TLS and should not have."""
        return self.events("early-credential")


class Script(MailHost):
    """Servers with behaviours, given by name or path; with `honest`, the others beside them."""

    command = "script"

    def __init__(self, *behaviours, honest=False, services=(), config=None, addresses=(),
                 partners=False, certificates=None):
        super().__init__(*services, config=config, addresses=addresses, certificates=certificates)
        self._arguments += ["--honest"] if honest or services else []
        self._arguments += ["--partners"] if partners else []
        self._arguments += [str(behaviour) for behaviour in behaviours]

    def behaviour(self, name):
        """What the ready line says about a behaviour."""
        return next(entry for entry in self.ready["behaviours"] if entry["name"] == name)

    def url(self, name):
        """The server of a behaviour, as kittectl takes it."""
        return self.behaviour(name)["url"]

    def partner(self, name):
        """The honest server of the other direction, where there are partners."""
        return self.behaviour(name)["partner"]


class Demo(MailHost):
    """The demo provider; `presets` has the paths of its presets."""

    command = "demo"

    def _own_arguments(self, folder):
        return [f"--preset-dir={folder / 'presets'}"]

    @property
    def presets(self):
        """The preset files, the main one first."""
        return [pathlib.Path(path) for path in self.ready["presets"]]
