"""A document in the words of ESC/POS, block by block the shortest way that prints it right.

Vietnamese letters never depend on a printer's code pages: of the 35 profiles of python-escpos 11 know TCVN-3, and
the others turn up to 19 % of the letters of a ticket into question marks. They are raster: with every dot where bytes
cost no time, with doubled columns on a serial line, and on the slowest downloaded to the printer (lettering.py). A QR
code is the printer's own where it can; the ticket number too where the line is very slow. Blank rows are fed.
"""

import json
import math
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from PIL import Image

from center.papers import Block, Code, Cut, Document, Number
from devices import lettering
from devices.drawing import Paper, code_picture, draw, module_dots, stack, undoubled
from devices.troubles import Misconfigured

CACHED_BLOCKS = 48  # a ticket has about 25, most of them the same on the next one
BAND_BYTES = 2048  # larger rasters overflow the buffer of cheap printers, which then print them as letters
BAND_HEAD = 12  # 8 bytes, at times an alignment, and a little against needless splitting
MOST_ROWS = 120  # 240 where the printer doubles them: some know no more than 255
BLANK_ROWS = 10  # shorter gaps stay inside the raster, so that no mark leaves its letter if a feed is inexact
RESET = b"\x1b@"
FEED = b"\x1bJ"
ASK_IN_ORDER = b"\x1dr\x01"  # GS r 1 is answered only once everything before it is printed
CLEAR_BUFFER = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"  # DLE DC4 8: real-time, drops what has not been printed yet
CELL_WIDTH, CELL_HEIGHT, CELL_CAPITAL = 12, 24, 16  # font A; capitals are 16 to 18 rows of the 24, by maker


@dataclass(frozen=True, slots=True)
class Model:
    """What a printer model can do, after python-escpos's profile of that name."""

    name: str
    paper: Paper
    cuts: str  # "" | "full" | "partial"
    draws_codes: bool
    takes_letters: bool  # its maker's manual says that letters can be downloaded (ESC &) and placed (ESC $)
    half_dot_feed: bool  # Epson feeds in half dots (1/360", 1/406") until told otherwise, others in dots


@lru_cache(maxsize=32)
def model(name: str = "default", width_dots: int | None = None) -> Model:
    """The model of that profile name; `width_dots` wins over the profile. Raises Misconfigured."""
    try:
        profile = profiles()[name]
    except KeyError as error:
        raise Misconfigured(f"no printer profile named {name!r}") from error
    media, can = profile["media"], profile["features"]
    width = width_dots or media["width"].get("pixels")
    width = width if isinstance(width, int) else 576
    dpi = media.get("dpi")
    dpi = dpi if isinstance(dpi, int) and dpi in (180, 203) else 203
    if not 200 <= width <= 1024 or not can.get("bitImageRaster"):
        raise Misconfigured(f"a ticket cannot be drawn by printer {name!r} at {width} dots")
    return Model(
        name,
        Paper(width // 8 * 8, 8.0 if dpi == 203 else dpi / 25.4),
        "partial" if can.get("paperPartCut") else "full" if can.get("paperFullCut") else "",
        bool(can.get("qrCode")),
        name.startswith(("TM-", "CT-")),
        name.startswith("TM-"),
    )


def profiles() -> dict[str, Any]:
    """What python-escpos knows of each printer, by its name there.

    Read from its list and not kept: its own loader brings yaml, bar codes and four folders of drivers, 5 MB for good.
    """
    listed = Path(find_spec("escpos").origin).with_name("capabilities.json")
    return json.loads(listed.read_bytes())["profiles"]


@dataclass(frozen=True, slots=True)
class Piece:
    """One block as it is sent. `words`: (alignment, bytes), each a whole command or a few.

    `native`: in the printer's own shapes. `lines`: in letters that are downloaded to it.
    """

    block: Block
    paper: Paper
    native: bool
    words: tuple[tuple[str, bytes], ...]
    lines: tuple[lettering.Line, ...] = ()

    @property
    def length(self) -> int:
        """Bytes of its words."""
        return sum(len(word) for _, word in self.words)

    @property
    def picture(self) -> Image.Image | None:
        """What the paper then shows, None for the cut; where `native` the printer's shapes fill its place."""
        if isinstance(self.block, Cut):
            return None
        if self.lines:
            return lettering.picture(self.lines, self.paper.width_dots)
        drawn = draw(self.block, self.paper)
        if self.native and isinstance(self.block, Code):
            code = code_picture(self.block, self.paper)
            drawn = Image.new("1", drawn.size, 0)
            drawn.paste(code, ((drawn.width - code.width) // 2, 0))
        if not (self.native and isinstance(self.block, Number)):
            return drawn
        _, height = _native_size(self.block, self.paper)
        cell = Image.new("1", (self.paper.width_dots, CELL_HEIGHT * height), 0)
        cell.paste(drawn, (0, max(0, (cell.height - drawn.height) // 2)))
        return cell


def encode(document: Document, printer: Model, native_number: bool) -> tuple[Piece, ...]:
    """Where the paper has letters of its own each block is sent in them, unless that were longer."""
    pieces = [_piece(block, printer, native_number) for block in document.blocks]
    if printer.paper.letters != "own":
        return tuple(pieces)
    paper = printer.paper
    lines = {
        n: lettering.set_block(block, paper.width_dots)
        for n, block in enumerate(document.blocks)
        if lettering.can_set(block)
    }
    for n in lettering.worth_setting(lines, {n: pieces[n].length for n in lines}):
        pieces[n] = replace(pieces[n], words=(), lines=lines[n])
    return tuple(pieces)


def designed(pieces: tuple[Piece, ...], printer: Model) -> Image.Image:
    """The ticket these pieces should give, black on white."""
    return stack([piece.picture for piece in pieces if piece.picture], printer.paper)


def slices(pieces: tuple[Piece, ...], printer: Model, most: int = 2048) -> list[bytes]:
    """The whole job, cut between commands into slices of about `most` bytes; every job sets its own state anew."""
    job = [bytearray(RESET)]
    if printer.half_dot_feed:
        job[0] += b"\x1dP\x00" + bytes([round(printer.paper.dots_per_mm * 25.4)])
    standing, own, fed = "left", False, 0
    case = lettering.Case([line for piece in pieces for line in piece.lines])

    def add(align: str, word: bytes) -> None:
        nonlocal standing, fed
        if fed and word[:2] == FEED and len(word) == 3 and fed + word[2] <= 255:  # blank rows of two blocks
            job[-1][-1] = fed = fed + word[-1]
            return
        fed = word[-1] if word[:2] == FEED else 0
        if align not in ("", standing):
            word = b"\x1ba" + bytes([("left", "center", "right").index(align)]) + word
            standing = align
        if len(job[-1]) + len(word) > most:
            job.append(bytearray())
        job[-1] += word

    if any(piece.lines for piece in pieces):
        for word in case.begin():
            add("", word)
    for piece in pieces:
        writes = piece.native and isinstance(piece.block, Number)
        if own is writes and (writes or piece.lines):
            own = not own
            add("", b"\x1b%" + bytes([own]))
        for align, word in piece.words:
            add(align, word)
        for line in piece.lines:
            add("left", case.set(line))
    return [bytes(part) for part in job if part]


@lru_cache(maxsize=CACHED_BLOCKS)
def _piece(block: Block, printer: Model, native_number: bool) -> Piece:
    if isinstance(block, Cut):
        return Piece(block, printer.paper, True, (("", _cut(printer)),))
    if isinstance(block, Number) and native_number and block.text.isascii():
        return _native_number(block, printer)
    if isinstance(block, Code) and printer.draws_codes:
        return Piece(block, printer.paper, True, (("center", _native_code(block, printer)),))
    return Piece(block, printer.paper, False, tuple(raster(draw(block, printer.paper), printer.paper.coarse)))


def raster(picture: Image.Image, sparing: bool) -> list[tuple[str, bytes]]:
    """An ink strip as feeds and raster bands.

    `sparing`: as few bytes as can be. Dots that are doubled across, or both ways, are sent once; bands are cropped,
    under centre alignment by the same amount on both sides, so that all keep their columns. Else nothing is asked of
    a printer but what all of them know: some double wrongly, some do not centre pictures (ticket_printers.md).
    """
    half = undoubled(picture) if sparing else None
    sent = half or picture
    stride, sheet = sent.width // 8, sent.tobytes()
    rows = [sheet[at : at + stride] for at in range(0, len(sheet), stride)]
    words: list[tuple[str, bytes]] = []
    for ink, first, last in _runs([any(row) for row in rows]):
        run = rows[first:last]
        if not ink:
            words.append(("", _feed(last - first)))
        elif half and len(run) % 2 == 0 and run[::2] == run[1::2]:
            words += _raster_bands(run[::2], stride, 3, sparing)
        else:
            words += _raster_bands(run, stride, 1 if half else 0, sparing)
    return words


def _raster_bands(rows: list[bytes], stride: int, mode: int, centres: bool) -> list[tuple[str, bytes]]:
    """GS v 0; mode 1: the printer doubles each dot across; 3: both ways."""
    lefts = [stride - len(row.lstrip(b"\0")) if centres else 0 for row in rows]
    edges = [
        (left, len(row.rstrip(b"\0"))) for left, row in zip(lefts, rows, strict=True)
    ]  # first inked, after the last
    words = []
    for top, bottom in _bands(edges, stride):
        align, start, end = _crop(edges[top:bottom], stride)
        head = b"\x1dv0" + bytes([mode]) + (end - start).to_bytes(2, "little") + (bottom - top).to_bytes(2, "little")
        words.append((align, head + b"".join(row[start:end] for row in rows[top:bottom])))
    return words


def _crop(edges: list[tuple[int, int]], stride: int) -> tuple[str, int, int]:
    """(alignment, first column of bytes, after the last) that hold all these rows."""
    left, right = min(left for left, _ in edges), max(right for _, right in edges)
    even = min(left, stride - right, (stride - 1) // 2)
    return ("center", even, stride - even) if stride - 2 * even <= right else ("left", 0, max(right, 1))


def _bands(edges: list[tuple[int, int]], stride: int) -> list[tuple[int, int]]:
    """Where to split rows so that heads and cropped rows together are shortest: only between rows of other edges."""
    cuts = [0]
    for row in range(1, len(edges) + 1):
        if row == len(edges) or edges[row] != edges[row - 1] or (row + 1 - cuts[-1]) * stride > BAND_BYTES:
            cuts.append(row)
    best = [(0, 0)]  # of each cut: (bytes up to it, the cut its band begins at)
    for below, bottom in enumerate(cuts[1:], 1):
        left, right, least, begin, width = stride, 0, 1 << 30, below - 1, 1
        for above in range(below - 1, -1, -1):
            start, end = edges[cuts[above]]
            if start < left or end > right:  # spelt out: this is most of what a line costs between tap and paper
                left, right = start if start < left else left, end if end > right else right
                even = min(left, stride - right, (stride - 1) // 2)
                width = max(1, min(stride - 2 * even, right))
            rows = bottom - cuts[above]
            if rows > MOST_ROWS or (rows * width > BAND_BYTES and above < below - 1):
                break
            length = best[above][0] + BAND_HEAD + rows * width
            if length <= least:
                least, begin = length, above
        best.append((least, begin))
    bands, below = [], len(cuts) - 1
    while below:
        bands.append((cuts[best[below][1]], cuts[below]))
        below = best[below][1]
    return bands[::-1]


def _runs(inked: list[bool]) -> list[tuple[bool, int, int]]:
    """(ink, first row, row after the last) from top to bottom; short gaps between ink count as ink."""
    runs: list[tuple[bool, int, int]] = []
    for row, ink in enumerate(inked):
        if runs and runs[-1][0] == ink:
            runs[-1] = (ink, runs[-1][1], row + 1)
        else:
            runs.append((ink, row, row + 1))
    joined: list[tuple[bool, int, int]] = []
    for at, (ink, first, last) in enumerate(runs):
        inner = 0 < at < len(runs) - 1
        ink = ink or (inner and last - first < BLANK_ROWS)
        if joined and ink and joined[-1][0]:
            joined[-1] = (True, joined[-1][1], last)
        else:
            joined.append((ink, first, last))
    return joined


def _feed(dots: int) -> bytes:
    return b"".join(FEED + bytes([min(255, dots - at)]) for at in range(0, dots, 255))


def _native_number(block: Number, printer: Model) -> Piece:
    """In the printer's font A, enlarged until its capitals are at least as high as asked, if the width allows."""
    width, height = _native_size(block, printer.paper)
    size = bytes([(width - 1) << 4 | height - 1])
    words = b"\x1d!" + size + b"\x1bE\x01" + block.text.encode("ascii") + b"\n\x1d!\x00\x1bE\x00"
    return Piece(block, printer.paper, True, (("center", words),))


def _native_size(block: Number, paper: Paper) -> tuple[int, int]:
    """How many times as wide and high font A becomes."""
    height = min(8, math.ceil(paper.dots(block.height_mm) / CELL_CAPITAL))
    return max(1, min(height, paper.width_dots // (CELL_WIDTH * len(block.text)))), height


def _native_code(block: Code, printer: Model) -> bytes:
    """GS ( k: model 2, dots per module, error correction M, the text, print; byte for byte as python-escpos says it."""
    dots, text = module_dots(block, printer.paper), block.data.encode()
    told = ((65, b"2\0"), (67, bytes([dots])), (69, b"1"), (80, b"0" + text), (81, b"0"))
    return b"".join(
        b"\x1d(k" + (len(values) + 2).to_bytes(2, "little") + b"1" + bytes([function]) + values
        for function, values in told
    )


def _cut(printer: Model) -> bytes:
    """Feed to the knife and cut; a printer without a knife feeds past the tear bar."""
    if printer.cuts:
        return b"\x1dV" + (b"B" if printer.cuts == "partial" else b"A") + b"\x00"
    return _feed(printer.paper.dots(14))
