"""The wait that kiosk and ticket show: two-sided, growing with the people ahead, never with a counter more."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.estimate import CENTERS, HalfDay, holds
from center import verbs as v
from center.waiting import LOOKED_AHEAD, estimate, service_minutes
from tests.center.a_center import Center, a_setup
from tests.center.test_queue import PRESSES, press


def middle(center: Center, field: str = "ho-tich", **more) -> float:
    wait = estimate(center.day, center.setup, field, **more)
    return (wait.optimistic_minutes + wait.pessimistic_minutes) / 2


def test_no_open_counter_no_estimate():
    center = Center(manned=(1,))
    assert estimate(center.day, center.setup, "dat-dai") is None
    assert estimate(center.day, center.setup, "ho-tich").ahead == 0


def test_nobody_ahead_is_a_matter_of_minutes():
    wait = estimate(Center(manned=(1,)).day, a_setup(), "ho-tich")
    assert (wait.optimistic_minutes, wait.pessimistic_minutes) == (0, 3)


def test_the_settings_count_until_todays_own_times_are_known():
    center = Center(manned=(1,))
    assert service_minutes(center.day, center.setup, "ho-tich")[0] == 8
    for _ in range(12):
        center.take()
        center.serve(minutes=2)
    assert service_minutes(center.day, center.setup, "ho-tich")[0] == pytest.approx(3.5)


def test_more_people_wait_longer_and_more_counters_shorten_it():
    one, two = Center(manned=(1,)), Center(manned=(1, 2))
    seen = []
    for _ in range(12):
        for center in (one, two):
            center.take()
        seen.append((middle(one), middle(two)))
    assert [a for a, _ in seen] == sorted(a for a, _ in seen)
    assert all(a > b for a, b in seen[2:])


def test_priority_waits_less_and_the_place_in_the_line_counts():
    center = Center(manned=(1,))
    for _ in range(8):
        center.take()
    assert middle(center, priority="cao_tuoi") < middle(center)
    places = [middle(center, before=f"A{n:03d}") for n in range(1, 9)]
    assert places == sorted(places)
    assert [estimate(center.day, center.setup, "ho-tich", before=f"A{n:03d}").ahead for n in (1, 4, 8)] == [0, 3, 7]


def test_people_of_another_field_count_where_counters_are_shared():
    alone, shared = Center(manned=(1,)), Center(manned=(2,))
    for center in (alone, shared):
        center.take()
        for _ in range(5):
            center.take("dat-dai")
    assert middle(shared) > middle(alone)


def test_minutes_are_rounded_as_people_say_them():
    center = Center(manned=(1,))
    for _ in range(30):
        center.take()
        wait = estimate(center.day, center.setup, "ho-tich")
        for minutes in (wait.optimistic_minutes, wait.pessimistic_minutes):
            assert minutes < 10 or minutes % 5 == 0


def test_a_line_longer_than_is_run_still_grows():
    center = Center(manned=(1,))
    for _ in range(LOOKED_AHEAD):
        center.take()
    before = middle(center)
    for _ in range(LOOKED_AHEAD):
        center.take()
    assert 1.7 * before < middle(center) < 2.4 * before


@given(PRESSES, st.sampled_from(["ho-tich", "dat-dai"]), st.sampled_from(["thuong", "cao_tuoi", "cap_cuu"]))
def test_whatever_happens_the_two_sides_are_in_order(presses, field, priority):
    center = Center(manned=(1, 3))
    for one in presses:
        press(center, one)
    center.after(minutes=1).ask(v.SignIn(counter=2, official="cb02"))
    wait = estimate(center.day, center.setup, field, priority)
    assert 0 <= wait.optimistic_minutes <= wait.pessimistic_minutes
    assert wait.ahead == center.day.waiting_count(field)
    for t in center.day.waiting(field):
        assert estimate(center.day, center.setup, field, t.priority, before=t.id).ahead < wait.ahead


def test_on_simulated_days_four_of_five_waits_are_inside():
    """A small run of `python -m benchmarks.estimate`, with the usual way beside it."""
    shown = [one for kind in CENTERS for n in range(6) for one in HalfDay(kind, n).run()]
    busy = [one for one in shown if one.true >= 5]
    assert len(busy) > 500
    ours, usual = (
        sum(holds(*sides(one), one.true) for one in shown) / len(shown)
        for sides in (lambda s: (s.low, s.high), lambda s: (s.naive * 0.8, s.naive * 1.2))
    )
    assert ours >= 0.80 > 0.55 > usual
    widths = sorted((one.high - one.low) / one.true for one in busy)
    assert widths[len(widths) // 2] < 1.5


def test_an_appointment_to_come_does_not_hide_who_waits():
    center = Center(manned=(1,))
    for _ in range(3):
        center.take()
    without = estimate(center.day, center.setup, "ho-tich", before="A003")
    center.take(appointment_at=center.at + timedelta(hours=2))
    assert estimate(center.day, center.setup, "ho-tich", before="A003") == without
