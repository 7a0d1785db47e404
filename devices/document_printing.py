"""What a printer of forms promises: a PDF goes to paper once, and its receipt says no more than is known."""

from dataclasses import dataclass
from typing import Protocol

from devices import Health
from devices.printing import Receipt


@dataclass(frozen=True, slots=True)
class DocumentPrinterCapabilities:
    """`papers`: sizes it claims to hold ("A4", "A5"; empty: it does not say). `answers`: it tells a job's end."""

    model: str
    papers: tuple[str, ...] = ()
    duplex: bool = False
    colour: bool = False
    answers: bool = True


class DocumentPrinter(Protocol):
    def ask_capabilities(self) -> DocumentPrinterCapabilities:
        """Asks the device the first time. Raises DeviceTrouble."""

    def print(self, pdf: bytes, job_id: str, copies: int = 1, duplex: bool = False, paper: str = "A4") -> Receipt:
        """Print a PDF once: the same job id again returns the first receipt and moves no paper. Never raises a trouble.

        CONFIRMED: the printer said that the job is complete. SENT: the queue has it and it may still print.
        FAILED: it was not printed whole and will not print later by itself.
        `job_id` is seen by whoever looks at the queue: no personal data.
        """

    def health(self) -> Health:
        """Bounded in time, never raises."""

    def close(self) -> None: ...
