"""What may be done to a grey picture so that a decoder reads what it could not: each is a function of a picture."""

from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np


def even_light(grey: Any, cells: int = 8) -> Any:
    """Contrast made equal everywhere: shadows, glare beside the code, faded print."""
    return cv2.createCLAHE(3.0, (cells, cells)).apply(grey)


def own_contrast(grey: Any, reach: int) -> Any:
    """Each pixel against the mean of its neighbourhood, measured in its deviation; `reach` in pixels."""
    values = grey.astype(np.float32)
    mean = cv2.blur(values, (reach, reach))
    spread = cv2.blur(values * values, (reach, reach)) - mean * mean
    return np.clip((values - mean) / np.sqrt(np.maximum(spread, 9.0)) * 64.0 + 128.0, 0, 255).astype(np.uint8)


def sharpen(grey: Any, sigma: float, strength: float = 1.5) -> Any:
    """Against a lens out of focus by about `sigma` pixels."""
    return cv2.addWeighted(grey, 1.0 + strength, cv2.GaussianBlur(grey, (0, 0), sigma), -strength, 0)


def soften(grey: Any, sigma: float) -> Any:
    """Against noise, moiré and the gaps between printed dots."""
    return cv2.GaussianBlur(grey, (0, 0), sigma)


def resize(grey: Any, scale: float) -> Any:
    """Larger for codes of one or two pixels per module, smaller for moiré and noise."""
    if scale < 1.0:
        return cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)


def stretched(grey: Any) -> Any:
    """From the darkest to the brightest hundredth over the whole range."""
    low, high = np.percentile(grey[::2, ::2], (1, 99))
    return np.clip((grey.astype(np.float32) - low) * (255.0 / max(8.0, high - low)), 0, 255).astype(np.uint8)


def uncurled(grey: Any, upright: bool, rises: tuple[float, ...]) -> Iterator[Any]:
    """The picture as if the paper were flat: its middle moved back by these shares of its size, up or sideways.

    Decoders find a QR's grid from four of its places, which do not tell that the paper is bent between them.
    """
    rows, columns = np.mgrid[0 : grey.shape[0], 0 : grey.shape[1]].astype(np.float32)
    size = grey.shape[0] if upright else grey.shape[1]
    along = columns / grey.shape[1] if upright else rows / grey.shape[0]
    arch = (1.0 - (2.0 * along - 1.0) ** 2) * size
    for rise in rises:
        to = (columns, rows + rise * arch) if upright else (columns + rise * arch, rows)
        yield cv2.remap(grey, *to, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def refocused(grey: Any, radii: tuple[float, ...]) -> Iterator[Any]:
    """The picture as it was before a lens out of focus spread each point over a disk of these radii, one by one."""
    yield from _undone(grey, [_disk(radius) for radius in radii])


def steadied(grey: Any, lengths: tuple[float, ...]) -> Iterator[Any]:
    """The picture as it was before the hand moved by these lengths, in the direction in which its edges are weakest."""
    across = cv2.Sobel(grey, cv2.CV_32F, 1, 0, ksize=3)
    down = cv2.Sobel(grey, cv2.CV_32F, 0, 1, ksize=3)
    xx, yy, xy = (float((a * b).mean()) for a, b in ((across, across), (down, down), (across, down)))
    weakest = np.arctan2(2 * xy, xx - yy) / 2 + np.pi / 2
    yield from _undone(grey, [_line(length, weakest) for length in lengths])


def _undone(grey: Any, spreads: list[Any], noise: float = 0.012) -> Iterator[Any]:
    """Wiener's filter for each point spread; the borders are mirrored so that none is seen as an edge."""
    rim = max(spread.shape[0] for spread in spreads)
    height, width = grey.shape[0] + 2 * rim, grey.shape[1] + 2 * rim
    rows, columns = cv2.getOptimalDFTSize(height), cv2.getOptimalDFTSize(width)
    framed = cv2.copyMakeBorder(
        grey.astype(np.float32) / 255.0, rim, rows - height + rim, rim, columns - width + rim, cv2.BORDER_REFLECT
    )
    seen = cv2.dft(framed, flags=cv2.DFT_COMPLEX_OUTPUT)
    for spread in spreads:
        half = spread.shape[0] // 2
        kernel = np.zeros((rows, columns), np.float32)
        kernel[: spread.shape[0], : spread.shape[1]] = spread / spread.sum()
        passed = cv2.dft(np.roll(kernel, (-half, -half), (0, 1)), flags=cv2.DFT_COMPLEX_OUTPUT)
        weight = 1.0 / (passed[:, :, 0] ** 2 + passed[:, :, 1] ** 2 + noise)
        inverse = cv2.mulSpectrums(seen, passed, 0, conjB=True) * weight[:, :, None]
        clear = cv2.idft(inverse, flags=cv2.DFT_SCALE | cv2.DFT_REAL_OUTPUT)
        clear = clear[rim : rim + grey.shape[0], rim : rim + grey.shape[1]]
        yield np.clip(clear * 255.0, 0, 255).astype(np.uint8)


def _disk(radius: float) -> Any:
    reach = int(np.ceil(radius)) + 1
    rows, columns = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    return np.clip(radius + 0.5 - np.hypot(rows, columns), 0, 1).astype(np.float32)


def _line(length: float, direction: float) -> Any:
    reach = int(np.ceil(length / 2)) + 1
    line = np.zeros((2 * reach + 1, 2 * reach + 1), np.float32)
    half = np.array([np.cos(direction), np.sin(direction)]) * length / 2
    # Sixteenths of a pixel, or a short line would point in one of eight directions only.
    ends = [tuple(np.round((reach + side * half) * 16).astype(int).tolist()) for side in (-1, 1)]
    cv2.line(line, ends[0], ends[1], 1.0, 1, cv2.LINE_AA, 4)
    return line
