"""What a code reader promises: text that is verified UTF-8, with the raw bytes beside it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from devices import Health

LONGEST_CODE = 4096
SAME_SECONDS = 1.0
MATRICES = ("QRCode", "DataMatrix", "PDF417", "Aztec")  # correct errors and prove what they say, as bars do not


@dataclass(frozen=True, slots=True)
class Scan:
    """What a reader saw: verified UTF-8 text, or None where the bytes are not text."""

    text: str | None
    raw: bytes
    by_keys: bool = False  # it came through a keyboard, which carries no Vietnamese letter: no text means damaged

    @classmethod
    def of(cls, raw: bytes) -> "Scan":
        """What is not UTF-8, or longer than any code, has no text."""
        try:
            return cls(raw.decode("utf-8") if len(raw) <= LONGEST_CODE else None, raw)
        except UnicodeDecodeError:
            return cls(None, raw)


@dataclass(frozen=True, slots=True)
class Found:
    """A code in a picture. `format` is zxing-cpp's name ("QRCode", "Code128"); `text` is None where the bytes are not
    UTF-8 and the code names no other charset. `corners` are pixels, clockwise from the code's own top left."""

    text: str | None
    raw: bytes
    format: str
    corners: tuple[tuple[float, float], ...]

    @property
    def scan(self) -> Scan:
        return Scan(self.text, self.raw)


@dataclass(frozen=True, slots=True)
class ReaderCapabilities:
    """`vietnamese`: its letters arrive as they are. `exclusive`: nothing of a code reaches any window."""

    vietnamese: bool
    exclusive: bool


class CodeReader(Protocol):
    capabilities: ReaderCapabilities

    def watch(self, on_scan: Callable[[Scan], None]) -> None:
        """Call `on_scan` from the reader's own thread for everything that is read, until `close`."""

    def health(self) -> Health: ...

    def close(self) -> None: ...


class Once:
    """One code that a reader reads again within a second is one scan: hands tremble, triggers bounce."""

    def __init__(self, seconds: float = SAME_SECONDS):
        self._seconds = seconds
        self._last, self._until = b"", 0.0

    def is_new(self, raw: bytes, at: float) -> bool:
        """`at` in seconds of any clock that only goes forward. A code held still stays one scan for as long."""
        new = raw != self._last or at >= self._until
        self._last, self._until = raw, at + self._seconds
        return new
