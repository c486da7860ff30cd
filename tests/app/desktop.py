# SPDX-License-Identifier: GPL-3.0-or-later
"""A screen, a bus and a home of their own, and one window on them as a screen reader sees it."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(1, str(pathlib.Path(__file__).resolve().parents[1]))

import audit  # noqa: E402
from ear import Ear  # noqa: E402
from mailhost.names import NameServer  # noqa: E402

# How long a window may take for anything; a slow machine is no failure.
PATIENCE = 60

class Failure(AssertionError):
    """The window does not do what it should."""


def wait_until(condition, what, seconds=PATIENCE):
    """Asks again and again; gives back the first true answer."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise Failure(f"waited {seconds} s for {what() if callable(what) else what}")
        time.sleep(0.05)


class Desktop:
    """Everything one run needs; nothing of the person's own session is seen or changed."""

    def __init__(self, language="C.UTF-8", screen="1280x1100x24", dpi=None):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="kitte-desktop-"))
        self.screen = screen
        self.dpi = dpi
        self.children = []
        # What they print for whoever wrote them, and how much of it has been read.
        self.errors = tempfile.TemporaryFile()
        self.errors_read = 0
        self.names = NameServer()
        self.environment = self._environment(language)

    def _environment(self, language):
        """A language is a locale, or a locale and what LANGUAGE says: C.UTF-8:de."""
        locale, _, words = language.partition(":")
        home = self.folder / "home"
        kept = ("PATH", "ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS", "KITTE_BUILD_DIR")
        values = {name: os.environ[name] for name in kept if name in os.environ}
        values.update(
            HOME=str(home), LC_ALL=locale, TMPDIR=str(self.folder / "tmp"),
            XDG_RUNTIME_DIR=str(self.folder / "run"), XDG_CONFIG_HOME=str(home / ".config"),
            XDG_DATA_HOME=str(home / ".local/share"), XDG_STATE_HOME=str(home / ".local/state"),
            XDG_CACHE_HOME=str(home / ".cache"), GDK_BACKEND="x11", GSK_RENDERER="cairo",
            GSETTINGS_BACKEND="memory", GIO_USE_VFS="local", GIO_USE_NETWORK_MONITOR="base",
            # No test asks the internet for a name.
            KITTE_NAME_SERVERS=self.names.address)
        if words:
            values["LANGUAGE"] = words
        return values

    def __enter__(self):
        for name in ("HOME", "TMPDIR", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME"):
            pathlib.Path(self.environment[name]).mkdir(parents=True, mode=0o700, exist_ok=True)
        settings = pathlib.Path(self.environment["XDG_CONFIG_HOME"]) / "gtk-4.0/settings.ini"
        settings.parent.mkdir()
        settings.write_text("[Settings]\ngtk-cursor-blink=false\ngtk-enable-animations=false\n")
        try:
            self._start_screen()
            self._start_bus()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for child in reversed(self.children):
            if child.poll() is None:
                child.terminate()
        for child in reversed(self.children):
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        self.read_errors()
        self.errors.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def launch(self, arguments, **options):
        """Starts a program in the session; it ends with it."""
        options.setdefault("stdin", subprocess.DEVNULL)
        options.setdefault("stderr", self.errors)
        child = subprocess.Popen(arguments, env=self.environment, **options)
        self.children.append(child)
        return child

    def read_errors(self):
        """What the programs have printed on standard error since this was asked before; it is passed on."""
        size = os.fstat(self.errors.fileno()).st_size
        # They write where this descriptor stands: it must not be moved.
        text = os.pread(self.errors.fileno(), size - self.errors_read, self.errors_read)
        self.errors_read = size
        text = text.decode(errors="replace")
        sys.stderr.write(text)
        sys.stderr.flush()
        return text

    # The number has to be read up to the newline: closing the pipe early kills the server. Without
    # -noreset it starts anew when its last client goes, and takes one that just came along. With -r no key repeats
    # itself because whoever presses it was held up before letting go.
    def _start_screen(self):
        reading, writing = os.pipe()
        screen = self.launch(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", self.screen, "-nolisten", "tcp",
             "-noreset", "-r"],
            pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(writing)
        # Programs that measure themselves wait for it.
        self.environment["KITTE_TEST_SCREEN"] = str(screen.pid)
        with os.fdopen(reading) as pipe:
            self.environment["DISPLAY"] = ":" + pipe.readline().strip()
        if self.dpi:
            subprocess.run(["xrdb", "-merge"], input=f"Xft.dpi: {self.dpi}\n", text=True,
                           env=self.environment, check=True)

    def _start_bus(self):
        bus = self.launch(["dbus-daemon", "--session", "--nofork", "--print-address"],
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
        self.launch(["/usr/libexec/at-spi-bus-launcher", "--launch-immediately"],
                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def join(self):
        """This process on the accessibility bus of the desktop, for good; gives back its bindings."""
        os.environ.update(DISPLAY=self.environment["DISPLAY"],
                          DBUS_SESSION_BUS_ADDRESS=self.environment["DBUS_SESSION_BUS_ADDRESS"])
        os.environ.pop("AT_SPI_BUS_ADDRESS", None)
        import gi
        gi.require_version("Atspi", "2.0")
        from gi.repository import Atspi, GLib
        # A busy program that answers late has still been pressed: it must not be pressed again.
        Atspi.set_timeout(PATIENCE * 1000, PATIENCE * 1000)
        return Atspi, GLib

    def ask_bus(self, method, *arguments):
        """Calls the bus itself; gives back what it answered, as text."""
        answer = subprocess.run(
            ["gdbus", "call", "--session", "--dest", "org.freedesktop.DBus", "--object-path",
             "/org/freedesktop/DBus", "--method", f"org.freedesktop.DBus.{method}", *arguments],
            env=self.environment, capture_output=True, text=True, check=False)
        return answer.stdout

    def unlock_keyring(self):
        """A keyring for passwords, as a signed-in person has it."""
        daemon = self.launch(["gnome-keyring-daemon", "--foreground", "--unlock",
                              "--components=secrets"], stdin=subprocess.PIPE, text=True,
                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        daemon.stdin.write("login")
        daemon.stdin.close()
        wait_until(self._has_secret_service, "the keyring")

    def _has_secret_service(self):
        return "true" in self.ask_bus("NameHasOwner", "org.freedesktop.secrets")

    def _window(self, pid):
        def find():
            found = subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(pid)],
                                   env=self.environment, capture_output=True, text=True,
                                   check=False)
            return found.stdout.split()
        return wait_until(find, "the window on the screen")[-1]

    def picture(self, path, pid):
        """A picture of the program's window, without what lies around it."""
        subprocess.run(["import", "-window", self._window(pid), str(path)], env=self.environment,
                       check=True)

    def pixels(self, pid, part):
        """The pixels of a part of the program's window, WIDTHxHEIGHT+X+Y."""
        return subprocess.run(["import", "-window", self._window(pid), "-crop", part, "+repage", "rgb:-"],
                              env=self.environment, check=True, stdout=subprocess.PIPE).stdout

    def resize(self, pid, width, height):
        subprocess.run(["xdotool", "windowsize", self._window(pid), str(width), str(height)],
                       env=self.environment, check=True)

    def leave_and_return(self, pid):
        """Another program has the keyboard for a moment."""
        self.launch(["xev", "-name", "elsewhere"], stdout=subprocess.DEVNULL)
        other = subprocess.run(["xdotool", "search", "--sync", "--name", "elsewhere"], text=True,
                               env=self.environment, capture_output=True, check=True)
        for window in (other.stdout.split()[-1], self._window(pid)):
            subprocess.run(["xdotool", "windowfocus", "--sync", window], env=self.environment,
                           check=True)

    def key(self, *keys):
        """Presses keys, by their X names, one after the other."""
        subprocess.run(["xdotool", "key", "--clearmodifiers", *keys], env=self.environment,
                       check=True)

    def press_lock(self, key):
        """Presses a key that locks; `key` would let go of it again."""
        subprocess.run(["xdotool", "key", key], env=self.environment, check=True)

    def type(self, text):
        """Types ASCII text into whatever has the keyboard."""
        subprocess.run(["xdotool", "type", "--clearmodifiers", text], env=self.environment,
                       check=True)


class Window:
    """A program's window as its accessibility tree. One desktop a process: the bus is for good."""

    def __init__(self, desktop, process):
        self.atspi, glib = desktop.join()
        self.gone = glib.Error
        self.ear = Ear(self.atspi, glib)
        self.desktop = desktop
        self.process = process
        self.root = wait_until(self._find, "the program on the accessibility bus")
        wait_until(lambda: len(self.texts()) > 3, "the window")

    def _find(self):
        if self.process.poll() is not None:
            raise Failure(f"the program ended with {self.process.returncode}")
        desktop = self.atspi.get_desktop(0)
        for number in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(number)
            if child is not None and child.get_process_id() == self.process.pid:
                child.set_cache_mask(self.atspi.Cache.NONE)
                return child
        return None

    def walk(self, node=None):
        """Every node that a screen reader would come to."""
        node = node or self.root
        yield node
        for child in self.children(node):
            yield from self.walk(child)

    def children(self, node):
        """Those of them that are visible, each when it is asked for."""
        for number in range(node.get_child_count()):
            child = node.get_child_at_index(number)
            if child and child.get_state_set().contains(self.atspi.StateType.VISIBLE):
                yield child

    def look(self, read):
        """Nodes vanish while they are read: then look again."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                return read()
            except self.gone:
                time.sleep(0.05)
        raise Failure("the tree never rests")

    def texts(self):
        return self.look(lambda: [node.get_name() for node in self.walk() if node.get_name()])

    def find(self, name, role=None):
        """The node with exactly this name, or None."""
        def read():
            for node in self.walk():
                if node.get_name() == name and (role is None or node.get_role_name() == role):
                    return node
            return None
        return self.look(read)

    def wait_for(self, text, seconds=PATIENCE):
        """Until some name on the screen contains the text."""
        return wait_until(lambda: next((name for name in self.texts() if text in name), None),
                          lambda: f"“{text}”; the window says {self.texts()}", seconds)

    def wait_gone(self, text, seconds=PATIENCE):
        wait_until(lambda: not any(text in name for name in self.texts()),
                   f"“{text}” to go", seconds)

    def enabled(self, node):
        return node.get_state_set().contains(self.atspi.StateType.SENSITIVE)

    def find_button(self, name):
        """The first one with this name that can be pressed."""
        return next((node for node in self.walk() if node.get_name() == name
                     and node.get_action_iface() and self.enabled(node)), None)

    def find_field(self, name):
        return next((node for node in self.walk() if node.get_name() == name
                     and node.get_editable_text_iface()), None)

    def press(self, name, elsewhere=False):
        """Presses the enabled button with this name; it may go before it can say that it was.

        With `elsewhere` another program answers, by its window.
        """
        pressed = False

        def act():
            nonlocal pressed
            node = self.find_button(name)
            if node is None:
                return pressed
            pressed = True
            return node.get_action_iface().do_action(0)
        mark = self.ear.listen()
        wait_until(lambda: self.look(act), lambda: f"button “{name}”; there is {self.texts()}")
        if not elsewhere:
            self.wait_for_answer(mark, name)

    def wait_for_answer(self, mark, name):
        """No press is silent: the keyboard goes somewhere, something is announced, or a state changes."""
        wait_until(lambda: self.ear.answers_since(mark), f"“{name}” to be answered aloud")

    def fill(self, name, text):
        """Puts the text into the field with this name."""
        def act():
            node = self.find_field(name)
            return node is not None and node.get_editable_text_iface().set_text_contents(text)
        wait_until(lambda: self.look(act), lambda: f"field “{name}”; there is {self.texts()}")

    def content(self, name):
        """What stands in the field with this name."""
        def read():
            node = self.find_field(name)
            if node is None:
                raise Failure(f"no field “{name}”")
            text = node.get_text_iface()
            return self.atspi.Text.get_text(text, 0, text.get_character_count())
        return self.look(read)

    def focused_node(self):
        """What has the keyboard."""
        return next((node for node in self.walk()
                     if node.get_state_set().contains(self.atspi.StateType.FOCUSED)), None)

    def focused(self):
        """How it is called."""
        def read():
            node = self.focused_node()
            return node.get_name() if node is not None else None
        return self.look(read)

    def tab(self):
        """On to the next stop, which says so: no stop is silent."""
        mark = self.ear.listen()
        self.desktop.key("Tab")
        return wait_until(lambda: self.ear.focus_since(mark),
                          lambda: f"Tab to be heard; the keyboard is on “{self.focused()}”")

    def audit(self):
        """What is wrong with the tree, as a list of complaints."""
        return self.look(lambda: audit.audit(self))

    def describe(self):
        """The tree as text, for looking at it."""
        def read():
            return "\n".join(f"{node.get_role_name()}: {node.get_name()}" for node in self.walk())
        return self.look(read)
