"""What a screen holds: the center's Day as this machine knows it, and the verbs.

    node = open_node(machine)
    node.subscribe(signal.emit)         # the whole bridge to Qt
    node.ask(TakeNumber(field="ho_tich")).add_done_callback(...)

The Day is the box's log folded here, plus this machine's own facts that the box has not
absorbed yet. While the box is silent the machine decides alone what `center.rules.ALONE`
allows; everything else raises Unreachable, whose remedy the screen shows.
"""

import logging
import secrets
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from center import numbering, rules
from center import verbs as v
from center.day import Day, fold
from center.errors import Refusal, SetupFault
from center.facts import DayOpened, Fact
from center.hours import local_day
from center.setup import Setup
from center.setup_file import read_setup
from sync import wire
from sync.book import Answer
from sync.journal import Journal
from sync.line_to_box import LineToBox
from sync.link import Link
from sync.machine import Machine
from sync.reference import defaults
from sync.replica import Replica
from sync.troubles import Trouble, Unreachable
from sync.upstream import Pump

log = logging.getLogger("sync.node")

# How long a person waits for the box before the machine helps itself, in seconds.
PATIENCE = {v.TakeNumber: 0.3, v.CancelTicket: 0.5, v.ReprintTicket: 0.5, v.Rate: 0.5, v.AskRating: 1.0}
USUAL_PATIENCE = 2.0
TRIES = 3  # of a verb that only the box can answer; the nonce makes the repetition harmless
BEHIND_AFTER = 2.0  # seconds in which facts that exist must have arrived
RECONNECT_SECONDS = (0.2, 0.5, 1.0, 2.0)
UPKEEP_SECONDS = 1.0
ECHO_SECONDS = 0.2


def now() -> datetime:
    return datetime.now(UTC)


class Node:
    """One machine's view of the center. All methods are safe from any thread; none blocks."""

    def __init__(self, machine: Machine, line: LineToBox, clock: Callable[[], datetime] = now):
        self.machine = machine
        self.now = clock
        self._line = line
        self._lock = threading.RLock()
        self._echo = threading.Condition(self._lock)
        self._wakes: list[Callable[[], None]] = []
        self._replica = Replica(machine.folder, machine.id)
        self._journal = Journal(machine.folder / f"{machine.id}.db", machine.id)
        self.setup = self._first_setup()
        self._setup_version = ""
        self._epoch = self._replica.epoch
        facts = self._replica.facts()
        self._place = facts[-1][0] if facts else 0
        self._base = fold(self._replica.day or local_day(clock()), facts)
        self._later = [(seq, fact) for seq, fact in facts if fact.day > self._base.day]
        self._own: list[tuple[int, Fact]] = []  # facts of this machine that the box has not echoed yet
        self._pump = Pump(self._journal, line.upload, name="box")
        self._own = [(e.seq, e.fact) for e in self._journal.entries(after=self._pump.acknowledged)]
        self.day = self._with_own()
        self.link = Link()
        self._heard = -1e9  # monotonic seconds
        self._head_seen_at = 0.0
        self._head = 0
        self._closing = threading.Event()
        self._asking = ThreadPoolExecutor(2, thread_name_prefix="ask")
        self._threads = [
            threading.Thread(target=self._listen, name="listen", daemon=True),
            threading.Thread(target=self._keep_up, name="upkeep", daemon=True),
        ]
        for thread in self._threads:
            thread.start()
        self._pump.start()

    # For screens -------------------------------------------------------------------------------

    def subscribe(self, wake: Callable[[], None]) -> Callable[[], None]:
        """`wake()` is called from another thread after each change of day, link or setup."""
        self._wakes.append(wake)
        return lambda: self._wakes.remove(wake) if wake in self._wakes else None

    def ask(self, verb: v.Verb) -> "Future[Answer]":
        """What the verb brought about. The future raises Refusal or Trouble."""
        if not verb.nonce:
            verb = replace(verb, nonce=secrets.token_hex(12))
        return self._asking.submit(self._ask, replace(verb, machine=self.machine.id))

    def close(self) -> None:
        self._closing.set()
        self._line.close()
        self._asking.shutdown(wait=True, cancel_futures=True)
        self._pump.stop()
        for thread in self._threads:
            thread.join(5)
        self._replica.close()
        self._journal.close()

    # Asking ------------------------------------------------------------------------------------

    def _ask(self, verb: v.Verb) -> Answer:
        kind = type(verb)
        alone = kind in rules.ALONE
        patience = PATIENCE.get(kind, USUAL_PATIENCE)
        if not (alone and self.link.state == "cut"):
            for _ in range(1 if alone else TRIES):
                try:
                    answer = self._line.ask(verb, patience)
                except Unreachable:
                    if self._closing.is_set():
                        raise
                    continue
                self._await_echo(answer.seq)
                return answer
        if not alone:
            raise Unreachable
        return self._decide_alone(verb)

    def _await_echo(self, seq: int) -> None:
        """The answer is durable at the box; the Day here normally holds it a moment later."""
        with self._echo:
            self._echo.wait_for(lambda: self._place >= seq or self._closing.is_set(), ECHO_SECONDS)

    def _decide_alone(self, verb: v.Verb) -> Answer:
        """Decides by this machine's own rules and writes it down before anybody sees it."""
        with self._lock:
            self._open_day_alone()
            facts = rules.decide_alone(self.day, self.setup, verb, self.now())
            own = []
            with self._journal.commit():
                for fact in facts:
                    own.append((self._journal.append(fact).seq, fact))
            self._own.extend(own)
            self.day = self._with_own()
        self._pump.wake()
        self._wake()
        return Answer(facts, self._base.seq, offline=True)

    def _open_day_alone(self) -> None:
        """A new morning without the box: the leases for it were granted on the days before."""
        opened = (numbering.OpenedDay(self._base.day, self._base.clock_suspect),)
        if (new := numbering.day_to_open(opened, self.now())) is not None and not new.clock_suspect:
            self._turn_to(new.day)

    # The Day -----------------------------------------------------------------------------------

    def _turn_to(self, day: date) -> None:
        """Another day begins; what was already heard for it (leases) is folded in."""
        self._base = fold(day, self._later)
        self._base.seq = self._place
        self._later = [(seq, fact) for seq, fact in self._later if fact.day > day]
        self.day = self._with_own()

    def _with_own(self) -> Day:
        mine = [(0, fact) for _, fact in self._own if fact.day == self._base.day]
        return self._base.after(mine) if mine else self._base

    def _take_in(self, lines: list) -> None:
        """Log lines of the box, each [seq, kind, v, body, origin]."""
        kept = []
        with self._lock:
            for seq, kind, version, body, origin in lines:
                if seq <= self._place:
                    continue
                self._place = seq
                with suppress(Refusal):  # a fact this program cannot read changes nothing it can show
                    kept.append((seq, wire.decode_fact(kind, version, body), body))
                if origin is not None and origin[0] == self.machine.id and origin[1] == self._journal.epoch:
                    self._own = [(own, fact) for own, fact in self._own if own > origin[2]]
            news = [(seq, fact) for seq, fact, _ in kept]
            self._later.extend((seq, fact) for seq, fact in news if fact.day > self._base.day)
            opened = next((fact.day for _, fact in reversed(news) if isinstance(fact, DayOpened)), self._base.day)
            if opened > self._base.day:
                self._turn_to(opened)
            elif opened < self._base.day:
                self._hear_all_again()
            else:
                self._base = self._base.after(news)
                self._base.seq = self._place
                self.day = self._with_own()
            self._echo.notify_all()
        self._replica.keep(kept)

    def _hear_all_again(self) -> None:
        """The box went to an earlier date than this machine believed: its whole day is asked for anew."""
        self._epoch = 0
        raise Unreachable(detail="another day")

    # Listening ---------------------------------------------------------------------------------

    def _listen(self) -> None:
        failures = 0
        while not self._closing.is_set():
            try:
                for event, values in self._line.listen(self._place, self._epoch):
                    failures = 0
                    self._heard = time.monotonic()
                    self._hear(event, values)
                    if self._closing.is_set():
                        return
            except Trouble as trouble:
                failures += 1
                self._set_link("cut", trouble=str(trouble) if not isinstance(trouble, Unreachable) else "")
            except Exception:
                failures += 1
                log.exception("listening failed")
                self._set_link("cut")
            self._closing.wait(RECONNECT_SECONDS[min(failures, len(RECONNECT_SECONDS) - 1)])

    def _hear(self, event: str, values) -> None:
        if event == "hello":
            self._begin(values)
        elif event == "facts":
            self._head = max(self._head, values[-1][0])
            self._take_in(values)
            self._set_link("linked")
        elif event == "beat":
            self._head = values["seq"]
            behind = self._base.seq < self._head
            self._head_seen_at = self._head_seen_at or time.monotonic() if behind else 0.0
            late = behind and time.monotonic() - self._head_seen_at > BEHIND_AFTER
            self._set_link("behind" if late else "linked", trouble=values.get("trouble", ""))

    def _begin(self, hello: dict) -> None:
        """The box says which incarnation and day it speaks of, and which setup is in force."""
        day = date.fromisoformat(hello["day"])
        with self._lock:
            if hello["epoch"] != self._epoch:
                self._epoch, self._place, self._base, self._later = hello["epoch"], 0, Day(day), []
            elif day > self._base.day:
                self._turn_to(day)
            elif day < self._base.day:
                self._hear_all_again()
            self._replica.begin(self._epoch, day)
            self.day = self._with_own()
        if hello["setup"] != self._setup_version:
            self._fetch_setup(hello["setup"])
        self._set_link("linked")

    def _first_setup(self) -> Setup:
        """The setup as last known; a machine that never met its box waits for it a little."""
        if (text := self._replica.setup_text) is not None:
            with suppress(SetupFault):
                return read_setup(text, defaults())
        text = self._line.setup()
        self._replica.keep_setup(text)
        return read_setup(text, defaults())

    def _fetch_setup(self, version: str) -> None:
        try:
            text = self._line.setup()
            self.setup = read_setup(text, defaults())
        except (Trouble, SetupFault) as error:
            log.warning("the box's setup was not taken: %s", error)
            return
        self._setup_version = version
        self._replica.keep_setup(text)

    # Upkeep ------------------------------------------------------------------------------------

    def _keep_up(self) -> None:
        """Every second: is the box silent, is anything unsent, are the leases long enough."""
        while not self._closing.wait(UPKEEP_SECONDS):
            try:
                silent = time.monotonic() - self._heard
                self._set_link("cut" if silent > 3.0 else self.link.state)
                if self.machine.role == "kiosk" and self.link.state == "linked":
                    self._renew_leases()
            except Trouble:
                continue
            except Exception:
                log.exception("upkeep failed")

    def _renew_leases(self) -> None:
        """Fetches a new block for every series and day when half of the last one is used."""
        rule = self.setup.rules
        for ahead in range(rule.lease_days_ahead + 1):
            target = self._base.day + timedelta(days=ahead)
            day = self.day if ahead == 0 else fold(target, self._later)
            for field in self.setup.fields:
                if len(numbering.lease_left(day, field, self.machine.id)) * 2 < rule.lease_size:
                    with suppress(Refusal):
                        self._line.ask(v.GrantLease(
                            nonce=secrets.token_hex(12), machine=self.machine.id, series=field.letter,
                            size=rule.lease_size, days_ahead=ahead), USUAL_PATIENCE)
                    if self._closing.is_set():
                        return
            if ahead == 0:
                self._await_echo(self._head)

    def _set_link(self, state: str, trouble: str | None = None) -> None:
        old = self.link
        since = self.now() if state == "linked" else old.since
        link = Link(
            state, since, self._base.seq, old.trouble if trouble is None else trouble,
            len(self._own), self._own[0][1].at if self._own else None,
        )
        self.link = link
        # `since` moves every second while linked; only what a person sees wakes the screens.
        if replace(link, since=None) != replace(old, since=None):
            self._wake()

    def _wake(self) -> None:
        for wake in tuple(self._wakes):
            wake()


def open_node(machine: Machine, clock: Callable[[], datetime] = now) -> Node:
    """The node of this machine; its box is where the machine's file says, or found on the LAN.

    Raises Trouble, SetupFault; Unreachable only for a machine that never met its box.
    """
    from sync.finding_box import box_url

    return Node(machine, LineToBox(box_url(machine), machine.token, machine.id, machine.role), clock)
