"""Every way to a ticket printer x every trouble, before and within a job, and the line cut after every byte of a job.

Counted are broken promises (tests/devices/conformance_printer.py says which): waits beyond the deadline, tickets
printed twice, CONFIRMED without a ticket, FAILED and printed later, a next ticket that does not come, threads and
descriptors left. The control tries again under a new id after each trouble, as many programs do: it must be caught.

PYTHONPATH=. .venv/bin/python -m benchmarks.conformance_printer [--quick] [--step N] [--stand NAME]
"""

import argparse
import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable

from devices.cabinet import open_driver
from devices.drivers import escpos_printer
from tests.devices.conformance_printer import CUT, STANDS, WITHIN, Stand, Trial, ticket, trial

QUICK_STEP = 97
UNFINISHED = 24


def walk(name: str, begin: Callable[[Stand], None], warm: bool = False, fences: bool = True) -> Trial:
    stand = STANDS[name]()
    try:
        return trial(stand, lambda: begin(stand), warm, fences)
    finally:
        stand.close()


def job_bytes(name: str) -> int:
    """How many bytes a job has with all the questions around it."""
    stand = STANDS[name]()
    driver = open_driver("printer", stand.uri)
    try:
        before = stand.printer.bytes_taken
        driver.print(ticket("1"), "1")
        return stand.printer.bytes_taken - before
    finally:
        driver.close()
        stand.close()


class Impatient(escpos_printer.EscposPrinter):
    """The control: what failed is sent again at once, under another id."""

    def print(self, document, job_id):
        receipt = super().print(document, job_id)
        return super().print(document, f"{job_id}+") if receipt.failed or receipt.trouble else receipt


def main() -> int:
    parser = argparse.ArgumentParser("python -m benchmarks.conformance_printer")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--step", type=int, default=1, help="bytes from one cut point to the next")
    parser.add_argument("--stand", choices=STANDS, action="append")
    asked = parser.parse_args()
    step = QUICK_STEP if asked.quick else asked.step
    names = asked.stand or list(STANDS)
    broken, slowest, walks = Counter(), 0.0, 0
    threads, descriptors = threading.active_count(), _descriptors()

    def note(name: str, what: str, seen: Trial) -> None:
        nonlocal slowest, walks
        walks += 1
        slowest = max(slowest, seen.slowest_seconds)
        for promise in seen.broken:
            broken[promise.partition(":")[0]] += 1
            print(f"{name} {what}: {promise}", flush=True)

    for name in names:
        begun, before = time.monotonic(), walks
        for fault in ("", *STANDS[name].faults):
            begin = lambda stand, fault=fault: stand.printer.set_faults(*filter(None, [fault]))  # noqa: E731
            for warm in (False, True):
                note(name, f"{fault} warm={warm}", walk(name, begin, warm, fault != "fenceless"))
        if name in CUT:
            length = job_bytes(name)
            for fault in WITHIN if name != "winspool" else ():
                for many in range(3, length, max(step, length // (3 if asked.quick else 20))):
                    script = f"{many}bytes:{fault}"
                    begin = lambda stand, script=script: stand.printer.follow(script)  # noqa: E731
                    # A command that was broken off by silence keeps the printer waiting for its rest.
                    note(name, script, walk(name, begin, fences=many > UNFINISHED))
            for many in range(0, length + 1, step):
                note(name, f"cut after {many}", walk(name, lambda stand, many=many: stand.cut_after(many)))
        print(f"{name:10} {walks - before:6,} walks in {time.monotonic() - begun:6.1f} s", flush=True)
    left = threading.active_count() - threads, _descriptors() - descriptors
    print(f"{walks:,} walks, slowest print {slowest:.1f} s; threads and descriptors left: {left[0]}, {left[1]}")
    print(f"broken promises: {sum(broken.values())} {dict(broken) or ''}")
    caught = control()
    print(f"control (tries again under a new id): {caught} broken promises in 20 walks")
    return 1 if broken or any(left) or not caught else 0


def control() -> int:
    honest, escpos_printer.EscposPrinter = escpos_printer.EscposPrinter, Impatient
    try:
        end = job_bytes("sim")
        return sum(len(walk("sim", lambda stand, at=at: stand.cut_after(at)).broken) for at in range(end - 20, end))
    finally:
        escpos_printer.EscposPrinter = honest


def _descriptors() -> int:
    return len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0


if __name__ == "__main__":
    sys.exit(main())
