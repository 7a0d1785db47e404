"""HTTP on 127.0.0.1, as the simulated devices of a network speak it."""

import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self


class LoopbackServer:
    """Serves until `close`, each request in a thread with `asking`. Port 0 takes a free one; `port` tells which.

    `closing` is set first of all when it closes: who keeps a client waiting looks at it.
    """

    def __init__(self, port: int, asking: type["Asking"], name: str):
        self.closing = threading.Event()
        self._http = _Listener(("127.0.0.1", port), asking)
        self._http.device = self
        self.port: int = self._http.server_address[1]
        self._thread = threading.Thread(
            target=self._http.serve_forever, args=(0.05,), name=f"{name}-{self.port}", daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        self.closing.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(2.0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_) -> None:
        self.close()


class _Listener(ThreadingHTTPServer):
    daemon_threads = False  # `close` waits for each of them
    device: LoopbackServer

    def handle_error(self, request, client_address) -> None:
        """A client that went away is no news for a device; anything else is a mistake of ours."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class Asking(BaseHTTPRequestHandler):
    """One request to a device; one connection carries one answer."""

    protocol_version = "HTTP/1.1"
    server: _Listener
    timeout = 10

    def log_message(self, *_) -> None:
        pass

    def brought(self, length: int) -> bytes:
        """So many bytes of what the request brings. Raises ConnectionError where its sender goes away before."""
        body = self.rfile.read(length)
        if len(body) < length:
            raise ConnectionError("half a request")
        return body

    def answer(self, status: int, body: bytes = b"", media_type: str = "text/xml", **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True
