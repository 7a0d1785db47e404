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
from datetime import UTC, date, datetime

from center import rules
from center import verbs as v
from center.day import Day
from center.errors import Refusal, SetupFault
from center.hours import local_day
from center.setup import Setup
from center.setup_file import read_setup
from sync.book import Answer
from sync.journal import Journal
from sync.line_to_box import LineToBox
from sync.link import Link
from sync.machine import Machine
from sync.reference import defaults
from sync.replica import Replica
from sync.troubles import BookTrouble, DiskTrouble, Trouble, Unreachable
from sync.upstream import Pump
from sync.view import View

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
        self._view = View(self._replica, self._journal, local_day(clock()))
        self._pump = Pump(self._journal, line.upload, name="box")
        self.link = Link()
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
                except (DiskTrouble, BookTrouble):
                    if alone:  # the box is there and cannot write: this machine's own book can
                        break
                    raise
                self._await_echo(answer.seq)
                return answer
        if not alone:
            raise Unreachable
        return self._decide_alone(verb)

    def _await_echo(self, seq: int) -> None:
        """The answer is durable at the box; the Day here normally holds it a moment later."""
        with self._echo:
            self._echo.wait_for(lambda: self._view.place >= seq or self._closing.is_set(), ECHO_SECONDS)

    def _decide_alone(self, verb: v.Verb) -> Answer:
        """Decides by this machine's own rules and writes it down before anybody sees it."""
        with self._lock:
            facts = self._view.decide_alone(self.setup, verb, self.now())
        self._pump.wake()
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
            with self._lock:
                self._view.take_in(values)
                self._echo.notify_all()
            self._set_link("linked")
        elif event == "beat":
            self._head = values["seq"]
            behind = self._view.place < self._head
            self._head_seen_at = self._head_seen_at or time.monotonic() if behind else 0.0
            late = behind and time.monotonic() - self._head_seen_at > BEHIND_AFTER
            self._set_link("behind" if late else "linked", trouble=values.get("trouble", ""))

    def _begin(self, hello: dict) -> None:
        """The box says which incarnation and day it speaks of, and which setup is in force."""
        with self._lock:
            self._view.begin(hello["epoch"], date.fromisoformat(hello["day"]))
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
        with self._lock:
            wishes = self._view.lease_wishes(self.setup)
        for wish in wishes:
            with suppress(Refusal):
                self._line.ask(wish, USUAL_PATIENCE)
            if self._closing.is_set():
                return

    def _set_link(self, state: str, trouble: str | None = None) -> None:
        old = self.link
        since = self.now() if state == "linked" else old.since
        unsent = self._view.unsent(self._pump.acknowledged)
        link = Link(
            state, since, self._view.place, old.trouble if trouble is None else trouble,
            len(unsent), unsent[0].at if unsent else None,
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

    return Node(machine, LineToBox(box_url(machine), machine.token, machine.id, machine.role), clock).start()
