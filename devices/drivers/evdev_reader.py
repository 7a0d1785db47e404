"""A keyboard-like code reader on Linux, taken from the window system for itself: `evdev:///dev/input/by-id/…-event-kbd`.

The grab (EVIOCGRAB) makes the kernel give its keys to nobody else: no key of a code, and no F12 or Alt+F4 that somebody
printed as one, reaches a window. Give the path by id, which stays when it is plugged in elsewhere. The user of the
program belongs to the group `input`.
"""

import errno
import os
import select
import time
from collections.abc import Callable

from devices import Health
from devices.codes import Once, ReaderCapabilities, Scan
from devices.key_codes import NATIVE_SIZE, KeyCodes
from devices.listening import Listening
from devices.transports import file_path
from devices.troubles import InUse, LinkLost, NotAllowed, NotConnected

EVIOCGRAB = 0x40044590  # _IOW('E', 0x90, int), linux/input.h
SILENCE_SECONDS = 0.15


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
        self._listening = Listening("key-reader")

    def watch(self, on_scan: Callable[[Scan], None]) -> None:
        once = Once()
        self._listening.begin(lambda: self._read(on_scan, once))

    def health(self) -> Health:
        return self._listening.health("evdev")

    def close(self) -> None:
        self._listening.end()

    def _read(self, on_scan: Callable[[Scan], None], once: Once) -> None:
        device = self._open()
        try:
            self._listening.here()
            self._read_keys(device, on_scan, once)
        finally:
            os.close(device)

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
        while not self._listening.closing.is_set():
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
