"""What a printer promises: a job is printed once, and its receipt says no more than is known."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from center.papers import Document
from devices import Health
from devices.troubles import DeviceTrouble


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
    letters: str = "drawn"  # drawn | coarse (dots two wide) | own (smaller, and downloaded to the printer)


class TicketPrinter(Protocol):
    capabilities: PrinterCapabilities

    def print(self, document: Document, job_id: str) -> Receipt:
        """Print one document once: the same job id again returns the first receipt and moves no paper."""

    def remember_in(self, path: Path) -> None:
        """Keep there, beyond this program, that a ticket was begun, so that half of one is never joined to the next."""

    def preview(self, document: Document) -> Any:
        """What the paper would show, black on white, as a Pillow picture."""

    def health(self) -> Health:
        """Bounded in time, never raises."""

    def close(self) -> None: ...
