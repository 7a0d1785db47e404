"""The first page: which counter, which official, and the PIN that the box checks."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from center.verbs import SignIn
from counter_app.parts import KeyButton, framed, label, picture, restyle
from counter_app.post import Post
from counter_app.style import STEP
from screen.translation import translate


class SignInPage(QWidget):
    """Counter, official, PIN, Enter. The counter is fixed when the machine's config names it."""

    def __init__(self, post: Post):
        super().__init__()
        self.post = post
        self.setObjectName("page")
        self.fixed = post.fixed and post.number in post.setup.counter_by_number
        self._cut = False
        outer = QGridLayout(self)
        self.card = framed("card", margin=5 * STEP, gap=2 * STEP, name="sign_in")
        self.card.setFixedWidth(64 * STEP)
        outer.addWidget(self.card, 0, 0, Qt.AlignmentFlag.AlignCenter)
        column = self.card.layout()
        column.addLayout(self._title())
        self.counters, self.officials, self.pin = QComboBox(), QComboBox(), QLineEdit()
        self.counters.setObjectName("counters")
        self.officials.setObjectName("officials")
        self.pin.setObjectName("pin")
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setMaxLength(12)
        self.pin.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        for title, editor in (
            (translate("SignIn", "Quầy"), self.counters),
            (translate("SignIn", "Cán bộ"), self.officials),
            (translate("SignIn", "Mã PIN"), self.pin),
        ):
            caption = label(title, "strong")
            caption.setBuddy(editor)
            editor.setAccessibleName(title)
            row = QVBoxLayout()
            row.setSpacing(STEP // 2)
            row.addWidget(caption)
            row.addWidget(editor)
            column.addLayout(row)
        self.notice = label("", name="sign_in_notice", wrap=True)
        self.notice.setProperty("role", "soft")
        self.notice.setMinimumHeight(6 * STEP)
        column.addWidget(self.notice)
        self.enter = KeyButton(
            translate("SignIn", "Đăng nhập"), "Enter", icon="door", rank="main", large=True, name="sign_in_button"
        )
        self.enter.clicked.connect(self.sign_in)
        column.addWidget(self.enter)
        self._fill()
        post.changed.connect(self.refresh)
        post.refused.connect(self._refuse)
        post.went.connect(lambda name: name == "sign_in" and self.enter.set_busy(True))
        post.came.connect(lambda name: name == "sign_in" and self.enter.set_busy(False))
        self.refresh()

    def _title(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2 * STEP)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(self.post.setup.name, "title", "center_name", wrap=True))
        words.addWidget(
            label(f"{self.post.setup.commune} – {self.post.setup.province}", "soft", "commune_name", wrap=True)
        )
        row.addWidget(picture("building-bank", "primary", 40))
        row.addLayout(words, 1)
        return row

    def _fill(self) -> None:
        for counter in self.post.setup.counters:
            fields = ", ".join(
                self.post.field_name(f) for f in sorted(counter.weights, key=lambda f: -counter.weights[f])
            )
            title = translate("SignIn", "Quầy {n}").format(n=counter.number)
            self.counters.addItem(
                f"{title} – {counter.name}" if counter.name and counter.name != title else title, counter.number
            )
            self.counters.setItemData(self.counters.count() - 1, fields, Qt.ItemDataRole.ToolTipRole)
        if self.fixed:
            self.counters.setCurrentIndex(self.counters.findData(self.post.number))
            self.counters.setEnabled(False)
        for official in self.post.setup.officials:
            self.officials.addItem(f"{official.name} ({official.code})", official.code)
        for combo in (self.counters, self.officials):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def refresh(self) -> None:
        """While the box is away nobody can sign in; an official may still serve by hand under their name."""
        cut = self.post.cut
        self.pin.setEnabled(not cut)
        self.enter.say(translate("SignIn", "Phục vụ bằng tay") if cut else translate("SignIn", "Đăng nhập"))
        if cut:
            self._tell(
                translate(
                    "SignIn",
                    "Mất kết nối máy chủ trung tâm: chưa đăng nhập được. Có thể phục vụ bằng cách nhập số phiếu; "
                    "các lượt được gửi khi có kết nối lại.",
                ),
                "alarm",
            )
        elif self._cut:
            self._tell("", "soft")
        self._cut = cut

    def sign_in(self) -> None:
        number = self.counters.currentData()
        if number is None:
            return
        if self.post.cut:
            self.post.stand_in = self.officials.currentData() or ""
            self.post.sit_at(number)
            return
        verb = SignIn(counter=number, official=self.officials.currentData() or "", pin=self.pin.text())
        self.post.press("sign_in", verb, lambda answer: self._enter(number))

    def _enter(self, number: int) -> None:
        self.pin.clear()
        self._tell("", "soft")
        self.post.sit_at(number)

    def _refuse(self, sentence: str) -> None:
        if self.isVisible():
            self.pin.clear()
            self._tell(sentence, "alarm")

    def _tell(self, sentence: str, role: str) -> None:
        self.notice.setText(sentence)
        restyle(self.notice, role=role)

    def keyPressEvent(self, event):
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.sign_in()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event):
        super().showEvent(event)
        (self.officials if self.fixed else self.counters).setFocus()
