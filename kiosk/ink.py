"""Ink for print: letters, icons and codes drawn as vectors, everything measured in millimetres of paper."""

import re
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QByteArray, QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtSvg import QSvgRenderer

from screen import ASSETS
from screen.fonts import font
from screen.theme import RAW, X_HEIGHT

DPI = 1200
DOTS = DPI / 25.4  # of the painter, per millimetre
WIDEST = 100_000.0


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one size and weight; `x_mm` is their x-height on paper."""

    text: str
    x_mm: float
    weight: str = "regular"
    color: str = "navy"


@lru_cache(maxsize=64)
def letters(x_mm: float, weight: str) -> QFont:
    made = font(x_mm / X_HEIGHT * DOTS, weight)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


def color(name: str) -> QColor:
    return QColor(RAW[name])


class Paragraph:
    """Runs set into lines of at most `width_mm`; `height_mm` is what they take.

    Lines that begin above `beside_until_mm` are only `beside_mm` wide: they stand beside something.
    """

    def __init__(
        self,
        runs: tuple[Run, ...],
        width_mm: float,
        align: str = "left",
        beside_mm: float = 0.0,
        beside_until_mm: float = 0.0,
    ):
        self.runs, self.width_mm = runs, width_mm
        self._layout = QTextLayout("".join(run.text for run in runs), letters(runs[0].x_mm, runs[0].weight))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._layout.setTextOption(option)
        self._layout.setFormats(list(_formats(runs)))
        self._shift = {"left": 0.0, "center": 0.5, "right": 1.0}[align]
        self._layout.beginLayout()
        top = self.widest_mm = self.overflow_mm = 0.0
        self.lines = 0
        while True:
            line = self._layout.createLine()
            if not line.isValid():
                break
            room = (beside_mm if top < beside_until_mm * DOTS else width_mm) * DOTS
            line.setLineWidth(room)
            free = room - line.naturalTextWidth()
            self.overflow_mm = max(self.overflow_mm, -free / DOTS)
            line.setPosition(QPointF(free * self._shift, top))
            top += line.height()
            self.widest_mm = max(self.widest_mm, line.naturalTextWidth() / DOTS)
            self.lines += 1
        self._layout.endLayout()
        self.height_mm = top / DOTS

    def draw(self, painter: QPainter, x_mm: float, y_mm: float) -> None:
        self._layout.draw(painter, QPointF(x_mm * DOTS, y_mm * DOTS))


def _formats(runs: tuple[Run, ...]):
    start = 0
    for run in runs:
        span = QTextLayout.FormatRange()
        span.start, span.length = start, len(run.text)
        look = QTextCharFormat()
        look.setFont(letters(run.x_mm, run.weight))
        look.setForeground(color(run.color))
        span.format = look
        start += len(run.text)
        yield span


def text_width_mm(run: Run) -> float:
    return Paragraph((run,), WIDEST).widest_mm


def fitted(text: str, x_mm: float, weight: str, room_mm: float) -> float:
    """The x-height at which the text stands in one line of this width, at most `x_mm`."""
    return min(x_mm, x_mm * room_mm / (text_width_mm(Run(text, x_mm, weight)) * 1.01))


def fill(painter: QPainter, x_mm: float, y_mm: float, width_mm: float, height_mm: float, name: str, radius_mm=0.0):
    path = QPainterPath()
    path.addRoundedRect(
        QRectF(x_mm * DOTS, y_mm * DOTS, width_mm * DOTS, height_mm * DOTS), radius_mm * DOTS, radius_mm * DOTS
    )
    painter.fillPath(path, color(name))


def frame(painter: QPainter, x_mm: float, y_mm: float, side_mm: float, line_mm: float, name: str) -> None:
    """An empty box to be ticked."""
    path = QPainterPath()
    path.addRect(QRectF(x_mm * DOTS, y_mm * DOTS, side_mm * DOTS, side_mm * DOTS))
    inner = side_mm - 2 * line_mm
    path.addRect(QRectF((x_mm + line_mm) * DOTS, (y_mm + line_mm) * DOTS, inner * DOTS, inner * DOTS))
    painter.fillPath(path, color(name))


@lru_cache(maxsize=32)
def _icon(name: str, hex_color: str) -> QSvgRenderer:
    octets = (ASSETS / "icons" / f"{name}.svg").read_bytes()
    octets = re.sub(rb'<path stroke="none"[^>]*/>', b"", octets)  # the empty frame of these icons is drawn in a PDF
    return QSvgRenderer(QByteArray(octets.replace(b"currentColor", hex_color.encode())))


def icon(painter: QPainter, name: str, x_mm: float, y_mm: float, side_mm: float, ink: str) -> None:
    """A line drawing of assets/icons, as lines and not as dots."""
    _icon(name, RAW[ink]).render(painter, QRectF(x_mm * DOTS, y_mm * DOTS, side_mm * DOTS, side_mm * DOTS))


@lru_cache(maxsize=512)
def modules(text: str) -> tuple[tuple[bool, ...], ...]:
    """The dark and light squares of a QR code, error correction M, without the quiet zone."""
    import qrcode

    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=0)
    code.add_data(text)
    code.make(fit=True)
    return tuple(tuple(row) for row in code.get_matrix())


def code(painter: QPainter, text: str, x_mm: float, y_mm: float, side_mm: float) -> None:
    """A QR code; its quiet zone is the white paper around it, which the caller leaves."""
    rows = modules(text)
    each = side_mm * DOTS / len(rows)
    path = QPainterPath()
    for row, squares in enumerate(rows):
        column = 0
        while column < len(squares):
            first = column
            while column < len(squares) and squares[column]:
                column += 1
            if column > first:  # a hair taller than a square: no white seam between two rows
                left, top = x_mm * DOTS + first * each, y_mm * DOTS + row * each
                path.addRect(QRectF(left, top, (column - first) * each, each * 1.02))
            column += 1
    path.setFillRule(path.fillRule().WindingFill)
    painter.fillPath(path, color("black"))
