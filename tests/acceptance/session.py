# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop session of an ordinary user: throwaway home, bus, keyring, screen and its windows."""

import os
import re
import shutil
import signal
import subprocess
import time

import namespace
from service import PATIENCE, Log, wait_until

SCREEN = "1280x900x24"
KEYRING_PASSWORD = "login"

# Seconds that programs get to end as they are asked to, and that a strange window must stay.
FAREWELL = 3
STAYS = 2

# Variables of the caller that programs may see; everything else is ours.
INHERITED = ("PATH", "LANG", "ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS")


class Dialog(AssertionError):
    """A program showed a window that asks the person something."""


class Window:
    """One visible window with a title."""

    def __init__(self, number, title, role, program):
        self.number = number
        self.title = title
        self.role = role
        self.program = program

    def __repr__(self):
        return f"“{self.title}” (role {self.role!r}, class {self.program!r})"


class Session:
    """Everything one case's programs run in; `environment` is what they see."""

    def __init__(self, name):
        self.user = namespace.ordinary_user()
        self.folder = os.path.join(namespace.ROOT, "homes", name)
        self.home = os.path.join(self.folder, "home")
        self.log = os.path.join(self.folder, "log")
        self.graphical = False
        self.environment = self._environment()
        self._started = []

    # Life.

    def _environment(self):
        runtime = f"/run/user/{self.user.pw_uid}"
        values = {name: os.environ[name] for name in INHERITED if name in os.environ}
        values.update(
            HOME=self.home, USER=self.user.pw_name, LOGNAME=self.user.pw_name, SHELL="/bin/sh",
            LC_ALL="C.UTF-8", TMPDIR=os.path.join(self.folder, "tmp"),
            XDG_RUNTIME_DIR=runtime, XDG_CONFIG_HOME=os.path.join(self.home, ".config"),
            XDG_DATA_HOME=os.path.join(self.home, ".local/share"),
            XDG_STATE_HOME=os.path.join(self.home, ".local/state"),
            XDG_CACHE_HOME=os.path.join(self.home, ".cache"),
            GDK_BACKEND="x11", GSK_RENDERER="cairo", GIO_USE_VFS="local",
            GIO_USE_NETWORK_MONITOR="base", LIBGL_ALWAYS_SOFTWARE="1", NO_AT_BRIDGE="1")
        return values

    def start(self, graphical=True):
        """Make the folders; with `graphical` also the bus, the keyring and the screen."""
        for path in (self.folder, self.home, self.environment["TMPDIR"],
                     self.environment["XDG_RUNTIME_DIR"]):
            shutil.rmtree(path, ignore_errors=True)
            os.makedirs(path, mode=0o700)
            os.chown(path, self.user.pw_uid, self.user.pw_gid)
        os.chmod(self.folder, 0o755)
        self.graphical = graphical
        if graphical:
            self._start_screen()
            self._start_bus()
            self.unlock_keyring()

    def _spawn(self, arguments, **options):
        process = subprocess.Popen(
            arguments, env=self.environment, cwd=self.home, user=self.user.pw_uid,
            group=self.user.pw_gid, extra_groups=[], umask=0o022, start_new_session=True,
            **{"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL,
               "stderr": subprocess.DEVNULL, **options})
        self._started.append(process)
        return process

    def _first_line(self, arguments, reader, writer=None):
        """Start a service that tells where it is by one line, and return the line."""
        self._spawn(arguments, **({"pass_fds": (writer,)} if writer else {"stdout": reader[1]}))
        os.close(reader[1])
        with os.fdopen(reader[0], encoding="ascii") as file:
            return file.readline().strip()

    def _start_screen(self):
        pipe = os.pipe()
        number = self._first_line(
            ["Xvfb", "-displayfd", str(pipe[1]), "-screen", "0", SCREEN, "-noreset",
             "-nolisten", "tcp"],
            pipe, pipe[1])
        self.environment["DISPLAY"] = ":" + number

    def _start_bus(self):
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = self._first_line(
            ["dbus-daemon", "--session", "--nofork", "--print-address"], os.pipe())

    def unlock_keyring(self):
        """Open the login keyring; an empty home gets a new one."""
        answer = self.run(["gnome-keyring-daemon", "--unlock", "--components=secrets"],
                          input=KEYRING_PASSWORD)
        for line in answer.stdout.splitlines():
            name, _, value = line.partition("=")
            self.environment[name] = value

    def stop(self):
        """End every process of the user; the namespace holds nobody else's."""
        for number, seconds in ((signal.SIGTERM, FAREWELL), (signal.SIGKILL, PATIENCE)):
            end = time.monotonic() + seconds
            while self._signal_all(number) and time.monotonic() < end:
                time.sleep(0.05)
        for process in self._started:
            process.wait(PATIENCE)
        self._started.clear()

    def _signal_all(self, number):
        found = False
        for name in os.listdir("/proc"):
            if not name.isdigit():
                continue
            try:
                with open(f"/proc/{name}/status", encoding="utf-8") as file:
                    status = file.read()
                if re.search(rf"^Uid:\t{self.user.pw_uid}\t", status, re.M) and \
                        not re.search(r"^State:\tZ", status, re.M):
                    found = True
                    os.kill(int(name), number)
            except (FileNotFoundError, ProcessLookupError):
                continue
        return found

    def restart(self):
        """Log out and in again: the same home, everything else new."""
        self.stop()
        if self.graphical:
            self._start_screen()
            self._start_bus()
            self.unlock_keyring()

    # Programs.

    def run(self, arguments, input=None, timeout=PATIENCE, **environment):
        """Run a program of the user to its end; output is text."""
        return subprocess.run(
            arguments, input=input, stdin=subprocess.DEVNULL if input is None else None,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=timeout, text=True,
            env={**self.environment, **environment}, cwd=self.home, user=self.user.pw_uid,
            group=self.user.pw_gid, extra_groups=[], umask=0o022)

    def launch(self, arguments, name):
        """Start a program of the user that stays; its output goes to the session's log folder."""
        os.makedirs(self.log, exist_ok=True)
        with open(os.path.join(self.log, name + ".log"), "ab") as file:
            return self._spawn(arguments, stdout=file, stderr=file)

    def launch_piped(self, arguments):
        """Start a program of the user that is talked to by lines."""
        return self._spawn(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                           encoding="utf-8")

    def report(self):
        """What the programs have said, for a failure's message."""
        names = sorted(os.listdir(self.log)) if os.path.isdir(self.log) else []
        return "".join(f"--- {name}\n{Log(os.path.join(self.log, name)).text()[-2000:]}\n"
                       for name in names)

    # Windows.

    def _x(self, *arguments):
        return subprocess.run(arguments, env=self.environment, text=True, timeout=PATIENCE,
                              check=False, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL).stdout

    def windows(self):
        """All visible windows with a title."""
        found = []
        for number in self._x("xdotool", "search", "--onlyvisible", "--name", ".").split():
            text = self._x("xprop", "-id", number, "WM_WINDOW_ROLE", "WM_CLASS", "_NET_WM_NAME",
                           "WM_NAME")
            title = re.search(r'_NET_WM_NAME\(\w+\) = "(.*)"', text) or \
                re.search(r'^WM_NAME\(\w+\) = "(.*)"', text, re.M)
            role = re.search(r'WM_WINDOW_ROLE\(\w+\) = "(.*)"', text)
            program = re.search(r'WM_CLASS\(\w+\) = "(.*?)"', text)
            if title and program:
                found.append(Window(number, title.group(1), role.group(1) if role else "",
                                    program.group(1)))
        return found

    def refuse_dialogs(self, is_own):
        """The windows; Dialog is raised when one stays open that `is_own` does not know.

        A question stays until it is answered. A window that is just being made, or is going, may
        not say yet, or no longer, what it is.
        """
        end = None
        strange = None
        while True:
            windows = self.windows()
            now = {window.number: window for window in windows if not is_own(window)}
            strange = now if strange is None else {number: now[number] for number in strange
                                                   if number in now}
            if not strange:
                return windows
            end = end or time.monotonic() + STAYS
            if time.monotonic() > end:
                raise Dialog(f"the program asks something: {list(strange.values())}; "
                             f"{self.picture('dialog')}")
            time.sleep(0.2)

    def wait_quietly(self, condition, seconds, what, is_own):
        """Wait for `condition` while no dialog may appear."""
        def look():
            self.refuse_dialogs(is_own)
            return condition()
        return wait_until(look, seconds, lambda: f"{what}; windows: {self.windows()}; "
                          f"{self.picture('late')}")

    def wait_for_window(self, matches, seconds, what):
        """The first window that `matches`."""
        return wait_until(lambda: next(filter(matches, self.windows()), None), seconds, what)

    def press(self, window, keys):
        """Give the window the keyboard and press a key."""
        self._x("xdotool", "windowfocus", "--sync", window.number)
        self._x("xdotool", "key", "--clearmodifiers", keys)

    def type(self, window, text):
        """Give the window the keyboard and type ASCII text."""
        self._x("xdotool", "windowfocus", "--sync", window.number)
        self._x("xdotool", "type", "--clearmodifiers", text)

    def picture(self, name):
        """Save what is on the screen beside the home; the path, for a message."""
        path = os.path.join(self.folder, name + ".png")
        self._x("import", "-window", "root", path)
        return path

    # Files.

    def path(self, *parts):
        return os.path.join(self.home, *parts)

    def write(self, path, text, mode=0o600):
        """Write a file of the user, with its folders."""
        path = self.path(path)
        missing = []
        folder = os.path.dirname(path)
        while not os.path.isdir(folder):
            missing.append(folder)
            folder = os.path.dirname(folder)
        for folder in reversed(missing):
            os.mkdir(folder, 0o700)
            os.chown(folder, self.user.pw_uid, self.user.pw_gid)
        with open(path, "wb") as file:
            file.write(text.encode("utf-8") if isinstance(text, str) else text)
        os.chmod(path, mode)
        os.chown(path, self.user.pw_uid, self.user.pw_gid)
        return path

    def snapshot(self, *folders):
        """Every file under the folders of the home: path to bytes, mode, or link target."""
        state = {}
        for folder in folders or ("",):
            for place, _, names in os.walk(self.path(folder)):
                for name in names:
                    path = os.path.join(place, name)
                    relative = os.path.relpath(path, self.home)
                    try:
                        if os.path.islink(path):
                            state[relative] = os.readlink(path)
                        elif os.path.isfile(path):
                            with open(path, "rb") as file:
                                state[relative] = (os.stat(path).st_mode & 0o7777, file.read())
                    except FileNotFoundError:
                        # The desktop's own services write theirs anew, by another name first.
                        continue
        return state
