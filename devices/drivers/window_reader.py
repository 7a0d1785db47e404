"""A keyboard-like code reader that types into our own window: `keyboard:`. The window tells its codes from typing.

Nothing can be asked of such a reader, not even whether it is plugged in.
"""

from collections.abc import Callable
from datetime import UTC, datetime

from devices import Health, Power
from devices.codes import ReaderCapabilities, Scan


class WindowReader:
    capabilities = ReaderCapabilities(vietnamese=False, exclusive=False)

    def watch(self, on_scan: Callable[[Scan], None]) -> None:
        """The codes come from the window itself."""

    def health(self) -> Health:
        return Health(Power.UNKNOWN, checked_at=datetime.now(UTC), source="a keyboard says nothing of itself")

    def close(self) -> None:
        pass
