"""The pages of the board: procedures set into columns, with the head, the foot and the first page."""

from dataclasses import dataclass, field

from PySide6.QtGui import QPainter

from center.procedures import ASK, Catalogue, Procedure, ticket_field
from center.setup import Field, Setup
from kiosk import ink
from kiosk.board_cards import NEAR_MM, Card, cards_of
from kiosk.ink import Paragraph, Run

ACCENTS = ("blue", "green", "red_deep", "amber_deep", "blue_deep", "olive", "slate", "green_deep")
HEAD_MM, FOOT_MM = 37.0, 20.0
COLUMN_GAP_MM, CARD_GAP_MM = 6.0, 4.0
HEADING_MM = 27.0  # of two lines, with the gap below


@dataclass(frozen=True, slots=True)
class Sheet:
    """A size of paper in portrait and how many columns stand on it: letters are as large on each."""

    name: str
    width_mm: float
    height_mm: float
    columns: int
    margin_mm: float

    @property
    def column_mm(self) -> float:
        return (self.width_mm - 2 * self.margin_mm - COLUMN_GAP_MM * (self.columns - 1)) / self.columns

    @property
    def column_height_mm(self) -> float:
        return self.height_mm - HEAD_MM - FOOT_MM - 2 * CARD_GAP_MM


SHEETS = {"A3": Sheet("A3", 297.0, 420.0, 2, 10.0), "A4": Sheet("A4", 210.0, 297.0, 1, 9.0)}


class Heading:
    """The name of a field of the catalogue above its cards."""

    def __init__(self, name: str, width_mm: float, accent: str):
        self.paragraph = Paragraph((Run(name, 4.4, "bold", accent),), width_mm)
        self.width_mm, self.accent = width_mm, accent
        self.height_mm = self.paragraph.height_mm + 2.0

    def draw(self, painter: QPainter, x_mm: float, y_mm: float) -> None:
        self.paragraph.draw(painter, x_mm, y_mm)
        ink.fill(painter, x_mm, y_mm + self.height_mm - 1.0, self.width_mm, 0.8, self.accent)


@dataclass
class Page:
    """What stands where on one page: (block, x_mm, y_mm)."""

    line: Field
    accent: str
    blocks: list[tuple[Card | Heading, float, float]] = field(default_factory=list)

    @property
    def cards(self) -> list[Card]:
        return [block for block, _, _ in self.blocks if isinstance(block, Card)]


@dataclass(frozen=True, slots=True)
class Chapter:
    """The procedures for whose number people press one field of the kiosk."""

    line: Field
    accent: str
    procedures: tuple[Procedure, ...]


def chapters(procedures: tuple[Procedure, ...], fields: tuple[Field, ...]) -> tuple[Chapter, ...]:
    """By the center's fields, in their order; within one by the catalogue's field, as the catalogue has them."""
    by_line: dict[str, list[Procedure]] = {}
    for procedure in procedures:
        by_line.setdefault(ticket_field(procedure, fields), []).append(procedure)
    made = []
    for number, line in enumerate(fields):
        mine = by_line.get(line.id, [])
        names = list(dict.fromkeys(procedure.field for procedure in mine))
        in_order = tuple(sorted(mine, key=lambda procedure, names=names: names.index(procedure.field)))
        if mine:
            made.append(Chapter(line, ACCENTS[number % len(ACCENTS)], in_order))
    return tuple(made)


def _may_go_before(first: Card, card: Card) -> bool:
    same_field = card.procedure.field == first.procedure.field
    return card is first or (same_field and not card.continued and card.procedure is not first.procedure)


def set_pages(chapter: Chapter, sheet: Sheet) -> list[Page]:
    """The chapter's cards into columns; a heading never stands alone at the foot of one.

    Where the next card does not fit, a later one of the same field that does goes before it.
    """
    cards: list[Card] = []
    above = ""
    for procedure in chapter.procedures:
        tallest_mm = sheet.column_height_mm - (HEADING_MM if procedure.field != above else 0.0)
        cards += cards_of(procedure, sheet.column_mm, chapter.accent, tallest_mm)
        above = procedure.field
    pages: list[Page] = []
    column, y, present = sheet.columns, 0.0, ""
    while cards:
        first = cards[0]
        heading = None
        if first.procedure.field != present:
            heading = Heading(first.procedure.field, sheet.column_mm, chapter.accent)
        room = sheet.column_height_mm - y - (heading.height_mm + CARD_GAP_MM if heading else 0.0)
        fits = [card for card in cards if _may_go_before(first, card) and card.height_mm <= room]
        if column == sheet.columns or not fits:
            column, y, fits = column + 1, 0.0, [first]
            if column >= sheet.columns:
                pages.append(Page(chapter.line, chapter.accent))
                column = 0
        present = first.procedure.field
        cards.remove(fits[0])
        x = sheet.margin_mm + column * (sheet.column_mm + COLUMN_GAP_MM)
        for block in filter(None, (heading, fits[0])):
            pages[-1].blocks.append((block, x, HEAD_MM + CARD_GAP_MM + y))
            y += block.height_mm + CARD_GAP_MM
    return pages


@dataclass(frozen=True)
class Board:
    """Everything that is printed. `mark` is the short code by which an old print is recognised."""

    setup: Setup
    catalogue: Catalogue
    sheet: Sheet
    mark: str
    chapters: tuple[Chapter, ...]
    pages: tuple[Page, ...]
    has_cover: bool = True

    @property
    def page_count(self) -> int:
        return len(self.pages) + self.has_cover

    def pages_of(self, chapter: Chapter) -> tuple[int, int]:
        """The first and the last page of a chapter, from 1."""
        found = [number for number, page in enumerate(self.pages, 1 + self.has_cover) if page.line == chapter.line]
        return found[0], found[-1]

    def page_of(self, procedure: Procedure) -> int:
        for number, page in enumerate(self.pages, 1 + self.has_cover):
            if any(card.procedure == procedure for card in page.cards):
                return number
        raise KeyError(procedure.code)

    @property
    def imprint(self) -> str:
        return f"Danh mục số {self.catalogue.version} ngày {self.catalogue.dated:%d/%m/%Y}"

    def draw(self, painter: QPainter, number: int) -> None:
        """One page of cards, counted from 1 with the first page."""
        page = self.pages[number - 1 - self.has_cover]
        ink.fill(painter, 0, 0, self.sheet.width_mm, self.sheet.height_mm, "paper")
        self._head(painter, page)
        for block, x, y in page.blocks:
            block.draw(painter, x, y)
        self.draw_foot(painter, number)

    def _head(self, painter: QPainter, page: Page) -> None:
        sheet, line = self.sheet, page.line
        ink.fill(painter, 0, 0, sheet.width_mm, HEAD_MM, page.accent)
        side = HEAD_MM - 10
        left = sheet.margin_mm
        ink.fill(painter, left, 5, side, side, "white", 3.0)
        letter = Paragraph((Run(line.letter, 9.5, "bold", page.accent),), side, "center")
        letter.draw(painter, left, 5 + (side - letter.height_mm) / 2)
        left += side + 6
        room = sheet.width_mm - left - sheet.margin_mm
        above = f"{self.setup.name} – {self.setup.commune}"
        Paragraph((Run(above, ink.fitted(above, 2.9, "regular", room), "regular", "white"),), room).draw(
            painter, left, 3.6
        )
        title = Paragraph((Run(line.name, ink.fitted(line.name, 6.6, "bold", room), "bold", "white"),), room)
        title.draw(painter, left, 17.6 - title.height_mm / 2)
        help_ = f"Lấy số tại ô «{line.name}» – số bắt đầu bằng chữ {line.letter}"
        Paragraph((Run(help_, ink.fitted(help_, 2.4, "regular", room), "regular", "white"),), room).draw(
            painter, left, 27.0
        )

    def draw_foot(self, painter: QPainter, number: int) -> None:
        sheet = self.sheet
        top = sheet.height_mm - FOOT_MM
        ink.fill(painter, 0, top, sheet.width_mm, FOOT_MM, "white")
        ink.fill(painter, 0, top, sheet.width_mm, 0.6, "navy")
        side = FOOT_MM - 7.0
        paging = f"Trang {number}/{self.page_count}"
        told = f"Bảng thủ tục {self.setup.commune}. {self.imprint}. Mã bản in {self.mark}. {paging}"
        ink.code(painter, told, sheet.margin_mm, top + 4.0, side)
        left = sheet.margin_mm + side + 5
        right_mm = 42.0
        room = sheet.width_mm - left - sheet.margin_mm - right_mm
        ask = f"«{ASK[0].upper()}{ASK[1:]}»: mục chưa đối chiếu với văn bản. "
        ask += f"Mã QR mở thủ tục trên Cổng Dịch vụ công quốc gia. Phản ánh: gọi {self.setup.hotline}."
        note = Paragraph((Run(ask, 1.75 if sheet.columns > 1 else 1.5, "regular", "navy"),), room)
        imprint = Paragraph((Run(f"{self.imprint}  ·  mã bản in {self.mark}", 1.75, "semibold", "navy"),), room)
        y = top + 0.6 + (FOOT_MM - 0.6 - note.height_mm - imprint.height_mm) / 2
        imprint.draw(painter, left, y)
        note.draw(painter, left, y + imprint.height_mm)
        count = Paragraph((Run(paging, NEAR_MM, "bold", "navy"),), right_mm, "right")
        count.draw(painter, sheet.width_mm - sheet.margin_mm - right_mm, top + 0.6 + (FOOT_MM - count.height_mm) / 2)


def set_board(setup: Setup, catalogue: Catalogue, procedures: tuple[Procedure, ...], sheet: Sheet, mark: str) -> Board:
    """The procedures as pages. Raises ValueError for none."""
    found = chapters(procedures, setup.fields)
    pages = tuple(page for chapter in found for page in set_pages(chapter, sheet))
    if not pages:
        raise ValueError("a board without procedures")
    return Board(setup, catalogue, sheet, mark, found, pages, has_cover=len(found) > 1)
