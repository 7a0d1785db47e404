"""A ticket printer without paper: it runs out, jams, goes silent, answers rubbish and is as slow as its line.

Used inside a program by `sim://name?fault=…&script=…` (see link.py) and over TCP by `PaperPrinterServer`.
A product for demonstrations and training as much as for tests.
"""

import math
import random
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from devices.drawing import Paper
from devices.encoding import CLEAR_BUFFER
from devices.simulators.interpreter import Complaint, Interpreter, Sheet, Unfinished
from devices.simulators.script import Script

FAULTS = (
    "near_end",
    "paper_out",
    "cover_open",
    "cutter_stuck",
    "silent",  # takes everything, says and prints nothing
    "mute",  # prints, never answers
    "fenceless",  # knows DLE EOT and not GS r, as cheap ones do
    "refused",
    "dropped",  # goes away after `drop_after` bytes of a job
    "garbage",
    "slow",  # 9,600 baud
    "replug",  # for a moment without power: what it had not printed yet, and every letter it was taught, is gone
)
COUNTED = ("jobs", "bytes")  # by which a script may wait
REPLUG_SECONDS = 0.3
KEPT_PAGES = 12  # the newest; half a megabyte each
BUFFER_BYTES = 4096
MOST_BYTES = 1 << 20
HIDDEN_MM = 12.0  # between head and knife: the white head of the next ticket
NEAR_END_MM = 1500.0


@dataclass(frozen=True, slots=True)
class Page:
    """One finished ticket, black on white."""

    picture: Image.Image


class PaperPrinter:
    """One printer, whoever talks to it. `on_page` hears each cut ticket, from the thread that wrote.

    `faults` may be changed at any time by `set_faults`; `script` changes them by itself (see script.py).
    """

    def __init__(
        self,
        paper: Paper | None = None,
        on_page: Callable[[Page], None] | None = None,
        paper_mm: float = 50_000.0,
        baud: int | None = None,
        half_dot_feed: bool = False,
        drop_after: int = 3000,
        on_change: Callable[[], None] | None = None,
        knife: bool = True,
        script: str = "",
    ):
        self.paper = paper or Paper()
        self.on_page, self.on_change, self.knife = on_page, on_change, knife
        self.paper_mm, self.drop_after, self._baud = paper_mm, drop_after, baud
        self.power_cycles = 0
        self._faults: frozenset[str] = frozenset()
        self._script = Script(script, FAULTS, COUNTED)
        self._powered_at = 0.0
        self._jobs_to_count = 0
        self.pages: deque[Page] = deque(maxlen=KEPT_PAGES)
        self.page_count = 0
        self.complaints: deque[str] = deque(maxlen=100)
        self.bytes_taken = 0
        self._lock = threading.RLock()
        self._waiting = bytearray()
        self._answers = bytearray()
        self._chance = random.Random(7)
        self._interpreter = Interpreter(self.paper, half_dot_feed, self._tell, self._cut)

    @property
    def faults(self) -> frozenset[str]:
        """What is wrong now, names of FAULTS."""
        with self._lock:
            self._befall(self._script.look())
            return self._faults | ({"refused"} if time.monotonic() < self._powered_at else set())

    @property
    def baud(self) -> int | None:
        return 9600 if "slow" in self.faults else self._baud

    @property
    def sheet(self) -> Sheet:
        """What hangs out of the printer, not yet cut."""
        return self._interpreter.sheet

    def set_faults(self, *names: str) -> None:
        """Exactly these from now on; what waited in the printer's buffer goes on as in a real one."""
        if unknown := set(names) - set(FAULTS):
            raise ValueError(f"unknown faults: {', '.join(sorted(unknown))}; known: {', '.join(FAULTS)}")
        with self._lock:
            self._befall(frozenset(names))
            self._work()

    def follow(self, script: str) -> None:
        """This script from now on. Raises ValueError for what it cannot read."""
        read = Script(script, FAULTS, COUNTED)
        with self._lock:
            self._script = read

    def new_roll(self, paper_mm: float = 50_000.0) -> None:
        with self._lock:
            self.paper_mm = paper_mm
            self.set_faults(*(self._faults - {"paper_out", "near_end"}))

    def take(self, sent: bytes) -> bytes:
        """Bytes arrive; what the printer answers to them. What arrives once it is away is lost."""
        with self._lock:
            self._befall(self._script.look())
            answers = b""
            while sent and not self._away:
                left = self._script.left("bytes")
                part = sent if left is None else sent[: max(1, math.ceil(left))]
                answers += self._take(part)
                self._befall(self._script.happened("bytes", len(part)))
                sent = sent[len(part) :]
            return answers

    def _take(self, sent: bytes) -> bytes:
        self.bytes_taken += len(sent)
        if "silent" in self._faults:
            return b""
        self._waiting += self._real_time_apart(sent)
        self._work()
        answers, self._answers = bytes(self._answers), bytearray()
        if "mute" in self._faults:
            return b""
        if "garbage" in self._faults:
            return self._chance.randbytes(len(answers) * 3)
        return answers

    def _befall(self, faults: frozenset[str] | None) -> None:
        if faults is None or faults == self._faults:
            return
        if "replug" in faults:
            self.power_cycles += 1
            self._powered_at = time.monotonic() + REPLUG_SECONDS
            self._waiting.clear()
            self._answers.clear()
            self._interpreter.power_up()
        self._faults = faults - {"replug"}
        if self.on_change:
            self.on_change()

    @property
    def _away(self) -> bool:
        return "refused" in self._faults or time.monotonic() < self._powered_at

    @property
    def room(self) -> int:
        """Bytes it can still take before it stops its sender; one that prints makes room as it goes."""
        return max(0, BUFFER_BYTES - len(self._waiting)) if self._stalled else MOST_BYTES

    @property
    def _stalled(self) -> bool:
        return bool(self._faults & {"paper_out", "cover_open", "cutter_stuck"}) or self._paper_left <= 0

    @property
    def _paper_left(self) -> float:
        return self.paper_mm - self.sheet.height / self.paper.dots_per_mm

    def _real_time_apart(self, sent: bytes) -> bytes:
        """What is not real-time. Clearing is heard always, a question past what waits only while it stands still."""
        if CLEAR_BUFFER in sent:
            self._tell("cleared")
            sent = sent.rpartition(CLEAR_BUFFER)[2]
        if not self._stalled:
            return sent
        kept, at = bytearray(), 0
        while at < len(sent):
            if sent[at : at + 2] == b"\x10\x04" and sent[at + 2 : at + 3] in (b"\1", b"\2", b"\3", b"\4"):
                self._tell(f"status {sent[at + 2]}")
                at += 3
            else:
                kept.append(sent[at])
                at += 1
        return bytes(kept)

    def _work(self) -> None:
        at, waiting, power_cycles = 0, bytes(self._waiting), self.power_cycles
        while at < len(waiting) and not self._stalled and "silent" not in self._faults:
            if self.power_cycles != power_cycles:
                return
            try:
                at += self._interpreter.take(waiting[at:])
            except Unfinished:
                break
            except Complaint as complaint:
                self.complaints.append(str(complaint))
                at += 1
        self._waiting = self._waiting[at:]

    def _cut(self) -> None:
        if self._jobs_to_count:
            self._count_jobs()  # a sender who does not ask
        sheet = self._interpreter.sheet
        page = Page(sheet.finished())
        self.paper_mm -= sheet.height / self.paper.dots_per_mm + (HIDDEN_MM if sheet.inked else 0)
        self._interpreter.sheet = Sheet(self.paper)
        self.pages.append(page)
        self.page_count += 1
        self._jobs_to_count += 1
        if self.on_page:
            self.on_page(page)

    def _count_jobs(self) -> None:
        """A job counts once its sender was told that it is done: what befalls the printer then meets the next one."""
        jobs, self._jobs_to_count = self._jobs_to_count, 0
        self._befall(self._script.happened("jobs", jobs))

    def _tell(self, what: str) -> None:
        if what == "fence":
            if not self.knife and self.sheet.inked:
                self._cut()  # whoever takes the ticket tears it off
            if "fenceless" not in self._faults:
                self._answers.append(0x03 if self._near_end else 0x00)
            self._count_jobs()
        elif what == "cleared":
            self._waiting.clear()
            self._interpreter.forget()
            self._answers += b"\x37\x25\x00"
        else:
            self._answers.append(self._status(int(what[-1])))

    @property
    def _near_end(self) -> bool:
        return "near_end" in self._faults or self._paper_left < NEAR_END_MM

    def _status(self, part: int) -> int:
        out = "paper_out" in self._faults or self._paper_left <= 0
        cover, knife = "cover_open" in self._faults, "cutter_stuck" in self._faults
        match part:
            case 1:
                return 0x12 | (0x08 if out or cover or knife else 0)
            case 2:
                return 0x12 | (0x04 if cover else 0) | (0x20 if out else 0) | (0x40 if knife else 0)
            case 3:
                return 0x12 | (0x08 if knife else 0)
        return 0x12 | (0x0C if out or self._near_end else 0) | (0x60 if out else 0)
