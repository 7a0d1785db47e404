"""Every page of the kiosk × panel × language × mode: nothing clipped, nothing too small, every letter there."""

import os
from pathlib import Path

import pytest
from PySide6.QtQuick import QQuickItem

from tests.screens.public_screen import PANELS
from tests.screens.take_screen import TakeScreen, contrast_faults

KIOSK_PANELS = [panel for panel in PANELS if panel != "43"]
WAYS = [(language, mode) for language in ("vi", "en") for mode in ("", "large", "contrast", "low")]
# What most people press, and what one presses with a number in hand. In low reach the band is 20 mm targets' room.
PRIMARY = ("field-", "class-", "priority", "done", "cancel", "more-time", "finish")
PICTURES = os.environ.get("MOT_CUA_PICTURES")  # a folder: every page is saved there for looking at


@pytest.mark.parametrize("panel", KIOSK_PANELS)
def test_every_page_fits(folder, clock, panel):
    screen = TakeScreen(folder, clock, panel, people=9)
    found = []
    try:
        for language, mode in WAYS:
            screen.visitor.leave()
            for wish in filter(None, (mode, "language" if language == "en" else "")):
                screen.visitor.wish(wish)
            for page in screen.pages():
                screen.settle()
                name = f"take {panel} {language} {mode or 'normal'} {page}"
                wrong = (*screen.faults(), *reach_faults(screen, mode, page), *small(screen, mode))
                found += [f"{name}: {fault}" for fault in wrong]
                if PICTURES:
                    screen.view.grabWindow().save(str(Path(PICTURES) / f"{name.replace(' ', '-')}.png"))
    finally:
        screen.shut()
    assert not found, "\n".join(found)


@pytest.mark.parametrize("panel", ["15", "10.1", "21.5"])
@pytest.mark.parametrize("mode, least", [("", 7.0), ("contrast", 10.0)])
def test_every_text_stands_out(folder, clock, mode, least, panel):
    screen = TakeScreen(folder, clock, panel, people=3)
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
    assert not found, "\n".join(found)


def small(screen: TakeScreen, mode: str) -> list[str]:
    """Primary targets under the 25 mm (or this panel's exception) that geometry.json promises."""
    least = screen.theme.in_mm(screen.theme.length("primary")) - 0.6
    return [
        f"{item.parentItem().objectName()} is {screen.theme.in_mm(item.height()):.1f} mm high"
        for item in screen.seen()
        if "Press" in item.metaObject().className()
        and item.parentItem().objectName().startswith(PRIMARY)
        and mode != "low"
        and min(screen.theme.in_mm(item.height()), screen.theme.in_mm(item.width())) < least
    ]


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
