"""Forms on paper sizes A4 and A5 through a real CUPS, and to CUPS's own printer program ippeveprinter."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from devices.drivers.queue_printer_ipp import IppQueuePrinter, Patience
from devices.printing import Outcome
from devices.scanning import Paper
from devices.simulators.document_queue import DocumentQueue
from devices.simulators.ipp_server import IppServer
from devices.simulators.sheets import draw_sheet
from tests.devices.patience import until
from tests.devices.private_cups import PrivateCups

PATIENCE = Patience(ask=5, send=10, job=30, trouble=1.5, lost=5, cancel=10, pause=0.05)


@pytest.fixture(scope="module")
def forms(tmp_path_factory) -> Path:
    """A4.pdf and A5.pdf."""
    folder = tmp_path_factory.mktemp("forms")
    for paper in (Paper.A4, Paper.A5):
        draw_sheet("form", 1, paper, 75).save(folder / f"{paper}.pdf", "PDF", resolution=75)
    return folder


@pytest.fixture
def cups():
    with PrivateCups() as running:
        yield running


def test_the_forms_are_of_their_sizes(forms):
    import pypdfium2

    for name, size in (("A4", (595, 842)), ("A5", (419, 595))):
        with pypdfium2.PdfDocument(forms / f"{name}.pdf") as pdf:
            assert all(abs(found - meant) < 2 for found, meant in zip(pdf[0].get_size(), size, strict=True))


def test_through_a_real_cups_to_the_end_of_each_job(cups, forms):
    """Its scheduler and its ipp backend are real; the printer behind is our simulator, which can be broken."""
    a4, a5 = ((forms / f"{paper}.pdf").read_bytes() for paper in ("A4", "A5"))
    with IppServer(queue=DocumentQueue()) as server:
        printer = IppQueuePrinter(cups.add("giayto", server.uri), PATIENCE)
        assert printer.health().well
        for job_id, pdf, paper in (("1", a4, "A4"), ("2", a5, "A5")):
            assert printer.print(pdf, job_id, paper=paper).outcome is Outcome.CONFIRMED
        assert [job.document for job in server.queue.printed] == [a4, a5]

        server.queue.set_faults("tray_empty")
        empty = printer.print(a4, "3")
        assert empty.failed and empty.trouble.code == "tray_empty"
        server.queue.set_faults()
        assert len(server.queue.printed) == 2, "what was told as failed does not come out with the next paper"

        server.queue.set_faults("aborted")
        assert printer.print(a4, "4").failed, "though CUPS itself calls such a job completed"
        server.queue.set_faults("jam")
        stopped = printer.print(a4, "5")
        assert stopped.failed and stopped.trouble.code == "printer_jammed"
        server.queue.set_faults()
        assert printer.print(a5, "6").outcome is Outcome.CONFIRMED
        assert IppQueuePrinter(f"cups://giayto?server=127.0.0.1:{cups.port}", PATIENCE).print(a5, "6").outcome is (
            Outcome.CONFIRMED
        ), "a program started anew finds its job"
        assert len(server.queue.printed) == 3


def test_a_printer_that_goes_behind_a_real_cups_once_it_has_the_form(cups, forms):
    """CUPS never hears that it arrived, and sends it again; by then the printer is back."""
    a4 = (forms / "A4.pdf").read_bytes()
    with IppServer(queue=DocumentQueue(job_seconds=1.0)) as server:
        printer = IppQueuePrinter(cups.add("giayto", server.uri), PATIENCE)
        server.queue.set_faults("dropped")
        began = time.monotonic()
        first = printer.print(a4, "1")
        assert time.monotonic() - began < PATIENCE.job + PATIENCE.trouble + 2 * PATIENCE.cancel
        server.queue.set_faults()
        second = IppQueuePrinter(f"cups://giayto?server=127.0.0.1:{cups.port}", PATIENCE).print(a4, "1")
        printed = len(server.queue.printed)
        assert printed <= 1 and (not first.failed or not printed), (first, second)
        assert first.outcome is not Outcome.CONFIRMED or printed == 1
        assert printer.print(a4, "2").outcome is Outcome.CONFIRMED, "and the next form comes out"


def test_a_queue_that_somebody_stopped_or_cancels(cups, forms):
    a4 = (forms / "A4.pdf").read_bytes()
    with IppServer(queue=DocumentQueue(job_seconds=30)) as server:
        uri = cups.add("giayto", server.uri)
        printer = IppQueuePrinter(uri, PATIENCE)
        server.queue.set_faults("cancelled")
        assert printer.print(a4, "1").failed
        subprocess.run(
            ["cupsdisable", "-h", f"127.0.0.1:{cups.port}", "giayto"],
            check=True, timeout=20, env={**os.environ, "PATH": os.environ["PATH"] + ":/usr/sbin"},
        )  # fmt: skip
        until(lambda: printer.health().faults, 5)
        receipt = printer.print(a4, "2")
        assert receipt.failed and receipt.trouble.code == "queue_stopped" and not receipt.bytes_sent
    assert IppQueuePrinter(uri.replace("giayto", "khac"), PATIENCE).print(a4, "3").trouble.code == "not_connected"


def network_of_our_own() -> list[str] | None:
    """The command that begins one, None where this machine forbids it."""
    for command in (["unshare", "--net"], ["unshare", "--map-root-user", "--net"]):
        try:
            if subprocess.run([*command, "true"], capture_output=True, timeout=10).returncode == 0:
                return command
        except OSError:
            pass
    return None


def test_to_the_real_ippeveprinter(forms, tmp_path):
    """In a network of its own, since that program listens everywhere and announces itself (real_printer.py)."""
    command = network_of_our_own()
    if command is None:
        pytest.skip("this machine forbids network namespaces (unshare --net): ippeveprinter was not tried")
    for form in forms.iterdir():
        (tmp_path / form.name).write_bytes(form.read_bytes())
    done = subprocess.run(
        [*command, sys.executable, "-m", "tests.devices.real_printer", str(tmp_path)],
        capture_output=True, text=True, timeout=100, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    said = {line["job"]: (line["outcome"], line["code"]) for line in map(json.loads, done.stdout.splitlines())}
    assert said == {
        "direct": ("confirmed", ""),
        "queue": ("confirmed", ""),
        "queue again": ("confirmed", ""),
        "size it has not": ("failed", "print_refused"),
        "empty": ("sent", "tray_empty"),  # this printer lets no job be cancelled that waits for paper
        "queue empty": ("failed", "tray_empty"),
    }, done.stderr[-3000:]
    printed = [path.read_bytes() for path in sorted((tmp_path / "kept").glob("*.pdf"))]
    assert printed[:3] == [(forms / "A4.pdf").read_bytes()] * 3
