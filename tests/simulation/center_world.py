"""The false center: real rules, real book, real nodes; the LAN, the clocks and the power are false.

Nothing here sleeps. One seed makes one day: who comes when, what officials press, which line is
cut, whose power fails, whose clock jumps.
"""

import itertools
import json
import random
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from center import verbs as v
from center.errors import Refusal
from center.ratings import to_ask
from center.setup_file import read_setup
from center.tickets import CALLED, HELD, NO_SHOW, SERVING, WAITING
from sync import node as node_module
from sync import trust, wire
from sync.book import Answer, Book
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

    def run(self, steps: int) -> None:
        for _ in range(steps):
            self.step()
        self.heal()

    def step(self) -> None:
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
        for act, weight in ACTS:
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


# What people and the world do, each with its chance per step ------------------------------------


def take(world: World) -> None:
    kiosk = world.chance.choice(world.kiosks)
    if kiosk.node is None:
        return
    booked = None
    if world.chance.random() < 0.08:
        booked = world.at + timedelta(minutes=world.chance.randint(-20, 25))
    answer = kiosk.ask(v.TakeNumber(
        field=world.chance.choice(FIELDS), priority=world.chance.choice(CLASSES), appointment_at=booked,
        returning=world.chance.random() < 0.1))
    if answer is not None:
        fact = answer.facts[0]
        world.tape.append(Paper(kiosk.machine.id, fact.ticket, fact.day, world.at))
        world.say(kiosk.machine.id, "prints", fact.ticket, fact.day, "alone" if answer.offline else "")


def give_back(world: World) -> None:
    if world.tape:
        paper = world.chance.choice(world.tape)
        kiosk = world.stations[paper.machine]
        if kiosk.node is None:
            return
        verb = v.CancelTicket if world.chance.random() < 0.6 else v.ReprintTicket
        kiosk.ask(verb(ticket=paper.ticket))
        if verb is v.CancelTicket:  # even when the answer is lost, this is what the citizen wants
            world.cancelled.add(paper.ticket)
            world.say("gives back", paper.ticket)


def press(world: World) -> None:
    """An official does what the desk's own screen suggests, or something foolish."""
    chance = world.chance
    desk_station = chance.choice(world.desks)
    node = desk_station.node
    if node is None:
        return
    number = desk_station.machine.counter
    desk = node.day.desk(number)
    ticket = node.day.tickets.get(desk.ticket or "")
    waiting = [t.id for t in node.day.tickets.values() if t.state in (WAITING, HELD, NO_SHOW)]
    absent = [t.id for t in node.day.tickets.values() if t.state == NO_SHOW and t.counter == number]
    choice = chance.random()
    if desk.official is None:
        verb = v.SignIn(counter=number, official=f"cb0{number}")
    elif choice < 0.04:
        verb = chance.choice((v.Pause(counter=number, reason="họp"), v.SignOut(counter=number),
                              v.SignIn(counter=number, official=f"cb0{chance.randint(1, 4)}")))
    elif desk.state == "paused":
        verb = v.Resume(counter=number)
    elif choice < 0.10 and waiting:
        one = chance.choice(waiting)
        verb = chance.choice((
            v.CallTicket(counter=number, ticket=one, reason="xin đi gấp"), v.ReturnLateComer(ticket=one),
            v.UndoNoShow(counter=number, ticket=one), v.Release(counter=number, ticket=one),
            v.ChangePriority(ticket=one, priority=chance.choice(("cap_cuu", *CLASSES)), counter=number)))
    elif choice < 0.13:
        verb = v.WalkUp(counter=number, field=chance.choice(FIELDS))
    elif ticket is None and absent and choice < 0.3:
        verb = v.UndoNoShow(counter=number, ticket=absent[-1])
    elif ticket is None or (ticket.state == SERVING and choice < 0.5):
        verb = v.CallNext(counter=number)
    elif ticket.state == CALLED:
        verb = chance.choice((v.StartService(counter=number), v.StartService(counter=number),
                              v.EndService(counter=number), v.NoShow(counter=number), v.Recall(counter=number)))
    elif ticket.state == SERVING:
        verb = chance.choice((
            v.EndService(counter=number), v.EndService(counter=number), v.EndService(counter=number),
            v.Hold(counter=number, reason="bổ sung giấy tờ", minutes=chance.choice((None, 0, 2))),
            v.Transfer(counter=number, to_field=chance.choice(FIELDS), to_counter=chance.choice((None, 1, 2, 3))),
            v.AddProcedure(counter=number, procedure="1.001193")))
    else:
        return
    desk_station.ask(verb)


def serve_by_hand(world: World) -> None:
    """A desk without the box serves the next person who holds paper and has not been served there."""
    station = world.chance.choice(world.desks)
    if station.node is None or station.node.link.state != "cut" or not world.tape:
        return
    number = station.machine.counter
    paper = world.chance.choice(world.tape[-6:])
    known = station.node.day.tickets.get(paper.ticket)
    at = station.clock()
    if paper.ticket in world.cancelled or (known is not None and known.state != WAITING):
        return
    if station.ask(v.ServeByHand(
        ticket=paper.ticket, counter=number, official=f"cb0{number}",
        field=world.chance.choice(list(SETUP.counter_by_number[number].weights)),
        started_at=at - timedelta(seconds=world.chance.randint(1, 300)), ended_at=at,
    )) is not None:
        world.say(station.machine.id, "served by hand", paper.ticket)


def rate(world: World) -> None:
    station = world.chance.choice(world.raters)
    if station.node is None:
        return
    counter = station.machine.counter
    ticket = to_ask(station.node.day, counter, station.clock())
    if ticket is None:
        if world.chance.random() < 0.1:
            station.ask(v.RateFreely(value=world.chance.choice(SETUP.rating.levels).value))
        return
    station.ask(v.AskRating(ticket=ticket.id, counter=counter))
    choice = world.chance.random()
    if choice < 0.7:
        station.ask(v.Rate(ticket=ticket.id, counter=counter, value=world.chance.choice(SETUP.rating.levels).value))
        if choice < 0.2:
            station.ask(v.GiveReasons(ticket=ticket.id, counter=counter, reasons=(SETUP.rating.reasons[0].id,)))
    elif choice < 0.9:
        station.ask(v.LeaveUnanswered(ticket=ticket.id, counter=counter))


def report(world: World) -> None:
    station = world.chance.choice(list(world.stations.values()))
    fault = world.chance.choice(("", "paper_out", "offline"))
    station.ask(v.ReportDevice(device="printer", fault=fault, remedy="Thay giấy." if fault else ""))


def change_weather(world: World) -> None:
    chance = world.chance
    station = chance.choice(list(world.stations.values()))
    station.weather = chance.choice((
        Weather(), Weather(cut=True), Weather(loses=0.3), Weather(doubles=0.5), Weather(delays=0.4),
        Weather(loses=0.2, doubles=0.2, delays=0.2)))
    world.say("weather of", station.machine.id, station.weather)


def cut_all(world: World) -> None:
    for station in world.stations.values():
        station.weather = Weather(cut=True)
    world.say("switch off")


def all_well(world: World) -> None:
    for station in world.stations.values():
        station.weather = Weather()
    world.say("lines repaired")


def kill_box(world: World) -> None:
    if world.book is not None:
        world.stop_box()
        world.say("box killed")


def start_box(world: World) -> None:
    if world.book is None:
        world.start_box()
        world.say("box started")


def kill_machine(world: World) -> None:
    station = world.chance.choice([*world.stations.values(), *world.kiosks, *world.kiosks])
    if station.node is not None:
        station.stop()
        world.say("killed", station.machine.id)


def start_machines(world: World) -> None:
    for station in world.stations.values():
        if station.node is None:
            station.start()
            world.say("started", station.machine.id)


def keep_replicas(world: World) -> None:
    station = world.chance.choice(world.kiosks)
    if station.node is not None:
        station.keep_replica()


YEAR = timedelta(days=365)
WRONG = (timedelta(), timedelta(), timedelta(days=-1), YEAR, timedelta(hours=3), timedelta(hours=-3),
         datetime(2010, 1, 1, tzinfo=UTC) - MORNING, timedelta(days=1))


def jump(world: World) -> None:
    clock = world.chance.choice([world.box_clock, *(s.clock for s in world.stations.values())])
    clock.wrong = world.chance.choice(WRONG)
    world.jumped = True
    world.say("clock of", "box" if clock is world.box_clock else "a machine", "is wrong by", clock.wrong)


def reboot_with_wrong_clock(world: World) -> None:
    """The battery is empty: the box starts at 23:59:59, a year ahead, or in 2010."""
    if world.book is None:
        return
    world.stop_box()
    before_midnight = world.at.replace(hour=16, minute=59, second=59) - world.at
    world.box_clock.wrong = world.chance.choice((before_midnight, YEAR, WRONG[6], timedelta()))
    world.jumped = True
    world.start_box()
    world.say("box rebooted, wrong by", world.box_clock.wrong)


ACTS: tuple[tuple[Callable[[World], None], float], ...] = (
    (take, 0.9), (take, 0.3), (give_back, 0.06), *itertools.repeat((press, 0.8), 4), (serve_by_hand, 0.3), (rate, 0.5),
    (report, 0.08), (change_weather, 0.12), (cut_all, 0.01), (all_well, 0.05), (kill_box, 0.02), (start_box, 0.25),
    (kill_machine, 0.03), (start_machines, 0.2), (keep_replicas, 0.05), (jump, 0.015),
    (reboot_with_wrong_clock, 0.005),
)

# The node waits a little for the echo of its answer; here echoes come step by step.
node_module.ECHO_SECONDS = 0.0
# Every machine reads the same settings file; once is enough.
node_module.read_setup = lambda text, _: SETUP


def fast_disk() -> Path | None:
    memory = Path("/dev/shm")
    return memory if sys.platform == "linux" and memory.is_dir() else None
