"""No scanner: a document camera or another counter is used instead."""

from collections.abc import Iterator
from datetime import UTC, datetime

from devices import Health, Power
from devices.scanning import Page, ScannerCapabilities, ScanWish
from devices.troubles import NoScanner


class NobodyScanner:
    def ask_capabilities(self) -> ScannerCapabilities:
        return ScannerCapabilities("nobody", (), (), ())

    def scan(self, wish: ScanWish) -> Iterator[Page]:
        raise NoScanner(f"{wish.source}")

    def cancel(self) -> None:
        pass

    def health(self) -> Health:
        """Nothing is wrong with what was never there."""
        return Health(Power.UNKNOWN, checked_at=datetime.now(UTC), source="nobody")

    def close(self) -> None:
        pass
