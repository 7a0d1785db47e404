"""The newest part of the log, ready to be pushed: every screen reads it at its own pace."""

import asyncio
import json
import threading
from datetime import timedelta

from sync import wire
from sync.book import Book
from sync.journal import Entry

KEPT = 20_000  # lines; more than a full day of a large ward
DAYS_AHEAD = 7  # the furthest a lease is granted


def written(entry: Entry) -> bytes:
    """One log line for a screen: [seq, kind, v, body as text, origin or null]."""
    kind, v = wire.kind_of(entry.fact)
    origin = f'["{entry.origin.node}",{entry.origin.epoch},{entry.origin.seq}]' if entry.origin else "null"
    return f'[{entry.seq},"{kind}",{v},{json.dumps(entry.text, ensure_ascii=False)},{origin}]'.encode()


class Tail:
    """Today's lines in memory, in order and without gaps; readers wake when there are more."""

    def __init__(self, book: Book):
        self._lock = threading.Lock()
        self._readers: set[Reader] = set()
        self._lines: list[tuple[int, bytes]] = []
        self._book = book
        self._begin()
        book.subscribe(self._more)

    def _begin(self) -> None:
        """Screens need today and what was granted for the days to come, whenever that was written."""
        self._from = self._book.day.day
        days = [self._from + timedelta(days=n) for n in range(DAYS_AHEAD + 1)]
        entries = (entry for day in days for entry in self._book.journal.entries(day=day))
        self._lines = []
        self._extend(sorted(entries, key=lambda entry: entry.seq))

    def _extend(self, entries: list[Entry]) -> None:
        self._lines.extend((entry.seq, written(entry)) for entry in entries)

    def _more(self, entries: list[Entry]) -> None:
        """Called by the writer after each commit."""
        with self._lock:
            if self._book.day.day < self._from:  # a day that a wrong clock had opened was left again
                self._begin()
            else:
                self._extend(entries)
            if len(self._lines) > 2 * KEPT:
                del self._lines[:-KEPT]
            readers = tuple(self._readers)
        for reader in readers:
            reader.wake()

    def reader(self, after: int) -> "Reader":
        return Reader(self, after, asyncio.get_running_loop())

    def lines_after(self, seq: int) -> list[tuple[int, bytes]]:
        with self._lock:
            place = len(self._lines)
            while place and self._lines[place - 1][0] > seq:
                place -= 1
            return self._lines[place:]

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
        self._loop.call_soon_threadsafe(self._bell.set)

    async def next(self, seconds: float) -> list[bytes]:
        """The lines after the last ones given; waits for some, at most so long; then none."""
        self._tail.join(self)
        try:
            self._bell.clear()
            new = self._tail.lines_after(self._after)
            if not new:
                try:
                    await asyncio.wait_for(self._bell.wait(), seconds)
                except TimeoutError:
                    return []
                new = self._tail.lines_after(self._after)
            if new:
                self._after = new[-1][0]
            return [line for _, line in new]
        finally:
            self._tail.leave(self)
