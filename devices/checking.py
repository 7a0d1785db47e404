"""The conformance of one device, asked of the hardware in front of a technician or of a simulator; see hands.py.

What every driver promises is checked here; what its kind promises besides, in check_kinds.py, which begins a check.
"""

import os
import platform
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from devices import Health
from devices.capabilities import capabilities_of
from devices.capabilities import words_of as can
from devices.hands import Hands
from devices.opening import open_driver, shown
from devices.troubles import DeviceTrouble

HEALTH_SECONDS = 5.0
POLLS = 3  # a device that was put back is well again within so many
POLL_SECONDS = 1.0
CLAIMED = ("sim", "serial", "usb", "file", "evdev")  # schemes whose device answers only its first program
OK, FAILED, SKIPPED = "ok", "failed", "skipped"
SIGNS = {OK: "ĐẠT", FAILED: "HỎNG", SKIPPED: "bỏ qua"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One check. `said` never holds what a code or a paper says, only how much of it there was."""

    check: str
    verdict: str
    said: str = ""
    seconds: float = 0.0


@dataclass(slots=True)
class Examined:
    """One device and what was found."""

    name: str
    uri: str
    model: str = ""
    findings: list[Finding] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        return all(finding.verdict != FAILED for finding in self.findings)


class Failed(Exception):
    """A promise was not kept; the sentence says how."""


class Skipped(Exception):
    """It cannot be found out here."""


class Examination:
    """Walks the checks of one device in order. `told` hears each finding as it is made."""

    def __init__(self, name: str, uri: str, hands: Hands, told: Callable[[Finding], None] = lambda finding: None):
        self.name, self.role, self.uri, self.hands = name, name.partition(".")[0], uri, hands
        self.examined = Examined(name, shown(uri))
        self.heard: list[Any] = []
        self.driver: Any = None
        self._told = told

    def walk(self, promises: "Sequence[tuple[str, Callable[[Examination], str]]]" = ()) -> Examined:
        """`promises`: what the device's kind promises besides what every driver does."""
        before = leftovers()
        if self._check("mở", self._make):
            self._check("mô tả", self._describe)
            self._check("tình trạng trả lời kịp", self._answers_in_time)
            for check, promise in promises:
                self._check(check, lambda promise=promise: promise(self))
            self._check("chỉ một chương trình dùng", self._exclusive)
            self._check("rút ra, cắm lại", self._unplug_and_back)
            self._check("đóng", self._close)
            self._check("không để lại gì", lambda: self._left_nothing(before))
        return self.examined

    # For the checks of a kind -------------------------------------------------------------

    def health(self) -> Health:
        """Asked with the deadline that every driver promises. Raises Failed."""
        started = time.monotonic()
        health = self.driver.health()
        if (took := time.monotonic() - started) > HEALTH_SECONDS:
            raise Failed(f"health took {took:.1f} s")
        return health

    def await_health(self, wanted: Callable[[Health], bool], seconds: float = POLLS * POLL_SECONDS) -> Health:
        """The first health that is as wanted, asked again for a while. Raises Failed with what it was instead."""
        deadline, health = time.monotonic() + seconds, self.health()
        while not wanted(health):
            if time.monotonic() >= deadline:
                raise Failed(f"says {words_of(health)}")
            time.sleep(min(0.25, POLL_SECONDS))
            health = self.health()
        return health

    def provoke(
        self, deed: str, words: str, codes: tuple[str, ...], undo: str, undo_words: str, seconds: float = 0.0
    ) -> str:
        """Bring a fault about, see it told, take it back, see it gone. A device that says nothing at all is skipped."""
        if not self.hands.please(deed, words):
            raise Skipped("nobody's hands")
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
        told = capabilities_of(self.driver)
        if told is None:
            raise Skipped("this kind has no capabilities")
        self.examined.model = getattr(told, "model", "")
        return can(told)

    def _answers_in_time(self) -> str:
        said = {words_of(self.health()) for _ in range(3)}
        return "; ".join(sorted(said))

    def _exclusive(self) -> str:
        """While ours is open another opening is refused as InUse, and ours goes on."""
        if self.uri.partition(":")[0] not in CLAIMED or self.role in ("speaker", "scanner", "documents", "camera"):
            raise Skipped("shared by its nature")
        ours = self.await_health(lambda health: health.well or bool(health.faults))
        if not ours.well:
            raise Skipped(f"says {words_of(ours)}")
        second = open_driver(self.role, self.uri)
        try:
            if hasattr(second, "watch"):
                second.watch(lambda _: None)
            deadline = time.monotonic() + 3.0
            while not (codes := codes_of(second.health())) and time.monotonic() < deadline:
                time.sleep(0.05)
            if "in_use" not in codes and not set(codes) & {"not_connected"}:
                raise Failed(f"a second opening says {codes or 'nothing'}")
        finally:
            second.close()
        self.await_health(lambda health: health.well)
        return ", ".join(codes)

    def _unplug_and_back(self) -> str:
        away = ("not_connected", "link_lost", "printer_silent", "box_silent", "sign_silent", "scanner_silent")
        return self.provoke("unplug", "Hãy rút dây của thiết bị", away, "plug_in", "Hãy cắm dây lại như cũ")

    def _close(self) -> str:
        started = time.monotonic()
        self.driver.close()
        self.driver.close()
        if (took := time.monotonic() - started) > HEALTH_SECONDS:
            raise Failed(f"closing took {took:.1f} s")
        return "twice"

    def _left_nothing(self, before: tuple[int, int]) -> str:
        deadline, left = time.monotonic() + 2.0, leftovers()
        while (left[0] > before[0] or left[1] > before[1]) and time.monotonic() < deadline:
            time.sleep(0.05)
            left = leftovers()
        if left[0] > before[0] or left[1] > before[1]:
            raise Failed(f"{left[0] - before[0]} threads and {left[1] - before[1]} descriptors are left")
        return ""

    def _check(self, check: str, promise: Callable[[], str]) -> bool:
        started = time.monotonic()
        try:
            verdict, said = OK, promise()
        except Skipped as why:
            verdict, said = SKIPPED, str(why)
        except Failed as how:
            verdict, said = FAILED, str(how)
        except DeviceTrouble as trouble:
            verdict, said = FAILED, f"{trouble.code}: {trouble}"
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


def report_of(examined: list[Examined]) -> dict[str, Any]:
    """To send home: nothing in it names a person or what a paper or a code says."""
    return {
        "checked_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "passed": all(one.passed for one in examined),
        "devices": [{**asdict(one), "passed": one.passed} for one in examined],
    }


def report_text(examined: list[Examined]) -> str:
    lines = []
    for one in examined:
        lines.append(f"{one.name}  {one.uri}  {one.model}".rstrip())
        for finding in one.findings:
            lines.append(f"  {SIGNS[finding.verdict]:6}  {finding.check}  {finding.said}  {finding.seconds:.2f} s")
    lines.append("KẾT QUẢ: đạt" if all(one.passed for one in examined) else "KẾT QUẢ: có mục hỏng")
    return "\n".join(lines) + "\n"
