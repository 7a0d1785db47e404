"""The compact form: a small bar that stays on top of other programs and never takes the keyboard."""

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from center.numbering import spoken
from counter_app.actions import CALL, DONE, RECALL, START, next_step
from counter_app.parts import KeyButton, label, picture, restyle
from counter_app.post import REFUSAL_MS, Post
from counter_app.style import STEP
from screen.translation import translate

NEVER_FOCUSED = (
    Qt.WindowType.Tool
    | Qt.WindowType.FramelessWindowHint
    | Qt.WindowType.WindowStaysOnTopHint
    | Qt.WindowType.WindowDoesNotAcceptFocus
)


class Strip(QWidget):
    """Number, call, recall, arrived, done, how many wait. `widened`: the whole window is wanted again."""

    wanted = Signal(str)
    widened = Signal()

    def __init__(self, post: Post):
        super().__init__(None, NEVER_FOCUSED)
        self.post = post
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("strip")
        self.setWindowTitle(translate("Strip", "Một Cửa – thanh gọi số"))
        self._held: QPoint | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * STEP, STEP, STEP, STEP)
        column.setSpacing(STEP)
        row = QHBoxLayout()
        column.addLayout(row)
        self.notice = label(role="alarm", name="strip_notice", wrap=True)
        self.notice.hide()
        column.addWidget(self.notice)
        self._quiet = QTimer(self, singleShot=True, interval=REFUSAL_MS)
        self._quiet.timeout.connect(lambda: self._tell(""))
        row.setSpacing(STEP)
        self.number = label(role="strip-number", name="strip_number")
        self.number.setMinimumWidth(13 * STEP)
        self.state = label(role="chip", name="strip_state")
        self.waiting = label(role="strong", name="strip_waiting")
        row.addWidget(self.number)
        row.addWidget(self.state)
        self.buttons: dict[str, KeyButton] = {}
        for action in (CALL, START, RECALL, DONE):
            button = KeyButton(action.label(post), "", icon=action.icon, name=f"strip_{action.name}")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _=False, name=action.name: self.wanted.emit(name))
            self.buttons[action.name] = button
            row.addWidget(button)
        row.addWidget(picture("users", "ink_soft", 20))
        row.addWidget(self.waiting)
        self.widen = KeyButton(translate("Strip", "Mở rộng"), "", icon="arrow-down", name="strip_widen", rank="quiet")
        self.widen.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.widen.clicked.connect(self.widened)
        row.addWidget(self.widen)
        post.refused.connect(self._tell)
        post.changed.connect(self.refresh)
        post.ticked.connect(self.refresh)
        post.went.connect(lambda name: name in self.buttons and self.buttons[name].set_busy(True))
        post.came.connect(lambda name: name in self.buttons and self.buttons[name].set_busy(False))

    def appear(self) -> None:
        """At the top right of the screen, or where it was dragged to last time; nobody loses the keyboard."""
        self.refresh()
        self.adjustSize()
        if self.pos().isNull():
            room = QGuiApplication.primaryScreen().availableGeometry()
            self.move(room.right() - self.width() - 2 * STEP, room.top() + STEP)
        self.show()

    def _tell(self, sentence: str) -> None:
        self.notice.setText(sentence)
        self.notice.setVisible(bool(sentence))
        self.adjustSize()
        if sentence:
            self._quiet.start()

    def refresh(self) -> None:
        post, ticket = self.post, self.post.ticket
        serving = ticket is not None and ticket.state == "serving"
        self.number.setText(spoken(ticket.id) if ticket else "–")
        if post.cut:
            words, tone = translate("Strip", "Mất kết nối"), "cut"
        elif ticket is None:
            paused = bool(post.desk and post.desk.state == "paused")
            words, tone = (translate("Strip", "Tạm nghỉ"), "paused") if paused else (translate("Strip", "Sẵn sàng"), "")
        else:
            words, tone = (
                (translate("Strip", "Đang phục vụ"), "serving")
                if serving
                else (translate("Strip", "Đang mời"), "called")
            )
        self.state.setText(words)
        restyle(self.state, tone=tone)
        self.waiting.setText(str(sum(post.day.waiting_count(f) for f in post.field_ids)))
        for action in (CALL, START, RECALL, DONE):
            no = action.why_not(post)
            button = self.buttons[action.name]
            button.say(action.label(post))
            button.setEnabled(not no)
            button.setToolTip(f"{action.key}. {no}" if no else action.key)
            button.set_rank("main" if action.name == next_step(post) and not no else "")

    def mousePressEvent(self, event):
        self._held = event.globalPosition().toPoint() - self.pos()

    def mouseMoveEvent(self, event):
        if self._held is not None:
            self.move(event.globalPosition().toPoint() - self._held)

    def mouseReleaseEvent(self, event):
        self._held = None
