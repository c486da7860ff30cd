# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs kittectl at a terminal of its own, as a person does: types, reads, interrupts."""

import fcntl
import os
import pathlib
import pty
import select
import signal
import struct
import termios
import time

from kittectl import PATIENCE, PROGRAM
from processors import held_up

INTERRUPT = b"\x03"
END_OF_INPUT = b"\x04"


class Terminal:
    """`with Terminal(home, "verify", …) as terminal`: what it prints is in `shown`. Its `size` is
    lines and columns."""

    def __init__(self, home, *arguments, size=None, **environment):
        self._arguments = [PROGRAM, *map(str, arguments)]
        self._environment = {**home.environment, **environment}
        self._size = size
        self._shown = b""
        self._awaited = 0
        self._open = True
        self.status = None
        self.echo = None

    def __enter__(self):
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            if self._size is not None:
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", *self._size, 0, 0))
            os.execve(PROGRAM, self._arguments, self._environment)
        return self

    def __exit__(self, *_exception):
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self._fd)

    @property
    def shown(self):
        return self._shown.decode("utf-8", "replace")

    def _read(self, seconds):
        """What came within that time; notes whether typing is seen, for as long as one can tell."""
        if not select.select([self._fd], [], [], seconds)[0]:
            return
        try:
            self._shown += os.read(self._fd, 65536)
        except OSError:
            self._open = False

    def wait_for(self, text, seconds=PATIENCE):
        """Wait until that was printed after whatever was waited for before."""
        end = time.monotonic() + seconds
        wanted = text.encode()
        while (found := self._shown.find(wanted, self._awaited)) < 0:
            if not self._open or time.monotonic() > end:
                raise AssertionError(f"no further “{text}” in: {self.shown}")
            self._read(0.05)
        self._awaited = found + len(wanted)
        return self

    def wait_until_it_listens(self, seconds=PATIENCE):
        """Wait until kittectl itself runs and hears Ctrl-C."""
        end = time.monotonic() + seconds
        caught = 0
        while not caught & (1 << (signal.SIGINT - 1)):
            if time.monotonic() > end:
                raise AssertionError("kittectl does not listen to signals")
            time.sleep(0.01)
            if os.path.realpath(f"/proc/{self.pid}/exe") == os.path.realpath(PROGRAM):
                status = pathlib.Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
                caught = int(status.split("SigCgt:")[1].split()[0], 16)

    def is_echoing(self):
        """Whether what is typed is seen."""
        return bool(termios.tcgetattr(self._fd)[3] & termios.ECHO)

    def wait_until_unseen(self, seconds=PATIENCE):
        """Wait until what is typed is not seen; then it is kept too, not thrown away."""
        end = time.monotonic() + seconds
        while self.is_echoing():
            if time.monotonic() > end:
                raise AssertionError("what is typed can be seen")
            time.sleep(0.01)

    def keep_what_is_shown(self):
        """From now on Ctrl-C throws away nothing that was printed and not read yet, as terminals do."""
        attributes = termios.tcgetattr(self._fd)
        attributes[3] |= termios.NOFLSH
        termios.tcsetattr(self._fd, termios.TCSANOW, attributes)

    def type(self, text):
        os.write(self._fd, text if isinstance(text, bytes) else text.encode() + b"\n")

    def end(self, seconds=PATIENCE):
        """Wait for the end, and read the last of what was printed; the milliseconds until the end,
        without those in which other programs had the processors."""
        began = time.monotonic()
        waited = held_up(self.pid) + held_up()
        while self.status is None:
            if time.monotonic() > began + seconds:
                raise AssertionError(f"still running: {self.shown}")
            self._read(0.002)
            if self._open:
                self.echo = self.is_echoing()
            ended = os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            if ended is not None:
                took = time.monotonic() - began - (held_up(self.pid) + held_up() - waited)
                self.status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        while self._open and time.monotonic() < began + seconds:
            self._read(0.05)
        return took * 1000
