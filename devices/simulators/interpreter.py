"""A strict reader of ESC/POS that turns bytes back into paper.

Knows exactly the commands the house sends, with the meaning the printers' manuals give them; any other
byte is a Complaint, so that a byte which would come out as rubbish on some printer is found here.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from PIL import Image, ImageDraw

from devices.drawing import Paper, code_matrix
from devices.faces import font

LINE_DOTS = 30
CELL_WIDTH, CELL_HEIGHT = 12, 24  # font A


QUESTION = re.compile(rb"\x10\x04[\x01-\x04]")
ORDER = re.compile(rb"\x10(?:\x05[\x00-\x02]|\x14[\x01-\x03\x08])")
LEAST_BUFFER = 4096  # a picture must fit whole into the buffer of cheap printers, which otherwise print it as letters


class Complaint(Exception):
    """A byte that is not an allowed command."""


class Unfinished(Exception):
    """The command is not complete yet."""


@dataclass(slots=True)
class Sheet:
    """The paper since the last cut, growing downwards. Ink is a set bit."""

    paper: Paper
    picture: Image.Image = field(init=False)
    height: int = 0
    inked: bool = False

    def __post_init__(self):
        self.picture = Image.new("1", (self.paper.width_dots, 1024), 0)

    def put(self, shape: Image.Image, align: str) -> None:
        """A shape at the paper's place; the paper moves by its height."""
        self._grow(self.height + shape.height)
        left = {"left": 0, "center": (self.paper.width_dots - shape.width) // 2}.get(
            align, self.paper.width_dots - shape.width
        )
        self.picture.paste(shape, (left, self.height))
        self.height += shape.height
        self.inked = True

    def feed(self, dots: int) -> None:
        self._grow(self.height + dots)
        self.height += dots

    def finished(self) -> Image.Image:
        """Black on white."""
        page = Image.new("1", (self.paper.width_dots, max(1, self.height)), 1)
        page.paste(0, (0, 0), self.picture.crop((0, 0, self.paper.width_dots, max(1, self.height))))
        return page

    def _grow(self, height: int) -> None:
        if height > self.picture.height:
            taller = Image.new("1", (self.paper.width_dots, height + 1024), 0)
            taller.paste(self.picture, (0, 0))
            self.picture = taller


@dataclass(slots=True)
class State:
    align: str = "left"
    bold: bool = False
    wide: int = 1
    high: int = 1
    code_page: int = 0
    unit: float = 1.0  # dots per vertical motion unit
    pitch: int = LINE_DOTS
    module: int = 3
    level: int = 48
    stored: bytes = b""
    own: dict[int, Image.Image] = field(default_factory=dict)  # letters downloaded for font A
    own_chosen: bool = False
    reached: int = 0  # where the next letter of the line stands
    inked: int = 0  # up to where the line has ink
    line: list[tuple[int, Image.Image]] = field(default_factory=list)


class Interpreter:
    """Carries out one command at a time on `sheet`; `answer` and `cut` are told to the printer around it."""

    def __init__(self, paper: Paper, half_dot_feed: bool, answer: Callable[[str], None], cut: Callable[[], None]):
        self.paper, self._unit = paper, 0.5 if half_dot_feed else 1.0
        self._answer, self._cut = answer, cut
        self.sheet = Sheet(paper)
        self.state = State(unit=self._unit)

    def take(self, sent: bytes) -> int:
        """Carry out the first command; how many bytes it had. Raises Unfinished or, at a foreign byte, Complaint."""
        if not sent:
            raise Unfinished
        first = sent[0]
        if first in (0x10, 0x1B, 0x1D):
            return {0x10: self._real_time, 0x1B: self._escape, 0x1D: self._group}[first](sent)
        if first == 0x0A:
            self._end_line()
            return 1
        if 0x20 <= first <= 0x7E:
            self._set_letter(first)
            return 1
        raise Complaint(f"byte {first:#04x}: not a command, and letters beyond ASCII depend on the printer's code page")

    def forget(self) -> None:
        """The line that was being set is dropped."""
        self.state.line.clear()
        self.state.reached = self.state.inked = 0

    def power_up(self) -> None:
        """As after ESC @, and the line that was being set is gone; the paper stays where it is."""
        self.state = State(unit=self._unit)

    def _real_time(self, sent: bytes) -> int:
        if _need(sent, 3)[1] == 0x04 and sent[2] in (1, 2, 3, 4):
            self._answer(f"status {sent[2]}")
            return 3
        if sent[1] == 0x14 and _need(sent, 10)[2:10] == b"\x08\x01\x03\x14\x01\x06\x02\x08":
            self._answer("cleared")
            return 10
        raise Complaint(f"DLE {sent[1]:#04x}")

    def _escape(self, sent: bytes) -> int:
        state, name = self.state, chr(_need(sent, 2)[1])
        if name == "@":
            self.state = State(unit=self._unit)
            return 2
        value = _need(sent, 3)[2]
        if name == "&":
            return self._define(sent)
        if name == "$":
            self._stand_at(int.from_bytes(_need(sent, 4)[2:4], "little"))
            return 4
        if name == "%" and value in (0, 1):
            state.own_chosen = bool(value)
        elif name == "3" and value:
            state.pitch = round(value * state.unit)
        elif name == "a" and value in (0, 1, 2):
            self._at_line_start("ESC a")
            state.align = ("left", "center", "right")[value]
        elif name == "E":
            state.bold = bool(value & 1)
        elif name == "t" and value < 128:
            state.code_page = value
        elif name == "J":
            self._end_line(round(value * state.unit))
        elif name == "d":
            self._end_line(value * LINE_DOTS)
        else:
            raise Complaint(f"ESC {name!r} {value}")
        return 3

    def _group(self, sent: bytes) -> int:
        state, name = self.state, chr(_need(sent, 2)[1])
        if name == "!":
            value = _need(sent, 3)[2]
            state.wide, state.high = (value >> 4) + 1, (value & 15) + 1
            if value & 0x88:
                raise Complaint(f"GS ! {value:#04x}")
            return 3
        if name == "P":
            per_inch = _need(sent, 4)[3]
            state.unit = round(self.paper.dots_per_mm * 25.4) / per_inch if per_inch else self._unit
            return 4
        if name == "r" and _need(sent, 3)[2] in (1, 49):
            self._answer("fence")
            return 3
        if name == "V":
            return self._knife(sent)
        if name == "v":
            return self._raster(sent)
        if name == "(":
            return self._code(sent)
        raise Complaint(f"GS {name!r}")

    def _knife(self, sent: bytes) -> int:
        function = _need(sent, 3)[2]
        self._at_line_start("GS V")
        if function in (0, 1, 48, 49):
            self._cut()
            return 3
        if function in (65, 66):
            self.sheet.feed(round(_need(sent, 4)[3] * self.state.unit))
            self._cut()
            return 4
        raise Complaint(f"GS V {function}")

    def _set_letter(self, code: int) -> None:
        """A cell where the line has come to. A printer breaks a line that is too long and may, where cells overlap,
        keep either or both: neither may happen."""
        state = self.state
        if state.own_chosen:
            if code not in state.own:
                raise Complaint(f"{chr(code)!r} was not defined: each printer sets a letter of its own")
            shape = state.own[code]
        else:
            shape = _font_a(chr(code), state.bold)
        shape = shape.resize((CELL_WIDTH * state.wide, CELL_HEIGHT * state.high), Image.Resampling.NEAREST)
        if state.reached + shape.width > self.paper.width_dots:
            raise Complaint("a line of text wider than the paper is broken by the printer")
        if state.inked > state.reached:
            raise Complaint("a letter over the ink of another")
        if ink := shape.getbbox():
            state.inked = state.reached + ink[2]
        state.line.append((state.reached, shape))
        state.reached += shape.width

    def _stand_at(self, x: int) -> None:
        if self.state.align != "left":
            raise Complaint("ESC $ means different places to different printers unless text is aligned left")
        if x >= self.paper.width_dots:
            raise Complaint("ESC $ outside the paper is ignored")
        self.state.reached = x

    def _define(self, sent: bytes) -> int:
        """ESC & 3 c1 c2 [x, 3x bytes] ...: at most 12 columns of 24 dots, blank where fewer are given."""
        rows, first, last = _need(sent, 5)[2:5]
        if rows != 3 or not 32 <= first <= last <= 126:
            raise Complaint(f"ESC & {rows} {first} {last}")
        self._at_line_start("ESC &")
        at, defined = 5, {}
        for code in range(first, last + 1):
            columns = _need(sent, at + 1)[at]
            if columns > CELL_WIDTH:
                raise Complaint(f"ESC & with {columns} columns in font A")
            end = at + 1 + 3 * columns
            defined[code] = _cell(_need(sent, end)[at + 1 : end])
            at = end
        self._overhear(sent[5:at])
        self.state.own |= defined
        return at

    def _overhear(self, dots: bytes) -> None:
        """A printer answers what looks like DLE EOT even within a picture, and prints the picture too.

        What looks like DLE ENQ or DLE DC4 is carried out: a buffer cleared, a drawer opened, power switched off.
        """
        if order := ORDER.search(dots):
            raise Complaint(f"dots that spell {order[0]!r}")
        for question in QUESTION.findall(dots):
            self._answer(f"status {question[2]}")

    def _raster(self, sent: bytes) -> int:
        mode, size = _need(sent, 8)[2:4], sent[4:8]
        width, rows = int.from_bytes(size[:2], "little"), int.from_bytes(size[2:], "little")
        if mode[:1] != b"0" or mode[1] > 3:
            raise Complaint(f"GS v {mode!r}")
        wide, high = (mode[1] & 1) + 1, (mode[1] >> 1) + 1
        if not 0 < width * 8 * wide <= self.paper.width_dots or not 0 < rows <= 255:
            raise Complaint(f"GS v 0 {width * 8 * wide}x{rows} on paper of {self.paper.width_dots}")
        whole = 8 + width * rows
        if whole > LEAST_BUFFER:
            raise Complaint(f"GS v 0 of {whole} bytes")
        self._at_line_start("GS v 0")
        self._overhear(_need(sent, whole)[8:whole])
        dots = Image.frombytes("1", (width * 8, rows), sent[8:whole])
        self.sheet.put(dots.resize((width * 8 * wide, rows * high), Image.Resampling.NEAREST), self.state.align)
        return whole

    def _code(self, sent: bytes) -> int:
        length = int.from_bytes(_need(sent, 5)[3:5], "little")
        body = _need(sent, 5 + length)[5 : 5 + length]
        if sent[2:3] != b"k" or body[:1] != b"1" or length < 3:
            raise Complaint(f"GS ( {sent[2:3]!r}")
        state, function, value = self.state, body[1], body[2:]
        if function == 65 and value[:1] == b"2":
            pass  # model 2, the one everybody reads
        elif function == 67 and 1 <= value[0] <= 16:
            state.module = value[0]
        elif function == 69 and 48 <= value[0] <= 51:
            state.level = value[0]
        elif function == 80 and value[:1] == b"0":
            state.stored = bytes(value[1:])
        elif function == 81 and value == b"0" and state.stored:
            self._at_line_start("GS ( k")
            self._draw_code()
        else:
            raise Complaint(f"GS ( k function {function} {value[:4]!r}")
        return 5 + length

    def _draw_code(self) -> None:
        if self.state.level != 49:
            raise Complaint("a QR code on a ticket has error correction M")
        matrix, dots = code_matrix(self.state.stored.decode()), self.state.module
        if len(matrix) * dots > self.paper.width_dots:
            raise Complaint("a QR code wider than the paper is not printed")
        small = Image.new("1", (len(matrix), len(matrix)), 0)
        small.putdata([255 if module else 0 for row in matrix for module in row])
        self.sheet.put(small.resize((len(matrix) * dots,) * 2, Image.Resampling.NEAREST), self.state.align)

    def _at_line_start(self, command: str) -> None:
        if self.state.line:
            raise Complaint(f"{command} in the middle of a line")

    def _end_line(self, feed_dots: int | None = None) -> None:
        """Letters stand on the bottom of the line; the paper moves by the feed, and at least by their height."""
        feed = self.state.pitch if feed_dots is None else feed_dots
        line, self.state.line = self.state.line, []
        width, self.state.reached, self.state.inked = self.state.reached, 0, 0
        if not line:
            self.sheet.feed(feed)
            return
        height = max(shape.height for _, shape in line)
        row = Image.new("1", (width, height), 0)
        for x, shape in line:
            row.paste(255, (x, height - shape.height), shape)
        self.sheet.put(row, self.state.align)
        self.sheet.feed(max(0, feed - height))


def _need(sent: bytes, count: int) -> bytes:
    if len(sent) < count:
        raise Unfinished
    return sent


@lru_cache(maxsize=512)
def _cell(columns: bytes) -> Image.Image:
    """Columns from the left, each three bytes from the top, in a cell of font A."""
    cell = Image.new("1", (CELL_WIDTH, CELL_HEIGHT), 0)
    dots = {(x, y) for x in range(len(columns) // 3) for y in range(24) if columns[3 * x + y // 8] & 128 >> y % 8}
    for dot in dots:
        cell.putpixel(dot, 255)
    return cell


@lru_cache(maxsize=256)
def _font_a(letter: str, bold: bool) -> Image.Image:
    """A letter in the printer's cell of 12 x 24: capitals 17 high, standing on row 20, squeezed as such fonts are."""
    face, wide = font(bold, 17 * 8), 96
    length = round(face.getlength(letter))
    drawn = Image.new("L", (max(length, 1), 192), 0)
    ImageDraw.Draw(drawn).text((0, 160), letter, fill=255, font=face, anchor="ls")
    room = min(length, 92)
    cell = Image.new("L", (wide, 192), 0)
    if room:
        cell.paste(drawn.resize((room, 192), Image.Resampling.BOX), ((wide - room) // 2, 0))
    small = cell.resize((12, 24), Image.Resampling.BOX)
    return small.point(lambda level: 255 if level >= 120 else 0).convert("1", dither=Image.Dither.NONE)
