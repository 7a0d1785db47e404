"""A printer of documents over IPP: a CUPS queue (`cups://Canon`) or a printer itself (`ipp://192.168.1.70/ipp/print`).

Spoken directly and not through `lp`: only IPP tells why a job stands still, and it works from any system to any printer
of the last ten years. A job is created empty, then given its PDF: an answer lost in between never costs a second print.
The job carries our job id as its name and is looked for before anything is sent, also after this program was restarted.
"""

import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from urllib.parse import parse_qs, quote, unquote, urlsplit

from devices import Health, Power
from devices import ipp_words as ipp
from devices.document_printing import DocumentPrinterCapabilities
from devices.done_jobs import DoneJobs
from devices.drivers.bounded_http import BoundedHttp
from devices.ipp_states import PRINTER_STOPPED, JobState, job_state, printer_troubles, troubles_of
from devices.ipp_words import Attributes, IppMessage, Typed
from devices.printing import Outcome, Receipt
from devices.troubles import (
    AnswerUnreadable,
    DeviceTrouble,
    LinkLost,
    NotConnected,
    PrinterFailed,
    PrinterSilent,
    PrintRefused,
    QueueStopped,
)

STALE_SECONDS = 1.0  # a queue first repeats what the job before met
PDF = "application/pdf"
MEDIA = {"A4": "iso_a4_210x297mm", "A5": "iso_a5_148x210mm"}
USER = "mot-cua"
# Backends of a CUPS queue behind which stands a printer that can be asked. usb, socket and lpd end when bytes are gone,
# and CUPS 2.4 calls a job completed that the printer itself has aborted.
ASKABLE = ("ipp", "ipps")
PRINTER_WORDS = (
    "printer-make-and-model", "printer-state", "printer-state-reasons", "printer-is-accepting-jobs",
    "document-format-supported", "media-supported", "sides-supported", "color-supported", "operations-supported",
    "device-uri",
)  # fmt: skip
JOB_WORDS = ("job-id", "job-name", "job-state", "job-state-reasons", "number-of-documents")


@dataclass(frozen=True, slots=True)
class Patience:
    """In seconds. After `trouble` a job that stands still is taken back; after `job` one that goes on is left alone."""

    ask: float = 5.0
    send: float = 30.0
    job: float = 120.0
    trouble: float = 20.0
    lost: float = 6.0  # without any answer about a job that was sent
    cancel: float = 6.0
    pause: float = 0.4


class IppQueuePrinter:
    def __init__(self, uri: str, patience: Patience | None = None):
        parts = urlsplit(uri)
        if parts.scheme == "cups":
            server = parse_qs(parts.query).get("server", ["localhost:631"])[-1]
            host, _, port = server.rpartition(":")
            self._path = "/printers/" + quote(unquote((parts.netloc + parts.path).strip("/")))
            self._http = BoundedHttp(host or "localhost", int(port), PrinterSilent)
            if not parts.netloc:
                raise ValueError("the queue is missing")
        else:
            if not parts.hostname:
                raise ValueError("the host is missing")
            tls = parts.scheme == "ipps"
            self._path = parts.path or "/ipp/print"
            self._http = BoundedHttp(parts.hostname, parts.port or 631, PrinterSilent, tls=tls)
        self._printer_uri = f"ipp://{self._http.host}:{self._http.port}{self._path}"
        self._patience = patience or Patience()
        self._closing = threading.Event()
        self._request_ids = count(1)
        self._done = DoneJobs()

    def ask_capabilities(self) -> DocumentPrinterCapabilities:
        said = self._printer()
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
            printer = self._printer()
        except DeviceTrouble as trouble:
            return Health(Power.OFFLINE, (trouble,), checked_at=now, source=type(trouble).__name__)
        troubles = printer_troubles(printer)
        if _only_remembers(printer):
            return Health(Power.UNKNOWN if troubles else Power.ONLINE, (), tuple(troubles), now, "printer-state")
        away = any(isinstance(trouble, NotConnected) for trouble in troubles)
        return Health(Power.OFFLINE if away else Power.ONLINE, tuple(troubles), (), now, "printer-state")

    def close(self) -> None:
        self._closing.set()
        self._http.break_off()

    def _print(self, pdf: bytes, job_id: str, copies: int, duplex: bool, paper: str) -> Receipt:
        printer = self._printer()
        name = _name(job_id)
        if earlier := self._find(name):
            number, state, documents = earlier
            if state.over or documents:
                return self._follow(number, job_id, len(pdf), _last_word(printer))
            self._cancel(number)  # created once and never given its document: nothing of it can print
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
            answer = self._ask(ipp.CREATE_JOB, {"job-name": Typed(ipp.NAME, name)}, wanted)
            number = _job_number(answer)
            trouble = self._send(number, pdf)
        else:
            number, trouble = self._print_at_once(name, wanted, pdf)
        if number is None:
            return Receipt(job_id, Outcome.SENT, trouble, len(pdf))
        if isinstance(trouble, NotConnected) and not isinstance(trouble, LinkLost):
            return self._take_back(number, job_id, trouble, 0, None)
        return self._follow(number, job_id, len(pdf), _last_word(printer), trouble)

    def _send(self, number: int, pdf: bytes) -> DeviceTrouble | None:
        """Give the job its document. What was lost on the way is judged by the job's state, not by this answer."""
        more = {
            "job-id": Typed(ipp.INTEGER, number),
            "document-format": Typed(ipp.MIME, PDF),
            "last-document": Typed(ipp.BOOLEAN, True),
        }
        try:
            self._ask(ipp.SEND_DOCUMENT, more, document=pdf, seconds=self._patience.send)
        except DeviceTrouble as trouble:
            return trouble
        return None

    def _print_at_once(self, name: str, wanted: dict, pdf: bytes) -> tuple[int | None, DeviceTrouble | None]:
        """For a printer that knows nothing else. A lost answer leaves only its name to look for."""
        more = {"job-name": Typed(ipp.NAME, name), "document-format": Typed(ipp.MIME, PDF)}
        try:
            return _job_number(self._ask(ipp.PRINT_JOB, more, wanted, pdf, self._patience.send)), None
        except (LinkLost, PrinterSilent, AnswerUnreadable) as trouble:
            try:
                found = self._find(name)
            except DeviceTrouble:
                found = None
            return (found[0] if found else None), trouble

    def _follow(
        self, number: int, job_id: str, sent: int, last_word: str | None, trouble: DeviceTrouble | None = None
    ) -> Receipt:
        """Ask until the job is over, stands still for too long, or takes its time and is left to the queue."""
        began = heard = time.monotonic()
        still_since: float | None = None
        while not self._closing.is_set():
            now = time.monotonic()
            try:
                job = self._job(number)
                state = job_state(job)
                heard = now
                if state is None:
                    raise AnswerUnreadable("a job without a state")
                if state.over:
                    stood = still_since is not None and now - still_since > STALE_SECONDS
                    return self._end(job_id, state, job, sent, last_word, trouble if stood else None)
                if trouble and not ipp.number(job, "number-of-documents") and "job-incoming" in _reasons(job):
                    return self._take_back(number, job_id, trouble, sent, last_word)
                printer = self._printer()
                reasons = (*_reasons(job), *ipp.words(printer, "printer-state-reasons"))
                found = troubles_of(reasons) or printer_troubles(printer)
                if found:
                    trouble, still_since = found[0], still_since or now
                    if now - still_since > self._patience.trouble:
                        return self._take_back(number, job_id, trouble, sent, last_word)
                else:
                    trouble, still_since = None, None
            except (NotConnected, PrinterSilent, AnswerUnreadable) as lost:
                trouble = trouble or lost
                if now - heard > self._patience.lost:
                    return Receipt(job_id, Outcome.SENT, lost, sent)
            except DeviceTrouble as refused:  # the queue no longer knows the job
                return Receipt(job_id, Outcome.SENT, refused, sent)
            if now - began > self._patience.job:
                break
            self._closing.wait(self._patience.pause)
        return Receipt(job_id, Outcome.SENT, trouble, sent)

    def _end(
        self, job_id: str, state: JobState, job: Attributes, sent: int, last_word: str | None,
        trouble: DeviceTrouble | None,
    ) -> Receipt:  # fmt: skip
        """CONFIRMED where the printer itself said "completed": a queue's word is checked with its printer."""
        if state is JobState.COMPLETED and last_word is not None:
            state = self._ask_printer(last_word, _name(job_id)) if last_word else None
        if state is JobState.COMPLETED and not any("error" in reason for reason in _reasons(job)):
            return Receipt(job_id, Outcome.CONFIRMED, None, sent)
        if state in (JobState.CANCELED, JobState.ABORTED):
            told = [*troubles_of(_reasons(job)), trouble, PrintRefused(f"job {state.name.lower()}")]
            return Receipt(job_id, Outcome.FAILED, next(filter(None, told)), sent)
        return Receipt(job_id, Outcome.SENT, None, sent)

    def _ask_printer(self, uri: str, name: str) -> JobState | None:
        """How the job ended at the printer behind the queue, None where that does not tell."""
        try:
            found = IppQueuePrinter(uri, self._patience)._find(name)
        except (DeviceTrouble, ValueError):
            return None
        return found[1] if found else None

    def _take_back(self, number: int, job_id: str, trouble: DeviceTrouble, sent: int, last_word: str | None) -> Receipt:
        """FAILED only once it is sure that the job is gone: it must not come out when paper is back."""
        state = self._cancel(number)
        if sent and last_word is not None and state is not JobState.COMPLETED:
            # The queue has forgotten it; the printer behind may keep its copy and print that.
            state = self._cancel_at_printer(last_word, _name(job_id)) if last_word else None
        if state is JobState.COMPLETED or (sent and state is None):
            return Receipt(job_id, Outcome.SENT, trouble, sent)
        return Receipt(job_id, Outcome.FAILED, trouble, sent)

    def _cancel_at_printer(self, uri: str, name: str) -> JobState | None:
        try:
            printer = IppQueuePrinter(uri, self._patience)
            found = printer._find(name)
        except (DeviceTrouble, ValueError):
            return None
        if found is None:
            return JobState.CANCELED  # it never got there
        return found[1] if found[1].over else printer._cancel(found[0])

    def _cancel(self, number: int) -> JobState | None:
        """How the job ended after it was told to; None where nobody says."""
        deadline = time.monotonic() + self._patience.cancel
        try:
            self._ask(ipp.CANCEL_JOB, {"job-id": Typed(ipp.INTEGER, number)})
        except DeviceTrouble:
            pass  # perhaps it is over by now: its state tells
        while time.monotonic() < deadline:
            try:
                state = job_state(self._job(number))
            except DeviceTrouble:
                state = None
            if state and state.over:
                return state
            if self._closing.wait(self._patience.pause):
                break
        return None

    def _find(self, name: str) -> tuple[int, JobState, int] | None:
        """Number, state and documents of the job of that name, whoever sent it and whenever."""
        for which in ("not-completed", "completed"):
            more = {
                "which-jobs": Typed(ipp.KEYWORD, which),
                "requested-attributes": tuple(Typed(ipp.KEYWORD, word) for word in JOB_WORDS),
            }
            try:
                answer = self._ask(ipp.GET_JOBS, more)
            except PrintRefused:
                return None  # a printer that keeps no list
            for job in answer.all(ipp.JOB):
                number, state = ipp.number(job, "job-id"), job_state(job)
                if name in ipp.words(job, "job-name") and number is not None and state is not None:
                    documents = ipp.number(job, "number-of-documents")
                    waits_for_it = "job-incoming" in _reasons(job) and not documents
                    return number, state, 0 if waits_for_it else documents or 1
        return None

    def _printer(self) -> Attributes:
        wanted = {"requested-attributes": tuple(Typed(ipp.KEYWORD, word) for word in PRINTER_WORDS)}
        return self._ask(ipp.GET_PRINTER, wanted).first(ipp.PRINTER)

    def _job(self, number: int) -> Attributes:
        wanted = {
            "job-id": Typed(ipp.INTEGER, number),
            "requested-attributes": tuple(Typed(ipp.KEYWORD, word) for word in JOB_WORDS),
        }
        return self._ask(ipp.GET_JOB, wanted).first(ipp.JOB)

    def _ask(
        self,
        operation: int,
        more: dict[str, Typed | tuple[Typed, ...]],
        job_attributes: dict[str, Typed] | None = None,
        document: bytes = b"",
        seconds: float | None = None,
    ) -> IppMessage:
        """One question and its answer. Raises the trouble that a bad answer is."""
        request_id = next(self._request_ids)
        ours: dict[str, Typed | tuple[Typed, ...]] = {}
        if "job-id" in more:  # the standard's order: the target first
            ours["job-id"] = more.pop("job-id")
        ours["requesting-user-name"] = Typed(ipp.NAME, USER)
        body = ipp.ipp_request(operation, request_id, self._printer_uri, ours | more, job_attributes, document)
        headers = {"Content-Type": "application/ipp"}
        answer = self._http.ask("POST", self._path, body, headers, seconds or self._patience.ask, ipp.MOST_BYTES)
        if answer.status == 404:
            raise NotConnected(f"no such queue: {self._path}")
        if not answer.well:
            raise PrintRefused(f"HTTP {answer.status}")
        said = ipp.parse_ipp(answer.body)
        if said.request_id != request_id:
            raise AnswerUnreadable("the answer to another question")
        if not said.well:
            raise _refusal(said.code)
        return said


def _refusal(code: int) -> DeviceTrouble:
    """A bad status as a trouble (RFC 8011, 4.1)."""
    kinds = {0x0406: NotConnected, 0x0506: QueueStopped, 0x0503: PrinterFailed, 0x0507: PrinterSilent}
    return kinds.get(code, PrintRefused)(f"IPP status {code:#06x}")


def _job_number(answer: IppMessage) -> int:
    number = ipp.number(answer.first(ipp.JOB), "job-id")
    if number is None or number < 1:
        raise AnswerUnreadable("a job without a number")
    return number


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


def _name(job_id: str) -> str:
    return f"mot-cua {job_id}"
