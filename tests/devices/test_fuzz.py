"""A short slice of benchmarks/fuzz.py, by hypothesis and so the same everywhere; five million inputs are fed there."""

import pytest

from benchmarks import fuzz
from benchmarks.fuzz_engine import Tally, by_hypothesis
from benchmarks.fuzz_inputs import Target
from benchmarks.fuzz_targets import PLANTED, TARGETS

MANY = {"addresses in a config": 40, "saved settings": 60}


@pytest.mark.parametrize("target", TARGETS, ids=[target.name for target in TARGETS])
def test_damaged_input_is_read_or_refused(target, tmp_path):
    tally = Tally(tmp_path / "tally")
    by_hypothesis(target, MANY.get(target.name, 100), 1, tally)
    assert tally.inputs >= 30 and tally.read > 0  # it gets behind the first look


def test_every_seed_is_read_or_refused(tmp_path):
    for target in TARGETS:
        feed = Tally(tmp_path / target.name.replace(" ", "-")).feeding(target)
        for seed in target.seeds:
            assert len(seed) <= max(target.longest, 8192)
            feed(seed)


def test_hypothesis_finds_what_only_an_odd_word_breaks(tmp_path):
    """The control where atheris is not installed."""
    fragile = Target("fragile", lambda given: 1 // (b"\xed\xa0\x80" not in given), (b"A015",), 1.0)
    with pytest.raises(ZeroDivisionError):
        by_hypothesis(fragile, 4000, 1, tally := Tally(tmp_path / "tally"))
    assert b"\xed\xa0\x80" in tally.input


def test_a_crash_and_a_hang_are_caught_from_outside():
    """By atheris where it is installed, with the input that did it."""
    crash = fuzz.run(PLANTED[0], 100_000, seed=1)
    assert crash.crashes == 1 and not crash.hangs and "ValueError" in crash.failed_by and "b'" in crash.failed_by
    hang = fuzz.run(PLANTED[1], 100_000, seed=1, hang_cpu_seconds=0.5)
    assert hang.hangs == 1 and not hang.crashes and hang.inputs > 0
