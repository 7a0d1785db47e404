"""A real kiosk killed in the middle of a ticket and opened again: no number comes twice, none is joined to another."""

import os
import time
from collections.abc import Callable

import pytest
import zxingcpp

from benchmarks.box import FIELDS, Bench
from benchmarks.kiosk import kiosk, order, until
from devices.simulated import serve_paper_printer

SLOW_ENOUGH_BAUD = 150_000  # slices take long enough for the line to be cut between them, and short enough to be asked


def wait(true: Callable[[], object], seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "did not come about"
        time.sleep(0.004)


def number_on(page) -> str:
    """What the QR of a page says; "" for a page without one."""
    return "".join(code.text for code in zxingcpp.read_barcodes(page.picture.convert("L")))


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="killed as SIGKILL kills")
def test_killed_in_mid_job_and_before_the_receipt_no_ticket_comes_twice(tmp_path):
    bench = Bench()
    with bench.box(2) as box, serve_paper_printer() as server:
        printer, half = server.printer, tmp_path / "kiosk" / "data" / "printer.half"
        program = kiosk(tmp_path / "kiosk", box.port, server.port)
        try:
            until(program, "home")
            wait(lambda: printer.bytes_taken)
            printer._baud = SLOW_ENOUGH_BAUD
            order(program, tap=f"field-{FIELDS[0]}")
            wait(lambda: printer.bytes_taken > 5000)
            program.kill()
            assert not printer.page_count and printer.sheet.inked and half.read_text().endswith("A001")

            program.start()
            until(program, "home")
            began = printer.bytes_taken
            wait(lambda: printer.bytes_taken > began)  # its health is asked; nothing else is sent by itself
            assert not printer.page_count
            order(program, tap=f"field-{FIELDS[0]}")
            wait(lambda: printer.page_count == 1 and printer.sheet.inked)  # the half ticket is off, the next begun
            printer.set_faults("mute")
            wait(lambda: printer.page_count == 2)
            program.kill()
            printer.set_faults()
            assert half.read_text().endswith("A002")

            printer._baud = None
            program.start()
            until(program, "home")
            order(program, tap=f"field-{FIELDS[0]}")
            wait(lambda: printer.page_count == 4 and not half.exists())
            assert [number[-4:] for number in map(number_on, printer.pages) if number] == ["A002", "A003"]
            whole = [page.picture.height for page in printer.pages if number_on(page)]
            assert len(set(whole)) == 1, "half a ticket hangs on another"
            assert not printer.complaints  # of four pages one is half, and one a blank strip, cut off to be sure
        finally:
            program.kill()
            bench.close()
