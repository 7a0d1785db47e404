"""The sample center: which programs it consists of, in which order they start, and who restarts them."""

import socket
import time
from collections.abc import Callable
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from demo.desktop import SIZES, place
from demo.files import write_files, write_panel
from demo.programs import TRIES, Program, Stopped, end_all

BOX_SECONDS = 15
BEAT_SECONDS = 0.2
RESTART = 75  # the exit code by which an operator asks for a new start
# Name → how it is started, and from which file of the sample; the paper window has none.
SCREENS = {
    "paper": (["kiosk", "paper"], None),
    "kiosk": (["kiosk", "take"], "kiosk"),
    "hall": (["kiosk", "hall"], "hall"),
    "rate": (["kiosk", "rate"], "rate-1"),
    "counter-1": (["counter_app"], "counter-1"),
    "counter-2": (["counter_app"], "counter-2"),
}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Center:
    """Box, kiosk with its printer, hall screen, rating screen and two counters, on this computer.

    `desktop`: pixels on which all windows are placed; None: every screen in its full size (for
    pictures). `drive`: a script plays on the screens. `clock_ahead`: seconds.
    """

    def __init__(
        self,
        folder: Path,
        sample: str,
        desktop: tuple[int, int] | None = None,
        drive: bool = False,
        port: int = 0,
        clock_ahead: float = 0.0,
    ):
        self.folder, self.sample, self.desktop, self.drive = folder, sample, desktop, drive
        self.port, self.printer_port = port or free_port(), free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        folder.mkdir(parents=True, exist_ok=True)
        self.furnish(clock_ahead)

    def furnish(self, clock_ahead: float, own_hours: bool = False) -> None:
        """Every program as it will be started: at this hour, always open or with the center's own hours."""
        self.clock_ahead = clock_ahead
        printer = f"tcp://127.0.0.1:{self.printer_port}"
        self.files = write_files(self.sample, self.folder, self.url, printer, not self.drive, own_hours)
        self.clock = ["--sample", self.sample, f"--clock-ahead={clock_ahead:.3f}"]
        serve = ["sync", "serve", "--config", str(self.files["center"]), "--data", str(self.folder / "box")]
        self.box = Program("box", [*serve, "--port", str(self.port), *self.clock], self.folder)
        self.screens = {name: self._screen(name) for name in SCREENS}

    def _screen(self, name: str) -> Program:
        words, file = SCREENS[name]
        own = ["--port", str(self.printer_port)] if file is None else ["--config", str(self.files[file]), *self.clock]
        if self.desktop:
            geometry, scale = place(name, self.desktop)
            drawn = {"QT_SCALE_FACTOR": str(scale), "QT_ENABLE_HIGHDPI_SCALING": "0"}
        else:
            geometry, drawn = "{}x{}".format(*SIZES[name]), {"QT_QPA_PLATFORM": "offscreen"}
        return Program(name, [*words, *own, "--geometry", geometry, "--report-start"], self.folder, self.drive, drawn)

    def kiosk_with(self, fault: str, instead_of: str) -> Program:
        """The kiosk in full screen with something wrong in its file."""
        file = self.folder / "kiosk-fault.toml"
        file.write_text(self.files["kiosk"].read_text("utf-8").replace(instead_of, fault), "utf-8")
        panel = write_panel(self.folder, SIZES["kiosk"])
        drawn = {"QT_QPA_PLATFORM": f"offscreen:configfile={panel}"}
        return Program("kiosk-fault", ["kiosk", "take", "--config", str(file)], self.folder, self.drive, drawn)

    def open_box(self) -> None:
        """The box answers. Raises Stopped when it does not."""
        self.box.start()
        until = time.monotonic() + BOX_SECONDS
        while time.monotonic() < until and self.box.alive():
            if self._box_answers():
                return
            time.sleep(0.05)
        raise Stopped(f"box: {self.box.last_words() or 'no answer'}")

    def _box_answers(self) -> bool:
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=1)) as line:
            try:
                line.request("GET", "/health")
                return line.getresponse().status == 200
            except (OSError, HTTPException):
                return False

    def open_paper(self) -> None:
        """The printer's window: the only screen that has no need of the box."""
        self.screens["paper"].start()

    def open_screens(self) -> None:
        for program in self.screens.values():
            if not program.alive():
                program.start()

    def watch(self, tell: Callable[[str], None]) -> None:
        """Until every window was closed; a program that ended by itself is started again, three times at most."""
        screens = [program for program in self.screens.values() if program.process]
        watched = [self.box, *screens]
        while self.box in watched and (not screens or len(watched) > 1):
            time.sleep(BEAT_SECONDS)
            for program in [one for one in watched if not one.alive()]:
                code, words = program.process.returncode, program.last_words()
                if code == 0:
                    tell(f"{program.name}: đã đóng / closed")
                    watched.remove(program)
                elif code == RESTART:
                    program.start()
                elif program.tries == TRIES:
                    tell(f"{program.name}: không chạy được / gave up: {words}")
                    watched.remove(program)
                else:
                    program.tries += 1
                    tell(f"{program.name}: dừng lại (mã {code}), mở lại / restarting: {words}")
                    program.start()

    def close(self) -> None:
        end_all([*self.screens.values(), self.box])
