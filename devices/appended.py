"""A QR that is one of several which only together are a text (structured append): half a text is a wrong one.

zxing-cpp tells a part's bytes like any other's and keeps to itself that there are more. A QR's first four bits name its
mode, and lie in its lower right corner, so they are looked up in the picture itself.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

APPENDED = (0, 0, 1, 1)
CLEAR = 0.3  # a module this near to dark or to light, in shares of the contrast, is one
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


def seems_appended(grey: Any, corners: Sequence[tuple[float, float]], version: int, mask: int) -> bool:
    """Whether the mode of the QR with these corners (clockwise from its top left, in `grey`) says so."""
    import cv2

    modules = 17 + 4 * version
    square = np.array([(0, 0), (modules, 0), (modules, modules), (0, modules)], np.float32)
    matrix = cv2.getPerspectiveTransform(square, np.array(corners, np.float32))

    def tone(row: int, column: int) -> float:
        x, y = cv2.perspectiveTransform(np.array([[[column + 0.5, row + 0.5]]], np.float32), matrix)[0, 0]
        return float(cv2.getRectSubPix(grey, (3, 3), (float(x), float(y))).mean())

    dark, light = tone(3, 3), tone(1, 1)  # of the first finder: its heart, and the ring around it
    last = modules - 1
    bits = []
    for row, column in ((last, last), (last, last - 1), (last - 1, last), (last - 1, last - 1)):
        share = (tone(row, column) - light) / ((dark - light) or 1.0)
        if CLEAR < share < 1.0 - CLEAR:
            return False  # smeared, worn or not where it should be
        bits.append(int(share > 0.5) ^ int(MASKS[mask](row, column)))
    return tuple(bits) == APPENDED
