# SPDX-License-Identifier: GPL-3.0-or-later
"""The system’s proxy for the web: used where settings are looked for, and told when it refuses."""

import http.server
import socket
import threading
import unittest

from kittectl import Home


class Proxy:
    """Answers every request, of whatever kind, with one status; `asked` has what it was asked for."""

    def __init__(self, status):
        self.asked = []
        proxy = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def answer(self):
                proxy.asked.append((self.command, self.path))
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            do_CONNECT = do_GET = answer  # noqa: N815, the library's names

            def log_message(self, *_arguments):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = "http://127.0.0.1:%d" % self._server.server_port
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()


def look_up(url):
    with Home() as home:
        return home.run("lookup", "Hanako.Tanaka@unknown-domain.test", "--json",
                        https_proxy=url, http_proxy=url)


class ProxyTest(unittest.TestCase):
    def test_one_that_refuses(self):
        for status in (407, 403):
            with self.subTest(status=status):
                proxy = Proxy(status)
                self.addCleanup(proxy.close)
                result = look_up(proxy.url)
                self.assertEqual((result.status, result.object["error"]["code"]),
                                 (4, "refused"), result.output)
                self.assertIn("proxy", result.object["error"]["message"])
                self.assertIn(("CONNECT", "autoconfig.thunderbird.net:443"), proxy.asked)
                outcomes = {one["what"]: one["outcome"] for one in result.object["tried"]}
                self.assertEqual(
                    outcomes["https://autoconfig.thunderbird.net/v1.1/unknown-domain.test"],
                    "proxy")
                # It hears whom the domain’s documents are fetched from, and never the address.
                self.assertNotIn("hanako", repr(proxy.asked).lower())

    def test_one_that_is_not_there(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            result = look_up("http://127.0.0.1:%d" % taken.getsockname()[1])
        self.assertEqual((result.status, result.object["error"]["code"]), (4, "timed-out"),
                         result.output)
        self.assertIn("proxy", result.object["error"]["message"])


if __name__ == "__main__":
    unittest.main()
