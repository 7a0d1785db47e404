"""What a kiosk weighs, in each state of its day: `python -m benchmarks.devices --only memory`.

The whole take program (offscreen, software rendering, 1080 x 1920) with a network printer and a reader on a serial
line: when its first page is painted, after tickets were printed and a code was read, after a search, after hundreds of
visitors and one more search. The floor is a bare window of PySide6 with the same Qt modules and one word in it; the
same kiosk without devices, and with a camera as reader, are the controls.

The goal is for the kiosk at work: it printed, read and was searched. What hundreds of visitors of one day add is told
after it; thousands of them, over days, are the matter of benchmarks.kiosk.

Resident is what the system counts for the program; of that, anonymous is its own, file-backed are pages of libraries
that other programs may share. PSS counts a shared page in parts: less the more programs of ours run.
"""

import os
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from benchmarks.box import Bench, line
from benchmarks.driving import Client
from benchmarks.kiosk import order, until, visit
from demo.programs import Program
from devices.simulated import serve_paper_printer

HEAVY = ("cv2", "numpy", "zxingcpp", "pyzbar", "zbar", "hid")
GOAL_MB, AT_WORK = 120, 3  # the goal, and for how many of the states it is
QUIET = {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
BARE = """
import sys
from PySide6 import QtCore, QtGui, QtQml, QtQuick, QtSvg
application = QtGui.QGuiApplication([])
view = QtQuick.QQuickView()
page = QtQml.QQmlComponent(view.engine())
page.setData(b"import QtQuick; Rectangle { width: 1080; height: 1920; Text { text: 'A 001' } }", QtCore.QUrl())
view.setContent(QtCore.QUrl(), page, page.create())
view.frameSwapped.connect(lambda: print("painted", flush=True))
view.show()
sys.exit(application.exec())
"""


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
    return Program("kiosk", ["benchmarks.hurried", *arguments], folder, drive=True, environment=QUIET).start()


def loaded(process: int) -> list[str]:
    """Which of the heavy libraries lie in the program's memory."""
    maps = Path(f"/proc/{process}/maps").read_text()
    files = {Path(row.split(maxsplit=5)[5]) for row in maps.splitlines() if row.count("/")}
    packages = {part for file in files for part in file.parts if ".so" in file.name}
    names = {file.name for file in files}
    return [one for one in HEAVY if one in packages or any(name.startswith((one, f"lib{one}")) for name in names)]


def weighed(what: str, process: int) -> float:
    """One line of what the program weighs now; its resident MB."""
    rows = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()[1:]
    mb = {row.split(":")[0]: int(row.split()[1]) / 1024 for row in rows}
    files = mb["Rss"] - mb["Anonymous"]
    line(what, f"{mb['Rss']:.1f}", f"{mb['Anonymous']:.1f}", f"{files:.1f}", f"{mb['Pss']:.1f}")
    return mb["Rss"]


def floor() -> float:
    command, around = [sys.executable, "-c", BARE], os.environ | QUIET
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=around) as bare:
        try:
            bare.stdout.readline()
            time.sleep(1.0)
            return weighed("floor: a bare window of PySide6", bare.pid)
        finally:
            bare.kill()


def search(program: Program, words: str) -> None:
    """Somebody types, opens what was found first, and leaves."""
    for step in ("find", "find-box"):
        order(program, wait=step)
        order(program, tap=step)
    order(program, wait=f"key-{words[0]}")
    for letter in words:
        order(program, tap="key-space" if letter == " " else f"key-{letter}")
    first = program.ask(state=1)["hits"][0]["id"]
    order(program, tap=f"hit-{first}")
    order(program, wait="procedure-title")
    while program.ask(state=1)["page"] != "home":
        order(program, tap="back")


def memory(visitors: int) -> bool:
    bench, port = Bench(), SerialLine()
    pages: list = []
    line("MB", "resident", "anonymous", "files", "PSS")
    floor()
    try:
        printing = closing(serve_paper_printer(0, pages.append))
        with bench.box() as box, tempfile.TemporaryDirectory() as place, printing as printer:
            Client(box.port).post("/verbs/sign-in", {"counter": 1, "official": "cb01"})
            serial = f"serial://{port.name}?baud=115200"
            ways = (
                ("neither printer nor reader", "nobody", "nobody"),
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
                    states = day(program, name, port if reader == serial else None, visitors)
                    heavy = loaded(program.process.pid)
                finally:
                    program.kill()
                line(f"  heavy libraries, {name}", ", ".join(heavy) or "none")
                if reader == serial:
                    reached &= max(states[:AT_WORK]) <= GOAL_MB and not heavy
                elif paper != "nobody":
                    reached &= "cv2" in heavy
            line("tickets printed meanwhile", len(pages))
            return reached and bool(pages)
    finally:
        port.close()
        bench.close()


def day(program: Program, name: str, port: SerialLine | None, visitors: int) -> list[float]:
    """What it weighs at each hour of a kiosk's day; all of it only for the kiosk with a reader on `port`."""
    print(name)
    process = program.process.pid
    time.sleep(3.0)
    states = [weighed("  first page painted, devices opened", process)]
    for person in range(3):
        visit(program, person, 0.55)
    if port:
        port.show("A 001")
        order(program, wait="done")
        order(program, tap="done")
    time.sleep(3.0)
    states.append(weighed("  three tickets taken" + (" and printed, a code read" if port else ""), process))
    search(program, "khai sinh")
    states.append(weighed("  and a search, its procedure opened", process))
    if port:
        for person in range(visitors):
            visit(program, person)
        time.sleep(3.0)
        states.append(weighed(f"  and {visitors} visitors more", process))
        search(program, "lam so do")
        states.append(weighed("  and one more search", process))
    return states
