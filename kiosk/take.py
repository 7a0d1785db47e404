"""Take a number: one tap on a field, and the number is the citizen's before paper moves."""

import logging
from concurrent.futures import Future

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot

from center.day import Day
from center.errors import LeaseSpent, Refusal
from center.numbering import spoken
from center.setup import PriorityClass
from center.speech import ticket_sounds
from center.tickets import Ticket
from center.verbs import AskHelp, CancelTicket, TakeNumber
from center.waiting import estimate
from kiosk import notices, phrases
from kiosk.front_page import FrontPage
from kiosk.notices import Notice
from kiosk.ticket_paper import TicketPaper, after
from kiosk.visitor import Visitor
from screen.bridge import Bridge

log = logging.getLogger("kiosk.take")

ORDINARY = "thuong"
RESULT_MS, RESULT_LONG_MS = 8_000, 20_000  # longer where the number has to be heard, or written down


class Take(QObject):
    """What Take.qml shows and may ask.

    `page`: home | classes | fields | find | result | notice | closed | stay | pin | operator. `first` is the page that
    the machine shows to the next person: home, or find on a machine for searching.
    `printer`: the cabinet, or whatever else ticket_paper may print on, or None. `paper` prints for this page.
    """

    pageChanged = Signal()
    fieldsChanged = Signal()
    liveChanged = Signal()
    clockChanged = Signal()
    resultChanged = Signal()
    noticeChanged = Signal()
    busyChanged = Signal()
    helpChanged = Signal()
    operatorAsked = Signal()
    homeShown = Signal()  # whatever a person left on other pages is to be forgotten

    def __init__(self, node, visitor: Visitor, voice=None, printer=None, first: str = "home",
                 parent: QObject | None = None):  # fmt: skip
        super().__init__(parent)
        self.first = first
        self._node, self._visitor, self._voice, self._printer = node, visitor, voice, printer
        self.bridge = Bridge(node, self)
        self.paper = TicketPaper(node, visitor, self.bridge, printer, self._printed)
        self._page, self._busy, self._class, self._age_read = first, False, ORDINARY, False
        self._behind_stay = first
        self._behind_notice, self._searching = "", False
        self._front = FrontPage(node, visitor)
        self._result: dict = {}
        self._notice = Notice()
        self._ticket: Ticket | None = None
        self._until = QTimer(self, singleShot=True)
        self._until.timeout.connect(self.closeNotice)
        self._tick = QTimer(self, interval=1000)
        self._tick.timeout.connect(self.look)
        self._tick.start()
        self.bridge.woken.connect(self.look)
        visitor.changed.connect(self.look)
        visitor.left.connect(self.home)
        visitor.warned.connect(self._warn)
        self.look()

    # What is shown -------------------------------------------------------------------------

    def look(self) -> None:
        """Take in what the node knows; tell the page only what changed."""
        signals = {"tiles": self.fieldsChanged, "live": self.liveChanged, "clock": self.clockChanged}
        for name in self._front.look():
            signals[name].emit()
        self._mind_hours()

    def _mind_hours(self) -> None:
        receiving = self._front.is_receiving()
        if self._page == "home" and not receiving:
            self._turn("closed")
        elif self._page == "closed" and receiving:
            self._turn("home")

    @Property(str, notify=pageChanged)
    def page(self) -> str:
        return self._page

    @Property(bool, notify=busyChanged)
    def busy(self) -> bool:
        return self._busy

    @Property("QVariantList", notify=fieldsChanged)
    def fields(self) -> list:
        return self._front.tiles

    @Property("QVariantList", notify=fieldsChanged)
    def classes(self) -> list:
        return phrases.class_tiles(self._node.setup, self._visitor.language)

    @Property("QVariantMap", notify=liveChanged)
    def live(self) -> dict:
        return self._front.live

    @Property("QVariantMap", notify=clockChanged)
    def clock(self) -> dict:
        return self._front.clock

    @Property("QVariantMap", notify=resultChanged)
    def result(self) -> dict:
        return self._result

    @Property("QVariantMap", notify=noticeChanged)
    def notice(self) -> dict:
        return self._notice.card

    @Property("QVariantMap", notify=fieldsChanged)
    def center(self) -> dict:
        return phrases.center_card(self._node.setup, self._node.now(), self._visitor.language)

    @Property(str, notify=pageChanged)
    def chosenClass(self) -> str:
        known = self._node.setup.class_by_id.get(self._class)
        return phrases.class_name(known, self._visitor.language) if known and known.group != "ordinary" else ""

    @Property(bool, notify=pageChanged)
    def cardRead(self) -> bool:
        return self._age_read

    @Property(bool, constant=True)
    def hasReader(self) -> bool:
        return self._printer is not None and "reader" in self._printer.health()

    @Property(int, notify=resultChanged)
    def stayMs(self) -> int:
        return self._until.interval()

    # Where one is --------------------------------------------------------------------------

    def _turn(self, page: str) -> None:
        changed, self._page = page != self._page, page
        self._mind_where()
        if page in ("result", "notice"):
            self._visitor.rest()
        else:
            self._until.stop()
        if changed or page in ("notice", "fields"):
            self.pageChanged.emit()
        if page != "result":
            self.speak(phrases.SOUNDS.get(self._notice.kind if page == "notice" else page, ""))

    def be_searching(self, searching: bool) -> None:
        """Whether the search shows something other than its own first page."""
        if searching != self._searching:
            self._searching = searching
            self._mind_where()

    def _mind_where(self) -> None:
        resting = self._page in (self.first, "home", "closed") and not (self._page == "find" and self._searching)
        self._visitor.be_elsewhere(not resting)

    def speak(self, *sounds: str, always: bool = False) -> None:
        """Say this now in the person's language, if they asked to be spoken to."""
        if self._voice is not None and any(sounds) and (self._visitor.voice or always):
            self._voice.say_now(sounds, self._visitor.language)

    @Slot()
    def home(self) -> None:
        """Back to the first page; what the last person saw is gone."""
        self._until.stop()
        self._class, self._age_read, self._ticket = ORDINARY, False, None
        if self._result:
            self._result = {}
            self.resultChanged.emit()
        self.homeShown.emit()
        # A search answers at any hour; a number is only to be had when somebody receives.
        self._turn("home" if self.first == "home" and self._front.is_receiving() else self._resting)

    @property
    def _resting(self) -> str:
        return "closed" if self.first == "home" else self.first

    @Slot()
    def openFind(self) -> None:
        self._turn("find")

    @Slot()
    def openFields(self) -> None:
        """From a machine for searching: the fields, to take a number without a procedure."""
        self._turn("fields")

    @Slot()
    def recover(self) -> None:
        """After a bug: no half page, no half ticket."""
        self._busy = False
        self.busyChanged.emit()
        self._visitor.leave()

    def _warn(self) -> None:
        if self._page in ("result", "notice"):
            return
        self._behind_stay = self._page if self._page != "stay" else self._behind_stay
        self._page = "stay"
        self.pageChanged.emit()
        self.speak(phrases.SOUNDS["stay"])

    @Slot()
    def needMoreTime(self) -> None:
        self._turn(self._behind_stay)

    # What is asked -------------------------------------------------------------------------

    @Slot()
    def choosePriority(self) -> None:
        self._turn("classes")

    @Slot(str)
    def chooseClass(self, priority: str) -> None:
        self._class = priority
        self._turn("fields")

    def reads_cards(self) -> bool:
        """A card is heard where a number can be chosen, and nowhere else."""
        return self._page in ("home", "classes", "fields", "stay") and not self._busy

    def known_classes(self) -> tuple[PriorityClass, ...]:
        return self._node.setup.classes

    def card_read(self, priority: str | None) -> None:
        """A card gave this class by its holder's age (None: the ordinary one); nothing else of it was kept."""
        self._class, self._age_read = priority or ORDINARY, True
        self._turn("fields")

    def card_refused(self, refusal: Refusal) -> None:
        self.tell(notices.card_unread(refusal, self._visitor.language))

    @Slot(str)
    def take(self, field: str) -> None:
        """The tap on a field. The answer comes by itself; a second tap meanwhile is not heard."""
        self.take_for(field, "")

    @Slot(str, str)
    def take_for(self, field: str, procedure: str) -> None:
        """The same from the page of a procedure: the ticket carries its code; "" for none."""
        if self._busy:
            return
        if self._front.is_closed(field):
            return self.speak(phrases.SOUNDS["no_number"])
        self._set_busy(True)
        procedures = (procedure,) if procedure else ()
        asked = self._node.ask(TakeNumber(field=field, priority=self._class, procedures=procedures))
        self.bridge.when_done(asked, self._taken)

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.busyChanged.emit()

    def _taken(self, asked: Future) -> None:
        self._set_busy(False)
        try:
            answer = asked.result()
        except Refusal as refusal:
            self._refused(refusal)
        except Exception as trouble:
            if not hasattr(trouble, "remedy"):
                raise
            log.info("no number could be given: %s", trouble)
            self._refused(LeaseSpent("Máy tạm thời không cấp được số. Xin mời ông/bà lấy số giấy tại quầy hướng dẫn."))
        else:
            day = self._node.day
            if answer.ticket not in day.tickets:
                day = day.after([(day.seq + 1 + n, fact) for n, fact in enumerate(answer.facts)])
            self._show_ticket(day, day.tickets[answer.ticket])

    def _refused(self, refusal: Refusal) -> None:
        self.tell(notices.no_ticket(refusal, self._visitor.language))

    @Slot()
    def closeNotice(self) -> None:
        """Home, or back to the search in whose midst somebody called for help."""
        if self._page == "notice" and self._behind_notice:
            return self._turn(self._behind_notice)
        self.home()

    def tell(self, notice: Notice) -> None:
        """One sentence on a page of its own, then home."""
        self._behind_notice = "find" if self._page == "find" and notice.kind in ("help", "alone") else ""
        self._notice = notice
        self.noticeChanged.emit()
        self._turn("notice")
        self._until.start(notice.stays_ms * (2 if self._visitor.voice or self._visitor.large else 1))
        self.resultChanged.emit()

    def _show_ticket(self, day: Day, ticket: Ticket) -> None:
        setup, language = self._node.setup, self._visitor.language
        wait = estimate(day, setup, ticket.field, ticket.priority, before=ticket.id)
        ahead = wait.ahead if wait else sum(t.waits_since < ticket.waits_since for t in day.waiting(ticket.field))
        self._ticket = ticket
        paper = {"paper": "printing" if self.paper.is_there else "none", "reprint": False}
        named = "; ".join(filter(None, map(self.paper.name_of, ticket.procedures)))
        self._result = phrases.result_card(setup, day, ticket, wait, ahead, language) | paper | {"procedure": named}
        printing = self.paper.print(day, ticket, wait)  # begins while the page is being drawn
        self._turn("result")
        self._stay_with_result()
        self.paper.await_receipt(printing, ticket.id)
        self.speak(*ticket_sounds(ticket.id, ahead), always=True)

    def _stay_with_result(self) -> None:
        failing = self._result["paper"] in ("failed", "none")
        patient = failing or self._visitor.voice or self._visitor.large
        self._until.start(RESULT_LONG_MS if patient else RESULT_MS)
        self.resultChanged.emit()

    def _printed(self, ticket: str, receipt) -> None:
        if self._ticket is None or self._ticket.id != ticket or self._page != "result":
            return
        self._result = self._result | after(receipt)
        if receipt.failed:
            self.speak(phrases.SOUNDS["trouble"])
            self._stay_with_result()
        else:
            self.resultChanged.emit()

    @Slot()
    def reprint(self) -> None:
        """The same ticket once more, marked as a copy."""
        if self._ticket is not None:
            self.paper.reprint(self._ticket.id)
            self._result = {**self._result, "paper": "printing", "reprint": False}
            self._stay_with_result()

    @Slot()
    def cancel(self) -> None:
        if self._ticket is None or self._busy:
            return
        self._set_busy(True)
        ticket = self._ticket.id
        asked = self._node.ask(CancelTicket(ticket=ticket))
        self.bridge.when_done(asked, lambda done: self._cancelled(spoken(ticket), done))

    def _cancelled(self, number: str, asked: Future) -> None:
        self._set_busy(False)
        try:
            asked.result()
        except Refusal as refusal:
            self.tell(notices.not_cancelled(refusal, self._visitor.language))
        except Exception as trouble:
            if not hasattr(trouble, "remedy"):
                raise
            self.home()
        else:
            self.tell(notices.cancelled(number))

    @Slot(str)
    def wish(self, wish: str) -> None:
        """A press on the bottom bar."""
        if wish == "help":
            return self.bridge.when_done(self._node.ask(AskHelp()), self._help_asked)
        self._visitor.wish(wish)
        if self._page == "result":
            self._stay_with_result()
        elif wish in ("voice", "language"):
            self.speak(phrases.SOUNDS.get(self._page, ""))

    def _help_asked(self, asked: Future) -> None:
        self.tell(notices.help_comes() if asked.exception() is None else notices.help_unreached())

    @Slot()
    def openOperatorDoor(self) -> None:
        self._turn("pin")
        self.operatorAsked.emit()

    def close(self) -> None:
        self._tick.stop()
        self._until.stop()
        self.bridge.close()

    def show_operator(self) -> None:
        self._turn("operator")
