"""The day-close slip as a picture, closing the day, and the slip on paper."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout

from center.facts import DayClosed
from center.papers import Document
from center.slips import day_close_slip
from center.verbs import CloseDay
from counter_app.parts import KeyButton, label, restyle
from counter_app.post import Post
from counter_app.style import STEP
from devices.drawing import Paper, design
from screen.bridge import Bridge
from screen.translation import translate


class DayClose(QFrame):
    """Preview first; closing the day and printing are two keys of their own."""

    left = Signal()

    def __init__(self, post: Post, printer=None):
        super().__init__()
        self.post, self.printer = post, printer
        self._just_closed: DayClosed | None = None
        self._bridge = Bridge(parent=self)
        self.setObjectName("day_close")
        self.setProperty("look", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP + STEP // 2, STEP, STEP + STEP // 2, STEP + STEP // 2)
        column.setSpacing(STEP)
        column.addWidget(label(translate("DayClose", "Phiếu chốt ngày"), "heading"))
        self.paper = QLabel()
        self.paper.setObjectName("slip")
        self.paper.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(self.paper)
        column.addWidget(self.area, 1)
        self.notice = label("", "soft", "close_notice", wrap=True)
        self.notice.setMinimumHeight(5 * STEP)
        column.addWidget(self.notice)
        self.close_day = KeyButton(
            translate("DayClose", "Chốt ngày"), "Ctrl+D", icon="lock", rank="main", name="close_day"
        )
        self.print_slip = KeyButton(translate("DayClose", "In phiếu"), "Ctrl+I", slim=True, name="print_slip")
        self.back = KeyButton(translate("DayClose", "Đóng"), "Esc", slim=True, name="close_back")
        for button, key, press in (
            (self.close_day, "Ctrl+D", self.ask_to_close),
            (self.print_slip, "Ctrl+I", self.put_on_paper),
            (self.back, "", self.left.emit),
        ):
            button.setShortcut(key)
            button.clicked.connect(press)
        column.addWidget(self.close_day)
        row = QHBoxLayout()
        row.setSpacing(STEP)
        row.addWidget(self.back, 4)
        row.addWidget(self.print_slip, 5)
        column.addLayout(row)
        post.refused.connect(lambda sentence: self.isVisible() and self._tell(sentence, "alarm"))

    def resizeEvent(self, event):
        super().resizeEvent(event)
        if self.isVisible():
            self.refresh()

    def showEvent(self, event):
        super().showEvent(event)
        self.refresh()

    def begin(self) -> None:
        waiting = self.post.day.waiting_count()
        self._tell(
            translate("DayClose", "Còn {n} người đang chờ: chốt ngày khi đã phục vụ hết.").format(n=waiting)
            if waiting
            else "",
            "soft",
        )
        self.back.setFocus()

    def slip(self) -> Document:
        """With the last line of the book once the day is closed; with the newest known line before."""
        day = self.post.day
        if self._just_closed is not None and not day.closed_by:  # answered, not heard back yet
            day = day.after([(day.seq, self._just_closed)])
        seq, digest = (day.head_seq, day.head_hash) if day.closed_by else (day.seq, "")
        return day_close_slip(self.post.setup, day, self.post.now(), seq, digest or "–")

    def refresh(self) -> None:
        drawn = design(self.slip(), Paper()).convert("L")
        image = QImage(drawn.tobytes(), drawn.width, drawn.height, drawn.width, QImage.Format.Format_Grayscale8)
        width = max(20 * STEP, self.width() - 7 * STEP)
        pixmap = QPixmap.fromImage(image.scaledToWidth(2 * width, Qt.TransformationMode.SmoothTransformation))
        pixmap.setDevicePixelRatio(2)
        self.paper.setPixmap(pixmap)
        self.close_day.setEnabled(not self.post.day.closed_by)
        self.print_slip.setEnabled(self.printer is not None)
        self.print_slip.setToolTip("" if self.printer else translate("DayClose", "Máy này không nối máy in."))

    def ask_to_close(self) -> None:
        official = self.post.desk.official if self.post.desk else ""
        self.post.press("close_day", CloseDay(official=official or ""), self._closed)

    def _closed(self, answer) -> None:
        self._just_closed = next((fact for fact in answer.facts if isinstance(fact, DayClosed)), None)
        self._tell(translate("DayClose", "Đã chốt ngày."), "soft")
        self.refresh()
        if self.printer is not None:
            self.put_on_paper()

    def put_on_paper(self) -> None:
        if self.printer is None:
            return
        job = f"day-close-{self.post.day.day.isoformat()}-{self.post.day.seq}"
        self._tell(translate("DayClose", "Đang in…"), "soft")
        self._bridge.when_done(self.printer.print(self.slip(), job), self._printed)

    def _printed(self, future) -> None:
        trouble = future.result().trouble
        if trouble is None:
            self._tell(translate("DayClose", "Đã gửi phiếu tới máy in."), "soft")
        else:
            self._tell(trouble.remedy, "alarm")

    def _tell(self, sentence: str, role: str) -> None:
        self.notice.setText(sentence)
        restyle(self.notice, role=role)

    def keyPressEvent(self, event):
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
