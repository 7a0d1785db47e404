"""The cabinet: what the config names, each device in its own thread, health told when it changes."""

import subprocess
import sys
import time
from concurrent.futures import wait
from pathlib import Path

import pytest

from center.signs import SignView
from devices import Power
from devices.buttons import Light
from devices.cabinet import Cabinet
from devices.check_kinds import blank_pdf
from devices.checking import leftovers
from devices.opening import open_driver
from devices.printing import Outcome
from devices.scanning import ScanWish, Source
from devices.simulated import serve_paper_printer, simulated
from devices.troubles import NoDocumentPrinter, NoPrinter, NoScanner, NoSound, NotConnected, ScanCancelled, TooLate
from tests.devices.printed import SMALL


def until(true, seconds=2.0):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_prints_in_its_own_thread_and_tells_of_health(expect_log):
    expect_log("printer: paper_out")
    told = []
    with Cabinet({"printer": "sim://printer"}, poll_seconds=0.05) as cabinet:
        cabinet.on_health(lambda role, health: told.append((role, [fault.code for fault in health.faults])))
        assert cabinet.print(SMALL, "1").result(2).outcome is Outcome.CONFIRMED
        until(lambda: cabinet.health()["printer"].well)
        simulated("printer").set_faults("paper_out")
        until(lambda: ("printer", ["paper_out"]) in told)
        assert cabinet.print(SMALL, "2").result(2).failed
        simulated("printer").new_roll()
        until(lambda: told[-1] == ("printer", []))
        assert len(simulated("printer").pages) == 1


def test_paper_changed_is_asked_at_once(expect_log):
    expect_log("printer: paper_out")
    with Cabinet({"printer": {"uri": "sim://printer?fault=paper_out", "width_dots": 384}}) as cabinet:
        assert cabinet.check_now("printer").result(2).faults
        simulated("printer").new_roll()
        assert cabinet.check_now("printer").result(2).well
        assert simulated("printer").paper.width_dots == 384


def test_without_a_printer_a_person_is_asked():
    with Cabinet({}) as cabinet:
        receipt = cabinet.print(SMALL, "1").result(0)
        assert receipt.outcome is Outcome.FAILED and isinstance(receipt.trouble, NoPrinter)
        assert cabinet.health() == {}
        with pytest.raises(NoSound):
            cabinet.say([]).result()


def test_what_waited_too_long_is_dropped():
    with Cabinet({"printer": "sim://printer?fault=slow"}, job_deadline_seconds=0.2) as cabinet:
        until(lambda: cabinet.health()["printer"].well)
        jobs = [cabinet.print(SMALL, str(n)) for n in range(3)]
        wait(jobs, 5)
    outcomes = [job.result().outcome for job in jobs]
    assert outcomes[0] is Outcome.CONFIRMED
    assert isinstance(jobs[-1].result().trouble, TooLate)
    assert len(simulated("printer").pages) == outcomes.count(Outcome.CONFIRMED)


@pytest.mark.parametrize(
    "uri", ["foo://x", "sim://a?fault=ghosts", "tcp://host:port", "usb://nothing", "nonsense", "tcp://[fe80::1:9100"]
)
def test_a_wrong_address_is_a_sentence_and_no_crash(uri, expect_log):
    expect_log("printer: misconfigured")
    with Cabinet({"printer": uri}) as cabinet:
        health = cabinet.check_now("printer").result(2)
        assert health.power is Power.OFFLINE and [fault.code for fault in health.faults] == ["misconfigured"]
        assert cabinet.print(SMALL, "1").result(2).failed


def test_a_callback_may_come_late_or_break_but_the_device_goes_on(expect_log):
    expect_log("^ERROR devices.cabinet: bug in who listens to a device: RuntimeError at [^ ]+ < cabinet.py:[0-9]+$")
    expect_log("printer: cover_open")

    def breaks(role, health):
        raise RuntimeError("a bug of a screen")

    with Cabinet({"printer": "sim://printer"}) as cabinet:
        cabinet.check_now().result(2)
        cabinet.on_health(breaks)
        simulated("printer").set_faults("cover_open")
        assert [fault.code for fault in cabinet.check_now().result(2).faults] == ["cover_open"]
        simulated("printer").set_faults()
        assert cabinet.print(SMALL, "1").result(2).outcome is Outcome.CONFIRMED


def test_reader_and_speaker():
    seen = []
    with Cabinet({"reader": "sim://reader", "speaker": "sim://speaker"}) as cabinet:
        cabinet.on_scan(seen.append)
        cabinet.check_now("reader").result(2)
        simulated("reader").show("Nguyễn Thử Nghiệm")
        simulated("reader").show(b"\xff\xfe")
        cabinet.say([Path("chime.wav"), Path("a.wav")], 0.5).result(5)
        assert simulated("speaker").said == [("chime", "a")]
        until(lambda: len(seen) == 2)
    assert [scan.text for scan in seen] == ["Nguyễn Thử Nghiệm", None]
    assert seen[1].raw == b"\xff\xfe"


def test_hush_breaks_off():
    with Cabinet({"speaker": "sim://speaker?seconds=30"}) as cabinet:
        speaking = cabinet.say([Path("long.wav")])
        until(lambda: simulated("speaker").said)
        started = time.monotonic()
        cabinet.hush()
        speaking.result(2)
        assert time.monotonic() - started < 0.2


def test_a_served_printer_tells_of_each_page():
    pages = []
    with serve_paper_printer(on_page=pages.append, width_dots=384) as server:
        with Cabinet({"printer": {"uri": server.uri, "width_dots": 384}}) as cabinet:
            assert cabinet.print(SMALL, "1").result(2).outcome is Outcome.CONFIRMED
    assert pages[0].picture.width == 384


def test_heavy_parts_are_loaded_only_where_needed():
    program = "import sys, devices.cabinet; assert not {'escpos', 'serial', 'usb', 'PIL', 'numpy'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", program], check=True, timeout=20)


def test_a_driver_for_every_kind_named_in_the_manual():
    for role, uri in (
        ("printer", "nobody:"), ("printer", "winspool://Ticket%20printer"), ("printer", "usb://04b8:0e15"),
        ("reader", "serial://COM4?baud=9600"), ("speaker", "system:"), ("speaker", "silent:"),
    ):  # fmt: skip
        open_driver(role, uri).close()


def test_a_printer_that_came_back_is_well_at_once_after_it_printed(expect_log):
    expect_log("printer: not_connected")
    with Cabinet({"printer": "sim://printer?fault=refused"}, poll_seconds=0.1) as cabinet:
        until(lambda: cabinet.health()["printer"].power is Power.OFFLINE)
        time.sleep(0.2)  # by now it is asked ever more rarely
        simulated("printer").set_faults()
        assert cabinet.print(SMALL, "1").result(2).outcome is Outcome.CONFIRMED
        until(lambda: cabinet.health()["printer"].well, 0.3)


# The other kinds -----------------------------------------------------------------------------------


def test_pages_arrive_one_by_one_and_a_scan_may_be_cancelled():
    pages = []

    def kept(page):
        pages.append(page)
        if len(pages) == 2:
            cabinet.cancel_scan()

    with Cabinet({"scanner": "sim://scanner?feed=5&page_seconds=0.02"}) as cabinet:
        assert cabinet.scan(ScanWish(dpi=75), pages.append).result(5) == 1
        pages.clear()
        with pytest.raises(ScanCancelled):
            cabinet.scan(ScanWish(Source.FEEDER, dpi=75), kept).result(5)
    assert [page.number for page in pages] == [1, 2]


def test_a_form_a_sign_a_light_and_a_still():
    devices = {role: f"sim://{role}" for role in ("documents", "sign", "buttons", "camera")}
    with Cabinet(devices) as cabinet:
        assert cabinet.print_form(blank_pdf(), "form-1").result(5).outcome is Outcome.CONFIRMED
        cabinet.show(SignView(1, "A015", calling=True)).result(5)
        cabinet.light(2, Light.ON).result(5)
        assert cabinet.still().result(10).startswith(b"\xff\xd8")
        assert simulated("sign").shown == {1: "A015 1 blinking"} and simulated("buttons").lights[2] == "on"


def test_what_is_not_there_asks_a_person_or_is_silent():
    with Cabinet({"sign.one": "sim://one"}) as cabinet:
        assert isinstance(cabinet.print_form(b"%PDF", "1").result(0).trouble, NoDocumentPrinter)
        cabinet.show(SignView(1, "A015")).result(0)
        cabinet.light(1, Light.ON).result(0)
        with pytest.raises(NoScanner):
            cabinet.scan(ScanWish(), lambda page: None).result(0)
        with pytest.raises(NotConnected):
            cabinet.still().result(0)
        cabinet.show(SignView(3, "A016"), "sign.one").result(5)
        assert simulated("sign", "one").shown == {3: "A016 3"}


def test_presses_are_told():
    pressed = []
    with Cabinet({"buttons": "sim://buttons"}) as cabinet:
        cabinet.on_press(pressed.append)
        until(lambda: cabinet.health()["buttons"].well)
        simulated("buttons").press(3)
        until(lambda: pressed)
    assert [press.button for press in pressed] == [3]


def test_close_leaves_no_thread_and_no_descriptor():
    uris = {
        role: f"sim://{role}" for role in ("printer", "documents", "scanner", "camera", "reader", "buttons", "sign")
    }
    with Cabinet(uris):
        pass  # what is loaded at the first use stays
    before = leftovers()
    for _ in range(3):
        with Cabinet(uris, poll_seconds=0.05) as cabinet:
            until(lambda cabinet=cabinet: cabinet.health()["reader"].well)
    until(lambda: leftovers() <= before)


def test_what_speaks_again_is_not_shown_as_away_until_its_next_turn(expect_log):
    expect_log("reader: (link_lost|not_connected)")
    seen = []
    with Cabinet({"reader": "sim://reader"}, poll_seconds=60.0) as cabinet:
        cabinet.on_scan(seen.append)
        until(lambda: cabinet.check_now("reader").result(2).well)
        simulated("reader").unplug()
        until(lambda: cabinet.check_now("reader").result(2).power is Power.OFFLINE)
        until(lambda: cabinet._devices["reader"]._due_at > time.monotonic() + 30, 5)  # its next turn is far away
        simulated("reader").plug_in()
        until(lambda: simulated("reader").taken, 5)
        simulated("reader").show("A015")
        until(lambda: seen and cabinet.health()["reader"].well)
