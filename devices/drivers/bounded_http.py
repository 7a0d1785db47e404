"""One HTTP request with an end in sight: a deadline over all of it, a limit of bytes, and a way to break it off.

`requests` bounds each read and not the whole: a device that sends one byte every second holds it for hours, and
nobody can break it off from another thread. Redirects are not followed, proxies not asked: devices are next door.
"""

import http.client
import socket
import ssl
import threading
import time
from dataclasses import dataclass

from devices.dialing import dial
from devices.troubles import AnswerUnreadable, DeviceTrouble, LinkLost, NotConnected

CONNECT_SECONDS = 3.0
LOOK_UP_SECONDS = 0.1  # how often a waiting request looks whether it was broken off
SENT_AT_ONCE = 1 << 16


@dataclass(frozen=True, slots=True)
class Answer:
    """`headers` by lower-case name."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def well(self) -> bool:
        return 200 <= self.status < 300


class _BrokenOff(OSError):
    pass


class _Timed:
    """Reads and writes of a socket that end at `deadline`, whoever trickles, or when `broken` is set."""

    deadline: float
    broken: threading.Event

    def recv_into(self, *arguments):
        while True:
            self._look_up()
            try:
                return super().recv_into(*arguments)
            except TimeoutError:
                continue

    def sendall(self, sent: bytes) -> None:
        rest = memoryview(sent)
        while rest:
            self._look_up()
            try:
                rest = rest[self.send(rest[:SENT_AT_ONCE]) :]
            except TimeoutError:
                continue

    def _look_up(self) -> None:
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("not done in time")
        if self.broken.is_set():
            raise _BrokenOff("broken off")
        self.settimeout(min(left, LOOK_UP_SECONDS))


class _Socket(_Timed, socket.socket):
    pass


class _TlsSocket(_Timed, ssl.SSLSocket):
    pass


class BoundedHttp:
    """Requests to one device. `silent` and `broken_off` are the troubles raised for a missed deadline and a break.

    `tls`: scanners and printers carry certificates that they signed themselves, so these are not checked; a
    device is trusted for standing at the configured address of the office's own network.
    """

    def __init__(
        self,
        host: str,
        port: int,
        silent: type[DeviceTrouble],
        broken_off: type[DeviceTrouble] = LinkLost,
        tls: bool = False,
    ):
        self.host, self.port = host, port
        self._silent, self._broken_off, self._tls = silent, broken_off, tls
        self._broken = threading.Event()

    def break_off(self) -> None:
        """From any thread: the request under way, and every later one until `begin`, ends now."""
        self._broken.set()

    def begin(self) -> None:
        self._broken.clear()

    def wait(self, seconds: float) -> None:
        """A pause that can be broken off."""
        if self._broken.wait(seconds):
            raise self._broken_off("broken off while waiting")

    def ask(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        headers: dict[str, str] | None = None,
        seconds: float = 8.0,
        most_bytes: int = 1 << 20,
        even_if_broken: bool = False,
    ) -> Answer:
        """Raises NotConnected before anything was sent, LinkLost after, AnswerUnreadable for what is no HTTP."""
        deadline = time.monotonic() + seconds
        broken = threading.Event() if even_if_broken else self._broken
        if broken.is_set():
            raise self._broken_off(f"{method} {path}: broken off before")
        connection = http.client.HTTPConnection(self.host, self.port)
        try:
            connection.sock = self._connect(deadline, broken)
            named = {"User-Agent": "MotCua", "Accept": "*/*", "Connection": "close", **(headers or {})}
            connection.request(method, path, body if body or method == "POST" else None, named)
            with connection.getresponse() as response:  # else it is open as long as a trouble holds its traceback
                content = _read(response, most_bytes)
            return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, content)
        except _BrokenOff as error:
            raise self._broken_off(f"{method} {path}: {error}") from error
        except TimeoutError as error:
            raise self._silent(f"{method} {path}: no whole answer in {seconds:g} s") from error
        except http.client.RemoteDisconnected as error:
            raise LinkLost(f"{method} {path}: {error}") from error
        except http.client.IncompleteRead as error:
            raise LinkLost(f"{method} {path}: ended early") from error
        except (http.client.HTTPException, ValueError) as error:  # what http.client meets in a stranger's header
            raise AnswerUnreadable(f"{method} {path}: {type(error).__name__}") from error
        except OSError as error:
            raise LinkLost(f"{method} {path}: {error}") from error
        finally:
            connection.close()

    def _connect(self, deadline: float, broken: threading.Event) -> socket.socket:
        try:
            plain = dial(self.host, self.port, min(CONNECT_SECONDS, deadline - time.monotonic()))
        except OSError as error:
            raise NotConnected(f"{self.host}:{self.port}: {error}") from error
        if not self._tls:
            timed = _Socket(plain.family, plain.type, plain.proto, plain.detach())
        else:
            plain.settimeout(max(0.1, deadline - time.monotonic()))
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            context.sslsocket_class = _TlsSocket
            try:
                timed = context.wrap_socket(plain)
            except OSError as error:  # it has closed what it was given
                raise NotConnected(f"{self.host}:{self.port}: {error}") from error
        timed.deadline, timed.broken = deadline, broken
        return timed


def _read(response: http.client.HTTPResponse, most_bytes: int) -> bytes:
    """The whole body. http.client gives a short one without a word when it is read in parts."""
    parts, read = [], 0
    while part := response.read(min(1 << 16, most_bytes + 1 - read)):
        parts.append(part)
        read += len(part)
        if read > most_bytes:
            raise AnswerUnreadable(f"more than {most_bytes} bytes")
    if response.length:
        raise http.client.IncompleteRead(b"", response.length)
    return b"".join(parts)
