"""From the official's key to the hall's state: a real box, a counter's node and a hall's node.

    python -m benchmarks.hall [--calls 500] [--screens 8]

The floor is the same way without a box between: a bare HTTP request and its answer on loopback
(benchmarks/floor.py, durable as well). `--screens` more nodes listen all the while.
"""

import argparse
import sys
import tempfile
import threading
import time
from pathlib import Path

from benchmarks.box import FIELDS, TAKE, Bench, line, shown, wish
from benchmarks.driving import Presses, machine, percentile, press
from center import verbs as v
from sync.machine import Machine
from sync.node import Node, open_node


def listen(port: int, name: str, role: str, folder: Path, counter: int | None = None) -> Node:
    return open_node(Machine(name, role, f"http://127.0.0.1:{port}", folder=folder / name, counter=counter))


def calls(port: int, folder: Path, count: int, screens: int) -> list[float]:
    """Seconds from asking CallNext to the hall's Day holding that call."""
    counter = listen(port, "counter-1", "counter", folder, 1)
    hall = listen(port, "hall-1", "hall", folder)
    others = [listen(port, f"hall-{i + 2}", "hall", folder) for i in range(screens)]
    arrived: dict[str, float] = {}
    bell = threading.Condition()

    def look() -> None:
        now = time.perf_counter()
        with bell:
            for call in hall.day.calls[-3:]:
                arrived.setdefault(call.ticket, now)
            bell.notify_all()

    hall.subscribe(look)
    counter.ask(v.SignIn(counter=1, official="cb01")).result()
    seconds = []
    for _ in range(count):
        began = time.perf_counter()
        ticket = next(f.ticket for f in counter.ask(v.CallNext(counter=1)).result().facts if hasattr(f, "rule"))
        with bell:
            bell.wait_for(lambda: ticket in arrived, 10)  # noqa: B023 - waited for in this turn
        seconds.append(arrived[ticket] - began)
        counter.ask(v.StartService(counter=1)).result()
    for node in (counter, hall, *others):
        node.close()
    return seconds


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=500)
    parser.add_argument("--screens", type=int, default=8)
    options = parser.parse_args()
    print(machine())
    bench = Bench()
    try:
        line("", "median", "p99", "rate")
        with bench.floor() as served:
            done = press(served.port, 1, options.calls, TAKE, wish)
            line("floor: request and answer", *shown(done))
        with bench.box() as served, tempfile.TemporaryDirectory() as folder:
            press(served.port, 4, options.calls + 10, TAKE, lambda i: {"field": FIELDS[i]})
            began = time.perf_counter()
            seconds = calls(served.port, Path(folder), options.calls, options.screens)
            done = Presses(seconds=seconds, wall=time.perf_counter() - began)
            line(f"key → hall, {options.screens} more screens", *shown(done), "goal p99 ≤ 300 ms")
    finally:
        bench.close()
    return 0 if percentile(seconds, 0.99) <= 0.3 else 1


if __name__ == "__main__":
    sys.exit(main())
