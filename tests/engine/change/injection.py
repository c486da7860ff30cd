# SPDX-License-Identifier: GPL-3.0-or-later
"""Kills a program at one of its system calls, or lets the call fail, by strace."""

import collections
import os
import re
import shutil
import subprocess

# What changes a file, its name or its place on the disk.
CALLS = ("openat", "write", "pwrite64", "rename", "renameat", "renameat2", "link", "linkat", "unlink",
         "unlinkat", "mkdir", "rmdir", "truncate", "ftruncate", "fallocate", "fsync", "fdatasync",
         "chmod", "fchmod", "fchmodat", "fchown", "fsetxattr")

# Opening changes something only where it makes a file, or is for writing.
READS_ONLY = re.compile(r"^openat\((?!.*\bO_(?:WRONLY|RDWR|CREAT)\b)")
NAME = re.compile(r"^(\w+)\(")


def can_inject():
    """Whether strace is there and may be used. Sanitizers' leak checker is a tracer itself."""
    os.environ["ASAN_OPTIONS"] = os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0"
    return shutil.which("strace") is not None and subprocess.run(
        ["strace", "-o", "/dev/null", "true"], check=False, capture_output=True).returncode == 0


def find_calls(command):
    """Runs it once and returns, for each call by name, which of its uses change something."""
    result = subprocess.run(["strace", "-qq", "-e", "signal=none", "-e", "trace=" + ",".join(CALLS),
                             "-o", "/dev/stderr", *command], check=False, stderr=subprocess.PIPE,
                            stdout=subprocess.DEVNULL, text=True, errors="replace")
    if result.returncode != 0:
        raise AssertionError(f"{command} fails by itself: {result.stderr[-2000:]}")
    counts = collections.Counter()
    found = collections.defaultdict(list)
    for line in result.stderr.splitlines():
        match = NAME.match(line)
        if match is None:
            continue
        counts[match[1]] += 1
        if not READS_ONLY.match(line):
            found[match[1]].append(counts[match[1]])
    return found


def run(command, call, number, how):
    """Runs it with the use of that number of the call injected; returns its exit status."""
    return subprocess.run(["strace", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e",
                           f"inject={call}:{how}:when={number}", *command], check=False,
                          stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL).returncode
