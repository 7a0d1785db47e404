"""The book of one machine: every fact it knows to be true, on its disk before anybody hears of it."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from center.facts import Fact, NumberTaken
from sync.chance import draw_epoch
from sync.reader import Entry, Head, Reader, plainly
from sync.troubles import BookDamaged, BookInUse, DiskFailing, ForeignBook, trouble_of
from sync.upgrades import upgrade
from sync.wire import Line, Mark, Origin, UnknownFact, chain, encode, kind_of

WAL_PAGES = 64 * 1024 * 1024 // 4096
TAIL = 200  # lines whose chain is checked whenever a book is opened


class NumberTwice(Exception):
    """A number was about to be given a second time on one day: a bug, or a stranger's fact."""


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
        draw_epoch: Callable[[], int] = draw_epoch,
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
        with plainly():
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

    def forget_answers(self, before: date) -> None:
        """Presses answered before this day was opened are never repeated; in the commit that opens another day."""
        self.connection.execute(
            "DELETE FROM answers WHERE last < (SELECT max(seq) FROM facts WHERE kind = 'DayOpened' AND day = ?)",
            (before.isoformat(),),
        )

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
        with plainly():
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
