"""What the tests of printing share: documents, and how a printed page is held against its design."""

import unicodedata
from functools import cache

from PIL import Image, ImageChops

from center.papers import Check, Code, Cut, Document, Number, Pair, Rule, Space, Text
from devices.encoding import Model, Piece, designed
from devices.lettering import letter, set_block, shape_of
from devices.simulators.interpreter import Interpreter

VIETNAMESE = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđbcdfghjklmnpqrstvwxz"

SMALL = Document("small", (Text("Số thứ tự"), Cut()))


def ticket(number: str = "A 015", field: str = "Hộ tịch – Chứng thực") -> Document:
    return Document(
        f"ticket {number}",
        (
            Text("Trung tâm Phục vụ hành chính công", 2.6, bold=True),
            Rule(),
            Text("SỐ THỨ TỰ", 3.2, bold=True),
            Number(number, 14.0),
            Space(1.5),
            Text(field, 3.4, bold=True),
            Rule(dashed=True),
            Pair("Lấy số lúc", "08:42  23/11/2026"),
            Pair("Thời gian chờ dự kiến", "15–25 phút", bold=True),
            Space(2),
            Code("MC1|12988|20261123|A015", 20.0),
            Text("Hỗ trợ: 1022", 2.2),
            Cut(),
        ),
    )


def differing_dots(page: Image.Image, pieces: tuple[Piece, ...], printer: Model) -> int:
    """Dots in which a page differs from its design, leaving out the number in the printer's own letters."""
    design = designed(pieces, printer)
    assert page.width == design.width and page.height >= design.height
    difference = ImageChops.logical_xor(page.crop((0, 0, *design.size)), design)
    top = 0
    for piece in pieces:
        height = piece.picture.height if piece.picture else 0
        if piece.native and isinstance(piece.block, Number):
            difference.paste(0, (0, top, page.width, top + height))
        top += height
    return difference.histogram()[255]


def number_rows(page: Image.Image, pieces: tuple[Piece, ...]) -> int:
    """How many rows the ink of the number is high on the page."""
    top = 0
    for piece in pieces:
        height = piece.picture.height if piece.picture else 0
        if isinstance(piece.block, Number):
            ink = ImageChops.invert(page.crop((0, top, page.width, top + height))).getbbox()
            return ink[3] - ink[1]
        top += height
    raise AssertionError("no number in this document")


class Reader(Interpreter):
    """A strict printer that also tells which letters stand in its lines, by the shapes of its cells."""

    def __init__(self, printer: Model):
        super().__init__(printer.paper, printer.half_dot_feed, lambda what: None, lambda: None)
        self.rows: list[list[tuple[int, bytes]]] = [[]]

    def _set_letter(self, code):
        if self.state.own_chosen:
            self.rows[-1].append((self.state.reached, self.state.own.get(code, Image.new("1", (12, 24))).tobytes()))
        super()._set_letter(code)

    def _end_line(self, feed_dots=None):
        super()._end_line(feed_dots)
        if self.rows[-1]:
            self.rows.append([])


def said(job: list[bytes], printer: Model) -> str:
    """The text that came in downloaded letters, without its spaces, as read from the printer's cells."""
    reader, sent = Reader(printer), memoryview(b"".join(job))
    while sent:
        sent = sent[reader.take(bytes(sent[:4096])) :]
    return "".join(map(_letters, reader.rows))


def written(pieces: tuple[Piece, ...]) -> str:
    """The text that was to come so, without its spaces; □ is the box of a line to tick."""
    texts = []
    for piece in pieces:
        match piece.block if piece.lines else None:
            case Check(text):
                texts.append(f"□{text}")
            case Text(text):
                texts.append(text)
            case Pair(label, value):
                texts.append(label + value)
    return "".join(unicodedata.normalize("NFC", "".join(texts)).split())


def _letters(row: list[tuple[int, bytes]]) -> str:
    """Letters of two or three cells first."""
    shapes, text, at = _shapes(), "", 0
    while at < len(row):
        for many in (3, 2, 1):
            cells = row[at : at + many]
            joined = all(x == cells[0][0] + 12 * n for n, (x, _) in enumerate(cells))
            if len(cells) == many and joined and (mark := shapes.get(tuple(shape for _, shape in cells))):
                break
        else:
            mark, many = "\N{REPLACEMENT CHARACTER}", 1
        text, at = text + mark, at + many
    return text


@cache
def _shapes() -> dict[tuple[bytes, ...], str]:
    """The house's letters by the dots of their cells."""
    shapes = {tuple(map(_dots, (cell for _, cell in set_block(Check(""), 576)[0].cells))): "□"}
    for mark in VIETNAMESE + VIETNAMESE.upper() + "".join(map(chr, range(33, 127))) + "–·…":
        for bold in (False, True):
            shapes[tuple(map(_dots, letter(mark, bold).cells))] = mark
    return shapes


def _dots(cell: bytes) -> bytes:
    whole = Image.new("1", (12, 24), 0)
    whole.paste(shape_of(cell), (0, 0))
    return whole.tobytes()
