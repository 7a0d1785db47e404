"""One device of this machine, looked after: its driver, its thread, its health, and when it is asked again."""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from datetime import UTC, datetime
from typing import Any

from devices import Health, Power
from devices.listening import where
from devices.opening import open_driver
from devices.troubles import DeviceHangs, DeviceTrouble, DriverFailed, InUse, NotConnected
from devices.worker import Worker

log = logging.getLogger(__name__)

LONGEST_PAUSE_SECONDS = 60.0
LONGEST_REST_SECONDS = 600.0  # of a driver that fails: each opening is news to the officials, and a fact of the day
CHECK_SECONDS = 10.0  # drivers answer in two or three; a thread that takes longer hangs
MISSES = 3  # a device that vanishes from its bus for a moment is not gone yet
MISS_SECONDS = 1.0


class Device:
    """`name` is its role, or role.name where a machine has several: `camera.hall`.

    `told(name, health)` is called from the device's thread whenever its health changes; `begun(name, driver)` once
    the driver is made.
    """

    def __init__(
        self,
        name: str,
        uri: str,
        poll_seconds: float,
        told: Callable[[str, Health], None],
        begun: Callable[[str, Any], None],
    ):
        self.name, self.role, self.uri = name, name.partition(".")[0], uri
        self.health = Health(Power.UNKNOWN, checked_at=datetime.now(UTC), source="not asked yet")
        self.driver: Any = None
        self._told, self._begun = told, begun
        self._worker = Worker(f"device-{name}")
        self._asked: Future | None = None
        self._checked = False
        self._misses = 0
        self._bug = ""
        self._poll_seconds = self._pause = poll_seconds
        self._due_at = 0.0
        self._opened_at = self._rests_until = 0.0
        self._rest = poll_seconds
        self._soon = threading.Event()

    def ask(
        self,
        work: Callable[[Any], Any],
        may_take: float,
        begin_within: float | None = None,
        in_place: Callable[[DeviceTrouble], Any] | None = None,
    ) -> Future:
        """What `work(driver)` answers, run in the device's own thread; see Worker.ask."""
        return self._worker.ask(lambda: work(self._open()), may_take, begin_within, in_place)

    def check(self, at_once: bool = False) -> Future:
        """Its health, asked of itself. `at_once`: somebody waits for the truth, so that a first miss counts."""
        return self._worker.ask(lambda: self._check(at_once), CHECK_SECONDS)

    def ask_soon(self) -> None:
        """Something happened that its health may have changed with; one that was away is asked often again."""
        self._pause = self._poll_seconds / 2
        self._soon.set()

    def look(self) -> None:
        """What is due now; called every quarter second. One that is away is asked ever more rarely."""
        self._worker.look()
        if self._worker.hangs:
            self._settle(Health(Power.UNKNOWN, (DeviceHangs(self.name),), (), datetime.now(UTC), "deadline"))
            return
        now, waits = time.monotonic(), self._asked is not None and not self._asked.done()
        if waits or (now < self._due_at and not self._soon.is_set()):
            return
        self._soon.clear()
        away = self.health.power is Power.OFFLINE
        self._pause = min(LONGEST_PAUSE_SECONDS, self._pause * 2) if away else self._poll_seconds
        self._due_at = now + self._pause
        self._asked = self.check()

    def close(self) -> None:
        """Let go of it, in its own thread; `ended` tells when that is done."""
        self._worker.close(self._shut)

    def ended(self, within: float) -> bool:
        return self._worker.ended(within)

    def _open(self) -> Any:
        """The driver, made at its first use and in the device's thread, where its libraries are loaded too.

        One that failed is not made anew at once. Raises DriverFailed meanwhile.
        """
        if self.driver is None:
            self._opened_at = time.monotonic()
            if self._opened_at < self._rests_until:
                raise DriverFailed(self.name)
            driver = open_driver(self.role, self.uri)
            self._begun(self.name, driver)
            self.driver = driver
        return self.driver

    def _check(self, at_once: bool) -> Health:
        if at_once:
            self._rests_until = 0.0
        try:
            health = self._open().health()
        except DeviceTrouble as trouble:
            health = Health(Power.OFFLINE, (trouble,), checked_at=datetime.now(UTC), source="config")
        except Exception as bug:  # the one place where a driver's bug must not silence a device
            if (said := where(bug)) != self._bug:  # once, and not at every poll
                log.error("bug in the driver of %s: %s", self.name, said)
            self._bug = said
            health = Health(Power.UNKNOWN, (DeviceTrouble(self.name),), (), datetime.now(UTC), "bug")
        if self.driver and any(isinstance(fault, DriverFailed) for fault in health.faults):
            self._rest_a_while()
        if self._missed(health) and not at_once:
            return self.health
        self._settle(health)
        return health

    def _rest_a_while(self) -> None:
        """Its own thread has ended of a bug: let go of it and make it anew later, ever later if it fails again."""
        now = time.monotonic()
        lasted = now - self._opened_at > LONGEST_PAUSE_SECONDS
        self._rest = self._poll_seconds if lasted else min(LONGEST_REST_SECONDS, self._rest * 2)
        self._rests_until = now + self._rest
        self._shut()

    def _missed(self, health: Health) -> bool:
        """Whether this is one of the first times that a device which was here is not found."""
        gone = any(isinstance(fault, NotConnected) and not isinstance(fault, InUse) for fault in health.faults)
        if not gone or not self._checked or self.health.power is Power.OFFLINE:
            self._misses = 0
            return False
        self._misses += 1
        if self._misses >= MISSES:
            self._misses = 0
            return False
        self._due_at = time.monotonic() + min(MISS_SECONDS, self._poll_seconds)
        return True

    def _settle(self, health: Health) -> None:
        changed = not self._checked or not health.same_as(self.health)
        self.health, self._checked = health, True
        if not changed:
            return
        for fault in health.faults:
            log.warning("%s: %s (%s)", self.name, fault.code, fault)
        self._told(self.name, health)

    def _shut(self) -> None:
        driver, self.driver = self.driver, None
        if driver is not None:
            driver.close()
