#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads and presses a window through the accessibility bus, as a screen reader does.

Runs in the session, for one program: `accessible.py PID`. Commands come as JSON lines on standard
input, `["tree"]`, `["fill", LABEL, TEXT]` or `["press", LABEL]`; each is answered by one line,
`{"value": …}` or `{"error": …}`. A process is tied to one bus for good, so each session has its own.
"""

import json
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402  (the version has to be said first)

# Seconds: nodes vanish while they are read and disabled buttons have no actions, so look again.
PATIENCE = 120


def application(pid):
    """The program's node on the bus, read live from then on."""
    desktop = Atspi.get_desktop(0)
    for number in range(desktop.get_child_count()):
        child = desktop.get_child_at_index(number)
        if child is not None and child.get_process_id() == pid:
            child.set_cache_mask(Atspi.Cache.NONE)
            return child
    return None


def walk(node):
    """The node and everything below it that is on the screen."""
    yield node
    for number in range(node.get_child_count()):
        child = node.get_child_at_index(number)
        if child is None:
            continue
        states = child.get_state_set()
        if states.contains(Atspi.StateType.VISIBLE):
            yield from walk(child)


def text_of(node):
    interface = node.get_text_iface()
    return Atspi.Text.get_text(interface, 0, -1) if interface else ""


def describe(node):
    states = node.get_state_set()
    return {"role": node.get_role_name(), "name": node.get_name() or "",
            "description": node.get_description() or "",
            "enabled": states.contains(Atspi.StateType.SENSITIVE),
            "checked": states.contains(Atspi.StateType.CHECKED)}


def tree(root):
    return [describe(node) for node in walk(root)]


def fill(root, label, text):
    """Put the text into the entry with that name."""
    for node in walk(root):
        if (node.get_name() or "") == label and node.get_editable_text_iface():
            return Atspi.EditableText.set_text_contents(node.get_editable_text_iface(), text)
    return False


def press(root, label):
    """Press the enabled button with that name; it may go before it can say that it was."""
    for node in walk(root):
        if (node.get_name() or "") != label or not node.get_action_iface():
            continue
        if not node.get_state_set().contains(Atspi.StateType.SENSITIVE):
            continue
        try:
            return Atspi.Action.do_action(node.get_action_iface(), 0)
        except GLib.Error:
            return label not in [one["name"] for one in tree(root)]
    return False


COMMANDS = {"tree": tree, "fill": fill, "press": press}


def obey(pid, command):
    """Do the command, again and again until it works or the patience is at an end."""
    end = time.monotonic() + PATIENCE
    trouble = "the program is not on the accessibility bus"
    while time.monotonic() < end:
        try:
            root = application(pid)
            value = COMMANDS[command[0]](root, *command[1:]) if root else False
            if value:
                return {"value": value}
            if root:
                trouble = f"nothing to {command[0]} is called “{'”, “'.join(command[1:2])}”"
        except GLib.Error as error:
            trouble = error.message
        time.sleep(0.1)
    return {"error": trouble}


def main():
    pid = int(sys.argv[1])
    # A busy program that answers late has still been pressed: it must not be pressed again.
    Atspi.set_timeout(PATIENCE * 1000, PATIENCE * 1000)
    for line in sys.stdin:
        print(json.dumps(obey(pid, json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
