"""What a camera makes of a medium: where it lies, its light, the lens and the sensor, and what else lies about."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from math import cos, sin

import cv2
import numpy as np

from benchmarks import code_media as media
from benchmarks.code_media import Medium, Truth, cloud, pick

SIZES = ((640, 480), (1280, 720), (1920, 1080))


@dataclass(frozen=True, slots=True)
class Shot:
    """How a frame is taken; lengths in pixels of the frame, angles in degrees."""

    size: tuple[int, int] = (1280, 720)
    module: float = 4.0  # pixels of one module
    tilt: float = 0.0
    turn: float = 0.0
    bend: float = 0.0  # share of the medium's width by which its middle rises
    defocus: float = 0.0
    motion: float = 0.0
    glare: float = 0.0  # 0 … 1
    shade: float = 0.0  # 0 … 1
    exposure: float = 1.0
    noise: float = 2.0
    jpeg: int = 90
    moved: tuple[float, float] = (0.0, 0.0)  # from where it was laid


@dataclass(frozen=True, slots=True)
class Frame:
    category: str
    seed: int
    picture: np.ndarray
    truths: tuple[Truth, ...]


def desk(rng: np.random.Generator, size: tuple[int, int]) -> np.ndarray:
    """Wood, cloth, stone or a clutter of papers, keys and lines of print."""
    width, height = size
    kind = rng.integers(4)
    if kind == 0:
        grain = cloud(rng, (height, width), 60) * 8 + np.repeat(cloud(rng, (height, 8), 5)[:, :1], width, axis=1) * 14
        return np.clip(np.array((70, 110, 150), np.float32) + grain[..., None], 0, 255).astype(np.uint8)
    if kind == 1:
        rows, columns = np.mgrid[0:height, 0:width]
        cloth = ((rows // 3 + columns // 3) % 2) * 26 + cloud(rng, (height, width), 150) * 12
        return np.clip(np.array((130, 110, 100), np.float32) + cloth[..., None], 0, 255).astype(np.uint8)
    if kind == 2:
        stone = cloud(rng, (height, width), 3) * 20 + cloud(rng, (height, width), 40) * 20
        return np.clip(150 + stone[..., None] * np.ones(3), 0, 255).astype(np.uint8)
    clutter = np.full((height, width, 3), rng.integers(90, 220, 3), np.uint8)
    for _ in range(14):
        at = rng.integers((0, 0), (width, height))
        corners = cv2.boxPoints(
            ((float(at[0]), float(at[1])), tuple(rng.uniform(30, width / 3, 2)), rng.uniform(0, 180))
        )
        cv2.fillPoly(clutter, [corners.astype(int)], tuple(int(v) for v in rng.integers(20, 255, 3)))
    for _ in range(10):
        at = (int(rng.integers(width)), int(rng.integers(height)))
        media.write(clutter, [pick(rng, media.PLACES) + " " + pick(rng, media.FAMILY)], at, int(rng.integers(14, 40)))
    for _ in range(6):  # keyboards, grilles, rulers
        left, top = int(rng.integers(width)), int(rng.integers(height))
        pitch = int(rng.integers(6, 22))
        for step in range(int(rng.integers(5, 25))):
            cv2.rectangle(
                clutter,
                (left + step * pitch, top),
                (left + step * pitch + pitch // 2, top + pitch * 4),
                (40, 40, 40),
                -1,
            )
    return clutter


def seen(rng: np.random.Generator, medium: Medium, shot: Shot) -> np.ndarray:
    """The frame: laid on a desk, lit, blurred, sampled, compressed."""
    return sensed(rng, scene_of(rng, medium, shot), shot)


def scene_of(rng: np.random.Generator, medium: Medium, shot: Shot) -> np.ndarray:
    """What reaches the lens."""
    width, height = shot.size
    above = 2 if width <= 2000 else 1
    ground = cv2.resize(
        desk(rng, (width // 2, height // 2)), (width * above, height * above), interpolation=cv2.INTER_CUBIC
    )
    picture = bent(medium.picture, shot.bend)
    scale = shot.module / medium.module_pixels * above
    matrix = laid(rng, picture.shape, scale, shot, (width * above, height * above))
    shrunk = min(1.0, scale * 1.6)
    if shrunk < 1.0:  # a camera's pixel takes the light of its whole area
        small = cv2.resize(picture, None, fx=shrunk, fy=shrunk, interpolation=cv2.INTER_AREA)
        matrix = matrix @ np.diag([picture.shape[1] / small.shape[1], picture.shape[0] / small.shape[0], 1.0])
        picture = small
    cover = cv2.warpPerspective(
        np.full(picture.shape[:2], 255, np.uint8), matrix, ground.shape[1::-1], flags=cv2.INTER_LINEAR
    )
    coarse = cv2.resize(cover, (width // 4, height // 4), interpolation=cv2.INTER_AREA)
    shadow = cv2.resize(cv2.GaussianBlur(coarse, (0, 0), 2), ground.shape[1::-1])
    scene = cv2.multiply(ground, cv2.merge([cv2.convertScaleAbs(shadow, alpha=0.35, beta=-255)] * 3), scale=1 / 255)
    warped = cv2.warpPerspective(picture, matrix, ground.shape[1::-1], flags=cv2.INTER_LINEAR)
    cv2.copyTo(warped, cv2.compare(cover, 127, cv2.CMP_GT), scene)
    if above > 1:
        scene = cv2.resize(scene, (width, height), interpolation=cv2.INTER_AREA)
    return lit(rng, scene.astype(np.float32), cv2.resize(cover, (width, height)), shot)


def bent(picture: np.ndarray, bend: float) -> np.ndarray:
    """Paper held so that it curves around an upright axis, with the print it loses at the sides."""
    if not bend:
        return picture
    height, width = picture.shape[:2]
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    across = columns / width * 2 - 1
    angle = np.arcsin(np.clip(across * 0.9, -1, 1)) / np.arcsin(0.9)
    source_x = ((across + bend * 2 * (angle - across)) + 1) / 2 * width
    source_y = rows + (1 - across**2) * bend * height * 0.25
    return cv2.remap(
        picture,
        source_x.astype(np.float32),
        source_y.astype(np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )


def laid(rng: np.random.Generator, shape, scale: float, shot: Shot, size) -> np.ndarray:
    """The homography of a plane turned and tilted before a camera with a view of about 60 degrees."""
    height, width = shape[:2]
    turn, tilt, lean = np.radians(shot.turn), np.radians(shot.tilt), rng.uniform(0, 2 * np.pi)
    axis = np.array([np.cos(lean), np.sin(lean), 0.0]) * tilt
    rotation = cv2.Rodrigues(axis)[0] @ cv2.Rodrigues(np.array([0.0, 0.0, turn]))[0]
    focal = size[0] * 0.9
    plane = np.array([[1, 0, -width / 2], [0, 1, -height / 2], [0, 0, 0], [0, 0, 1]], float)

    def seen_from(distance: float, centre) -> np.ndarray:
        camera = np.array([[focal, 0, centre[0]], [0, focal, centre[1]], [0, 0, 1]], float)
        return camera @ np.hstack([rotation, np.array([[0.0], [0.0], [distance]])]) @ plane

    def extent(matrix: np.ndarray) -> np.ndarray:
        corners = np.array([[[0, 0]], [[width, 0]], [[width, height]], [[0, height]]], np.float32)
        drawn = cv2.perspectiveTransform(corners, matrix)[:, 0]
        return np.array([drawn.min(0), drawn.max(0)])

    distance = focal / scale
    while True:  # people step back until the whole of it is in the picture
        box = extent(seen_from(distance, (0, 0)))
        if ((box[1] - box[0]) < np.array(size) * 0.97).all():
            break
        distance *= 1.05
    low, high = -box[0], np.array(size) - box[1]
    return seen_from(
        distance, low + (high - low) * rng.uniform(0.1, 0.9, 2) + np.array(shot.moved) * size[0] / shot.size[0]
    )


def lit(rng: np.random.Generator, scene: np.ndarray, cover: np.ndarray, shot: Shot) -> np.ndarray:
    height, width = scene.shape[:2]
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    if shot.shade:
        lean, at = rng.uniform(0, 2 * np.pi), rng.uniform(0.35, 0.65)
        edge = (columns / width) * cos(lean) + (rows / height) * sin(lean)
        edge = (edge - edge.min()) / (edge.max() - edge.min())
        soft = rng.uniform(0.02, 0.3)
        scene = scene * (1 - shot.shade * (1 / (1 + np.exp(np.minimum(80, (at - edge) / soft * 4)))))[..., None]
    if shot.glare:
        inside = np.argwhere(cover > 127)
        spot = inside[int(rng.integers(len(inside)))] if len(inside) else np.array([height // 2, width // 2])
        reach = rng.uniform(0.06, 0.16) * width * shot.glare
        lean = rng.uniform(0, np.pi)
        along = (columns - int(spot[1])) * cos(lean) + (rows - int(spot[0])) * sin(lean)
        across = (rows - int(spot[0])) * cos(lean) - (columns - int(spot[1])) * sin(lean)
        scene = scene + 420 * shot.glare * np.exp(-((along / reach) ** 2) - (across / (reach * 0.4)) ** 2)[..., None]
    return scene * shot.exposure


def sensed(rng: np.random.Generator, scene: np.ndarray, shot: Shot) -> np.ndarray:
    if shot.defocus > 0.2:
        reach = int(np.ceil(shot.defocus)) * 2 + 3
        rows, columns = np.mgrid[0:reach, 0:reach] - reach // 2
        disk = np.clip(shot.defocus + 0.5 - np.hypot(rows, columns), 0, 1).astype(np.float32)
        scene = cv2.filter2D(scene, -1, disk / disk.sum())
    if shot.motion > 1:
        reach = int(np.ceil(shot.motion)) | 1
        line = np.zeros((reach + 2, reach + 2), np.float32)
        lean, middle = rng.uniform(0, np.pi), (reach + 2) // 2
        half = np.array([np.cos(lean), np.sin(lean)]) * shot.motion / 2
        cv2.line(
            line,
            tuple(np.round(middle - half).astype(int).tolist()),
            tuple(np.round(middle + half).astype(int).tolist()),
            1.0,
            1,
            cv2.LINE_AA,
        )
        scene = cv2.filter2D(scene, -1, line / line.sum())
    noise = rng.standard_normal(scene.shape).astype(np.float32)
    scene = scene + noise * shot.noise * (0.5 + cv2.sqrt(np.maximum(scene, 0) / 255.0))
    taken = np.clip(scene, 0, 255).astype(np.uint8)
    return cv2.imdecode(cv2.imencode(".jpg", taken, [cv2.IMWRITE_JPEG_QUALITY, shot.jpeg])[1], cv2.IMREAD_COLOR)


def any_shot(rng: np.random.Generator, **fixed) -> Shot:
    shot = Shot(
        size=pick(rng, SIZES),
        module=rng.uniform(3.0, 5.0),
        tilt=rng.uniform(0, 20),
        turn=pick(rng, (0, 90, 180, 270)) + rng.uniform(-15, 15),
        defocus=rng.uniform(0, 0.8),
        shade=rng.uniform(0, 0.4),
        exposure=rng.uniform(0.75, 1.1),
        noise=rng.uniform(1, 5),
        jpeg=int(rng.integers(70, 95)),
    )
    return replace(shot, **fixed)


def _content(rng: np.random.Generator) -> bytes:
    return pick(rng, (media.card_payload, media.file_number, media.address))(rng)


def _sheet(**fixed: Callable) -> Callable[[np.random.Generator], tuple[Medium, Shot]]:
    """A sheet of paper with a QR, taken as said; values are drawn from `rng`."""

    def make(rng):
        medium = media.paper(rng, _content(rng))
        return medium, any_shot(rng, **{name: draw(rng) for name, draw in fixed.items()})

    return make


DRAWN: dict[str, Callable[[np.random.Generator], tuple[Medium, Shot]]] = {
    "easy": _sheet(),
    "small": _sheet(module=lambda rng: rng.uniform(1.3, 2.2), defocus=lambda rng: rng.uniform(0, 0.4)),
    "tilted to 45°": _sheet(tilt=lambda rng: rng.uniform(30, 48)),
    "steep to 62°": _sheet(tilt=lambda rng: rng.uniform(50, 62), module=lambda rng: rng.uniform(4, 6)),
    "turned": _sheet(turn=lambda rng: rng.uniform(0, 360), module=lambda rng: rng.uniform(2.2, 4)),
    "out of focus": _sheet(defocus=lambda rng: rng.uniform(2.0, 4.6)),
    "moved": _sheet(motion=lambda rng: rng.uniform(5, 13)),
    "glare": _sheet(glare=lambda rng: rng.uniform(0.5, 1.0)),
    "night noise": _sheet(exposure=lambda rng: rng.uniform(0.08, 0.22), noise=lambda rng: rng.uniform(7, 15)),
    "hard shadow": _sheet(shade=lambda rng: rng.uniform(0.75, 0.93)),
    "poor JPEG": _sheet(jpeg=lambda rng: int(rng.integers(8, 22)), module=lambda rng: rng.uniform(2.2, 4)),
    "curved paper": _sheet(bend=lambda rng: rng.uniform(0.2, 0.55)),
    "ID card": lambda rng: (
        media.id_card(rng, media.card_payload(rng)),
        any_shot(rng, module=rng.uniform(1.8, 3.5), size=pick(rng, SIZES[1:])),
    ),
    "phone": lambda rng: (
        media.phone(rng, _content(rng), False),
        any_shot(rng, module=rng.uniform(2, 5), glare=rng.uniform(0, 0.5)),
    ),
    "phone, dark": lambda rng: (media.phone(rng, _content(rng), True), any_shot(rng, module=rng.uniform(2, 5))),
    "receipt, faded": lambda rng: (
        media.receipt(rng, media.file_number(rng), "QRCode", rng.uniform(0.7, 0.93), False),
        any_shot(rng),
    ),
    "receipt, crumpled": lambda rng: (
        media.receipt(rng, media.file_number(rng), "QRCode", rng.uniform(0.2, 0.7), True),
        any_shot(rng, bend=rng.uniform(0, 0.3)),
    ),
    "coloured": lambda rng: (media.label(rng, _content(rng)), any_shot(rng, module=rng.uniform(2, 5))),
    "logo or dirt": lambda rng: (media.dirty(rng, _content(rng)), any_shot(rng, module=rng.uniform(2.5, 5))),
    "Code 128, pale and cut": lambda rng: (
        media.bars(rng, media.file_number(rng)),
        any_shot(
            rng,
            module=rng.uniform(1.5, 2.8),
            size=pick(rng, SIZES[1:]),
            turn=pick(rng, (0, 180)) + rng.uniform(-20, 20),
        ),
    ),
    "Code 128, faded receipt": lambda rng: (
        media.receipt(rng, media.file_number(rng), "Code128", rng.uniform(0.5, 0.9), True),
        any_shot(
            rng,
            module=rng.uniform(1.5, 2.8),
            size=pick(rng, SIZES[1:]),
            turn=pick(rng, (0, 180)) + rng.uniform(-20, 20),
        ),
    ),
    "DataMatrix": lambda rng: (
        media.paper(rng, _content(rng), "DataMatrix"),
        any_shot(rng, module=rng.uniform(2.2, 5)),
    ),
    "PDF417": lambda rng: (
        media.paper(rng, _content(rng), "PDF417"),
        any_shot(rng, module=rng.uniform(1.6, 3), size=(1920, 1080)),
    ),
    "two codes": lambda rng: (
        media.pair(
            rng,
            media.paper(rng, media.file_number(rng)),
            media.paper(rng, media.file_number(rng) + b"-2", pick(rng, ("QRCode", "DataMatrix"))),
        ),
        any_shot(rng, module=rng.uniform(2.2, 3.6), size=(1920, 1080)),
    ),
    "12 megapixels": lambda rng: (
        media.paper(rng, _content(rng)),
        any_shot(rng, size=(4000, 3000), module=rng.uniform(3, 12), defocus=rng.uniform(0, 3), tilt=rng.uniform(0, 40)),
    ),
}
EMPTY = "none"
CATEGORIES = (*DRAWN, EMPTY)


def blank(rng: np.random.Generator) -> np.ndarray:
    """A frame without a code, as full of corners, bars and grids as a desk can be."""
    shot = any_shot(rng, size=pick(rng, SIZES), noise=rng.uniform(1, 12))
    scene = cv2.resize(desk(rng, (shot.size[0] // 2, shot.size[1] // 2)), shot.size).astype(np.float32)
    kind = rng.integers(5)
    left, top = (int(rng.integers(0, length // 2)) for length in shot.size)
    if kind == 0:  # chessboards and finder-like squares
        side = int(rng.integers(4, 20))
        board = (np.indices((24, 24)).sum(0) % 2 if rng.random() < 0.5 else rng.integers(0, 2, (24, 24))) * 255
        patch = np.repeat(np.repeat(board, side, 0), side, 1)
    elif kind == 1:  # bars of random widths
        patch = np.tile(np.repeat(rng.integers(0, 2, 150), int(rng.integers(2, 5))) * 255, (120, 1))
    elif kind == 2:  # a page of print
        page = np.full((460, 620, 3), 245, np.uint8)
        media.write(page, [" ".join(pick(rng, media.GIVEN) for _ in range(9)) for _ in range(18)], (10, 10), 17)
        patch = page[..., 0]
    elif kind == 3:  # three squares of a code without the code
        patch = np.full((240, 240), 240, np.uint8)
        for corner in ((10, 10), (160, 10), (10, 160)):
            for inset, ink in ((0, 0), (10, 240), (20, 0)):
                cv2.rectangle(
                    patch,
                    (corner[0] + inset, corner[1] + inset),
                    (corner[0] + 69 - inset, corner[1] + 69 - inset),
                    ink,
                    -1,
                )
    else:
        patch = np.zeros((1, 1), np.uint8)
    patch = patch[: shot.size[1] - top, : shot.size[0] - left]
    scene[top : top + patch.shape[0], left : left + patch.shape[1]] = patch[..., None]
    return sensed(rng, lit(rng, scene, np.full(scene.shape[:2], 255, np.uint8), shot), shot)


def frames(category: str, numbers: range, seed: int = 2026) -> Iterator[Frame]:
    for number in numbers:
        rng = np.random.default_rng([seed, CATEGORIES.index(category), number])
        if category == EMPTY:
            yield Frame(category, number, blank(rng), ())
            continue
        medium, shot = DRAWN[category](rng)
        yield Frame(category, number, seen(rng, medium, shot), medium.truths)
