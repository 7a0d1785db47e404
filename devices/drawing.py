"""Documents drawn for paper: blocks of a document as black-and-white strips for one width of paper.

A strip is a 1-bit Pillow picture in which a set bit is ink: its bytes are what a printer takes.
"""

import math
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from center.papers import Block, Check, Code, Cut, Document, Number, Pair, Rule, Space, Text
from devices import lettering
from devices.faces import font
from devices.paragraphs import fill, wrap

CACHED_BLOCKS = 48  # a ticket has about 25, most of them the same on the next one; 40 kB each
REAL_TIME = lettering.REAL_TIME
SMALL_HEADING = 0.88  # headings beside small text keep their rank with a quarter less to send
INK_THRESHOLD = 112  # of 255: a little below half, since thermal heads print thin strokes lighter than drawn


@dataclass(frozen=True, slots=True)
class Paper:
    """The printable width of a roll. 203 dpi heads have 8 dots/mm, 180 dpi heads 7.09.

    `small`, where the line to the printer is slow: text is set in letters that can be downloaded (lettering.py), and
    the number has dots of two by two. `tight`, where they cannot: a value stands beside its label instead of at the
    far edge.
    """

    width_dots: int = 576
    dots_per_mm: float = 8.0
    small: bool = False
    tight: bool = False

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


@lru_cache(maxsize=CACHED_BLOCKS)
def draw(block: Block, paper: Paper) -> Image.Image:
    """One block as an ink strip. Kept once drawn: most of a ticket never changes."""
    return _hushed(_drawn(block, paper))


def _hushed(strip: Image.Image) -> Image.Image:
    """A dot more where dots would spell DLE EOT, ENQ or DC4, which printers obey even within a picture."""
    dots = strip.tobytes()
    if not REAL_TIME.search(dots):
        return strip
    return Image.frombytes("1", strip.size, REAL_TIME.sub(lambda found: b"\x30" + found[0][1:], dots))


def _drawn(block: Block, paper: Paper) -> Image.Image:
    if paper.small and lettering.can_set(block):
        return lettering.picture(lettering.set_block(block, paper.width_dots, paper.tight), paper.width_dots)
    if paper.small and isinstance(block, Text | Pair | Check):
        block = replace(block, height_mm=block.height_mm * SMALL_HEADING)
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


@lru_cache(maxsize=64)
def _reach(face: ImageFont.FreeTypeFont) -> tuple[int, int]:
    """How far Vietnamese letters reach above and below the line: Ẫ has two marks above, Ợ one below."""
    _, top, _, bottom = face.getbbox("ẪỂỖÅgọựỢy", anchor="ls")
    return -top, bottom


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of text on row `row`, standing at the left (`indent` dots from the edge), center or right."""

    row: int
    align: str
    text: str
    face: ImageFont.FreeTypeFont
    indent: int = 0


def _set_type(pieces: list[_Piece], paper: Paper, height_mm: float) -> Image.Image:
    above, below = map(max, zip(*(_reach(piece.face) for piece in pieces), strict=True)) if pieces else (0, 0)
    lead = paper.dots(height_mm * 0.1)
    pitch = above + below + lead
    grey = Image.new("L", (paper.width_dots, max(1, pitch * (1 + max((p.row for p in pieces), default=0)))), 0)
    pen = ImageDraw.Draw(grey)
    for piece in pieces:
        x = {"left": piece.indent, "center": paper.width_dots / 2}.get(piece.align, paper.width_dots)
        anchor = {"left": "ls", "center": "ms"}.get(piece.align, "rs")
        pen.text((x, piece.row * pitch + lead // 2 + above), piece.text, fill=255, font=piece.face, anchor=anchor)
    return _ink(grey)


def _ink(grey: Image.Image) -> Image.Image:
    return grey.point(lambda level: 255 if level >= INK_THRESHOLD else 0).convert("1", dither=Image.Dither.NONE)


def _draw_text(block: Text, paper: Paper) -> Image.Image:
    face = font(block.bold, paper.dots(block.height_mm))
    lines = wrap(block.text, face, paper.width_dots - 2)
    return _set_type([_Piece(n, block.align, line, face) for n, line in enumerate(lines)], paper, block.height_mm)


def _draw_pair(block: Pair, paper: Paper) -> Image.Image:
    """Label and value on one line, a little smaller if need be; else the value goes below, at the right."""
    label, value = unicodedata.normalize("NFC", block.label), unicodedata.normalize("NFC", block.value)
    width = paper.width_dots - 2
    for height_mm in (block.height_mm, block.height_mm * 0.92, block.height_mm * 0.84):
        face, value_face = font(False, paper.dots(height_mm)), font(block.bold, paper.dots(height_mm))
        if face.getlength(label) + paper.dots(1.5) + value_face.getlength(value) <= width:
            pieces = [_Piece(0, "left", label, face), _Piece(0, "right", value, value_face)]
            if not paper.tight:
                return _set_type(pieces, paper, block.height_mm)
            both = math.ceil(face.getlength(label) + paper.dots(1.5) + value_face.getlength(value))
            drawn = _set_type(pieces, replace(paper, width_dots=both), block.height_mm)
            strip = Image.new("1", (paper.width_dots, drawn.height), 0)
            strip.paste(drawn, ((paper.width_dots - both) // 2, 0))
            return strip
    face, value_face = font(False, paper.dots(block.height_mm)), font(block.bold, paper.dots(block.height_mm))
    labels, values = wrap(label, face, width), wrap(value, value_face, width)
    pieces = [_Piece(n, "left", line, face) for n, line in enumerate(labels)]
    pieces += [_Piece(n, "right", line, value_face) for n, line in enumerate(values, len(labels))]
    return _set_type(pieces, paper, block.height_mm)


def _draw_check(block: Check, paper: Paper) -> Image.Image:
    """The box is a little higher than a capital, on the line of the first row; the text hangs beside it."""
    face, side = font(block.bold, paper.dots(block.height_mm)), paper.dots(block.height_mm * 1.15)
    indent, thick = side + paper.dots(block.height_mm * 0.7), max(2, paper.dots(0.25))
    lines = fill(block.text, face, paper.width_dots - 2 - indent)
    pieces = [_Piece(n, "left", line, face, indent) for n, line in enumerate(lines)]
    strip = _set_type(pieces, paper, block.height_mm)
    line = _reach(face)[0] + paper.dots(block.height_mm * 0.1) // 2  # on which the first row stands
    top = line - paper.dots(block.height_mm) - (side - paper.dots(block.height_mm)) // 2
    ImageDraw.Draw(strip).rectangle((0, top, side - 1, top + side - 1), fill=0, outline=1, width=thick)
    return strip


def _draw_number(block: Number, paper: Paper) -> Image.Image:
    """As high as asked, less only where the number would not fit the paper."""
    scale = 2 if paper.small else 1
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
    import qrcode  # python-escpos brings it along

    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=0)
    code.add_data(data.encode())
    return tuple(tuple(row) for row in code.get_matrix())


@lru_cache(maxsize=64)
def _modules(data: str) -> int:
    """How many modules wide the code is; its pattern, which costs 30 ms, is not needed where the printer draws it."""
    import qrcode

    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=0)
    code.add_data(data.encode())
    return 17 + 4 * code.best_fit()


def module_dots(block: Code, paper: Paper) -> int:
    """Dots per module: as near to the asked size as whole dots allow, at least 3 (a phone's limit), at most 16.

    Even on a slow line, where a raster of doubled dots is a quarter of the bytes.
    """
    modules, room = _modules(block.data), paper.width_dots
    asked = max(3.0, block.size_mm * paper.dots_per_mm / modules)
    if paper.small and room // modules >= 2:
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
