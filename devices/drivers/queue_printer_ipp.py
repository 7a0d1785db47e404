"""A printer of documents over IPP: a CUPS queue (`cups://Canon`) or a printer itself (`ipp://192.168.1.70/ipp/print`).

Spoken directly and not through `lp`: only IPP tells why a job stands still, and it works from any system to any printer
of the last ten years. A job is created empty, then given its PDF: an answer lost in between never costs a second print.
The job carries our job id as its name and is looked for before anything is sent, also after this program was restarted.
"""

import time
from dataclasses import dataclass
from datetime import UTC, datetime

from devices import Health, Power
from devices import ipp_words as ipp
from devices.document_printing import DocumentPrinterCapabilities
from devices.done_jobs import DoneJobs
from devices.drivers.ipp_queue import PDF, IppQueue, Patience, waits_for_document
from devices.ipp_states import PRINTER_STOPPED, JobState, job_state, printer_troubles, troubles_of
from devices.ipp_words import Attributes, Typed
from devices.printing import Outcome, Receipt
from devices.troubles import AnswerUnreadable, DeviceTrouble, LinkLost, NotConnected, PrinterSilent, PrintRefused

STALE_SECONDS = 1.0  # a queue first repeats what the job before met
MEDIA = {"A4": "iso_a4_210x297mm", "A5": "iso_a5_148x210mm"}
# Backends of a CUPS queue behind which stands a printer that can be asked. usb, socket and lpd end when bytes are gone,
# and CUPS 2.4 calls a job completed that the printer itself has aborted.
ASKABLE = ("ipp", "ipps")


class IppQueuePrinter:
    def __init__(self, uri: str, patience: Patience | None = None):
        self._patience = patience or Patience()
        self._queue = IppQueue(uri, self._patience)
        self._done = DoneJobs()

    def ask_capabilities(self) -> DocumentPrinterCapabilities:
        said = self._queue.printer()
        media, sides = ipp.words(said, "media-supported"), ipp.words(said, "sides-supported")
        return DocumentPrinterCapabilities(
            "".join(ipp.words(said, "printer-make-and-model")[:1])[:80] or "IPP",
            tuple(paper for paper, name in MEDIA.items() if name in media),
            any(side.startswith("two-sided") for side in sides),
            said.get("color-supported", (False,))[0] is True,
            _last_word(said) != "",
        )

    def print(self, pdf: bytes, job_id: str, copies: int = 1, duplex: bool = False, paper: str = "A4") -> Receipt:
        return self._done.once(job_id, lambda: self._print(pdf, job_id, copies, duplex, paper))

    def health(self) -> Health:
        now = datetime.now(UTC)
        try:
            printer = self._queue.printer()
        except DeviceTrouble as trouble:
            return Health(Power.OFFLINE, (trouble,), checked_at=now, source=type(trouble).__name__)
        troubles = printer_troubles(printer)
        if _only_remembers(printer):
            return Health(Power.UNKNOWN if troubles else Power.ONLINE, (), tuple(troubles), now, "printer-state")
        away = any(isinstance(trouble, NotConnected) for trouble in troubles)
        return Health(Power.OFFLINE if away else Power.ONLINE, tuple(troubles), (), now, "printer-state")

    def close(self) -> None:
        self._queue.close()

    def _print(self, pdf: bytes, job_id: str, copies: int, duplex: bool, paper: str) -> Receipt:
        printer = self._queue.printer()
        name = f"mot-cua {job_id}"
        form = _Form(self._queue, self._patience, job_id, name, len(pdf), _last_word(printer))
        if earlier := self._queue.find(name):
            if earlier.state.over or earlier.given:
                return form.follow(earlier.number)
            self._queue.cancel(earlier.number)  # created once and never given its document: nothing of it can print
        if not pdf.startswith(b"%PDF-"):
            raise PrintRefused("no PDF")
        if PDF not in ipp.words(printer, "document-format-supported"):
            raise PrintRefused("this printer takes no PDF; print through a queue of the system")
        if (troubles := printer_troubles(printer)) and not _only_remembers(printer):
            raise troubles[0]
        wanted = {"copies": Typed(ipp.INTEGER, copies), "media": Typed(ipp.KEYWORD, MEDIA.get(paper, paper))}
        if any(side.startswith("two-sided") for side in ipp.words(printer, "sides-supported")):
            wanted["sides"] = Typed(ipp.KEYWORD, "two-sided-long-edge" if duplex else "one-sided")
        if ipp.SEND_DOCUMENT in printer.get("operations-supported", (ipp.SEND_DOCUMENT,)):
            return form.create_and_give(wanted, pdf)
        return form.print_at_once(wanted, pdf)


@dataclass(frozen=True, slots=True)
class _Form:
    """One form on its way to paper. `last_word`: who says that it came out, as `_last_word` found it."""

    queue: IppQueue
    patience: Patience
    job_id: str
    name: str
    length: int
    last_word: str | None

    def create_and_give(self, wanted: dict[str, Typed], pdf: bytes) -> Receipt:
        """What was lost on the way is judged by the job's state, not by the answer."""
        number, lost = self.queue.create(self.name, wanted), None
        try:
            self.queue.give(number, pdf)
        except DeviceTrouble as trouble:
            if isinstance(trouble, NotConnected) and not isinstance(trouble, LinkLost):  # not a byte of it was sent
                self.queue.cancel(number)
                raise
            lost = trouble
        return self.follow(number, lost)

    def print_at_once(self, wanted: dict[str, Typed], pdf: bytes) -> Receipt:
        """A lost answer leaves only the job's name to look for."""
        lost = None
        try:
            number = self.queue.print_at_once(self.name, wanted, pdf)
        except (LinkLost, PrinterSilent, AnswerUnreadable) as trouble:
            try:
                found = self.queue.find(self.name)
            except DeviceTrouble:
                found = None
            if found is None:
                return self._receipt(Outcome.SENT, trouble)
            number, lost = found.number, trouble
        return self.follow(number, lost)

    def follow(self, number: int, trouble: DeviceTrouble | None = None) -> Receipt:
        """Ask until the job is over, stands still for too long, or takes its time and is left to the queue."""
        began = heard = time.monotonic()
        still_since: float | None = None
        while not self.queue.closed:
            now = time.monotonic()
            try:
                job = self.queue.job(number)
                if job is None:
                    break  # forgotten, and nobody says how it ended
                state = job_state(job)
                heard = now
                if state is None:
                    raise AnswerUnreadable("a job without a state")
                if state.over:
                    stood = still_since is not None and now - still_since > STALE_SECONDS
                    return self._end(state, job, trouble if stood else None)
                if trouble and waits_for_document(job):
                    return self._take_back(number, trouble)
                printer = self.queue.printer()
                reasons = (*_reasons(job), *ipp.words(printer, "printer-state-reasons"))
                if found := troubles_of(reasons) or printer_troubles(printer):
                    trouble, still_since = found[0], still_since or now
                    if now - still_since > self.patience.trouble:
                        return self._take_back(number, trouble)
                else:
                    trouble, still_since = None, None
            except (NotConnected, PrinterSilent, AnswerUnreadable) as lost:
                trouble = trouble or lost
                if now - heard > self.patience.lost:
                    return self._receipt(Outcome.SENT, lost)
            except DeviceTrouble as refused:  # it will not tell us
                return self._receipt(Outcome.SENT, refused)
            if now - began > self.patience.job or self.queue.pause():
                break
        return self._receipt(Outcome.SENT, trouble)

    def _end(self, state: JobState, job: Attributes, trouble: DeviceTrouble | None) -> Receipt:
        """CONFIRMED where the printer itself said "completed": a queue's word is checked with its printer."""
        told: JobState | None = state
        if state is JobState.COMPLETED and self.last_word is not None:
            told = self._end_at_printer(cancel=False)
        if told is JobState.COMPLETED and not any("error" in reason for reason in _reasons(job)):
            return self._receipt(Outcome.CONFIRMED)
        if told in (JobState.CANCELED, JobState.ABORTED):
            whys = [*troubles_of(_reasons(job)), trouble, PrintRefused(f"job {told.name.lower()}")]
            return self._receipt(Outcome.FAILED, next(filter(None, whys)))
        return self._receipt(Outcome.SENT)

    def _take_back(self, number: int, trouble: DeviceTrouble) -> Receipt:
        """FAILED only once it is sure that the job is gone: it must not come out when paper is back."""
        state = self.queue.cancel(number)
        if self.last_word is not None and state is not JobState.COMPLETED:
            state = self._end_at_printer(cancel=True)
        failed = state in (JobState.CANCELED, JobState.ABORTED)
        return self._receipt(Outcome.FAILED if failed else Outcome.SENT, trouble)

    def _end_at_printer(self, cancel: bool) -> JobState | None:
        """How the job ended at the printer behind the queue, None where that does not tell.

        `cancel`: a queue that was told to forget it may have left a copy there, which would be printed still; what
        never got there is as good as cancelled.
        """
        if not self.last_word:
            return None
        try:
            printer = IppQueue(self.last_word, self.patience)
            found = printer.find(self.name)
        except (DeviceTrouble, ValueError):
            return None
        if found is None:
            return JobState.CANCELED if cancel else None
        return found.state if found.state.over or not cancel else printer.cancel(found.number)

    def _receipt(self, outcome: Outcome, trouble: DeviceTrouble | None = None) -> Receipt:
        return Receipt(self.job_id, outcome, trouble, self.length)


def _reasons(job: Attributes) -> tuple[str, ...]:
    return ipp.words(job, "job-state-reasons")


def _only_remembers(printer: Attributes) -> bool:
    """An idle CUPS queue tells what the last job met: paper that was put in since shows with the next job only."""
    stopped = ipp.number(printer, "printer-state") == PRINTER_STOPPED
    accepting = printer.get("printer-is-accepting-jobs", (True,))[0] is not False
    return bool(ipp.words(printer, "device-uri")) and accepting and not stopped


def _last_word(printer: Attributes) -> str | None:
    """Who says that paper came out: None for the one we talk to, else the uri of the printer behind, "" for nobody."""
    uri = "".join(ipp.words(printer, "device-uri")[:1])
    if not uri:
        return None
    return uri if uri.partition(":")[0] in ASKABLE else ""
