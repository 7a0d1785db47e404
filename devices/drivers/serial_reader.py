"""A code reader in COM-port (USB-CDC) mode: every code is a line of bytes ended by CR or LF.

Readers should not be left in keyboard mode: a keyboard cannot carry Vietnamese letters faithfully.
"""

import time
from collections.abc import Callable

from devices import Health
from devices.codes import Once, ReaderCapabilities, Scan
from devices.framing import Framing
from devices.listening import Listening
from devices.transports import Transport
from devices.troubles import DeviceTrouble

SILENCE_SECONDS = 0.15  # some readers are set to send no ending: so long a pause ends the code


class SerialReader:
    """Reads in a thread of its own until `close`; a reader that is unplugged is looked for again, ever more rarely."""

    capabilities = ReaderCapabilities(vietnamese=True, exclusive=True)

    def __init__(self, link: Transport):
        self._link = link
        self._listening = Listening("code-reader")

    def watch(self, on_scan: Callable[[Scan], None]) -> None:
        once = Once()
        self._listening.begin(lambda: self._read(on_scan, once))

    def health(self) -> Health:
        return self._listening.health("port")

    def close(self) -> None:
        self._listening.end()
        self._link.close()

    def _read(self, on_scan: Callable[[Scan], None], once: Once) -> None:
        try:
            self._link.open()
            self._listening.here()
            self._read_codes(on_scan, once)
        except DeviceTrouble:
            self._link.close()
            raise

    def _read_codes(self, on_scan: Callable[[Scan], None], once: Once) -> None:
        framing = Framing()  # half a code of before the line broke is no code
        while not self._listening.closing.is_set():
            heard = self._link.read(512, SILENCE_SECONDS)
            codes = framing.feed(heard) if heard else framing.end()
            for raw in codes:
                if once.is_new(raw, time.monotonic()):
                    on_scan(Scan.of(raw))
