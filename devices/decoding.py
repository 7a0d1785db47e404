"""Codes in a picture: `read_codes(picture)` gives each with its text, its bytes and where it is.

A wrong text is worse than none. QR, DataMatrix and PDF417 correct errors and prove what they say; a Code 128 has one
check character only. Formats without a check (Code 39, ITF, Codabar) are never looked for unless asked.
"""

import time
from collections.abc import Callable, Sequence
from math import dist
from typing import Any

from devices.codes import MATRICES, Found

FORMATS = ("QRCode", "DataMatrix", "PDF417", "Code128")
BUDGET_SECONDS = 3.0  # of a photograph of 12 megapixels; PATIENCE ends earlier on a camera's frame
PATIENCE = 9.5  # no other look is begun after so many times as long as the first one took,
LEAST_SECONDS = 0.03  # or after this, for pictures of hardly more than a code


def read_codes(
    picture: Any,
    budget_seconds: float | None = None,
    formats: Sequence[str] = FORMATS,
    clock: Callable[[], float] = time.monotonic,
    turn: int = 0,
) -> tuple[Found, ...]:
    """Every code that could be read, in reading order; what `picture` may be says devices/pictures.py.

    The first look is never given up, and no other is begun that would not end within `budget_seconds`, as long as a
    look of its size takes by the first one's measure. Without a budget PATIENCE holds, so
    that a frame without codes costs a slow machine no more of its day than a fast one. Once a code is read, only one
    more look is taken for those beside it. `turn` counts the frames of a camera: each begins with another treatment, so
    that all have had their turn after a few, however slow the machine.
    """
    from devices.looks import looks_at
    from devices.pictures import colours_of

    colours = colours_of(picture)
    started = clock()
    deadline = started + (BUDGET_SECONDS if budget_seconds is None else budget_seconds)
    found: list[Found] = []
    pixel_seconds = 0.0
    for number, look in enumerate(looks_at(colours, formats, found, turn)):
        if number:
            left_seconds = deadline - clock()
            if left_seconds < 0:
                break
            if pixel_seconds * look.pixels > left_seconds:
                continue
        for seen in look.read():
            if not any(_same(seen, other) for other in found):
                found.append(seen)
        now = clock()
        if number == 0:
            pixel_seconds = (now - started) / look.pixels
            if budget_seconds is None:
                deadline = min(deadline, started + max(LEAST_SECONDS, (now - started) * PATIENCE))
        if now > deadline or (found and number > 0):
            break
    return in_reading_order(found)


def in_reading_order(found: Sequence[Found]) -> tuple[Found, ...]:
    """Rows from top to bottom, each from left to right. Codes are in one row where half of the smaller overlaps."""
    rows: list[list[Found]] = []
    for code in sorted(found, key=lambda code: (_extent(code)[0], code.corners)):
        top, bottom = _extent(code)
        for row in rows:
            row_top, row_bottom = _extent(row[0])
            shared = min(bottom, row_bottom) - max(top, row_top)
            if shared * 2 > min(bottom - top, row_bottom - row_top):
                row.append(code)
                break
        else:
            rows.append([code])
    return tuple(code for row in rows for code in sorted(row, key=lambda code: min(x for x, _ in code.corners)))


def _same(code: Found, other: Found) -> bool:
    """One code seen twice. Bars are seen line by line, here and there; others that lie apart are two of one text."""
    if (code.raw, code.format) != (other.raw, other.format):
        return False
    sides = [dist(one.corners[at], one.corners[at + 1]) for one in (code, other) for at in (0, 1)]
    return code.format not in MATRICES or dist(_middle(code), _middle(other)) < 0.7 * min(sides)


def _middle(code: Found) -> tuple[float, float]:
    return sum(x for x, _ in code.corners) / 4, sum(y for _, y in code.corners) / 4


def _extent(code: Found) -> tuple[float, float]:
    return min(y for _, y in code.corners), max(y for _, y in code.corners)
