# SPDX-License-Identifier: GPL-3.0-or-later
"""An X server and a session of their own for windows that are measured."""

import os
import sys

import priority


def enter(program, *arguments):
    """Starts the program anew inside; it is then given --inside. Does not come back."""
    priority.go_first()
    os.execvp("xvfb-run", ["xvfb-run", "-a", "-s", "-screen 0 1280x900x24", "dbus-run-session",
                           "--", sys.executable, "-B", os.path.realpath(program), "--inside",
                           *arguments])


def environment(folder):
    """What makes runs alike, and nothing of the person's own settings."""
    kept = {name: os.environ[name]
            for name in ("PATH", "DISPLAY", "XAUTHORITY", "DBUS_SESSION_BUS_ADDRESS")
            if name in os.environ}
    home = {name: os.path.join(folder, name.lower())
            for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME",
                         "XDG_CACHE_HOME", "XDG_RUNTIME_DIR")}
    for path in home.values():
        os.makedirs(path, mode=0o700, exist_ok=True)
    return {**kept, **home, "GSK_RENDERER": "cairo", "GDK_BACKEND": "x11", "LC_ALL": "C.UTF-8",
            "GSETTINGS_BACKEND": "memory", "GIO_USE_VFS": "local"}
