"""The line cut after any byte of a job, for every kind but ticket printers (conformance_printer.py has theirs).

A walk begins a job, breaks the line after so many bytes, mends it, and asks again. `WALKS[name](many)` gives the broken
promises; `length_of(name)` how many bytes a whole job has.
"""

import socket
import threading
import time
from collections.abc import Callable

from center.signs import SignView
from devices import Power
from devices.buttons import Light
from devices.drivers.escl_scanner import EsclScanner
from devices.drivers.queue_printer_ipp import IppQueuePrinter
from devices.drivers.serial_buttons import SerialButtons
from devices.drivers.serial_reader import SerialReader
from devices.drivers.serial_sign import SerialSign
from devices.printing import Outcome
from devices.simulators.buttons import SimBox
from devices.simulators.escl_server import EsclServer
from devices.simulators.feeder import Feeder
from devices.simulators.ipp_server import IppServer
from devices.simulators.line import LineDevice, SimLine
from devices.simulators.reader import SimReader
from devices.simulators.sign import SimSigns
from devices.troubles import DeviceTrouble, LinkLost
from tests.devices.document_stands import IPP, PDF
from tests.devices.patience import until
from tests.devices.scanner_stands import DEADLINE_SECONDS, ESCL, scan

WHOLE = 1 << 40
CARD = "033085000012|Nguyễn Thử Nghiệm"


class CutNetwork:
    """Stands before a server of loopback and breaks the connection in which byte `many` passes, up or down.

    With an odd `many` nobody answers from then on, as after a pulled cable; with an even one only that one is lost.
    """

    def __init__(self, server_port: int, many: int, up: bool):
        self._server_port, self._many, self._up = server_port, many, up
        self.passed = 0
        self.pulled = False
        self._lock, self._closing = threading.Lock(), threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._listening.settimeout(0.05)
        self.port: int = self._listening.getsockname()[1]
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def mend(self) -> None:
        self.pulled, self._many = False, WHOLE

    def close(self) -> None:
        self._closing.set()
        for thread in self._threads:
            thread.join()
        self._listening.close()

    def _accept(self) -> None:
        while not self._closing.is_set():
            try:
                near, _ = self._listening.accept()
            except TimeoutError:
                continue
            if self.pulled:
                near.close()
                continue
            far = socket.create_connection(("127.0.0.1", self._server_port))
            ways = [threading.Thread(target=self._carry, args=way) for way in ((near, far, True), (far, near, False))]
            self._threads.append(threading.Thread(target=_carried, args=(ways, near, far)))
            self._threads[-1].start()

    def _carry(self, source: socket.socket, target: socket.socket, up: bool) -> None:
        source.settimeout(10.0)
        try:
            while part := source.recv(1 << 16):
                if up is self._up:
                    with self._lock:
                        room = max(0, self._many - self.passed)
                        self.passed += len(part)
                    if len(part) > room:
                        target.sendall(part[:room])
                        self.pulled = bool(self._many % 2)
                        break
                target.sendall(part)
        except OSError:
            pass  # the other way was broken
        for line in (source, target):
            try:
                line.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


def _carried(ways: list[threading.Thread], *lines: socket.socket) -> None:
    for way in ways:
        way.start()
    for way in ways:
        way.join()
    for line in lines:
        line.close()


class CutLine(SimLine):
    """A line of few words that is unplugged after `many` bytes, counted both ways."""

    def __init__(self, uri: str, device: LineDevice, many: int):
        super().__init__(uri, device)
        self.many, self.passed = many, 0

    def mend(self) -> None:
        self.many = WHOLE

    def write(self, sent: bytes) -> None:
        room = self._room(len(sent))
        super().write(sent[:room])
        if room < len(sent):
            self._cut()

    def read(self, most: int, timeout: float) -> bytes:
        heard = super().read(min(most, max(1, self.many - self.passed)), timeout)
        if self._room(len(heard)) < len(heard):
            self._cut()
        return heard

    def _room(self, many: int) -> int:
        room = max(0, self.many - self.passed)
        self.passed += many
        return room

    def _cut(self) -> None:
        self.device.unplug()
        raise LinkLost(f"{self.uri}: cut")


def scanner_cut(many: int, up: bool, passed: list[int]) -> list[str]:
    """No sheet is lost without a word, what came is whole, and the next scan goes well."""
    broken = []
    with EsclServer(feeder=Feeder("2", refill=False)) as server:
        line = CutNetwork(server.port, many, up)
        scanner = EsclScanner(f"escl://127.0.0.1:{line.port}/eSCL", ESCL)
        try:
            done = scan(scanner)
            if done.seconds > DEADLINE_SECONDS:
                broken.append(f"hangs: {done.seconds:.0f} s")
            if [page.number for page in done.pages] != list(range(1, len(done.pages) + 1)):
                broken.append("pages out of order")
            if not done.trouble and len(done.pages) != 2:
                broken.append(f"{2 - len(done.pages)} sheets are missing and nobody says so")
            if not all(page.width_px for page in done.pages):
                broken.append("half a page is called a page")
            passed.append(line.passed)
            line.mend()
            for job in server.jobs:
                server.end(job, "Aborted", "AbortedBySystem")  # as a scanner does by itself after a while
            server.feeder.load()
            again = scan(scanner)
            if (len(again.pages), again.code) != (2, ""):
                broken.append(f"mended, it says {again.code!r} after {len(again.pages)} pages")
        finally:
            scanner.close()
            line.close()
    return broken


def form_cut(many: int, up: bool, passed: list[int]) -> list[str]:
    """Never twice, nothing CONFIRMED that did not print, nothing FAILED that does."""
    broken = []
    with IppServer() as server:
        line = CutNetwork(server.port, many, up)
        uri = f"ipp://127.0.0.1:{line.port}/ipp/print"
        printer, again = IppQueuePrinter(uri, IPP), IppQueuePrinter(uri, IPP)
        try:
            began = time.monotonic()
            first = printer.print(PDF, "1")
            if time.monotonic() - began > DEADLINE_SECONDS:
                broken.append("hangs")
            passed.append(line.passed)
            line.mend()
            printed = len(server.queue.printed)
            if first.outcome is Outcome.CONFIRMED and not printed:
                broken.append("CONFIRMED and not printed")
            if first.failed and printed:
                broken.append("FAILED and printed")
            second = again.print(PDF, "1")  # by a program started anew
            settled = first.failed and first.bytes_sent
            if len(server.queue.printed) != (0 if settled else 1):
                broken.append(f"{len(server.queue.printed)} printed after {first.outcome} and {second.outcome}")
        finally:
            printer.close()
            again.close()
            line.close()
    return broken


def sign_cut(many: int, passed: list[int]) -> list[str]:
    """What is said to be shown is shown; never a part of it; mended, the next call is right."""
    broken, device = [], SimSigns()
    line = CutLine("sim://cut", device, many)
    sign, calling = SerialSign("sim://cut?signs=3:07", line), "A015 3 blinking"
    try:
        try:
            sign.show(SignView(3, "A015", calling=True))
            if device.shown != {7: calling}:
                broken.append(f"said to be shown: {device.shown}")
        except DeviceTrouble as trouble:
            if not trouble.remedy:
                broken.append("a trouble without a remedy")
        passed.append(line.passed)
        if set(device.shown.values()) - {calling}:
            broken.append(f"half a line is shown: {device.shown}")
        line.mend()
        device.plug_in()
        sign.show(SignView(3, "A016"))
        if device.shown != {7: "A016 3"} or not sign.health().well:
            broken.append(f"mended, it shows {device.shown}")
    finally:
        sign.close()
    return broken


def buttons_cut(many: int, passed: list[int]) -> list[str]:
    """A press is told at most once, a light that is said to be on is on; mended, the next of each is right."""
    broken, device, pressed = [], SimBox(), []
    line = CutLine("sim://cut", device, many)
    box = SerialButtons(line)
    box.watch(lambda press: pressed.append(press.button))
    try:
        until(lambda: box.health().power is not Power.UNKNOWN)
        device.press(2)
        try:
            box.light(1, Light.ON)
            if (1, "on") not in device.lit:
                broken.append("a light that is not on is said to be")
        except DeviceTrouble as trouble:
            if not trouble.remedy:
                broken.append("a trouble without a remedy")
        if many == WHOLE:
            until(lambda: pressed)
        passed.append(line.passed)
        line.mend()
        if many % 2:
            device.plug_in()
        else:
            device.set_faults()  # only the line was away: the box goes on as it was
        until(lambda: box.health().well, 6.0)
        until(lambda: device._waiting is None)
        device.press(3)
        until(lambda: 3 in pressed)
        box.light(2, Light.ON)
        if pressed.count(2) > 1 or pressed.count(3) != 1 or set(pressed) - {2, 3}:
            broken.append(f"pressed 2 and 3, told {pressed}")
    finally:
        box.close()
    return broken


def reader_cut(many: int, passed: list[int]) -> list[str]:
    """Half a code is no code; mended, the next one is read."""
    broken, device, read = [], SimReader(), []
    line = CutLine("sim://cut", device, many)
    reader = SerialReader(line)
    reader.watch(lambda scan: read.append(scan.text))
    try:
        until(lambda: reader.health().power is not Power.UNKNOWN)
        device.show(CARD)
        until(lambda: read or reader.health().faults)
        passed.append(line.passed)
        line.mend()
        device.plug_in()
        until(lambda: reader.health().well, 6.0)
        device.show("A015")
        until(lambda: "A015" in read)
        if read not in ([CARD, "A015"], ["A015"]):
            broken.append(f"read {read}")
    finally:
        reader.close()
    return broken


WALKS: dict[str, Callable[[int, list[int]], list[str]]] = {
    "scanner escl, what it hears": lambda many, passed: scanner_cut(many, True, passed),
    "scanner escl, what it says": lambda many, passed: scanner_cut(many, False, passed),
    "documents ipp, what it hears": lambda many, passed: form_cut(many, True, passed),
    "documents ipp, what it says": lambda many, passed: form_cut(many, False, passed),
    "sign mcs": sign_cut,
    "buttons mcb": buttons_cut,
    "reader serial": reader_cut,
}


def length_of(name: str) -> int:
    """How many bytes pass in a job that nothing cuts."""
    passed: list[int] = []
    broken = WALKS[name](WHOLE, passed)
    assert not broken, broken
    return passed[0]
