"""Whether people can see anything here, how large their desktop is, and where each window stands on it."""

import ctypes
import ctypes.util
import os
import sys
from collections.abc import Mapping

USUAL = (1366, 768)

# What each screen measures in pixels in a real center; on a desktop it is drawn smaller, but the same.
SIZES = {
    "kiosk": (1080, 1920),
    "paper": (480, 1300),
    "hall": (1920, 1080),
    "rate": (1280, 800),
    "counter-1": (1366, 768),
    "counter-2": (1366, 768),
}
# Where it stands: left, top, width, height in parts of the desktop, with room for title bars.
PLACES = {
    "kiosk": (0.00, 0.00, 0.26, 0.92),
    "hall": (0.265, 0.00, 0.29, 0.31),
    "paper": (0.265, 0.36, 0.11, 0.56),
    "rate": (0.38, 0.36, 0.175, 0.40),
    "counter-1": (0.56, 0.00, 0.44, 0.44),
    "counter-2": (0.56, 0.49, 0.44, 0.44),
}


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


def place(name: str, desktop: tuple[int, int]) -> tuple[str, float]:
    """WxH+X+Y of this window in its own pixels, and how much smaller the desktop draws each of them."""
    left, top, wide, high = PLACES[name]
    width, height = SIZES[name]
    scale = round(min(wide * desktop[0] / width, high * desktop[1] / height), 4)
    return f"{width}x{height}+{round(left * desktop[0] / scale)}+{round(top * desktop[1] / scale)}", scale
