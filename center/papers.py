"""What goes on paper, as device-free documents of blocks.

A document says what is printed and how important it is; the driver decides how (native
text, native QR, raster). Sizes are millimetres of capital height on paper, so that a ticket
reads the same on 58 and 80 mm rolls.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Text:
    """One paragraph; wrapped to the paper's width. align: left | center | right."""

    text: str
    height_mm: float = 2.4
    bold: bool = False
    align: str = "center"


@dataclass(frozen=True, slots=True)
class Number:
    """The ticket number: ASCII letters, digits and space only, at least `height_mm` high."""

    text: str
    height_mm: float = 14.0


@dataclass(frozen=True, slots=True)
class Pair:
    """A label at the left and its value at the right of one line."""

    label: str
    value: str
    height_mm: float = 2.4
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """One line of a list to be ticked by hand: an empty box at the left, the text beside it, wrapped under itself."""

    text: str
    height_mm: float = 2.4
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code of `data`, about `size_mm` wide, error correction M."""

    data: str
    size_mm: float = 22.0


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the paper."""

    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Space:
    height_mm: float = 2.0


@dataclass(frozen=True, slots=True)
class Cut:
    """The end of the paper: feed to the knife and cut where there is one."""


Block = Text | Number | Pair | Check | Code | Rule | Space | Cut


@dataclass(frozen=True, slots=True)
class Document:
    """Blocks from top to bottom. `title` names the job in health pages and logs; no personal data."""

    title: str
    blocks: tuple[Block, ...] = field(default_factory=tuple)
