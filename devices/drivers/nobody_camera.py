"""No camera: papers are copied by hand or scanned at another counter."""

from datetime import UTC, datetime

from devices import Health, Power
from devices.cameras import CameraCapabilities, Frame
from devices.troubles import NotConnected


class NobodyCamera:
    capabilities = CameraCapabilities()
    seen_at: datetime | None = None

    def latest(self, after: int = 0, within_seconds: float = 0.0) -> Frame | None:
        """Nothing is ever seen."""

    def still(self) -> bytes:
        raise NotConnected("no camera here, by intention")

    def health(self) -> Health:
        """Nothing is wrong with what was never there."""
        return Health(Power.UNKNOWN, checked_at=datetime.now(UTC), source="nobody")

    def close(self) -> None:
        pass
