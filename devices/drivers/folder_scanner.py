"""A folder that any scanner's own program saves into: `folder:///C:/Scans?wait_seconds=120&quiet_seconds=5`.

The scan ends when nothing new came for `quiet_seconds`. A page is taken when its file has stopped growing, is not held
by its writer and reads as a whole picture or PDF. It stays where it is until the next page is asked for (that is: until
it was kept), and goes then to `da-nhan` ("received") inside the folder; nothing is ever deleted. A file that was
received before goes to `trung` ("duplicates"). What is no page, or is not given to us, stays and is named in a warning.
"""

import hashlib
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from devices import Health, Power
from devices.drivers.scanned_picture import ENDINGS, pages_of_file
from devices.scanning import Mode, Page, ScannerCapabilities, ScanWish, Source
from devices.troubles import (
    AnswerUnreadable,
    DeviceTrouble,
    NoPageCame,
    NotConnected,
    OddFile,
    ScanCancelled,
    ScannerBusy,
)

RECEIVED, DUPLICATES = "da-nhan", "trung"
UNFINISHED = (".part", ".tmp", ".crdownload", ".partial")
STABLE_SECONDS = 1.0
LOOK_SECONDS = 0.2
MOST_FILE_BYTES = 256 << 20
NAMED_FILES = 3


class FolderScanner:
    def __init__(
        self,
        folder: Path,
        wait_seconds: float = 120.0,
        quiet_seconds: float = 5.0,
        stable_seconds: float = STABLE_SECONDS,
    ):
        self.folder = folder
        self._wait_seconds, self._quiet_seconds, self._stable_seconds = wait_seconds, quiet_seconds, stable_seconds
        self._scanning = threading.Lock()
        self._cancelled = threading.Event()
        self._seen: dict[Path, tuple[int, int, float]] = {}  # size, mtime_ns, since when both are the same
        self._odd: dict[Path, tuple[int, int]] = {}  # looked at in this state and found to be no page
        self._held: set[Path] = set()  # not given to us when they were last looked at

    def ask_capabilities(self) -> ScannerCapabilities:
        """What the other program scans is decided there: every wish is taken for granted."""
        return ScannerCapabilities(f"thư mục {self.folder.name}", tuple(Source), tuple(Mode), ())

    def scan(self, wish: ScanWish) -> Iterator[Page]:
        if not self._scanning.acquire(blocking=False):
            raise ScannerBusy("this program watches the folder already")
        try:
            self._cancelled.clear()
            yield from self._pages(wish)
        finally:
            self._scanning.release()

    def cancel(self) -> None:
        self._cancelled.set()

    def health(self) -> Health:
        now = datetime.now(UTC)
        try:
            self._prepare()
        except DeviceTrouble as trouble:
            return Health(Power.OFFLINE, (trouble,), checked_at=now, source="folder")
        odd = [path.name for path in {*self._odd, *self._held} if path.exists()]
        return Health(Power.ONLINE, (), (_odd_files(odd),) if odd else (), now, "folder")

    def close(self) -> None:
        self.cancel()

    def _prepare(self) -> None:
        with _folder_there():
            for name in (RECEIVED, DUPLICATES):
                (self.folder / name).mkdir(parents=True, exist_ok=True)

    def _pages(self, wish: ScanWish) -> Iterator[Page]:
        self._prepare()
        number, deadline = 0, time.monotonic() + self._wait_seconds
        while True:
            if self._cancelled.is_set():
                raise ScanCancelled("cancelled here")
            for path in self._finished():
                digest, pages = self._read(path, wish)
                if not pages:
                    continue
                if self._received(digest):
                    self._put_away(path, DUPLICATES, digest)
                    continue
                for page in pages:
                    number += 1
                    yield replace(page, number=number)
                self._put_away(path, RECEIVED, digest)
                deadline = time.monotonic() + self._quiet_seconds
                break  # the next one is looked for anew: files may have come or gone meanwhile
            else:
                if self._growing():
                    deadline = max(deadline, time.monotonic() + self._quiet_seconds)
                elif time.monotonic() > deadline:
                    break
                self._cancelled.wait(LOOK_SECONDS)
        if not number:
            raise NoPageCame(f"nothing in {self._wait_seconds:g} s")

    def _finished(self) -> list[Path]:
        """Files that have been the same for a while, oldest first; sees how every file is on the way."""
        now = time.monotonic()
        found: dict[Path, tuple[int, int, float]] = {}
        with _folder_there(), os.scandir(self.folder) as entries:
            for entry in entries:
                if not entry.is_file(follow_symlinks=False) or entry.name.startswith((".", "~")):
                    continue
                try:
                    state = entry.stat(follow_symlinks=False)
                except FileNotFoundError:
                    continue  # its writer has just given it another name
                path = Path(entry.path)
                before = self._seen.get(path)
                same = before is not None and before[:2] == (state.st_size, state.st_mtime_ns)
                found[path] = (state.st_size, state.st_mtime_ns, before[2] if same else now)
        self._seen = found
        self._odd = {path: state for path, state in self._odd.items() if path in found}
        self._held &= set(found)
        settled = [path for path in found if self._settled(path, now) and self._odd.get(path) != found[path][:2]]
        return sorted(settled, key=lambda path: (found[path][1], path.name))

    def _settled(self, path: Path, now: float) -> bool:
        size, _, since = self._seen[path]
        return size > 0 and now - since >= self._stable_seconds and path.suffix.lower() not in UNFINISHED

    def _growing(self) -> bool:
        """Whether a page is being written: the diary of a scanner's program may grow for ever."""
        now, pages = time.monotonic(), (*ENDINGS, *UNFINISHED)
        young = [path for path, (_, _, since) in self._seen.items() if now - since < self._stable_seconds]
        return any(path.suffix.lower() in pages for path in young)

    def _read(self, path: Path, wish: ScanWish) -> tuple[str, list[Page]]:
        """Digest and pages of a file, not yet numbered; none for what is odd, held or half-written."""
        state = self._seen[path][:2]
        try:
            if state[0] > MOST_FILE_BYTES:
                raise AnswerUnreadable("too large for a page")
            with path.open("r+b") as file:  # for writing as well: Windows then refuses what its writer still holds
                content = file.read()
            if len(content) != state[0]:
                return "", []
            pages = pages_of_file(content, path.suffix.lower(), wish)
        except AnswerUnreadable:
            self._odd[path] = state
            return "", []
        except OSError:
            self._held.add(path)  # by its writer or for good, or it is gone again: looked at anew in a moment
            return "", []
        self._held.discard(path)
        return hashlib.sha256(content).hexdigest()[:16], pages

    def _received(self, digest: str) -> bool:
        """Received files carry their digest in front of their name, so that no list can be lost."""
        with _folder_there():
            return any(name.startswith(f"{digest}-") for name in os.listdir(self.folder / RECEIVED))

    def _put_away(self, path: Path, place: str, digest: str) -> None:
        target = self.folder / place / f"{digest}-{path.name}"
        count = 1
        while target.exists():
            count += 1
            target = self.folder / place / f"{digest}-{count}-{path.name}"
        try:
            path.rename(target)
        except OSError:
            self._odd[path] = self._seen[path][:2]  # it was handed out and cannot be moved: never hand it out twice


@contextmanager
def _folder_there() -> Iterator[None]:
    """A folder of another machine goes when that is switched off, in the middle of a scan too."""
    try:
        yield
    except OSError as error:
        raise NotConnected(f"folder: {error.strerror}") from error


def _odd_files(names: list[str]) -> OddFile:
    """One sentence for the clerk; file names stay out of the log, where they may be people's."""
    named = ", ".join(f"«{name[:60]}»" for name in sorted(names)[:NAMED_FILES])
    more = f" và {len(names) - NAMED_FILES} tệp khác" if len(names) > NAMED_FILES else ""
    trouble = OddFile(f"{len(names)} odd files")
    trouble.remedy = f"Trong thư mục quét có tệp không đọc được thành trang giấy: {named}{more}. Xin xem lại."
    return trouble
