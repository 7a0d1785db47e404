"""A driver's own thread that dies of a bug is told by its health and opened anew by the cabinet, in every driver."""

import os
import re
import threading
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from devices import Power, device
from devices.cabinet import Cabinet
from devices.drivers import evdev_reader, hid_buttons
from devices.listening import Listening, where
from devices.troubles import DriverFailed, LinkLost
from tests.devices.patience import until

DEVICES = Path(device.__file__).parent
PERSON = "033085000012|Nguyễn Thử Nghiệm"


@dataclass(frozen=True)
class Victim:
    """A driver whose thread uses `planted` all the time."""

    module: str
    role: str
    uri: str
    planted: str


def quiet_box(vendor: int, product: int) -> Any:
    """A HID box whose buttons nobody presses."""
    return SimpleNamespace(read=lambda most, wait_ms: time.sleep(0.01) or bytes(8), close=lambda: None)


DRIVERS = "devices.drivers"
VICTIMS = {
    "serial reader": Victim(
        "drivers/serial_reader.py", "reader", "sim://reader", f"{DRIVERS}.serial_reader.Framing.end"
    ),
    "evdev reader": Victim("drivers/evdev_reader.py", "reader", "evdev://", f"{DRIVERS}.evdev_reader.KeyCodes.end"),
    "button box": Victim("drivers/serial_buttons.py", "buttons", "sim://buttons", f"{DRIVERS}.serial_buttons.HELLO"),
    "HID box": Victim("drivers/hid_buttons.py", "buttons", "hid://1:2?keys=1e", f"{DRIVERS}.hid_buttons.Report.down"),
    "camera": Victim("picture_thread.py", "camera", "sim://camera", "devices.picture_thread.Frame"),
    "camera reader": Victim(
        "drivers/camera_reader.py", "reader", "camera:sim://camera", f"{DRIVERS}.camera_reader.Watch.see"
    ),
    "camera of a reader": Victim("picture_thread.py", "reader", "camera:sim://camera", "devices.picture_thread.Frame"),
}
NAMES = ("code-reader", "key-reader", "button-box", "camera", "camera-reader")


@pytest.fixture
def cabinet_of(monkeypatch, tmp_path):
    """The cabinet of one victim, polling quickly."""
    if os.name != "posix":
        pytest.skip("named pipes")
    path = tmp_path / "event-kbd"
    os.mkfifo(path)
    keys = os.open(path, os.O_RDWR)
    opened = device.open_driver

    def open_driver(role: str, uri: str) -> Any:
        if uri == "evdev://":
            return evdev_reader.EvdevReader(f"evdev://{path}", grab=lambda taken: None)
        return opened(role, uri)

    monkeypatch.setattr(device, "open_driver", open_driver)
    monkeypatch.setattr(hid_buttons, "open_hid", quiet_box)
    monkeypatch.setattr(hid_buttons.HidButtons.__init__, "__defaults__", (quiet_box,))
    cabinets = []

    def make(victim: Victim) -> Cabinet:
        cabinets.append(Cabinet({victim.role: victim.uri}, poll_seconds=0.05))
        return cabinets[-1]

    yield make
    for cabinet in cabinets:
        cabinet.close()
    os.close(keys)


def stumble(*_: Any, **__: Any) -> None:
    raise ZeroDivisionError(PERSON)


stumble.fullmatch = stumble  # in the place of a pattern


@pytest.mark.parametrize("victim", VICTIMS.values(), ids=VICTIMS)
def test_a_thread_that_dies_is_told_within_three_polls_and_opened_anew(victim, cabinet_of, monkeypatch, expect_log):
    expect_log(
        r"^ERROR devices.listening: bug in the thread [a-z-]+: ZeroDivisionError at test_listening.py:\d+ < [^|]*$"
    )
    expect_log(f"{victim.role}: driver_failed")
    polls: list[float] = []
    check = device.Device._check
    monkeypatch.setattr(device.Device, "_check", lambda self, at_once: polls.append(0.0) or check(self, at_once))
    cabinet = cabinet_of(victim)
    told = []
    cabinet.on_health(lambda name, health: told.append((health.power, health.faults, len(polls))))
    until(lambda: cabinet.health()[victim.role].well)
    before = [thread for thread in threading.enumerate() if thread.name in NAMES]
    with monkeypatch.context() as planted:
        planted.setattr(victim.planted, stumble)
        until(lambda: not all(thread.is_alive() for thread in before))
        died_at = len(polls)
        until(lambda: told and told[-1][0] is Power.OFFLINE)
        assert told[-1][1] == (DriverFailed(),) and told[-1][2] - died_at <= 3
        until(lambda: not any(thread.is_alive() for thread in before))
    until(lambda: cabinet.health()[victim.role].well)


def test_no_thread_of_a_driver_is_outside_of_that():
    """Whoever starts a thread beside it dies unseen; whoever listens is walked above."""
    ours = [path for path in DEVICES.rglob("*.py") if "simulators" not in path.parts]
    begun = {
        path.name
        for path in ours
        if re.search(r"\bThread\(|\bTimer\(|start_new_thread|ThreadPool", path.read_text("utf-8"))
    }
    assert begun == {"cabinet.py", "worker.py", "listening.py", "dialing.py"}  # the last one is waited for
    listening = {
        path.relative_to(DEVICES).as_posix() for path in ours if re.search(r"\bListening\(\"", path.read_text("utf-8"))
    }
    assert listening == {victim.module for victim in VICTIMS.values()}


def test_one_that_fails_again_and_again_rests_ever_longer(monkeypatch, expect_log):
    expect_log("reader: driver_failed")
    opened, clock = [], SimpleNamespace(now=1000.0)
    broken = SimpleNamespace(watch=lambda told: None, health=lambda: None, close=lambda: None)
    listening = Listening("code-reader")
    listening.trouble = DriverFailed()
    broken.health = lambda: listening.health("port")
    monkeypatch.setattr(device, "open_driver", lambda role, uri: opened.append(clock.now) or broken)
    monkeypatch.setattr(device, "time", SimpleNamespace(monotonic=lambda: clock.now))
    reader = device.Device("reader", "stub:", 5.0, lambda *_: None, lambda *_: None)
    for _ in range(2500):
        reader._check(False)
        clock.now += 1.0
    pauses = [later - earlier for earlier, later in pairwise(opened)]
    assert pauses[:7] == [10.0, 20.0, 40.0, 80.0, 160.0, 320.0, 600.0] and set(pauses[7:]) == {600.0}
    reader._check(True)  # somebody waits for it
    assert opened[-1] == clock.now
    assert reader.health.power is Power.OFFLINE and reader.driver is None


def test_a_device_that_went_away_is_listened_to_again_and_ends_when_told():
    sessions, listening = [], Listening("code-reader", 0.01)

    def session() -> None:
        sessions.append(listening.connected)
        if len(sessions) < 3:
            listening.here()
            raise LinkLost("in a test")
        listening.here()
        listening.closing.wait(10)

    assert listening.health("port").power is Power.UNKNOWN and not listening.begun
    listening.begin(session)
    until(lambda: len(sessions) == 3 and listening.health("port").well)
    assert listening.end() and listening.trouble is None


def test_a_session_that_ends_by_itself_is_a_bug(expect_log):
    expect_log("bug in the thread code-reader: RuntimeError at listening.py")
    listening = Listening("code-reader")
    listening.begin(lambda: None)
    until(lambda: listening.trouble == DriverFailed())
    assert listening.end()


def test_where_a_bug_was_is_told_without_its_words():
    try:
        int(PERSON)
    except ValueError as bug:
        assert re.fullmatch(r"ValueError at test_listening.py:\d+", where(bug))
