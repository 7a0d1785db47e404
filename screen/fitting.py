"""How large words can be drawn in a given room, so that nothing is clipped and neighbours match."""

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF

from screen.fonts import font

WRAP = Qt.TextFlag.TextWordWrap


@lru_cache(maxsize=400)
def metrics(pixels: int, weight: str) -> QFontMetricsF:
    return QFontMetricsF(font(pixels, weight))


@lru_cache(maxsize=2000)
def text_size(text: str, pixels: int, weight: str, width: float) -> tuple[float, float]:
    """Width and height of `text` wrapped at words into `width`; wider than `width` if a word is."""
    letters = metrics(pixels, weight)
    box = letters.boundingRect(QRectF(0, 0, width, 1e6), WRAP, text)
    longest = max((letters.horizontalAdvance(word) for word in text.split()), default=0.0)
    return max(box.width(), longest), box.height()


def fits(text: str, pixels: int, weight: str, width: float, height: float) -> bool:
    wide, high = text_size(text, pixels, weight, width)
    return wide <= width and high <= height


def largest(texts: Sequence[str], width: float, height: float, most: int, least: int, weight: str = "bold") -> int:
    """The largest size from `most` down to `least` pixels at which every text fits; `least` at worst."""
    low, high = least, max(most, least)
    while low < high:
        middle = (low + high + 1) // 2
        if all(fits(text, middle, weight, width, height) for text in texts):
            low = middle
        else:
            high = middle - 1
    return low
