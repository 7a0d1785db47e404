"""Codes in pictures: the right text, the right bytes, the right place, or nothing."""

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from devices.decoding import read_codes

CARD = "033085000012|145000012|Nguyễn Thử Nghiệm|02091985|Nam|Thôn Mẫu 1, Hưng Yên|15042021"


def picture_of(content, format="QRCode", scale=4):
    code = zxingcpp.create_barcode(content, getattr(zxingcpp.BarcodeFormat, format))
    return np.pad(np.array(code.to_image(scale=scale)), 20, constant_values=255)


def on_desk(*codes, size=(480, 640), at=((40, 30), (60, 380))):
    desk = np.full(size, 170, np.uint8)
    for code, (top, left) in zip(codes, at, strict=False):
        desk[top : top + code.shape[0], left : left + code.shape[1]] = code
    return desk


@pytest.mark.parametrize("format", ["QRCode", "DataMatrix", "PDF417"])
@pytest.mark.parametrize("content", [CARD, CARD.encode(), "Trần Văn Uyên".encode(), "HUỲNH HIẾU".encode()])
def test_vietnamese_text_with_and_without_its_charset_named(format, content):
    (found,) = read_codes(picture_of(content, format))
    raw = content if isinstance(content, bytes) else content.encode()
    assert (found.text, found.raw, found.format) == (raw.decode(), raw, format)


def test_bars():
    (found,) = read_codes(on_desk(picture_of("H33.16.05-261123-0012", "Code128", 2)[:120]))
    assert (found.text, found.format) == ("H33.16.05-261123-0012", "Code128")


def test_bytes_that_are_no_utf8_have_no_text():
    raw = "Lý Xuân Đức".encode("cp1258", "replace")
    (found,) = read_codes(picture_of(raw))
    assert found.text is None and found.raw == raw


def test_two_codes_in_reading_order_with_their_places():
    left, right = picture_of("A015"), picture_of("A016")
    for first, second in ((left, right), (right, left)):
        found = read_codes(on_desk(first, second))
        assert [code.text for code in found] == (["A015", "A016"] if first is left else ["A016", "A015"])
        assert [x for x, _ in (found[0].corners[0], found[1].corners[0])] == pytest.approx([30 + 36, 380 + 36], abs=3)


def test_pictures_of_every_origin(tmp_path):
    grey = on_desk(picture_of(CARD))
    colours = np.dstack([grey] * 3)
    saved = Image.fromarray(grey)
    exif = saved.getexif()
    exif[0x0112] = 6  # the camera was held upright
    saved.save(tmp_path / "card.jpg", exif=exif)
    clear = Image.fromarray(np.dstack([colours * 0, 255 - grey]), "RGBA")
    for picture in (grey, colours, grey.astype(np.uint16) * 257, grey > 128, saved, str(tmp_path / "card.jpg"), clear):
        assert [found.text for found in read_codes(picture)] == [CARD]
    with pytest.raises(ValueError):
        read_codes(grey.astype(float))
