"""What a replaced book still holds beyond its backup, taken over as far as its chain proves it.

A backup is always older than the last ticket. Without this a restored book would give the
numbers of the last hours a second time, and let in machines whose tokens were taken away since.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import suppress

from center.errors import Unreadable
from sync.journal import Journal, NumberTwice, Reader
from sync.troubles import Trouble
from sync.wire import Line, chain, decode_fact


def salvage(old: Reader, into: Journal) -> int:
    """Continues `into` with the lines of `old` that follow its head; how many. 0 when the two parted earlier.

    Stops at the first line that is missing, unreadable or does not follow from the one before.
    """
    first = into.head.seq + 1
    try:
        if old.node != into.node or old.hash_at(into.head.seq) != into.head.hash:
            return 0
    except sqlite3.Error:
        return 0
    with into.commit():
        for line, origin_hash in _proved(old, into):
            try:
                with into.step():
                    fact = decode_fact(line.kind, line.v, line.text)
                    into.append(fact, line.origin, line.text, v=line.v, origin_hash=origin_hash)
            except (Unreadable, NumberTwice):
                break
        last = into.head.seq
        _marks(old, into, first)
        for take in (_answers, _quarantine, _machines):
            with suppress(sqlite3.Error):  # that table is what was damaged
                take(old, into, first, last)
    return last - first + 1


def _proved(old: Reader, into: Journal) -> Iterator[tuple[Line, bytes | None]]:
    seq, before = into.head
    with suppress(sqlite3.Error, Trouble):
        ends = next((each.first for each in old.epochs() if each.first > seq and each.epoch != into.epoch), None)
        for place, line, stored, _ in old.rows(after=seq, last=ends - 1 if ends else None):
            if place != seq + 1 or chain(before, into.node, into.epoch, place, line) != stored:
                return
            (origin_hash,) = old.connection.execute("SELECT origin_hash FROM facts WHERE seq = ?", (place,)).fetchone()
            seq, before = place, stored
            yield line, origin_hash


def _answers(old: Reader, into: Journal, first: int, last: int) -> None:
    rows = old.connection.execute("SELECT * FROM answers WHERE first >= ? AND last <= ?", (first, last)).fetchall()
    into.connection.executemany("INSERT OR IGNORE INTO answers VALUES (?, ?, ?)", rows)


def _quarantine(old: Reader, into: Journal, *_: int) -> None:
    """Lines set aside up to the new marks; what lies beyond them is handed up again and set aside anew."""
    columns = "node, epoch, seq, kind, v, body, origin, hash, why, heard_at"
    known = "EXISTS (SELECT 1 FROM marks WHERE marks.node = ?1 AND marks.epoch = ?2 AND marks.seq >= ?3)"
    into.connection.executemany(
        f"INSERT OR IGNORE INTO quarantine ({columns}) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10 WHERE {known}",
        old.connection.execute(f"SELECT {columns} FROM quarantine ORDER BY id").fetchall(),
    )


def _machines(old: Reader, into: Journal, *_: int) -> None:
    rows = old.connection.execute("SELECT * FROM machines").fetchall()
    into.connection.executemany("INSERT OR REPLACE INTO machines VALUES (?, ?, ?, ?, ?)", rows)


def _marks(old: Reader, into: Journal, first: int) -> None:
    """How far each machine's book is known now: to its last line taken over, never further."""
    rows = into.connection.execute(
        "SELECT origin_node, origin_epoch, origin_seq, origin_hash FROM facts"
        " WHERE seq >= ? AND origin_node IS NOT NULL AND origin_hash IS NOT NULL ORDER BY seq",
        (first,),
    ).fetchall()
    for node, epoch, seq, made in rows:
        parent = None
        with suppress(sqlite3.Error):
            parent = old.connection.execute(
                "SELECT parent_epoch, parent_seq FROM marks WHERE node = ? AND epoch = ?", (node, epoch)
            ).fetchone()
        into.connection.execute(
            "INSERT INTO marks (node, epoch, seq, hash, parent_epoch, parent_seq, opened, heard_at)"
            " SELECT ?1, ?2, ?3, ?4, ?5, ?6, count(*) + 1, ?7 FROM marks WHERE node = ?1 ON CONFLICT (node, epoch)"
            " DO UPDATE SET seq = excluded.seq, hash = excluded.hash WHERE excluded.seq > marks.seq",
            (node, epoch, seq, made, *(parent or (None, None)), into.now().isoformat()),
        )
