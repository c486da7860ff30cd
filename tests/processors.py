# SPDX-License-Identifier: GPL-3.0-or-later
"""What other programs took of the time that a test measures."""

import os
import pathlib
import time


def held_up(process="thread-self"):
    """The seconds that the first thread of a process was ready to run and could not."""
    return int(pathlib.Path(f"/proc/{process}/schedstat").read_text(encoding="ascii")
               .split()[1]) / 1e9


class Stopwatch:
    """Seconds without those in which this thread, or a process it has started, and what that has
    started, was ready to run and could not."""

    def __init__(self):
        self._processes = ["thread-self", *_descendants(os.getpid())]
        self._began = self._now()

    def _now(self):
        return time.monotonic() - sum(map(held_up, self._processes))

    def seconds(self):
        """What has gone by since it was made."""
        return self._now() - self._began


def _descendants(process):
    children = pathlib.Path(f"/proc/{process}/task/{process}/children")
    for child in children.read_text(encoding="ascii").split():
        yield child
        yield from _descendants(child)
