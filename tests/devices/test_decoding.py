"""Codes in pictures: the right text, the right bytes, the right place, or nothing."""

import threading

import cv2
import numpy as np
import pytest
import qrcode
import zxingcpp
from PIL import Image
from qrcode import util

from devices import decoding, looks, zbar
from devices.bars import read_bars
from devices.candidates import places
from devices.charsets import text_by_eci
from devices.decoding import read_codes
from devices.pictures import grey_of
from devices.reed_solomon import first_codeword
from devices.tints import by_tint

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


def test_two_codes_that_say_the_same_are_two_and_bars_one():
    label = picture_of("A015")
    assert [code.text for code in read_codes(on_desk(label, label))] == ["A015", "A015"]
    bars = picture_of("H33.16.05-26", "Code128", 1)
    assert [code.text for code in read_codes(on_desk(bars, bars))] == ["H33.16.05-26"]


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


def test_the_greys_are_those_of_zxing_so_that_we_read_what_it_reads():
    colours = np.random.default_rng(0).integers(0, 256, (300, 300, 3), np.uint8)
    blue, green, red = np.moveaxis(colours.astype(int), 2, 0)
    assert (grey_of(colours) == (306 * red + 601 * green + 117 * blue + 512) // 1024).all()  # its ImageView


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """What is read must not hang on how busy the test's PC is."""
    monkeypatch.setattr(decoding, "PATIENCE", 1000.0)
    monkeypatch.setattr(decoding, "BUDGET_SECONDS", 20.0)


def appended(content, index, of):
    """One part of a text in several QR codes (structured append), by its bits."""
    stream, version, level = util.BitBuffer(), 4, qrcode.ERROR_CORRECT_M
    for value, bits in ((3, 4), (index, 4), (of - 1, 4), (77, 8)):
        stream.put(value, bits)
    part = util.QRData(content, mode=util.MODE_8BIT_BYTE)
    stream.put(part.mode, 4)
    stream.put(len(part), util.length_in_bits(part.mode, version))
    part.write(stream)
    blocks = util.base.rs_blocks(version, level)
    stream.put(0, 4)
    while len(stream) % 8:
        stream.put(0, 1)
    for number in range(sum(block.data_count for block in blocks) - len(stream) // 8):
        stream.put((0xEC, 0x11)[number % 2], 8)
    code = qrcode.QRCode(version=version, error_correction=level)
    code.data_cache = util.create_bytes(stream, blocks)
    code.makeImpl(False, 2)
    modules = np.where(np.array(code.get_matrix()), 0, 255).astype(np.uint8)
    return cv2.resize(modules, None, fx=5, fy=5, interpolation=cv2.INTER_NEAREST)


def test_a_part_of_a_text_is_no_text():
    parts = [appended(text.encode(), index, 2) for index, text in enumerate(("Nguyễn Thử ", "Nghiệm"))]
    assert zxingcpp.read_barcodes(parts[0])[0].text == "Nguyễn Thử "  # the control: taken for a whole one
    assert [read_codes(part) for part in parts] == [(), ()]


@pytest.mark.parametrize("turned", [0, 17])
@pytest.mark.parametrize("blur", [1.0, 1.7])
def test_a_part_seen_from_the_side_out_of_focus_mirrored_or_inverted_is_no_text_either(turned, blur):
    part = np.pad(appended("Nguyễn Thử ".encode(), 0, 2), 60, constant_values=240)
    corners = np.float32([(0, 0), (324, 0), (324, 324), (0, 324)])
    seen_at = np.float32([(60, 40), (400, 80), (380, 370), (80, 420)])
    side = cv2.warpPerspective(part, cv2.getPerspectiveTransform(corners, seen_at), (480, 480), borderValue=150)
    side = cv2.warpAffine(side, cv2.getRotationMatrix2D((240, 240), turned, 1), (480, 480), borderValue=150)
    for picture in (blurred(side, blur), blurred(side[:, ::-1], blur), blurred(255 - side, blur)):
        assert [code.text for code in zxingcpp.read_barcodes(picture)] == ["Nguyễn Thử "]  # the control
        assert read_codes(picture, budget_seconds=5.0) == ()


def with_misread(picture, at):
    """One module other than it was written; `at`: rows and columns from the lower right one."""
    last = len(picture) - 4 * 5 - 1
    rows, columns = (slice(last - 5 * step - 4, last - 5 * step + 1) for step in at)
    picture = picture.copy()
    picture[rows, columns] = 255 - picture[rows, columns]
    return picture


@pytest.mark.parametrize("misread", [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0)])
@pytest.mark.parametrize("content", ["H33.65.36-2610-54043", "033085000012", CARD.encode(), "0330850000123" * 20])
def test_one_module_misread_makes_neither_a_part_of_a_whole_text_nor_the_reverse(content, misread):
    """The modes of capitals (0010) and digits (0001) are one bit from a part's (0011)."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_L, border=4, box_size=1)
    code.add_data(util.QRData(content))
    code.make()
    picture = np.kron(np.where(np.array(code.get_matrix()), 0, 255).astype(np.uint8), np.ones((5, 5), np.uint8))
    (found,) = read_codes(with_misread(picture, misread))
    assert found.text == (content if isinstance(content, str) else content.decode())
    part = with_misread(appended("Nguyễn Thử ".encode(), 0, 2), misread)
    assert [code.text for code in zxingcpp.read_barcodes(part)] == ["Nguyễn Thử "]  # the control
    assert read_codes(part, budget_seconds=0.2) == ()


@pytest.mark.parametrize("checks", [7, 30])
def test_a_block_is_corrected_up_to_half_its_checks_and_in_doubt_beyond(checks):
    rng = np.random.default_rng(checks)
    for _ in range(30):
        stream = util.BitBuffer()
        for word in rng.integers(0, 256, 40).tolist():
            stream.put(word, 8)
        written = np.array(util.create_bytes(stream, [util.base.RSBlock(40 + checks, 40)]))
        for off in (0, 1, checks // 2):
            read = written.copy()
            read[[0, *1 + rng.permutation(39 + checks)][:off]] ^= int(rng.integers(1, 256))
            assert first_codeword(read, checks) == written[0]
    read[rng.permutation(40 + checks)] ^= 1
    assert first_codeword(read, checks) is None


@pytest.mark.skipif(not zbar.present(), reason="libzbar0 is not installed")
def test_all_parts_in_one_picture_are_one_text():
    parts = [appended(text.encode(), index, 2) for index, text in enumerate(("Nguyễn Thử ", "Nghiệm"))]
    assert [code.text for code in read_codes(on_desk(*parts))] == ["Nguyễn Thử Nghiệm"]


@pytest.mark.parametrize(
    ("ink", "ground"),
    [((200, 0, 0), (20, 40, 0)), ((60, 60, 220), (120, 120, 60)), ((255, 0, 0), (0, 0, 98))],
)
def test_ink_and_ground_that_differ_in_colour_alone(ink, ground):
    """Blue, green, red; equally bright to a grey eye."""
    code = picture_of(CARD, scale=5)[..., None] / 255.0
    picture = (code * ground + (1 - code) * ink + 0.5).astype(np.uint8)
    assert zxingcpp.read_barcodes(picture) == []
    desk = np.full((700, 900, 3), ground, np.uint8)
    desk[100 : 100 + len(picture), 150 : 150 + len(picture)] = picture
    for shown in (picture, desk):
        assert [found.text for found in read_codes(shown)] == [CARD]


def test_greys_and_bright_colours_need_no_mixture():
    grey = np.dstack([on_desk(picture_of(CARD))] * 3)
    assert by_tint(grey) is None and by_tint(grey[:, :, 0]) is None


@pytest.mark.parametrize("ground", [255, 128, "print"])
@pytest.mark.parametrize("dark_mode", [False, True])
def test_a_code_without_its_quiet_zone(ground, dark_mode):
    code = picture_of(CARD, scale=5)[20:-20, 20:-20]
    picture = np.full((600, 700), 255 if ground == "print" else ground, np.uint8)
    if ground == "print":
        for row in range(24):
            cv2.putText(picture, "UBND XA TIEN LU HUNG YEN 0123", (0, row * 26), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 40, 2)
    inside = code[np.ptp(code, axis=1) > 0][:, np.ptp(code, axis=0) > 0]
    picture[150 : 150 + inside.shape[0], 200 : 200 + inside.shape[1]] = inside
    assert [found.text for found in read_codes(255 - picture if dark_mode else picture)] == [CARD]


def test_a_small_code_in_a_photograph_of_twelve_megapixels():
    photograph = np.full((3000, 4000, 3), 170, np.uint8)
    code = picture_of(CARD, scale=4)
    photograph[2200 : 2200 + len(code), 2900 : 2900 + len(code)] = code[..., None]
    (found,) = read_codes(blurred(photograph, 1.5))
    assert found.text == CARD and found.corners[0] == pytest.approx((2936, 2236), abs=8)


@pytest.mark.parametrize("content", ["012345678901", "A015-2026", CARD, "Đ"])
@pytest.mark.parametrize("inverted", [False, True])
def test_codes_of_every_mode_are_whole(content, inverted):
    for scale in (3, 4, 7):
        picture = picture_of(content, scale=scale)
        assert [code.text for code in read_codes(255 - picture if inverted else picture)] == [content]


def test_a_charset_that_the_code_names_is_taken_at_its_word():
    for format in ("QRCode", "DataMatrix", "PDF417"):
        (found,) = read_codes(picture_of("Đ", format))  # named ISO 8859-2 by the encoder
        assert (found.text, found.raw) == ("Đ", b"\xd0")
        assert read_codes(picture_of("Lý Xuân", format))[0].text is None  # Latin-1, and named nothing


@pytest.mark.parametrize(
    ("stream", "text"),
    [
        (b"\\000026Tr\xe1\xba\xa7n", "Trần"),
        (b"A\\\\015\\000026\xc4\x90\\000004\xd0", "A\\015ĐĐ"),
        (b"\\000003L\xfd", "Lý"),
        (b"\\000003Tr\xe1\xba\xa7n", "Trần"),  # Latin-1 was named, UTF-8 written
        (b"\\000026\xc3\x28", None),
        (b"\\000777A", None),
        (b"\\000899\xfd", None),
    ],
)
def test_charsets_by_number(stream, text):
    assert text_by_eci(stream) == text


def test_small_formats_that_are_seen_in_everything_are_never_looked_for():
    micro = zxingcpp.create_barcode("079", zxingcpp.BarcodeFormat.MicroQRCode)
    assert read_codes(np.pad(np.array(micro.to_image(scale=6)), 20, constant_values=255)) == ()
    assert read_codes(on_desk(picture_of("A015", "Code39", 2)[:120])) == ()
    (asked,) = read_codes(on_desk(picture_of("A015", "Code39", 2)[:120]), formats=("Code39",))
    assert asked.text == "A015"


@pytest.mark.parametrize("seed", range(4))
def test_nothing_is_read_where_nothing_is(seed):
    rng = np.random.default_rng(seed)
    board = np.kron(rng.integers(0, 2, (60, 80)), np.ones((8, 8))) * 255
    bars = np.repeat(np.kron(rng.integers(0, 2, 160), np.ones(4))[None] * 255, 480, axis=0)
    noise = rng.integers(0, 255, (480, 640))
    for picture in (board, bars, noise):
        assert read_codes(picture.astype(np.uint8), budget_seconds=0.4) == ()


def test_no_other_look_is_begun_after_the_budget():
    ticks = iter(range(1000))
    looks = iter(range(1000))

    def clock():
        next(looks)
        return next(ticks) * 0.1

    assert read_codes(on_desk(), budget_seconds=0.35, clock=clock) == ()
    assert next(looks) <= 5
    (found,) = read_codes(picture_of(CARD), budget_seconds=0.0)
    assert found.text == CARD  # the first look is never given up


def test_a_look_that_would_not_end_in_time_is_not_begun(monkeypatch):
    now, begun = [0.0], []

    class Slow:
        def __init__(self, pixels):
            self.pixels = pixels

        def read(self):
            begun.append(self.pixels)
            now[0] += self.pixels / 100
            return []

    monkeypatch.setattr(looks, "looks_at", lambda *_: map(Slow, (100, 90, 30, 30, 10)))
    assert read_codes(on_desk(), budget_seconds=1.5, clock=lambda: now[0]) == ()
    assert begun == [100, 30, 10]


def blurred(picture, by):
    return cv2.GaussianBlur(picture, (0, 0), by)


def test_what_the_plain_look_misses():
    """Out of focus by most of a module; and bent so that no four corners tell where the middle is."""
    code = picture_of("H33.16.05-261123-0012", scale=6)
    rows, columns = np.mgrid[0 : code.shape[0], 0 : code.shape[1]].astype(np.float32)
    arch = 0.09 * code.shape[0] * (1 - (2 * columns / code.shape[1] - 1) ** 2)
    bent = cv2.remap(code, columns, rows - arch, cv2.INTER_LINEAR, borderValue=255)
    for picture in (on_desk(blurred(code, 3.6)), on_desk(bent)):
        assert zxingcpp.read_barcodes(picture) == []
        assert [found.text for found in read_codes(picture, budget_seconds=10.0)] == ["H33.16.05-261123-0012"]


def test_a_photograph_of_nothing_but_a_code_that_is_bent():
    code = picture_of("H33.16.05-261123-0012", scale=12)
    rows, columns = np.mgrid[0 : code.shape[0], 0 : code.shape[1]].astype(np.float32)
    arch = 0.12 * code.shape[0] * (1 - (2 * columns / code.shape[1] - 1) ** 2)
    bent = cv2.remap(code, columns, rows - arch, cv2.INTER_LINEAR, borderValue=255)
    assert zxingcpp.read_barcodes(bent) == []
    assert [found.text for found in read_codes(bent, budget_seconds=10.0)] == ["H33.16.05-261123-0012"]


@pytest.mark.parametrize(("format", "turned"), [("PDF417", 12), ("Code128", 40)])
def test_what_is_held_askew_is_turned_upright(format, turned):
    code = picture_of("H33.16.05-261123-0012", format, 3)
    code = np.pad(code if format == "PDF417" else np.repeat(code[60:61], 120, axis=0), 200, constant_values=170)
    middle = (code.shape[1] / 2, code.shape[0] / 2)
    askew = cv2.warpAffine(code, cv2.getRotationMatrix2D(middle, turned, 1), code.shape[::-1], borderValue=170)
    assert zxingcpp.read_barcodes(askew) == []
    assert [found.text for found in read_codes(askew, budget_seconds=10.0)] == ["H33.16.05-261123-0012"]


def test_bars_in_the_noise_of_the_night_by_the_average_of_their_lines():
    picture = on_desk(picture_of("H33.16.05-261123-0012", "Code128", 2)[:140]).astype(float)
    night = np.clip(picture * 0.3 + np.random.default_rng(3).normal(0, 30, picture.shape), 0, 255).astype(np.uint8)
    assert zxingcpp.read_barcodes(night) == []
    striped = [place for place in places(night) if place.striped]
    assert any(seen.raw == b"H33.16.05-261123-0012" for place in striped for seen in read_bars(night, place))


def test_without_libzbar(monkeypatch):
    monkeypatch.setattr(zbar, "present", lambda: False)
    monkeypatch.setattr(zbar, "look", None)
    assert [found.text for found in read_codes(picture_of(CARD))] == [CARD]
    assert read_codes(on_desk(), budget_seconds=5.0) == ()


@pytest.mark.skipif(not zbar.present(), reason="libzbar0 is not installed")
def test_libzbar_in_binary_mode_says_the_bytes_from_any_thread():
    picture, seen = picture_of(CARD), []
    threads = [
        threading.Thread(target=lambda: seen.extend(zbar.look(picture, ("QRCODE",)) for _ in range(5)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 20 and {raw for found in seen for _, raw, _, _ in found} == {CARD.encode()}
