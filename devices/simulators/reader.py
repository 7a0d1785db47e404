"""`sim://name` as a code reader: what a test or a demonstration shows it, it reads."""

from collections.abc import Callable
from datetime import UTC, datetime

from devices import Health, Power
from devices.codes import Scan
from devices.troubles import NotConnected

_readers: dict[str, "SimReader"] = {}


def simulated_reader(name: str = "reader") -> "SimReader":
    """The reader of that name, shared by the window that shows codes and the cabinet that listens."""
    return _readers.setdefault(name, SimReader())


class SimReader:
    def __init__(self):
        self._on_scan: Callable[[Scan], None] | None = None
        self.unplugged = False

    def watch(self, on_scan: Callable[[Scan], None]) -> None:
        self._on_scan = on_scan

    def show(self, code: str | bytes) -> None:
        """Hold a code before the reader."""
        if self._on_scan and not self.unplugged:
            self._on_scan(Scan.of(code.encode() if isinstance(code, str) else code))

    def health(self) -> Health:
        faults = (NotConnected("unplugged"),) if self.unplugged else ()
        power = Power.OFFLINE if faults else Power.ONLINE
        return Health(power, faults, checked_at=datetime.now(UTC), source="simulated")

    def close(self) -> None:
        self._on_scan = None
