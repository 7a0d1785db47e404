"""A ticket printer that speaks ESC/POS, over any transport.

Options in the uri: profile (a name of python-escpos), width_dots, status=auto|no, and how it looks:
letters=auto|drawn|coarse|own (drawn: with every dot of the head; coarse: with dots two wide, an eighth of plain raster;
own: smaller ones, downloaded to the printer), number=auto|native|drawn. Automatic is what the line can carry in good
time: coarse on a serial line; below 19,200 baud own letters where the model takes them, and a number in its font A.
"""

import threading
import time
from collections import OrderedDict
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from center.papers import Document
from devices import Health, Power
from devices.drivers import escpos_status as status
from devices.encoding import CLEAR_BUFFER, RESET, Piece, designed, encode, model, slices
from devices.half_ticket import HalfTicket
from devices.printing import Outcome, PrinterCapabilities, Receipt
from devices.sample import sample_ticket
from devices.transports import Transport
from devices.troubles import DeviceTrouble, LinkLost, Misconfigured, NotConnected, PrinterSilent, TicketUnfinished

REMEMBERED_JOBS = 256
LISTEN_SECONDS = 0.4
SLOW_BAUD = 19_200  # from here on a coarse ticket takes 4 s or less, of which the number 0.7 s
LETTERS, NUMBERS = ("auto", "drawn", "coarse", "own"), ("auto", "native", "drawn")
QUEUE_SECONDS = 8.0  # a queue may stand before a slow line
FENCE_SECONDS = 3.0  # 20 cm of paper at 70 mm/s, the slowest printer worth buying


class EscposPrinter:
    def __init__(self, uri: str, link: Transport):
        options = {key: values[-1] for key, values in parse_qs(urlsplit(uri).query).items()}
        width = int(options["width_dots"]) if options.get("width_dots", "").isdigit() else None
        self.model = model(options.get("profile", "default"), width)
        self._link = link
        slow = self._link.baud is not None and self._link.baud < SLOW_BAUD
        number, letters = options.get("number", "auto"), options.get("letters", "auto")
        self.native_number = number == "native" or (number == "auto" and slow)
        if letters not in LETTERS or number not in NUMBERS:
            raise Misconfigured(f"{uri}: letters={'|'.join(LETTERS)}, number={'|'.join(NUMBERS)}")
        if letters == "auto":
            letters = "drawn" if self._link.baud is None else "own" if slow and self.model.takes_letters else "coarse"
        self.model = replace(self.model, paper=replace(self.model.paper, letters=letters))
        self._asks = options.get("status", "auto") != "no"
        self._lock = threading.Lock()
        self._open = False
        self._has_answered = False  # ever: from then on silence is a fault and no longer "cannot tell"
        self._fences = True  # until it proves not to know GS r, on this connection
        self._half = HalfTicket()  # one that hangs out must be cut off before the next
        self._done: OrderedDict[str, Receipt] = OrderedDict()
        self._last: Health | None = None
        self._encode(sample_ticket())  # fonts and libraries are loaded now, not at a tap

    @property
    def capabilities(self) -> PrinterCapabilities:
        return PrinterCapabilities(
            self.model.name,
            self.model.paper.width_dots,
            self.model.paper.dots_per_mm,
            bool(self.model.cuts),
            self.model.draws_codes,
            self._link.answers and self._asks,
            self.model.paper.letters,
        )

    def remember_in(self, path: Path) -> None:
        with self._lock:
            self._half = HalfTicket(path)

    def preview(self, document: Document) -> Any:
        """The number, where it is the printer's own, stands in the house's face."""
        return designed(self._encode(document), self.model)

    def print(self, document: Document, job_id: str) -> Receipt:
        """Never tried again by itself once a byte was sent; a fault known before means that nothing is sent."""
        with self._lock:
            if job_id in self._done:
                return self._done[job_id]
            receipt = self._print(document, job_id)
            if receipt.bytes_sent:
                if not self._half.hangs_out:
                    self._half.end()
                self._done[job_id] = receipt
                while len(self._done) > REMEMBERED_JOBS:
                    self._done.popitem(last=False)
            return receipt

    def health(self) -> Health:
        """While a job runs, what was known before it: a question never waits for a job."""
        if not self._lock.acquire(timeout=0.05):
            return self._last or Health(Power.UNKNOWN, checked_at=datetime.now(UTC), source="busy")
        try:
            return self._note(*self._ready())
        finally:
            self._lock.release()

    def close(self) -> None:
        with self._lock:
            self._shut()

    def _encode(self, document: Document) -> tuple[Piece, ...]:
        return encode(document, self.model, self.native_number)

    def _print(self, document: Document, job_id: str) -> Receipt:
        known, trouble = self._ready()
        self._note(known, trouble)
        if trouble:
            return Receipt(job_id, Outcome.FAILED, trouble)
        job = slices(self._encode(document), self.model)
        if self._half.hangs_out:
            job.insert(0, RESET + b"\x1dVB\x00" if self.model.cuts else RESET + b"\x1bJ\xff")
        if not known.answered:
            job = [b"".join(job)]
        self._half.begin(job_id)
        sent, asking = 0, known.answered
        try:
            for part in job:
                if sent and asking:
                    found = self._ask_within_job()
                    if found.faults:
                        return self._broken_off(job_id, found.faults[0], sent)
                    asking = found.answered
                self._link.write(part)
                sent += len(part)
        except LinkLost as lost:
            return self._broken_off(job_id, lost, sent + 1)  # of the part that failed some bytes may have gone
        self._half.hangs_out = False
        if not known.answered:
            stuck = self._link.settle(QUEUE_SECONDS)
            if not self._link.answers:
                self._shut()  # a plain file or queue is handed over per job
            return Receipt(job_id, Outcome.FAILED if stuck else Outcome.SENT, stuck, sent)
        return self._confirm(job_id, sent)

    def _ask_within_job(self) -> status.Status:
        """A slow line first carries what was written before; a busy printer may stay silent, which is judged later.

        A trouble must be told twice: dots that look like a question are answered too, and out of turn.
        """
        seconds = status.ASK_SECONDS + (4096 * 10 / self._link.baud if self._link.baud else 0.0)
        found = status.ask(self._link, seconds)
        return status.ask(self._link, seconds) if found.faults else found

    def _clear(self) -> None:
        """What an earlier connection left in the printer must not print, nor swallow what comes now."""
        self._link.write(CLEAR_BUFFER)
        self._link.read(16, 0.05)

    def _confirm(self, job_id: str, sent: int) -> Receipt:
        """Wait for the answer that is given in order, asking meanwhile whether something stands in its way."""
        patience = FENCE_SECONDS + (sent * 10 / self._link.baud if self._link.baud else 0.0)
        deadline = time.monotonic() + patience
        try:
            fenced = self._fences and status.await_fence(self._link, LISTEN_SECONDS)
            found = status.ask(self._link)
            while self._fences and not (fenced or found.fenced) and not found.faults and time.monotonic() < deadline:
                fenced = status.hear_fence(self._link, LISTEN_SECONDS)
                found = status.ask(self._link)
            if found.fenced and self._fences and not fenced:
                fenced, found = True, status.ask(self._link)
        except LinkLost as lost:
            return self._unsure(job_id, lost, sent)
        trouble = found.faults[0] if found.faults else None
        if fenced and found.answered:
            return Receipt(job_id, Outcome.SENT if trouble else Outcome.CONFIRMED, trouble, sent)
        if trouble:
            return self._broken_off(job_id, trouble, sent)
        if not found.answered:
            return self._unsure(job_id, PrinterSilent("silent after the cut"), sent)
        self._fences = False
        return Receipt(job_id, Outcome.SENT, None, sent)

    def _unsure(self, job_id: str, trouble: DeviceTrouble, sent: int) -> Receipt:
        """All of it was handed over and nobody says what became of it: perhaps half a ticket hangs out."""
        self._half.hangs_out = True
        self._shut(discard=True)
        return Receipt(job_id, Outcome.SENT, trouble, sent)

    def _broken_off(self, job_id: str, trouble: DeviceTrouble, sent: int) -> Receipt:
        """Take back what has not been printed yet, here and in the printer, so that it never prints by itself."""
        self._half.hangs_out = True
        try:
            self._clear()
        except LinkLost:
            pass
        self._shut(discard=True)
        self._note(status.Status(True, (trouble,)), trouble)
        return Receipt(job_id, Outcome.FAILED, trouble, sent)

    def _ready(self) -> tuple[status.Status, DeviceTrouble | None]:
        """Open, and what the printer says; the trouble that forbids sending anything, if there is one."""
        for attempt in (1, 2):
            was_open = self._open
            try:
                if not self._open:
                    self._link.open()
                    self._open, self._fences = True, True
                    if self._link.answers and self._asks:
                        self._clear()
                if not (self._link.answers and self._asks):
                    status.drain(self._link)  # who closed meanwhile is noticed here; a first write would just be lost
                    return status.Status(False), next(iter(self._link.troubles()), None)
                known = status.ask(self._link)
                break
            except LinkLost as lost:
                self._shut()
                if attempt == 2 or not was_open:
                    return status.Status(False), lost
            except NotConnected as trouble:
                self._shut()
                return status.Status(False), trouble
        if not known.answered and self._has_answered:
            self._shut(discard=True)
            return known, PrinterSilent("it used to answer")
        self._has_answered |= known.answered
        return known, known.faults[0] if known.faults else None

    def _note(self, known: status.Status, trouble: DeviceTrouble | None) -> Health:
        faults = known.faults or ((trouble,) if trouble else ())
        if known.answered:
            power = Power.ONLINE
        else:
            power = Power.OFFLINE if trouble else Power.UNKNOWN
        source = "DLE EOT" if known.answered else type(trouble).__name__ if trouble else "no answer"
        warnings = (
            (*known.warnings, TicketUnfinished("of an earlier program")) if self._half.of_before else known.warnings
        )
        self._last = Health(power, faults, warnings, datetime.now(UTC), source)
        return self._last

    def _shut(self, discard: bool = False) -> None:
        self._link.close(discard)
        self._open = False
