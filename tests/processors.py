# SPDX-License-Identifier: GPL-3.0-or-later
"""What other programs took of the time that a test measures."""

import pathlib


def held_up(process="thread-self"):
    """The seconds that the first thread of a process was ready to run and could not."""
    return int(pathlib.Path(f"/proc/{process}/schedstat").read_text(encoding="ascii")
               .split()[1]) / 1e9
