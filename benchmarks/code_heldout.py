"""Frames that the decoding was never tuned on: other encoders, styles, grounds, lenses and formats than code_frames.py.

Run at the end and reported apart; whoever looks at what is missed here in order to mend it must write another one.
"""

from collections.abc import Iterator

import cv2
import numpy as np
import qrcode
from barcode.codex import Code128

from benchmarks import code_media as media
from benchmarks.code_frames import Frame
from benchmarks.code_media import Truth, cloud, inked, pick

SIZES = ((800, 600), (1600, 1200), (2592, 1944), (720, 1280))
CATEGORIES = (
    "poster", "round dots", "bottle", "far away", "soft lens", "against the light", "screen of a laptop",
    "worn sticker", "shaken phone", "bars on a parcel", "DataMatrix on metal", "nothing",
)  # fmt: skip


def matrix_of(content: bytes, rng: np.random.Generator) -> np.ndarray:
    """Modules of a QR, dark 0 and light 255, by another encoder than the decoder's own."""
    level = pick(rng, (qrcode.ERROR_CORRECT_L, qrcode.ERROR_CORRECT_M, qrcode.ERROR_CORRECT_Q))
    code = qrcode.QRCode(error_correction=level, border=int(rng.integers(1, 5)))
    code.add_data(content, optimize=0)
    return np.where(np.array(code.get_matrix()), 0, 255).astype(np.uint8)


def drawn(category: str, rng: np.random.Generator) -> tuple[np.ndarray, float, tuple[Truth, ...]]:
    """The picture of the code, the pixels of one of its modules, what it says."""
    if category == "bars on a parcel":
        content = media.file_number(rng)
        line = np.array([255 if bit == "0" else 0 for bit in Code128(content.decode()).build()[0]], np.uint8)
        line = np.pad(line, 10, constant_values=255)
        code = cv2.resize(np.repeat(line[None], 40, 0), None, fx=6, fy=6, interpolation=cv2.INTER_NEAREST)
        return inked(code, (50, 45, 60), (140, 175, 200)), 6, (Truth(content, "Code128"),)
    content = media.card_payload(rng) if rng.random() < 0.5 else media.address(rng)
    if category == "DataMatrix on metal":
        code = media.quiet(media.symbol(content, "DataMatrix", 8), 8, 2)
        metal = inked(code, (60, 62, 66), (165, 168, 170)).astype(np.float32)
        metal += np.repeat(cloud(rng, (code.shape[0], 4), 1.5)[:, :1], code.shape[1], axis=1)[..., None] * 8
        return np.clip(metal, 0, 255).astype(np.uint8), 8, (Truth(content, "DataMatrix"),)
    modules = matrix_of(content, rng)
    code = cv2.resize(modules, None, fx=10, fy=10, interpolation=cv2.INTER_NEAREST)
    ink, ground = (25, 25, 25), (245, 245, 245)
    if category == "round dots":
        dots = np.full(code.shape, 255, np.uint8)
        for row, column in np.argwhere(modules == 0):
            cv2.circle(dots, (int(column) * 10 + 5, int(row) * 10 + 5), 5, 0, -1, cv2.LINE_AA)
        code = dots
    if category == "poster":
        ink, ground = pick(
            rng, (((110, 20, 90), (160, 235, 250)), ((150, 60, 0), (235, 245, 220)), ((0, 90, 0), (130, 220, 235)))
        )
    painted = inked(code, ink, ground)
    if category == "worn sticker":
        bald = cv2.resize((cloud(rng, code.shape, 25) > 2.0).astype(np.uint8), code.shape[::-1])
        painted[bald > 0] = (215, 220, 222)
    if category == "screen of a laptop":
        painted[::4] = (painted[::4] * 0.6).astype(np.uint8)
        painted[:, ::4] = (painted[:, ::4] * 0.8).astype(np.uint8)
    return painted, 10, (Truth(content, "QRCode"),)


def ground(rng: np.random.Generator, size: tuple[int, int]) -> np.ndarray:
    """Lights out of focus, bricks, leaves or a newspaper."""
    width, height = size
    picture = np.clip(rng.integers(60, 190, 3) + cloud(rng, (height, width), 200)[..., None] * 30, 0, 255).astype(
        np.uint8
    )
    match int(rng.integers(4)):
        case 0:
            for _ in range(25):
                at = tuple(int(v) for v in rng.integers((0, 0), size))
                cv2.circle(
                    picture,
                    at,
                    int(rng.integers(8, 60)),
                    tuple(int(v) for v in rng.integers(60, 255, 3)),
                    -1,
                    cv2.LINE_AA,
                )
            picture = cv2.GaussianBlur(picture, (0, 0), 4)
        case 1:
            for row in range(0, height, 40):
                for column in range(-(row // 40 % 2) * 50, width, 100):
                    tone = int(rng.integers(60, 130))
                    cv2.rectangle(
                        picture, (column + 3, row + 3), (column + 96, row + 36), (tone // 2, tone // 2, tone + 40), -1
                    )
        case 2:
            for _ in range(220):
                at = tuple(int(v) for v in rng.integers((0, 0), size))
                axes = (int(rng.integers(10, 70)), int(rng.integers(3, 14)))
                cv2.ellipse(
                    picture,
                    at,
                    axes,
                    float(rng.uniform(0, 180)),
                    0,
                    360,
                    (30, int(rng.integers(60, 190)), 50),
                    -1,
                    cv2.LINE_AA,
                )
        case 3:
            for row in range(0, height, 26):
                words = " ".join(pick(rng, media.GIVEN + media.PLACES) for _ in range(width // 60))
                media.write(picture, [words], (int(rng.integers(-40, 10)), row), 17)
    return picture


def seen(category: str, rng: np.random.Generator) -> tuple[np.ndarray, tuple[Truth, ...]]:
    width, height = size = pick(rng, SIZES)
    scene = ground(rng, size)
    if category == "nothing":
        return taken(category, rng, scene.astype(np.float32)), ()
    code, module, truths = drawn(category, rng)
    margin = int(rng.integers(10, 80))
    code = cv2.copyMakeBorder(
        code, *[margin] * 4, cv2.BORDER_CONSTANT, value=tuple(int(v) for v in rng.integers(90, 250, 3))
    )
    if category == "bottle":
        rows, columns = np.mgrid[0 : code.shape[0], 0 : code.shape[1]].astype(np.float32)
        across = columns / code.shape[1] * 2 - 1
        bow = rng.uniform(-0.08, 0.08) * code.shape[0]
        from_x = (np.arcsin(across * 0.85) / np.arcsin(0.85) + 1) / 2 * code.shape[1]
        code = warped_by(code, from_x, rows + bow * across**2)
    pixels = {"far away": rng.uniform(1.4, 2.2), "bars on a parcel": rng.uniform(1.3, 2.5)}.get(
        category, rng.uniform(2.4, 7)
    )
    scale = min(pixels / module, 0.8 * min(width / code.shape[1], height / code.shape[0]))
    across, down = code.shape[1] * scale, code.shape[0] * scale
    turn, wobble = rng.uniform(0, 2 * np.pi), 0.13
    if category == "bars on a parcel":
        turn = rng.uniform(-0.4, 0.4)
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * (across / 2, down / 2)
    corners = corners * (1 + rng.uniform(-wobble, wobble, (4, 2)))
    corners = corners @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    corners *= min(1.0, *(np.array(size) * 0.96 / np.ptp(corners, axis=0)))
    corners += (
        np.array(size) * 0.02
        - corners.min(0)
        + rng.uniform(0, 1, 2) * (np.array(size) * 0.96 - np.ptp(corners, axis=0))
    )
    flat = np.array([[0, 0], [code.shape[1], 0], [code.shape[1], code.shape[0]], [0, code.shape[0]]], np.float32)
    matrix = cv2.getPerspectiveTransform(flat, corners.astype(np.float32))
    soft = cv2.GaussianBlur(code, (0, 0), max(0.01, 0.35 / scale)) if scale < 1 else code
    warped = cv2.warpPerspective(soft, matrix, size)
    cover = cv2.warpPerspective(np.full(code.shape[:2], 255, np.uint8), matrix, size)
    scene = np.where(cover[..., None] > 127, warped, scene)
    return taken(category, rng, scene.astype(np.float32)), truths


def warped_by(picture: np.ndarray, from_x: np.ndarray, from_y: np.ndarray) -> np.ndarray:
    maps = from_x.astype(np.float32), from_y.astype(np.float32)
    return cv2.remap(picture, *maps, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)


def taken(category: str, rng: np.random.Generator, scene: np.ndarray) -> np.ndarray:
    height, width = scene.shape[:2]
    rows, columns = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j].astype(np.float32)
    barrel = 1 + rng.uniform(-0.03, 0.08) * (rows**2 + columns**2)
    scene = warped_by(scene, (columns * barrel + 1) / 2 * (width - 1), (rows * barrel + 1) / 2 * (height - 1))
    scene *= (1 - rng.uniform(0.1, 0.5) * (rows**2 + columns**2) / 2)[..., None]
    if category == "against the light":
        scene = (
            scene * rng.uniform(0.15, 0.35)
            + 150 * np.exp(-((columns - rng.uniform(-1, 1)) ** 2 + (rows + 1) ** 2))[..., None]
        )
    if category == "soft lens":
        scene = cv2.GaussianBlur(scene, (0, 0), rng.uniform(1.5, 3.0), sigmaY=rng.uniform(1.0, 2.4))
    if category == "shaken phone":
        path = np.cumsum(rng.normal(0, 1.2, (int(rng.integers(4, 12)), 2)), axis=0)
        scene = np.mean([np.roll(scene, tuple(np.round(step).astype(int)), (0, 1)) for step in path], axis=0)
    scene[..., 0] = np.roll(scene[..., 0], 1, axis=1)
    halo = rng.uniform(0, 1.2)
    scene = scene * (1 + halo) - cv2.GaussianBlur(scene, (0, 0), 1.2) * halo
    grain = cv2.GaussianBlur(rng.normal(0, 1, scene.shape).astype(np.float32), (0, 0), 0.7)
    picture = np.clip(scene * rng.uniform(0.8, 1.1) + grain * rng.uniform(3, 18), 0, 255).astype(np.uint8)
    quality = int(rng.integers(45, 92))
    ending, flag = pick(rng, ((".webp", cv2.IMWRITE_WEBP_QUALITY), (".jpg", cv2.IMWRITE_JPEG_QUALITY)))
    return cv2.imdecode(cv2.imencode(ending, picture, [flag, quality])[1], cv2.IMREAD_COLOR)


def frames(category: str, numbers: range, seed: int = 31) -> Iterator[Frame]:
    for number in numbers:
        rng = np.random.default_rng([seed, CATEGORIES.index(category), number])
        yield Frame(category, number, *seen(category, rng))
