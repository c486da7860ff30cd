# SPDX-License-Identifier: GPL-3.0-or-later
"""Presses the button against every scripted behaviour, several at once, and collects what came of
it: what kittectl printed, what it left in its home, how much memory it took, what the server saw."""

import concurrent.futures
import contextlib
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

from kittectl import ADDRESS, PROGRAM, Home, Result, Script
from processors import held_up

FOLDER = pathlib.Path(__file__).resolve().parents[1] / "mailhost/behaviours"
LANGUAGES = {"en": "C.UTF-8", "ja": "ja_JP.UTF-8"}

# With all that is quoted or escaped somewhere, so that each way of writing it differs.
PASSWORD = 'kitte "de\\mo" pass'

# Those that have something to do at once, and those that wait for servers that are silent.
AT_ONCE = 6
WAITING_AT_ONCE = 60

# Memory that grows without bound grows for seconds.
LOOKS_SECONDS = 0.02

# Longer than any check may take, also under a sanitizer: it hangs.
HANGS_SECONDS = 300

_CLOSING_SECONDS = 120


class Press:
    """One press of the button: what kittectl made of it."""

    def __init__(self, result, seconds, held_up, memory, signed_in):
        self.result = result
        self.seconds = seconds
        self.held_up = held_up
        self.memory = memory
        self.sign_ins = signed_in


class Attempt:
    """All presses against one behaviour in one language, and what was left in the home."""

    def __init__(self, name, presses, files):
        self.name = name
        self.presses = presses
        self.files = files
        self.events = []
        self.partner_events = []

    def connections(self):
        """The events of the behaviour's server, by connection."""
        found = {}
        for event in self.events:
            if "connection" in event:
                found.setdefault(event["connection"], []).append(event)
        return list(found.values())

    def of(self, event, **fields):
        """The events of the behaviour's server of one kind, with these values."""
        return _pick(self.events, event, fields)


def _pick(events, event, fields):
    return [entry for entry in events if entry["event"] == event
            and all(entry.get(key) == value for key, value in fields.items())]


def names():
    """Every behaviour."""
    return sorted(path.stem for path in FOLDER.glob("*.json"))


def presses_of(expect):
    """What each press is expected to come to, the first one first."""
    return [expect, *expect.get("then", ())]


def press(home, incoming, outgoing, expected, host):
    """Runs `kittectl verify`: a Result, its seconds, those in which it or the host was ready to run
    and other programs had the processors, and the most memory it had, in KiB."""
    answers = [word for answer in expected.get("answers", ()) for word in ("--answer", answer)]
    arguments = [PROGRAM, "verify", ADDRESS, "--json", "--transcript", "--incoming", incoming,
                 "--outgoing", outgoing, "--password-stdin", *answers]
    began = time.monotonic()
    waited = -held_up(host.pid)
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=output, stderr=errors,
                                   env=home.environment)
        process.stdin.write((expected.get("password", PASSWORD) + "\n").encode())
        process.stdin.close()
        memory = 0
        # Nobody waits for it before its times were read.
        while os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            memory = max(memory, _memory_of(process.pid))
            if time.monotonic() - began > HANGS_SECONDS:
                process.kill()
            time.sleep(LOOKS_SECONDS)
        seconds = time.monotonic() - began
        waited += held_up(process.pid) + held_up(host.pid)
        process.wait()
        for name, file in (("stdout", output), ("stderr", errors)):
            file.seek(0)
            setattr(process, name, file.read().decode("utf-8"))
    return Result(process), seconds, waited, memory


def _memory_of(process):
    """The most memory that a process has had so far, in KiB; what it was forked from not counted."""
    try:
        status = pathlib.Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except OSError:
        return 0
    found = re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)
    return int(found[1]) if found else 0


def attempt(host, name, language):
    """Presses as often as the behaviour says, in one home."""
    behaviour = host.behaviour(name)
    urls = (behaviour["url"], behaviour["partner"])
    incoming, outgoing = reversed(urls) if behaviour["protocol"] == "smtp" else urls
    with Home(host.ca_file, LANGUAGES[language]) as home:
        presses = []
        for expected in presses_of(behaviour["expect"]):
            presses.append(Press(*press(home, incoming, outgoing, expected, host),
                                 len(host.sign_ins(service=name)) if "then" in
                                 behaviour["expect"] else None))
        return Attempt(name, presses, home.files())


def _waits(host, name):
    """Whether the check will wait for a server most of the time."""
    return any("seconds" in press for press in presses_of(host.behaviour(name)["expect"]))


def _wait_for_ends(host):
    """Waits until the servers have noticed that every client has gone."""
    end = time.monotonic() + _CLOSING_SECONDS
    while len(host.events("close")) < len(host.events("connect")) and time.monotonic() < end:
        time.sleep(0.1)


def _sort(attempts, events):
    """Gives each attempt what its servers have seen."""
    by_service = {}
    for event in events:
        by_service.setdefault(event.get("service"), []).append(event)
    for one in attempts:
        one.events = by_service.get(one.name, [])
        one.partner_events = by_service.get(one.name + "+partner", [])
        if one.presses[-1].sign_ins is None:
            one.presses[-1].sign_ins = len(one.of("sign-in", state="attempted"))


def run(chosen, languages):
    """Every behaviour in every language: attempts by language and name, and the hosts' faults."""
    config = {"accounts": [{"address": ADDRESS, "password": PASSWORD}]}
    faults = []
    with contextlib.ExitStack() as stack:
        certificates = stack.enter_context(
            tempfile.TemporaryDirectory(prefix="kitte-certificates-"))
        hosts = {language: stack.enter_context(
            Script(*chosen, partners=True, config=config, certificates=certificates))
            for language in languages}
        busy = stack.enter_context(concurrent.futures.ThreadPoolExecutor(AT_ONCE))
        waiting = stack.enter_context(concurrent.futures.ThreadPoolExecutor(WAITING_AT_ONCE))
        running = [(language, (waiting if _waits(hosts[language], name) else busy).submit(
                        attempt, hosts[language], name, language))
                   for name in chosen for language in languages]
        attempts = {language: {} for language in languages}
        for language, future in running:
            one = future.result()
            attempts[language][one.name] = one
        for language, host in hosts.items():
            _wait_for_ends(host)
            events = host.events()
            _sort(attempts[language].values(), events)
            faults += _pick(events, "fault", {})
    return attempts, faults


if __name__ == "__main__":
    # By hand: what a behaviour, or some, come to.
    for by_name in run(sys.argv[1:] or names(), LANGUAGES)[0].values():
        for tried in by_name.values():
            for pressed in tried.presses:
                print(pressed.result.output, pressed.result.errors)
            for seen in tried.events:
                print(json.dumps(seen, ensure_ascii=False))
