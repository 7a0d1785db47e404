"""A button box of another maker on USB, by hidapi: `hid://1a2b:3c4d?keys=1e,1f,20,21` or `…?bits=1.0,1.1&lights=…`.

`keys`: the box is a keyboard (its boot report: modifiers, nothing, six usages); a usage (hex) per button from the left.
`bits`: byte.bit of each button in its input report. `lights`: byte.bit of each light in its output report, whose byte 0
is the report's number. A box without `lights` has none to show. Lights that should blink are simply on.
"""

import re
import threading
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from devices import Health
from devices.buttons import BoxCapabilities, Light, OnePress, Pressed
from devices.listening import Listening
from devices.troubles import DeviceTrouble, LinkLost, NotAllowed, NotConnected, NotInstalled

LONGEST_REPORT = 64
WAIT_MS = 150


class Report:
    """Which buttons a report says are down. Raises ValueError for options that name no button or nonsense."""

    def __init__(self, options: dict[str, str]):
        keys, bits = options.get("keys", ""), options.get("bits", "")
        if bool(keys) is bool(bits):
            raise ValueError("a HID box needs either keys=1e,1f,… or bits=1.0,1.1,…")
        self._usages = tuple(int(usage, 16) for usage in keys.split(",")) if keys else ()
        self._bits = places(bits) if bits else ()
        self.buttons = len(self._usages or self._bits)

    def down(self, report: bytes) -> set[int]:
        if self._usages:
            held = set(report[2:8])
            return {number for number, usage in enumerate(self._usages, 1) if usage in held}
        return {
            number for number, (byte, bit) in enumerate(self._bits, 1) if byte < len(report) and report[byte] >> bit & 1
        }


def places(text: str) -> tuple[tuple[int, int], ...]:
    """ "1.0,1.7" as ((1, 0), (1, 7)). Raises ValueError."""
    found = [re.fullmatch(r"([0-9]{1,2})\.([0-7])", place) for place in text.split(",")]
    if not all(found) or any(int(place[1]) >= LONGEST_REPORT for place in found if place):
        raise ValueError(f"{text!r}: expected byte.bit,byte.bit,…")
    return tuple((int(place[1]), int(place[2])) for place in found if place)


def open_hid(vendor: int, product: int) -> Any:
    """The device of hidapi. Raises OSError where it is not there, PermissionError where it is not given to us."""
    import hid

    device = hid.device()
    try:
        device.open(vendor, product)
    except OSError as error:
        if hid.enumerate(vendor, product):
            raise PermissionError(str(error)) from error
        raise
    return device


def _why_not(error: OSError | ImportError) -> type[DeviceTrouble]:
    if isinstance(error, ImportError):
        return NotInstalled
    return NotAllowed if isinstance(error, PermissionError) else NotConnected


class HidButtons:
    def __init__(self, uri: str, open_device: Callable[[int, int], Any] = open_hid):
        parts = urlsplit(uri)
        options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
        vendor, _, product = parts.netloc.partition(":")
        self._uri, self._vendor, self._product = uri, int(vendor, 16), int(product, 16)
        self._report = Report(options)
        self._lights = places(options["lights"]) if "lights" in options else ()
        self.capabilities = BoxCapabilities(self._report.buttons, lights=bool(self._lights))
        self._shown: set[int] = set()
        self._open_device = open_device
        self._device: Any = None
        self._lock = threading.Lock()
        self._listening = Listening("button-box")
        self._one_press = OnePress()

    def watch(self, on_press: Callable[[Pressed], None]) -> None:
        self._listening.begin(lambda: self._listen(on_press))

    def light(self, button: int, light: Light) -> None:
        buttons = range(1, len(self._lights) + 1) if button == 0 else (button,)
        for number in buttons:
            (self._shown.discard if light is Light.OFF else self._shown.add)(number)
        if not self._lights:
            return
        report = bytearray(1 + max(byte for byte, _ in self._lights))
        for number, (byte, bit) in enumerate(self._lights, 1):
            report[byte] |= (number in self._shown) << bit
        with self._lock:
            if self._device is None:
                raise self._listening.trouble or NotConnected(f"{self._uri}: not open")
            try:
                written = self._device.write(bytes(report))
            except (OSError, ValueError) as error:
                raise LinkLost(f"{self._uri}: {error}") from error
        if written < 0:
            raise LinkLost(f"{self._uri}: takes nothing")

    def health(self) -> Health:
        return self._listening.health("USB")

    def close(self) -> None:
        self._listening.end()

    def _listen(self, on_press: Callable[[Pressed], None]) -> None:
        try:
            device = self._open_device(self._vendor, self._product)
        except (OSError, ImportError) as error:
            raise _why_not(error)(f"{self._uri}: {error}") from error
        with self._lock:
            self._device = device
        self._listening.here()
        self._read(device, on_press)

    def _read(self, device: Any, on_press: Callable[[Pressed], None]) -> None:
        before: set[int] = set()
        try:
            while not self._listening.closing.is_set():
                report = bytes(device.read(LONGEST_REPORT, WAIT_MS))
                if not report:
                    continue
                down, at = self._report.down(report), time.monotonic()
                for button in sorted(down - before):
                    if self._one_press.is_new(button, at):
                        on_press(Pressed(button, at))
                before = down
        except (OSError, ValueError) as error:
            raise LinkLost(f"{self._uri}: {error}") from error
        finally:
            with self._lock:
                self._device = None
                device.close()
