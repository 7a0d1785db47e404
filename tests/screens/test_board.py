"""The board on the wall: nothing cut, nothing on top of something else, codes readable, an old print recognised."""

import os
import re
import subprocess
import sys
from argparse import Namespace
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QFontMetricsF, QPageLayout, QPageSize, QPainter, QPdfWriter

from center.catalogue_table import cells
from center.procedures import ASK, Paper
from center.setup import Field
from kiosk import board as command
from kiosk.board_cards import CODE_MM, FAR_MM, NEAR_MM, PAD_MM, Card, fee_words, term_words
from kiosk.board_cover import draw_cover
from kiosk.board_pages import FOOT_MM, HEAD_MM, SHEETS, Board, set_board
from kiosk.ink import DOTS, DPI, Paragraph, Run, letters, modules
from screen.fonts import load_fonts, missing_glyphs
from sync.catalogue import keep
from sync.place import place
from sync.reference import catalogue

SETUP = place(None, None, "village-morning").setup()
DAY = date(2026, 11, 23)
TOP = Path(__file__).parents[2]
QUIET_MODULES = 4  # of ISO/IEC 18004, around each code


@pytest.fixture(scope="module", params=list(SHEETS))
def board(request, fonts) -> Board:
    listed = command.chosen(SETUP, catalogue(), DAY)
    return set_board(SETUP, catalogue(), listed, SHEETS[request.param], "ABCDEF")


@pytest.fixture(scope="module")
def fonts(application) -> None:
    load_fonts()


def options(out: Path, **given) -> Namespace:
    usual = {"config": None, "sample": "village-morning", "data": None, "size": "A4", "out": out, "field": "cu-tru"}
    return Namespace(**usual | {"day": DAY, "if_changed": False, "is_current": None} | given)


@pytest.fixture(scope="module")
def printed(tmp_path_factory, fonts) -> Path:
    """The residence pages of the sample center."""
    path = tmp_path_factory.mktemp("board") / "cu-tru.pdf"
    assert command.run(options(path)) == 0
    return path


def line_boxes(card: Card):
    """(left, top, right, bottom) of each line on the card, in millimetres."""
    for piece in card.pieces:
        layout = piece.paragraph._layout
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            left, top = piece.x_mm + line.x() / DOTS, piece.y_mm + line.y() / DOTS
            yield left, top, left + line.naturalTextWidth() / DOTS, top + line.height() / DOTS


def test_every_procedure_hangs_once_in_its_field(board):
    hung = [card.procedure.code for page in board.pages for card in page.cards]
    assert sorted(hung) == sorted(procedure.code for procedure in catalogue().valid_on(DAY))
    assert len(hung) == len(set(hung)) == 161
    for page in board.pages:
        assert all(card.procedure.field in page.line.covers for card in page.cards)


def test_no_card_leaves_its_page_or_covers_another(board):
    sheet = board.sheet
    for page in board.pages:
        assert page.blocks
        boxes = [(x, y, x + block.width_mm, y + block.height_mm) for block, x, y in page.blocks]
        for left, top, right, bottom in boxes:
            assert left >= sheet.margin_mm - 0.01 and right <= sheet.width_mm - sheet.margin_mm + 0.01
            assert top >= HEAD_MM and bottom <= sheet.height_mm - FOOT_MM
        for number, one in enumerate(boxes):
            for other in boxes[number + 1 :]:
                apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
                assert apart, page.cards[number].procedure.code


def test_no_word_is_cut_or_runs_into_a_code(board):
    """A code keeps the quiet zone that its standard asks for: four squares of white on each side."""
    for page in board.pages:
        for card in page.cards:
            code = card.procedure.code
            assert all(piece.paragraph.overflow_mm <= 0.01 for piece in card.pieces), code
            boxes = list(line_boxes(card))
            assert max(box[2] for box in boxes) <= card.width_mm - PAD_MM + 0.01, code
            assert max(box[3] for box in boxes) <= card.height_mm, code
            for above, below in pairwise(boxes):
                assert above[3] <= below[1] + 0.01, code
            if card.has_code:
                quiet = QUIET_MODULES * CODE_MM / len(modules(card.procedure.portal_page))
                left = card.width_mm - PAD_MM - CODE_MM - quiet
                bottom = PAD_MM + 1.0 + CODE_MM + quiet
                beside = [box for box in boxes if box[1] < bottom]
                assert all(box[2] <= left for box in beside), code
                assert card.height_mm >= bottom


def test_letters_are_large_enough_for_one_metre(board):
    assert FAR_MM >= 4.0 and NEAR_MM >= 2.7
    assert QFontMetricsF(letters(FAR_MM, "semibold")).xHeight() / DOTS == pytest.approx(FAR_MM, abs=0.03)
    for page in board.pages:
        for card in page.cards:
            name, *others = (piece.paragraph.runs for piece in card.pieces)
            assert name[0].x_mm == FAR_MM and len(name[0].text) >= min(34, len(card.procedure.name))
            assert min(run.x_mm for runs in (name, *others) for run in runs) >= 2.2
            short = {term_words(card.procedure)[0], fee_words(card.procedure)[0]} - {""}
            assert all(run.x_mm == FAR_MM for runs in others for run in runs if run.text in short)


def test_the_typeface_has_every_letter_of_the_catalogue(fonts):
    assert missing_glyphs("".join(str(cell) for p in catalogue().procedures for cell in cells(p).values())) == ""


def test_what_was_not_verified_stands_nowhere(board):
    for page in board.pages:
        for card in page.cards:
            text = " ".join(piece.paragraph._layout.text() for piece in card.pieces)
            procedure = card.procedure
            assert card.has_code == procedure.is_verified("name")
            assert (procedure.name in text) and ("github" not in text)
            for attribute, label in (("term", "thời hạn"), ("fee", "lệ phí"), ("papers", "giấy tờ")):
                if not procedure.is_verified(attribute):
                    assert re.search(rf"Hỏi cán bộ: [^.]*{label}", text), procedure.code
            if not procedure.is_verified("papers"):
                for paper in procedure.papers:
                    assert paper.name not in text or paper.name in procedure.name
    assert ASK == "hỏi cán bộ"


def test_the_first_page_leads_to_the_right_pages(board):
    assert board.has_cover and board.page_count == len(board.pages) + 1
    for chapter in board.chapters:
        first, last = board.pages_of(chapter)
        for procedure in chapter.procedures:
            assert first <= board.page_of(procedure) <= last


def test_the_text_can_be_found_in_the_pdf(printed):
    pdf = pypdfium2.PdfDocument(printed)
    text = " ".join(page.get_textpage().get_text_range() for page in pdf)
    flat = " ".join(text.split())
    for procedure in catalogue().procedures:
        if procedure.field in ("Đăng ký, quản lý cư trú", "Căn cước"):
            assert procedure.name in flat and procedure.code in flat
    assert f"Trang {len(pdf)}/{len(pdf)}" in flat and "Danh mục số 1 ngày 22/11/2026" in flat
    assert flat.count(f"mã bản in {command.printed_mark(printed)}") == len(pdf)


def test_letters_are_embedded_and_nothing_is_a_picture(printed):
    octets = printed.read_bytes()
    fonts = set(re.findall(rb"/BaseFont /(?:[A-Z]{6}\+)?([A-Za-z0-9-]+)", octets))
    assert fonts == {b"BeVietnamPro-Regular", b"BeVietnamPro-SemiBold", b"BeVietnamPro-Bold"}
    assert octets.count(b"/FontFile2") == 3
    assert b"/Subtype /Image" not in octets


def test_every_code_on_the_page_is_read_back(printed):
    import zxingcpp

    pdf = pypdfium2.PdfDocument(printed)
    found, feet = set(), set()
    for page in pdf:
        width, height = page.get_size()
        assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (210, 297)
        for read in zxingcpp.read_barcodes(page.render(scale=150 / 72).to_pil()):
            (feet if read.text.startswith("Bảng thủ tục") else found).add(read.text)
    expected = {p.portal_page for p in catalogue().procedures if p.field in ("Đăng ký, quản lý cư trú", "Căn cước")}
    assert found == expected
    assert len(feet) == len(pdf) and all(command.printed_mark(printed) in text for text in feet)


def test_a_print_out_of_date_is_noticed(printed, folder, capsys):
    mark = command.printed_mark(printed)
    before = printed.stat().st_mtime_ns
    assert command.run(options(printed, if_changed=True)) == 0
    assert printed.stat().st_mtime_ns == before and "còn đúng" in capsys.readouterr().out
    assert command.run(options(printed, is_current=mark.lower())) == 0
    known = catalogue()
    changed = replace(known.procedure("1.004222"), result="Thông báo")
    procedures = tuple(changed if p.code == changed.code else p for p in known.procedures)
    keep(folder, replace(known, version=2, procedures=procedures))
    assert command.run(options(printed, is_current=mark, data=folder)) == 1
    assert "đã cũ" in capsys.readouterr().out
    out = folder / "new.pdf"
    out.write_bytes(printed.read_bytes())
    assert command.run(options(out, if_changed=True, data=folder)) == 0
    assert command.printed_mark(out) not in ("", mark)


def test_the_mark_tells_size_field_day_and_center_apart():
    known = catalogue()
    all_of_them = command.chosen(SETUP, known, DAY)
    marks = {
        command.board_mark(SETUP, known, all_of_them, "A3"),
        command.board_mark(SETUP, known, all_of_them, "A4"),
        command.board_mark(SETUP, known, all_of_them[1:], "A3"),
        command.board_mark(SETUP, known, command.chosen(SETUP, known, date(2026, 10, 1)), "A3"),
        command.board_mark(replace(SETUP, hotline="113"), known, all_of_them, "A3"),
        command.board_mark(SETUP, replace(known, version=2), all_of_them, "A3"),
    }
    assert len(marks) == 6


def test_an_unknown_field_and_a_missing_folder_are_one_sentence(folder, capsys):
    assert command.run(options(folder / "a.pdf", field="hàng hải")) == 2
    assert "Các lĩnh vực: ho-tich, dat-dai" in capsys.readouterr().err
    assert command.run(options(folder / "none" / "a.pdf")) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert command.run(options(folder / "a.pdf", sample="nowhere")) == 2
    assert not list(folder.glob("*.pdf*"))


def test_a_field_may_be_named_as_the_catalogue_names_it():
    assert {p.field for p in command.chosen(SETUP, catalogue(), DAY, "Căn cước")} == {"Căn cước"}
    assert len(command.chosen(SETUP, catalogue(), DAY, "cu-tru")) == 8


def test_the_same_board_is_the_same_file(folder):
    made = []
    for name in ("one.pdf", "two.pdf"):
        arguments = [
            "board",
            "--sample",
            "village-morning",
            "--field",
            "Căn cước",
            "--day",
            "2026-11-23",
            "--out",
            name,
        ]
        environment = {**os.environ, "PYTHONPATH": str(TOP)}
        subprocess.run([sys.executable, "-m", "kiosk", *arguments], cwd=folder, env=environment, check=True)
        made.append((folder / name).read_bytes())
    assert made[0] == made[1]


def test_a_paragraph_too_narrow_for_its_word_would_be_noticed(fonts):
    """The control of the look for cut words."""
    assert Paragraph((Run("Đ", 40.0),), 5.0).overflow_mm > 1


def first_page(board: Board, path: Path):
    """The cover alone, as a page of a PDF."""
    writer = QPdfWriter(str(path))
    writer.setResolution(DPI)
    size = QPageSize(getattr(QPageSize.PageSizeId, board.sheet.name))
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
    painter = QPainter(writer)
    draw_cover(painter, board)
    painter.end()
    return pypdfium2.PdfDocument(path)[0]


@pytest.mark.parametrize("size", list(SHEETS))
def test_a_procedure_of_many_papers_goes_on_in_the_next_column(fonts, size):
    known = catalogue()
    papers = tuple(Paper(f"Giấy tờ thứ {n}, " + "do cơ quan có thẩm quyền cấp " * 7) for n in range(60))
    birth = replace(known.procedure("1.001193"), papers=papers, name="Tên " + "rất dài của thủ tục " * 70)
    procedures = (birth, *known.procedures[1:4])
    board = set_board(SETUP, replace(known, procedures=procedures), procedures, SHEETS[size], "ABCDEF")
    hung = [card for page in board.pages for card in page.cards if card.procedure is birth]
    assert len(hung) > 1 and [card.continued for card in hung] == [False] + [True] * (len(hung) - 1)
    assert [paper for card in hung for paper in card.papers] == list(papers)
    for page in board.pages:
        for block, _, y in page.blocks:
            assert y + block.height_mm <= board.sheet.height_mm - FOOT_MM


@pytest.mark.parametrize("lines", [2, 5, 14])
@pytest.mark.parametrize("size", list(SHEETS))
def test_the_first_page_holds_as_many_fields_as_a_center_has(fonts, folder, size, lines):
    """Every line of text stands on the page, above the foot or in it, and within the margins."""
    names = catalogue().fields
    fields = tuple(
        Field(f"f{n}", chr(65 + n), f"{names[n]} – tên dài như ở một trung tâm lớn", "", covers=names[n::lines])
        for n in range(lines)
    )
    listed = command.chosen(SETUP, catalogue(), DAY)
    board = set_board(replace(SETUP, fields=fields), catalogue(), listed, SHEETS[size], "ABCDEF")
    sheet, page = board.sheet, first_page(board, folder / "cover.pdf")
    text = page.get_textpage()
    said = " ".join(text.get_text_range().split())
    for chapter in board.chapters:
        first, last = board.pages_of(chapter)
        assert f"trang {first}–{last}" in said or (first == last and f"trang {first}" in said)
        assert f"{len(chapter.procedures)} thủ tục" in said
    boxes = [[side / 72 * 25.4 for side in text.get_rect(number)] for number in range(text.count_rects())]
    assert min(box[0] for box in boxes) >= sheet.margin_mm - 0.5
    assert max(box[2] for box in boxes) <= sheet.width_mm - sheet.margin_mm + 0.5
    in_foot = [box for box in boxes if box[3] <= FOOT_MM]
    assert in_foot and all(box[1] >= FOOT_MM or box in in_foot for box in boxes), "something stands across the foot"
