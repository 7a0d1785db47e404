"""What a device is to a center. Each kind has its words in a file of its own; what may go wrong is in troubles.py.

Opens nothing itself: that is cabinet.py.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from devices.troubles import DeviceTrouble


class Power(StrEnum):
    ONLINE = "online"
    OFFLINE = "offline"
    UNKNOWN = "unknown"  # a legal answer: never guess


@dataclass(frozen=True, slots=True)
class Health:
    """How a device is. `source` says who says so: the device's own words ("DLE EOT"), a rule, or nobody.

    `seen_at`: of a camera, when its last picture came.
    """

    power: Power
    faults: tuple[DeviceTrouble, ...] = ()
    warnings: tuple[DeviceTrouble, ...] = ()
    checked_at: datetime | None = None
    source: str = ""
    seen_at: datetime | None = None

    @property
    def well(self) -> bool:
        """True only where the device itself said so."""
        return self.power is Power.ONLINE and not self.faults

    def same_as(self, other: "Health | None") -> bool:
        """Equal but for the time of asking."""
        return other is not None and (self.power, self.faults, self.warnings) == (
            other.power,
            other.faults,
            other.warnings,
        )
