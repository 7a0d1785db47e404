"""The small language in which a simulated device is told what befalls it, and when."""

import pytest

from devices.simulators.script import Script

FAULTS, COUNTED = ("paper_out", "cover_open", "refused"), ("jobs", "bytes")


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


def test_each_step_counts_from_the_one_before():
    clock = Clock()
    script = Script("2jobs:paper_out; 10s:ok ;100bytes:cover_open,refused", FAULTS, COUNTED, clock)
    assert script.happened("jobs") is None
    assert script.happened("bytes", 5000) is None
    assert script.happened("jobs") == {"paper_out"}
    clock.now += 9.9
    assert script.look() is None
    clock.now += 0.1
    assert script.look() == frozenset()
    assert script.left("bytes") == 100 and script.left("jobs") is None
    assert script.happened("bytes", 60) is None and script.left("bytes") == 40
    assert script.happened("bytes", 40) == {"cover_open", "refused"}
    clock.now += 1000
    assert script.happened("jobs", 99) is None and script.left("bytes") is None


def test_again_begins_anew_and_what_was_too_much_counts_for_the_next_round():
    script = Script("3jobs:paper_out;2jobs:ok;again", FAULTS, COUNTED, Clock())
    seen = [script.happened("jobs") for _ in range(10)]
    assert [n for n, faults in enumerate(seen, 1) if faults] == [3, 8]
    assert [n for n, faults in enumerate(seen, 1) if faults == frozenset()] == [5, 10]


def test_what_passed_at_once_ends_at_its_last_step():
    clock = Clock()
    script = Script("1s:paper_out;1s:cover_open;0.5s:ok", FAULTS, COUNTED, clock)
    clock.now += 2.2
    assert script.look() == {"cover_open"}
    clock.now += 0.3
    assert script.look() == frozenset()


def test_a_night_in_rounds_of_a_moment_is_not_walked_round_by_round():
    clock = Clock()
    script = Script("0.0000001s:paper_out;0.0000001s:ok;again", FAULTS, COUNTED, clock)
    clock.now += 36_000
    assert script.look() is not None  # in rounds it would take a day


@pytest.mark.parametrize(
    "text", ["paper_out", "2jobs", "2pages:ok", "2jobs:ghosts", "-1jobs:ok", "2jobs:ok:ok", "again", "0s:ok;again"]
)
def test_what_cannot_be_read_is_a_sentence(text):
    with pytest.raises(ValueError, match="script"):
        Script(text, FAULTS, COUNTED)
