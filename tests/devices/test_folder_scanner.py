"""The watched folder: a page is taken when it is whole, kept when the next is asked for, and never lost."""

import contextlib
import io
import os
import shutil
import threading
import time

import pytest
from PIL import Image

from devices.drivers import folder_scanner, scanned_picture
from devices.drivers.folder_scanner import DUPLICATES, RECEIVED, FolderScanner
from devices.drivers.scanned_picture import pages_of_file
from devices.opening import open_driver
from devices.scanning import Mode, Paper, ScanWish
from devices.simulators.feeder import picture_bytes
from devices.troubles import AnswerUnreadable, NotConnected
from tests.devices.patience import until
from tests.devices.scanner_stands import WISH, scan

PDF = b"%PDF-1.4\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n"
JPEG = picture_bytes("blank", 1, WISH, 75, "image/jpeg")


def png(shade: int, size: tuple[int, int] = (60, 80)) -> bytes:
    packed = io.BytesIO()
    Image.new("L", size, shade).save(packed, "PNG", dpi=(200, 200))
    return packed.getvalue()


def tiff(*shades: int) -> bytes:
    packed = io.BytesIO()
    first, *more = [Image.new("RGB", (50, 70), (shade, 0, 0)) for shade in shades]
    first.save(packed, "TIFF", save_all=True, append_images=more, dpi=(150, 150))
    return packed.getvalue()


@pytest.fixture
def watched(folder):
    return FolderScanner(folder, wait_seconds=1.5, quiet_seconds=0.5, stable_seconds=0.15)


def files(folder) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_file())


def test_pages_in_the_order_in_which_they_were_saved(watched, folder):
    for age, (name, content) in enumerate(
        [("b.png", png(10)), ("a.jpg", JPEG), ("hai trang.tif", tiff(20, 30)), ("đơn.pdf", PDF)]
    ):
        (folder / name).write_bytes(content)
        os.utime(folder / name, (1_700_000_000 + age, 1_700_000_000 + age))
    done = scan(watched, ScanWish(paper=Paper.A5))
    assert not done.trouble
    assert [(page.number, page.media_type, page.dpi, page.width_px) for page in done.pages] == [
        (1, "image/png", 200, 60),
        (2, "image/jpeg", 75, 620),
        (3, "image/png", 150, 50),
        (4, "image/png", 150, 50),
        (5, "application/pdf", 300, None),
    ]
    assert [page.mode for page in done.pages[:3]] == [Mode.GRAY, Mode.GRAY, Mode.COLOUR]
    assert files(folder) == [] and len(files(folder / RECEIVED)) == 4
    kept = {path.read_bytes() for path in (folder / RECEIVED).iterdir()}
    assert {PDF, JPEG, png(10)} <= kept, "originals are as they were"


def test_a_file_that_grows_is_taken_when_it_has_stopped(watched, folder):
    content = png(40, (300, 400))

    def save_slowly() -> None:
        with (folder / "scan.png").open("wb", buffering=0) as file:
            for at in range(0, len(content), max(1, len(content) // 6)):
                file.write(content[at : at + max(1, len(content) // 6)])
                time.sleep(0.08)

    writer = threading.Thread(target=save_slowly)
    writer.start()
    done = scan(watched)
    writer.join()
    assert [page.content for page in done.pages] == [content] and not done.trouble


def test_a_file_that_is_whole_after_each_page_is_not_taken_before_its_last(folder):
    """Some programs save a feeder's stack page by page into one TIFF: each state of it reads as a whole file."""
    patient = FolderScanner(folder, wait_seconds=5.0, quiet_seconds=0.5, stable_seconds=0.8)

    def write():
        for count in (1, 2, 3):
            (folder / "tập.tif").write_bytes(tiff(*range(20, 20 + count)))
            time.sleep(0.25)

    writer = threading.Thread(target=write)
    writer.start()
    done = scan(patient)
    writer.join()
    assert not done.trouble and len(done.pages) == 3


def test_the_same_file_again_is_put_aside(watched, folder):
    (folder / "1.png").write_bytes(png(50))
    assert len(scan(watched).pages) == 1
    (folder / "copy of 1.png").write_bytes(png(50))
    (folder / "2.png").write_bytes(png(60))
    done = scan(watched)
    assert [page.content for page in done.pages] == [png(60)]
    assert len(files(folder / DUPLICATES)) == 1 and files(folder) == []


def test_a_page_that_nobody_kept_comes_again(watched, folder):
    """The program may die between a page and its storage."""
    (folder / "1.png").write_bytes(png(70))
    pages = watched.scan(WISH)
    assert next(pages).content == png(70)
    pages.close()
    assert files(folder) == ["1.png"]
    assert [page.content for page in scan(watched).pages] == [png(70)]


def test_odd_files_stay_and_are_named_in_one_sentence(watched, folder):
    odd = {"ghi chú.txt": b"mua giay", "torn.jpg": JPEG[:300], "half.pdf": PDF[:20], "Thumbs.db": b"x", "no.png": b"MZ"}
    for name, content in odd.items():
        (folder / name).write_bytes(content)
    (folder / "1.png").write_bytes(png(80))
    (folder / "loading.part").write_bytes(b"x")
    (folder / "begun.png").write_bytes(b"")  # its writer has only made its name
    (folder / ".hidden").write_bytes(b"x")
    assert len(scan(watched).pages) == 1
    assert set(odd) <= set(files(folder))
    health = watched.health()
    (warning,) = health.warnings
    assert health.well and warning.code == "odd_file"
    assert "«ghi chú.txt»" in warning.remedy and "và 2 tệp khác" in warning.remedy and "ghi" not in str(warning)
    for name in odd:
        (folder / name).unlink()
    assert watched.health().warnings == ()


def test_a_small_file_that_names_a_large_picture_again_and_again_is_no_scan(monkeypatch):
    monkeypatch.setattr(scanned_picture, "MOST_PIXELS_OF_FILE", 3 * 50 * 70)
    assert len(scanned_picture.pages_of_file(tiff(1, 2, 3), ".tif", WISH)) == 3
    with pytest.raises(AnswerUnreadable):
        scanned_picture.pages_of_file(tiff(1, 2, 3, 4), ".tif", WISH)


def test_a_torn_file_that_is_saved_anew_is_taken(watched, folder):
    (folder / "1.png").write_bytes(png(90)[:40])
    assert scan(watched).code == "no_page_came"
    (folder / "1.png").write_bytes(png(90))
    assert len(scan(watched).pages) == 1


def test_a_file_held_by_its_writer_waits(watched, folder, monkeypatch):
    """Windows refuses to open for writing what another program still holds."""
    (folder / "1.png").write_bytes(png(95))
    held, plain = [True], type(folder).open

    def refuse(path, mode="r", *more, **options):
        if held and mode == "r+b":
            held.clear()
            raise PermissionError(13, "The process cannot access the file because it is being used by another process")
        return plain(path, mode, *more, **options)

    monkeypatch.setattr(type(folder), "open", refuse)
    assert len(scan(watched).pages) == 1 and not held


def test_a_file_that_gets_another_name_while_we_look_is_no_trouble(watched, folder, monkeypatch):
    """Vendors' programs write under one name and keep under another."""
    plain = os.scandir

    class Renamed:
        """An entry whose file went between the list and the look."""

        name, path = "tam.png", str(folder / "tam.png")

        def is_file(self, follow_symlinks):
            return True

        def stat(self, follow_symlinks):
            raise FileNotFoundError(2, "No such file or directory")

    @contextlib.contextmanager
    def scandir(place):
        with plain(place) as entries:
            yield [Renamed(), *entries]

    monkeypatch.setattr(folder_scanner.os, "scandir", scandir)
    (folder / "1.png").write_bytes(png(91))
    assert len(scan(watched).pages) == 1


def test_after_a_page_only_a_moment_is_waited_for_the_next(folder):
    (folder / "1.png").write_bytes(png(98))
    done = scan(FolderScanner(folder, wait_seconds=60, quiet_seconds=0.3, stable_seconds=0.1))
    assert len(done.pages) == 1 and done.seconds < 10


def test_a_diary_that_grows_for_ever_holds_up_no_scan(watched, folder):
    (folder / "1.png").write_bytes(png(92))
    stop = threading.Event()

    def keep_a_diary() -> None:
        with (folder / "scan.log").open("wb", buffering=0) as file:
            while not stop.wait(0.02):
                file.write(b"still here\n")

    writer = threading.Thread(target=keep_a_diary)
    writer.start()
    done = scan(watched)
    stop.set()
    writer.join()
    assert len(done.pages) == 1 and not done.trouble and done.seconds < 5.0


def test_a_file_that_is_never_given_to_us_is_named(watched, folder, monkeypatch):
    """Read-only on a share: it is waited for, and told, and taken once it may be."""
    (folder / "khoa.png").write_bytes(png(93))
    plain, locked = type(folder).open, [True]

    def refuse(path, mode="r", *more, **options):
        if locked and mode == "r+b":
            raise PermissionError(13, "Permission denied")
        return plain(path, mode, *more, **options)

    monkeypatch.setattr(type(folder), "open", refuse)
    assert scan(watched).code == "no_page_came"
    assert "«khoa.png»" in watched.health().warnings[0].remedy
    locked.clear()
    assert len(scan(watched).pages) == 1 and not watched.health().warnings


def test_a_share_that_goes_between_two_pages_keeps_the_first(watched, folder):
    for number in (1, 2):
        (folder / f"{number}.png").write_bytes(png(100 + number))
    pages = watched.scan(WISH)
    assert next(pages).number == 1
    shutil.rmtree(folder / RECEIVED)
    with pytest.raises(NotConnected):
        list(pages)


def test_two_files_of_one_name_and_content_lose_nothing(watched, folder):
    for _ in range(3):
        (folder / "1.png").write_bytes(png(94))
        scan(watched)
    assert len(files(folder / RECEIVED)) == 1 and len(files(folder / DUPLICATES)) == 2


def test_what_is_too_large_for_a_page_is_not_read(watched, folder, monkeypatch):
    monkeypatch.setattr(folder_scanner, "MOST_FILE_BYTES", 100)
    (folder / "1.png").write_bytes(png(95))
    assert scan(watched).code == "no_page_came" and watched.health().warnings


def test_what_a_file_says_of_itself_is_believed_within_reason():
    def saved(colours: str, format: str, dpi: int) -> bytes:
        packed = io.BytesIO()
        Image.new(colours, (60, 80)).save(packed, format, dpi=(dpi, dpi))
        return packed.getvalue()

    for colours, ending, said, dpi, mode in (
        ("RGB", "png", 7, 300, Mode.COLOUR),
        ("RGB", "png", 9600, 300, Mode.COLOUR),
        ("1", "png", 600, 600, Mode.GRAY),
        ("1", "tiff", 200, 200, Mode.GRAY),
        ("CMYK", "tiff", 200, 200, Mode.COLOUR),
    ):
        (page,) = pages_of_file(saved(colours, ending.upper(), said), f".{ending}", ScanWish())
        assert (page.dpi, page.mode) == (dpi, mode), (colours, ending, said)


def test_nothing_came_cancelled_gone(folder):
    waiting = FolderScanner(folder, wait_seconds=0.3, quiet_seconds=0.1)
    assert scan(waiting).code == "no_page_came"
    patient = FolderScanner(folder, wait_seconds=60)
    canceller = threading.Timer(0.2, patient.cancel)
    canceller.start()
    assert scan(patient).code == "scan_cancelled"
    canceller.join()
    (folder / "file").write_text("in the way")
    gone = FolderScanner(folder / "file", wait_seconds=0.3)
    assert scan(gone).code == "not_connected" and [fault.code for fault in gone.health().faults] == ["not_connected"]


def test_a_folder_of_another_file_system_that_refuses_to_move(watched, folder, monkeypatch):
    """What was handed out and cannot be moved is not handed out again as long as the program runs."""
    (folder / "1.png").write_bytes(png(97))

    def refuse(*_):
        raise PermissionError(13, "read-only")

    monkeypatch.setattr(type(folder), "rename", refuse)
    assert len(scan(watched).pages) == 1
    assert scan(watched).code == "no_page_came" and files(folder) == ["1.png"]


def test_by_its_address(folder):
    (folder / "1.png").write_bytes(png(99))
    uri = f"folder://{folder}?wait_seconds=2&quiet_seconds=0.2&stable_seconds=0.1"
    scanner = open_driver("scanner", uri)
    assert len(scan(scanner).pages) == 1
    until(lambda: scanner.health().well)
