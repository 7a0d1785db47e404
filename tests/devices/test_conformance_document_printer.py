"""Every printer of documents × every fault: in time, never twice, nothing CONFIRMED that did not print."""

import time

import pytest

from devices.printing import Outcome
from devices.simulators import document_queue
from devices.simulators.document_queue import FAULTS, STANDING, DocumentQueue
from tests.devices.document_stands import DEADLINE_SECONDS, PDF, STANDS, Windows
from tests.devices.scanner_stands import Leftovers

TROUBLES = {
    "tray_empty": {"tray_empty"},
    "jam": {"printer_jammed"},
    "cover_open": {"cover_open"},
    "ink_out": {"ink_out"},
    "paused": {"queue_stopped"},
    "offline": {"not_connected"},
}


@pytest.fixture(params=STANDS, ids=lambda stand: stand.__name__)
def stand(request, tmp_path, monkeypatch):
    monkeypatch.setattr(document_queue, "SLOW_SECONDS", 0.2)
    before, opened = Leftovers(), []

    def open_stand(**options):
        opened.append(request.param(DocumentQueue(**options), tmp_path))
        return opened[-1]

    yield open_stand
    for one in opened:
        one.close()
    assert before.none()


def printed(one, job_id: str) -> int:
    return sum(job.name.endswith(f" {job_id}") or job.name == job_id for job in one.queue.printed)


@pytest.mark.parametrize("when", ["before", "once it is there"])
@pytest.mark.parametrize("fault", FAULTS)
def test_one_job_through_one_fault(stand, fault, when):
    """It is printed, tried again, mended, tried again, tried again by a program started anew; then the next job."""
    one = stand(script=f"1jobs:{fault}") if when != "before" else stand(fault=fault)
    began = time.monotonic()
    first = one.printer.print(PDF, "17")
    assert time.monotonic() - began < DEADLINE_SECONDS
    if first.outcome is Outcome.CONFIRMED:
        assert printed(one, "17") == 1
    if first.outcome is Outcome.FAILED:
        assert first.trouble and first.trouble.remedy and not printed(one, "17")
    if fault in TROUBLES and (when == "before" or first.failed):
        assert first.failed and first.trouble.code in TROUBLES[fault]
    one.queue.set_faults()
    second = one.printer.print(PDF, "17")
    assert first.bytes_sent == 0 or second == first, "the same id moves no paper once bytes went out"
    if first.failed and first.bytes_sent:
        time.sleep(0.25)
        assert not printed(one, "17"), "it must not come out by itself when paper is back"
    if one.remembers:
        one.again()
        one.printer.print(PDF, "17")
    assert printed(one, "17") <= 1
    assert (first.outcome is not Outcome.FAILED) or first.bytes_sent or printed(one, "17") == 1
    following = one.printer.print(PDF, "18")
    assert not following.failed and following.trouble is None
    assert following.outcome is (Outcome.CONFIRMED if one.confirms else Outcome.SENT)
    assert printed(one, "18") == 1


@pytest.mark.parametrize("fault", FAULTS)
def test_health_is_bounded_and_says_what_stands_in_the_way(stand, fault):
    one = stand(fault=fault)
    began = time.monotonic()
    health = one.printer.health()
    assert time.monotonic() - began < DEADLINE_SECONDS
    if fault in STANDING:
        assert {trouble.code for trouble in health.faults} & TROUBLES[fault] and not health.well
    one.queue.set_faults()
    assert not one.printer.health().faults


def test_a_trouble_that_passes_in_time_is_no_failure(stand, monkeypatch):
    one = stand(script="1jobs:tray_empty;0.1s:ok")
    receipt = one.printer.print(PDF, "1")
    assert not receipt.failed and printed(one, "1") == 1


def test_copies_duplex_and_paper_arrive(stand):
    one = stand()
    one.printer.print(PDF, "1", copies=3, duplex=True, paper="A5")
    if isinstance(one, Windows):
        assert len(one.queue.printed) == 3
        return
    (job,) = one.queue.printed
    assert job.copies == 3 and job.sides.startswith("two-sided") and job.paper in ("A5", "iso_a5_148x210mm")
    assert job.document == PDF


def test_what_is_no_pdf_is_refused(stand):
    one = stand()
    receipt = one.printer.print(b"GIF89a", "1")
    assert receipt.failed and receipt.trouble.code == "print_refused" and not one.queue.jobs


def test_capabilities(stand):
    can = stand().printer.ask_capabilities()
    assert can.model
    assert can.answers is False or ("A4" in can.papers and can.duplex)
