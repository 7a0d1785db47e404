"""The line to the box: verbs asked over HTTP, its log listened to, its setup and catalogue fetched."""

import json
import select
import socket
import threading
import weakref
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from center import errors
from center.verbs import Verb
from sync import troubles, wire
from sync.book import Answer
from sync.troubles import Trouble, Unreachable

CONNECT_SECONDS = 1.0
SILENCE_SECONDS = 3.0  # the box speaks every second
UPLOAD_SECONDS = 10.0
MISSES_BEFORE_SEARCH = 3

_REFUSALS = {
    kind.code: kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.Refusal)
}
_TROUBLES = {
    kind.code: kind for kind in vars(troubles).values() if isinstance(kind, type) and issubclass(kind, Trouble)
}


class LineToBox:
    """One machine's HTTP connections to its box.

    `url`: the box's address; "" when it has to be looked for. `find` looks for it and raises
    Unreachable; it is asked again when the box stays silent, because its address may have changed.
    """

    def __init__(self, url: str, token: str, machine: str, role: str, find: Callable[[], str] | None = None):
        self._url, self._find = url.rstrip("/"), find
        self._missed = 0  # times in a row that nobody was found listening
        self._headers = {"X-Machine": machine, "X-Role": role}
        if token:
            self._headers["Authorization"] = f"Bearer {token}"
        self._connections = _Connections()

    def _look_for_box(self) -> None:
        if self._find is not None and (not self._url or self._missed >= MISSES_BEFORE_SEARCH):
            self._url = self._find().rstrip("/")

    def _call(self, method: str, path: str, seconds: float, sent: bytes | None = None) -> bytes:
        """What the box answered. Raises Refusal, Trouble; Unreachable when a connection is silent for `seconds`."""
        if not self._url:
            raise Unreachable(detail="not found yet")
        try:
            with self._connections.to(self._url, min(CONNECT_SECONDS, seconds)) as line:
                line.sock.settimeout(seconds)
                line.request(method, path, sent, self._headers)
                answer = line.getresponse()
                body = answer.read()
        except _LOST as error:
            raise Unreachable(detail=type(error).__name__) from None
        if answer.status == 200:
            return body
        raise _no(answer.status, body)

    def ask(self, verb: Verb, seconds: float) -> Answer:
        """The box's answer to a verb. Raises Refusal, Trouble (Unreachable after `seconds`)."""
        path = f"/verbs/{wire.kebab(type(verb).__name__)}"
        answer = self._call("POST", path, seconds, wire.encode(verb).encode())
        try:
            body = json.loads(answer)
            facts = tuple(wire.decode_fact(f["kind"], f["v"], json.dumps(f["body"])) for f in body["facts"])
            return Answer(facts, int(body["seq"]))
        except (ValueError, KeyError, TypeError, errors.Unreadable):
            raise Unreachable(detail="no box answers there") from None

    def upload(self, batch: bytes) -> bytes:
        """Sends one batch up; the receiver's answer as it came."""
        return self._call("POST", "/intake", UPLOAD_SECONDS, batch)

    def setup(self) -> str:
        """The center's TOML."""
        self._look_for_box()
        try:
            return self._call("GET", "/setup", 5.0).decode("utf-8")
        except UnicodeDecodeError:
            raise Unreachable(detail="no box answers there") from None

    def catalogue(self) -> bytes:
        """The box's catalogue of procedures, as JSON."""
        return self._call("GET", "/catalogue", UPLOAD_SECONDS)

    def listen(self, after: int, epoch: int) -> Iterator[tuple[str, Any]]:
        """(event, values) of the box's stream; raises Trouble when it ends or falls silent.

        events: hello, facts (a list of lines), beat.
        """
        self._missed += 1
        self._look_for_box()
        try:
            # Its own connection: the stream stays open while verbs are asked.
            with self._connections.to(self._url, CONNECT_SECONDS) as line:
                line.sock.settimeout(SILENCE_SECONDS)
                line.request("GET", f"/stream?after={after}&epoch={epoch}", headers=self._headers)
                answer = line.getresponse()
                if answer.status != 200:
                    raise _no(answer.status, answer.read())
                event = ""
                for row in _rows(answer):
                    if row.startswith(b"event: "):
                        event = row[7:].decode()
                    elif row.startswith(b"data: "):
                        yield event, json.loads(row[6:])
                        self._missed = 0
        except _LOST as error:
            raise Unreachable(detail=type(error).__name__) from None
        raise Unreachable(detail="ended")

    def close(self) -> None:
        """Hangs up: whoever waits for the box in another thread is told Unreachable at once."""
        self._connections.hang_up()


class _Connections:
    """Kept open from one call to the next, each in one thread's hands; known, so that all can be hung up at once.

    The standard library's client, not `requests`: that is 6 MB of every screen's memory.
    """

    def __init__(self):
        self._idle: deque[tuple[str, HTTPConnection]] = deque()
        self._lock = threading.Lock()
        self._open: weakref.WeakSet[socket.socket] = weakref.WeakSet()
        self._over = False

    @contextmanager
    def to(self, url: str, seconds: float) -> Iterator[HTTPConnection]:
        """One to this address, an idle one or made within `seconds`; kept if its answer was heard to the end."""
        line = self._find_idle(url) or self._made(url, seconds)
        try:
            yield line
        except BaseException:
            line.close()
            raise
        if line.sock is not None:
            self._idle.append((url, line))

    def _find_idle(self, url: str) -> HTTPConnection | None:
        while self._idle:
            with suppress(IndexError):  # another thread was quicker
                address, line = self._idle.pop()
                # On an idle connection there is nothing to read, unless the box has closed it.
                if address == url and not select.select([line.sock], [], [], 0)[0]:
                    return line
                line.close()
        return None

    def _made(self, url: str, seconds: float) -> HTTPConnection:
        parts = urlsplit(url)
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        line = kind(parts.hostname or "", parts.port, timeout=seconds)
        line.connect()
        with self._lock:
            self._open.add(line.sock)
            if self._over:
                line.sock.shutdown(socket.SHUT_RDWR)
        return line

    def hang_up(self) -> None:
        """Whoever waits in another thread hears the end at once."""
        with self._lock:
            self._over = True
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        while self._idle:
            with suppress(IndexError):
                self._idle.pop()[1].close()


# What a line that is cut, silent or leads to a stranger raises; ValueError for an address that is none.
_LOST = (HTTPException, ValueError, OSError)


def _rows(answer: HTTPResponse) -> Iterator[bytes]:
    """Lines as they arrive."""
    left = b""
    while piece := answer.read1(65536):
        *whole, left = (left + piece).split(b"\n")
        yield from whole


def _no(status: int, answer: bytes) -> Exception:
    """The refusal or trouble that the box answered with; Unreachable for an answer that is no box's."""
    try:
        body = json.loads(answer)
        if kind := _REFUSALS.get(body.get("refusal", "")):
            if kind is errors.TooEarly:
                return kind(body["sentence"], int(body["wait_seconds"]))
            return kind(body["sentence"])
        kind = _TROUBLES.get(body.get("trouble", ""), Unreachable)
        return kind(body.get("sentence", ""), remedy=body.get("remedy", ""))
    except (ValueError, KeyError, TypeError, AttributeError):
        return Unreachable(detail=f"HTTP {status}")
