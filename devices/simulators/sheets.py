"""Sheets of paper as citizens bring them, drawn: forms, letters, cards; skewed, upside down, blank, stained.

Names and numbers on them are invented. Everything is measured in millimetres and drawn at the asked resolution.
"""

import random
from functools import lru_cache
from math import cos, pi, sin
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from devices.scanning import MM_PER_INCH, Mode, Paper

FONTS = Path(__file__).resolve().parents[2] / "assets" / "fonts"
KINDS = ("form", "letter", "card", "blank", "stained")
WAYS = ("skewed", "upside_down", "sideways")  # put before a kind: skewed_form
TINT, INK, PEN, SEAL, GLASS = (252, 251, 246), (34, 34, 40), (28, 52, 140), (196, 34, 44), (58, 58, 60)
SKEW_DEGREES = 2.6

FORM = (
    ("Kính gửi:", "Ủy ban nhân dân xã Đông Tiền Hải"),
    ("Họ, chữ đệm, tên người yêu cầu:", "Nguyễn Thử Nghiệm"),
    ("Ngày, tháng, năm sinh:", "01/02/1990"),
    ("Nơi cư trú:", "Thôn Đoài, xã Đông Tiền Hải, tỉnh Hưng Yên"),
    ("Giấy tờ tùy thân:", "Căn cước số 000 000 000 000"),
    ("Quan hệ với người được khai sinh:", "Cha"),
    ("Đề nghị đăng ký khai sinh cho:", "Nguyễn Thử Ước"),
    ("Ngày, tháng, năm sinh của con:", "03/11/2026"),
    ("Nơi sinh:", "Trung tâm y tế Tiền Hải"),
    ("Giới tính:", "Nữ          Dân tộc: Kinh"),
    ("Họ, chữ đệm, tên người mẹ:", "Trần Giả Định"),
    ("Họ, chữ đệm, tên người cha:", "Nguyễn Thử Nghiệm"),
)
LETTER = (
    "Căn cứ Luật Tổ chức chính quyền địa phương; xét đề nghị của công chức địa chính về việc xác nhận hiện trạng sử "
    "dụng đất của hộ gia đình tại thôn Đoài,",
    "Ủy ban nhân dân xã xác nhận thửa đất số 00, tờ bản đồ số 00 được sử dụng ổn định, không có tranh chấp, đúng "
    "ranh giới đã được các hộ liền kề ký giáp ranh.",
    "Giấy xác nhận này được lập thành hai bản có giá trị như nhau, một bản giao cho người đề nghị, một bản lưu tại "
    "Ủy ban nhân dân xã.",
)


def check_kind(kind: str) -> str:
    """The kind itself. Raises ValueError for a sheet that nobody can draw."""
    plain = kind
    for way in WAYS:
        plain = plain.removeprefix(f"{way}_")
    if plain not in KINDS:
        raise ValueError(f"sheet {kind!r}: known are {', '.join(KINDS)}, before them {', '.join(WAYS)}")
    return kind


def draw_sheet(kind: str, number: int, paper: Paper = Paper.A4, dpi: int = 150, mode: Mode = Mode.COLOUR):
    """What the scanner's eye sees of one side, as a Pillow picture of the paper's size.

    `number` is written at the foot and makes each sheet's dirt its own; the same arguments give the same picture.
    """
    check_kind(kind)
    sheet = _Sheet(paper, dpi)
    plain = kind
    ways = []
    while way := next((way for way in WAYS if plain.startswith(f"{way}_")), None):
        ways.append(way)
        plain = plain.removeprefix(f"{way}_")
    match plain:
        case "form":
            _draw_form(sheet, number)
        case "letter":
            _draw_letter(sheet, number)
        case "card":
            _draw_card(sheet)
        case "stained":
            _draw_stains(sheet, number)
    seen = _seen(sheet, ways, number)
    return seen.convert("L") if mode is Mode.GRAY else seen


class _Sheet:
    """A drawing surface in millimetres."""

    def __init__(self, paper: Paper, dpi: int):
        self.width_mm, self.height_mm = paper.size_mm
        self.dpi = dpi
        self.picture = Image.new("RGB", paper.size_px(dpi), TINT)
        self.pen = ImageDraw.Draw(self.picture)
        self.scale = min(1.0, self.width_mm / 210.0)  # an A5 form is the A4 one, smaller

    def px(self, mm: float) -> int:
        return round(mm * self.dpi / MM_PER_INCH)

    def font(self, mm: float, weight: str = "Regular"):
        return _font(weight, max(4, self.px(mm * self.scale)))

    def write(self, x_mm, y_mm, text, mm=4.0, weight="Regular", ink=INK, anchor="ls") -> float:
        """Text with its base line at y; gives its width in mm."""
        font = self.font(mm, weight)
        self.pen.text((self.px(x_mm), self.px(y_mm)), text, ink, font, anchor)
        return font.getlength(text) * MM_PER_INCH / self.dpi

    def line(self, x1, y1, x2, y2, mm=0.3, ink=INK) -> None:
        self.pen.line((self.px(x1), self.px(y1), self.px(x2), self.px(y2)), ink, max(1, self.px(mm)))


@lru_cache(maxsize=48)
def _font(weight: str, px: int):
    return ImageFont.truetype(str(FONTS / f"BeVietnamPro-{weight}.ttf"), px)


def _head(sheet: _Sheet) -> float:
    """The head of every official paper (Decree 30/2020/NĐ-CP); gives the height used."""
    w, s = sheet.width_mm, sheet.scale
    left, right = w * 0.26, w * 0.68
    sheet.write(left, 20 * s, "ỦY BAN NHÂN DÂN", 3.7, anchor="ms")
    sheet.write(left, 26 * s, "XÃ ĐÔNG TIỀN HẢI", 3.7, "Bold", anchor="ms")
    sheet.line(left - 12 * s, 28.4 * s, left + 12 * s, 28.4 * s)
    sheet.write(right, 20 * s, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 3.7, "Bold", anchor="ms")
    width = sheet.write(right, 26 * s, "Độc lập – Tự do – Hạnh phúc", 3.9, "SemiBold", anchor="ms")
    sheet.line(right - width / 2, 28.4 * s, right + width / 2, 28.4 * s)
    return 44 * s


def _draw_form(sheet: _Sheet, number: int) -> None:
    s, w = sheet.scale, sheet.width_mm
    top = _head(sheet)
    sheet.write(w / 2, top + 4 * s, "TỜ KHAI ĐĂNG KÝ KHAI SINH", 5.6, "Bold", anchor="ms")
    y = top + 20 * s
    hand = random.Random(number)
    for label, answer in FORM:
        begun = 22 * s + sheet.write(22 * s, y, label) + 2 * s
        x = begun
        while x < w - 20 * s:  # the dotted line of every Vietnamese form
            sheet.line(x, y + 0.4 * s, x + 0.25 * s, y + 0.4 * s, 0.3)
            x += 1.5 * s
        sheet.write(begun + 1.5 * s + hand.random(), y - 0.4 * s, answer, 4.4, "SemiBold", PEN)
        y += 11.5 * s
    for number_of_box, text in enumerate(("Bản sao giấy chứng sinh", "Giấy chứng nhận kết hôn", "Sổ hộ khẩu (cũ)")):
        box_y = y + number_of_box * 7 * s
        box = [sheet.px(mm) for mm in (22 * s, box_y - 3.6 * s, 26 * s, box_y + 0.4 * s)]
        sheet.pen.rectangle(box, outline=INK, width=max(1, sheet.px(0.25)))
        if number_of_box < 2:
            sheet.line(22.8 * s, box_y - 1.8 * s, 23.8 * s, box_y - 0.4 * s, 0.5, PEN)
            sheet.line(23.8 * s, box_y - 0.4 * s, 26.6 * s, box_y - 4.6 * s, 0.5, PEN)
        sheet.write(29 * s, box_y, text, 3.6)
    _sign(sheet, y + 8 * s, number, "Người yêu cầu")
    _foot(sheet, number)


def _draw_letter(sheet: _Sheet, number: int) -> None:
    s, w = sheet.scale, sheet.width_mm
    top = _head(sheet)
    sheet.write(w / 2, top + 4 * s, "GIẤY XÁC NHẬN", 5.6, "Bold", anchor="ms")
    y = top + 20 * s
    for paragraph in LETTER:
        line = "     "
        for word in paragraph.split():
            if sheet.font(4.0).getlength(f"{line} {word}") > sheet.px(w - 44 * s):
                sheet.write(22 * s, y, line)
                y, line = y + 7.2 * s, ""
            line = f"{line} {word}" if line.strip() else line + word
        sheet.write(22 * s, y, line)
        y += 10 * s
    _sign(sheet, y + 12 * s, number, "TM. ỦY BAN NHÂN DÂN")
    _seal(sheet, w * 0.66 - 8 * s, y + 34 * s)
    _foot(sheet, number)


def _draw_card(sheet: _Sheet) -> None:
    """An identity card of nobody, on the glass with white around it."""
    x, y, width, height = 17.0, 18.0, 85.6, 54.0  # ISO/IEC 7810 ID-1
    box = [sheet.px(mm) for mm in (x, y, x + width, y + height)]
    sheet.pen.rounded_rectangle(box, sheet.px(3), fill=(206, 226, 234), outline=(120, 150, 165), width=sheet.px(0.2))
    for ring in range(9):
        radius = 6 + ring * 4
        circle = [sheet.px(mm) for mm in (x + 60 - radius, y + 30 - radius, x + 60 + radius, y + 30 + radius)]
        if y + 30 - radius > y and y + 30 + radius < y + height:
            sheet.pen.ellipse(circle, outline=(186, 210, 222), width=max(1, sheet.px(0.15)))
    scale, sheet.scale = sheet.scale, 1.0
    sheet.write(x + 55, y + 8, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 2.2, "Bold", anchor="ms")
    sheet.write(x + 55, y + 15, "CĂN CƯỚC – MẪU", 4.2, "Bold", SEAL, "ms")
    sheet.pen.rectangle([sheet.px(mm) for mm in (x + 5, y + 18, x + 25, y + 44)], fill=(170, 188, 198))
    sheet.pen.ellipse([sheet.px(mm) for mm in (x + 10.5, y + 22, x + 19.5, y + 32)], fill=(140, 158, 170))
    sheet.pen.pieslice([sheet.px(mm) for mm in (x + 7, y + 33, x + 23, y + 55)], 180, 360, fill=(140, 158, 170))
    lines = ("Số: 000 000 000 000", "Nguyễn Thử Nghiệm", "01/02/1990   Nam", "Thôn Đoài, Đông Tiền Hải")
    for number, text in enumerate(lines):
        sheet.write(x + 30, y + 23 + number * 7, text, 3.0, "SemiBold" if number < 2 else "Regular")
    sheet.scale = scale


def _draw_stains(sheet: _Sheet, number: int) -> None:
    """The back of a used sheet: nothing written, and yet not empty."""
    chance = random.Random(number * 31 + 5)
    for _ in range(40):
        x, y = chance.uniform(5, sheet.width_mm - 5), chance.uniform(5, sheet.height_mm - 5)
        size = chance.uniform(0.1, 0.5)
        gray = chance.randint(150, 215)
        sheet.pen.ellipse([sheet.px(mm) for mm in (x, y, x + size, y + size)], fill=(gray, gray, gray - 8))
    x, y, r = sheet.width_mm * 0.7, sheet.height_mm * 0.25, 34 * sheet.scale
    ring = [sheet.px(mm) for mm in (x - r, y - r, x + r, y + r)]
    sheet.pen.ellipse(ring, outline=(226, 210, 186), width=sheet.px(1.6 * sheet.scale))  # a tea glass stood here


def _sign(sheet: _Sheet, y: float, number: int, who: str) -> None:
    s, x = sheet.scale, sheet.width_mm * 0.70
    sheet.write(x, y, f"Đông Tiền Hải, ngày {number % 28 + 1:02} tháng 11 năm 2026", 3.6, anchor="ms")
    sheet.write(x, y + 7 * s, who, 4.0, "Bold", anchor="ms")
    hand = random.Random(number + 100)
    points = []
    for step in range(90):
        t = step / 89
        wave = sin(t * 9 * pi + hand.uniform(-0.1, 0.1)) * (6 - 4 * t)
        points.append((sheet.px(x + (t * 36 - 18) * s + 2 * cos(t * 7)), sheet.px(y + (20 + wave) * s)))
    sheet.pen.line(points, PEN, max(1, sheet.px(0.45)), "curve")
    sheet.write(x, y + 36 * s, "Nguyễn Thử Nghiệm", 4.0, "SemiBold", anchor="ms")


def _seal(sheet: _Sheet, x: float, y: float) -> None:
    """A round red seal over the signature, drawn on its own sheet so that the ink below shines through."""
    side = sheet.px(36 * sheet.scale)
    if side < 12:
        return
    stamp = Image.new("L", (side, side), 0)
    pen = ImageDraw.Draw(stamp)
    thick = max(1, side // 40)
    pen.ellipse((thick, thick, side - thick, side - thick), outline=255, width=thick * 2)
    pen.ellipse((side * 0.2, side * 0.2, side * 0.8, side * 0.8), outline=255, width=thick)
    middle, star = side / 2, []
    for point in range(10):
        radius = side * (0.2 if point % 2 == 0 else 0.08)
        star.append((middle + radius * sin(point * pi / 5), middle - radius * cos(point * pi / 5)))
    pen.polygon(star, fill=255)
    text = "ỦY BAN NHÂN DÂN XÃ ĐÔNG TIỀN HẢI • "
    for place, letter in enumerate(text):
        box, angle = round(side * 0.14), 2 * pi * place / len(text)
        glyph = Image.new("L", (box, box), 0)
        ImageDraw.Draw(glyph).text((box / 2, box * 0.78), letter, 255, _font("Bold", max(4, round(side * 0.08))), "ms")
        turned = glyph.rotate(-360 * place / len(text), Image.Resampling.BICUBIC)
        x_px, y_px = middle + side * 0.36 * sin(angle), middle - side * 0.36 * cos(angle)
        stamp.paste(255, (round(x_px - box / 2), round(y_px - box / 2)), turned)
    stamp = stamp.point(lambda ink: round(ink * 0.78))
    sheet.picture.paste(SEAL, (sheet.px(x) - side // 2, sheet.px(y) - side // 2), stamp)


def _foot(sheet: _Sheet, number: int) -> None:
    s = sheet.scale
    sheet.write(sheet.width_mm / 2, sheet.height_mm - 12 * s, f"Trang {number}", 3.2, anchor="ms")


def _seen(sheet: _Sheet, ways: list[str], number: int) -> Image.Image:
    """The sheet through the scanner: turned as it was laid, a soft eye, the grain of the sensor."""
    picture = sheet.picture
    if "upside_down" in ways:
        picture = picture.rotate(180)
    if "sideways" in ways:
        turned = picture.rotate(90, expand=True)
        turned.thumbnail(picture.size)
        picture = Image.new("RGB", picture.size, GLASS)
        picture.paste(turned, (0, 0))
    if "skewed" in ways:
        degrees = SKEW_DEGREES if number % 2 else -SKEW_DEGREES
        picture = picture.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=GLASS)
    picture = picture.filter(ImageFilter.GaussianBlur(max(0.3, sheet.dpi / 500)))
    return ImageChops.subtract(picture, _grain(picture.size))


@lru_cache(maxsize=4)
def _grain(size: tuple[int, int]) -> Image.Image:
    """The noise of a sensor: up to five levels of 255, the same on every page."""
    side = 256
    tile = Image.frombytes("L", (side, side), random.Random(11).randbytes(side * side)).point(lambda level: level // 48)
    grain = Image.new("L", size)
    for x in range(0, size[0], side):
        for y in range(0, size[1], side):
            grain.paste(tile, (x, y))
    return grain.convert("RGB")
