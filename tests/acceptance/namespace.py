# SPDX-License-Identifier: GPL-3.0-or-later
"""The private world of one acceptance run: own network, mounts and processes, gone when it ends.

Nothing of the machine changes: every file that has to look different (hosts, resolver, certificate
authorities, users, Thunderbird's policies) is a copy mounted over the real one for this run only.
"""

import ctypes
import json
import os
import pwd
import shutil
import subprocess
import sys

ROOT = "/run/kitte"
SOURCE = ROOT + "/source"
WORK = ROOT + "/work"
KEPT = ROOT + "/kept"
PROGRAM = ROOT + "/kittectl"
WINDOW = ROOT + "/kitte"
USER = "kitte-test"
FREE_UID = 48731

BUNDLE = "/etc/ssl/certs/ca-certificates.crt"

# Kernel values of <sys/prctl.h>; a child of the run shall not outlive it.
PR_SET_PDEATHSIG = 1

# Of a second account Thunderbird fetches only the list at once, and messages much later.
THUNDERBIRD_DEFAULTS = {"mail.server.default.download_bodies_on_get_new_mail":
                        {"Value": True, "Status": "default"}}


def enter(keep, command):
    """Run a Python `command` of the source folder in new namespaces; does not return."""
    here = os.path.realpath(__file__)
    source = os.path.dirname(os.path.dirname(os.path.dirname(here)))
    os.environ["KITTE_ACCEPTANCE_KEEP"] = keep or ""
    program = os.environ.get("KITTECTL") or os.path.join(source, "build/src/cli/kittectl")
    window = os.environ.get("KITTE") or os.path.join(source, "build/src/app/kitte")
    os.environ["KITTE"] = os.path.realpath(window)
    os.execvp("unshare", ["unshare", "--net", "--mount", "--pid", "--ipc", "--uts", "--fork",
                          "--kill-child", "--mount-proc", sys.executable, "-B", here, source,
                          os.path.realpath(program), os.environ["KITTE"],
                          os.path.abspath(keep) if keep else "", *command])


def reap_beside(child):
    """Wait for `child` as a good first process: orphans of other programs are collected too."""
    while True:
        pid, status = os.wait()
        if pid == child:
            return os.waitstatus_to_exitcode(status)


def _mount(*arguments):
    subprocess.run(["mount", *arguments], check=True, stdin=subprocess.DEVNULL)


def _cover(path, text, mode=0o644):
    """Let `path` have other content in this namespace only."""
    copy = os.path.join(ROOT, "covers", path.strip("/").replace("/", "-"))
    os.makedirs(os.path.dirname(copy), exist_ok=True)
    with open(copy, "w", encoding="utf-8") as file:
        file.write(text)
    os.chmod(copy, mode)
    _mount("--bind", copy, os.path.realpath(path))


def _read(path):
    with open(path, encoding="utf-8", errors="surrogateescape") as file:
        return file.read()


def build(source, program, window, keep):
    """Make the mounts: an empty /run and /tmp, the sources at SOURCE, what is tested beside them."""
    resolver = os.path.realpath("/etc/resolv.conf")
    inside_run = resolver.startswith("/run/")
    _mount("-t", "tmpfs", "-o", "mode=755", "tmpfs", "/run")
    for folder in (SOURCE, WORK, KEPT, "/run/lock", "/run/user"):
        os.makedirs(folder)
    _mount("--bind", source, SOURCE)
    for built, copy in ((program, PROGRAM), (window, WINDOW)):
        if os.path.exists(built):
            shutil.copy2(built, copy)
            os.chmod(copy, 0o755)
    if keep:
        os.makedirs(keep, exist_ok=True)
        _mount("--bind", keep, KEPT)
    for folder in ("/tmp", "/var/tmp", "/dev/shm"):
        _mount("-t", "tmpfs", "-o", "mode=1777", "tmpfs", folder)
    if not os.path.isdir(source):
        # An uninstalled build finds its translations by the path it was built at.
        os.makedirs(source)
        _mount("--bind", SOURCE, source)
    os.makedirs("/tmp/.X11-unix", mode=0o1777)
    os.chmod("/tmp/.X11-unix", 0o1777)
    if inside_run:
        os.makedirs(os.path.dirname(resolver), exist_ok=True)
        with open(resolver, "w", encoding="utf-8") as file:
            file.write("nameserver 127.0.0.1\n")
    else:
        _cover("/etc/resolv.conf", "nameserver 127.0.0.1\noptions timeout:1 attempts:1\n")
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)


def name_hosts(hosts):
    """Give the names of `hosts` (name to address) to everything that reads /etc/hosts."""
    lines = ["127.0.0.1 localhost", "::1 localhost ip6-localhost"]
    lines += [f"{address} {name}" for name, address in hosts.items()]
    _cover("/etc/hosts", "\n".join(lines) + "\n")


def trust(authority):
    """Let the system's bundle and Thunderbird trust the certificate authority file."""
    _cover(BUNDLE, _read(BUNDLE) + _read(authority))
    if not os.path.isdir("/etc/thunderbird"):
        return
    copy = os.path.join(ROOT, "covers", "thunderbird")
    shutil.copytree("/etc/thunderbird", copy)
    os.makedirs(os.path.join(copy, "policies"), exist_ok=True)
    with open(os.path.join(copy, "policies", "policies.json"), "w", encoding="utf-8") as file:
        json.dump({"policies": {"Certificates": {"Install": [authority]},
                                "Preferences": THUNDERBIRD_DEFAULTS}}, file)
    _mount("--bind", copy, "/etc/thunderbird")


def fill_etc(place, folder):
    """Let a place in /etc hold a copy of the folder, until bare_etc(); what is covered there stays so."""
    copy = os.path.join(ROOT, "etc")
    shutil.copytree("/etc", copy, symlinks=True)
    shutil.copytree(folder, copy + place.removeprefix("/etc"))
    _mount("--bind", copy, "/etc")


def bare_etc():
    """Take that away again."""
    subprocess.run(["umount", "-l", "/etc"], check=True)
    shutil.rmtree(os.path.join(ROOT, "etc"))


def ordinary_user():
    """The account the programs run under; made for this namespace only where it is missing."""
    try:
        return pwd.getpwnam(USER)
    except KeyError:
        pass
    return extra_user(USER, "Taro Yamada,,,", "/bin/sh")


def extra_user(name, person="", shell="/usr/sbin/nologin"):
    """A user with a group of the same name, made for this namespace only where it is missing."""
    try:
        return pwd.getpwnam(name)
    except KeyError:
        pass
    taken = {entry.pw_uid for entry in pwd.getpwall()}
    uid = next(number for number in range(FREE_UID, FREE_UID + 1000) if number not in taken)
    _cover("/etc/group", _read("/etc/group") + f"{name}:x:{uid}:\n")
    _cover("/etc/passwd", _read("/etc/passwd") +
           f"{name}:x:{uid}:{uid}:{person}:/nonexistent:{shell}\n")
    return pwd.getpwnam(name)


def die_with_parent():
    """For Popen's preexec_fn: the child ends when the program that started it ends."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, 9)


def _main(source, program, window, keep, *command):
    build(source, program, window, keep)
    os.chdir(SOURCE)
    os.execv(sys.executable, [sys.executable, "-B", *command])


if __name__ == "__main__":
    _main(*sys.argv[1:])
