"""A card held to the reader: its holder's age gives the class, and nothing of it stays; and keys of a real keyboard."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from center.errors import Unreadable
from center.holders import USE_THE_CARD
from center.hours import local_day
from center.people import WRONG_KEYS, ticket_class
from devices.codes import Scan
from kiosk.find import Find
from kiosk.take import Take


class Reading(QObject):
    """`scanned` may be emitted from a reader's thread."""

    scanned = Signal(object)

    def __init__(self, take: Take, find: Find, now: Callable[[], datetime], parent: QObject | None = None):
        super().__init__(parent)
        self._take, self._find, self._now = take, find, now
        self.scanned.connect(self.read)

    def read(self, scan: Scan) -> None:
        """Turn the page to the fields, in the class that the card's age gives; or say one sentence.

        In the midst of a search a code is the search's matter.
        """
        if self._take.page == "find":
            return self._find.hold_up(scan.text)
        if not self._take.reads_cards():
            return
        try:
            if scan.text is None:
                # The bars of a card, and letters that are no UTF-8: a reader set to another alphabet.
                damaged = scan.by_keys or scan.raw.count(b"|") >= 6
                raise Unreadable(WRONG_KEYS if damaged else USE_THE_CARD)
            priority = ticket_class(scan.text, self._take.known_classes(), local_day(self._now()))
        except Unreadable as refusal:
            self._take.card_refused(refusal)
        else:
            self._take.card_read(priority)

    def typed(self, key: str) -> None:
        """A key of a keyboard beside the screen: only the search asks for words."""
        if self._take.page == "find":
            self._find.typed_key(key)
