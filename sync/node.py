"""What a screen holds: the center's Day as this machine knows it, and the verbs.

    node = open_node(machine)
    node.subscribe(signal.emit)         # the whole bridge to Qt
    node.ask(TakeNumber(field="ho_tich")).add_done_callback(...)

The Day is the box's log folded here, plus this machine's own facts that the box has not
absorbed yet. While the box is silent the machine decides alone what `center.rules.ALONE`
allows; everything else raises Unreachable, whose remedy the screen shows.
"""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import date, datetime, timedelta

from center import rules
from center import verbs as v
from center.day import Day
from center.errors import CatalogueFault, LeaseSpent, Refusal, SetupFault
from center.hours import local_day
from center.setup import Setup
from center.setup_file import read_setup
from sync.answer import Answer
from sync.catalogue import Shelf, keep
from sync.catalogue_files import read_json
from sync.chance import draw_nonce
from sync.clock import clock_ahead, now
from sync.finding_box import find_box
from sync.line_to_box import LineToBox
from sync.link import Link
from sync.machine import AUTO, Machine
from sync.own_book import own_book
from sync.place import SETUP_FILE
from sync.reference import defaults, sample_folder
from sync.replica import Replica
from sync.troubles import UNKNOWN, BookTrouble, ClockWrong, DiskTrouble, Trouble, Unreachable
from sync.upstream import Pump
from sync.view import View

log = logging.getLogger("sync.node")
WITH_CATALOGUE = ("kiosk", "counter")  # the machines that tell people what to bring
CATALOGUE_AGAIN_SECONDS = 60.0  # after a fetch that failed

# How long a person waits for the box before the machine helps itself, in seconds.
PATIENCE = {v.TakeNumber: 0.3}
PATIENCE_ALONE = 0.5
# What only the box can answer is asked again within this time; the nonce makes the repetition harmless.
PATIENCE_BOX, TRIES = 1.5, 3
MEETING_SECONDS = 1.0  # a program that has just started waits so long for the box's first word
LEASE_SECONDS = 2.0
SILENT_AFTER = 3.0  # the box speaks every second
BEHIND_AFTER = 2.0  # seconds in which facts that exist must have arrived
RECONNECT_SECONDS = (0.2, 0.5, 1.0, 2.0)
UPKEEP_SECONDS = 1.0
ECHO_SECONDS = 0.2
CLOCK_OFF = timedelta(minutes=3)
CLOCK_SENTENCE = "Đồng hồ của máy này lệch so với máy chủ của trung tâm."


class Node:
    """One machine's view of the center. All methods are safe from any thread; none blocks."""

    def __init__(self, machine: Machine, line: LineToBox, clock: Callable[[], datetime] = now):
        self.machine = machine
        self.now = clock
        self._line = line
        self._lock = threading.RLock()
        self._told = threading.Condition(self._lock)
        self._wakes: list[Callable[[], None]] = []
        self._turned_away: Trouble | None = None
        self.link = Link()
        with ExitStack() as opened:  # a node that cannot be made leaves its book free for the next try
            opened.callback(line.close)
            self._replica = Replica(machine.folder, machine.id)
            opened.callback(self._replica.close)
            self._journal = own_book(machine.folder, machine.id, self._replica, clock())
            opened.callback(self._journal.close)
            self.setup = self._first_setup()
            self._setup_version = ""
            self._shelf = Shelf(machine.folder) if machine.role in WITH_CATALOGUE else None
            self._catalogue_mark = ""  # of the box's, once it was taken or refused
            self._catalogue_again_at = 0.0  # monotonic seconds
            self._fetching = threading.Lock()
            self._view = View(self._replica, self._journal, local_day(clock()))
            self._pump = Pump(self._journal, line.upload, name="box")
            opened.pop_all()
        self._clock_trouble = ""
        self._meeting = True  # until the first word of the box, or the first failure to hear one
        self._heard = -1e9  # monotonic seconds
        self._head_seen_at = 0.0
        self._head = 0
        self._closing = threading.Event()
        self._asking = ThreadPoolExecutor(2, thread_name_prefix="ask")
        self._threads: list[threading.Thread] = []

    def start(self) -> "Node":
        """Begins to listen, to upload and to keep up; until then a node only does what its owner calls."""
        self._threads = [
            threading.Thread(target=self._listen, name="listen", daemon=True),
            threading.Thread(target=self._keep_up, name="upkeep", daemon=True),
        ]
        for thread in self._threads:
            thread.start()
        self._pump.start()
        return self

    @property
    def day(self) -> Day:
        """Today as this machine knows it; another object whenever it changed."""
        return self._view.day

    # For screens -------------------------------------------------------------------------------

    def subscribe(self, wake: Callable[[], None]) -> Callable[[], None]:
        """`wake()` is called from another thread after each change of day, link or setup."""
        self._wakes.append(wake)
        return lambda: self._wakes.remove(wake) if wake in self._wakes else None

    def ask(self, verb: v.Verb) -> "Future[Answer]":
        """What the verb brought about. The future raises Refusal or Trouble."""
        verb = replace(verb, nonce=verb.nonce or draw_nonce(), machine=self.machine.id)
        try:
            return self._asking.submit(self._ask, verb)
        except RuntimeError:  # the program ends
            future: Future = Future()
            future.set_exception(Unreachable())
            return future

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
        if self._may_reach():
            try:
                answer = self._ask_box(verb, alone)
            except Unreachable:
                if not alone:
                    raise
            except (DiskTrouble, BookTrouble, *UNKNOWN) as trouble:
                # The box is there and cannot write, or will not: this machine's own book can.
                if not alone or (kind is v.TakeNumber and isinstance(trouble, UNKNOWN)):
                    raise
            else:
                self._await_echo(answer.seq)
                return answer
        elif not alone:
            raise Unreachable
        if kind is v.TakeNumber and self._turned_away is not None:
            raise self._turned_away  # a number that nobody would ever call
        try:
            return self._decide_alone(verb)
        except LeaseSpent:
            if not self._may_reach():
                raise
            # The box is slow, not away, and this machine has nothing of its own to give: it is worth a longer wait.
            with suppress(Unreachable):
                answer = self._ask_box(verb, alone=False)
                self._await_echo(answer.seq)
                return answer
            raise

    def _may_reach(self) -> bool:
        """Whether it makes sense to ask the box: the line is tried all the time, and was not cut a moment ago."""
        with self._told:
            if self._meeting:
                self._told.wait_for(lambda: not self._meeting or self._closing.is_set(), MEETING_SECONDS)
            return self.link.state != "cut" and not self._closing.is_set()

    def _ask_box(self, verb: v.Verb, alone: bool) -> Answer:
        if alone:
            return self._line.ask(verb, PATIENCE.get(type(verb), PATIENCE_ALONE))
        until = time.monotonic() + PATIENCE_BOX
        for _ in range(TRIES - 1):
            with suppress(Unreachable):
                return self._line.ask(verb, until - time.monotonic())
            if self.link.state == "cut" or self._closing.is_set() or time.monotonic() + 0.1 > until:
                raise Unreachable
        return self._line.ask(verb, until - time.monotonic())

    def _await_echo(self, seq: int) -> None:
        """The answer is durable at the box; the Day here normally holds it a moment later."""
        with self._told:
            self._told.wait_for(lambda: self._view.place >= seq or self._closing.is_set(), ECHO_SECONDS)

    def _decide_alone(self, verb: v.Verb) -> Answer:
        """Decides by this machine's own rules and writes it down before anybody sees it."""
        with self._lock:
            facts = self._view.decide_alone(self.setup, verb, self.now(), cut=self.link.state == "cut")
        self._pump.wake()
        self._set_link()
        self._wake()
        return Answer(facts, self._view.place, offline=True)

    # Listening ---------------------------------------------------------------------------------

    def _listen(self) -> None:
        failures = 0
        while not self._closing.is_set():
            try:
                for event, values in self._line.listen(self._view.place, self._view.epoch):
                    failures = 0
                    self._heard = time.monotonic()
                    self._hear(event, values)
                    if self._closing.is_set():
                        return
            except Trouble as trouble:
                failures += 1
                self._lose(trouble)
            except Exception:
                failures += 1
                log.exception("listening failed")
                self._set_link("cut")
            self._closing.wait(RECONNECT_SECONDS[min(failures, len(RECONNECT_SECONDS) - 1)])

    def _lose(self, trouble: Trouble) -> None:
        if isinstance(trouble, Unreachable):
            self._set_link("cut", trouble="")
            return
        if isinstance(trouble, UNKNOWN):
            self._turned_away = trouble
        if self.link.trouble != str(trouble):
            log.error("%s %s", trouble, trouble.remedy)
        self._set_link("cut", trouble=str(trouble))

    def _hear(self, event: str, values) -> None:
        if event == "hello":
            self._begin(values)
        elif event == "facts":
            self._head = max(self._head, values[-1][0])
            with self._lock:
                self._view.take_in(values)
                self._told.notify_all()
            self._set_link("linked")
        elif event == "beat":
            self._head = values["seq"]
            behind = self._view.place < self._head
            self._head_seen_at = self._head_seen_at or time.monotonic() if behind else 0.0
            if not behind:
                with self._lock, suppress(Trouble):
                    self._view.settle_leases()
            late = behind and time.monotonic() - self._head_seen_at > BEHIND_AFTER
            self._compare_clocks(values.get("now"))
            self._compare_catalogues(values.get("catalogue", ""))
            self._set_link("behind" if late else "linked", trouble=values.get("trouble") or self._clock_trouble)

    def _begin(self, hello: dict) -> None:
        """The box says which incarnation and day it speaks of, and which setup is in force."""
        with self._lock:
            self._view.begin(hello["epoch"], date.fromisoformat(hello["day"]))
        self._turned_away = None
        if hello["setup"] != self._setup_version:
            self._fetch_setup(hello["setup"])
        self._compare_catalogues(hello.get("catalogue", ""))
        self._set_link("linked")

    def _first_setup(self) -> Setup:
        """The setup as last known; a machine that never met its box waits for it a little."""
        if (text := self._replica.find_setup_text()) is not None:
            with suppress(SetupFault):
                return read_setup(text, defaults())
        try:
            text = self._line.setup()
        except Unreachable:
            if self.machine.sample:
                return read_setup((sample_folder(self.machine.sample) / SETUP_FILE).read_text("utf-8"), defaults())
            raise
        setup = read_setup(text, defaults())
        self._replica.keep_setup(text)
        return setup

    def _fetch_setup(self, version: str) -> None:
        try:
            text = self._line.setup()
            self.setup = read_setup(text, defaults())
        except Unreachable:
            raise  # asked for again with the next hello
        except (Trouble, SetupFault, Refusal) as error:
            log.warning("the box's setup was not taken: %s", error)
            return
        self._setup_version = version
        self._replica.keep_setup(text)

    def _compare_catalogues(self, mark: str) -> None:
        """Fetches the box's catalogue when it is not this machine's own, while the line goes on listening."""
        if self._shelf is None or mark in ("", self._catalogue_mark) or time.monotonic() < self._catalogue_again_at:
            return
        if mark == self._shelf.mark:
            self._catalogue_mark = mark
            return
        self._catalogue_again_at = time.monotonic() + CATALOGUE_AGAIN_SECONDS
        threading.Thread(target=self._fetch_catalogue, args=(mark,), name="catalogue", daemon=True).start()

    def _fetch_catalogue(self, mark: str) -> None:
        if not self._fetching.acquire(blocking=False):
            return  # an earlier fetch over a slow line goes on, and both would write the same file
        try:
            keep(self.machine.folder, read_json(self._line.catalogue()), force=True)
            self._catalogue_mark = mark
        except Unreachable:
            pass  # asked for again later
        except (Trouble, Refusal, CatalogueFault, OSError) as error:
            log.warning("the box's catalogue was not taken: %s", error)
            self._catalogue_mark = mark
        finally:
            self._fetching.release()

    # Upkeep ------------------------------------------------------------------------------------

    def _keep_up(self) -> None:
        """Every second: is the box silent, is anything unsent, are the leases long enough."""
        while not self._closing.wait(UPKEEP_SECONDS):
            try:
                self._set_link("cut" if time.monotonic() - self._heard > SILENT_AFTER else None)
                if self.machine.role == "kiosk" and self.link.state == "linked":
                    self._renew_leases()
            except Trouble:
                continue
            except Exception:
                log.exception("upkeep failed")

    def _renew_leases(self) -> None:
        """Fetches a new block for every series and day when half of the last one is used."""
        with self._lock:
            wishes = self._view.lease_wishes(self.setup)
        for wish in wishes:
            with suppress(Refusal):
                self._line.ask(wish, LEASE_SECONDS)
            if self._closing.is_set():
                return

    def _compare_clocks(self, said: str | None) -> None:
        """Tells a clerk once that this machine's clock is not the box's: its paper would show a wrong time."""
        off = said is not None and abs(self.now() - datetime.fromisoformat(said)) > CLOCK_OFF
        if off and not self._clock_trouble:
            log.warning("%s %s", CLOCK_SENTENCE, ClockWrong.remedy)
        self._clock_trouble = CLOCK_SENTENCE if off else ""

    def _set_link(self, state: str | None = None, trouble: str | None = None) -> None:
        """Stands so with the box from now on; without a state as before, but told anew what is unsent."""
        with self._told:
            old = self.link
            self._meeting = self._meeting and state is None
            state = state or old.state
            since = self.now() if state == "linked" else old.since
            unsent = self._view.unsent(self._pump.acknowledged)
            self.link = link = Link(
                state, since, self._view.place, old.trouble if trouble is None else trouble,
                len(unsent), unsent[0].at if unsent else None,
            )
            self._told.notify_all()
        if old.state == "cut" and state != "cut":
            self._pump.hurry()
        # `since` moves every second while linked; only what a person sees wakes the screens.
        if replace(link, since=None) != replace(old, since=None):
            self._wake()

    def _wake(self) -> None:
        for wake in tuple(self._wakes):
            try:
                wake()
            except Exception:
                log.exception("a screen failed")


def open_node(machine: Machine, clock: Callable[[], datetime] | None = None) -> Node:
    """The node of this machine; its box is where the machine's file says, or found on the LAN.

    Raises Trouble, SetupFault; Unreachable only for a machine that never met its box.
    """
    url, find = (machine.box, None) if machine.box != AUTO else ("", find_box)
    line = LineToBox(url, machine.token, machine.id, machine.role, find)
    return Node(machine, line, clock or clock_ahead(machine.clock_ahead)).start()
