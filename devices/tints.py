"""Codes whose ink and ground are told apart by their colour alone: as greys both are equally bright."""

from typing import Any

import cv2
import numpy as np

SAMPLED_PIXELS = 160  # the longer side of what is measured; neighbours need not be seen, only their tones
CELL = 9
LEAST_DEVIATION = 14.0  # of the tones in a cell; noise and JPEG stay below
TIMES_GREY = 2.0
LEAST_CELLS = 0.02  # of the picture


def by_tint(colours: Any) -> Any | None:
    """The picture in the one mixture of its channels that tells these tones apart best; None where greys tell them.

    What is measured are the places where the colours differ much more than the greys do.
    """
    if colours.ndim == 2:
        return None
    step = max(1, max(colours.shape) // SAMPLED_PIXELS)
    sample = colours[::step, ::step].astype(np.float32)
    grey = sample @ np.array((0.114, 0.587, 0.299), np.float32)
    tones = _deviation(sample).max(axis=2)
    told = (tones > LEAST_DEVIATION) & (tones > TIMES_GREY * _deviation(grey))
    if told.mean() < LEAST_CELLS:
        return None
    mean = cv2.blur(sample, (CELL, CELL))
    apart = (sample - mean)[told]
    mixture = np.linalg.eigh(apart.T @ apart)[1][:, -1].astype(np.float32)
    low, high = np.percentile((sample @ mixture)[told], (2, 98))
    scale = 255.0 / max(8.0, high - low)
    return cv2.transform(colours, np.append(mixture, -low)[None] * scale)


def _deviation(tones: Any) -> Any:
    mean = cv2.blur(tones, (CELL, CELL))
    return np.sqrt(np.maximum(cv2.blur(tones * tones, (CELL, CELL)) - mean * mean, 0.0))
