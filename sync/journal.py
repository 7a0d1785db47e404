"""The book of one machine: every fact it knows to be true, on its disk before anybody hears of it."""

import os
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from center.errors import Unreadable
from center.facts import DayOpened, Fact, NumberTaken
from sync import proof
from sync.troubles import BookDamaged, BookInUse, DiskFailing, ForeignBook, trouble_of
from sync.upgrades import upgrade
from sync.wire import ROOT, Line, Mark, Origin, UnknownFact, chain, decode_fact, encode, kind_of

PAGE = 500  # rows read at a time, so that no reading holds the log of SQLite back
WAL_PAGES = 64 * 1024 * 1024 // 4096
TAIL = 200  # lines whose chain is checked whenever a book is opened


class NumberTwice(Exception):
    """A number was about to be given a second time on one day: a bug, or a stranger's fact."""


class Head(NamedTuple):
    """The last place of a book and the hash there (16 bytes)."""

    seq: int
    hash: bytes


class Entry(NamedTuple):
    """A fact in its place in the book; `text` is its body word for word."""

    seq: int
    fact: Fact | UnknownFact
    text: str
    origin: Origin | None
    hash: bytes


class Epoch(NamedTuple):
    """An incarnation of a book from place `first` on; `parent` is where the older one was left."""

    epoch: int
    first: int
    parent: Mark | None
    reason: str


@contextmanager
def _plainly() -> Iterator[None]:
    """Errors of SQLite and the system come out as Troubles; bugs stay what they are."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        if (trouble := trouble_of(error)) is None:
            raise
        raise trouble from error


class Reader:
    """A book read by another thread or program while its owner writes on. Never blocks the owner."""

    def __init__(self, path: Path):
        self.path = Path(path).resolve()
        with _plainly():
            self.connection = sqlite3.connect(
                f"{self.path.as_uri()}?mode=ro", uri=True, isolation_level=None, check_same_thread=False, timeout=5
            )
            try:
                self.node: str = self.noted("node")
                if self.node is None:
                    raise BookDamaged
            except BaseException:
                self.connection.close()
                raise

    def close(self) -> None:
        self.connection.close()

    def noted(self, key: str) -> Any:
        row = self.connection.execute("SELECT value FROM bookkeeping WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def find_head(self) -> Head:
        """The last place on disk now (ROOT's place is 0)."""
        with _plainly():
            row = self.connection.execute("SELECT seq, hash FROM facts ORDER BY seq DESC LIMIT 1").fetchone()
        return Head(*row) if row else Head(0, ROOT)

    def hash_at(self, seq: int) -> bytes | None:
        if seq == 0:
            return ROOT
        row = self.connection.execute("SELECT hash FROM facts WHERE seq = ?", (seq,)).fetchone()
        return row[0] if row else None

    def epochs(self) -> list[Epoch]:
        """The incarnations of this book, oldest first."""
        with _plainly():
            rows = self.connection.execute(
                "SELECT epoch, first, parent_epoch, parent_seq, parent_hash, reason FROM epochs ORDER BY opened"
            ).fetchall()
        return [Epoch(e, f, Mark(pe, ps, ph.hex()) if pe is not None else None, why) for e, f, pe, ps, ph, why in rows]

    def rows(
        self, after: int = 0, *, day: date | None = None, last: int | None = None, limit: int | None = None
    ) -> Iterator[tuple[int, Line, bytes, str]]:
        """(seq, line, hash, day) after this place in order, undecoded; `last` is the last place wanted."""
        where, end = ("day = ? AND ", (day.isoformat(),)) if day is not None else ("", ())
        query = (
            "SELECT seq, kind, v, body, origin_node, origin_epoch, origin_seq, hash, day FROM facts"
            f" WHERE {where}seq > ? AND seq <= ? ORDER BY seq LIMIT ?"
        )
        last = last if last is not None else 2**62
        while limit is None or limit > 0:
            size = PAGE if limit is None else min(limit, PAGE)
            with _plainly():
                found = self.connection.execute(query, (*end, after, last, size)).fetchall()
            for seq, kind, v, body, node, epoch, place, made, on in found:
                yield seq, Line(kind, v, body, Origin(node, epoch, place) if node is not None else None), made, on
            if len(found) < size:
                return
            after = found[-1][0]
            limit = limit - size if limit is not None else None

    def entries(
        self, after: int = 0, *, day: date | None = None, last: int | None = None, limit: int | None = None
    ) -> Iterator[Entry]:
        """The facts after this place in order."""
        for seq, line, made, _ in self.rows(after, day=day, last=last, limit=limit):
            try:
                yield Entry(seq, decode_fact(line.kind, line.v, line.text), line.text, line.origin, made)
            except Unreadable as error:
                raise BookDamaged(detail=f"{seq}: {error}") from error

    def day_entries(self, day: date) -> Iterator[Entry]:
        return self.entries(day=day)

    def opened_days(self) -> list[tuple[date, bool]]:
        """(day, whether its clock was suspect) of every day ever opened here, in the order of opening."""
        with _plainly():
            rows = self.connection.execute("SELECT kind, v, body FROM facts WHERE kind = 'DayOpened' ORDER BY seq")
            facts = [decode_fact(*row) for row in rows.fetchall()]
        return [(fact.day, fact.clock_suspect) for fact in facts if isinstance(fact, DayOpened)]

    def last_day(self) -> date | None:
        days = self.opened_days()
        return days[-1][0] if days else None

    def count(self, day: date | None = None) -> int:
        """How many facts the book holds, or those of one day."""
        if day is None:
            return self.find_head().seq
        with _plainly():
            return self.connection.execute("SELECT count(*) FROM facts WHERE day = ?", (day.isoformat(),)).fetchone()[0]

    def verify(self) -> proof.Report:
        return proof.verify(self)

    def backup(self, to: Path) -> proof.Report:
        """Copy the book to one file, read the copy back, and only then give it its name.

        Raises BookDamaged when the copy is not whole; an older file of that name then stays.
        """
        part = Path(to).with_name(Path(to).name + ".part")
        with _plainly():
            part.unlink(missing_ok=True)
            copy = sqlite3.connect(part, isolation_level=None)
            try:
                self.connection.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")
            finally:
                copy.close()
            reader = Reader(part)
            try:
                report = reader.verify()
            finally:
                reader.close()
            if not report.whole:
                raise BookDamaged(detail=report.faults[0])
            with open(part, "r+b") as file:
                os.fsync(file.fileno())
            os.replace(part, to)
        return report


class Journal(Reader):
    """One SQLite file, WAL, synchronous=FULL, one writer thread.

    What `commit` let through is on the disk; a number is in it once. All errors of the disk come
    out as Troubles, with nothing half written. `now` only dates new incarnations and marks.
    """

    def __init__(
        self,
        path: Path,
        node: str,
        *,
        synchronous: str = "FULL",
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        draw_epoch: Callable[[], int] = lambda: secrets.randbits(62) + 1,
        exclusive: bool = True,
    ):
        self.path = Path(path).resolve()
        self.node = node
        self.now = now
        self._draw_epoch = draw_epoch
        self._synchronous = synchronous
        self._claim: sqlite3.Connection | None = None
        self._writing = False
        self._ill = False
        with _plainly():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            if exclusive:
                self._claim = _claim(self.path)
            try:
                self.connection = self._open()
                self._begin_book()
                self.head = self._checked_head()
            except BaseException:
                self.close()
                raise

    # Opening and closing ---------------------------------------------------------------

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False, timeout=5)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(f"PRAGMA synchronous = {self._synchronous}")
            connection.execute(f"PRAGMA wal_autocheckpoint = {WAL_PAGES}")
            upgrade(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _begin_book(self) -> None:
        owner = self.noted("node")
        if owner is None:
            self.connection.execute("BEGIN IMMEDIATE")
            self.connection.execute("INSERT INTO bookkeeping VALUES ('node', ?)", (self.node,))
            self._insert_epoch(1, None, "new")
            self.connection.execute("COMMIT")
        elif owner != self.node:
            raise ForeignBook(detail=owner)
        self.epoch = self.epochs()[-1].epoch

    def _insert_epoch(self, first: int, parent: Mark | None, reason: str) -> int:
        epoch = self._draw_epoch()
        columns = (parent.epoch, parent.seq, bytes.fromhex(parent.hash)) if parent else (None, None, None)
        opened = self.connection.execute("SELECT count(*) + 1 FROM epochs").fetchone()[0]
        self.connection.execute(
            "INSERT INTO epochs VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (epoch, first, *columns, reason, opened, self.now().isoformat()),
        )
        return epoch

    def _checked_head(self) -> Head:
        """The head on disk, its last lines chained again."""
        head = self.find_head()
        epochs = self.epochs()
        after = max(0, head.seq - TAIL)
        before = self.hash_at(after)
        if before is None:
            raise BookDamaged(detail=f"line {after} is missing")
        for seq, line, stored, _ in self.rows(after):
            epoch = next(one.epoch for one in reversed(epochs) if one.first <= seq)
            if seq != after + 1 or chain(before, self.node, epoch, seq, line) != stored:
                raise BookDamaged(detail=f"line {seq} does not follow")
            after, before = seq, stored
        return head

    def _reopen(self) -> None:
        """After a failed write: nothing more is promised until the disk has taken the whole book again.

        A failed fsync may have lost pages that the system still shows, so what SQLite's log holds
        is copied into the file and synced before any further commit.
        """
        acknowledged = self.head
        healed = self._open()
        self.connection.close()
        self.connection = healed
        busy, *_ = self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        head = self._checked_head()
        if busy or head.seq < acknowledged.seq or self.hash_at(acknowledged.seq) != acknowledged.hash:
            raise DiskFailing(detail="the book could not be proved after a failed write")
        self.head = head
        self._ill = False

    def close(self) -> None:
        """Close the book and give up the claim on it."""
        for connection in (getattr(self, "connection", None), self._claim):
            if connection is not None:
                connection.close()

    # Writing ---------------------------------------------------------------------------

    @contextmanager
    def commit(self) -> Iterator[None]:
        """One transaction: all of it is on the disk when the block is left, or none of it."""
        if self._writing:
            raise RuntimeError("a commit inside a commit")
        before = self.head
        try:
            if self._ill:
                self._reopen()
                before = self.head
            self.connection.execute("BEGIN IMMEDIATE")
            self._writing = True
            yield
            self.connection.execute("COMMIT")
        except BaseException as error:
            self.head = before
            self._undo()
            if isinstance(error, sqlite3.Error | OSError) and (trouble := trouble_of(error)) is not None:
                self._ill = self._ill or isinstance(trouble, DiskFailing)
                raise trouble from error
            raise
        finally:
            self._writing = False

    def _undo(self) -> None:
        try:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
        except sqlite3.Error:
            self._ill = True

    @contextmanager
    def step(self) -> Iterator[None]:
        """One part of a commit that may fail alone: an exception undoes only what was done in it."""
        before = self.head
        self.connection.execute("SAVEPOINT step")
        try:
            yield
        except BaseException:
            self.head = before
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK TO step")
                self.connection.execute("RELEASE step")
            raise
        self.connection.execute("RELEASE step")

    def append(
        self,
        fact: Fact | UnknownFact,
        origin: Origin | None = None,
        text: str | None = None,
        *,
        v: int | None = None,
        origin_hash: bytes | None = None,
    ) -> Entry:
        """Write the fact down in the next place. Only inside `commit`.

        `text` and `v`: a body from elsewhere, kept word for word. Raises NumberTwice for a number
        that this day and series already has; the step then has to be undone.
        """
        if not self._writing:
            raise RuntimeError("append outside a commit")
        kind, made_v = kind_of(fact)
        if text is None:
            text = fact.text if type(fact) is UnknownFact else encode(fact)
        line = Line(kind, v if v is not None else made_v, text, origin)
        seq = self.head.seq + 1
        made = chain(self.head.hash, self.node, self.epoch, seq, line)
        day = fact.day.isoformat()
        self.connection.execute(
            "INSERT INTO facts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (seq, day, kind, line.v, text, *(origin or (None, None, None)), origin_hash, made),
        )
        if type(fact) is NumberTaken:
            try:
                self.connection.execute("INSERT INTO numbers VALUES (?, ?, ?, ?)", (day, fact.series, fact.number, seq))
            except sqlite3.IntegrityError as error:
                raise NumberTwice(f"{fact.ticket} on {day}") from error
        self.head = Head(seq, made)
        return Entry(seq, fact, text, origin, made)

    def find_answer(self, nonce: str) -> tuple[int, int] | None:
        """First and last place of the facts that once answered this nonce."""
        return self.connection.execute("SELECT first, last FROM answers WHERE nonce = ?", (nonce,)).fetchone()

    def keep_answer(self, nonce: str, first: int, last: int) -> None:
        """Remember what this press was answered with; in the same commit as the facts."""
        self.connection.execute("INSERT INTO answers VALUES (?, ?, ?)", (nonce, first, last))

    def new_epoch(self, reason: str) -> int:
        """Go on as another incarnation that names this one as its parent (restored copy, repaired book)."""
        with self.commit():
            parent = Mark(self.epoch, self.head.seq, self.head.hash.hex())
            epoch = self._insert_epoch(self.head.seq + 1, parent, reason)
        self.epoch = epoch
        return epoch

    # Upkeep ----------------------------------------------------------------------------

    def checkpoint(self) -> None:
        """Move SQLite's log into the file; called when nobody waits, so that a ticket costs one fdatasync."""
        with _plainly():
            self.connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()


def _claim(path: Path) -> sqlite3.Connection:
    """The only right to write this book, given up by the system itself when the process dies."""
    held = sqlite3.connect(
        path.with_name(path.name + ".claim"), isolation_level=None, check_same_thread=False, timeout=0
    )
    try:
        held.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        held.close()
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
            raise BookInUse(detail=str(path)) from error
        raise
    return held
