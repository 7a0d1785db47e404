"""Queues of the system: IPP read strictly, what CUPS remembers and forgets, Windows' renderer, a folder of PDFs."""

import sys
import threading
from itertools import islice
from unittest.mock import patch

import pytest

from devices import Power
from devices.drivers.queue_printer_ipp import IppQueuePrinter
from devices.drivers.queue_printer_windows import Patience as WindowsPatience
from devices.drivers.queue_printer_windows import WindowsQueuePrinter
from devices.ipp_states import troubles_of
from devices.ipp_words import IppMessage, Typed, ipp_bytes, parse_ipp
from devices.opening import open_driver
from devices.printing import Outcome
from devices.simulated import serve_document_printer, simulated
from devices.simulators.document_queue import DocumentQueue
from devices.simulators.ipp_server import IppServer
from devices.troubles import AnswerUnreadable, Misconfigured
from tests.devices.document_stands import IPP, PDF, WINDOWS, FalseSpooler
from tests.devices.hostile import COLLECTION, good_answers, mutated

HEAD = b"\x02\x00\x00\x00\x00\x00\x00\x01"


def test_a_collection_in_a_collection():
    read = parse_ipp(COLLECTION)
    assert isinstance(read, IppMessage) and read.well and read.request_id == 7
    said = read.first(4)
    assert said["media-col-default"] == (
        {"media-size": ({"x-dimension": (21000,), "y-dimension": (29700,)},), "media-type": ("stationery",)},
    )
    assert said["copies-supported"] == ((1, 999),) and said["printer-resolution-default"] == ((600, 600, 3),)
    assert said["printer-name"] == ("Mayí",) and said["queue-name"] == (b"",)


def test_what_is_written_is_read():
    sides = (Typed(0x44, "one-sided"), Typed(0x44, "two-sided-long-edge"))
    groups = [
        (1, {"attributes-charset": Typed(0x47, "utf-8")}),
        (2, {"job-name": Typed(0x42, "Đơn số 7"), "sides": sides}),
        (4, {"copies": Typed(0x21, -3), "color-supported": Typed(0x22, True), "printer-state": Typed(0x23, 5)}),
    ]
    read = parse_ipp(ipp_bytes(0x0002, 99, groups) + PDF)
    assert (read.code, read.request_id, read.document) == (2, 99, PDF)
    assert read.first(2) == {"job-name": ("Đơn số 7",), "sides": ("one-sided", "two-sided-long-edge")}
    assert read.first(4) == {"copies": (-3,), "color-supported": (True,), "printer-state": (5,)}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x02\x00\x00\x00\x00\x00\x00",
        b"\x09\x00\x00\x00\x00\x00\x00\x01\x03",
        b"\x02\x00\x00\x00\x00\x00\x00\x01\x21\x00\x01a\x00\x04\x00\x00\x00\x01\x03",
        b"\x02\x00\x00\x00\x00\x00\x00\x01\x01\x21\x00\x00\x00\x04\x00\x00\x00\x01\x03",
        b"\x02\x00\x00\x00\x00\x00\x00\x01\x01\x21\x00\x01a\xff\xff\x00\x00\x00\x01\x03",
        b"\x02\x00\x00\x00\x00\x00\x00\x01\x01\x21\x00\x01a\x00\x03\x00\x00\x01\x03",
        b"\x02\x00\x00\x00\x00\x00\x00\x01\x01\x22\x00\x01a\x00\x01\x07\x03",
        HEAD + b"\x01\x34\x00\x01a\x00\x00" + b"\x4a\x00\x00\x00\x01b\x34\x00\x00\x00\x00" * 40,
        HEAD + b"\x01\x44\x00\x01a\x00\x00" + b"\x44\x00\x00\x00\x00" * 30_000 + b"\x03",
        HEAD + b"\x01" * 3_000_000,
    ],
)
def test_hostile_ipp_is_one_trouble(content):
    with pytest.raises(AnswerUnreadable):
        parse_ipp(content)


def test_broken_answers_raise_nothing_else():
    read = refused = 0
    for answer in islice(mutated(good_answers()["parse_ipp"], 3), 3000):
        try:
            parse_ipp(answer)
            read += 1
        except AnswerUnreadable:
            refused += 1
    assert read > 50 and refused > 500


@pytest.mark.parametrize(
    "reasons, codes",
    [
        (["none"], []),
        (["media-low-warning", "toner-low-report"], []),
        (["media-empty-error", "printer-stopped"], ["tray_empty", "queue_stopped"]),
        (["spool-area-full-error"], ["printer_failed"]),
        (["cups-waiting-for-job-completed"], []),
        (["offline-report"], ["not_connected"]),
        (["door-open", "interlock-open-error"], ["cover_open"]),
    ],
)
def test_reasons(reasons, codes):
    assert [trouble.code for trouble in troubles_of(reasons)] == codes


def test_an_idle_queue_that_remembers_an_empty_tray_is_asked_all_the_same():
    """Seen with CUPS 2.4.2: "media-empty-error" stays until the next job, so refusing that job would be for ever."""
    with IppServer(queue=DocumentQueue(script="1jobs:ok", fault="tray_empty")) as server:
        server.device_uri = "usb://Maker/Model"
        queue = IppQueuePrinter(server.uri, IPP)
        stopped = queue.health()
        assert [trouble.code for trouble in stopped.faults] == ["tray_empty"], "a queue that stopped is another thing"
        server.idle_with_reasons = True
        health = queue.health()
        assert not health.faults and [trouble.code for trouble in health.warnings] == ["tray_empty"]
        assert not queue.print(PDF, "1").failed


def test_completed_is_believed_only_from_the_printer_itself():
    """CUPS 2.4.2 calls a job completed that its printer aborted; over USB nobody can know."""
    with IppServer() as printer, IppServer() as cups:
        cups.device_uri = printer.uri
        queue = IppQueuePrinter(cups.uri, IPP)
        assert queue.print(PDF, "1").outcome is Outcome.SENT, "the printer knows nothing of that job"
        for job_id, fault, outcome in (("2", "", Outcome.CONFIRMED), ("3", "aborted", Outcome.FAILED)):
            printer.queue.set_faults(*filter(None, [fault]))
            behind = printer.queue.add(f"mot-cua {job_id}")
            printer.queue.give(behind, PDF)
            assert queue.print(PDF, job_id).outcome is outcome
        cups.device_uri = "socket://192.168.1.9:9100"
        assert queue.print(PDF, "4").outcome is Outcome.SENT
        cups.device_uri = "ipp://127.0.0.1:1/ipp/print"
        assert queue.print(PDF, "5").outcome is Outcome.SENT
        assert queue.ask_capabilities().answers and len(cups.queue.printed) == 5


def test_what_the_queue_forgot_is_taken_back_from_the_printer():
    """A cancelled queue may leave its copy at the printer, which would print it when paper is back."""
    with IppServer() as printer, IppServer(queue=DocumentQueue(script="1jobs:tray_empty")) as cups:
        cups.device_uri = printer.uri
        printer.queue.set_faults("tray_empty")
        behind = printer.queue.add("mot-cua 1")
        printer.queue.give(behind, PDF)
        receipt = IppQueuePrinter(cups.uri, IPP).print(PDF, "1")
        assert receipt.failed and receipt.trouble.code == "tray_empty"
        printer.queue.set_faults()
        cups.queue.set_faults()
        assert not printer.queue.printed and not cups.queue.printed
    with IppServer(queue=DocumentQueue(script="1jobs:tray_empty")) as cups:
        cups.device_uri = "usb://Maker/Model"
        receipt = IppQueuePrinter(cups.uri, IPP).print(PDF, "2")
        assert receipt.outcome is Outcome.SENT and receipt.trouble.code == "tray_empty", "its memory is out of reach"


def test_two_counters_that_print_at_once_do_not_meet():
    with IppServer(queue=DocumentQueue(job_seconds=0.05)) as server:
        printer, outcomes = IppQueuePrinter(server.uri, IPP), []
        threads = [
            threading.Thread(target=lambda n=n: outcomes.append(printer.print(PDF, str(n % 3)).outcome))
            for n in range(6)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert outcomes == [Outcome.CONFIRMED] * 6 and len(server.queue.printed) == 3


RENDERER = """
import sys
with open({asked!r}, "a", encoding="utf-8") as file:
    file.write("\\n".join(sys.argv[1:]) + "\\n")
{then}
"""


@pytest.mark.parametrize(
    "then, outcome, code",
    [
        ("", Outcome.SENT, ""),
        ("sys.exit(3)", Outcome.FAILED, "print_refused"),
        ("import time; time.sleep(60)", Outcome.SENT, "printer_silent"),
    ],
)
def test_windows_has_its_pages_drawn_by_a_renderer(tmp_path, then, outcome, code):
    asked, program = tmp_path / "asked", tmp_path / "renderer"
    program.write_text(f"#!{sys.executable}" + RENDERER.format(asked=str(asked), then=then), "utf-8")
    program.chmod(0o755)
    patience = WindowsPatience(render=1.0, appear=0.1, pause=0.02)
    with patch.dict(sys.modules, {"win32print": FalseSpooler(DocumentQueue()).module()}):
        printer = WindowsQueuePrinter(f"winspool://May%20in?renderer={program}", patience)
        receipt = printer.print(PDF, "7", copies=2, duplex=True, paper="A5")
        again = printer.print(PDF, "7")
    assert receipt.outcome is outcome and (receipt.trouble.code if receipt.trouble else "") == code
    lines = asked.read_text("utf-8").splitlines()
    assert lines[:5] == ["-print-to", "May in", "-print-settings", "2x,duplexlong,paper=A5,noscale", "-silent"]
    assert lines[5].endswith("mot-cua 7.pdf")
    assert (len(lines) == 6) is (outcome is Outcome.SENT) and (again == receipt or receipt.failed)


@pytest.fixture
def windows():
    """A false spooler that answers as it is told, and a printer that hands it PDF as it is."""
    spooler = FalseSpooler(DocumentQueue(job_seconds=60))
    with patch.dict(sys.modules, {"win32print": spooler.module()}):
        yield spooler, WindowsQueuePrinter("winspool://May%20in?raw=pdf", WINDOWS)
    assert not spooler.handles


@pytest.mark.parametrize("name", ["EnumJobs", "GetPrinter", "OpenPrinter"])
def test_what_windows_was_given_may_print_though_its_spooler_stumbles(windows, monkeypatch, name):
    """A spooler that is started anew goes on with what it had: FAILED would be printed twice."""
    spooler, printer = windows
    plain, given = getattr(spooler, name), []

    def stumble(*arguments):
        if given:
            raise spooler.error(1722, name, "The RPC server is unavailable.")
        return plain(*arguments)

    end = spooler.EndDocPrinter
    monkeypatch.setattr(sys.modules["win32print"], name, stumble)
    monkeypatch.setattr(sys.modules["win32print"], "EndDocPrinter", lambda queue: (end(queue), given.append(1)))
    receipt = printer.print(PDF, "1")
    assert receipt.outcome is Outcome.SENT and receipt.trouble and receipt.bytes_sent
    assert printer.print(PDF, "1") == receipt and len(spooler.queue.jobs) == 1


def test_windows_prints_all_copies_or_says_how_many_are_missing(windows, monkeypatch):
    spooler, printer = windows
    end = spooler.EndDocPrinter
    written = []

    def full_disk(queue):
        if written:
            raise spooler.error(112, "EndDocPrinter", "There is not enough space on the disk.")
        written.append(end(queue))

    monkeypatch.setattr(sys.modules["win32print"], "EndDocPrinter", full_disk)
    receipt = printer.print(PDF, "1", copies=3)
    assert receipt.outcome is Outcome.SENT and "1 of 3" in str(receipt.trouble)


def test_windows_takes_back_every_copy_of_a_form_that_stands_still(windows, monkeypatch):
    spooler, printer = windows
    jobs = spooler.EnumJobs
    out_of_paper = lambda *arguments: [job | {"Status": 0x40} for job in jobs(*arguments)]  # noqa: E731
    monkeypatch.setattr(sys.modules["win32print"], "EnumJobs", out_of_paper)
    receipt = printer.print(PDF, "1", copies=2)
    assert receipt.failed and receipt.trouble.code == "tray_empty"
    assert [job.state for job in spooler.queue.all_jobs()] == ["canceled"] * 2


@pytest.mark.parametrize(
    "status, outcome, code",
    [
        (0x80, Outcome.SENT, ""),  # PRINTED
        (0x1000, Outcome.SENT, ""),  # COMPLETE
        (0x180, Outcome.SENT, ""),  # PRINTED, and DELETED because it is
        (0x100, Outcome.FAILED, "print_refused"),
        (0x4, Outcome.FAILED, "print_refused"),
        (0x10, Outcome.SENT, ""),  # PRINTING for longer than anybody waits
        (0x40, Outcome.SENT, "tray_empty"),  # and it does not let go of the job
    ],
)
def test_what_windows_says_of_a_job(windows, monkeypatch, status, outcome, code):
    spooler, printer = windows
    jobs = spooler.EnumJobs

    def say(*arguments):
        return [
            job | {"Status": status, "pDocument": f"C:\\Temp\\{job['pDocument']}.pdf - x"} for job in jobs(*arguments)
        ]

    monkeypatch.setattr(sys.modules["win32print"], "EnumJobs", say)
    monkeypatch.setattr(sys.modules["win32print"], "SetJob", lambda *_: None)
    receipt = printer.print(PDF, "1")
    assert (receipt.outcome, receipt.trouble.code if receipt.trouble else "") == (outcome, code)


def test_a_printer_of_windows_that_is_switched_off_is_offline(windows):
    spooler, printer = windows
    spooler.queue.set_faults("offline")
    assert printer.health().power is Power.OFFLINE
    assert printer.print(PDF, "1").trouble.code == "not_connected" and not spooler.queue.jobs


def test_windows_without_a_renderer_or_without_windows_is_a_sentence():
    printer = open_driver("documents", "winspool://May%20in")
    assert printer.print(PDF, "1").trouble.code == "not_connected" and printer.health().faults
    with patch.dict(sys.modules, {"win32print": FalseSpooler(DocumentQueue()).module()}):
        assert printer.print(PDF, "1").trouble.code == "misconfigured"


def test_a_folder_of_pdfs(folder):
    printer = open_driver("documents", f"file://{folder}/forms")
    assert printer.health().well
    for _ in range(2):
        assert printer.print(PDF, "../../7 é").outcome is Outcome.SENT
    assert [path.name for path in (folder / "forms").iterdir()] == [".._.._7__.pdf"]
    assert printer.print(b"no", "8").failed
    (folder / "file").write_text("in the way")
    assert open_driver("documents", f"file://{folder}/file").print(PDF, "9").trouble.code == "not_connected"


def test_by_their_addresses():
    assert open_driver("documents", "nobody").print(PDF, "1").trouble.code == "no_document_printer"
    printer = open_driver("documents", "sim://documents?fault=tray_empty")
    assert printer.print(PDF, "1").trouble.code == "tray_empty"
    simulated("documents").queue.set_faults()
    assert printer.print(PDF, "1").outcome is Outcome.CONFIRMED
    with serve_document_printer(script="1jobs:ok") as server:
        assert open_driver("documents", server.uri).print(PDF, "1").outcome is Outcome.CONFIRMED
        gone = server.uri
    assert open_driver("documents", gone).health().faults[0].code == "not_connected"
    for uri in ("cups://", "ipp://", "ipp://host:port/", "cups://a?server=x", "sim://odd?fault=ghost", "winspool://"):
        with pytest.raises(Misconfigured):
            open_driver("documents", uri)
