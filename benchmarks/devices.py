"""Every driver of every kind in every trouble; and what a kiosk with a printer and a reader weighs.

    PYTHONPATH=. .venv/bin/python -m benchmarks.devices [--quick] [--only walks|memory]

The promises are those of tests/devices/conformance.py, with the patience of a real machine; the control is a driver
that keeps none. (Tickets cut off at every byte: benchmarks.conformance_printer.) The memory is told in
benchmarks/kiosk_memory.py.
"""

import argparse
import os
import sys
import time
from collections import Counter
from typing import ClassVar

from benchmarks.box import line
from benchmarks.driving import machine
from benchmarks.kiosk_memory import GOAL_MB, memory
from tests.devices import conformance
from tests.devices.conformance import STANDS, Stand, Walk, walk, walk_claimed, walk_unplugged


def walks(quick: bool) -> Counter:
    """Every driver × every fault, plus cables pulled and second programs."""
    counted: Counter = Counter()
    slowest: dict[str, float] = {}
    for name, place in STANDS.items():
        ways = [("", lambda stand, fault="": walk(stand, fault))]
        ways += [(fault, lambda stand, fault=fault: walk(stand, fault)) for fault in place.faults[:: 3 if quick else 1]]
        if place.unplugged:
            ways.append(("pulled", lambda stand, place=place: walk_unplugged(stand, place.unplugged)))
        if place.exclusive:
            ways.append(("twice", lambda stand: walk_claimed(stand)))
        for way, walked in ways:
            stand = place.make()
            try:
                seen: Walk = walked(stand)
            finally:
                stand.end()
            counted["walks"] += 1
            counted["hangs"] += seen.hangs
            counted["threads or descriptors left"] += sum(seen.left)
            counted["broken promises"] += len(seen.broken)
            for what, seconds in seen.slowest.items():
                slowest[what] = max(slowest.get(what, 0.0), seconds)
            for broken in seen.broken:
                print(f"  {name}, {way or 'well'}: {broken}", flush=True)
    counted["drivers"] = len(STANDS)
    line("slowest health, job, close", *(f"{slowest.get(what, 0):.1f} s" for what in ("health", "work", "close")))
    return counted


class Liar:
    """The control: a driver that hangs, breaks, says nothing of itself and leaves a descriptor."""

    left: ClassVar[list[int]] = []

    def health(self) -> str:
        time.sleep(conformance.HEALTH_SECONDS + 0.2)
        return "fine"

    def close(self) -> None:
        self.left.append(os.open(os.devnull, os.O_RDONLY))


def control() -> bool:
    """Whether the walk catches a hang, a bug and what is left behind."""
    honest = conformance.open_driver, conformance.BACK_SECONDS
    conformance.open_driver, conformance.BACK_SECONDS = (lambda role, uri: Liar()), 1.0
    try:
        seen = walk(Stand("printer", "liar:", lambda driver: 1 / 0))
    finally:
        conformance.open_driver, conformance.BACK_SECONDS = honest
        for descriptor in Liar.left:
            os.close(descriptor)
    line("control: hangs, left, broken", seen.hangs, sum(seen.left), len(seen.broken))
    return bool(seen.hangs and any(seen.left) and any("ZeroDivisionError" in broken for broken in seen.broken))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a third of the faults, 20 visitors")
    parser.add_argument("--only", choices=("walks", "memory"))
    options = parser.parse_args()
    print(machine())
    kept = True
    if options.only in (None, "walks"):
        kept &= told("drivers × troubles", walks(options.quick))
        kept &= control()
    if options.only in (None, "memory"):
        print(f"resident memory, goal ≤ {GOAL_MB} MB")
        kept &= memory(20 if options.quick else 500)
    return 0 if kept else 1


def told(title: str, counted: Counter) -> bool:
    print(title)
    for what, many in counted.items():
        line(f"  {what}", many)
    return not counted["broken promises"]


if __name__ == "__main__":
    sys.exit(main())
