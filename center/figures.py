"""The figures of a day: pure sums over its tickets and intervals, for one official or the whole center."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from center.day import Day
from center.hours import local
from center.tickets import DONE, NO_SHOW, Ticket


@dataclass(frozen=True, slots=True)
class Figures:
    """Medians are None while nothing was served. Ratings are summed by `center.ratings.sums`."""

    served: int
    service_minutes: float | None
    wait_minutes: float | None
    no_shows: int


@dataclass(frozen=True, slots=True)
class Hour:
    """One hour of the clock: numbers taken, visits ended, and the median wait of those called in it."""

    hour: int
    taken: int
    served: int
    wait_minutes: float | None


def figures(day: Day, *, official: str | None = None, counter: int | None = None, field: str | None = None) -> Figures:
    """The figures of the tickets that fit every given mark; of all tickets if none is given."""

    def fits(t: Ticket) -> bool:
        return (
            (official is None or t.official == official)
            and (counter is None or t.counter == counter)
            and (field is None or t.field == field)
        )

    done = {t.id for t in day.tickets.values() if t.state == DONE and fits(t)}
    return Figures(
        served=len(done),
        service_minutes=_median_minutes(_seconds(day, "served", done)),
        wait_minutes=_median_minutes(_seconds(day, "waiting", done)),
        no_shows=sum(t.state == NO_SHOW and fits(t) for t in day.tickets.values()),
    )


def by_hour(day: Day) -> tuple[Hour, ...]:
    """From the first hour in which anything happened to the last, without gaps; local clock."""
    taken = Counter(local(t.taken_at).hour for t in day.tickets.values() if t.taken_at is not None)
    ended = Counter(local(t.ended_at).hour for t in day.tickets.values() if t.state == DONE and t.ended_at is not None)
    waits = defaultdict(list)
    for row in day.intervals:
        if row.kind == "waiting":
            waits[local(row.ended_at).hour].append(row.seconds)
    hours = [*taken, *ended, *waits]
    if not hours:
        return ()
    return tuple(Hour(h, taken[h], ended[h], _median_minutes(waits[h])) for h in range(min(hours), max(hours) + 1))


def longest_wait_seconds(day: Day, now: datetime, field: str | None = None) -> int:
    """How long the one who has waited longest is waiting at `now`; 0 if nobody waits."""
    since = [line[0][0] for (name, _), line in day.lines.items() if line and (field is None or name == field)]
    return max(0, int((now - min(since)).total_seconds())) if since else 0


def _seconds(day: Day, kind: str, tickets: set[str]) -> list[float]:
    """Per ticket, all its stretches of this kind together."""
    total: dict[str, float] = defaultdict(float)
    for row in day.intervals:
        if row.kind == kind and row.ticket in tickets:
            total[row.ticket] += row.seconds
    return list(total.values())


def _median_minutes(seconds: list[float]) -> float | None:
    return median(seconds) / 60 if seconds else None
