"""One device looked after: how soon it is missed, how rarely asked once away, what its faults cost the others."""

import threading

import pytest

from devices import Health, Power, device
from devices.cabinet import Cabinet
from devices.printing import Outcome, Receipt
from devices.troubles import DeviceHangs, NotConnected
from tests.devices.printed import SMALL
from tests.devices.test_cabinet import until


class Stub:
    """A driver whose health is what the test says."""

    def __init__(self):
        self.says: list[Health | Exception] = [Health(Power.ONLINE)]
        self.asked = 0
        self.closed = False
        self.go = threading.Event()

    def health(self):
        self.asked += 1
        said = self.says.pop(0) if len(self.says) > 1 else self.says[0]
        if isinstance(said, Exception):
            raise said
        return said

    def print(self, document, job_id):
        self.go.wait(20)
        return Receipt(job_id, Outcome.CONFIRMED)

    def close(self):
        self.closed = True


AWAY = Health(Power.OFFLINE, (NotConnected("in a test"),))
HERE = Health(Power.ONLINE)


@pytest.fixture
def stub(monkeypatch):
    driver = Stub()
    opened = device.open_driver
    monkeypatch.setattr(device, "open_driver", lambda role, uri: driver if uri == "stub:" else opened(role, uri))
    yield driver
    driver.go.set()


def test_gone_only_after_three_misses(stub, expect_log):
    expect_log("printer: not_connected")
    told = []
    with Cabinet({"printer": "stub:"}, poll_seconds=0.02) as cabinet:
        cabinet.on_health(lambda name, health: told.append(health.power))
        until(lambda: cabinet.health()["printer"].well)
        told.clear()
        stub.says = [AWAY, AWAY, HERE]
        until(lambda: len(stub.says) == 1 and stub.asked > 5)
        assert told == []
        stub.says = [AWAY]
        until(lambda: told == [Power.OFFLINE])


def test_one_that_never_answers_is_not_gone_at_once_either(stub, expect_log):
    """A printer without a way back: UNKNOWN while it is there; a list that forgets it for a moment is not believed."""
    expect_log("printer: not_connected")
    mute = Health(Power.UNKNOWN, checked_at=HERE.checked_at, source="no answer")
    stub.says = [mute, AWAY, mute, AWAY, AWAY, mute, mute]
    told = []
    with Cabinet({"printer": "stub:"}, poll_seconds=0.02) as cabinet:
        cabinet.on_health(lambda name, health: told.append(health.power))
        until(lambda: len(stub.says) == 1)
        assert Power.OFFLINE not in told
        stub.says = [AWAY]
        until(lambda: told[-1:] == [Power.OFFLINE])


def test_what_is_plugged_in_makes_it_asked_often_again(stub, expect_log):
    """A listener looks for its port by itself: the one question at the moment of the plug may come too early."""
    expect_log("printer: not_connected")
    stub.says = [AWAY]
    looked_after = device.Device("printer", "stub:", 0.01, lambda *_: None, lambda *_: None)
    for _ in range(12):
        looked_after.look()
        looked_after._asked.result(2)
        looked_after._due_at = 0.0
    assert looked_after._pause > 1.0
    looked_after.ask_soon()
    looked_after.look()
    assert looked_after._pause == 0.01
    looked_after.close()


def test_somebody_who_asks_hears_of_the_first_miss(stub, expect_log):
    expect_log("printer: not_connected")
    with Cabinet({"printer": "stub:"}) as cabinet:
        until(lambda: cabinet.health()["printer"].well)
        stub.says = [AWAY]
        assert cabinet.check_now().result(2).power is Power.OFFLINE


def test_one_that_is_away_is_asked_ever_more_rarely(stub, expect_log):
    expect_log("printer: not_connected")
    stub.says = [AWAY]
    looked_after = device.Device("printer", "stub:", 0.01, lambda *_: None, lambda *_: None)
    pauses = []
    for _ in range(16):
        looked_after.look()
        looked_after._asked.result(2)
        pauses.append(looked_after._pause)
        looked_after._due_at = 0.0
    assert pauses[1:4] == [0.02, 0.04, 0.08] and pauses[-1] == device.LONGEST_PAUSE_SECONDS
    stub.says = [HERE]
    looked_after.ask_soon()
    looked_after.look()
    looked_after._asked.result(2)
    looked_after._due_at = 0.0
    looked_after.look()
    assert looked_after._pause == 0.01
    looked_after.close()
    assert looked_after.ended(2.0) and stub.closed


def test_a_driver_that_breaks_is_a_trouble_and_not_the_end(stub, expect_log, watch):
    expect_log("bug in the driver of printer")
    expect_log("printer: device_trouble")
    stub.says = [*(ZeroDivisionError("in a test") for _ in range(4)), HERE]
    with Cabinet({"printer": "stub:"}, poll_seconds=0.02) as cabinet:
        until(lambda: cabinet.health()["printer"].well)
    assert sum("bug in the driver" in text for text in watch.seen) == 1, "told at every poll"


def test_a_driver_that_hangs_is_told_and_holds_up_neither_the_others_nor_the_end(stub, expect_log, monkeypatch):
    expect_log("printer: device_hangs")
    expect_log("printer hangs and is left to itself")
    monkeypatch.setattr("devices.cabinet.PRINT_SECONDS", 0.05)
    monkeypatch.setattr("devices.cabinet.CLOSE_SECONDS", 0.7)
    seen = []
    with Cabinet({"printer": "stub:", "reader": "sim://reader"}, poll_seconds=0.05) as cabinet:
        cabinet.on_scan(seen.append)
        until(lambda: cabinet.health()["printer"].well)
        receipt = cabinet.print(SMALL, "1").result(2)
        assert receipt.outcome is Outcome.SENT and isinstance(receipt.trouble, DeviceHangs)
        until(lambda: cabinet.health()["printer"].faults == (DeviceHangs(),))
        assert cabinet.check_now("reader").result(2).well
    assert not stub.closed
    stub.go.set()
    until(lambda: stub.closed)


def test_a_missing_library_is_a_trouble_with_a_remedy(monkeypatch, expect_log):
    expect_log("reader: not_installed")
    monkeypatch.setitem(__import__("sys").modules, "devices.drivers.serial_reader", None)
    with Cabinet({"reader": "serial://COM4"}) as cabinet:
        assert [fault.code for fault in cabinet.check_now("reader").result(2).faults] == ["not_installed"]
