"""A request ends in its time, whatever hangs: a name, an address, sending, answering; and it can be broken off."""

import os
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable

import pytest

from devices import dialing
from devices.dialing import dial
from devices.drivers.bounded_http import BoundedHttp
from devices.troubles import LinkLost, NotConnected, PrinterSilent, ScanCancelled, ScannerSilent
from tests.devices.patience import until

BODY = b"%PDF" + bytes(8 << 20)  # more than any buffer between two programs takes


class Peer:
    """Accepts connections on loopback and does with each what it is told."""

    def __init__(self, meet: Callable[[socket.socket, threading.Event], None], tls: ssl.SSLContext | None = None):
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self.met = 0
        self._meet, self._tls, self._closing = meet, tls, threading.Event()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        while not self._closing.is_set():
            self._listening.settimeout(0.05)
            try:
                near, _ = self._listening.accept()
            except TimeoutError:
                continue
            self.met += 1
            near.settimeout(5.0)
            try:
                with self._tls.wrap_socket(near, server_side=True) if self._tls else near as line:
                    self._meet(line, self._closing)
            except OSError:
                pass  # the other side hung up

    def __enter__(self) -> "Peer":
        return self

    def __exit__(self, *_) -> None:
        self._closing.set()
        self._thread.join()
        self._listening.close()


def never_reads(line: socket.socket, closing: threading.Event) -> None:
    closing.wait(10)


def sips(line: socket.socket, closing: threading.Event) -> None:
    """A printer that takes a little of a form now and then, for ever."""
    while not closing.wait(0.05) and line.recv(20_000):
        pass


def answers(line: socket.socket, closing: threading.Event) -> None:
    if line.recv(4096):
        line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nyes")


def half_an_answer(line: socket.socket, closing: threading.Event) -> None:
    line.recv(4096)
    line.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 300\r\n\r\nye")
    line.recv(1)


def descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


@pytest.fixture(scope="module")
def tls(tmp_path_factory) -> ssl.SSLContext:
    """A device's own certificate, signed by itself and for another name."""
    if not shutil.which("openssl"):
        pytest.skip("openssl makes the certificate")
    folder = tmp_path_factory.mktemp("tls")
    key, certificate = str(folder / "key.pem"), str(folder / "certificate.pem")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
         "-subj", "/CN=printer", "-keyout", key, "-out", certificate],
        check=True, capture_output=True, timeout=30,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


@pytest.fixture(params=["plain", "tls"])
def peer(request):
    """`peer(meet)` gives a peer and a BoundedHttp to it, plain and over TLS."""
    peers = []

    def open_peer(meet) -> tuple[Peer, BoundedHttp]:
        tls = request.getfixturevalue("tls") if request.param == "tls" else None
        peers.append(Peer(meet, tls))
        return peers[-1], BoundedHttp("127.0.0.1", peers[-1].port, PrinterSilent, LinkLost, tls=tls is not None)

    yield open_peer
    for one in peers:
        one.__exit__()


def test_an_answer_is_an_answer(peer):
    _, http = peer(answers)
    assert http.ask("GET", "/").body == b"yes"


@pytest.mark.parametrize("meet", [never_reads, sips])
def test_what_nobody_takes_ends_in_its_time(peer, meet):
    _, http = peer(meet)
    began = time.monotonic()
    with pytest.raises(PrinterSilent):
        http.ask("POST", "/", BODY, seconds=0.6)
    assert time.monotonic() - began < 2.0


@pytest.mark.parametrize("meet", [never_reads, sips])
def test_what_nobody_takes_can_be_broken_off(peer, meet):
    there, http = peer(meet)
    breaker = threading.Thread(target=lambda: (until(lambda: there.met), http.break_off()))
    breaker.start()
    began = time.monotonic()
    with pytest.raises(LinkLost):
        http.ask("POST", "/", BODY, seconds=30)
    breaker.join()
    assert time.monotonic() - began < 5.0


def test_nothing_is_left_open_as_long_as_somebody_remembers_the_trouble(peer):
    """A trouble stands in a device's health until the next one, and its traceback with it."""
    _, http = peer(half_an_answer)
    before, troubles = descriptors(), []
    for _ in range(5):
        with pytest.raises(PrinterSilent) as trouble:
            http.ask("GET", "/", seconds=0.2)
        troubles.append(trouble.value)
    until(lambda: descriptors() <= before + 1)  # the peer may still see to the last one
    assert len(troubles) == 5


def test_a_handshake_that_never_comes_ends_in_its_time():
    with Peer(never_reads) as there:
        began = time.monotonic()
        with pytest.raises(NotConnected):
            BoundedHttp("127.0.0.1", there.port, ScannerSilent, tls=True).ask("GET", "/", seconds=0.5)
        assert time.monotonic() - began < 2.0


def test_a_pause_is_broken_off():
    http = BoundedHttp("127.0.0.1", 1, ScannerSilent, ScanCancelled)
    http.wait(0.01)
    breaker = threading.Timer(0.1, http.break_off)
    breaker.start()
    began = time.monotonic()
    with pytest.raises(ScanCancelled):
        http.wait(30)
    breaker.join()
    assert time.monotonic() - began < 5.0


def test_a_name_that_no_server_knows_or_answers_for_holds_nobody_up(monkeypatch):
    """Without a name server getaddrinfo takes half a minute, and nothing breaks it off."""
    plain, answered = socket.getaddrinfo, threading.Event()

    def slow(host, *more, flags=0, **named):
        if flags & socket.AI_NUMERICHOST:
            return plain(host, *more, flags=flags, **named)
        answered.wait(10)
        raise socket.gaierror(-3, "Temporary failure in name resolution")

    monkeypatch.setattr(dialing.socket, "getaddrinfo", slow)
    began = time.monotonic()
    with pytest.raises(NotConnected, match="no name server answers"):
        BoundedHttp("may-in", 80, ScannerSilent).ask("GET", "/", seconds=0.3)
    assert time.monotonic() - began < 2.0
    answered.set()
    with pytest.raises(OSError, match="name resolution"):
        dial("may-in", 80, 1.0)
    with pytest.raises(OSError):
        dial("." * 300, 80, 1.0)  # no name at all: Python raises UnicodeError for it


def test_all_addresses_of_a_name_share_its_seconds(monkeypatch):
    """A printer's name often stands for an address of IPv6 that no longer leads anywhere, and one that does."""
    with Peer(answers) as there, socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        queued = [socket.socket() for _ in range(4)]
        for one in queued:  # the next one then waits for ever
            one.setblocking(False)
            one.connect_ex(full.getsockname())
        how = (socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            nobody = free.getsockname()
        addresses = [(*how, nobody), (*how, ("127.0.0.1", there.port))]
        monkeypatch.setattr(dialing.socket, "getaddrinfo", lambda *_, **__: addresses)
        dial("printer", 80, 5.0).close()
        addresses[:] = [(*how, full.getsockname())] * 5
        began = time.monotonic()
        with pytest.raises(OSError):
            dial("printer", 80, 0.4)
        assert time.monotonic() - began < 1.5
        for one in queued:
            one.close()
