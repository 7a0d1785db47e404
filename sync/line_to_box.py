"""The line to the box: verbs asked over HTTP, its log listened to, its setup and catalogue fetched."""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from center import errors
from center.verbs import Verb
from sync import troubles, wire
from sync.answer import Answer
from sync.connections import LOST, Connections
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
        self._connections = Connections()

    def _look_for_box(self) -> None:
        if self._find is not None and (not self._url or self._missed >= MISSES_BEFORE_SEARCH):
            self._url = self._find().rstrip("/")

    def _call(self, method: str, path: str, seconds: float, sent: bytes = b"") -> bytes:
        """What the box answered. Raises Refusal, Trouble; Unreachable when a connection is silent for `seconds`."""
        if not self._url:
            raise Unreachable(detail="not found yet")
        try:
            with self._connections.to(self._url, min(CONNECT_SECONDS, seconds)) as line:
                status = line.call(method, path, self._headers, sent, seconds)
                answer = b"".join(line.pieces())
        except LOST as error:
            raise Unreachable(detail=type(error).__name__) from None
        if status == 200:
            return answer
        raise _no(status, answer)

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
                path = f"/stream?after={after}&epoch={epoch}"
                status = line.call("GET", path, self._headers, b"", SILENCE_SECONDS)
                if status != 200:
                    raise _no(status, b"".join(line.pieces()))
                event = ""
                for row in _rows(line.pieces()):
                    if row.startswith(b"event: "):
                        event = row[7:].decode()
                    elif row.startswith(b"data: "):
                        yield event, json.loads(row[6:])
                        self._missed = 0
        except LOST as error:
            raise Unreachable(detail=type(error).__name__) from None
        raise Unreachable(detail="ended")

    def close(self) -> None:
        """Hangs up: whoever waits for the box in another thread is told Unreachable at once."""
        self._connections.hang_up()


def _rows(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Lines as they arrive."""
    left = b""
    for piece in pieces:
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
