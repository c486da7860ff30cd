# SPDX-License-Identifier: GPL-3.0-or-later
"""A window acted on by keys alone; the tree only says where the keyboard is."""

import audit
from desktop import Failure, Window, wait_until

# More stops than any page has; whoever comes by all of them twice does not find it.
MOST_STOPS = 120


class KeyboardWindow(Window):
    """Presses and fills as somebody does who has neither a mouse nor anything that replaces it."""

    def press(self, name, elsewhere=False):
        wait_until(lambda: self.look(lambda: self.find_button(name)),
                   lambda: f"button “{name}”; there is {self.texts()}")
        self._go_to(name, self.find_button)
        mark = self.ear.listen()
        self.desktop.key("space")
        if not elsewhere:
            self.wait_for_answer(mark, name)

    def fill(self, name, text):
        wait_until(lambda: self.look(lambda: self.find_field(name)),
                   lambda: f"field “{name}”; there is {self.texts()}")
        self._go_to(name, self.find_field)
        self.desktop.key("ctrl+a")
        self._type(text)
        wait_until(lambda: self.content(name) == text,
                   lambda: f"“{text}” in “{name}”; it is “{self.content(name)}”")

    def audit(self):
        """With the way round: everything in the tree is reached, in the order in which it is read.

        It takes its time, so that a tree that is not right yet is not gone round.
        """
        complaints = super().audit()
        if complaints:
            return complaints
        stops, complaints = self.tour()
        return complaints + self.look(lambda: list(audit.audit_stops(self, stops)))

    def tour(self):
        """Every stop of one way round with Tab, as the nodes that had the keyboard; and what is wrong
        with it. It ends where it comes to a stop again, as the program may have moved the keyboard.
        """
        first = wait_until(lambda: self.look(self.focused_node), "anything to have the keyboard")
        stops = []
        while (stop := self.tab().source) not in stops:
            stops.append(stop)
            if stop == first:
                return stops, []
        return stops, ["Tab does not come back to where it began"]

    def _type(self, text):
        if not text:
            self.desktop.key("BackSpace")
        elif text.isascii():
            self.desktop.type(text)
        else:
            # As one types what the keyboard does not have, by its number.
            self.desktop.key("BackSpace")
            for letter in text:
                self.desktop.key("ctrl+shift+u", *f"{ord(letter):x}", "Return")

    # Another one of that name may be the one that can be pressed; the first is meant, as everywhere.
    def _go_to(self, name, find):
        for _ in range(MOST_STOPS):
            if self.look(lambda: find(name) == self.focused_node()):
                return
            self.tab()
        raise Failure(f"Tab never comes to “{name}”; there is {self.texts()}")
