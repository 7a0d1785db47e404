"""The house's faces, by the height of their capitals in dots."""

from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

FONTS = Path(__file__).resolve().parent.parent / "assets" / "fonts"


def font(bold: bool, capital_dots: int) -> ImageFont.FreeTypeFont:
    """What paper is written in: thermal heads print thin strokes lighter than drawn."""
    return typeface("Bold" if bold else "SemiBold", capital_dots)


@lru_cache(maxsize=64)
def typeface(weight: str, capital_dots: int) -> ImageFont.FreeTypeFont:
    """The face whose capital H is `capital_dots` high. weight: Regular | SemiBold | Bold."""
    path = str(FONTS / f"BeVietnamPro-{weight}.ttf")
    probe = ImageFont.truetype(path, 1000)
    capital = -probe.getbbox("H", anchor="ls")[1]
    return ImageFont.truetype(path, round(1000 * capital_dots / capital))
