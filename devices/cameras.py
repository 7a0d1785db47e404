"""What a camera promises: its latest picture at any time, never a wait for the camera; and whether it still sees.

A document camera lies over the desk and is looked at by a person or by `devices/decoding.py`. A camera of the hall is
only asked whether it lives: nothing is recorded, and no picture of it leaves this program except one still on demand.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from devices import Health


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture: an array (height, width, 3) of blue, green, red. `number` grows by one from picture to picture."""

    number: int
    picture: Any
    taken_at: float  # the monotonic clock


@dataclass(frozen=True, slots=True)
class CameraCapabilities:
    """What the camera settled on, which may be less than was wished; zeros before its first picture."""

    width_px: int = 0
    height_px: int = 0
    frames_per_second: float = 0.0
    focus: bool = False  # its focus obeys a wish


class Camera(Protocol):
    """Opened at the first question, in a thread of its own, and again whenever it was away."""

    def latest(self, after: int = 0, within_seconds: float = 0.0) -> Frame | None:
        """The newest frame with a number above `after`, waited for at most so long. Raises nothing."""

    def still(self) -> bytes:
        """The newest picture as a JPEG. Raises NotConnected where there is none within a few seconds."""

    @property
    def capabilities(self) -> CameraCapabilities: ...

    @property
    def seen_at(self) -> datetime | None:
        """When the last picture came (UTC); None before the first."""

    def health(self) -> Health: ...

    def close(self) -> None: ...
