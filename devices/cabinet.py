"""The devices of one machine, opened as its config names them. Which driver an address names stands in opening.py.

```
[devices]
printer = "tcp://192.168.1.50:9100?profile=TM-T20II"    # or serial://COM3?baud=19200 | usb://… | sim://printer | nobody
reader = "serial://COM4?baud=9600"                       # or sim://reader
speaker = "system:"                                      # or silent: | file:///folder | sim://speaker
```
A value may be a table instead: {uri = "tcp://…", profile = "TM-T20II", width_dots = 576}.
"""

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from center.papers import Document
from devices import Health, Power
from devices.codes import Scan
from devices.opening import ROLES, open_driver
from devices.printing import Outcome, Receipt
from devices.troubles import DeviceTrouble, NoSound, TooLate

log = logging.getLogger(__name__)

POLL_SECONDS = 5.0
LONGEST_PAUSE_SECONDS = 60.0
JOB_DEADLINE_SECONDS = 8.0


class Cabinet:
    """One worker thread per device; every question and job of a device goes through it, so none meet.

    `devices`: role → uri or table. What cannot be opened is in trouble in `health()`, never an error here.
    `at_once=False`: no device is looked for before `begin`, since loading drivers would hold up a first picture.
    """

    def __init__(
        self,
        devices: Mapping[str, Any] | None = None,
        poll_seconds: float = POLL_SECONDS,
        job_deadline_seconds: float = JOB_DEADLINE_SECONDS,
        at_once: bool = True,
    ):
        self._uris = {role: _uri(value) for role, value in (devices or {}).items() if role in ROLES}
        self._deadline = job_deadline_seconds
        self._poll_seconds = poll_seconds
        self._drivers: dict[str, Any] = {}
        self._health: dict[str, Health] = {}
        self._on_health: list[Callable[[str, Health], None]] = []
        self._on_scan: list[Callable[[Scan], None]] = []
        self._closing = threading.Event()
        self._workers = {role: ThreadPoolExecutor(1, f"device-{role}") for role in self._uris}
        self._ask_again = {role: threading.Event() for role in self._uris}
        self._asked: dict[str, Future] = {}
        for role in self._uris:
            self._health[role] = Health(Power.UNKNOWN, checked_at=datetime.now(UTC), source="not asked yet")
        self._poller = threading.Thread(target=self._poll, name="device-poll", daemon=True)
        if at_once:
            self.begin()

    def begin(self) -> None:
        """Look for every device, and again and again from now on."""
        for role in self._uris:
            self._asked[role] = self._submit(role, self._check, role)
        self._poller.start()

    def print(self, document: Document, job_id: str) -> Future[Receipt]:
        """The receipt, later; it never raises a trouble. A job that could not begin in time is dropped as TooLate."""
        asked_at = time.monotonic()

        def work() -> Receipt:
            if time.monotonic() - asked_at > self._deadline:
                return Receipt(job_id, Outcome.FAILED, TooLate(document.title))
            try:
                receipt = self._driver("printer").print(document, job_id)
            except DeviceTrouble as trouble:
                receipt = Receipt(job_id, Outcome.FAILED, trouble)
            if receipt.trouble or self._health["printer"].faults:
                self._ask_again["printer"].set()
            return receipt

        if "printer" not in self._workers:
            done: Future[Receipt] = Future()
            done.set_result(open_driver("printer", "nobody").print(document, job_id))
            return done
        return self._submit("printer", work)

    def say(self, sounds: Sequence[Path], volume: float = 1.0) -> Future[None]:
        """Speak after what is being spoken; done when it was heard, with a DeviceTrouble when it was not.

        Runs in the speaker's thread, so that Windows always hears from the same one.
        """
        if "speaker" not in self._workers:
            silent: Future[None] = Future()
            silent.set_exception(NoSound("no speaker in this machine's config"))
            return silent
        return self._workers["speaker"].submit(lambda: self._driver("speaker").say(sounds, volume))

    def hush(self) -> None:
        """Stop what is being spoken; what waits behind it is spoken still."""
        if speaker := self._drivers.get("speaker"):
            speaker.hush()

    def health(self) -> dict[str, Health]:
        """What was last known of each device; answers at once."""
        return dict(self._health)

    def check_now(self, role: str = "printer") -> Future[Health]:
        """Ask the device itself now, e.g. after «Đã thay giấy»."""
        return self._submit(role, self._check, role)

    def on_health(self, told: Callable[[str, Health], None]) -> None:
        """`told(role, health)` from a device's thread whenever its health changes."""
        self._on_health.append(told)

    def on_scan(self, told: Callable[[Scan], None]) -> None:
        """`told(scan)` from the reader's thread for everything it reads."""
        self._on_scan.append(told)

    def close(self) -> None:
        self._closing.set()
        self.hush()
        for worker in self._workers.values():
            worker.shutdown(wait=True, cancel_futures=True)
        if self._poller.is_alive():
            self._poller.join(2.0)
        for driver in self._drivers.values():
            driver.close()
        self._drivers.clear()

    def __enter__(self) -> "Cabinet":
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def _submit(self, role: str, work: Callable, *arguments: Any) -> Future:
        future = self._workers[role].submit(work, *arguments)
        future.add_done_callback(_shout)
        return future

    def _driver(self, role: str) -> Any:
        """The driver of a role, made at its first use and in its own thread, where its libraries are loaded too."""
        if role not in self._drivers:
            driver = open_driver(role, self._uris[role])
            if role == "reader":
                driver.watch(self._scanned)
            self._drivers[role] = driver
        return self._drivers[role]

    def _check(self, role: str) -> Health:
        try:
            health = self._driver(role).health()
        except DeviceTrouble as trouble:
            health = Health(Power.OFFLINE, (trouble,), checked_at=datetime.now(UTC), source="config")
        changed = not health.same_as(self._health.get(role))
        self._health[role] = health
        if changed:
            for fault in health.faults:
                log.warning("%s: %s (%s)", role, fault.code, fault)
            for told in self._on_health:
                told(role, health)
        return health

    def _poll(self) -> None:
        """Ask each device again and again; one that is away is asked ever more rarely, up to once a minute."""
        pause = dict.fromkeys(self._uris, self._poll_seconds)
        due = {role: time.monotonic() + self._poll_seconds for role in self._uris}
        while not self._closing.wait(min(0.25, self._poll_seconds / 2)):
            for role, at in due.items():
                asked = self._asked[role]
                if not asked.done() or (time.monotonic() < at and not self._ask_again[role].is_set()):
                    continue
                self._ask_again[role].clear()
                away = self._health[role].power is Power.OFFLINE
                pause[role] = min(LONGEST_PAUSE_SECONDS, pause[role] * 2) if away else self._poll_seconds
                due[role] = time.monotonic() + pause[role]
                try:
                    self._asked[role] = self._submit(role, self._check, role)
                except RuntimeError:
                    return  # closed meanwhile

    def _scanned(self, scan: Scan) -> None:
        for told in self._on_scan:
            told(scan)


def _shout(future: Future) -> None:
    """A bug in a device's thread is logged even if nobody looks at the future."""
    if not future.cancelled() and (bug := future.exception()):
        log.error("bug in a device thread", exc_info=bug)


def _uri(value: Any) -> str:
    """A config value as one uri: a table's other keys become its options."""
    if isinstance(value, str):
        return value
    options = {key: str(option) for key, option in value.items() if key != "uri"}
    uri = str(value.get("uri", ""))
    return f"{uri}{'&' if '?' in uri else '?'}{urlencode(options)}" if options else uri
