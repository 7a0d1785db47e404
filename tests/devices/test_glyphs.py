"""Letters whose columns are two dots wide: Vietnamese is told apart, and what a printer doubles is what was drawn."""

import itertools
import random
import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from center.papers import Check, Cut, Document, Pair, Space, Text
from devices.drawing import Paper, draw, undoubled
from devices.encoding import BAND_BYTES, encode, model, raster, slices
from devices.glyphs import DotFace, glyph
from devices.simulators.interpreter import Complaint, Interpreter
from tests.devices.printed import VIETNAMESE, differing_dots
from tests.devices.test_ticket_picture import on_line, print_on

COARSE = on_line(model("default", 576), "coarse")
FACES = [
    *(DotFace(weight, rows, 2) for weight in ("Regular", "Bold") for rows in (18, 19, 21)),
    *(DotFace(weight, rows, 2, 2) for weight in ("SemiBold", "Bold") for rows in (13, 14)),
]


def unlike(one: Image.Image, other: Image.Image) -> int:
    """Dots that differ where they fit each other best: an eye does not see where a letter begins."""
    width = max(one.width, other.width) + 2
    differ = []
    for shift in range(3):
        sheets = [Image.new("1", (width, one.height), 0) for _ in range(2)]
        for sheet, letter, x in zip(sheets, (one, other), (1, shift), strict=True):
            sheet.paste(letter, (x, 0))
        differ.append(ImageChops.logical_xor(*sheets).histogram()[255])
    return min(differ)


@pytest.mark.parametrize("face", FACES, ids=lambda face: f"{face.weight}-{face.capital}x{face.high}")
def test_letters_that_differ_by_their_marks_differ_on_paper(face):
    """ã, ă and â, the next of kin: at least four dots, each sent once and printed twice or four times."""
    kin: dict[str, list[str]] = {}
    for mark in dict.fromkeys(VIETNAMESE + VIETNAMESE.upper()):
        kin.setdefault(unicodedata.normalize("NFD", mark)[0], []).append(mark)
    for one, other in itertools.chain(*(itertools.combinations(marks, 2) for marks in kin.values())):
        assert unlike(glyph(one, face).picture, glyph(other, face).picture) >= 4, one + other


@pytest.mark.parametrize("rows, high", [(19, 1), (13, 2)])
def test_letters_stand_apart_and_reach_no_other_line(rows, high):
    face = DotFace("Bold", rows, 2, high)
    both, apart = face.write("nn"), face.write("n n")
    columns = [any(both.getpixel((x, y)) for y in range(both.height)) for x in range(both.width)]
    assert columns.count(False) >= 2 and apart.width >= both.width + 6
    strip = face.write("ẪỂỖÅgọựỢy")
    assert (strip.width, strip.height) == (face.getlength("ẪỂỖÅgọựỢy"), sum(face.reach))
    assert draw(Text("ẪỖ\u00a0Ợỵ", 2.4), COARSE.paper).getbbox()[1] > 0


def test_a_coarse_ticket_is_as_large_as_asked():
    """Running text is 2.4 mm where more is asked, values and headings are never smaller than asked."""
    paper = COARSE.paper
    for asked, least in ((2.1, 2.1), (2.4, 2.3), (2.6, 2.3), (3.2, 3.2), (3.6, 3.5), (4.0, 4.0)):
        _, top, _, bottom = draw(Text("HHHH", asked, bold=True), paper).getbbox()
        assert bottom - top >= least * paper.dots_per_mm - 1
    _, top, _, bottom = draw(Pair("a", "H", 2.6, bold=True), paper).getbbox()
    assert bottom - top >= 2.6 * paper.dots_per_mm - 1


@given(st.data(), st.integers(1, 24).map(lambda bytes_: bytes_ * 2), st.integers(1, 40))
@settings(max_examples=40, deadline=None)
def test_any_strip_is_read_back_dot_by_dot(data, stride, rows):
    """Whether its columns come in pairs, its rows too, or neither."""
    wide, high = data.draw(st.sampled_from(((1, 1), (2, 1), (2, 2), (1, 2))))
    small = data.draw(st.binary(min_size=stride * rows, max_size=stride * rows))
    strip = Image.frombytes("1", (stride * 8, rows), small)
    strip = strip.resize((strip.width * wide, strip.height * high), Image.Resampling.NEAREST)
    if data.draw(st.booleans()):
        strip.paste(0, (0, rows // 3, strip.width, rows * high // 2))
    assert (undoubled(strip) is None) <= (wide == 1)
    for doubles in (False, True):
        strict = Interpreter(Paper(strip.width), False, lambda what: None, lambda: None)
        for align, word in raster(strip, doubles):
            assert len(word) <= BAND_BYTES + 8 or word[6] == 1
            assert doubles or word[:2] == b"\x1bJ" or word[3] == 0
            strict.state.align = align or strict.state.align
            try:
                strict.take(word)
            except Complaint as complaint:
                assert "dots that spell" in str(complaint)  # such strips are hushed when drawn
                return
        paper = strict.sheet.finished().convert("L").point(lambda level: 0 if level else 255)
        assert paper.tobytes() == strip.convert("L").tobytes()


def test_dots_as_they_are_sent_are_no_commands():
    """Halved, cropped, from one row to the next: strips made to spell DLE EOT, ENQ and DC4 each way."""
    from devices.drawing import _hushed

    real_time = re.compile(rb"\x10[\x04\x05\x14]")
    chance = random.Random(3)
    for turn in range(400):
        sheet = bytes(chance.choices(b"\x00\x00\x10\x04\x05\x14", k=12 * 8))
        strip = Image.frombytes("1", (96, 8), sheet)
        if turn % 2:
            strip = strip.resize((192, 8), Image.Resampling.NEAREST)
        quiet = _hushed(strip)
        assert quiet.size == strip.size and (undoubled(quiet) is None) == (undoubled(strip) is None)
        assert ImageChops.logical_and(quiet, strip).tobytes() == strip.tobytes()  # a dot more, none less
        for doubles in (False, True):
            assert not any(real_time.search(word) for _, word in raster(quiet, doubles))


def test_blank_rows_of_neighbours_are_fed_at_once():
    document = Document("gaps", (Text("a"), Space(3), Space(2), Text("b"), Space(40), Cut()))
    page, pieces = print_on(COARSE, document)
    assert differing_dots(page, pieces, COARSE) == 0
    job = b"".join(slices(pieces, COARSE))
    runs = [found[0] for found in re.finditer(rb"(\x1bJ.)+", job, re.DOTALL)]
    assert [len(run) // 3 for run in runs] == [1, 1, 3]  # 40 mm are more than one command feeds


def test_drawn_with_every_dot_asks_nothing_of_a_printer():
    """For those that do not obey GS v 0 modes 1 to 3, or do not centre pictures."""
    printer = on_line(replace(model("default", 576), draws_codes=False), "drawn")
    document = Document("plain", (Text("Hộ tịch", 3.2, bold=True), Check("Đơn"), Pair("Quầy", "1"), Cut()))
    words = [(align, word) for piece in encode(document, printer, False) for align, word in piece.words]
    assert {word[3] for _, word in words if word[:3] == b"\x1dv0"} == {0}
    assert all(align in ("", "left") or word[4] == 576 // 8 for align, word in words)


@pytest.mark.parametrize("order", [b"\x10\x05\x01", b"\x10\x14\x01", b"\x10\x14\x08"])
def test_the_strict_printer_obeys_orders_within_pictures(order):
    strict = Interpreter(Paper(576), False, lambda what: None, lambda: None)
    with pytest.raises(Complaint, match="dots that spell"):
        strict.take(b"\x1dv0\x00\x03\x00\x01\x00" + order)
    with pytest.raises(Complaint, match="bytes"):
        strict.take(b"\x1dv0\x00\x48\x00\x60\x00" + bytes(72 * 96))
