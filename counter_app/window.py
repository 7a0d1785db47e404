"""The official's window: header, pages, foot, and one key for every action.

Nothing here opens by itself, asks for the keyboard, or comes to the front: questions and
refusals appear inside the window.
"""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from center import verbs
from center.holders import Holder
from center.hours import WEEKDAYS_EN, WEEKDAYS_VI, local
from center.numbering import spoken
from counter_app.actions import CHOSEN, EVERY, PAUSE, next_step
from counter_app.by_hand import ByHandPanel
from counter_app.call_panel import CallPanel, column_of
from counter_app.day_panel import DayPanel
from counter_app.figures import OwnFigures
from counter_app.holder import holder_question
from counter_app.own_devices import OwnDevices
from counter_app.parts import KeyButton, framed, label, picture, restyle
from counter_app.post import REFUSAL_MS, Post, clock, device_name
from counter_app.questions import QUESTIONS, call_ticket
from counter_app.sheet import Sheet
from counter_app.sign_in import SignInPage
from counter_app.strip import Strip
from counter_app.style import STEP, sheet
from counter_app.waiting_panel import WaitingPanel
from screen.translation import translate

LEAST_SIZE = (1180, 640)
TICKET_LEAST, SIDE_LEAST, SIDE_MOST = 93 * STEP, 47 * STEP, 76 * STEP


class Window(QWidget):
    """`spoken` asks for the other language; the program builds the window again in it."""

    spoken = Signal(str)

    def __init__(self, post: Post, cabinet=None):
        super().__init__()
        self.post = post
        self.setObjectName("window")
        self.setWindowTitle(f"Một Cửa – {post.setup.name} {post.setup.commune}")
        self.setMinimumSize(*LEAST_SIZE)
        self.setStyleSheet(sheet())
        self.actions_by_name = {action.name: action for action in EVERY}
        self.sheet: Sheet | None = None
        self._holder_of = ""  # the ticket whose citizen's card is on the sheet
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.header = self._header()
        self.pages = QStackedWidget()
        self.sign_in = SignInPage(post)
        self.day_page = DayPanel(post, cabinet if cabinet and "printer" in cabinet.health() else None)
        self.counter_page = self._counter_page()
        for page in (self.sign_in, self.counter_page, self.day_page):
            self.pages.addWidget(page)
        self.own_devices = OwnDevices(cabinet)
        self.foot = self._foot()
        column.addWidget(self.header)
        column.addWidget(self.pages, 1)
        column.addWidget(self.foot)
        self.strip = Strip(post)
        self.strip.setStyleSheet(sheet())
        self.strip.wanted.connect(self.do)
        self.strip.widened.connect(self.widen)
        self._keys()
        self._refusal = ""
        self._quiet = QTimer(self, singleShot=True, interval=REFUSAL_MS)
        self._quiet.timeout.connect(lambda: self._say_in_foot(""))
        post.refused.connect(self._say_in_foot)
        post.changed.connect(self.refresh)
        post.ticked.connect(self._tick)
        self.refresh()

    # Building ---------------------------------------------------------------------------

    def _header(self) -> QFrame:
        header = framed("header", across=True, margin=STEP, name="header")
        header.layout().setContentsMargins(2 * STEP, STEP, 2 * STEP, STEP)
        self.counter_name = label("", "title", "counter_name")
        self.official_name = label("", "", "official_name")
        self.official_name.setMinimumWidth(1)
        row = header.layout()
        row.addWidget(self.counter_name)
        row.addSpacing(STEP)
        row.addWidget(self.official_name, 1)
        self.to_counter = self._bar_button(translate("Window", "Quầy"), "Ctrl+1", "", "page_counter")
        self.to_day = self._bar_button(translate("Window", "Trung tâm"), "Ctrl+2", "", "page_day")
        self.pause = self._bar_button(PAUSE.label(self.post), PAUSE.key, "", PAUSE.name)
        self.compact = self._bar_button(translate("Window", "Thu gọn"), "Ctrl+M", "", "compact")
        self.language = self._bar_button(
            "English" if self.post.lang == "vi" else "Tiếng Việt", "Ctrl+L", "", "language"
        )
        self.sign_out = self._bar_button(translate("Window", "Đăng xuất"), "Ctrl+Q", "", "sign_out")
        for button, press in (
            (self.to_counter, lambda: self.turn_to(self.counter_page)),
            (self.to_day, lambda: self.turn_to(self.day_page)),
            (self.pause, lambda: self.do(PAUSE.name)),
            (self.compact, self.narrow),
            (self.language, self.change_language),
            (self.sign_out, self.leave_counter),
        ):
            button.clicked.connect(press)
            row.addWidget(button)
        for tab in (self.to_counter, self.to_day):
            tab.setCheckable(True)
        return header

    def _bar_button(self, text: str, key: str, icon: str, name: str) -> KeyButton:
        button = KeyButton(text, key, icon=icon, rank="bar", name=name)
        button.setSizePolicy(button.sizePolicy().Policy.Fixed, button.sizePolicy().Policy.Fixed)
        return button

    def _counter_page(self) -> QWidget:
        page = QWidget()
        page.setObjectName("page")
        row = QHBoxLayout(page)
        row.setContentsMargins(2 * STEP, 2 * STEP, 2 * STEP, 2 * STEP)
        row.setSpacing(2 * STEP)
        self.call_panel = CallPanel(self.post)
        self.call_panel.wanted.connect(self.do)
        self.by_hand = ByHandPanel(self.post)
        self.main = QStackedWidget()
        self.main.addWidget(self.call_panel)
        self.main.addWidget(self.by_hand)
        self.own = OwnFigures(self.post)
        self.waiting = WaitingPanel(self.post)
        self.waiting.chosen.connect(lambda ticket: self.ask(call_ticket(self.post, self._answered, ticket)))
        self.side = QStackedWidget()
        self.side.addWidget(self.waiting)
        row.addWidget(column_of(self.main, self.own), 1)
        row.addWidget(self.side)
        return page

    def _foot(self) -> QFrame:
        foot = framed("foot", across=True, margin=0, gap=2 * STEP, name="foot")
        foot.layout().setContentsMargins(2 * STEP, STEP // 2, 2 * STEP, STEP // 2)
        foot.setFixedHeight(5 * STEP)
        self.link = label("", "chip", "link")
        self.trouble_icon = picture("alert-triangle", "danger", 20)
        self.trouble = label("", "", "trouble")
        self.trouble.setMinimumWidth(1)
        self.time = label("", "strong", "time")
        parts = ((self.link, 0), (self.own_devices, 0), (self.trouble_icon, 0), (self.trouble, 1), (self.time, 0))
        for part, stretch in parts:
            foot.layout().addWidget(part, stretch)
        return foot

    def _keys(self) -> None:
        keys = {action.key: (lambda name=action.name: self.do(name)) for action in EVERY}
        keys |= {
            "Ctrl+Z": self.call_panel.undo_no_show,
            "Ctrl+1": lambda: self.turn_to(self.counter_page),
            "Ctrl+2": lambda: self.turn_to(self.day_page),
            "Ctrl+L": self.change_language,
            "Ctrl+Q": self.leave_counter,
            "Ctrl+M": self.narrow,
        }
        for key, press in keys.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(press)

    # Acting -----------------------------------------------------------------------------

    def do(self, name: str) -> None:
        """One action by its name, from a key, a button or the strip."""
        if self.pages.currentWidget() is self.sign_in:
            return
        self.turn_to(self.counter_page)
        if self.by_hand_needed and name in ("start_service", "end_service"):
            (self.by_hand.start if name == "start_service" else self.by_hand.done)()
            return
        if self.post.waits_its_turn(name, lambda: self.do(name)):
            return
        action = self.actions_by_name[name]
        if no := action.why_not(self.post):
            self.post.refused.emit(no)
        elif name == PAUSE.name and self.post.desk.state == "paused":
            self.post.press(name, verbs.Resume(counter=self.post.number))
        elif action.verb is not None:
            self.post.press(name, action.verb(self.post))
        else:
            self.ask(QUESTIONS[name](self.post, self._answered))

    def ask(self, question) -> None:
        """Show a question at the side; the list that waits comes back when it is answered."""
        self.turn_to(self.counter_page)
        self.close_sheet()
        self.sheet = Sheet(question)
        self.sheet.left.connect(self.close_sheet)
        self.side.addWidget(self.sheet)
        self.side.setCurrentWidget(self.sheet)
        self.sheet.start()

    def hold_up(self, ticket: str) -> None:
        """A ticket was held to the reader: ask whether it is called; while the box is away, it is served by hand."""
        if self.by_hand_needed:
            self.by_hand.entry.setText(spoken(ticket))
        elif no := CHOSEN.why_not(self.post):
            self.post.refused.emit(no)
        else:
            self.ask(call_ticket(self.post, self._answered, ticket))

    def show_holder(self, holder: Holder) -> None:
        """The card of the citizen in hand. Nobody's card is looked at without one, and none stays after the visit."""
        if self.post.ticket is None:
            self.post.refused.emit(translate("Window", "Chỉ xem thẻ khi đang có khách tại quầy."))
            return
        self._holder_of = self.post.ticket.id
        self.ask(holder_question(holder, self.close_sheet))

    def _forget_holder(self) -> None:
        shown = self.sheet is not None and self.sheet.question.name == "holder"
        if shown and (self.post.ticket is None or self.post.ticket.id != self._holder_of):
            self.close_sheet()

    def close_sheet(self) -> None:
        if self.sheet is not None:
            self.side.removeWidget(self.sheet)
            self.sheet.deleteLater()
            self.sheet = None
            self.side.setCurrentWidget(self.waiting)
            self.call_panel.buttons[next_step(self.post)].setFocus()

    def _answered(self, answer) -> None:
        self.close_sheet()

    def leave_counter(self) -> None:
        if self.post.signed_in:
            self.post.press("sign_out", verbs.SignOut(counter=self.post.number))

    def change_language(self) -> None:
        self.spoken.emit("en" if self.post.lang == "vi" else "vi")

    def narrow(self) -> None:
        """Only the strip stays; it floats over other programs without taking their keyboard."""
        if self.post.signed_in:
            self.hide()
            self.strip.appear()

    def widen(self) -> None:
        self.strip.hide()
        self.show()

    def turn_to(self, page: QWidget) -> None:
        if self.post.signed_in and (page is not self.day_page or self.post.is_head):
            self.pages.setCurrentWidget(page)
        self._show_header()

    # Showing ----------------------------------------------------------------------------

    @property
    def page_name(self) -> str:
        pages = {self.sign_in: "sign_in", self.day_page: "day"}
        return pages.get(self.pages.currentWidget(), "by_hand" if self.by_hand_needed else "counter")

    @property
    def busy(self) -> bool:
        """Somebody is in the middle of something that a new window would lose."""
        return self.sheet is not None or self.by_hand.serving or not self.isVisible()

    @property
    def by_hand_needed(self) -> bool:
        return self.post.cut or self.by_hand.began_here

    def refresh(self) -> None:
        self._forget_holder()
        sitting = self.post.signed_in or (self.by_hand_needed and bool(self.post.stand_in))
        if not sitting:
            self.close_sheet()
            self.pages.setCurrentWidget(self.sign_in)
        elif self.pages.currentWidget() is self.sign_in:
            self.pages.setCurrentWidget(self.counter_page)
            self.call_panel.buttons[next_step(self.post)].setFocus()
        if self.pages.currentWidget() is self.day_page and not self.post.is_head:
            self.pages.setCurrentWidget(self.counter_page)
        wanted = self.by_hand if self.by_hand_needed else self.call_panel
        if self.main.currentWidget() is not wanted:
            self.main.setCurrentWidget(wanted)
            self.close_sheet()
            self.by_hand.begin()
        self._show_header()
        self._tick()

    def _show_header(self) -> None:
        post = self.post
        inside = self.pages.currentWidget() is not self.sign_in
        self.counter_name.setText(
            translate("Window", "Quầy {n}").format(n=post.number) if inside and post.number else "Một Cửa"
        )
        who = post.official_name(post.desk.official) if inside and post.desk else ""
        metrics, room = self.official_name.fontMetrics(), max(60, self.official_name.width())
        self.official_name.setText(metrics.elidedText(who or "", Qt.TextElideMode.ElideRight, room))
        self.official_name.setToolTip(who or "")
        for button in (self.pause, self.compact, self.sign_out):
            button.setVisible(inside)
        for tab, page in ((self.to_counter, self.counter_page), (self.to_day, self.day_page)):
            tab.setVisible(inside and post.is_head)
            tab.setChecked(self.pages.currentWidget() is page)
        self.pause.say(PAUSE.label(post))
        restyle(self.pause, strong=bool(post.desk and post.desk.state == "paused"))

    def _tick(self) -> None:
        link = self.post.node.link
        since = clock(link.since)
        words = {
            "linked": translate("Window", "Đã kết nối"),
            "behind": translate("Window", "Chưa cập nhật từ {clock}").format(clock=since),
            "cut": translate("Window", "Mất kết nối từ {clock}").format(clock=since)
            if since
            else translate("Window", "Mất kết nối"),
        }
        if self.post.meeting:
            words["cut"] = translate("Window", "Đang kết nối…")
        self.link.setText(words[link.state])
        restyle(
            self.link,
            tone={"linked": "serving", "behind": "called", "cut": "" if self.post.meeting else "cut"}[link.state],
        )
        self.own_devices.refresh()
        trouble = troubles(self.post)
        sentence = self._refusal or (trouble[0] if trouble else "")
        if len(trouble) > 1 and not self._refusal:
            sentence += "  " + translate("Window", "(và {n} việc khác)").format(n=len(trouble) - 1)
        room = max(80, self.trouble.width())
        self.trouble.setText(self.trouble.fontMetrics().elidedText(sentence, Qt.TextElideMode.ElideRight, room))
        self.trouble.setToolTip("\n".join(trouble))
        self.trouble.setAccessibleName(sentence)
        self.trouble_icon.setVisible(bool(sentence))
        now = local(self.post.now())
        weekday = (WEEKDAYS_EN if self.post.lang == "en" else WEEKDAYS_VI)[now.weekday()]
        self.time.setText(f"{weekday}, {now:%d/%m/%Y}   {now:%H:%M}")

    def resizeEvent(self, event):
        """The lists get their share of the width, the rest is for the ticket in hand."""
        super().resizeEvent(event)
        self.side.setFixedWidth(min(SIDE_MOST, max(SIDE_LEAST, self.width() - 6 * STEP - TICKET_LEAST)))

    def _say_in_foot(self, sentence: str) -> None:
        """The head's page has no place of its own for a refusal; the others have."""
        self._refusal = sentence if self.pages.currentWidget() is self.day_page else ""
        if sentence:
            self._quiet.start()
        self._tick()

    def keyPressEvent(self, event):
        if event.key() == Qt.Key.Key_Escape and self.sheet is not None:
            self.close_sheet()
        elif event.key() == Qt.Key.Key_Escape and self.by_hand.isVisible():
            self.by_hand.correct()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event):
        self.strip.close()
        super().closeEvent(event)


def troubles(post: Post) -> list[str]:
    """What is in trouble in the center now, one sentence each, help for a citizen first."""
    helped = [
        translate("Window", "Khách tại {machine} cần hỗ trợ.").format(machine=machine) for machine in post.day.help
    ]
    faults = [
        f"{device_name(machine, device)}: {fault.remedy or fault.fault}"
        for (machine, device), fault in sorted(post.day.faults.items())
    ]
    return helped + faults
