"""Numbers: no number twice, whatever the steps, leases and clocks."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from center import verbs as v
from center.day import Day
from center.errors import LeaseSpent, NoNumberLeft, NotNow, NotOffered
from center.facts import DayOpened, NumberTaken
from center.hours import local_day
from center.numbering import (
    LEAP_DAYS,
    OpenedDay,
    day_to_open,
    going_on,
    grant_lease,
    lease_left,
    next_number,
    open_day,
    spoken,
    ticket_id,
    typed,
)
from center.setup import Counter, Field
from tests.center.a_center import EIGHT, FIELDS, TODAY, Center, a_setup


@pytest.mark.parametrize(
    ("said", "meant"),
    [("a15", "A015"), ("A 015", "A015"), ("a-15", "A015"), ("A1000", "A1000"), ("AB7", "AB007"),
     ("15", None), ("", None), ("A", None), ("ABC1", None), ("A12345", None), ("Đ15", None), ("A015; DROP", None)],
)
def test_a_number_as_people_type_it(said, meant):
    assert typed(said) == meant


@given(st.sampled_from(["A", "B", "AB"]), st.integers(1, 9999))
def test_what_is_spoken_can_be_typed(series, number):
    ticket = ticket_id(series, number)
    assert typed(spoken(ticket)) == ticket


def test_each_series_counts_by_itself():
    center = Center()
    assert [center.take(), center.take("dat-dai"), center.take()] == ["A001", "B001", "A002"]


def test_first_last_and_step():
    center = Center(a_setup(fields=(Field("le", "A", "Số lẻ", "Odd", first=101, last=105, step=2),)))
    assert [center.take("le") for _ in range(3)] == ["A101", "A103", "A105"]
    with pytest.raises(NoNumberLeft, match=r"hết số hôm nay\."):
        center.take("le")


def test_the_daily_maximum_counts_numbers_from_box_and_lease():
    center = Center(a_setup(fields=(Field("it", "A", "Ít", "Few", daily_max=3),)))
    center.ask(v.GrantLease(series="A", size=5, machine="kiosk-1"))
    center.take("it")
    for _ in range(2):
        center.ask_alone(v.TakeNumber(field="it", machine="kiosk-1"))
    for ask in (center.ask, center.ask_alone):
        with pytest.raises(NoNumberLeft, match="đủ số"):
            ask(v.TakeNumber(field="it", machine="kiosk-1"))


@pytest.mark.parametrize(("verb", "sentence"), [
    (v.TakeNumber(field="khong-co"), "không có lĩnh vực"),
    (v.TakeNumber(field="ho-tich", priority="vip"), "không có diện ưu tiên"),
    (v.TakeNumber(field="ho-tich", priority="cap_cuu"), "do cán bộ xác nhận"),
])  # fmt: skip
def test_what_a_tap_may_not_ask(verb, sentence):
    with pytest.raises(NotOffered, match=sentence):
        Center().ask(verb)


@pytest.mark.parametrize(("minutes", "priority", "waits_from"), [
    (30, "hen_truoc", 20),  # early: waits from ten minutes before its time
    (0, "hen_truoc", 0),
    (-30, "hen_truoc", 0),  # half an hour late still counts
    (-31, "thuong", 0),  # later it is an ordinary visit
])  # fmt: skip
def test_an_appointment_counts_around_its_time(minutes, priority, waits_from):
    center = Center()
    ticket = center.ticket(center.take(appointment_at=EIGHT + timedelta(minutes=minutes)))
    assert (ticket.priority, ticket.waits_since) == (priority, EIGHT + timedelta(minutes=waits_from))


def test_a_returning_citizen_has_the_class_of_returning():
    center = Center()
    assert center.ticket(center.take(returning=True)).priority == "bo_sung_ho_so"
    assert center.ticket(center.take(priority="cao_tuoi", returning=True)).priority == "cao_tuoi"


def test_a_number_typed_in_by_hand_is_not_given_again():
    center = Center(manned=(1,))
    center.ask(v.ServeByHand(ticket="a 1", counter=1, official="cb01", field="ho-tich",
                             started_at=EIGHT, ended_at=EIGHT + timedelta(minutes=3)))
    assert center.take() == "A002"


# Leases ---------------------------------------------------------------------------------------


def test_a_kiosk_alone_draws_from_the_bottom_of_its_lease():
    center = Center()
    center.ask(v.GrantLease(series="A", size=3, machine="kiosk-1"))
    drawn = [center.ask_alone(v.TakeNumber(field="ho-tich", machine="kiosk-1"))[0].ticket for _ in range(3)]
    assert drawn == ["A997", "A998", "A999"]
    with pytest.raises(LeaseSpent, match="số giấy"):
        center.ask_alone(v.TakeNumber(field="ho-tich", machine="kiosk-1"))
    with pytest.raises(LeaseSpent):
        center.ask_alone(v.TakeNumber(field="ho-tich", machine="kiosk-2"))


SERIES = st.builds(
    lambda first, count, step, rest: Field(
        "ho-tich", "A", "Hộ tịch", "Civil status", first=first, last=first + count * step + rest % step, step=step
    ),
    st.integers(1, 50), st.integers(0, 40), st.integers(1, 7), st.integers(0, 6),
)
WISHES = st.lists(
    st.one_of(
        st.just("take"), st.tuples(st.just("lease"), st.sampled_from(["kiosk-1", "kiosk-2"]), st.integers(-1, 12)),
        st.tuples(st.just("alone"), st.sampled_from(["kiosk-1", "kiosk-2"])),
        st.tuples(st.just("by hand"), st.integers(1, 120)),
    ),
    max_size=60,
)


@given(SERIES, WISHES)
def test_no_number_twice_whatever_is_leased(field, wishes):
    """Numbers of box and leases keep to first, last and step; leases overlap neither each other nor what was given."""
    center = Center(a_setup(fields=(field,), counters=(Counter(1, "Quầy 1", {"ho-tich": 1.0}),)))
    for wish in wishes:
        try:
            if wish == "take":
                center.take()
            elif wish[0] == "lease":
                center.ask(v.GrantLease(series="A", size=wish[2], machine=wish[1]))
            elif wish[0] == "alone":
                center.ask_alone(v.TakeNumber(field="ho-tich", machine=wish[1]))
            else:
                center.ask(v.ServeByHand(ticket=f"A{wish[1]}", counter=1, official="cb01", field="ho-tich",
                                         started_at=center.at, ended_at=center.at))
        except NotNow:
            pass  # typed in a second time
        except (NoNumberLeft, LeaseSpent):
            pass
    given_numbers = [fact.number for fact in center.log if isinstance(fact, NumberTaken)]
    assert len(set(given_numbers)) == len(given_numbers)
    allowed = set(range(field.first, field.last + 1, field.step))
    leases = sorted(center.day.leases.get("A", ()), key=lambda lease: lease.first)
    leased = [n for lease in leases for n in range(lease.first, lease.last + 1, field.step)]
    assert len(set(leased)) == len(leased)
    assert set(given_numbers) | set(leased) <= allowed
    assert all(one.last < other.first for one, other in pairwise(leases))
    from_box = {fact.number for fact in center.log if isinstance(fact, NumberTaken) and not fact.leased}
    assert from_box.isdisjoint(leased)
    assert not center.day.doubts


def test_a_lease_for_tomorrow_knows_only_tomorrow():
    tomorrow = Day(TODAY + timedelta(days=1))
    (fact,) = grant_lease(tomorrow, a_setup(), v.GrantLease(series="A", size=20, machine="kiosk-1"), EIGHT)
    assert (fact.day, fact.first, fact.last) == (tomorrow.day, 980, 999)
    tomorrow.take_in([(1, fact)])
    assert lease_left(tomorrow, FIELDS[0], "kiosk-1") == list(range(980, 1000))


# The day --------------------------------------------------------------------------------------


def opened(*days: tuple[date, bool] | date) -> tuple[OpenedDay, ...]:
    return tuple(OpenedDay(*day) if isinstance(day, tuple) else OpenedDay(day, False) for day in days)


def at(day: date, clock: str = "08:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}:00+07:00").astimezone(UTC)


NEXT, YESTERDAY, NEXT_YEAR = TODAY + timedelta(1), TODAY - timedelta(1), TODAY.replace(year=2027)


@pytest.mark.parametrize(("known", "clock", "opens"), [
    (opened(), at(TODAY), (TODAY, False)),
    (opened(), at(date(2010, 1, 1)), (date(2010, 1, 1), True)),  # no battery: not believed
    (opened((date(2010, 1, 1), True)), at(TODAY), (TODAY, False)),  # and left for the true day
    (opened(TODAY), at(TODAY, "23:59"), None),
    (opened(TODAY), at(NEXT, "00:00"), (NEXT, False)),
    (opened(TODAY), at(YESTERDAY), None),  # set back a day: today goes on
    (opened(TODAY), at(date(2010, 1, 1)), None),
    (opened(TODAY), at(NEXT_YEAR), (NEXT_YEAR, True)),
    (opened(TODAY, (NEXT_YEAR, True)), at(TODAY), None),  # today was opened once: its numbers are spent
    (opened(TODAY, (NEXT_YEAR, True)), at(NEXT), (NEXT, False)),  # healed
    (opened(TODAY, (NEXT_YEAR, True), NEXT), at(NEXT_YEAR - timedelta(40)), (NEXT_YEAR - timedelta(40), True)),
    (opened(TODAY - timedelta(LEAP_DAYS)), at(TODAY), (TODAY, False)),  # Tết is shorter than that
])  # fmt: skip
def test_which_day_a_clock_opens(known, clock, opens):
    fact = day_to_open(known, clock)
    assert (fact and (fact.day, fact.clock_suspect)) == opens


def test_midnight_is_that_of_hung_yen():
    assert local_day(datetime(2026, 11, 23, 16, 59, 59, tzinfo=UTC)) == TODAY
    assert local_day(datetime(2026, 11, 23, 17, 0, tzinfo=UTC)) == NEXT


@given(st.lists(st.integers(-40, 800), max_size=40), st.integers(1, 20))
def test_no_clock_reopens_a_day_and_every_leap_heals(jumps, later):
    """Whatever the clock said before: a believed day opens once, and the first right morning opens its day."""
    known: tuple[OpenedDay, ...] = ()
    for jump in jumps:
        fact = day_to_open(known, at(TODAY + timedelta(days=jump)))
        if fact is not None:
            known = (*known, OpenedDay(fact.day, fact.clock_suspect))
    trusted = [one.day for one in known if not one.clock_suspect]
    assert trusted == sorted(set(trusted))
    for place, one in enumerate(known):  # only a doubtful day is ever come back to
        assert all(before.clock_suspect for before in known[:place] if before.day == one.day)
    right = max([*trusted, TODAY]) + timedelta(days=later)
    fact = day_to_open(known, at(right))
    assert known[-1].day == right if known and fact is None else fact.day == right


def test_the_operator_may_go_to_an_earlier_day_but_never_to_one_that_was_open():
    known = opened(TODAY, NEXT)
    earlier = TODAY - timedelta(days=3)
    assert open_day(known, v.OpenDay(), at(earlier)) == ()
    (fact,) = open_day(known, v.OpenDay(force=True), at(earlier))
    assert fact.day == earlier
    with pytest.raises(NotNow, match="không mở lại"):
        open_day(known, v.OpenDay(force=True), at(TODAY))


def test_a_day_opened_by_a_wrong_clock_goes_on_between_the_numbers_people_hold():
    center = Center()
    for _ in range(17):
        center.take()
    center.ask(v.GrantLease(machine="kiosk-1", series="A", size=20))
    leapt = DayOpened(at=EIGHT, day=TODAY.replace(year=2027), clock_suspect=True)
    day = Day(leapt.day).take_in([(99, going_on(leapt, center.day))])
    field = FIELDS[0]
    assert next_number(day, field) == 18
    assert lease_left(day, field, "kiosk-1") == []
    (lease,) = grant_lease(day, center.setup, v.GrantLease(machine="kiosk-1", series="A", size=20), EIGHT)
    assert (lease.first, lease.last) == (960, 979)
