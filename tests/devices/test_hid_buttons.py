"""Button boxes of other makers on USB: which bits are buttons, a press told once, why one does not open."""

import sys
import threading
import time
from types import SimpleNamespace

import pytest

from devices import Power
from devices.buttons import Light, OnePress
from devices.drivers.hid_buttons import HidButtons
from devices.troubles import NotConnected
from tests.devices.patience import until


class Hid:
    """A device of hidapi: reports put in by the test, those written kept."""

    def __init__(self):
        self.reports, self.written, self.gone, self.closed = [], [], False, False
        self.there = threading.Event()

    def report(self, *report: int) -> None:
        self.reports.append(list(report))
        self.there.set()

    def unplug(self) -> None:
        self.gone = True
        self.there.set()

    def read(self, most: int, wait_ms: int) -> list[int]:
        self.there.wait(wait_ms / 1000)
        if self.gone:
            raise OSError("read error")
        if not self.reports:
            self.there.clear()
            return []
        return self.reports.pop(0)

    def write(self, report: bytes) -> int:
        self.written.append(report)
        return len(report)

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def hid():
    made = []

    def open_box(options: str):
        device, pressed = Hid(), []
        driver = HidButtons(f"hid://1a2b:3c4d?{options}", lambda vendor, product: device)
        driver.watch(pressed.append)
        until(lambda: driver.health().well)
        made.append((driver, device))
        return driver, device, pressed

    yield open_box
    for driver, device in made:
        driver.close()
        assert device.closed


def test_a_box_that_is_a_keyboard(hid):
    _, device, pressed = hid("keys=1e,1f,20,21")
    device.report(0, 0, 0x20)  # down
    device.report(0, 0, 0x20, 0x04)  # held, and a key that is nobody's
    device.report(0, 0)  # up
    device.report(0, 0, 0x1E, 0x21)
    until(lambda: len(pressed) == 3)
    assert [press.button for press in pressed] == [3, 1, 4]


def test_a_box_of_bits_with_lights(hid):
    driver, device, pressed = hid("bits=1.0,1.1,2.7&lights=1.0,1.1,1.2")
    device.report(1, 0b10, 0)
    device.report(1, 0b10, 0x80)
    device.report(1)  # shorter than it should be
    until(lambda: len(pressed) == 2)
    assert [press.button for press in pressed] == [2, 3]
    driver.light(2, Light.ON)
    driver.light(3, Light.BLINK)
    driver.light(0, Light.OFF)
    assert device.written == [b"\0\2", b"\0\6", b"\0\0"]


def test_a_hid_box_that_is_pulled_out(hid):
    driver, device, _ = hid("bits=1.0&lights=1.0")
    device.unplug()
    until(lambda: driver.health().power is Power.OFFLINE)
    with pytest.raises(NotConnected):
        driver.light(1, Light.ON)
    device.gone = False
    until(lambda: driver.health().well)


@pytest.mark.parametrize(
    "uri", ["hid://1a2b:3c4d", "hid://1a2b:3c4d?keys=1e&bits=1.0", "hid://x:y?keys=1e", "hid://1:2?bits=99.9"]
)
def test_options_that_name_no_button(uri):
    with pytest.raises(ValueError):
        HidButtons(uri)


def test_a_key_that_is_held_or_that_trembles_is_one_press(hid):
    _, device, pressed = hid("keys=1e,1f")
    device.report(0x1F, 0x1E, 0x1F)  # a modifier and a reserved byte are no keys
    device.report(0, 0)
    device.report(0, 0, 0x1F)
    for _ in range(3):
        device.report(0, 0, 0x1F)
    time.sleep(OnePress.SECONDS + 0.05)
    device.report(0, 0, 0x1F)  # held
    device.report(0, 0, 0x1F, 0x1E)
    until(lambda: len(pressed) == 2)
    assert [press.button for press in pressed] == [2, 1]


def test_a_light_that_is_not_taken_is_a_trouble(hid):
    driver, device, _ = hid("bits=1.0&lights=1.0")
    device.write = lambda report: -1
    with pytest.raises(NotConnected):
        driver.light(1, Light.ON)

    def broken(report):
        raise OSError("write error")

    device.write = broken
    with pytest.raises(NotConnected):
        driver.light(1, Light.ON)


@pytest.mark.parametrize(
    "there, error, code",
    [([], OSError("open failed"), "not_connected"), ([{}], OSError("open failed"), "not_allowed"),
     ([], ImportError("no module named hid"), "not_installed")],
)  # fmt: skip
def test_why_a_box_does_not_open(monkeypatch, there, error, code):
    class Device:
        def open(self, vendor, product):
            raise error

    library = SimpleNamespace(device=Device, enumerate=lambda vendor, product: there)
    monkeypatch.setitem(sys.modules, "hid", library if code != "not_installed" else None)
    driver = HidButtons("hid://1a2b:3c4d?keys=1e")
    driver.watch(lambda press: None)
    until(lambda: driver.health().faults)
    assert driver.health().faults[0].code == code
    driver.close()


def test_no_such_box_is_plugged_in():
    driver = HidButtons("hid://ffff:fffe?keys=1e,1f,20,21")
    driver.watch(lambda press: None)
    until(lambda: driver.health().power is Power.OFFLINE)
    driver.close()


def test_a_box_that_the_system_does_not_give_us():
    def refuse(vendor, product):
        raise PermissionError("open failed")

    driver = HidButtons("hid://1a2b:3c4d?keys=1e", refuse)
    driver.watch(lambda press: None)
    until(lambda: driver.health().faults)
    assert driver.health().faults[0].code == "not_allowed"
    driver.close()
