"""Half a ticket that a program left hanging out of the printer is told, and cut off before the next one."""

import pytest

from devices.cabinet import Cabinet
from devices.drivers.escpos_printer import EscposPrinter
from devices.half_ticket import HalfTicket
from devices.printing import Outcome
from devices.simulated import simulated
from devices.simulators.link import SimLink
from tests.devices.patience import until
from tests.devices.printed import ticket

URI = "sim://half"


@pytest.fixture
def opened(tmp_path):
    """`opened()`: the driver as the next start of the program has it."""
    made = []

    def start() -> EscposPrinter:
        for driver in made:
            driver.close()
        made.append(EscposPrinter(URI, SimLink(URI)))
        made[-1].remember_in(tmp_path / "data" / "printer.half")
        return made[-1]

    yield start
    made[-1].close()


def test_half_a_ticket_is_cut_off_by_the_next_start_and_printed_by_none(opened, tmp_path):
    first = opened()
    assert first.print(ticket("A 014"), "20261121-A014").outcome is Outcome.CONFIRMED
    assert first.health().warnings == () and not (tmp_path / "data" / "printer.half").exists()
    printer = simulated("printer", "half")
    printer.drop_after = 6000
    printer.set_faults("dropped")
    assert first.print(ticket("A 015"), "20261121-A015").outcome is Outcome.FAILED
    assert (tmp_path / "data" / "printer.half").read_text() == "20261121-A015"
    printer.set_faults()

    second = opened()
    health = second.health()
    assert health.well and [warning.code for warning in health.warnings] == ["ticket_unfinished"]
    assert printer.page_count == 1 and printer.sheet.inked  # nothing is printed by itself
    assert second.print(ticket("A 016"), "20261121-A016").outcome is Outcome.CONFIRMED
    whole, half, next_one = (page.picture.height for page in printer.pages)
    assert half < whole == next_one
    assert second.health().warnings == () and opened().health().warnings == ()


def test_a_ticket_whose_receipt_nobody_heard_is_told_as_well(opened, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "printer.half").write_text("20261121-A015")  # killed while the printer was being asked
    driver = opened()
    assert [warning.code for warning in driver.health().warnings] == ["ticket_unfinished"]
    assert driver.print(ticket("A 015"), "20261121-A015-copy-1").outcome is Outcome.CONFIRMED
    assert driver.health().warnings == () and not simulated("printer", "half").complaints


def test_a_disk_that_takes_nothing_keeps_no_ticket_back(tmp_path):
    (tmp_path / "data").write_text("a file where the folder should be")
    driver = EscposPrinter(URI, SimLink(URI))
    driver.remember_in(tmp_path / "data" / "printer.half")
    assert driver.print(ticket(), "1").outcome is Outcome.CONFIRMED
    driver.close()
    half = HalfTicket(tmp_path)  # a folder in its place cannot be taken away either
    half.end()
    assert not half.hangs_out


def test_each_printer_of_a_machine_remembers_for_itself(tmp_path):
    (tmp_path / "printer.back.half").write_text("20261121-B001")
    with Cabinet({"printer": "sim://a", "printer.back": "sim://b"}, memory=tmp_path) as cabinet:
        until(lambda: all(health.well for health in cabinet.health().values()))
        warned = {name: [one.code for one in health.warnings] for name, health in cabinet.health().items()}
        assert warned == {"printer": [], "printer.back": ["ticket_unfinished"]}
