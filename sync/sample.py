"""The morning that a sample center has already had when its programs start."""

import heapq
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from random import Random

from center import verbs as v
from center.errors import NobodyWaiting
from center.hours import local
from center.setup import Counter
from sync.book import Book
from sync.machine import sample_machines

# How often a field is chosen, and a level tapped, by a hundred people or so.
SHARES = {"ho-tich": 35, "dat-dai": 18, "cu-tru": 15, "chinh-sach": 12, "tra-ket-qua": 10, "kinh-doanh": 8}
OTHER_SHARE = 5
PRIORITIES = ("nguoi_cao_tuoi_60", "nguoi_cao_tuoi_60", "nuoi_con_nho", "nguoi_co_cong", "khuyet_tat_nang")
LEVELS = (4, 4, 4, 4, 4, 3, 3, 3, 2, 1)

LEAVE_MINUTES = 6  # so long before now the counters of the sample's own programs call nobody more


@dataclass(frozen=True, slots=True)
class Morning:
    """`minutes` before now the center opened; one person came every `every_seconds` while fewer than `waiting` wait."""

    minutes: int
    every_seconds: int
    waiting: int
    seed: int


MORNINGS = {
    "village-morning": Morning(75, 70, 7, seed=1),
    "full-hall": Morning(60, 25, 40, seed=2),
    "no-network": Morning(45, 90, 5, seed=3),
    "paper-out": Morning(45, 90, 5, seed=4),
}


def fill(book: Book, name: str) -> int:
    """Asks the book for the sample's morning up to now, the same every time; how many numbers were given.

    Does nothing on a day that already has tickets. Counters for which the sample has a program
    are left signed out, so that whoever opens the program signs in; the others go on serving.
    """
    if book.day.tickets:
        return 0
    own = {machine.counter for machine in sample_machines(name) if machine.role == "counter"}
    return _Play(book, MORNINGS[name], own).play()


class _Play:
    """Citizens and officials as events in the order of time."""

    def __init__(self, book: Book, morning: Morning, own: set[int | None]):
        self._book, self._morning, self._own = book, morning, own
        self._random = Random(morning.seed)
        self._end = book.clock()
        midnight = local(self._end).replace(hour=0, minute=0, second=0, microsecond=0)
        self._start = max(self._end - timedelta(minutes=morning.minutes), midnight)
        self._events: list[tuple[datetime, int, Callable, tuple]] = []
        self._order = count()
        self._fields = [field.id for field in book.setup.fields]
        self._shares = [SHARES.get(field, OTHER_SHARE) for field in self._fields]

    def play(self) -> int:
        officials = [each.code for each in self._book.setup.officials if each.role == "official"]
        for place, (counter, official) in enumerate(zip(self._book.setup.counters, officials, strict=False)):
            self._at(self._start + timedelta(seconds=20 * place), self._sign_in, counter, official)
        self._at(self._start, self._arrive)
        while self._events and self._events[0][0] <= self._end:
            at, _, happen, arguments = heapq.heappop(self._events)
            happen(at, *arguments)
        self._leave_as_on_a_morning()
        return len(self._book.day.tickets)

    def _leave_as_on_a_morning(self) -> None:
        """So many wait as planned, and every open counter has somebody in hand."""
        idle = [desk.number for desk in self._book.day.counters.values() if desk.state == "open" and not desk.ticket]
        missing = self._morning.waiting + len(idle) - self._book.day.waiting_count()
        for place in range(missing, 0, -1):
            self._take(self._end - timedelta(seconds=20 * place))
        for number in idle:
            with suppress(NobodyWaiting):
                machine = f"counter-{number}"
                self._book.ask(v.CallNext(machine=machine, counter=number), self._end - timedelta(seconds=15))
                self._book.ask(v.StartService(machine=machine, counter=number), self._end)

    def _at(self, at: datetime, happen: Callable, *arguments) -> None:
        heapq.heappush(self._events, (at, next(self._order), happen, arguments))

    def _seconds(self, least: float, most: float) -> timedelta:
        return timedelta(seconds=round(self._random.uniform(least, most), 1))

    # Citizens --------------------------------------------------------------------------------

    def _arrive(self, at: datetime) -> None:
        if self._book.day.waiting_count() < self._morning.waiting:
            self._take(at)
        self._at(at + self._seconds(0.4 * self._morning.every_seconds, 1.6 * self._morning.every_seconds), self._arrive)

    def _take(self, at: datetime) -> None:
        field = self._random.choices(self._fields, self._shares)[0]
        priority = self._random.choice(PRIORITIES) if self._random.random() < 0.18 else "thuong"
        self._book.ask(v.TakeNumber(machine="kiosk-1", field=field, priority=priority), at)

    def _rate(self, at: datetime, counter: Counter, ticket: str) -> None:
        rating = counter.rating
        if self._random.random() < 0.12:
            self._book.ask(v.LeaveUnanswered(machine=rating, ticket=ticket, counter=counter.number), at)
        else:
            value = self._random.choice(LEVELS)
            self._book.ask(v.Rate(machine=rating, ticket=ticket, counter=counter.number, value=value), at)

    # Officials -------------------------------------------------------------------------------

    def _sign_in(self, at: datetime, counter: Counter, official: str) -> None:
        number = counter.number
        self._book.ask(v.SignIn(machine=f"counter-{number}", counter=number, official=official), at)
        self._at(at + self._seconds(20, 90), self._call, counter)

    def _call(self, at: datetime, counter: Counter) -> None:
        machine, number = f"counter-{counter.number}", counter.number
        leaves_at = self._end - timedelta(minutes=LEAVE_MINUTES)
        if number in self._own and at >= leaves_at:
            self._book.ask(v.SignOut(machine=machine, counter=number), at)
            return
        try:
            called = self._book.ask(v.CallNext(machine=machine, counter=number), at)
        except NobodyWaiting:
            self._at(at + self._seconds(25, 45), self._call, counter)
            return
        if self._random.random() < 0.05:
            self._at(at + self._seconds(50, 70), self._no_show, counter)
        else:
            self._at(at + self._seconds(15, 40), self._serve, counter, called.ticket)

    def _no_show(self, at: datetime, counter: Counter) -> None:
        self._book.ask(v.NoShow(machine=f"counter-{counter.number}", counter=counter.number), at)
        self._at(at + self._seconds(5, 15), self._call, counter)

    def _serve(self, at: datetime, counter: Counter, ticket: str) -> None:
        self._book.ask(v.StartService(machine=f"counter-{counter.number}", counter=counter.number), at)
        usual = self._book.setup.field_by_id[self._book.day.tickets[ticket].field].minutes * 60
        ends_at = at + self._seconds(0.5 * usual, 1.2 * usual)
        if counter.number in self._own:
            ends_at = max(at, min(ends_at, self._end - timedelta(minutes=LEAVE_MINUTES - 2)))
        self._at(ends_at, self._finish, counter, ticket)

    def _finish(self, at: datetime, counter: Counter, ticket: str) -> None:
        self._book.ask(v.EndService(machine=f"counter-{counter.number}", counter=counter.number), at)
        if counter.rating:
            self._book.ask(v.AskRating(machine=counter.rating, ticket=ticket, counter=counter.number), at)
            self._at(at + self._seconds(4, 12), self._rate, counter, ticket)
        self._at(at + self._seconds(15, 40), self._call, counter)
