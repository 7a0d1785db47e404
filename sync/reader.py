"""A book as it can be read: its facts in order, its incarnations, its days; checked and copied."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from center.errors import Unreadable
from center.facts import DayOpened, Fact
from sync import proof
from sync.troubles import BookDamaged, trouble_of
from sync.wire import ROOT, Line, Mark, Origin, UnknownFact, decode_fact

PAGE = 500  # rows read at a time, so that no reading holds the log of SQLite back


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
def plainly() -> Iterator[None]:
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
        with plainly():
            self.connection = sqlite3.connect(
                f"{self.path.as_uri()}?mode=ro", uri=True, isolation_level=None, check_same_thread=False, timeout=5
            )
            try:
                self.node: str = self._owner()
            except BaseException:
                self.connection.close()
                raise

    def _owner(self) -> str:
        try:
            owner = self.noted("node")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_ERROR:
                raise
            owner = None  # a file of SQLite's, but no book
        if owner is None:
            raise BookDamaged(detail=f"{self.path.name} is no book")
        return owner

    def close(self) -> None:
        self.connection.close()

    def noted(self, key: str) -> Any:
        row = self.connection.execute("SELECT value FROM bookkeeping WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def find_head(self) -> Head:
        """The last place on disk now (ROOT's place is 0)."""
        with plainly():
            row = self.connection.execute("SELECT seq, hash FROM facts ORDER BY seq DESC LIMIT 1").fetchone()
        return Head(*row) if row else Head(0, ROOT)

    def hash_at(self, seq: int) -> bytes | None:
        if seq == 0:
            return ROOT
        with plainly():
            row = self.connection.execute("SELECT hash FROM facts WHERE seq = ?", (seq,)).fetchone()
        return row[0] if row else None

    def epochs(self) -> list[Epoch]:
        """The incarnations of this book, oldest first."""
        with plainly():
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
            with plainly():
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

    def opened_days(self) -> list[tuple[date, bool]]:
        """(day, whether its clock was suspect) of every day ever opened here, in the order of opening."""
        with plainly():
            rows = self.connection.execute("SELECT kind, v, body FROM facts WHERE kind = 'DayOpened' ORDER BY seq")
            facts = [decode_fact(*row) for row in rows.fetchall()]
        return [(fact.day, fact.clock_suspect) for fact in facts if isinstance(fact, DayOpened)]

    def count(self, day: date | None = None) -> int:
        """How many facts the book holds, or those of one day."""
        if day is None:
            return self.find_head().seq
        with plainly():
            return self.connection.execute("SELECT count(*) FROM facts WHERE day = ?", (day.isoformat(),)).fetchone()[0]

    def verify(self) -> proof.Report:
        return proof.verify(self)

    def backup(self, to: Path) -> proof.Report:
        """Copy the book to one file, read the copy back, and only then give it its name.

        Raises BookDamaged when the copy is not whole; an older file of that name then stays.
        """
        part = Path(to).with_name(Path(to).name + ".part")
        with plainly():
            try:
                part.unlink(missing_ok=True)
                report = self._copied(part)
                os.replace(part, to)
            finally:
                with suppress(OSError):
                    part.unlink(missing_ok=True)
        return report

    def _copied(self, part: Path) -> proof.Report:
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
        return report
