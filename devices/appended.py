"""A QR that is one of several which only together are a text (structured append): half a text is a wrong one.

zxing-cpp tells a part's bytes like any other's and keeps to itself that there are more. A QR's first four bits name its
mode, and lie in its lower right corner; the modules are had as they were sampled.
"""

from typing import Any

APPENDED = (0, 0, 1, 1)
LEVELS = {"M": 0, "L": 1, "H": 2, "Q": 3}
MASKS = (
    lambda row, column: (row + column) % 2 == 0,
    lambda row, column: row % 2 == 0,
    lambda row, column: column % 3 == 0,
    lambda row, column: (row + column) % 3 == 0,
    lambda row, column: (row // 2 + column // 3) % 2 == 0,
    lambda row, column: row * column % 2 + row * column % 3 == 0,
    lambda row, column: (row * column % 2 + row * column % 3) % 2 == 0,
    lambda row, column: ((row + column) % 2 + row * column % 3) % 2 == 0,
)


def is_part(dark: Any, level: str, mask: int) -> bool:
    """Whether the mode of a QR says so. `dark`: its modules, rows of truths; of a mirrored code they are transposed."""
    if _agreeing(dark.T, level, mask) > _agreeing(dark, level, mask):
        dark = dark.T
    last = len(dark) - 1
    mode = ((last, last), (last, last - 1), (last - 1, last), (last - 1, last - 1))
    return tuple(int(dark[at]) ^ int(MASKS[mask](*at)) for at in mode) == APPENDED


def _agreeing(dark: Any, level: str, mask: int) -> int:
    """How many of both copies of the fifteen bits for level and mask (ISO/IEC 18004, 7.9) are where they should be."""
    told = LEVELS[level] << 3 | mask
    rest = told << 10
    for shift in range(4, -1, -1):
        if rest >> (shift + 10) & 1:
            rest ^= 0b10100110111 << shift
    bits = (told << 10 | rest) ^ 0b101010000010010
    size, agreeing = len(dark), 0
    for number in range(15):
        upright = (number + (number > 5) if number < 8 else size - 15 + number, 8)
        level_at = (8, size - 1 - number if number < 8 else 15 - number - (number > 8))
        for at in (upright, level_at):
            agreeing += bool(dark[at]) == bool(bits >> number & 1)
    return agreeing
