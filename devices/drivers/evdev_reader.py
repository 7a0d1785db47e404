"""A keyboard-like code reader on Linux, taken from the window system for itself: `evdev:///dev/input/by-id/…-event-kbd`.

The grab (EVIOCGRAB) makes the kernel give its keys to nobody else: no key of a code, and no F12 or Alt+F4 that somebody
printed as one, reaches a window. Give the path by id, which stays when it is plugged in elsewhere. The user of the
program belongs to the group `input`.
"""

import errno
import os
import select
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

from devices import Health, Power
from devices.codes import Once, ReaderCapabilities, Scan
from devices.key_codes import NATIVE_SIZE, KeyCodes
from devices.transports import file_path
from devices.troubles import DeviceTrouble, InUse, LinkLost, NotAllowed, NotConnected

EVIOCGRAB = 0x40044590  # _IOW('E', 0x90, int), linux/input.h
SILENCE_SECONDS = 0.15
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.5, 30.0


def grab(device: int) -> None:
    """Take the device for this process until it is closed. OSError EBUSY: another one has it."""
    import fcntl

    fcntl.ioctl(device, EVIOCGRAB, 1)


class EvdevReader:
    """Reads in a thread of its own until `close`; a reader that is unplugged is looked for again, ever more rarely."""

    capabilities = ReaderCapabilities(vietnamese=False, exclusive=True)

    def __init__(self, uri: str, event_size: int = NATIVE_SIZE, grab: Callable[[int], None] = grab):
        if os.name != "posix":
            raise ValueError("input devices exist on Linux only; elsewhere a reader in keyboard mode is keyboard:")
        self._uri, self._path = uri, file_path(uri)
        self._event_size, self._grab = event_size, grab
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None
        self._trouble: DeviceTrouble | None = None
        self._connected = False

    def watch(self, on_scan: Callable[[Scan], None]) -> None:
        self._thread = threading.Thread(target=self._read, args=(on_scan,), name="key-reader", daemon=True)
        self._thread.start()

    def health(self) -> Health:
        faults = (self._trouble,) if self._trouble else ()
        power = Power.OFFLINE if faults else Power.ONLINE if self._connected else Power.UNKNOWN
        return Health(power, faults, checked_at=datetime.now(UTC), source="evdev")

    def close(self) -> None:
        self._closing.set()
        if self._thread:
            self._thread.join(2.0)

    def _read(self, on_scan: Callable[[Scan], None]) -> None:
        pause, once = FIRST_PAUSE_SECONDS, Once()
        while not self._closing.is_set():
            device = None
            try:
                device = self._open()
                self._connected, self._trouble, pause = True, None, FIRST_PAUSE_SECONDS
                self._read_keys(device, on_scan, once)
            except NotConnected as trouble:
                self._connected, self._trouble = False, trouble
            finally:
                if device is not None:
                    os.close(device)
            if not self._closing.wait(pause):
                pause = min(LONGEST_PAUSE_SECONDS, pause * 2)

    def _open(self) -> int:
        device = None
        try:
            device = os.open(self._path, os.O_RDONLY | os.O_NONBLOCK)
            self._grab(device)
        except OSError as error:
            if device is not None:
                os.close(device)
            kind = {errno.EBUSY: InUse, errno.EACCES: NotAllowed, errno.EPERM: NotAllowed}.get(
                error.errno, NotConnected
            )
            raise kind(f"{self._uri}: {error}") from error
        return device

    def _read_keys(self, device: int, on_scan: Callable[[Scan], None], once: Once) -> None:
        keys = KeyCodes(self._event_size)
        while not self._closing.is_set():
            try:
                ready = select.select([device], [], [], SILENCE_SECONDS)[0]
                heard = os.read(device, 64 * self._event_size) if ready else b""
            except BlockingIOError:
                continue
            except OSError as error:  # ENODEV: unplugged
                raise LinkLost(f"{self._uri}: {error}") from error
            if ready and not heard:
                raise LinkLost(f"{self._uri}: closed")
            for scan in keys.feed(heard) if heard else keys.end():
                if once.is_new(scan.raw + (b"" if scan.text else b"\0"), time.monotonic()):
                    on_scan(scan)
