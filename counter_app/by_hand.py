"""The box is out of reach: a designed state, in which tickets are served by their typed number.

Each visit is kept on this machine as one fact when it ends, and travels by itself later.
"""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout

from center.numbering import spoken, typed
from center.verbs import ServeByHand
from counter_app.parts import KeyButton, framed, label, picture, restyle
from counter_app.post import Post, clock, elapsed
from counter_app.style import STEP
from screen.translation import translate


class ByHandPanel(QFrame):
    """Type the number, F2 when the citizen stands there, F12 when it is done."""

    def __init__(self, post: Post):
        super().__init__()
        self.post = post
        self.ticket: str | None = None
        self.started_at: datetime | None = None
        self._waiting = ""  # what was last said of the ticket that was in hand when the box went away
        self.served: list[str] = []
        self.setObjectName("by_hand")
        self.setProperty("look", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * STEP, 2 * STEP, 3 * STEP, 2 * STEP)
        column.setSpacing(STEP)
        column.addWidget(self._banner())
        column.addLayout(self._entry())
        self.now_serving = QHBoxLayout()
        self.number = label("", "number", "by_hand_number")
        self.number.setProperty("small", True)
        self.clock = label("", "clock", "by_hand_clock")
        self.now_serving.addWidget(self.number)
        self.now_serving.addStretch()
        self.now_serving.addWidget(self.clock)
        column.addLayout(self.now_serving, 1)
        self.notice = label("", "soft", "by_hand_notice", wrap=True)
        self.notice.setMinimumHeight(5 * STEP)
        column.addWidget(self.notice)
        column.addLayout(self._buttons())
        post.ticked.connect(self.refresh)
        post.changed.connect(self.refresh)
        post.refused.connect(self._refuse)
        self.refresh()

    def _banner(self) -> QFrame:
        self.banner = framed("banner", across=True, margin=STEP + STEP // 2, gap=2 * STEP, name="lost_box")
        words = QVBoxLayout()
        words.setSpacing(STEP // 2)
        self.title = label("", "heading", "lost_box_title", wrap=True)
        self.remedy = label("", "", "lost_box_remedy", wrap=True)
        words.addWidget(self.title)
        words.addWidget(self.remedy)
        self.banner.layout().addWidget(picture("plug-connected-x", "danger", 40))
        self.banner.layout().addLayout(words, 1)
        return self.banner

    def _entry(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * STEP)
        grid.setVerticalSpacing(STEP // 2)
        self.entry = QLineEdit()
        self.entry.setObjectName("by_hand_entry")
        self.entry.setProperty("large", True)
        self.entry.setMaxLength(8)
        self.entry.setPlaceholderText("A015")
        self.entry.setFixedWidth(28 * STEP)
        self.field = QComboBox()
        self.field.setObjectName("by_hand_field")
        self.field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for field in self.post.setup.fields:
            self.field.addItem(self.post.name(field), field.id)
        self.entry.textChanged.connect(self._follow_letter)
        for column, (title, editor) in enumerate(
            (
                (translate("ByHand", "Số phiếu của khách"), self.entry),
                (translate("ByHand", "Lĩnh vực"), self.field),
            )
        ):
            caption = label(title, "strong")
            caption.setBuddy(editor)
            editor.setAccessibleName(title)
            grid.addWidget(caption, 0, column)
            grid.addWidget(editor, 1, column)
        grid.setColumnStretch(1, 1)
        return grid

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(STEP)
        self.start_button = KeyButton(
            translate("ByHand", "Bắt đầu phục vụ"), "F2", icon="user-check", large=True, name="by_hand_start"
        )
        self.done_button = KeyButton(translate("ByHand", "Xong"), "F12", icon="check", large=True, name="by_hand_done")
        self.start_button.clicked.connect(self.start)
        self.done_button.clicked.connect(self.done)
        row.addWidget(self.start_button, 1)
        row.addWidget(self.done_button, 1)
        return row

    @property
    def serving(self) -> bool:
        return self.ticket is not None

    def begin(self) -> None:
        if self.isVisible() and not self.serving:
            self.entry.setFocus()

    def start(self) -> None:
        number = typed(self.entry.text())
        if number is None:
            self._tell(translate("ByHand", "Xin nhập số phiếu, ví dụ A015."), "alarm")
            self.entry.setFocus()
            return
        self.ticket, self.started_at = number, self.post.now()
        self._tell("", "soft")
        self.refresh()

    def done(self) -> None:
        if not self.serving:
            return
        official = self.post.desk.official if self.post.signed_in else self.post.stand_in
        verb = ServeByHand(
            ticket=self.ticket,
            counter=self.post.number,
            official=official or "",
            field=self.field.currentData(),
            started_at=self.started_at,
            ended_at=self.post.now(),
        )
        self.post.press("serve_by_hand", verb, self._kept)

    def _kept(self, answer) -> None:
        self.served.append(self.ticket)
        self._tell(
            translate("ByHand", "Đã lưu số {number} tại máy này; sẽ tự gửi khi có kết nối.").format(
                number=spoken(self.ticket)
            ),
            "soft",
        )
        self.ticket = self.started_at = None
        self.entry.clear()
        self.refresh()
        self.begin()

    def _follow_letter(self, text: str) -> None:
        letter = "".join(c for c in text.upper() if c.isalpha())
        field = next((f for f in self.post.setup.fields if f.letter == letter), None)
        if field is not None:
            self.field.setCurrentIndex(self.field.findData(field.id))

    def refresh(self) -> None:
        since = clock(self.post.node.link.since)
        if self.post.cut:
            self.title.setText(
                translate("ByHand", "Mất kết nối máy chủ trung tâm từ {clock}").format(clock=since)
                if since
                else translate("ByHand", "Mất kết nối máy chủ trung tâm")
            )
            self.remedy.setText(
                translate(
                    "ByHand",
                    "Vẫn phục vụ được: mời khách theo số trên phiếu, nhập số rồi bấm F2 và F12. "
                    "Mọi lượt được giữ tại máy này và tự gửi khi có mạng. Kiểm tra dây mạng, máy chủ đã bật chưa.",
                )
            )
        else:
            self.title.setText(translate("ByHand", "Đã có kết nối lại"))
            self.remedy.setText(
                translate("ByHand", "Xin hoàn tất lượt đang phục vụ (F12), màn hình sẽ trở lại như thường.")
            )
        if self.notice.text() in ("", self._waiting):
            self._waiting = self._left_behind() if self.post.cut else ""
            self._tell(self._waiting, "soft")
        self.entry.setEnabled(not self.serving)
        self.field.setEnabled(not self.serving)
        self.start_button.setEnabled(not self.serving)
        self.done_button.setEnabled(self.serving)
        self.start_button.set_rank("" if self.serving else "main")
        self.done_button.set_rank("main" if self.serving else "")
        restyle(self.number, tone="serving" if self.serving else "quiet")
        if self.serving:
            self.number.setText(spoken(self.ticket))
            self.clock.setText(elapsed(self.post.seconds_since(self.started_at)))
        else:
            self.clock.setText("")
            self.number.setText(
                translate("ByHand", "Đã phục vụ {n} số khi mất kết nối").format(n=len(self.served))
                if self.served
                else ""
            )

    def _left_behind(self) -> str:
        ticket = self.post.ticket
        if ticket is None or self.serving:
            return ""
        return translate(
            "ByHand", "Số {number} đang ở quầy vẫn được giữ: cứ phục vụ, khi có kết nối lại hãy bấm Xong."
        ).format(number=spoken(ticket.id))

    def _refuse(self, sentence: str) -> None:
        if self.isVisible():
            self._tell(sentence, "alarm")

    def _tell(self, sentence: str, role: str) -> None:
        self.notice.setText(sentence)
        restyle(self.notice, role=role)

    def keyPressEvent(self, event):
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.serving:
            self.start()
        else:
            super().keyPressEvent(event)
