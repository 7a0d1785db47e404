"""Every page of the kiosk × panel × language × mode: nothing clipped, nothing too small, every letter there."""

import pytest

from tests.screens.take_screen import TakeScreen
from tests.screens.walking import KIOSK_PANELS, pale_texts, reach_faults, walk

# What most people press, and what one presses with a number in hand. In low reach the band is 20 mm targets' room.
PRIMARY = ("field-", "class-", "priority", "done", "cancel", "more-time", "finish")


@pytest.mark.parametrize("panel", KIOSK_PANELS)
def test_every_page_fits(folder, clock, panel):
    screen = TakeScreen(folder, clock, panel, people=9)

    def faults(mode: str, page: str) -> list[str]:
        return [*screen.faults(), *reach_faults(screen, mode, page), *small(screen, mode)]

    found = walk(screen, f"take {panel}", ("", "large", "contrast", "low"), faults)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("panel", ["15", "10.1", "21.5"])
@pytest.mark.parametrize("mode, least", [("", 7.0), ("contrast", 10.0)])
def test_every_text_stands_out(folder, clock, mode, least, panel):
    found = pale_texts(TakeScreen(folder, clock, panel, people=3), mode, least)
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
