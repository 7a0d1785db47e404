"""One procedure as it hangs on the wall: what it is, how long, how much, what to bring, and its code.

Read from 1 m: names, times and fees have an x-height of 4 mm, which is 14 minutes of arc (a line of
20/50 on an eye chart); the list of papers 2.7 mm (9 minutes, 20/37), for whoever steps up to it.
"""

import re
from dataclasses import dataclass

from PySide6.QtGui import QPainter

from center.procedures import ASK, RECEIVERS, Paper, Procedure
from kiosk import ink
from kiosk.ink import Paragraph, Run

FAR_MM = 4.0  # x-height of what is read from 1 m
NEAR_MM = 2.7  # of the papers and of the far end of long names
FINE_MM = 2.2  # of the tail of the few names of a whole paragraph
LONG_NAME, HEAD_OF_NAME, LONGEST_NAME = 125, 95, 320  # letters
LONG_FACT = 48
CODE_MM, QUIET_MM = 23.0, 4.0
PAD_MM, GAP_MM = 4.0, 1.6
ICON_MM, BOX_MM = 6.6, 4.0
LABELS = {"term": "thời hạn", "fee": "lệ phí", "papers": "giấy tờ"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph at its place on the card, with the drawing before its first line."""

    paragraph: Paragraph
    x_mm: float
    y_mm: float
    icon: str = ""
    box: bool = False
    ink: str = "navy"
    x_height_mm: float = FAR_MM


class Card:
    """Laid out once for a width; `height_mm` is known before it is drawn. A `continued` one has only papers."""

    def __init__(self, procedure: Procedure, width_mm: float, accent: str, papers: tuple[Paper, ...], continued=False):
        self.procedure, self.width_mm, self.accent = procedure, width_mm, accent
        self.papers, self.continued = papers, continued
        self.pieces: list[Piece] = []
        self.has_code = procedure.is_verified("name")
        self._y = PAD_MM
        self._below_code = PAD_MM + CODE_MM + 6.5 if self.has_code else 0.0
        self._add(_name(procedure.name))
        if continued:
            self._add((Run("Giấy tờ, tiếp theo", NEAR_MM, "semibold", accent),))
        else:
            if procedure.essential:
                self._add((Run("Dịch vụ thiết yếu", NEAR_MM, "semibold", accent),), icon="star")
            self._facts()
        self._papers()
        if not continued:
            self._replaced()
        self.height_mm = max(self._y, self._below_code) + PAD_MM - GAP_MM

    def _add(self, runs: tuple[Run, ...], *, icon: str = "", box: bool = False) -> None:
        """The next paragraph; its lines stand beside the code as far down as that reaches."""
        x_height = runs[0].x_mm
        indent = BOX_MM + 2.0 if box else ICON_MM * x_height / FAR_MM + 2.4 if icon else 0.0
        room = self.width_mm - 2 * PAD_MM - indent
        paragraph = Paragraph(runs, room, "left", room - CODE_MM - QUIET_MM, self._below_code - self._y)
        self.pieces.append(Piece(paragraph, PAD_MM + indent, self._y, icon, box, runs[0].color, x_height))
        self._y += paragraph.height_mm + GAP_MM * x_height / FAR_MM

    def _facts(self) -> None:
        procedure = self.procedure
        unknown = [label for attribute, label in LABELS.items() if procedure.says(attribute) == ASK]
        unknown += ["mã thủ tục"] * (not self.has_code)
        if procedure.says("term") != ASK:
            self._fact("clock", *term_words(procedure))
        if procedure.says("fee") != ASK:
            self._fact("receipt", *fee_words(procedure))
        if procedure.receiver != "center":
            known = procedure.is_verified("receiver")
            words = f"Nộp tại {RECEIVERS[procedure.receiver]}" if known else f"Nơi nộp: {ASK}"
            self._add((Run(words, NEAR_MM, "semibold", "slate"),), icon="map-pin")
        if unknown:
            words = f"{ASK[0].upper()}{ASK[1:]}: {', '.join(unknown)}"
            self._add((Run(words, NEAR_MM, "regular", "slate"),), icon="help-circle")

    def _fact(self, icon: str, short: str, full: str) -> None:
        if short:
            self._add((Run(short, FAR_MM, "bold", self.accent),), icon=icon)
        if full:
            self._add((Run(full, NEAR_MM, "regular", "navy"),), icon="" if short else icon)

    def _papers(self) -> None:
        self._y += GAP_MM if self.papers else 0.0
        for paper in self.papers:
            notes = [paper.kind] if paper.kind not in ("", "1 bản chính") else []
            notes += ["nếu có"] * paper.if_applicable + [ASK] * (not paper.verified)
            tail = (Run(f"  ({', '.join(notes)})", NEAR_MM, "regular", "slate"),) if notes else ()
            self._add((Run(paper.name, NEAR_MM), *tail), box=True)

    def _replaced(self) -> None:
        if self.procedure.is_verified("replaced"):
            names = "; ".join(dict.fromkeys(paper.paper for paper in self.procedure.replaced))
            words = (
                Run("Không phải nộp khi đã có dữ liệu: ", NEAR_MM, "semibold", "green"),
                Run(names, NEAR_MM, "regular", "green"),
            )
            self._add(words, icon="shield-check")

    def draw(self, painter: QPainter, x_mm: float, y_mm: float) -> None:
        ink.fill(painter, x_mm, y_mm, self.width_mm, self.height_mm, "white", 2.0)
        ink.fill(painter, x_mm, y_mm + 2.0, 1.3, self.height_mm - 4.0, self.accent, 0.6)
        for piece in self.pieces:
            left, top = x_mm + piece.x_mm, y_mm + piece.y_mm
            if piece.icon:
                side = ICON_MM * piece.x_height_mm / FAR_MM
                ink.icon(painter, piece.icon, x_mm + PAD_MM, top + piece.x_height_mm * 0.36, side, piece.ink)
            if piece.box:
                ink.frame(painter, x_mm + PAD_MM, top + piece.x_height_mm * 0.55, BOX_MM, 0.35, "slate")
            piece.paragraph.draw(painter, left, top)
        if self.has_code:
            left = x_mm + self.width_mm - PAD_MM - CODE_MM
            ink.code(painter, self.procedure.portal_page, left, y_mm + PAD_MM + 1.0, CODE_MM)
            number = Paragraph((Run(self.procedure.code, 2.3, "semibold", "slate"),), CODE_MM, "center")
            number.draw(painter, left, y_mm + PAD_MM + CODE_MM + 2.2)


def cards_of(procedure: Procedure, width_mm: float, accent: str, tallest_mm: float) -> list[Card]:
    """The procedure as one card, or as several where its papers would not fit into one column."""

    def split(papers: tuple[Paper, ...], continued: bool) -> list[Card]:
        card = Card(procedure, width_mm, accent, papers, continued)
        if card.height_mm <= tallest_mm or len(papers) < 2:
            return [card]
        half = len(papers) // 2
        return [*split(papers[:half], continued), *split(papers[half:], True)]

    return split(procedure.papers if procedure.is_verified("papers") else (), False)


def _name(name: str) -> tuple[Run, ...]:
    """The beginning of a name in letters for 1 m; of a long one the clauses after it smaller, never cut."""
    if len(name) <= LONG_NAME:
        return (Run(name, FAR_MM, "semibold"),)
    breaks = [found.end() for found in re.finditer(r"[,;:] | \(| đối với | mà | do | được | trong ", name)]
    head = next((end for end in breaks if 34 <= end <= HEAD_OF_NAME), None)
    head = head or name.rfind(" ", 0, HEAD_OF_NAME) + 1
    small = NEAR_MM if len(name) <= LONGEST_NAME else FINE_MM
    return (Run(name[:head], FAR_MM, "semibold"), Run(name[head:], small, "semibold"))


def term_words(procedure: Procedure) -> tuple[str, str]:
    """(for 1 m, for whoever is nearer); either may be empty."""
    term, text = procedure.term, str(procedure.term)
    if term.unit == "at_once":
        rest = re.sub(r"^(Ngay trong ngày|Ngay khi nhận đủ giấy tờ|Ngay khi nhận yêu cầu|Ngay)\W*", "", text)
        return "Ngay trong ngày", rest[:1].upper() + rest[1:]
    if len(text) <= LONG_FACT:
        return text, ""
    return "", text


def fee_words(procedure: Procedure) -> tuple[str, str]:
    """(for 1 m, for whoever is nearer); either may be empty."""
    text = str(procedure.fee)
    if len(text) <= LONG_FACT:
        return text, ""
    head, _, rest = text.partition("; ")
    return (head, rest[:1].upper() + rest[1:]) if len(head) <= LONG_FACT else ("", text)
