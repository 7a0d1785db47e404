"""The first page of the board: what hangs here, how to read it, and on which page each field is."""

from PySide6.QtGui import QPainter

from center.hours import Session
from kiosk import ink
from kiosk.board_cards import FAR_MM, NEAR_MM
from kiosk.board_pages import COLUMN_GAP_MM, FOOT_MM, Board, Chapter
from kiosk.ink import Paragraph, Run

TITLE = ("Bảng tra cứu", "thủ tục hành chính")
STEPS = (
    ("search", "Tìm lĩnh vực của việc cần làm ở danh sách bên dưới, rồi xem đúng trang."),
    ("list-check", "Chuẩn bị giấy tờ có ô vuông. Dòng màu xanh: giấy tờ không phải nộp khi đã có dữ liệu."),
    ("qrcode", "Chụp mã QR bằng điện thoại để xem đầy đủ trên Cổng Dịch vụ công quốc gia."),
    ("ticket", "Lấy số tại ô cùng tên trên máy lấy số và chờ gọi theo số."),
)
TALLEST_ROW_MM = 22.0
DAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def draw_cover(painter: QPainter, board: Board) -> None:
    """Essential services are listed where the paper has room for them."""
    sheet, setup = board.sheet, board.setup
    wide = sheet.columns > 1
    band = 104.0 if wide else 75.0
    margin = sheet.margin_mm + 2
    room = sheet.width_mm - 2 * margin
    ink.fill(painter, 0, 0, sheet.width_mm, sheet.height_mm, "paper")
    board.draw_foot(painter, 1)
    ink.fill(painter, 0, 0, sheet.width_mm, band, "blue")
    ink.fill(painter, 0, band, sheet.width_mm, 2.4, "yellow")
    y = 10.0 if wide else 7.0
    above = f"{setup.name} {setup.commune}"
    line = Paragraph((Run(above, ink.fitted(above, 4.2, "semibold", room), "semibold", "white"),), room)
    line.draw(painter, margin, y)
    y += line.height_mm + (7.0 if wide else 3.0)
    for words in TITLE:
        size = ink.fitted(TITLE[1].upper(), 20.0, "bold", room)
        big = Paragraph((Run(words.upper(), size, "bold", "white"),), room + 5)
        big.draw(painter, margin, y)
        y += big.height_mm * 0.92
    open_hours = f"Giờ làm việc: {hours_words(setup.sessions)}"
    size = ink.fitted(open_hours, 3.4, "regular", room)
    Paragraph((Run(open_hours, size, "regular", "white"),), room).draw(painter, margin, band - (11.0 if wide else 10.5))

    y = _steps(painter, margin, band + (11.0 if wide else 7.0), room, wide)
    foot = sheet.height_mm - FOOT_MM
    y = _chapters(painter, board, margin, y + (9.0 if wide else 4.0), room, foot - 4.0)
    _essential(painter, board, margin, y + 7.0, room, foot - 4.0)


def hours_words(sessions: tuple[Session, ...]) -> str:
    """ "07:30–11:30, 13:30–17:00 từ thứ Hai đến thứ Sáu"."""
    by_days: dict[tuple[int, ...], list[str]] = {}
    for session in sessions:
        by_days.setdefault(session.weekdays, []).append(f"{session.opens:%H:%M}–{session.closes:%H:%M}")
    parts = []
    for days, clocks in by_days.items():
        in_row = len(days) > 2 and list(days) == list(range(days[0], days[-1] + 1))
        named = f"từ {DAYS[days[0]]} đến {DAYS[days[-1]]}" if in_row else ", ".join(DAYS[day] for day in days)
        parts.append(f"{', '.join(clocks)} {named}")
    return "; ".join(parts)


def _steps(painter: QPainter, x_mm: float, y_mm: float, room_mm: float, wide: bool) -> float:
    columns = 2 if wide else 1
    width = (room_mm - COLUMN_GAP_MM * (columns - 1)) / columns
    side = 13.0 if wide else 9.0
    lowest = y = y_mm
    for number, (icon, words) in enumerate(STEPS):
        x = x_mm + (number % columns) * (width + COLUMN_GAP_MM)
        y = lowest if number % columns == 0 else y
        ink.fill(painter, x, y, side, side, "navy", side / 2)
        ink.icon(painter, icon, x + side * 0.22, y + side * 0.22, side * 0.56, "white")
        text = Paragraph((Run(words, 3.2 if wide else NEAR_MM, "regular"),), width - side - 4)
        text.draw(painter, x + side + 4, y + max(0.0, (side - text.height_mm) / 2))
        bottom = y + max(side, text.height_mm) + 3.0
        lowest = max(lowest, bottom) if number % columns == columns - 1 else lowest
    return lowest


def _chapters(painter: QPainter, board: Board, x_mm: float, y_mm: float, room_mm: float, end_mm: float) -> float:
    """One row for each field, as high as there is room for all of them; where the last one ends."""
    each = min(TALLEST_ROW_MM, (end_mm - y_mm) / len(board.chapters))
    for chapter in board.chapters:
        _chapter(painter, board, chapter, x_mm, y_mm, room_mm, each * 0.86)
        y_mm += each
    return y_mm


def _chapter(painter, board: Board, chapter: Chapter, x_mm: float, y_mm: float, room_mm: float, height: float) -> None:
    ink.fill(painter, x_mm, y_mm, room_mm, height, "white", 2.5)
    ink.fill(painter, x_mm, y_mm, height, height, chapter.accent, 2.5)
    letter = Paragraph((Run(chapter.line.letter, height * 0.38, "bold", "white"),), height, "center")
    letter.draw(painter, x_mm, y_mm + (height - letter.height_mm) / 2)
    first, last = board.pages_of(chapter)
    paging = Run(
        f"trang {first}–{last}" if last > first else f"trang {first}",
        min(FAR_MM, height * 0.22),
        "bold",
        chapter.accent,
    )
    paging_mm = ink.text_width_mm(paging) + 2
    left, right = x_mm + height + 5, x_mm + room_mm - 5
    Paragraph((paging,), paging_mm, "right").draw(painter, right - paging_mm, y_mm + height / 2 - paging.x_mm * 1.22)
    room = right - paging_mm - left - 4
    name = Paragraph(
        (Run(chapter.line.name, ink.fitted(chapter.line.name, min(4.6, height * 0.24), "bold", room), "bold"),), room
    )
    caption = f"{chapter.line.caption} – {len(chapter.procedures)} thủ tục".removeprefix(" – ")
    below = Paragraph(
        (Run(caption, ink.fitted(caption, min(2.5, height * 0.13), "regular", room), "regular", "slate"),), room
    )
    top = y_mm + (height - name.height_mm - below.height_mm) / 2
    name.draw(painter, left, top)
    below.draw(painter, left, top + name.height_mm)


def _essential(painter: QPainter, board: Board, x_mm: float, y_mm: float, room_mm: float, end_mm: float) -> None:
    """The essential services with their pages, where the paper has room for all of them."""
    head = Paragraph((Run("Dịch vụ công thiết yếu", 4.4, "bold", "blue"),), room_mm - 11)
    rows = []
    for procedure in (p for chapter in board.chapters for p in chapter.procedures if p.essential):
        page = Run(f"trang {board.page_of(procedure)}", NEAR_MM, "semibold", "slate")
        page_mm = ink.text_width_mm(page) + 2
        room = room_mm - page_mm - 6
        x_height = max(2.4, ink.fitted(procedure.name, 3.0, "regular", room))
        rows.append((Paragraph((Run(procedure.name, x_height),), room), Paragraph((page,), page_mm, "right")))
    if not rows or y_mm + head.height_mm + 2 + sum(name.height_mm + 1.0 for name, _ in rows) > end_mm:
        return
    ink.icon(painter, "star", x_mm, y_mm + 1.2, 8.0, "blue")
    head.draw(painter, x_mm + 11, y_mm)
    y = y_mm + head.height_mm + 2
    ink.fill(painter, x_mm, y - 1.4, room_mm, 0.8, "blue")
    for name, page in rows:
        name.draw(painter, x_mm, y)
        page.draw(painter, x_mm + room_mm - page.width_mm, y)
        y += name.height_mm + 1.0
