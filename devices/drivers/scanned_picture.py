"""A page's bytes, looked at before they are believed: a whole picture of a sensible size, or a trouble."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from devices.scanning import Mode, Page, ScanWish, Side, side_of
from devices.troubles import AnswerUnreadable

MOST_PIXELS = 80_000_000  # A3 at 600 dpi is 70 million
MOST_FRAMES, MOST_PIXELS_OF_FILE = 200, 2_000_000_000  # 200 pages of A4 at 300 dpi are 1.7 thousand million
# What Pillow raises for torn and hostile files is not one family.
PICTURE_ERRORS = (
    OSError, ValueError, SyntaxError, EOFError, TypeError, KeyError, IndexError, MemoryError, OverflowError, Warning,
)  # fmt: skip
MEDIA_TYPES = {"PNG": "image/png", "JPEG": "image/jpeg"}
TAKEN_AS_THEY_ARE, PACKED_AS_PNG = (".jpg", ".jpeg", ".png"), (".tif", ".tiff", ".bmp")
ENDINGS = (".pdf", *TAKEN_AS_THEY_ARE, *PACKED_AS_PNG)  # of files that may hold pages


def page_of(content: bytes, number: int, wish: ScanWish, dpi: int) -> Page:
    """The page that a scanner delivered. Raises AnswerUnreadable for a picture that is torn, huge or none."""
    media_type, width, height = measure(content)
    return Page(number, content, media_type, dpi, wish.mode, side_of(number, wish.source), width, height)


def measure(content: bytes) -> tuple[str, int, int]:
    """Media type, width and height of a whole PNG or JPEG; every pixel is decoded once."""
    with _opened(content, *MEDIA_TYPES) as picture:
        if not 0 < picture.width * picture.height <= MOST_PIXELS:
            raise AnswerUnreadable(f"a picture of {picture.width} × {picture.height}")
        picture.load()
        if picture.format == "PNG" and b"IEND" not in content[-64:]:
            raise AnswerUnreadable("a PNG without an end")  # Pillow is content with less
        return MEDIA_TYPES[picture.format], picture.width, picture.height


def pages_of_file(content: bytes, ending: str, wish: ScanWish) -> list[Page]:
    """The pages that a file holds, not yet numbered. `ending` with its dot. Raises AnswerUnreadable for none.

    What a file says of its resolution and colours is taken before the wish.
    """
    if ending == ".pdf":
        if not (content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]):
            raise AnswerUnreadable("no whole PDF")
        return [Page(0, content, "application/pdf", wish.dpi, wish.mode)]
    if ending in TAKEN_AS_THEY_ARE:
        media_type, width, height = measure(content)
        return [Page(0, content, media_type, *_looks(content, wish), Side.FRONT, width, height)]
    if ending in PACKED_AS_PNG:
        return list(_frames(content, wish))
    raise AnswerUnreadable("neither picture nor PDF")


def mode_of(picture: Any) -> Mode:
    """Gray for a Pillow picture without colours of its own."""
    return Mode.GRAY if picture.mode in ("1", "L", "LA", "I;16") else Mode.COLOUR


def _looks(content: bytes, wish: ScanWish) -> tuple[int, Mode]:
    with _opened(content, *MEDIA_TYPES) as picture:
        return _dpi(picture, wish), mode_of(picture)


def _dpi(picture: Any, wish: ScanWish) -> int:
    """What the file says of itself, where that is believable."""
    try:
        dpi = round(float(picture.info["dpi"][0]))
    except (KeyError, TypeError, ValueError, IndexError, ZeroDivisionError, OverflowError):
        return wish.dpi
    return dpi if 72 <= dpi <= 1200 else wish.dpi


def _frames(content: bytes, wish: ScanWish) -> Iterator[Page]:
    """The pages of a TIFF or BMP, packed as PNG."""
    from PIL import ImageSequence

    with _opened(content, "TIFF", "BMP") as file:
        of_file = 0  # a small file may name the same large picture again and again
        for number, picture in enumerate(ImageSequence.Iterator(file)):
            pixels = picture.width * picture.height
            of_file += pixels
            if number >= MOST_FRAMES or pixels > MOST_PIXELS or of_file > MOST_PIXELS_OF_FILE:
                raise AnswerUnreadable("too much for a scan")
            plain = picture if picture.mode in ("1", "L", "RGB") else picture.convert("RGB")
            packed = io.BytesIO()
            plain.save(packed, "PNG", compress_level=2)
            looks = (_dpi(picture, wish), mode_of(plain))
            yield Page(0, packed.getvalue(), "image/png", *looks, Side.FRONT, *plain.size)


@contextmanager
def _opened(content: bytes, *formats: str) -> Iterator[Any]:
    """A Pillow picture of one of these formats; what is wrong with it, now or later, is AnswerUnreadable."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content), formats=formats) as picture:
            yield picture
    except PICTURE_ERRORS as error:
        raise AnswerUnreadable(f"no whole picture: {type(error).__name__}") from error
    except Image.DecompressionBombError as error:
        raise AnswerUnreadable("a picture beyond all paper") from error
