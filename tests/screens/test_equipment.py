"""How devices are, in words, and told to the center: unknown is not good, each change once, nothing lost for ever."""

from concurrent.futures import Future
from datetime import UTC, datetime

import pytest

from center import verbs as v
from devices import Health, Power
from devices.troubles import NotConnected, PaperNearEnd, PaperOut
from screen.equipment import GOOD, UNKNOWN, WARNED, WRONG, device_name, device_rows
from screen.reporting import APART_SECONDS, Reports
from sync.local import open_local
from tests.screens.public_screen import sample_setup

WELL = Health(Power.ONLINE)


@pytest.mark.parametrize(
    ("health", "state"),
    [
        (WELL, GOOD),
        (Health(Power.UNKNOWN), UNKNOWN),
        (Health(Power.UNKNOWN, source="nobody"), UNKNOWN),
        (Health(Power.ONLINE, (), (PaperNearEnd(),)), WARNED),
        (Health(Power.OFFLINE, (NotConnected(),)), WRONG),
    ],
)
def test_only_what_says_so_itself_is_good(health, state):
    (row,) = device_rows({"printer": health})
    assert row["state"] == state and row["text"]
    assert (row["icon"] == "check") is (state == GOOD)


def test_one_of_several_is_called_by_its_name():
    assert device_name("camera.hall") == "Camera hall" and device_name("printer") == "Máy in phiếu"


def test_a_camera_that_went_away_says_when_it_last_saw():
    at = datetime(2026, 11, 23, 1, 42, tzinfo=UTC)
    for power, told in ((Power.OFFLINE, True), (Power.ONLINE, False)):
        (row,) = device_rows({"camera.hall": Health(power, (NotConnected(),), seen_at=at)})
        assert ("Hình cuối cùng lúc 08:42, 23/11." in row["text"]) is told


class Shelf:
    """A cabinet whose devices are as the test says."""

    def __init__(self, **devices: Health):
        self.devices = dict(devices)
        self.told = []

    def on_health(self, told):
        self.told.append(told)

    def health(self):
        return dict(self.devices)

    def becomes(self, device: str, health: Health) -> None:
        self.devices[device] = health
        for told in self.told:
            told(device, health)


@pytest.fixture
def node(folder, clock):
    node = open_local(sample_setup(), folder, clock, machine="kiosk-1", role="kiosk")
    yield node
    node.close()
    node.book.close()


def faults(node) -> dict:
    return {device: fault.fault for (_, device), fault in node.day.faults.items()}


def settle(node) -> None:
    node.ask(v.ChangePaper(device="nothing")).result(5)


def test_each_change_is_one_fact_with_its_remedy(node):
    shelf = Shelf(printer=WELL)
    reports = Reports(node, shelf)
    shelf.becomes("printer", Health(Power.ONLINE, (PaperOut(),)))
    settle(node)
    assert faults(node) == {"printer": "paper_out"}
    assert node.day.faults["kiosk-1", "printer"].remedy == PaperOut.remedy
    seq = node.day.seq
    shelf.becomes("printer", Health(Power.ONLINE, (PaperOut(),), (PaperNearEnd(),)))
    settle(node)
    assert node.day.seq == seq + 1, "only the paper of nothing"
    shelf.becomes("printer", WELL)
    settle(node)
    assert faults(node) == {}
    reports.close()


def test_a_warning_is_told_too(node):
    shelf = Shelf(printer=WELL)
    Reports(node, shelf).close()
    shelf.becomes("printer", Health(Power.ONLINE, (), (PaperNearEnd(),)))
    settle(node)
    assert faults(node) == {"printer": "paper_near_end"}


def test_what_could_not_be_told_is_told_again(node):
    now = [0.0]
    shelf = Shelf(printer=WELL)
    reports = Reports(node, shelf, clock=lambda: now[0])
    plain, node.ask = node.ask, lambda verb: Future()  # a full disk: no answer ever
    shelf.becomes("printer", Health(Power.ONLINE, (PaperOut(),)))
    node.ask = plain
    reports.compare()
    settle(node)
    assert faults(node) == {}
    now[0] += APART_SECONDS
    reports.compare()
    settle(node)
    assert faults(node) == {"printer": "paper_out"}
    reports.close()


def test_a_device_that_the_config_no_longer_names_is_in_no_trouble(node):
    now = [0.0]
    for device, machine in (("camera.hall", "kiosk-1"), ("machine", "kiosk-1")):
        node.ask(v.ReportDevice(device=device, fault="not_connected", machine=machine)).result(5)
    reports = Reports(node, Shelf(printer=WELL), clock=lambda: now[0])
    reports.compare()
    now[0] += APART_SECONDS
    reports.compare()
    settle(node)
    assert faults(node) == {"machine": "not_connected"}
    reports.close()


def test_what_was_not_asked_yet_changes_nothing(node):
    now = [0.0]
    node.ask(v.ReportDevice(device="printer", fault="paper_out")).result(5)
    reports = Reports(node, Shelf(printer=Health(Power.UNKNOWN, source="not asked yet")), clock=lambda: now[0])
    reports.compare()
    now[0] += APART_SECONDS
    reports.compare()
    settle(node)
    assert faults(node) == {"printer": "paper_out"}
    reports.close()
