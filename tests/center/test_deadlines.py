"""Promised days: a table of cases with their rules, and what holds for every instant and every term."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.deadlines import RULES, broken_rules, cases, planted_weekend
from center.deadlines import WorkCalendar, find_promise, month_grid, promised, received_on
from center.hours import LOCAL, Session, local
from center.procedures import Term
from sync.place import place
from sync.reference import catalogue, work_calendar

CALENDAR = work_calendar(place(None, None, "village-morning").setup())  # 7:30-11:30 and 13:30-17:00, Mon-Fri


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


def term(text: str) -> Term:
    """ "3 working_days", "at_once 15h"."""
    parts = text.split()
    value = int(parts.pop(0)) if parts[0].isdigit() else None
    return Term(value, parts[0], cutoff_15h="15h" in parts)


# received, term, due (with the rule that decides). 23/11/2026 is a Monday, 24/11 a holiday.
CASES = [
    # Civil Code 147(2): the day of receipt is not counted.
    ("2026-11-16T08:00", "1 working_days", "2026-11-17T17:00"),
    ("2026-11-16T16:59", "1 working_days", "2026-11-17T17:00"),
    ("2026-11-16T08:00", "3 working_days", "2026-11-19T17:00"),
    ("2026-11-16T08:00", "1 calendar_days", "2026-11-17T17:00"),
    # Labour Code 111: Saturday and Sunday are not counted.
    ("2026-11-20T09:00", "1 working_days", "2026-11-23T17:00"),
    ("2026-11-12T09:00", "7 working_days", "2026-11-23T17:00"),
    # Labour Code 112 with Resolution 80-NQ/TW: 24 November is a holiday from 2026, and was none in 2025.
    ("2026-11-23T09:00", "1 working_days", "2026-11-25T17:00"),
    ("2026-11-23T09:00", "5 working_days", "2026-12-01T17:00"),
    ("2025-11-21T09:00", "1 working_days", "2025-11-24T17:00"),
    # Make-up day: Saturday 22/08/2026 is worked for Monday 31/08.
    ("2026-08-21T09:00", "1 working_days", "2026-08-22T17:00"),
    ("2026-08-28T09:00", "1 working_days", "2026-09-03T17:00"),
    # Tet 2026: 16-20/02 off.
    ("2026-02-13T09:00", "1 working_days", "2026-02-23T17:00"),
    ("2026-02-12T09:00", "3 working_days", "2026-02-24T17:00"),
    # Civil Code 148(5): a term of days ending on a day off ends with the next working day.
    ("2026-11-16T08:00", "5 calendar_days", "2026-11-23T17:00"),
    ("2026-11-09T08:00", "15 calendar_days", "2026-11-25T17:00"),
    ("2026-11-17T08:00", "4 calendar_days", "2026-11-23T17:00"),
    ("2026-04-16T08:00", "15 calendar_days", "2026-05-04T17:00"),
    # Civil Code 148(3): months end on the same date, or on the last day of the month.
    ("2026-01-14T08:00", "1 months", "2026-02-23T17:00"),
    ("2026-03-31T08:00", "1 months", "2026-05-04T17:00"),
    ("2026-11-02T08:00", "3 months", "2027-02-02T17:00"),
    # Decree 61/2018 Art. 18, Decision 2637: at once means today, after 15:00 the next working day.
    ("2026-11-16T08:00", "at_once 15h", "2026-11-16T17:00"),
    ("2026-11-16T15:00", "at_once 15h", "2026-11-16T17:00"),
    ("2026-11-16T15:00:01", "at_once 15h", "2026-11-17T17:00"),
    ("2026-11-20T15:30", "at_once 15h", "2026-11-23T17:00"),
    ("2026-11-23T15:30", "at_once 15h", "2026-11-25T17:00"),
    ("2026-11-16T15:30", "at_once", "2026-11-17T17:00"),
    # The same for a term of days: only where the catalogue says so.
    ("2026-11-16T15:30", "3 working_days", "2026-11-19T17:00"),
    ("2026-11-16T15:30", "3 working_days 15h", "2026-11-20T17:00"),
    # Closed: received on the next working day.
    ("2026-11-21T09:00", "at_once 15h", "2026-11-23T17:00"),
    ("2026-11-22T23:59", "at_once", "2026-11-23T17:00"),
    ("2026-11-16T19:00", "1 working_days", "2026-11-18T17:00"),
    ("2026-11-24T09:00", "1 working_days", "2026-11-26T17:00"),
    ("2026-11-16T05:00", "1 working_days", "2026-11-17T17:00"),
    ("2026-11-16T12:15", "at_once 15h", "2026-11-16T17:00"),
    # Civil Code 147(1): hours run by the clock; the result is fetched while the doors are open.
    ("2026-11-16T08:00", "2 hours", "2026-11-16T10:00"),
    ("2026-11-16T08:00", "4 hours", "2026-11-16T13:30"),
    ("2026-11-16T08:00", "12 hours", "2026-11-17T07:30"),
    ("2026-11-20T16:00", "12 hours", "2026-11-23T07:30"),
]


@pytest.mark.parametrize(("received", "said", "due"), CASES)
def test_case(received, said, due):
    promise = promised(at(received), term(said), CALENDAR)
    assert local(promise.due_at) == at(due)
    assert promise.due_on == at(due).date()


def test_the_screen_can_tell_why_it_takes_so_long():
    promise = promised(at("2026-11-23T09:00"), Term(5, "working_days"), CALENDAR)
    assert promise.sentence(date(2026, 11, 23)) == "Nộp hôm nay, nhận trước 17:00 thứ Ba 01/12"
    assert promise.skipped == (
        (date(2026, 11, 24), "Ngày Văn hóa Việt Nam"),
        (date(2026, 11, 28), "thứ Bảy"),
        (date(2026, 11, 29), "Chủ nhật"),
    )
    assert not promise.tentative
    assert promised(at("2026-11-16T08:00"), term("at_once"), CALENDAR).sentence(date(2026, 11, 16)).endswith("hôm nay")


def test_a_promise_across_undecided_holidays_says_so():
    promise = promised(at("2026-12-28T09:00"), Term(10, "working_days"), CALENDAR)
    assert promise.tentative and "chưa được công bố" in promise.sentence(date(2026, 12, 28))
    assert "/2027" in promise.sentence(date(2026, 12, 28))


def test_hours_of_opening_are_the_centers_own():
    mornings = WorkCalendar((Session((0, 2, 5), time(8), time(11, 30)),))
    # Closed on Tuesdays: counted by the law, fetched when the doors open; an open Saturday is no working day.
    assert promised(at("2026-11-16T09:00"), Term(1, "working_days"), mornings).due_on == date(2026, 11, 18)
    assert local(promised(at("2026-11-16T09:00"), Term(2, "working_days"), mornings).due_at).time() == time(11, 30)
    assert received_on(at("2026-11-21T09:00"), mornings) == date(2026, 11, 23)
    only_saturdays = WorkCalendar((Session((5,), time(8), time(11)),))
    assert promised(at("2026-11-16T09:00"), Term(1, "working_days"), only_saturdays).due_on == date(2026, 11, 17)


def test_nothing_is_promised_from_a_term_that_was_not_verified():
    shipped = catalogue()
    monday = at("2026-11-16T08:00")
    assert find_promise(monday, shipped.procedure("1.001193"), CALENDAR).due_on == date(2026, 11, 16)
    assert find_promise(monday, shipped.procedure("1.004873"), CALENDAR) is None  # three days, but only recalled
    assert find_promise(monday, shipped.procedure("1.012781"), CALENDAR) is None  # "10 ngày": which days is not said
    with pytest.raises(ValueError):
        promised(monday, Term(None, "unstated"), CALENDAR)


def test_the_month_shows_today_the_days_off_and_the_due_day():
    promise = promised(at("2026-11-23T09:00"), Term(3, "working_days"), CALENDAR)
    weeks = month_grid(2026, 11, date(2026, 11, 23), promise, CALENDAR)
    assert len(weeks) == 6 and {len(week) for week in weeks} == {7}
    squares = {square.day: square for week in weeks for square in week}
    assert squares[date(2026, 11, 23)].is_today
    assert squares[date(2026, 11, 24)].why_off == "Ngày Văn hóa Việt Nam"
    assert [s.day.day for s in squares.values() if s.is_due] == [27] and promise.due_on == date(2026, 11, 27)
    assert [s.day.day for s in squares.values() if s.is_counted] == [25, 26, 27]
    assert not squares[date(2026, 12, 1)].in_month
    assert month_grid(2027, 2, date(2027, 2, 1), None, CALENDAR)[0][0].day == date(2027, 2, 1)


TERMS = st.builds(
    Term,
    st.integers(1, 60),
    st.sampled_from(["working_days", "calendar_days", "months", "hours"]),
    st.booleans(),
) | st.builds(Term, st.none(), st.just("at_once"), st.booleans())
INSTANTS = st.datetimes(datetime(2025, 1, 1), datetime(2030, 6, 1)).map(lambda moment: moment.replace(tzinfo=LOCAL))


@given(INSTANTS, st.timedeltas(timedelta(0), timedelta(days=9)), TERMS)
def test_a_later_receipt_is_never_promised_earlier(first, later, given_term):
    assert promised(first, given_term, CALENDAR).due_at <= promised(first + later, given_term, CALENDAR).due_at


@given(INSTANTS, TERMS)
def test_a_promise_is_kept_while_the_doors_are_open(moment, given_term):
    promise = promised(moment, given_term, CALENDAR)
    assert CALENDAR.is_working(promise.due_on)
    assert promise.due_at >= moment
    assert all(CALENDAR.why_off(day) for day, _ in promise.skipped)


def test_a_slice_of_the_random_cases_and_the_control():
    """The whole 100,000 are in benchmarks/deadlines.py."""
    assert [broken for case in cases(2000, seed=7) if (broken := broken_rules(case))] == []
    wrong = sum(bool(broken_rules(case, planted_weekend)) for case in cases(2000, seed=7))
    assert wrong > 100
    assert len(RULES) >= 5
