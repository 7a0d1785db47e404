"""Everything that reads a stranger's or a device's words, under damaged input: no crash, no hang, no false word.

    PYTHONPATH=. .venv/bin/python -m benchmarks.fuzz             # all targets, 5,200,000 inputs
    … --quick                                                     # 100,000
    … --seed 7 --target cards --inputs 1000000

An input fails by raising anything but a Refusal or a DeviceTrouble, by taking more than ten seconds of the processor
(or half a minute of sleep), or by 2 GB of memory. Each target is fed in a process of its own (fuzz_engine.py), which is
watched from outside, because a pattern that never ends holds Python's lock. A failure prints the input, which is then
a test. `edges`: how many of our own branches its inputs have taken. The control plants a crash and a hang; both must
be caught.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

import psutil

from benchmarks.fuzz_engine import Tally
from benchmarks.fuzz_inputs import Target
from benchmarks.fuzz_targets import PLANTED, TARGETS

INPUTS, QUICK = 5_200_000, 100_000
HANG_CPU_SECONDS, HANG_SECONDS, START_SECONDS = 10.0, 30.0, 60.0
CONTROL_INPUTS, CONTROL_SECONDS = 200_000, 2.0


@dataclass
class Run:
    """What became of the inputs of a target: something came of `read`, `refused`, and the failures."""

    target: str
    inputs: int = 0
    read: int = 0
    refused: int = 0
    edges: int = 0
    crashes: int = 0
    hangs: int = 0
    slowest_ms: float = 0.0
    seconds: float = 0.0
    failed_by: str = ""


def run(target: Target, inputs: int, seed: int, hang_cpu_seconds: float = HANG_CPU_SECONDS) -> Run:
    """Feed it until its inputs are used up, or one of them fails."""
    with tempfile.TemporaryDirectory(prefix="fuzz-") as place:
        folder = Path(place)
        tally, said = Tally(folder / "tally"), folder / "said"
        command = [sys.executable, "-m", "benchmarks.fuzz_engine", target.name, str(inputs), str(seed), place]
        environment = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        started = time.monotonic()
        with said.open("wb") as words:
            child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=words, stderr=words, env=environment)
            hangs = watch(child, tally, hang_cpu_seconds)
        text = said.read_text("utf-8", "replace")
        edges = max([0, *(int(line.split("cov: ")[1].split()[0]) for line in text.splitlines() if "cov: " in line)])
        done = Run(target.name, tally.inputs, tally.read, tally.refused, edges, hangs=hangs)
        done.slowest_ms, done.seconds = tally.slowest_ns / 1e6, time.monotonic() - started
        if hangs:
            done.failed_by = f"HANG\n   {tally.input!r}"
        elif child.returncode:
            done.crashes = 1
            done.failed_by = f"CRASH\n{why(text)}\n   {tally.input!r}"
        tally.close()
        return done


def watch(child: subprocess.Popen, tally: Tally, hang_cpu_seconds: float) -> int:
    """Until it ends; 1 when it had to be ended, being too long about one input."""
    seen, cpu, begun, process = 0, 0.0, time.monotonic(), psutil.Process(child.pid)
    while child.poll() is None:
        time.sleep(0.1)
        try:
            spent = process.cpu_times().user
        except psutil.NoSuchProcess:
            break
        if tally.inputs != seen:
            seen, cpu, begun = tally.inputs, spent, time.monotonic()
        slow = spent - cpu > (hang_cpu_seconds if seen else START_SECONDS)
        if slow or time.monotonic() - begun > (HANG_SECONDS if seen else 2 * START_SECONDS):
            child.kill()
            child.wait()
            return 1
    child.wait()
    return 0


def why(said: str) -> str:
    """The traceback among what libFuzzer and Python say, or their last words."""
    begin = said.rfind("Traceback (most recent call last)")
    return "\n".join(said[begin:].splitlines()[:30] if begin >= 0 else said.splitlines()[-12:])


def control(seed: int) -> bool:
    """Both planted bugs are caught; says after how many inputs."""
    crash = run(PLANTED[0], CONTROL_INPUTS, seed)
    hang = run(PLANTED[1], CONTROL_INPUTS, seed, CONTROL_SECONDS)
    for what, caught, found in (("crash (believes dates)", crash.crashes, crash), ("hang", hang.hangs, hang)):
        at = f"at input {found.inputs:,}, {found.seconds:.0f} s" if caught else "NEVER"
        print(f"control, planted {what}: caught {at}")
    return bool(crash.crashes and hang.hangs)


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
    print("by atheris" if find_spec("atheris") else "by hypothesis: atheris is not installed", HEAD, sep="\n")
    for target in targets:
        one = run(target, round(inputs * target.share / shares), asked.seed)
        total = replace(
            total,
            inputs=total.inputs + one.inputs, read=total.read + one.read, refused=total.refused + one.refused,
            edges=total.edges + one.edges, crashes=total.crashes + one.crashes, hangs=total.hangs + one.hangs,
            slowest_ms=max(total.slowest_ms, one.slowest_ms), seconds=total.seconds + one.seconds,
        )  # fmt: skip
        _tell(one)
    _tell(total)
    caught = control(asked.seed)
    print(f"{total.inputs:,} inputs, {total.crashes} crashes, {total.hangs} hangs, seed {asked.seed}")
    return 0 if caught and not total.crashes and not total.hangs else 1


HEAD = (
    "                                      inputs       read    refused  edges  crashes  hangs  slowest ms  per second"
)


def _tell(run: Run) -> None:
    counts = f"{run.inputs:10,} {run.read:10,} {run.refused:10,} {run.edges:6,} {run.crashes:8,} {run.hangs:6,}"
    print(f"{run.target:34}{counts} {run.slowest_ms:11.1f} {run.inputs / max(run.seconds, 1e-9):11,.0f}", flush=True)
    if run.failed_by:
        print(run.failed_by, flush=True)


if __name__ == "__main__":
    sys.exit(main())
