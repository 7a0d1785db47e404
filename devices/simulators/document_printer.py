"""`sim://name` as a printer of documents inside this program; its queue may be looked at and broken at any time."""

import threading
import time
from datetime import UTC, datetime

from devices import Health, Power
from devices.document_printing import DocumentPrinterCapabilities
from devices.done_jobs import DoneJobs
from devices.ipp_states import troubles_of
from devices.printing import Outcome, Receipt
from devices.simulators.document_queue import DocumentQueue
from devices.troubles import (
    AnswerUnreadable,
    DeviceTrouble,
    LinkLost,
    NotConnected,
    PrinterSilent,
    PrintRefused,
    QueueStopped,
)

BEFORE: dict[str, type[DeviceTrouble]] = {
    "refused": NotConnected,
    "silent": PrinterSilent,
    "garbage": AnswerUnreadable,
    "rejecting": QueueStopped,
    "torn": LinkLost,
}
LOOK_SECONDS = 0.05

_printers: dict[str, "SimDocumentPrinter"] = {}


def simulated_document_printer(name: str = "documents", options: dict[str, str] | None = None) -> "SimDocumentPrinter":
    """The printer of that name, made on first mention and shared from then on."""
    options = options or {}
    if name not in _printers:
        _printers[name] = SimDocumentPrinter(
            DocumentQueue(options.get("fault", ""), options.get("script", ""), float(options.get("job_seconds", "0"))),
            float(options.get("patience_seconds", "20")),
        )
    elif "fault" in options:
        _printers[name].queue.set_faults(*filter(None, options["fault"].split(",")))
    return _printers[name]


class SimDocumentPrinter:
    def __init__(self, queue: DocumentQueue | None = None, patience_seconds: float = 20.0):
        self.queue = queue or DocumentQueue()
        self._patience_seconds = patience_seconds
        self._closing = threading.Event()
        self._done = DoneJobs()

    def ask_capabilities(self) -> DocumentPrinterCapabilities:
        return DocumentPrinterCapabilities("Máy in mô phỏng", ("A4", "A5"), duplex=True, colour=True)

    def print(self, pdf: bytes, job_id: str, copies: int = 1, duplex: bool = False, paper: str = "A4") -> Receipt:
        return self._done.once(job_id, lambda: self._print(pdf, job_id, copies, duplex, paper))

    def health(self) -> Health:
        now = datetime.now(UTC)
        if trouble := self._before():
            return Health(Power.OFFLINE, (trouble,), checked_at=now, source="simulated")
        return Health(Power.ONLINE, tuple(troubles_of(self.queue.reasons)), checked_at=now, source="simulated")

    def close(self) -> None:
        self._closing.set()

    def _before(self) -> DeviceTrouble | None:
        return next((kind("simulated") for fault, kind in BEFORE.items() if fault in self.queue.faults), None)

    def _print(self, pdf: bytes, job_id: str, copies: int, duplex: bool, paper: str) -> Receipt:
        if not pdf.startswith(b"%PDF-"):
            raise PrintRefused("no PDF")
        if trouble := self._before() or next(iter(troubles_of(self.queue.reasons)), None):
            raise trouble
        job = self.queue.add(job_id, copies, paper, "two-sided" if duplex else "one-sided")
        self.queue.give(job, pdf)
        if "dropped" in self.queue.faults:
            return Receipt(job_id, Outcome.SENT, LinkLost("simulated"), len(pdf))
        deadline, trouble = time.monotonic() + self._patience_seconds, None
        while self.queue.find(job.number).state in ("pending", "processing"):
            trouble = next(iter(troubles_of(self.queue.reasons)), None)
            if time.monotonic() > deadline or self._closing.wait(LOOK_SECONDS):
                if trouble and self.queue.cancel(job):
                    return Receipt(job_id, Outcome.FAILED, trouble, len(pdf))
                return Receipt(job_id, Outcome.SENT, trouble, len(pdf))
        if job.state == "completed":
            return Receipt(job_id, Outcome.CONFIRMED, None, len(pdf))
        return Receipt(job_id, Outcome.FAILED, PrintRefused(f"job {job.state}"), len(pdf))
