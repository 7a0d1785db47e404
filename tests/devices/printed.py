"""What the tests of printing share: documents, and how a printed page is held against its design."""

import random
import unicodedata
from functools import cache

from PIL import Image, ImageChops

from center.papers import Check, Code, Cut, Document, Number, Pair, Rule, Space, Text
from devices.encoding import Model, Piece, designed
from devices.lettering import letter, set_block, shape_of
from devices.simulators.interpreter import Interpreter

VIETNAMESE = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđbcdfghjklmnpqrstvwxz"
INITIALS = (
    "b",
    "c",
    "ch",
    "d",
    "đ",
    "g",
    "gh",
    "gi",
    "h",
    "k",
    "kh",
    "l",
    "m",
    "n",
    "ng",
    "ngh",
    "nh",
    "p",
    "ph",
    "qu",
    "r",
    "s",
    "t",
    "th",
    "tr",
    "v",
    "x",
)

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


def random_ticket(chance: random.Random) -> Document:
    """A ticket of random Vietnamese syllables in the shape of a real one."""

    def words(fewest: int, most: int) -> str:
        return " ".join(_syllable(chance) for _ in range(chance.randint(fewest, most))).capitalize()

    number = f"{chance.choice('ABCDEFGH')} {chance.randint(1, 999):03}"
    minutes = chance.randint(1, 60)
    blocks = [
        Text(f"Trung tâm {words(3, 6)}", 2.6, bold=True),
        Text(f"{words(2, 4)} – {words(2, 3)}", 2.6),
        Rule(),
        Space(chance.choice((1.0, 1.5, 2.0))),
        Text("SỐ THỨ TỰ", 3.2, bold=True),
        Number(number, 15.0),
        Text(words(2, 7).upper() if chance.random() < 0.3 else words(2, 7), 3.6, bold=True),
        *((Text(f"Diện ưu tiên: {words(2, 5)}", 2.6),) if chance.random() < 0.3 else ()),
        Rule(dashed=True),
        Pair("Mã thủ tục", f"{chance.randint(1, 3)}.{chance.randint(0, 999_999):06}", 2.6),
        Pair("Lấy số lúc", f"{chance.randint(7, 17):02}:{chance.randint(0, 59):02}  23/11/2026", 2.6),
        Pair("Số người phía trước", str(chance.randint(0, 99)), 2.6, bold=True),
        Pair(words(3, 7), f"{minutes}–{minutes + chance.randint(1, 30)} phút", 2.6, bold=True),
        *(Check(words(4, 20), 2.4, chance.random() < 0.2) for _ in range(chance.choice((0, 0, 0, 5)))),
        Space(2.0),
        Code(f"https://motcua.example/p/20261123/{number.replace(' ', '')}{chance.randint(0, 10**6)}", 20.0),
        Text(words(5, 14), 2.6, align=chance.choice(("left", "center", "right"))),
        Text(f"Phản ánh, kiến nghị: gọi {chance.randint(10**9, 10**10)}", 2.6, bold=True),
        Cut(),
    ]
    return Document(f"ticket {number}", tuple(blocks))


def _syllable(chance: random.Random) -> str:
    vowels = VIETNAMESE[: VIETNAMESE.index("đ")]
    return (
        chance.choice(INITIALS)
        + chance.choice(vowels)
        + chance.choice(("", "", "c", "ch", "i", "m", "n", "ng", "nh", "o", "p", "t", "u", "y"))
    )
