"""A camera as a code reader: `camera:0`, or `camera:` before any camera's address (`camera:rtsp://…`).

A code held before the camera is told once, and again only after it was out of the picture for AWAY_SECONDS.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from devices import Health
from devices.cameras import Camera
from devices.codes import Found, Scan
from devices.troubles import OneDecoder

AWAY_SECONDS = 1.5
WAIT_SECONDS = 0.5
REST_SECONDS = 0.02  # the other programs' share between two frames
PROVEN = ("QRCode", "DataMatrix", "PDF417")  # these correct errors and prove what they say; others are read twice


class Presented:
    """Which codes are new among those seen in frame after frame. No thread, no clock of its own."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, bytes], float] = {}
        self._once: set[tuple[str, bytes]] = set()

    def new(self, found: tuple[Found, ...], at: float) -> list[Found]:
        """Those to be told now, in their order; `at` in seconds."""
        self._seen = {code: last for code, last in self._seen.items() if at - last < AWAY_SECONDS}
        told, once = [], set()
        for code in found:
            name = (code.format, code.raw)
            if name not in self._seen and code.format not in PROVEN and name not in self._once:
                once.add(name)
                continue
            if name not in self._seen:
                told.append(code)
            self._seen[name] = at
        self._once = once
        return told


class CameraReader:
    """`read(picture)` gives the codes of a frame; the camera is closed with its reader."""

    def __init__(
        self,
        camera: Camera,
        read: Callable[[Any], tuple[Found, ...]] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ):
        self._camera, self._read, self._clock = camera, read, clock
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    def watch(self, on_scan: Callable[[Scan], None]) -> None:
        self._thread = threading.Thread(target=self._look, args=(on_scan,), name="camera-reader", daemon=True)
        self._thread.start()

    def health(self) -> Health:
        """The camera's, and a warning where only one of the two decoders is installed."""
        from devices import zbar

        health = self._camera.health()
        return health if zbar.present() else replace(health, warnings=(*health.warnings, OneDecoder()))

    def close(self) -> None:
        self._closing.set()
        self._camera.close()
        if self._thread:
            self._thread.join(3.0)

    def _look(self, on_scan: Callable[[Scan], None]) -> None:
        from devices.decoding import read_codes

        read, presented, number = self._read or read_codes, Presented(), 0
        while not self._closing.is_set():
            frame = self._camera.latest(number, WAIT_SECONDS)
            if frame is None:
                continue
            number = frame.number
            for code in presented.new(read(frame.picture), frame.taken_at):
                on_scan(code.scan)
            self._closing.wait(REST_SECONDS)
