"""The center's box on the LAN: verbs in, numbered facts out, uploads taken in.

One process, one writer (sync/book.py). Every machine except this PC itself presents its
enrolled token. `GET /docs` shows the whole description.
"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from dataclasses import asdict
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse

from center.errors import Refusal, TooEarly, Unreadable
from center.verbs import VERBS, SignIn, Verb
from sync import trust, wire
from sync.book import Answer, Book
from sync.described import describe
from sync.presence import Presence
from sync.tail import Tail
from sync.troubles import NotAllowed, Trouble

log = logging.getLogger("sync.box")

BEAT_SECONDS = 1.0
UPLOAD_MAX = 2_000_000  # bytes of one batch


class Box:
    """What the routes share: the book, the tail of its log, who is here."""

    def __init__(self, book: Book, setup_text: str, enrolled: trust.Enrolled):
        self.book, self.setup_text, self.enrolled = book, setup_text, enrolled
        self.tail = Tail(book)
        self.presence = Presence(book)
        self.pins = trust.PinGuard()

    def who(self, request: Request) -> trust.Enrolment:
        """The machine that asks. Raises WrongToken, NotEnrolled."""
        asked = self.enrolled.machine_asking(
            request.headers.get("authorization", ""), request.client.host if request.client else "",
            request.headers.get("x-machine", ""), request.headers.get("x-role", ""),
        )
        self.presence.heard(asked)
        return asked

    async def verb(self, request: Request, cls: type[Verb]) -> Response:
        machine = self.who(request)
        verb = wire.read_verb(cls, await request.body(), machine.name)
        if cls not in trust.ALLOWED[machine.role]:
            raise NotAllowed
        if isinstance(verb, SignIn):
            await asyncio.to_thread(self.check_pin, verb)
        answer = await asyncio.wrap_future(self.book.submit(verb))
        return Response(written(answer), media_type="application/json")

    def check_pin(self, verb: SignIn) -> None:
        """Raises Refusal when the PIN is not the official's, or was wrong too often."""
        official = next((o for o in self.book.setup.officials if o.code == verb.official), None)
        if official is not None and official.pin_hash:
            self.pins.check(official.code, verb.pin, official.pin_hash, self.book.clock())

    async def stream(self, machine: trust.Enrolment, after: int, epoch: int) -> AsyncIterator[bytes]:
        """Server-sent events: `hello`, then `facts` as they become durable, `beat` when a second was quiet."""
        self.presence.stream_opened(machine)
        try:
            async for event in self._events(after, epoch):
                yield event
        finally:
            self.presence.stream_closed(machine)

    async def _events(self, after: int, epoch: int) -> AsyncIterator[bytes]:
        here = self.book.journal.epoch
        hello = {"epoch": here, "day": self.book.day.day.isoformat(), "setup": self.enrolled.version(self.setup_text)}
        yield _event("hello", hello)
        reader = self.tail.reader(after if epoch == here else 0)
        while True:
            lines = await reader.next(BEAT_SECONDS)
            if lines:
                yield b"event: facts\ndata: [" + b",".join(lines) + b"]\n\n"
            else:
                trouble = self.book.trouble
                yield _event("beat", {
                    "seq": self.book.journal.head.seq, "now": self.book.clock().isoformat(),
                    "trouble": str(trouble) if trouble else "",
                })


def _event(name: str, values: dict) -> bytes:
    return f"event: {name}\ndata: {json.dumps(values, ensure_ascii=False)}\n\n".encode()


def written(answer: Answer) -> bytes:
    """The answer to a verb as JSON: the book's place and the facts as they were written."""
    facts = ",".join(
        f'{{"kind":"{type(fact).__name__}","v":{fact.v},"body":{wire.encode(fact)}}}' for fact in answer.facts
    )
    return f'{{"seq":{answer.seq},"facts":[{facts}]}}'.encode()


def make_app(box: Box) -> FastAPI:
    """The box's routes over an open book."""
    app = FastAPI(title="Một Cửa – máy chủ của trung tâm", version="1", openapi_url="/openapi.json")

    @app.exception_handler(Refusal)
    async def refused(_: Request, no: Refusal) -> JSONResponse:
        body = {"refusal": no.code, "sentence": str(no)}
        if isinstance(no, TooEarly):
            body["wait_seconds"] = no.wait_seconds
        return JSONResponse(body, 422 if isinstance(no, Unreadable) else 409)

    @app.exception_handler(Trouble)
    async def troubled(_: Request, trouble: Trouble) -> JSONResponse:
        status = 401 if isinstance(trouble, trust.UNKNOWN) else 403 if isinstance(trouble, NotAllowed) else 503
        return JSONResponse({"trouble": trouble.code, "sentence": str(trouble), "remedy": trouble.remedy}, status)

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
        body = await request.body()
        if len(body) > UPLOAD_MAX:
            raise Unreadable("Gói dữ liệu quá lớn.")
        answer = await asyncio.wrap_future(box.book.absorb(body, machine))
        return Response(wire.encode_answer(answer), media_type="application/octet-stream")

    @app.get("/stream", tags=["log"])
    async def stream(request: Request, after: int = 0, epoch: int = 0) -> StreamingResponse:
        """The center's log from `after` on, as server-sent events; with another epoch, from today's first fact."""
        machine = box.who(request)
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(box.stream(machine, after, epoch), media_type="text/event-stream", headers=headers)

    @app.get("/setup", tags=["center"])
    async def setup(request: Request) -> Response:
        """The center's TOML; PIN hashes only for counters."""
        machine = box.who(request)
        text = box.setup_text if machine.role == "counter" else trust.without_pins(box.setup_text)
        return Response(text, media_type="application/toml",
                        headers={"X-Setup": box.enrolled.version(box.setup_text)})

    @app.get("/health", tags=["center"])
    async def health() -> dict:
        """Whether the box serves and writes; needs no token and tells nothing about people."""
        trouble = box.book.trouble
        return {
            "center": box.book.setup.id, "day": box.book.day.day.isoformat(), "seq": box.book.journal.head.seq,
            "writes": trouble is None, "trouble": str(trouble) if trouble else "",
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


def serve(
    setup_path: Path, folder: Path, host: str = "127.0.0.1", port: int = 8765, *,
    mdns: bool = False, sample: str | None = None, clock=None,
) -> None:
    """Serves the box until it is told to stop. Raises Trouble, SetupFault before it starts."""
    from sync.serving import run

    run(setup_path, folder, host, port, mdns=mdns, sample=sample, clock=clock)

