# SPDX-License-Identifier: GPL-3.0-or-later
"""The accounts of the demo and of every test that does not bring its own, and their welcome."""

import email.message
import email.policy
import email.utils

DOMAIN = "demo.kitte.test"
POP_DOMAIN = "pop.demo.kitte.test"
PASSWORD = "kitte-demo"
WELCOME_TOKEN = "kitte-welcome"

_SUBJECT = "ようこそ、キッテのデモへ – Welcome to the Kitte demo"
_TEXT = """\
{name} さん

このメールが読めていれば、受信の設定はうまくいきました。
返信すると、送信の設定もためせます。このデモのメールは、このコンピューターの外には出ません。

Hello {name},

If you can read this message, receiving works.
Reply to it to try sending as well. Mail of this demo never leaves this computer.

Kitte
"""


def accounts():
    """The demo's accounts, as `store.make_accounts` takes them."""
    hanako, taro = f"hanako@{DOMAIN}", f"taro@{DOMAIN}"
    return [
        {"address": hanako, "password": PASSWORD, "messages": [welcome("Hanako", hanako)]},
        {"address": taro, "password": PASSWORD, "logins": [f"taro@{POP_DOMAIN}"],
         "messages": [welcome("Taro", taro)]},
    ]


def welcome(name, address):
    """The message that waits in a new account, as bytes."""
    message = email.message.EmailMessage(policy=email.policy.SMTP)
    message["From"] = email.utils.formataddr(("Kitte", f"welcome@{DOMAIN}"))
    message["To"] = email.utils.formataddr((name, address))
    message["Subject"] = _SUBJECT
    message["Date"] = email.utils.localtime()
    message["Message-ID"] = f"<{WELCOME_TOKEN}.{name.lower()}@{DOMAIN}>"
    message.set_content(_TEXT.format(name=name), charset="utf-8", cte="base64")
    return message.as_bytes()
