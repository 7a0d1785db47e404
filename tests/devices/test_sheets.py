"""The simulated sheets: what a test or a training relies on when it scans one."""

import pytest
from PIL import ImageChops, ImageStat

from devices.scanning import Mode, Page, Paper, ScanWish, Side, Source, nearest_dpi
from devices.simulators.feeder import picture_bytes, read_feed
from devices.simulators.scanner import SimScanner
from devices.simulators.sheets import KINDS, WAYS, check_kind, draw_sheet


def darkness(picture) -> float:
    return 255 - ImageStat.Stat(picture.convert("L")).mean[0]


@pytest.mark.parametrize("kind", [*KINDS, *(f"{way}_form" for way in WAYS), "skewed_upside_down_letter"])
def test_every_sheet_is_of_its_size_and_the_same_each_time(kind):
    for paper in Paper:
        first, again = (draw_sheet(kind, 3, paper, 30) for _ in range(2))
        assert first.size == paper.size_px(30) and first.mode == "RGB"
        assert not ImageChops.difference(first, again).getbbox()
    assert draw_sheet(kind, 3, Paper.A5, 30, Mode.GRAY).mode == "L"


def test_what_lies_upside_down_or_askew_or_is_blank():
    kinds = ("form", "upside_down_form", "skewed_form", "blank")
    form, turned, askew, blank = (draw_sheet(kind, 1, Paper.A4, 75) for kind in kinds)
    grain = 8
    assert max(ImageStat.Stat(ImageChops.difference(form, turned.rotate(180))).mean) < 2
    assert askew.getpixel((0, 0)) < (90, 90, 90) < form.getpixel((0, 0)), "a corner of the glass is seen"
    assert darkness(blank) < grain < darkness(form)
    assert blank.convert("L").getextrema()[0] > 230, "nothing is written on it"


def test_feeds_are_read():
    assert [(sheet.front, sheet.back) for sheet in read_feed("form, letter-stained")] == [
        ("form", "blank"), ("letter", "stained"),
    ]  # fmt: skip
    assert len(read_feed("40")) == 40 and read_feed("0") == ()
    for wrong in ("cat", "form-cat", "upside_down_", "-form"):
        with pytest.raises(ValueError):
            read_feed(wrong)
    with pytest.raises(ValueError):
        check_kind("skewed")


def test_words_of_a_scan():
    assert [nearest_dpi(wished, (75, 150, 300)) for wished in (75, 100, 300, 600)] == [75, 150, 300, 300]
    assert nearest_dpi(200, ()) == 200
    (page,) = SimScanner().scan(ScanWish(Source.FLATBED, Mode.GRAY, 75, Paper.A5))
    assert isinstance(page, Page) and page.side is Side.FRONT and page.content.startswith(b"\xff\xd8")
    assert (page.width_px, page.height_px) == Paper.A5.size_px(75) == (437, 620)
    assert picture_bytes("form", 1, ScanWish(dpi=60), 60, "image/png").startswith(b"\x89PNG")
