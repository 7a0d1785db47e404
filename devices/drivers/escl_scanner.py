"""A scanner that speaks eSCL over HTTP: any network scanner of the last ten years, on any system, without a driver.

`escl://192.168.1.60/eSCL`, `escls://…` with TLS. Firmware is believed only where several makers agree: a job ends when
NextDocument says 404 and not when the status says so, since feeders report "empty" and "processing" too early
(sane-airscan #39, #385); a flatbed may fail once right after the feeder was used and is asked again (naps2 #681).
"""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from devices import Health, Power
from devices.drivers.bounded_http import Answer, BoundedHttp
from devices.drivers.escl_words import (
    EsclCapabilities,
    EsclStatus,
    parse_capabilities,
    parse_status,
    scan_settings,
    trouble_of_job,
)
from devices.drivers.scanned_picture import page_of
from devices.scanning import Page, ScannerCapabilities, ScanWish, Source
from devices.troubles import (
    AnswerUnreadable,
    DeviceTrouble,
    FeederEmpty,
    NotOffered,
    PagesMissing,
    ScanCancelled,
    ScannerBusy,
    ScannerFailed,
    ScannerSilent,
)

MOST_PAGE_BYTES = 128 << 20


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a scanner may take, in seconds."""

    ask: float = 5.0  # any question but the page itself
    page: float = 60.0  # a lamp that warms up and 600 dpi
    busy: float = 20.0  # 503 to a new job
    settle: float = 6.0  # "no page" although the status says that one is coming
    pause: float = 1.0  # between two tries
    flatbed_again: float = 7.0
    free: float = 2.0  # to take back a job


class EsclScanner:
    def __init__(self, uri: str, patience: Patience | None = None):
        parts = urlsplit(uri)
        tls = parts.scheme == "escls"
        if not parts.hostname:
            raise ValueError("the host is missing")
        self._http = BoundedHttp(
            parts.hostname, parts.port or (443 if tls else 80), ScannerSilent, ScanCancelled, tls=tls
        )
        self._root = "/" + (parts.path.strip("/") or "eSCL")
        self._patience = patience or Patience()
        self._scanning = threading.Lock()
        self._capabilities: EsclCapabilities | None = None
        self._last: Health | None = None
        self._left_behind = ""  # a job that could not be taken back, when the scanner went away

    def ask_capabilities(self) -> ScannerCapabilities:
        return self._can().offered()

    def scan(self, wish: ScanWish) -> Iterator[Page]:
        if not self._scanning.acquire(blocking=False):
            raise ScannerBusy("this program scans with it already")
        try:
            self._http.begin()
            body, dpi = scan_settings(wish, self._can())
            if self._left_behind:
                self._take_back(self._left_behind)
            self._look(wish)
            try:
                yield from self._pages(wish, body, dpi)
            except _NoFirstPage as none:
                if wish.source is not Source.FLATBED:
                    raise none.trouble from none
                self._http.wait(self._patience.flatbed_again)
                try:
                    yield from self._pages(wish, body, dpi)
                except _NoFirstPage as still:
                    raise still.trouble from still
        finally:
            self._scanning.release()

    def cancel(self) -> None:
        self._http.break_off()

    def health(self) -> Health:
        if not self._scanning.acquire(blocking=False):
            return self._last or Health(Power.UNKNOWN, checked_at=datetime.now(UTC), source="busy")
        power, faults, warnings = Power.ONLINE, (), ()
        try:
            self._http.begin()
            if trouble := self._status().trouble():
                faults = (trouble,)
        except ScanCancelled:
            power = Power.UNKNOWN  # somebody cancelled the scan that was to come after this question
        except ScannerBusy as busy:
            warnings = (busy,)
        except DeviceTrouble as trouble:
            power, faults = Power.OFFLINE, (trouble,)
        finally:
            self._scanning.release()
        self._last = Health(power, faults, warnings, datetime.now(UTC), "ScannerStatus")
        return self._last

    def close(self) -> None:
        self.cancel()

    def _can(self) -> EsclCapabilities:
        if self._capabilities is None:
            answer = self._get("ScannerCapabilities")
            if not answer.well:
                raise ScannerFailed(f"ScannerCapabilities: {answer.status}")
            self._capabilities = parse_capabilities(answer.body)
        return self._capabilities

    def _status(self) -> EsclStatus:
        answer = self._get("ScannerStatus")
        if answer.status == 503:
            raise ScannerBusy("ScannerStatus: 503")
        if not answer.well:
            raise ScannerFailed(f"ScannerStatus: {answer.status}")
        return parse_status(answer.body)

    def _get(self, name: str) -> Answer:
        return self._http.ask("GET", f"{self._root}/{name}", seconds=self._patience.ask)

    def _look(self, wish: ScanWish) -> None:
        """Raises what stands in the way before a job is begun. "Empty" is asked twice: sensors bounce."""
        from_feeder = wish.source is not Source.FLATBED
        for again in (True, False):
            status = self._status()
            if trouble := status.trouble(from_feeder):
                raise trouble
            if not (from_feeder and status.adf == "ScannerAdfEmpty"):
                return
            if again:
                self._http.wait(self._patience.pause)
        raise FeederEmpty("AdfState ScannerAdfEmpty")

    def _pages(self, wish: ScanWish, body: bytes, dpi: int) -> Iterator[Page]:
        job = self._start(wish, body)
        number, whole = 0, False
        try:
            while content := self._next(wish, job, number):
                number += 1
                yield page_of(content, number, wish, dpi)
                if wish.source is Source.FLATBED:
                    break
            whole = True
        finally:
            if not whole or wish.source is Source.FLATBED:
                self._take_back(job)

    def _start(self, wish: ScanWish, body: bytes) -> str:
        """The path of the new job. A scanner that is busy is asked again for a while."""
        deadline = time.monotonic() + self._patience.busy
        while True:
            answer = self._http.ask(
                "POST", f"{self._root}/ScanJobs", body, {"Content-Type": "text/xml"}, self._patience.ask
            )
            if answer.well:
                return _path(answer)
            if trouble := self._status().trouble(wish.source is not Source.FLATBED):
                raise trouble
            if answer.status == 503:
                if time.monotonic() > deadline:
                    raise ScannerBusy("ScanJobs: 503")
                self._http.wait(_after(answer, self._patience.pause))
                continue
            refused = NotOffered if answer.status in (400, 409, 415) else ScannerFailed
            raise _NoFirstPage(refused(f"ScanJobs: {answer.status}"))

    def _next(self, wish: ScanWish, job: str, number: int) -> bytes | None:
        """The bytes of page `number` + 1, None after the last."""
        deadline = time.monotonic() + self._patience.page
        settled = None
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                raise ScannerSilent(f"no page in {self._patience.page:g} s")
            answer = self._http.ask("GET", f"{job}/NextDocument", seconds=left, most_bytes=MOST_PAGE_BYTES)
            if answer.well and answer.body:
                return answer.body
            status = self._status()
            told = status.job(job)
            trouble = status.trouble(wish.source is not Source.FLATBED) or (told and trouble_of_job(told))
            if trouble:
                raise trouble
            if answer.status in (404, 410):
                settled = settled or time.monotonic() + self._patience.settle
                loaded = status.adf == "ScannerAdfLoaded" and wish.source is not Source.FLATBED
                coming = told.state in ("Pending", "Processing") if told else loaded
                if time.monotonic() < settled and coming:
                    self._http.wait(self._patience.pause)
                    continue
                if not number:
                    none = ScannerFailed if wish.source is Source.FLATBED else FeederEmpty
                    raise _NoFirstPage(none("NextDocument: 404"))
                if told and told.images_completed and told.images_completed > number:
                    raise PagesMissing(f"{number} of {told.images_completed}")
                return None
            if answer.status != 503:
                failed = ScannerFailed(f"NextDocument: {answer.status}")
                raise failed if number else _NoFirstPage(failed)
            self._http.wait(_after(answer, self._patience.pause))

    def _take_back(self, job: str) -> None:
        """A job that nobody deletes blocks some scanners until they are switched off (AirSane #41)."""
        self._left_behind = job
        try:
            self._http.ask("DELETE", job, seconds=self._patience.free, even_if_broken=True)
            self._left_behind = ""
        except DeviceTrouble:
            pass  # what ended the scan is told; that the scanner is gone as well is not news


class _NoFirstPage(Exception):
    """A job gave no page at all, for a reason that may pass by itself."""

    def __init__(self, trouble: DeviceTrouble):
        super().__init__(str(trouble))
        self.trouble = trouble


def _path(answer: Answer) -> str:
    """The path in Location; the host in it is ignored, since firmware names odd ones."""
    try:
        path = urlsplit(answer.headers.get("location", "")).path.rstrip("/")
    except ValueError as error:
        raise AnswerUnreadable("a job at no place") from error
    if not (path.startswith("/") and len(path) < 512 and path.isascii() and path.isprintable() and " " not in path):
        raise AnswerUnreadable("a job without a place")
    return path


def _after(answer: Answer, pause: float) -> float:
    """How long to wait, as the scanner asks, within reason."""
    asked = answer.headers.get("retry-after", "")
    return min(float(asked), 5.0) if asked.isascii() and asked.isdigit() and len(asked) < 4 else pause
