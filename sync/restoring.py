"""A book put back from a backup: proved first, the old one kept aside, gone on as a new incarnation."""

import os
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from sync.journal import Journal, Reader
from sync.proof import Report
from sync.salvage import salvage
from sync.troubles import BookDamaged, FolderMissing, Trouble, trouble_of

SIDE_FILES = ("-wal", "-shm")
TRY_ANOTHER = "Chọn bản sao lưu khác. Sổ hiện tại chưa bị thay đổi gì."


class Restored(NamedTuple):
    """What was proved of the backup, how many later lines the old book still gave, and where it lies now."""

    report: Report
    salvaged: int
    aside: Path | None


def restore(source: Path, book: Path, stamp: str) -> Restored:
    """Puts the backup in the place of `book`, and behind it what the old book can prove of the time since.

    The restored book begins a new epoch whose parent is the backup's, so that machines and the
    province see where the two part. Raises BookInUse while the box runs, BookDamaged when the
    backup is not whole; the old book then stays as it is.
    """
    incoming = book.with_name(book.name + ".incoming")
    try:
        book.parent.mkdir(parents=True, exist_ok=True)
        report, node = _proved_copy(source, incoming)
        _must_be_free(book, node)
        aside = None
        if book.exists():
            aside = book.with_name(f"{book.stem}-{stamp}{book.suffix}")
            for ending in ("", *SIDE_FILES):
                with suppress(FileNotFoundError):
                    os.replace(f"{book}{ending}", f"{aside}{ending}")
        os.replace(incoming, book)
    except OSError as error:
        raise trouble_of(error) or error from error
    finally:
        for left in incoming.parent.glob(incoming.name + "*"):
            with suppress(OSError):
                left.unlink()
    journal = Journal(book, node)
    try:
        salvaged = _salvaged(aside, journal) if aside else 0
        journal.new_epoch("restored")
    finally:
        journal.close()
    return Restored(report, salvaged, aside)


def _salvaged(aside: Path, journal: Journal) -> int:
    try:
        old = Reader(aside)
    except Trouble:
        return 0
    try:
        return salvage(old, journal)
    finally:
        old.close()


def _proved_copy(source: Path, to: Path) -> tuple[Report, str]:
    try:
        reader = Reader(source)
    except FolderMissing:
        raise FolderMissing(f"Không mở được bản sao lưu {source}.", remedy="Kiểm tra đường dẫn và tên tệp.") from None
    except BookDamaged as damaged:
        raise BookDamaged("Tệp này không phải bản sao lưu của sổ.", remedy=TRY_ANOTHER) from damaged
    try:
        return reader.backup(to), reader.node
    except BookDamaged as damaged:
        raise BookDamaged("Bản sao lưu bị hỏng.", remedy=TRY_ANOTHER, detail=damaged.detail) from damaged
    finally:
        reader.close()


def _must_be_free(book: Path, node: str) -> None:
    """Raises BookInUse while another program holds the book, ForeignBook when it is another machine's."""
    if book.exists():
        with suppress(BookDamaged):  # that is why it is replaced
            Journal(book, node).close()
