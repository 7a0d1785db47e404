"""A camera as a code reader: `camera:0`, or `camera:` before any camera's address (`camera:rtsp://…`).

A code held before the camera is told once, and again only after it was out of the picture for AWAY_SECONDS.
Half of one core at most is taken: what stands still is looked at quickly, and searched again once a second.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from devices import Health
from devices.cameras import Camera, Frame
from devices.codes import Found, Scan
from devices.decoding import read_codes
from devices.sight import Glance, glance
from devices.troubles import OneDecoder

AWAY_SECONDS = 1.5
WAIT_SECONDS = 0.5
FRAME_SECONDS = 0.5  # for a frame in which something has changed
STILL_SECONDS = 1.0
CHANGED_GREYS = 8.0  # of the averages that sight.py makes of a picture; noise stays below, a card at the edge does not
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


class Attention:
    """How many seconds a frame is worth: FRAME_SECONDS where something has changed since the last one that got them."""

    def __init__(self) -> None:
        self._searched: Glance | None = None

    def worth(self, frame: Frame) -> float:
        seen, last = glance(frame.picture, frame.taken_at), self._searched
        if last and seen.at - last.at < STILL_SECONDS and abs(seen.cells - last.cells).max() < CHANGED_GREYS:
            return 0.0  # the first look only
        self._searched = seen
        return FRAME_SECONDS


class CameraReader:
    """`read(picture, seconds)` gives the codes of a frame; the camera is closed with its reader."""

    def __init__(self, camera: Camera, read: Callable[[Any, float], tuple[Found, ...]] = read_codes):
        self._camera, self._read = camera, read
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
        presented, attention, number = Presented(), Attention(), 0
        while not self._closing.is_set():
            frame = self._camera.latest(number, WAIT_SECONDS)
            if frame is None:
                continue
            number, begun_at = frame.number, time.monotonic()
            for code in presented.new(self._read(frame.picture, attention.worth(frame)), frame.taken_at):
                on_scan(code.scan)
            self._closing.wait(time.monotonic() - begun_at)
