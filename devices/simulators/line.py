"""A line between a driver and a simulated device of few words: a code reader, a button box, a counter sign.

`sim://name?fault=unplugged&script=…`: what such a device has in common is here, what it says is its own.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from devices.simulators.script import Befallen
from devices.troubles import InUse, LinkLost, NotConnected

KEPT_BYTES = 4096  # what a port keeps for a program that is not there yet


class LineDevice(Befallen):
    """What stands at the far end. Subclasses answer in `hear` and `turn`; all of it under one lock, `changed`."""

    FAULTS = ("unplugged",)

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        super().__init__(clock)
        self.changed = threading.Condition(threading.RLock())
        self.taken = False  # a driver has it open
        self._out: deque[int] = deque(maxlen=KEPT_BYTES)

    def set_faults(self, *faults: str) -> None:
        with self.changed:
            super().set_faults(*faults)
            self.changed.notify_all()

    def follow(self, script: str) -> None:
        with self.changed:
            super().follow(script)

    def say(self, spoken: bytes) -> None:
        with self.changed:
            if "unplugged" not in self.faults:
                self._out.extend(spoken)
                self.changed.notify_all()

    def hear(self, heard: bytes) -> None:
        """Bytes came from the driver; under the lock."""

    def turn(self, at: float) -> None:
        """Time went by; under the lock, some 20 times a second while somebody listens."""

    def listened(self, most: int) -> bytes:
        return bytes(self._out.popleft() for _ in range(min(most, len(self._out))))

    def begin(self) -> None:
        """A driver opened the line; under the lock."""

    def unplug(self) -> None:
        self.set_faults(*(self.faults | {"unplugged"}))

    def plug_in(self) -> None:
        """Again, and as after a power-up: nothing of before is said any more."""
        with self.changed:
            self._out.clear()
            self.set_faults(*(self.faults - {"unplugged"}))


class SimLine:
    """A Transport to a LineDevice. The options of the uri are taken at its making; they raise ValueError."""

    answers = True
    baud = None

    def __init__(self, uri: str, device: LineDevice):
        self.uri, self.device = uri, device
        self._open = False
        device.befall({key: values[-1] for key, values in parse_qs(urlsplit(uri).query).items()})

    def open(self, timeout: float = 2.0) -> None:
        self.close()
        with self.device.changed:
            self.device.look()
            if "unplugged" in self.device.faults:
                raise NotConnected(f"{self.uri}: unplugged")
            if self.device.taken:
                raise InUse(f"{self.uri}: already open")
            self.device.taken = self._open = True
            self.device.begin()

    def write(self, sent: bytes) -> None:
        with self.device.changed:
            self._check()
            self.device.hear(sent)

    def read(self, most: int, timeout: float) -> bytes:
        device, deadline = self.device, time.monotonic() + timeout
        with device.changed:
            while True:
                self._check()
                device.turn(device.clock())
                if heard := device.listened(most):
                    return heard
                if (left := deadline - time.monotonic()) <= 0:
                    return b""
                device.changed.wait(min(left, 0.05))

    def close(self, discard: bool = False) -> None:
        with self.device.changed:
            if self._open:
                self.device.taken = False
            self._open = False
            self.device.changed.notify_all()

    def _check(self) -> None:
        self.device.look()
        if not self._open or "unplugged" in self.device.faults:
            if self._open:
                self.device.taken = False
            self._open = False
            raise LinkLost(f"{self.uri}: unplugged")
