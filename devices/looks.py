"""The looks that are taken at a picture until its codes are read: the cheapest and likeliest first."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from devices import zbar
from devices.candidates import Place, alike, cut, places, whole
from devices.codes import Found
from devices.decoders import ZBAR_NAMES, BarsLook, Look
from devices.pictures import grey_of
from devices.tints import by_tint
from devices.treatments import (
    even_light,
    own_contrast,
    refocused,
    resize,
    sharpen,
    soften,
    steadied,
    stretched,
    uncurled,
)

FLAT_PLACES, STRIPED_PLACES = 6, 3
LARGE_PIXELS = 1600  # the longer side
LEAST_STACKED_PIXELS = 150  # a PDF417 has 86 modules and more
TURNS = 4


def looks_at(colours: Any, formats: Sequence[str], found: Sequence[Found], turn: int = 0) -> Iterator[Look | BarsLook]:
    """Until the caller has enough; `found` grows meanwhile. If the first look reads a code, one more is all.

    `turn`: with which of TURNS ways to begin, so that in a few frames each has had the time of a whole one.
    """
    formats, grey = tuple(formats), grey_of(colours)
    yield Look(grey, formats)
    qr = ("QRCode",) if "QRCode" in formats else ()
    coarse, back = _coarse(grey)
    if found:  # those beside it are seldom so small on a large picture that they need all of it
        if qr:
            yield Look(even_light(coarse), qr, back)
        return
    if qr:
        yield Look(even_light(grey), qr)
    if dotted := tuple(name for name in formats if name in ("QRCode", "DataMatrix")):
        yield Look(soften(grey, 1.0), dotted)
    if qr:
        yield Look(sharpen(grey, 2.0), qr)
    tinted = by_tint(_coarse(colours)[0])
    if tinted is not None:
        yield Look(tinted, formats, back)
    if back is not None:
        yield from _by_zbar(coarse, back, formats)
    likely = places(grey)
    flat = [place for place in likely if not place.striped][:FLAT_PLACES]
    flat.append(whole(grey))  # a photograph of nothing but the code
    striped = [place for place in likely if place.striped][:STRIPED_PLACES]
    ways = [
        _quick(grey, flat[:2], striped[:1], formats),
        _slow(grey, flat[:1], formats),
        _bars(grey, striped, formats),
        _last(colours, grey, flat, formats),
    ]
    if any(alike(bars, place) for bars in striped[:1] for place in flat[:2]):
        ways[1], ways[2] = ways[2], ways[1]
    for number in range(TURNS):
        yield from ways[(turn + number) % TURNS]


def _coarse(picture: Any) -> tuple[Any, Any]:
    """A large picture at half its size, and the way back; another one as it is."""
    if max(picture.shape) <= LARGE_PIXELS:
        return picture, None
    return resize(picture, 0.5), np.diag([2.0, 2.0, 1.0])


def _quick(grey: Any, flat: Sequence[Place], striped: Sequence[Place], formats: tuple[str, ...]) -> Iterator[Look]:
    """Turned upright, which zxing-cpp needs for all but a QR, and enlarged."""
    others = tuple(name for name in formats if name != "QRCode")
    for place in flat:
        yield from _near(grey, place, 320, ("QRCode",) if "QRCode" in formats else others)
        if others:
            picture, back = cut(grey, place, 400)
            yield Look(picture, others, back)
        natural = round(1.2 * max(place.size))
        if "PDF417" in formats and natural > LEAST_STACKED_PIXELS:
            picture, back = cut(grey, place, min(900, natural), 0.1)
            yield Look(picture, ("PDF417",), back)
        yield from _by_zbar(*cut(grey, place, 480), formats)
    for place in striped if others else ():
        picture, back = cut(grey, place, 900, 0.1)
        yield Look(picture, others, back)


def _by_zbar(picture: Any, back: Any, formats: tuple[str, ...]) -> Iterator[Look]:
    """It reads faded bars that others do not."""
    if zbar.present() and any(name in formats for name in ZBAR_NAMES.values()):
        yield Look(picture, formats, back, decoder="zbar")


def _bars(grey: Any, striped: Sequence[Place], formats: tuple[str, ...]) -> Iterator[Look | BarsLook]:
    for place in striped if "Code128" in formats else ():
        yield from _by_zbar(*cut(grey, place, 900), formats)
        yield BarsLook(grey, place)


def _slow(grey: Any, flat: Sequence[Place], formats: tuple[str, ...]) -> Iterator[Look]:
    for place in flat:
        if "QRCode" in formats:
            yield from _flattened(grey, place)
            yield from _mended(grey, place, 360)
        picture, back = cut(grey, place, 400)
        yield Look(own_contrast(picture, 61), formats, back)


def _last(colours: Any, grey: Any, flat: Sequence[Place], formats: tuple[str, ...]) -> Iterator[Look]:
    """What seldom helps."""
    yield from _quick(grey, flat[2:], (), formats)
    for place in flat[:3] if "QRCode" in formats else ():
        yield from _coloured(colours, place)
    for place in flat:
        yield from _near(grey, place, 560, ("QRCode",) if "QRCode" in formats else formats)
    yield from _slow(grey, (*flat[1:4], *flat[4:][-1:]), formats)  # the last is all of the picture
    yield Look(even_light(grey), formats)
    yield from _by_zbar(grey, None, formats)


def _near(grey: Any, place: Place, longer: int, formats: tuple[str, ...]) -> Iterator[Look]:
    picture, back = cut(grey, place, longer)
    yield Look(picture, formats, back)
    yield Look(own_contrast(picture, longer // 5 | 1), formats, back)
    yield Look(sharpen(picture, longer / 150), formats, back)
    yield Look(soften(picture, longer / 250), formats, back, binarizer="GlobalHistogram")
    picture, back = cut(grey, place, longer, 0.12, square=True)
    yield Look(picture, formats, back)


def _flattened(grey: Any, place: Place) -> Iterator[Look]:
    picture, back = cut(grey, place, 400)
    for upright in (True, False):
        for flat in uncurled(picture, upright, (0.05, -0.05, 0.1, -0.1)):
            yield Look(flat, ("QRCode",), back)


def _coloured(colours: Any, place: Place) -> Iterator[Look]:
    """Each colour for itself: red on blue may be equally bright."""
    if colours.ndim == 3:
        picture, back = cut(colours, place, 320)
        for channel in (2, 0, 1):
            yield Look(np.ascontiguousarray(picture[:, :, channel]), ("QRCode",), back)


def _mended(grey: Any, place: Place, longer: int) -> Iterator[Look]:
    picture, back = cut(grey, place, longer)
    light = stretched(picture)
    for clear in steadied(light, (6.0, 10.0, 15.0, 21.0)):
        yield Look(clear, ("QRCode",), back)
    for clear in refocused(light, (3.0, 5.0, 7.5, 10.0)):
        yield Look(clear, ("QRCode",), back)
