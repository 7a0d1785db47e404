"""How a screen stands with the box: linked, behind or cut off, and since when."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Link:
    """state: linked | behind (the box speaks, facts are missing) | cut (the box is silent).

    `since`: the last instant at which this machine knew everything; None before the first time.
    `trouble`: the box's own trouble, a sentence; empty when it writes.
    `unsent`: facts of this machine that the box has not taken in yet.
    """

    state: str = "cut"
    since: datetime | None = None
    seq: int = 0
    trouble: str = ""
    unsent: int = 0
    oldest_unsent: datetime | None = None
