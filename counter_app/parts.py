"""Small pieces that every panel is put together from: buttons with their key, cards, chips, tinted icons, bars."""

from functools import lru_cache

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from counter_app.style import STEP, colour
from screen.pictures import icon_pixmap


@lru_cache(maxsize=256)
def icon_picture(name: str, tone: str, size: int, ratio: float = 1.0) -> QPixmap:
    """The icon in the colour that `tone` means."""
    picture = icon_pixmap(name, QColor(colour(tone)), round(size * ratio))
    picture.setDevicePixelRatio(ratio)
    return picture


def restyle(widget: QWidget, **properties) -> None:
    """Set style properties; the sheet is applied again only if one changed."""
    changed = False
    for name, value in properties.items():
        if widget.property(name) != value:
            widget.setProperty(name, value)
            changed = True
    if changed:
        for each in (widget, *widget.findChildren(QWidget)):
            each.style().unpolish(each)
            each.style().polish(each)


def label(text: str = "", role: str = "", name: str = "", wrap: bool = False) -> QLabel:
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    if name:
        made.setObjectName(name)
    if role == "chip":
        made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def picture(icon: str, tone: str, size: int = 20) -> QLabel:
    made = QLabel()
    made.setPixmap(icon_picture(icon, tone, size, 2.0))
    made.setFixedSize(size, size)
    made.setScaledContents(True)
    return made


def framed(look: str, *, across: bool = False, margin: int = 2 * STEP, gap: int = STEP, name: str = "") -> QFrame:
    """A frame with a layout in it, down the page or across it."""
    frame = QFrame()
    frame.setProperty("look", look)
    if name:
        frame.setObjectName(name)
    layout = QHBoxLayout(frame) if across else QVBoxLayout(frame)
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(gap)
    return frame


class KeyButton(QPushButton):
    """A button that shows its key. `busy` from press to answer; a reason instead of a click while it can't be used."""

    def __init__(
        self,
        text: str,
        key: str,
        *,
        icon: str = "",
        rank: str = "",
        large: bool = False,
        slim: bool = False,
        name: str = "",
    ):
        super().__init__(text)
        self.key, self.icon_name = key, icon
        self.setObjectName(name)
        self.setProperty("keyed", True)
        self.setProperty("rank", rank)
        if slim:
            self.setProperty("slim", True)
        if large:
            self.setProperty("large", True)
        self.cap = label(key, "key")
        self.cap.setParent(self)
        self.cap.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.cap.setVisible(bool(key))
        self.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)
        self.setIconSize(QSize(22, 22) if large else QSize(18, 18))
        self.setAutoDefault(False)
        self.say(text)
        self._tint()

    def say(self, text: str) -> None:
        if text != self.text():
            self.setText(text)
        self.setAccessibleName(f"{text} ({self.key})" if self.key else text)

    def set_rank(self, rank: str) -> None:
        if self.property("rank") != rank:
            restyle(self, rank=rank)
            self._tint()

    def set_busy(self, busy: bool) -> None:
        restyle(self, busy=busy)

    def changeEvent(self, event):
        super().changeEvent(event)
        if event.type() == event.Type.EnabledChange:
            self._tint()

    def _tint(self) -> None:
        if self.icon_name:
            tone = "disabled" if not self.isEnabled() else "on_primary" if self._on_primary() else "ink"
            self.setIcon(QIcon(icon_picture(self.icon_name, tone, self.iconSize().width(), 2.0)))

    def _on_primary(self) -> bool:
        return self.property("rank") in ("main", "bar")

    def sizeHint(self) -> QSize:
        size = super().sizeHint()
        self.cap.ensurePolished()
        return QSize(size.width() + (self.cap.sizeHint().width() + STEP // 2 if self.key else 0), size.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def resizeEvent(self, event):
        super().resizeEvent(event)
        self._place_cap()

    def showEvent(self, event):
        super().showEvent(event)
        self._place_cap()

    def _place_cap(self) -> None:
        self.cap.ensurePolished()
        self.cap.adjustSize()
        self.cap.move(self.width() - self.cap.width() - STEP, (self.height() - self.cap.height()) // 2)


class Bar(QWidget):
    """A share of a whole, drawn as one flat bar: `share` 0..1 in the colour of `tone`."""

    def __init__(self, share: float = 0.0, tone: str = "primary", height: int = STEP):
        super().__init__()
        self.share, self.tone = share, tone
        self.setFixedHeight(height)
        self.setMinimumWidth(6 * STEP)

    def show_share(self, share: float) -> None:
        self.share = min(1.0, max(0.0, share))
        self.update()

    def paintEvent(self, event):
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        radius = self.height() / 2
        painter.setBrush(QColor(colour("line")))
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        if self.share > 0:
            painter.setBrush(QColor(colour(self.tone)))
            width = max(self.height(), self.width() * self.share)
            painter.drawRoundedRect(QRectF(0, 0, width, self.height()), radius, radius)
