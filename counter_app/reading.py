"""A code held to the counter's reader: the ticket of somebody who came back is on the sheet without typing."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from center.errors import Unreadable
from center.holders import Doubt
from center.slips import read_ticket_code
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
        """Ask whether this ticket is to be called; while the box is away, put its number where it is served by hand."""
        window = self._window()
        if not isinstance(window, Window) or window.pages.currentWidget() is window.sign_in:
            return
        post = window.post
        try:
            if scan.text is None and scan.by_keys:
                raise Unreadable(str(Doubt.DAMAGED))
            ticket = read_ticket_code(post.setup, post.day, scan.text or "")
        except Unreadable as refusal:
            post.refused.emit(str(refusal))
        else:
            window.hold_up(ticket)
