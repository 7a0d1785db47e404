"""No code reader: numbers are typed or looked up by hand."""

from collections.abc import Callable
from datetime import UTC, datetime

from devices import Health, Power
from devices.codes import ReaderCapabilities, Scan


class NobodyReader:
    capabilities = ReaderCapabilities(vietnamese=False, exclusive=False)

    def watch(self, on_scan: Callable[[Scan], None]) -> None:
        """Nothing is ever read."""

    def health(self) -> Health:
        """Nothing is wrong with what was never there."""
        return Health(Power.UNKNOWN, checked_at=datetime.now(UTC), source="nobody")

    def close(self) -> None:
        pass
