"""A box of physical buttons beside the rating screen: a press is the tap on that face, its light the thanks.

Buttons count from the left as the faces do. A light goes on when the rating is kept on the disk and at no other time,
also for a tap on the screen. What was pressed before the question stood there is for nobody.
"""

import logging
import time
from collections.abc import Callable
from concurrent.futures import Future

from PySide6.QtCore import QObject, Signal

from devices.buttons import Light, Pressed
from kiosk.rate import Rate

log = logging.getLogger("kiosk.pressing")


class Pressing(QObject):
    """`pressed` may be emitted from the box's thread. `cabinet` has `light(button, light) -> Future`."""

    pressed = Signal(object)

    def __init__(self, rate: Rate, cabinet, clock: Callable[[], float] = time.monotonic, parent: QObject | None = None):
        super().__init__(parent)
        self._rate, self._cabinet, self._clock = rate, cabinet, clock
        self._asked: tuple[str, str] = ("", "")
        self._asked_at = 0.0
        self._lit = 0
        rate.changed.connect(self.look)
        self.pressed.connect(self._hear)
        self.look()

    def look(self) -> None:
        """Take in what the screen shows: since when it asks whom, and whether somebody is thanked."""
        page, asked = self._rate.page, (self._rate.page, self._rate.ticket)
        if asked != self._asked:
            self._asked, self._asked_at = asked, self._clock()
        kept = page in ("reasons", "thanks")
        values = [level["value"] for level in self._rate.levels]
        lit = values.index(self._rate.chosen) + 1 if kept and self._rate.chosen in values else 0
        if lit != self._lit:
            self._lit = lit
            self._cabinet.light(lit, Light.ON if lit else Light.OFF).add_done_callback(_note)

    def _hear(self, press: Pressed) -> None:
        levels = self._rate.levels
        if self._rate.page == "ask" and press.at >= self._asked_at and press.button <= len(levels):
            self._rate.choose(levels[press.button - 1]["value"])


def _note(lit: Future) -> None:
    """A box that shows no light is in trouble and its health says so; the rating is kept all the same."""
    if not lit.cancelled() and (trouble := lit.exception()):
        log.info("no light: %s", trouble)
