"""No box of buttons: people rate on a screen."""

from collections.abc import Callable
from datetime import UTC, datetime

from devices import Health, Power
from devices.buttons import Light, Pressed


class NobodyButtons:
    def watch(self, on_press: Callable[[Pressed], None]) -> None:
        """Nothing is ever pressed."""

    def light(self, button: int, light: Light) -> None:
        pass

    def health(self) -> Health:
        """Nothing is wrong with what was never there."""
        return Health(Power.UNKNOWN, checked_at=datetime.now(UTC), source="nobody")

    def close(self) -> None:
        pass
