"""Documents drawn for paper: blocks of a document as black-and-white strips for one width of paper.

A strip is a 1-bit Pillow picture in which a set bit is ink: its bytes are what a printer takes.
"""

import math
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from PIL import Image, ImageDraw

from center.papers import Block, Check, Code, Cut, Document, Number, Pair, Rule, Space, Text
from devices import lettering
from devices.faces import font
from devices.glyphs import DotFace
from devices.paragraphs import fill, wrap

REAL_TIME = lettering.REAL_TIME
DOUBLED = bytes(sum(0b11 << 2 * bit for bit in range(4) if half >> bit & 1) for half in range(16))
HALVES = bytes.maketrans(DOUBLED, b"0123456789abcdef")
HEADING_MM = 3.0  # from here on dots of two by two are hardly seen in a letter
HEADING_ROWS = 13  # with fewer, two marks above a letter run together
RUNNING_MM = 2.4  # coarse text is at most so high, where the ticket asks 2.6: 9 % of its bytes; values stay as asked
RUNNING_ROWS = 18  # and at least so: below, the marks of ã, ă and â would differ by less than four dots
MASK = 2  # on 80 tickets' codes a mean penalty of 526; the library's choice among the eight 548
INK_THRESHOLD = 112  # of 255: a little below half, since thermal heads print thin strokes lighter than drawn


@dataclass(frozen=True, slots=True)
class Paper:
    """The printable width of a roll. 203 dpi heads have 8 dots/mm, 180 dpi heads 7.09.

    `letters`: "drawn" with every dot of the head; "coarse" for fewer bytes: with dots two wide, in headings and numbers
    two by two, and a value beside its label instead of at the far edge; "own" where the line is slower still:
    downloaded to the printer (lettering.py), what that does not suit coarse.
    """

    width_dots: int = 576
    dots_per_mm: float = 8.0
    letters: str = "drawn"

    @property
    def coarse(self) -> bool:
        return self.letters != "drawn"

    def dots(self, mm: float) -> int:
        return max(1, round(mm * self.dots_per_mm))


@dataclass(frozen=True, slots=True)
class Strip:
    """One block drawn: `picture` is as wide as the paper, None for the cut."""

    block: Block
    picture: Image.Image | None


def lay_out(document: Document, paper: Paper) -> tuple[Strip, ...]:
    """The strips of a document from top to bottom."""
    return tuple(Strip(block, None if isinstance(block, Cut) else draw(block, paper)) for block in document.blocks)


def design(document: Document, paper: Paper) -> Image.Image:
    """The document as it was meant, black on white (mode "1"), without regard to any printer."""
    return stack([strip.picture for strip in lay_out(document, paper) if strip.picture], paper)


def stack(pictures: list[Image.Image], paper: Paper) -> Image.Image:
    """Ink strips one below the other as a sheet: black on white."""
    sheet = Image.new("1", (paper.width_dots, max(1, sum(p.height for p in pictures))), 1)
    top = 0
    for picture in pictures:
        sheet.paste(0, (0, top), picture)
        top += picture.height
    return sheet


def draw(block: Block, paper: Paper) -> Image.Image:
    """One block as an ink strip; a printer keeps its encoded form (encoding.py), a fortieth of the picture's memory."""
    return _hushed(_drawn(block, paper))


def undoubled(strip: Image.Image) -> Image.Image | None:
    """Every second column of a strip whose columns all come in pairs."""
    sheet = strip.tobytes()
    if strip.width % 16 or sheet.translate(None, DOUBLED):
        return None
    return Image.frombytes("1", (strip.width // 2, strip.height), bytes.fromhex(sheet.translate(HALVES).decode()))


def _hushed(strip: Image.Image) -> Image.Image:
    """A dot more where dots, as they are sent, would spell DLE EOT, ENQ or DC4: obeyed even within a picture.

    Also from the end of one row to the beginning of the next, wherever both are cropped.
    """
    half = undoubled(strip)
    sent = half or strip
    stride, sheet = sent.width // 8, sent.tobytes()
    if b"\x10" not in sheet:
        return strip
    rows = [REAL_TIME.sub(b"\x30", sheet[at : at + stride]) for at in range(0, len(sheet), stride)]
    for n, (row, below) in enumerate(pairwise(rows)):
        inked = row.rstrip(b"\0")
        if inked.endswith(b"\x10") and REAL_TIME.match(b"\x10" + below.lstrip(b"\0")):
            rows[n] = (inked[:-1] + b"\x30").ljust(stride, b"\0")
    hushed = b"".join(rows)
    if hushed == sheet:
        return strip
    mute = Image.frombytes("1", sent.size, hushed)
    return mute.resize(strip.size, Image.Resampling.NEAREST) if half else mute


def _drawn(block: Block, paper: Paper) -> Image.Image:
    if paper.letters == "own" and lettering.can_set(block):
        return lettering.picture(lettering.set_block(block, paper.width_dots), paper.width_dots)
    match block:
        case Text():
            return _draw_text(block, paper)
        case Pair():
            return _draw_pair(block, paper)
        case Check():
            return _draw_check(block, paper)
        case Number():
            return _draw_number(block, paper)
        case Code():
            return _draw_code(block, paper)
        case Rule():
            return _draw_rule(block, paper)
        case Space():
            return Image.new("1", (paper.width_dots, paper.dots(block.height_mm)), 0)
    raise TypeError(f"not a block that can be drawn: {block!r}")


def _face(bold: bool, height_mm: float, paper: Paper, most_mm: float = RUNNING_MM) -> DotFace:
    dots = paper.dots(height_mm)
    if not paper.coarse:
        return DotFace("Bold" if bold else "SemiBold", dots)  # thermal heads print thin strokes lighter than drawn
    if height_mm >= HEADING_MM:
        return DotFace("Bold" if bold else "SemiBold", max(HEADING_ROWS, round(dots / 2)), 2, 2)
    return DotFace("Bold" if bold else "Regular", max(RUNNING_ROWS, paper.dots(min(height_mm, most_mm))), 2)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of text on row `row`, standing at the left (`indent` dots from the edge), center or right."""

    row: int
    align: str
    text: str
    face: DotFace
    indent: int = 0


def _set_type(pieces: list[_Piece], paper: Paper, height_mm: float) -> Image.Image:
    """Every line begins at an even column, so that dots doubled by the printer meet those drawn."""
    above, below = map(max, zip(*(piece.face.reach for piece in pieces), strict=True)) if pieces else (0, 0)
    lead = _lead(height_mm, paper)
    pitch = above + below + 2 * lead
    rows = 1 + max((piece.row for piece in pieces), default=0)
    sheet = Image.new("1", (paper.width_dots, max(1, pitch * rows)), 0)
    for piece in pieces:
        strip = piece.face.write(piece.text)
        room = paper.width_dots - strip.width
        x = {"left": piece.indent, "center": room // 2}.get(piece.align, room)
        sheet.paste(strip, (x // 2 * 2, piece.row * pitch + lead + above - piece.face.reach[0]), strip)
    return sheet


def _lead(height_mm: float, paper: Paper) -> int:
    """Blank dots above a line, and as many below."""
    return paper.dots(height_mm * 0.1) // 2


def _ink(grey: Image.Image) -> Image.Image:
    return grey.point(lambda level: 255 if level >= INK_THRESHOLD else 0).convert("1", dither=Image.Dither.NONE)


def _draw_text(block: Text, paper: Paper) -> Image.Image:
    face = _face(block.bold, block.height_mm, paper)
    lines = wrap(block.text, face, paper.width_dots - 2)
    return _set_type([_Piece(n, block.align, line, face) for n, line in enumerate(lines)], paper, block.height_mm)


def _draw_pair(block: Pair, paper: Paper) -> Image.Image:
    """Label and value on one line, a little smaller if need be; else the value goes below, at the right."""
    label, value = unicodedata.normalize("NFC", block.label), unicodedata.normalize("NFC", block.value)
    width, most_mm = paper.width_dots - 2, block.height_mm if block.bold else RUNNING_MM
    for height_mm in (block.height_mm, block.height_mm * 0.92, block.height_mm * 0.84):
        face, value_face = _face(False, height_mm, paper), _face(block.bold, height_mm, paper, most_mm)
        beside = (face.getlength(label) + paper.dots(2.0 if paper.coarse else 1.5)) // 2 * 2
        both = beside + value_face.getlength(value)
        if both <= width:
            indent = (paper.width_dots - both) // 4 * 2 if paper.coarse else 0
            align, at = ("left", indent + beside) if paper.coarse else ("right", 0)
            pieces = [_Piece(0, "left", label, face, indent), _Piece(0, align, value, value_face, at)]
            return _set_type(pieces, paper, block.height_mm)
    face, value_face = _face(False, block.height_mm, paper), _face(block.bold, block.height_mm, paper, most_mm)
    labels, values = wrap(label, face, width), wrap(value, value_face, width)
    sides = ("center", "center") if paper.coarse else ("left", "right")
    pieces = [_Piece(n, sides[0], line, face) for n, line in enumerate(labels)]
    pieces += [_Piece(n, sides[1], line, value_face) for n, line in enumerate(values, len(labels))]
    return _set_type(pieces, paper, block.height_mm)


def _draw_check(block: Check, paper: Paper) -> Image.Image:
    """The box is a little higher than a capital, on the line of the first row; the text hangs beside it."""
    face, side = _face(block.bold, block.height_mm, paper), paper.dots(block.height_mm * 1.15) // 2 * 2
    indent, thick = side + paper.dots(block.height_mm * 0.7) // 2 * 2, max(2, paper.dots(0.25))
    lines = fill(block.text, face, paper.width_dots - 2 - indent)
    pieces = [_Piece(n, "left", line, face, indent) for n, line in enumerate(lines)]
    strip = _set_type(pieces, paper, block.height_mm)
    line = face.reach[0] + _lead(block.height_mm, paper)  # on which the first row stands
    top = line - paper.dots(block.height_mm) - (side - paper.dots(block.height_mm)) // 2
    ImageDraw.Draw(strip).rectangle((0, top, side - 1, top + side - 1), fill=0, outline=1, width=thick)
    return strip


def _draw_number(block: Number, paper: Paper) -> Image.Image:
    """As high as asked, less only where the number would not fit the paper."""
    scale = 2 if paper.coarse else 1
    width, height = paper.width_dots // scale, math.ceil(paper.dots(block.height_mm) / scale)
    while font(True, height).getlength(block.text) > width and height > 8:
        height -= 1
    margin = math.ceil(paper.dots(1) / scale)
    grey = Image.new("L", (width, height + 2 * margin), 0)
    pen = ImageDraw.Draw(grey)
    pen.text((width / 2, margin + height), block.text, fill=255, font=font(True, height), anchor="ms")
    return _ink(grey).resize((width * scale, grey.height * scale), Image.Resampling.NEAREST)


@lru_cache(maxsize=64)
def code_matrix(data: str) -> tuple[tuple[bool, ...], ...]:
    """The modules of a QR code, error correction M, without its quiet zone (white paper serves)."""
    return tuple(tuple(row) for row in _code(data).get_matrix())


def _code(data: str) -> Any:
    """One mask for all: weighing eight takes five times as long, and chose none that is fairer to a reader."""
    import qrcode

    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=0, mask_pattern=MASK)
    code.add_data(data.encode())
    return code


@lru_cache(maxsize=64)
def _modules(data: str) -> int:
    """How many modules wide the code is; its pattern is not needed where the printer draws it."""
    return 17 + 4 * _code(data).best_fit()


def module_dots(block: Code, paper: Paper) -> int:
    """Dots per module: as near to the asked size as whole dots allow, at least 3 (a phone's limit), at most 16.

    Even where dots are coarse: then a raster of doubled dots is a quarter of the bytes.
    """
    modules, room = _modules(block.data), paper.width_dots
    asked = max(3.0, block.size_mm * paper.dots_per_mm / modules)
    if paper.coarse and room // modules >= 2:
        return min(16, 2 * max(1, min(round(asked / 2), room // modules // 2)))
    return max(1, min(16, round(asked), room // modules))


def code_picture(block: Code, paper: Paper) -> Image.Image:
    """The code alone."""
    matrix, dots = code_matrix(block.data), module_dots(block, paper)
    small = Image.new("1", (len(matrix), len(matrix)), 0)
    small.putdata([255 if module else 0 for row in matrix for module in row])
    return small.resize((len(matrix) * dots, len(matrix) * dots), Image.Resampling.NEAREST)


def _draw_code(block: Code, paper: Paper) -> Image.Image:
    """Begins at an even column, so that dots doubled by the printer meet those drawn."""
    code = code_picture(block, paper)
    strip = Image.new("1", (paper.width_dots, code.height), 0)
    strip.paste(code, ((paper.width_dots - code.width) // 4 * 2, 0))
    return strip


def _draw_rule(block: Rule, paper: Paper) -> Image.Image:
    strip = Image.new("1", (paper.width_dots, paper.dots(2)), 0)
    thick = max(2, paper.dots(0.25))
    top = (strip.height - thick) // 2
    pen = ImageDraw.Draw(strip)
    step, ink = (paper.dots(2), paper.dots(1.25) // 2 * 2) if block.dashed else (paper.width_dots, paper.width_dots)
    for x in range(0, paper.width_dots, step):
        pen.rectangle((x, top, min(x + ink, paper.width_dots) - 1, top + thick - 1), fill=1)
    return strip
