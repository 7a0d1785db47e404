"""One seeded day of the false center, lived and judged."""

import tempfile
import traceback
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from center import facts as f
from tests.simulation.acts import ACTS
from tests.simulation.center_world import World, fast_disk, hurried
from tests.simulation.oracle import faults_of


@dataclass(frozen=True)
class Lived:
    seed: int
    faults: list[str]
    story: list[str]
    seen: Counter


@cache
def blank_books() -> tempfile.TemporaryDirectory:
    return tempfile.TemporaryDirectory(prefix="mot-cua-blank-", dir=fast_disk())


def live(seed: int, steps: int | None = None) -> Lived:
    """Lives the day of this seed and judges it; every fourth day runs through midnight."""
    with hurried(), tempfile.TemporaryDirectory(prefix="mot-cua-day-", dir=fast_disk()) as folder:
        world = World(Path(folder), seed, Path(blank_books().name), late=seed % 4 == 3)
        try:
            try:
                world.run(steps or world.chance.randint(50, 100), ACTS)
            except Exception as bug:
                where = traceback.format_exc().splitlines()[-4:]
                return Lived(seed, [f"crash: {bug!r}", *where], world.story, Counter())
            faults = faults_of(world)
            seen = Counter(type(e.fact).__name__ for e in world.book.journal.entries())
            leased = sum(
                1 for e in world.book.journal.entries() if isinstance(e.fact, f.NumberTaken) and e.fact.leased
            )
            seen.update({"papers": len(world.tape), "leased": leased, "days": seen["DayOpened"]})
        finally:
            world.close()
    return Lived(seed, faults, world.story, seen)
