"""Waiting for what another thread brings about."""

import time
from collections.abc import Callable


def until(true: Callable[[], object], seconds: float = 3.0) -> None:
    """Return as soon as it is true; after `seconds` it never will be."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "did not come about"
        time.sleep(0.003)
