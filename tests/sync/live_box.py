"""A real box over HTTP in this process, and a line to it that can be cut, stalled and made to lose answers."""

import asyncio
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import requests
import uvicorn

from center.setup_file import read_setup
from center.verbs import Verb
from sync import trust, wire
from sync.book import Book
from sync.box import Box, make_app
from sync.journal import Journal
from sync.machine import Machine
from sync.node import Node, open_node
from sync.reference import defaults, sample_folder
from sync.serving import claimed

SAMPLE_TEXT = (sample_folder("full-hall") / "center.toml").read_text("utf-8")
SETUP_TEXT = SAMPLE_TEXT.replace("lease_size = 20", "lease_size = 6")
PIN = "1234"  # of cb00, the head
ROLE = {"kiosk-1": "kiosk", "kiosk-2": "kiosk", "counter-1": "counter", "rate-1": "rating", "hall": "hall"}


class LiveBox:
    """The box of a folder; `stop` is its sudden end, `start` the next one on the same port and book."""

    def __init__(self, folder: Path, clock: Callable, setup_text: str = SETUP_TEXT):
        self.folder, self.clock, self.setup_text = folder, clock, setup_text
        self.port = 0
        self.seen_from = "127.0.0.1"  # where requests seem to come from
        self.session = requests.Session()
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> "LiveBox":
        setup = read_setup(self.setup_text, defaults())
        self.listener = claimed("127.0.0.1", self.port)
        self.port = self.listener.getsockname()[1]
        self.book = Book(Journal(self.folder / "center.db", "box"), setup, self.clock).open()
        self.enrolled = trust.Enrolled(self.book.journal)
        self.box = Box(self.book, self.setup_text, self.enrolled)
        app = make_app(self.box)

        async def seen(scope, receive, send):
            if scope["type"] == "http":
                scope["client"] = (self.seen_from, 40000)
            await app(scope, receive, send)

        config = uvicorn.Config(
            seen, log_config=None, log_level="warning", access_log=False, lifespan="off", timeout_graceful_shutdown=10)
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=lambda: asyncio.run(self.server.serve(sockets=[self.listener])))
        self.thread.start()
        return self

    def stop(self) -> None:
        self.box.end()
        self.server.should_exit = True
        self.thread.join(10)
        self.listener.close()
        self.enrolled.close()
        self.book.close()

    def close(self) -> None:
        self.session.close()
        if self.thread.is_alive():
            self.stop()

    # As a machine would speak ------------------------------------------------------------------

    def headers(self, machine: str, token: str | None) -> dict:
        said = {"X-Machine": machine, "X-Role": ROLE.get(machine, "kiosk")}
        return said if token is None else {**said, "Authorization": f"Bearer {token}"}

    def post(self, path: str, body: bytes, machine: str = "kiosk-1", token: str | None = None) -> requests.Response:
        return self.session.post(self.url + path, data=body, headers=self.headers(machine, token), timeout=5)

    def get(self, path: str, machine: str = "kiosk-1", token: str | None = None, **how) -> requests.Response:
        return self.session.get(self.url + path, headers=self.headers(machine, token), timeout=5, **how)

    def ask(self, verb: Verb, machine: str = "kiosk-1") -> requests.Response:
        return self.post(f"/verbs/{wire.kebab(type(verb).__name__)}", wire.encode(verb).encode(), machine)

    def node(self, name: str, folder: Path, url: str | None = None, **how) -> Node:
        machine = Machine(name, ROLE[name], url or self.url, folder=folder, counter=1 if "counter" in name else None)
        return open_node(machine, how.pop("clock", self.clock))


class Stream:
    """One screen's open stream: `next` gives (event, values)."""

    def __init__(self, box: LiveBox, machine: str = "hall", after: int = 0, epoch: int = 0, token: str | None = None):
        self.answer = requests.get(
            f"{box.url}/stream", params={"after": after, "epoch": epoch}, headers=box.headers(machine, token),
            stream=True, timeout=4)  # fmt: skip
        self._lines = self._read()

    def _read(self) -> Iterator[bytes]:
        left = b""
        for piece in self.answer.iter_content(chunk_size=None):
            *whole, left = (left + piece).split(b"\n")
            yield from whole

    def next(self) -> tuple[str, object]:
        """Raises StopIteration when the box has ended the stream."""
        event = ""
        while True:
            line = next(self._lines)
            if line.startswith(b"event: "):
                event = line[7:].decode()
            elif line.startswith(b"data: "):
                return event, json.loads(line[6:])

    def until(self, wanted: str) -> object:
        while True:
            event, values = self.next()
            if event == wanted:
                return values

    def close(self) -> None:
        self.answer.close()


class Line:
    """A TCP line to the box. `mode`: open | cut | stall (accepts and says nothing) | mute (answers are lost)."""

    def __init__(self, box: LiveBox):
        self.box, self.mode = box, "open"
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._sockets: list[socket.socket] = []
        self._over = False
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def put(self, mode: str) -> None:
        """From now on; what is under way is cut, or for «stall» and «mute» simply falls silent."""
        self.mode = mode
        if mode in ("cut", "open"):
            self._drop()

    def _drop(self) -> None:
        for one in self._sockets:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        while True:
            try:
                caller, _ = self._listener.accept()
            except OSError:
                return
            if self._over or self.mode == "cut":
                caller.close()
                continue
            try:
                box = socket.create_connection(("127.0.0.1", self.box.port), timeout=5)
            except OSError:
                caller.close()
                continue
            box.settimeout(None)
            self._sockets += [caller, box]
            for one, other, back in ((caller, box, False), (box, caller, True)):
                thread = threading.Thread(target=self._carry, args=(one, other, back))
                self._threads.append(thread)
                thread.start()

    def _carry(self, one: socket.socket, other: socket.socket, back: bool) -> None:
        with suppress(OSError):
            while piece := one.recv(65536):
                if self.mode == "open" or (self.mode == "mute" and not back):
                    other.sendall(piece)
        for each in (one, other):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._over = True
        self._drop()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(5)
        for one in self._sockets:
            one.close()


def wait_for(wish: Callable[[], object], seconds: float = 5.0) -> float:
    """How long it took until the wish was true. Fails the test when it never was."""
    began = time.monotonic()
    while not wish():
        assert time.monotonic() - began < seconds, "in vain"
        time.sleep(0.01)
    return time.monotonic() - began
