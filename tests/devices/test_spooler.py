"""The raw queue of Windows under a ticket printer, asked directly: what it knows, takes back, leaves alone."""

import sys
import time
from unittest.mock import patch

import pytest

from devices.simulators.paper_printer import PaperPrinter
from devices.spooler import Spooler
from devices.troubles import LinkLost, NotConnected
from tests.devices import false_spooler
from tests.devices.false_spooler import FalseSpooler

TICKET = b"\x1b@A 015\n"


@pytest.fixture
def windows():
    """The false Windows and an open Spooler on its queue."""
    spooler = FalseSpooler(PaperPrinter())
    with patch.dict(sys.modules, spooler.modules()):
        link = Spooler("winspool://Ticket%20printer", "Ticket printer")
        link.open()
        yield spooler, link
        link.close()
        link.close()


def fail(*_):
    raise false_spooler.Error(1722, "", "The RPC server is unavailable.")


def test_a_queue_set_offline_by_a_person_is_offline_though_it_has_no_status(windows, monkeypatch):
    _, link = windows
    assert link.troubles() == ()
    monkeypatch.setattr(sys.modules["win32print"], "GetPrinter", lambda *_: {"Attributes": 0x400, "Status": 0})
    assert link.troubles() == (NotConnected(),)
    monkeypatch.setattr(sys.modules["win32print"], "GetPrinter", fail)
    assert link.troubles() == (), "a queue that cannot say is no reason not to print"


def test_half_a_document_is_never_left_in_the_queue(windows, monkeypatch):
    spooler, link = windows
    monkeypatch.setattr(sys.modules["win32print"], "EndDocPrinter", fail)
    with pytest.raises(LinkLost):
        link.write(TICKET)
    assert not spooler.jobs
    monkeypatch.setattr(sys.modules["win32print"], "AbortPrinter", fail)
    with pytest.raises(LinkLost):
        link.write(TICKET)
    monkeypatch.setattr(sys.modules["win32print"], "StartDocPrinter", fail)
    with pytest.raises(LinkLost):
        link.write(TICKET)


@pytest.mark.parametrize("state, left", [(0x80, 1), (0x1000, 1), (0x100, 1), (0x40, 0), (0x2, 0), (0x10, 0)])
def test_what_is_printed_stays_and_what_stands_still_is_taken_back(windows, monkeypatch, state, left):
    """PRINTED, COMPLETE, DELETED; PAPEROUT and ERROR at once, PRINTING when its time is over."""
    spooler, link = windows
    monkeypatch.setattr(spooler, "move", lambda: None)
    link.write(TICKET)
    monkeypatch.setattr(sys.modules["win32print"], "GetJob", lambda *_: {"Status": state})
    began, longest = time.monotonic(), 0.15 if state == 0x10 else 30.0
    why = link.settle(longest)
    assert time.monotonic() - began < 5.0, "what is known is not waited for"
    assert len(spooler.jobs) == left and (why is None) is bool(left)
    if state == 0x40:
        assert why.code == "paper_out"
    if state == 0x10:
        assert why.code == "printer_silent"


def test_a_spooler_that_was_started_anew_breaks_nothing(windows, monkeypatch):
    _, link = windows
    with monkeypatch.context() as patched:
        patched.setattr(sys.modules["win32print"], "ClosePrinter", fail)
        link.close()
    link.open()
    link.write(TICKET)


def test_a_queue_that_is_not_there():
    spooler = FalseSpooler(PaperPrinter())
    with patch.dict(sys.modules, spooler.modules()):
        link = Spooler("winspool://Other", "Other")
        with pytest.raises(NotConnected):
            link.open()
        with pytest.raises(LinkLost):
            link.write(TICKET)
