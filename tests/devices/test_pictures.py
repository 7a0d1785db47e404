"""Pictures as phones, scanners and other people's programs store them become greys that a decoder reads."""

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from devices.decoding import read_codes
from devices.pictures import colours_of

CONTENT = "H33.16.05-261123-0012"


@pytest.fixture
def seen():
    """A code in the middle of the scale, as a lens gives it: neither black nor white, and grainy."""
    code = np.array(zxingcpp.create_barcode(CONTENT, zxingcpp.BarcodeFormat.QRCode).to_image(scale=4))
    grain = np.random.default_rng(1).normal(0, 4, (300, 400))
    desk = np.full((300, 400), 150.0)
    desk[60 : 60 + len(code), 90 : 90 + len(code)] = code * 0.55 + 40
    return desk + grain


def texts(picture):
    return [found.text for found in read_codes(picture, budget_seconds=5.0)]


@pytest.mark.parametrize("highest", [255, 1023, 4095, 65535])
def test_a_sensor_of_any_depth(seen, highest):
    deep = (seen / 255 * highest).round()
    assert texts(deep.astype(np.uint16)) == [CONTENT]
    assert texts(np.dstack([deep] * 3).astype(np.uint16)) == [CONTENT]
    for stored in (deep.astype(np.uint16), deep.astype(np.int32), deep.astype(np.float32)):
        assert texts(Image.fromarray(stored)) == [CONTENT]


def test_values_from_nought_to_one(seen):
    assert texts(Image.fromarray((seen / 255).astype(np.float32))) == [CONTENT]


STORED = "L.png 1.tif P.gif CMYK.jpg CMYK.tif YCbCr.jpg LAB.tif RGBA.png LA.png RGB.webp RGB.mpo RGB.bmp"


@pytest.mark.parametrize("name", STORED.split())
def test_files_of_every_kind(seen, tmp_path, name):
    mode = name.split(".")[0]
    grey = Image.fromarray(seen.astype(np.uint8))
    picture = grey.point(lambda value: 255 if value > 110 else 0) if mode == "1" else grey.convert("RGB")
    picture.convert(mode).save(tmp_path / name)
    assert texts(tmp_path / name) == [CONTENT]


@pytest.mark.parametrize("turned", range(1, 9))
def test_however_the_phone_was_held(seen, tmp_path, turned):
    ways = (None, *(getattr(Image.Transpose, way) for way in ("FLIP_LEFT_RIGHT", "ROTATE_180", "FLIP_TOP_BOTTOM")))
    ways += tuple(getattr(Image.Transpose, way) for way in ("TRANSPOSE", "ROTATE_90", "TRANSVERSE", "ROTATE_270"))
    upright = Image.fromarray(seen.astype(np.uint8))
    stored = upright.transpose(ways[turned - 1]) if turned > 1 else upright
    exif = stored.getexif()
    exif[0x0112] = turned
    stored.save(tmp_path / "held.png", exif=exif)
    assert np.array_equal(colours_of(tmp_path / "held.png"), np.asarray(upright))


def test_what_is_no_picture_or_larger_than_memory_should_bear(seen, tmp_path, monkeypatch):
    path = tmp_path / "a.png"
    Image.fromarray(seen.astype(np.uint8)).save(path)
    (tmp_path / "torn.png").write_bytes(path.read_bytes()[:4000])
    (tmp_path / "page.txt").write_text("không phải ảnh")
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 50_000)
    for name in ("a.png", "torn.png", "page.txt", "nowhere.png"):
        with pytest.raises(OSError):
            colours_of(tmp_path / name)
    monkeypatch.undo()
    assert texts(path) == [CONTENT]
    with pytest.raises(OSError):
        colours_of(tmp_path / "torn.png")
