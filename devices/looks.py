"""The looks that are taken at a picture until its codes are read: the cheapest and likeliest first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import zxingcpp

from devices import zbar
from devices.candidates import Place, cut, places
from devices.codes import Found
from devices.pictures import grey_of
from devices.treatments import even_light, own_contrast, refocused, resize, sharpen, soften, steadied, stretched

ZBAR_NAMES = {"QRCODE": "QRCode", "CODE128": "Code128"}


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
        formats = [getattr(zxingcpp.BarcodeFormat, name) for name in self.formats]
        seen = zxingcpp.read_barcodes(
            self.grey,
            formats,
            text_mode=zxingcpp.TextMode.Plain,
            binarizer=getattr(zxingcpp.Binarizer, self.binarizer),
        )
        return [self._found(code) for code in seen]

    def _found(self, code: Any) -> Found:
        at = code.position
        corners = [(point.x, point.y) for point in (at.top_left, at.top_right, at.bottom_right, at.bottom_left)]
        raw = code.bytes
        return Found(_text(raw), raw, code.format.name, self._placed(corners))

    def _by_zbar(self) -> list[Found]:
        names = tuple(name for name, ours in ZBAR_NAMES.items() if ours in self.formats)
        found = []
        for name, raw, lines, outline in zbar.look(self.grey, names):
            if name == "CODE128" and lines < 3:
                continue
            xs, ys = [x for x, _ in outline], [y for _, y in outline]
            box = [(min(xs), min(ys)), (max(xs), min(ys)), (max(xs), max(ys)), (min(xs), max(ys))]
            found.append(Found(_text(raw), raw, ZBAR_NAMES[name], self._placed(box)))
        return found

    def _placed(self, corners: Sequence[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
        if self.back is None:
            return tuple((float(x), float(y)) for x, y in corners)
        back = self.back @ np.array([(x, y, 1.0) for x, y in corners]).T
        return tuple((float(x), float(y)) for x, y in (back[:2] / back[2]).T)


def _text(raw: bytes) -> str | None:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return None


def looks_at(colours: Any, formats: Sequence[str]) -> Iterator[Look]:
    formats = tuple(formats)
    grey = grey_of(colours)
    yield Look(grey, formats)
    if "QRCode" in formats:
        yield Look(even_light(grey), ("QRCode",))
        yield Look(soften(grey, 1.0), ("QRCode",))
        yield Look(sharpen(grey, 2.0), ("QRCode",))
        yield Look(grey, ("QRCode",), binarizer="GlobalHistogram")
    found = places(grey)
    flat = [place for place in found if not place.striped]
    if "QRCode" in formats:
        for longer in (320, 560):
            for place in flat:
                yield from _near(grey, place, longer, ("QRCode",))
        for place in flat:
            yield from _mended(grey, place, 400, ("QRCode",))
    if "Code128" in formats:
        for place in found:
            if place.striped:
                for longer in (600, 1100):
                    picture, back = cut(grey, place, longer, 0.12)
                    yield Look(picture, ("Code128",), back)
    if zbar.present():
        yield Look(grey, formats, decoder="zbar")
    others = tuple(name for name in formats if name != "QRCode")
    for place in flat:
        picture, back = cut(grey, place, 400)
        yield Look(picture, others, back)
        yield Look(own_contrast(picture, 61), others, back)
    yield Look(even_light(grey), formats)
    if max(grey.shape) < 2000:
        yield Look(resize(grey, 2.0), formats, np.diag([0.5, 0.5, 1.0]))


def _near(grey: Any, place: Place, longer: int, formats: tuple[str, ...]) -> Iterator[Look]:
    picture, back = cut(grey, place, longer)
    yield Look(picture, formats, back)
    yield Look(own_contrast(picture, longer // 5 | 1), formats, back)
    yield Look(sharpen(picture, longer / 150), formats, back)
    yield Look(soften(picture, longer / 250), formats, back)
    picture, back = cut(grey, place, longer, 0.12, square=True)
    yield Look(picture, formats, back)


def _mended(grey: Any, place: Place, longer: int, formats: tuple[str, ...]) -> Iterator[Look]:
    picture, back = cut(grey, place, longer)
    light = stretched(picture)
    for clear in refocused(light, (3.0, 5.0, 7.5, 10.0)):
        yield Look(clear, formats, back)
    for clear in steadied(light, (6.0, 10.0, 15.0, 21.0)):
        yield Look(clear, formats, back)
