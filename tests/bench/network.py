# SPDX-License-Identifier: GPL-3.0-or-later
"""A delayed network of its own: two network namespaces, joined by tun devices and a router.

Run by `enter` in private namespaces, nothing of the system's own network, mounts or processes
changes, and all of it ends with the first process. The addresses are those set aside for
benchmarks (RFC 2544, RFC 5180). Clients run on the near side; the name server, too, is far away.
"""

import ctypes
import fcntl
import ipaddress
import os
import struct
import subprocess
import sys

import packets
import router

NEAR = ("198.18.0.1", "2001:2::1")
FAR = ("198.18.0.2", "2001:2::2")
BLACK_HOLE = "2001:2::dead"

# Values of <linux/if_tun.h> and <sys/prctl.h>.
_TUNSETIFF = 0x400454CA
_IFF_TUN_NO_PI = 0x0001 | 0x1000
_PR_SET_PDEATHSIG = 1

# What stands in the two files in the private mounts.
_RESOLVER = f"nameserver {FAR[0]}\noptions timeout:2 attempts:2\n"
_HOSTS = "127.0.0.1 localhost\n::1 localhost\n"


def enter(script, arguments):
    """Run a Python script as the first process of new namespaces; does not return."""
    os.execvp("unshare", ["unshare", "--net", "--mount", "--pid", "--ipc", "--uts", "--fork",
                          "--kill-child", "--mount-proc", sys.executable, "-B", script,
                          *arguments])


def die_with_parent():
    """For Popen's preexec_fn: the child ends when the program that started it ends."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, 9)


def _run(*command):
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)


def _cover(folder, path, text):
    copy = os.path.join(folder, path.strip("/").replace("/", "-"))
    with open(copy, "w", encoding="ascii") as file:
        file.write(text)
    _run("mount", "--bind", copy, os.path.realpath(path))


def build_mounts():
    """A folder to work in that ends with this process, and name service by the far side alone."""
    resolver = os.path.realpath("/etc/resolv.conf")
    _run("mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", "/run")
    if resolver.startswith("/run/"):
        # A link into the folder that is empty now, as systemd-resolved makes it.
        os.makedirs(os.path.dirname(resolver))
        open(resolver, "x", encoding="ascii").close()
    work = "/run/bench"
    os.makedirs(os.path.join(work, "tmp"))
    os.environ["TMPDIR"] = os.path.join(work, "tmp")
    _cover(work, "/etc/resolv.conf", _RESOLVER)
    _cover(work, "/etc/hosts", _HOSTS)
    return work


def _open_tun(name):
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_CLOEXEC)
    fcntl.ioctl(device, _TUNSETIFF, struct.pack("16sH22x", name.encode("ascii"), _IFF_TUN_NO_PI))
    return device


class Network:
    """The two sides. This process is on the near one; `far` makes a command run on the other."""

    def __init__(self, folder, round_trip):
        self.delay = round_trip / 2
        devices = _open_tun("near"), _open_tun("far")
        self._holder = subprocess.Popen(
            ["unshare", "--net", "sh", "-c", "echo; exec sleep infinity"], stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, preexec_fn=die_with_parent)
        self._holder.stdout.readline()
        _run("ip", "link", "set", "far", "netns", str(self._holder.pid))
        self._address("near", NEAR, [])
        self._address("far", FAR, self.far([]))
        log = os.path.join(folder, "packets")
        self._start_router(devices, log)
        self.log = packets.Log(log)

    def far(self, command):
        """The command that runs `command` on the far side."""
        return ["nsenter", f"--net=/proc/{self._holder.pid}/ns/net", *command]

    @staticmethod
    def _address(device, addresses, prefix):
        _run(*prefix, "ip", "link", "set", "lo", "up")
        _run(*prefix, "ip", "address", "add", addresses[0] + "/24", "dev", device)
        _run(*prefix, "ip", "address", "add", addresses[1] + "/64", "dev", device, "nodad")
        _run(*prefix, "ip", "link", "set", device, "up")
        for version in ("-4", "-6"):
            _run(*prefix, "ip", version, "route", "add", "default", "dev", device)

    def _start_router(self, devices, log):
        with open(log, "w", encoding="ascii") as file:
            if os.fork() == 0:
                die_with_parent()
                hole = ipaddress.ip_address(BLACK_HOLE).packed
                router.Router(*devices, self.delay, [hole], file).run()
        for device in devices:
            os.close(device)
