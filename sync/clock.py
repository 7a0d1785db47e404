"""What time it is for a program: this computer's time, or for a sample center another that runs as fast."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def now() -> datetime:
    return datetime.now(UTC)


def clock_ahead(seconds: float) -> Callable[[], datetime]:
    """This computer's clock, so many seconds ahead of it (behind: negative): a morning may be shown at night.

    Every program of one center needs the same lead, or its box reports a wrong clock.
    """
    if not seconds:
        return now
    lead = timedelta(seconds=seconds)
    return lambda: now() + lead
