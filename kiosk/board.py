"""The board on the wall, for where there is no power or no wish to touch: the catalogue as an A3 or A4 PDF.

`python -m kiosk board --size A3 --out bang.pdf`. Each page carries the catalogue's version and the mark of
this print, a hash of everything that stands on it: `--if-changed` prints only when it would differ, and
`--is-current MARK` says whether the paper on the wall still holds.
"""

import argparse
import hashlib
import json
import os
import re
import sys
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

from center.catalogue_file import plain
from center.errors import NotOffered, Refusal, SetupFault
from center.procedures import Catalogue, Procedure, ticket_field
from center.setup import Setup
from sync.catalogue import catalogue
from sync.place import place
from sync.troubles import Trouble, trouble_of

DESIGN = 1  # counted up when the same catalogue is laid out in another way


def run(options: argparse.Namespace) -> int:
    """0: written, or still current; 1: the mark is out of date; 2: could not be done, in one sentence."""
    try:
        return _run(options)
    except SetupFault as fault:
        for each in (fault, *fault.others):
            print(each, file=sys.stderr)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
    except Trouble as trouble:
        print(f"{trouble} {trouble.remedy}", file=sys.stderr)
    except OSError as error:
        known = trouble_of(error)
        if known is None:
            raise
        print(f"{known} {known.remedy}", file=sys.stderr)
    return 2


def _run(options: argparse.Namespace) -> int:
    where = place(options.config, options.data, options.sample)
    setup, known = where.setup(), catalogue(where.folder)
    listed = chosen(setup, known, options.day or date.today(), options.field)
    mark = board_mark(setup, known, listed, options.size)
    if options.is_current:
        return _tell_current(options.is_current, mark, known)
    if options.if_changed and printed_mark(options.out) == mark:
        print(f"{options.out} còn đúng (mã bản in {mark}), không in lại.")
        return 0
    pages = print_board(setup, known, listed, options.size, mark, options.out)
    print(f"{options.out}: {len(listed)} thủ tục, {pages} trang {options.size}, mã bản in {mark}.")
    return 0


def _tell_current(shown: str, mark: str, known: Catalogue) -> int:
    if shown.strip().upper() == mark:
        print(f"Bảng mang mã {mark} còn đúng với danh mục số {known.version}.")
        return 0
    print(f"Bảng mang mã {shown[:12]} đã cũ: danh mục đang dùng là số {known.version}, mã bản in {mark}. Xin in lại.")
    return 1


def chosen(setup: Setup, known: Catalogue, day: date, field: str | None = None) -> tuple[Procedure, ...]:
    """The procedures in force on this day, of one field if one is named. Raises Refusal for an unknown field."""
    listed = known.valid_on(day)
    if field:
        listed = tuple(p for p in listed if field in (p.field, ticket_field(p, setup.fields)))
        if not listed:
            names = ", ".join(line.id for line in setup.fields if not line.guide)
            raise NotOffered(f"Không có thủ tục nào thuộc lĩnh vực «{field[:40]}». Các lĩnh vực: {names}.")
    return listed


def board_mark(setup: Setup, known: Catalogue, listed: tuple[Procedure, ...], size: str) -> str:
    """Six signs that differ when anything on the board does."""
    on_it = {
        "design": DESIGN,
        "size": size,
        "version": known.version,
        "dated": known.dated.isoformat(),
        "center": [setup.name, setup.commune, setup.hotline],
        "fields": [asdict(line) for line in setup.fields],
        "procedures": [plain(procedure) for procedure in listed],
    }
    text = json.dumps(on_it, ensure_ascii=False, sort_keys=True).encode()
    return hashlib.blake2b(text, digest_size=3).hexdigest().upper()


def printed_mark(path: Path) -> str:
    """The mark of a board that was written before, "" when there is none."""
    try:
        octets = path.read_bytes()
    except OSError:
        return ""
    found = re.search(rb"^%MOT-CUA-BOARD ([0-9A-F]{6})$", octets[-200:], re.MULTILINE)
    return found[1].decode() if found else ""


def print_board(setup: Setup, known: Catalogue, listed: tuple[Procedure, ...], size: str, mark: str, path: Path) -> int:
    """Writes the PDF in one step; how many pages it has. The same board gives the same bytes."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # nothing is shown
    os.environ.setdefault("QT_HASH_SEED", "0")  # else the fonts stand in another order in each file
    from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QUuid
    from PySide6.QtGui import QGuiApplication, QPageLayout, QPageSize, QPainter, QPdfWriter

    from kiosk.board_cover import draw_cover
    from kiosk.board_pages import SHEETS, set_board
    from kiosk.ink import DPI
    from screen.fonts import load_fonts

    application = QGuiApplication.instance() or QGuiApplication([])
    load_fonts()
    board = set_board(setup, known, listed, SHEETS[size], mark)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(DPI)
    page = QPageSize(getattr(QPageSize.PageSizeId, size))
    writer.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
    writer.setTitle(f"Bảng thủ tục hành chính – {setup.commune} – {mark}")
    writer.setCreator("Một Cửa")
    writer.setDocumentId(QUuid.createUuidV5(QUuid(), mark.encode()))
    painter = QPainter(writer)
    for number in range(1, board.page_count + 1):
        if number > 1:
            writer.newPage()
        if board.has_cover and number == 1:
            draw_cover(painter, board)
        else:
            board.draw(painter, number)
    painter.end()
    application.processEvents()
    part = path.with_name(path.name + ".part")
    part.write_bytes(_dated(bytes(buffer.data()), known.dated) + f"%MOT-CUA-BOARD {mark}\n".encode())
    os.replace(part, path)
    return board.page_count


def _dated(octets: bytes, day: date) -> bytes:
    """The PDF as if it had been written on this day: its own clock readings, and nothing else, are overwritten."""
    stamp = datetime(day.year, day.month, day.day)  # noqa: DTZ001 (a label, not an instant)
    octets = re.sub(rb"\(D:\d{14}", b"(D:" + stamp.strftime("%Y%m%d%H%M%S").encode(), octets)
    return re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", stamp.isoformat().encode(), octets)
