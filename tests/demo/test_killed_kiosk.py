"""A real kiosk killed in the middle of a ticket and opened again: no number comes twice, none is joined to another."""

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
import zxingcpp

from benchmarks.box import FIELDS, Bench
from benchmarks.kiosk import kiosk, order, until
from demo.programs import Program, Stopped
from devices.simulated import serve_paper_printer
from devices.simulators.paper_printer import PaperPrinter


def wait(true: Callable[[], object], seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "did not come about"
        time.sleep(0.01)


def number_on(page) -> str:
    """What the QR of a page says; "" for a page without one."""
    return "".join(code.text for code in zxingcpp.read_barcodes(page.picture.convert("L")))


def take_and_die(program: Program, printer: PaperPrinter, due: Callable[[], bool]) -> None:
    """Somebody takes a number; the program is killed by the printer itself, in the moment that is `due`."""
    take, dead = printer.take, []

    def take_and_kill(sent: bytes) -> bytes:
        answers = take(sent)
        if due() and not dead:
            program.kill()
            dead.append(True)
        return answers

    printer.take = take_and_kill
    with suppress(Stopped):
        order(program, tap=f"field-{FIELDS[0]}")
    wait(lambda: dead)
    printer.take = take


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="killed as SIGKILL kills")
def test_killed_in_mid_job_and_before_the_receipt_no_ticket_comes_twice(tmp_path):
    bench = Bench()
    half = tmp_path / "kiosk" / "data" / "printer.half"
    with bench.box(2) as box, serve_paper_printer() as server:
        printer = server.printer
        program = kiosk(tmp_path / "kiosk", box.port, server.port)
        try:
            until(program, "home")
            wait(lambda: printer.bytes_taken)
            take_and_die(program, printer, lambda: printer.bytes_taken > 5000)
            assert not printer.page_count and printer.sheet.inked and _of(half) == "A001"

            again(program, printer)
            assert not printer.page_count  # nothing is printed by itself
            take_and_die(program, printer, lambda: printer.page_count == 2)  # all of it, before the answer
            assert _of(half) == "A002"

            again(program, printer)
            assert printer.page_count == 2
            order(program, tap=f"field-{FIELDS[0]}")
            wait(lambda: printer.page_count == 4 and not half.exists())
            numbers = [number[-4:] for number in map(number_on, printer.pages)]
            assert numbers == ["", "A002", "", "A003"]  # the half of A001 and a blank strip, cut off to be sure
            heights = [page.picture.height for page in printer.pages]
            assert heights[2] < heights[0] < heights[1] == heights[3] and not printer.complaints
        finally:
            program.kill()
            bench.close()


def again(program: Program, printer: PaperPrinter) -> None:
    """The next start, until it has asked the printer how it is."""
    before = printer.bytes_taken
    program.start()
    until(program, "home")
    wait(lambda: printer.bytes_taken > before)


def _of(half: Path) -> str:
    """The number of the ticket that was begun."""
    return half.read_text().partition("-")[2]
