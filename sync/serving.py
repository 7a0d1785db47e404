"""Starting and stopping the box: claim the port, open the book, serve until told to stop."""

import asyncio
import errno
import logging
import signal
import socket
from collections.abc import Callable
from contextlib import ExitStack, nullcontext, suppress
from datetime import datetime

import uvicorn

from center.setup_file import read_setup
from sync import trust
from sync.book import Book
from sync.box import Box, clock_doubtful, make_app
from sync.clock import now
from sync.finding_box import announced
from sync.journal import Journal
from sync.machine import read_text
from sync.place import BOX, Place
from sync.reference import defaults
from sync.troubles import AddressMissing, ClockWrong, PortInUse

log = logging.getLogger("sync.box")

LOOK_AROUND_SECONDS = 5.0
FAREWELL_SECONDS = 2
UNHEARD_MS = 15_000  # a screen whose plug was pulled never says good-bye


def claimed(host: str, port: int) -> socket.socket:
    """A listening socket of this address. Raises PortInUse, AddressMissing."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named because asyncio sets TCP_NODELAY only then; without it every answer waits 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # Windows shares a port unless told not to
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if hasattr(socket, "TCP_USER_TIMEOUT"):  # Windows gives up by itself after about as long
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNHEARD_MS)
        listener.bind((host, port))
        listener.listen(256)
    except OSError as error:
        listener.close()
        # Windows says EACCES for a port that another program holds for itself, Linux for one below 1024.
        taken = error.errno in (errno.EADDRINUSE, errno.EACCES)
        raise (PortInUse if taken else AddressMissing)(detail=str(error)) from error
    return listener


def run(where: Place, host: str, port: int, *, mdns: bool = False, clock: Callable[[], datetime] | None = None) -> None:
    """Serves until SIGINT or SIGTERM. Raises Trouble, SetupFault before the first request."""
    setup_text = read_text(where.setup_path)
    setup = read_setup(setup_text, defaults())
    with ExitStack() as opened:
        listener = opened.enter_context(claimed(host, port))
        journal = Journal(where.book, BOX)
        opened.callback(journal.close)
        book = Book(journal, setup, clock or now)
        opened.callback(book.close)
        book.open()
        if clock_doubtful(book):
            log.warning("%s %s", ClockWrong(), ClockWrong.remedy)
        if where.sample:
            from sync.sample import fill

            fill(book, where.sample)
        enrolled = trust.Enrolled(journal)
        opened.callback(enrolled.close)
        # uvicorn raises the signal that stopped it once more when it has ended; the book is closed then, too.
        for name in ("SIGTERM", "SIGBREAK"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), signal.default_int_handler)
        with suppress(KeyboardInterrupt), announced(setup, *listener.getsockname()[:2]) if mdns else nullcontext():
            asyncio.run(_serve(Box(book, setup_text, enrolled), listener))


class _Server(uvicorn.Server):
    """Tells the streams before it waits for them."""

    ends: Callable[[], None]

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.ends()
        await super().shutdown(sockets)


async def _serve(box: Box, listener: socket.socket) -> None:
    config = uvicorn.Config(
        make_app(box),
        log_level="warning",
        access_log=False,
        lifespan="off",
        http="httptools",
        timeout_graceful_shutdown=FAREWELL_SECONDS,
        timeout_keep_alive=75,
    )
    server = _Server(config)
    server.ends = box.end
    host, port = listener.getsockname()[:2]
    log.info("serving %s on %s:%s", box.book.setup.id, host, port)

    async def look_around() -> None:
        while not server.should_exit:
            await asyncio.sleep(LOOK_AROUND_SECONDS)
            box.presence.look_around()

    looking = asyncio.create_task(look_around())
    try:
        await server.serve(sockets=[listener])
    finally:
        looking.cancel()
