"""Letters downloaded to the printer: what is read back from its cells is the text, whatever the 94 codes are asked."""

import random
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from center.papers import Check, Cut, Document, Number, Pair, Text
from devices.drawing import Paper
from devices.encoding import encode, model, slices
from devices.lettering import CELL_WIDTH, CODES, Case, letter, set_block, shape_of, worth_setting
from devices.simulators.interpreter import Complaint, Interpreter
from tests.devices.printed import VIETNAMESE, differing_dots, random_ticket, said, written
from tests.devices.test_ticket_picture import print_on

PRINTER = model("TM-T20II")
PRINTER = replace(PRINTER, paper=replace(PRINTER.paper, letters="own"))
ALL = VIETNAMESE + VIETNAMESE.upper() + "0123456789.,:;–-/()?!%\"'"


def test_no_two_letters_look_the_same():
    for bold in (False, True):
        cells = {mark: letter(mark, bold).cells for mark in dict.fromkeys(ALL)}
        assert len(set(cells.values())) == len(cells)
        assert all(cells.values())


@pytest.mark.parametrize("mark", [*"ẪỂỖẮặợỰgyjĐđW@"])
def test_a_letter_stays_in_its_cells(mark):
    """Ink never reaches the next letter: where cells overlap, printers may keep either."""
    for bold in (False, True):
        shape = letter(mark, bold)
        assert all(len(cell) <= 3 * CELL_WIDTH and cell[-3:] != b"\0\0\0" for cell in shape.cells)
        ink = CELL_WIDTH * (len(shape.cells) - 1) + shape_of(shape.cells[-1]).width
        assert ink <= shape.advance
        assert shape_of(shape.cells[0]).height == 24


def words(chance, many):
    return " ".join("".join(chance.choices(ALL, k=chance.randint(1, 7))) for _ in range(many))


@pytest.mark.parametrize("width", [384, 576])
def test_a_long_list_needs_more_letters_than_there_are_codes(width):
    chance = random.Random(7)
    printer = replace(PRINTER, paper=Paper(width, letters="own"))
    blocks = (*(Check(words(chance, 9), bold=n % 3 == 0) for n in range(60)), Cut())
    pieces = encode(Document("list", blocks), printer, False)
    lines = [line for piece in pieces for line in piece.lines]
    assert len({cell for line in lines for _, cell in line.cells}) > 2 * len(CODES)
    page, pieces = print_on(printer, Document("list", blocks))
    assert differing_dots(page, pieces, printer) == 0
    job = slices(pieces, printer)
    assert said(job, printer) == written(pieces)
    assert all(len(part) <= 4096 for part in job)


line_text = st.text(st.sampled_from(ALL + "   "), max_size=90)


@given(st.lists(st.tuples(line_text, line_text, st.booleans(), st.sampled_from("lcrpk")), min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_any_text_is_read_back_letter_by_letter(texts):
    make = {
        "l": lambda a, b, bold: Text(a, 2.4, bold, "left"),
        "c": lambda a, b, bold: Text(a, 2.4, bold, "center"),
        "r": lambda a, b, bold: Text(a, 2.4, bold, "right"),
        "p": lambda a, b, bold: Pair(a, b, 2.4, bold),
        "k": lambda a, b, bold: Check(a, 2.4, bold),
    }
    blocks = [make[kind](first, second, bold) for first, second, bold, kind in texts]
    document = Document("any", (*blocks, Number("A 015"), *blocks[:1], Cut()))
    page, pieces = print_on(PRINTER, document)
    assert differing_dots(page, pieces, PRINTER) == 0
    assert said(slices(pieces, PRINTER), PRINTER) == written(pieces)


def test_a_block_that_is_shorter_drawn_is_drawn():
    """One line of letters that nothing else uses costs more to define than to draw."""
    lines = {0: set_block(Text("ẪmƯ"), 576), 1: set_block(Text("số chờ số chờ số chờ số chờ"), 576)}
    assert worth_setting(lines, {0: 60, 1: 700}) == [1]
    pieces = encode(Document("one", (Text("ẪmƯ"), Cut())), PRINTER, False)
    assert not any(piece.lines for piece in pieces)


def test_a_letter_that_is_still_needed_is_not_given_away():
    """Every line may use more new letters than are free; what it uses itself stays defined while it is set."""
    chance = random.Random(3)
    lines = [line for _ in range(40) for line in set_block(Text("".join(chance.sample(ALL, 30)), 2.4), 576)]
    case = Case(lines)
    strict = Interpreter(PRINTER.paper, False, lambda what: None, lambda: None)
    job = b"\x1b@" + b"".join(case.begin()) + b"\x1b%\x01" + b"".join(map(case.set, lines))
    while job:
        job = job[strict.take(job) :]


@pytest.mark.parametrize(
    "sent, why",
    [
        (b"\x1b%\x01A", "not defined"),
        (b"\x1b&\x02\x41\x41\x00", "ESC &"),
        (b"\x1b&\x03\x1f\x41\x00", "ESC &"),
        (b"\x1b&\x03\x42\x41\x00", "ESC &"),
        (b"\x1b&\x03\x41\x41\x0d" + bytes(39), "columns"),
        (b"A\x1b&\x03\x41\x41\x00", "in the middle"),
        (b"\x1b$\x3d\x02A", "wider"),
        (b"\x1b$\x40\x02", "outside"),
        (b"\x1ba\x01\x1b$\x00\x00", "left"),
        (b"W\x1b$\x06\x00W", "over the ink"),
        (b"\x1dv0\x03\x25\x00\x01\x00" + bytes(37), "GS v 0"),
        (b"\x1dv0\x04\x01\x00\x01\x00\x00", "GS v"),
    ],
)
def test_the_strict_printer_refuses_what_printers_do_differently(sent, why):
    strict = Interpreter(PRINTER.paper, False, lambda what: None, lambda: None)
    with pytest.raises(Complaint, match=why):
        while sent:
            sent = sent[strict.take(sent) :]


def test_no_dots_are_taken_for_a_command():
    """DLE EOT, ENQ and DC4 are obeyed even within a picture or a definition: 8 % of tickets once had one."""
    real_time = re.compile(rb"\x10[\x04\x05\x14]")
    chance = random.Random(11)
    for turn in range(60):
        document = random_ticket(chance)
        for letters in ("own", "coarse", "drawn"):
            printer = replace(PRINTER, paper=Paper(chance.choice((384, 512, 576)), letters=letters))
            job = b"".join(slices(encode(document, printer, turn % 2 == 0), printer))
            assert not real_time.search(job)


def test_definitions_are_gone_after_a_reset():
    strict = Interpreter(PRINTER.paper, False, lambda what: None, lambda: None)
    sent = b"\x1b&\x03\x41\x41\x01\xff\xff\xff\x1b%\x01A\n\x1b@\x1b%\x01"
    while sent:
        sent = sent[strict.take(sent) :]
    with pytest.raises(Complaint, match="not defined"):
        strict.take(b"A")
