"""The newest part of the log, ready to be pushed: every screen reads it at its own pace."""

import asyncio
import json
import threading
from bisect import bisect_right
from contextlib import suppress
from datetime import timedelta
from operator import attrgetter, itemgetter

from center.facts import DayOpened
from sync import wire
from sync.book import Book
from sync.journal import Entry

DAYS_AHEAD = 7  # the furthest a lease is granted
PIECE = 500  # lines handed to a reader at a time, about 100 kB


def written(entry: Entry) -> bytes:
    """One log line for a screen: [seq, kind, v, body as text, origin or null]."""
    kind, v = wire.kind_of(entry.fact)
    origin = f'["{entry.origin.node}",{entry.origin.epoch},{entry.origin.seq}]' if entry.origin else "null"
    return f'[{entry.seq},"{kind}",{v},{json.dumps(entry.text, ensure_ascii=False)},{origin}]'.encode()


class Tail:
    """All lines since today was opened, and what was granted for today and the days to come before that.

    In order and each once; readers wake when there are more. Made between commits (`book.look`).
    """

    def __init__(self, book: Book):
        self._book = book
        self._lock = threading.Lock()
        self._readers: set[Reader] = set()
        self._lines: list[tuple[int, bytes]] = []
        self._begin()
        book.subscribe(self._more)

    def _begin(self) -> None:
        """Reads today from the book: at the start, and again whenever another day begins."""
        today, journal = self._book.day.day, self._book.journal
        coming = [today + timedelta(days=n) for n in range(DAYS_AHEAD + 1)]
        opened = next((seq for seq, line, *_ in journal.rows(day=today) if line.kind == DayOpened.__name__), 1)
        granted = [entry for day in coming for entry in journal.entries(day=day, last=opened - 1)]
        # What was handed up late counts for an earlier day, but is a line like any other.
        found = (*sorted(granted, key=attrgetter("seq")), *journal.entries(after=opened - 1))
        lines = [(entry.seq, written(entry)) for entry in found]
        with self._lock:
            self._lines = lines

    def _more(self, entries: list[Entry]) -> None:
        """Called by the writer after each commit."""
        if any(isinstance(entry.fact, DayOpened) for entry in entries):
            self._begin()
        else:
            lines = [(entry.seq, written(entry)) for entry in entries]
            with self._lock:
                self._lines.extend(lines)
        self.wake()

    def wake(self) -> None:
        """Whoever waits for lines looks again."""
        with self._lock:
            readers = tuple(self._readers)
        for reader in readers:
            reader.wake()

    def reader(self, after: int) -> "Reader":
        return Reader(self, after, asyncio.get_running_loop())

    def lines_after(self, seq: int, most: int | None = None) -> list[tuple[int, bytes]]:
        with self._lock:
            place = bisect_right(self._lines, seq, key=itemgetter(0))
            return self._lines[place : place + most if most else None]

    def join(self, reader: "Reader") -> None:
        with self._lock:
            self._readers.add(reader)

    def leave(self, reader: "Reader") -> None:
        with self._lock:
            self._readers.discard(reader)


class Reader:
    """One screen's place in the log."""

    def __init__(self, tail: Tail, after: int, loop: asyncio.AbstractEventLoop):
        self._tail, self._after, self._loop = tail, after, loop
        self._bell = asyncio.Event()

    def wake(self) -> None:
        with suppress(RuntimeError):  # the server has ended meanwhile
            self._loop.call_soon_threadsafe(self._bell.set)

    async def next(self, seconds: float) -> list[bytes]:
        """The lines after the last ones given, at most a piece; none when so long, or when woken, there were none."""
        self._tail.join(self)
        try:
            self._bell.clear()
            new = self._tail.lines_after(self._after, PIECE)
            if not new:
                try:
                    await asyncio.wait_for(self._bell.wait(), seconds)
                except TimeoutError:
                    return []
                new = self._tail.lines_after(self._after, PIECE)
            if new:
                self._after = new[-1][0]
            return [line for _, line in new]
        finally:
            self._tail.leave(self)
