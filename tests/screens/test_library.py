"""What the search stands on follows the catalogue, the center's hours and the day while the kiosk runs for weeks."""

from dataclasses import replace
from types import SimpleNamespace

from kiosk.library import open_library
from sync.catalogue import keep
from sync.place import place


def test_a_new_catalogue_other_hours_and_the_next_day_are_noticed(folder, clock):
    setup = place(None, None, "village-morning").setup()
    node = SimpleNamespace(machine=SimpleNamespace(folder=folder), setup=setup, now=clock)
    library = open_library(node)
    first = library()
    assert library() is first and first.catalogue.version == 1
    keep(folder, replace(first.catalogue, version=2))
    second = library()
    assert second.catalogue.version == 2 and library() is second
    node.setup = replace(setup, sessions=setup.sessions[:1])
    assert library().calendar.sessions == setup.sessions[:1]
    clock.forward(24 * 3600)
    assert library() is not second
    assert library().finder is second.finder  # days come and go, the catalogue stays
