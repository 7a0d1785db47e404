"""The ways bytes travel to a device. Opened by uri:

tcp://host:port | serial:///dev/ttyUSB0?baud=19200 | serial://COM3?baud=19200 | usb://04b8:0e15
file:///dev/usb/lp0 | winspool://Printer%20name            (sim://… is opened by the cabinet)

`open` is an exclusive claim. `read` returns b"" when nothing came in time and raises LinkLost when the
other end is gone. After a peer closed, the first write still succeeds and is lost: a write proves nothing.
"""

import errno
import os
import re
import select
import socket
import struct
import time
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from devices.dialing import dial
from devices.troubles import DeviceTrouble, InUse, LinkLost, Misconfigured, NotAllowed, NotConnected


class Transport(Protocol):
    uri: str
    answers: bool  # there is a way back
    baud: int | None  # None: as fast as paper moves

    def open(self, timeout: float = 2.0) -> None: ...

    def write(self, sent: bytes) -> None: ...

    def read(self, most: int, timeout: float) -> bytes: ...

    def close(self, discard: bool = False) -> None:
        """Safe to call twice. `discard`: what the peer has not taken yet must not reach it later."""

    def troubles(self) -> tuple[DeviceTrouble, ...]:
        """What the system knows of the device without asking it."""
        return ()

    def settle(self, seconds: float) -> DeviceTrouble | None:
        """Wait for what was written to leave this machine; why it could not, in which case it is taken back."""
        return None


def transport(uri: str) -> Transport:
    """The transport of a uri, not yet open. Raises Misconfigured."""
    try:
        parts = urlsplit(uri)
        options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
        match parts.scheme:
            case "tcp":
                return Tcp(uri, parts.hostname or "127.0.0.1", parts.port or 9100)
            case "serial":
                name = unquote(parts.netloc + parts.path)
                return Serial(uri, name, int(options.get("baud", 19200)))
            case "usb":
                from devices.usb_port import Usb

                vendor, product = parts.netloc.split(":")
                return Usb(uri, int(vendor, 16), int(product, 16))
            case "file":
                return File(uri, file_path(uri))
            case "winspool":
                from devices.spooler import Spooler

                return Spooler(uri, unquote(parts.netloc + parts.path))
    except ValueError as error:
        raise Misconfigured(f"{uri}: {error}") from error
    raise Misconfigured(f"{uri}: expected tcp, serial, usb, file or winspool")


def file_path(uri: str) -> Path:
    """The path of a file uri; Windows writes file:///C:/folder."""
    parts = urlsplit(uri)
    path = unquote(parts.netloc + parts.path)
    return Path(path[1:] if re.match(r"/[A-Za-z]:", path) else path)


def why_not(error: Exception) -> type[NotConnected]:
    """What it means to a clerk that the system did not open a device."""
    number = getattr(error, "errno", None)
    return InUse if number == errno.EBUSY else NotAllowed if number in (errno.EACCES, errno.EPERM) else NotConnected


class Tcp(Transport):
    answers = True
    baud = None

    def __init__(self, uri: str, host: str, port: int):
        self.uri, self._address = uri, (host, port)
        self._socket: socket.socket | None = None

    def open(self, timeout: float = 2.0) -> None:
        self.close()
        try:
            self._socket = dial(*self._address, timeout)
        except OSError as error:
            raise NotConnected(f"{self.uri}: {error}") from error

    def write(self, sent: bytes, timeout: float = 4.0) -> None:
        if self._socket is None:
            raise LinkLost(f"{self.uri}: not open")
        try:
            self._socket.settimeout(timeout)
            self._socket.sendall(sent)
        except OSError as error:
            raise LinkLost(f"{self.uri}: {error}") from error

    def read(self, most: int, timeout: float) -> bytes:
        if self._socket is None:
            raise LinkLost(f"{self.uri}: not open")
        try:
            self._socket.settimeout(max(timeout, 0.001))
            heard = self._socket.recv(most)
        except TimeoutError:
            return b""
        except OSError as error:
            raise LinkLost(f"{self.uri}: {error}") from error
        if not heard:
            raise LinkLost(f"{self.uri}: closed by the printer")
        return heard

    def close(self, discard: bool = False) -> None:
        if self._socket is None:
            return
        if discard:  # linger 0: the kernel drops what is still queued instead of delivering it when paper is back
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._socket.close()
        self._socket = None


class Serial(Transport):
    answers = True

    def __init__(self, uri: str, name: str, baud: int):
        self.uri, self._name, self.baud = uri, name, baud
        self._port = None

    def open(self, timeout: float = 2.0) -> None:
        import serial

        self.close()
        try:
            self._port = serial.Serial(self._name, self.baud, timeout=timeout, write_timeout=4.0, exclusive=True)
        except (*_line_errors(), ValueError) as error:
            busy = "lock" in str(error) or "Access is denied" in str(error)
            raise (InUse if busy else why_not(error))(f"{self.uri}: {error}") from error

    def write(self, sent: bytes) -> None:
        if self._port is None:
            raise LinkLost(f"{self.uri}: not open")
        try:
            # The system queues far more than a slow line carries: what is written must not outrun the paper.
            self._port.write_timeout = 2.0 + len(sent) * 10 / self.baud
            self._port.write(sent)
        except _line_errors() as error:
            raise LinkLost(f"{self.uri}: {error}") from error

    def read(self, most: int, timeout: float) -> bytes:
        if self._port is None:
            raise LinkLost(f"{self.uri}: not open")
        try:
            self._port.timeout = timeout
            first = self._port.read(1)  # read(16) would wait the whole timeout for the other 15
            return first + self._port.read(min(most - 1, self._port.in_waiting)) if first else b""
        except (*_line_errors(), TypeError) as error:
            raise LinkLost(f"{self.uri}: {error}") from error

    def close(self, discard: bool = False) -> None:
        if self._port is None:
            return
        try:
            if discard:
                self._port.reset_output_buffer()
        except _line_errors():
            pass  # unplugged: nothing left to discard
        try:
            self._port.close()
        except _line_errors():
            pass
        self._port = None


def _line_errors() -> tuple[type[Exception], ...]:
    """What pyserial raises, or lets through, when a line is gone: its own is an OSError, termios.error is none."""
    if os.name != "posix":
        return (OSError,)
    import termios

    return (OSError, termios.error)


class File(Transport):
    """A device file (answers if it can be read back, as /dev/usb/lp0 can) or a plain file, appended to.

    Where a device was or should be no plain file is ever made: an unplugged printer would "print" into it for ever.
    """

    baud = None

    def __init__(self, uri: str, path: Path):
        self.uri, self._path = uri, path
        self._of_device = path.is_relative_to(Path(os.devnull).parent)
        self._file: int | None = None
        self.answers = False

    def open(self, timeout: float = 2.0) -> None:
        self.close()
        device = self._path.is_char_device()
        self._of_device |= device
        if self._of_device and not device:
            raise NotConnected(f"{self.uri}: not plugged in")
        flags = (os.O_RDWR if device else os.O_WRONLY | os.O_CREAT | os.O_APPEND) | getattr(os, "O_BINARY", 0)
        try:
            self._file = os.open(self._path, flags, 0o644)
            if os.name == "posix":
                import fcntl

                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self.close()
            raise InUse(f"{self.uri}: {error}") from error
        except OSError as error:
            raise why_not(error)(f"{self.uri}: {error}") from error
        self.answers = device and os.name == "posix"

    def write(self, sent: bytes) -> None:
        if self._file is None:
            raise LinkLost(f"{self.uri}: not open")
        deadline = time.monotonic() + 4.0
        try:
            while sent:
                if self.answers and not select.select([], [self._file], [], max(0.0, deadline - time.monotonic()))[1]:
                    raise LinkLost(f"{self.uri}: takes nothing more")
                sent = sent[os.write(self._file, sent[:4096]) :]
        except OSError as error:
            raise LinkLost(f"{self.uri}: {error}") from error

    def read(self, most: int, timeout: float) -> bytes:
        if self._file is None or not self.answers:
            return b""
        try:
            return os.read(self._file, most) if select.select([self._file], [], [], timeout)[0] else b""
        except OSError as error:
            raise LinkLost(f"{self.uri}: {error}") from error

    def close(self, discard: bool = False) -> None:
        if self._file is not None:
            os.close(self._file)
        self._file = None
