"""Vietnamese letters that are downloaded to the printer once per job, so that text then goes as text.

A printer's font A has cells of 12 x 24 dots, and 94 of them can be given new shapes (ESC &). A letter is one cell,
a wide one two; each stands where it belongs (ESC $), so that lines keep the house's face and its spacing. All of
a letter is in its own cell, marks above and below too: an inexact feed cannot part them.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from PIL import Image, ImageDraw

from center.papers import Block, Check, Pair, Text
from devices.faces import typeface
from devices.glyphs import blacken
from devices.paragraphs import fill, wrap

CELL_WIDTH, CELL_HEIGHT = 12, 24
ABOVE, CAPITAL = 20, 16  # rows above the line, and how many of them a capital has: 2 mm at 203 dpi, as font A itself
PITCH = 28  # rows from line to line
TALLEST_MM = 2.9  # text asked higher than this is a heading and drawn
WORD_SPACE = 6
CODES = range(0x21, 0x7F)  # a space is left alone: some printers skip it
REAL_TIME = re.compile(rb"\x10(?=[\x04\x05\x14])")  # DLE EOT, ENQ, DC4: obeyed even among dots
FINE = 8  # letters are drawn this many times larger and set down where their strokes meet the dots best
MARK_THRESHOLD = 76
MOST_AT_ONCE = 40  # definitions in one command: 1.5 kB


@dataclass(frozen=True, slots=True)
class Letter:
    """Cells from left to right, three bytes per column of 24 dots; blank columns at a cell's right are left out."""

    cells: tuple[bytes, ...]
    advance: int


@dataclass(frozen=True, slots=True)
class Line:
    """Cells and the column each begins at, from left to right."""

    cells: tuple[tuple[int, bytes], ...]


@dataclass(frozen=True, slots=True)
class OwnFace:
    bold: bool

    def getlength(self, text: str) -> int:
        return sum(letter(mark, self.bold).advance for mark in text)


def can_set(block: Block) -> bool:
    return isinstance(block, Text | Pair | Check) and block.height_mm <= TALLEST_MM


@lru_cache(maxsize=64)
def set_block(block: Text | Pair | Check, width_dots: int) -> tuple[Line, ...]:
    """The block's lines. A printer breaks a line whose last cell does not fit, so one cell stays free at the right."""
    width = width_dots - CELL_WIDTH
    match block:
        case Check():
            face, indent = OwnFace(block.bold), 2 * CELL_WIDTH
            lines = [_place(row, face, indent) for row in fill(block.text, face, width - indent)] or [()]
            return (Line((*_box(), *lines[0])), *map(Line, lines[1:]))
        case Pair():
            return _set_pair(block, width)
    face = OwnFace(block.bold)
    return tuple(_aligned(row, face, block.align, width) for row in wrap(block.text, face, width))


def picture(lines: Sequence[Line], width_dots: int) -> Image.Image:
    """The strip that these lines give on paper."""
    strip = Image.new("1", (width_dots, max(1, PITCH * len(lines))), 0)
    for row, line in enumerate(lines):
        for x, cell in line.cells:
            strip.paste(255, (x, row * PITCH), shape_of(cell))
    return strip


@lru_cache(maxsize=512)
def shape_of(cell: bytes) -> Image.Image:
    """The dots of a cell, as wide as its definition."""
    columns = Image.frombytes("1", (CELL_HEIGHT, len(cell) // 3), cell)
    return columns.transpose(Image.Transpose.TRANSPOSE)


def worth_setting(blocks: Mapping[int, Sequence[Line]], drawn_bytes: Mapping[int, int]) -> list[int]:
    """Which blocks are shorter in downloaded letters than drawn: letters that several blocks use are paid once."""
    chosen = [n for n, lines in blocks.items() if lines]
    cells = {n: {cell for line in blocks[n] for _, cell in line.cells} for n in chosen}
    uses = Counter(cell for n in chosen for cell in cells[n])
    for n in sorted(chosen, key=lambda n: drawn_bytes[n] / len(cells[n]) if cells[n] else 0.0):
        text = sum(1 + len(line.cells) + 4 * _jumps(line) for line in blocks[n])
        if text + sum(1 + len(cell) for cell in cells[n] if uses[cell] == 1) >= drawn_bytes[n]:
            uses.subtract(cells[n])
            chosen.remove(n)
    return chosen


def _jumps(line: Line) -> int:
    """How many cells do not stand where the one before ended."""
    ends = [0, *(x + CELL_WIDTH for x, _ in line.cells)]
    return sum(x != end for (x, _), end in zip(line.cells, ends, strict=False))


class Case:
    """What stands under which code in the printer, all through one job; `lines` is everything that will be set.

    With more letters than codes a code is given to a new letter between two lines: the one that is needed latest.
    """

    def __init__(self, lines: Sequence[Line]):
        self._needs = [frozenset(cell for _, cell in line.cells) for line in lines]
        self._at = 0
        self._code: dict[bytes, int] = {}
        self._free = list(reversed(CODES))

    def begin(self) -> list[bytes]:
        """To be sent after ESC @: the pitch, and as many letters as there are codes, in the order of their use."""
        ahead = dict.fromkeys(cell for needs in self._needs for cell in sorted(needs))
        first = [cell for cell, _ in zip(ahead, CODES, strict=False)]
        words = [self._define(first[at : at + MOST_AT_ONCE]) for at in range(0, len(first), MOST_AT_ONCE)]
        return [b"\x1b3" + bytes([PITCH]), *words]

    def set(self, line: Line) -> bytes:
        """The next line: what it lacks is defined, then it is set and printed."""
        needs = self._needs[self._at]
        self._at += 1
        word = bytearray(self._define(sorted(needs - self._code.keys())))
        reached = 0
        for x, cell in line.cells:
            if x != reached:
                word += b"\x1b$" + x.to_bytes(2, "little")
            word.append(self._code[cell])
            reached = x + CELL_WIDTH
        return bytes(word + b"\n")

    def _define(self, cells: list[bytes]) -> bytes:
        """Codes that follow one another are defined by one command."""
        if len(self._free) < len(cells):
            self._make_room(len(cells) - len(self._free))
        given = sorted(zip(sorted(self._free[-len(cells) :] if cells else []), cells, strict=True))
        del self._free[len(self._free) - len(cells) :]
        self._code |= {cell: code for code, cell in given}
        word = b""
        for _, run in groupby(enumerate(given), lambda numbered: numbered[1][0] - numbered[0]):
            together = [pair for _, pair in run]
            word += b"\x1b&\x03" + bytes([together[0][0], together[-1][0]])
            for _, cell in together:
                columns = len(cell) // 3
                if word[-1] == 0x10 and columns in (4, 5):  # DLE EOT, DLE ENQ
                    cell, columns = cell.ljust(18, b"\0"), 6
                word += bytes([columns]) + cell
        return word

    def _make_room(self, many: int) -> None:
        """Codes of letters that the line about to be set (the one before `_at`) does not use."""
        now = self._at - 1

        def next_use(cell: bytes) -> int:
            return next((n for n, needs in enumerate(self._needs[now:]) if cell in needs), len(self._needs))

        latest = sorted(self._code, key=next_use)[len(self._code) - many :]
        self._free = sorted((self._code.pop(cell) for cell in latest), reverse=True) + self._free


def _set_pair(block: Pair, width: int) -> tuple[Line, ...]:
    """Label at the left, value at the right of one line; where both do not fit the value goes below."""
    face, value_face = OwnFace(False), OwnFace(block.bold)
    label, value = unicodedata.normalize("NFC", block.label), unicodedata.normalize("NFC", block.value)
    beside = face.getlength(label) + 2 * WORD_SPACE
    both = beside + value_face.getlength(value)
    if both <= width:
        return (Line((*_place(label, face, 0), *_aligned(value, value_face, "right", width).cells)),)
    labels = [_aligned(row, face, "left", width) for row in wrap(label, face, width)]
    return (*labels, *(_aligned(row, value_face, "right", width) for row in wrap(value, value_face, width)))


def _aligned(text: str, face: OwnFace, align: str, width: int) -> Line:
    cells = _place(text, face, 0)
    if not cells or align == "left":
        return Line(cells)
    spare = width - cells[-1][0]
    if align == "center":
        spare = min(spare, (width + CELL_WIDTH - face.getlength(text)) // 2)
    return Line(tuple((x + spare, cell) for x, cell in cells))


def _place(text: str, face: OwnFace, x: int) -> tuple[tuple[int, bytes], ...]:
    cells = []
    for mark in text:
        shape = letter(mark, face.bold)
        cells += [(x + CELL_WIDTH * n, cell) for n, cell in enumerate(shape.cells)]
        x += shape.advance
    return tuple(cells)


@lru_cache(maxsize=1)
def _box() -> tuple[tuple[int, bytes], ...]:
    """An empty box of 16 dots, standing on the line."""
    box = Image.new("1", (CAPITAL, CELL_HEIGHT), 0)
    ImageDraw.Draw(box).rectangle((0, ABOVE - CAPITAL, CAPITAL - 1, ABOVE - 1), outline=1, width=2)
    return tuple((CELL_WIDTH * n, cell) for n, cell in enumerate(_cells(box)))


@lru_cache(maxsize=512)
def letter(mark: str, bold: bool) -> Letter:
    """One letter of the house's face in these cells.

    Most small letters are given exactly one cell, so that the next one needs no position of its own; too high
    ones (Ẫ) and too low ones are pressed a little.
    """
    if mark.isspace():
        return Letter((), WORD_SPACE)
    face = typeface("Bold" if bold else "Regular", CAPITAL * FINE)
    left, top, right, bottom = face.getbbox(mark, anchor="ls")
    natural, ink = face.getlength(mark) / FINE, (right - left) / FINE
    if mark.isalnum() and 11.3 <= natural <= 14.9:
        advance, ink = CELL_WIDTH, min(ink, CELL_WIDTH - 1)
    else:
        advance = max(2, round(natural))
        ink = min(ink, advance - 1)
    high, low = max(ABOVE * FINE, -top), max((CELL_HEIGHT - ABOVE) * FINE, bottom)
    drawn = Image.new("L", (max(1, right - left), high + low), 0)
    ImageDraw.Draw(drawn).text((-left, high), mark, fill=255, font=face, anchor="ls")
    width = max(1, round(ink * FINE))
    pressed = Image.new("L", (width, CELL_HEIGHT * FINE), 0)
    upper = drawn.crop((0, 0, drawn.width, high)).resize((width, ABOVE * FINE), Image.Resampling.BOX)
    lower = drawn.crop((0, high, drawn.width, high + low))
    pressed.paste(upper, (0, 0))
    pressed.paste(lower.resize((width, (CELL_HEIGHT - ABOVE) * FINE), Image.Resampling.BOX), (0, upper.height))
    base = unicodedata.normalize("NFD", mark)[0]
    body = -face.getbbox(base, anchor="ls")[1] * ABOVE / high  # rows of the letter without its marks
    return Letter(
        _cells(blacken(_set_down(pressed, advance), mark != base, round(ABOVE - body), ABOVE, MARK_THRESHOLD)), advance
    )


def _set_down(drawn: Image.Image, advance: int) -> Image.Image:
    """Of the places within the advance the one where the fewest dots are half inked."""
    room = advance * FINE - drawn.width
    first = max(0, room // 2 // FINE * FINE)
    best, least = None, None
    for start in range(first, max(first + 1, min(first + FINE, room + 1))):
        fine = Image.new("L", (-(-max(advance * FINE, start + drawn.width) // FINE) * FINE, drawn.height), 0)
        fine.paste(drawn, (start, 0))
        dots = fine.resize((fine.width // FINE, CELL_HEIGHT), Image.Resampling.BOX)
        unsure = sum(min(level, 255 - level) * many for level, many in enumerate(dots.histogram()))
        if least is None or unsure < least:
            best, least = dots, unsure
    return best


def _cells(dots: Image.Image) -> tuple[bytes, ...]:
    columns = dots.transpose(Image.Transpose.TRANSPOSE).tobytes()  # three bytes per column
    inked = -(-len(columns.rstrip(b"\0")) // 3) * 3
    step = CELL_WIDTH * 3
    cells = [REAL_TIME.sub(b"\x30", columns[at : min(at + step, inked)]) for at in range(0, inked, step)]
    return tuple(cell[: -(-len(cell.rstrip(b"\0")) // 3) * 3] for cell in cells)
