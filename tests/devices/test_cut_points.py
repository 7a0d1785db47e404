"""The line breaks at every request of a scan and of a print job, and every answer at every byte."""

import pytest

from devices.drivers.escl_scanner import EsclScanner
from devices.drivers.escl_words import parse_capabilities, parse_status
from devices.drivers.queue_printer_ipp import IppQueuePrinter
from devices.drivers.scanned_picture import measure
from devices.ipp_words import parse_ipp
from devices.printing import Outcome
from devices.simulators import escl_server
from devices.simulators.escl_server import EsclServer
from devices.simulators.feeder import Feeder, picture_bytes
from devices.simulators.ipp_server import IppServer
from devices.troubles import AnswerUnreadable
from tests.devices.document_stands import IPP, PDF
from tests.devices.hostile import good_answers
from tests.devices.scanner_stands import ESCL, WISH, scan


class Cut(ConnectionError):
    pass


def cutting(call, at: int, done_first: bool):
    """`call`, whose n-th time breaks the line: before anything happened, or after it and before anything was said."""
    count = 0

    def cut(*arguments):
        nonlocal count
        count += 1
        if count == at and not done_first:
            raise Cut
        answer = call(*arguments)
        if count == at:
            raise Cut
        return answer

    return cut


@pytest.mark.parametrize("done_first", [False, True], ids=["lost on the way there", "lost on the way back"])
@pytest.mark.parametrize("at", range(1, 8))
@pytest.mark.parametrize("knows_create", [True, False])
def test_a_print_job_whose_line_breaks_at_each_request(at, done_first, knows_create):
    with IppServer(knows_create=knows_create) as server:
        server._http.handle_error = lambda *_: None
        whole = server.answer
        server.answer = cutting(whole, at, done_first)
        first = IppQueuePrinter(server.uri, IPP).print(PDF, "1")
        server.answer = whole
        printed = len(server.queue.printed)
        if first.outcome is Outcome.CONFIRMED:
            assert printed == 1
        if first.failed:
            assert printed == 0 and first.trouble.remedy
        again = IppQueuePrinter(server.uri, IPP).print(PDF, "1")  # by a program started anew
        if first.failed and first.bytes_sent:
            assert again.failed and not server.queue.printed, "the same id, the same answer"
        else:
            assert again.outcome is Outcome.CONFIRMED and len(server.queue.printed) == 1


@pytest.mark.parametrize("at", range(1, 11))
def test_a_scan_whose_line_breaks_at_each_request(at, monkeypatch):
    with EsclServer(feeder=Feeder("3", refill=False)) as server:
        server._http.handle_error = lambda *_: None
        scanner = EsclScanner(server.uri, ESCL)
        with monkeypatch.context() as patched:
            patched.setattr(escl_server._Asked, "_met_fault", cutting(escl_server._Asked._met_fault, at, True))
            done = scan(scanner)
        assert [page.number for page in done.pages] == list(range(1, len(done.pages) + 1))
        assert (len(done.pages), done.code) == (3, "") or done.code == "link_lost"
        server.feeder.load()
        for job in server.jobs:
            server.end(job, "Aborted", "AbortedBySystem")  # as a scanner does by itself after a while
        assert len(scan(scanner).pages) == 3


@pytest.mark.parametrize("name, read", [
    ("parse_capabilities", parse_capabilities), ("parse_status", parse_status), ("parse_ipp", parse_ipp),
])  # fmt: skip
def test_every_answer_cut_at_every_byte(name, read):
    for answer in good_answers()[name]:
        read(answer)
        for cut in range(len(answer)):
            with pytest.raises(AnswerUnreadable):
                read(answer[:cut])


@pytest.mark.parametrize("media_type", ["image/jpeg", "image/png"])
def test_every_page_cut_anywhere(media_type):
    page = picture_bytes("form", 1, WISH, 30, media_type)
    whole = measure(page)
    ends = 2 if media_type == "image/jpeg" else 8  # of the mark that ends the file
    for cut in (*range(0, len(page) - 400, 97), *range(len(page) - 400, len(page) - ends)):
        with pytest.raises(AnswerUnreadable):
            measure(page[:cut])
    assert measure(page) == whole
