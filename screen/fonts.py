"""The one typeface of every screen, loaded from assets so that it is the same everywhere."""

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QGuiApplication

from screen import ASSETS

FAMILY = "Be Vietnam Pro"
WEIGHTS = {"regular": QFont.Weight.Normal, "semibold": QFont.Weight.DemiBold, "bold": QFont.Weight.Bold}


class FontMissing(Exception):
    """assets/fonts is not as it was shipped."""


def load_fonts() -> str:
    """Make the shipped typeface the application's default; returns its family name.

    Loads whole fonts only: a subset loaded later under the same name would make Qt quietly
    draw the missing letters in another face.
    """
    files = sorted((ASSETS / "fonts").glob("BeVietnamPro-*.ttf"))
    if not files:
        raise FontMissing("assets/fonts/BeVietnamPro-*.ttf")
    for file in files:
        if QFontDatabase.addApplicationFont(str(file)) < 0:
            raise FontMissing(file.name)
    QGuiApplication.setFont(font(12, "regular"))
    return FAMILY


def font(pixels: float, weight: str = "regular") -> QFont:
    """The typeface at `pixels` em height, never mixed with another face's letters."""
    made = QFont(FAMILY)
    made.setPixelSize(max(1, round(pixels)))
    made.setWeight(WEIGHTS[weight])
    made.setStyleStrategy(QFont.StyleStrategy.NoFontMerging)
    return made


def missing_glyphs(text: str, weight: str = "regular") -> str:
    """The letters of `text` that the typeface cannot draw, each once; empty when all is well."""
    metrics = QFontMetricsF(font(20, weight))
    return "".join(sorted({c for c in text if not c.isspace() and not metrics.inFontUcs4(ord(c))}))
