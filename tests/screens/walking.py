"""A walk through every page of a kiosk, in every language and mode: what is wrong on the way, page by page."""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from PySide6.QtQuick import QQuickItem

from tests.screens.public_screen import PANELS
from tests.screens.take_screen import TakeScreen, contrast_faults

KIOSK_PANELS = [panel for panel in PANELS if panel != "43"]
LANGUAGES = ("vi", "en")
PICTURES = os.environ.get("MOT_CUA_PICTURES")  # a folder: every page is saved there for looking at


def wear(screen: TakeScreen, modes: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each language in each mode ("" is the usual one), put on as a person would who has just come."""
    for language, mode in [(language, mode) for language in LANGUAGES for mode in modes]:
        screen.visitor.leave()
        for wish in filter(None, (mode, "language" if language == "en" else "")):
            screen.visitor.wish(wish)
        yield language, mode


def walk(screen: TakeScreen, name: str, modes: Iterable[str], faults: Callable[[str, str], Iterable[str]]) -> list[str]:
    """What `faults(mode, page)` finds on every page; the screen is shut afterwards."""
    found = []
    try:
        for language, mode in wear(screen, tuple(modes)):
            for page in screen.pages():
                screen.settle()
                here = f"{name} {language} {mode or 'normal'} {page}"
                found += [f"{here}: {fault}" for fault in faults(mode, page)]
                if PICTURES:
                    screen.view.grabWindow().save(str(Path(PICTURES) / f"{here.replace(' ', '-')}.png"))
    finally:
        screen.shut()
    return found


def pale_texts(screen: TakeScreen, mode: str, least: float) -> list[str]:
    """Texts of any page that stand out less than `least` : 1; the screen is shut afterwards."""
    found = []
    try:
        if mode:
            screen.visitor.wish(mode)
        for page in screen.pages():
            screen.settle()
            image = screen.view.grabWindow()
            texts = [item for item in screen.seen() if is_text(item) and opaque(item)]
            found += [f"{page}: {fault}" for fault in contrast_faults(image, texts, screen.theme, least)]
    finally:
        screen.shut()
    return found


def is_text(item: QQuickItem) -> bool:
    return item.property("contentHeight") is not None and bool(item.property("text"))


def opaque(item: QQuickItem) -> bool:
    """Not part of something that cannot be pressed now and says so by being pale."""
    while item is not None:
        if item.opacity() < 1:
            return False
        item = item.parentItem()
    return True


def reach_faults(screen: TakeScreen, mode: str, page: str) -> list[str]:
    """In low reach every target lies in the band that a seated person reaches; the operator stands."""
    if mode != "low" or page in ("pin", "operator"):
        return []
    floor = screen.view.height() - screen.theme.reach_height
    return [
        f"{item.parentItem().objectName()} is out of reach"
        for item in screen.seen()
        if "Press" in item.metaObject().className() and item.mapRectToScene(item.boundingRect()).top() < floor - 1
    ]
