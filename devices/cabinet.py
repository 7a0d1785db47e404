"""The devices of one machine, opened as its config names them. Which driver an address names stands in opening.py.

```
[devices]
printer = "tcp://192.168.1.50:9100?profile=TM-T20II"    # the only one of its kind
reader = "serial://COM4?baud=9600"
camera.desk = "camera://0"                               # several of a kind: each has a name
camera.hall = "rtsp://192.168.1.70/stream"
scanner = "nobody"                                       # not here, by intention: a person is asked
```
A value may be a table instead: {uri = "tcp://…", profile = "TM-T20II", width_dots = 576}.
"""

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from center.papers import Document
from center.signs import SignView
from devices import Health
from devices.buses import Found
from devices.buttons import Light, Pressed
from devices.codes import Scan
from devices.device import Device
from devices.discovery import Change, Lookout, buses_of
from devices.listening import where
from devices.opening import ROLES, open_driver
from devices.printing import Outcome, Receipt
from devices.scanning import Page, ScanWish
from devices.speaking import Calls
from devices.troubles import DeviceHangs, DeviceTrouble, NoSound

log = logging.getLogger(__name__)

POLL_SECONDS = 5.0
JOB_DEADLINE_SECONDS = 8.0
PRINT_SECONDS = 90.0  # plain raster of a long ticket at 9,600 baud takes 55
FORM_SECONDS = 300.0
SCAN_SECONDS = 1200.0  # a full feeder, both sides
SAY_SECONDS = 60.0
ANSWER_SECONDS = 5.0
CLOSE_SECONDS = 5.0


class Cabinet:
    """Each device has a thread of its own; every question and job of it goes through that, so none meet.

    `devices`: name → uri or table. What cannot be opened is in trouble in `health()`, never an error here.
    `at_once=False`: no device is looked for before `begin`, since loading drivers would hold up a first picture.
    `memory`: the folder in which a printer remembers a ticket that was begun; None: it forgets with the program.
    """

    def __init__(
        self,
        devices: Mapping[str, Any] | None = None,
        poll_seconds: float = POLL_SECONDS,
        job_deadline_seconds: float = JOB_DEADLINE_SECONDS,
        at_once: bool = True,
        memory: Path | None = None,
    ):
        self._deadline, self._poll_seconds, self._memory = job_deadline_seconds, poll_seconds, memory
        self._on_health: list[Callable[[str, Health], None]] = []
        self._on_found: list[Callable[[Change], None]] = []
        self._on_scan: list[Callable[[Scan], None]] = []
        self._on_press: list[Callable[[Pressed], None]] = []
        self._calls = Calls()
        self._closing = threading.Event()
        self._devices = {
            name: Device(name, uri_of(value), poll_seconds, self._changed, self._begun)
            for name, value in (devices or {}).items()
            if name.partition(".")[0] in ROLES
        }
        self._lookout = Lookout(buses_of(device.uri for device in self._devices.values()), self._came_or_went)
        self._poller = threading.Thread(target=self._poll, name="device-poll", daemon=True)
        if at_once:
            self.begin()

    def begin(self) -> None:
        """Look for every device, and again and again from now on."""
        for device in self._devices.values():
            device.look()
        self._poller.start()

    def use(
        self,
        name: str,
        work: Callable[[Any], Any],
        may_take: float,
        begin_within: float | None = None,
        in_place: Callable[[DeviceTrouble], Any] | None = None,
    ) -> Future:
        """What `work(driver)` answers, later, run in the device's own thread; see Worker.ask.

        A device that the config does not name is its role's "nobody", who asks a person.
        """
        if device := self._devices.get(name):
            return device.ask(work, may_take, begin_within, in_place)
        done: Future = Future()
        try:
            done.set_result(work(open_driver(name.partition(".")[0], "nobody")))
        except DeviceTrouble as trouble:
            done.set_exception(trouble)
        return done

    def print(self, document: Document, job_id: str) -> Future[Receipt]:
        """The ticket's receipt, later; it never raises a trouble. One that could not begin in time is dropped."""
        return self._print("printer", lambda printer: printer.print(document, job_id), job_id, PRINT_SECONDS)

    def print_form(self, pdf: bytes, job_id: str, **how: Any) -> Future[Receipt]:
        """The same for a PDF on the printer of documents. how: copies, duplex, paper; see document_printing."""
        return self._print("documents", lambda printer: printer.print(pdf, job_id, **how), job_id, FORM_SECONDS)

    def _print(self, name: str, work: Callable[[Any], Receipt], job_id: str, may_take: float) -> Future[Receipt]:
        def print_it(printer: Any) -> Receipt:
            receipt = work(printer)
            device = self._devices.get(name)
            if device and (receipt.trouble or device.health.faults):
                device.ask_soon()
            return receipt

        def in_place(trouble: DeviceTrouble) -> Receipt:
            hangs = isinstance(trouble, DeviceHangs)  # then nobody knows whether paper moves some day
            return Receipt(job_id, Outcome.SENT if hangs else Outcome.FAILED, trouble)

        return self.use(name, print_it, may_take, self._deadline, in_place)

    def scan(self, wish: ScanWish, on_page: Callable[[Page], None], name: str = "scanner") -> Future[int]:
        """How many pages came; each is told to `on_page` in the scanner's thread as it arrives, and stays.

        The future raises the DeviceTrouble that ended the scan early.
        """

        def work(scanner: Any) -> int:
            count = 0
            for page in scanner.scan(wish):
                on_page(page)
                count += 1
            return count

        return self.use(name, work, SCAN_SECONDS)

    def cancel_scan(self, name: str = "scanner") -> None:
        """End the scan under way; the pages that came are kept."""
        if (device := self._devices.get(name)) and device.driver:
            device.driver.cancel()

    def still(self, name: str = "camera") -> Future[bytes]:
        """The newest picture as a JPEG. The future raises a DeviceTrouble."""
        return self.use(name, lambda camera: camera.still(), ANSWER_SECONDS * 2)

    def show(self, view: SignView, name: str = "sign") -> Future[None]:
        """Done when the sign shows it. The future raises a DeviceTrouble."""
        return self.use(name, lambda sign: sign.show(view), ANSWER_SECONDS)

    def light(self, button: int, light: Light, name: str = "buttons") -> Future[None]:
        """Done when the box shows it. The future raises a DeviceTrouble."""
        return self.use(name, lambda box: box.light(button, light), ANSWER_SECONDS)

    def say(self, sounds: Sequence[Path], volume: float = 1.0) -> Future[None]:
        """Speak after what is being spoken; done when it was heard, with a DeviceTrouble when it was not.

        Runs in the speaker's thread, so that Windows always hears from the same one.
        """
        device = self._devices.get("speaker")
        if device is None:
            silent: Future[None] = Future()
            silent.set_exception(NoSound("no speaker in this machine's config"))
            return silent
        said = device.ask(lambda speaker: speaker.say(sounds, volume), SAY_SECONDS)
        self._calls.add(tuple(sounds), said)
        return said

    def hush(self) -> None:
        """Stop what is being spoken; what waits behind it is spoken still."""
        if (device := self._devices.get("speaker")) and device.driver:
            device.driver.hush()

    def health(self) -> dict[str, Health]:
        """What was last known of each device; answers at once."""
        return {name: device.health for name, device in self._devices.items()}

    def check_now(self, name: str = "printer") -> Future[Health]:
        """Ask the device itself now, e.g. after «Đã thay giấy»."""
        return self._devices[name].check(at_once=True)

    def on_health(self, told: Callable[[str, Health], None]) -> None:
        """`told(name, health)` whenever a device's health changes, from one of the cabinet's threads."""
        self._on_health.append(told)

    def found(self) -> list[Found]:
        """What is plugged in on the buses that the config names."""
        return self._lookout.here

    def on_found(self, told: Callable[[Change], None]) -> None:
        """`told(change)` for what is plugged in or gone from now on."""
        self._on_found.append(told)

    def on_scan(self, told: Callable[[Scan], None]) -> None:
        """`told(scan)` from a reader's thread for everything it reads."""
        self._on_scan.append(told)

    def on_press(self, told: Callable[[Pressed], None]) -> None:
        """`told(pressed)` from the button box's thread for every press."""
        self._on_press.append(told)

    def close(self) -> None:
        """Let go of every device within CLOSE_SECONDS; a thread that hangs is left behind and said so."""
        self._closing.set()
        self.hush()
        self._lookout.close()
        for device in self._devices.values():
            device.close()
        if self._poller.is_alive():
            self._poller.join(2.0)
        deadline = time.monotonic() + CLOSE_SECONDS
        for name, device in self._devices.items():
            if not device.ended(deadline - time.monotonic()):
                log.warning("%s hangs and is left to itself", name)
        if not self._lookout.ended(deadline - time.monotonic()):
            log.warning("a bus hangs and is left to itself")

    def __enter__(self) -> "Cabinet":
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def _poll(self) -> None:
        while not self._closing.wait(min(0.25, self._poll_seconds / 2)):
            for look in (self._lookout.look, *(device.look for device in self._devices.values())):
                try:
                    look()
                except Exception as bug:  # one bug must not leave every device unasked
                    log.error("bug in the thread device-poll: %s", where(bug))

    def _came_or_went(self, changes: list[Change]) -> None:
        """Whatever came or went may be one of ours: those that are not well are asked at once."""
        for device in self._devices.values():
            if not device.health.well:
                device.ask_soon()
        for change in changes:
            _tell(self._on_found, change)

    def _begun(self, name: str, driver: Any) -> None:
        match name.partition(".")[0]:
            case "reader":
                driver.watch(lambda scan: self._scanned(name, scan))
            case "buttons":
                driver.watch(lambda pressed: self._pressed(name, pressed))
            case "printer" if self._memory:
                driver.remember_in(self._memory / f"{name}.half")

    def _changed(self, name: str, health: Health) -> None:
        _tell(self._on_health, name, health)

    def _pressed(self, name: str, pressed: Pressed) -> None:
        self._heard_from(name)
        _tell(self._on_press, pressed)

    def _scanned(self, name: str, scan: Scan) -> None:
        self._heard_from(name)
        _tell(self._on_scan, scan)

    def _heard_from(self, name: str) -> None:
        """What speaks is there: one that was thought away is not shown so until its next turn to be asked."""
        if not self._devices[name].health.well:
            self._devices[name].ask_soon()


def _tell(listeners: Sequence[Callable[..., None]], *what: Any) -> None:
    """Each listener in turn; the bug of one is neither the device's nor the others'."""
    for told in listeners:
        try:
            told(*what)
        except Exception as bug:
            log.error("bug in who listens to a device: %s", where(bug))


def uri_of(value: Any) -> str:
    """A config value as one uri: a table's other keys become its options."""
    if isinstance(value, str):
        return value
    options = {key: str(option) for key, option in value.items() if key != "uri"}
    uri = str(value.get("uri", ""))
    return f"{uri}{'&' if '?' in uri else '?'}{urlencode(options)}" if options else uri
