"""What counts as a press: one at a time, and none within half a second of the last."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtQml import qmlRegisterSingletonInstance

GAP_SECONDS = 0.5  # EN 301 549 5.8: a repeated press within half a second is ignorable


class Touch(QObject):
    """QML singleton `Touch`: every button asks `accept()` before it acts.

    The gap holds over all buttons together, so that a trembling second tap never lands on what
    the next page shows at the same place. `touched` tells the idle clock that somebody is there.
    """

    touched = Signal()

    def __init__(self, clock: Callable[[], float] = time.monotonic, parent: QObject | None = None):
        super().__init__(parent)
        self.gap_seconds = GAP_SECONDS
        self._clock = clock
        self._last = self._lettered = float("-inf")
        self._letter = ""

    @Slot(result=bool)
    def accept(self) -> bool:
        self.touched.emit()
        now = self._clock()
        if now - self._last < self.gap_seconds:
            return False
        self._last = now
        return True

    @Slot(result=bool)
    def type(self) -> bool:
        """A key of a pad: half a second would be too slow for digits, so only the bounce is dropped."""
        self.touched.emit()
        now = self._clock()
        if now - self._last < self.gap_seconds / 5:
            return False
        self._last = now
        return True

    @Slot(str, result=bool)
    def letter(self, key: str) -> bool:
        """A key of a keyboard: only the same key's bounce is dropped, so that quick fingers lose no letter."""
        self.touched.emit()
        now = self._clock()
        if key == self._letter and now - self._lettered < self.gap_seconds / 5:
            return False
        self._letter, self._lettered = key, now
        return True


def register_touch(touch: Touch) -> None:
    qmlRegisterSingletonInstance(Touch, "Screen", 1, 0, "Touch", touch)
