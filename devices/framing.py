"""From the bytes of a line to codes: where one ends, what belongs together, what is noise. No port, no clock."""

import re

from devices.codes import LONGEST_CODE

ENDINGS = b"\r\n"
_FIRST_OF_THREE = re.compile(rb"I[A-Z<][A-Z<]{3}[A-Z0-9<]{25}")
_ONE_OF_THREE = re.compile(rb"[A-Z0-9<]{30}")


class Framing:
    """Feed it bytes in any pieces; it gives whole codes. `end` says that the line has been silent.

    NUL before a code is what a port says when it is plugged in, and is dropped; inside a code it stays, and makes it
    unreadable. A code without end is cut off behind LONGEST_CODE (+ 1, so that it has no text) until its ending. The
    three lines of a card's MRZ come out as one code, with "\\n" between them.
    """

    def __init__(self) -> None:
        self._held = bytearray()
        self._lines: list[bytes] = []

    def feed(self, heard: bytes) -> list[bytes]:
        codes: list[bytes] = []
        for byte in heard:
            if byte in ENDINGS:
                codes += self._line()
            elif len(self._held) <= LONGEST_CODE and (byte or self._held):
                self._held.append(byte)
        return codes

    def end(self) -> list[bytes]:
        """Nothing came for a while: what is held is all there was of it."""
        return [*self._line(), *self._give_up()]

    def _line(self) -> list[bytes]:
        line = bytes(self._held)
        self._held.clear()
        if not line:
            return []
        if (_ONE_OF_THREE if self._lines else _FIRST_OF_THREE).fullmatch(line):
            self._lines.append(line)
            if len(self._lines) < 3:
                return []
            whole = b"\n".join(self._lines)
            self._lines.clear()
            return [whole]
        return [*self._give_up(), line]

    def _give_up(self) -> list[bytes]:
        """Lines that looked like an MRZ and were none are codes of their own."""
        lines, self._lines = self._lines, []
        return lines
