"""Pictures of every origin as one array of greys, upright, without a copy where none is needed."""

from pathlib import Path
from typing import Any


def colours_of(picture: Any) -> Any:
    """A uint8 array, (height, width) of greys or (height, width, 3) in OpenCV's order blue, green, red.

    `picture`: a path, a Pillow image (both turned upright as their EXIF says, clear parts on white), or an array of
    greys, BGR or BGRA with 8 or 16 bits. Raises OSError for a file that is no picture, ValueError for another array.
    """
    import numpy as np

    if isinstance(picture, str | Path):
        from PIL import Image

        with Image.open(picture) as opened:
            return colours_of(opened)
    if not isinstance(picture, np.ndarray):
        return _of_pillow(picture)
    if picture.dtype == bool:
        picture = picture.astype(np.uint8) * 255
    elif picture.dtype == np.uint16:
        picture = (picture >> 8).astype(np.uint8)
    if picture.dtype != np.uint8 or picture.ndim not in (2, 3) or not picture.size:
        raise ValueError(f"no picture: an array of {picture.dtype}, {picture.shape}")
    if picture.ndim == 3 and picture.shape[2] == 1:
        picture = picture[:, :, 0]
    if picture.ndim == 3 and picture.shape[2] not in (3, 4):
        raise ValueError(f"no picture: {picture.shape[2]} channels")
    return picture if picture.ndim == 2 else np.ascontiguousarray(picture[:, :, :3])


def grey_of(colours: Any) -> Any:
    """One contiguous channel of what `colours_of` gave."""
    import cv2
    import numpy as np

    return np.ascontiguousarray(colours) if colours.ndim == 2 else cv2.cvtColor(colours, cv2.COLOR_BGR2GRAY)


def _of_pillow(image: Any) -> Any:
    import numpy as np
    from PIL import Image, ImageOps

    image = ImageOps.exif_transpose(image)
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")
    if image.mode.startswith("I;16"):
        return colours_of(np.asarray(image).astype(np.uint16))
    if image.mode in ("1", "L"):
        return np.asarray(image.convert("L"))
    return np.ascontiguousarray(np.asarray(image.convert("RGB"))[:, :, ::-1])
