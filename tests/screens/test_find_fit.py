"""Every page of the search × panel × language × mode: nothing clipped, nothing too small, every letter there."""

import csv
import re
from dataclasses import replace
from datetime import date

import pytest

from kiosk.library import library_of
from sync import reference
from tests.screens.find_screen import FindScreen
from tests.screens.public_screen import sample_setup
from tests.screens.walking import KIOSK_PANELS, pale_texts, reach_faults, walk, wear

# Twelve keys stand side by side on a tablet 217 mm wide: as large as it allows.
TABLET_KEY_MM = 14.5


def faults(screen: FindScreen, panel: str) -> list[str]:
    found = screen.faults()
    if panel != "10.1":
        return found
    sizes = [(fault, re.fullmatch(r"key-\S+ is ([0-9.]+) mm", fault)) for fault in found]
    return [fault for fault, key in sizes if key is None or float(key[1]) < TABLET_KEY_MM]


@pytest.mark.parametrize("panel", KIOSK_PANELS)
def test_every_page_fits(folder, clock, panel):
    screen = FindScreen(folder, clock, panel, people=9)
    # High contrast changes no size; low reach only one where a panel is higher than the reach.
    modes = ("", "large", "low") if screen.theme.reach_height < screen.view.height() else ("", "large")

    def wrong(mode: str, page: str) -> list[str]:
        return [*faults(screen, panel), *reach_faults(screen, mode, page)]

    found = walk(screen, f"find {panel}", modes, wrong)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("panel", ["15", "21.5"])
@pytest.mark.parametrize("mode, least", [("", 7.0), ("contrast", 10.0)])
def test_every_text_stands_out(folder, clock, mode, least, panel):
    found = pale_texts(FindScreen(folder, clock, panel, people=3), mode, least)
    assert not found, "\n".join(found)


def longest_names(count: int) -> list[str]:
    """The longest of the real names: of the catalogue, and of all procedures whose papers data has replaced."""
    lines = (reference.ASSETS / "catalogue" / "replaced_papers.csv").read_text("utf-8")
    names = {row["procedure"] for row in csv.DictReader(lines.splitlines())}
    names |= {procedure.name for procedure in reference.catalogue().procedures}
    return sorted(names, key=len)[-count:]


def two_thousand():
    """The catalogue, its real names repeated under new codes up to 2,000, the longest of them among the first found."""
    real = reference.catalogue()
    names = longest_names(800)
    procedures = [
        replace(real.procedures[n % len(real.procedures)], code=f"9.{n:06d}", name=names[-1 - n % len(names)])
        for n in range(2000)
    ]
    catalogue = replace(real, procedures=tuple(procedures))
    calendar = reference.work_calendar(sample_setup())
    return library_of(catalogue, reference.words(), calendar, (), date(2026, 11, 23))


@pytest.fixture(scope="module")
def many():
    return two_thousand()


@pytest.mark.parametrize("panel", KIOSK_PANELS)
def test_the_longest_of_two_thousand_names_is_never_cut(folder, clock, panel, many):
    screen = FindScreen(folder, clock, panel)
    screen.library = many
    found = []
    try:
        for language, mode in wear(screen, ("", "large")):
            screen.search._open_list(lambda: "Tên dài nhất", many.procedures[:24])
            for turned in range(3):
                screen.settle()
                found += [f"list {turned} {language} {mode}: {fault}" for fault in faults(screen, panel)]
                if screen.find("more") is not None:
                    screen.tap("more")
            screen.search.openProcedure(many.procedures[0].code)
            for leaf in screen.leaves("procedure"):
                screen.settle()
                found += [f"{leaf} {language} {mode}: {fault}" for fault in faults(screen, panel)]
    finally:
        screen.shut()
    assert not found, "\n".join(found)
