"""Where in a picture a code may be: places as busy as print in two directions, or in one, as bars are."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

SEARCHED_PIXELS = 1920  # the longer side of the picture in which edges are felt: bars of two pixels are still bars
MAPPED_PIXELS = 640  # the longer side of the map in which they are counted
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
    """The likeliest places first, at most MOST by each of the ways to find them."""
    fine_scale = min(1.0, SEARCHED_PIXELS / max(grey.shape))
    fine = _coarser(grey, fine_scale)
    soft = cv2.GaussianBlur(fine, (3, 3), 0)
    across, down = (cv2.Scharr(soft, cv2.CV_32F, *way) / 16.0 for way in ((1, 0), (0, 1)))
    map_scale = min(1.0, MAPPED_PIXELS / max(fine.shape))
    small = _coarser(fine, map_scale)
    reach = max(7, max(small.shape) // 50) | 1
    tensor = [
        cv2.blur(_coarser(product, map_scale), (reach, reach))
        for product in (across * across, down * down, across * down)
    ]
    whole = tensor[0] + tensor[1]
    one_way = cv2.magnitude(tensor[0] - tensor[1], 2.0 * tensor[2])
    density = cv2.sqrt(whole)
    # Busy both ways, as codes are; the bars and edges of a desk are so one way only, however dark.
    crossed = cv2.sqrt(cv2.max(whole - one_way, 0.0))
    # The same in relation to the contrast of its surroundings: a faded code is as busy as a new one.
    window = np.ones((reach, reach), np.uint8)
    contrast = cv2.subtract(cv2.dilate(small, window), cv2.erode(small, window)).astype(np.float32)
    busy = density / (cv2.blur(contrast, (reach, reach)) + 24.0)
    # Wood and cloth are striped everywhere; bars are so in one place.
    striped = one_way / (whole + 2.0 * float(np.median(whole)) + 20.0)
    found = _stripes(striped, density, tensor, reach) + _flats(crossed, 0.45, reach) + _flats(busy, 0.6, reach)
    shrunk = fine_scale * map_scale
    grown = [
        Place(
            (one.centre[0] / shrunk, one.centre[1] / shrunk),
            (one.size[0] / shrunk, one.size[1] / shrunk),
            one.angle,
            one.striped,
        )
        for one in found
    ]
    return _apart([one for one in grown if one.size[0] * one.size[1] < 0.7 * grey.size])


def whole(grey: Any) -> Place:
    """All of the picture."""
    height, width = grey.shape
    return Place((width / 2, height / 2), (float(width), float(height)), 0.0, False)


def _coarser(picture: Any, scale: float) -> Any:
    return cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1.0 else picture


def _flats(map_: Any, share: float, reach: int) -> list[Place]:
    """Where the map is above a share of its highest, gaps closed."""
    mask = (map_ > float(map_.max()) * share).astype(np.uint8)
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    weighed = []
    for outline in cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]:
        centre, size, angle = cv2.minAreaRect(outline)
        if min(size) >= reach:
            weight = cv2.contourArea(outline) * float(map_[outline[:, 0, 1], outline[:, 0, 0]].mean())
            weighed.append((weight, Place(centre, size, angle, False)))
    return [place for _, place in sorted(weighed, key=lambda one: -one[0])[:MOST]]


def _stripes(map_: Any, density: Any, tensor: list[Any], reach: int) -> list[Place]:
    """Where edges run in one direction, longer across the bars than along them, or at least not a mere line."""
    weighed = []
    for level in (0.45, 0.7):
        outlines = cv2.findContours((map_ > level).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]
        for outline in sorted(outlines, key=cv2.contourArea, reverse=True)[:12]:
            left, top, wide, high = cv2.boundingRect(outline)
            inside = np.zeros((high, wide), np.uint8)
            cv2.drawContours(inside, [outline], -1, 1, -1, offset=(-left, -top))
            here = (slice(top, top + high), slice(left, left + wide))
            xx, yy, xy = (float((part[here] * inside).sum()) for part in tensor)
            turned = np.arctan2(2 * xy, xx - yy) / 2  # the gradient of bars runs across them
            axes = np.array([[np.cos(turned), -np.sin(turned)], [np.sin(turned), np.cos(turned)]])
            upright = outline[:, 0] @ axes
            width, height = np.ptp(upright, axis=0)
            if height < reach * 0.6 or width < 2 * reach:
                continue
            centre = axes @ ((upright.max(axis=0) + upright.min(axis=0)) / 2)
            filled = cv2.contourArea(outline) / (width * height + 1)
            weight = width * filled * float((density[here] * inside).sum() / inside.sum())
            weighed.append(
                (weight, Place(tuple(centre), (float(width), float(height)), float(np.degrees(turned)), True))
            )
    return [place for _, place in sorted(weighed, key=lambda one: -one[0])[:MOST]]


def _apart(found: list[Place]) -> list[Place]:
    """Without those that lie on an earlier one of their kind."""
    kept: list[Place] = []
    for place in found:
        if not any(place.striped is other.striped and alike(place, other) for other in kept):
            kept.append(place)
    return kept


def alike(one: Place, other: Place) -> bool:
    """Whether both are about the same part of the picture."""
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
    reach = int(np.hypot(width, height) / 2) + 8
    left, top = (max(0, int(at) - reach) for at in place.centre)
    near = grey[top : int(place.centre[1]) + reach, left : int(place.centre[0]) + reach]
    shifted = back[:2] - np.array([[0, 0, left], [0, 0, top]])
    if scale < 0.7:  # each pixel takes the light of its area, or a fine code turns to moiré
        high, wide = near.shape[:2]
        near = cv2.resize(near, None, fx=scale / 0.7, fy=scale / 0.7, interpolation=cv2.INTER_AREA)
        near = cv2.GaussianBlur(near, (0, 0), 0.57)
        shrunk = np.array([[near.shape[1] / wide], [near.shape[0] / high]])
        shifted = shifted * shrunk + np.array([[0, 0, 0.5], [0, 0, 0.5]]) * (shrunk - 1)
    flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    return cv2.warpAffine(near, shifted, out, flags=flags, borderMode=cv2.BORDER_REPLICATE), back
