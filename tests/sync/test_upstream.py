"""The pump brings every fact up over the worst of lines, says how it stands, and stops where two books differ."""

import random
import threading
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from center.facts import FreeRated
from sync.intake import Intake
from sync.journal import Journal
from sync.troubles import Damaged, Fork, Quarantined, Unreachable, WrongToken
from sync.upstream import Pump
from sync.wire import BATCH_MAX, UnknownFact, decode_batch, encode_answer

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
DAY = date(2026, 11, 23)


def rated(value: int) -> FreeRated:
    return FreeRated(at=AT + timedelta(seconds=value), day=DAY, value=value, machine="rate-1")


def write(journal: Journal, *values: int) -> None:
    with journal.commit():
        for value in values:
            journal.append(rated(value))


class Upstream:
    """A box at the other end of a line that can be cut; `sent` counts the lines of each batch."""

    def __init__(self, path: Path):
        self.journal = Journal(path, "box")
        self.cut: Exception | None = None
        self.sent: list[int] = []

    def __call__(self, body: bytes) -> bytes:
        if self.cut is not None:
            raise self.cut
        self.sent.append(len(decode_batch(body).lines))
        with self.journal.commit():
            answer, _ = Intake(self.journal).absorb(body, "rate-1")
        return encode_answer(answer)

    def values(self) -> list[int]:
        return [entry.fact.value for entry in self.journal.entries()]


@pytest.fixture
def book(folder):
    made = Journal(folder / "rate-1.db", "rate-1")
    yield made
    made.close()


@pytest.fixture
def box(folder):
    made = Upstream(folder / "center.db")
    yield made
    made.journal.close()


@pytest.fixture
def pump(book, box):
    made = Pump(book, box, chance=lambda: 0.5)
    yield made
    made.stop()


def test_facts_go_up_at_once_in_batches(book, box, pump):
    write(book, *range(1, 451))
    assert pump.unsent() == 450 and pump.oldest_unsent() == AT + timedelta(seconds=1)
    now = 100.0
    assert pump.step(now) == now and pump.step(now) == now
    assert pump.step(now) == now + 10
    assert box.sent == [BATCH_MAX, BATCH_MAX, 50] and box.values() == list(range(1, 451))
    assert pump.unsent() == 0 and pump.oldest_unsent() is None and pump.trouble is None and pump.acknowledged == 450
    write(book, 451)
    assert pump.step(now + 1) == now + 11 and box.sent[-1] == 1


def test_a_quiet_pump_compares_marks_now_and_then(book, box, pump):
    write(book, 1)
    assert pump.step(0) == 10
    assert pump.step(9.9) == 10 and box.sent == [1]
    assert pump.step(10) == 20 and box.sent == [1, 0] and pump.heard == 10


def test_it_waits_longer_and_longer_but_never_gives_up(book, box, pump):
    write(book, 1)
    box.cut = Unreachable()
    now, waits = 0.0, []
    for _ in range(9):
        due = pump.step(now)
        assert pump.step(due - 0.01) == due, "not before its time"
        waits.append(due - now)
        now = due
    assert waits == [0.5, 1, 2, 4, 8, 16, 30, 30, 30]
    assert isinstance(pump.trouble, Unreachable) and pump.oldest_unsent() == AT + timedelta(seconds=1)
    box.cut = None
    assert pump.step(now) == now + 10 and pump.trouble is None and box.values() == [1]
    box.cut = Unreachable()
    write(book, 2)
    assert pump.step(now + 1) == now + 1.5


def test_waits_of_many_machines_are_spread(book, box):
    box.cut = Unreachable()
    waits = []
    for chance in (0.0, 0.999):
        pump = Pump(book, box, chance=lambda chance=chance: chance)
        waits.append(pump.step(0))
        pump.stop()
    assert waits == pytest.approx([0.375, 0.625], abs=0.001)


@pytest.mark.parametrize("cut", [WrongToken(), Damaged()])
def test_other_troubles_are_shown_and_tried_again(book, box, pump, cut):
    write(book, 1)
    box.cut = cut
    due = pump.step(0)
    assert pump.trouble is cut and not pump.stopped
    box.cut = None
    pump.step(due)
    assert pump.trouble is None and box.values() == [1]


def test_an_answer_that_is_none_is_asked_for_again(book, pump, box):
    write(book, 1)
    for nonsense in (b"<html>Wi-Fi</html>", b'["damaged",null,0]'):
        pump._send = lambda _, said=nonsense: said
        assert pump.step(pump._retry_at) > 0 and isinstance(pump.trouble, Damaged) and pump.unsent() == 1
    pump._send = box
    pump.step(pump._retry_at)
    assert box.values() == [1]


def test_a_restart_goes_on_where_it_was(book, box, pump):
    write(book, 1, 2, 3)
    pump.step(0)
    box.cut = Unreachable()
    again = Pump(book, box)
    assert again.unsent() == 0 and again.acknowledged == 3
    again.stop()


def test_an_upstream_put_back_from_an_old_copy_is_refilled_though_nothing_is_new(book, box, pump, folder):
    write(book, *range(1, 6))
    pump.step(0)
    box.journal.backup(folder / "old.db")
    write(book, *range(6, 11))
    pump.step(1)
    box.journal.close()
    box.journal = Journal(folder / "old.db", "box")
    now = 1.0
    for _ in range(3):
        now = pump.step(now)
    assert box.values() == list(range(1, 11)) and pump.trouble is None


def test_a_new_empty_upstream_gets_everything_through_every_incarnation(book, box, pump, folder):
    write(book, 1, 2)
    book.new_epoch("restored")
    write(book, 3)
    book.new_epoch("restored")
    for _ in range(4):
        pump.step(0)
    assert box.values() == [1, 2, 3]
    box.journal.close()
    box.journal = Journal(folder / "new.db", "box")
    now = 10.0
    for _ in range(6):
        now = pump.step(now)
    assert box.values() == [1, 2, 3] and pump.trouble is None


def test_a_restored_book_finds_its_place_though_the_upstream_knows_more(book, box, pump, folder):
    write(book, 1, 2)
    book.backup(folder / "old.db")
    write(book, 3, 4)
    pump.step(0)
    restored = Journal(folder / "old.db", "rate-1")
    restored.new_epoch("restored")
    write(restored, 11)
    second = Pump(restored, box)
    now = 0.0
    for _ in range(4):
        now = second.step(now)
    assert box.values() == [1, 2, 3, 4, 11] and second.unsent() == 0 and second.trouble is None
    second.stop()
    restored.close()


def test_an_old_disk_put_back_stops_the_pump_and_says_so(book, box, pump, folder):
    write(book, 1, 2)
    book.backup(folder / "old.db")
    write(book, 3, 4)
    pump.step(0)
    old = Journal(folder / "old.db", "rate-1")
    for values in ((), (13,), (14, 15)):
        if values:
            write(old, *values)
        stale = Pump(old, box)
        stale.step(0)
        assert stale.stopped and isinstance(stale.trouble, Fork) and "Gọi ngay" in stale.trouble.remedy
        sent = len(box.sent)
        assert stale.step(100) > 100 and len(box.sent) == sent
        stale.stop()
    assert box.values() == [1, 2, 3, 4]
    old.close()


def test_lines_that_could_not_be_read_there_are_shown_here(book, box, pump):
    with book.commit():
        book.append(UnknownFact(kind="FreeRated", v=1, text='{"value":"five"}', at=AT, day=DAY))
    write(book, 2)
    pump.step(0)
    assert isinstance(pump.trouble, Quarantined) and pump.trouble.detail == "1" and pump.unsent() == 0


@settings(max_examples=40)
@given(st.integers(0, 2**32))
def test_any_line_delivers_exactly_once(seed):
    """Requests and answers lost, repeated, damaged; facts written meanwhile; both ends restarted."""
    chance = random.Random(seed)
    with TemporaryDirectory() as name:
        book, box = Journal(Path(name) / "rate-1.db", "rate-1"), Upstream(Path(name) / "center.db")
        for journal in (book, box.journal):
            journal.connection.execute("PRAGMA synchronous = OFF")

        def line(body: bytes) -> bytes:
            fate = chance.random() if bad else 1.0
            if fate < 0.2:
                raise Unreachable
            if fate < 0.3:
                body = bytes([*body[:9], body[9] ^ 4, *body[10:]])
            if fate < 0.4:
                box(body)
            said = box(body) if fate >= 0.3 else b'["damaged",null,0]'
            if fate < 0.55:
                raise Unreachable
            return said[:-1] if fate < 0.6 else said

        bad, pump, now, written = True, Pump(book, line, chance=chance.random), 0.0, 0
        for _ in range(60):
            now = max(now, pump.step(now)) if chance.random() < 0.9 else now + 0.1
            if chance.random() < 0.5:
                count = chance.randrange(1, 90)
                write(book, *range(written + 1, written + count + 1))
                written += count
            if chance.random() < 0.05:
                pump.stop()
                pump = Pump(book, line, chance=chance.random)
        bad = False
        for _ in range(60):
            now = pump.step(now)
        assert pump.unsent() == 0 and pump.trouble is None
        assert box.values() == list(range(1, written + 1))
        pump.stop()
        book.close()
        box.journal.close()


def test_the_runner_sends_what_it_is_woken_for(book, folder):
    arrived = threading.Event()
    box = Upstream(folder / "center.db")

    def send(body: bytes) -> bytes:
        said = box(body)
        if box.sent[-1]:
            arrived.set()
        return said

    pump = Pump(book, send)
    pump.start()
    for number in (1, 2, 3):
        arrived.clear()
        write(book, number)
        pump.wake()
        assert arrived.wait(5)
    pump.stop()
    assert box.values() == [1, 2, 3]
    box.journal.close()


def test_the_runner_outlives_a_bug_and_tells_of_it(book, folder, expect_log):
    expect_log("pump to box failed.*KeyError")
    box = Upstream(folder / "center.db")
    box.cut = KeyError("bug")
    pump = Pump(book, box)
    failed = threading.Event()
    pump._send = lambda body: (failed.set(), box(body))[1]
    write(book, 1)
    pump.start()
    assert failed.wait(5)
    box.cut = None
    while pump.heard is None:
        pump.wake()
        time.sleep(0.01)
    pump.stop()
    assert box.values() == [1] and pump.trouble is None and pump.acknowledged == 1
    box.journal.close()
