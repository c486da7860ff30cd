# SPDX-License-Identifier: GPL-3.0-or-later
"""What is wrong with an accessibility tree, as sentences for whoever has to mend it."""

import collections
import re

# GTK calls what has no name by its type: nobody can tell such controls apart.
UNNAMED = re.compile("(Gtk|Adw|Kitte)[A-Z]")

# Roles a person can act on; each must say what it is.
CONTROLS = {"push button", "toggle button", "check box", "radio button", "entry", "text",
            "password text", "link", "combo box", "slider", "expander", "spin button", "switch"}

FIELDS = {"entry", "text", "password text"}

# What stands on the screen and says something by itself.
SPOKEN = {"label", "image", "icon", "status bar", "alert", "notification", "heading"}

# “_Next” is said as it is written, and “Next Next” is what a label beside a mnemonic makes of it.
UNDERLINED = re.compile(r"_\w|\w_$")
DOUBLED = re.compile(r"(.+) \1")


def audit(window):
    """One look at everything a reader comes to."""
    nodes = list(window.walk())
    return [*_complain_of_names(nodes), *_complain_of_focus(window, nodes),
            *_complain_of_fields(window, nodes), *_complain_of_pages(window, nodes)]


def _is_named(node):
    name = node.get_name()
    return bool(name) and not UNNAMED.match(name)


def _complain_of_names(nodes):
    for node in nodes:
        role, name = node.get_role_name(), node.get_name()
        if role in CONTROLS | SPOKEN and not _is_named(node):
            yield f"{role} is called “{name}”"
        elif role in CONTROLS - FIELDS and (UNDERLINED.search(name) or DOUBLED.fullmatch(name)):
            yield f"{role} is read out as “{name}”"


def _has_no_place(window, node):
    place = node.get_component_iface().get_extents(window.atspi.CoordType.WINDOW)
    return place.width <= 0 or place.height <= 0


def _complain_of_focus(window, nodes):
    """Whatever the keyboard can be on has a name, a role and a place; just one has it."""
    states = window.atspi.StateType
    focused = 0
    for node in nodes:
        has = node.get_state_set()
        role = node.get_role_name()
        focused += has.contains(states.FOCUSED)
        if role == "scroll pane" or not has.contains(states.FOCUSABLE):
            continue
        if not _is_named(node):
            yield f"the keyboard comes to {role} “{node.get_name()}”, which has no name"
        elif _has_no_place(window, node):
            yield f"the keyboard comes to {role} “{node.get_name()}”, which is not on the screen"
    if focused > 1:
        yield f"{focused} things have the keyboard"


def related(window, node, kind):
    """What the node is tied to that way."""
    return [relation.get_target(number) for relation in node.get_relation_set()
            if relation.get_relation_type() == kind for number in range(relation.get_n_targets())]


def description(window, node):
    """Everything that is read out after the name, and the groups that were entered before."""
    told = [target.get_name() for target
            in related(window, node, window.atspi.RelationType.DESCRIBED_BY)]
    groups = []
    while (node_above := (groups[-1] if groups else node).get_parent()) and node_above != window.root:
        groups.append(node_above)
    named = [group.get_name() for group in groups if _is_named(group)]
    return " ".join(filter(None, [node.get_description(), *told, *named]))


def _complain_of_fields(window, nodes):
    """A field has a visible label, and says what is wrong with it."""
    kinds = window.atspi.RelationType
    for node in nodes:
        editable = node.get_state_set().contains(window.atspi.StateType.EDITABLE)
        if node.get_role_name() in FIELDS and editable and not related(
                window, node, kinds.LABELLED_BY):
            yield f"the field “{node.get_name()}” has no label on the screen"
    said = {text for node in nodes if node.get_role_name() in FIELDS
            for text in (target.get_name() for target in related(window, node, kinds.DESCRIBED_BY))}
    for node in nodes:
        if _is_problem_of_field(window, node) and node.get_name() not in said:
            yield f"no field is described by “{node.get_name()}”"


def _is_problem_of_field(window, node):
    """An alert beside a field; the one above a page is nobody’s."""
    if node.get_role_name() not in ("alert", "notification"):
        return False
    parent = node.get_parent()
    beside = [parent.get_child_at_index(n) for n in range(parent.get_child_count())]
    return any(other and other.get_role_name() in FIELDS for other in beside)


def audit_stops(window, stops):
    """What is wrong with the way round by Tab: what it leaves out, and what it comes to too early.

    The buttons of the window itself are no stops in GTK; they are the window manager’s.
    """
    nodes = list(window.walk())
    states = window.atspi.StateType
    for node in (node for pane in _top_panes(window, window.root, []) for node in window.walk(pane)):
        has = node.get_state_set()
        if node in stops or node.get_role_name() == "scroll pane" or \
                not (has.contains(states.FOCUSABLE) and has.contains(states.SENSITIVE)):
            continue
        # Of several choices Tab comes to one; arrows lead on.
        if not any(other in stops for other in window.children(node.get_parent())
                   if other.get_role_name() == node.get_role_name() == "check box"):
            yield f"Tab never comes to {node.get_role_name()} “{node.get_name()}”"
    order = [nodes.index(stop) for stop in stops if stop in nodes]
    first = order.index(min(order))
    order = order[first:] + order[:first]
    for before, after in zip(order, order[1:]):
        if before > after:
            yield f"Tab goes back from “{nodes[before].get_name()}” to “{nodes[after].get_name()}”"


def _top_panes(window, node, panes):
    if node.get_role_name() == "scroll pane":
        panes.append(node)
        return panes
    for child in window.children(node):
        _top_panes(window, child, panes)
    return panes


def _complain_of_pages(window, nodes):
    """One page is in the tree, and no two things on it are called the same without a difference."""
    panes = _top_panes(window, window.root, [])
    if len(panes) != 1 and not any(node.get_role_name() == "dialog" for node in nodes):
        yield f"{len(panes)} pages are in the tree"
    for pane in panes:
        called = collections.Counter(
            (node.get_role_name(), node.get_name(), description(window, node))
            for node in window.walk(pane) if node.get_role_name() in CONTROLS)
        for (role, name, about), times in called.items():
            if times > 1:
                yield f"{times} times {role} “{name}” ({about}), and nothing tells them apart"
