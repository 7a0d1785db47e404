"""A screen's own copy of the center's newest facts and setup, so that it starts without the box.

It is a copy: a damaged file is thrown away and fetched again, and a disk that takes nothing more
does not stop the screen. Nobody waits for it, so a fact in it may be lost with the power, never
one before the last.
"""

import logging
import os
import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path

from center.errors import Unreadable
from center.facts import Fact
from sync import wire
from sync.reader import plainly

log = logging.getLogger("sync.replica")


CACHE_KB = 256  # a screen reads its copy once; SQLite would keep 2 MB of it in memory


class Replica:
    """Facts of the open day and of days to come, as the box numbered them. Raises Trouble when it cannot begin."""

    def __init__(self, folder: Path, name: str):
        self._path = folder / f"{name}.replica.db"
        self._setup = folder / f"{name}.center.toml"
        self._begun: tuple[int, date] | None = None  # not yet on the disk, as all that follows
        self._rows: list[tuple] = []
        self._echo: tuple[int, int] | None = None
        self._ill = False
        with plainly():
            folder.mkdir(parents=True, exist_ok=True)
            try:
                self._db = self._open()
            except sqlite3.DatabaseError as error:
                if (error.sqlite_errorcode & 0xFF) not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
                    raise
                for suffix in ("", "-wal", "-shm"):
                    Path(f"{self._path}{suffix}").unlink(missing_ok=True)
                self._db = self._open()

    def _open(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
        try:
            db.execute("pragma journal_mode=wal")
            # Without any sync a power cut could leave a hole in the copy; so it waits at checkpoints only.
            db.execute("pragma synchronous=normal")
            db.execute(f"pragma cache_size=-{CACHE_KB}")
            db.execute("create table if not exists facts"
                       "(seq integer primary key, day text, kind text, v int, body text)")
            db.execute("create table if not exists state(key text primary key, value text)")
            if db.execute("pragma quick_check(1)").fetchone() != ("ok",):
                damaged = sqlite3.DatabaseError("quick_check")
                damaged.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
                raise damaged
        except BaseException:
            db.close()
            raise
        return db

    def _state(self, key: str) -> str | None:
        row = self._db.execute("select value from state where key=?", (key,)).fetchone()
        return row[0] if row else None

    @property
    def epoch(self) -> int:
        return int(self._state("epoch") or 0)

    @property
    def day(self) -> date | None:
        """The day that was open when the box last spoke."""
        day = self._state("day")
        return date.fromisoformat(day) if day else None

    def begin(self, epoch: int, day: date) -> None:
        """The box speaks of this incarnation and day; facts of another incarnation are forgotten."""
        if self._begun is not None and epoch != self._begun[0]:
            self._rows, self._echo = [], None
        self._begun = (epoch, day)
        self._write()

    def keep(self, lines: Iterable[tuple[int, Fact, str]], own_epoch: int = 0, echoed: int = 0) -> None:
        """(seq, fact, text) as received; `echoed`: the last of this machine's own facts among them."""
        self._rows.extend((seq, fact.day.isoformat(), *wire.kind_of(fact), text) for seq, fact, text in lines)
        if echoed:
            self._echo = (own_epoch, echoed)
        self._write()

    def _write(self) -> None:
        """All that is not on the disk yet, in order; what the disk does not take now is tried again next time."""
        try:
            self._db.execute("begin")
            if self._begun is not None:
                epoch, day = self._begun
                if epoch != self.epoch:
                    self._db.execute("delete from facts")
                    self._db.execute("delete from state where key='echoed'")
                self._db.execute("delete from facts where day < ?", (day.isoformat(),))
                self._note(epoch=epoch, day=day.isoformat())
            self._db.executemany("insert or replace into facts values(?,?,?,?,?)", self._rows)
            if self._echo is not None and self._echo[1] > self.echoed(self._echo[0]):
                self._note(echoed="{} {}".format(*self._echo))
            self._db.execute("commit")
        except sqlite3.Error as error:
            with suppress(sqlite3.Error):
                self._db.execute("rollback")
            if not self._ill:
                log.warning("the copy of the center's log is not written: %s", error)
            self._ill = True
            return
        self._begun, self._rows, self._echo, self._ill = None, [], None, False

    def _note(self, **values: object) -> None:
        self._db.executemany("insert or replace into state values(?,?)", [(k, str(v)) for k, v in values.items()])

    def forget(self) -> None:
        """Everything is fetched anew."""
        self._begun, self._rows, self._echo = None, [], None
        with plainly():
            self._db.executescript("begin; delete from facts; delete from state; commit")

    @property
    def own_epoch(self) -> int:
        """The incarnation of this machine's own book of which the box last echoed a fact; 0 when none."""
        return int((self._state("echoed") or "0").split()[0])

    def echoed(self, own_epoch: int) -> int:
        """The last place of this machine's own book that is among the kept facts."""
        epoch, seq = map(int, (self._state("echoed") or "0 0").split())
        return seq if epoch == own_epoch else 0

    def facts(self) -> list[tuple[int, Fact]]:
        """All kept facts in the box's order."""
        kept = []
        for seq, kind, v, body in self._db.execute("select seq, kind, v, body from facts order by seq"):
            with suppress(Unreadable):
                kept.append((seq, wire.decode_fact(kind, v, body)))
        return kept

    def find_setup_text(self) -> str | None:
        """The center's TOML as last received, or None."""
        try:
            return self._setup.read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            return None

    def keep_setup(self, text: str) -> None:
        part = self._setup.with_suffix(".part")
        try:
            with open(part, "w", encoding="utf-8", newline="") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            part.replace(self._setup)
        except OSError as error:
            log.warning("the center's setup is not kept on this disk: %s", error)

    def close(self) -> None:
        self._db.close()
