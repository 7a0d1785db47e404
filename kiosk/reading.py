"""A card held to the reader: its age gives the class, and nothing of it stays."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from center.errors import Unreadable
from center.hours import local_day
from center.people import USE_THE_CARD, age_class, read_card
from kiosk.take import Take


class Reading(QObject):
    """`scanned` may be emitted from a reader's thread; `read` takes the text that a keyboard reader typed."""

    scanned = Signal(object)

    def __init__(self, take: Take, now: Callable[[], datetime], parent: QObject | None = None):
        super().__init__(parent)
        self._take, self._now = take, now
        self.scanned.connect(self._hear)

    def _hear(self, scan) -> None:
        self.read(scan.text or "")

    def read(self, text: str) -> None:
        """Turn the page to the fields, in the class that the card's age gives; or say one sentence."""
        if not self._take.reads_cards():
            return
        try:
            if not text:
                raise Unreadable(USE_THE_CARD)
            card = read_card(text, local_day(self._now()))
        except Unreadable as refusal:
            self._take.card_refused(refusal)
        else:
            self._take.card_read(age_class(self._take.known_classes(), card.age))
