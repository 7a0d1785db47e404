"""Codes over a serial line: whole, as UTF-8, whatever the line does to them."""

import os
import time

import pytest

from devices import Power
from devices.codes import LONGEST_CODE
from devices.drivers.serial_reader import SerialReader
from devices.transports import transport

CARD = "033085000012|145000012|Nguyễn Thử Nghiệm|02091985|Nam|Thôn Mẫu 1, Hưng Yên|15042021"


@pytest.fixture
def line():
    if os.name != "posix":
        pytest.skip("pseudo terminals")
    master, slave = os.openpty()
    seen = []
    reader = SerialReader(transport(f"serial://{os.ttyname(slave)}?baud=115200"))
    reader.watch(seen.append)
    wait_for(lambda: reader.health().power is Power.ONLINE)
    yield master, seen
    reader.close()
    os.close(master)
    os.close(slave)


def wait_for(true):
    deadline = time.monotonic() + 2.0
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_lines_in_pieces_and_in_one(line):
    master, seen = line
    sent = (CARD + "\r\n" + "A015\r").encode()
    for at in range(0, len(sent), 20):
        os.write(master, sent[at : at + 20])
    wait_for(lambda: len(seen) == 2)
    assert [scan.text for scan in seen] == [CARD, "A015"]


def test_a_code_without_an_ending(line):
    master, seen = line
    os.write(master, b"A015")
    wait_for(lambda: seen)
    assert seen[0].text == "A015"


def test_bytes_that_are_no_text_and_codes_without_end(line):
    master, seen = line
    os.write(master, b"\xc3\x28\n")
    wait_for(lambda: seen)
    assert seen[0].text is None and seen[0].raw == b"\xc3\x28"
    for _ in range(6):
        os.write(master, b"x" * 1000)
        time.sleep(0.01)
    os.write(master, b"\n")
    wait_for(lambda: len(seen) == 2)
    assert seen[1].text is None and len(seen[1].raw) == LONGEST_CODE + 1


def test_a_port_that_is_not_there():
    reader = SerialReader(transport("serial:///dev/no-such-port"))
    reader.watch(lambda scan: None)
    wait_for(lambda: reader.health().power is Power.OFFLINE)
    assert reader.health().faults[0].code == "not_connected"
    reader.close()
