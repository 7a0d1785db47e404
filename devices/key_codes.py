"""From the key events of a Linux input device to the codes that a keyboard-like reader typed. No file, no clock.

Key numbers are those of linux/input-event-codes.h, letters those of the US layout, which readers are delivered with.
A keyboard has no Vietnamese letters: whatever is not one of these keys makes the code damaged, never a guess.
"""

import struct
from collections.abc import Iterator

from devices.codes import LONGEST_CODE, Scan

# struct input_event: seconds, microseconds, type, code, value. Two longs of time: 16 bytes on a 32-bit kernel.
EVENT_SIZES = {16: struct.Struct("<iiHHi"), 24: struct.Struct("<qqHHi")}
NATIVE_SIZE = struct.calcsize("llHHi")

SYN, KEY = 0, 1
SYN_DROPPED = 3  # the kernel threw events away
UP, DOWN = 0, 1
ENTER, TAB, KEYPAD_ENTER, CAPS_LOCK = 28, 15, 96, 58
SHIFTS = frozenset({42, 54})
OTHER_MODIFIERS = frozenset({29, 97, 56, 100, 125, 126})
LOCKS = frozenset({69, 70})  # Num Lock, Scroll Lock: readers press them to look whether somebody listens

_ROWS = (
    (2, "1234567890-=", "!@#$%^&*()_+"),
    (16, "qwertyuiop[]", "QWERTYUIOP{}"),
    (30, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
    (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
    (57, " ", " "),
)
LETTERS: dict[int, tuple[str, str]] = {
    first + place: (plain, shifted)
    for first, row, shifted_row in _ROWS
    for place, (plain, shifted) in enumerate(zip(row, shifted_row, strict=True))
}
KEYPAD = {55: "*", 98: "/", 74: "-", 78: "+", 83: "."} | {
    key: str(digit) for digit, key in enumerate((82, 79, 80, 81, 75, 76, 77, 71, 72, 73))
}


class KeyCodes:
    """Feed it bytes of events in any pieces; it gives whole scans. `end` says that no key came for a while."""

    def __init__(self, event_size: int = NATIVE_SIZE):
        self._event = EVENT_SIZES[event_size]
        self._rest = b""
        self._typed: list[str] = []
        self._shifts: set[int] = set()
        self._others: set[int] = set()
        self._caps = self._damaged = False

    def feed(self, heard: bytes) -> list[Scan]:
        whole = self._rest + heard
        self._rest = whole[len(whole) - len(whole) % self._event.size :]
        scans: list[Scan] = []
        for _, _, kind, code, value in self._event.iter_unpack(whole[: len(whole) - len(self._rest)]):
            if kind == SYN and code == SYN_DROPPED:
                self._damaged = True
                self._shifts.clear()
                self._others.clear()
            elif kind == KEY and value in (UP, DOWN):  # a key held down repeats itself; a reader holds none
                scans += self._press(code, value == DOWN)
        return scans

    def end(self) -> list[Scan]:
        return list(self._finish())

    def _press(self, code: int, down: bool) -> Iterator[Scan]:
        if code in SHIFTS or code in OTHER_MODIFIERS:
            held = self._shifts if code in SHIFTS else self._others
            (held.add if down else held.discard)(code)
        elif not down or code in LOCKS:
            return
        elif code == CAPS_LOCK:
            self._caps = not self._caps
        elif code in (ENTER, KEYPAD_ENTER, TAB):
            yield from self._finish()
        elif self._others or (code not in LETTERS and code not in KEYPAD):
            self._damaged = True  # Alt and digits, Ctrl and a letter, F keys: how some readers write what is no key
        elif len(self._typed) <= LONGEST_CODE:
            self._typed.append(self._letter(code))

    def _letter(self, code: int) -> str:
        if code in KEYPAD:
            return KEYPAD[code]
        plain, shifted = LETTERS[code]
        return shifted if bool(self._shifts) is not (self._caps and plain.isalpha()) else plain

    def _finish(self) -> Iterator[Scan]:
        text, damaged = "".join(self._typed), self._damaged
        self._typed.clear()
        self._damaged = False
        if text or damaged:
            raw = text.encode("ascii")
            yield Scan(None if damaged or len(raw) > LONGEST_CODE else text, raw, by_keys=True)
