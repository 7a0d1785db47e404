"""The promises of conformance_printer.py: every stand in every trouble, and cut off at a sample of bytes.

At every byte it is cut by `python -m benchmarks.conformance_printer`.
"""

import os
import threading

import pytest

from center.papers import Cut, Document, Text
from devices import usb_port
from devices.cabinet import open_driver
from devices.drivers import escpos_printer, escpos_status
from devices.printing import Outcome
from tests.devices.conformance_printer import CUT, STANDS, WITHIN, trial

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pseudo terminals")


@pytest.fixture
def stand(request, monkeypatch):
    """With a patience that fits a test; the benchmark waits as long as a kiosk does."""
    monkeypatch.setattr(escpos_printer, "FENCE_SECONDS", 0.6)
    monkeypatch.setattr(escpos_printer, "LISTEN_SECONDS", 0.15)
    monkeypatch.setattr(escpos_printer, "QUEUE_SECONDS", 0.3)
    monkeypatch.setattr(escpos_status, "ASK_SECONDS", 0.15)
    monkeypatch.setattr(usb_port, "WRITE_SECONDS", 0.5)
    before = len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else None
    threads = set(threading.enumerate())
    made = STANDS[request.param]()
    yield made
    made.close()
    assert set(threading.enumerate()) <= threads
    assert before is None or len(os.listdir("/proc/self/fd")) <= before


@pytest.mark.parametrize(
    "stand, fault", [(name, fault) for name, kind in STANDS.items() for fault in ("", *kind.faults)], indirect=["stand"]
)
def test_every_trouble(stand, fault):
    def begin():
        stand.printer.set_faults(*filter(None, [fault]))

    seen = trial(stand, begin, warm=True, fences=fault != "fenceless")
    assert not seen.broken, seen
    assert not stand.printer.complaints
    if not fault:
        assert seen.receipts[0].outcome is (Outcome.CONFIRMED if stand.confirms else Outcome.SENT)


@pytest.mark.parametrize("stand, fault", [("tcp", fault) for fault in WITHIN], indirect=["stand"])
def test_trouble_within_a_job(stand, fault):
    seen = trial(stand, lambda: stand.printer.follow(f"700bytes:{fault}"), warm=True)
    assert not seen.broken, seen


@pytest.mark.parametrize("stand", CUT, indirect=True)
@pytest.mark.parametrize("many", [0, 9, 333, 1000])
def test_cut_off_after(stand, many):
    seen = trial(stand, lambda: stand.cut_after(many))
    assert not seen.broken, seen


def test_a_full_disk():
    if not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full")
    driver = open_driver("printer", "file:///dev/full")
    assert driver.print(Document("x", (Text("a"), Cut())), "1").outcome is Outcome.FAILED
    driver.close()
