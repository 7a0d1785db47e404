"""A scanner over SANE (Linux): `sane:airscan:e0:Canon`, `sane:net:192.168.1.9:test`, `sane:` for the first one found.

The backend runs in a child, `scanimage`, never in this program: vendors' libraries hang and crash. Its exit code is the
SANE_Status and is believed first; its stderr only where the code does not tell (a device that cannot be opened is 1).
"""

import os
import selectors
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

from devices import Health, Power
from devices.drivers.sane_options import SaneOptions, arguments_for, read_options
from devices.drivers.scanned_picture import page_of
from devices.scanning import Page, ScannerCapabilities, ScanWish, Source
from devices.troubles import (
    DeviceTrouble,
    DoubleFeed,
    FeederEmpty,
    FeederJammed,
    LinkLost,
    NotConnected,
    NotOffered,
    ScanCancelled,
    ScannerBusy,
    ScannerFailed,
    ScannerOpen,
    ScannerSilent,
)

# SANE_Status of sane.h
STATUS_TROUBLES: dict[int, type[DeviceTrouble]] = {
    2: ScanCancelled,
    3: ScannerBusy,
    4: NotOffered,  # SANE_STATUS_INVAL
    6: FeederJammed,
    7: FeederEmpty,
    8: ScannerOpen,
    9: LinkLost,  # SANE_STATUS_IO_ERROR, which is also what a pulled cable looks like
    11: NotConnected,  # SANE_STATUS_ACCESS_DENIED
}
# What sane_strstatus says, in the C locale.
SAID_TROUBLES: tuple[tuple[str, type[DeviceTrouble]], ...] = (
    ("double feed", DoubleFeed),
    ("multi-feed", DoubleFeed),
    ("multifeed", DoubleFeed),
    ("device busy", ScannerBusy),
    ("feeder jammed", FeederJammed),
    ("out of documents", FeederEmpty),
    ("cover is open", ScannerOpen),
    ("open of device", NotConnected),
    ("no scanners were identified", NotConnected),
    ("no sane devices found", NotConnected),
    ("unrecognized option", NotOffered),
    ("setting of option", NotOffered),
)
LOOK_SECONDS = 0.1
SAID_BYTES = 8192
ASKED_AGAIN_SECONDS = 30.0  # opening a device wakes it: its health is asked no more often than that


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the child may take, in seconds."""

    ask: float = 15.0  # network backends look around first
    health: float = 7.0
    page: float = 75.0
    stop: float = 5.0  # to end by itself after it was asked to; a backend first waits for the page under way


class SaneScanner:
    def __init__(self, uri: str, patience: Patience | None = None, program: tuple[str, ...] = ("scanimage",)):
        self.device = unquote(uri.partition(":")[2].removeprefix("//"))
        self._program = (*program, *((f"--device-name={self.device}",) if self.device else ()))
        self._patience = patience or Patience()
        self._scanning = threading.Lock()
        self._cancelled = threading.Event()
        self._options: SaneOptions | None = None
        self._last: tuple[float, Health] | None = None

    def ask_capabilities(self) -> ScannerCapabilities:
        return self._ask_options().offered(self.device or "SANE")

    def scan(self, wish: ScanWish) -> Iterator[Page]:
        if not self._scanning.acquire(blocking=False):
            raise ScannerBusy("this program scans with it already")
        try:
            self._cancelled.clear()
            self._last = None
            arguments, dpi = arguments_for(wish, self._ask_options())
            with tempfile.TemporaryDirectory(prefix="scan-") as folder:
                yield from self._pages(wish, arguments, dpi, Path(folder))
        finally:
            self._scanning.release()

    def cancel(self) -> None:
        self._cancelled.set()

    def health(self) -> Health:
        now = time.monotonic()
        if self._last and now - self._last[0] < ASKED_AGAIN_SECONDS:
            return self._last[1]
        if not self._scanning.acquire(blocking=False):
            return Health(Power.UNKNOWN, checked_at=datetime.now(UTC), source="busy")
        try:
            self._cancelled.clear()
            self._run("--dont-scan", self._patience.health)
            health = Health(Power.ONLINE, checked_at=datetime.now(UTC), source="scanimage")
        except ScannerBusy as busy:
            health = Health(Power.ONLINE, (), (busy,), datetime.now(UTC), "scanimage")
        except DeviceTrouble as trouble:
            health = Health(Power.OFFLINE, (trouble,), checked_at=datetime.now(UTC), source="scanimage")
        finally:
            self._scanning.release()
        self._last = (now, health)
        return health

    def close(self) -> None:
        self.cancel()

    def _ask_options(self) -> SaneOptions:
        if self._options is None:
            self._options = read_options(self._run("--all-options", self._patience.ask))
        return self._options

    def _run(self, argument: str, seconds: float) -> str:
        """What the child says to a question. Raises the trouble it ends with."""
        with (
            tempfile.TemporaryDirectory(prefix="scan-") as folder,
            _Child([*self._program, argument], Path(folder), min(1.0, self._patience.stop)) as child,
        ):
            said = b"".join(child.heard(seconds, self._cancelled))
            if trouble := child.trouble():
                raise trouble
            return said.decode("utf-8", "replace")

    def _pages(self, wish: ScanWish, arguments: list[str], dpi: int, folder: Path) -> Iterator[Page]:
        """`--batch-print` names a page when its file is whole; one named too late by a dying child is found after.

        `--batch-prompt` has the child wait for a word before each page: only so can it be ended between two pages.
        After a signal alone scanimage 1.2 begins the next page in a new job, which then blocks a network scanner.
        """
        one = ["--batch-count=1"] if wish.source is Source.FLATBED else []
        batch = ["--format=png", "--batch=page%05d.png", "--batch-print", "--batch-prompt", *one]
        number, trouble = 0, None
        with _Child([*self._program, *arguments, *batch], folder, self._patience.stop) as child:
            child.go_on()
            try:
                for _named in child.lines(self._patience.page, self._cancelled):
                    child.go_on()
                    for content in _whole(folder):
                        number += 1
                        yield page_of(content, number, wish, dpi)
                trouble = child.trouble()
            except (ScanCancelled, ScannerSilent) as ended:
                trouble = ended
        for content in _whole(folder):
            number += 1
            yield page_of(content, number, wish, dpi)
        if isinstance(trouble, FeederEmpty) and number:
            trouble = None
        if not trouble and not number:
            trouble = ScannerFailed("the scan ended without a page") if one else FeederEmpty("no page came")
        if trouble:
            raise trouble


class _Child:
    """One run of scanimage in a process group of its own, which is gone when the `with` ends."""

    def __init__(self, command: list[str], folder: Path, stop_seconds: float):
        self._stop_seconds = stop_seconds
        self._said = folder / "said"
        try:
            with self._said.open("wb") as said:
                self._process = subprocess.Popen(
                    command,
                    bufsize=0,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=said,
                    cwd=folder,
                    env={**os.environ, "LC_ALL": "C"},
                    start_new_session=True,
                )
        except OSError as error:
            raise NotConnected(f"{command[0]}: {error.strerror}") from error

    def __enter__(self) -> "_Child":
        return self

    def __exit__(self, *_) -> None:
        """First asked, so that the backend sets the scanner free; then killed with all its children."""
        self._process.stdin.close()  # no further page
        if not self._over():
            self._process.send_signal(signal.SIGINT)  # and not the rest of this one
            self._await_end()
        self._reap()
        self._process.stdout.close()

    def go_on(self) -> None:
        """The word for the next page."""
        try:
            self._process.stdin.write(b"\n")
        except OSError:
            pass  # it has ended: its exit code tells

    def _over(self) -> bool:
        """Ended, and not yet reaped: as long as it is not, its number and its group's belong to nobody else."""
        if self._process.returncode is not None:
            return True
        return os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None

    def _await_end(self) -> bool:
        deadline = time.monotonic() + self._stop_seconds
        while not (over := self._over()) and time.monotonic() < deadline:
            time.sleep(0.01)
        return over

    def _reap(self) -> int:
        """Nothing of the group is left afterwards; the exit code."""
        if self._process.returncode is None:
            try:
                os.killpg(self._process.pid, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                pass  # nobody of the group is left
            self._process.wait()
        return self._process.returncode

    def heard(self, seconds: float, cancelled: threading.Event) -> Iterator[bytes]:
        """What it writes to stdout until it ends; silence for `seconds` raises ScannerSilent."""
        with selectors.DefaultSelector() as selector:
            selector.register(self._process.stdout, selectors.EVENT_READ)
            deadline = time.monotonic() + seconds
            while True:
                if cancelled.is_set():
                    raise ScanCancelled("cancelled here")
                if time.monotonic() > deadline:
                    raise ScannerSilent(f"nothing from scanimage in {seconds:g} s")
                over = self._over()
                if not selector.select(0 if over else LOOK_SECONDS):
                    if over:
                        return
                    continue
                part = os.read(self._process.stdout.fileno(), 1 << 16)
                if not part:
                    break
                yield part
                deadline = time.monotonic() + seconds
        if not self._await_end():
            raise ScannerSilent("scanimage does not end")

    def lines(self, seconds: float, cancelled: threading.Event) -> Iterator[bytes]:
        rest = b""
        for part in self.heard(seconds, cancelled):
            *whole, rest = (rest + part).split(b"\n")
            yield from whole

    def trouble(self) -> DeviceTrouble | None:
        """What its exit code, and then its words, say."""
        code = self._reap()
        if not code:
            return None
        with self._said.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - SAID_BYTES))
            said = file.read().decode("utf-8", "replace").strip()
        told = [line for line in said.splitlines() if line.startswith("scanimage: ")]
        last = told[-1][:200] if told else f"scanimage ended with {code}"
        spoken = next((trouble for words, trouble in SAID_TROUBLES if words in said.lower()), None)
        if code == 1 or (code == 6 and spoken is DoubleFeed):  # 1 is every failure before the scan
            busy = spoken is NotConnected and "busy" in last.lower()
            return (ScannerBusy if busy else spoken or ScannerFailed)(last)
        return STATUS_TROUBLES.get(code, ScannerFailed)(last)


def _whole(folder: Path) -> Iterator[bytes]:
    """The finished pages that lie in the folder, in order; each is gone once it is read."""
    for path in sorted(folder.glob("page*.png")):
        content = path.read_bytes()
        path.unlink()
        yield content
