"""The hall: read from the last seat on every panel, every call its ten seconds, and honest when it is behind."""

from datetime import timedelta

import pytest

from center import verbs as v
from center.errors import Refusal
from kiosk.hall import Hall
from kiosk.voice import Voice
from screen.theme import CAP
from sync.link import Link
from tests.screens.public_screen import PANELS, PublicScreen, Spoken, morning


@pytest.fixture
def hall_at(folder, clock):
    """`hall_at(panel)`: the hall screen of the sample center; `.hall`, `.node`, `.spoken`."""
    opened = []

    def open_hall(panel: str = "43", people: int = 0, **more) -> PublicScreen:
        screen = PublicScreen(panel)
        screen.node = morning(folder, clock, "hall-1", "hall", people=people)
        screen.spoken = Spoken()
        screen.hall = Hall(screen.node, screen.theme, screen.translation, Voice(screen.spoken), **more)
        screen.open("Hall.qml", {"hall": screen.hall})
        opened.append(screen)
        return screen

    yield open_hall
    for screen in opened:
        screen.hall.close()
        screen.close(screen.hall)
        screen.node.close()
        screen.node.book.close()


def call(screen, counter: int) -> str:
    """The next ticket at this counter, whoever is still there going first."""
    if screen.node.day.desk(counter).ticket:
        try:
            screen.node.ask(v.StartService(counter=counter)).result()
        except Refusal:
            pass
        screen.node.ask(v.EndService(counter=counter)).result()
    ticket = screen.node.ask(v.CallNext(counter=counter)).result().ticket
    screen.hall.look()
    return ticket


def newest(screen) -> str:
    return screen.hall.ticket.replace(" ", "")


@pytest.mark.parametrize("panel", PANELS)
def test_every_page_fits_every_panel(hall_at, clock, panel):
    screen = hall_at(panel, people=60)
    faults = []

    def look(page):
        screen.settle()
        assert screen.hall.page == page
        for language in ("vi", "en"):
            screen.translation.speak(language)
            for contrast in (False, True):
                screen.theme.wear(contrast=contrast)
                screen.settle()
                faults.extend(f"{page} {language}: {fault}" for fault in screen.faults())
        screen.translation.speak("vi")

    look("idle")
    counters = [c.number for c in screen.node.setup.counters]
    for n in range(12):
        clock.forward(15)
        call(screen, counters[n % len(counters)])
    look("calls")
    screen.node.show_link(Link("cut", clock()))
    look("calls")
    for ticket in [t.id for t in screen.node.day.tickets.values() if t.state == "waiting"]:
        screen.node.link = Link("linked", clock())
        screen.node.ask(v.CancelTicket(ticket=ticket)).result()
    for counter in counters:
        if screen.node.day.desk(counter).ticket:
            screen.node.ask(v.NoShow(counter=counter)).result()
    clock.put(clock() + timedelta(hours=14))
    screen.hall.look()
    look("closed")
    assert faults == []


@pytest.mark.parametrize("panel", PANELS)
def test_rows_are_legible_from_the_last_seat(hall_at, clock, panel):
    screen = hall_at(panel, people=30)
    counters = [c.number for c in screen.node.setup.counters]
    for n in range(8):
        clock.forward(15)
        call(screen, counters[n % len(counters)])
    screen.settle()
    rows = [item for item in screen.seen() if item.objectName().startswith("row-ticket-")]
    assert len(rows) >= (4 if panel != "10.1" else 3)
    for row in rows:
        cap_mm = screen.theme.in_mm(row.property("font").pixelSize() * CAP)
        assert cap_mm >= 6 * screen.hall.seat_metres - 0.5


def test_a_far_seat_gets_fewer_and_larger_rows(hall_at, clock):
    screen = hall_at("43", people=30, seat_metres=8.0)
    counters = [c.number for c in screen.node.setup.counters]
    for n in range(8):
        clock.forward(15)
        call(screen, counters[n % len(counters)])
    screen.settle()
    rows = [item for item in screen.seen() if item.objectName().startswith("row-ticket-")]
    assert rows
    assert all(screen.theme.in_mm(row.property("font").pixelSize() * CAP) >= 47.5 for row in rows)


def test_a_burst_of_twenty_calls_leaves_each_its_ten_seconds(hall_at, clock):
    screen = hall_at("43", people=40)
    counters = [c.number for c in screen.node.setup.counters]
    called = []
    for n in range(20):
        called.append(call(screen, counters[n % len(counters)]))
    shown: dict[str, int] = {}
    for _ in range(260):
        screen.hall.look()
        shown[newest(screen)] = shown.get(newest(screen), 0) + 1
        clock.forward(1)
    assert list(shown) == called
    assert all(seconds >= 10 for seconds in shown.values())
    assert len(screen.spoken.said) == 20
    assert screen.spoken.said[0][:2] == ["chime", "moi_so"]


def test_a_recall_is_announced_as_one(hall_at, clock):
    screen = hall_at("43", people=3)
    call(screen, 1)
    clock.forward(20)
    screen.node.ask(v.Recall(counter=1)).result()
    screen.hall.look()
    assert [said[1] for said in screen.spoken.said] == ["moi_so", "goi_lai"]


def test_a_screen_that_is_behind_says_since_when(hall_at, clock):
    screen = hall_at("43", people=3)
    call(screen, 1)
    assert screen.find("stale") is None
    screen.node.show_link(Link("cut", clock() - timedelta(minutes=3)))
    screen.hall.look()
    screen.settle()
    assert screen.find("stale") is not None
    assert screen.hall.cut_since == "07:57"
    screen.node.show_link(Link("linked", clock()))
    screen.hall.look()
    screen.settle()
    assert screen.find("stale") is None


def test_what_was_called_while_cut_off_is_shown_and_not_spoken(hall_at, clock):
    screen = hall_at("43", people=6)
    call(screen, 1)
    known = screen.node.day
    ticket = call_unseen(screen, known)
    clock.forward(600)
    screen.hall.look()
    assert newest(screen) != ticket
    screen.node.day, screen.node.link = screen.node.book.day.after(()), Link("linked", clock())
    screen.hall.look()
    assert newest(screen) == ticket
    assert len(screen.spoken.said) == 1


def call_unseen(screen, known) -> str:
    """Counter 2 calls while the line of this screen is cut: it still shows the `known` day."""
    ticket = screen.node.ask(v.CallNext(counter=2)).result().ticket
    screen.node.day, screen.node.link = known, Link("cut", screen.node.now())
    screen.settle()
    return ticket


def test_the_news_alternate_between_languages(hall_at, clock):
    screen = hall_at("43")
    setup = screen.node.setup
    told = set()
    for _ in range(8):
        told.add(screen.hall.ticker)
        clock.forward(10)
        screen.hall.look()
    assert set(setup.ticker) | set(setup.ticker_en) <= told


def test_a_closed_hall_sends_nobody_to_the_kiosk(hall_at, clock):
    screen = hall_at("43")
    assert screen.hall.ticker
    clock.forward(14 * 3600)
    screen.until(lambda: screen.hall.page == "closed")
    screen.settle()
    foot = screen.find("ticker")
    words = [item.property("text") for item in screen.seen() if item.parentItem() == foot and item.property("text")]
    assert screen.hall.ticker == "" and screen.node.setup.hotline in "".join(words)


def test_a_call_flashes_at_most_three_times_a_second(hall_at):
    screen = hall_at("43", people=12)
    call(screen, 1)
    band = screen.find("newest")
    changes, last = 0, band.property("lit")
    for _ in range(100):
        screen.wait(10)
        if band.property("lit") != last:
            changes, last = changes + 1, band.property("lit")
    assert 2 <= changes <= 6
