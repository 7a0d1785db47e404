"""Letters of the house's face in dots, each pressed and set down where its strokes meet them best.

Where bytes are dear a column is two dots wide, which printers double by themselves. Rows stay whole: Vietnamese is
told by marks that stand one above the other. Only headings are doubled both ways.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from operator import mul

from PIL import Image, ImageDraw

from devices.faces import typeface

FINE = 8  # letters are drawn this many times larger than their rows
INK_THRESHOLD, MARK_THRESHOLD = 104, 60
MARKS_COUNT = 3  # more than the letter below: ã, ă and â are told apart by a few dots
DOUBT = tuple(min(level, 255 - level) for level in range(256))
PRESSES = (0, -3, 3)  # sixteenths of a column
NARROW = 0.97  # of the face's width where columns are wider than rows are high
WORDS_APART = 0.5  # dots more between words


@dataclass(frozen=True, slots=True)
class Glyph:
    """A letter's ink, None for a space, and in columns: what is blank before it, its width, what is blank after it."""

    picture: Image.Image | None
    before: float
    columns: int
    after: float


@dataclass(frozen=True, slots=True)
class DotFace:
    """weight: Regular | SemiBold | Bold. `capital`: its rows. `wide`, `high`: dots of a column, of a row."""

    weight: str
    capital: int
    wide: int = 1
    high: int = 1

    def getlength(self, text: str) -> int:
        """Dots."""
        return self.wide * _set(text, self)[1]

    @property
    def reach(self) -> tuple[int, int]:
        """Dots above and below the line that any letter may take."""
        above, below = _reach(self)
        return above * self.high, below * self.high

    def write(self, text: str) -> Image.Image:
        """The text as an ink strip, as high as the face reaches."""
        placed, columns = _set(text, self)
        line = Image.new("1", (max(1, columns), sum(_reach(self))), 0)
        for x, picture in placed:
            line.paste(picture, (x, 0))
        if self.wide == self.high == 1:
            return line
        return line.resize((line.width * self.wide, line.height * self.high), Image.Resampling.NEAREST)


@lru_cache(maxsize=256)
def _set(text: str, face: DotFace) -> tuple[list[tuple[int, Image.Image]], int]:
    """Each letter's ink and the column it begins at; where the last one ends."""
    placed: list[tuple[int, Image.Image]] = []
    end, gap = 0, 0.0
    for mark in text:
        letter = glyph(mark, face)
        if letter.picture is None:
            gap += letter.before
            continue
        x = end + (round(gap + letter.before) or 1) if placed else 0
        placed.append((x, letter.picture))
        end, gap = x + letter.columns, letter.after
    return placed, end


@lru_cache(maxsize=64)
def _reach(face: DotFace) -> tuple[int, int]:
    """Rows; Ẫ has two marks above, Ợ one below."""
    _, top, _, bottom = typeface(face.weight, face.capital * FINE).getbbox("ẪỂỖÅgọựỢy", anchor="ls")
    return -(top // FINE), -(-bottom // FINE)


@lru_cache(maxsize=1024)
def glyph(mark: str, face: DotFace) -> Glyph:
    """2 ms; kept."""
    large = typeface(face.weight, face.capital * FINE)
    column, narrow = FINE * face.wide // face.high, NARROW if face.wide > face.high else 1.0
    advance = large.getlength(mark) * narrow / column
    above, below = _reach(face)
    drawn = Image.new("L", (round(large.getlength(mark)) + 2 * FINE, (above + below) * FINE), 0)
    ImageDraw.Draw(drawn).text((FINE, above * FINE), mark, fill=255, font=large, anchor="ls")
    inked = drawn.getbbox()
    if inked is None:
        return Glyph(None, advance + WORDS_APART / face.wide, 0, 0.0)
    left, _, right, _ = inked
    rows = drawn.crop((left, 0, right, drawn.height)).reduce((1, FINE))
    base = unicodedata.normalize("NFD", mark)[0]
    body = above + round(large.getbbox(base, anchor="ls")[1] / FINE)
    black = blacken(_set_down(rows, narrow, column, (body, above) if mark != base else None), mark != base, body, above)
    first, _, last, _ = black.getbbox() or (0, 0, 1, 0)
    black = black.crop((first, 0, last, black.height))
    return Glyph(black, (left - FINE) * narrow / column, black.width, advance - (right - FINE) * narrow / column)


def _set_down(rows: Image.Image, narrow: float, column: int, body: tuple[int, int] | None) -> Image.Image:
    """Of several widths and places the one in which the fewest dots are half inked; marks are what is not `body`."""
    best, least = rows, None
    for press in PRESSES:
        width = max(1, round(rows.width * narrow) + press * column // 16)
        pressed = rows.resize((width, rows.height), Image.Resampling.BOX)
        for start in range(0, column, column // 4):
            wide = Image.new("L", (-(-(start + width) // column) * column, rows.height), 0)
            wide.paste(pressed, (start, 0))
            dots = wide.reduce((column, 1))
            unsure = _unsure(dots) + 16 * abs(press)
            if body:
                upper, lower = (0, 0, dots.width, body[0]), (0, body[1], dots.width, dots.height)
                unsure += MARKS_COUNT * (_unsure(dots.crop(upper)) + _unsure(dots.crop(lower)))
            if least is None or unsure < least:
                best, least = dots, unsure
    return best


def _unsure(dots: Image.Image) -> int:
    """How far these dots are from black and white."""
    return sum(map(mul, dots.histogram(), DOUBT))


def blacken(dots: Image.Image, marked: bool, body: int, line: int, mark_threshold: int = MARK_THRESHOLD) -> Image.Image:
    """Marks are drawn fuller than letters: they are what tells Vietnamese words apart, and a head prints dots small.

    The letter without its marks stands in the rows from `body` to `line`.
    """
    black = Image.new("L", dots.size, 0)
    for top, bottom in ((0, body), (body, line), (line, dots.height)):
        threshold = INK_THRESHOLD if not marked or top == body else mark_threshold
        part = dots.crop((0, top, dots.width, bottom))
        black.paste(part.point(lambda level, least=threshold: 255 if level >= least else 0), (0, top))
    return black.convert("1", dither=Image.Dither.NONE)
