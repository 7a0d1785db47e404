"""No printer of documents: another counter prints, or a person writes."""

from datetime import UTC, datetime

from devices import Health, Power
from devices.document_printing import DocumentPrinterCapabilities
from devices.printing import Outcome, Receipt
from devices.troubles import NoDocumentPrinter


class NobodyDocumentPrinter:
    def ask_capabilities(self) -> DocumentPrinterCapabilities:
        return DocumentPrinterCapabilities("nobody", answers=False)

    def print(self, pdf: bytes, job_id: str, copies: int = 1, duplex: bool = False, paper: str = "A4") -> Receipt:
        return Receipt(job_id, Outcome.FAILED, NoDocumentPrinter(f"job {job_id}"))

    def health(self) -> Health:
        """Nothing is wrong with what was never there."""
        return Health(Power.UNKNOWN, checked_at=datetime.now(UTC), source="nobody")

    def close(self) -> None:
        pass
