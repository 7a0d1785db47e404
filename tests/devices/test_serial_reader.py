"""Codes over a serial line: whole, as UTF-8, whatever the line and the reader do to them."""

import contextlib
import os
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices import Power
from devices.codes import LONGEST_CODE, Scan
from devices.drivers.serial_reader import SerialReader
from devices.framing import Framing
from devices.opening import open_driver
from devices.simulated import simulated
from devices.transports import transport
from devices.troubles import LinkLost, NotConnected
from tests.devices.patience import until

CARD = "033085000012|145000012|Nguyễn Thử Nghiệm|02091985|Nam|Thôn Mẫu 1, Hưng Yên|15042021"
MRZ = ("IDVNM0850000124033085000012<<6", "8509026M2509024VNM<<<<<<<<<<<0", "NGUYEN<<THU<NGHIEM<<<<<<<<<<<<")


# From bytes to codes --------------------------------------------------------------------------


def framed(stream: bytes, piece: int = 10_000) -> list[bytes]:
    framing = Framing()
    pieces = [stream[at : at + piece] for at in range(0, len(stream), piece)]
    return [code for heard in pieces for code in framing.feed(heard)] + framing.end()


@given(
    st.lists(st.text(st.characters(exclude_characters="\r\n\0", exclude_categories=["Cs"]), min_size=1)),
    st.integers(1, 99),
)
def test_codes_come_out_as_they_went_in(texts, piece):
    stream = "".join(text + "\r\n" for text in texts).encode()
    assert [code.decode() for code in framed(stream, piece)] == texts


def test_several_codes_in_one_read_and_one_without_an_ending():
    assert framed(b"A015\rB002\r\n\r\nC003") == [b"A015", b"B002", b"C003"]


def test_what_a_port_says_when_it_is_plugged_in_is_no_code():
    assert framed(b"\0\0\0\r\nA015\r\n\0\0") == [b"A015"]
    assert Scan.of(framed(b"A0\x0015\r")[0]).text == "A0\x0015"  # inside a code it is kept, and refused by who reads it


def test_the_three_lines_of_a_card_are_one_code():
    stream = "\r".join(("A015", *MRZ, "B002")).encode() + b"\r"
    assert framed(stream) == [b"A015", "\n".join(MRZ).encode(), b"B002"]


@pytest.mark.parametrize("behind", [b"A015\r", b""])
def test_lines_that_only_begin_like_a_card_are_codes_of_their_own(behind):
    first, second = (line.encode() for line in MRZ[:2])
    assert framed(first + b"\r" + second + b"\r" + behind) == [first, second, *([b"A015"] if behind else [])]


def test_a_flood_is_cut_off_and_has_no_text():
    codes = framed(b"x" * 10_000 + b"\nA015\n", 512)
    assert len(codes[0]) == LONGEST_CODE + 1 and Scan.of(codes[0]).text is None
    assert codes[1:] == [b"A015"]


@given(st.binary(max_size=300))
def test_no_bytes_break_it(stream):
    for code in framed(stream, 7):
        scan = Scan.of(code)
        assert scan.text is None or scan.text.encode() == scan.raw == code


# Over a line of the system --------------------------------------------------------------------


@pytest.fixture
def line(tmp_path):
    """A pseudo terminal and a reader on it: `.write(bytes)`, `.seen`, `.reader`; `.pull()` and `.plug()` its cable."""
    if os.name != "posix":
        pytest.skip("pseudo terminals")
    line = Cable(tmp_path / "port")
    line.plug()
    line.seen = []
    line.reader = SerialReader(transport(f"serial://{line.path}?baud=115200"))
    line.reader.watch(line.seen.append)
    until(lambda: line.reader.health().power is Power.ONLINE)
    yield line
    line.reader.close()
    line.pull()


class Cable:
    """A port under one name, which may be pulled out and come back as another device."""

    def __init__(self, path):
        self.path, self.ends = path, ()

    def plug(self) -> None:
        self.ends = os.openpty()
        self.path.symlink_to(os.ttyname(self.ends[1]))

    def pull(self) -> None:
        self.path.unlink(missing_ok=True)
        for end in self.ends:
            os.close(end)
        self.ends = ()

    def write(self, sent: bytes) -> None:
        os.write(self.ends[0], sent)

    def texts(self) -> list[str | None]:
        return [scan.text for scan in self.seen]


def test_lines_in_pieces_and_in_one(line):
    sent = (CARD + "\r\n" + "A015\r").encode()
    for at in range(0, len(sent), 20):
        line.write(sent[at : at + 20])
    until(lambda: len(line.seen) == 2)
    assert line.texts() == [CARD, "A015"]


def test_a_code_without_an_ending(line):
    line.write(b"A015")
    until(lambda: line.seen)
    assert line.texts() == ["A015"]


def test_bytes_that_are_no_text(line):
    line.write(b"\xc3\x28\n")
    until(lambda: line.seen)
    assert line.seen[0] == Scan(None, b"\xc3\x28")


def test_the_same_code_bounced_is_one_scan(line):
    line.write(b"A015\r" * 5 + b"B002\r")
    until(lambda: line.texts()[-1:] == ["B002"])
    assert line.texts() == ["A015", "B002"]


def test_pulled_out_in_the_middle_of_a_code_and_plugged_in_again(line):
    line.write(b"A0")
    line.pull()
    until(lambda: line.reader.health().power is Power.OFFLINE)
    assert line.reader.health().faults[0].code in ("link_lost", "not_connected")
    line.plug()
    until(lambda: line.reader.health().power is Power.ONLINE, 6)
    line.write(b"B002\r")
    until(lambda: "B002" in line.texts())
    assert line.texts()[-1] == "B002" and "A0B002" not in line.texts()


def test_a_port_that_another_program_holds(line):
    other = SerialReader(transport(f"serial://{line.path}?baud=115200"))
    other.watch(lambda scan: None)
    until(lambda: other.health().power is Power.OFFLINE)
    assert other.health().faults[0].code == "in_use"
    other.close()


def test_a_port_that_is_not_there():
    reader = SerialReader(transport("serial:///dev/no-such-port"))
    reader.watch(lambda scan: None)
    until(lambda: reader.health().power is Power.OFFLINE)
    assert reader.health().faults[0].code == "not_connected"
    reader.close()


# The simulated reader -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fault, heard",
    [
        ("bounce", [CARD]),
        ("misread", None),
        ("cut_short", None),
        ("no_ending", [CARD]),
        ("noise", [CARD]),
        ("two_at_once", [CARD]),
    ],
)
def test_a_reader_that_reads_badly(fault, heard):
    """A line that turns a bit gives another text, which only its reader's own checks can find; the rest is repaired."""
    reader, seen = open_driver("reader", f"sim://reader?fault={fault}"), []
    reader.watch(seen.append)
    until(lambda: reader.health().well)
    simulated("reader").show(CARD)
    until(lambda: seen)
    time.sleep(0.05)
    assert len(seen) == 1
    assert [scan.text for scan in seen] == heard if heard else seen[0].text != CARD
    reader.close()


def test_a_reader_that_follows_a_script():
    reader, seen = open_driver("reader", "sim://reader?script=1scans:cut_short;1scans:ok"), []
    reader.watch(seen.append)
    for number in range(3):
        simulated("reader").show(f"A0{number}0")
        until(lambda number=number: len(seen) == number + 1)
    assert [scan.text for scan in seen] == ["A000", "A0", "A020"]
    reader.close()


def test_a_simulated_reader_that_does_not_know_a_fault():
    from devices.troubles import Misconfigured

    with pytest.raises(Misconfigured):
        open_driver("reader", "sim://reader?fault=ghosts")


@pytest.mark.skipif(os.name != "posix", reason="termios is POSIX's")
@pytest.mark.parametrize("when", ["open", "read", "write", "discard"])
def test_a_port_that_goes_in_the_very_moment_is_a_trouble(monkeypatch, when):
    """pyserial lets termios.error through, which is no OSError: a reader's thread died of it in one of 154 walks."""
    import termios

    class Port:
        in_waiting = 0

        def __init__(self, *arguments, **options):
            self._gone(when == "open")

        def _gone(self, gone):
            if gone:
                raise termios.error(5, "Input/output error")

        def read(self, most):
            self._gone(when == "read")
            return b""

        def write(self, sent):
            self._gone(when == "write")

        def reset_output_buffer(self):
            self._gone(when == "discard")

        def close(self):
            pass

    monkeypatch.setattr("serial.Serial", Port)
    link = transport("serial:///dev/ttyUSB9")
    if when == "open":
        with pytest.raises(NotConnected):
            link.open()
        return
    link.open()
    with pytest.raises(LinkLost) if when == "read" else contextlib.nullcontext():
        link.read(1, 0.0)
    with pytest.raises(LinkLost) if when == "write" else contextlib.nullcontext():
        link.write(b"x")
    link.close(discard=True)
