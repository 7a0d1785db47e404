"""Codes in a picture: `read_codes(picture)` gives each with its text, its bytes and where it is.

A wrong text is worse than none. QR, DataMatrix and PDF417 correct errors and prove what they say; a Code 128 has one
check character only. Formats without a check (Code 39, ITF, Codabar) are never looked for unless asked.
"""

import time
from collections.abc import Callable, Sequence
from typing import Any

from devices.codes import Found

FORMATS = ("QRCode", "DataMatrix", "PDF417", "Code128")
BUDGET_SECONDS = 1.0
PATIENCE = 12.0
ANOTHER = 1.5  # so much longer than the first look another code is looked for beside the one that was found


def read_codes(
    picture: Any,
    budget_seconds: float = BUDGET_SECONDS,
    formats: Sequence[str] = FORMATS,
    patience: float = PATIENCE,
    clock: Callable[[], float] = time.monotonic,
) -> tuple[Found, ...]:
    """Every code that could be read, in reading order; what `picture` may be says devices/pictures.py.

    The first look is never given up. No other is begun after `budget_seconds`, nor after `patience` times as long as
    the first one took, so that a frame without codes costs a slow machine no more of its day than a fast one.
    """
    from devices.looks import looks_at
    from devices.pictures import colours_of

    started = clock()
    found: list[Found] = []
    first_seconds = 0.0
    for look in looks_at(colours_of(picture), formats, found):
        for seen in look.read():
            if not any(seen.raw == other.raw and seen.format == other.format for other in found):
                found.append(seen)
        spent = clock() - started
        first_seconds = first_seconds or spent
        if spent > min(budget_seconds, first_seconds * (ANOTHER if found else patience)):
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


def _extent(code: Found) -> tuple[float, float]:
    return min(y for _, y in code.corners), max(y for _, y in code.corners)
