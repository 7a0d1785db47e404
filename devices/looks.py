"""The looks that are taken at a picture until its codes are read: the cheapest and likeliest first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import zxingcpp

from devices import zbar
from devices.appended import is_part
from devices.bars import read_bars
from devices.candidates import Place, cut, places, whole
from devices.charsets import text_by_eci, text_of
from devices.codes import MATRICES, Found
from devices.pictures import grey_of
from devices.tints import by_tint
from devices.treatments import even_light, own_contrast, refocused, sharpen, soften, steadied, stretched, uncurled

ZBAR_NAMES = {"QRCODE": "QRCode", "CODE128": "Code128"}
# To zxing-cpp a QRCode may be a Micro QR or an rMQR too, which it sees in photographs of anything.
ZXING_NAMES = {"QRCode": ("QRCodeModel1", "QRCodeModel2")}
NAMES_CHARSET = (b"]Q2", b"]Q4", b"]Q6", b"]d4", b"]d5", b"]d6", b"]L1", b"]z3", b"]z4", b"]z5")
SHORTEST_BARS = 3  # characters; fewer are found in any fence
FLAT_PLACES, STRIPED_PLACES = 6, 3
TURNS = 4


@dataclass(frozen=True, slots=True)
class Look:
    """A treated picture, what to look for in it, by which decoder, and the way back to the first picture's pixels."""

    grey: Any
    formats: tuple[str, ...]
    back: Any = None
    decoder: str = "zxing"
    binarizer: str = "LocalAverage"

    def read(self) -> list[Found]:
        return self._by_zbar() if self.decoder == "zbar" else self._by_zxing()

    def _by_zxing(self) -> list[Found]:
        names = [each for name in self.formats for each in ZXING_NAMES.get(name, (name,))]
        seen = zxingcpp.read_barcodes(
            self.grey,
            [getattr(zxingcpp.BarcodeFormat, name) for name in names],
            text_mode=zxingcpp.TextMode.HexECI,
            binarizer=getattr(zxingcpp.Binarizer, self.binarizer),
        )
        parts = [code for code in seen if _is_part(code)]
        found = [found for code in seen if code not in parts and (found := self._found(code))]
        if parts and zbar.present():  # it puts them together where it sees all of them
            found += self._by_zbar()
        return found

    def _found(self, code: Any) -> Found | None:
        at = code.position
        corners = [(point.x, point.y) for point in (at.top_left, at.top_right, at.bottom_right, at.bottom_left)]
        raw = code.bytes
        told = code.format.name
        name = next((name for name in self.formats if told.startswith(name)), told)
        if len(raw) < (1 if name in MATRICES else SHORTEST_BARS):
            return None
        return Found(_text(code.text, raw), raw, name, self._placed(corners))

    def _by_zbar(self) -> list[Found]:
        names = tuple(name for name, ours in ZBAR_NAMES.items() if ours in self.formats)
        found = []
        for name, raw, lines, outline in zbar.look(self.grey, names):
            if name == "CODE128" and (lines < 3 or len(raw) < SHORTEST_BARS):
                continue
            xs, ys = [x for x, _ in outline], [y for _, y in outline]
            box = [(min(xs), min(ys)), (max(xs), min(ys)), (max(xs), max(ys)), (min(xs), max(ys))]
            found.append(Found(text_of(raw), raw, ZBAR_NAMES[name], self._placed(box)))
        return found

    def _placed(self, corners: Sequence[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
        if self.back is None:
            return tuple((float(x), float(y)) for x, y in corners)
        back = self.back @ np.array([(x, y, 1.0) for x, y in corners]).T
        return tuple((float(x), float(y)) for x, y in (back[:2] / back[2]).T)


def _is_part(code: Any) -> bool:
    if code.format.name != "QRCode":  # nor is a Model 1, whose modules lie otherwise
        return False
    modules = np.array(code.to_image(scale=1, add_quiet_zones=False))
    return is_part(modules == 0, code.ec_level, int(code.extra["DataMask"]))


def _text(hexadecimal: str, raw: bytes) -> str | None:
    """`hexadecimal`: as zxing-cpp tells a code with its identifier, `]Q2` where it names a charset and `]Q1` if not."""
    stream = bytes.fromhex(hexadecimal)
    return text_by_eci(stream[3:]) if stream[:3] in NAMES_CHARSET else text_of(raw)


@dataclass(frozen=True, slots=True)
class BarsLook:
    """Many lines across the bars of one place, averaged."""

    grey: Any
    place: Place

    def read(self) -> list[Found]:
        return [
            Found(text_of(seen.raw), seen.raw, "Code128", seen.corners) for seen in read_bars(self.grey, self.place)
        ]


def looks_at(colours: Any, formats: Sequence[str], found: Sequence[Found], turn: int = 0) -> Iterator[Look | BarsLook]:
    """Until the caller has enough; `found` grows meanwhile. If the first look reads a code, one more is all.

    `turn`: with which of TURNS treatments to begin, so that in a few frames each has had the time of a whole one.
    """
    grey = grey_of(colours)
    yield Look(grey, tuple(formats))
    qr = ("QRCode",) if "QRCode" in formats else ()
    others = tuple(name for name in formats if name != "QRCode")
    if qr:
        yield Look(even_light(grey), qr)
    if found:
        return
    if qr:
        yield Look(soften(grey, 1.0), qr)
        yield Look(sharpen(grey, 2.0), qr)
    tinted = by_tint(colours)
    if tinted is not None:
        yield Look(tinted, tuple(formats))
    likely = places(grey)
    flat = [place for place in likely if not place.striped][:FLAT_PLACES]
    flat.append(whole(grey))  # a photograph of nothing but the code
    striped = [place for place in likely if place.striped][:STRIPED_PLACES] if "Code128" in formats else []
    second = zbar.present() and any(name in formats for name in ZBAR_NAMES.values())
    treatments = (
        (look for place in flat for look in _near(grey, place, 320, qr or others)),
        (look for place in striped for look in _bars(grey, place, tuple(formats) if second else ())),
        (look for place in flat[:4] for look in _treated(grey, place, qr, others, tuple(formats) if second else ())),
        _last(colours, grey, flat, tuple(formats), second),
    )
    for number in range(TURNS):
        yield from treatments[(turn + number) % TURNS]


def _bars(grey: Any, place: Place, formats: tuple[str, ...]) -> Iterator[Look | BarsLook]:
    """`formats` for libzbar, which reads faded bars that others do not; none where it is not installed."""
    yield BarsLook(grey, place)
    if formats:
        picture, back = cut(grey, place, 900)
        yield Look(picture, formats, back, decoder="zbar")


def _treated(
    grey: Any, place: Place, qr: tuple[str, ...], others: tuple[str, ...], second: tuple[str, ...]
) -> Iterator[Look]:
    """All that may help the likeliest place comes before the next one."""
    if second:
        picture, back = cut(grey, place, 480)
        yield Look(picture, second, back, decoder="zbar")
    if qr:
        yield from _flattened(grey, place)
    if others:
        yield from _others(grey, place, others)
    if qr:
        yield from _mended(grey, place, 360)


def _last(colours: Any, grey: Any, flat: list[Place], formats: tuple[str, ...], second: bool) -> Iterator[Look]:
    """What seldom helps."""
    for place in flat[:3] if "QRCode" in formats else ():
        yield from _coloured(colours, place)
    qr = ("QRCode",) if "QRCode" in formats else formats
    for place in flat:
        yield from _near(grey, place, 560, qr)
    yield Look(even_light(grey), formats)
    if second:
        yield Look(grey, formats, decoder="zbar")


def _near(grey: Any, place: Place, longer: int, formats: tuple[str, ...]) -> Iterator[Look]:
    picture, back = cut(grey, place, longer)
    yield Look(picture, formats, back)
    yield Look(own_contrast(picture, longer // 5 | 1), formats, back)
    yield Look(sharpen(picture, longer / 150), formats, back)
    yield Look(soften(picture, longer / 250), formats, back, binarizer="GlobalHistogram")
    picture, back = cut(grey, place, longer, 0.12, square=True)
    yield Look(picture, formats, back)


def _others(grey: Any, place: Place, formats: tuple[str, ...]) -> Iterator[Look]:
    picture, back = cut(grey, place, 400)
    yield Look(picture, formats, back)
    yield Look(own_contrast(picture, 61), formats, back)


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
