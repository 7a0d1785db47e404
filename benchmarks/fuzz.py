"""Everything that reads a stranger's or a device's words, under damaged input: no crash, no hang, no false word.

    PYTHONPATH=. .venv/bin/python -m benchmarks.fuzz             # all targets, 5,200,000 inputs
    … --quick                                                     # 100,000
    … --seed 7 --target cards --inputs 1000000

An input fails by raising anything but a Refusal or a DeviceTrouble, or by taking more than a second of the processor
(or half a minute of sleep): each target runs in a process of its own, which is watched from outside, because a pattern
that never ends holds Python's lock. A failure prints the input, which is then a test. The control plants a crash and a
hang; both must be caught.
"""

import argparse
import re
import sys
import time
from dataclasses import dataclass, replace
from datetime import date
from multiprocessing import get_context
from multiprocessing.sharedctypes import RawValue
from typing import Any

import psutil

from benchmarks.fuzz_targets import CARD, TARGETS, Target, a_card
from benchmarks.mutating import Mutating
from center.errors import Refusal
from devices.troubles import DeviceTrouble

INPUTS, QUICK = 5_200_000, 100_000
HANG_CPU_SECONDS, HANG_SECONDS = 1.0, 30.0
SHOWN = 5  # failures of a target that are printed


@dataclass
class Run:
    """What became of the inputs of a target: something came of `read`, `refused`, and the failures."""

    target: str
    inputs: int = 0
    read: int = 0
    refused: int = 0
    crashes: int = 0
    slowest_ms: float = 0.0
    seconds: float = 0.0
    first_crash: int = 0
    hangs: int = 0


def run(target: Target, inputs: int, seed: int, at: Any = None, stop_at_crash: bool = False) -> Run:
    """Feed it here. The same target and seed give the same inputs. `at.value` is the number of the input in hand."""
    made, result = Mutating(seed, target.seeds, target.grammar, target.separator), Run(target.name)
    read, clock, slowest, at = target.read, time.perf_counter, 0.0, RawValue("Q") if at is None else at
    started = clock()
    for number in range(1, inputs + 1):
        given = made.next()
        at.value = number
        begun = clock()
        try:
            if read(given):
                result.read += 1
        except (Refusal, DeviceTrouble):
            result.refused += 1
        except Exception as bug:
            result.crashes += 1
            result.first_crash = result.first_crash or number
            if result.crashes <= SHOWN and not stop_at_crash:
                print(f"CRASH {target.name}, seed {seed}, input {number}: {type(bug).__name__}: {bug}\n   {given!r}")
        slowest = max(slowest, clock() - begun)
        result.inputs = number
        if stop_at_crash and result.crashes:
            break
    result.slowest_ms, result.seconds = slowest * 1000, clock() - started
    return result


def run_watched(target: Target, inputs: int, seed: int) -> Run:
    """The same in a process of its own, ended when one input does not."""
    apart = get_context("spawn")
    at, (near, far) = apart.RawValue("Q"), apart.Pipe()
    child = apart.Process(target=_run_apart, args=(target.name, inputs, seed, at, far))
    child.start()
    far.close()
    seen, cpu, wall, process = 0, 0.0, time.monotonic(), psutil.Process(child.pid)
    try:
        while not near.poll(0.25):
            spent = process.cpu_times().user
            if at.value != seen:
                seen, cpu, wall = at.value, spent, time.monotonic()
            elif spent - cpu > HANG_CPU_SECONDS * (1 if seen else 30) or time.monotonic() - wall > HANG_SECONDS:
                child.kill()
                made = Mutating(seed, target.seeds, target.grammar, target.separator)
                given = [made.next() for _ in range(seen)][-1:]
                print(f"HANG {target.name}, seed {seed}, input {seen}\n   {given!r}")
                return Run(target.name, seen, hangs=1)
        return near.recv()
    finally:
        child.join()
        near.close()


def _run_apart(name: str, inputs: int, seed: int, at: Any, answer: Any) -> None:
    target = next(target for target in (*TARGETS, *PLANTED) if target.name == name)
    answer.send(run(target, inputs, seed, at))


# The controls ---------------------------------------------------------------------------------


def trusts_dates(text: str) -> bool:
    """A card reader that believes that eight digits are a day: what the guard in holders.day_of is there for."""
    fields = text.split("|")
    if len(fields) >= 7 and len(fields[3]) == 8 and fields[3].isdigit():
        date(int(fields[3][4:]), int(fields[3][2:4]), int(fields[3][:2]))
    return True


def never_ends(text: str) -> bool:
    """A card reader whose pattern tries every way to part the fields: seconds for a card with one wrong sign."""
    return re.fullmatch(r"(?:(?:[^|]+)*\|?)*\d", text) is not None


PLANTED = (
    Target("planted: trusts dates", trusts_dates, (CARD,), "|", 1.0, a_card),
    Target("planted: never ends", never_ends, (CARD,), "|", 1.0, a_card),
)


def control(seed: int) -> bool:
    """Both planted bugs are caught; says after how many inputs."""
    crash = run(PLANTED[0], 100_000, seed, stop_at_crash=True)
    print(f"control, planted crash (a parser that trusts dates): caught at input {crash.first_crash or 'NEVER'}")
    hang = run_watched(PLANTED[1], 100_000, seed)
    print(f"control, planted hang (a pattern without end): caught at input {hang.inputs if hang.hangs else 'NEVER'}")
    return bool(crash.crashes) and bool(hang.hangs)


def main() -> int:
    parser = argparse.ArgumentParser("python -m benchmarks.fuzz", description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--seed", type=int, default=20261121)
    parser.add_argument("--target", default="", help="only those whose name contains this")
    parser.add_argument("--inputs", type=int, help="of all targets together")
    asked = parser.parse_args()
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    inputs = asked.inputs or (QUICK if asked.quick else INPUTS)
    targets = [target for target in TARGETS if asked.target in target.name]
    shares = sum(target.share for target in targets)
    total = Run("together")
    print(HEAD)
    for target in targets:
        one = run_watched(target, round(inputs * target.share / shares), asked.seed)
        total = replace(
            total,
            inputs=total.inputs + one.inputs, read=total.read + one.read, refused=total.refused + one.refused,
            crashes=total.crashes + one.crashes, slowest_ms=max(total.slowest_ms, one.slowest_ms),
            hangs=total.hangs + one.hangs, seconds=total.seconds + one.seconds,
        )  # fmt: skip
        _tell(one)
    _tell(total)
    caught = control(asked.seed)
    print(f"{total.inputs:,} inputs, {total.crashes} crashes, {total.hangs} hangs, seed {asked.seed}")
    return 0 if caught and not total.crashes and not total.hangs else 1


HEAD = "                              inputs       read    refused  crashes  hangs  slowest ms  per second"


def _tell(run: Run) -> None:
    counts = f"{run.inputs:10,} {run.read:10,} {run.refused:10,} {run.crashes:8,} {run.hangs:6,}"
    print(f"{run.target:26}{counts} {run.slowest_ms:11.1f} {run.inputs / max(run.seconds, 1e-9):11,.0f}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
