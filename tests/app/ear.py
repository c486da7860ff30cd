# SPDX-License-Identifier: GPL-3.0-or-later
"""What a program says of itself on the accessibility bus, in the order in which it says it."""

import dataclasses
import typing

# A reader speaks where the keyboard goes, live regions whose text changes, and states that a press has changed.
FOCUS = "object:state-changed:focused"
NAME = "object:property-change:accessible-name"
ACTIVE = "object:state-changed:active"
STATES = ("object:state-changed:expanded", "object:state-changed:checked",
          "object:state-changed:pressed")

# GTK_ACCESSIBLE_ROLE_STATUS and _ALERT.
LIVE = {"status bar", "notification", "alert"}


@dataclasses.dataclass
class Heard:
    """One thing that was said: its kind, who said it, and how that was called just then."""

    kind: str
    source: typing.Any
    role: str
    name: str


class Ear:
    """Listens from the moment it is made; nothing that is said is lost."""

    def __init__(self, atspi, glib):
        self.heard = []
        self.gone = glib.Error
        self.context = glib.MainContext.default()
        self.listener = atspi.EventListener.new(self._hear)
        for kind in (FOCUS, NAME, ACTIVE, *STATES):
            self.listener.register(kind)

    def _hear(self, event):
        if event.type == FOCUS and event.detail1 != 1:
            return
        try:
            role = event.source.get_role_name()
            name = event.any_data if event.type == NAME else event.source.get_name()
        except self.gone:  # it has left the screen meanwhile, or is not known to the bus yet
            role = name = ""
        self.heard.append(Heard(event.type, event.source, role, name))

    def listen(self):
        """Takes in what has been said; gives back how many things were said so far."""
        while self.context.iteration(False):
            pass
        return len(self.heard)

    def since(self, mark):
        self.listen()
        return self.heard[mark:]

    def focus_since(self, mark):
        """Where the keyboard went last; nothing where it stayed."""
        return next((heard for heard in reversed(self.since(mark)) if heard.kind == FOCUS), None)

    def announced_since(self, mark):
        """The texts of live regions that have changed."""
        return [heard.name for heard in self.since(mark)
                if heard.kind == NAME and heard.role in LIVE]

    def answers_since(self, mark):
        """Whatever tells somebody who sees nothing that a press did something."""
        return [heard for heard in self.since(mark)
                if heard.kind in (FOCUS, *STATES) or (heard.kind == NAME and heard.role in LIVE)]
