"""`python -m kiosk take|find|hall|rate|sign|paper`: one public screen on its machine; `board`, `handbook`: on paper."""

import argparse
import os
import sys
from datetime import date
from pathlib import Path

from screen.program import options

PROMISES = {
    "take": "The kiosk: take a number.",
    "find": "The search machine: find a procedure, print what to bring, take a number for it.",
    "hall": "The hall screen: who is called, and to which counter.",
    "rate": "The rating screen of one counter.",
    "sign": "The sign of one counter, on a small screen above it.",
    "paper": "The paper of a simulated ticket printer, in a window.",
}


def board_options(board: argparse.ArgumentParser) -> None:
    board.add_argument("--config", type=Path, metavar="FILE", help="the center's TOML file (usual: center.toml)")
    board.add_argument("--sample", metavar="NAME", help="a sample center of assets/samples")
    board.add_argument("--data", type=Path, metavar="DIR", help="the folder with the center's own catalogue")
    board.add_argument("--size", choices=("A3", "A4"), default="A3", help="paper (A3); letters are as large on both")
    board.add_argument("--out", type=Path, default=Path("bang-thu-tuc.pdf"), metavar="FILE", help="the PDF to write")
    board.add_argument("--field", metavar="FIELD", help="only one field: its id in center.toml, or its catalogue name")
    board.add_argument("--day", type=date.fromisoformat, metavar="YYYY-MM-DD", help="procedures in force then (today)")
    board.add_argument("--if-changed", action="store_true", help="write only when the file there is out of date")
    board.add_argument("--is-current", metavar="MARK", help="print nothing: does a board with this mark still hold?")


def main() -> int:
    top = argparse.ArgumentParser(prog="kiosk", description="One public screen of the center.")
    screens = top.add_subparsers(dest="screen", required=True, metavar="take|find|hall|rate|sign|paper|board|handbook")
    for name, promise in PROMISES.items():
        shared = options(f"kiosk {name}", promise)
        one = screens.add_parser(name, help=promise, description=promise, parents=[shared], add_help=False)
        if name == "find":
            one.add_argument("--ask", metavar="WORDS", help="print what is found as JSON lines and open no window")
        if name == "sign":
            one.add_argument("--counter", type=int, metavar="N", help="the counter it hangs above")
        if name == "rate":
            one.add_argument("--counter", type=int, metavar="N", help="the counter whose services are rated")
            one.add_argument("--free", action="store_true", help="free-standing: rates the center, not a service")
        if name == "paper":
            one.add_argument("--port", type=int, default=9100, metavar="N", help="where the printer is spoken to")
    promise = "The board on the wall, as a PDF to print."
    board_options(screens.add_parser("board", help=promise, description=promise))
    promise = "One A4 page for each screen, with the pictures of ./run --shots."
    pages = screens.add_parser("handbook", help=promise, description=promise)
    pages.add_argument("shots", type=Path, help="the folder of ./run --shots")
    pages.add_argument("--out", type=Path, default=Path(), metavar="DIR", help="where the PDFs are written (here)")
    arguments = top.parse_args()
    if arguments.screen == "board":
        from kiosk import board

        return board.run(arguments)
    if arguments.screen == "handbook":
        from kiosk import handbook

        return handbook.run(arguments)

    if getattr(arguments, "ask", None) is not None:
        from kiosk import asking

        return asking.run(arguments)

    from kiosk import app

    code = app.run(arguments)
    if code == app.RESTART:
        os.execv(sys.executable, [sys.executable, "-m", "kiosk", *sys.argv[1:]])
    return code


if __name__ == "__main__":
    sys.exit(main())
