"""One machine's view of the center: the box's log folded, and its own facts that the box has not echoed yet.

Without threads, clock or network: `Node` runs it among threads, the simulation step by step.
"""

from contextlib import suppress
from datetime import date, datetime, timedelta

from center import numbering, rules
from center import verbs as v
from center.day import Day, fold
from center.errors import Unreadable
from center.facts import DayOpened, Fact, LeaseGranted
from center.setup import Setup
from sync import wire
from sync.journal import Journal
from sync.own_book import ALL, note_void_leases, void_leases
from sync.replica import Replica
from sync.troubles import Unreachable

REMEMBERED = timedelta(days=31)  # own facts older than this are the book's alone


class View:
    """`day` is what a screen shows. `place`: the last line of the box's log that is known here."""

    def __init__(self, replica: Replica, journal: Journal, today: date):
        self._replica, self._journal = replica, journal
        self.name = journal.node
        self.epoch = replica.epoch
        self._void = void_leases(journal)
        epochs = journal.epochs()
        ends = [one.first - 1 for one in epochs[1:]] + [ALL]
        self._ends = {one.epoch: end for one, end in zip(epochs, ends, strict=True)}
        facts = [(seq, fact) for seq, fact in replica.facts() if not self._is_void(seq, fact)]
        self.place = facts[-1][0] if facts else 0
        self._base = fold(replica.day or today, facts)
        self._later = [(seq, fact) for seq, fact in facts if fact.day > self._base.day]
        self.own: list[tuple[int, Fact]] = self._not_echoed(replica.echoed(journal.epoch))
        self._show()

    @property
    def today(self) -> date:
        return self._base.day

    def unsent(self, acknowledged: int) -> list[Fact]:
        """Own facts that the box has not taken in yet; `acknowledged`: the last place that it has."""
        return [fact for seq, fact in self.own if seq > acknowledged]

    # Deciding alone --------------------------------------------------------------------------

    def decide_alone(self, setup: Setup, verb: v.Verb, at: datetime, *, cut: bool) -> tuple[Fact, ...]:
        """Decides by this machine's own rules; durable when it returns. Raises Refusal, Trouble.

        The same press is answered once. `cut`: the box is out of reach, not only slow; as long as it
        speaks, a day begins when it says so, whatever the clock here shows.
        """
        if verb.nonce and (known := self._journal.find_answer(verb.nonce)) is not None:
            return tuple(entry.fact for entry in self._journal.entries(after=known[0] - 1, last=known[1]))
        if cut:
            self._open_day_alone(at)
        facts = rules.decide_alone(self.day, setup, verb, at)
        with self._journal.commit():
            written = [(self._journal.append(fact).seq, fact) for fact in facts]
            if verb.nonce and written:
                self._journal.keep_answer(verb.nonce, written[0][0], written[-1][0])
        self.own.extend(written)
        self._show()
        return facts

    def _open_day_alone(self, at: datetime) -> None:
        """A new morning without the box: the leases for it were granted on the days before.

        Only forward: to leave a day that a wrong clock opened is for the box, which knows all its days.
        """
        opened = (numbering.OpenedDay(self._base.day, self._base.clock_suspect),)
        new = numbering.day_to_open(opened, at)
        if new is not None and new.day > self._base.day and not new.clock_suspect:
            self._turn_to(new.day)

    def lease_wishes(self, setup: Setup) -> list[v.GrantLease]:
        """A new block for every series and day of which half is used.

        The nonce names what is known already, so that a wish repeated before its answer arrives
        is granted once.
        """
        wishes = []
        if self._void == ALL:
            return wishes
        for ahead in range(setup.rules.lease_days_ahead + 1):
            target = self._base.day + timedelta(days=ahead)
            day = self.day if ahead == 0 else fold(target, self._later)
            for field in setup.fields:
                if len(numbering.lease_left(day, field, self.name)) * 2 >= setup.rules.lease_size:
                    continue
                mine = [lease.first for lease in day.leases.get(field.letter, ()) if lease.kiosk == self.name]
                book = f"{self._journal.epoch:x}"
                nonce = f"lease {self.name} {book} {self._base.day} {ahead} {field.letter} {min(mine, default=0)}"
                wishes.append(v.GrantLease(
                    nonce=nonce, machine=self.name, series=field.letter, size=setup.rules.lease_size,
                    days_ahead=ahead))
        return wishes

    def settle_leases(self) -> None:
        """All that the box granted is heard: after a damaged book, what is granted from now on counts again."""
        if self._void == ALL:
            note_void_leases(self._journal, self.place)
            self._void = self.place

    def _is_void(self, seq: int, fact: Fact) -> bool:
        return seq <= self._void and isinstance(fact, LeaseGranted) and fact.kiosk == self.name

    # Hearing the box -------------------------------------------------------------------------

    def begin(self, epoch: int, day: date) -> None:
        """The box says of which incarnation and day it speaks. Raises Unreachable when all must be heard anew."""
        if epoch != self.epoch:
            self.epoch, self.place, self._base, self._later = epoch, 0, Day(day), []
            self.own = self._not_echoed(0)
        elif day > self._base.day:
            self._turn_to(day)
        elif day < self._base.day:
            self._hear_all_again()
        self._replica.begin(epoch, day)
        self._show()

    def take_in(self, lines: list) -> None:
        """Log lines of the box, each [seq, kind, v, body, origin]; those known already are passed over."""
        kept, echoed = [], 0
        for seq, kind, version, body, origin in lines:
            if seq <= self.place:
                continue
            self.place = seq
            with suppress(Unreadable):  # what this program cannot read changes nothing it can show
                kept.append((seq, wire.decode_fact(kind, version, body), body))
            if origin is not None and origin[0] == self.name and origin[2] <= self._ends.get(origin[1], 0):
                echoed = max(echoed, origin[2])
        self.own = [(seq, fact) for seq, fact in self.own if seq > echoed]
        news = [(seq, fact) for seq, fact, _ in kept if not self._is_void(seq, fact)]
        self._later.extend((seq, fact) for seq, fact in news if fact.day > self._base.day)
        opened = next((fact.day for _, fact in reversed(news) if isinstance(fact, DayOpened)), self._base.day)
        if opened > self._base.day:
            self._turn_to(opened)
        elif opened < self._base.day:
            self._hear_all_again()
        else:
            self._base = self._base.after(news)
            self._base.seq = self.place
            self._show()
        self._replica.keep(kept, self._journal.epoch, echoed)

    def _hear_all_again(self) -> None:
        """The box went to an earlier date than this machine believed: its whole day is asked for anew."""
        self.epoch = 0
        raise Unreachable(detail="another day")

    # The Day ---------------------------------------------------------------------------------

    def _turn_to(self, day: date) -> None:
        """Another day begins; what was already heard for it (leases) is folded in."""
        self._base = fold(day, self._later)
        self._base.seq = self.place
        self._later = [(seq, fact) for seq, fact in self._later if fact.day > day]
        self._show()

    def _show(self) -> None:
        mine = [(0, fact) for _, fact in self.own if fact.day == self._base.day]
        self.day = self._base.after(mine) if mine else self._base

    def _not_echoed(self, echoed: int) -> list[tuple[int, Fact]]:
        """Own facts after this place of the own book. What the box took in but has not told back is still one."""
        return [
            (entry.seq, entry.fact)
            for entry in self._journal.entries(after=echoed)
            if entry.fact.day >= self._base.day - REMEMBERED
        ]
