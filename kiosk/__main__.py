"""`python -m kiosk take|hall|rate|paper`: one public screen on its machine."""

import argparse
import os
import sys

from screen.program import options

PROMISES = {
    "take": "The kiosk: take a number.",
    "hall": "The hall screen: who is called, and to which counter.",
    "rate": "The rating screen of one counter.",
    "paper": "The paper of a simulated ticket printer, in a window.",
}


def main() -> int:
    top = argparse.ArgumentParser(prog="kiosk", description="One public screen of the center.")
    screens = top.add_subparsers(dest="screen", required=True, metavar="take|hall|rate|paper")
    for name, promise in PROMISES.items():
        shared = options(f"kiosk {name}", promise)
        one = screens.add_parser(name, help=promise, description=promise, parents=[shared], add_help=False)
        if name == "rate":
            one.add_argument("--counter", type=int, metavar="N", help="the counter whose services are rated")
            one.add_argument("--free", action="store_true", help="free-standing: rates the center, not a service")
        if name == "paper":
            one.add_argument("--port", type=int, default=9100, metavar="N", help="where the printer is spoken to")
    arguments = top.parse_args()

    from kiosk import app

    code = app.run(arguments)
    if code == app.RESTART:
        os.execv(sys.executable, [sys.executable, "-m", "kiosk", *sys.argv[1:]])
    return code


if __name__ == "__main__":
    sys.exit(main())
