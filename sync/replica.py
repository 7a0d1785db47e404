"""A screen's own copy of the center's newest facts and setup, so that it starts without the box.

It is a copy: a damaged file is thrown away and fetched again. Nothing here is waited for by
anybody, so it is written without waiting for the disk.
"""

import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path

from center.errors import Unreadable
from center.facts import Fact
from sync import wire


class Replica:
    """Facts of the open day and of days to come, as the box numbered them."""

    def __init__(self, folder: Path, name: str):
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / f"{name}.replica.db"
        self._setup = folder / f"{name}.center.toml"
        try:
            self._db = self._open()
        except sqlite3.DatabaseError:
            for suffix in ("", "-wal", "-shm"):
                Path(f"{self._path}{suffix}").unlink(missing_ok=True)
            self._db = self._open()

    def _open(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
        db.execute("pragma journal_mode=wal")
        db.execute("pragma synchronous=off")
        db.execute("create table if not exists facts(seq integer primary key, day text, kind text, v int, body text)")
        db.execute("create table if not exists state(key text primary key, value text)")
        db.execute("select count(*) from facts").fetchone()
        return db

    @property
    def epoch(self) -> int:
        row = self._db.execute("select value from state where key='epoch'").fetchone()
        return int(row[0]) if row else 0

    @property
    def day(self) -> date | None:
        """The day that was open when the box last spoke."""
        row = self._db.execute("select value from state where key='day'").fetchone()
        return date.fromisoformat(row[0]) if row else None

    def begin(self, epoch: int, day: date) -> None:
        """The box speaks of this incarnation and day; facts of another incarnation are forgotten."""
        if epoch != self.epoch:
            self._db.execute("delete from facts")
            self._db.execute("delete from state where key='echoed'")
        self._db.execute("delete from facts where day < ?", (day.isoformat(),))
        self._db.executemany("insert or replace into state values(?,?)",
                             [("epoch", str(epoch)), ("day", day.isoformat())])

    def keep(self, lines: Iterable[tuple[int, Fact, str]], own_epoch: int = 0, echoed: int = 0) -> None:
        """(seq, fact, text) as received; `echoed`: the last of this machine's own facts among them."""
        rows = [(seq, fact.day.isoformat(), *wire.kind_of(fact), text) for seq, fact, text in lines]
        self._db.execute("begin")
        self._db.executemany("insert or replace into facts values(?,?,?,?,?)", rows)
        if echoed > self.echoed(own_epoch):
            self._db.execute("insert or replace into state values('echoed',?)", (f"{own_epoch} {echoed}",))
        self._db.execute("commit")

    def echoed(self, own_epoch: int) -> int:
        """The last place of this machine's own book that is among the kept facts."""
        row = self._db.execute("select value from state where key='echoed'").fetchone()
        epoch, seq = map(int, row[0].split()) if row else (0, 0)
        return seq if epoch == own_epoch else 0

    def facts(self) -> list[tuple[int, Fact]]:
        """All kept facts in the box's order."""
        kept = []
        for seq, kind, v, body in self._db.execute("select seq, kind, v, body from facts order by seq"):
            with suppress(Unreadable):
                kept.append((seq, wire.decode_fact(kind, v, body)))
        return kept

    @property
    def setup_text(self) -> str | None:
        return self._setup.read_text("utf-8") if self._setup.exists() else None

    def keep_setup(self, text: str) -> None:
        part = self._setup.with_suffix(".part")
        part.write_text(text, "utf-8")
        part.replace(self._setup)

    def close(self) -> None:
        self._db.close()
