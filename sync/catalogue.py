"""The catalogue that a machine keeps in its folder: staged, swapped in one step, the previous one kept."""

import json
import os
from pathlib import Path

from center.catalogue_file import write_catalogue
from center.errors import CatalogueFault, NotOffered
from center.procedures import Catalogue
from sync import reference
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
    text = json.dumps(write_catalogue(new), ensure_ascii=False, indent=1).encode("utf-8")
    staged = place / STAGED
    _write(staged, text)
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
