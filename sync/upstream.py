"""The pump: what this machine's book holds flows up to the next one, in order, for as long as it takes.

A state machine without a clock or a thread of its own: `step(now)` does what is due and says when
to come again. Nothing is ever deleted here, so an upstream put back from an old copy is refilled.
"""

import logging
import random
import sqlite3
import threading
import time
from collections.abc import Callable
from datetime import datetime

from center.errors import Unreadable
from sync.journal import Journal
from sync.reader import Epoch, Reader
from sync.troubles import Damaged, Fork, Quarantined, Trouble
from sync.wire import BATCH_MAX, Answer, Batch, decode_answer, decode_fact, encode_batch

log = logging.getLogger("sync.upstream")

BATCH_BYTES = 400_000  # of texts before packing
FIRST_DELAY = 0.5
LONGEST_DELAY = 30.0
HEARTBEAT_SECONDS = 10.0


CACHE_KB = 256  # each fact is read once on its way up


class Pump:
    """Sends the facts of `journal`'s file to one upstream, `send` being the way there.

    `send` takes a batch and returns the answer's bytes, or raises Trouble. The pump opens its own
    connections, so `step` may run in any one thread while the journal's writer writes on.
    `trouble` is what a clerk should see now, None when all is well; after a Fork nothing more is sent.
    """

    def __init__(
        self,
        journal: Journal,
        send: Callable[[bytes], bytes],
        name: str = "box",
        *,
        chance: Callable[[], float] = random.random,
        heartbeat_seconds: float = HEARTBEAT_SECONDS,
    ):
        self.name = name
        self.trouble: Trouble | None = None
        self.heard: float | None = None
        self._send = send
        self._chance = chance
        self._heartbeat_seconds = heartbeat_seconds
        self._reader = Reader(journal.path)
        self._marks = sqlite3.connect(journal.path, isolation_level=None, check_same_thread=False, timeout=5)
        # A mark can be asked for again, so it never waits for the disk.
        self._marks.execute("PRAGMA synchronous = NORMAL")
        self._marks.execute("PRAGMA wal_autocheckpoint = 0")
        for connection in (self._marks, self._reader.connection):
            connection.execute(f"PRAGMA cache_size = -{CACHE_KB}")
        self._place = self._kept_place()
        self._failures = 0
        self._retry_at = 0.0
        self._beat_at = 0.0
        self._bell = threading.Event()
        self._ended = False
        self._thread: threading.Thread | None = None

    # What the owner sees -----------------------------------------------------------------

    @property
    def acknowledged(self) -> int:
        """The last place of the book that the upstream has."""
        return self._place

    @property
    def stopped(self) -> bool:
        return isinstance(self.trouble, Fork)

    def unsent(self) -> int:
        """How many facts the upstream has not acknowledged."""
        return self._reader.find_head().seq - self._place

    def oldest_unsent(self) -> datetime | None:
        """When the oldest fact happened that the upstream has not acknowledged."""
        for _, line, _, _ in self._reader.rows(self._place, limit=1):
            try:
                return decode_fact(line.kind, line.v, line.text).at
            except Unreadable:
                return None
        return None

    # The state machine -------------------------------------------------------------------

    def step(self, now: float) -> float:
        """Do what is due at `now` (seconds of any steady clock); when to come again at the latest.

        Facts written since are a reason to come at once; a failed try is not repeated before its time.
        """
        if self.stopped:
            return now + LONGEST_DELAY
        if now < self._retry_at:
            return self._retry_at
        batch = self._next_batch()
        if not batch.lines and now < self._beat_at:
            return self._beat_at
        try:
            answer = decode_answer(self._send(encode_batch(batch)))
            if answer.kind == "damaged":
                raise Damaged
            self._heed(answer)
        except Fork as fork:
            self.trouble = fork
            return now + LONGEST_DELAY
        except Trouble as trouble:
            self.trouble = trouble
            delay = min(LONGEST_DELAY, FIRST_DELAY * 2 ** min(self._failures, 10)) * (0.75 + self._chance() / 2)
            self._failures += 1
            self._retry_at = now + delay
            return self._retry_at
        self.trouble = Quarantined(detail=str(answer.quarantined)) if answer.quarantined else None
        self.heard = now
        self._failures = 0
        self._beat_at = now + self._heartbeat_seconds
        if self._reader.find_head().seq > self._place and (answer.kind != "gap" or self._place != batch.first - 1):
            return now
        return self._beat_at

    def _next_batch(self) -> Batch:
        """What follows the upstream's mark, of one incarnation; a heartbeat when nothing does."""
        epochs = self._reader.epochs()
        place = self._place
        epoch = _epoch_at(epochs, place + 1)
        lines, size, last_hash = [], 0, self._reader.hash_at(place)
        prev_hash = last_hash
        for _, line, made, _ in self._reader.rows(place, last=_end(epochs, epoch), limit=BATCH_MAX):
            lines.append(line)
            last_hash = made
            size += len(line.text)
            if size > BATCH_BYTES:
                break
        return Batch(
            node=self._reader.node, epoch=epoch.epoch, parent=epoch.parent, first=place + 1,
            prev_hash=prev_hash.hex(), last_hash=last_hash.hex(), lines=tuple(lines),
        )  # fmt: skip

    def _heed(self, answer: Answer) -> None:
        """Go on from where the upstream stands. Raises Fork when that place is not in this book."""
        if answer.kind == "fork":
            raise Fork(detail=f"{self.name}: {answer.mark}")
        mark = answer.mark
        if mark is None or mark.seq == 0:
            place = 0
        else:
            epochs = self._reader.epochs()
            epoch = next((one for one in epochs if one.epoch == mark.epoch), None)
            if epoch is None:
                raise Fork(detail=f"{self.name} knows another book: {mark}")
            end = _end(epochs, epoch)
            if end is not None and mark.seq > end:
                place = end  # it knows more of a branch that was left; this book goes on from the fork in the road
            elif (made := self._reader.hash_at(mark.seq)) is not None and made.hex() == mark.hash:
                place = mark.seq
            else:
                raise Fork(detail=f"{self.name} is ahead of this book: {mark}")
        if place != self._place:
            self._place = place
            self._keep_place(epoch=mark.epoch if mark else 0, hash=mark.hash if mark else "")

    def _kept_place(self) -> int:
        """The last acknowledged place, if it is still in this book; the first contact corrects it."""
        row = self._marks.execute("SELECT seq, hash FROM sent WHERE upstream = ?", (self.name,)).fetchone()
        if row is None:
            return 0
        made = self._reader.hash_at(row[0])
        return row[0] if made is not None and made.hex() == row[1] else 0

    def _keep_place(self, epoch: int, hash: str) -> None:
        try:
            self._marks.execute(
                "INSERT OR REPLACE INTO sent VALUES (?, ?, ?, ?)", (self.name, epoch, self._place, hash)
            )
        except sqlite3.OperationalError:
            pass  # a full or busy disk: the mark is asked for again

    # The runner --------------------------------------------------------------------------

    def wake(self) -> None:
        """New facts are in the book; from any thread."""
        self._bell.set()

    def hurry(self) -> None:
        """The upstream speaks again: what waited after failures is tried now. From any thread."""
        self._failures, self._retry_at, self._beat_at = 0, 0.0, 0.0
        self._bell.set()

    def run_forever(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Step whenever due or woken, until `stop`."""
        while not self._ended:
            try:
                due = self.step(clock())
            except Trouble as trouble:  # this machine's own disk
                self.trouble = trouble
                due = clock() + LONGEST_DELAY
            except Exception:
                # A pump that ended unseen would keep a day's facts here for good.
                log.exception("the pump to %s failed", self.name)
                self.trouble = Trouble()
                due = clock() + LONGEST_DELAY
            self._bell.wait(max(0.0, due - clock()))
            self._bell.clear()

    def start(self) -> None:
        """Run in a thread of its own until `stop`."""
        self._thread = threading.Thread(target=self.run_forever, name=f"pump-{self.name}", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the runner, if there is one, and close the pump's connections; before the book is closed."""
        self._ended = True
        self._bell.set()
        if self._thread is not None:
            self._thread.join()
        self._reader.close()
        self._marks.close()


def _epoch_at(epochs: list[Epoch], seq: int) -> Epoch:
    return next(one for one in reversed(epochs) if one.first <= seq)


def _end(epochs: list[Epoch], epoch: Epoch) -> int | None:
    """The last place of an incarnation that was left; None for the one that goes on."""
    return next((one.first - 1 for one in epochs if one.first > epoch.first), None)
