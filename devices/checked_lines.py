"""Lines of text with a check, as our button box and our counter sign speak them: `BODY*CC` and LF.

BODY is printable ASCII without "*", at most 60 signs; CC is its CRC-8 (polynomial 0x07, beginning with 0) in two hex
digits. Both are chosen so that a sketch on a small microcontroller does them in ten lines. No port, no clock.
"""

from devices.troubles import AnswerUnreadable

LONGEST_BODY = 60


def crc8(body: bytes) -> int:
    check = 0
    for byte in body:
        check ^= byte
        for _ in range(8):
            check = (check << 1 ^ 0x07) & 0xFF if check & 0x80 else check << 1
    return check


def sealed(body: str) -> bytes:
    """The line that carries `body`. ValueError for what no line can carry."""
    if not (0 < len(body) <= LONGEST_BODY and body.isascii() and body.isprintable()) or "*" in body:
        raise ValueError(f"no body of a line: {body!r}")
    return b"%s*%02X\n" % (body.encode(), crc8(body.encode()))


def opened(line: bytes) -> str:
    """The body of a line without its LF. Raises AnswerUnreadable where anything is wrong with it."""
    body, star, check = line.rstrip(b"\r").rpartition(b"*")
    if not star or len(body) > LONGEST_BODY or not body.isascii() or not body.decode("ascii").isprintable():
        raise AnswerUnreadable(f"{line[:80]!r}")
    if b"%02X" % crc8(body) != check:
        raise AnswerUnreadable(f"{line[:80]!r}: the check is {crc8(body):02X}")
    return body.decode("ascii")


class CheckedLines:
    """Feed it bytes in any pieces; it gives the bodies of whole and right lines, and counts the others in `spoiled`."""

    def __init__(self) -> None:
        self._held = bytearray()
        self._flood = False
        self.spoiled = 0

    def feed(self, heard: bytes) -> list[str]:
        bodies: list[str] = []
        for byte in heard:
            if byte == 0x0A:
                self._end(bodies)
            elif len(self._held) < LONGEST_BODY + 8:
                self._held.append(byte)
            else:
                self._flood = True
        return bodies

    def _end(self, bodies: list[str]) -> None:
        line, flood = bytes(self._held), self._flood
        self._held.clear()
        self._flood = False
        if not line.strip(b"\r\0"):
            return
        try:
            if flood:
                raise AnswerUnreadable("a line without end")
            bodies.append(opened(line))
        except AnswerUnreadable:
            self.spoiled += 1
