"""`sim://name` as a scanner inside this program: pages without paper, troubles by name and by script (feeder.py)."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime

from devices import Health, Power
from devices.scanning import Mode, Page, ScannerCapabilities, ScanWish, Source
from devices.simulators.feeder import Feeder, feeder_of, scanned_page
from devices.troubles import (
    AnswerUnreadable,
    DeviceTrouble,
    DoubleFeed,
    FeederEmpty,
    FeederJammed,
    LinkLost,
    NotConnected,
    PagesMissing,
    ScanCancelled,
    ScannerBusy,
    ScannerOpen,
    ScannerSilent,
)

TROUBLES: dict[str, type[DeviceTrouble]] = {
    "refused": NotConnected,
    "garbage": AnswerUnreadable,
    "busy": ScannerBusy,
    "jam": FeederJammed,
    "cover_open": ScannerOpen,
    "double_feed": DoubleFeed,
    "cancelled": ScanCancelled,
    "unplugged": LinkLost,
    "torn": AnswerUnreadable,
}
DPIS = (75, 100, 150, 200, 300, 600)

_scanners: dict[str, "SimScanner"] = {}


def simulated_scanner(name: str = "scanner", options: dict[str, str] | None = None) -> "SimScanner":
    """The scanner of that name, made on first mention, so that a window that loads paper and a driver share it."""
    if name not in _scanners:
        _scanners[name] = SimScanner(feeder_of(options or {}))
    elif options and "fault" in options:
        _scanners[name].feeder.set_faults(*filter(None, options["fault"].split(",")))
    return _scanners[name]


class SimScanner:
    """`feeder` may be loaded and broken at any time."""

    def __init__(self, feeder: Feeder | None = None, silent_seconds: float = 5.0):
        self.feeder = feeder or Feeder()
        self._silent_seconds = silent_seconds
        self._scanning = threading.Lock()
        self._stopped = threading.Event()

    def ask_capabilities(self) -> ScannerCapabilities:
        return ScannerCapabilities("Máy quét mô phỏng", tuple(Source), tuple(Mode), DPIS)

    def scan(self, wish: ScanWish) -> Iterator[Page]:
        if not self._scanning.acquire(blocking=False):
            raise ScannerBusy("this program scans with it already")
        try:
            self._stopped.clear()
            self.feeder.begin(wish.source)
            number = 0
            while (page := self._next(wish, number + 1)) is not None:
                number += 1
                yield page
                if wish.source is Source.FLATBED:
                    return
            if not number:
                raise FeederEmpty("simulated")
            if "miscounts" in self.feeder.faults:
                raise PagesMissing(f"{number} of {number + 1}")
        finally:
            self._scanning.release()

    def cancel(self) -> None:
        self._stopped.set()

    def health(self) -> Health:
        now, faults = datetime.now(UTC), self.feeder.faults
        for name in ("refused", "unplugged", "garbage"):
            if name in faults:
                trouble = NotConnected("simulated") if name == "unplugged" else TROUBLES[name]("simulated")
                return Health(Power.OFFLINE, (trouble,), checked_at=now, source="simulated")
        if "silent" in faults:
            return Health(Power.OFFLINE, (ScannerSilent("simulated"),), checked_at=now, source="simulated")
        found = tuple(TROUBLES[name]("simulated") for name in ("jam", "cover_open", "double_feed") if name in faults)
        return Health(Power.ONLINE, found, checked_at=now, source="simulated")

    def close(self) -> None:
        self.cancel()

    def _next(self, wish: ScanWish, number: int) -> Page | None:
        if "silent" in self.feeder.faults:
            self._stopped.wait(self._silent_seconds)
            self._look()
            raise ScannerSilent("simulated")
        for name, trouble in TROUBLES.items():
            if name in self.feeder.faults and (wish.source is not Source.FLATBED or name not in ("jam", "double_feed")):
                raise trouble("simulated")
        self.feeder.pause(self._stopped)
        self._look()
        taken = self.feeder.take(wish, number)
        return scanned_page(*taken, wish) if taken else None

    def _look(self) -> None:
        if self._stopped.is_set():
            raise ScanCancelled("simulated")
