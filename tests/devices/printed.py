"""What the tests of printing share: documents, and how a printed page is held against its design."""

from PIL import Image, ImageChops

from center.papers import Code, Cut, Document, Number, Pair, Rule, Space, Text
from devices.encoding import Model, Piece, designed

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
