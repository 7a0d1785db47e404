"""Scanners as they stand in an office, each before a simulated feeder. A new driver joins by a line in STANDS.

A stand is a driver with short patience and a way to put sheets, faults and scripts under it. `scan` collects what a
counter would: the pages that arrived, and the trouble that ended it.
"""

import os
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psutil

from devices.drivers.escl_scanner import EsclScanner, Patience
from devices.drivers.sane_scanner import Patience as SanePatience
from devices.drivers.sane_scanner import SaneScanner
from devices.scanning import Mode, Page, Scanner, ScanWish, Source
from devices.simulators.escl_server import EsclServer
from devices.simulators.feeder import Feeder
from devices.simulators.scanner import SimScanner
from devices.troubles import DeviceTrouble

DEADLINE_SECONDS = 15.0  # for whatever may happen to three pages; the drivers here have the patience of tests
ESCL = Patience(ask=1.0, page=1.5, busy=0.5, settle=0.5, pause=0.03, flatbed_again=0.05, free=0.4)
SANE = SanePatience(ask=5.0, health=2.0, page=2.0, stop=0.5)
WISH = ScanWish(Source.FEEDER, Mode.GRAY, 75)


@dataclass
class Scanned:
    pages: list[Page] = field(default_factory=list)
    trouble: DeviceTrouble | None = None
    seconds: float = 0.0

    @property
    def code(self) -> str:
        return self.trouble.code if self.trouble else ""


def scan(scanner: Scanner, wish: ScanWish = WISH, on_page: Callable[[Page], None] = lambda page: None) -> Scanned:
    """One scan to its end. Anything but a trouble is a bug and goes through."""
    done, began = Scanned(), time.monotonic()
    try:
        for page in scanner.scan(wish):
            done.pages.append(page)
            on_page(page)
    except DeviceTrouble as trouble:
        done.trouble = trouble
    done.seconds = time.monotonic() - began
    return done


class Stand:
    """`feeder` is what lies in the scanner; `scanner` is asked as a counter asks it."""

    scanner: Scanner

    def __init__(self, feeder: Feeder, folder: Path):
        self.feeder = feeder

    def close(self) -> None:
        self.scanner.close()

    def programs(self) -> list[str]:
        """Programs of this stand that still run."""
        return []


class Simulated(Stand):
    def __init__(self, feeder: Feeder, folder: Path):
        super().__init__(feeder, folder)
        self.scanner = SimScanner(feeder, silent_seconds=0.3)


class Network(Stand):
    def __init__(self, feeder: Feeder, folder: Path):
        super().__init__(feeder, folder)
        self.server = EsclServer(feeder=feeder)
        self.scanner = EsclScanner(self.server.uri, ESCL)

    def close(self) -> None:
        super().close()
        self.server.close()


class FalseScanimage(Stand):
    """The SANE driver above a program that speaks and dies as scanimage does, fed through a door of its own."""

    def __init__(self, feeder: Feeder, folder: Path):
        super().__init__(feeder, folder)
        self._door = ThreadingHTTPServer(("127.0.0.1", 0), _Door)
        self._door.feeder = feeder
        self._open = threading.Thread(target=self._door.serve_forever, args=(0.02,), daemon=True)
        self._open.start()
        self._device = f"--device-name={self._door.server_address[1]}"
        program = Path(__file__).with_name("false_scanimage.py")
        uri = f"sane:{self._door.server_address[1]}"
        self.scanner = SaneScanner(uri, SANE, (sys.executable, "-S", str(program)))

    def close(self) -> None:
        super().close()
        self._door.shutdown()
        self._door.server_close()
        self._open.join(2.0)

    def programs(self) -> list[str]:
        found = []
        for process in psutil.process_iter(["cmdline"]):
            if self._device in (process.info["cmdline"] or ()):
                found.append(" ".join(process.info["cmdline"]))
        return found


class _Door(BaseHTTPRequestHandler):
    """What false_scanimage.py asks: which faults there are, and for the next page."""

    faults = ("jam", "cover_open", "double_feed", "busy", "cancelled", "unplugged", "silent", "torn")

    def log_message(self, *_) -> None:
        pass

    def do_GET(self) -> None:
        status, body = self._say()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def _say(self) -> tuple[int, str]:
        feeder: Feeder = self.server.feeder
        path, _, query = self.path.partition("?")
        if path == "/faults":
            return 200, ",".join(feeder.faults)
        asked = dict(part.split("=") for part in query.split("&"))
        source = Source.DUPLEX if asked["duplex"] == "1" else Source.FEEDER if asked["fed"] == "1" else Source.FLATBED
        number = int(asked["number"])
        if number == 1:
            feeder.begin(source)
        for fault in self.faults:
            if fault in feeder.faults:
                return 409, fault
        for fault, as_fault in (("garbage", "torn"), ("refused", "unplugged")):
            if fault in feeder.faults:
                return 409, as_fault
        feeder.pause(threading.Event())
        return (404, "") if feeder.take(ScanWish(source), number) is None else (200, "")


STANDS = (Simulated, Network, FalseScanimage)


class Leftovers:
    """What is there before and must be all there is after: threads and descriptors."""

    def __init__(self):
        self.threads, self.descriptors = set(threading.enumerate()), _descriptors()

    def none(self, seconds: float = 3.0) -> bool:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            threads = [thread for thread in threading.enumerate() if thread not in self.threads]
            if not threads and _descriptors() <= self.descriptors:
                return True
            time.sleep(0.01)
        return False


def _descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))
