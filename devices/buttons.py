"""What a box of buttons promises: presses as they happen, and a light per button that says "kept".

The line protocol of our own box, with a sketch for an Arduino, is described in button_box.md.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from devices import Health


class Light(StrEnum):
    OFF = "off"
    ON = "on"
    BLINK = "blink"


@dataclass(frozen=True, slots=True)
class Pressed:
    """`button` counts from 1, from the left. `at`: when it was heard, in seconds of time.monotonic()."""

    button: int
    at: float


@dataclass(frozen=True, slots=True)
class BoxCapabilities:
    """`buttons` 0: how many is known once the box was heard. `lights`: it can show that a rating is kept."""

    buttons: int
    lights: bool


class ButtonBox(Protocol):
    def watch(self, on_press: Callable[[Pressed], None]) -> None:
        """Call `on_press` from the box's own thread, once per press, until `close`."""

    def light(self, button: int, light: Light) -> None:
        """Done when the box has said that it shows it, within 1.5 s. Raises NotConnected, BoxSilent."""

    def health(self) -> Health: ...

    def close(self) -> None: ...


class OnePress:
    """Contacts bounce and fingers tremble: the same button within 0.3 s is one press."""

    SECONDS = 0.3

    def __init__(self) -> None:
        self._last: dict[int, float] = {}

    def is_new(self, button: int, at: float) -> bool:
        new = at - self._last.get(button, float("-inf")) >= self.SECONDS
        self._last[button] = at
        return new
