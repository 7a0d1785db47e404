"""One run of SANE's program `scanimage`: what it writes, how it ended, and that nothing of it is left.

Its exit code is the SANE_Status and is believed first; its stderr only where the code does not tell (a device that
cannot be opened is 1).
"""

import os
import re
import selectors
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

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
RECEIVED_SIGNAL = re.compile(r"received signal (\d+)")
LOOK_SECONDS = 0.1
SAID_BYTES = 8192


class Scanimage:
    """A process group of its own, which is gone when the `with` ends. Raises NotConnected where the program is missing.

    It works in `folder`; `stop_seconds` it may take to end by itself once it was asked to.
    """

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

    def __enter__(self) -> "Scanimage":
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

    def heard(self, seconds: float, cancelled: threading.Event) -> Iterator[bytes]:
        """What it writes to stdout until it ends. Raises ScannerSilent after `seconds` of silence, ScanCancelled."""
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
                        return  # a child of a backend may hold stdout open for ever
                    continue
                part = os.read(self._process.stdout.fileno(), 1 << 16)
                if not part:
                    break
                yield part
                deadline = time.monotonic() + seconds
        if not self._await_end():
            raise ScannerSilent("scanimage does not end")

    def lines(self, seconds: float, cancelled: threading.Event) -> Iterator[bytes]:
        """The whole lines among it."""
        rest = b""
        for part in self.heard(seconds, cancelled):
            *whole, rest = (rest + part).split(b"\n")
            yield from whole

    def trouble(self) -> DeviceTrouble | None:
        """What its exit code, and then its words, say."""
        code = self._reap()
        with self._said.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - SAID_BYTES))
            said = file.read().decode("utf-8", "replace").strip()
        if code == 0:
            # Seen with saned gone between two pages: scanimage catches its SIGPIPE, "aborts" and ends with 0.
            stopped = RECEIVED_SIGNAL.search(said)
            return (LinkLost if stopped[1] == "13" else ScanCancelled)(stopped[0]) if stopped else None
        told = [line for line in said.splitlines() if line.startswith("scanimage: ")]
        last = told[-1][:200] if told else f"scanimage ended with {code}"
        spoken = next((trouble for words, trouble in SAID_TROUBLES if words in said.lower()), None)
        if code == 1 or (code == 6 and spoken is DoubleFeed):  # 1 is every failure before the scan
            return (spoken or ScannerFailed)(last)
        return STATUS_TROUBLES.get(code, ScannerFailed)(last)

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
