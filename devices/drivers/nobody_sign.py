"""No sign above the counter: the hall screen shows who is called, and the official calls out."""

from datetime import UTC, datetime

from center.signs import SignView
from devices import Health, Power


class NobodySign:
    def show(self, view: SignView) -> None:
        pass

    def health(self) -> Health:
        """Nothing is wrong with what was never there."""
        return Health(Power.UNKNOWN, checked_at=datetime.now(UTC), source="nobody")

    def close(self) -> None:
        pass
