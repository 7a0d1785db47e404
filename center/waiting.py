"""How long the next citizen will wait: two-sided, from today's own service times.

The work ahead is every waiting person whom the open counters of the field would serve first,
each at the middle service time of the field, shared among the counters that serve it. The
spread comes from how much today's services differ, from how few of them are known yet, and
from what an estimate cannot know (priority arrivals, pauses). `benchmarks/estimate.py`
measures on simulated days how often the interval holds the true wait.
"""

from dataclasses import dataclass
from math import sqrt

from center.day import Day
from center.setup import Setup
from center.tickets import IN_HAND

PRIOR_WEIGHT = 4  # the configured minutes count as so many services
USUAL_SPREAD = 0.75  # standard deviation of a service over its mean, until today's is known
REACH = 1.6  # standard deviations on each side
UNKNOWN = 0.12  # share of the mean for arrivals of priority and pauses
QUIET_MINUTES = 3.0  # nobody ahead: walking, starting


@dataclass(frozen=True, slots=True)
class Wait:
    """Minutes, optimistic ≤ pessimistic; rounded so that a person can use them."""

    optimistic_minutes: int
    pessimistic_minutes: int
    ahead: int


def service_minutes(day: Day, setup: Setup, field: str) -> tuple[float, float, int]:
    """Mean and standard deviation of a service of this field in minutes, and how many of today are known."""
    prior = setup.field_by_id[field].minutes
    seen = [s / 60 for s in day.services.get(field, ())]
    mean = (prior * PRIOR_WEIGHT + sum(seen)) / (PRIOR_WEIGHT + len(seen))
    spread = prior * USUAL_SPREAD
    squares = (spread**2 * PRIOR_WEIGHT + sum((s - mean) ** 2 for s in seen)) / (PRIOR_WEIGHT + len(seen))
    return mean, sqrt(squares), len(seen)


def ahead_of(day: Day, setup: Setup, field: str, priority: str, before: str | None = None) -> dict[str, float]:
    """People served before the next one of this class, by field; fractions where counters are shared.

    `before`: an already waiting ticket, counted up to its place instead of the line's end.
    """
    serving = set(day.open_counters(setup, field))
    limit = day.tickets[before].waits_since if before else None
    mine = setup.class_by_id.get(priority)
    first_come = mine is not None and mine.group != "ordinary"
    turns = setup.rules.priority_per_ordinary
    people: dict[str, float] = {}
    for (name, other), line in day.lines.items():
        shared = set(day.open_counters(setup, name))
        if not (overlap := serving & shared):
            continue
        theirs = setup.class_by_id.get(other)
        their_turn = theirs is not None and theirs.group != "ordinary"
        count = float(sum(1 for since, t in line if limit is None or (since < limit and t != before)))
        if first_come and not their_turn:
            count = min(count, _priority_ahead(day, setup, serving) / turns)
        people[name] = people.get(name, 0.0) + count * len(overlap) / len(shared)
    return people


def _priority_ahead(day: Day, setup: Setup, serving: set[int]) -> float:
    fields = {f for number in serving for f in setup.counter_by_number[number].weights}
    return sum(
        len(line)
        for (name, other), line in day.lines.items()
        if name in fields and (known := setup.class_by_id.get(other)) is not None and known.group != "ordinary"
    )


def estimate(
    day: Day, setup: Setup, field: str, priority: str = "thuong", before: str | None = None
) -> Wait | None:
    """The wait of the next citizen of this field and class; None when no open counter serves it."""
    counters = day.open_counters(setup, field)
    if not counters:
        return None
    people = ahead_of(day, setup, field, priority, before)
    busy = [n for n in counters if (held := day.desk(n).ticket) and day.tickets[held].state in IN_HAND]
    ahead = sum(people.values())
    mean = variance = doubt = 0.0
    for name, count in people.items():
        minutes, spread, known = service_minutes(day, setup, name)
        mean += count * minutes
        variance += count * spread**2
        doubt += count * spread / sqrt(known + PRIOR_WEIGHT)
    desks = len(counters)
    minutes, spread, _ = service_minutes(day, setup, field)
    # All counters busy: the first to become free takes, on average, a service divided by their number.
    rest = minutes / desks if len(busy) == desks else 0.0
    mean = mean / desks + rest
    reach = REACH * sqrt(variance / desks**2 + (rest * spread / minutes) ** 2 + (doubt / desks) ** 2)
    reach += UNKNOWN * mean
    low, high = max(0.0, mean - reach), mean + reach + (QUIET_MINUTES if ahead < 1 else 0.0)
    whole = len(day.waiting(field)) if before is None else sum(
        1 for t in day.waiting(field) if t.waits_since < day.tickets[before].waits_since
    )
    return Wait(_down(low), _up(high), whole)


def _down(minutes: float) -> int:
    return int(minutes) if minutes < 10 else int(minutes // 5 * 5)


def _up(minutes: float) -> int:
    step = 1 if minutes < 10 else 5
    return max(1, int(-(-minutes // step) * step))
