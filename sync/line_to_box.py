"""The line to the box: verbs asked over HTTP, its log listened to, its setup fetched."""

import json
from collections.abc import Iterator
from typing import Any

import requests

from center import errors
from center.verbs import Verb
from sync import troubles, wire
from sync.book import Answer
from sync.troubles import Trouble, Unreachable

CONNECT_SECONDS = 1.0
SILENCE_SECONDS = 3.0  # the box speaks every second

_REFUSALS = {
    kind.code: kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, errors.Refusal)
}
_TROUBLES = {
    kind.code: kind for kind in vars(troubles).values() if isinstance(kind, type) and issubclass(kind, Trouble)
}


class LineToBox:
    """One machine's HTTP connections to its box."""

    def __init__(self, url: str, token: str, machine: str, role: str):
        self.url = url.rstrip("/")
        self._headers = {"X-Machine": machine, "X-Role": role}
        if token:
            self._headers["Authorization"] = f"Bearer {token}"
        self._session, self._stream = requests.Session(), requests.Session()
        for session in (self._session, self._stream):
            session.headers.update(self._headers)
            session.trust_env = False  # a proxy set on this PC is not on the way to the box

    def _call(self, method: str, path: str, seconds: float, **how: Any) -> requests.Response:
        try:
            patience = (min(CONNECT_SECONDS, seconds), seconds)
            answer = self._session.request(method, self.url + path, timeout=patience, **how)
        except requests.RequestException as error:
            raise Unreachable(detail=type(error).__name__) from None
        if answer.status_code < 300:
            return answer
        raise _no(answer)

    def ask(self, verb: Verb, seconds: float) -> Answer:
        """The box's answer to a verb. Raises Refusal, Trouble (Unreachable after `seconds`)."""
        path = f"/verbs/{wire.kebab(type(verb).__name__)}"
        body = self._call("POST", path, seconds, data=wire.encode(verb).encode()).json()
        facts = tuple(wire.decode_fact(f["kind"], f["v"], json.dumps(f["body"])) for f in body["facts"])
        return Answer(facts, body["seq"])

    def upload(self, batch: bytes) -> bytes:
        """Sends one batch up; the receiver's answer as it came."""
        return self._call("POST", "/intake", 10.0, data=batch).content

    def setup(self) -> str:
        return self._call("GET", "/setup", 5.0).content.decode("utf-8")

    def machines(self) -> list[dict]:
        return self._call("GET", "/machines", 3.0).json()

    def listen(self, after: int, epoch: int) -> Iterator[tuple[str, Any]]:
        """(event, values) of the box's stream, until it falls silent. Raises Trouble.

        events: hello, facts (a list of lines), beat.
        """
        try:
            # Its own connection: the stream stays open while verbs are asked.
            with self._stream.get(
                self.url + "/stream", timeout=(CONNECT_SECONDS, SILENCE_SECONDS), stream=True,
                params={"after": after, "epoch": epoch},
            ) as answer:
                if answer.status_code >= 300:
                    raise _no(answer)
                event = ""
                for line in _lines(answer):
                    if line.startswith(b"event: "):
                        event = line[7:].decode()
                    elif line.startswith(b"data: "):
                        yield event, json.loads(line[6:])
        except (requests.RequestException, ValueError) as error:
            raise Unreachable(detail=type(error).__name__) from None

    def close(self) -> None:
        self._session.close()
        self._stream.close()


def _lines(answer: requests.Response) -> Iterator[bytes]:
    """Lines as they arrive: with chunk_size None each piece is handed on at once, not gathered."""
    left = b""
    for piece in answer.iter_content(chunk_size=None):
        *whole, left = (left + piece).split(b"\n")
        yield from whole


def _no(answer: requests.Response) -> Exception:
    """The refusal or trouble that the box answered with."""
    try:
        body = answer.json()
    except ValueError:
        return Unreachable(detail=f"HTTP {answer.status_code}")
    if kind := _REFUSALS.get(body.get("refusal", "")):
        if kind is errors.TooEarly:
            return kind(body["sentence"], int(body.get("wait_seconds", 1)))
        return kind(body["sentence"])
    kind = _TROUBLES.get(body.get("trouble", ""), Unreachable)
    return kind(body.get("sentence", ""), remedy=body.get("remedy", ""))


