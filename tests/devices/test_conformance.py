"""The promises of conformance.py: every driver in every trouble of its simulator, unplugged, and opened twice."""

import os

import pytest

from devices.simulated import simulated
from tests.devices.conformance import STANDS, Stand, walk, walk_claimed, walk_unplugged

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pseudo terminals")


# Those that wait for long by their nature are walked by `python -m benchmarks.devices` only.
LONG = {"scanner escl": {"", "busy", "silent", "slow", "early", "miscounts"}, "scanner sim": {"slow", "silent"}}
LONG |= {"printer sim": {"garbage", "fenceless"}, "printer tcp": {"garbage", "fenceless", "slow"}}
LONG |= {"documents ipp": {"silent", "slow"}, "camera sim": {"silent", "unplugged"}}
LONG |= {"buttons sim": {"silent", "deaf"}}
CASES = [
    (name, fault) for name, place in STANDS.items() for fault in ("", *place.faults) if fault not in LONG.get(name, ())
]


@pytest.fixture
def stand(request):
    made = STANDS[request.param].make()
    yield made
    made.end()


@pytest.mark.parametrize(("stand", "fault"), CASES, indirect=["stand"])
def test_in_every_trouble(stand, fault):
    seen = walk(stand, fault)
    assert not seen.broken, seen


PULLED = [(name, place.unplugged) for name, place in STANDS.items() if place.unplugged]


@pytest.mark.parametrize(("stand", "unplugged"), PULLED, indirect=["stand"])
def test_a_pulled_cable_is_told_and_healed(stand, unplugged):
    seen = walk_unplugged(stand, unplugged)
    assert not seen.broken, seen


@pytest.mark.parametrize("stand", [name for name, place in STANDS.items() if place.exclusive], indirect=True)
def test_only_one_program_has_it(stand):
    seen = walk_claimed(stand)
    assert not seen.broken, seen


def test_the_walk_finds_what_is_broken(monkeypatch):
    """The control: a driver that hangs, breaks, says nothing and leaves a descriptor."""

    class Liar:
        def health(self):
            return "fine"

        def close(self):
            kept.append(os.open(os.devnull, os.O_RDONLY))

    kept: list[int] = []
    monkeypatch.setattr("tests.devices.conformance.open_driver", lambda role, uri: Liar())
    monkeypatch.setattr("tests.devices.conformance._until", lambda true: False)
    seen = walk(Stand("printer", "liar:", lambda driver: 1 / 0))
    for descriptor in kept:
        os.close(descriptor)
    said = " ".join(seen.broken)
    assert "health is 'fine'" in said and "ZeroDivisionError" in said and "descriptors are left" in said
    assert simulated("printer").faults == frozenset()
