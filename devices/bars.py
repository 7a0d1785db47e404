"""Bars that are pale, scratched or finer than two pixels: many lines across them are averaged before they are read.

A bar code says the same on each of its lines, so noise averages out and a scratch is outvoted. The outcome is believed
only where at least two strips of different lines say the same, because a Code 128 has one check character only.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import zxingcpp

from devices.candidates import Place, cut

SPLITS = (1, 3, 5, 9)  # into how many strips the height is cut, one after the other
AGREED = 2
HOPELESS = 9  # strips that say nothing at all


@dataclass(frozen=True, slots=True)
class Striped:
    raw: bytes
    corners: tuple[tuple[float, float], ...]  # in the picture


def read_bars(grey: Any, place: Place) -> list[Striped]:
    """The Code 128 of a striped place, if enough of its strips agree on one and none on another."""
    wide = min(1800, int(place.size[0] * 1.3 * (3 if place.size[0] < 500 else 2)))
    upright, back = cut(grey, place, max(200, wide), 0.1)
    agreed = _agreed(upright)
    if agreed is None:
        return []
    height, width = upright.shape
    box = np.array([(0.0, 0.0, 1.0), (width, 0.0, 1.0), (width, height, 1.0), (0.0, height, 1.0)])
    return [Striped(agreed, tuple((float(x), float(y)) for x, y, _ in box @ back.T))]


def _agreed(upright: Any) -> bytes | None:
    votes: Counter[bytes] = Counter()
    for number, profile in enumerate(_profiles(upright), 1):
        votes.update(_read(profile))
        if len(votes) == 1 and votes.most_common(1)[0][1] >= AGREED:
            return next(iter(votes))
        if number >= HOPELESS and not votes:
            return None
    return None


def _profiles(upright: Any) -> Iterator[Any]:
    """One line of greys per strip, its contrast made equal along it."""
    height = upright.shape[0]
    core = upright[height // 8 : height - height // 8].astype(np.float32)
    for count in SPLITS:
        for strip in np.array_split(core, count):
            if len(strip) < 3:
                return
            yield _even(np.median(strip, axis=0))


def _even(line: Any) -> Any:
    """From 0 for the darkest to 255 for the brightest of each neighbourhood, which is wider than the widest bar."""
    row = line[None].astype(np.float32)
    reach = max(15, row.shape[1] // 14) | 1
    window = np.ones((1, reach), np.uint8)
    low, high = (cv2.blur(extreme(row, window), (reach, 1)) for extreme in (cv2.erode, cv2.dilate))
    return np.clip((row - low) / np.maximum(high - low, 8.0), 0, 1) * 255.0


def _read(even: Any) -> set[bytes]:
    """What one line says, its thin bars brought out more and more until it says something."""
    for strength in (0.0, 1.0, 2.5):
        sharp = even * (1 + strength) - cv2.GaussianBlur(even, (0, 0), 4.0, None, 1e-6) * strength
        row = np.pad(np.clip(sharp, 0, 255).astype(np.uint8), ((0, 0), (40, 40)), constant_values=255)
        seen = zxingcpp.read_barcodes(
            np.repeat(row, 16, axis=0),
            [zxingcpp.BarcodeFormat.Code128],
            try_rotate=False,
            try_downscale=False,
            try_invert=False,
            binarizer=zxingcpp.Binarizer.FixedThreshold,
        )
        if seen:
            return {code.bytes for code in seen}
    return set()
