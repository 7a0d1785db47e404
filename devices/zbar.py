"""A second opinion on codes: libzbar in binary mode, which gives a code's bytes and leaves guessing a charset alone.

Without its binary mode libzbar takes Vietnamese UTF-8 for Big5 or Shift-JIS and hands out other letters as valid text.
"""

from functools import cache
from typing import Any

BINARY = 4  # ZBAR_CFG_BINARY since libzbar 0.23.1; pyzbar has no name for it


@cache
def present() -> bool:
    """False where libzbar0 is not installed (pyzbar brings it along on Windows only) or is too old to be trusted."""
    try:
        from pyzbar import wrapper
    except (ImportError, OSError):  # on Windows its own library may not load
        return False
    scanner = wrapper.zbar_image_scanner_create()
    try:
        return wrapper.zbar_image_scanner_set_config(scanner, wrapper.ZBarSymbol.QRCODE, BINARY, 1) == 0
    finally:
        wrapper.zbar_image_scanner_destroy(scanner)


def look(grey: Any, names: tuple[str, ...]) -> list[tuple[str, bytes, int, list[tuple[int, int]]]]:
    """Name, bytes, lines that agreed and outline of each code of these kinds ("QRCODE", "CODE128") in a grey array.

    A scanner of its own for each look, so that any thread may ask.
    """
    from pyzbar import pyzbar, wrapper

    with pyzbar._image_scanner() as scanner, pyzbar._image() as image:
        wrapper.zbar_image_scanner_set_config(scanner, 0, wrapper.ZBarConfig.CFG_ENABLE, 0)
        for name in names:
            wrapper.zbar_image_scanner_set_config(scanner, wrapper.ZBarSymbol[name], wrapper.ZBarConfig.CFG_ENABLE, 1)
        wrapper.zbar_image_scanner_set_config(scanner, wrapper.ZBarSymbol.QRCODE, BINARY, 1)
        height, width = grey.shape
        pixels = grey.tobytes()
        wrapper.zbar_image_set_format(image, pyzbar._FOURCC["L800"])
        wrapper.zbar_image_set_size(image, width, height)
        wrapper.zbar_image_set_data(image, pyzbar.cast(pixels, pyzbar.c_void_p), len(pixels), None)
        wrapper.zbar_scan_image(scanner, image)
        found = []
        for symbol in pyzbar._symbols_for_image(image):
            name = next((name for name in names if wrapper.ZBarSymbol[name] == symbol.contents.type), None)
            if name is None:
                continue  # a part of a code, or an empty frame around several
            raw = pyzbar.string_at(wrapper.zbar_symbol_get_data(symbol), wrapper.zbar_symbol_get_data_length(symbol))
            outline = [
                (wrapper.zbar_symbol_get_loc_x(symbol, at), wrapper.zbar_symbol_get_loc_y(symbol, at))
                for at in range(wrapper.zbar_symbol_get_loc_size(symbol))
            ]
            found.append((name, raw, wrapper.zbar_symbol_get_quality(symbol), outline))
    return found
