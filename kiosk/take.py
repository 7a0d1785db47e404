"""Take a number: one tap on a field, and the number is the citizen's before paper moves."""

import logging
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime, timedelta

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot

from center.day import Day
from center.errors import LeaseSpent, NoNumberLeft, Refusal
from center.hours import is_open, local
from center.numbering import spoken
from center.setup import PriorityClass
from center.slips import ticket_slip
from center.speech import ticket_sounds
from center.tickets import WAITING, Ticket
from center.verbs import AskHelp, CancelTicket, ReprintTicket, TakeNumber
from center.waiting import Wait, estimate
from kiosk import phrases
from kiosk.visitor import Visitor
from screen.bridge import Bridge
from screen.translation import translate

log = logging.getLogger("kiosk.take")

ORDINARY = "thuong"
RESULT_MS, RESULT_LONG_MS = 8_000, 20_000  # longer where the number has to be heard, or written down
NOTICE_MS = 5_000
EARLY = timedelta(minutes=30)  # people who come before the doors open still get their place in the line


class Take(QObject):
    """What Take.qml shows and may ask.

    `page`: home | classes | fields | find | result | notice | closed | stay | pin | operator. `first` is the page that
    the machine shows to the next person: home, or find on a machine for searching.
    `printer`: anything with `print(document, job_id) -> Future[Receipt]`, or None. `machine` is this kiosk's id.
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
        self.name_of: Callable[[str], str] = lambda code: ""  # a procedure's name, where this machine has a search
        self._node, self._visitor, self._voice, self._printer = node, visitor, voice, printer
        self.bridge = Bridge(node, self)
        self._page, self._busy, self._class, self._age_read = first, False, ORDINARY, False
        self._behind_stay = first
        self._behind_notice, self._searching = "", False
        self._tiles: list[dict] = []
        self._live: dict = {}
        self._clock: dict = {}
        self._result: dict = {}
        self._notice: dict = {"kind": "", "icon": "info-circle", "title": "", "text": ""}
        self._ticket: Ticket | None = None
        self._jobs = 0
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
        node, language = self._node, self._visitor.language
        day, setup, now = node.day, node.setup, node.now()
        tiles = phrases.tiles(day, setup, language)
        if tiles != self._tiles:
            self._tiles = tiles
            self.fieldsChanged.emit()
        live = phrases.live_card(node)
        if live != self._live:
            self._live = live
            self.liveChanged.emit()
        clock = {"clock": f"{local(now):%H:%M}", "date": phrases.date_line(now, language)}
        if clock != self._clock:
            self._clock = clock
            self.clockChanged.emit()
        self._mind_hours(now)

    def receiving(self, now: datetime) -> bool:
        setup = self._node.setup
        return any(is_open(setup.sessions, setup.days_off, setup.make_up, at) for at in (now, now + EARLY))

    def _mind_hours(self, now: datetime) -> None:
        receiving = self.receiving(now)
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
        return self._tiles

    @Property("QVariantList", notify=fieldsChanged)
    def classes(self) -> list:
        return phrases.class_tiles(self._node.setup, self._visitor.language)

    @Property("QVariantMap", notify=liveChanged)
    def live(self) -> dict:
        return self._live

    @Property("QVariantMap", notify=clockChanged)
    def clock(self) -> dict:
        return self._clock

    @Property("QVariantMap", notify=resultChanged)
    def result(self) -> dict:
        return self._result

    @Property("QVariantMap", notify=noticeChanged)
    def notice(self) -> dict:
        return self._notice

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
            self.speak(phrases.SOUNDS.get(self._notice["kind"] if page == "notice" else page, ""))

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
        self._turn("home" if self.first == "home" and self.receiving(self._node.now()) else self._resting)

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
        self.tell("unread", "id", translate("Take", "Chưa đọc được mã"), self._sentence(refusal))

    def _sentence(self, refusal: Refusal) -> str:
        return phrases.refusal_line(refusal, self._visitor.language)

    @Slot(str)
    def take(self, field: str) -> None:
        """The tap on a field. The answer comes by itself; a second tap meanwhile is not heard."""
        self._take(field)

    @Slot(str, str)
    def take_for(self, field: str, procedure: str) -> None:
        """The same from the page of a procedure: the ticket carries its code."""
        self._take(field, procedure)

    def _take(self, field: str, *procedures: str) -> None:
        if self._busy:
            return
        if any(t["id"] == field and t["closed"] for t in self._tiles):
            return self.speak(phrases.SOUNDS["no_number"])
        self._set_busy(True)
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
        if isinstance(refusal, LeaseSpent):
            title = translate("Take", "Xin lấy số giấy tại quầy hướng dẫn")
            self.tell("paper", "ticket", title, self._sentence(refusal), 10_000)
        elif isinstance(refusal, NoNumberLeft):
            self.tell("no_number", "info-circle", translate("Take", "Đã hết số"), self._sentence(refusal))
        else:
            self.tell("refused", "info-circle", translate("Take", "Chưa lấy được số"), self._sentence(refusal))

    @Slot()
    def closeNotice(self) -> None:
        """Home, or back to the search in whose midst somebody called for help."""
        if self._page == "notice" and self._behind_notice:
            return self._turn(self._behind_notice)
        self.home()

    def tell(self, kind: str, icon: str, title: str, text: str, milliseconds: int = NOTICE_MS) -> None:
        """One sentence on a page of its own, then home."""
        self._behind_notice = "find" if self._page == "find" and kind in ("help", "alone") else ""
        self._notice = {"kind": kind, "icon": icon, "title": title, "text": text}
        self.noticeChanged.emit()
        self._turn("notice")
        self._until.start(milliseconds * (2 if self._visitor.voice or self._visitor.large else 1))
        self.resultChanged.emit()

    def _show_ticket(self, day: Day, ticket: Ticket) -> None:
        setup, language = self._node.setup, self._visitor.language
        wait = estimate(day, setup, ticket.field, ticket.priority, before=ticket.id)
        ahead = wait.ahead if wait else sum(t.waits_since < ticket.waits_since for t in day.waiting(ticket.field))
        self._ticket = ticket
        paper = {"paper": "printing" if self._printer else "none", "reprint": False}
        named = "; ".join(filter(None, map(self.name_of, ticket.procedures)))
        self._result = phrases.result_card(setup, day, ticket, wait, ahead, language) | paper | {"procedure": named}
        printing = self._print(day, ticket, wait, copy=False)  # begins while the page is being drawn
        self._turn("result")
        self._stay_with_result()
        self._await(printing, ticket.id)
        self.speak(*ticket_sounds(ticket.id, ahead), always=True)

    def _stay_with_result(self) -> None:
        failing = self._result["paper"] in ("failed", "none")
        patient = failing or self._visitor.voice or self._visitor.large
        self._until.start(RESULT_LONG_MS if patient else RESULT_MS)
        self.resultChanged.emit()

    def _print(self, day: Day, ticket: Ticket, wait: Wait | None, copy: bool) -> Future | None:
        if self._printer is None:
            return None
        self._jobs += 1
        job = f"{day.day:%Y%m%d}-{ticket.id}" + (f"-copy-{self._jobs}" if copy else "")
        setup, language = self._node.setup, self._visitor.language
        document = ticket_slip(setup, day, ticket, wait, language, copy=copy, name_of=self.name_of)
        return self._printer.print(document, job)

    def _await(self, printing: Future | None, ticket: str) -> None:
        if printing:
            self.bridge.when_done(printing, lambda done: self._printed(ticket, done))

    def _printed(self, ticket: str, printing: Future) -> None:
        receipt = printing.result()
        if self._ticket is None or self._ticket.id != ticket or self._page != "result":
            return
        self._result = {**self._result, "paper": "failed" if receipt.failed else "printed", "reprint": True}
        if receipt.failed:
            out = getattr(receipt.trouble, "code", "") == "paper_out"
            why = translate("Take", "Máy in đang hết giấy") if out else translate("Take", "Máy in chưa in được")
            self._result["trouble"] = why
            self.speak(phrases.SOUNDS["trouble"])
            self._stay_with_result()
        else:
            self.resultChanged.emit()

    @Slot()
    def reprint(self) -> None:
        """The same ticket once more, marked as a copy."""
        if self._ticket is not None:
            self.reprint_ticket(self._ticket.id)
            self._result = {**self._result, "paper": "printing", "reprint": False}
            self._stay_with_result()

    def reprint_ticket(self, ticket: str) -> None:
        """A marked copy of any ticket of today (operator's page)."""
        day = self._node.day
        self._node.ask(ReprintTicket(ticket=ticket))
        if (row := day.tickets.get(ticket)) is not None:
            waiting = row.state == WAITING
            wait = estimate(day, self._node.setup, row.field, row.priority, before=row.id) if waiting else None
            self._await(self._print(day, row, wait, copy=True), ticket)

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
            self.tell("refused", "info-circle", translate("Take", "Chưa huỷ được số"), self._sentence(refusal))
        except Exception as trouble:
            if not hasattr(trouble, "remedy"):
                raise
            self.home()
        else:
            title = translate("Take", "Đã huỷ số %1").replace("%1", number)
            self.tell("cancelled", "check", title, translate("Take", "Ông/bà có thể lấy số khác."), 3_000)

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
        if asked.exception() is None:
            coming, here = translate("Take", "Cán bộ sẽ đến ngay"), translate("Take", "Xin ông/bà chờ tại máy.")
            self.tell("help", "bell", coming, here)
        else:
            title = translate("Take", "Xin gọi trực tiếp")
            self.tell("alone", "bell", title, translate("Take", "Máy chưa báo được, xin ông/bà gọi cán bộ tại quầy."))

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
