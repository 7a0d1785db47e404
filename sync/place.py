"""Where a center lies on this machine: its TOML file and the folder of its book."""

from dataclasses import dataclass
from pathlib import Path

from center.setup import Setup
from center.setup_file import read_setup
from sync.journal import Reader
from sync.machine import read_text, usual_folder
from sync.reference import defaults, sample_folder, samples
from sync.troubles import FolderMissing

BOX = "box"  # the name of the box among the machines of its center
BOOK_FILE = "center.db"
SETUP_FILE = "center.toml"


@dataclass(frozen=True, slots=True)
class Place:
    """`setup_path` may name a file that does not exist: commands on a book alone need none."""

    setup_path: Path
    folder: Path
    sample: str | None = None

    @property
    def book(self) -> Path:
        return self.folder / BOOK_FILE

    def setup(self) -> Setup:
        """Raises SetupFault, and FolderMissing when there is no such file."""
        return read_setup(read_text(self.setup_path), defaults())

    def find_setup(self) -> Setup | None:
        """The setup, or None when there is no file."""
        return self.setup() if self.setup_path.is_file() else None

    def reader(self) -> Reader:
        """The center's book, read while the box may be writing. Raises Trouble."""
        try:
            return Reader(self.book)
        except FolderMissing:
            raise FolderMissing(
                f"Chưa có sổ nào trong thư mục {self.folder}.",
                remedy="Ghi đúng thư mục dữ liệu (--data), hoặc chạy  python -m sync serve  để mở sổ mới.",
            ) from None


def place(config: Path | None, data: Path | None, sample: str | None) -> Place:
    """What the options name: a center's file, or a sample's, and the user's own folder for it.

    A config beside a sample is that sample fitted to this computer.
    Raises FolderMissing for an unknown sample, SetupFault for a file whose id is needed and cannot be read.
    """
    if sample is not None:
        if sample not in samples():
            raise FolderMissing(
                f"Không có trung tâm mẫu «{sample[:40]}».", remedy=f"Các trung tâm mẫu: {', '.join(samples())}."
            )
        path = config or sample_folder(sample) / SETUP_FILE
        return Place(path, data or usual_folder(f"sample-{sample}") / "box", sample)
    path = config or Path(SETUP_FILE)
    if data is None:
        data = usual_folder(read_setup(read_text(path), defaults()).id) / "box"
    return Place(path, data)
