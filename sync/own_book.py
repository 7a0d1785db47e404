"""The book of a machine that is not the box: opened, or begun anew when its file is damaged.

What a damaged book can still prove is taken over, and its file is kept. In what it cannot prove,
numbers may have been given of which nobody knows: so every block of numbers leased before is void,
and new ones are fetched as soon as the box is reached.
"""

import logging
import os
import sqlite3
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from center.errors import Unreadable
from sync.chance import draw_epoch
from sync.journal import Journal, NumberTwice
from sync.reader import Reader, plainly
from sync.replica import Replica
from sync.salvage import salvage
from sync.troubles import BookDamaged, Trouble
from sync.wire import ROOT, Line, chain, decode_fact

log = logging.getLogger("sync.own_book")

ENDINGS = ("", "-wal", "-shm", ".claim")
VOID, ALL = "leases_void", 2**62  # noted in the book: leases up to this line of the box's log are void


def own_book(folder: Path, name: str, replica: Replica, now: datetime) -> Journal:
    """The book of this machine; behind a damaged one its successor, which the box accepts as such. Raises Trouble."""
    path = folder / f"{name}.db"
    successor = path.with_name(path.name + ".successor")
    with plainly():
        if successor.exists() and not path.exists():  # the power went between the two renamings
            os.replace(successor, path)
    try:
        return Journal(path, name)
    except BookDamaged as damaged:
        aside = path.with_name(f"{name}-damaged-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.db")
        log.error("%s Tệp hỏng được giữ lại: %s. Máy làm việc tiếp với sổ mới. (%s)",
                  damaged, aside.name, damaged.detail)
    with plainly():
        for ending in ENDINGS:
            Path(f"{successor}{ending}").unlink(missing_ok=True)
        _write_successor(path, successor, name, replica)
        for ending in ENDINGS[:3]:
            with suppress(FileNotFoundError):
                os.replace(f"{path}{ending}", f"{aside}{ending}")
        os.replace(successor, path)
    replica.forget()
    return Journal(path, name)


def _write_successor(path: Path, successor: Path, name: str, replica: Replica) -> None:
    old = _find_old(path, name)
    epoch = replica.own_epoch
    if old is not None:
        with suppress(Trouble):
            epoch = next((one.epoch for one in reversed(old.epochs()) if one.first == 1), epoch)
    draws = iter([epoch] if epoch else [])
    journal = Journal(successor, name, draw_epoch=lambda: next(draws, None) or draw_epoch())
    try:
        if old is not None and epoch:
            salvage(old, journal)
        if epoch:
            journal.new_epoch("repaired")
        if old is not None:
            _rescue(old, journal, replica.echoed(epoch))
        note_void_leases(journal, ALL)
    finally:
        journal.close()
        if old is not None:
            old.close()


def _rescue(old: Reader, journal: Journal, told: int) -> None:
    """Writes down again what lies behind the break, is whole in itself and was not handed up yet."""
    found: list[Line] = []
    with suppress(sqlite3.Error, Trouble):
        (sent,) = old.connection.execute("SELECT max(seq) FROM sent").fetchone()
        epochs, known = old.epochs(), max(journal.head.seq, told, sent or 0)
        before = (0, ROOT)
        for seq, line, stored, _ in old.rows(max(known - 1, 0)):
            epoch = next((one.epoch for one in reversed(epochs) if one.first <= seq), 0)
            follows = before[0] == seq - 1 and chain(before[1], old.node, epoch, seq, line) == stored
            if seq > known and follows:
                found.append(line)
            before = (seq, stored)
    with journal.commit():
        for line in found:
            with suppress(Unreadable, NumberTwice), journal.step():
                journal.append(decode_fact(line.kind, line.v, line.text), line.origin, line.text, v=line.v)


def _find_old(path: Path, name: str) -> Reader | None:
    try:
        old = Reader(path)
    except Trouble:
        return None
    if old.node == name:
        return old
    old.close()
    return None


def void_leases(journal: Journal) -> int:
    """Leases granted in the box's log up to this line are void for this machine; 0 when none is."""
    return journal.noted(VOID) or 0


def note_void_leases(journal: Journal, until: int) -> None:
    with journal.commit():
        journal.connection.execute("INSERT OR REPLACE INTO bookkeeping VALUES (?, ?)", (VOID, until))
