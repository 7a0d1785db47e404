"""No printer: the screen shows the number and the person writes it down."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from center.papers import Document
from devices import Health, Power
from devices.printing import Outcome, PrinterCapabilities, Receipt
from devices.troubles import NoPrinter


class NobodyPrinter:
    capabilities = PrinterCapabilities("nobody", 576, 8.0, cuts=False, draws_codes=False, answers=False)

    def remember_in(self, path: Path) -> None:
        """Nothing is ever begun here."""

    def print(self, document: Document, job_id: str) -> Receipt:
        return Receipt(job_id, Outcome.FAILED, NoPrinter(document.title))

    def preview(self, document: Document) -> Any:
        from devices.drawing import Paper, design

        return design(document, Paper())

    def health(self) -> Health:
        """Nothing is wrong with what was never there."""
        return Health(Power.UNKNOWN, checked_at=datetime.now(UTC), source="nobody")

    def close(self) -> None:
        pass
