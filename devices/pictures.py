"""Pictures of every origin as one array of greys, upright, without a copy where none is needed."""

from pathlib import Path
from typing import Any

ORIENTATION = 0x0112  # EXIF's number for how the camera was held


def colours_of(picture: Any) -> Any:
    """A uint8 array, (height, width) of greys or (height, width, 3) in OpenCV's order blue, green, red.

    `picture`: a path, a Pillow image (both turned upright as their EXIF says, clear parts on white), or an array of
    greys, BGR or BGRA with 8 or 16 bits. Raises OSError for a file that is no picture, ValueError for another array.
    """
    import numpy as np

    if isinstance(picture, str | Path):
        from PIL import Image

        try:
            with Image.open(picture) as opened:
                return colours_of(opened)
        except Image.DecompressionBombError as error:  # small as a file, gigabytes as a picture
            raise OSError(f"too large a picture: {error}") from error
    if not isinstance(picture, np.ndarray):
        return _of_pillow(picture)
    if picture.dtype == bool:
        picture = picture.astype(np.uint8) * 255
    elif picture.dtype == np.uint16:
        picture = _eight_bits(picture)
    if picture.dtype != np.uint8 or picture.ndim not in (2, 3) or not picture.size:
        raise ValueError(f"no picture: an array of {picture.dtype}, {picture.shape}")
    if picture.ndim == 3 and picture.shape[2] == 1:
        picture = picture[:, :, 0]
    if picture.ndim == 3 and picture.shape[2] not in (3, 4):
        raise ValueError(f"no picture: {picture.shape[2]} channels")
    return picture if picture.ndim == 2 else np.ascontiguousarray(picture[:, :, :3])


def grey_of(colours: Any) -> Any:
    """One contiguous channel of what `colours_of` gave, to the last bit as zxing-cpp weighs the colours itself.

    Whatever it reads of a picture as it is, it so reads of ours; OpenCV's greys differ by one in a fiftieth of colours.
    """
    import cv2
    import numpy as np

    if colours.ndim == 2:
        return np.ascontiguousarray(colours)
    return cv2.transform(colours, np.array([[117, 601, 306, 0.25]]) / 1024)  # the quarter: halves go up


def _eight_bits(values: Any) -> Any:
    """Other values by their brightest: 10 or 12 bits may stand in 16, and fractions reach from 0 to 1."""
    import cv2

    return cv2.convertScaleAbs(values, alpha=255.0 / (float(values.max()) or 1.0))


def _of_pillow(image: Any) -> Any:
    import cv2
    import numpy as np
    from PIL import Image, ImageOps

    if image.getexif().get(ORIENTATION, 1) != 1:
        image = ImageOps.exif_transpose(image)  # copies what is upright too
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")
    if image.mode.startswith("I;16"):
        return colours_of(np.asarray(image).astype(np.uint16))
    if image.mode in ("I", "F"):
        return _eight_bits(np.asarray(image))
    if image.mode in ("1", "L"):
        return np.asarray(image.convert("L"))
    return cv2.cvtColor(np.asarray(image if image.mode == "RGB" else image.convert("RGB")), cv2.COLOR_RGB2BGR)
