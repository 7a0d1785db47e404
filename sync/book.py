"""The center's book while it is open: one writer thread, one journal, today's Day.

Everything that wants a fact written waits in one line: verbs of machines, batches they upload,
the clock's own work. The writer takes all that wait together, decides them in order against the
same Day, and makes them durable with one commit; only then is anybody answered or shown anything.
"""

import logging
import queue
import sqlite3
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import replace
from datetime import date, datetime, timedelta

from center import numbering, rules
from center import verbs as v
from center.day import Day, fold
from center.errors import Refusal
from center.facts import DayClosed, Fact, NumberTaken, TicketCancelled
from center.setup import Setup
from center.tickets import CALLED, HELD, WAITING
from sync import trust, wire
from sync.answer import Answer
from sync.clock import now
from sync.intake import Intake
from sync.journal import Entry, Journal
from sync.troubles import BookDamaged, Trouble, trouble_of

log = logging.getLogger("sync.book")

TOGETHER = 256  # so many wishes at most share one commit
IDLE_SECONDS = 0.5  # the clock's own work is looked at this often
ANSWERED_DAYS = 8  # a press repeated after so many opened days is a new press
QUIET_CHECKPOINTS = 8  # idle looks before the write-ahead log is put back into the book


class Book:
    """A center's log and today's Day. `subscribe` is told of every durable entry, in order."""

    def __init__(self, journal: Journal, setup: Setup, clock: Callable[[], datetime] = now):
        self.journal = journal
        self.setup = setup
        self.clock = clock
        self.trouble: Trouble | None = None
        self._intake = Intake(journal)
        self._line: queue.SimpleQueue = queue.SimpleQueue()
        self._listeners: list[Callable[[list[Entry]], None]] = []
        self._fresh: list[Entry] = []
        self._opened = tuple(numbering.OpenedDay(d, suspect) for d, suspect in journal.opened_days())
        self.day = self._refold()
        self._idle = 0
        self._live = False  # whether this process has seen the clock say today
        self._leapt = False
        self._ended = False
        self._writer = threading.Thread(target=self._write, name="book", daemon=True)

    # For everybody ---------------------------------------------------------------------------

    def open(self) -> "Book":
        """Starts the writer; today is open when this returns. Raises Trouble."""
        self._writer.start()
        self.submit(v.OpenDay()).result()
        self._live = True
        return self

    def work_off(self) -> None:
        """Does here and now what the writer thread would: for a book that was never opened, as in a simulation."""
        waiting = []
        while not self._line.empty():
            waiting.append(self._line.get())
        if not self._live:
            self._commit([(lambda: self._open_day(v.OpenDay(), self.clock()), Future())])
            self._live = self.trouble is None
        wanted = [one for one in waiting if one[1].set_running_or_notify_cancel()]
        self._commit(wanted or [(self._clock_work, Future())])

    def submit(self, verb: v.Verb, at: datetime | None = None) -> "Future[Answer]":
        """Puts a verb into the line. The future ends when its facts are durable; raises Refusal, Trouble."""
        return self._wait_for(lambda: self._answer(verb, at or self.clock()))

    def ask(self, verb: v.Verb, at: datetime | None = None) -> Answer:
        """The same, waited for."""
        return self.submit(verb, at).result()

    def absorb(self, body: bytes, machine: trust.Enrolment) -> "Future[wire.Answer]":
        """Takes in a batch that this machine uploads: what its role may state, exactly once."""
        return self._wait_for(lambda: self._absorb(body, machine))

    def look(self, reading: Callable[["Book"], object]) -> Future:
        """Runs a reading on the writer thread, between commits, where Day and journal agree."""
        return self._wait_for(lambda: reading(self))

    def subscribe(self, listener: Callable[[list[Entry]], None]) -> Callable[[], None]:
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def close(self) -> None:
        if self._writer.is_alive():
            self._line.put(None)
            self._writer.join()
        self.journal.close()

    # The writer ------------------------------------------------------------------------------

    def _wait_for(self, work: Callable[[], object]) -> Future:
        future: Future = Future()
        if self._ended:
            future.set_exception(BookDamaged("Sổ đã đóng, không ghi thêm được."))
        else:
            self._line.put((work, future))
        return future

    def _write(self) -> None:
        while True:
            try:
                first = self._line.get(timeout=IDLE_SECONDS)
            except queue.Empty:
                self._commit([(self._clock_work, Future())])
                self._idle += 1
                if self._idle == QUIET_CHECKPOINTS:
                    self.journal.checkpoint()
                continue
            self._idle = 0
            waiting = [first]
            while len(waiting) < TOGETHER and not self._line.empty():
                waiting.append(self._line.get())
            last = None in waiting
            self._commit([one for one in waiting if one is not None and one[1].set_running_or_notify_cancel()])
            if last:
                self._ended = True
                return

    def _commit(self, waiting: list[tuple[Callable[[], object], Future]]) -> None:
        """Decides all that wait, makes it durable with one commit, then answers and publishes."""
        outcomes: list[tuple[Future, object, BaseException | None]] = []
        self._fresh = []
        try:
            with self.journal.commit():
                for work, future in waiting:
                    told = len(self._fresh)
                    try:
                        with self.journal.step():
                            outcomes.append((future, work(), None))
                    except (Refusal, Trouble) as no:
                        outcomes.append((future, None, no))
                        self._take_back(told)
                    except (sqlite3.Error, OSError):
                        raise
                    except Exception as bug:
                        log.exception("a rule failed")
                        outcomes.append((future, None, bug))
                        self._take_back(told)
        except (Trouble, sqlite3.Error, OSError) as error:
            self._give_up(waiting, error)
            return
        self.trouble = None
        if self._fresh:
            for listener in tuple(self._listeners):
                try:
                    listener(self._fresh)
                except Exception:
                    log.exception("a listener failed")
        for future, result, error in outcomes:
            if error is not None:
                future.set_exception(error)
            else:
                future.set_result(result)

    def _take_back(self, told: int) -> None:
        """One wish came to nothing after it had begun (a new day opened, then a refusal): it never was."""
        if len(self._fresh) > told:
            del self._fresh[told:]
            self._read_again()

    def _give_up(self, waiting: list, error: BaseException) -> None:
        """Nothing of this commit is on disk: the Day goes back to what is, and everybody hears why."""
        trouble = error if isinstance(error, Trouble) else trouble_of(error)
        if trouble is None:
            log.error("the book could not be written: %s", type(error).__name__)
        elif self.trouble is None or self.trouble.code != trouble.code:
            log.error("%s %s", trouble, trouble.remedy)
        self.trouble = trouble or BookDamaged()
        self._fresh = []
        try:
            self._read_again()
        except (Trouble, sqlite3.Error, OSError) as again:
            # The disk does not even read; the Day in memory is shown until it does.
            log.error("the book cannot be read: %s", type(again).__name__)
        for _, future in waiting:
            future.set_exception(trouble or error)

    def _read_again(self) -> None:
        self._opened = tuple(numbering.OpenedDay(d, suspect) for d, suspect in self.journal.opened_days())
        self.day = self._refold()

    def _refold(self) -> Day:
        today = self._opened[-1].day if self._opened else date.min
        return fold(today, ((entry.seq, entry.fact) for entry in self.journal.entries(day=today)))

    # Work of the writer, inside one commit ---------------------------------------------------

    def _append(self, facts: Iterable[Fact], origin: wire.Origin | None = None) -> list[Entry]:
        entries = [self.journal.append(fact, origin) for fact in facts]
        self._take_in(entries)
        return entries

    def _take_in(self, entries: list[Entry]) -> None:
        self._fresh.extend(entries)
        self.day.take_in((entry.seq, entry.fact) for entry in entries)

    def _answer(self, verb: v.Verb, at: datetime) -> Answer:
        if isinstance(verb, v.OpenDay):
            return self._open_day(verb, at)
        if verb.nonce and (known := self.journal.find_answer(verb.nonce)) is not None:
            first, last = known
            entries = self.journal.entries(after=first - 1, last=last)
            return Answer(tuple(entry.fact for entry in entries), self.journal.head.seq)
        if self._day_is_due(at):
            self._open_day(v.OpenDay(), at)
        facts = self._decide(verb, at)
        entries = self._append(facts)
        if verb.nonce and entries:
            self.journal.keep_answer(verb.nonce, entries[0].seq, entries[-1].seq)
        return Answer(facts, self.journal.head.seq)

    def _decide(self, verb: v.Verb, at: datetime) -> tuple[Fact, ...]:
        if isinstance(verb, v.GrantLease):
            target = self.day.day + timedelta(days=max(0, min(verb.days_ahead, 7)))
            day = (
                self.day
                if target == self.day.day
                else fold(target, ((entry.seq, entry.fact) for entry in self.journal.entries(day=target)))
            )
            return numbering.grant_lease(day, self.setup, verb, at)
        facts = rules.decide(self.day, self.setup, verb, at)
        head = self.journal.head
        return tuple(
            replace(fact, head_seq=head.seq, head_hash=head.hash.hex()) if isinstance(fact, DayClosed) else fact
            for fact in facts
        )

    def _day_is_due(self, at: datetime) -> bool:
        """Whether the clock says another day.

        A box that runs sees every midnight, so a leap of months is its clock's mistake: the people
        who wait keep their day. Only a start, or the operator, follows it.
        """
        new = numbering.day_to_open(self._opened, at)
        if new is None or not (new.clock_suspect and self._live):
            self._leapt = False
            return new is not None
        if not self._leapt:
            log.warning("the clock leapt to %s; the day stays %s", new.day, self.day.day)
        self._leapt = True
        return False

    def _open_day(self, verb: v.OpenDay, at: datetime) -> Answer:
        opened = numbering.open_day(self._opened, verb, at)
        if opened and self._opened and (opened[0].clock_suspect or self._opened[-1].clock_suspect):
            opened = (numbering.going_on(opened[0], self.day),)
        for fact in opened:
            self._opened = (*self._opened, numbering.OpenedDay(fact.day, fact.clock_suspect))
            # Leases for this day may have been granted on an earlier one.
            self.day = fold(fact.day, ((e.seq, e.fact) for e in self.journal.entries(day=fact.day)))
            if fact.clock_suspect:
                log.warning("the clock leapt to %s", fact.day)
        self._append(opened)
        if opened and len(self._opened) > ANSWERED_DAYS:
            self.journal.forget_answers(self._opened[-ANSWERED_DAYS].day)
        return Answer(opened, self.journal.head.seq)

    def _clock_work(self) -> None:
        at = self.clock()
        if self._day_is_due(at):
            self._open_day(v.OpenDay(), at)
        self._append(rules.due(self.day, self.setup, at))

    def _absorb(self, body: bytes, machine: trust.Enrolment) -> wire.Answer:
        """A machine's own facts become entries of this log, once; a press counted twice is withdrawn."""
        answer, entries = self._intake.absorb(body, machine.name, trust.may_state(machine))
        self._take_in(entries)
        for entry in entries:
            if isinstance(entry.fact, NumberTaken) and entry.fact.nonce:
                self._withdraw_twin(entry)
        return answer

    def _withdraw_twin(self, entry: Entry) -> None:
        """The box had reserved a number for the press that the kiosk then answered from its lease."""
        fact = entry.fact
        known = self.journal.find_answer(fact.nonce)
        if known is None:
            self.journal.keep_answer(fact.nonce, entry.seq, entry.seq)
            return
        for twin in self.journal.entries(after=known[0] - 1, last=known[1]):
            # The same letters and digits on another day are another citizen's.
            ticket = self.day.tickets.get(getattr(twin.fact, "ticket", "")) if twin.fact.day == self.day.day else None
            if ticket is not None and ticket.id != fact.ticket and ticket.state in (WAITING, HELD, CALLED):
                self._append(
                    [
                        TicketCancelled(
                            at=self.clock(), day=self.day.day, ticket=ticket.id, by="box", reason="một lần bấm, hai số"
                        )
                    ]
                )
