"""What befalls this machine's devices becomes facts of the day, so that the officials see it at their desks."""

import threading
import time
from collections.abc import Callable

from center.verbs import ReportDevice
from devices import Health
from devices.troubles import DeviceTrouble

APART_SECONDS = 10.0  # so long day and device may differ: a report, or a press of «Đã thay giấy», is on its way
MACHINE = "machine"  # the machine itself among its devices: that is the box's affair


class Reports:
    """Tells each change once. A report that came to nothing (a full disk) is told again with the node's next news.

    What counts is the first fault of a device, or its first warning. Works alike while the box is away: the report
    is then a fact of the machine's own book.
    """

    def __init__(self, node, cabinet, clock: Callable[[], float] = time.monotonic):
        self._node, self._cabinet, self._clock = node, cabinet, clock
        self._lock = threading.Lock()
        self._apart: dict[str, float] = {}
        cabinet.on_health(self._changed)
        for device, health in cabinet.health().items():
            if health.faults:
                self._changed(device, health)
        self._leave = node.subscribe(self.compare)

    def compare(self) -> None:
        """Hold what the day knows against what the devices say; a device that the config no longer names is well."""
        with self._lock:
            late = self._late()
        for device, trouble in late.items():
            self._tell(device, trouble)

    def close(self) -> None:
        self._leave()

    def _late(self) -> dict[str, DeviceTrouble | None]:
        me, now = self._node.machine.id, self._clock()
        known = {device: fault.fault for (machine, device), fault in self._node.day.faults.items() if machine == me}
        devices = self._cabinet.health()
        says = {device: self._first(health) for device, health in devices.items() if health.source != "not asked yet"}
        apart = {}
        for device in (known.keys() | says.keys()) - (devices.keys() - says.keys()) - {MACHINE}:
            trouble = says.get(device)
            if (trouble.code if trouble else "") != known.get(device, ""):
                apart[device] = self._apart.get(device, now)
        late = {device: says.get(device) for device, since in apart.items() if now - since >= APART_SECONDS}
        self._apart = {device: now if device in late else since for device, since in apart.items()}
        return late

    def _changed(self, device: str, health: Health) -> None:
        self._tell(device, self._first(health))

    def _first(self, health: Health) -> DeviceTrouble | None:
        return next(iter((*health.faults, *health.warnings)), None)

    def _tell(self, device: str, trouble: DeviceTrouble | None) -> None:
        code, remedy = (trouble.code, trouble.remedy) if trouble else ("", "")
        self._node.ask(ReportDevice(device=device, fault=code, remedy=remedy))
