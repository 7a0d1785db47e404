"""Taking in what another machine's book hands up, exactly once, and noticing when two books bear one name.

The same rules serve the box for its kiosks and counters and the province for its centers.
"""

from collections.abc import Callable
from typing import NamedTuple

from center.errors import Unreadable
from center.facts import Fact
from sync.journal import Entry, Journal, NumberTwice
from sync.troubles import Damaged, ForeignBook
from sync.wire import ROOT, Answer, Batch, Line, Mark, Origin, UnknownFact, chain, decode_batch, decode_fact


class _Known(NamedTuple):
    """How far one incarnation of a sender's book is known here; `opened` counts them in order of arrival."""

    epoch: int
    seq: int
    hash: bytes
    parent_epoch: int | None
    parent_seq: int | None
    replaceable: bool
    opened: int

    @property
    def mark(self) -> Mark:
        return Mark(self.epoch, self.seq, self.hash.hex())


class _Start(NamedTuple):
    """Where an incarnation is known to: the next new line follows `seq`, whose hash is `hash`."""

    seq: int
    hash: bytes


class Intake:
    """The receiving end, inside the receiver's own journal and its open commit."""

    def __init__(self, journal: Journal):
        self._journal = journal

    def absorb(
        self, body: bytes, node: str, may: Callable[[Fact | UnknownFact], bool] | None = None
    ) -> tuple[Answer, list[Entry]]:
        """Take in a batch from `node`: what to answer, and the entries that are new here.

        Only inside `journal.commit()`; lines and mark move together or not at all. `may` says
        whether this sender may state a fact; what it may not, what is unreadable and what would
        give a number twice is kept in quarantine, word for word. Raises ForeignBook when the
        batch is from a book of another name.
        """
        try:
            batch = decode_batch(body)
        except Damaged:
            return Answer(kind="damaged"), []
        if batch.node != node:
            raise ForeignBook(detail=batch.node)
        hashes = [bytes.fromhex(batch.prev_hash)]
        for place, line in enumerate(batch.lines, batch.first):
            hashes.append(chain(hashes[-1], node, batch.epoch, place, line))
        if hashes[-1].hex() != batch.last_hash:
            return Answer(kind="damaged"), []
        known = self._known(node)
        start = self._start(batch, known)
        if isinstance(start, Answer):
            return start, []
        last = batch.first + len(batch.lines) - 1
        if _superseded(known, batch.epoch, last):
            return Answer(kind="fork", mark=start_mark(batch, start)), []
        if batch.first > start.seq + 1:
            return Answer(kind="gap", mark=start_mark(batch, start)), []
        if last >= start.seq:
            same = hashes[start.seq - batch.first + 1] == start.hash
        else:
            same = self._hash_at(node, batch.epoch, last) in (None, hashes[-1])
        if not same:
            return Answer(kind="fork", mark=start_mark(batch, start)), []
        entries = []
        for place in range(start.seq + 1, last + 1):
            index = place - batch.first
            entry = self._take_in(batch.lines[index], Origin(node, batch.epoch, place), hashes[index + 1], may)
            if entry is not None:
                entries.append(entry)
        if last > start.seq:
            start = _Start(last, hashes[-1])
            self._move_mark(batch, start, known)
        elif batch.epoch not in known and batch.parent is not None:
            self._move_mark(batch, start, known)  # a branch is known from its first heartbeat on
        kept = self.quarantined(node)
        return Answer(kind="quarantined" if kept else "ok", mark=start_mark(batch, start), quarantined=kept), entries

    def quarantined(self, node: str) -> int:
        """How many lines of this machine's book could not be taken in; they are kept."""
        return self._journal.connection.execute("SELECT count(*) FROM quarantine WHERE node = ?", (node,)).fetchone()[0]

    def _known(self, node: str) -> dict[int, _Known]:
        rows = self._journal.connection.execute(
            "SELECT epoch, seq, hash, parent_epoch, parent_seq, replaceable, opened FROM marks"
            " WHERE node = ? ORDER BY opened",
            (node,),
        )
        return {row[0]: _Known(*row) for row in rows}

    def _start(self, batch: Batch, known: dict[int, _Known]) -> _Start | Answer:
        """Where this incarnation is known to, or why it can't be judged yet (gap) or not be true (fork)."""
        if (mark := known.get(batch.epoch)) is not None:
            return _Start(mark.seq, mark.hash)
        newest = next(reversed(known.values()), None)
        if batch.parent is None or (batch.parent.seq == 0 and batch.parent.epoch not in known):
            if newest is not None and not newest.replaceable:
                return Answer(kind="fork", mark=newest.mark)
            return _Start(0, ROOT)
        if (parent := known.get(batch.parent.epoch)) is None or parent.seq < batch.parent.seq:
            of = parent or newest
            return Answer(kind="gap", mark=of.mark if of else None)
        at = parent.hash
        if parent.seq > batch.parent.seq:
            at = self._hash_at(batch.node, parent.epoch, batch.parent.seq)
        if (at is not None and at.hex() != batch.parent.hash) or batch.first <= batch.parent.seq:
            return Answer(kind="fork", mark=parent.mark)
        return _Start(batch.parent.seq, bytes.fromhex(batch.parent.hash))

    def _hash_at(self, node: str, epoch: int, seq: int) -> bytes | None:
        """The sender's hash at a place taken in before; ROOT's before the first."""
        if seq == 0:
            return ROOT
        for query in (
            "SELECT origin_hash FROM facts WHERE origin_node = ? AND origin_epoch = ? AND origin_seq = ?",
            "SELECT hash FROM quarantine WHERE node = ? AND epoch = ? AND seq = ?",
        ):
            if row := self._journal.connection.execute(query, (node, epoch, seq)).fetchone():
                return row[0]
        return None

    def _take_in(
        self, line: Line, origin: Origin, made: bytes, may: Callable[[Fact | UnknownFact], bool] | None
    ) -> Entry | None:
        try:
            fact = decode_fact(line.kind, line.v, line.text)
            if may is not None and not may(fact):
                return self._set_aside(line, origin, made, "not allowed")
            with self._journal.step():
                return self._journal.append(fact, origin, line.text, v=line.v, origin_hash=made)
        except Unreadable as error:
            return self._set_aside(line, origin, made, f"unreadable: {error}")
        except NumberTwice as error:
            return self._set_aside(line, origin, made, f"number twice: {error}")

    def _set_aside(self, line: Line, origin: Origin, made: bytes, why: str) -> None:
        first = "\x1e".join(map(str, line.origin)) if line.origin else None
        self._journal.connection.execute(
            "INSERT INTO quarantine (node, epoch, seq, kind, v, body, origin, hash, why, heard_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*origin, line.kind, line.v, line.text, first, made, why, self._journal.now().isoformat()),
        )

    def _move_mark(self, batch: Batch, to: _Start, known: dict[int, _Known]) -> None:
        parent = (batch.parent.epoch, batch.parent.seq) if batch.parent else (None, None)
        self._journal.connection.execute(
            "INSERT INTO marks (node, epoch, seq, hash, parent_epoch, parent_seq, opened, heard_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (node, epoch)"
            " DO UPDATE SET seq = excluded.seq, hash = excluded.hash, heard_at = excluded.heard_at",
            (batch.node, batch.epoch, to.seq, to.hash, *parent, len(known) + 1, self._journal.now().isoformat()),
        )


def start_mark(batch: Batch, at: _Start) -> Mark:
    return Mark(batch.epoch, at.seq, at.hash.hex())


def _superseded(known: dict[int, _Known], epoch: int, last: int) -> bool:
    """Whether a newer incarnation has taken this one's place before `last`: its old disk lives on somewhere."""
    if epoch not in known:
        return False
    newest = next(reversed(known.values()))
    while newest.epoch != epoch:
        if newest.parent_epoch == epoch:
            return last > newest.parent_seq
        if newest.parent_epoch not in known:
            return True
        newest = known[newest.parent_epoch]
    return False
