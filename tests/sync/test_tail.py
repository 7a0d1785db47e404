"""The stream of the box: complete, in order, resumable; no reader holds up another, none that goes is left behind."""

import socket
import threading
import time
from datetime import UTC, datetime

import pytest

from center import verbs as v
from center.facts import ServedByHand
from sync.journal import Journal
from sync.tail import PIECE
from sync.wire import Batch, encode_batch
from tests.sync.live_box import LiveBox, Stream, wait_for


@pytest.fixture
def box(folder, clock):
    made = LiveBox(folder, clock)
    yield made
    made.close()


@pytest.fixture
def listen(box):
    opened = []

    def open_stream(*arguments, **how) -> Stream:
        opened.append(Stream(box, *arguments, **how))
        return opened[-1]

    yield open_stream
    for stream in opened:
        stream.close()


def take(box: LiveBox, count: int = 1) -> None:
    for future in [box.book.submit(v.TakeNumber(field="ho-tich", machine="kiosk-1")) for _ in range(count)]:
        future.result()


def tap(box: LiveBox, count: int) -> None:
    for future in [box.book.submit(v.RateFreely(value=4, machine="rate-1")) for _ in range(count)]:
        future.result()


def seqs(lines: object) -> list[int]:
    return [line[0] for line in lines]


def test_a_screen_hears_who_speaks_then_all_of_today_then_what_happens(box, listen):
    take(box, 3)
    stream = listen()
    event, hello = stream.next()
    assert event == "hello" and hello["epoch"] == box.book.journal.epoch and hello["day"] == "2026-11-23"
    assert seqs(stream.until("facts")) == [1, 2, 3, 4]
    take(box)
    (line,) = stream.until("facts")
    seq, kind, version, text, origin = line
    assert (seq, kind, version, origin) == (5, "NumberTaken", 1, None) and '"ticket":"A004"' in text
    beat = stream.until("beat")
    assert beat["seq"] == 5 and beat["trouble"] == "" and datetime.fromisoformat(beat["now"]).tzinfo is not None


def test_a_screen_goes_on_after_what_it_knows(box, listen):
    take(box, 5)
    here = box.book.journal.epoch
    assert seqs(listen(after=4, epoch=here).until("facts")) == [5, 6]
    assert seqs(listen(after=4, epoch=here + 1).until("facts")) == [1, 2, 3, 4, 5, 6], "another incarnation: all anew"
    assert listen(after=6, epoch=here).until("beat")["seq"] == 6
    assert listen(after=999, epoch=here).until("beat")["seq"] == 6


def test_a_long_day_comes_in_pieces_without_a_gap(box, listen):
    tap(box, 3 * PIECE)
    stream, known = listen(), []
    while len(known) < 3 * PIECE + 1:
        piece = seqs(stream.until("facts"))
        assert len(piece) <= PIECE
        known += piece
    assert known == list(range(1, 3 * PIECE + 2))


def test_every_reader_hears_everything_while_the_box_is_busy(box, listen):
    streams = [listen(machine=f"screen-{n}") for n in range(6)]
    heard: dict[int, list[int]] = {n: [] for n in range(6)}

    def hear(n: int) -> None:
        while not heard[n] or heard[n][-1] < 301:
            heard[n] += seqs(streams[n].until("facts"))

    threads = [threading.Thread(target=hear, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    take(box, 300)
    for thread in threads:
        thread.join(10)
    assert all(known == list(range(1, 302)) for known in heard.values())


def test_a_reader_that_does_not_read_holds_up_nobody(box, listen):
    asleep = socket.create_connection(("127.0.0.1", box.port))
    asleep.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    asleep.sendall(b"GET /stream HTTP/1.1\r\nHost: x\r\nX-Machine: hall-2\r\nX-Role: hall\r\n\r\n")
    awake = listen()
    tap(box, 6000)
    began = time.monotonic()
    tap(box, 1)
    seen = 0
    while seen < 6002:
        seen = seqs(awake.until("facts"))[-1]
    assert time.monotonic() - began < 2, "the other one is not waited for"
    asleep.close()
    wait_for(lambda: next(row for row in box.box.presence.rows() if row.name == "hall-2").streaming == 0)


def test_who_leaves_leaves_nothing_behind(box):
    take(box)
    for n in range(200):
        with socket.create_connection(("127.0.0.1", box.port)) as caller:
            caller.sendall(b"GET /stream HTTP/1.1\r\nHost: x\r\nX-Machine: hall\r\nX-Role: hall\r\n\r\n")
            if n % 2:
                caller.recv(100)
    wait_for(lambda: sum(row.streaming for row in box.box.presence.rows()) == 0)
    wait_for(lambda: not box.box.tail._readers)
    assert box.ask(v.TakeNumber(field="ho-tich")).status_code == 200


def test_a_new_day_begins_with_what_was_leased_for_it(box, listen, clock):
    lease = v.GrantLease(machine="kiosk-1", series="A", size=6, days_ahead=1)
    box.book.ask(lease)
    take(box, 2)
    stream = listen()
    assert seqs(stream.until("facts")) == [1, 2, 3, 4]
    clock.put(datetime(2026, 11, 23, 17, 0, 1, tzinfo=UTC))
    take(box)
    kinds = [line[1] for line in stream.until("facts")]
    assert kinds[0] == "DayOpened", "who was there hears the new day"
    late = listen(machine="hall-2")
    assert late.until("hello")["day"] == "2026-11-24"
    assert [line[1] for line in late.until("facts")][:2] == ["LeaseGranted", "DayOpened"]


def test_after_a_restart_the_stream_begins_where_it_began(box, listen, clock):
    box.book.ask(v.GrantLease(machine="kiosk-1", series="A", size=6, days_ahead=1))
    clock.forward(86_400)
    take(box, 2)
    before = listen().until("facts")
    box.stop()
    box.start()
    assert listen().until("facts") == before


def test_what_counts_for_yesterday_is_a_line_like_any_other_also_after_a_restart(box, listen, clock, folder):
    """A counter hands up in the morning what it served by hand in the evening; no screen may wait for it for ever."""
    own, at = Journal(folder / "own.db", "counter-1"), clock()
    with own.commit():
        own.append(ServedByHand(at=at, day=box.book.day.day, ticket="A700", counter=1, official="cb01",
                                field="ho-tich", started_at=at, ended_at=at))  # fmt: skip
    lines = tuple(line for _, line, _, _ in own.rows())
    clock.forward(86_400)
    take(box)
    box.post("/intake", encode_batch(Batch(
        node="counter-1", epoch=own.epoch, parent=None, first=1, prev_hash="0" * 32, last_hash=own.head.hash.hex(),
        lines=lines)), "counter-1")  # fmt: skip
    head = box.book.journal.head.seq
    box.stop()
    box.start()
    *_, last = listen().until("facts")
    assert last[0] == head and last[1] == "ServedByHand" and last[4] == ["counter-1", own.epoch, 1]
    own.close()


def test_a_machine_that_is_turned_away_hears_no_more(box, listen):
    token = box.enrolled.enrol("hall", "hall")
    stream = listen(token=token)
    stream.until("beat")
    box.enrolled.revoke("hall")
    with pytest.raises(StopIteration):
        stream.until("nothing")


def test_a_fact_costs_a_screen_few_bytes(box, listen):
    take(box, 200)
    lines = listen().until("facts")
    size = len(box.box.tail.lines_after(0)[-1][1])
    assert len(lines) == 201 and size < 320, f"{size} bytes"
