"""How long the next citizen will wait: two-sided, from today's own service times.

The counters are run forward over everybody who waits, by the rules of `center/queue.py` and at
today's middle service times, until this citizen's turn comes. The spread comes from how much
today's services differ, from how few of them are known yet, and from what an estimate cannot
know (priority arrivals, pauses, counters that open or close). `benchmarks/estimate.py` measures
on simulated days how often the interval holds the true wait.
"""

from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import timedelta
from math import exp, sqrt

from center.day import Day
from center.setup import Counter, Setup

PRIOR_WEIGHT = 4  # the configured minutes count as so many services
USUAL_SPREAD = 0.75  # standard deviation of a service over its mean, until today's is known
LEFT = 0.65  # of a service found under way, its mean is still to come: long ones are met more often
TURN_MINUTES = 1.0  # between two services: the call, the way to the counter
REACH = 1.3  # standard deviations on each side
DRIFT = 1.05  # pauses, no-shows and priority arrivals lengthen a wait more often than new counters shorten it
UNKNOWN = 0.25  # standard deviation, over the mean, of all that an estimate cannot know
WIDEST = 0.7  # the spread never exceeds this share of the mean
QUIET_MINUTES = 3.0  # nobody ahead: walking, starting
LOOKED_AHEAD = 120  # so many people are run one by one; the rest of a longer line follows at the same pace


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


@dataclass(slots=True)
class _Desk:
    """A counter in the run forward: when it is next free, in minutes from now."""

    counter: Counter
    free: float
    run: int


@dataclass(slots=True)
class _Line:
    """One line in the run forward; `place` is its head. `turn`: priority or ordinary."""

    name: str
    rank: int
    turn: str
    people: list[tuple[float, str]]  # (minutes waited until now, ticket)
    place: int = 0


@dataclass(slots=True)
class _Turn:
    """When somebody's turn comes, and how many services of each field the counters of its field do before it."""

    minutes: float
    before: dict[str, int] = field(default_factory=dict)


def _lines(day: Day, setup: Setup, fields: set[str]) -> list[_Line]:
    """The lines of these fields. The last arrival tells what time it is."""
    now = day.last_arrival or max((line[0][0] for line in day.lines.values() if line), default=None)
    if now is None:
        return []
    lines = []
    for (name, priority), line in day.lines.items():
        if name in fields and line:
            known = setup.class_by_id.get(priority)
            people = [((now - since) / timedelta(minutes=1), ticket) for since, ticket in line[:LOOKED_AHEAD]]
            lines.append(_Line(name, known.rank if known else 9, known.group if known else "ordinary", people))
    return lines


def _desks(day: Day, counters: list[Counter], minutes: dict[str, float]) -> list[_Desk]:
    """The open counters; services under way end at any time: the first soon, the last after more than a usual one."""
    busy = [c.number for c in counters if day.desk(c.number).ticket]
    desks = []
    for counter in counters:
        free = 0.0
        if (held := day.tickets.get(day.desk(counter.number).ticket or "")) is not None:
            usual = minutes.get(held.field, sum(minutes.values()) / len(minutes))
            free = usual * LEFT * 2 * (busy.index(counter.number) + 1) / (len(busy) + 1)
        desks.append(_Desk(counter, free, day.desk(counter.number).priority_run))
    return desks


def _next(desk: _Desk, lines: list[_Line], setup: Setup) -> _Line | None:
    """The line that this counter calls from, as `center.queue.choose` would."""
    weights = desk.counter.weights
    heads = [
        line for line in lines
        if line.place < len(line.people) and line.name in weights
        and line.people[line.place][0] + desk.free >= 0  # appointments that are not due yet are passed over
    ]
    if not heads:
        return None
    oldest = max(heads, key=lambda line: line.people[line.place][0])
    if oldest.people[oldest.place][0] + desk.free >= setup.rules.max_wait_minutes:
        return oldest
    first_come = [line for line in heads if line.turn != "ordinary"]
    ordinary = [line for line in heads if line.turn == "ordinary"]

    def weighted(line: _Line) -> float:
        return -(line.people[line.place][0] + desk.free) * weights[line.name]

    if first_come and not (ordinary and desk.run >= setup.rules.priority_per_ordinary):
        desk.run += 1
        return min(first_come, key=lambda line: (line.rank, weighted(line)))
    desk.run = 0
    return min(ordinary or first_come, key=weighted)


def _turn_of(
    target: str, field: str, desks: list[_Desk], lines: list[_Line], minutes: dict[str, float], setup: Setup
) -> _Turn:
    """Runs the counters forward until this ticket of this field is called."""
    turn = _Turn(0.0)
    while desks:
        desk = min(desks, key=lambda d: d.free)
        line = _next(desk, lines, setup)
        if line is None:
            desks.remove(desk)
            turn.minutes = max(turn.minutes, desk.free)
            continue
        turn.minutes = desk.free
        ticket = line.people[line.place][1]
        line.place += 1
        if ticket == target:
            return turn
        if field in desk.counter.weights:
            turn.before[line.name] = turn.before.get(line.name, 0) + 1
        desk.free += minutes[line.name] + TURN_MINUTES
    return turn


def estimate(day: Day, setup: Setup, field: str, priority: str = "thuong", before: str | None = None) -> Wait | None:
    """The wait of the next citizen of this field and class; None when no open counter serves it.

    `before`: an already waiting ticket, from now on, instead of one who would come now.
    """
    numbers = day.open_counters(setup, field)
    if not numbers:
        return None
    # Counters that share a field with these take people from the same lines.
    counters = [setup.counter_by_number[n] for n in day.open_counters(setup)]
    fields = {name for counter in counters for name in counter.weights}
    known = {name: service_minutes(day, setup, name) for name in fields}
    minutes = {name: mean for name, (mean, _, _) in known.items()}
    _, spread, _ = known[field]
    desks = _desks(day, counters, minutes)
    lines = _lines(day, setup, fields)
    target = before or ""
    if before is None:
        group = setup.class_by_id.get(priority)
        lines.append(_Line(field, group.rank if group else 9, group.group if group else "ordinary", [(0.0, target)]))
    turn = _turn_of(target, field, desks, lines, minutes, setup)
    share = len(numbers)
    variance = doubt = 0.0
    for name, count in turn.before.items():
        _, differs, seen = known[name]
        variance += count * differs**2
        doubt += count * differs / sqrt(seen + PRIOR_WEIGHT)
    rest = spread / share if all(day.desk(n).ticket for n in numbers) else 0.0
    ahead = _ahead(day, field, before)
    middle = turn.minutes * DRIFT * max(1.0, ahead / LOOKED_AHEAD)
    spread = sqrt(variance / share**2 + rest**2 + (doubt / share) ** 2 + (UNKNOWN * middle) ** 2)
    # Waits are skewed: what goes wrong takes longer than what goes well saves.
    times = exp(REACH * min(WIDEST, spread / middle)) if middle else 1.0
    low, high = middle / times, middle * times
    if middle < QUIET_MINUTES:
        low, high = 0.0, high + QUIET_MINUTES
    return Wait(_down(low), _up(high), ahead)


def _ahead(day: Day, field: str, before: str | None) -> int:
    """How many wait for this field, or came before this ticket."""
    if before is None:
        return day.waiting_count(field)
    mine = day.tickets[before]
    return sum(
        bisect_left(line, (mine.waits_since, mine.id)) for (name, _), line in day.lines.items() if name == field
    )


def _down(minutes: float) -> int:
    return int(minutes) if minutes < 10 else int(minutes // 5 * 5)


def _up(minutes: float) -> int:
    step = 1 if minutes < 10 else 5
    return max(1, int(-(-minutes // step) * step))
