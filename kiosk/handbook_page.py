"""A handbook's page drawn: what a screen is for, how it looks, what to do, and what helps when it does not go on."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from kiosk import ink
from kiosk.handbook import Handbook, Shot
from kiosk.ink import DOTS, Paragraph, Run

WIDTH_MM, HEIGHT_MM, MARGIN_MM = 210.0, 297.0, 14.0
ROOM_MM = WIDTH_MM - 2 * MARGIN_MM
HEAD_MM, FOOT_MM = 40.0, 11.0
GAP_MM = 5.0
TEXT_SIZES_MM, SMALL_MM = (3.2, 3.0, 2.8, 2.6, 2.4, 2.3), 1.9  # x-heights: 17 to 12.3 points, and 10.2
LEAST_PICTURES_MM = 60.0
CAPTION_MM = 8.0
ACCENTS = {"citizens": ("blue", "Dành cho người dân"), "officials": ("green_deep", "Dành cho cán bộ")}
PAPER_END = 817 / 1300  # below this share the simulated printer's window shows its buttons


def draw(painter: QPainter, page: Handbook, number: int, count: int) -> None:
    """The pictures take what height the words leave. Raises ValueError when that is too little to see anything."""
    accent, audience = ACCENTS[page.audience]
    images = [[(shot, _picture(shot)) for shot in row] for row in page.rows]
    lead = Paragraph((Run(page.lead, 2.7, "semibold"),), ROOM_MM)
    help_ = [Paragraph((Run(text, SMALL_MM),), ROOM_MM - 22) for text in page.help]
    help_mm = sum(line.height_mm + 1.4 for line in help_) + 9.0
    for text_mm in TEXT_SIZES_MM:
        steps = _steps(page, accent, text_mm)
        words_mm = lead.height_mm + max(height for _, height in steps) + help_mm + 4 * GAP_MM
        pictures_mm = HEIGHT_MM - HEAD_MM - FOOT_MM - words_mm - GAP_MM
        if pictures_mm >= _wanted_mm(images):
            break
    if pictures_mm < LEAST_PICTURES_MM:
        raise ValueError(f"{page.id}: the words leave {pictures_mm:.0f} mm for the pictures")

    ink.fill(painter, 0, 0, WIDTH_MM, HEIGHT_MM, "paper")
    _head(painter, page, accent, audience)
    y = HEAD_MM + GAP_MM
    lead.draw(painter, MARGIN_MM, y)
    y += lead.height_mm + GAP_MM
    y = _pictures(painter, images, accent, y, pictures_mm) + GAP_MM
    for (pieces, _), x in zip(steps, (MARGIN_MM, MARGIN_MM + (ROOM_MM + GAP_MM) / 2), strict=False):
        for badge, text, top in pieces:
            ink.fill(painter, x, y + top, 7.0, 7.0, accent, 3.5)
            badge.draw(painter, x, y + top + (7.0 - badge.height_mm) / 2)
            text.draw(painter, x + 10, y + top + max(0.0, (7.0 - text.height_mm) / 2))
    y = HEIGHT_MM - FOOT_MM - GAP_MM - help_mm
    ink.fill(painter, MARGIN_MM, y, ROOM_MM, help_mm, "cream", 2.5)
    ink.icon(painter, "lifebuoy", MARGIN_MM + 5, y + 5, 9.0, "amber_deep")
    y += 4.5
    for line in help_:
        line.draw(painter, MARGIN_MM + 19, y)
        y += line.height_mm + 1.4
    _foot(painter, accent, number, count)


def _head(painter: QPainter, page: Handbook, accent: str, audience: str) -> None:
    ink.fill(painter, 0, 0, WIDTH_MM, HEAD_MM, accent)
    side = HEAD_MM - 18
    ink.fill(painter, MARGIN_MM, 9, side, side, "white", 3.0)
    ink.icon(painter, page.icon, MARGIN_MM + 4, 13, side - 8, accent)
    left = MARGIN_MM + side + 7
    Paragraph((Run(audience, 2.7, "semibold", "sky"),), ROOM_MM).draw(painter, left, 6.5)
    room = WIDTH_MM - left - MARGIN_MM
    title = Paragraph((Run(page.title, ink.fitted(page.title, 6.6, "bold", room), "bold", "white"),), room)
    title.draw(painter, left, 24.5 - title.height_mm / 2)


def _foot(painter: QPainter, accent: str, number: int, count: int) -> None:
    top = HEIGHT_MM - FOOT_MM
    ink.fill(painter, 0, top, WIDTH_MM, 0.5, accent)
    note = Paragraph(
        (Run("Một Cửa – hướng dẫn sử dụng. Ảnh chụp từ trung tâm mẫu.", 1.6, "regular", "slate"),), ROOM_MM
    )
    note.draw(painter, MARGIN_MM, top + (FOOT_MM - note.height_mm) / 2)
    paging = Paragraph((Run(f"{number}/{count}", 2.0, "bold", accent),), ROOM_MM, "right")
    paging.draw(painter, MARGIN_MM, top + (FOOT_MM - paging.height_mm) / 2)


def _steps(page: Handbook, accent: str, text_mm: float) -> list[tuple[list[tuple[Paragraph, Paragraph, float]], float]]:
    """Numbered steps in two columns, read down the first: ([(number, words, top)], height) of each."""
    width = (ROOM_MM - GAP_MM) / 2 - 10
    half = (len(page.steps) + 1) // 2
    columns = []
    for first, part in ((1, page.steps[:half]), (half + 1, page.steps[half:])):
        top, pieces = 0.0, []
        for number, words in enumerate(part, first):
            text = Paragraph(_marked(words, text_mm), width)
            pieces.append(
                (Paragraph((Run(str(number), TEXT_SIZES_MM[-1], "bold", "white"),), 7.0, "center"), text, top)
            )
            top += max(7.0, text.height_mm) + 3.0
        columns.append((pieces, top))
    return columns


def _marked(words: str, text_mm: float) -> tuple[Run, ...]:
    """The words of the screen, between « and », stand out."""
    runs = []
    for index, part in enumerate(words.replace("»", "«").split("«")):
        if part:
            runs.append(Run(f"«{part}»" if index % 2 else part, text_mm, "semibold" if index % 2 else "regular"))
    return tuple(runs)


def _widest_mm(images: list[list[tuple[Shot, QImage]]]) -> list[float]:
    """How high each row is when it is as wide as the page allows."""
    ratios = [sum(image.width() / image.height() for _, image in row) for row in images]
    return [(ROOM_MM - GAP_MM * (len(row) - 1)) / ratio for row, ratio in zip(images, ratios, strict=True)]


def _wanted_mm(images: list[list[tuple[Shot, QImage]]]) -> float:
    return sum(_widest_mm(images)) + CAPTION_MM * len(images) + GAP_MM * (len(images) - 1)


def _pictures(painter: QPainter, images, accent: str, y_mm: float, height_mm: float) -> float:
    """Rows as high as the room allows, never wider than the page; where they end."""
    widest = _widest_mm(images)
    wanted = _wanted_mm(images)
    shrink = min(1.0, (height_mm - (wanted - sum(widest))) / sum(widest))
    y = y_mm + max(0.0, height_mm - wanted) / 2
    for row, widest_mm in zip(images, widest, strict=True):
        tall = widest_mm * shrink
        widths = [tall * image.width() / image.height() for _, image in row]
        x = MARGIN_MM + (ROOM_MM - sum(widths) - GAP_MM * (len(row) - 1)) / 2
        for (shot, image), width in zip(row, widths, strict=True):
            ink.fill(painter, x - 0.4, y - 0.4, width + 0.8, tall + 0.8, "steel", 0.6)
            painter.drawImage(QRectF(x * DOTS, y * DOTS, width * DOTS, tall * DOTS), image)
            size = ink.fitted(shot.caption, SMALL_MM, "semibold", width)
            caption = Paragraph((Run(shot.caption, size, "semibold", accent),), width, "center")
            caption.draw(painter, x, y + tall + 1.6)
            x += width + GAP_MM
        y += tall + CAPTION_MM + GAP_MM
    return y - GAP_MM


def _picture(shot: Shot) -> QImage:
    """The shot itself; of the simulated paper only the paper."""
    image = QImage(str(shot.path))
    if image.isNull():
        raise ValueError(f"{shot.path}: no picture")
    if image.height() > 2.5 * image.width():
        image = image.copy(0, 0, image.width(), round(image.height() * PAPER_END))
    return image
