"""What breaks with ticket printers in the field, one test each; the programs named were seen to fail so."""

import time
from contextlib import contextmanager

import pytest

from center.papers import Check, Cut, Document, Text
from devices import Power
from devices.cabinet import open_driver
from devices.drivers import escpos_printer
from devices.drivers import escpos_status as status
from devices.encoding import encode, model, slices
from devices.printing import Outcome
from devices.simulators.paper_printer import PaperPrinter
from devices.simulators.server import PaperPrinterServer
from devices.transports import Serial
from devices.troubles import LinkLost, PrinterSilent
from tests.devices.conformance_printer import STANDS
from tests.devices.conformance_printer import ticket as coded
from tests.devices.printed import SMALL, VIETNAMESE, differing_dots, said, ticket, written


@contextmanager
def standing(kind: str):
    stand = STANDS[kind]()
    driver = open_driver("printer", stand.uri)
    try:
        yield stand, driver
    finally:
        driver.close()
        stand.close()


def test_a_status_read_never_waits_for_ever_on_usb(monkeypatch):
    """python-escpos#143: a time-out of 0 is for ever, and the number of an interface was passed as time-out."""
    asked = []
    with standing("usb") as (stand, driver):
        hear = stand._bus.bulk_read
        monkeypatch.setattr(stand._bus, "bulk_read", lambda *how: (asked.append(how[-1]), hear(*how))[1])
        stand.printer.set_faults("silent")
        assert driver.health().power is Power.UNKNOWN
    assert asked and all(0 < milliseconds <= 1000 for milliseconds in asked)


def test_no_answer_is_neither_paper_nor_no_paper():
    """python-escpos#275, #434: an empty answer counts as plenty of paper."""
    assert status.read_status({}) == status.Status(False)
    with standing("tcp") as (stand, driver):
        stand.printer.set_faults("mute")
        health = driver.health()
        assert (health.power, health.faults, health.well) == (Power.UNKNOWN, (), False)


def test_a_status_byte_on_a_serial_line_is_taken_at_once():
    """python-escpos#407: read(16) waits its whole time-out for fifteen bytes that never come."""

    class Port:
        in_waiting = 2
        asked: list[int] = []

        def read(self, most):
            self.asked.append(most)
            return b"\x12" * most

    line = Serial("serial://x", "x", 19_200)
    line._port = Port()
    assert line.read(16, 0.3) == b"\x12\x12\x12"
    assert Port.asked == [1, 2]


@pytest.mark.parametrize("kind", ["tcp", "serial", "usb"])
def test_power_lost_within_a_job_is_told(kind):
    """python-escpos#253: no exception, and everything is lost."""
    with standing(kind) as (stand, driver):
        stand.printer.follow("700bytes:replug")
        receipt = driver.print(coded("1"), "1")
        assert receipt.outcome is not Outcome.CONFIRMED and receipt.trouble
        stand.mend()
        assert stand.tickets("1") == 0


def test_a_usb_printer_is_found_again_after_a_power_cycle():
    """python-escpos#437: the handle never recovers in the same process."""
    with standing("usb") as (stand, driver):
        assert driver.print(coded("1"), "1").outcome is Outcome.CONFIRMED
        for job_id in ("2", "3"):
            stand.printer.set_faults("replug")
            stand.mend()
            assert driver.print(coded(job_id), job_id).outcome is Outcome.CONFIRMED


@pytest.mark.parametrize("kind", list(STANDS))
def test_a_second_try_under_the_same_id_moves_no_paper(kind):
    """odoo#240253, #244076: a time-out, another try, and two tickets."""
    with standing(kind) as (stand, driver):
        first = driver.print(coded("1"), "1")
        assert all(driver.print(coded("1"), "1") is first for _ in range(3))
        assert stand.tickets("1") == 1


def test_a_job_in_a_queue_does_not_print_hours_later(monkeypatch):
    """The spooler keeps what the printer cannot take; the kiosk has long told the person to write the number down."""
    monkeypatch.setattr(escpos_printer, "QUEUE_SECONDS", 0.2)
    with standing("winspool") as (stand, driver):
        monkeypatch.setattr(type(stand._spooler), "_stuck", True)  # and no bit says why
        monkeypatch.setattr(stand._spooler, "GetPrinter", lambda handle, level: {})
        receipt = driver.print(coded("1"), "1")
        assert receipt.failed and isinstance(receipt.trouble, PrinterSilent)
        assert not stand._spooler.jobs
        monkeypatch.undo()
        stand._spooler.move()
        assert stand.tickets("1") == 0


def test_what_was_handed_over_whole_is_not_called_failed(monkeypatch):
    """odoo#59059: "print failed" is shown, and the ticket lies there."""
    monkeypatch.setattr(escpos_printer, "LISTEN_SECONDS", 0.1)
    with standing("tcp") as (stand, driver):
        assert driver.health().well
        before = stand.printer.bytes_taken
        length = sum(map(len, slices(driver._encode(coded("1")), driver.model)))
        questions = stand.printer.bytes_taken - before + 12
        stand.printer.follow(f"{length + questions}bytes:refused")
        receipt = driver.print(coded("1"), "1")
        assert receipt.outcome is Outcome.SENT and isinstance(receipt.trouble, LinkLost)
        stand.mend()
        assert stand.tickets("1") == 1


@pytest.mark.parametrize("fault", ["mute", "garbage", "fenceless"])
def test_a_printer_that_cannot_tell_its_status_prints(fault, monkeypatch):
    """odoo#223525: printing stopped because the status could not be asked."""
    monkeypatch.setattr(escpos_printer, "FENCE_SECONDS", 0.2)
    with standing("tcp") as (stand, driver):
        stand.printer.set_faults(fault)
        assert not driver.print(coded("1"), "1").failed
        time.sleep(0.05)
        assert stand.tickets("1") == 1


@pytest.mark.parametrize("letters", ["drawn", "coarse", "own"])
def test_no_vietnamese_letter_depends_on_a_code_page(letters):
    """escpos-php#194, #254, #331, #554: question marks, spaces, another page number on each model."""
    server = PaperPrinterServer()
    driver = open_driver("printer", f"{server.uri}?letters={letters}")
    pages = []
    server.printer.on_page = pages.append
    document = Document("all letters", (Text(" ".join(VIETNAMESE)), Text(" ".join(VIETNAMESE.upper())), Cut()))
    assert driver.print(document, "1").outcome is Outcome.CONFIRMED
    assert not server.printer.complaints  # the strict printer takes no byte beyond ASCII as a letter
    pieces = driver._encode(document)
    assert differing_dots(pages[0].picture, pieces, driver.model) == 0
    assert said(slices(pieces, driver.model), driver.model) == written(pieces)
    driver.close()
    server.close()


def test_a_tall_paper_comes_in_slices_that_a_small_buffer_holds():
    """cognitivegears#45, odoo#47635: a tall raster overflows the buffer, and the rest is printed as letters."""
    document = Document("tall", (*(Check("Giấy tờ " * 12) for _ in range(40)), Cut()))
    for name in ("NT-5890K", "default"):
        printer = model(name)
        job = slices(encode(document, printer, False), printer)
        assert max(map(len, job)) <= 2100
        for piece in encode(document, printer, False):
            for _, word in piece.words:
                assert word[:3] != b"\x1dv0" or int.from_bytes(word[6:8], "little") <= 255


@pytest.mark.parametrize("letters", ["drawn", "own"])
def test_a_job_relies_on_no_state_of_the_one_before(letters):
    """python-escpos#729: the code page is gone after ESC @, and what another program left stays."""
    left_behind = b"\x1ba\x02\x1bE\x01\x1d!\x33\x1bt\x1e\x1b3\xc8\x1b&\x03AA\x01\xff\xff\xff\x1b%\x01"
    driver = open_driver("printer", f"sim://state?letters={letters}")
    for turn in range(2):
        driver._link.printer.take(left_behind)
        assert driver.print(ticket(), str(turn)).outcome is Outcome.CONFIRMED
        page = driver._link.printer.pages[-1].picture
        assert differing_dots(page, driver._encode(ticket()), driver.model) == 0
    assert not driver._link.printer.complaints
    driver.close()


@pytest.mark.parametrize("ask", ["auto", "no"])
def test_a_first_write_after_the_printer_hung_up_is_not_lost(ask):
    """The kernel takes what is written to a closed connection, and nobody ever sees it."""
    printer = PaperPrinter()
    server = PaperPrinterServer(0, printer)
    driver = open_driver("printer", f"{server.uri}?status={ask}")
    for turn in range(3):
        assert not driver.print(SMALL, str(turn)).failed
        deadline = time.monotonic() + 2.0
        while printer.page_count <= turn and time.monotonic() < deadline:
            time.sleep(0.005)
        assert printer.page_count == turn + 1
        printer.set_faults("refused")  # as printers do after some idle minutes
        time.sleep(0.12)
        printer.set_faults()
    driver.close()
    server.close()
