"""A reader that is a keyboard: told from typing by time; and taken from the window system on Linux, event by event."""

import errno
import os
import struct
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices import Power
from devices.codes import LONGEST_CODE, Once, Scan
from devices.drivers.evdev_reader import EvdevReader
from devices.key_codes import CAPS_LOCK, ENTER, EVENT_SIZES, KEYPAD, LETTERS, TAB, KeyCodes
from devices.wedge import Key, Wedge
from tests.devices.patience import until

CARD = "033085000012|145000012|Nguyen Thu Nghiem|02091985|Nam|Thon Mau 1, Xa Mau|15042021"
SHIFT, ALT, F12 = 42, 56, 88
PRESSED = {text: (code, up) for code, pair in LETTERS.items() for up, text in enumerate(pair)}


def events(*presses: tuple[int, int], size: int = 24) -> bytes:
    """(code, value) pairs as the kernel writes them: each key with its scan code before and a report behind."""
    event = EVENT_SIZES[size]
    return b"".join(
        event.pack(1, 2, 4, 4, 0x70000 + code) + event.pack(1, 2, 1, code, value) + event.pack(1, 2, 0, 0, 0)
        for code, value in presses
    )


def typed(text: str, end: int | None = ENTER, size: int = 24) -> bytes:
    presses = []
    for letter in text:
        code, up = PRESSED[letter]
        tap = [(code, 1), (code, 0)]
        presses += [(SHIFT, 1), *tap, (SHIFT, 0)] if up else tap
    return events(*presses, *([(end, 1), (end, 0)] if end else []), size=size)


# The keys of an input device ------------------------------------------------------------------


@pytest.mark.parametrize("size", [16, 24])
@pytest.mark.parametrize("end", [ENTER, TAB, 96])
def test_events_of_both_sizes_become_a_code(size, end):
    assert KeyCodes(size).feed(typed(CARD, end, size)) == [Scan(CARD, CARD.encode(), by_keys=True)]


def test_the_size_is_that_of_this_kernel():
    assert struct.calcsize("llHHi") in EVENT_SIZES


def test_every_key_in_pieces_of_every_length():
    every = "".join(plain + shifted for plain, shifted in LETTERS.values())
    stream = typed(every) + typed("A015")
    for piece in (1, 7, 24, 25, 1000):
        keys, scans = KeyCodes(24), []
        for at in range(0, len(stream), piece):
            scans += keys.feed(stream[at : at + piece])
        assert [scan.text for scan in scans] == [every, "A015"]


def test_the_number_pad_writes_digits():
    presses = [(code, value) for code in KEYPAD for value in (1, 0)]
    assert KeyCodes(24).feed(events(*presses, (96, 1)))[0].text == "*/-+.0123456789"


def test_caps_lock_turns_letters_and_nothing_else():
    stream = events((CAPS_LOCK, 1), (CAPS_LOCK, 0)) + typed("ab1") + typed("Ab!")
    assert [scan.text for scan in KeyCodes(24).feed(stream)] == ["AB1", "aB!"]


@pytest.mark.parametrize("strange", [[(ALT, 1), (79, 1), (79, 0), (ALT, 0)], [(F12, 1), (F12, 0)], [(29, 1), (30, 1)]])
def test_what_is_no_key_makes_the_code_damaged_and_no_guess(strange):
    keys = KeyCodes(24)
    scans = keys.feed(typed("0330", None) + events(*strange, (29, 0)) + typed("85") + typed("A015"))
    assert [scan.text for scan in scans] == [None, "A015"]
    assert scans[0].by_keys


def test_events_that_the_kernel_threw_away_are_no_guess_either():
    dropped = EVENT_SIZES[24].pack(1, 2, 0, 3, 0)
    scans = KeyCodes(24).feed(typed("0330", None) + dropped + typed("85") + typed("A015"))
    assert [scan.text for scan in scans] == [None, "A015"]


def test_a_held_key_is_one_letter_and_silence_ends_a_code():
    keys = KeyCodes(24)
    assert keys.feed(events((30, 1), (30, 2), (30, 2), (30, 0))) == []
    assert [scan.text for scan in keys.end()] == ["a"]
    assert keys.end() == []


def test_a_flood_has_no_text():
    scan = KeyCodes(24).feed(typed("x" * 6000))[0]
    assert scan.text is None and len(scan.raw) == LONGEST_CODE + 1


@given(st.binary(max_size=2000), st.sampled_from([16, 24]))
def test_no_bytes_break_it(stream, size):
    keys = KeyCodes(size)
    for scan in keys.feed(stream) + keys.end():
        assert scan.text is None or scan.text.encode() == scan.raw


# The device of the system ---------------------------------------------------------------------


@pytest.fixture
def device(tmp_path):
    """A named pipe in the place of an input device, and a reader that watches it."""
    if os.name != "posix":
        pytest.skip("named pipes")
    path = tmp_path / "by-id-reader-event-kbd"
    os.mkfifo(path)
    grabbed, seen, readers = [], [], []

    def watch(grab=grabbed.append) -> EvdevReader:
        reader = EvdevReader(f"evdev://{path}", 24, grab)
        readers.append(reader)
        reader.watch(seen.append)
        return reader

    watch.path, watch.seen, watch.grabbed = path, seen, grabbed
    yield watch
    for reader in readers:
        reader.close()


def test_codes_come_from_a_grabbed_device(device):
    writing = os.open(device.path, os.O_RDWR)
    reader = device()
    until(lambda: reader.health().power is Power.ONLINE)
    assert len(device.grabbed) == 1
    os.write(writing, typed(CARD) + typed("A015", None))
    until(lambda: len(device.seen) == 2)
    assert [scan.text for scan in device.seen] == [CARD, "A015"]
    os.close(writing)


def test_unplugged_and_plugged_in_again(device):
    writing = os.open(device.path, os.O_RDWR)
    reader = device()
    until(lambda: reader.health().power is Power.ONLINE)
    os.write(writing, typed("A01", None))
    os.rename(device.path, device.path.with_name("gone"))
    os.close(writing)
    until(lambda: reader.health().power is Power.OFFLINE)
    os.mkfifo(device.path)
    writing = os.open(device.path, os.O_RDWR)
    until(lambda: reader.health().power is Power.ONLINE, 5)
    os.write(writing, typed("B002"))
    until(lambda: "B002" in [scan.text for scan in device.seen])
    os.close(writing)


@pytest.mark.parametrize(
    "number, code", [(errno.EBUSY, "in_use"), (errno.EACCES, "not_allowed"), (errno.ENODEV, "not_connected")]
)
def test_a_grab_that_is_refused_says_why(device, number, code):
    def refuse(_):
        raise OSError(number, os.strerror(number))

    reader = device(refuse)
    until(lambda: reader.health().power is Power.OFFLINE)
    assert [fault.code for fault in reader.health().faults] == [code]


@pytest.mark.skipif(os.name != "posix", reason="input devices exist on Linux only")
def test_a_file_that_is_no_input_device_cannot_be_grabbed(tmp_path):
    (tmp_path / "plain").touch()
    reader = EvdevReader(f"evdev://{tmp_path}/plain")
    reader.watch(lambda scan: None)
    until(lambda: reader.health().power is Power.OFFLINE)
    started = time.monotonic()
    reader.close()
    assert time.monotonic() - started < 1.5


# Typing and scanning in one window ------------------------------------------------------------


def play(*keys: tuple[float, str]) -> tuple[list[str], list[Scan]]:
    """(seconds since the key before, letter | "\\n" | "\\t" | "←") in turn: what was typed, and what was scanned."""
    wedge, at, known = Wedge(), 100.0, []
    for gap, sign in keys:
        at += gap
        known += wedge.due(at)
        known += wedge.press(Key(sign, at, "" if sign in "\n\t←" else sign, sign in "\n\t", sign == "←"))
    known += wedge.due(at + 1)
    return [one.what for one in known if isinstance(one, Key)], [one for one in known if isinstance(one, Scan)]


def test_a_burst_with_an_ending_is_a_scan():
    for end in "\n\t":
        keys, scans = play(*((0.004, sign) for sign in CARD + end))
        assert keys == [] and [scan.text for scan in scans] == [CARD]


def test_a_burst_without_an_ending_was_typed():
    keys, scans = play(*((0.004, sign) for sign in CARD))
    assert "".join(keys) == CARD and scans == []


def test_a_person_types():
    keys, scans = play(*((0.12, sign) for sign in "xin chao\n"))
    assert "".join(keys) == "xin chao\n" and scans == []


def test_two_keys_rolled_into_one_another_are_typing():
    keys, scans = play((0.2, "a"), (0.01, "b"), (0.2, "c"), (0.03, "\n"))
    assert "".join(keys) == "abc\n" and scans == []


def test_a_scan_amid_typing_leaves_the_typing_whole():
    keys, scans = play(
        (0.2, "x"), (0.2, "i"), *((0.2 if n == 0 else 0.005, s) for n, s in enumerate("A015\n")), (0.2, "n")
    )
    assert "".join(keys) == "xin" and [scan.text for scan in scans] == ["A015"]


def test_an_arrow_in_the_middle_is_no_code():
    keys, scans = play(*((0.005, sign) for sign in "A01←5678\n"))
    assert "".join(keys) == "A01←" and [scan.text for scan in scans] == ["5678"]


def test_letters_that_no_key_has_are_damaged():
    _, scans = play(*((0.005, sign) for sign in "Trần Văn\n"))
    assert scans[0].text is None and scans[0].by_keys and scans[0].raw.decode() == "Trần Văn"


@given(st.lists(st.tuples(st.floats(0.051, 2), st.sampled_from("abc1 ←\n\tăộ")), max_size=60))
def test_what_a_person_types_passes_unchanged_and_in_order(keys):
    typed_keys, scans = play(*keys)
    assert typed_keys == [sign for _, sign in keys] and scans == []


@given(st.lists(st.tuples(st.floats(0.0, 0.2), st.sampled_from("abc1 ←\n\tăộ")), max_size=80))
def test_every_key_is_either_typed_in_its_order_or_in_a_scan(keys):
    typed_keys, scans = play(*keys)
    rest = iter(sign for _, sign in keys)
    assert all(sign in rest for sign in typed_keys)  # in their order
    assert len(typed_keys) + sum(len(scan.raw.decode()) + 1 for scan in scans) == len(keys)


def test_the_same_code_within_a_second_is_one_scan():
    once = Once()
    assert [once.is_new(raw, at) for raw, at in ((b"A", 0), (b"A", 0.9), (b"A", 1.8), (b"B", 1.9), (b"A", 2.0))] == [
        True, False, False, True, True,
    ]  # fmt: skip
    assert once.is_new(b"A", 3.0)
