"""When the center opens again: after lunch, after the weekend, after days off, on a make-up Saturday."""

from datetime import date, datetime, time

import pytest

from center.hours import LOCAL, Session
from center.opening import hours_table, next_opening

WEEK = (Session((0, 1, 2, 3, 4), time(7, 30), time(11, 30)), Session((0, 1, 2, 3, 4), time(13, 30), time(17)))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=LOCAL)


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        (at(23, 6), at(23, 7, 30)),  # Monday morning
        (at(23, 12), at(23, 13, 30)),  # lunch
        (at(23, 18), at(24, 7, 30)),  # evening
        (at(27, 17), at(30, 7, 30)),  # Friday evening
        (at(23, 7, 30), at(23, 13, 30)),  # open: the next stretch
    ],
)
def test_the_next_opening(now, opens):
    assert next_opening(WEEK, frozenset(), frozenset(), now) == opens


def test_days_off_are_left_out_and_make_up_days_count():
    off, make_up = frozenset({date(2026, 11, 24)}), frozenset({date(2026, 11, 28)})
    assert next_opening(WEEK, off, frozenset(), at(23, 18)) == at(25, 7, 30)
    assert next_opening(WEEK, frozenset(), make_up, at(27, 18)) == at(28, 7, 30)


def test_a_center_without_hours_opens_never():
    assert next_opening((), frozenset(), frozenset(), at(23, 8)) is None


def test_the_table_joins_neighbouring_days():
    saturday = Session((5,), time(7, 30), time(11, 30))
    both = ((time(7, 30), time(11, 30)), (time(13, 30), time(17)))
    assert hours_table((*WEEK, saturday)) == [(0, 4, both), (5, 5, (both[0],))]
