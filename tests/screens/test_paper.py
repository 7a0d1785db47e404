"""The simulated printer's window: tickets come out of it, and it breaks down when told to."""

import pytest

from center.papers import Cut, Document, Number, Text
from devices.cabinet import Cabinet
from devices.printing import Outcome
from devices.simulated import serve_paper_printer
from kiosk.paper import Paper, Tickets
from tests.screens.public_screen import SINGLETONS, PublicScreen


@pytest.fixture
def printer():
    """The window on a printer on a free port; `.paper`, `.cabinet`."""
    screen = PublicScreen("21.5")
    screen.theme.measure(520, 1400, 20)
    screen.server = serve_paper_printer()
    tickets = Tickets()
    screen.paper = Paper(screen.server.printer, tickets)
    screen.open("Paper.qml", {"paper": screen.paper})
    SINGLETONS["engine"].addImageProvider("ticket", tickets)
    screen.cabinet = Cabinet({"printer": screen.server.uri})
    yield screen
    screen.cabinet.close()
    screen.close(screen.paper)
    SINGLETONS["engine"].removeImageProvider("ticket")
    screen.server.close()


def ticket(number: str) -> Document:
    return Document(number, (Text("Số thứ tự"), Number(number), Cut()))


def test_tickets_come_out_and_the_last_three_hang_there(printer):
    for n in range(4):
        printing = printer.cabinet.print(ticket(f"A 00{n}"), f"job-{n}")
        printer.until(lambda printing=printing: printing.done(), 10)
    printer.until(lambda: printer.paper.count == 4)
    printer.settle()
    assert [row["number"] for row in printer.paper.tickets] == [4, 3, 2]
    assert printer.find("ticket-2") is not None
    assert printer.faults() == []


@pytest.mark.parametrize("button", ["paper-out", "cover-open", "cutter-stuck", "silent"])
def test_what_a_broken_printer_was_sent_never_comes_out_later(printer, button, watch):
    if button != "silent":
        watch.expected.append("printer")
    printer.tap(button)
    printing = printer.cabinet.print(ticket("A 001"), "job")
    printer.until(lambda: printing.done(), 20)
    assert printing.result().outcome is not Outcome.CONFIRMED
    printer.until(lambda: not watch.unheard(), 5)  # the cabinet asks once more and says what is wrong
    assert printer.faults() == []
    printer.tap("paper-in")
    assert printer.paper.faults == []
    assert printer.text("printer-state").startswith("Máy in đang sẵn sàng")
    printer.wait(100)
    assert printer.paper.count == 0


def test_a_fault_is_switched_off_by_the_same_button(printer):
    printer.tap("paper-near-end").tap("cover-open")
    assert printer.paper.faults == ["near_end", "cover_open"]
    printer.tap("cover-open")
    assert printer.paper.faults == ["near_end"]
