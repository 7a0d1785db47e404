"""Simulated devices served to other programs until Ctrl-C: simulate, simulate-scanner, simulate-documents."""

import argparse
import sys
import time
from collections.abc import Callable
from contextlib import closing
from typing import Any

from devices.simulated import serve_document_printer, serve_paper_printer, serve_scanner


def serve_printer(asked: argparse.Namespace) -> int:
    """A ticket printer on 127.0.0.1; each ticket becomes a PNG."""
    asked.folder.mkdir(parents=True, exist_ok=True)
    kept = 0

    def keep(page: Any) -> None:
        nonlocal kept
        kept += 1
        page.picture.save(asked.folder / f"{kept:04}.png")
        print(asked.folder / f"{kept:04}.png", flush=True)

    return _serve(asked, lambda: serve_paper_printer(asked.port, keep, asked.width, faults_of(asked), asked.script))


def serve_network_scanner(asked: argparse.Namespace) -> int:
    """A driverless scanner (eSCL) on 127.0.0.1 with sheets to scan."""
    return _serve(asked, lambda: serve_scanner(asked.port, asked.feed, faults_of(asked), asked.script))


def serve_form_printer(asked: argparse.Namespace) -> int:
    """A driverless printer of documents (IPP) on 127.0.0.1."""
    return _serve(asked, lambda: serve_document_printer(asked.port, faults_of(asked), asked.script))


def faults_of(asked: argparse.Namespace) -> list[str]:
    return list(filter(None, asked.fault.split(",")))


def _serve(asked: argparse.Namespace, begin: Callable[[], Any]) -> int:
    try:
        server = begin()
    except OSError:
        return _no_port(asked.port)
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
