"""A code reader in COM-port (USB-CDC) mode: every code is a line of bytes ended by CR or LF.

Readers should not be left in keyboard mode: a keyboard cannot carry Vietnamese letters faithfully.
"""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

from devices import Health, Power
from devices.codes import Once, ReaderCapabilities, Scan
from devices.framing import Framing
from devices.transports import Transport
from devices.troubles import DeviceTrouble, NotConnected

SILENCE_SECONDS = 0.15  # some readers are set to send no ending: so long a pause ends the code
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.5, 30.0


class SerialReader:
    """Reads in a thread of its own until `close`; a reader that is unplugged is looked for again, ever more rarely."""

    capabilities = ReaderCapabilities(vietnamese=True, exclusive=True)

    def __init__(self, link: Transport):
        self._link = link
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None
        self._trouble: DeviceTrouble | None = None
        self._connected = False

    def watch(self, on_scan: Callable[[Scan], None]) -> None:
        self._thread = threading.Thread(target=self._read, args=(on_scan,), name="code-reader", daemon=True)
        self._thread.start()

    def health(self) -> Health:
        faults = (self._trouble,) if self._trouble else ()
        power = Power.OFFLINE if faults else Power.ONLINE if self._connected else Power.UNKNOWN
        return Health(power, faults, checked_at=datetime.now(UTC), source="port")

    def close(self) -> None:
        self._closing.set()
        if self._thread:
            self._thread.join(2.0)
        self._link.close()

    def _read(self, on_scan: Callable[[Scan], None]) -> None:
        pause, once = FIRST_PAUSE_SECONDS, Once()
        while not self._closing.is_set():
            try:
                self._link.open()
                self._connected, self._trouble, pause = True, None, FIRST_PAUSE_SECONDS
                self._read_codes(on_scan, once)
            except NotConnected as trouble:
                self._connected, self._trouble = False, trouble
                self._link.close()
                self._closing.wait(pause)
                pause = min(LONGEST_PAUSE_SECONDS, pause * 2)

    def _read_codes(self, on_scan: Callable[[Scan], None], once: Once) -> None:
        framing = Framing()  # half a code of before the line broke is no code
        while not self._closing.is_set():
            heard = self._link.read(512, SILENCE_SECONDS)
            codes = framing.feed(heard) if heard else framing.end()
            for raw in codes:
                if once.is_new(raw, time.monotonic()):
                    on_scan(Scan.of(raw))
