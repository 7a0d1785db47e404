"""One contract for the ESC/POS driver, over every way to a printer and every trouble a printer can have."""

import os
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices import Power
from devices.drivers import escpos_printer
from devices.drivers import escpos_status as status
from devices.drivers.escpos_printer import EscposPrinter
from devices.encoding import ASK_IN_ORDER, encode, model
from devices.printing import Outcome
from devices.simulators.interpreter import Complaint, Interpreter
from devices.simulators.link import SimLink, simulated_printer
from devices.simulators.paper_printer import FAULTS, PaperPrinter
from devices.simulators.server import PaperPrinterServer
from devices.transports import transport
from devices.troubles import CoverOpen, CutterStuck, LinkLost, Misconfigured, NotConnected, PaperOut, PrinterSilent
from tests.devices.printed import SMALL, differing_dots, ticket

MODEL = model("default", 576)


def differs(page, document, driver) -> int:
    return differing_dots(page.picture, encode(document, driver.model, driver.native_number), driver.model)


class PtyPrinter:
    """A simulated printer at the other end of a serial line."""

    def __init__(self):
        self.printer = PaperPrinter()
        self._master, self._slave = os.openpty()
        self.uri = f"serial://{os.ttyname(self._slave)}?baud=115200"
        self._closing = False
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self):
        os.set_blocking(self._master, False)
        while not self._closing:
            try:
                sent = os.read(self._master, 4096)
            except BlockingIOError:
                time.sleep(0.002)
                continue
            if answers := self.printer.take(sent):
                os.write(self._master, answers)

    def close(self):
        self._closing = True
        self._thread.join(2.0)
        os.close(self._master)
        os.close(self._slave)


class InProcess:
    uri = "sim://contract"

    def __init__(self):
        self.printer = simulated_printer("contract")

    def close(self):
        pass


@pytest.fixture(params=["sim", "tcp", "serial"])
def place(request):
    """Somewhere a printer stands: `.printer` to break it, `.uri` to reach it."""
    if request.param == "serial" and os.name != "posix":
        pytest.skip("pseudo terminals")
    stands = {"sim": InProcess, "tcp": PaperPrinterServer, "serial": PtyPrinter}[request.param]()
    yield stands
    stands.close()


@pytest.fixture
def driver(place):
    made = EscposPrinter(place.uri, SimLink(place.uri) if place.uri.startswith("sim:") else transport(place.uri))
    yield made
    made.close()


def test_prints_what_was_designed_and_knows_it(place, driver):
    receipt = driver.print(ticket(), "1")
    assert (receipt.outcome, receipt.trouble) == (Outcome.CONFIRMED, None)
    (page,) = place.printer.pages
    assert differs(page, ticket(), driver) == 0
    assert driver.health().well
    assert not place.printer.complaints


def test_one_job_id_is_one_ticket(place, driver):
    first = driver.print(SMALL, "same")
    assert driver.print(SMALL, "same") is first
    assert driver.print(SMALL, "other").outcome is Outcome.CONFIRMED
    assert len(place.printer.pages) == 2


@pytest.mark.parametrize(
    "fault, trouble", [("paper_out", PaperOut), ("cover_open", CoverOpen), ("cutter_stuck", CutterStuck)]
)
def test_a_fault_known_before_sends_nothing_and_prints_nothing_later(place, driver, fault, trouble):
    place.printer.set_faults(fault)
    receipt = driver.print(SMALL, "1")
    assert (receipt.outcome, receipt.bytes_sent) == (Outcome.FAILED, 0)
    assert isinstance(receipt.trouble, trouble)
    assert [type(found) for found in driver.health().faults] == [trouble]
    place.printer.set_faults()
    assert driver.health().well
    assert place.printer.page_count == 0
    assert driver.print(SMALL, "1").outcome is Outcome.CONFIRMED
    assert len(place.printer.pages) == 1


def test_paper_that_ends_within_a_ticket(place, driver):
    place.printer.paper_mm = 40.0
    receipt = driver.print(ticket(), "1")
    assert receipt.outcome is Outcome.FAILED and isinstance(receipt.trouble, PaperOut)
    place.printer.new_roll()
    time.sleep(0.05)
    assert place.printer.page_count == 0  # the rest of the ticket does not come by itself
    assert driver.print(ticket(), "1").outcome is Outcome.FAILED  # it may have printed: never again under this id
    assert driver.print(ticket("A 016"), "2").outcome is Outcome.CONFIRMED
    torn, whole = place.printer.pages
    assert torn.picture.height < whole.picture.height
    assert differs(whole, ticket("A 016"), driver) == 0


def test_near_end_is_a_warning(place, driver):
    place.printer.set_faults("near_end")
    assert driver.print(SMALL, "1").outcome is Outcome.CONFIRMED
    health = driver.health()
    assert health.well and [warning.code for warning in health.warnings] == ["paper_near_end"]


def test_a_printer_that_never_answered_prints_and_is_not_believed(place, driver):
    place.printer.set_faults("mute")
    assert driver.print(SMALL, "1").outcome is Outcome.SENT
    assert driver.health().power is Power.UNKNOWN
    time.sleep(0.02)
    assert len(place.printer.pages) == 1


def test_a_printer_that_cannot_say_when_it_is_done_is_not_believed(place, driver, monkeypatch):
    monkeypatch.setattr(escpos_printer, "FENCE_SECONDS", 0.1)
    place.printer.set_faults("fenceless")
    assert driver.print(SMALL, "1").outcome is Outcome.SENT
    started = time.monotonic()
    assert driver.print(SMALL, "2").outcome is Outcome.SENT
    assert time.monotonic() - started < 0.3  # asked once, not waited for again
    assert len(place.printer.pages) == 2


def test_a_printer_that_falls_silent_gets_nothing_more(place, driver):
    assert driver.print(SMALL, "1").outcome is Outcome.CONFIRMED
    place.printer.set_faults("silent")
    receipt = driver.print(SMALL, "2")
    assert receipt.outcome is Outcome.FAILED and isinstance(receipt.trouble, PrinterSilent)
    assert receipt.bytes_sent == 0
    place.printer.set_faults()
    assert driver.print(SMALL, "2").outcome is Outcome.CONFIRMED
    assert len(place.printer.pages) == 2


def test_garbage_is_not_an_answer(place, driver):
    place.printer.set_faults("garbage")
    assert driver.print(SMALL, "1").outcome is not Outcome.CONFIRMED


@pytest.mark.parametrize("fault", FAULTS)
def test_health_is_bounded_in_every_fault(place, driver, fault):
    place.printer.set_faults(fault)
    started = time.monotonic()
    driver.health()
    assert time.monotonic() - started < 1.5


@pytest.mark.parametrize("place", ["sim", "tcp"], indirect=True)
def test_refused_then_there(place, driver):
    place.printer.set_faults("refused")
    receipt = driver.print(SMALL, "1")
    assert receipt.outcome is Outcome.FAILED and isinstance(receipt.trouble, NotConnected)
    assert driver.health().power is Power.OFFLINE
    place.printer.set_faults()
    time.sleep(0.15 if place.uri.startswith("tcp") else 0)
    assert driver.print(SMALL, "1").outcome is Outcome.CONFIRMED


@pytest.mark.parametrize("place", ["sim", "tcp"], indirect=True)
def test_dropped_within_a_job(place, driver):
    place.printer.set_faults("dropped")
    receipt = driver.print(ticket(), "1")
    assert receipt.outcome is not Outcome.CONFIRMED
    assert isinstance(receipt.trouble, LinkLost)
    place.printer.set_faults()
    assert driver.print(ticket("A 016"), "2").outcome is Outcome.CONFIRMED
    assert differs(place.printer.pages[-1], ticket("A 016"), driver) == 0


@pytest.mark.parametrize("drop_after", range(0, 12_000, 397))
def test_cut_off_anywhere_is_never_confirmed(drop_after):
    printer = simulated_printer("cut-off")
    printer.drop_after = drop_after
    printer.set_faults("dropped")
    driver = EscposPrinter("sim://cut-off", SimLink("sim://cut-off"))
    receipt = driver.print(ticket(), "1")
    assert receipt.outcome is not Outcome.CONFIRMED or len(printer.pages) == 1
    driver.print(ticket(), "1")
    assert len(printer.pages) <= 1
    driver.close()


def test_a_slow_line_is_slow_and_still_right():
    printer = simulated_printer("slow")
    printer.set_faults("slow")
    driver = EscposPrinter("sim://slow", SimLink("sim://slow"))
    started = time.monotonic()
    receipt = driver.print(SMALL, "1")
    assert receipt.outcome is Outcome.CONFIRMED
    assert time.monotonic() - started >= receipt.bytes_sent * 10 / 9600
    driver.close()


def test_a_printer_is_claimed_by_one():
    first, second = (EscposPrinter("sim://one", SimLink("sim://one")) for _ in range(2))
    assert first.health().well
    assert [fault.code for fault in second.health().faults] == ["in_use"]
    first.close()
    assert second.health().well
    second.close()
    second.close()


def test_a_file_takes_the_bytes_and_proves_nothing(tmp_path):
    file = tmp_path / "ticket.bin"
    driver = EscposPrinter(file.as_uri(), transport(file.as_uri()))
    assert driver.print(ticket(), "1").outcome is Outcome.SENT
    assert driver.health().power is Power.UNKNOWN
    driver.close()
    printer = PaperPrinter()
    printer.take(file.read_bytes())
    assert differs(printer.pages[0], ticket(), driver) == 0


class Unhurried(SimLink):
    """Says that it is done only some questions later, as a printer does that still moves paper."""

    def __init__(self, uri, questions):
        super().__init__(uri)
        self._questions = questions

    def write(self, sent):
        if sent == ASK_IN_ORDER:
            self._owed = self.printer.take(sent)
            return
        super().write(sent)
        if sent[:2] == b"\x10\x04" and hasattr(self, "_owed"):
            self._questions -= 1
            if self._questions == 0:
                self._heard[:0] = self._owed


@pytest.mark.parametrize("questions", range(1, 10))
def test_done_is_heard_between_other_answers(questions, monkeypatch):
    monkeypatch.setattr(escpos_printer, "FENCE_SECONDS", 1.5)
    monkeypatch.setattr(escpos_printer, "LISTEN_SECONDS", 0.01)
    driver = EscposPrinter("sim://unhurried", Unhurried("sim://unhurried", questions))
    assert driver.print(SMALL, "1").outcome is Outcome.CONFIRMED
    driver.close()


class Overhearing(SimLink):
    """A printer that once takes dots of a picture for a question: its answer comes out of turn."""

    overheard = False

    def write(self, sent):
        super().write(sent)
        if sent == b"\x10\x04\x01" and self._job_bytes > 2000 and not self.overheard:
            self.overheard = True
            self._heard[:0] = b"\x1e"  # paper near its end, as answer to the question after the power: offline


def test_an_answer_out_of_turn_breaks_no_job():
    driver = EscposPrinter("sim://overhearing", Overhearing("sim://overhearing"))
    assert driver.print(ticket(), "1").outcome is Outcome.CONFIRMED
    assert driver._link.overheard
    driver.close()


class Babble:
    """A line on which any bytes come back."""

    uri, answers, baud = "babble:", True, None

    def __init__(self, said: list[bytes]):
        self._said = said

    def open(self, timeout=2.0):
        pass

    def write(self, sent):
        pass

    def read(self, most, timeout):
        return self._said.pop(0)[:most] if self._said else b""

    def close(self, discard=False):
        pass


@given(st.lists(st.binary(min_size=1, max_size=16), max_size=40))
def test_any_answer_is_read_or_unknown(said):
    known = status.ask(Babble(said), 0.001)
    assert known.answered or not (known.faults or known.warnings)


@pytest.mark.parametrize("said", [b"\xff\x00\x80", b"\x37\x25\x00", b"HTTP/1.1 400", b"\x93\x53"])
def test_bytes_without_the_fixed_bits_are_no_status(said, monkeypatch):
    monkeypatch.setattr(status, "ASK_SECONDS", 0.01)
    link = Babble([])
    link.write = lambda sent: link._said.append(said)
    assert not status.ask(link, 0.01).answered


@pytest.mark.parametrize("place", ["tcp", "serial"], indirect=True)
def test_no_descriptor_is_left(place):
    if not os.path.isdir("/proc/self/fd"):
        pytest.skip("counted on Linux")
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(10):
        driver = EscposPrinter(place.uri, transport(place.uri))
        driver.health()
        driver.close()
    time.sleep(0.1)
    assert len(os.listdir("/proc/self/fd")) <= before + 1  # the server may still hold the last connection


def test_the_strict_printer_refuses_what_depends_on_the_printer():
    strict = Interpreter(MODEL.paper, False, lambda what: None, lambda: None)
    for foreign in (b"\xc3\xa0", b"\x1bR\x01", b"\x1c.", b"\x1dv0\x00\x49\x00\x01\x00", b"\x1d(L\x02\x000\x02"):
        with pytest.raises(Complaint):
            strict.take(foreign)


@pytest.mark.parametrize(
    "answers, faults, warnings",
    [
        ({}, [], []),
        ({1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12}, [], []),
        ({1: 0x1A, 2: 0x32, 3: 0x12, 4: 0x7E}, ["paper_out"], []),
        ({1: 0x1A, 2: 0x16, 3: 0x12, 4: 0x12}, ["cover_open"], []),
        ({1: 0x1A, 2: 0x52, 3: 0x1A, 4: 0x12}, ["cutter_stuck"], []),
        ({1: 0x1A, 2: 0x52, 3: 0x32, 4: 0x12}, ["printer_failed"], []),
        ({1: 0x12, 2: 0x12, 3: 0x12, 4: 0x1E}, [], ["paper_near_end"]),
        ({1: 0x1A}, ["printer_failed"], []),
    ],
)
def test_status_bytes(answers, faults, warnings):
    known = status.read_status(answers)
    assert known.answered == bool(answers)
    assert [fault.code for fault in known.faults] == faults
    assert [warning.code for warning in known.warnings] == warnings


@pytest.mark.parametrize(
    "options, letters, native",
    [
        ("", "drawn", False),
        ("baud=115200", "coarse", False),
        ("baud=19200", "coarse", False),
        ("baud=9600", "coarse", True),
        ("baud=19200&profile=TM-T20II", "coarse", False),
        ("baud=9600&profile=TM-T88V", "own", True),
        ("letters=own", "own", False),
        ("baud=9600&letters=drawn&number=drawn", "drawn", False),
    ],
)
def test_how_a_paper_looks_is_what_the_line_can_carry(options, letters, native):
    uri = f"sim://look?{options}"
    driver = EscposPrinter(uri, SimLink(uri))
    assert (driver.capabilities.letters, driver.native_number) == (letters, native)
    assert driver.preview(SMALL).size[0] == driver.capabilities.width_dots
    driver.close()


def test_a_look_that_does_not_exist_is_told():
    with pytest.raises(Misconfigured, match="letters=auto"):
        EscposPrinter("sim://look?letters=gothic", SimLink("sim://look?letters=gothic"))
