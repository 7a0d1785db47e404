"""The figures of a day, told as a morning of two counters."""

from datetime import UTC, date, datetime, timedelta

import pytest

from center import facts as f
from center.day import fold
from center.figures import by_hour, figures, longest_wait_seconds

DAY = date(2026, 11, 23)
EIGHT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def at(minutes: float) -> dict:
    return {"at": EIGHT + timedelta(minutes=minutes), "day": DAY}


def visit(number: int, field: str, counter: int, taken: float, called: float, started: float, ended: float | None):
    ticket = f"{'A' if field == 'ho-tich' else 'B'}{number:03d}"
    who = {"ticket": ticket, "counter": counter, "official": f"cb0{counter}"}
    facts = [
        f.NumberTaken(**at(taken), ticket=ticket, series=ticket[0], number=number, field=field, priority="thuong",
                      machine="kiosk-1"),
        f.TicketCalled(**at(called), rule="ordinary", **who),
    ]
    if ended is None:
        return [*facts, f.NoShowDeclared(**at(started), **who)]
    return [*facts, f.ServiceStarted(**at(started), **who), f.ServiceEnded(**at(ended), **who)]


@pytest.fixture
def day():
    facts = [
        *visit(1, "ho-tich", 1, 0, 5, 6, 16),
        *visit(2, "ho-tich", 1, 2, 17, 18, 22),
        *visit(1, "dat-dai", 2, 0, 30, 31, 91),
        *visit(3, "ho-tich", 1, 10, 25, 27, None),
        f.NumberTaken(
            **at(80), ticket="A004", series="A", number=4, field="ho-tich", priority="thuong", machine="kiosk-1"
        ),
    ]
    facts.sort(key=lambda fact: fact.at)
    return fold(DAY, enumerate(facts, 1))


def test_the_whole_center(day):
    found = figures(day)
    assert (found.served, found.no_shows) == (3, 1)
    assert found.service_minutes == 10  # of 10, 4 and 60
    assert found.wait_minutes == 15  # of 5, 15 and 30; who did not come is not counted


def test_one_official_one_counter_one_field(day):
    own = figures(day, official="cb01")
    assert (own.served, own.service_minutes, own.wait_minutes, own.no_shows) == (2, 7, 10, 1)
    assert figures(day, counter=2).service_minutes == 60
    assert figures(day, field="dat-dai", official="cb01").served == 0


def test_nothing_served_has_no_median():
    empty = figures(fold(DAY, ()))
    assert (empty.served, empty.service_minutes, empty.wait_minutes) == (0, None, None)


def test_a_visit_in_two_parts_is_one_service():
    who = {"ticket": "A001", "counter": 1, "official": "cb01"}
    start = visit(1, "ho-tich", 1, 0, 5, 6, 16)[:3]
    held = f.TicketHeld(**at(10), reason="Khách bổ sung giấy tờ", **who)
    again = [
        f.TicketCalled(**at(30), rule="chosen", **who),
        f.ServiceStarted(**at(31), **who),
        f.ServiceEnded(**at(37), **who),
    ]
    assert figures(fold(DAY, enumerate([*start, held, *again], 1))).service_minutes == 10


def test_hour_by_hour_without_gaps(day):
    rows = [(h.hour, h.taken, h.served, h.wait_minutes) for h in by_hour(day)]
    assert rows == [(8, 4, 2, 15), (9, 1, 1, None)]
    assert by_hour(fold(DAY, ())) == ()


def test_the_longest_wait_is_of_those_who_still_wait(day):
    now = EIGHT + timedelta(minutes=95)
    assert longest_wait_seconds(day, now) == 15 * 60
    assert longest_wait_seconds(day, now, "dat-dai") == 0
