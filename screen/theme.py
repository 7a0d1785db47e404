"""The look of every screen: raw colours → meanings, and millimetres → pixels of this very panel.

QML reads the singleton `Theme` of module `Screen`; Widgets read the same object as plain Python.
No page holds a literal colour or pixel.
"""

import json
import math

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtGui import QColor, QFont
from PySide6.QtQml import qmlRegisterSingletonInstance

from screen import ASSETS
from screen.fitting import largest, text_size
from screen.fonts import FAMILY, font

# Cap height and x-height of Be Vietnam Pro per em (measured).
CAP, X_HEIGHT = 0.74, 0.53
REACH_MM = 1100  # EN 301 549 8.3.2: operable parts at 800 to 1,100 mm above the floor


def read(name: str) -> dict:
    return json.loads((ASSETS / "theme" / f"{name}.json").read_text("utf-8"))


RAW = read("raw")
MEANINGS = {mode: {word: RAW[raw] for word, raw in read(mode).items()} for mode in ("normal", "contrast")}
GEOMETRY = read("geometry")
TEXTS = ("small", "body", "lead", "title")
LENGTHS = (
    "least",
    "target",
    "primary",
    "gap",
    "margin",
    "pad",
    "radius",
    "line",
    "icon",
    "header_height",
    "bar_height",
    "strip_height",
    "live_height",
)


class Theme(QObject):
    """Colours by meaning, text and lengths in pixels; all change when a mode does.

    Every word of normal.json is a colour property (`Theme.ink`, `Theme.on_tile`), every text
    size (`small body lead title`) and length (`gap margin target primary …`) a pixel property.
    """

    changed = Signal()

    def __init__(self, width: int = 1024, height: int = 768, diagonal_in: float = 15.0, parent: QObject | None = None):
        super().__init__(parent)
        self._large = self._contrast = self._low = False
        self.bottom_edge_mm = 800
        self._measure(width, height, diagonal_in)

    def _measure(self, width: int, height: int, diagonal_in: float) -> None:
        self._width, self._height, self._diagonal = width, height, diagonal_in
        self.diagonal_in = diagonal_in
        self.pixels_per_mm = math.hypot(width, height) / (diagonal_in * 25.4)
        self.form = next(name for name, form in GEOMETRY.items() if diagonal_in <= form["up_to_in"])

    def measure(self, width: int, height: int, diagonal_in: float) -> None:
        """Take the measures of the panel: its resolution and its diagonal in inches."""
        self._measure(width, height, diagonal_in)
        self.changed.emit()

    def wear(self, large: bool = False, contrast: bool = False, low: bool = False) -> None:
        """Put on the modes that the person in front asked for."""
        if (large, contrast, low) != (self._large, self._contrast, self._low):
            self._large, self._contrast, self._low = large, contrast, low
            self.changed.emit()

    @Slot(float, result=float)
    def mm(self, millimetres: float) -> float:
        """Pixels of this panel for a length in millimetres."""
        return math.ceil(millimetres * self.pixels_per_mm)

    def in_mm(self, pixels: float) -> float:
        return pixels / self.pixels_per_mm

    def color(self, meaning: str) -> QColor:
        return QColor(MEANINGS["contrast" if self._contrast else "normal"][meaning])

    def text(self, size: str) -> float:
        return self.mm(GEOMETRY[self.form]["large" if self._large else "ordinary"][size])

    def length(self, word: str) -> float:
        return self.mm(GEOMETRY[self.form][word])

    @Slot(str, result=QColor)
    @Slot(str, bool, result=QColor)
    def meaning(self, word: str, contrast: bool = False) -> QColor:
        """A colour by its name at run time: `Theme.meaning("face_" + level.face, Theme.contrast)`.

        The second value only makes QML ask again when the mode changes.
        """
        return self.color(word)

    @Slot(float, str, result=QFont)
    def font(self, pixels: float, weight: str) -> QFont:
        return font(pixels, weight)

    @Slot("QVariantList", float, float, float, float, str, result=float)
    def largest(self, texts: list, width: float, height: float, most: float, least: float, weight: str) -> float:
        """The largest text size from `most` to `least` at which all texts fit the same room."""
        return largest(tuple(texts), width, height, int(most), int(least), weight)

    @Slot(str, float, str, float, result=float)
    def text_height(self, text: str, pixels: float, weight: str, width: float) -> float:
        return text_size(text, round(pixels), weight, width)[1]

    @Property(str, constant=True)
    def family(self) -> str:
        return FAMILY

    @Property(bool, notify=changed)
    def large(self) -> bool:
        return self._large

    @Property(bool, notify=changed)
    def contrast(self) -> bool:
        return self._contrast

    @Property(bool, notify=changed)
    def low(self) -> bool:
        return self._low

    @Property(bool, notify=changed)
    def portrait(self) -> bool:
        return self._height > self._width

    @Property(bool, notify=changed)
    def tablet(self) -> bool:
        return self.form == "tablet"

    @Property(float, notify=changed)
    def reach_height(self) -> float:
        """How much of the panel, from its lower edge, a seated person reaches (low-reach mode)."""
        return min(self._height, self.mm(REACH_MM - self.bottom_edge_mm))

    for _word in MEANINGS["normal"]:
        locals()[_word] = Property(QColor, lambda self, word=_word: self.color(word), notify=changed)
    for _word in TEXTS:
        locals()[_word] = Property(float, lambda self, word=_word: self.text(word), notify=changed)
    for _word in LENGTHS:
        locals()[_word] = Property(float, lambda self, word=_word: self.length(word), notify=changed)
    del _word


def register_theme(theme: Theme) -> None:
    """Give QML the singleton `Theme` (import Screen)."""
    qmlRegisterSingletonInstance(Theme, "Screen", 1, 0, "Theme", theme)
