"""Which driver a role's uri names: the one place to add one. Beside simulated.py it alone imports drivers.

A driver is made here and reaches for its device at first use; its libraries are imported only where its uri is named.
"""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from center.attached import ROLES
from devices.addresses import check_address
from devices.troubles import Misconfigured, NotInstalled


def open_driver(role: str, uri: str) -> Any:
    """The driver that a role's uri names, as the role's protocol promises. Raises Misconfigured, NotInstalled."""
    opening = _OPENING.get(role)
    if opening is None:
        raise Misconfigured(f"[devices] {role} = {shown(uri)!r}: known roles are {', '.join(ROLES)}")
    try:
        parts = urlsplit(uri)
        check_address(role, uri)
        driver = opening(parts.scheme or parts.path, uri)
    except ValueError as error:
        raise Misconfigured(f"[devices] {role} = {shown(uri)!r}: {error}") from error
    except ImportError as error:
        raise NotInstalled(f"[devices] {role} = {shown(uri)!r}: {error}") from error
    if driver is None:
        raise Misconfigured(f"[devices] {role} = {shown(uri)!r}: no driver for this address")
    return driver


def shown(uri: str) -> str:
    """The address without name and password, and without whose folder it is, as logs and reports may carry it."""
    nameless = re.sub(r"//[^/?#@]*@", "//…@", uri)
    return re.sub(r"(?i)([/\\](?:home|users)[/\\])[^/\\?'\":]+", r"\1…", nameless)


def options_of(uri: str) -> dict[str, str]:
    """What stands behind the question mark of a uri; of a name given twice the last."""
    return {key: values[-1] for key, values in parse_qs(urlsplit(uri).query).items()}


def _printer(scheme: str, uri: str) -> Any:
    match scheme:
        case "nobody":
            from devices.drivers.nobody_printer import NobodyPrinter

            return NobodyPrinter()
        case "tcp" | "serial" | "usb" | "file" | "winspool":
            from devices.drivers.escpos_printer import EscposPrinter
            from devices.transports import transport

            return EscposPrinter(uri, transport(uri))
        case "sim":
            from devices.drivers.escpos_printer import EscposPrinter
            from devices.simulators.link import SimLink

            return EscposPrinter(uri, SimLink(uri))


def _documents(scheme: str, uri: str) -> Any:
    match scheme:
        case "nobody":
            from devices.drivers.nobody_document_printer import NobodyDocumentPrinter

            return NobodyDocumentPrinter()
        case "cups" | "ipp" | "ipps":
            from devices.drivers.queue_printer_ipp import IppQueuePrinter

            return IppQueuePrinter(uri)
        case "winspool":
            from devices.drivers.queue_printer_windows import WindowsQueuePrinter

            return WindowsQueuePrinter(uri)
        case "file":
            from devices.drivers.queue_printer_folder import FolderDocumentPrinter

            return FolderDocumentPrinter(uri)
        case "sim":
            from devices.simulators.document_printer import simulated_document_printer

            return simulated_document_printer(urlsplit(uri).netloc or "documents", options_of(uri))


def _scanner(scheme: str, uri: str) -> Any:
    match scheme:
        case "nobody":
            from devices.drivers.nobody_scanner import NobodyScanner

            return NobodyScanner()
        case "escl" | "escls":
            from devices.drivers.escl_scanner import EsclScanner

            return EsclScanner(uri)
        case "sane":
            from devices.drivers.sane_scanner import SaneScanner

            return SaneScanner(uri)
        case "folder":
            from devices.drivers.folder_scanner import FolderScanner
            from devices.transports import file_path

            known = ("wait_seconds", "quiet_seconds", "stable_seconds")
            seconds = {key: float(value) for key, value in options_of(uri).items() if key in known}
            return FolderScanner(file_path(uri), **seconds)
        case "sim":
            from devices.simulators.scanner import simulated_scanner

            return simulated_scanner(urlsplit(uri).netloc or "scanner", options_of(uri))


def _camera(scheme: str, uri: str) -> Any:
    match scheme:
        case "nobody":
            from devices.drivers.nobody_camera import NobodyCamera

            return NobodyCamera()
        case "camera" | "file":
            from devices.drivers.opencv_camera import OpencvCamera

            return OpencvCamera(uri)
        case "folder":
            from devices.drivers.folder_camera import FolderCamera

            return FolderCamera(uri)
        case "rtsp" | "rtsps" | "http" | "https":
            from devices.drivers.network_camera import NetworkCamera

            return NetworkCamera(uri)
        case "sim":
            from devices.simulators.camera import SimCamera, simulated_camera

            return SimCamera(uri, simulated_camera(urlsplit(uri).netloc or "camera"))


def _reader(scheme: str, uri: str) -> Any:
    match scheme:
        case "nobody":
            from devices.drivers.nobody_reader import NobodyReader

            return NobodyReader()
        case "serial" | "tcp":
            from devices.drivers.serial_reader import SerialReader
            from devices.transports import transport

            return SerialReader(transport(uri))
        case "evdev":
            from devices.drivers.evdev_reader import EvdevReader

            return EvdevReader(uri)
        case "camera":
            from devices.drivers.camera_reader import CameraReader

            rest = uri.partition(":")[2]
            within = rest.partition("?")[0].partition("://")
            return CameraReader(open_driver("camera", rest if within[0] and within[1] else uri))
        case "keyboard":
            from devices.drivers.window_reader import WindowReader

            return WindowReader()
        case "sim":
            from devices.drivers.serial_reader import SerialReader
            from devices.simulators.line import SimLine
            from devices.simulators.reader import simulated_reader

            return SerialReader(SimLine(uri, simulated_reader(urlsplit(uri).netloc or "reader")))


def _buttons(scheme: str, uri: str) -> Any:
    match scheme:
        case "nobody":
            from devices.drivers.nobody_buttons import NobodyButtons

            return NobodyButtons()
        case "serial" | "tcp":
            from devices.drivers.serial_buttons import SerialButtons
            from devices.transports import transport

            return SerialButtons(transport(uri))
        case "hid":
            from devices.drivers.hid_buttons import HidButtons

            return HidButtons(uri)
        case "sim":
            from devices.drivers.serial_buttons import SerialButtons
            from devices.simulators.buttons import simulated_box
            from devices.simulators.line import SimLine

            return SerialButtons(SimLine(uri, simulated_box(urlsplit(uri).netloc or "buttons")))


def _sign(scheme: str, uri: str) -> Any:
    from devices.drivers.serial_sign import SerialSign

    match scheme:
        case "nobody":
            from devices.drivers.nobody_sign import NobodySign

            return NobodySign()
        case "serial" | "tcp":
            from devices.transports import transport

            return SerialSign(uri, transport(uri))
        case "sim":
            from devices.simulators.line import SimLine
            from devices.simulators.sign import simulated_sign

            return SerialSign(uri, SimLine(uri, simulated_sign(urlsplit(uri).netloc or "sign")))


def _speaker(scheme: str, uri: str) -> Any:
    match scheme:
        case "system":
            from devices.drivers.player_speaker import PlayerSpeaker

            return PlayerSpeaker(uri)
        case "silent" | "nobody":
            from devices.drivers.file_speaker import SilentSpeaker

            return SilentSpeaker()
        case "file":
            from devices.drivers.file_speaker import FileSpeaker

            return FileSpeaker(uri)
        case "sim":
            from devices.simulators.speaker import simulated_speaker

            return simulated_speaker(urlsplit(uri).netloc or "speaker", options_of(uri))


_OPENING: dict[str, Callable[[str, str], Any]] = {
    "printer": _printer,
    "documents": _documents,
    "scanner": _scanner,
    "camera": _camera,
    "reader": _reader,
    "buttons": _buttons,
    "sign": _sign,
    "speaker": _speaker,
}
