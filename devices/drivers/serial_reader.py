"""A code reader in COM-port (USB-CDC) mode: every code is a line of bytes ended by CR or LF.

Readers must not be left in keyboard mode: a keyboard cannot carry Vietnamese letters faithfully.
"""

import threading
from collections.abc import Callable
from datetime import UTC, datetime

from devices import Health, Power
from devices.codes import LONGEST_CODE, Scan
from devices.transports import Transport
from devices.troubles import DeviceTrouble, NotConnected

SILENCE_SECONDS = 0.15  # some readers are set to send no ending: so long a pause ends the code


class SerialReader:
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
        pause = 1.0
        while not self._closing.is_set():
            try:
                self._link.open()
                self._connected, self._trouble, pause = True, None, 1.0
                self._read_lines(on_scan)
            except NotConnected as trouble:
                self._connected, self._trouble = False, trouble
                self._link.close()
                self._closing.wait(pause)
                pause = min(30.0, pause * 2)

    def _read_lines(self, on_scan: Callable[[Scan], None]) -> None:
        held = bytearray()
        while not self._closing.is_set():
            heard = self._link.read(512, SILENCE_SECONDS)
            for byte in heard:
                if byte in b"\r\n":
                    _tell(held, on_scan)
                elif len(held) <= LONGEST_CODE:
                    held.append(byte)
            if held and not heard:
                _tell(held, on_scan)


def _tell(held: bytearray, on_scan: Callable[[Scan], None]) -> None:
    if held:
        on_scan(Scan.of(bytes(held)))
        held.clear()
