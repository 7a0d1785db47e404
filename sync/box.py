"""The center's box on the LAN: verbs in, numbered facts out, uploads taken in.

One process, one writer (sync/book.py). Every machine except this PC itself presents its
enrolled token. `GET /openapi.json` describes all of it; every answer but the setup is JSON, every
no one Vietnamese sentence.
"""

import asyncio
import json
import logging
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import asdict
from datetime import timedelta

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, StreamingResponse
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from center.errors import Refusal, TooEarly, Unreadable
from center.hours import local_day
from center.verbs import VERBS, SignIn, Verb
from sync import trust, wire
from sync.answer import Answer
from sync.book import Book
from sync.catalogue import Shelf
from sync.described import describe
from sync.presence import Presence
from sync.tail import Tail
from sync.troubles import UNKNOWN, ClockWrong, NotAllowed, Trouble, trouble_of

log = logging.getLogger("sync.box")

BEAT_SECONDS = 1.0
UPLOAD_MAX = 2_000_000  # bytes of one batch
A_DAY = timedelta(days=1)


class TooLong(Unreadable):
    """What is sent is too long to be anything of ours; the rest of it is not listened to."""


class Box:
    """What the routes share: the book, the tail of its log, who is here."""

    def __init__(self, book: Book, setup_text: str, enrolled: trust.Enrolled):
        self.book, self.setup_text, self.enrolled = book, setup_text, enrolled
        self.tail: Tail = book.look(Tail).result()
        self.presence = Presence(book)
        self.shelf = Shelf(book.journal.path.parent)
        self.pins = trust.PinGuard()
        self._ending = False

    def end(self) -> None:
        """The streams end by themselves now, so that nobody has to be cut off. From any thread."""
        self._ending = True
        self.tail.wake()

    def who(self, request: Request) -> trust.Enrolment:
        """The machine that asks. Raises WrongToken, NotEnrolled."""
        asked = self.enrolled.machine_asking(
            request.headers.get("authorization", ""), request.client.host if request.client else "",
            request.headers.get("x-machine", ""), request.headers.get("x-role", ""),
        )
        self.presence.heard(asked)
        return asked

    @property
    def trouble(self) -> Trouble | None:
        """What a clerk should see to now at this PC, if anything."""
        if self.book.trouble is None and clock_doubtful(self.book):
            return ClockWrong()
        return self.book.trouble

    async def verb(self, request: Request, cls: type[Verb]) -> Response:
        machine = self.who(request)
        if cls not in trust.ALLOWED[machine.role]:
            raise NotAllowed
        verb = wire.read_verb(cls, await read_body(request, wire.REQUEST_MAX), machine.name)
        if isinstance(verb, SignIn):
            await asyncio.to_thread(self.check_pin, verb)
        answer = await asyncio.wrap_future(self.book.submit(verb))
        return Response(written(answer), media_type="application/json")

    def check_pin(self, verb: SignIn) -> None:
        """Raises Refusal when the PIN is not the official's, or was wrong too often."""
        official = next((o for o in self.book.setup.officials if o.code == verb.official), None)
        if official is not None and official.pin_hash:
            self.pins.check(official.code, verb.pin, official.pin_hash, self.book.clock())

    async def stream(self, request: Request, after: int, epoch: int) -> AsyncIterator[bytes]:
        """Server-sent events: `hello`, then `facts` as they become durable, `beat` when a second was quiet.

        Ends when the machine's token is taken away.
        """
        machine = self.who(request)
        self.presence.stream_opened(machine)
        try:
            async for event in self._events(after, epoch):
                yield event
                if event.startswith(b"event: beat"):
                    self.who(request)
        except UNKNOWN:
            return
        finally:
            self.presence.stream_closed(machine)

    async def _events(self, after: int, epoch: int) -> AsyncIterator[bytes]:
        here = self.book.journal.epoch
        hello = {
            "epoch": here, "day": self.book.day.day.isoformat(), "setup": self.enrolled.version(self.setup_text),
            "catalogue": self.shelf.mark,
        }
        yield _event("hello", hello)
        reader = self.tail.reader(after if epoch == here else 0)
        while True:
            lines = await reader.next(BEAT_SECONDS)
            if self._ending:
                return
            if lines:
                yield b"event: facts\ndata: [" + b",".join(lines) + b"]\n\n"
            else:
                yield _event("beat", {
                    "seq": self.book.journal.head.seq, "now": self.book.clock().isoformat(),
                    "trouble": str(self.trouble or ""), "catalogue": self.shelf.mark,
                })


def _event(name: str, values: dict) -> bytes:
    return f"event: {name}\ndata: {json.dumps(values, ensure_ascii=False)}\n\n".encode()


async def read_body(request: Request, most: int) -> bytes:
    """The request's body; a longer one is not read to its end. Raises TooLong, Unreadable."""
    body = b""
    try:
        async for piece in request.stream():
            body += piece
            if len(body) > most:
                raise TooLong("Yêu cầu quá dài.")
    except ClientDisconnect:
        raise Unreadable("Yêu cầu bị ngắt giữa chừng.") from None  # nobody hears this
    return body


def clock_doubtful(book: Book) -> bool:
    """Whether this PC's clock says another day than the one that goes on here."""
    return book.day.clock_suspect or abs(local_day(book.clock()) - book.day.day) > A_DAY


def written(answer: Answer) -> bytes:
    """The answer to a verb as JSON: the book's place and the facts as they were written."""
    facts = ",".join(
        f'{{"kind":"{type(fact).__name__}","v":{fact.v},"body":{wire.encode(fact)}}}' for fact in answer.facts
    )
    return f'{{"seq":{answer.seq},"facts":[{facts}]}}'.encode()


def make_app(box: Box) -> FastAPI:
    """The box's routes over an open book."""
    # The usual pages of documentation would fetch scripts from the Internet.
    app = FastAPI(title="Một Cửa – máy chủ của trung tâm", version="1", docs_url=None, redoc_url=None)

    @app.exception_handler(Refusal)
    async def refused(_: Request, no: Refusal) -> JSONResponse:
        body = {"refusal": no.code, "sentence": str(no)}
        if isinstance(no, TooEarly):
            body["wait_seconds"] = no.wait_seconds
        headers = {"Connection": "close"} if isinstance(no, TooLong) else None
        return JSONResponse(body, 422 if isinstance(no, Unreadable) else 409, headers=headers)

    @app.exception_handler(Trouble)
    async def troubled(_: Request, trouble: Trouble) -> JSONResponse:
        status = 401 if isinstance(trouble, UNKNOWN) else 403 if isinstance(trouble, NotAllowed) else 503
        return JSONResponse({"trouble": trouble.code, "sentence": str(trouble), "remedy": trouble.remedy}, status)

    @app.exception_handler(sqlite3.Error)
    @app.exception_handler(OSError)
    async def disk_failed(request: Request, error: Exception) -> JSONResponse:
        return await troubled(request, trouble_of(error) or Trouble())

    @app.exception_handler(RequestValidationError)
    async def unreadable(request: Request, _: RequestValidationError) -> JSONResponse:
        return await refused(request, Unreadable("Yêu cầu có tham số không đọc được."))

    @app.exception_handler(HTTPException)
    async def not_here(_: Request, error: HTTPException) -> JSONResponse:
        body = {"refusal": Unreadable.code, "sentence": "Máy chủ của trung tâm không có địa chỉ này."}
        return JSONResponse(body, error.status_code, headers=error.headers)

    @app.exception_handler(Exception)
    async def bug(_: Request, error: Exception) -> JSONResponse:
        return JSONResponse({"trouble": Trouble.code, "sentence": Trouble.sentence, "remedy": Trouble.remedy}, 500)

    def verb_route(cls: type[Verb]) -> None:
        async def route(request: Request) -> Response:
            return await box.verb(request, cls)

        app.post(f"/verbs/{wire.kebab(cls.__name__)}", name=cls.__name__, tags=["verbs"])(route)

    for cls in VERBS.values():
        verb_route(cls)

    @app.post("/intake", tags=["log"])
    async def intake(request: Request) -> Response:
        """One batch of a machine's own facts; the answer says how far its log is known here."""
        machine = box.who(request)
        body = await read_body(request, UPLOAD_MAX)
        answer = await asyncio.wrap_future(box.book.absorb(body, machine))
        return Response(wire.encode_answer(answer), media_type="application/octet-stream")

    @app.get("/stream", tags=["log"])
    async def stream(request: Request, after: int = 0, epoch: int = 0) -> StreamingResponse:
        """The center's log from `after` on, as server-sent events; with another epoch, from today's first fact."""
        box.who(request)
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(box.stream(request, after, epoch), media_type="text/event-stream", headers=headers)

    @app.get("/setup", tags=["center"])
    async def setup(request: Request) -> Response:
        """The center's TOML; PIN hashes only for counters."""
        machine = box.who(request)
        text = box.setup_text if machine.role == "counter" else trust.without_pins(box.setup_text)
        return Response(text, media_type="application/toml",
                        headers={"X-Setup": box.enrolled.version(box.setup_text)})

    @app.get("/catalogue", tags=["center"])
    async def catalogue(request: Request) -> Response:
        """The catalogue of procedures, as assets/catalogue/README.md describes it."""
        box.who(request)
        return Response(box.shelf.octets, media_type="application/json", headers={"X-Catalogue": box.shelf.mark})

    @app.get("/health", tags=["center"])
    async def health() -> dict:
        """Whether the box serves and writes; needs no token and tells nothing about people."""
        return {
            "center": box.book.setup.id, "day": box.book.day.day.isoformat(), "seq": box.book.journal.head.seq,
            "writes": box.book.trouble is None, "trouble": str(box.trouble or ""),
        }

    @app.get("/tickets", tags=["center"])
    async def tickets(request: Request) -> list[dict]:
        """Today's tickets as they stand."""
        box.who(request)
        day = await asyncio.wrap_future(box.book.look(lambda book: list(book.day.tickets.values())))
        return [
            {"ticket": t.id, "number": t.id, "field": t.field, "state": t.state, "counter": t.counter} for t in day
        ]

    @app.get("/machines", tags=["center"])
    async def machines(request: Request) -> list[dict]:
        """The machines of the center and when each was last heard."""
        box.who(request)
        return [asdict(row) for row in box.presence.rows()]

    describe(app)
    return app
