"""The paper shows what was designed: bytes are read back by the strict printer and compared dot by dot."""

import random
from dataclasses import replace

import pytest
import zxingcpp
from escpos.capabilities import CAPABILITIES, get_profile
from escpos.constants import QR_ECLEVEL_M
from escpos.printer import Dummy

from center.papers import Check, Code, Cut, Document, Number, Pair, Rule, Text
from devices import encoding
from devices.drawing import Paper, design, draw, module_dots
from devices.encoding import encode, model, raster, slices
from devices.sample import sample_ticket
from devices.simulators.paper_printer import PaperPrinter
from devices.troubles import Misconfigured
from tests.devices.printed import differing_dots, number_rows, random_ticket, said, ticket, written

MODELS = [("default", 576), ("default", 384), ("TM-T20II", None), ("TM-T88V", None), ("NT-5890K", None), ("RP326", 512)]
LETTERS = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđbcdghklmnpqrstvx"


CANNOT_DRAW = ("AF-240", "OCD-", "TM-U220")  # no raster
MANNERS = ("drawn", "coarse", "own")


def on_line(printer, manner):
    """The model as the driver sets it for a quick line, a serial one, and a slow one whose printer takes letters."""
    return replace(printer, paper=replace(printer.paper, letters=manner))


def print_on(printer, document, native_number=True):
    """The finished page and the pieces it was made of; the strict printer must not have complained."""
    pieces = encode(document, printer, native_number)
    paper = PaperPrinter(printer.paper, half_dot_feed=printer.half_dot_feed, knife=bool(printer.cuts))
    for part in slices(pieces, printer):
        paper.take(part)
    paper.take(b"\x1dr\x01")
    assert not paper.complaints
    (page,) = paper.pages
    return page.picture, pieces


@pytest.mark.parametrize("name, width", MODELS)
@pytest.mark.parametrize("native_number", [True, False])
@pytest.mark.parametrize("manner", MANNERS)
def test_every_dot_is_as_designed(name, width, native_number, manner):
    printer = on_line(model(name, width), manner)
    page, pieces = print_on(printer, ticket(), native_number)
    assert differing_dots(page, pieces, printer) == 0
    assert zxingcpp.read_barcode(page.convert("L")).text == "MC1|12988|20261123|A015"
    assert number_rows(page, pieces) >= 12 * printer.paper.dots_per_mm


def test_a_hundred_vietnamese_tickets():
    chance = random.Random(2026)
    for turn in range(100):
        manner = MANNERS[turn % 3]
        printer = on_line(model("default", 576), manner)
        words = ["".join(chance.choices(LETTERS, k=chance.randint(1, 7))) for _ in range(chance.randint(1, 12))]
        words = [chance.choice((str, str.upper, str.title))(word) for word in words]
        align = chance.choice(("left", "center", "right"))
        text = Text(" ".join(words), chance.choice((2.2, 2.6, 3.4)), chance.random() < 0.5, align)
        document = Document("random", (text, Pair(words[0], words[-1]), Cut()))
        page, pieces = print_on(printer, document)
        assert differing_dots(page, pieces, printer) == 0


@pytest.mark.parametrize("width", [576, 384])
def test_nothing_touches_the_edge_or_is_lost_by_wrapping(width):
    paper = Paper(width)
    long = "Đăng ký biến động quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất trong các trường hợp"
    assert draw(Text(long, 3.4, bold=True), paper).height > draw(Text("Đăng ký", 3.4, bold=True), paper).height
    for block in (Text(long, 3.4), Text("x" * 200), Pair(long, "12"), Pair("Quầy", long)):
        left, _, right, _ = draw(block, paper).getbbox()
        assert left >= 0 and right <= width


@pytest.mark.parametrize("width", [576, 384])
def test_a_line_to_tick_has_a_box_and_its_text_hangs_beside_it(width):
    paper = Paper(width)
    short = draw(Check("Bản sao sổ đỏ"), paper)
    long = draw(Check("Giấy chứng sinh do cơ sở y tế nơi trẻ em sinh ra cấp, hoặc văn bản có người làm chứng"), paper)
    assert long.height % short.height == 0 and long.height > short.height
    box = short.crop((0, 0, paper.dots(2.4 * 1.15), short.height))
    assert short.crop((box.width, 0, box.width + 6, short.height)).getbbox() is None
    left, top, right, bottom = box.getbbox()
    assert (right - left, bottom - top) == (box.width, box.width)
    assert box.crop((3, top + 3, right - 3, bottom - 3)).getbbox() is None  # empty, to be ticked
    below = long.crop((0, short.height, width, long.height))
    assert below.getbbox()[0] > box.width
    page, pieces = print_on(model("default", width), Document("list", (Check("Đơn – mẫu số 01/ĐK"), Cut())))
    assert differing_dots(page, pieces, model("default", width)) == 0


def test_marks_are_neither_cut_nor_shared_between_lines():
    """Ẫ has two marks above and Ợ one below: a line of both keeps white rows at its bottom and top."""
    strip = draw(Text("ẪỖ Ợỵ", 3.0), Paper())
    _, top, _, bottom = strip.getbbox()
    assert top >= 1 and bottom <= strip.height - 1


def test_decomposed_letters_print_like_composed_ones():
    import unicodedata

    composed = Text("Trần Thị Huyền")
    assert (
        draw(composed, Paper()).tobytes() == draw(Text(unicodedata.normalize("NFD", composed.text)), Paper()).tobytes()
    )


@pytest.mark.parametrize("manner, fraction", [("drawn", 2.2), ("coarse", 8.0), ("own", 10.0)])
def test_each_manner_is_a_fraction_of_plain_raster(manner, fraction):
    """Of the full-size ticket's; the benchmark `tickets` tells more."""
    printer = on_line(model("default", 576), manner)
    hybrid = sum(map(len, slices(encode(sample_ticket(), printer, False), printer)))
    plain = design(sample_ticket(), Paper())
    assert hybrid <= plain.width * plain.height / 8 / fraction


@pytest.mark.parametrize("width", [576, 384])
def test_on_a_slow_line_a_value_stands_beside_its_label(width):
    printer = on_line(model("default", width), "coarse")
    page, pieces = print_on(printer, ticket())
    assert differing_dots(page, pieces, printer) == 0
    for height_mm in (2.4, 3.0):
        left, _, right, _ = draw(Pair("Số người chờ", "4", height_mm), printer.paper).getbbox()
        assert abs(left - (width - right)) <= 12 and left > 40


def test_what_is_doubled_both_ways_is_sent_once():
    """A quarter of the bytes for a QR code that the printer cannot make itself, and for rules."""
    printer = on_line(model("NT-5890K"), "coarse")
    doubled = {
        word[3] for piece in encode(ticket(), printer, False) for _, word in piece.words if word[:3] == b"\x1dv0"
    }
    assert doubled == {1, 3}
    assert sum(len(word) for _, word in raster(draw(Rule(), printer.paper), True)) < 50
    page, pieces = print_on(printer, ticket(), False)
    assert differing_dots(page, pieces, printer) == 0
    assert zxingcpp.read_barcode(page.convert("L")).text == "MC1|12988|20261123|A015"


def test_no_band_overflows_a_cheap_printer():
    printer = model("NT-5890K")
    for piece in encode(ticket(), printer, False):
        for _, word in piece.words:
            if word.startswith(b"\x1dv0"):
                assert int.from_bytes(word[6:8], "little") <= 255 and len(word) <= 2056


def test_an_empty_strip_is_only_fed():
    for paper in (Paper(), Paper(letters="coarse")):
        assert [word[:2] for _, word in raster(draw(Text(" "), paper), paper.coarse)] == [b"\x1bJ"]


def test_printers_that_cannot_draw_are_refused():
    for name, width in (("AF-240", None), ("no such printer", None), ("default", 40)):
        with pytest.raises(Misconfigured):
            model(name, width)


def test_every_model_that_can_draw_shows_random_tickets_as_designed():
    """Two tickets each; `python -m benchmarks.tickets` takes a thousand."""
    chance = random.Random(35)
    names = [name for name in encoding.profiles() if not name.startswith(CANNOT_DRAW)]
    assert len(names) == 30
    for turn, name in enumerate(names * 2):
        manner, document = MANNERS[turn % 3], random_ticket(chance)
        printer = on_line(model(name), manner)
        page, pieces = print_on(printer, document, chance.random() < 0.5)
        assert differing_dots(page, pieces, printer) == 0, name
        assert zxingcpp.read_barcode(page.convert("L")).text == document.blocks[-4].data
        assert said(slices(pieces, printer), printer) == written(pieces)


def test_what_is_native_is_what_python_escpos_would_say():
    """The QR code byte for byte; the number less what every job has set already (alignment, code page)."""
    peer, printer = Dummy(profile="TM-T20II"), model("TM-T20II")
    code, number = Code("https://hungyen.gov.vn/phiếu/A001", 24.0), Number("A 001", 12.0)
    peer.qr(code.data, native=True, ec=QR_ECLEVEL_M, size=module_dots(code, printer.paper))
    width, height = encoding._native_size(number, printer.paper)
    peer.set(align="center", bold=True, custom_size=True, width=width, height=height)
    peer.text("A 001\n")
    peer.set(align="center", bold=False, custom_size=True, width=1, height=1)
    ours = encode(Document("Phiếu", (code, number)), printer, native_number=True)
    said = b"".join(word for piece in ours for _, word in piece.words)
    assert said == peer.output.replace(b"\x1ba\x01", b"").replace(b"\x1bt\x00", b"")


def test_a_model_is_what_python_escpos_knows_of_it():
    for name in CAPABILITIES["profiles"]:
        profile = get_profile(name)
        try:
            known = model(name)
        except Misconfigured:
            assert not profile.supports("bitImageRaster") or name.startswith(CANNOT_DRAW)
        else:
            assert known.draws_codes == profile.supports("qrCode")
            assert bool(known.cuts) == bool(profile.supports("paperPartCut") or profile.supports("paperFullCut"))
