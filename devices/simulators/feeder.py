"""The inside of a simulated scanner: a glass, a feeder with sheets in it, and what befalls them.

```
sim://scanner?feed=form,skewed_letter,blank&fault=jam&script=2pages:jam;10s:ok;again&page_seconds=1.5
```
`feed`: kinds of sheets.py, `front-back` for a written back, or a number of mixed sheets. `refill=no`: a feeder that
is empty stays so until `load`. `glass`: the sheet on the glass. The script counts pages.
"""

import io
import threading
from collections import deque
from dataclasses import dataclass
from functools import lru_cache

from devices.scanning import Page, ScanWish, Source, side_of
from devices.simulators.script import Script
from devices.simulators.sheets import check_kind, draw_sheet

FAULTS = (
    "empty",  # no sheet in the feeder
    "jam",
    "cover_open",
    "double_feed",
    "busy",
    "cancelled",  # somebody pressed the button at the device
    "unplugged",  # in the middle of a page
    "refused",  # switched off: nobody answers the door
    "silent",  # takes every question and never answers
    "garbage",  # answers what no scanner may
    "torn",  # a page whose bytes stop half-way, although all seems well
    "slow",  # a page takes two seconds longer
    "early",  # says "empty" and "no page" once too early, as some firmware does
    "miscounts",  # loses a page on the way and counts it
)
MIXED = ("form", "letter", "skewed_form", "form-letter", "upside_down_letter", "blank")
SLOW_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Sheet:
    front: str
    back: str = "blank"


class Feeder:
    """One scanner's paper and faults. Every method may be called from any thread."""

    def __init__(
        self,
        feed: str = "3",
        glass: str = "form",
        refill: bool = True,
        fault: str = "",
        script: str = "",
        page_seconds: float = 0.0,
    ):
        self.glass, self.page_seconds = check_kind(glass), page_seconds
        self._sheets: deque[Sheet] = deque()
        self._feed, self.refills = read_feed(feed), refill
        self._lock = threading.RLock()
        self._script = Script(script, FAULTS, ("pages",)) if script else None
        self._faults: frozenset[str] = frozenset()
        self._back: str | None = None  # the other side of the sheet that is being fed
        self.pages_given = 0
        self.set_faults(*filter(None, fault.split(",")))
        self.load()

    def set_faults(self, *names: str) -> None:
        """Exactly these from now on. Raises ValueError for one that no scanner has."""
        if unknown := set(names) - set(FAULTS):
            raise ValueError(f"unknown faults: {', '.join(sorted(unknown))}; known: {', '.join(FAULTS)}")
        with self._lock:
            self._faults = frozenset(names)

    @property
    def faults(self) -> frozenset[str]:
        with self._lock:
            if self._script and (changed := self._script.look()) is not None:
                self._faults = changed
            return self._faults

    @property
    def loaded(self) -> bool:
        with self._lock:
            return bool(self._sheets or self._back) and "empty" not in self.faults

    @property
    def sheets_left(self) -> int:
        with self._lock:
            return len(self._sheets)

    def load(self, *kinds: str) -> None:
        """Put sheets into the feeder, on top of none; without kinds those it began with."""
        with self._lock:
            self._back = None
            self._sheets = deque(read_feed(",".join(kinds)) if kinds else self._feed)

    def begin(self, source: Source) -> None:
        """A new scan. In a demonstration somebody has put paper in again."""
        with self._lock:
            self._back = None
            if source is not Source.FLATBED and not self._sheets and self.refills:
                self.load()

    def take(self, wish: ScanWish, number: int) -> tuple[str, int] | None:
        """Kind and number of the next side, None when there is none; it leaves the feeder with that."""
        with self._lock:
            if wish.source is Source.FLATBED:
                kind = self.glass
            elif self._back is not None:
                kind, self._back = self._back, None
            elif self._sheets and "empty" not in self.faults:
                sheet = self._sheets.popleft()
                kind = sheet.front
                self._back = sheet.back if wish.source is Source.DUPLEX else None
            else:
                return None
            self.pages_given += 1
            if self._script and (changed := self._script.happened("pages")) is not None:
                self._faults = changed
            return kind, number

    def pause(self, stopped: threading.Event) -> None:
        """The time that a page takes."""
        seconds = self.page_seconds + (SLOW_SECONDS if "slow" in self.faults else 0.0)
        if seconds:
            stopped.wait(seconds)


def feeder_of(options: dict[str, str]) -> Feeder:
    """The scanner that a uri's options describe. Raises ValueError."""
    return Feeder(
        options.get("feed", "3"),
        options.get("glass", "form"),
        options.get("refill") != "no",
        options.get("fault", ""),
        options.get("script", ""),
        float(options.get("page_seconds", "0")),
    )


def read_feed(text: str) -> tuple[Sheet, ...]:
    """Sheets of `form,letter-blank` or of a number. Raises ValueError."""
    if text.strip().isdecimal():
        text = ",".join(MIXED[number % len(MIXED)] for number in range(int(text)))
    sheets = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        front, _, back = part.partition("-")
        sheets.append(Sheet(check_kind(front), check_kind(back or "blank")))
    return tuple(sheets)


@lru_cache(maxsize=24)
def picture_bytes(kind: str, number: int, wish: ScanWish, dpi: int, media_type: str) -> bytes:
    """The side drawn and packed as a scanner would."""
    packed = io.BytesIO()
    picture = draw_sheet(kind, number, wish.paper, dpi, wish.mode)
    if media_type == "image/png":
        picture.save(packed, "PNG", compress_level=1, dpi=(dpi, dpi))
    else:
        picture.save(packed, "JPEG", quality=85, dpi=(dpi, dpi))
    return packed.getvalue()


def scanned_page(kind: str, number: int, wish: ScanWish) -> Page:
    """The side as the page that a driver hands out."""
    width, height = wish.paper.size_px(wish.dpi)
    content = picture_bytes(kind, number, wish, wish.dpi, "image/jpeg")
    side = side_of(number, wish.source)
    return Page(number, content, "image/jpeg", wish.dpi, wish.mode, side, width, height)
