"""What every ticket printer promises, on every way to it and in every trouble. A new driver joins by a line in STANDS.

A stand is a simulated printer at the far end of a real line. `trial` walks one job through one trouble as a kiosk
does: it prints, tries again under the same id, lets the trouble pass, tries again, and prints the next number. What
must hold: no wait beyond the deadline, no ticket twice, nothing CONFIRMED that did not print, nothing that FAILED
printing later by itself, and the next number comes out right.
"""

import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

import zxingcpp
from PIL import Image

from center.papers import Code, Cut, Document, Number, Pair, Text
from devices.cabinet import open_driver
from devices.printing import Outcome, Receipt, TicketPrinter
from devices.simulators import link
from devices.simulators.paper_printer import FAULTS, PaperPrinter
from devices.simulators.server import PaperPrinterServer
from tests.devices.false_spooler import FalseSpooler
from tests.devices.false_usb import ADDRESSES, FalseUsb

LOOK = "number=native&letters=coarse"  # short jobs
WITHIN = ("paper_out", "cover_open", "cutter_stuck", "silent", "mute", "garbage", "refused", "replug")  # a job
DEADLINE_SECONDS = 15.0  # for one job at more than 9,600 baud, whatever happens


def ticket(job_id: str) -> Document:
    """Small, so that every cut point can be tried; its code tells whose it is, its last line whether it is whole."""
    return Document(
        job_id,
        (
            Text("Số thứ tự", 2.6, bold=True),
            Number(f"A {int(job_id):03}", 8.0),
            Pair("Mời đến quầy", "2, 3"),
            Code(f"job {job_id}", 12.0),
            Text("Cảm ơn ông/bà", 2.2),
            Cut(),
        ),
    )


class Stand:
    """A printer and its address. `cut_after(k)`: the line breaks after k bytes; `mend` ends every trouble."""

    uri = ""
    confirms = True  # there is a way back on which the printer says that it is done
    faults = FAULTS

    def __init__(self):
        self.printer = PaperPrinter()
        self._pages: list[Image.Image] = []
        self.printer.on_page = lambda page: self._pages.append(page.picture)

    def cut_after(self, many: int) -> None:
        self.printer.drop_after = many
        self.printer.set_faults("dropped")

    def mend(self) -> None:
        """Well again, after a power cycle too."""
        self.printer.follow("")
        self.printer.set_faults()
        while self.printer.faults:
            time.sleep(0.01)

    def close(self) -> None: ...

    def tickets(self, job_id: str) -> int:
        """Whole tickets of that job that lie below the printer."""
        whole = 0
        for page in list(self._pages):
            found = zxingcpp.read_barcode(page.convert("L"))
            if found and found.text == f"job {job_id}":
                below = page.crop((0, min(page.height - 1, found.position.bottom_left.y + 8), page.width, page.height))
                whole += below.convert("L").getextrema()[0] == 0
        return whole


class InProcess(Stand):
    uri = f"sim://conformance?{LOOK}"

    def __init__(self):
        super().__init__()
        link._printers["conformance"] = self.printer

    def close(self) -> None:
        link._printers.pop("conformance", None)


class Network(Stand):
    def __init__(self):
        super().__init__()
        self._server = PaperPrinterServer(0, self.printer)
        self.uri = f"{self._server.uri}?{LOOK}"

    def mend(self) -> None:
        super().mend()
        time.sleep(0.12)  # until it listens again

    def close(self) -> None:
        self._server.close()


class SerialLine(Stand):
    """A pseudo terminal that hangs up as an unplugged adapter does, and comes back under the same name."""

    scheme = "serial"

    def __init__(self):
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self._name = Path(self._folder.name, "printer")
        speed = "baud=115200&" if self.scheme == "serial" else ""
        self.uri = f"{self.scheme}://{self._name}?{speed}{LOOK}"
        self._closing = threading.Event()
        self._master: int | None = None
        self._plug_in()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _plug_in(self) -> None:
        import tty

        self._master, slave = os.openpty()
        tty.setraw(slave)
        os.set_blocking(self._master, False)
        self._name.unlink(missing_ok=True)
        self._name.symlink_to(os.ttyname(slave))
        os.close(slave)
        self._taken, self._power_cycles = 0, self.printer.power_cycles

    def _unplug(self) -> None:
        os.close(self._master)
        self._master = None
        self._name.unlink(missing_ok=True)

    def _serve(self) -> None:
        while not self._closing.is_set():
            faults = self.printer.faults
            gone = "refused" in faults or self.printer.power_cycles != getattr(self, "_power_cycles", 0)
            if gone and self._master is not None:
                self._unplug()
            elif self._master is None and not faults & {"refused", "dropped"}:
                self._plug_in()
            if self._master is None or not self.printer.room:
                time.sleep(0.002)
                continue
            try:
                sent = os.read(self._master, min(512, self.printer.room))
            except BlockingIOError:
                time.sleep(0.001)
                continue
            except OSError:
                time.sleep(0.001)  # nobody has it open
                self._taken = 0
                continue
            if "dropped" in faults and self._taken + len(sent) > self.printer.drop_after:
                self.printer.take(sent[: max(0, self.printer.drop_after - self._taken)])
                self._unplug()
                continue
            self._taken += len(sent)
            if answers := self.printer.take(sent):
                os.write(self._master, answers)

    def mend(self) -> None:
        super().mend()
        deadline = time.monotonic() + 2.0
        while not self._name.exists() and time.monotonic() < deadline:
            time.sleep(0.002)

    def close(self) -> None:
        self._closing.set()
        self._thread.join(2.0)
        if self._master is not None:
            os.close(self._master)
        self._folder.cleanup()


class DeviceFile(SerialLine):
    """A device file that can be read back, as /dev/usb/lp0 can."""

    scheme = "file"


class UsbCable(Stand):
    uri = f"{ADDRESSES['uri']}?{LOOK}"

    def __init__(self):
        super().__init__()
        self._bus = FalseUsb(self.printer)
        self._patch = patch("usb.backend.libusb1.get_backend", lambda *_, **__: self._bus)
        self._patch.start()

    def cut_after(self, many: int) -> None:
        self._bus.cut_after = many

    def mend(self) -> None:
        self._bus.cut_after = None
        super().mend()

    def close(self) -> None:
        self._patch.stop()


class WindowsQueue(Stand):
    uri = f"winspool://Ticket%20printer?{LOOK}"
    confirms = False

    def __init__(self):
        super().__init__()
        self._spooler = FalseSpooler(self.printer)
        self._patch = patch.dict(sys.modules, self._spooler.modules())
        self._patch.start()

    def cut_after(self, many: int) -> None:
        self._spooler.cut_after = many

    def mend(self) -> None:
        self._spooler.cut_after = None
        super().mend()

    def close(self) -> None:
        self._patch.stop()
        assert not self._spooler.handles, "a queue was left open"


class PlainFile(Stand):
    """What is appended to the file comes to the printer afterwards: a file knows no trouble but a full disk."""

    confirms = False
    faults = ("near_end", "mute")

    def __init__(self):
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self._file = Path(self._folder.name, "tickets")
        self.uri = f"{self._file.as_uri()}?{LOOK}"

    def cut_after(self, many: int) -> None:
        raise NotImplementedError("a full disk: see test_a_full_disk")

    def tickets(self, job_id: str) -> int:
        if self._file.exists():
            self.printer.take(self._file.read_bytes())
            self._file.write_bytes(b"")
        return super().tickets(job_id)

    def close(self) -> None:
        self._folder.cleanup()


STANDS: dict[str, Callable[[], Stand]] = {
    "sim": InProcess,
    "tcp": Network,
    "serial": SerialLine,
    "devicefile": DeviceFile,
    "usb": UsbCable,
    "winspool": WindowsQueue,
    "file": PlainFile,
}
CUT = tuple(name for name in STANDS if name != "file")


@dataclass
class Trial:
    """What was seen; `broken` are the promises that did not hold."""

    receipts: list[Receipt] = field(default_factory=list)
    slowest_seconds: float = 0.0
    broken: list[str] = field(default_factory=list)

    def print(self, driver: TicketPrinter, job_id: str) -> Receipt:
        begun = time.monotonic()
        receipt = driver.print(ticket(job_id), job_id)
        self.slowest_seconds = max(self.slowest_seconds, time.monotonic() - begun)
        self.receipts.append(receipt)
        return receipt


def trial(stand: Stand, begin: Callable[[], None], warm: bool = False, fences: bool = True) -> Trial:
    """One job through the trouble that `begin` starts, and the next one after it passed.

    `warm`: the printer had printed and answered before. `fences`: it can say when it is done.
    """
    seen = Trial()
    driver = open_driver("printer", stand.uri)
    try:
        if warm:
            seen.print(driver, "7")
        begin()
        first = seen.print(driver, "1")
        again = seen.print(driver, "1")
        before = stand.tickets("1")
        stand.mend()
        driver.health()
        if first.outcome is Outcome.FAILED and again.outcome is Outcome.FAILED and stand.tickets("1") > before:
            seen.broken.append("a job that failed printed later by itself")
        last = seen.print(driver, "1")
        if first.bytes_sent and last is not first:
            seen.broken.append("a job that may have printed was tried again")
        second = seen.print(driver, "2")
    finally:
        driver.close()
    confirmed = any(receipt.outcome is Outcome.CONFIRMED for receipt in seen.receipts if receipt.job_id == "1")
    deadline = time.monotonic() + 1.0
    while stand.tickets("2") < 1 and time.monotonic() < deadline:
        time.sleep(0.01)  # what was only SENT is still on its way
    ones, twos = stand.tickets("1"), stand.tickets("2")
    if ones > 1 or twos > 1:
        seen.broken.append(f"tickets printed twice: {ones} and {twos}")
    if confirmed and ones != 1:
        seen.broken.append("confirmed and not printed")
    wanted = (Outcome.CONFIRMED,) if stand.confirms and fences else (Outcome.CONFIRMED, Outcome.SENT)
    if second.outcome not in wanted or twos != 1:
        seen.broken.append(f"the next ticket: {second}, printed {twos} times")
    if seen.slowest_seconds > DEADLINE_SECONDS:
        seen.broken.append(f"waited {seen.slowest_seconds:.1f} s")
    return seen
