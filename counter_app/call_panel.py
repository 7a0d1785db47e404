"""The ticket in hand: its number at arm's length, where it stands, why it was called, and every key."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from center.numbering import spoken
from center.queue import why
from center.tickets import NO_SHOW, SERVING, Ticket
from center.verbs import UndoNoShow
from counter_app.actions import FIRST_ROW, SECOND_ROW, THIRD_ROW, Action, next_step
from counter_app.next_people import NextPeople
from counter_app.parts import Bar, KeyButton, framed, icon_picture, label, picture, restyle
from counter_app.post import REFUSAL_MS, Post, elapsed, waited
from counter_app.style import STEP
from screen.translation import translate

TALL, LOW = 90 * STEP, 60 * STEP  # of the panel; a large screen carries a larger number, a small one fewer words
DETAILS = ("field", "waited", "calls", "procedures")


class CallPanel(QFrame):
    """`wanted` names the action of a pressed button; the window decides what it does."""

    wanted = Signal(str)

    def __init__(self, post: Post):
        super().__init__()
        self.post = post
        self.setObjectName("call_panel")
        self.setProperty("look", "card")
        self.buttons: dict[str, KeyButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * STEP, 2 * STEP, 3 * STEP, 2 * STEP)
        column.setSpacing(STEP)
        column.addLayout(self._stage(), 1)
        column.addWidget(self._slot())
        column.addLayout(self._rows())
        self._quiet = QTimer(self, singleShot=True, interval=REFUSAL_MS)
        self._quiet.timeout.connect(self.refresh)
        post.changed.connect(self.refresh)
        post.ticked.connect(self.refresh)
        post.went.connect(lambda name: self._busy(name, True))
        post.came.connect(lambda name: self._busy(name, False))
        post.refused.connect(self.refuse)
        self.refresh()

    # Building ---------------------------------------------------------------------------

    def _stage(self) -> QHBoxLayout:
        self.state = label(role="chip", name="state")
        self.priority = label(role="chip", name="priority")
        self.number = label(role="number", name="number")
        self.number.setMinimumWidth(20 * STEP)
        self.clock = label(role="clock", name="clock_in_state")
        chips = QHBoxLayout()
        chips.setSpacing(STEP)
        chips.addWidget(self.state)
        chips.addWidget(self.priority)
        chips.addStretch()
        chips.addWidget(self.clock)
        self.facts = QWidget()
        grid = QGridLayout(self.facts)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * STEP)
        grid.setVerticalSpacing(STEP)
        self.details = {}
        titles = {
            "field": translate("CallPanel", "Lĩnh vực"),
            "waited": translate("CallPanel", "Đã chờ"),
            "calls": translate("CallPanel", "Lần mời"),
            "procedures": translate("CallPanel", "Thủ tục"),
        }
        for row, name in enumerate(DETAILS):
            title, value = label(titles[name], "soft"), label(role="value", name=name, wrap=True)
            grid.addWidget(title, row, 0)
            grid.addWidget(value, row, 1)
            self.details[name] = value
        grid.setColumnStretch(1, 1)
        middle = QHBoxLayout()
        middle.setSpacing(3 * STEP)
        self.sign = picture("users", "line_strong", 64)
        middle.addWidget(self.sign)
        middle.addWidget(self.number, 1)
        middle.addWidget(self.facts, 2, Qt.AlignmentFlag.AlignVCenter)
        stage = QVBoxLayout()
        stage.setSpacing(STEP)
        stage.addLayout(chips)
        stage.addLayout(middle, 1)
        self.next_title = label(translate("CallPanel", "Tiếp theo"), "strong", "next_title")
        self.next_people = NextPeople(self.post)
        stage.addWidget(self.next_title)
        stage.addWidget(self.next_people)
        stage.addStretch()
        self.stage = stage
        return stage

    def _slot(self) -> QStackedWidget:
        """One place for one sentence: why this number, a refusal, or the chance to undo."""
        self.slot = QStackedWidget()
        self.slot.setFixedHeight(7 * STEP)
        self.why = label(role="soft", name="why", wrap=True)
        self.notice = framed("notice", across=True, margin=STEP, name="notice")
        self.notice_text = label(name="notice_text", wrap=True)
        self.notice.setProperty("tone", "refused")
        self.notice.layout().addWidget(picture("alert-triangle", "warning", 24))
        self.notice.layout().addWidget(self.notice_text, 1)
        self.undo = framed("notice", across=True, margin=STEP, gap=2 * STEP, name="undo_bar")
        self.undo.setProperty("tone", "undo")
        self.undo.layout().setContentsMargins(STEP, 2, STEP, 2)
        self.undo_text = label(name="undo_text")
        self.undo_left = Bar(1.0, "warning_soft")
        self.undo_left.setFixedWidth(10 * STEP)
        button = KeyButton(translate("CallPanel", "Hoàn tác"), "Ctrl+Z", icon="arrow-back-up", name="undo_no_show")
        button.clicked.connect(self.undo_no_show)
        self.buttons["undo_no_show"] = button
        self.undo.layout().addWidget(self.undo_text, 1)
        self.undo.layout().addWidget(self.undo_left)
        self.undo.layout().addWidget(button)
        for page in (self.why, self.notice, self.undo):
            self.slot.addWidget(page)
        return self.slot

    def _rows(self) -> QVBoxLayout:
        """Rows of equal columns where there is room, each button at least as wide as its words."""
        rows = QVBoxLayout()
        rows.setSpacing(STEP)
        for place, actions in enumerate((FIRST_ROW, SECOND_ROW, THIRD_ROW)):
            row = QHBoxLayout()
            row.setSpacing(STEP)
            for action in actions:
                row.addWidget(self._button(action, place), 2 if action is FIRST_ROW[0] else 1)
            rows.addLayout(row)
        return rows

    def _button(self, action: Action, row: int) -> KeyButton:
        button = KeyButton(
            action.label(self.post), action.key, icon=action.icon, large=row == 0, slim=row > 0, name=action.name
        )
        button.clicked.connect(lambda: self.wanted.emit(action.name))
        self.buttons[action.name] = button
        return button

    # Showing ----------------------------------------------------------------------------

    def refresh(self) -> None:
        self._show_ticket()
        self._show_next()
        self._show_slot()
        strong = next_step(self.post)
        for action in (*FIRST_ROW, *SECOND_ROW, *THIRD_ROW):
            button = self.buttons[action.name]
            no = action.why_not(self.post)
            button.say(action.label(self.post))
            button.setEnabled(not no)
            button.setToolTip(no)
            button.set_rank("main" if action.name == strong and not no else "")

    def _show_ticket(self) -> None:
        post, ticket = self.post, self.post.ticket
        paused = bool(post.desk and post.desk.state == "paused")
        self.facts.setVisible(ticket is not None)
        self.priority.setVisible(ticket is not None and not post.is_ordinary(ticket.priority))
        if ticket is None:
            restyle(self.state, tone="paused" if paused else "")
            self.state.setText(translate("CallPanel", "Tạm nghỉ") if paused else translate("CallPanel", "Sẵn sàng"))
            restyle(self.number, tone="quiet")
            self.number.setWordWrap(True)
            self.number.setMinimumWidth(20 * STEP)
            self.number.setText(self._idle_words(paused))
            self.clock.setText(elapsed(post.seconds_since(post.desk.since)) if paused else "")
            return
        serving = ticket.state == SERVING
        restyle(self.state, tone="serving" if serving else "called")
        self.state.setText(translate("CallPanel", "Đang phục vụ") if serving else translate("CallPanel", "Đang mời"))
        restyle(self.priority, tone="priority")
        self.priority.setText(post.class_name(ticket.priority))
        restyle(self.number, tone="serving" if serving else "called")
        self.number.setWordWrap(False)
        self.number.setText(spoken(ticket.id))
        self.number.setMinimumWidth(self.number.sizeHint().width())
        self.clock.setText(elapsed(post.seconds_since(ticket.state_since)))
        calls = translate("CallPanel", "{n} (mời lại tối đa {most} lần)").format(
            n=ticket.calls, most=post.setup.rules.recall_max
        )
        values = {
            "field": post.field_name(ticket.field),
            "waited": waited(ticket.rule_waited_seconds),
            "calls": calls,
            "procedures": ", ".join(ticket.procedures) or "–",
        }
        for name, text in values.items():
            self.details[name].setText(text)

    def _show_next(self) -> None:
        """Whom the next call would reach; beside a ticket in hand only where there is room for both."""
        paused = bool(self.post.desk and self.post.desk.state == "paused")
        wanted = not paused and (self.post.ticket is None or self.height() >= TALL)
        low = self.height() < LOW
        size = "low" if low else "tall" if self.height() >= TALL and self.post.ticket is None else ""
        shown = wanted and self.next_people.refresh(size) > 0
        self.next_people.setVisible(shown)
        self.next_title.setVisible(shown and not low)
        self.number.setVisible(not (shown and low))
        idle = shown and self.post.ticket is None
        below = Qt.AlignmentFlag.AlignBottom if idle else Qt.AlignmentFlag.AlignVCenter
        self.number.setAlignment(Qt.AlignmentFlag.AlignLeft | below)
        self.stage.setStretch(self.stage.count() - 1, 1 if idle and not low else 0)
        if shown and low:
            self.clock.setText(self.number.text())
        self.sign.setVisible(self.post.ticket is None and not shown)
        self.sign.setPixmap(icon_picture("player-pause" if paused else "users", "line_strong", 64, 2.0))

    def _idle_words(self, paused: bool) -> str:
        post = self.post
        if paused:
            reason = post.desk.pause_reason
            return translate("Questions", reason) if reason else translate("CallPanel", "Quầy đang tạm nghỉ")
        waiting = sum(post.day.waiting_count(field) for field in post.field_ids)
        if not waiting:
            return translate("CallPanel", "Chưa có ai chờ ở quầy này")
        return translate("CallPanel", "{n} người đang chờ quầy này").format(n=waiting)

    def _longest_words(self) -> str:
        post = self.post
        if post.desk is None or post.desk.state == "paused":
            return translate("CallPanel", "Bấm F4 để mở quầy và gọi số tiếp theo.")
        waits = [t.waits_since for f in post.field_ids for t in post.day.waiting(f)]
        if not waits:
            return ""
        seconds = post.seconds_since(min(waits))
        if seconds < 60:
            return translate("CallPanel", "Bấm F8 để gọi số tiếp theo.")
        return translate("CallPanel", "Người chờ lâu nhất đã chờ {minutes}. Bấm F8 để gọi số tiếp theo.").format(
            minutes=waited(seconds)
        )

    def resizeEvent(self, event):
        super().resizeEvent(event)
        restyle(self.number, tall=self.height() >= TALL)
        self.slot.setFixedHeight((6 if self.height() < LOW else 7) * STEP)
        self.refresh()

    def _show_slot(self) -> None:
        ticket = self.post.ticket
        self.why.setText(why(self.post.day, self.post.setup, ticket.id) if ticket else self._longest_words())
        missed, left = self.no_show_to_undo()
        if self._quiet.isActive():
            self.slot.setCurrentWidget(self.notice)
        elif missed is not None:
            self.undo_text.setText(
                translate("CallPanel", "Đã ghi vắng mặt số {number}.").format(number=spoken(missed.id))
            )
            self.undo_left.show_share(left / max(1, self.post.setup.rules.undo_seconds))
            self.slot.setCurrentWidget(self.undo)
        else:
            self.slot.setCurrentWidget(self.why)

    def no_show_to_undo(self) -> tuple[Ticket | None, int]:
        """The no-show of this counter that may still be taken back, and the seconds left for it."""
        post = self.post
        if post.desk is None or post.desk.ticket is not None or post.cut:
            return None, 0
        missed = [t for t in post.day.tickets.values() if t.state == NO_SHOW and t.counter == post.number]
        newest = max(missed, key=lambda t: t.state_since, default=None)
        left = post.setup.rules.undo_seconds - post.seconds_since(newest.state_since) if newest else 0
        return (newest, left) if left > 0 else (None, 0)

    # Acting -----------------------------------------------------------------------------

    def undo_no_show(self) -> None:
        missed, _ = self.no_show_to_undo()
        if missed is not None:
            self.post.press("undo_no_show", UndoNoShow(counter=self.post.number, ticket=missed.id))

    def refuse(self, sentence: str) -> None:
        """Say no for six seconds, in the panel, without taking the keyboard from anybody."""
        self.notice_text.setText(sentence)
        self._quiet.start()
        self._show_slot()

    def _busy(self, name: str, busy: bool) -> None:
        if name in self.buttons:
            self.buttons[name].set_busy(busy)
            if busy:
                self.buttons[name].repaint()


def column_of(*panels: QWidget, gap: int = 2 * STEP) -> QWidget:
    """Panels under each other without a frame; the first takes the room that is left."""
    holder = QWidget()
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(gap)
    for place, panel in enumerate(panels):
        layout.addWidget(panel, 0 if place else 1)
    return holder
