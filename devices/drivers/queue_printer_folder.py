"""Documents kept as files instead of printed: `file:///folder`, one PDF per job id."""

import re
from datetime import UTC, datetime

from devices import Health, Power
from devices.document_printing import DocumentPrinterCapabilities
from devices.printing import Outcome, Receipt
from devices.transports import file_path
from devices.troubles import NotConnected, PrintRefused


class FolderDocumentPrinter:
    def __init__(self, uri: str):
        self._folder = file_path(uri)

    def ask_capabilities(self) -> DocumentPrinterCapabilities:
        return DocumentPrinterCapabilities(f"thư mục {self._folder.name}", ("A4", "A5"), True, True, answers=False)

    def print(self, pdf: bytes, job_id: str, copies: int = 1, duplex: bool = False, paper: str = "A4") -> Receipt:
        """SENT and never CONFIRMED: no paper moves here. A file that is there already is left as it is."""
        name = re.sub(r"[^A-Za-z0-9._-]", "_", job_id)[:100]
        if not pdf.startswith(b"%PDF-"):
            return Receipt(job_id, Outcome.FAILED, PrintRefused("no PDF"))
        part, whole = self._folder / f"{name}.part", self._folder / f"{name}.pdf"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            if not whole.exists():
                part.write_bytes(pdf)
                part.replace(whole)
        except OSError as error:
            return Receipt(job_id, Outcome.FAILED, NotConnected(f"folder: {error.strerror}"))
        return Receipt(job_id, Outcome.SENT, None, len(pdf))

    def health(self) -> Health:
        now = datetime.now(UTC)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            trouble = NotConnected(f"folder: {error.strerror}")
            return Health(Power.OFFLINE, (trouble,), checked_at=now, source="folder")
        return Health(Power.ONLINE, checked_at=now, source="folder")

    def close(self) -> None:
        pass
