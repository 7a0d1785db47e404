"""A code held to the counter's reader: a ticket is on the sheet without typing, a card is shown and forgotten."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, Signal

from center.errors import Unreadable
from center.holders import Doubt, Holder
from center.hours import local_day
from center.people import read_person
from center.slips import NOT_OURS, read_ticket_code
from counter_app.window import Window
from devices.codes import Scan


class Reading(QObject):
    """`scanned` may be emitted from a reader's thread. `window`: the one that is shown, if it is there yet."""

    scanned = Signal(object)

    def __init__(self, window: Callable[[], object], parent: QObject | None = None):
        super().__init__(parent)
        self._window = window
        self.scanned.connect(self.read)

    def read(self, scan: Scan) -> None:
        """Ask whether a ticket is to be called, show a card to whom it was handed, or say one sentence."""
        window = self._window()
        if not isinstance(window, Window) or window.pages.currentWidget() is window.sign_in:
            return
        post = window.post
        try:
            if scan.text is None:
                raise Unreadable(str(Doubt.DAMAGED) if scan.by_keys else NOT_OURS)
            holder = self._holder(scan.text, local_day(post.now()))
            ticket = "" if holder else read_ticket_code(post.setup, post.day, scan.text)
        except Unreadable as refusal:
            post.refused.emit(str(refusal))
        else:
            window.show_holder(holder) if holder else window.hold_up(ticket)

    @staticmethod
    def _holder(text: str, today: date) -> Holder | None:
        try:
            return read_person(text, today)
        except Unreadable:
            return None  # then it may be a ticket
