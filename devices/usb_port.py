"""A printer-class USB interface, bulk out and in.

It is found anew at each opening: after a power cycle it is another device, and the old handle stays dead for ever.
"""

import os
from typing import Any

from devices.transports import Transport, why_not
from devices.troubles import LinkLost, NotConnected, NotInstalled

WRITE_SECONDS = 4.0
PRINTER_CLASS = 7


class Usb(Transport):
    answers = True
    baud = None

    def __init__(self, uri: str, vendor: int, product: int):
        self.uri, self._vendor, self._product = uri, vendor, product
        self._device: Any = None
        self._out: Any = None
        self._in: Any = None

    def open(self, timeout: float = 2.0) -> None:
        import usb.core
        import usb.util

        self.close()
        try:
            device = usb.core.find(idVendor=self._vendor, idProduct=self._product)
            if device is None:
                raise NotConnected(f"{self.uri}: not plugged in")
            self._device = device
            setting = device.get_active_configuration()
            ends = usb.util.find_descriptor(setting, bInterfaceClass=PRINTER_CLASS) or setting[(0, 0)]
            number = ends.bInterfaceNumber
            if os.name == "posix" and device.is_kernel_driver_active(number):
                device.detach_kernel_driver(number)  # usblp would hold it
            usb.util.claim_interface(device, number)
        except usb.core.NoBackendError as error:
            away = NotConnected(f"{self.uri}: libusb is not installed")
            away.remedy = NotInstalled.remedy  # no cable is to blame
            raise away from error
        except usb.core.USBError as error:
            self.close()
            raise why_not(error)(f"{self.uri}: {error}") from error
        way = {usb.util.endpoint_direction(end.bEndpointAddress): end for end in ends}
        self._out, self._in = way.get(usb.util.ENDPOINT_OUT), way.get(usb.util.ENDPOINT_IN)
        self.answers = self._in is not None

    def write(self, sent: bytes) -> None:
        import usb.core

        if self._out is None:
            raise LinkLost(f"{self.uri}: not open")
        try:
            taken = self._out.write(sent, int(WRITE_SECONDS * 1000))
        except usb.core.USBError as error:
            raise LinkLost(f"{self.uri}: {error}") from error
        if taken != len(sent):  # a time-out after some bytes is no error to pyusb
            raise LinkLost(f"{self.uri}: takes nothing more")

    def read(self, most: int, timeout: float) -> bytes:
        import usb.core

        if self._in is None:
            return b""
        try:
            # 0 means for ever here
            return bytes(self._in.read(max(most, self._in.wMaxPacketSize), max(1, int(timeout * 1000))))
        except usb.core.USBTimeoutError:
            return b""
        except usb.core.USBError as error:
            raise LinkLost(f"{self.uri}: {error}") from error

    def close(self, discard: bool = False) -> None:
        if self._device is not None:
            import usb.core
            import usb.util

            try:
                usb.util.dispose_resources(self._device)
            except usb.core.USBError:
                pass  # unplugged: nothing left to release
        self._device = self._out = self._in = None
