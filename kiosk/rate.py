"""Rating: the question appears by itself when the counter has served somebody; one tap answers it."""

import logging
from concurrent.futures import Future
from datetime import date, timedelta

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot

from center import verbs as v
from center.errors import Refusal
from center.hours import local
from center.numbering import spoken
from center.ratings import to_ask
from center.setup import Level, Reason
from kiosk import phrases
from kiosk.visitor import Visitor
from kiosk.voice import Voice
from screen.bridge import Bridge
from screen.touch import Touch

log = logging.getLogger("kiosk.rate")

# A minute after the end somebody else may stand at the counter, and would rate another one's service.
FRESH = timedelta(seconds=60)
THANKS_MS = 5_000  # also the least time between two taps of a free-standing device
TICK_MS = 1_000

SOUNDS = {"ask": "trang_danh_gia", "reasons": "trang_ly_do", "thanks": "cam_on"}


class Rate(QObject):
    """What Rate.qml shows and may ask.

    `page`: idle | ask | reasons | thanks | sorry. `choose(value)` is one tap on a face; a box of physical buttons
    calls the same. `counter` 0: free-standing, the question always stands there and belongs to no ticket.
    """

    changed = Signal()
    clockChanged = Signal()

    def __init__(
        self,
        node,
        visitor: Visitor,
        touch: Touch | None = None,
        counter: int = 0,
        voice: Voice | None = None,
        parent: QObject | None = None,
    ):
        super().__init__(parent)
        self._node, self._visitor, self._voice, self._counter = node, visitor, voice, counter
        self._page, self._ticket, self._chosen, self._busy = self._first_page, "", -1, False
        self._reasons: list[str] = []
        self._handled: set[tuple[date, str]] = set()
        self._clock = ""
        self._cut = False
        self.bridge = Bridge(node, self)
        self.bridge.woken.connect(self.look)
        self._clear = QTimer(self, singleShot=True)
        self._clear.timeout.connect(self._cleared)
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self.look)
        self._tick.start()
        visitor.changed.connect(self.changed)
        visitor.left.connect(self._left)
        if touch is not None:
            touch.touched.connect(self._touched)
        self.look()

    @property
    def _first_page(self) -> str:
        return "idle" if self._counter else "ask"

    # What is shown -------------------------------------------------------------------------

    def look(self) -> None:
        """Take in what the node knows: is somebody to be asked, is the box away, what time is it."""
        now = self._node.now()
        clock, cut = f"{local(now):%H:%M}", self._node.link.state == "cut"
        if (clock, cut) != (self._clock, self._cut):
            self._clock, self._cut = clock, cut
            self.clockChanged.emit()
        if self._counter:
            self._look_for_served(now)

    def _look_for_served(self, now) -> None:
        ticket = to_ask(self._node.day, self._counter, now)
        if ticket is None or self._busy or self._page in ("reasons", "sorry"):
            return
        if (mark := (self._node.day.day, ticket.id)) in self._handled:
            return
        self._handled.add(mark)
        if ticket.ended_at is None or now - ticket.ended_at > FRESH:
            return
        if self._page == "ask":
            self._leave_unanswered()
        self._ticket, self._chosen, self._reasons = ticket.id, -1, []
        self._send(v.AskRating(ticket=ticket.id, counter=self._counter))
        self._turn("ask")

    def _turn(self, page: str) -> None:
        self._page = page
        if page in ("ask", "reasons"):
            if self._ticket:
                self._clear.start(self._node.setup.rating.clear_seconds * 1000)
        elif page in ("thanks", "sorry"):
            self._clear.start(THANKS_MS)
        else:
            self._clear.stop()
        self.changed.emit()
        self._speak()

    def _speak(self) -> None:
        if self._voice is not None and self._visitor.voice and self._page in SOUNDS:
            self._voice.say_now((SOUNDS[self._page],), self._visitor.language)

    # What happens --------------------------------------------------------------------------

    @Slot(int)
    def choose(self, value: int) -> None:
        """The one tap. Thanks come when the rating is on the disk."""
        if self._page != "ask" or self._busy:
            return
        self._busy, self._chosen = True, value
        self._clear.stop()
        self.changed.emit()
        if self._ticket:
            asked = self._node.ask(v.Rate(ticket=self._ticket, counter=self._counter, value=value))
        else:
            asked = self._node.ask(v.RateFreely(value=value))
        self.bridge.when_done(asked, self._rated)

    def _rated(self, asked: Future) -> None:
        self._busy = False
        form = self._node.setup.rating
        try:
            asked.result()
        except Refusal as refusal:
            log.info("rating refused: %s", refusal.code)
            self._first()
        except Exception as trouble:
            if not hasattr(trouble, "remedy"):
                raise
            log.warning("a rating could not be kept: %s", trouble)
            self._turn("sorry")
        else:
            wanting = bool(self._ticket) and self._chosen <= form.reasons_up_to and bool(form.reasons)
            self._turn("reasons" if wanting else "thanks")

    @Slot(str)
    def toggle(self, reason: str) -> None:
        if self._page == "reasons":
            self._reasons = [r for r in self._reasons if r != reason] + [reason] * (reason not in self._reasons)
            self.changed.emit()

    @Slot()
    def finish(self) -> None:
        """Send the chosen reasons, or none."""
        if self._page == "reasons":
            self._give_reasons()
            self._turn("thanks")

    @Slot()
    def skip(self) -> None:
        if self._page == "reasons":
            self._reasons = []
            self._turn("thanks")

    @Slot(str)
    def wish(self, wish: str) -> None:
        self._visitor.wish(wish)
        self._speak()

    def _give_reasons(self) -> None:
        if self._reasons:
            self._send(v.GiveReasons(ticket=self._ticket, counter=self._counter, reasons=tuple(self._reasons)))
        self._reasons = []

    def _leave_unanswered(self) -> None:
        if self._ticket:
            self._send(v.LeaveUnanswered(ticket=self._ticket, counter=self._counter))

    def _send(self, verb: v.Verb) -> None:
        self.bridge.when_done(self._node.ask(verb), self._sent)

    def _sent(self, asked: Future) -> None:
        """Side facts: their loss costs a figure, not a rating."""
        try:
            asked.result()
        except Refusal as refusal:
            log.info("refused: %s", refusal.code)
        except Exception as trouble:
            if not hasattr(trouble, "remedy"):
                raise
            log.info("not kept: %s", trouble)

    def _touched(self) -> None:
        """Somebody is still choosing."""
        if self._clear.isActive() and self._page in ("ask", "reasons"):
            self._clear.start()

    def _cleared(self) -> None:
        if self._page == "ask":
            self._leave_unanswered()
        elif self._page == "reasons":
            self._give_reasons()
        self._first()

    def _first(self) -> None:
        """Back to the first page; nothing of the last person stays."""
        self._ticket, self._chosen, self._reasons, self._busy = "", -1, [], False
        self._turn(self._first_page)
        self._visitor.leave()

    def _left(self) -> None:
        if self._page == "reasons":
            self._give_reasons()
            self._first()

    @Slot()
    def recover(self) -> None:
        """After a bug: the first page."""
        self._first()

    def close(self) -> None:
        self._tick.stop()
        self._clear.stop()
        self.bridge.close()

    # Read by the page ----------------------------------------------------------------------

    @Property(str, notify=changed)
    def page(self) -> str:
        return self._page

    @Property(str, notify=changed)
    def ticket(self) -> str:
        return spoken(self._ticket) if self._ticket else ""

    @Property(int, constant=True)
    def counter(self) -> int:
        return self._counter

    @Property(int, notify=changed)
    def chosen(self) -> int:
        return self._chosen

    @Property("QVariantList", notify=changed)
    def levels(self) -> list:
        return [
            {"value": level.value, "name": self._name(level), "face": level.face}
            for level in self._node.setup.rating.levels
        ]

    @Property("QVariantList", notify=changed)
    def reasons(self) -> list:
        return [
            {"id": reason.id, "name": self._name(reason), "on": reason.id in self._reasons}
            for reason in self._node.setup.rating.reasons
        ]

    def _name(self, named: Level | Reason) -> str:
        return named.name_en if self._visitor.language == "en" and named.name_en else named.name

    @Property("QVariantMap", notify=changed)
    def center(self) -> dict:
        setup = self._node.setup
        return {"name": setup.name, "commune": setup.commune, "hotline": setup.hotline}

    @Property(str, notify=clockChanged)
    def clock(self) -> str:
        return self._clock

    @Property(str, notify=clockChanged)
    def day(self) -> str:
        return phrases.date_line(self._node.now(), self._visitor.language)

    @Property(bool, notify=clockChanged)
    def cut(self) -> bool:
        return self._cut
