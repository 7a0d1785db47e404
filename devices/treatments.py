"""What may be done to a grey picture so that a decoder reads what it could not: each is a function of a picture."""

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
    return np.clip((values - mean) / np.sqrt(np.maximum(spread, 64.0)) * 64.0 + 128.0, 0, 255).astype(np.uint8)


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
