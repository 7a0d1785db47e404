"""What a screen holds: it says how it stands within five seconds, helps itself within two, and heals by itself."""

import threading
import time
from dataclasses import replace
from datetime import timedelta

import pytest

from center import verbs as v
from center.errors import LeaseSpent, Refusal
from center.tickets import CANCELLED, DONE
from sync import box as box_module
from sync import line_to_box as line_module
from sync import node as node_module
from sync.journal import Journal, Reader
from sync.machine import Machine
from sync.node import Node, open_node
from sync.troubles import Trouble, Unreachable, WrongToken
from tests.sync.live_box import SETUP_TEXT, Line, LiveBox, wait_for

TAKE = v.TakeNumber(field="ho-tich")
ON_THE_LAN = 2.0  # seconds within which a tap is answered, whatever the line does
SEEN_WITHIN = 5.0  # seconds within which a screen says that it is cut


@pytest.fixture
def own_pace():
    """The test measures: nothing in it runs faster than it does on a LAN."""


@pytest.fixture(autouse=True)
def brisk(request, monkeypatch):
    """Elsewhere the box speaks, and machines try again, several times as often."""
    if "own_pace" not in request.fixturenames:
        monkeypatch.setattr(box_module, "BEAT_SECONDS", 0.1)
        monkeypatch.setattr(line_module, "SILENCE_SECONDS", 0.6)
        for name, value in (("SILENT_AFTER", 0.6), ("UPKEEP_SECONDS", 0.1), ("RECONNECT_SECONDS", (0.05, 0.1)),
                            ("BEHIND_AFTER", 0.3)):  # fmt: skip
            monkeypatch.setattr(node_module, name, value)


@pytest.fixture
def box(brisk, folder, clock):
    made = LiveBox(folder / "box", clock)
    yield made
    made.close()


@pytest.fixture
def line(box):
    made = Line(box)
    yield made
    made.close()


@pytest.fixture
def open_a_node(box, folder):
    opened: list[Node] = []

    def open_it(name: str = "kiosk-1", url: str | None = None, **how) -> Node:
        opened.append(box.node(name, folder / name, url, **how))
        return opened[-1]

    yield open_it
    for node in opened:
        began = time.monotonic()
        node.close()
        assert time.monotonic() - began < 3


def linked(node: Node) -> Node:
    wait_for(lambda: node.link.state == "linked")
    return node


def leased(node: Node) -> Node:
    """With its blocks of numbers for today."""
    wait_for(lambda: len(node.day.leases) == len(node.setup.fields))
    return node


def cut(node: Node) -> Node:
    assert wait_for(lambda: node.link.state == "cut", SEEN_WITHIN) < SEEN_WITHIN
    return node


def promptly(node: Node, verb: v.Verb):
    """The answer, or what was raised instead of one; within the time that a person waits."""
    began = time.monotonic()
    try:
        answer = node.ask(verb).result(5)
    except (Refusal, Trouble) as no:
        answer = no
    assert time.monotonic() - began < ON_THE_LAN, type(verb).__name__
    return answer


def tickets(box: LiveBox) -> dict:
    return box.book.look(lambda book: dict(book.day.tickets)).result()


def arrived(box: LiveBox, node: Node) -> None:
    """All of the node's own facts are in the box's log, and back at the node."""
    wait_for(lambda: node.link.unsent == 0 and node._view.place == box.book.journal.head.seq and not node._view.own, 8)


# The plain day -------------------------------------------------------------------------------


def test_a_press_at_one_machine_is_seen_at_all(box, open_a_node):
    kiosk, hall = linked(open_a_node()), linked(open_a_node("hall"))
    woken = threading.Event()
    leave = hall.subscribe(woken.set)
    answer = promptly(kiosk, TAKE)
    assert not answer.offline and answer.ticket == "A001"
    assert kiosk.day.tickets["A001"].field == "ho-tich", "who asked sees it with the answer"
    assert woken.wait(2) and wait_for(lambda: "A001" in hall.day.tickets) < 1
    assert isinstance(promptly(kiosk, v.TakeNumber(field="no-such")), Refusal)
    leave()
    leave()


def test_the_same_press_is_one_ticket(open_a_node, box):
    kiosk = linked(open_a_node())
    press = replace(TAKE, nonce="once")
    assert len({promptly(kiosk, press).ticket for _ in range(3)}) == 1
    leased(kiosk)
    box.stop()
    cut(kiosk)
    press = replace(TAKE, nonce="once more")
    assert len({promptly(kiosk, press).ticket for _ in range(3)}) == 1


def test_a_lease_is_renewed_when_half_of_it_is_used(box, line, open_a_node):
    kiosk = leased(linked(open_a_node(url=line.url)))
    assert [lease.last - lease.first + 1 for lease in kiosk.day.leases["A"]] == [6]
    line.put("cut")
    cut(kiosk)
    given = [promptly(kiosk, TAKE).ticket for _ in range(4)]
    assert given == ["A994", "A995", "A996", "A997"]
    line.put("open")
    wait_for(lambda: len(kiosk.day.leases["A"]) == 2, 8)
    line.put("cut")
    cut(kiosk)
    given += [promptly(kiosk, TAKE).ticket for _ in range(8)]
    assert len(set(given)) == 12
    spent = promptly(kiosk, TAKE)
    assert isinstance(spent, LeaseSpent) and "quầy hướng dẫn" in str(spent)


# The line ------------------------------------------------------------------------------------


def test_a_line_that_stalls_is_noticed_within_five_seconds(own_pace, box, line, open_a_node):
    live_through("stall", box, line, open_a_node)


@pytest.mark.parametrize("mode", ["cut", "mute"])
def test_whatever_the_line_does_a_tap_is_answered_and_arrives_once(box, line, open_a_node, mode):
    live_through(mode, box, line, open_a_node)


def live_through(mode: str, box, line, open_a_node) -> None:
    kiosk = leased(linked(open_a_node(url=line.url)))
    line.put(mode)
    given = [promptly(kiosk, TAKE), promptly(kiosk, TAKE)]
    assert isinstance(promptly(kiosk, v.AskHelp()), Unreachable)
    cut(kiosk)
    given.append(promptly(kiosk, TAKE))
    assert isinstance(promptly(kiosk, v.AskHelp()), Unreachable)
    assert all(answer.offline for answer in given) and kiosk.link.unsent == 3 and kiosk.link.oldest_unsent
    line.put("open")
    linked(kiosk)
    arrived(box, kiosk)
    valid = {name for name, ticket in tickets(box).items() if ticket.state != CANCELLED}
    assert valid == {answer.ticket for answer in given}, "the twin of a press that was answered too late is withdrawn"
    assert not promptly(kiosk, TAKE).offline


def test_a_slow_box_costs_a_third_of_a_second_and_no_second_ticket(box, open_a_node):
    kiosk = leased(linked(open_a_node()))
    waiting = threading.Event()
    box.book.look(lambda _: waiting.wait(1.2))
    began = time.monotonic()
    answer = promptly(kiosk, replace(TAKE, nonce="slow"))
    assert answer.offline and 0.25 < time.monotonic() - began < 0.9
    waiting.set()
    arrived(box, kiosk)
    known = tickets(box)
    assert [name for name, ticket in known.items() if ticket.state != CANCELLED] == [answer.ticket]
    assert len(known) <= 2 and kiosk.day.tickets[answer.ticket].state != CANCELLED


def test_a_box_that_was_killed_and_comes_back_is_followed_again(box, open_a_node):
    kiosk, counter = leased(linked(open_a_node())), linked(open_a_node("counter-1"))
    promptly(kiosk, TAKE)
    box.stop()
    cut(kiosk)
    cut(counter)
    alone = promptly(kiosk, TAKE)
    assert alone.offline and isinstance(promptly(counter, v.CallNext(counter=1)), Unreachable)
    box.start()
    assert wait_for(lambda: kiosk.link.state == counter.link.state == "linked", 5) < 5
    arrived(box, kiosk)
    assert wait_for(lambda: alone.ticket in counter.day.tickets) < 2


def test_a_box_put_back_from_a_backup_is_heard_anew(box, folder, open_a_node):
    kiosk = leased(linked(open_a_node()))
    promptly(kiosk, TAKE)
    reader = Reader(folder / "box" / "center.db")
    reader.backup(folder / "copy.db")
    reader.close()
    lost = promptly(kiosk, TAKE).ticket
    box.stop()
    for path in (folder / "box").glob("center.db*"):
        path.unlink()
    (folder / "copy.db").rename(folder / "box" / "center.db")
    restored = Journal(folder / "box" / "center.db", "box")
    restored.new_epoch("restored")
    restored.close()
    box.start()
    wait_for(lambda: kiosk._view.epoch == box.book.journal.epoch and kiosk.link.state == "linked", 8)
    wait_for(lambda: list(kiosk.day.tickets) == ["A001"])
    assert lost == "A002"
    assert not promptly(kiosk, TAKE).offline


def test_a_box_that_speaks_but_withholds_facts_is_said_to_be_ahead(box, open_a_node):
    hall = linked(open_a_node("hall"))
    box.box.tail.lines_after = lambda *_: []
    box.ask(TAKE)
    assert wait_for(lambda: hall.link.state == "behind", SEEN_WITHIN) < SEEN_WITHIN
    assert hall.link.since is not None
    del box.box.tail.lines_after
    linked(hall)
    assert "A001" in hall.day.tickets


def test_what_people_say_offline_is_kept_and_arrives_once(box, line, open_a_node):
    rater, counter = linked(open_a_node("rate-1", url=line.url)), linked(open_a_node("counter-1", url=line.url))
    for verb in (TAKE, v.SignIn(counter=1, official="cb01"), v.CallNext(counter=1), v.StartService(counter=1),
                 v.EndService(counter=1)):  # fmt: skip
        box.ask(verb, "kiosk-1" if verb is TAKE else "counter-1")
    wait_for(lambda: rater.day.tickets.get("A001") is not None and rater.day.tickets["A001"].state == DONE)
    line.put("mute")
    promptly(rater, v.Rate(ticket="A001", counter=1, value=4))
    cut(rater)
    cut(counter)
    promptly(rater, v.GiveReasons(ticket="A001", counter=1, reasons=(rater.setup.rating.reasons[0].id,)))
    promptly(rater, v.RateFreely(value=3))
    at = counter.now()
    promptly(counter, v.ServeByHand(ticket="A500", counter=1, official="cb01", field="ho-tich",
                                    started_at=at - timedelta(minutes=3), ended_at=at))  # fmt: skip
    line.put("open")
    linked(rater)
    linked(counter)
    arrived(box, rater)
    arrived(box, counter)
    day = box.book.look(lambda book: book.day.after(())).result()
    assert sorted((row.ticket, row.value) for row in day.ratings) == [("", 3), ("A001", 4)]
    assert day.tickets["A500"].state == DONE and day.tickets["A001"].rating == 4


# Starting ------------------------------------------------------------------------------------


def test_a_kiosk_that_restarts_while_the_box_is_away_numbers_from_its_lease(box, open_a_node):
    kiosk = leased(linked(open_a_node()))
    first = promptly(kiosk, TAKE).ticket
    box.stop()
    cut(kiosk)
    alone = [promptly(kiosk, TAKE).ticket]
    kiosk.close()
    kiosk = open_a_node()
    assert kiosk.setup.commune and set(kiosk.day.tickets) == {first, *alone}
    alone += [promptly(kiosk, TAKE).ticket for _ in range(2)]
    assert len(set(alone)) == 3
    box.start()
    linked(kiosk)
    arrived(box, kiosk)
    assert set(tickets(box)) == {first, *alone}


def test_a_machine_that_never_met_its_box_says_so_and_starts_when_it_is_there(folder, clock):
    box = LiveBox(folder / "box", clock)
    box.stop()
    machine = Machine("counter-1", "counter", box.url, folder=folder / "counter", counter=1)
    for _ in range(2):
        with pytest.raises(Unreachable):
            open_node(machine, clock)
    box.start()
    node = open_node(machine, clock)
    linked(node)
    node.close()
    box.close()


def test_a_machine_of_a_sample_starts_without_any_box(folder, clock):
    node = open_node(Machine("kiosk-1", "kiosk", "http://127.0.0.1:9", folder=folder, sample="no-network"), clock)
    assert node.setup.commune == "Xã Đông Tiền Hải"
    cut(node)
    assert isinstance(promptly(node, TAKE), LeaseSpent)
    node.close()


def test_a_setup_changed_at_the_box_reaches_every_machine(box, open_a_node):
    hall = linked(open_a_node("hall"))
    woken = threading.Event()
    hall.subscribe(woken.set)
    box.stop()
    box.setup_text = SETUP_TEXT.replace("late_minutes = 60", "late_minutes = 7")
    assert box.setup_text != SETUP_TEXT
    box.start()
    wait_for(lambda: hall.setup.rules.late_minutes == 7, 8)
    assert woken.is_set()
    hall.close()
    box.stop()
    assert open_a_node("hall").setup.rules.late_minutes == 7


def test_a_new_morning_without_the_box_numbers_from_what_was_leased_for_it(box, open_a_node, clock):
    kiosk = leased(linked(open_a_node()))
    wait_for(lambda: len(kiosk._view._later) >= len(kiosk.setup.fields) * kiosk.setup.rules.lease_days_ahead, 8)
    box.stop()
    cut(kiosk)
    clock.forward(86_400)
    answer = promptly(kiosk, TAKE)
    assert answer.offline and str(answer.facts[0].day) == "2026-11-24" and str(kiosk.day.day) == "2026-11-24"
    box.start()
    linked(kiosk)
    arrived(box, kiosk)
    assert list(tickets(box)) == [answer.ticket]


# Faults of this machine ----------------------------------------------------------------------


def test_a_wrong_token_is_said_and_no_number_is_given_in_vain(box, folder, clock, expect_log):
    expect_log("không nhận mã của máy này. Nhờ người phụ trách")
    token = box.enrolled.enrol("kiosk-1", "kiosk")
    machine = Machine("kiosk-1", "kiosk", box.url, token, folder / "kiosk-1")
    kiosk = leased(linked(open_node(machine, clock)))
    box.enrolled.revoke("kiosk-1")
    wait_for(lambda: "không nhận mã" in kiosk.link.trouble)
    assert isinstance(promptly(kiosk, TAKE), WrongToken)
    promptly(kiosk, v.ReportDevice(device="printer", fault="paper_out"))
    assert kiosk.day.faults, "what happened is written down all the same"
    kiosk.close()


def test_a_clock_that_is_not_the_boxs_is_said(box, open_a_node, expect_log):
    expect_log("Đồng hồ của máy này lệch .* Chỉnh lại ngày giờ")
    kiosk = linked(open_a_node(clock=lambda: box.clock().replace(year=2010)))
    wait_for(lambda: "Đồng hồ" in kiosk.link.trouble)
    answer = promptly(kiosk, TAKE)
    assert str(answer.facts[0].day) == "2026-11-23" and kiosk.link.state == "linked"
    leased(kiosk)
    box.stop()
    cut(kiosk)
    assert str(promptly(kiosk, TAKE).facts[0].day) == "2026-11-23", "the day that was open goes on"


def test_a_screen_that_fails_when_woken_stops_nothing(box, open_a_node, expect_log):
    expect_log("a screen failed.*ZeroDivisionError")
    hall = linked(open_a_node("hall"))
    hall.subscribe(lambda: 1 // 0)
    for number in ("A001", "A002"):
        box.ask(TAKE)
        wait_for(lambda number=number: number in hall.day.tickets)
    assert hall.link.state == "linked"


def test_closing_waits_for_nobody(box, line, folder, open_a_node):
    kiosk = leased(linked(open_a_node(url=line.url)))
    threads = [*kiosk._threads, kiosk._pump._thread]
    line.put("stall")
    asked = [kiosk.ask(v.AskHelp()) for _ in range(4)]
    kiosk.ask(TAKE)
    time.sleep(0.1)
    began = time.monotonic()
    kiosk.close()
    assert time.monotonic() - began < 3
    wait_for(lambda: not any(thread.is_alive() for thread in threads))
    assert all(future.cancelled() or isinstance(future.exception(5), Unreachable) for future in asked)
    assert isinstance(kiosk.ask(TAKE).exception(1), Unreachable), "a press while the program ends"


def test_a_full_disk_at_a_kiosk_is_said_and_it_still_follows_the_box(box, line, open_a_node, expect_log):
    expect_log("copy of the center's log is not written")
    kiosk = leased(linked(open_a_node(url=line.url)))
    for connection in (kiosk._journal.connection, kiosk._replica._db):
        pages = connection.execute("pragma page_count").fetchone()[0]
        connection.execute(f"pragma max_page_count = {pages}")
    for _ in range(60):
        box.ask(replace(TAKE, field="dat-dai", procedures=("x" * 190,) * 4))
    wait_for(lambda: "B060" in kiosk.day.tickets)
    line.put("cut")
    cut(kiosk)
    for n in range(40):
        no = promptly(kiosk, v.ReportDevice(device="printer", fault=f"fault-{n}", remedy="x" * 190))
    assert isinstance(no, Trouble) and no.code == "disk_full" and "Xoá bớt" in no.remedy
    for connection in (kiosk._journal.connection, kiosk._replica._db):
        connection.execute("pragma max_page_count = 1000000")
    assert promptly(kiosk, TAKE).offline


# A damaged book ------------------------------------------------------------------------------


@pytest.mark.parametrize("damage", ["garbage", "middle", "first line", "last line"])
def test_a_kiosk_with_a_damaged_book_gives_no_number_twice(box, line, open_a_node, folder, damage, expect_log):
    expect_log("bị hỏng.*Tệp hỏng được giữ lại")
    kiosk = leased(linked(open_a_node(url=line.url)))
    line.put("cut")
    cut(kiosk)
    paper = [promptly(kiosk, TAKE).ticket]
    line.put("open")
    linked(kiosk)
    arrived(box, kiosk)
    line.put("cut")
    cut(kiosk)
    paper += [promptly(kiosk, TAKE).ticket, promptly(kiosk, TAKE).ticket]
    kiosk.close()
    spoil(folder / "kiosk-1" / "kiosk-1.db", damage)
    kiosk = open_a_node(url=line.url)
    assert isinstance(promptly(kiosk, TAKE), LeaseSpent), "nobody knows any more which numbers were given"
    line.put("open")
    linked(kiosk)
    wait_for(lambda: len(kiosk.day.leases) == len(kiosk.setup.fields), 10)
    line.put("cut")
    cut(kiosk)
    paper += [promptly(kiosk, TAKE).ticket, promptly(kiosk, TAKE).ticket]
    line.put("open")
    linked(kiosk)
    arrived(box, kiosk)
    assert len(set(paper)) == 5
    wait_for(lambda: kiosk._pump.trouble is None)
    lost = {"garbage": paper[1:3], "middle": paper[1:3], "first line": [], "last line": paper[2:3]}[damage]
    assert set(paper) - set(tickets(box)) == set(lost), "what the file can prove is not lost"
    assert len(list((folder / "kiosk-1").glob("kiosk-1-damaged-*.db"))) == 1
    kiosk.close()
    again = open_a_node(url=line.url)
    assert set(paper[3:]) <= set(again.day.tickets)


def spoil(path, damage: str) -> None:
    octets = bytearray(path.read_bytes())
    if damage == "garbage":
        octets = bytearray(b"\x00\xff" * 4000)
    elif damage == "middle":
        octets[4096:] = b"\x5a" * (len(octets) - 4096)
    else:  # SQLite fills a page from its end
        place = octets.rindex(b'"kiosk-1"') if damage == "first line" else octets.index(b'"kiosk-1"')
        octets[place + 1] ^= 0x02
    path.write_bytes(octets)


def test_a_slow_box_is_waited_for_when_the_kiosk_has_nothing_of_its_own(box, open_a_node, monkeypatch):
    monkeypatch.setattr(Node, "_renew_leases", lambda self: None)
    kiosk = linked(open_a_node())
    decide = box.book._decide

    def slowly(verb, at):
        time.sleep(0.6 if isinstance(verb, v.TakeNumber) else 0.0)
        return decide(verb, at)

    monkeypatch.setattr(box.book, "_decide", slowly)
    answer = kiosk.ask(v.TakeNumber(field="ho-tich")).result(5)
    assert not answer.offline and answer.ticket == "A001"
    assert list(box.book.day.tickets) == ["A001"]
