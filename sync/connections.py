"""HTTP connections that are kept from one call to the next, each in one thread's hands, and can all be hung up at once.

What comes is read by httptools, as the box itself does: `requests` is 8 MB of every screen's memory, http.client 2.5.
"""

import select
import socket
import threading
import weakref
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

from httptools import HttpParserError, HttpParserUpgrade, HttpResponseParser

# What a line that is cut, silent or leads to a stranger raises; ValueError for an address that is none.
LOST = (HttpParserError, HttpParserUpgrade, ValueError, OSError)


class Connection:
    """One call after the other; `whole` when the last answer was heard to its end and another call may follow."""

    def __init__(self, url: str, seconds: float):
        parts = urlsplit(url)
        safe = parts.scheme == "https"
        self._host = parts.netloc
        self.socket = socket.create_connection((parts.hostname or "", parts.port or (443 if safe else 80)), seconds)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if safe:
            import ssl  # a box behind a gateway of the province's; the usual one is next door

            self.socket = ssl.create_default_context().wrap_socket(self.socket, server_hostname=parts.hostname)
        self.whole = False

    def call(self, method: str, path: str, headers: Mapping[str, str], sent: bytes, seconds: float) -> int:
        """The answer's status. `seconds` may pass between any two of its bytes. Raises LOST."""
        told = {"Host": self._host, **headers, "Content-Length": str(len(sent))}
        head = "\r\n".join([f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in told.items())])
        self.whole = self._begun = self._ended = False
        self._pieces: list[bytes] = []
        self._parser = HttpResponseParser(self)
        self.socket.settimeout(seconds)
        self.socket.sendall(head.encode("latin-1") + b"\r\n\r\n" + sent)
        while not self._begun:
            self._hear()
        return self._parser.get_status_code()

    def pieces(self) -> Iterator[bytes]:
        """The answer's body as it arrives. Raises LOST."""
        while self._pieces or not self._ended:
            if not self._pieces:
                self._hear()
            while self._pieces:
                yield self._pieces.pop(0)

    def _hear(self) -> None:
        octets = self.socket.recv(65536)
        if not octets:
            raise ConnectionResetError("closed before the answer's end")
        self._parser.feed_data(octets)

    # What the parser tells -------------------------------------------------------------------

    def on_headers_complete(self) -> None:
        self._begun = True

    def on_body(self, octets: bytes) -> None:
        self._pieces.append(octets)

    def on_message_complete(self) -> None:
        self._ended, self.whole = True, self._parser.should_keep_alive()


class Connections:
    """All of one machine's; from any thread."""

    def __init__(self):
        self._idle: list[tuple[str, Connection]] = []
        self._lock = threading.Lock()
        self._open: weakref.WeakSet[socket.socket] = weakref.WeakSet()
        self._over = False

    @contextmanager
    def to(self, url: str, seconds: float) -> Iterator[Connection]:
        """One to this address, an idle one or made within `seconds`; kept if its answer was heard to the end."""
        line = self._find_idle(url) or self._made(url, seconds)
        try:
            yield line
        finally:
            with self._lock:
                kept = line.whole and not self._over
                if kept:
                    self._idle.append((url, line))
            if not kept:
                line.socket.close()

    def _find_idle(self, url: str) -> Connection | None:
        while True:
            with self._lock:
                if not self._idle:
                    return None
                address, line = self._idle.pop()
            # On an idle connection there is nothing to read, unless the box has closed it.
            if address == url and not select.select([line.socket], [], [], 0)[0]:
                return line
            line.socket.close()

    def _made(self, url: str, seconds: float) -> Connection:
        line = Connection(url, seconds)
        with self._lock:
            self._open.add(line.socket)
            over = self._over
        if over:
            line.socket.close()
            raise ConnectionAbortedError("hung up")
        return line

    def hang_up(self) -> None:
        """Whoever waits in another thread hears the end at once."""
        with self._lock:
            self._over = True
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
            while self._idle:
                self._idle.pop()[1].socket.close()
