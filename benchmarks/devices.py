"""Every driver of every kind in every trouble; and what a kiosk with a printer and a reader weighs.

    PYTHONPATH=. .venv/bin/python -m benchmarks.devices [--quick] [--only walks|memory]

The promises are those of tests/devices/conformance.py, with the patience of a real machine; the control is a driver
that keeps none. (Tickets cut off at every byte: benchmarks.conformance_printer.) The memory is that of the whole take
program (offscreen, software rendering) with a network printer and a reader on a serial line, after visitors whose
tickets were printed and a code that was read; the control is the same program whose reader is a camera.
"""

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import ClassVar

from benchmarks.box import Bench, line
from benchmarks.driving import Client, machine
from benchmarks.kiosk import resident_mb, until, visit
from demo.programs import Program
from devices.simulated import serve_paper_printer
from tests.devices import conformance
from tests.devices.conformance import STANDS, Stand, Walk, walk, walk_claimed, walk_unplugged

HEAVY = ("cv2", "numpy", "zxingcpp", "pyzbar", "zbar", "hid")
GOAL_MB = 120


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


class SerialLine:
    """A pseudo terminal in place of a reader's cable."""

    def __init__(self) -> None:
        self._far, near = os.openpty()
        self.name = os.ttyname(near)
        os.close(near)

    def show(self, code: str) -> None:
        os.write(self._far, code.encode() + b"\r\n")

    def close(self) -> None:
        os.close(self._far)


def kiosk(folder: Path, box: int, printer: str, reader: str) -> Program:
    folder.mkdir()
    config = folder / "kiosk.toml"
    config.write_text(
        f'[machine]\nid = "kiosk-1"\nrole = "kiosk"\nbox = "http://127.0.0.1:{box}"\ndata = "data"\n'
        f'[screen]\ndiagonal_in = 21.5\n[devices]\nprinter = "{printer}"\nreader = "{reader}"\n',
        "utf-8",
    )
    arguments = ["take", "--config", str(config), "--geometry", "1080x1920+0+0"]
    quiet = {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
    return Program("kiosk", ["kiosk", *arguments], folder, drive=True, environment=quiet).start()


def loaded(program: Program) -> list[str]:
    """Which of the heavy libraries lie in the program's memory."""
    maps = Path(f"/proc/{program.process.pid}/maps").read_text()
    files = {Path(row.split(maxsplit=5)[5]) for row in maps.splitlines() if row.count("/")}
    packages = {part for file in files for part in file.parts if ".so" in file.name}
    names = {file.name for file in files}
    return [one for one in HEAVY if one in packages or any(name.startswith((one, f"lib{one}")) for name in names)]


def memory(visitors: int) -> bool:
    bench, port = Bench(), SerialLine()
    pages: list = []
    try:
        printing = closing(serve_paper_printer(0, pages.append))
        with bench.box() as box, tempfile.TemporaryDirectory() as place, printing as printer:
            Client(box.port).post("/verbs/sign-in", {"counter": 1, "official": "cb01"})
            serial = f"serial://{port.name}?baud=115200"
            ways = (
                ("floor: neither printer nor reader", "nobody", "nobody"),
                ("printer tcp, reader serial", printer.uri, serial),
                ("control: the reader is a camera", printer.uri, "camera:sim://desk"),
            )
            reached = True
            for turn, (name, paper, reader) in enumerate(ways):
                program = kiosk(Path(place, str(turn)), box.port, paper, reader)
                try:
                    until(program, "home")
                    program.kill()  # its first start made its book, with a library that no later one needs
                    program.start()
                    until(program, "home")
                    for person in range(visitors):
                        visit(program, person, 0.55)
                    if reader == serial:
                        port.show("A 001")
                    time.sleep(3.0)
                    resident, heavy = resident_mb(program), loaded(program)
                    line(name, f"{resident:.0f} MB", f"loaded: {', '.join(heavy) or 'none of ' + ', '.join(HEAVY)}")
                    if reader == serial:
                        reached &= resident <= GOAL_MB and not heavy
                    elif paper != "nobody":
                        reached &= "cv2" in heavy
                finally:
                    program.kill()
            line("tickets printed meanwhile", len(pages))
            return reached and bool(pages)
    finally:
        port.close()
        bench.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a third of the faults, three visitors")
    parser.add_argument("--only", choices=("walks", "memory"))
    options = parser.parse_args()
    print(machine())
    kept = True
    if options.only in (None, "walks"):
        kept &= told("drivers × troubles", walks(options.quick))
        kept &= control()
    if options.only in (None, "memory"):
        print(f"resident memory, goal ≤ {GOAL_MB} MB")
        kept &= memory(3 if options.quick else 20)
    return 0 if kept else 1


def told(title: str, counted: Counter) -> bool:
    print(title)
    for what, many in counted.items():
        line(f"  {what}", many)
    return not counted["broken promises"]


if __name__ == "__main__":
    sys.exit(main())
