"""Promised days against rules written a second time, day by day: 100,000 random centers, instants and terms.

    PYTHONPATH=. python -m benchmarks.deadlines [--quick]

The controls are the same cases with a wrong rule planted; each must be caught.
"""

import argparse
import random
import time as clock
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from center.deadlines import Promise, WorkCalendar, promised
from center.hours import LOCAL, Session, local
from center.procedures import Term

DAY = timedelta(days=1)
MORNINGS = ((time(7), time(11)), (time(7, 30), time(11, 30)), (time(8), time(12)))
AFTERNOONS = ((time(13), time(16, 30)), (time(13, 30), time(17)), (time(14), time(17, 30)))
WEEKS = ((0, 1, 2, 3, 4),) * 4 + ((0, 1, 2, 3, 4, 5), (0, 2, 4))

Promising = Callable[[datetime, Term, WorkCalendar], Promise]


@dataclass(frozen=True, slots=True)
class Case:
    received_at: datetime
    later_at: datetime
    term: Term
    calendar: WorkCalendar


def cases(number: int, seed: int) -> Iterator[Case]:
    chance = random.Random(seed)
    for _ in range(number):
        yield _case(chance)


def _case(chance: random.Random) -> Case:
    begins = date(2026, 1, 1) + DAY * chance.randrange(1500)
    days_off = {begins + DAY * chance.randrange(-3, 90) for _ in range(chance.randrange(12))}
    make_up = {begins + DAY * chance.randrange(-3, 90) for _ in range(chance.randrange(4))} - days_off
    sessions = (
        Session(chance.choice(WEEKS), *chance.choice(MORNINGS)),
        Session((0, 1, 2, 3, 4), *chance.choice(AFTERNOONS)),
    )
    unit = chance.choice(("working_days", "working_days", "calendar_days", "months", "hours", "at_once"))
    value = None if unit == "at_once" else chance.randint(1, 3 if unit == "months" else 45)
    received = datetime.combine(begins, time(chance.randrange(24), chance.randrange(60)), LOCAL)
    return Case(
        received_at=received,
        later_at=received + timedelta(minutes=chance.choice((0, 1, 60, 600, 3000)) * chance.randrange(1, 4)),
        term=Term(value, unit, cutoff_15h=chance.random() < 0.5),
        calendar=WorkCalendar(sessions, frozenset(days_off), frozenset(make_up)),
    )


def _works(case: Case, day: date) -> bool:
    """The law a second time, in one line of its own."""
    return day not in case.calendar.days_off and (day.weekday() < 5 or day in case.calendar.make_up)


def _never_earlier(case: Case, promise: Promise, promising: Promising) -> bool:
    return promise.due_at <= promising(case.later_at, case.term, case.calendar).due_at


def _never_on_a_day_off(case: Case, promise: Promise, _) -> bool:
    return _works(case, promise.due_on)


def _never_before_receipt(case: Case, promise: Promise, _) -> bool:
    return promise.due_at >= case.received_at and promise.counted_from >= local(case.received_at).date()


def _doors_are_open(case: Case, promise: Promise, _) -> bool:
    at = local(promise.due_at).time()
    day = promise.due_on
    return any(
        s.opens <= at <= s.closes
        and (day.weekday() in s.weekdays or (day in case.calendar.make_up and 0 in s.weekdays))
        for s in case.calendar.sessions
    )


def _counts_enough_days(case: Case, promise: Promise, _) -> bool:
    """Between receipt and due day lie as many working days, or days, as the term says."""
    if case.term.unit not in ("working_days", "calendar_days"):
        return True
    received, days = local(case.received_at).date(), 0
    day = received
    while day < promise.due_on:
        day += DAY
        days += case.term.unit == "calendar_days" or _works(case, day)
    return days >= case.term.value


def _no_day_is_given_away(case: Case, promise: Promise, _) -> bool:
    """Received in hours, a term of working days takes exactly as many of them; one more where 15:00 moves it."""
    at = local(case.received_at)
    if case.term.unit != "working_days" or not _works(case, at.date()) or not time(7) <= at.time() <= time(16, 30):
        return True
    day, days = at.date(), 0
    while day < promise.due_on:
        day += DAY
        days += _works(case, day)
    return days == case.term.value + (case.term.cutoff_15h and at.time() > time(15))


def _every_day_off_is_named(case: Case, promise: Promise, _) -> bool:
    between = [promise.counted_from + DAY * n for n in range(1, (promise.due_on - promise.counted_from).days)]
    return [day for day, _ in promise.skipped] == [day for day in between if not _works(case, day)]


def _at_once_by_three(case: Case, promise: Promise, _) -> bool:
    at = local(case.received_at)
    if case.term.unit != "at_once" or not _works(case, at.date()) or at.time() > time(16, 30):
        return True
    return (promise.due_on > at.date()) == (at.time() > time(15))


RULES = (
    _never_earlier,
    _never_on_a_day_off,
    _never_before_receipt,
    _doors_are_open,
    _counts_enough_days,
    _no_day_is_given_away,
    _every_day_off_is_named,
    _at_once_by_three,
)


def broken_rules(case: Case, promising: Promising = promised) -> list[str]:
    """The names of the rules that this case breaks."""
    promise = promising(case.received_at, case.term, case.calendar)
    return [rule.__name__.strip("_") for rule in RULES if not rule(case, promise, promising)]


def planted_weekend(received_at: datetime, term: Term, calendar: WorkCalendar) -> Promise:
    """Wrong on purpose: make-up days are forgotten."""
    return promised(received_at, term, replace(calendar, make_up=frozenset()))


def planted_receipt(received_at: datetime, term: Term, calendar: WorkCalendar) -> Promise:
    """Wrong on purpose: the day of receipt is counted."""
    if term.unit == "working_days" and term.value > 1:
        term = replace(term, value=term.value - 1)
    return promised(received_at, term, calendar)


def planted_cutoff(received_at: datetime, term: Term, calendar: WorkCalendar) -> Promise:
    """Wrong on purpose: 15:00 is not looked at."""
    at = local(received_at)
    early = at.replace(hour=15, minute=0) if time(15) < at.time() <= time(16, 30) else at
    return promised(early, term, calendar)


def main() -> None:
    parser = argparse.ArgumentParser(prog="benchmarks.deadlines", description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="5,000 cases instead of 100,000")
    number = 5000 if parser.parse_args().quick else 100_000
    for name, promising in (
        ("the rule", promised),
        ("control: make-up days forgotten", planted_weekend),
        ("control: day of receipt counted", planted_receipt),
        ("control: 15:00 forgotten", planted_cutoff),
    ):
        part = number if promising is promised else number // 10
        begun = clock.perf_counter()
        found = [broken for case in cases(part, seed=20261122) if (broken := broken_rules(case, promising))]
        seconds = clock.perf_counter() - begun
        kinds = Counter(rule for broken in found for rule in broken)
        listed = ", ".join(f"{rule} {count}" for rule, count in kinds.most_common())
        print(f"{name:34} {part:7,} cases  {len(found):6,} failures  {seconds:5.1f} s  {listed}")


if __name__ == "__main__":
    main()
