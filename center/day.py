"""Day: one day's facts folded into tickets, desks, lines, intervals and ratings.

The same function folds on kiosk, counter, hall screen, box and hub. Facts of the box come in
the box's order; facts that machines made while cut off (numbers from a lease, visits served by
hand, ratings, device troubles) may come in any order among them and fold to the same Day.
A fact that contradicts what is known is never lost: it is counted in `doubts`.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable
from copy import copy
from datetime import date, datetime

from center import facts as f
from center.folds import FOLDS
from center.setup import Setup
from center.tickets import HELD, IN_HAND, PASSING, WAITING, Call, Desk, Fault, Interval, Lease, Rating, Ticket, changed

CALLS_KEPT = 60  # more than any hall shows; the journal keeps them all
SERVICES_KEPT = 40  # service times remembered per field for the estimate


class Day:
    """State of one day. `after` gives a new Day; `take_in` changes this one in place (fold, box)."""

    def __init__(self, day: date):
        self.day = day
        self.seq = 0
        self.opened = False
        self.clock_suspect = False
        self.closed_by: str | None = None
        self.head_seq = 0  # the line of the box's book before the one that closed the day, and its hash
        self.head_hash = ""
        self.tickets: dict[str, Ticket] = {}
        self.counters: dict[int, Desk] = {}
        self.lines: dict[tuple[str, str], list[tuple[datetime, str]]] = {}
        self.calls: tuple[Call, ...] = ()
        self.intervals: list[Interval] = []
        self.services: dict[str, tuple[float, ...]] = {}
        self.last_number: dict[str, int] = {}
        self.taken: dict[str, int] = {}
        self.last_arrival: datetime | None = None
        self.leases: dict[str, tuple[Lease, ...]] = {}
        self.ratings: list[Rating] = []
        self.taps: set[str] = set()
        self.faults: dict[tuple[str, str], Fault] = {}
        self.help: dict[str, datetime] = {}
        self.doubts: list[str] = []

    # Reading -----------------------------------------------------------------------------

    def waiting(self, field: str) -> list[Ticket]:
        """The tickets waiting for a field, in order of arrival."""
        rows = sorted(row for (name, _), line in self.lines.items() if name == field for row in line)
        return [self.tickets[ticket] for _, ticket in rows]

    def waiting_count(self, field: str | None = None) -> int:
        return sum(len(line) for (name, _), line in self.lines.items() if field is None or name == field)

    def open_counters(self, setup: Setup, field: str | None = None) -> list[int]:
        """Numbers of the counters that are open (not paused) and serve the field."""
        return [
            c.number
            for c in setup.counters
            if (field is None or field in c.weights)
            and (desk := self.counters.get(c.number)) is not None
            and desk.state == "open"
        ]

    def held(self) -> list[Ticket]:
        return [t for t in self.tickets.values() if t.state == HELD]

    def desk(self, number: int) -> Desk:
        return self.counters.get(number) or Desk(number)

    # Folding -----------------------------------------------------------------------------

    def after(self, new: Iterable[tuple[int, f.Fact]]) -> "Day":
        """A new Day with these (seq, fact) folded in; this one stays as it is."""
        day = copy(self)
        for name in ("tickets", "counters", "services", "last_number", "taken", "leases", "faults", "help", "taps"):
            setattr(day, name, getattr(self, name).copy())
        day.lines = {key: line.copy() for key, line in self.lines.items()}
        day.intervals, day.ratings, day.doubts = self.intervals.copy(), self.ratings.copy(), self.doubts.copy()
        return day.take_in(new)

    def take_in(self, new: Iterable[tuple[int, f.Fact]]) -> "Day":
        """Fold (seq, fact) pairs into this Day. Facts of another day are passed over."""
        for seq, fact in new:
            if fact.day == self.day and (fold := FOLDS.get(type(fact))):
                fold(self, fact, seq)
            self.seq = max(self.seq, seq)
        return self

    # Steps the folds share ---------------------------------------------------------------

    def into_line(self, t: Ticket) -> None:
        insort(self.lines.setdefault((t.field, t.priority), []), (t.waits_since, t.id))

    def out_of_line(self, t: Ticket) -> None:
        line = self.lines.get((t.field, t.priority), [])
        place = bisect_left(line, (t.waits_since, t.id))
        if place < len(line) and line[place][1] == t.id:
            del line[place]

    def end_interval(self, t: Ticket, at: datetime, counter: int, official: str) -> None:
        kind = PASSING.get(t.state)
        if kind is None:
            return
        # A clock set back inside a visit would make a negative stretch; it counts as none.
        row = Interval(t.state_since, max(at, t.state_since), t.id, kind, t.field, counter, official)
        self.intervals.append(row)
        if kind == "served":
            self.remember_service(t.field, row.seconds)

    def remember_service(self, field: str, seconds: float) -> None:
        self.services[field] = (*self.services.get(field, ()), seconds)[-SERVICES_KEPT:]

    def move(
        self, t: Ticket, state: str, at: datetime, counter: int | None = None, official: str = "", **changes
    ) -> Ticket:
        """The ticket in its new state: interval ended, line left or joined, desk kept true."""
        self.end_interval(t, at, counter or t.counter or 0, official or t.official)
        if t.state == WAITING:
            self.out_of_line(t)
        leaves_desk = t.state in IN_HAND and state not in IN_HAND and t.counter is not None
        if leaves_desk and self.desk(t.counter).ticket == t.id:
            self.counters[t.counter] = changed(self.desk(t.counter), ticket=None)
        moved = changed(
            t, state=state, state_since=at, counter=t.counter if counter is None else counter,
            official=official or t.official, **changes,
        )
        self.tickets[t.id] = moved
        if state == WAITING:
            self.into_line(moved)
        return moved

    def known(self, fact, *states: str) -> Ticket | None:
        t = self.tickets.get(fact.ticket)
        if t is None or (states and t.state not in states):
            self.doubts.append(f"{type(fact).__name__} {fact.ticket}: {t.state if t else 'unknown'}")
            return None
        return t

    def announce(self, seq: int, t: Ticket, at: datetime, recall: bool) -> None:
        self.calls = (*self.calls, Call(seq, t.id, t.counter or 0, at, recall))[-CALLS_KEPT:]


def fold(day: date, entries: Iterable[tuple[int, f.Fact]]) -> Day:
    """The Day of these (seq, fact) pairs."""
    return Day(day).take_in(entries)
