"""Every driver of every kind in every trouble; and what a kiosk with a printer and a reader weighs.

    PYTHONPATH=. .venv/bin/python -m benchmarks.devices [--quick] [--only walks|cuts|memory]

The promises are those of tests/devices/conformance.py, with the patience of a real machine; the control is a driver
that keeps none. Then the line is cut within a job of each kind (tests/devices/cut_walks.py); the control is a form
printer that tries again under another name. (Tickets: benchmarks.conformance_printer.) The memory is told in
benchmarks/kiosk_memory.py.
"""

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import Any, ClassVar

from benchmarks.box import line
from benchmarks.driving import machine
from benchmarks.kiosk_memory import GOAL_MB, memory
from devices.checking import leftovers
from devices.drivers.queue_printer_ipp import IppQueuePrinter
from devices.printing import Outcome, Receipt
from tests.devices import conformance, cut_walks
from tests.devices.conformance import STANDS, Stand, Walk, walk, walk_claimed, walk_unplugged

MOST_CUTS = 300


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


def cuts(quick: bool) -> Counter:
    """The line cut after each byte of a job; of long ones after some hundred, spread over all of it."""
    counted: Counter = Counter()
    for name, cut in cut_walks.WALKS.items():
        began, length = time.monotonic(), cut_walks.length_of(name)
        before, points = leftovers(), range(0, length + 1, max(1, length // (10 if quick else MOST_CUTS)))
        for many in points:
            for broken in broken_by(cut, many):
                counted["broken promises"] += 1
                print(f"  {name}, cut after {many} bytes: {broken}", flush=True)
        left = conformance._left(before)
        counted["cuts"] += len(points)
        counted["threads or descriptors left"] += sum(left)
        line(f"  {name}", f"{length} bytes, {len(points)} cuts in {time.monotonic() - began:.0f} s")
    return counted


def broken_by(cut: Callable[[int, list[int]], list[str]], many: int) -> list[str]:
    try:
        return cut(many, [])
    except AssertionError as waited:  # for what should have come about
        return [f"hangs: {waited}"]


class Impatient(IppQueuePrinter):
    """The control of the cuts: what is not confirmed is sent again at once, under another name."""

    def print(self, pdf: bytes, job_id: str, *how: Any, **named: Any) -> Receipt:
        receipt = super().print(pdf, job_id, *how, **named)
        return receipt if receipt.outcome is Outcome.CONFIRMED else super().print(pdf, f"{job_id}+", *how, **named)


def cuts_control() -> bool:
    """Whether the cuts find forms that are printed twice."""
    cut_walks.IppQueuePrinter = Impatient
    try:
        cut = cut_walks.WALKS["documents ipp, what it says"]
        broken = sum(bool(broken_by(cut, many)) for many in range(1000, 2000, 50))
    finally:
        cut_walks.IppQueuePrinter = IppQueuePrinter
    line("control: forms printed twice in 20 cuts", broken)
    return bool(broken)


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
    parser.add_argument("--only", choices=("walks", "cuts", "memory"))
    options = parser.parse_args()
    print(machine())
    kept = True
    if options.only in (None, "walks"):
        kept &= told("drivers × troubles", walks(options.quick))
        kept &= control()
    if options.only in (None, "cuts"):
        kept &= told("the line cut within a job", cuts(options.quick))
        kept &= cuts_control()
    if options.only in (None, "memory"):
        print(f"resident memory, goal ≤ {GOAL_MB} MB")
        kept &= memory(20 if options.quick else 500)
    return 0 if kept else 1


def told(title: str, counted: Counter) -> bool:
    print(title)
    for what, many in counted.items():
        line(f"  {what}", many)
    return not counted["broken promises"] and not counted["threads or descriptors left"]


if __name__ == "__main__":
    sys.exit(main())
