"""A Windows printer queue for documents: `winspool://Canon%20LBP?renderer=C:/SumatraPDF/SumatraPDF.exe`.

Windows itself prints no PDF. The queue gets pages from SumatraPDF (a program of its own, GPL-3.0, installed beside ours
or in PATH; any other with the same arguments will do), or the PDF as it is with `raw=pdf` where the printer reads PDF.
The spooler knows when its own work is done and not when paper came out: the best receipt here is SENT. It forgets a job
that is through, so after a restart of this program an old job id is known only while its job stands in the queue.
Where the printer speaks IPP, `ipp://` is the better address on Windows too.
"""

import os
import shutil
import subprocess
import tempfile
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from devices import Health, Power
from devices.document_printing import DocumentPrinterCapabilities
from devices.done_jobs import DoneJobs
from devices.printing import Outcome, Receipt
from devices.troubles import (
    CoverOpen,
    DeviceTrouble,
    InkOut,
    Misconfigured,
    NotConnected,
    PrinterFailed,
    PrinterJammed,
    PrinterSilent,
    PrintRefused,
    QueueStopped,
    TrayEmpty,
)

# winspool.h: PRINTER_STATUS_*
PRINTER_STATUS: tuple[tuple[int, type[DeviceTrouble]], ...] = (
    (0x00000008, PrinterJammed),
    (0x00000010, TrayEmpty),
    (0x00000040, TrayEmpty),  # PAPER_PROBLEM
    (0x00400000, CoverOpen),
    (0x00040000, InkOut),
    (0x00000080, NotConnected),  # OFFLINE
    (0x00001000, NotConnected),  # NOT_AVAILABLE
    (0x00000001, QueueStopped),
    (0x00000002, PrinterFailed),
    (0x00100000, PrinterFailed),  # USER_INTERVENTION
)
# winspool.h: JOB_STATUS_*
JOB_STATUS: tuple[tuple[int, type[DeviceTrouble]], ...] = (
    (0x00000040, TrayEmpty),
    (0x00000020, NotConnected),  # OFFLINE
    (0x00000001, QueueStopped),
    (0x00000002, PrinterFailed),
    (0x00000200, PrinterFailed),  # BLOCKED_DEVQ
    (0x00000400, PrinterFailed),  # USER_INTERVENTION
)
JOB_DELETED, JOB_DONE = 0x00000104, 0x00001080  # DELETING | DELETED, PRINTED | COMPLETE
DELETE = 5  # JOB_CONTROL_DELETE


@dataclass(frozen=True, slots=True)
class Patience:
    """In seconds."""

    render: float = 60.0
    appear: float = 10.0  # of the rendered job in the queue
    job: float = 120.0
    trouble: float = 20.0
    cancel: float = 5.0
    pause: float = 0.4


class WindowsQueuePrinter:
    def __init__(self, uri: str, patience: Patience | None = None):
        parts = urlsplit(uri)
        options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
        self._name = unquote(parts.netloc + parts.path)
        if not self._name:
            raise ValueError("the queue is missing")
        self._raw = options.get("raw") == "pdf"
        self._renderer = options.get("renderer", "")
        self._patience = patience or Patience()
        self._closing = threading.Event()
        self._done = DoneJobs()

    def ask_capabilities(self) -> DocumentPrinterCapabilities:
        with self._queue() as (spool, queue):
            driver = str(spool.GetPrinter(queue, 2).get("pDriverName", ""))
        return DocumentPrinterCapabilities(driver[:80] or self._name, answers=False)

    def print(self, pdf: bytes, job_id: str, copies: int = 1, duplex: bool = False, paper: str = "A4") -> Receipt:
        return self._done.once(job_id, lambda: self._print(pdf, job_id, copies, duplex, paper))

    def health(self) -> Health:
        now = datetime.now(UTC)
        try:
            troubles = self._troubles()
        except DeviceTrouble as trouble:
            return Health(Power.OFFLINE, (trouble,), checked_at=now, source="spooler")
        away = any(isinstance(trouble, NotConnected) for trouble in troubles)
        power = Power.OFFLINE if away else Power.UNKNOWN  # the spooler calls a printer ready that was never plugged in
        return Health(power, tuple(troubles), checked_at=now, source="spooler")

    def close(self) -> None:
        self._closing.set()

    @contextmanager
    def _queue(self):
        """win32print and the queue's handle. Raises NotConnected."""
        try:
            import win32print
        except ImportError as error:
            raise NotConnected("printer queues of this kind need Windows and pywin32") from error
        try:
            queue = win32print.OpenPrinter(self._name)
        except win32print.error as error:
            raise NotConnected(f"queue: {error}") from error
        try:
            yield win32print, queue
        except win32print.error as error:
            raise PrinterFailed(f"spooler: {error}") from error
        finally:
            with suppress(win32print.error):  # void where the spooler was started anew meanwhile
                win32print.ClosePrinter(queue)

    def _troubles(self) -> list[DeviceTrouble]:
        with self._queue() as (spool, queue):
            status = int(spool.GetPrinter(queue, 2).get("Status", 0))
        return _meaning(status, PRINTER_STATUS)

    def _print(self, pdf: bytes, job_id: str, copies: int, duplex: bool, paper: str) -> Receipt:
        if not pdf.startswith(b"%PDF-"):
            raise PrintRefused("no PDF")
        name, handed_over = f"mot-cua {job_id}", False
        try:
            with self._queue() as (spool, queue):
                missing = None
                handed_over = bool(_jobs(spool, queue, name))  # sent before this program was restarted
                if not handed_over:
                    if troubles := _meaning(int(spool.GetPrinter(queue, 2).get("Status", 0)), PRINTER_STATUS):
                        raise troubles[0]
                    if self._raw:
                        missing = _send_raw(spool, queue, name, pdf, copies)
                    else:
                        missing = self._render(pdf, name, copies, duplex, paper)
                    handed_over = True
                    there = self._raw or self._appears(spool, queue, name, 1.0 if missing else self._patience.appear)
                    if not there and isinstance(missing, PrintRefused):
                        return Receipt(job_id, Outcome.FAILED, missing)
                outcome, trouble = self._follow(spool, queue, name)
                return Receipt(job_id, outcome, trouble or missing, len(pdf))
        except DeviceTrouble as trouble:
            if not handed_over:
                raise
            return Receipt(job_id, Outcome.SENT, trouble, len(pdf))  # the spooler has it, and prints it when it can

    def _appears(self, spool: Any, queue: Any, name: str, seconds: float) -> bool:
        """Whether the job is seen in the queue; a short one is through before anybody looks."""
        deadline = time.monotonic() + min(seconds, self._patience.appear)
        while not (there := bool(_jobs(spool, queue, name))) and time.monotonic() < deadline:
            if self._closing.wait(self._patience.pause):
                break
        return there

    def _render(self, pdf: bytes, name: str, copies: int, duplex: bool, paper: str) -> DeviceTrouble | None:
        """Have the pages drawn into the queue. A renderer that failed or hung may have done so all the same."""
        program = self._renderer or shutil.which("SumatraPDF") or ""
        if not program:
            raise Misconfigured("no PDF renderer: install SumatraPDF or name it as renderer=…")
        settings = f"{copies}x,{'duplexlong' if duplex else 'simplex'},paper={paper},noscale"
        with tempfile.TemporaryDirectory(prefix="print-", ignore_cleanup_errors=True) as folder:  # it may hold its file
            path = Path(folder) / f"{name}.pdf"  # its file name becomes the job's name in the queue
            path.write_bytes(pdf)
            command = [program, "-print-to", self._name, "-print-settings", settings, "-silent", str(path)]
            hidden: dict[str, Any] = {"creationflags": 0x08000000} if os.name == "nt" else {}  # CREATE_NO_WINDOW
            try:
                done = subprocess.run(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    timeout=self._patience.render,
                    check=False,
                    **hidden,
                )
            except subprocess.TimeoutExpired:
                return PrinterSilent("the renderer does not end")
            except OSError as error:
                raise Misconfigured(f"renderer: {error.strerror}") from error
        return PrintRefused(f"the renderer ended with {done.returncode}") if done.returncode else None

    def _follow(self, spool: Any, queue: Any, name: str) -> tuple[Outcome, DeviceTrouble | None]:
        """Until the spooler is done with it, it stands still too long, or takes its time."""
        began = time.monotonic()
        still_since: float | None = None
        trouble: DeviceTrouble | None = None
        while not self._closing.is_set():
            now = time.monotonic()
            waiting = [status for status in _jobs(spool, queue, name).values() if not status & JOB_DONE]
            if not waiting:
                return Outcome.SENT, None
            if all(status & JOB_DELETED for status in waiting):
                return Outcome.FAILED, trouble or PrintRefused("deleted from the queue")
            found = [each for status in waiting for each in _meaning(status, JOB_STATUS)] or self._troubles()
            if found:
                trouble, still_since = found[0], still_since or now
                if now - still_since > self._patience.trouble:
                    return self._take_back(spool, queue, name), trouble
            else:
                trouble, still_since = None, None
            if now - began > self._patience.job:
                break
            self._closing.wait(self._patience.pause)
        return Outcome.SENT, trouble

    def _take_back(self, spool: Any, queue: Any, name: str) -> Outcome:
        """FAILED only once all of it has left the queue at our word."""
        deadline = time.monotonic() + self._patience.cancel
        for number in _jobs(spool, queue, name):
            spool.SetJob(queue, number, 0, None, DELETE)
        while time.monotonic() < deadline:
            if not _jobs(spool, queue, name):
                return Outcome.FAILED
            if self._closing.wait(self._patience.pause):
                break
        return Outcome.SENT


def _jobs(spool: Any, queue: Any, name: str) -> dict[int, int]:
    """Number and status of the jobs whose document has that name, whole or with the ending of its file."""
    found = {}
    for job in spool.EnumJobs(queue, 0, 999, 1):
        document = str(job.get("pDocument", "")).replace("\\", "/").rpartition("/")[2]
        if document in (name, f"{name}.pdf") or document.startswith(f"{name}.pdf "):
            found[int(job["JobId"])] = int(job.get("Status", 0))
    return found


def _send_raw(spool: Any, queue: Any, name: str, pdf: bytes, copies: int) -> DeviceTrouble | None:
    """One job a copy; what is missing once a first one was handed over."""
    for copy in range(copies):
        try:
            spool.StartDocPrinter(queue, 1, (name, None, "RAW"))
            try:
                spool.StartPagePrinter(queue)
                spool.WritePrinter(queue, pdf)
                spool.EndPagePrinter(queue)
            except spool.error:
                spool.AbortPrinter(queue)  # half a document is thrown away and not printed at the end of the day
                raise
            spool.EndDocPrinter(queue)
        except spool.error as error:
            if not copy:
                raise
            return PrinterFailed(f"{copy} of {copies} copies: {error}")
    return None


def _meaning(status: int, table: tuple[tuple[int, type[DeviceTrouble]], ...]) -> list[DeviceTrouble]:
    return [kind(f"status {status:#x}") for bit, kind in table if status & bit]
