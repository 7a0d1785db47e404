"""What a device is to a center: the words, the promises and the troubles. Opens nothing itself (see cabinet.py).

DeviceTrouble            the world is imperfect; `.remedy` tells a clerk what to do about it
├── NotConnected         the device cannot be reached: cable, power, address
│   ├── InUse            another program holds it
│   └── LinkLost         it was reached, and went away in the middle of a job
├── PrinterSilent        the printer used to answer and no longer does
├── PaperOut             the roll is used up
├── PaperNearEnd         the roll is nearly used up (a warning: tickets still come)
├── CoverOpen            the cover of the printer is open
├── CutterStuck          the knife does not move
├── PrinterFailed        the printer reports an error that only switching it off and on clears
├── TooLate              the job waited longer than its deadline and was dropped, so that it never prints by itself
├── NoPrinter            there is no printer here, by intention: a person is asked instead
├── NoSound              nothing on this machine can play sound
└── Misconfigured        the address of a device in the machine's config cannot be understood
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from center.papers import Document

LONGEST_CODE = 4096


class DeviceTrouble(Exception):
    """A device cannot do what it was asked. Facts carry `code`; `remedy` is for a clerk, `str()` for the log."""

    code = "device_trouble"
    remedy = "Thiết bị gặp sự cố. Vui lòng báo người phụ trách kỹ thuật."

    def __eq__(self, other):
        return type(self) is type(other)

    def __hash__(self):
        return hash(type(self))


class NotConnected(DeviceTrouble):
    code = "not_connected"
    remedy = "Không kết nối được với thiết bị. Kiểm tra dây cáp và nguồn điện của thiết bị."


class InUse(NotConnected):
    code = "in_use"
    remedy = "Thiết bị đang bị một chương trình khác sử dụng. Đóng chương trình đó lại."


class LinkLost(NotConnected):
    code = "link_lost"
    remedy = "Mất kết nối với thiết bị khi đang làm việc. Kiểm tra dây cáp và nguồn điện của thiết bị."


class PrinterSilent(DeviceTrouble):
    code = "printer_silent"
    remedy = "Máy in không trả lời. Tắt máy in, chờ 10 giây rồi bật lại; kiểm tra dây cáp."


class PaperOut(DeviceTrouble):
    code = "paper_out"
    remedy = "Hết giấy in. Mở nắp máy in, thay cuộn giấy mới rồi bấm «Đã thay giấy»."


class PaperNearEnd(DeviceTrouble):
    code = "paper_near_end"
    remedy = "Sắp hết giấy in. Chuẩn bị sẵn một cuộn giấy mới."


class CoverOpen(DeviceTrouble):
    code = "cover_open"
    remedy = "Nắp máy in đang mở. Đóng nắp lại cho đến khi nghe tiếng «tách»."


class CutterStuck(DeviceTrouble):
    code = "cutter_stuck"
    remedy = "Dao cắt giấy bị kẹt. Tắt máy in, mở nắp, lấy mẩu giấy kẹt ra rồi bật lại."


class PrinterFailed(DeviceTrouble):
    code = "printer_failed"
    remedy = "Máy in báo lỗi. Tắt máy in, chờ 10 giây rồi bật lại; nếu vẫn lỗi, báo người phụ trách kỹ thuật."


class TooLate(DeviceTrouble):
    code = "too_late"
    remedy = "Phiếu không kịp in và đã được bỏ qua. Nếu người dân cần, bấm «In lại»."


class NoPrinter(DeviceTrouble):
    code = "no_printer"
    remedy = "Ở đây không có máy in. Mời ông/bà ghi lại số trên màn hình."


class NoSound(DeviceTrouble):
    code = "no_sound"
    remedy = "Máy không phát được âm thanh. Kiểm tra loa và chương trình phát âm thanh."


class Misconfigured(DeviceTrouble):
    code = "misconfigured"
    remedy = "Địa chỉ thiết bị trong tệp cấu hình của máy chưa đúng. Báo người phụ trách kỹ thuật."


class Power(StrEnum):
    ONLINE = "online"
    OFFLINE = "offline"
    UNKNOWN = "unknown"  # a legal answer: never guess


@dataclass(frozen=True, slots=True)
class Health:
    """How a device is. `source` says who says so: the device's own words ("DLE EOT"), a rule, or nobody."""

    power: Power
    faults: tuple[DeviceTrouble, ...] = ()
    warnings: tuple[DeviceTrouble, ...] = ()
    checked_at: datetime | None = None
    source: str = ""

    @property
    def well(self) -> bool:
        """True only where the device itself said so."""
        return self.power is Power.ONLINE and not self.faults

    def same_as(self, other: "Health | None") -> bool:
        """Equal but for the time of asking."""
        return other is not None and (self.power, self.faults, self.warnings) == (
            other.power,
            other.faults,
            other.warnings,
        )


class Outcome(StrEnum):
    CONFIRMED = "confirmed"  # the printer itself said, after the cut, that all of it is done
    SENT = "sent"  # every byte was handed over; whether paper moved is not known
    FAILED = "failed"  # not printed, or not whole; it will not print later by itself


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a job. `trouble` says why it failed, or what was found wrong after it was sent."""

    job_id: str
    outcome: Outcome
    trouble: DeviceTrouble | None = None
    bytes_sent: int = 0

    @property
    def failed(self) -> bool:
        return self.outcome is Outcome.FAILED


@dataclass(frozen=True, slots=True)
class PrinterCapabilities:
    """What a ticket printer can do. Widths in printer dots; `answers`: it has a way back to tell its status."""

    model: str
    width_dots: int
    dots_per_mm: float
    cuts: bool
    draws_codes: bool  # makes QR codes itself
    answers: bool


@dataclass(frozen=True, slots=True)
class Scan:
    """What a reader saw: verified UTF-8 text, or None where the bytes are not text."""

    text: str | None
    raw: bytes

    @classmethod
    def of(cls, raw: bytes) -> "Scan":
        """What is not UTF-8, or longer than any code, has no text."""
        try:
            return cls(raw.decode("utf-8") if len(raw) <= LONGEST_CODE else None, raw)
        except UnicodeDecodeError:
            return cls(None, raw)


class TicketPrinter(Protocol):
    capabilities: PrinterCapabilities

    def print(self, document: Document, job_id: str) -> Receipt:
        """Print one document once: the same job id again returns the first receipt and moves no paper."""

    def health(self) -> Health:
        """Bounded in time, never raises."""

    def close(self) -> None: ...


class CodeReader(Protocol):
    def watch(self, on_scan: Callable[[Scan], None]) -> None:
        """Call `on_scan` from the reader's own thread for everything that is read, until `close`."""

    def health(self) -> Health: ...

    def close(self) -> None: ...


class Speaker(Protocol):
    def say(self, sounds: Sequence[Path], volume: float) -> None:
        """Play WAV files in one go and return when they were heard. volume: 0..1. Raises NoSound."""

    def hush(self) -> None:
        """Stop what is playing within 200 ms; callable from any thread."""

    def health(self) -> Health: ...

    def close(self) -> None: ...
