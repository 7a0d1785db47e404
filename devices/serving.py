"""Simulated devices served to other programs until Ctrl-C: `python -m devices simulate`."""

import argparse
import sys
import time
from contextlib import closing
from typing import Any

from devices.simulated import serve_paper_printer


def serve_printer(asked: argparse.Namespace) -> int:
    """A ticket printer on 127.0.0.1; each ticket becomes a PNG."""
    asked.folder.mkdir(parents=True, exist_ok=True)
    kept = 0

    def keep(page: Any) -> None:
        nonlocal kept
        kept += 1
        page.picture.save(asked.folder / f"{kept:04}.png")
        print(asked.folder / f"{kept:04}.png", flush=True)

    try:
        server = serve_paper_printer(asked.port, keep, asked.width, list(filter(None, asked.fault.split(","))))
    except OSError:
        return _no_port(asked.port)
    return _serve(server)


def _serve(server: Any) -> int:
    with closing(server):
        print(server.uri, flush=True)
        try:
            while True:
                time.sleep(1)
        except KeyboardInterrupt:
            return 0


def _no_port(port: int) -> int:
    print(f"Không mở được cổng {port}: có chương trình khác đang dùng. Chọn cổng khác bằng --port.", file=sys.stderr)
    return 2
