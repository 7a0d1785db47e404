"""One contract for everything of few words: readers, button boxes, signs; every driver against every fault.

Each call comes back, nothing that is wrong is told as well, and nothing is left behind: no thread, no descriptor.
"""

import os
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from center.signs import SignView
from devices import Health, Power
from devices.buttons import Light
from devices.capabilities import capabilities_of, words_of
from devices.opening import open_driver
from devices.simulated import simulated
from devices.simulators.buttons import SimBox
from devices.simulators.reader import SimReader
from devices.simulators.sign import SimSigns
from devices.troubles import DeviceTrouble
from tests.devices.patience import until

SIMULATED = {"reader": SimReader, "buttons": SimBox, "sign": SimSigns}
FAULTS = [(role, fault) for role, kind in SIMULATED.items() for fault in ("", *kind.FAULTS)]
# Addresses of real drivers with nothing behind them: a port, a keyboard, a USB device that are not there.
ABSENT = [
    ("reader", "serial:///dev/no-such-port"), ("reader", "tcp://127.0.0.1:9"), ("reader", "evdev:///dev/input/none"),
    ("reader", "keyboard:"), ("buttons", "serial:///dev/no-such-port"), ("buttons", "tcp://127.0.0.1:9"),
    ("buttons", "hid://ffff:fffe?keys=1e,1f"), ("sign", "serial:///dev/no-such-port"), ("sign", "tcp://127.0.0.1:9"),
    ("sign", "serial:///dev/no-such-port?profile=alpha"), ("sign", "serial:///dev/no-such-port?profile=plain"),
]  # fmt: skip
FATAL = {"unplugged", "silent", "mute", "newer"}  # with these a device that answers cannot be well
DEADLINE_SECONDS = 10.0


def descriptors() -> int:
    return len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0


@pytest.fixture
def asked():
    """`asked(work)`: what `work()` answers, or the DeviceTrouble it raised; it fails the test where it hangs."""
    with ThreadPoolExecutor(1, "asker") as asker:

        def ask(work):
            trouble = (future := asker.submit(work)).exception(DEADLINE_SECONDS)
            if trouble is not None and not isinstance(trouble, DeviceTrouble):
                raise trouble
            return trouble or future.result()

        yield ask


def use(role: str, driver, asked) -> None:
    """Everything that a program ever asks of such a device, in turn."""
    if role != "sign":
        driver.watch(lambda heard: None)
    assert isinstance(asked(driver.health), Health)
    if role == "buttons":
        asked(lambda: driver.light(1, Light.ON))
    if role == "sign":
        asked(lambda: driver.show(SignView(1, "A015", calling=True)))


def exercise(role: str) -> None:
    """What people do to it meanwhile."""
    device = simulated(role)
    if role == "reader":
        device.show("033085000012|Nguyễn")
    elif role == "buttons":
        device.press(1)


@pytest.mark.parametrize("role, fault", FAULTS)
def test_every_fault(role, fault, asked):
    threads, open_before = set(threading.enumerate()), descriptors()
    driver = open_driver(role, f"sim://{role}" + (f"?fault={fault}" if fault else ""))
    use(role, driver, asked)
    exercise(role)
    health = asked(driver.health)
    if fault in FATAL:
        assert health.faults and health.power is Power.OFFLINE and health.faults[0].remedy
    asked(driver.close)
    asked(driver.close)  # twice is once
    asker = {thread for thread in threading.enumerate() if thread.name.startswith("asker")}
    assert set(threading.enumerate()) - threads - asker == set()
    assert descriptors() == open_before


@pytest.mark.parametrize(
    "role, uri, told",
    [
        ("reader", "sim://reader", "vietnamese=yes exclusive=yes"),
        ("reader", "evdev:///dev/input/none", "vietnamese=no exclusive=yes"),
        ("reader", "keyboard:", "vietnamese=no exclusive=no"),
        ("reader", "camera:sim://desk", "vietnamese=yes exclusive=yes"),
        ("reader", "nobody", "vietnamese=no exclusive=no"),
        ("buttons", "hid://ffff:fffe?keys=1e,1f", "buttons=2 lights=no"),
        ("sign", "sim://sign", "profile=mcs answers=yes blinks=yes"),
        ("sign", "sim://sign?profile=plain", "profile=plain answers=no blinks=no"),
    ],
)
def test_what_it_can_do_is_what_it_says(role, uri, told):
    driver = open_driver(role, uri)
    assert words_of(capabilities_of(driver)) == told
    driver.close()


def test_a_box_says_how_many_buttons_it_has():
    driver = open_driver("buttons", "sim://buttons")
    driver.watch(lambda press: None)
    until(lambda: driver.health().well)
    assert words_of(capabilities_of(driver)) == "buttons=4 lights=yes"
    driver.close()


@pytest.mark.parametrize("role", SIMULATED)
def test_pulled_out_in_the_midst_and_back(role, asked):
    driver = open_driver(role, f"sim://{role}")
    use(role, driver, asked)
    until(lambda: driver.health().well)
    simulated(role).unplug()
    use_again = [lambda: driver.light(1, Light.ON)] if role == "buttons" else []
    until(lambda: driver.health().power is Power.OFFLINE)
    for work in use_again:
        assert isinstance(asked(work), DeviceTrouble)
    simulated(role).plug_in()
    until(lambda: driver.health().well, 6)
    asked(driver.close)


@pytest.mark.parametrize("role", SIMULATED)
def test_a_second_program_is_told_that_it_is_in_use(role, asked):
    first, second = (open_driver(role, f"sim://{role}") for _ in range(2))
    use(role, first, asked)
    until(lambda: first.health().well)
    if role != "sign":
        second.watch(lambda heard: None)
    until(lambda: [fault.code for fault in second.health().faults] == ["in_use"])
    for driver in (first, second):
        asked(driver.close)


@pytest.mark.parametrize("role, uri", ABSENT, ids=[uri for _, uri in ABSENT])
def test_what_is_not_there(role, uri, asked):
    if uri.startswith("hid:"):
        import hid

        hid.enumerate()  # libusb opens what it needs once in a program
    open_before = descriptors()
    driver = open_driver(role, uri)
    use(role, driver, asked)
    if uri != "keyboard:":
        until(lambda: driver.health().power is Power.OFFLINE)
        assert driver.health().faults[0].remedy
    asked(driver.close)
    assert descriptors() == open_before
