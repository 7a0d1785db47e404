"""A false libusb below the real pyusb: one simulated printer on a false bus.

Behaves as libusb 1.0 does: a handle of before the power cycle stays dead (ENODEV), a second claim is EBUSY, a write
that times out after some bytes returns how many there were, a read without an answer is a time-out.
"""

import errno
import time
from types import SimpleNamespace

import usb.backend
import usb.core

from devices.simulators.paper_printer import PaperPrinter

OUT, IN = 0x01, 0x82
ADDRESSES = {"uri": "usb://04b8:0e15", "vendor": 0x04B8, "product": 0x0E15}


class FalseUsb(usb.backend.IBackend):
    def __init__(self, printer: PaperPrinter):
        self.printer = printer
        self.cut_after: int | None = None  # unplugged once so many bytes of a job have arrived
        self._arrived = 0
        self._claimed: object | None = None
        self._heard = bytearray()

    def enumerate_devices(self):
        if not self._gone:
            yield self.printer.power_cycles

    def get_device_descriptor(self, device):
        return SimpleNamespace(
            bLength=18, bDescriptorType=1, bcdUSB=0x200, bDeviceClass=0, bDeviceSubClass=0, bDeviceProtocol=0,
            bMaxPacketSize0=64, idVendor=ADDRESSES["vendor"], idProduct=ADDRESSES["product"], bcdDevice=0x100,
            iManufacturer=0, iProduct=0, iSerialNumber=0, bNumConfigurations=1, address=1, bus=1, port_number=1,
            port_numbers=(1,), speed=3,
        )  # fmt: skip

    def get_configuration_descriptor(self, device, config):
        if config:
            raise IndexError(config)
        return SimpleNamespace(
            bLength=9, bDescriptorType=2, wTotalLength=32, bNumInterfaces=1, bConfigurationValue=1, iConfiguration=0,
            bmAttributes=0xC0, bMaxPower=1, extra_descriptors=b"",
        )  # fmt: skip

    def get_interface_descriptor(self, device, interface, alternate, config):
        if interface or alternate:
            raise IndexError(interface)
        return SimpleNamespace(
            bLength=9, bDescriptorType=4, bInterfaceNumber=0, bAlternateSetting=0, bNumEndpoints=2, bInterfaceClass=7,
            bInterfaceSubClass=1, bInterfaceProtocol=2, iInterface=0, extra_descriptors=b"",
        )  # fmt: skip

    def get_endpoint_descriptor(self, device, endpoint, interface, alternate, config):
        return SimpleNamespace(
            bLength=7, bDescriptorType=5, bEndpointAddress=(OUT, IN)[endpoint], bmAttributes=2, wMaxPacketSize=64,
            bInterval=0, bRefresh=0, bSynchAddress=0, extra_descriptors=b"",
        )  # fmt: skip

    def open_device(self, device):
        self._alive(device)
        self._arrived = 0
        return SimpleNamespace(device=device)

    def close_device(self, handle):
        self.release_interface(handle, 0)

    def get_configuration(self, handle):
        self._alive(handle.device)
        return 1

    def is_kernel_driver_active(self, handle, interface):
        return False

    def claim_interface(self, handle, interface):
        self._alive(handle.device)
        if self._claimed not in (None, handle) and self._claimed.device == self.printer.power_cycles:
            raise usb.core.USBError("Resource busy", -6, errno.EBUSY)
        self._claimed = handle

    def release_interface(self, handle, interface):
        if self._claimed is handle:
            self._claimed = None

    def bulk_write(self, handle, endpoint, interface, data, timeout):
        self._alive(handle.device)
        sent, taken = data.tobytes(), 0
        deadline = time.monotonic() + timeout / 1000
        while taken < len(sent):
            if self.cut_after is not None and self._arrived >= self.cut_after:
                self.printer.set_faults("refused")
            self._alive(handle.device)
            room = min(64, self.printer.room, len(sent) - taken)
            if self.cut_after is not None:
                room = min(room, self.cut_after - self._arrived)
            if not room:
                if time.monotonic() > deadline:
                    break
                time.sleep(0.01)
                continue
            self._heard += self.printer.take(sent[taken : taken + room])
            taken, self._arrived = taken + room, self._arrived + room
        if not taken and sent:
            raise usb.core.USBTimeoutError("Operation timed out", -7, errno.ETIMEDOUT)
        return taken

    def bulk_read(self, handle, endpoint, interface, buffer, timeout):
        self._alive(handle.device)
        if not self._heard:
            time.sleep(timeout / 1000)
            raise usb.core.USBTimeoutError("Operation timed out", -7, errno.ETIMEDOUT)
        heard = self._heard[: len(buffer)]
        del self._heard[: len(heard)]
        buffer[: len(heard)] = type(buffer)("B", bytes(heard))
        return len(heard)

    @property
    def _gone(self) -> bool:
        return "refused" in self.printer.faults

    def _alive(self, device) -> None:
        if self._gone or device != self.printer.power_cycles:
            self._heard.clear()
            raise usb.core.USBError("No such device (it may have been disconnected)", -4, errno.ENODEV)
