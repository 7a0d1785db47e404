"""A form through a print queue: found again, forgotten, flapping, foreign; whatever its firmware makes of it."""

import pytest

from devices import ipp_words as ipp
from devices.done_jobs import REMEMBERED_JOBS, DoneJobs
from devices.drivers.ipp_queue import IppQueue, Patience
from devices.drivers.queue_printer_ipp import IppQueuePrinter
from devices.ipp_states import JobState, job_state, printer_troubles
from devices.ipp_words import Typed, parse_ipp
from devices.printing import Outcome, Receipt
from devices.simulators import ipp_server
from devices.simulators.document_queue import DocumentQueue
from devices.simulators.ipp_server import IppServer
from devices.troubles import AnswerUnreadable, NotConnected
from tests.devices.document_stands import IPP, PDF

HEAD = b"\x02\x00\x00\x00\x00\x00\x00\x01"


def refusing(server: IppServer, operation: int, code: int) -> None:
    """The server answers this operation with this status from now on."""
    act = server._act
    server._act = lambda asked: (code, []) if asked.code == operation else act(asked)


def test_a_job_that_still_prints_is_found_and_followed_by_a_program_started_anew():
    with IppServer(queue=DocumentQueue(job_seconds=0.3)) as server:
        server.queue.give(server.queue.add("mot-cua 1"), PDF)
        assert IppQueuePrinter(server.uri, IPP).print(PDF, "1").outcome is Outcome.CONFIRMED
        assert len(server.queue.jobs) == 1


def test_a_job_that_never_got_its_document_is_taken_away_and_begun_anew():
    with IppServer() as server:
        server.queue.add("mot-cua 1")
        assert IppQueuePrinter(server.uri, IPP).print(PDF, "1").outcome is Outcome.CONFIRMED
        assert [job.state for job in server.queue.jobs] == ["canceled", "completed"]


def test_a_printer_that_forgets_at_once_what_is_over_is_no_failure():
    """Small printers keep no history: "not found" then says nothing bad, and a cancelled job is gone for good."""
    with IppServer() as server:
        whole = server.queue.find

        def forgetful(number):
            job = whole(number)
            return None if job and job.state in ("completed", "canceled") else job

        server.queue.find = forgetful
        receipt = IppQueuePrinter(server.uri, IPP).print(PDF, "1")
        assert (receipt.outcome, receipt.trouble) == (Outcome.SENT, None) and len(server.queue.printed) == 1
        server.queue.job_seconds = 60.0
        printer, queue = IppQueuePrinter(server.uri, IPP), IppQueue(server.uri, IPP)
        server.queue.give(server.queue.add("mot-cua 2"), PDF)
        server.queue.set_faults("jam")
        failed = printer.print(PDF, "2")
        assert failed.failed and failed.trouble.code == "printer_jammed"
        refusing(server, ipp.CANCEL_JOB, ipp_server.NOT_POSSIBLE)
        assert queue.cancel(2) is None, "it was over before, and nobody says how"


def test_a_trouble_that_comes_and_goes_is_no_standstill():
    queue = DocumentQueue(script="1jobs:tray_empty;0.2s:ok;0.15s:tray_empty;0.2s:ok", job_seconds=0.4)
    with IppServer(queue=queue) as server:
        patience = Patience(ask=1, send=1, job=5, trouble=0.35, lost=1, cancel=0.5, pause=0.02)
        assert IppQueuePrinter(server.uri, patience).print(PDF, "1").outcome is Outcome.CONFIRMED


def test_a_long_job_is_left_to_the_queue_and_a_lost_queue_is_not_waited_for():
    with IppServer(queue=DocumentQueue(job_seconds=60)) as server:
        patience = Patience(ask=0.5, job=0.3, lost=0.3, pause=0.02)
        receipt = IppQueuePrinter(server.uri, patience).print(PDF, "1")
        assert (receipt.outcome, receipt.trouble) == (Outcome.SENT, None)
    with IppServer(queue=DocumentQueue(script="1jobs:refused", job_seconds=60)) as server:
        patience = Patience(ask=0.5, job=60, lost=0.3, pause=0.02)
        receipt = IppQueuePrinter(server.uri, patience).print(PDF, "1")
        assert receipt.outcome is Outcome.SENT and isinstance(receipt.trouble, NotConnected)


@pytest.mark.parametrize(
    "operation, code, outcome, trouble",
    [
        (ipp.GET_JOBS, ipp_server.UNKNOWN, Outcome.CONFIRMED, ""),  # a printer that keeps no list
        (ipp.GET_JOB, 0x0403, Outcome.SENT, "print_refused"),  # it tells strangers nothing of a job
        (ipp.CREATE_JOB, 0x0506, Outcome.FAILED, "queue_stopped"),
        (ipp.GET_PRINTER, 0x0406, Outcome.FAILED, "not_connected"),
        (ipp.GET_PRINTER, 0x0507, Outcome.FAILED, "printer_silent"),
        (ipp.GET_PRINTER, 0x0503, Outcome.FAILED, "printer_failed"),
    ],
)
def test_what_a_printer_will_not_do(operation, code, outcome, trouble):
    with IppServer() as server:
        refusing(server, operation, code)
        receipt = IppQueuePrinter(server.uri, IPP).print(PDF, "1")
        assert (receipt.outcome, receipt.trouble.code if receipt.trouble else "") == (outcome, trouble)


def test_a_printer_that_takes_no_pdf_and_one_that_ended_with_errors(monkeypatch):
    with IppServer() as server:
        plain = server._printer
        server._printer = lambda: plain() | {"document-format-supported": Typed(ipp.MIME, "image/urf")}
        refused = IppQueuePrinter(server.uri, IPP).print(PDF, "1")
        assert refused.trouble.code == "print_refused" and not server.queue.jobs
        server._printer = plain
        monkeypatch.setitem(ipp_server.OVER_REASONS, "completed", "job-completed-with-errors")
        assert IppQueuePrinter(server.uri, IPP).print(PDF, "2").outcome is Outcome.SENT


def test_what_stood_still_names_why_it_was_cancelled_and_what_the_job_before_met_does_not():
    """CUPS repeats the reasons of the job before for a moment."""
    for standing, code in (("2s", "tray_empty"), ("0.1s", "print_refused")):
        with IppServer(queue=DocumentQueue(script=f"1jobs:tray_empty;{standing}:cancelled")) as server:
            patience = Patience(ask=1, send=1, job=9, trouble=8, lost=1, cancel=0.5, pause=0.02)
            receipt = IppQueuePrinter(server.uri, patience).print(PDF, "1")
            assert receipt.failed and receipt.trouble.code == code


def test_an_answer_to_another_question_is_none_and_no_queue_of_that_name_is_told():
    with IppServer() as server:
        whole = server.answer
        server.answer = lambda asked: whole(ipp.IppMessage(asked.code, asked.request_id + 1, asked.groups))
        with pytest.raises(AnswerUnreadable, match="another question"):
            IppQueue(server.uri, IPP).printer()
    with IppServer() as server:
        server._http.RequestHandlerClass.do_POST, plain = (
            lambda self: self.answer(404),
            server._http.RequestHandlerClass.do_POST,
        )
        try:
            assert IppQueuePrinter(server.uri, IPP).health().faults == (NotConnected(),)
        finally:
            server._http.RequestHandlerClass.do_POST = plain


def test_a_printer_itself_that_is_idle_with_an_empty_tray_is_not_well():
    """Only a queue that names a device behind it merely remembers."""
    with IppServer(queue=DocumentQueue(fault="tray_empty")) as server:
        server.idle_with_reasons = True
        assert [fault.code for fault in IppQueuePrinter(server.uri, IPP).health().faults] == ["tray_empty"]


@pytest.mark.parametrize(
    "said, codes",
    [
        ({}, []),
        ({"printer-state": (5,)}, ["queue_stopped"]),
        ({"printer-state": (5,), "printer-state-reasons": ("media-jam",)}, ["printer_jammed"]),
        ({"printer-is-accepting-jobs": (False,)}, ["queue_stopped"]),
        ({"printer-is-accepting-jobs": (True,), "printer-state": (3,)}, []),
    ],
)
def test_what_keeps_a_queue_from_printing(said, codes):
    assert [trouble.code for trouble in printer_troubles(said)] == codes


def test_states_of_a_job_that_no_standard_knows():
    assert [job_state({"job-state": (said,)}) for said in (9, 2, 10, "9", True)] == [
        JobState.COMPLETED, None, None, None, None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "content, why",
    [
        (b"\x01" * 3_000_000, "bytes of IPP"),
        (b"\x09" + HEAD[1:] + b"\x03", "version"),
        (HEAD + b"\x01" + b"\x44\x00\x01a\x00\x00" * 2 + b"\x03", "twice"),
        (HEAD + b"\x01\x44\x00\x01a\x00\x01\xff\x03", "not ASCII"),
        (HEAD + b"\x01\x37\x00\x01a\x00\x00\x03", "end of no collection"),
        (HEAD + b"\x01\x34\x00\x01a\x00\x00" + b"\x4a\x00\x01x\x00\x01b", "a name of its own"),
        (HEAD + b"\x01\x34\x00\x01a\x00\x00" + b"\x02\x00\x00", "a group inside"),
        (HEAD + b"\x01\x34\x00\x01a\x00\x00" + b"\x21\x00\x00\x00\x04\x00\x00\x00\x01", "a member without a name"),
        (HEAD + b"\x01\x34\x00\x01a\x00\x00" + b"\x4a\x00\x00\x00\x01b\x34\x00\x00\x00\x00" * 10, "without end"),
        (HEAD + b"\x01\x44\x00\x01a\x00\x00" + b"\x44\x00\x00\x00\x00" * 30_000 + b"\x03", "without end"),
    ],
)
def test_each_limit_of_a_message_is_the_one_that_holds(content, why):
    with pytest.raises(AnswerUnreadable, match=why):
        parse_ipp(content)


@pytest.mark.parametrize("code, well", [(0x0000, True), (0x0001, True), (0x0100, False), (0x0400, False)])
def test_which_answers_are_good(code, well):
    assert parse_ipp(b"\x02\x00" + code.to_bytes(2, "big") + b"\x00\x00\x00\x01\x03").well is well


def test_only_so_many_receipts_are_remembered_and_the_oldest_are_forgotten():
    done, printed = DoneJobs(), []

    def once(job_id: str) -> None:
        done.once(job_id, lambda: printed.append(job_id) or Receipt(job_id, Outcome.SENT, None, 1))

    for number in range(REMEMBERED_JOBS + 1):
        once(str(number))
    for again in ("1", str(REMEMBERED_JOBS), "0"):
        once(again)
    assert printed == [*map(str, range(REMEMBERED_JOBS + 1)), "0"]
