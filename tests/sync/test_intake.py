"""However the batches of a book arrive, its facts are taken in once, in order; a second book under one name is seen."""

import shutil
import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from center.facts import DeviceFaulted, FreeRated, NumberTaken
from sync.intake import Intake
from sync.journal import Journal
from sync.reader import Reader
from sync.troubles import ForeignBook
from sync.wire import Answer, Batch, Mark, Origin, UnknownFact, decode_batch, encode_batch

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
DAY = date(2026, 11, 23)


def rated(value: int) -> FreeRated:
    return FreeRated(at=AT + timedelta(seconds=value), day=DAY, value=value, machine="rate-1")


def taken(number: int) -> NumberTaken:
    return NumberTaken(
        at=AT, day=DAY, ticket=f"A{number:03}", series="A", number=number, field="a", priority="thuong",
        machine="kiosk-1", leased=True,
    )  # fmt: skip


class Machine:
    """A machine's book that is handed up piece by piece."""

    def __init__(self, path: Path, node: str = "rate-1"):
        self.journal = Journal(path, node)

    def write(self, *facts) -> None:
        with self.journal.commit():
            for fact in facts:
                self.journal.append(fact)

    def batch(self, first: int, last: int) -> bytes:
        """Lines first..last as they travel; none when last < first."""
        epochs = self.journal.epochs()
        epoch = next(one for one in reversed(epochs) if one.first <= first)
        rows = list(self.journal.rows(first - 1, last=last))
        prev = self.journal.hash_at(first - 1)
        return encode_batch(Batch(
            node=self.journal.node, epoch=epoch.epoch, parent=epoch.parent, first=first, prev_hash=prev.hex(),
            last_hash=(rows[-1][2] if rows else prev).hex(), lines=tuple(line for _, line, _, _ in rows),
        ))  # fmt: skip

    def mark(self, seq: int) -> Mark:
        epoch = next(one for one in reversed(self.journal.epochs()) if one.first <= max(seq, 1))
        return Mark(epoch.epoch, seq, self.journal.hash_at(seq).hex())


class Receiver:
    def __init__(self, path: Path, node: str = "box"):
        self.journal = Journal(path, node)
        self.intake = Intake(self.journal)

    def absorb(self, body: bytes, node: str = "rate-1", may=None) -> Answer:
        with self.journal.commit():
            answer, entries = self.intake.absorb(body, node, may)
        assert [entry.origin.node for entry in entries] == [node] * len(entries)
        return answer

    def values(self) -> list[int]:
        assert self.journal.verify().whole
        return [entry.fact.value for entry in self.journal.entries()]


@pytest.fixture
def machine(folder):
    made = Machine(folder / "rate-1.db")
    made.write(*(rated(n) for n in range(1, 11)))
    yield made
    made.journal.close()


@pytest.fixture
def box(folder):
    made = Receiver(folder / "center.db")
    yield made
    made.journal.close()


def test_a_batch_is_taken_in_with_its_origin(machine, box):
    assert box.absorb(machine.batch(1, 10)) == Answer(kind="ok", mark=machine.mark(10))
    assert box.values() == list(range(1, 11))
    assert [entry.origin for entry in box.journal.entries()] == [
        Origin("rate-1", machine.journal.epoch, n) for n in range(1, 11)]  # fmt: skip


def test_the_same_again_changes_nothing(machine, box):
    for _ in range(3):
        assert box.absorb(machine.batch(1, 4)) == Answer(kind="ok", mark=machine.mark(4))
    assert box.absorb(machine.batch(2, 7)).mark == machine.mark(7)
    assert box.absorb(machine.batch(3, 5)) == Answer(kind="ok", mark=machine.mark(7))
    assert box.values() == list(range(1, 8))


def test_a_gap_is_refused_with_the_place_to_go_on_from(machine, box):
    assert box.absorb(machine.batch(3, 5)) == Answer(kind="gap", mark=machine.mark(0))
    box.absorb(machine.batch(1, 2))
    assert box.absorb(machine.batch(5, 6)) == Answer(kind="gap", mark=machine.mark(2))
    assert box.values() == [1, 2]


def test_a_heartbeat_tells_the_mark(machine, box):
    assert box.absorb(machine.batch(1, 0)) == Answer(kind="ok", mark=machine.mark(0))
    box.absorb(machine.batch(1, 6))
    assert box.absorb(machine.batch(7, 6)) == Answer(kind="ok", mark=machine.mark(6))
    assert box.absorb(machine.batch(11, 10)) == Answer(kind="gap", mark=machine.mark(6))
    assert box.absorb(machine.batch(4, 3)) == Answer(kind="ok", mark=machine.mark(6))


def test_damage_is_damage_and_never_a_fork(machine, box):
    box.absorb(machine.batch(1, 3))
    body = machine.batch(2, 8)
    for place in range(0, len(body) * 8, 5):
        bad = bytearray(body)
        bad[place // 8] ^= 1 << place % 8
        assert box.absorb(bytes(bad)).kind == "damaged"
    assert box.absorb(b"").kind == "damaged"
    assert box.values() == [1, 2, 3]


def test_lines_that_do_not_lead_to_the_hash_told_are_damage(machine, box):
    whole = decode_batch(machine.batch(1, 3))
    swapped = (whole.lines[1], whole.lines[0], whole.lines[2])
    for changed in ({"lines": swapped}, {"lines": whole.lines[:2]}, {"last_hash": "00" * 16}, {"prev_hash": "11" * 16}):
        assert box.absorb(encode_batch(replace(whole, **changed))).kind == "damaged"
    assert box.values() == []


def test_a_batch_in_another_machines_name_is_refused(machine, box):
    with pytest.raises(ForeignBook):
        box.absorb(machine.batch(1, 3), node="rate-2")
    assert box.values() == []


def test_lines_and_mark_move_together(machine, box):
    with pytest.raises(RuntimeError), box.journal.commit():
        box.intake.absorb(machine.batch(1, 5), "rate-1")
        raise RuntimeError
    assert box.absorb(machine.batch(6, 8)) == Answer(kind="gap", mark=machine.mark(0))
    assert box.absorb(machine.batch(1, 10)).kind == "ok"
    assert box.values() == list(range(1, 11))


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(1, 40), st.integers(0, 12), st.booleans()), max_size=25))
def test_any_cut_repetition_and_order_ends_in_exactly_once(pieces):
    with TemporaryDirectory() as name:
        folder = Path(name)
        machine, box = Machine(folder / "rate-1.db"), Receiver(folder / "center.db")
        machine.journal.connection.execute("PRAGMA synchronous = OFF")
        box.journal.connection.execute("PRAGMA synchronous = OFF")
        machine.write(*(rated(n) for n in range(1, 41)))
        known = 0
        for first, length, twice in pieces:
            last = min(first + length - 1, 40)
            body = machine.batch(first, last)
            for _ in range(1 + twice):
                answer = box.absorb(body)
                fits = first <= known + 1
                known = max(known, last) if fits else known
                assert answer == Answer(kind="ok" if fits else "gap", mark=machine.mark(known))
        assert box.values() == list(range(1, known + 1))
        while known < 40:
            known = box.absorb(machine.batch(known + 1, min(known + 9, 40))).mark.seq
        assert box.values() == list(range(1, 41))
        machine.journal.close()
        box.journal.close()


# What cannot be taken in is kept ---------------------------------------------------------


def set_aside(box: Receiver) -> list[tuple]:
    return box.journal.connection.execute("SELECT seq, kind, v, body, why FROM quarantine ORDER BY seq").fetchall()


def test_an_unknown_kind_is_taken_in_word_for_word(machine, box):
    text = '{"at":"2026-11-23T01:00:00.000Z","day":"2026-11-23","door":3}'
    machine.write(UnknownFact(kind="DoorOpened", v=2, text=text, at=AT, day=DAY), rated(12))
    assert box.absorb(machine.batch(1, 12)).kind == "ok"
    entry = list(box.journal.entries())[10]
    assert (entry.text, entry.fact.kind, entry.fact.v) == (text, "DoorOpened", 2)


def test_an_unreadable_line_is_set_aside_and_counted(machine, box):
    bad = UnknownFact(kind="FreeRated", v=1, text='{"value":"five"}', at=AT, day=DAY)
    machine.write(bad, rated(12))
    answer = box.absorb(machine.batch(1, 12))
    assert answer == Answer(kind="quarantined", mark=machine.mark(12), quarantined=1)
    assert box.values() == [*range(1, 11), 12]
    ((seq, kind, v, body, why),) = set_aside(box)
    assert (seq, kind, v, body) == (11, "FreeRated", 1, '{"value":"five"}') and why.startswith("unreadable")
    assert box.absorb(machine.batch(11, 12)) == answer and len(set_aside(box)) == 1


def test_what_a_machine_may_not_state_is_set_aside(machine, box):
    machine.write(taken(1))
    answer = box.absorb(machine.batch(1, 11), may=lambda fact: isinstance(fact, FreeRated))
    assert answer.quarantined == 1 and box.values() == list(range(1, 11))
    assert set_aside(box)[0][4] == "not allowed"


def test_a_number_handed_up_twice_is_set_aside_and_the_rest_taken_in(folder, box):
    kiosk = Machine(folder / "kiosk-1.db", "kiosk-1")
    kiosk.write(taken(1), taken(2), DeviceFaulted(at=AT, day=DAY, machine="kiosk-1", device="printer", fault="paper"))
    with box.journal.commit():
        box.journal.append(taken(2))
    assert box.absorb(kiosk.batch(1, 3), "kiosk-1").quarantined == 1
    assert [type(entry.fact).__name__ for entry in box.journal.entries()] == [
        "NumberTaken", "NumberTaken", "DeviceFaulted"]  # fmt: skip
    assert set_aside(box)[0][4].startswith("number twice") and box.journal.verify().whole
    kiosk.journal.close()


# Two books under one name ----------------------------------------------------------------


def copy_of(machine: Machine, to: Path) -> Machine:
    """The same disk once more."""
    reader = Reader(machine.journal.path)
    reader.backup(to)
    reader.close()
    return Machine(to)


def test_a_cloned_disk_is_seen_as_soon_as_both_have_written(machine, box, folder):
    clone = copy_of(machine, folder / "clone.db")
    machine.write(rated(11), rated(12))
    clone.write(rated(21))
    assert box.absorb(machine.batch(1, 12)).kind == "ok"
    for body in (clone.batch(11, 11), clone.batch(1, 11), clone.batch(12, 11)):
        assert box.absorb(body) == Answer(kind="fork", mark=machine.mark(12))
    assert box.absorb(machine.batch(11, 12)).kind == "ok"
    assert box.values() == list(range(1, 13))
    clone.journal.close()


def test_a_restored_book_goes_on_as_a_new_incarnation(machine, box, folder):
    restored = copy_of(machine, folder / "restored.db")
    machine.write(rated(11), rated(12))
    box.absorb(machine.batch(1, 12))
    restored.journal.new_epoch("restored")
    assert box.absorb(restored.batch(11, 10)) == Answer(kind="ok", mark=restored.mark(10)._replace(
        epoch=restored.journal.epoch))  # fmt: skip
    restored.write(rated(31))
    assert box.absorb(restored.batch(11, 11)) == Answer(kind="ok", mark=restored.mark(11))
    assert box.values() == [*range(1, 13), 31]
    machine.write(rated(13))
    assert box.absorb(machine.batch(11, 13)).kind == "fork", "the old disk lives on"
    assert box.absorb(machine.batch(1, 10)).kind == "ok"
    restored.journal.close()


def test_a_branch_from_a_place_that_never_was_is_a_fork(machine, box, folder):
    stranger = copy_of(machine, folder / "stranger.db")
    stranger.write(rated(41))
    stranger.journal.new_epoch("restored")
    stranger.write(rated(42))
    machine.write(rated(11), rated(12))
    box.absorb(machine.batch(1, 12))
    assert box.absorb(stranger.batch(12, 12)).kind == "fork"
    assert box.values() == list(range(1, 13))
    stranger.journal.close()


def test_an_empty_receiver_asks_for_every_incarnation_from_the_start(machine, box):
    machine.journal.new_epoch("restored")
    machine.write(rated(11))
    machine.journal.new_epoch("restored")
    machine.write(rated(12))
    assert box.absorb(machine.batch(12, 12)) == Answer(kind="gap")
    assert box.absorb(machine.batch(1, 6)).kind == "ok"
    assert box.absorb(machine.batch(12, 12)) == Answer(kind="gap", mark=machine.mark(6))
    assert box.absorb(machine.batch(11, 11)) == Answer(kind="gap", mark=machine.mark(6))
    for first, last in ((7, 10), (11, 11), (12, 12)):
        assert box.absorb(machine.batch(first, last)) == Answer(kind="ok", mark=machine.mark(last))
    assert box.values() == list(range(1, 13))


def test_a_second_book_under_the_name_waits_for_the_enrolment_of_its_machine(machine, box, folder):
    box.absorb(machine.batch(1, 10))
    other = Machine(folder / "other.db")
    other.write(rated(51), rated(52))
    assert box.absorb(other.batch(1, 2)) == Answer(kind="fork", mark=machine.mark(10))
    from sync.trust import Enrolled

    enrolled = Enrolled(box.journal)
    enrolled.enrol("rate-1", "rating")
    enrolled.close()
    assert box.absorb(machine.batch(11, 10)).kind == "ok", "the same machine under its new token"
    assert box.absorb(other.batch(1, 2)) == Answer(kind="ok", mark=other.mark(2))
    machine.write(rated(11))
    assert box.absorb(machine.batch(11, 11)).kind == "fork"
    assert box.values() == [*range(1, 11), 51, 52]
    other.journal.close()


def test_a_receiver_put_back_from_an_old_copy_is_refilled(machine, box, folder):
    box.absorb(machine.batch(1, 4))
    box.journal.backup(folder / "old.db")
    box.absorb(machine.batch(5, 10))
    shutil.copy(folder / "old.db", folder / "again.db")
    old = Receiver(folder / "again.db")
    assert old.absorb(machine.batch(11, 10)) == Answer(kind="gap", mark=machine.mark(4))
    assert old.absorb(machine.batch(5, 10)).kind == "ok"
    assert old.values() == list(range(1, 11))
    old.journal.close()


def test_origins_stand_behind_the_rule(machine, box):
    """Even a lost mark cannot bring a fact in twice."""
    box.absorb(machine.batch(1, 5))
    box.journal.connection.execute("DELETE FROM marks")
    with pytest.raises(sqlite3.IntegrityError):
        box.absorb(machine.batch(1, 5))
    assert box.values() == [1, 2, 3, 4, 5]
