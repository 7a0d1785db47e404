"""The catalogue that a machine keeps in its folder: staged, swapped in one step, the previous one kept.

The box tells the mark of its catalogue with each beat; a kiosk or a counter whose own mark is
another fetches it (`GET /catalogue`) and keeps it in the same way.
"""

import json
import os
import threading
from pathlib import Path

from center.catalogue_file import write_catalogue
from center.errors import CatalogueFault, NotOffered
from center.procedures import Catalogue
from sync import reference
from sync.blake2 import blake2b
from sync.catalogue_files import read_json

FOLDER = "catalogue"
CURRENT, PREVIOUS, STAGED = "current.json", "previous.json", "staged.json"


def catalogue(folder: Path) -> Catalogue:
    """The newest sound catalogue of this machine: its own, its own previous one, or what came with the program.

    A file that is torn or spoilt is passed over, so that a screen always has one.
    """
    for name in (CURRENT, PREVIOUS):
        own = find_kept(folder / FOLDER / name)
        if own is not None:
            shipped = reference.catalogue()
            return shipped if shipped.version > own.version else own
    return reference.catalogue()


class Shelf:
    """The catalogue of a folder, read anew once its file was swapped, by whichever program. Safe from any thread."""

    def __init__(self, folder: Path):
        self._folder = folder
        self._lock = threading.Lock()
        self._seen: object = self  # nothing yet

    def _read(self) -> None:
        try:
            found = os.stat(self._folder / FOLDER / CURRENT)
            seen = (found.st_mtime_ns, found.st_size, found.st_ino)
        except OSError:
            seen = None
        if seen != self._seen:
            self._catalogue = catalogue(self._folder)
            digest = blake2b(written(self._catalogue), digest_size=6).hexdigest()
            self._mark = f"{self._catalogue.version}-{digest}"
            self._seen = seen

    @property
    def catalogue(self) -> Catalogue:
        with self._lock:
            self._read()
            return self._catalogue

    @property
    def octets(self) -> bytes:
        """The catalogue as JSON, written anew each time: machines fetch it once, and it is 0.6 MB."""
        return written(self.catalogue)

    @property
    def mark(self) -> str:
        """Its version and a hash: equal marks are equal catalogues."""
        with self._lock:
            self._read()
            return self._mark


def written(known: Catalogue) -> bytes:
    return json.dumps(write_catalogue(known), ensure_ascii=False, indent=1).encode("utf-8")


def find_kept(path: Path) -> Catalogue | None:
    """The catalogue in this file, or None when there is none or it is not whole."""
    try:
        return read_json(path.read_bytes())
    except (OSError, CatalogueFault):
        return None


def keep(folder: Path, new: Catalogue, force: bool = False) -> None:
    """Makes this the machine's catalogue. At every moment of it the folder holds a whole one.

    Raises NotOffered for a version that is not newer, unless forced; always for one older than the program's own.
    """
    present = catalogue(folder)
    if new.version <= present.version and new != present and not force:
        raise NotOffered(
            f"Danh mục này là số {new.version}, đang dùng số {present.version}. "
            "Chỉ nhận danh mục mới hơn; thêm --force để dùng danh mục cũ."
        )
    if new.version < reference.catalogue().version:
        raise NotOffered(
            f"Phần mềm này đã kèm danh mục số {reference.catalogue().version}, mới hơn số {new.version}. "
            "Đặt số lớn hơn cho danh mục (--version)."
        )
    place = folder / FOLDER
    place.mkdir(parents=True, exist_ok=True)
    staged = place / STAGED
    _write(staged, written(new))
    if find_kept(staged) != new:
        raise OSError(f"{staged}: what was written does not read back")
    if find_kept(place / CURRENT) is not None:
        _write(place / (PREVIOUS + ".part"), (place / CURRENT).read_bytes())
        os.replace(place / (PREVIOUS + ".part"), place / PREVIOUS)
    os.replace(staged, place / CURRENT)


def _write(path: Path, octets: bytes) -> None:
    with open(path, "wb") as file:
        file.write(octets)
        file.flush()
        os.fsync(file.fileno())
