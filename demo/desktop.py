"""Whether people can see anything here, how large their desktop is, and where each window stands on it."""

import ctypes
import ctypes.util
import os
import sys
from collections.abc import Mapping

USUAL = (1366, 768)

# Name → left, top, width, height in parts of the desktop; width and height share one edge where both fit.
PLACES = {
    "kiosk": (0.00, 0.00, 0.27, 0.93),
    "paper": (0.275, 0.00, 0.135, 0.93),
    "hall": (0.415, 0.00, 0.33, 0.37),
    "rate": (0.75, 0.00, 0.25, 0.37),
    "counter-1": (0.415, 0.42, 0.29, 0.53),
    "counter-2": (0.71, 0.42, 0.29, 0.53),
}
# A reference screen is drawn small but true: width : height.
SHAPES = {"kiosk": 1080 / 1920, "hall": 1920 / 1080, "rate": 1280 / 800}


def has_display(environment: Mapping[str, str] = os.environ) -> bool:
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def desktop_size() -> tuple[int, int]:
    """Pixels of the desktop; USUAL where the system does not tell."""
    if sys.platform == "win32":
        user = ctypes.windll.user32
        return user.GetSystemMetrics(0), user.GetSystemMetrics(1)
    found = ctypes.util.find_library("X11")
    if not found or not os.environ.get("DISPLAY"):
        return USUAL
    x11 = ctypes.CDLL(found)
    x11.XOpenDisplay.restype = ctypes.c_void_p
    display = x11.XOpenDisplay(None)
    if not display:
        return USUAL
    try:
        return x11.XDisplayWidth(ctypes.c_void_p(display), 0), x11.XDisplayHeight(ctypes.c_void_p(display), 0)
    finally:
        x11.XCloseDisplay(ctypes.c_void_p(display))


def place(name: str, desktop: tuple[int, int]) -> str:
    """WxH+X+Y of this window on a desktop of that size."""
    left, top, wide, high = PLACES[name]
    width, height = round(wide * desktop[0]), round(high * desktop[1])
    if shape := SHAPES.get(name):
        width, height = min(width, round(height * shape)), min(height, round(width / shape))
    return f"{width}x{height}+{round(left * desktop[0])}+{round(top * desktop[1])}"
