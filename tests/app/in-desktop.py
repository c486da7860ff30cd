#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a test program on a desktop of its own: in-desktop.py [--keyring] [NAME=VALUE…] PROGRAM [ARGUMENT…].

With --keyring the keyring for passwords is open, as a signed-in person has it.
"""

import os
import subprocess
import sys

from desktop import Desktop

# What meson gives its tests, and what a test of widgets needs beside it.
PASSED_ON = ("G_DEBUG", "G_TEST_SRCDIR", "G_TEST_BUILDDIR", "KITTE_SOURCE_DIR", "KITTE_BUILD_DIR",
             "MESON_TEST_ITERATION")


def main():
    arguments = sys.argv[1:]
    with Desktop() as desktop:
        desktop.environment.update({name: os.environ[name] for name in PASSED_ON
                                    if name in os.environ})
        desktop.environment["GTK_A11Y"] = "test"
        if arguments[0] == "--keyring":
            arguments.pop(0)
            desktop.unlock_keyring()
        while "=" in arguments[0]:
            name, value = arguments.pop(0).split("=", 1)
            desktop.environment[name] = value
        sys.exit(subprocess.run(arguments, env=desktop.environment, check=False).returncode)


if __name__ == "__main__":
    main()
