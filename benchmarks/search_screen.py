"""From a key to the finds on the screen, with 2,000 procedures, on the real page drawn in software.

    python -m benchmarks.search_screen [--quick]

The catalogue is the center's own, its names varied up to 2,000 procedures. Everyday searches are typed letter by
letter by presses on the keyboard of the screen (21.5", 1080 x 1920, offscreen); a key is counted from the press of
the finger's release to the swap of the frame that shows what it found. Beside it, in the same run: the rule alone
(the same texts, no screen), and the floor: the same keys while the search finds nothing at all, so that only the
letter in the box is drawn anew. The goal is 95 of 100 keys within 100 ms on two cores, the rule within 10 ms.
"""

import argparse
import os
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.driving import machine, percentile

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

PROCEDURES = 2000
PLACES = ("tại cấp xã", "cấp tỉnh", "trực tuyến", "lưu động", "theo ủy quyền", "liên thông", "cho tổ chức", "lần hai")
QUERIES = (
    "khai sinh", "lam so do", "giay doc than", "con moi sinh can lam gi", "sao y ban chinh", "tach thua",
    "bo toi vua mat", "dang ky ket hon", "ho kinh doanh", "giay phep xay dung", "tro cap nguoi cao tuoi", "cccd",
    "sang ten so do", "nhaapj khaaur", "tam tru", "ho ngheo", "liet si", "chung thuc chu ky",
)  # fmt: skip


def varied(count: int):
    """The center's catalogue with its procedures repeated under other names and codes, up to `count`."""
    from sync.reference import catalogue

    real = catalogue()
    made = []
    for n in range(count):
        one = real.procedures[n % len(real.procedures)]
        again = n // len(real.procedures)
        name = one.name if not again else f"{one.name} {PLACES[again % len(PLACES)]} {again}"
        made.append(one if not again else replace(one, code=f"9.{n:06d}", name=name))
    return replace(real, procedures=tuple(made))


class Silent:
    """A finding rule that finds nothing: what is left is the keyboard, the letter and the frame."""

    def find(self, text: str, most: int, popular) -> object:
        from center.finding import Answer

        return Answer()


def rule_alone(finder, queries) -> list[float]:
    seconds = []
    for query in queries:
        for end in range(1, len(query) + 1):
            began = time.perf_counter()
            finder.find(query[:end], 12, {})
            seconds.append(time.perf_counter() - began)
    return seconds


def typed(screen, queries) -> list[float]:
    """Seconds from each key's release to the frame that shows its finds."""
    from PySide6.QtCore import QEventLoop, QPointF, QTimer

    from screen import drive

    seconds: list[float] = []
    swapped: list[float] = []
    screen.view.frameSwapped.connect(lambda: swapped.append(time.perf_counter()))
    for query in queries:
        screen.home()
        screen.search.openSearch()
        screen.settle()
        for letter in query:
            key = drive.find("key-space" if letter == " " else f"key-{letter}")
            middle = key.mapToScene(QPointF(key.width() / 2, key.height() / 2)).toPoint()
            drive._finger(screen.view, drive.QEvent.Type.MouseButtonPress, middle)
            screen.settle()
            swapped.clear()
            before = screen.search.typed
            began = time.perf_counter()
            drive._finger(screen.view, drive.QEvent.Type.MouseButtonRelease, middle)
            assert screen.search.typed != before, letter
            loop = QEventLoop()
            QTimer.singleShot(1000, loop.quit)
            screen.view.frameSwapped.connect(loop.quit)
            if not swapped:
                loop.exec()
            screen.view.frameSwapped.disconnect(loop.quit)
            seconds.append(swapped[0] - began)
            screen.wait(15)
    return seconds


def line(what: str, seconds: list[float]) -> None:
    shown = (percentile(seconds, 0.5), percentile(seconds, 0.95), max(seconds))
    print(f"{what:<46} median {shown[0] * 1e3:6.1f}   p95 {shown[1] * 1e3:6.1f}   most {shown[2] * 1e3:6.1f} ms")


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.search_screen", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a third of the searches")
    queries = QUERIES[:: 3 if parser.parse_args().quick else 1]
    from kiosk.library import library_of
    from sync.reference import words, work_calendar
    from tests.conftest import Clock
    from tests.screens.find_screen import FindScreen
    from tests.screens.public_screen import sample_setup

    print(machine())
    clock = Clock(datetime(2026, 11, 23, 1, 0, tzinfo=UTC))
    catalogue = varied(PROCEDURES)
    began = time.perf_counter()
    library = library_of(catalogue, words(), work_calendar(sample_setup()), (), clock().date())
    print(f"{len(catalogue.procedures)} procedures, made ready in {time.perf_counter() - began:.2f} s")
    line("the rule alone, every half word", rule_alone(library.finder, queries))
    with tempfile.TemporaryDirectory() as folder:
        screen = FindScreen(Path(folder), clock, "21.5")
        try:
            screen.library = library
            typed(screen, queries[:1])  # the first page is made, fonts are measured
            found = typed(screen, queries)
            line(f"key → finds painted, {len(found)} keys", found)
            screen.library = replace(library, finder=Silent())
            line("floor: key → letter painted, nothing to find", typed(screen, queries))
        finally:
            screen.library = library
            screen.shut()
    return 0 if percentile(found, 0.95) <= 0.1 else 1


if __name__ == "__main__":
    sys.exit(main())
