"""What keeps a screen small on an old PC: its figures come from `benchmarks.devices --only memory`."""

import ctypes
import subprocess
import sys

import pytest

from screen.memory import M_ARENA_MAX, share_one_heap

TOO_MUCH = {
    "_hashlib",
    "ssl",
    "requests",
    "http.client",
    "email",
    "yaml",
    "numpy",
    "cv2",
    "asyncio",
    "PySide6.QtWidgets",
}


def run(program: str) -> None:
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


def test_a_kiosk_with_a_printer_and_a_serial_reader_loads_no_more_than_it_needs():
    run(f"""
import sys
from sync import node
from kiosk import app, find, library, operator, reading, take, visitor
from screen import drive, program
from devices.cabinet import Cabinet
from devices.opening import open_driver
open_driver("printer", "tcp://127.0.0.1:9")
open_driver("reader", "serial:///dev/null?baud=9600")
assert not {TOO_MUCH!r} & set(sys.modules), {TOO_MUCH!r} & set(sys.modules)
""")


def test_no_modules_source_is_kept():
    run("""
import linecache
from PySide6.QtCore import QObject
from screen.program import import_plainly
import_plainly()
import wave
assert not linecache.cache, list(linecache.cache)
""")


def test_one_heap_is_asked_of_glibc_alone(monkeypatch):
    asked = []

    class Library:
        def mallopt(self, *values):
            asked.append(values)

    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(ctypes, "CDLL", lambda name: Library())
    share_one_heap()
    assert asked == [(M_ARENA_MAX, 1)]


@pytest.mark.parametrize("system", ["linux", "win32"])
def test_elsewhere_nothing_happens(monkeypatch, system):
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(ctypes, "CDLL", lambda name: object())  # a C library without it
    share_one_heap()
