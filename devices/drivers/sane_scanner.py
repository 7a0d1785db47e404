"""A scanner over SANE (Linux): `sane:airscan:e0:Canon`, `sane:net:192.168.1.9:test`, `sane:` for the first one found.

The backend runs in a child, `scanimage`, never in this program: vendors' libraries hang and crash.
"""

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
from devices.drivers.scanimage import Scanimage
from devices.drivers.scanned_picture import page_of
from devices.scanning import Page, ScannerCapabilities, ScanWish, Source
from devices.troubles import DeviceTrouble, FeederEmpty, ScanCancelled, ScannerBusy, ScannerFailed, ScannerSilent

WELL_SECONDS = 30.0  # opening a scanner wakes its lamp: one that was well is asked again only after so long


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
        self._well: tuple[float, Health] | None = None

    def ask_capabilities(self) -> ScannerCapabilities:
        return self._ask_options().offered(self.device or "SANE")

    def scan(self, wish: ScanWish) -> Iterator[Page]:
        if not self._scanning.acquire(blocking=False):
            raise ScannerBusy("this program scans with it already")
        try:
            self._cancelled.clear()
            self._well = None
            arguments, dpi = arguments_for(wish, self._ask_options())
            with tempfile.TemporaryDirectory(prefix="scan-") as folder:
                yield from self._pages(wish, arguments, dpi, Path(folder))
        finally:
            self._scanning.release()

    def cancel(self) -> None:
        self._cancelled.set()

    def health(self) -> Health:
        began = time.monotonic()
        if self._well and began - self._well[0] < WELL_SECONDS:
            return self._well[1]
        if not self._scanning.acquire(blocking=False):
            return Health(Power.UNKNOWN, checked_at=datetime.now(UTC), source="busy")
        power, faults, warnings = Power.ONLINE, (), ()
        try:
            self._cancelled.clear()
            self._run("--dont-scan", self._patience.health)
        except ScanCancelled:
            power = Power.UNKNOWN  # somebody cancelled the scan that was to come after this question
        except ScannerBusy as busy:
            warnings = (busy,)
        except DeviceTrouble as trouble:
            power, faults = Power.OFFLINE, (trouble,)
        finally:
            self._scanning.release()
        health = Health(power, faults, warnings, datetime.now(UTC), "scanimage")
        self._well = (began, health) if health.well and not warnings else None
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
            Scanimage([*self._program, argument], Path(folder), min(1.0, self._patience.stop)) as child,
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
        with Scanimage([*self._program, *arguments, *batch], folder, self._patience.stop) as child:
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
        if isinstance(trouble, FeederEmpty):
            trouble = None  # which also ends every good scan
        if not trouble and not number:
            trouble = ScannerFailed("the scan ended without a page") if one else FeederEmpty("no page came")
        if trouble:
            raise trouble


def _whole(folder: Path) -> Iterator[bytes]:
    """The finished pages that lie in the folder, in order; each is gone once it is read."""
    for path in sorted(folder.glob("page*.png")):
        content = path.read_bytes()
        path.unlink()
        yield content
