"""How often the wait shown on a ticket holds the true wait, and how wide it is, on simulated half-days.

    python -m benchmarks.estimate [--days N] [--seed S]

The days are pure: people arrive as in a Poisson stream with a morning peak, services are
log-normal around a mean that differs from the settings from day to day, counters open late,
pause and close, some people have priority, come back, do not show up or are sent on. Beside our
estimate stands the usual one: people ahead × configured minutes ± 20 %.
"""

import argparse
import heapq
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from statistics import median

from center import verbs as v
from center.day import Day
from center.errors import NobodyWaiting, Refusal
from center.rules import decide
from center.setup import Setup
from center.setup_file import read_setup
from center.waiting import estimate
from sync.reference import defaults, sample_folder

MORNING = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)  # Monday 07:30
LAST_ARRIVAL_MINUTES = 200


@dataclass(frozen=True, slots=True)
class Center:
    """A kind of half-day. `per_hour`: arrivals in the first, second, third … hour."""

    name: str
    sample: str
    counters: int
    per_hour: tuple[float, ...]


CENTERS = (
    Center("village, quiet", "village-morning", 3, (8, 8, 6, 4)),
    Center("village, Monday", "village-morning", 3, (22, 16, 8, 4)),
    Center("ward, quiet", "full-hall", 8, (22, 26, 20, 12)),
    Center("ward, Monday", "full-hall", 8, (60, 48, 24, 12)),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What one citizen was told and what came true, in minutes."""

    low: float
    high: float
    true: float
    naive: float
    ordinary: bool


class HalfDay:
    """One simulated half-day of a center, driven by its own rules."""

    def __init__(self, kind: Center, seed: int):
        self.kind, self.chance = kind, random.Random(f"{kind.name} {seed}")
        text = (sample_folder(kind.sample) / "center.toml").read_text("utf-8")
        setup = read_setup(text, defaults())
        self.setup: Setup = replace(setup, counters=setup.counters[: kind.counters])
        self.at = MORNING
        self.day = Day(MORNING.date())
        self.seq = 0
        self.events: list[tuple[float, int, str, int]] = []
        self.order = 0
        # Today's true mean of each field, and how people here spread around it.
        self.minutes = {f.id: f.minutes * self.chance.lognormvariate(0, 0.3) for f in self.setup.fields}
        self.sigma = self.chance.uniform(0.45, 0.85)
        self.told: dict[str, tuple[float, float, float]] = {}
        self.shown: list[Shown] = []

    def ask(self, verb: v.Verb) -> tuple:
        facts = decide(self.day, self.setup, verb, self.at)
        for fact in facts:
            self.seq += 1
            self.day.take_in([(self.seq, fact)])
        return facts

    def later(self, minutes: float, what: str, counter: int = 0) -> None:
        self.order += 1
        heapq.heappush(self.events, ((self.at - MORNING).total_seconds() / 60 + minutes, self.order, what, counter))

    def run(self) -> list[Shown]:
        for counter in self.setup.counters:
            self.later(max(0.0, self.chance.gauss(2, 6)), "open", counter.number)
            if self.chance.random() < 0.5:
                self.later(self.chance.uniform(40, 180), "pause", counter.number)
        for minutes in self.arrivals():
            self.later(minutes, "arrive")
        while self.events:
            minutes, _, what, counter = heapq.heappop(self.events)
            self.at = MORNING + timedelta(minutes=minutes)
            if minutes > 400:
                break
            getattr(self, what)(counter)
        return self.shown

    def arrivals(self) -> Iterator[float]:
        # People wait before the door: the first are there when it opens.
        minutes = -10.0
        while minutes < LAST_ARRIVAL_MINUTES:
            rate = self.kind.per_hour[min(int(max(0, minutes) // 60), len(self.kind.per_hour) - 1)]
            minutes += self.chance.expovariate(rate / 60)
            yield max(0.0, minutes)

    def arrive(self, _: int) -> None:
        served = {name for counter in self.setup.counters for name in counter.weights}
        # The first fields of a settings file are the busiest.
        fields = [f.id for f in self.setup.fields if f.id in served]
        field = self.chance.choices(fields, [1 / (1 + n) for n in range(len(fields))])[0]
        priority = self.chance.choices(("thuong", "nguoi_cao_tuoi_80", "nuoi_con_nho"), (85, 8, 7))[0]
        try:
            ticket = self.ask(v.TakeNumber(field=field, priority=priority, returning=self.chance.random() < 0.07,
                                           machine="kiosk-1"))[0].ticket
        except Refusal:
            return
        row = self.day.tickets[ticket]
        wait = estimate(self.day, self.setup, field, row.priority, before=ticket)
        if wait is not None:
            ahead = self.day.waiting_count(field) - 1
            naive = ahead * self.setup.field_by_id[field].minutes
            self.told[ticket] = (wait.optimistic_minutes, wait.pessimistic_minutes, naive)
        for number in self.day.open_counters(self.setup, field):
            if self.day.desk(number).ticket is None:
                self.later(self.chance.uniform(0.05, 0.5), "call", number)

    def open(self, counter: int) -> None:
        self.ask(v.SignIn(counter=counter, official=f"cb{counter:02d}"))
        self.later(0.2, "call", counter)

    def call(self, counter: int) -> None:
        desk = self.day.desk(counter)
        if desk.state != "open" or desk.ticket is not None:
            return
        try:
            ticket = self.day.tickets[self.ask(v.CallNext(counter=counter))[-1].ticket]
        except NobodyWaiting:
            return
        if ticket.id in self.told:
            low, high, naive = self.told.pop(ticket.id)
            true = (self.at - ticket.taken_at).total_seconds() / 60
            self.shown.append(Shown(low, high, true, naive, ticket.priority == "thuong"))
        if self.chance.random() < 0.04:
            self.later(self.chance.uniform(1, 2.5), "absent", counter)
        else:
            self.later(self.chance.uniform(0.2, 1.0), "begin", counter)

    def absent(self, counter: int) -> None:
        self.ask(v.NoShow(counter=counter))
        self.later(0.1, "call", counter)

    def begin(self, counter: int) -> None:
        (fact,) = self.ask(v.StartService(counter=counter))
        mean = self.minutes[self.day.tickets[fact.ticket].field]
        self.later(mean * self.chance.lognormvariate(-self.sigma**2 / 2, self.sigma), "end", counter)

    def end(self, counter: int) -> None:
        if self.chance.random() < 0.03:
            here = self.day.tickets[self.day.desk(counter).ticket].field
            others = [name for name in self.setup.counter_by_number[counter].weights if name != here]
            if others:
                self.ask(v.Transfer(counter=counter, to_field=self.chance.choice(others)))
        if self.day.desk(counter).ticket is not None:
            self.ask(v.EndService(counter=counter))
        self.later(self.chance.expovariate(1 / 0.4), "call", counter)

    def pause(self, counter: int) -> None:
        if self.day.desk(counter).state == "open":
            self.ask(v.Pause(counter=counter, reason="nghỉ"))
            self.later(self.chance.uniform(5, 20), "resume", counter)

    def resume(self, counter: int) -> None:
        if self.day.desk(counter).state == "paused":
            self.ask(v.Resume(counter=counter))
            self.later(0.1, "call", counter)


def holds(low: float, high: float, true: float) -> bool:
    """Minutes on paper are whole: somebody told 5–10 who waits 10 min 29 s was told the truth."""
    return low - 0.5 <= true <= high + 0.5


def row(name: str, shown: list[Shown]) -> str:
    ours = sum(holds(s.low, s.high, s.true) for s in shown) / len(shown)
    too_long = sum(s.true > s.high + 0.5 for s in shown) / len(shown)
    usual = sum(holds(s.naive * 0.8, s.naive * 1.2, s.true) for s in shown) / len(shown)
    width = median(s.high - s.low for s in shown)
    return (f"{name:18} {len(shown):6} {median(s.true for s in shown):8.1f} {ours:8.1%} {too_long:10.1%} {width:8.1f} "
            f"{usual:10.1%} {median(0.4 * s.naive for s in shown):8.1f}")


HEAD = (f"{'half-days':18} {'people':>6} {'waited':>8} {'holds':>8} {'waited on':>10} {'width':>8} "
        f"{'usual way':>10} {'width':>8}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", type=int, default=40, help="half-days of each kind (40)")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    print(HEAD)
    everybody = []
    for kind in CENTERS:
        shown = [s for n in range(asked.days) for s in HalfDay(kind, asked.seed * 1000 + n).run()]
        everybody += shown
        print(row(kind.name, shown))
    print(row("all", everybody))
    print(row("ordinary", [s for s in everybody if s.ordinary]))
    print(row("priority", [s for s in everybody if not s.ordinary]))
    busy = [s for s in everybody if s.true >= 5]
    print(row("waited 5 min and up", busy))
    wide = sorted((s.high - s.low) / max(1.0, s.true) for s in busy)
    most = wide[len(wide) * 9 // 10]
    print(f"width over true wait, of those: median {median(wide):.2f}, nine in ten below {most:.2f}")


if __name__ == "__main__":
    main()
