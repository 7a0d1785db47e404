"""A QR that is one of several which only together are a text (structured append): half a text is a wrong one.

zxing-cpp tells a part's bytes like any other's and keeps to itself that there are more, but it gives the modules as it
sampled them. So the codeword that begins with the mode is corrected here once more (ISO/IEC 18004, 7.4 to 7.9).
"""

from functools import lru_cache
from typing import Any

import numpy as np
from qrcode import QRCode, base, util

from devices.reed_solomon import first_codeword

APPENDED = 0b0011
LEVELS = {"M": 0, "L": 1, "H": 2, "Q": 3}


def is_part(dark: Any, level: str, mask: int) -> bool:
    """Whether the mode says so. What cannot be corrected is in doubt, and counts as a part.

    `dark`: a QR's modules, rows of truths; of a mirrored code they are transposed.
    """
    upright = max(dark, dark.T, key=lambda modules: _agreeing(modules, level, mask))
    first = first_codeword(*_first_block(upright, level, mask))
    return first is None or first >> 4 == APPENDED


def _first_block(dark: Any, level: str, mask: int) -> tuple[Any, int]:
    """Its codewords, and how many of them are checks. Blocks take turns, the shortest first."""
    version = (len(dark) - 17) // 4
    rows, columns, inverted = _order(version, mask)
    words = np.packbits(dark[rows, columns] ^ inverted)
    blocks = base.rs_blocks(version, LEVELS[level])
    held, checks = blocks[0].data_count, blocks[0].total_count - blocks[0].data_count
    rest = sum(block.data_count for block in blocks)
    return np.concatenate((words[: rest : len(blocks)][:held], words[rest :: len(blocks)][:checks])), checks


@lru_cache(16)
def _order(version: int, mask: int) -> tuple[Any, Any, Any]:
    """Row and column of each module that carries a bit, and whether the mask inverts it.

    In their order: two columns up, two down, from the right; the seventh column is a timing pattern.
    """
    blank = _Blank(version=version)
    blank.data_cache = b""
    blank.makeImpl(True, 0)
    last, inverts = len(blank.modules) - 1, util.mask_func(mask)
    order = [
        (row, column, inverts(row, column))
        for number, right in enumerate([*range(last, 6, -2), 5, 3, 1])
        for row in (range(last, -1, -1) if number % 2 == 0 else range(last + 1))
        for column in (right, right - 1)
        if blank.modules[row][column] is None
    ]
    rows, columns, inverted = map(np.array, zip(*order, strict=True))
    return rows, columns, inverted


class _Blank(QRCode):
    """Only what is the same in all symbols of a version."""

    def map_data(self, data: bytes, mask_pattern: int) -> None:
        pass


def _agreeing(dark: Any, level: str, mask: int) -> int:
    """How many of both copies of the fifteen bits for level and mask are where they should be."""
    bits, size, agreeing = util.BCH_type_info(LEVELS[level] << 3 | mask), len(dark), 0
    for number in range(15):
        upright = (number + (number > 5) if number < 8 else size - 15 + number, 8)
        level_at = (8, size - 1 - number if number < 8 else 15 - number - (number > 8))
        for at in (upright, level_at):
            agreeing += bool(dark[at]) == bool(bits >> number & 1)
    return agreeing
