"""The second opinion on codes gives bytes and guesses nothing: pyzbar alone takes Vietnamese for Big5 or Shift-JIS."""

import numpy as np
import pytest
import zxingcpp

from devices import zbar

TEXTS = [
    "HUỲNH HIẾU",
    "Đặng Đức Hải",
    "Tiên Lữ, Hưng Yên",
    "033136001234||Nguyễn Thị Mẫu|01051936|Nữ|Thôn Mẫu, xã Mẫu|01062021",
]
pytestmark = pytest.mark.skipif(not zbar.present(), reason="libzbar0 is not installed")


def read(text: str) -> bytes:
    drawn = np.array(zxingcpp.create_barcode(text.encode(), zxingcpp.BarcodeFormat.QRCode).to_image(scale=4))
    ((_, raw, _, _),) = zbar.look(np.pad(drawn, 20, constant_values=255), ("QRCODE",))
    return raw


@pytest.mark.parametrize("text", TEXTS)
def test_vietnamese_bytes_come_whole(text):
    assert read(text) == text.encode()


@pytest.mark.parametrize("text", TEXTS)
def test_without_its_binary_mode_they_would_not(text, monkeypatch):
    """The control (mchehab/zbar#212, NaturalHistoryMuseum/pyzbar#14): other letters, handed out as valid text."""
    from pyzbar import wrapper

    plain = wrapper.zbar_image_scanner_set_config
    monkeypatch.setattr(
        wrapper, "zbar_image_scanner_set_config", lambda *how: 0 if how[2] == zbar.BINARY else plain(*how)
    )
    assert read(text) != text.encode()
