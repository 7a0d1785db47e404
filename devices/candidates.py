"""Where in a picture a code may be: places as busy as print in two directions, or in one, as bars are."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

SEARCHED_PIXELS = 800  # the longer side of the picture in which places are looked for
MOST = 4


@dataclass(frozen=True, slots=True)
class Place:
    """A rotated rectangle in the picture's pixels: centre, width, height; `angle` in degrees turns its width upright.

    `striped`: bars of one direction, standing upright once turned.
    """

    centre: tuple[float, float]
    size: tuple[float, float]
    angle: float
    striped: bool


def places(grey: Any) -> list[Place]:
    """The likeliest places first, at most MOST of each of the two kinds of busyness."""
    shrunk = min(1.0, SEARCHED_PIXELS / max(grey.shape))
    small = cv2.resize(grey, None, fx=shrunk, fy=shrunk, interpolation=cv2.INTER_AREA) if shrunk < 1.0 else grey
    small = cv2.GaussianBlur(small, (3, 3), 0)
    across = cv2.Scharr(small, cv2.CV_32F, 1, 0) / 16.0
    down = cv2.Scharr(small, cv2.CV_32F, 0, 1) / 16.0
    steep = cv2.magnitude(across, down)
    reach = max(9, max(small.shape) // 50) | 1
    density = cv2.blur(steep, (reach, reach))
    # The same in relation to the contrast of its surroundings: a faded code is as busy as a new one.
    window = np.ones((reach, reach), np.uint8)
    contrast = cv2.subtract(cv2.dilate(small, window), cv2.erode(small, window)).astype(np.float32)
    busy = density / (cv2.blur(contrast, (reach, reach)) + 24.0)
    tensor = [cv2.blur(product, (reach, reach)) for product in (across * across, down * down, across * down)]
    found: list[tuple[float, Place]] = []
    for map_, level in ((density, 0.45), (busy, 0.6)):
        kind: list[tuple[float, Place]] = []
        _, mask = cv2.threshold(map_, float(map_.max()) * level, 255, cv2.THRESH_BINARY)
        mask = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_CLOSE, window)
        for outline in cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]:
            place = _place(outline, reach, tensor, shrunk)
            if place:
                weight = float(cv2.contourArea(outline)) * float(map_[outline[:, 0, 1], outline[:, 0, 0]].mean())
                kind.append((weight, place))
        found += sorted(kind, key=lambda one: -one[0])[:MOST]
    return _apart([place for _, place in found])


def _place(outline: Any, reach: int, tensor: list[Any], shrunk: float) -> Place | None:
    (x, y), (width, height), angle = cv2.minAreaRect(outline)
    if min(width, height) < reach:
        return None
    left, top, wide, high = cv2.boundingRect(outline)
    xx, yy, xy = (float(part[top : top + high, left : left + wide].sum()) for part in tensor)
    along = float(np.hypot(xx - yy, 2 * xy))
    striped = along > 0.55 * (xx + yy)
    if striped:  # the gradient of bars runs across them
        turned = float(np.degrees(np.arctan2(2 * xy, xx - yy)) / 2)
        corners = cv2.boxPoints(((x, y), (width, height), angle)) - (x, y)
        spin = np.radians(-turned)
        upright = corners @ np.array([[np.cos(spin), np.sin(spin)], [-np.sin(spin), np.cos(spin)]])
        width, height = np.ptp(upright, axis=0)
        angle = turned
    return Place((x / shrunk, y / shrunk), (width / shrunk, height / shrunk), angle, striped)


def _apart(found: list[Place]) -> list[Place]:
    """Without those that lie on an earlier one."""
    kept: list[Place] = []
    for place in found:
        if not any(_same(place, other) for other in kept):
            kept.append(place)
    return kept


def _same(one: Place, other: Place) -> bool:
    apart = np.hypot(one.centre[0] - other.centre[0], one.centre[1] - other.centre[1])
    areas = sorted((one.size[0] * one.size[1], other.size[0] * other.size[1]))
    return bool(apart < 0.25 * np.sqrt(areas[0]) and areas[0] > 0.5 * areas[1])


def cut(grey: Any, place: Place, longer: int, margin: float = 0.25, square: bool = False) -> tuple[Any, Any]:
    """The place upright, its longer side `longer` pixels with the margin, and the matrix back to the picture.

    `square`: stretched to a square, for codes seen from the side.
    """
    width, height = place.size[0] * (1 + 2 * margin), place.size[1] * (1 + 2 * margin)
    scale = longer / max(width, height)
    out = (longer, longer) if square else (max(16, round(width * scale)), max(16, round(height * scale)))
    turn = np.radians(place.angle)
    right = np.array([np.cos(turn), np.sin(turn)]) * width / out[0]
    lower = np.array([-np.sin(turn), np.cos(turn)]) * height / out[1]
    origin = np.array(place.centre) - right * out[0] / 2 - lower * out[1] / 2
    back = np.array([[right[0], lower[0], origin[0]], [right[1], lower[1], origin[1]], [0, 0, 1.0]])
    if scale < 0.7:  # each pixel takes the light of its area, or a fine code turns to moiré
        grey = cv2.GaussianBlur(grey, (0, 0), 0.4 / scale)
    upright = cv2.warpAffine(
        grey, back[:2], out, flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE
    )
    return upright, back
