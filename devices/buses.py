"""What each bus of this machine says is plugged in, with the address a config would name it by. One function per bus.

A bus that cannot be asked raises OSError, ValueError or ImportError; an empty answer means that nothing is there.
"""

import os
import re
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

ASK_SECONDS = 5.0
PRINTER_CLASS = 7  # USB: bInterfaceClass of printers
MAKERS_CLASS = 0xFF
POINTERS_AND_KEYS = ((1, 2), (1, 6))  # HID: usage page and usage of mice and keyboards
SERVICES = {  # DNS-SD, as driverless scanning and printing name themselves
    "_uscan._tcp.local.": ("scanner", "escl"),
    "_uscans._tcp.local.": ("scanner", "escls"),
    "_ipp._tcp.local.": ("documents", "ipp"),
    "_pdl-datastream._tcp.local.": ("printer", "tcp"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """`role`: what it is most likely for, "" where a bus cannot tell. `called`: what it calls itself."""

    uri: str
    called: str = ""
    role: str = ""


def serial_ports() -> list[Found]:
    """By id where the system has such names: they stay when a cable is put into another socket."""
    from serial.tools import list_ports

    by_id = {path.resolve(): path for path in _names(Path("/dev/serial/by-id") if os.name == "posix" else None)}
    found = []
    for port in list_ports.comports():
        known = by_id.get(Path(port.device).resolve()) if by_id else None
        found.append(Found(f"serial://{known or port.device}?baud=19200", port.description or ""))
    return found


def usb_printers() -> list[Found]:
    import usb.core

    found = []
    for device in usb.core.find(find_all=True):
        if any(one.bInterfaceClass == PRINTER_CLASS for setting in device for one in setting):
            found.append(Found(f"usb://{device.idVendor:04x}:{device.idProduct:04x}", _product(device), "printer"))
    return found


def unclaimed_usb() -> list[str]:
    """USB devices of their maker's own class («04b8:013f EPSON Scanner») that are no serial port."""
    try:
        import usb.core
        from serial.tools import list_ports

        ports = {(port.vid, port.pid) for port in list_ports.comports()}
        return [
            f"{device.idVendor:04x}:{device.idProduct:04x} {_product(device)}".rstrip()
            for device in usb.core.find(find_all=True)
            if (device.idVendor, device.idProduct) not in ports
            and {one.bInterfaceClass for setting in device for one in setting} == {MAKERS_CLASS}
        ]
    except (OSError, ValueError, ImportError):
        return []  # said of the bus already


def _product(device: Any) -> str:
    try:
        return f"{device.manufacturer or ''} {device.product or ''}".strip()
    except (ValueError, NotImplementedError, OSError):  # not allowed to open it, or it has no such words
        return ""


def keyboards() -> list[Found]:
    """Readers that type, by id (Linux): which of them is the person's own keyboard only a person can tell."""
    folder = Path("/dev/input/by-id") if os.name == "posix" else None
    return [Found(f"evdev://{path}", path.name, "reader") for path in _names(folder) if path.name.endswith("event-kbd")]


def hid_boxes() -> list[Found]:
    """HID devices that are neither mouse nor keyboard."""
    import hid

    found = {}
    for one in hid.enumerate():
        if (one["usage_page"], one["usage"]) not in POINTERS_AND_KEYS:
            uri = f"hid://{one['vendor_id']:04x}:{one['product_id']:04x}"
            called = f"{one['manufacturer_string'] or ''} {one['product_string'] or ''}".strip()
            found[uri] = Found(uri, called, "buttons")
    return list(found.values())


def cameras() -> list[Found]:
    """By id (Linux); elsewhere a camera shows itself only when it is opened."""
    folder = Path("/dev/v4l/by-id") if os.name == "posix" else None
    return [Found(f"camera://{path}", path.name, "camera") for path in _names(folder) if path.name.endswith("index0")]


def printer_queues() -> list[Found]:
    """The printers that the system has a queue for: the Windows spooler, or CUPS."""
    if os.name == "posix":
        return [Found(f"cups://{quote(name)}", name, "documents") for name in _said("lpstat", "-e").split()]
    import win32print

    local_and_connected = 2 | 4  # PRINTER_ENUM_LOCAL, PRINTER_ENUM_CONNECTIONS
    names = [queue[2] for queue in win32print.EnumPrinters(local_and_connected)]
    return [Found(f"winspool://{quote(name)}", name, "printer") for name in names]


def sane_scanners() -> list[Found]:
    """Slow: some backends ask the whole network. Not for polling."""
    said = _said("scanimage", "--formatted-device-list=%d\t%v %m%n", seconds=30.0)
    rows = [line.partition("\t") for line in said.splitlines() if "\t" in line]
    return [Found(f"sane:{name}", called, "scanner") for name, _, called in rows]


def on_the_network(seconds: float = 3.0) -> list[Found]:
    """Driverless scanners and network printers that announce themselves (DNS-SD)."""
    from zeroconf import ServiceBrowser, Zeroconf

    heard: dict[tuple[str, str], None] = {}
    lock = threading.Lock()

    class Listener:
        def add_service(self, zeroconf: Any, kind: str, name: str) -> None:
            with lock:
                heard[kind, name] = None

        def update_service(self, zeroconf: Any, kind: str, name: str) -> None:
            pass

        def remove_service(self, zeroconf: Any, kind: str, name: str) -> None:
            pass

    found = []
    zeroconf = Zeroconf()
    try:
        ServiceBrowser(zeroconf, list(SERVICES), Listener())
        time.sleep(seconds)
        with lock:
            services = list(heard)
        for kind, name in services:
            if told := zeroconf.get_service_info(kind, name, 1000):
                found.append(announced(kind, name, told.parsed_addresses(), told.port, told.properties))
    finally:
        zeroconf.close()
    return [one for one in found if one is not None]


def announced(kind: str, name: str, addresses: list[str], port: int, properties: dict) -> Found | None:
    """The address behind one announcement; its `rs` (scanners) or `rp` (printers) is the path."""
    plain = next((address for address in addresses if re.fullmatch(r"[0-9.]+", address)), None)
    if plain is None:
        return None
    role, scheme = SERVICES[kind]
    path = properties.get(b"rs") or properties.get(b"rp") or b""
    path = "/" + path.decode("utf-8", "replace").strip("/") if path and scheme != "tcp" else ""
    return Found(f"{scheme}://{plain}:{port}{path}", name.removesuffix("." + kind), role)


def _names(folder: Path | None) -> list[Path]:
    return sorted(folder.iterdir()) if folder and folder.is_dir() else []


def _said(*command: str, seconds: float = ASK_SECONDS) -> str:
    """What a program of the system says; nothing where it is not installed."""
    try:
        done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=seconds)
    except FileNotFoundError:
        return ""
    except subprocess.TimeoutExpired as error:
        raise OSError(f"{command[0]} took longer than {seconds:.0f} s") from error
    return done.stdout.decode("utf-8", "replace")


# Cheap enough to be asked every few seconds.
POLLED = {
    "serial": serial_ports,
    "usb": usb_printers,
    "evdev": keyboards,
    "hid": hid_boxes,
    "camera": cameras,
    "winspool": printer_queues,
    "cups": printer_queues,
}
# Only when somebody asks.
ASKED = {"sane": sane_scanners, "network": on_the_network}
