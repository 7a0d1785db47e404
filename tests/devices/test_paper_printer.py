"""The simulated printer as a product: faults by name and by script, at the byte and the job that the script says."""

import time

import pytest

from devices.drivers import escpos_printer
from devices.drivers.escpos_printer import EscposPrinter
from devices.printing import Outcome
from devices.simulators.link import SimLink, simulated_printer
from devices.simulators.paper_printer import PaperPrinter
from devices.simulators.server import PaperPrinterServer
from devices.transports import transport
from tests.devices.printed import SMALL, ticket


def driver_on(uri):
    return EscposPrinter(uri, SimLink(uri) if uri.startswith("sim:") else transport(uri))


def test_after_two_jobs_the_paper_is_out_and_after_a_while_it_is_changed():
    driver = driver_on("sim://scripted?script=2jobs:paper_out;0.5s:ok;again")
    printer = simulated_printer("scripted")
    receipts = []
    for number in range(6):
        receipts.append(driver.print(SMALL, str(number)))
        if receipts[-1].failed:
            time.sleep(0.5)
    # The second of each round is printed whole, and then the printer already says that its paper is out.
    assert [receipt.outcome for receipt in receipts] == [Outcome.CONFIRMED, Outcome.SENT, Outcome.FAILED] * 2
    assert [receipt.trouble and receipt.trouble.code for receipt in receipts] == [None, "paper_out", "paper_out"] * 2
    assert printer.page_count == 4
    driver.close()


@pytest.mark.parametrize("fault", ["refused", "silent", "cover_open", "replug", "garbage"])
@pytest.mark.parametrize("where", ["sim", "tcp"])
def test_a_fault_at_a_byte_within_a_job(fault, where, monkeypatch):
    monkeypatch.setattr(escpos_printer, "FENCE_SECONDS", 0.5)
    script = f"4000bytes:{fault};0.4s:ok"
    if where == "sim":
        driver = driver_on(f"sim://byte?script={script}")
        printer, server = simulated_printer("byte"), None
    else:
        printer = PaperPrinter(script=script)
        server = PaperPrinterServer(0, printer)
        driver = driver_on(server.uri)
    receipt = driver.print(ticket(), "1")
    assert receipt.outcome is not Outcome.CONFIRMED or printer.page_count == 1
    assert driver.print(ticket(), "1") is receipt or receipt.bytes_sent == 0
    time.sleep(0.5)
    assert driver.print(ticket("A 016"), "2").outcome is Outcome.CONFIRMED
    driver.close()
    if server:
        server.close()


def test_what_stood_in_a_printer_without_power_does_not_print_later():
    printer = PaperPrinter()
    printer.set_faults("cover_open")
    printer.take(b"waiting\n\x1dVB\x00")
    printer.set_faults("replug")
    time.sleep(0.35)
    printer.take(b"\x1b@new\n\x1dVB\x00")
    assert printer.page_count == 1 and printer.power_cycles == 1


def test_a_script_that_cannot_be_read_is_told_at_once():
    with pytest.raises(ValueError, match="script"):
        SimLink("sim://wrong?script=2pages:paper_out")
