# SPDX-License-Identifier: GPL-3.0-or-later
"""Web servers of the private network, each at an address of its own, that write down requests."""

import http.server
import ssl
import threading


OPEN = threading.Event()
OPEN.set()
_SECONDS = 40


class after:  # noqa: N801, used like a function
    """A body that is sent when the gate (a threading.Event) is opened."""

    def __init__(self, gate, body):
        self._gate = gate
        self._body = body

    def __iter__(self):
        if self._gate.wait(_SECONDS):
            yield self._body


class Web:
    """Answers from `pages`: path to (status, headers, body); everything else is not there."""

    def __init__(self, address, certificate=None, key=None):
        self.pages = {}
        self.asked = []
        web = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):  # noqa: N802, the library's name
                web.asked.append((self.headers.get("Host"), self.path, str(self.headers)))
                status, headers, body = web.pages.get(self.path.split("?")[0],
                                                      (404, {}, b"<html>Not here</html>"))
                try:
                    self.send_response(status)
                    for name, value in headers.items():
                        self.send_header(name, value)
                    self.end_headers()
                    for piece in ([body] if isinstance(body, bytes) else body):
                        self.wfile.write(piece)
                except OSError:
                    pass

            def log_message(self, *_arguments):
                pass

        self._server = http.server.ThreadingHTTPServer(
            (address, 443 if certificate else 80), Handler)
        self._server.daemon_threads = True
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate, key)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True,
                                                      do_handshake_on_connect=False)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self):
        self._server.shutdown()
        self._server.server_close()
