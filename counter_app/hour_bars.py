"""The day hour by hour: how many were served, and how long they had waited."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from center.figures import Hour
from counter_app.style import STEP, colour
from screen.translation import translate

LEAST_HOURS = 8


class HourBars(QWidget):
    """One bar per hour; above it the visits, below it the hour and the median wait in minutes."""

    def __init__(self):
        super().__init__()
        self.hours: tuple[Hour, ...] = ()
        self.setMinimumHeight(15 * STEP)
        self.setObjectName("hour_bars")

    def show_hours(self, hours: tuple[Hour, ...]) -> None:
        if hours != self.hours:
            self.hours = hours
            self.setAccessibleDescription(
                "; ".join(translate("Hours", "{hour} giờ: {n} lượt").format(hour=h.hour, n=h.served) for h in hours)
            )
            self.update()

    def paintEvent(self, event):
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = painter.fontMetrics().height()
        floor = self.height() - 2 * line - STEP // 2
        painter.setPen(QColor(colour("line_strong")))
        painter.drawLine(0, floor, self.width(), floor)
        if not self.hours:
            painter.setPen(QColor(colour("ink_soft")))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, translate("Hours", "Chưa có lượt nào hôm nay"))
            return
        gutter = painter.fontMetrics().horizontalAdvance(translate("Hours", "Phút chờ")) + STEP
        painter.setPen(QColor(colour("ink_soft")))
        for words, top in (
            (translate("Hours", "Lượt xong"), floor - line - 2),
            (translate("Hours", "Giờ"), floor + 2),
            (translate("Hours", "Phút chờ"), floor + 2 + line),
        ):
            painter.drawText(QRectF(0, top, 2 * gutter, line), Qt.AlignmentFlag.AlignVCenter, words)
        gutter = max(gutter, painter.fontMetrics().horizontalAdvance(translate("Hours", "Lượt xong")) + STEP)
        room = (self.width() - gutter) / max(LEAST_HOURS, len(self.hours))
        most = max(1, *(h.served for h in self.hours)) if len(self.hours) > 1 else max(1, self.hours[0].served)
        for place, hour in enumerate(self.hours):
            left = gutter + place * room
            height = max(2.0, (floor - line - 2) * hour.served / most)
            bar = QRectF(left + room * 0.2, floor - height, room * 0.6, height)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colour("primary")))
            painter.drawRoundedRect(bar, 3, 3)
            painter.setPen(QColor(colour("ink")))
            centered = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(left, bar.top() - line - 1, room, line), centered, str(hour.served))
            painter.setPen(QColor(colour("ink_soft")))
            painter.drawText(QRectF(left, floor + 2, room, line), centered, str(hour.hour))
            wait = "–" if hour.wait_minutes is None else str(round(hour.wait_minutes))
            painter.setPen(QColor(colour("warning")))
            painter.drawText(QRectF(left, floor + 2 + line, room, line), centered, wait)
