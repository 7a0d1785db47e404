"""The line to the box: verbs asked over HTTP, its log listened to, its setup and catalogue fetched."""

import json
import socket
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool
from urllib3.connection import HTTPConnection

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
    kind.code: kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, errors.Refusal)
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
        self._hangup = _Hangup()
        self._session, self._stream = requests.Session(), requests.Session()
        for session in (self._session, self._stream):
            session.trust_env = False  # a proxy set on this PC is not on the way to the box
            session.headers.update({"X-Machine": machine, "X-Role": role})
            if token:
                session.headers["Authorization"] = f"Bearer {token}"
            session.mount("http://", self._hangup)

    def _look_for_box(self) -> None:
        if self._find is not None and (not self._url or self._missed >= MISSES_BEFORE_SEARCH):
            self._url = self._find().rstrip("/")

    def _call(self, method: str, path: str, seconds: float, **how: Any) -> requests.Response:
        """Raises Refusal, Trouble; Unreachable at the latest `seconds` after the connection was made."""
        if not self._url:
            raise Unreachable(detail="not found yet")
        try:
            patience = (min(CONNECT_SECONDS, seconds), seconds)
            answer = self._session.request(method, self._url + path, timeout=patience, allow_redirects=False, **how)
        except (requests.RequestException, OSError) as error:
            raise Unreachable(detail=type(error).__name__) from None
        if answer.status_code == 200:
            return answer
        raise _no(answer)

    def ask(self, verb: Verb, seconds: float) -> Answer:
        """The box's answer to a verb. Raises Refusal, Trouble (Unreachable after `seconds`)."""
        path = f"/verbs/{wire.kebab(type(verb).__name__)}"
        answer = self._call("POST", path, seconds, data=wire.encode(verb).encode())
        try:
            body = answer.json()
            facts = tuple(wire.decode_fact(f["kind"], f["v"], json.dumps(f["body"])) for f in body["facts"])
            return Answer(facts, int(body["seq"]))
        except (ValueError, KeyError, TypeError, errors.Unreadable):
            raise Unreachable(detail="no box answers there") from None

    def upload(self, batch: bytes) -> bytes:
        """Sends one batch up; the receiver's answer as it came."""
        return self._call("POST", "/intake", UPLOAD_SECONDS, data=batch).content

    def setup(self) -> str:
        """The center's TOML."""
        self._look_for_box()
        try:
            return self._call("GET", "/setup", 5.0).content.decode("utf-8")
        except UnicodeDecodeError:
            raise Unreachable(detail="no box answers there") from None

    def catalogue(self) -> bytes:
        """The box's catalogue of procedures, as JSON."""
        return self._call("GET", "/catalogue", UPLOAD_SECONDS).content

    def listen(self, after: int, epoch: int) -> Iterator[tuple[str, Any]]:
        """(event, values) of the box's stream; raises Trouble when it ends or falls silent.

        events: hello, facts (a list of lines), beat.
        """
        self._missed += 1
        self._look_for_box()
        try:
            # Its own connection: the stream stays open while verbs are asked.
            with self._stream.get(
                self._url + "/stream", timeout=(CONNECT_SECONDS, SILENCE_SECONDS), stream=True, allow_redirects=False,
                params={"after": after, "epoch": epoch},
            ) as answer:
                if answer.status_code != 200:
                    raise _no(answer)
                event = ""
                for line in _lines(answer):
                    if line.startswith(b"event: "):
                        event = line[7:].decode()
                    elif line.startswith(b"data: "):
                        yield event, json.loads(line[6:])
                        self._missed = 0
        except (requests.RequestException, ValueError, OSError) as error:
            raise Unreachable(detail=type(error).__name__) from None
        raise Unreachable(detail="ended")

    def close(self) -> None:
        """Hangs up: whoever waits for the box in another thread is told Unreachable at once."""
        self._hangup.now()
        self._session.close()
        self._stream.close()


class _Hangup(HTTPAdapter):
    """Knows every open connection, so that none keeps a program that ends waiting."""

    def __init__(self):
        self._lock = threading.Lock()
        self._open: weakref.WeakSet[socket.socket] = weakref.WeakSet()
        self._over = False
        super().__init__(pool_connections=1, pool_maxsize=8)

    def init_poolmanager(self, *arguments: Any, **how: Any) -> None:
        super().init_poolmanager(*arguments, **how)
        hangup = self

        class Connection(HTTPConnection):
            def _new_conn(self) -> socket.socket:
                made = super()._new_conn()
                hangup.opened(made)
                return made

        class Pool(HTTPConnectionPool):
            ConnectionCls = Connection

        self.poolmanager.pool_classes_by_scheme = {"http": Pool}

    def opened(self, connection: socket.socket) -> None:
        with self._lock:
            self._open.add(connection)
            if self._over:
                connection.shutdown(socket.SHUT_RDWR)

    def now(self) -> None:
        with self._lock:
            self._over = True
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)


def _lines(answer: requests.Response) -> Iterator[bytes]:
    """Lines as they arrive: with chunk_size None each piece is handed on at once, not gathered."""
    left = b""
    for piece in answer.iter_content(chunk_size=None):
        *whole, left = (left + piece).split(b"\n")
        yield from whole


def _no(answer: requests.Response) -> Exception:
    """The refusal or trouble that the box answered with; Unreachable for an answer that is no box's."""
    try:
        body = answer.json()
        if kind := _REFUSALS.get(body.get("refusal", "")):
            if kind is errors.TooEarly:
                return kind(body["sentence"], int(body["wait_seconds"]))
            return kind(body["sentence"])
        kind = _TROUBLES.get(body.get("trouble", ""), Unreachable)
        return kind(body.get("sentence", ""), remedy=body.get("remedy", ""))
    except (ValueError, KeyError, TypeError, AttributeError):
        return Unreachable(detail=f"HTTP {answer.status_code}")
