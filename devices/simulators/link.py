"""`sim://name?fault=…&script=…`: a transport straight into a simulated printer of this program.

Options: fault (names of paper_printer.FAULTS, joined by commas), script (script.py: "2jobs:paper_out;10s:ok"),
width_dots, paper_mm, baud, drop_after, profile, knife=no.
The printer of a name lives as long as the program, so that a window and a driver may share it.
"""

import threading
import time
from urllib.parse import parse_qs, urlsplit

from devices.drawing import Paper
from devices.simulators.paper_printer import PaperPrinter
from devices.transports import Transport
from devices.troubles import InUse, LinkLost, NotConnected

_printers: dict[str, PaperPrinter] = {}
_claimed: set[str] = set()
_lock = threading.Lock()


def simulated_printer(name: str = "printer", options: dict[str, str] | None = None) -> PaperPrinter:
    """The printer of that name, made on first mention. Raises ValueError for an unknown fault or option value."""
    options = options or {}
    with _lock:
        if name not in _printers:
            _printers[name] = PaperPrinter(
                Paper(int(options.get("width_dots", 576))),
                paper_mm=float(options.get("paper_mm", 50_000)),
                baud=int(options["baud"]) if "baud" in options else None,
                drop_after=int(options.get("drop_after", 3000)),
                knife=options.get("knife") != "no",
                half_dot_feed=options.get("profile", "").startswith("TM-"),
                script=options.get("script", ""),
            )
        if "fault" in options:
            _printers[name].set_faults(*filter(None, options["fault"].split(",")))
        return _printers[name]


class SimLink(Transport):
    answers = True

    def __init__(self, uri: str):
        parts = urlsplit(uri)
        options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
        self.uri, self._name = uri, parts.netloc or "printer"
        self.printer = simulated_printer(self._name, options)
        self._open, self._power_cycles = False, 0
        self._heard = bytearray()
        self._job_bytes = 0

    @property
    def baud(self) -> int | None:
        return self.printer.baud

    def open(self, timeout: float = 2.0) -> None:
        self.close()
        if "refused" in self.printer.faults:
            raise NotConnected(f"{self.uri}: refused")
        with _lock:
            if self._name in _claimed:
                raise InUse(f"{self.uri}: already open")
            _claimed.add(self._name)
        self._open, self._power_cycles = True, self.printer.power_cycles

    def write(self, sent: bytes) -> None:
        self._check()
        if "dropped" in self.printer.faults:
            room = self.printer.drop_after - self._job_bytes
            if len(sent) > room:
                self.printer.take(sent[: max(0, room)])
                self.close()
                raise LinkLost(f"{self.uri}: dropped")
        if len(sent) > self.printer.room:
            self.printer.take(sent[: self.printer.room])
            raise LinkLost(f"{self.uri}: takes nothing more")
        self._job_bytes += len(sent)
        if self.baud:
            time.sleep(len(sent) * 10 / self.baud)
        self._heard += self.printer.take(sent)
        self._check()

    def read(self, most: int, timeout: float) -> bytes:
        self._check()
        if not self._heard and timeout:
            time.sleep(timeout)  # what is going to be said was said at the write
        heard, self._heard = bytes(self._heard[:most]), self._heard[most:]
        return heard

    def close(self, discard: bool = False) -> None:
        if self._open:
            with _lock:
                _claimed.discard(self._name)
        self._open = False
        self._heard.clear()
        self._job_bytes = 0

    def _check(self) -> None:
        if not self._open or "refused" in self.printer.faults or self.printer.power_cycles != self._power_cycles:
            self.close()
            raise LinkLost(f"{self.uri}: not open")
