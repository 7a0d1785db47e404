"""A short slice of benchmarks/fuzz.py with fixed seeds; the whole of it is run there, five million inputs at a time."""

import pytest

from benchmarks import fuzz
from benchmarks.fuzz_targets import TARGETS


@pytest.mark.parametrize("target", TARGETS, ids=[target.name for target in TARGETS])
def test_damaged_input_is_read_or_refused(target):
    done = fuzz.run(target, 1500, seed=1)
    assert done.crashes == 0 and done.inputs == 1500
    assert done.read > 15  # it gets behind the first look


def test_the_control_is_caught():
    assert fuzz.run(fuzz.PLANTED[0], 10_000, seed=1, stop_at_crash=True).crashes == 1


def test_a_hang_is_caught_from_outside():
    found = fuzz.run_watched(fuzz.PLANTED[1], 10_000, seed=1)
    assert found.hangs == 1 and found.inputs > 0
