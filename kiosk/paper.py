"""The simulated ticket printer to look at: the paper slides out of its slot, and it breaks down on request."""

import threading

from PySide6.QtCore import Property, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickImageProvider

KEPT = 3
FAULTS = ("paper_out", "near_end", "cover_open", "cutter_stuck", "silent")


class Tickets(QQuickImageProvider):
    """`image://ticket/<number>`: the tickets that came out, by running number."""

    def __init__(self):
        super().__init__(QQuickImageProvider.ImageType.Image)
        self.pictures: dict[int, QImage] = {}

    def requestImage(self, number: str, size: QSize, wanted: QSize) -> QImage:
        picture = self.pictures.get(int(number), QImage(1, 1, QImage.Format.Format_RGB32))
        if 0 < wanted.width() < picture.width():  # the painter itself would leave out whole lines of dots
            return picture.scaledToWidth(wanted.width(), Qt.TransformationMode.SmoothTransformation)
        return picture


class Paper(QObject):
    """What Paper.qml shows. `printer` is a simulated printer (see devices.simulated.serve_paper_printer).

    Tickets arrive in the printer's own thread and are shown in the screen's.
    """

    changed = Signal()
    printed = Signal()
    _cut = Signal()

    def __init__(self, printer, tickets: Tickets, parent: QObject | None = None):
        super().__init__(parent)
        self._printer, self._pictures = printer, tickets
        self._new: list = []
        self._lock = threading.Lock()
        self._tickets: list[dict] = []
        self._count = 0
        self._cut.connect(self._show)
        printer.on_page = self._take
        printer.on_change = self.changed.emit

    def _take(self, page) -> None:
        with self._lock:
            self._new.append(page.picture.convert("L"))
        self._cut.emit()

    def _show(self) -> None:
        with self._lock:
            new, self._new = self._new, []
        for picture in new:
            self._count += 1
            image = QImage(picture.tobytes(), *picture.size, picture.width, QImage.Format.Format_Grayscale8).copy()
            self._pictures.pictures[self._count] = image
            self._pictures.pictures.pop(self._count - KEPT, None)
            ticket = {"number": self._count, "width": image.width(), "height": image.height()}
            self._tickets = [ticket, *self._tickets][:KEPT]
            self.printed.emit()
        self.changed.emit()

    @Slot(str)
    def fault(self, name: str) -> None:
        """Turn one fault on, or off again."""
        self._printer.set_faults(*(self._printer.faults ^ {name}))
        self.changed.emit()

    @Slot()
    def new_roll(self) -> None:
        """A new roll, everything else in order too."""
        self._printer.set_faults()
        self._printer.new_roll()
        self.changed.emit()

    @Property("QVariantList", notify=changed)
    def tickets(self) -> list:
        return self._tickets

    @Property("QStringList", notify=changed)
    def faults(self) -> list:
        return [name for name in FAULTS if name in self._printer.faults]

    @Property(int, notify=changed)
    def count(self) -> int:
        return self._count

    @Property(float, notify=changed)
    def metres(self) -> float:
        return round(self._printer.paper_mm / 1000, 1)
