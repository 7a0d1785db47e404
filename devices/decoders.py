"""One treated picture through one decoder: zxing-cpp, libzbar, or the average of many lines across bars."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import zxingcpp

from devices import zbar
from devices.appended import is_part
from devices.bars import read_bars
from devices.candidates import Place
from devices.charsets import text_by_eci, text_of
from devices.codes import MATRICES, Found

ZBAR_NAMES = {"QRCODE": "QRCode", "CODE128": "Code128"}
# To zxing-cpp a QRCode may be a Micro QR or an rMQR too, which it sees in photographs of anything.
ZXING_NAMES = {"QRCode": ("QRCodeModel1", "QRCodeModel2")}
NAMES_CHARSET = (b"]Q2", b"]Q4", b"]Q6", b"]d4", b"]d5", b"]d6", b"]L1", b"]z3", b"]z4", b"]z5")
SHORTEST_BARS = 3  # characters; fewer are found in any fence


@dataclass(frozen=True, slots=True)
class Look:
    """A treated picture, what to look for in it, by which decoder, and the way back to the first picture's pixels."""

    grey: Any
    formats: tuple[str, ...]
    back: Any = None
    decoder: str = "zxing"
    binarizer: str = "LocalAverage"

    @property
    def pixels(self) -> int:
        return self.grey.size

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

    @property
    def pixels(self) -> int:
        return round(self.place.size[0] * self.place.size[1])

    def read(self) -> list[Found]:
        return [
            Found(text_of(seen.raw), seen.raw, "Code128", seen.corners) for seen in read_bars(self.grey, self.place)
        ]
