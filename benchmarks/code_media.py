"""What carries a code in the world: paper, an ID card, a phone, a receipt, a label. Drawn large, as nobody sees it yet.

Everything is drawn from `rng`, so a seed is a picture. A medium is a BGR array with its code on it, and the pixels of
one module, so that the camera knows how large the code will be.
"""

from dataclasses import dataclass
from math import cos, sin

import cv2
import numpy as np
import qrcode
import zxingcpp
from PIL import Image, ImageDraw, ImageFont

FONT = "assets/fonts/BeVietnamPro-Regular.ttf"
FAMILY, MIDDLE, GIVEN, PLACES = (
    line.split("|")
    for line in (
        "Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý",
        "Văn|Thị|Đức|Hữu|Ngọc|Minh|Quang|Thanh|Xuân|Thu|Hồng|Kim|Bảo|Gia|Khánh|Thùy",
        "Hiếu|Uyên|Thảo|Dũng|Hường|Tuấn|Ngân|Phượng|Giang|Quỳnh|Lộc|Nhật|Tuyết|Ánh|Yến|Khôi|Mỹ|Thủy|Đạt|Cường",
        "Hưng Yên|Thái Bình|Tiên Lữ|Phù Cừ|Ân Thi|Khoái Châu|Mỹ Hào|Văn Giang|Đông Hưng|Quỳnh Phụ|Kiến Xương",
    )
)


@dataclass(frozen=True, slots=True)
class Truth:
    raw: bytes
    format: str


@dataclass(frozen=True, slots=True)
class Medium:
    picture: np.ndarray
    module_pixels: float
    truths: tuple[Truth, ...]


def pick(rng: np.random.Generator, words):
    return words[int(rng.integers(len(words)))]


def card_payload(rng: np.random.Generator) -> bytes:
    """As the QR of an ID card: seven to eleven fields, 100 to 180 bytes of UTF-8, no charset named."""
    name = " ".join((pick(rng, FAMILY), pick(rng, MIDDLE), pick(rng, GIVEN)))
    date = f"{rng.integers(1, 29):02}{rng.integers(1, 13):02}{rng.integers(1950, 2020)}"
    place = f"Thôn {pick(rng, GIVEN)}, xã {pick(rng, MIDDLE)} {pick(rng, GIVEN)}, {pick(rng, PLACES)}, Hưng Yên"
    old = f"{rng.integers(10**9):09}" if rng.random() < 0.7 else ""
    fields = [f"{rng.integers(10**12):012}", old, name, date, pick(rng, ("Nam", "Nữ")), place, "15042021"]
    if rng.random() < 0.3:
        fields += ["", f"{pick(rng, FAMILY)} Văn {pick(rng, GIVEN)}", f"{pick(rng, FAMILY)} Thị {pick(rng, GIVEN)}", ""]
    return "|".join(fields).encode()


def file_number(rng: np.random.Generator) -> bytes:
    place, field, month, number = (int(rng.integers(*within)) for within in ((10, 99), (1, 40), (1, 13), (10**5,)))
    return f"H33.{place}.{field:02}-26{month:02}-{number:05}".encode()


def address(rng: np.random.Generator) -> bytes:
    letters = "".join(pick(rng, "abcdefghijkmnpqrstuvwxyz23456789") for _ in range(int(rng.integers(6, 30))))
    return f"https://dichvucong.example.vn/{letters}".encode()


def symbol(content: bytes, name: str, module: int, level: str = "M") -> np.ndarray:
    """The bare symbol without quiet zone; a bar code is 30 modules high."""
    if name == "QRCode":
        # Weighing all eight masks takes ten times as long as drawing one.
        code = qrcode.QRCode(error_correction="MLHQ".index(level), border=0, mask_pattern=len(content) % 8)
        code.add_data(content, optimize=0)  # bytes as they are: cards name no charset
        drawn = np.where(np.array(code.get_matrix()), 0, 255).astype(np.uint8)
    else:
        made = zxingcpp.create_barcode(content, getattr(zxingcpp.BarcodeFormat, name))
        drawn = np.array(made.to_image(scale=1, add_quiet_zones=False))
    if name == "Code128":
        drawn = np.repeat(drawn[:1], 30, axis=0)
    return cv2.resize(drawn, None, fx=module, fy=module, interpolation=cv2.INTER_NEAREST)


def inked(drawn: np.ndarray, ink, ground) -> np.ndarray:
    share = (drawn.astype(np.float32) / 255.0)[..., None]
    return (share * np.array(ground, np.float32) + (1 - share) * np.array(ink, np.float32)).astype(np.uint8)


def quiet(drawn: np.ndarray, module: int, modules: float = 4) -> np.ndarray:
    around = round(module * modules)
    return cv2.copyMakeBorder(drawn, *[around] * 4, cv2.BORDER_CONSTANT, value=255)


def write(picture: np.ndarray, lines, at: tuple[int, int], size: int, ink=(40, 40, 40)) -> None:
    drawing = Image.fromarray(picture)
    font = ImageFont.truetype(FONT, size)
    for row, line in enumerate(lines):
        ImageDraw.Draw(drawing).text((at[0], at[1] + row * size * 1.4), line, font=font, fill=tuple(ink))
    picture[:] = np.array(drawing)


def cloud(rng: np.random.Generator, size: tuple[int, int], grain: float) -> np.ndarray:
    """Soft noise of mean 0 and deviation 1, `grain` pixels wide."""
    small = max(2, int(size[0] / grain) + 2), max(2, int(size[1] / grain) + 2)
    noise = cv2.resize(rng.standard_normal(small).astype(np.float32), (size[1], size[0]), interpolation=cv2.INTER_CUBIC)
    return (noise - noise.mean()) / (noise.std() + 1e-6)


def place(ground: np.ndarray, patch: np.ndarray, left: int, top: int) -> None:
    ground[top : top + patch.shape[0], left : left + patch.shape[1]] = patch


def paper(rng: np.random.Generator, content: bytes, name: str = "QRCode", ink=(30, 28, 26), ground=(246, 248, 250)):
    """A sheet with print around its code."""
    module = 8 if name != "Code128" else 4
    code = inked(quiet(symbol(content, name, module, pick(rng, "LMQ")), module), ink, ground)
    height, width = code.shape[:2]
    sheet = np.full((height + 420, max(width + 200, 700), 3), ground, np.uint8)
    write(sheet, ["ỦY BAN NHÂN DÂN XÃ", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"], (60, 40), 30)
    place(sheet, code, int(rng.integers(20, sheet.shape[1] - width - 19)), 150)
    write(sheet, ["Mã hồ sơ: ……………………", "Họ và tên: " + pick(rng, FAMILY)], (60, height + 190), 34)
    return Medium(sheet, module, (Truth(content, name),))


def id_card(rng: np.random.Generator, content: bytes):
    """A card of 85.6 × 54 mm with its guilloche, a portrait and the code at its top right, about 13 mm wide."""
    code = symbol(content, "QRCode", 6, "M")
    side = code.shape[0]
    width, height = round(side * 85.6 / 13), round(side * 54 / 13)
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    wave = np.zeros((height, width), np.float32)
    for _ in range(5):
        turn, pitch, bend = rng.uniform(0, np.pi), rng.uniform(14, 40), rng.uniform(20, 90)
        along = columns * cos(turn) + rows * sin(turn)
        across = rows * cos(turn) - columns * sin(turn)
        wave += np.abs(np.sin(along / pitch + np.sin(across / bend) * 2.5)) < 0.12
    tint = np.array(pick(rng, ((226, 214, 190), (205, 228, 216), (215, 214, 232))), np.float32)
    card = tint - wave[..., None] * 26 + cloud(rng, (height, width), 90)[..., None] * 7
    card = np.clip(card, 0, 255).astype(np.uint8)
    cv2.rectangle(card, (width // 30, height * 2 // 5), (width * 3 // 10, height - height // 12), (150, 165, 190), -1)
    cv2.circle(card, (width // 6, height * 3 // 5), width // 14, (90, 110, 150), -1)
    lines = [
        "Số / No.: 0330…",
        "Họ và tên / Full name:",
        "NGUYỄN THỬ NGHIỆM",
        "Ngày sinh: 02/09/1985",
        "Quê quán: Hưng Yên",
    ]
    write(card, lines, (width * 35 // 100, height * 2 // 5), height // 16, (60, 50, 40))
    top, left = height // 16, width - side - width // 20
    ground = card[top : top + side, left : left + side]
    card[top : top + side, left : left + side] = np.where(
        code[..., None] > 0, cv2.add(ground, 25), (ground * 0.2).astype(np.uint8)
    )
    return Medium(card, 6, (Truth(content, "QRCode"),))


def phone(rng: np.random.Generator, content: bytes, dark: bool):
    """A phone's screen with its pixels, bright on dark where the owner likes it so."""
    module = 9
    code = quiet(symbol(content, "QRCode", module, pick(rng, "LM")), module, 2 if dark else 4)
    if dark:
        code = 255 - code
    side = code.shape[0]
    ground, ink = ((24, 22, 20), (235, 235, 235)) if dark else ((250, 250, 250), (20, 20, 20))
    screen = np.full((side * 2, side + 120, 3), ground, np.uint8)
    place(screen, inked(code, (18, 16, 16), (240, 240, 240)), 60, side // 2)
    write(screen, ["09:41", "Mã QR của tôi"], (70, 50), 36, ink)
    write(screen, ["Đưa mã này cho cán bộ", "tại quầy tiếp nhận"], (70, side * 3 // 2 + 60), 32, ink)
    grid = np.ones((screen.shape[0], screen.shape[1], 3), np.float32)
    grid[::3] *= 0.72
    for channel in range(3):
        grid[:, channel::3, channel] *= 1.0
        grid[:, (channel + 1) % 3 :: 3, channel] *= 0.8
    screen = np.clip(screen * grid * 1.12, 0, 255).astype(np.uint8)
    body = cv2.copyMakeBorder(screen, 50, 50, 24, 24, cv2.BORDER_CONSTANT, value=(16, 16, 16))
    return Medium(body, module, (Truth(content, "QRCode"),))


def receipt(rng: np.random.Generator, content: bytes, name: str, fade: float, crumple: bool):
    """A thermal receipt, faded by `fade` (0 new, 1 blank), with the streaks of a worn head."""
    module = 5 if name != "Code128" else 3
    drawn = quiet(symbol(content, name, module, "M"), module, 4 if name != "Code128" else 10)
    height, width = drawn.shape
    slip = np.full((height + 330, max(width + 40, 420)), 255, np.uint8)
    slip[170 : 170 + height, (slip.shape[1] - width) // 2 : (slip.shape[1] + width) // 2] = drawn[
        :, : (slip.shape[1] + width) // 2 - (slip.shape[1] - width) // 2
    ]
    sheet = np.dstack([slip] * 3)
    write(sheet, ["SỐ THỨ TỰ", "A 015"], (110, 20), 46, (0, 0, 0))
    write(sheet, ["Mời ông/bà chờ gọi số"], (50, height + 200), 30, (0, 0, 0))
    dark = 1.0 - sheet[..., 0].astype(np.float32) / 255
    dark *= 1.0 - fade
    dark *= np.clip(1 - 0.22 * np.maximum(cloud(rng, dark.shape, 30), 0), 0.2, 1)
    for _ in range(int(rng.integers(0, 4))):
        dark[:, int(rng.integers(dark.shape[1]))] *= 0.1
    light = 232 + 4 * cloud(rng, dark.shape, 120)
    if crumple:
        slope = cv2.GaussianBlur(np.abs(cloud(rng, dark.shape, 70)), (0, 0), 3)
        light = light - 30 * slope + 12
    tone = np.clip(light * (1 - dark * 0.86), 0, 255)
    paper_tint = np.array((0.97, 1.0, 1.0), np.float32)
    return Medium(np.clip(tone[..., None] * paper_tint, 0, 255).astype(np.uint8), module, (Truth(content, name),))


def label(rng: np.random.Generator, content: bytes):
    """A coloured code on coloured ground, with a narrow quiet zone."""
    pairs = (
        ((120, 40, 20), (190, 230, 250)),
        ((30, 30, 160), (200, 240, 245)),
        ((60, 90, 20), (170, 225, 190)),
        ((140, 30, 120), (90, 200, 235)),
        ((90, 60, 60), (150, 170, 110)),
        ((20, 20, 20), (60, 70, 190)),
    )
    ink, ground = pick(rng, pairs)
    module = 8
    code = inked(quiet(symbol(content, "QRCode", module, pick(rng, "MQ")), module, rng.uniform(1, 3)), ink, ground)
    around = cv2.copyMakeBorder(code, *[int(rng.integers(20, 60))] * 4, cv2.BORDER_CONSTANT, value=pick(rng, pairs)[0])
    return Medium(around, module, (Truth(content, "QRCode"),))


def dirty(rng: np.random.Generator, content: bytes):
    """A logo in the middle, or stains and scratches; the correction level fits as printers choose it."""
    module = 8
    drawn = symbol(content, "QRCode", module, "H" if rng.random() < 0.6 else "Q")
    side = drawn.shape[0]
    code = inked(quiet(drawn, module), (25, 25, 25), (248, 248, 248))
    centre = code.shape[0] // 2
    if rng.random() < 0.5:
        half = int(side * rng.uniform(0.07, 0.11))
        cv2.rectangle(code, (centre - half, centre - half), (centre + half, centre + half), (250, 250, 250), -1)
        cv2.circle(code, (centre, centre), int(half * 0.8), (40, 40, 200), -1)
    else:
        for _ in range(int(rng.integers(2, 5))):
            spot = tuple(int(v) for v in rng.integers(module * 12, code.shape[0] - module * 6, 2))
            cv2.circle(
                code,
                spot,
                int(side * rng.uniform(0.015, 0.045)),
                pick(rng, ((70, 90, 110), (235, 235, 235), (20, 20, 20))),
                -1,
            )
        ends = rng.integers(0, code.shape[0], (2, 2))
        cv2.line(code, tuple(map(int, ends[0])), tuple(map(int, ends[1])), (225, 225, 225), module // 2)
    around = cv2.copyMakeBorder(code, 90, 90, 90, 90, cv2.BORDER_CONSTANT, value=(248, 248, 248))
    return Medium(around, module, (Truth(content, "QRCode"),))


def bars(rng: np.random.Generator, content: bytes):
    """A Code 128 in pale ink whose bars are cut by white scratches and by the edge of a sticker."""
    module = 4
    drawn = quiet(symbol(content, "Code128", module), module, 10)
    pale = rng.uniform(90, 170)
    code = inked(drawn, (pale, pale, pale), (225, 228, 230))
    for _ in range(int(rng.integers(1, 4))):
        top = int(rng.integers(module * 10, code.shape[0] - module * 10))
        cv2.line(
            code, (0, top), (code.shape[1], top + int(rng.integers(-60, 60))), (228, 228, 228), int(rng.integers(4, 16))
        )
    sheet = cv2.copyMakeBorder(code, 120, 120, 60, 60, cv2.BORDER_CONSTANT, value=(225, 228, 230))
    write(sheet, [content.decode()], (110, 30), 34)
    return Medium(sheet, module, (Truth(content, "Code128"),))


def pair(rng: np.random.Generator, first: Medium, second: Medium):
    """Two media side by side, brought to one module size."""
    scale = first.module_pixels / second.module_pixels
    other = cv2.resize(second.picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    height = max(first.picture.shape[0], other.shape[0])
    table = np.full((height, first.picture.shape[1] + other.shape[1] + 30, 3), (120, 130, 140), np.uint8)
    place(table, first.picture, 0, 0)
    place(table, other, first.picture.shape[1] + 30, 0)
    return Medium(table, first.module_pixels, first.truths + second.truths)
