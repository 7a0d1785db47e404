"""One print queue asked over IPP (RFC 8011): its printer, its jobs, and what it is told to do with them.

`cups://Canon?server=localhost:631` is a queue of CUPS, `ipp://192.168.1.70/ipp/print` a printer itself, `ipps://` with
TLS. What its answers mean for a form is decided in queue_printer_ipp.py.
"""

import threading
import time
from dataclasses import dataclass
from itertools import count
from urllib.parse import parse_qs, quote, unquote, urlsplit

from devices import ipp_words as ipp
from devices.drivers.bounded_http import BoundedHttp
from devices.ipp_states import JobState, job_state
from devices.ipp_words import Attributes, IppMessage, Typed
from devices.troubles import (
    AnswerUnreadable,
    DeviceTrouble,
    NotConnected,
    PrinterFailed,
    PrinterSilent,
    PrintRefused,
    QueueStopped,
)

PDF = "application/pdf"
USER = "mot-cua"
PRINTER_WORDS = (
    "printer-make-and-model", "printer-state", "printer-state-reasons", "printer-is-accepting-jobs",
    "document-format-supported", "media-supported", "sides-supported", "color-supported", "operations-supported",
    "device-uri",
)  # fmt: skip
JOB_WORDS = ("job-id", "job-name", "job-state", "job-state-reasons", "number-of-documents")
NOT_FOUND, GONE = 0x0406, 0x0407


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


@dataclass(frozen=True, slots=True)
class KnownJob:
    """A job as its queue lists it. `given`: it has its document, or nobody says that it still waits for one."""

    number: int
    state: JobState
    given: bool


class IppQueue:
    """Every question raises a DeviceTrouble: NotConnected, PrinterSilent, AnswerUnreadable, or what a refusal means."""

    def __init__(self, uri: str, patience: Patience):
        parts = urlsplit(uri)
        if parts.scheme == "cups":
            if not parts.netloc:
                raise ValueError("the queue is missing")
            server = parse_qs(parts.query).get("server", ["localhost:631"])[-1]
            host, _, port = server.rpartition(":")
            self._path = "/printers/" + quote(unquote((parts.netloc + parts.path).strip("/")))
            self._http = BoundedHttp(host or "localhost", int(port), PrinterSilent)
        else:
            if not parts.hostname:
                raise ValueError("the host is missing")
            tls = parts.scheme == "ipps"
            self._path = parts.path or "/ipp/print"
            self._http = BoundedHttp(parts.hostname, parts.port or 631, PrinterSilent, tls=tls)
        self._printer_uri = f"ipp://{self._http.host}:{self._http.port}{self._path}"
        self._patience = patience
        self._request_ids = count(1)
        self._closed = threading.Event()

    def close(self) -> None:
        """The question under way and every later one end now."""
        self._closed.set()
        self._http.break_off()

    @property
    def closed(self) -> bool:
        return self._closed.is_set()

    def pause(self) -> bool:
        """Wait a little between two looks; whether it was closed."""
        return self._closed.wait(self._patience.pause)

    def printer(self) -> Attributes:
        """What it says of itself, of PRINTER_WORDS."""
        return self._ask(ipp.GET_PRINTER, {"requested-attributes": _keywords(PRINTER_WORDS)}).first(ipp.PRINTER)

    def job(self, number: int) -> Attributes | None:
        """What it says of a job, of JOB_WORDS; None where it knows no such job any more."""
        wanted = {"job-id": Typed(ipp.INTEGER, number), "requested-attributes": _keywords(JOB_WORDS)}
        said = self._answer(ipp.GET_JOB, wanted)
        return None if said.code in (NOT_FOUND, GONE) else _well(said).first(ipp.JOB)

    def find(self, name: str) -> KnownJob | None:
        """The job of that name, whoever sent it and whenever."""
        for which in ("not-completed", "completed"):
            wanted = {"which-jobs": Typed(ipp.KEYWORD, which), "requested-attributes": _keywords(JOB_WORDS)}
            try:
                answer = self._ask(ipp.GET_JOBS, wanted)
            except PrintRefused:
                return None  # a printer that keeps no list
            for job in answer.all(ipp.JOB):
                number, state = ipp.number(job, "job-id"), job_state(job)
                if name in ipp.words(job, "job-name") and number is not None and state is not None:
                    return KnownJob(number, state, not waits_for_document(job))
        return None

    def create(self, name: str, wanted: dict[str, Typed]) -> int:
        """The number of a new job without a document."""
        return _job_number(self._ask(ipp.CREATE_JOB, {"job-name": Typed(ipp.NAME, name)}, wanted))

    def give(self, number: int, pdf: bytes) -> None:
        """The job's only document."""
        more = {
            "job-id": Typed(ipp.INTEGER, number),
            "document-format": Typed(ipp.MIME, PDF),
            "last-document": Typed(ipp.BOOLEAN, True),
        }
        self._ask(ipp.SEND_DOCUMENT, more, document=pdf, seconds=self._patience.send)

    def print_at_once(self, name: str, wanted: dict[str, Typed], pdf: bytes) -> int:
        """Job and document in one, for a printer that knows nothing else."""
        more = {"job-name": Typed(ipp.NAME, name), "document-format": Typed(ipp.MIME, PDF)}
        return _job_number(self._ask(ipp.PRINT_JOB, more, wanted, pdf, self._patience.send))

    def cancel(self, number: int) -> JobState | None:
        """How the job ended after it was told to; None where nobody says."""
        deadline = time.monotonic() + self._patience.cancel
        obeyed = True
        try:
            self._ask(ipp.CANCEL_JOB, {"job-id": Typed(ipp.INTEGER, number)})
        except DeviceTrouble:
            obeyed = False  # perhaps it is over by now: its state tells
        while time.monotonic() < deadline:
            try:
                job = self.job(number)
            except DeviceTrouble:
                job = {}
            if job is None:
                return JobState.CANCELED if obeyed else None  # some forget at once what is over
            if (state := job_state(job)) and state.over:
                return state
            if self.pause():
                break
        return None

    def _ask(
        self,
        operation: int,
        more: dict[str, Typed | tuple[Typed, ...]],
        job_attributes: dict[str, Typed] | None = None,
        document: bytes = b"",
        seconds: float | None = None,
    ) -> IppMessage:
        return _well(self._answer(operation, more, job_attributes, document, seconds))

    def _answer(
        self,
        operation: int,
        more: dict[str, Typed | tuple[Typed, ...]],
        job_attributes: dict[str, Typed] | None = None,
        document: bytes = b"",
        seconds: float | None = None,
    ) -> IppMessage:
        """One question and its answer, good or bad."""
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
        return said


def waits_for_document(job: Attributes) -> bool:
    """It was created, and nothing of it can print."""
    return "job-incoming" in ipp.words(job, "job-state-reasons") and not ipp.number(job, "number-of-documents")


def _well(said: IppMessage) -> IppMessage:
    """The answer, or a bad status as a trouble (RFC 8011, 4.1)."""
    if said.well:
        return said
    kinds = {NOT_FOUND: NotConnected, 0x0506: QueueStopped, 0x0503: PrinterFailed, 0x0507: PrinterSilent}
    raise kinds.get(said.code, PrintRefused)(f"IPP status {said.code:#06x}")


def _job_number(answer: IppMessage) -> int:
    number = ipp.number(answer.first(ipp.JOB), "job-id")
    if number is None or number < 1:
        raise AnswerUnreadable("a job without a number")
    return number


def _keywords(words: tuple[str, ...]) -> tuple[Typed, ...]:
    return tuple(Typed(ipp.KEYWORD, word) for word in words)
