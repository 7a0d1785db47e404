"""The box is out of reach: a designed state, in which tickets are served by their typed number.

Whoever was in hand when the box was lost is served on: already there, the clock runs on; only
called, the number stands in the entry and another may be typed over it. Each visit is kept on
this machine as one fact when it ends, and travels by itself later.
"""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout

from center.numbering import spoken, typed
from center.tickets import SERVING, Ticket
from center.verbs import ServeByHand
from counter_app.parts import KeyButton, framed, label, picture, restyle
from counter_app.post import Post, clock, elapsed
from counter_app.style import STEP
from screen.translation import translate

TALL = 90 * STEP  # of the panel; a large screen carries a larger number


class ByHandPanel(QFrame):
    """Type the number, F2 when the citizen stands there, F12 when it is done."""

    def __init__(self, post: Post):
        super().__init__()
        self.post = post
        self.ticket: str | None = None
        self.started_at: datetime | None = None
        self.taken_over = False  # the visit had begun before the box was lost
        self.offered = ""  # the called ticket that stood in the entry once
        self.served: list[str] = []
        self.setObjectName("by_hand")
        self.setProperty("look", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * STEP, 2 * STEP, 3 * STEP, 2 * STEP)
        column.setSpacing(STEP)
        column.addWidget(self._banner())
        column.addSpacing(STEP)
        column.addLayout(self._entry())
        column.addLayout(self._stage(), 1)
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
        self.field.setProperty("large", True)
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

    def _stage(self) -> QHBoxLayout:
        self.state = label(translate("ByHand", "Đang phục vụ"), "chip", "by_hand_state")
        self.state.setProperty("tone", "serving")
        self.clock = label("", "clock", "by_hand_clock")
        self.again = KeyButton(translate("ByHand", "Nhập lại số"), "Esc", slim=True, name="by_hand_again")
        self.again.clicked.connect(self.correct)
        self.again.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.number = label("", "number", "by_hand_number")
        self.number.setProperty("small", True)
        stage = QHBoxLayout()
        stage.setSpacing(2 * STEP)
        stage.addWidget(self.number)
        stage.addWidget(self.state)
        stage.addStretch()
        stage.addWidget(self.again)
        stage.addWidget(self.clock)
        return stage

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

    @property
    def began_here(self) -> bool:
        """A visit that only this page knows of and that is therefore ended on it, box or no box."""
        return self.serving and not self.taken_over

    @property
    def called(self) -> Ticket | None:
        """The ticket that this counter called and that has not come yet."""
        ticket = self.post.ticket
        return ticket if ticket is not None and ticket.state != SERVING else None

    @property
    def _entry_is_called(self) -> bool:
        return self.called is not None and typed(self.entry.text()) == self.called.id

    def begin(self) -> None:
        if self.isVisible():
            (self.done_button if self.serving else self.entry).setFocus()

    def _take_over(self) -> None:
        """The ticket in hand, once for each: one being served is served on, one called stands in the entry."""
        post, ticket = self.post, self.post.ticket
        if self.taken_over and (not post.cut or ticket is None or ticket.id != self.ticket):
            self._lay_down()
        if not post.cut:
            if self.offered and not self.serving and typed(self.entry.text()) == self.offered:
                self.entry.clear()
            self.offered = ""
        elif ticket is not None and not self.serving and ticket.state == SERVING:
            self._show_entry(ticket)
            self.ticket, self.started_at, self.taken_over = ticket.id, ticket.started_at, True
        elif self.called and not self.serving and self.offered != ticket.id:
            self.offered = ticket.id
            self._show_entry(ticket)

    def _show_entry(self, ticket: Ticket) -> None:
        self.entry.setText(spoken(ticket.id))
        if ticket.state != SERVING:
            self.entry.selectAll()
        self.field.setCurrentIndex(self.field.findData(ticket.field))

    def _lay_down(self) -> None:
        self.ticket, self.started_at, self.taken_over = None, None, False
        self.entry.clear()

    def correct(self) -> None:
        """Back to the entry: another number was meant."""
        if self.began_here and "serve_by_hand" not in self.post.under_way:
            self.ticket = self.started_at = None
            self._tell("", "soft")
            self.refresh()
            self.entry.setFocus()
            self.entry.selectAll()

    def start(self) -> None:
        self._take_over()
        if self.serving:
            return
        number = typed(self.entry.text())
        if number is None:
            self._tell(translate("ByHand", "Xin nhập số phiếu, ví dụ A015."), "alarm")
            self.entry.setFocus()
            return
        self.ticket, self.started_at = number, self.post.now()
        self._tell("", "soft")
        self.refresh()
        self.done_button.setFocus()

    def done(self) -> None:
        """Somebody who was called and never marked as arrived was served all the same."""
        self._take_over()
        if not self.serving and self._entry_is_called:
            self.start()
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
        self.post.press("serve_by_hand", verb, lambda answer: self._kept(verb.ticket))

    def _kept(self, ticket: str) -> None:
        self.served.append(ticket)
        self._tell(
            translate("ByHand", "Đã lưu số {number} tại máy này; sẽ tự gửi khi có kết nối.").format(
                number=spoken(ticket)
            ),
            "soft",
        )
        self._lay_down()
        self.refresh()
        self.begin()

    def _follow_letter(self, text: str) -> None:
        letter = "".join(c for c in text.upper() if c.isalpha())
        field = next((f for f in self.post.setup.fields if f.letter == letter), None)
        if field is not None:
            self.field.setCurrentIndex(self.field.findData(field.id))

    def refresh(self) -> None:
        self._take_over()
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
                    "Mọi lượt được giữ lại và tự gửi khi có mạng. Kiểm tra dây mạng, máy chủ đã bật chưa.",
                )
            )
        else:
            self.title.setText(translate("ByHand", "Đã có kết nối lại"))
            self.remedy.setText(
                translate("ByHand", "Xin hoàn tất lượt đang phục vụ (F12), màn hình sẽ trở lại như thường.")
            )
        if not self.notice.text() or self.notice.property("role") == "hint":
            self._tell(self._hint(), "hint")
        self.entry.setEnabled(not self.serving)
        self.field.setEnabled(not self.serving)
        self.start_button.setEnabled(not self.serving)
        self.done_button.setEnabled(self.serving or self._entry_is_called)
        self.start_button.set_rank("" if self.serving else "main")
        self.done_button.set_rank("main" if self.serving else "")
        self.again.setVisible(self.began_here)
        restyle(self.number, tone="serving" if self.serving else "quiet")
        self.state.setVisible(self.serving)
        if self.serving:
            self.number.setText(spoken(self.ticket))
            self.clock.setText(elapsed(self.post.seconds_since(self.started_at)))
        else:
            self.clock.setText("")
            self.number.setText(
                translate("ByHand", "Đã phục vụ {n} số khi mất kết nối").format(n=len(self.served))
                if self.served
                else translate("ByHand", "Mời khách đưa phiếu số")
            )

    def _hint(self) -> str:
        if self.taken_over:
            return translate("ByHand", "Cứ phục vụ tiếp. Bấm F12 khi xong, rồi nhập số của khách tiếp theo.")
        if self.serving or self.called is None or not self.post.cut:
            return ""
        return translate(
            "ByHand", "Số {number} đã được mời: bấm F2 khi khách đến. Khách vắng thì nhập số khác đè lên."
        ).format(number=spoken(self.called.id))

    def resizeEvent(self, event):
        super().resizeEvent(event)
        restyle(self.number, small=self.height() < TALL)

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
