"""What a scanner promises: pages arrive one by one, and a page that arrived stays, whatever happens after it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from devices import Health

MM_PER_INCH = 25.4
WORTH_OFFERING = (75, 100, 150, 200, 300, 400, 600)  # of a range of dpi; those that a scanner lists are all offered


class Source(StrEnum):
    FLATBED = "flatbed"
    FEEDER = "feeder"
    DUPLEX = "duplex"  # the feeder, both sides of each sheet


class Mode(StrEnum):
    COLOUR = "colour"
    GRAY = "gray"


class Side(StrEnum):
    FRONT = "front"
    BACK = "back"


class Paper(StrEnum):
    A4 = "A4"
    A5 = "A5"
    CARD = "card"  # an identity card laid on the glass, with room around it

    @property
    def size_mm(self) -> tuple[float, float]:
        """Width and height, upright."""
        return {"A4": (210.0, 297.0), "A5": (148.0, 210.0), "card": (120.0, 90.0)}[self]

    def size_px(self, dpi: int) -> tuple[int, int]:
        width_mm, height_mm = self.size_mm
        return round(width_mm * dpi / MM_PER_INCH), round(height_mm * dpi / MM_PER_INCH)


@dataclass(frozen=True, slots=True)
class ScanWish:
    """What an official asks for. A scanner that lacks the dpi takes its next higher one and says so on the page."""

    source: Source = Source.FLATBED
    mode: Mode = Mode.COLOUR
    dpi: int = 300
    paper: Paper = Paper.A4


@dataclass(frozen=True, slots=True)
class Page:
    """One side of one sheet, as the scanner gave it; a PDF (from a folder) may hold several and has no pixels.

    `number` counts from 1 within one scan; with Source.DUPLEX odd ones are fronts.
    """

    number: int
    content: bytes
    media_type: str  # image/png | image/jpeg | application/pdf
    dpi: int
    mode: Mode
    side: Side = Side.FRONT
    width_px: int | None = None
    height_px: int | None = None


@dataclass(frozen=True, slots=True)
class ScannerCapabilities:
    """What a scanner can do, said by itself. `dpis` from low to high, those worth offering for paper."""

    model: str
    sources: tuple[Source, ...]
    modes: tuple[Mode, ...]
    dpis: tuple[int, ...]


class Scanner(Protocol):
    def ask_capabilities(self) -> ScannerCapabilities:
        """Asks the device the first time. Raises DeviceTrouble."""

    def scan(self, wish: ScanWish) -> Iterator[Page]:
        """Pages as they arrive; ends by itself when the glass or the feeder is done. Raises DeviceTrouble.

        Whoever asks for the next page has kept the one before. A trouble may come after any number of pages,
        and those hold. An iterator that is closed or dropped early sets the scanner free again.
        """

    def cancel(self) -> None:
        """From any thread: the scan under way ends with ScanCancelled, within the seconds that a page may take."""

    def health(self) -> Health:
        """Bounded in time, never raises. While a scan runs: what was known before it."""

    def close(self) -> None: ...


def side_of(number: int, source: Source) -> Side:
    return Side.BACK if source is Source.DUPLEX and number % 2 == 0 else Side.FRONT


def nearest_dpi(wished: int, offered: tuple[int, ...]) -> int:
    """The wished resolution if it is offered, else the next higher, else the highest."""
    return min((dpi for dpi in offered if dpi >= wished), default=max(offered, default=wished))
