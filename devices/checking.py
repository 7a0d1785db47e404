"""The conformance of one device, asked of the hardware in front of a technician or of a simulator; see hands.py.

What every driver promises is checked here; what its kind promises besides, in check_kinds.py, which begins a check.
What is found is said in Vietnamese: the technician reads it first, and whoever gets the report afterwards.
"""

import os
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from devices import Health, Power
from devices.capabilities import capabilities_of
from devices.capabilities import words_of as can
from devices.hands import Hands
from devices.opening import open_driver, shown
from devices.troubles import DeviceTrouble
from devices.worker import Worker

HEALTH_SECONDS = 5.0
HANG_SECONDS = 30.0
POLLS = 3  # a device that was put back is well again within so many
POLL_SECONDS = 1.0
CLAIMED = ("sim", "serial", "usb", "file", "evdev")  # schemes whose device answers only its first program
SHARED = ("speaker", "scanner", "documents", "camera")
OK, FAILED, SKIPPED, NEEDLESS = "ok", "failed", "skipped", "needless"
NO_HANDS = "không có người làm"
SIGNS = {OK: "ĐẠT", FAILED: "HỎNG", SKIPPED: "bỏ qua", NEEDLESS: "–"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One check. `said` never holds what a code or a paper says, only how much of it there was."""

    check: str
    verdict: str
    said: str = ""
    seconds: float = 0.0


@dataclass(slots=True)
class Examined:
    """One device and what was found. `broken_off`: the technician ended it before its end."""

    name: str
    uri: str
    model: str = ""
    findings: list[Finding] = field(default_factory=list)
    broken_off: bool = False

    @property
    def passed(self) -> bool:
        return not self.broken_off and all(finding.verdict != FAILED for finding in self.findings)

    @property
    def unchecked(self) -> int:
        return sum(finding.verdict == SKIPPED for finding in self.findings)


class Failed(Exception):
    """A promise was not kept; the sentence says how."""


class Hangs(Failed):
    """A call into the driver does not come back: nothing more can be asked of it."""


class Skipped(Exception):
    """It was not found out this time."""


class Needless(Skipped):
    """It does not apply to this device."""


class Examination:
    """Walks the checks of one device in order. `told` hears each finding as it is made."""

    def __init__(self, name: str, uri: str, hands: Hands, told: Callable[[Finding], None] = lambda finding: None):
        self.name, self.role, self.uri, self.hands = name, name.partition(".")[0], uri, hands
        self.examined = Examined(name, shown(uri))
        self.heard: list[Any] = []
        self.driver: Any = None
        self._told = told
        self._worker = Worker(f"check-{name}")
        self._hangs = self._intended = False

    def walk(self, promises: "Sequence[tuple[str, Callable[[Examination], str]]]" = ()) -> Examined:
        """`promises`: what the device's kind promises besides what every driver does. Ctrl-C keeps what is known."""
        before = leftovers()
        try:
            if self._check("mở", self._make):
                self._check("mô tả", self._describe)
                self._check("tình trạng trả lời kịp", self._answers_in_time)
                for check, promise in promises:
                    self._check(check, lambda promise=promise: self._promised(promise))
                self._check("chỉ một chương trình dùng", lambda: self._promised(Examination._exclusive))
                self._check("rút ra, cắm lại", lambda: self._promised(Examination._unplug_and_back))
                self._check("đóng", self._close)
                self._check("không để lại gì", lambda: self._left_nothing(before))
        except KeyboardInterrupt:
            self.examined.broken_off = True
        if self.driver is not None:
            self._worker.close(self.driver.close)
            self._worker.ended(HEALTH_SECONDS)
        return self.examined

    # For the checks of a kind -------------------------------------------------------------

    def ask(self, work: Callable[[Any], Any], seconds: float = 0.0) -> Any:
        """What `work(driver)` answers, in a thread of its own. Raises what it raises, and Hangs."""

        def run() -> tuple[Any, Exception | None]:
            try:
                return work(self.driver), None
            except Exception as error:
                return None, error

        seconds = seconds or HANG_SECONDS
        asked = self._worker.ask(run, seconds)
        try:
            answer, error = asked.result(seconds)
        except TimeoutError as late:
            self._hangs = True
            raise Hangs(f"treo: không trả lời trong {seconds:.0f} giây") from late
        if error is not None:
            raise error
        return answer

    def health(self) -> Health:
        """Asked with the deadline that every driver promises. Raises Failed."""
        started = time.monotonic()
        health = self.ask(lambda driver: driver.health())
        if (took := time.monotonic() - started) > HEALTH_SECONDS:
            raise Failed(f"báo tình trạng mất {took:.1f} giây")
        return health

    def await_health(self, wanted: Callable[[Health], bool], seconds: float = POLLS * POLL_SECONDS) -> Health:
        """The first health that is as wanted, asked again for a while. Raises Failed with what it was instead."""
        deadline, health = time.monotonic() + seconds, self.health()
        while not wanted(health):
            if time.monotonic() >= deadline:
                raise Failed(f"vẫn báo: {words_of(health)}")
            time.sleep(min(0.25, POLL_SECONDS))
            health = self.health()
        return health

    def provoke(
        self, deed: str, words: str, codes: tuple[str, ...], undo: str, undo_words: str, seconds: float = 0.0
    ) -> str:
        """Bring a fault about, see it told, take it back, see it gone."""
        if not self.hands.please(deed, words):
            raise Skipped(NO_HANDS)
        try:
            patience = seconds or POLLS * POLL_SECONDS
            health = self.await_health(lambda health: any(code in codes for code in codes_of(health)), patience)
        finally:
            self.hands.please(undo, undo_words)
        told = words_of(health)
        self.await_health(lambda health: not health.faults, 10 * POLL_SECONDS)
        return told

    # What every driver promises -----------------------------------------------------------

    def _make(self) -> str:
        self.driver = open_driver(self.role, self.uri)
        if hasattr(self.driver, "watch"):
            self.driver.watch(self.heard.append)
        return type(self.driver).__name__

    def _describe(self) -> str:
        told = self.ask(capabilities_of)
        if told is None:
            raise Needless("loại này không có mô tả")
        self.examined.model = getattr(told, "model", "")
        return can(told)

    def _answers_in_time(self) -> str:
        healths = [self.health() for _ in range(3)]
        self._intended = healths[-1].source == "nobody"
        return "; ".join(sorted({words_of(health) for health in healths}))

    def _promised(self, promise: "Callable[[Examination], str]") -> str:
        if self._intended:
            raise Needless("cố ý không có thiết bị")
        return promise(self)

    def _exclusive(self) -> str:
        """While ours is open another opening is refused as InUse, and ours goes on."""
        if self.uri.partition(":")[0] not in CLAIMED or self.role in SHARED:
            raise Needless("nhiều chương trình dùng chung được")
        ours = self._settled()
        if ours.faults:
            raise Skipped(f"đang báo: {words_of(ours)}")
        second = open_driver(self.role, self.uri)
        try:
            if hasattr(second, "watch"):
                second.watch(lambda _: None)
            deadline = time.monotonic() + 3.0
            while not (codes := codes_of(second.health())) and time.monotonic() < deadline:
                time.sleep(0.05)
            if not {"in_use", "not_connected"} & {*codes}:
                raise Failed(f"chương trình thứ hai cũng mở được, báo: {' '.join(codes) or 'không lỗi'}")
        finally:
            second.close()
        self.await_health(lambda health: not health.faults)
        return ", ".join(codes)

    def _settled(self) -> Health:
        """A listener knows after a moment how its device is; a device without a way back never says."""
        deadline = time.monotonic() + POLLS * POLL_SECONDS
        while (health := self.health()).power is Power.UNKNOWN and time.monotonic() < deadline:
            time.sleep(min(0.25, POLL_SECONDS))
        return health

    def _unplug_and_back(self) -> str:
        if self.role == "speaker":
            raise Needless("loa không báo được là đã rút")
        away = ("not_connected", "link_lost", "printer_silent", "box_silent", "sign_silent", "scanner_silent")
        return self.provoke("unplug", "Hãy rút dây của thiết bị", away, "plug_in", "Hãy cắm dây lại như cũ")

    def _close(self) -> str:
        started = time.monotonic()
        for _ in range(2):
            self.ask(lambda driver: driver.close())
        if (took := time.monotonic() - started) > HEALTH_SECONDS:
            raise Failed(f"đóng mất {took:.1f} giây")
        return "hai lần"

    def _left_nothing(self, before: tuple[int, int]) -> str:
        self._worker.close(lambda: None)
        deadline, left = time.monotonic() + 2.0, leftovers()
        while (left[0] > before[0] or left[1] > before[1]) and time.monotonic() < deadline:
            time.sleep(0.05)
            left = leftovers()
        if left[0] > before[0] or left[1] > before[1]:
            raise Failed(f"còn lại {left[0] - before[0]} luồng và {left[1] - before[1]} tệp đang mở")
        return ""

    def _check(self, check: str, promise: Callable[[], str]) -> bool:
        started = time.monotonic()
        try:
            if self._hangs:
                raise Skipped("thiết bị đang treo")
            verdict, said = OK, promise()
        except Needless as why:
            verdict, said = NEEDLESS, str(why)
        except Skipped as why:
            verdict, said = SKIPPED, str(why)
        except Failed as how:
            verdict, said = FAILED, str(how)
        except DeviceTrouble as trouble:
            verdict, said = FAILED, f"{trouble.code}: {shown(str(trouble))}"
        except Exception as bug:  # a driver that breaks is what this report is for; its words might name a person
            place = traceback.extract_tb(bug.__traceback__)[-1]
            where = f"{Path(place.filename).name}:{place.lineno}"
            verdict, said = FAILED, f"lỗi chương trình: {type(bug).__name__}, {where}"
        finding = Finding(check, verdict, said, round(time.monotonic() - started, 2))
        self.examined.findings.append(finding)
        self._told(finding)
        return verdict != FAILED


def codes_of(health: Health) -> tuple[str, ...]:
    return tuple(trouble.code for trouble in (*health.faults, *health.warnings))


def words_of(health: Health) -> str:
    return f"{health.power} {' '.join(codes_of(health)) or health.source}"


def leftovers() -> tuple[int, int]:
    """Threads and open descriptors of this program; descriptors only where the system tells (Linux)."""
    folder = Path("/proc/self/fd") if os.name == "posix" else None
    return threading.active_count(), len(list(folder.iterdir())) if folder and folder.is_dir() else 0
