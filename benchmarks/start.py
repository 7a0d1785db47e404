"""How long ./run takes until all six windows are painted, on a virtual display: the first start and the next ones.

    python -m benchmarks.start [--starts 3] [--limit 5]

The first start finds neither compiled pages nor remembered fonts of Qt. Needs Xvfb.
"""

import argparse
import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.driving import machine
from demo.center import SCREENS

TOP = Path(__file__).resolve().parent.parent
PATIENCE_SECONDS = 60
FIRST_FRAME = re.compile(r"first frame after ([\d.]+) s")


def virtual_display(size: str) -> tuple[subprocess.Popen, str]:
    """A running Xvfb and its name, e.g. ":99"."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{size}x24", "-nolisten", "tcp"]
    display = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as said:
        number = said.readline().strip()
    if not number:
        raise SystemExit("Xvfb did not start: sudo apt-get install xvfb")
    return display, f":{number}"


def start(around: dict[str, str], books: Path) -> tuple[float, dict[str, float]]:
    """Seconds from the command to the last first frame, and each program's own seconds."""
    began = time.monotonic()
    with subprocess.Popen([TOP / "run", "--keep", books], env=around, stderr=subprocess.PIPE, cwd=TOP) as demo:
        try:
            painted: dict[str, float] = {}
            while len(painted) < len(SCREENS):
                if demo.poll() is not None or time.monotonic() - began > PATIENCE_SECONDS:
                    raise SystemExit(f"only {sorted(painted)} were painted")
                for name in SCREENS.keys() - painted.keys():
                    log = books / f"{name}.log"
                    found = FIRST_FRAME.search(log.read_text("utf-8", "replace")) if log.exists() else None
                    if found:
                        painted[name] = float(found[1])
                time.sleep(0.01)
            return time.monotonic() - began, painted
        finally:
            demo.send_signal(signal.SIGINT)
            demo.communicate()


def cpu_seconds() -> float:
    """Of every program that was started here and has ended, their own programs with them."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.start", description=__doc__.splitlines()[0])
    parser.add_argument("--starts", type=int, default=3, metavar="N")
    parser.add_argument("--limit", type=float, default=5.0, metavar="SECONDS", help="for every start after the first")
    parser.add_argument("--size", default="1920x1080", metavar="WxH")
    options = parser.parse_args()
    print(machine())
    display, name = virtual_display(options.size)
    slowest = 0.0
    try:
        with tempfile.TemporaryDirectory() as folder:
            around = os.environ | {"DISPLAY": name, "XDG_CACHE_HOME": f"{folder}/cache"}
            around.pop("QT_QPA_PLATFORM", None)
            for turn in range(options.starts):
                before = cpu_seconds()
                seconds, painted = start(around, Path(folder) / f"books-{turn}")
                cpu = cpu_seconds() - before
                own = "  ".join(f"{one} {painted[one]:.2f}" for one in SCREENS)
                print(f"start {turn + 1}: six windows painted after {seconds:.2f} s, {cpu:.1f} s of CPU", flush=True)
                print(f"  each by itself: {own}")
                slowest = max(slowest, seconds) if turn else 0.0
    finally:
        display.terminate()
    return 0 if slowest <= options.limit else 1


if __name__ == "__main__":
    sys.exit(main())
