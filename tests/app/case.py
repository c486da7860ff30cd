# SPDX-License-Identifier: GPL-3.0-or-later
"""The register of the cases that drive.py knows."""

import dataclasses
import typing

CASES = {}


@dataclasses.dataclass
class Case:
    """What is driven, and the servers that it meets: the demo’s, unless it names others."""

    drive: typing.Callable
    behaviour: str | None = None
    host: typing.Callable | None = None


def case(behaviour=None, host=None):
    """Register a function of one Person as a case; its name has hyphens for underscores.

    With `behaviour`, a name or the path of a file, one of the servers misbehaves that way; `host` makes other servers.
    """
    def register(drive):
        CASES[drive.__name__.replace("_", "-")] = Case(drive, behaviour, host)
        return drive
    return register
