"""What is plugged in, poll to poll; and what the buses of this machine say when nothing or everything is there."""

import os
import subprocess
import sys
import threading
import types

import pytest

from devices import Power, buses, device
from devices.buses import Found, announced
from devices.cabinet import Cabinet
from devices.discovery import MISSES, Change, Discovery, buses_of
from tests.devices.test_cabinet import until
from tests.devices.test_device import AWAY, HERE, Stub

READER, BOX = Found("serial://COM4?baud=19200", "reader"), Found("hid://1a2b:3c4d", "box", "buttons")


def test_attached_at_once_and_gone_after_three_misses():
    there = {READER}
    discovery = Discovery({"serial": lambda: list(there)})
    assert discovery.poll() == [Change(READER, True)] and discovery.here == [READER]
    there.clear()
    assert [discovery.poll() for _ in range(MISSES - 1)] == [[]] * (MISSES - 1)
    assert discovery.here == [READER]
    assert discovery.poll() == [Change(READER, False)] and discovery.here == []


def test_one_that_flickers_is_never_gone():
    polls = iter([[READER], [], [], [READER], [], [], [READER]])
    discovery = Discovery({"serial": lambda: next(polls)})
    assert [change for _ in range(7) for change in discovery.poll()] == [Change(READER, True)]


def test_a_bus_that_cannot_be_asked_brings_no_news():
    def broken():
        raise OSError("no such bus")

    asks = [lambda: [READER], *[broken] * 5]
    discovery = Discovery({"serial": lambda: asks.pop(0)(), "hid": lambda: [BOX]})
    discovery.poll()
    assert [discovery.poll() for _ in range(5)] == [[]] * 5
    assert discovery.here == [READER, BOX] and discovery.faults == {"serial": "no such bus"}


def test_only_the_buses_that_an_address_names():
    assert list(buses_of(["tcp://10.0.0.9", "serial://COM3", "sim://reader"])) == ["serial"]
    program = (
        "import sys; from devices.cabinet import Cabinet; Cabinet({'printer': 'sim://printer'}, at_once=False); "
        "assert not {'usb', 'serial', 'hid', 'zeroconf'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=20)


def test_what_was_plugged_in_again_is_asked_at_once(monkeypatch, expect_log):
    """A reader away for long is asked once a minute; a new name on its bus ends the waiting."""
    expect_log("reader: not_connected")
    driver, there, told, looks = Stub(), set(), [], []
    driver.watch = lambda on_scan: None
    driver.says = [AWAY]
    monkeypatch.setattr(device, "open_driver", lambda role, uri: driver)
    monkeypatch.setattr("devices.cabinet.buses_of", lambda uris: {"serial": lambda: looks.append(1) or list(there)})
    monkeypatch.setattr("devices.discovery.LOOK_SECONDS", 0.05)
    with Cabinet({"reader": "serial://COM4"}, poll_seconds=0.1) as cabinet:
        cabinet.on_found(told.append)
        until(lambda: looks and cabinet.health()["reader"].power is Power.OFFLINE)
        cabinet._devices["reader"]._due_at = float("inf")
        driver.says = [HERE]
        there.add(READER)
        until(lambda: cabinet.health()["reader"].well)
        assert told == [Change(READER, True)] and cabinet.found() == [READER]


# The buses ------------------------------------------------------------------------------------------


def test_every_bus_answers_on_this_machine():
    for name, bus in buses.POLLED.items():
        try:
            found = bus()
        except (OSError, ValueError, ImportError):
            continue
        assert all(one.uri.startswith((name, "winspool", "cups")) for one in found)


def test_usb_printers_by_their_class(monkeypatch):
    def interface(kind):
        return types.SimpleNamespace(bInterfaceClass=kind)

    class Device(list):
        idVendor, idProduct, manufacturer, product = 0x04B8, 0x0E15, "EPSON", "TM-T20II"

    plugged = [Device([[interface(7)]]), Device([[interface(3)]])]
    monkeypatch.setitem(sys.modules, "usb", types.ModuleType("usb"))
    core = types.SimpleNamespace(find=lambda find_all: plugged)
    monkeypatch.setitem(sys.modules, "usb.core", core)
    monkeypatch.setattr(sys.modules["usb"], "core", core, raising=False)
    assert buses.usb_printers() == [Found("usb://04b8:0e15", "EPSON TM-T20II", "printer")]


def test_boxes_that_are_no_keyboards(monkeypatch):
    def one(page, usage, vendor):
        strings = {"manufacturer_string": None, "product_string": "Hộp nút"}
        return {"usage_page": page, "usage": usage, "vendor_id": vendor, "product_id": 1, **strings}

    monkeypatch.setitem(sys.modules, "hid", types.SimpleNamespace(enumerate=lambda: [one(1, 6, 1), one(12, 1, 2)]))
    assert buses.hid_boxes() == [Found("hid://0002:0001", "Hộp nút", "buttons")]


@pytest.mark.parametrize(
    ("kind", "properties", "uri"),
    [
        ("_uscan._tcp.local.", {b"rs": b"eSCL"}, "escl://192.168.1.60:80/eSCL"),
        ("_ipp._tcp.local.", {b"rp": b"ipp/print"}, "ipp://192.168.1.60:80/ipp/print"),
        ("_pdl-datastream._tcp.local.", {}, "tcp://192.168.1.60:80"),
    ],
)
def test_what_the_network_announces(kind, properties, uri):
    found = announced(kind, f"Máy tầng 1.{kind}", ["fe80::1", "192.168.1.60"], 80, properties)
    assert found.uri == uri and found.called == "Máy tầng 1"
    assert announced(kind, "x", ["fe80::1"], 80, properties) is None


def test_a_port_is_named_by_its_id_where_it_has_one(monkeypatch, tmp_path):
    """The id stays when the cable is put into another socket; ttyUSB0 does not."""
    if os.name != "posix":
        pytest.skip("names by id are Linux's")
    port = tmp_path / "ttyUSB0"
    port.touch()
    by_id = tmp_path / "usb-Honeywell_1900-if00"
    by_id.symlink_to(port)
    plugged = [types.SimpleNamespace(device=str(port), description="Honeywell 1900")]
    plugged.append(types.SimpleNamespace(device=str(tmp_path / "ttyS0"), description=None))
    monkeypatch.setattr("serial.tools.list_ports.comports", lambda: plugged)
    monkeypatch.setattr(buses, "_names", lambda folder: [by_id])
    assert buses.serial_ports() == [
        Found(f"serial://{by_id}?baud=19200", "Honeywell 1900"),
        Found(f"serial://{tmp_path / 'ttyS0'}?baud=19200", ""),
    ]


def test_queues_of_windows(monkeypatch):
    asked = []
    queues = [(0, "", "Ticket printer", ""), (0, "", "Máy in tầng 1", "")]
    win32print = types.SimpleNamespace(EnumPrinters=lambda flags: asked.append(flags) or queues)
    monkeypatch.setitem(sys.modules, "win32print", win32print)
    monkeypatch.setattr(buses, "os", types.SimpleNamespace(name="nt"))
    assert [found.uri for found in buses.printer_queues()] == [
        "winspool://Ticket%20printer",
        "winspool://M%C3%A1y%20in%20t%E1%BA%A7ng%201",
    ]
    assert asked == [6]


@pytest.mark.skipif(os.name != "posix", reason="programs of CUPS and SANE")
def test_what_programs_of_the_system_say(monkeypatch, tmp_path):
    said = {"lpstat": "Canon_LBP\nBrother\n", "scanimage": "airscan:e0:Canon\tCanon MF\nno device\n", "slow": ""}
    for name, words in said.items():
        program = tmp_path / name
        wait = "import time; time.sleep(30)" if name == "slow" else ""
        program.write_text(f"#!{sys.executable}\nprint({words!r}, end='')\n{wait}\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert [found.uri for found in buses.printer_queues()] == ["cups://Canon_LBP", "cups://Brother"]
    assert buses.sane_scanners() == [Found("sane:airscan:e0:Canon", "Canon MF", "scanner")]
    with pytest.raises(OSError, match="slow took longer"):
        buses._said("slow", seconds=0.3)
    monkeypatch.setenv("PATH", "")
    assert buses.printer_queues() == []


def test_a_bus_that_hangs_holds_up_nobody(monkeypatch, expect_log):
    expect_log("a bus hangs and is left to itself")
    go, asked = threading.Event(), threading.Event()
    monkeypatch.setattr("devices.cabinet.buses_of", lambda uris: {"serial": lambda: (asked.set(), go.wait(20), [])[2]})
    monkeypatch.setattr("devices.cabinet.CLOSE_SECONDS", 0.5)
    with Cabinet({"reader": "sim://reader"}, poll_seconds=0.05) as cabinet:
        assert asked.wait(2)
        assert cabinet.check_now("reader").result(2) and cabinet.found() == []
    go.set()
