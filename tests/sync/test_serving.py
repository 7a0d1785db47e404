"""The real program: what cannot start says why in one sentence, what runs ends cleanly and leaves nothing half done."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests

from center import verbs as v
from sync import serving
from sync.book import Book
from sync.journal import Journal
from sync.place import Place
from sync.troubles import PortInUse, ReadOnlyDisk
from tests.sync.live_box import SETUP_TEXT, Stream

TOP = Path(__file__).parents[2]


class Process:
    """`python -m sync serve` as an operator starts it."""

    def __init__(self, folder: Path, *arguments: str, setup_text: str = SETUP_TEXT, start: str | None = None):
        folder.mkdir(parents=True, exist_ok=True)
        config = folder.parent / "center.toml"
        config.write_text(setup_text, "utf-8")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        words = ["serve", "--config", str(config), "--data", str(folder), "--port", str(self.port), *arguments]
        begin = ["-c", start, *words] if start else ["-m", "sync", *words]
        self.process = subprocess.Popen(
            [sys.executable, *begin], cwd=TOP, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            encoding="utf-8")  # fmt: skip

    def ready(self) -> "Process":
        for _ in range(300):
            try:
                requests.get(f"{self.url}/health", timeout=2)
                return self
            except requests.ConnectionError:
                assert self.process.poll() is None, self.process.communicate()[1]
                time.sleep(0.03)
        raise AssertionError("never ready")

    def headers(self, machine: str, token: str | None) -> dict:
        return {"X-Machine": machine, "X-Role": "kiosk" if "kiosk" in machine else "hall"}

    def take(self) -> str:
        answer = requests.post(f"{self.url}/verbs/take-number", json={"field": "ho-tich"}, timeout=5,
                               headers=self.headers("kiosk-1", None))  # fmt: skip
        return answer.json()["facts"][0]["body"]["ticket"]

    def end(self, how: int | None = None) -> tuple[int, str]:
        """Exit code and everything it said."""
        if how is not None:
            self.process.send_signal(how)
        out, err = self.process.communicate(timeout=20)
        assert "Traceback" not in err + out, err
        return self.process.returncode, out + err


@pytest.fixture
def serve(tmp_path):
    started = []

    def start(folder: Path | None = None, *arguments: str, **how) -> Process:
        started.append(Process(folder or tmp_path / "box", *arguments, **how))
        return started[-1]

    yield start
    for process in started:
        if process.process.poll() is None:
            process.process.kill()
        process.process.communicate()


# Running and ending --------------------------------------------------------------------------


def test_it_serves_until_it_is_told_to_stop_and_goes_on_after_being_killed(serve):
    box = serve().ready()
    assert [box.take() for _ in range(3)] == ["A001", "A002", "A003"]
    box.process.kill()
    box.process.wait()
    box = serve().ready()
    assert box.take() == "A004"
    stream = Stream(box, "hall")
    stream.until("facts")
    began = time.monotonic()
    code, said = box.end(signal.SIGTERM)
    assert code == 0 and time.monotonic() - began < 2, said
    stream.close()
    box = serve().ready()
    assert box.take() == "A005"
    code, said = box.end(signal.SIGINT)
    assert code in (0, 130) and "A005" not in said and "kiosk-1" not in said


def test_no_secret_is_ever_said(serve):
    box = serve().ready()
    canaries = ("739152", "034099012345", "canary-token-0123456789")
    for body in ({"counter": 1, "official": "cb00", "pin": canaries[0]}, {"counter": 1, "pin": canaries[0]}):
        requests.post(f"{box.url}/verbs/sign-in", json=body, timeout=5,
                      headers={"X-Machine": "counter-1", "X-Role": "counter"})  # fmt: skip
    requests.post(f"{box.url}/verbs/take-number", json={"field": canaries[1]}, timeout=5,
                  headers={"Authorization": f"Bearer {canaries[2]}"})  # fmt: skip
    with socket.create_connection(("127.0.0.1", box.port)) as raw:
        raw.sendall(b"GARBAGE 034099012345 \x00\xff\r\n\r\n")
        raw.recv(1000)
    _, said = box.end(signal.SIGTERM)
    assert not any(canary in said for canary in canaries)


# What cannot start ---------------------------------------------------------------------------


def refused(process: Process) -> str:
    """What it says when it cannot start: exit code 2 and a sentence, no more than a few lines."""
    code, said = process.end()
    assert code == 2 and len(said.splitlines()) <= 4, said
    return said


def test_a_second_box_on_one_book(serve, tmp_path):
    first = serve().ready()
    said = refused(serve())
    assert said.startswith("Sổ này đang được một chương trình khác sử dụng. Đóng chương trình")
    assert first.take() == "A001"


def test_a_port_in_use_a_damaged_book_a_broken_config(serve, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert refused(serve(None, "--port", str(taken.getsockname()[1]))).startswith("Cổng mạng đã có")
    (tmp_path / "damaged").mkdir()
    (tmp_path / "damaged" / "center.db").write_bytes(b"\x5a" * 20_000)
    assert "bị hỏng. Đừng xoá tệp này." in refused(serve(tmp_path / "damaged"))
    assert (tmp_path / "damaged" / "center.db").read_bytes() == b"\x5a" * 20_000, "the box never helps itself"
    said = refused(serve(setup_text=SETUP_TEXT.replace('opens = "07:30"', 'opens = "25:30"')))
    assert re.search(r"Dòng \d+, hours\.opens", said)


def test_an_address_that_is_not_of_this_pc(serve):
    for host in ("203.0.113.9", "may-chu.invalid"):
        assert refused(serve(None, "--host", host)).startswith("Máy này không có địa chỉ mạng đã ghi.")


def test_a_disk_without_room(serve, tmp_path):
    folder = tmp_path / "small"
    folder.mkdir()
    if os.name != "posix" or subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "none", str(folder)], capture_output=True, check=False
    ).returncode:
        pytest.skip("no small disk can be mounted here")
    try:
        assert refused(serve(folder)).startswith("Ổ đĩa đã đầy, không ghi thêm được. Xoá bớt")
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_must_not_be_written(folder, monkeypatch):
    def read_only(*_, **__):
        error = sqlite3.OperationalError("attempt to write a readonly database")
        error.sqlite_errorcode = sqlite3.SQLITE_READONLY
        raise error

    monkeypatch.setattr("sync.journal.upgrade", read_only)
    (folder / "center.toml").write_text(SETUP_TEXT, "utf-8")
    with pytest.raises(ReadOnlyDisk):
        serving.run(Place(folder / "center.toml", folder), "127.0.0.1", 0)


def test_a_start_that_fails_leaves_port_and_book_free(folder, monkeypatch, clock):
    (folder / "center.toml").write_text(SETUP_TEXT, "utf-8")
    with serving.claimed("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(PortInUse):
            serving.run(Place(folder / "center.toml", folder), "127.0.0.1", port)

    def no_day(*_):
        raise ReadOnlyDisk

    monkeypatch.setattr(Book, "_open_day", no_day)
    with pytest.raises(ReadOnlyDisk):
        serving.run(Place(folder / "center.toml", folder), "127.0.0.1", port)
    monkeypatch.undo()
    serving.claimed("127.0.0.1", port).close()
    Journal(folder / "center.db", "box").close()


IN_2010 = """
import sys, runpy
from datetime import UTC, datetime
import sync.serving
plain = sync.serving.run
sync.serving.run = lambda *a, **k: plain(*a, **{**k, "clock": lambda: datetime(2010, 1, 1, tzinfo=UTC)})
from sync.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


def test_a_clock_in_2010_is_said_and_never_reopens_a_day(serve, tmp_path):
    folder = tmp_path / "box"
    folder.mkdir()
    book = Book(Journal(folder / "center.db", "box"), Place(config(tmp_path), folder).setup(),
                lambda: datetime(2026, 11, 23, 1, tzinfo=UTC)).open()  # fmt: skip
    assert book.ask(v.TakeNumber(field="ho-tich", machine="kiosk-1")).ticket == "A001"
    book.close()
    box = serve(folder, start=IN_2010).ready()
    health = requests.get(f"{box.url}/health", timeout=2).json()
    assert health["day"] == "2026-11-23" and "Đồng hồ" in health["trouble"]
    assert box.take() == "A002", "the day that was open goes on"
    assert "Đồng hồ của máy này không đúng. Chỉnh lại ngày giờ" in box.end(signal.SIGTERM)[1]
    fresh = serve(tmp_path / "fresh", start=IN_2010).ready()
    assert fresh.take() == "A001" and "Đồng hồ của máy này không đúng." in fresh.end(signal.SIGTERM)[1]


def config(folder: Path) -> Path:
    (folder / "center.toml").write_text(SETUP_TEXT, "utf-8")
    return folder / "center.toml"
