"""The line cut within a job of every kind, at some of its bytes; `python -m benchmarks.devices` cuts at all of them."""

import os

import pytest

from tests.devices.cut_walks import WALKS, length_of

pytestmark = pytest.mark.skipif(os.name != "posix", reason="counts descriptors")
POINTS = 5


@pytest.mark.parametrize("name", WALKS)
def test_the_line_is_cut_here_and_there(name):
    length = length_of(name)
    for point in range(POINTS + 1):
        many = point * length // POINTS
        assert not WALKS[name](many, []), f"cut after {many} of {length} bytes"
