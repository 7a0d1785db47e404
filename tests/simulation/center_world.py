"""The false center: real rules, real book, real nodes; the LAN, the clocks and the power are false.

Nothing here sleeps. One seed makes one day: who comes when, what officials press, which line is
cut, whose power fails, whose clock jumps.
"""

import json
import random
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

import pytest

from center import verbs as v
from center.errors import Refusal
from center.setup_file import read_setup
from sync import node as node_module
from sync import trust, wire
from sync.answer import Answer
from sync.book import Book
from sync.box import written
from sync.journal import Journal
from sync.machine import Machine
from sync.node import Node
from sync.reference import defaults, sample_folder
from sync.tail import Tail
from sync.troubles import Trouble, Unreachable

MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # Monday 08:00 in Hưng Yên
EVENING = datetime(2026, 11, 23, 16, 50, tzinfo=UTC)  # 23:50: this center works through midnight

SETUP_TEXT = (
    (sample_folder("full-hall") / "center.toml").read_text("utf-8")
    .replace("lease_size = 20", "lease_size = 6")
    .replace("lease_days_ahead = 4", "lease_days_ahead = 1")
    .replace("max_wait_minutes = 45", "max_wait_minutes = 12")
    .replace("late_minutes = 60", "late_minutes = 10")
)
SETUP = read_setup(SETUP_TEXT, defaults())
FIELDS = ("ho-tich", "dat-dai", "chinh-sach", "huong-dan")
CLASSES = ("thuong", "thuong", "thuong", "nguoi_cao_tuoi_80", "phu_nu_mang_thai", "nuoi_con_nho")

MACHINES = (
    Machine("kiosk-1", "kiosk"), Machine("kiosk-2", "kiosk"),
    Machine("counter-1", "counter", counter=1), Machine("counter-2", "counter", counter=2),
    Machine("counter-3", "counter", counter=3), Machine("counter-4", "counter", counter=4),
    Machine("hall", "hall"), Machine("rate-1", "rating", counter=1), Machine("rate-2", "rating", counter=2),
)

# What may happen in a step, each with its chance.
Acts = tuple[tuple[Callable[["World"], None], float], ...]


class Clock:
    """True time plus how wrong this machine's clock is."""

    def __init__(self, world: "World"):
        self.world = world
        self.wrong = timedelta()

    def __call__(self) -> datetime:
        return self.world.at + self.wrong


@dataclass
class Weather:
    """What the line between one machine and the box does now; the numbers are chances."""

    cut: bool = False
    loses: float = 0.0  # a request, and as often an answer
    doubles: float = 0.0
    delays: float = 0.0  # a request arrives, but after its sender gave up


@dataclass
class Paper:
    """A ticket that came out of a printer."""

    machine: str
    ticket: str
    day: object
    at: datetime


@dataclass
class Stream:
    """One machine's open stream of the box's log."""

    after: int
    hello: bool = True
    tail: Tail | None = None


class FalseLine:
    """Stands where `sync.line_to_box.LineToBox` stands, over the world's weather."""

    def __init__(self, world: "World", station: "Station"):
        self.world, self.station = world, station

    def _carry(self, deliver: Callable[[], object]) -> object:
        """Runs a request at the box, or loses, doubles or delays it. Raises Unreachable."""
        chance, weather = self.world.chance, self.station.weather
        if weather.cut or self.world.book is None or chance.random() < weather.loses:
            raise Unreachable
        if chance.random() < weather.delays:
            self.world.delayed.append((self.world.step_number + chance.randint(1, 6), deliver))
            raise Unreachable
        if chance.random() < weather.doubles:
            try:
                deliver()
            except (Refusal, Trouble):
                pass
        answer = deliver()
        if chance.random() < weather.loses:
            raise Unreachable
        return answer

    def ask(self, verb: v.Verb, seconds: float) -> Answer:
        name, role = self.station.machine.id, self.station.machine.role
        text = wire.encode(verb).encode()

        def deliver() -> bytes:
            asked = wire.read_verb(type(verb), text, name)
            assert type(asked) in trust.ALLOWED[role], f"{role} may not {type(asked).__name__}"
            return written(self.world.box_does(lambda book: book.submit(asked)))

        said = json.loads(self._carry(deliver))
        facts = tuple(wire.decode_fact(one["kind"], one["v"], json.dumps(one["body"])) for one in said["facts"])
        return Answer(facts, said["seq"])

    def upload(self, batch: bytes) -> bytes:
        who = trust.Enrolment(self.station.machine.id, self.station.machine.role)
        return self._carry(lambda: wire.encode_answer(self.world.box_does(lambda book: book.absorb(batch, who))))

    def setup(self) -> str:
        return SETUP_TEXT

    def close(self) -> None:
        pass


class Station:
    """One machine of the center with its files, its clock and its line."""

    def __init__(self, world: "World", machine: Machine):
        self.world = world
        self.machine = replace(machine, folder=world.folder / machine.id)
        self.clock = Clock(world)
        self.weather = Weather()
        self.silent_since = 0.0
        self.stream: Stream | None = None
        self.old_replica: bytes | None = None
        self.node: Node | None = None
        self.start()

    def start(self) -> None:
        self.world.lay_blank_book(self.machine.folder / f"{self.machine.id}.db", self.machine.id)
        self.node = Node(self.machine, FalseLine(self.world, self), self.clock)
        self.node._pump._chance = self.world.chance.random
        self.node._set_link("cut")

    def stop(self) -> None:
        """The power is gone; only files stay. The copy of the log, which waits for no disk, may be an older one."""
        self.node.close()
        self.node, self.stream = None, None
        if self.old_replica is not None and self.world.chance.random() < 0.5:
            path = self.machine.folder / f"{self.machine.id}.replica.db"
            for ending in ("-wal", "-shm"):
                path.with_name(path.name + ending).unlink(missing_ok=True)
            path.write_bytes(self.old_replica)

    def keep_replica(self) -> None:
        self.old_replica = self.node._replica._db.serialize()

    def step(self) -> None:
        """What the node's threads would do by now: listen, upload, keep up."""
        if self.node is None:
            return
        self.listen()
        self.node._pump.step(self.world.seconds)
        if self.machine.role == "kiosk" and self.node.link.state == "linked" and self.world.chance.random() < 0.15:
            try:
                self.node._renew_leases()
            except Trouble:
                pass

    def listen(self) -> None:
        book, chance, node = self.world.book, self.world.chance, self.node
        if book is None or self.weather.cut:
            self.stream = None
            if self.world.seconds - self.silent_since > 3:
                node._set_link("cut")
            return
        self.silent_since = self.world.seconds
        try:
            if self.stream is None or self.stream.tail is not self.world.tail:
                after = node._view.place if node._view.epoch == book.journal.epoch else 0
                self.stream = Stream(after, tail=self.world.tail)
                node._hear("hello", {
                    "epoch": book.journal.epoch, "day": book.day.day.isoformat(), "setup": "1"})
            if chance.random() < self.weather.loses / 2:
                self.stream = None
                return
            lines = self.stream.tail.lines_after(self.stream.after)
            if self.weather.delays and lines:
                lines = lines[: chance.randint(0, len(lines))]
            if self.weather.doubles and self.stream.after and chance.random() < self.weather.doubles:
                lines = self.stream.tail.lines_after(max(0, self.stream.after - 3))
            if lines:
                self.stream.after = max(self.stream.after, lines[-1][0])
                node._hear("facts", [json.loads(line) for _, line in lines])
            else:
                node._hear("beat", {"seq": book.journal.head.seq, "trouble": ""})
        except Unreachable:
            self.stream = None

    def ask(self, verb: v.Verb) -> Answer | None:
        """What the screen's press brings; None when it was refused or nobody could answer."""
        if self.node is None:
            return None
        nonce = f"{self.world.chance.getrandbits(64):x}"
        try:
            return self.node._ask(replace(verb, nonce=nonce, machine=self.machine.id))
        except (Refusal, Unreachable):
            return None


@dataclass
class World:
    """A center on one day. `steps` small steps of 5 to 60 seconds."""

    folder: Path
    seed: int
    blank: Path | None = None
    late: bool = False
    chance: random.Random = field(init=False)

    def __post_init__(self):
        self.chance = random.Random(self.seed)
        self.at = EVENING if self.late else MORNING
        self.began = self.at
        self.step_number = 0
        self.tape: list[Paper] = []
        self.cancelled: set[str] = set()
        self.delayed: list[tuple[int, Callable]] = []
        self.jumped = False
        self.story: list[str] = []
        self.box_clock = Clock(self)
        self.book: Book | None = None
        self.start_box()
        self.stations = {machine.id: Station(self, machine) for machine in MACHINES}
        self.kiosks = [self.stations["kiosk-1"], self.stations["kiosk-2"]]
        self.desks = [self.stations[f"counter-{n}"] for n in range(1, 5)]
        self.raters = [self.stations["rate-1"], self.stations["rate-2"]]

    @property
    def seconds(self) -> float:
        return (self.at - self.began).total_seconds()

    def lay_blank_book(self, path: Path, name: str) -> None:
        """A new book is copied from one made before: only the first making of its tables takes time."""
        path.parent.mkdir(parents=True, exist_ok=True)
        blank = self.blank / f"{name}.blank" if self.blank else None
        if blank is None or path.exists():
            return
        if not blank.exists():
            Journal(blank, name, synchronous="OFF").close()
        shutil.copy(blank, path)

    # The box ---------------------------------------------------------------------------------

    def start_box(self) -> None:
        self.lay_blank_book(self.folder / "center.db", "box")
        self.book = Book(Journal(self.folder / "center.db", "box", synchronous="OFF"), SETUP, self.box_clock)
        self.book.work_off()
        self.tail = Tail(self.book)

    def stop_box(self) -> None:
        self.book.journal.close()
        self.book, self.tail = None, None

    def box_does(self, wish: Callable[[Book], object]) -> object:
        if self.book is None:
            raise Unreachable
        future = wish(self.book)
        self.book.work_off()
        return future.result()

    # One day ---------------------------------------------------------------------------------

    def run(self, steps: int, acts: Acts) -> None:
        for _ in range(steps):
            self.step(acts)
        self.heal()

    def step(self, acts: Acts) -> None:
        chance = self.chance
        self.step_number += 1
        self.at += timedelta(seconds=chance.choice((2, 5, 10, 20, 45)))
        due = [deliver for step, deliver in self.delayed if step <= self.step_number]
        self.delayed = [one for one in self.delayed if one[0] > self.step_number]
        for deliver in due:
            try:
                deliver()
            except (Refusal, Trouble):
                pass
        if self.book is not None:
            self.book.work_off()
        for station in self.stations.values():
            if chance.random() < 0.6:  # machines are not in step with each other
                station.step()
        for act, weight in acts:
            if chance.random() < weight:
                act(self)

    def say(self, *words: object) -> None:
        self.story.append(f"{self.step_number:4} {self.at:%H:%M:%S} " + " ".join(map(str, words)))

    def heal(self) -> None:
        """Everything is repaired: clocks, lines, power. Then the machines have time to tell each other all."""
        self.say("heal")
        self.box_clock.wrong = timedelta()
        for station in self.stations.values():
            station.weather = Weather()
            station.clock.wrong = timedelta()
        if self.book is None:
            self.start_box()
        for _, deliver in self.delayed:
            try:
                deliver()
            except (Refusal, Trouble):
                pass
        self.delayed = []
        for station in self.stations.values():
            if station.node is None:
                station.start()
        for _ in range(6):
            self.at += timedelta(seconds=40)
            self.book.work_off()
            for station in self.stations.values():
                station.step()
        for station in self.stations.values():
            station.listen()

    def close(self) -> None:
        for station in self.stations.values():
            if station.node is not None:
                station.node.close()
        if self.book is not None:
            self.book.journal.close()


QUICK_DECODING = lru_cache(4096)(wire.decode_fact)


@contextmanager
def hurried() -> Iterator[None]:
    """What costs time and decides nothing is left out, as long as a day is lived.

    The node waits a little for the echo of its answer; here echoes come step by step. Every
    machine reads the same settings file and the same lines; once is enough.
    """
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(node_module, "ECHO_SECONDS", 0.0)
        patched.setattr(node_module, "read_setup", lambda text, _: SETUP)
        patched.setattr(wire, "decode_fact", QUICK_DECODING)
        yield


def fast_disk() -> Path | None:
    memory = Path("/dev/shm")
    return memory if sys.platform == "linux" and memory.is_dir() else None
