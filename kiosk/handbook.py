"""The handbooks: one A4 page per screen, for citizens and for officials, with pictures of the running programs.

`./run --shots shots` takes the pictures, `python -m kiosk handbook shots --out DIR` makes one PDF for each
audience. The words are in assets/handbooks/handbooks.toml.
"""

import argparse
import os
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

from screen import ASSETS

AUDIENCES = {"citizens": "huong-dan-nguoi-dan.pdf", "officials": "huong-dan-can-bo.pdf"}


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture and what stands below it."""

    path: Path
    caption: str


@dataclass(frozen=True, slots=True)
class Handbook:
    """One page. `rows` are its pictures, row by row."""

    id: str
    audience: str
    icon: str
    title: str
    lead: str
    rows: tuple[tuple[Shot, ...], ...]
    steps: tuple[str, ...]
    help: tuple[str, ...]


def handbooks(shots: Path) -> tuple[tuple[Handbook, ...], tuple[str, ...]]:
    """The pages whose first row of pictures is there, and the ids of those that have to wait for theirs."""
    made, waiting = [], []
    taken = sorted(shots.glob("*.png"))
    for page in tomllib.loads((ASSETS / "handbooks" / "handbooks.toml").read_text("utf-8"))["pages"]:
        rows = []
        for row in page["pictures"]:
            found = tuple(shot for title, caption in row if (shot := _find(taken, title, caption)))
            if found:
                rows.append(found)
        if rows and len(rows[0]) == len(page["pictures"][0]):
            made.append(
                Handbook(
                    page["id"],
                    page["for"],
                    page["icon"],
                    page["title"],
                    page["lead"],
                    tuple(rows),
                    tuple(page["steps"]),
                    tuple(page["help"]),
                )
            )
        else:
            waiting.append(page["id"])
    return tuple(made), tuple(waiting)


def _find(taken: list[Path], title: str, caption: str) -> Shot | None:
    """The first picture of this title in the order of the story."""
    found = (path for path in taken if path.stem.partition("-")[2] == title)
    return next((Shot(path, caption) for path in found), None)


def run(options: argparse.Namespace) -> int:
    """0 when every page was made; 1 when some pages wait for pictures; 2 when there are none."""
    made, waiting = handbooks(options.shots)
    if not made:
        print(f"{options.shots}: chưa có ảnh; chụp trước:  ./run --shots {options.shots}", file=sys.stderr)
        return 2
    options.out.mkdir(parents=True, exist_ok=True)
    for audience, name in AUDIENCES.items():
        pages = [page for page in made if page.audience == audience]
        if pages:
            print_handbooks(pages, options.out / name)
            print(f"{options.out / name}: {', '.join(page.id for page in pages)}")
    if waiting:
        print(f"Chưa có ảnh cho: {', '.join(waiting)}", file=sys.stderr)
    return 1 if waiting else 0


def print_handbooks(pages: list[Handbook], path: Path) -> None:
    """One PDF, a page for each handbook."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # nothing is shown
    from PySide6.QtCore import QMarginsF
    from PySide6.QtGui import QGuiApplication, QPageLayout, QPageSize, QPainter, QPdfWriter

    from kiosk.handbook_page import draw
    from kiosk.ink import DPI
    from screen.fonts import load_fonts

    application = QGuiApplication.instance() or QGuiApplication([])
    load_fonts()
    writer = QPdfWriter(str(path))
    writer.setResolution(DPI)
    size = QPageSize(QPageSize.PageSizeId.A4)
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
    writer.setTitle("Hướng dẫn sử dụng – Một Cửa")
    painter = QPainter(writer)
    for number, page in enumerate(pages, 1):
        if number > 1:
            writer.newPage()
        draw(painter, page, number, len(pages))
    painter.end()
    application.processEvents()
