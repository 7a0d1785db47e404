"""A box is found on the LAN without its address being typed, also when the address changes."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from sync import finding_box, node
from sync.finding_box import announced, find_box, find_boxes
from sync.line_to_box import MISSES_BEFORE_SEARCH, LineToBox
from sync.machine import AUTO, Machine
from sync.node import open_node
from sync.troubles import Unreachable
from tests.sync.live_box import LiveBox, wait_for

TOP = Path(__file__).parents[2]
ANNOUNCED = """
from types import SimpleNamespace
from sync.finding_box import announced, find_boxes
with announced(SimpleNamespace(id="xa-thu", commune_code="12988"), "0.0.0.0", 18765):
    for _ in range(5):
        found = find_boxes(2, first_only=True)
        if found:
            break
print(*found)
"""


def test_an_announced_box_is_found():
    """In a process of its own: it talks to a multicast address, which no other test may."""
    found = subprocess.run(
        [sys.executable, "-c", ANNOUNCED], cwd=TOP, capture_output=True, text=True, timeout=40, check=True
    ).stdout.split()
    if not found:
        pytest.skip("multicast does not work on this machine")
    assert any(url.startswith("http://") and url.endswith(":18765") for url in found)


class NoNetwork:
    def __init__(self, *_, **__):
        raise OSError(19, "No such device")


def test_without_a_network_nothing_is_found_and_nothing_fails(monkeypatch, expect_log):
    monkeypatch.setattr("zeroconf.Zeroconf", NoNetwork)
    assert find_boxes(0.1) == []
    with pytest.raises(Unreachable) as no:
        find_box()
    assert "Không tìm thấy máy chủ" in str(no.value) and "mục box" in no.value.remedy
    expect_log("cannot be found by mDNS")
    with announced(None_Setup, "127.0.0.1", 1):
        time.sleep(0.05)


class None_Setup:
    id, commune_code = "xa-thu", "12988"


@pytest.mark.parametrize(("host", "expected"), [("127.0.0.1", "127.0.0.1"), ("192.168.1.5", "192.168.1.5")])
def test_a_box_bound_to_one_address_says_that_one(host, expected):
    assert finding_box._found_at(host) == expected


def test_a_machine_whose_box_is_auto_starts_from_its_copy_and_follows_the_box_to_a_new_address(
    folder, clock, monkeypatch
):
    box = LiveBox(folder / "box", clock)
    asked = []

    def find() -> str:
        asked.append(1)
        if box.port == 0:
            raise Unreachable
        return box.url

    monkeypatch.setattr(node, "find_box", find)
    monkeypatch.setattr(node, "RECONNECT_SECONDS", (0.05,))
    machine = Machine("hall", "hall", AUTO, folder=folder / "hall")
    hall = open_node(machine, clock)
    wait_for(lambda: hall.link.state == "linked")
    box.stop()
    box.port = 0
    hall.close()
    hall = open_node(machine, clock)
    assert hall.setup.commune, "no box anywhere, and yet it starts"
    wait_for(lambda: len(asked) > MISSES_BEFORE_SEARCH)
    box.start()
    wait_for(lambda: hall.link.state == "linked")
    box.stop()
    box.port = 0
    box.start()
    wait_for(lambda: hall.link.state == "linked" and hall._line._url == box.url, 10)
    hall.close()
    box.close()


def test_a_machine_with_a_fixed_address_searches_nothing():
    line = LineToBox("http://127.0.0.1:9/", "", "hall", "hall")
    for _ in range(MISSES_BEFORE_SEARCH + 1):
        with pytest.raises(Unreachable):
            next(line.listen(0, 0))
    assert line._url == "http://127.0.0.1:9"
    line.close()
