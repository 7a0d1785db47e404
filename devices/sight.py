"""Whether a camera still sees: live, frozen, dark or covered, judged from a few small pictures. No clock, no camera."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

CELLS = (60, 80)  # rows and columns of averages; each averages away the noise of a night
# Encoders send nothing where nothing changes, so that an empty hall may stand still between two key pictures, which
# come every one to ten seconds; the sensor's noise moves at least one grey level somewhere by then.
FROZEN_SECONDS = 30.0
FROZEN_PICTURES = 5
# Not one cell in fifty brighter than this: no lamp is on. A lit exit sign alone is smaller than that.
DARK_GREY = 20.0
# Up to here a hall at dusk, or with its night lamp alone, may drown in the sensor's noise: what then has no edges is
# called dark, since nobody can tell whether it is covered.
DIM_GREY = 50.0
# Neighbouring cells that differ by more than EDGE_GREYS are an edge. Halls have edges in every tenth pair or more; a
# hand or a cloth on the lens is out of focus and has none, though it may be bright on one side and dark on the other.
EDGE_GREYS = 6.0
EDGE_LIGHT = 120.0  # of the brightest cells; with less light the same edge has less contrast
COVERED_EDGES = 0.015
COVERED_SHARE = 0.2  # of the edges this camera usually sees: a hand leaves a corner free


class Sight(StrEnum):
    LIVE = "live"
    FROZEN = "frozen"
    DARK = "dark"
    COVERED = "covered"


@dataclass(frozen=True, slots=True)
class Glance:
    """What is kept of a picture: averages of cells, when it was taken in seconds, and a sum over all its pixels."""

    cells: Any
    at: float
    mark: int


def glance(picture: Any, at: float) -> Glance:
    """Of an array (height, width) or (height, width, 3), at least as large as CELLS."""
    import zlib

    grey = picture if picture.ndim == 2 else picture[:, :, 1]
    rows, columns = grey.shape[0] // CELLS[0], grey.shape[1] // CELLS[1]
    whole = grey[: rows * CELLS[0], : columns * CELLS[1]]
    cells = whole.reshape(CELLS[0], rows, CELLS[1], columns).mean(axis=(1, 3), dtype=np.float32)
    return Glance(cells, at, zlib.crc32(np.ascontiguousarray(picture)))


def edges(cells: Any) -> float:
    """The share of neighbouring cells that differ."""
    apart = np.abs(np.concatenate((np.diff(cells, axis=1).ravel(), np.diff(cells, axis=0).ravel())))
    contrast = EDGE_GREYS * min(1.0, brightest(cells) / EDGE_LIGHT)
    # The median of what noise alone makes of equal neighbours; six of it are four deviations.
    return float((apart > max(contrast, 6.0 * float(np.median(apart)))).mean())


def brightest(cells: Any) -> float:
    """The grey that one cell in fifty reaches."""
    return float(np.quantile(cells, 0.98))


def judge(glances: Sequence[Glance], usual_edges: float = 0.0) -> Sight:
    """How the camera sees, from its last glances, oldest first; `usual_edges` is what it saw while it was well.

    A lens covered in the dark, or by something dark, is dark: nobody can tell more. A picture that another machine
    freezes and encodes anew is not recognised as frozen.
    """
    last = glances[-1]
    same = [one for one in glances if one.mark == last.mark]
    if len(same) == len(glances) >= FROZEN_PICTURES and last.at - glances[0].at >= FROZEN_SECONDS:
        return Sight.FROZEN
    light = brightest(last.cells)
    if light < DARK_GREY:
        return Sight.DARK
    if edges(last.cells) < max(COVERED_EDGES, usual_edges * COVERED_SHARE):
        return Sight.COVERED if light >= DIM_GREY else Sight.DARK
    return Sight.LIVE
