# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the real msmtp: it sends with what its configuration and the keyring hold."""

from service import PATIENCE


class Msmtp:
    """msmtp as a script of the user would call it; it has nothing to be started."""

    def __init__(self, session):
        self.session = session

    def send(self, address, recipient, token):
        """Send one message by the account whose `from` is the address."""
        message = (f"From: {address}\nTo: {recipient}\nSubject: {token}\n\nSent by msmtp.\n")
        self._run(["msmtp", f"--timeout={PATIENCE}", f"--from={address}", recipient], message)

    def send_by_default(self, address, recipient, token):
        """Send one message by the default account, as `mail` and cron jobs do."""
        message = (f"From: {address}\nTo: {recipient}\nSubject: {token}\n\nSent by msmtp.\n")
        self._run(["msmtp", f"--timeout={PATIENCE}", "-t", recipient], message)

    def _run(self, command, message):
        answer = self.session.run(command, input=message)
        if answer.returncode:
            raise AssertionError(f"msmtp failed ({answer.returncode}): {answer.stderr}")
        return answer
