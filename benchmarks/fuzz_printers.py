"""What printers answer: tickets and forms through the real drivers, whose line alone is exchanged.

Nobody waits here: a silence is over at once, and no pause is kept.
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from unittest.mock import patch

from benchmarks.fuzz_http import Talk, said
from benchmarks.fuzz_inputs import Target
from center.papers import Document
from devices import ipp_states, ipp_words
from devices.check_kinds import blank_pdf
from devices.drivers import escpos_printer, escpos_status, ipp_queue
from devices.drivers.escpos_printer import EscposPrinter
from devices.drivers.ipp_queue import Patience as IppPatience
from devices.drivers.queue_printer_ipp import IppQueuePrinter
from devices.printing import Outcome
from devices.sample import sample_ticket
from devices.transports import Transport

# Tickets --------------------------------------------------------------------------------------


class Printer(Transport):
    """To each question the next bytes of `said`: as many as the first of them tells, none at all among them.

    Its clock, `patience`, goes only while somebody listens in vain.
    """

    uri, answers, baud = "said:", True, None

    def __init__(self, said: bytes):
        self.said, self.heard, self.taken, self.now = said, b"", b"", 0.0

    def open(self, timeout: float = 2.0) -> None:
        pass

    def write(self, sent: bytes) -> None:
        self.taken += sent
        many = 1 if self.said[:1] in ANSWERED else len(self.said[:1]) and self.said[0] % 5
        self.heard, self.said = self.said[:many], self.said[max(1, many) :]

    def read(self, most: int, timeout: float) -> bytes:
        heard, self.heard = self.heard[:most], self.heard[most:]
        self.now += 0.0 if heard else max(timeout, 0.001)
        return heard

    def close(self, discard: bool = False) -> None:
        pass

    @contextmanager
    def patience(self) -> Iterator[None]:
        clock = SimpleNamespace(monotonic=lambda: self.now)
        with patch.object(escpos_status, "time", clock), patch.object(escpos_printer, "time", clock):
            yield


ANSWERED = [bytes([byte]) for byte in range(256) if escpos_status.is_status(byte)]
ANSWERS = (
    b"\x16\x12\x12\x12",
    b"\x12",
    b"\x1e\x16\x12\x7e",
    b"\x00\x12\x0f\x16",
    b"\x1a\x3e\x5a\x72",
    b"~\x12\x16\x12",
)
# Of a whole job: cleared and asked (four answers), each slice but the first asked before, the fence, asked again; and
# what printers throw in between: an automatic status of four bytes (GS a), a fault, silence.
TOLD = b"\x12" * 4
WELL = b"\0" + TOLD + b"\0" + (TOLD + b"\0") * 13 + b"\2\0" + TOLD
TALKS = tuple(WELL[:at] + odd + WELL[at:] for at in (0, 5, 26, 57) for odd in (b"", b"\4\x10\0\0\x0f", b"\x32", b"\0"))
TICKET = sample_ticket()


def read_status(stream: bytes) -> bool:
    link = Printer(stream)
    with link.patience():
        status = escpos_status.ask(link)
        assert status.answered or not status.faults
        escpos_status.await_fence(link, 1.0)
    return status.answered


class Hurried(EscposPrinter):
    """Its job is made once."""

    made: list = []

    def _encode(self, document: Document) -> tuple:
        if not self.made:
            self.made.append(super()._encode(TICKET))
        return self.made[0]


def print_ticket(stream: bytes) -> bool:
    """A whole job before a printer that says this: what is CONFIRMED was sent whole, and never printed twice."""
    printer = Hurried("said:", link := Printer(stream))
    with link.patience():
        receipt = printer.print(TICKET, "20261121-A015")
        taken = len(link.taken)
        if receipt.bytes_sent:
            assert printer.print(TICKET, "20261121-A015") is receipt and len(link.taken) == taken
        assert receipt.outcome is not Outcome.CONFIRMED or (receipt.bytes_sent and receipt.trouble is None)
        printer.health()
        return receipt.outcome is Outcome.CONFIRMED


# Forms ----------------------------------------------------------------------------------------


def ipp_answer(dice: random.Random, code: int = 0) -> bytes:
    typed = ipp_words.Typed
    job = {
        "job-id": typed(ipp_words.INTEGER, int(dice.random() * 1e6)),
        "job-name": typed(ipp_words.NAME, "mot-cua 20261121-A015"),
        "job-state": typed(ipp_words.ENUM, int(dice.random() * 12)),
        "job-state-reasons": (typed(ipp_words.KEYWORD, "media-empty-error"), typed(ipp_words.KEYWORD, "none")),
    }
    printer = {
        "printer-state": typed(ipp_words.ENUM, int(dice.random() * 7)),
        "printer-state-reasons": typed(ipp_words.KEYWORD, dice.choice(("none", "media-jam", "toner-low-warning"))),
        "printer-is-accepting-jobs": typed(ipp_words.BOOLEAN, 1),
        "printer-name": typed(ipp_words.NAME, "Máy in"),
        "document-format-supported": typed(ipp_words.MIME, "application/pdf"),
        "device-uri": typed(ipp_words.URI, dice.choice(("ipp://192.0.2.1/ipp/print", "usb://x", "ipp://[x"))),
    }
    if dice.random() < 0.5:
        del printer["device-uri"]
    return ipp_words.ipp_bytes(code, 7, [(ipp_words.OPERATION, {}), (ipp_words.JOB, job), (ipp_words.PRINTER, printer)])


def read_ipp(content: bytes) -> bool:
    message = ipp_words.parse_ipp(content)
    for attributes in message.all(ipp_words.JOB):
        ipp_states.job_state(attributes)
        ipp_states.troubles_of(ipp_words.words(attributes, "job-state-reasons"))
    ipp_states.printer_troubles(message.first(ipp_words.PRINTER))
    return True


IPP_ANSWERS = tuple(ipp_answer(random.Random(seed)) for seed in range(12))
FORMS = tuple(said(*((200, one) for one in IPP_ANSWERS[begin : begin + 6])) for begin in range(6))
IPP_PATIENCE = IppPatience(job=0.002, trouble=0.0005, lost=0.0005, cancel=0.0005, pause=0.0)
PDF = blank_pdf()


def print_form(content: bytes) -> bool:
    """A form before a printer that answers this; the printer behind a queue says what is left of it."""
    talk = Talk(content)
    with patch.object(ipp_queue, "BoundedHttp", lambda *_, **__: talk):
        printer = IppQueuePrinter("ipp://said/ipp/print", IPP_PATIENCE)
        receipt = printer.print(PDF, "20261121-A015")
        assert receipt.outcome is not Outcome.CONFIRMED or receipt.trouble is None
        printer.health()
        return receipt.outcome is not Outcome.FAILED


PRINTERS = (
    Target("DLE EOT answers", read_status, ANSWERS, 0.006, 64),
    Target("a ticket, whatever is answered", print_ticket, TALKS, 0.0015, 300),
    Target("IPP answers", read_ipp, IPP_ANSWERS, 0.025),
    Target("a form, whatever is answered", print_form, FORMS, 0.003, 6000),
)
