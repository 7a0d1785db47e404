"""A camera as a code reader: `camera:0`, or `camera:` before any camera's address (`camera:rtsp://…`).

A code held before the camera is told once, and again only after it was out of the picture for AWAY_SECONDS.
Half of one core at most is taken: what has changed is searched for a few frames, each with another treatment first;
what stands still is looked at quickly, and searched again once a second.
"""

import time
from collections.abc import Callable
from dataclasses import replace

from devices import Health
from devices.cameras import Camera, Frame
from devices.codes import MATRICES, Found, ReaderCapabilities, Scan
from devices.decoding import read_codes
from devices.listening import Listening
from devices.sight import Glance, glance
from devices.troubles import OneDecoder

AWAY_SECONDS = 1.5
WAIT_SECONDS = 0.5
FRAME_SECONDS = 0.5  # for a frame in which something has changed
STILL_SECONDS = 1.0
BURST_FRAMES = 5  # after a change: the hand still moves and the lens hunts, so each of them is another chance
CHANGED_GREYS = 8.0  # of the averages that sight.py makes of a picture; noise stays below, a card at the edge does not


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
            if name not in self._seen and code.format not in MATRICES and name not in self._once:
                once.add(name)
                continue
            if name not in self._seen:
                told.append(code)
            self._seen[name] = at
        self._once = once
        return told


class Attention:
    """How many seconds a frame is worth: FRAME_SECONDS for the BURST_FRAMES that follow a change, and once a second."""

    def __init__(self) -> None:
        self._changed: Glance | None = None
        self._left = 0
        self._searched_at = 0.0

    def worth(self, frame: Frame) -> float:
        seen, last = glance(frame.picture, frame.taken_at), self._changed
        if last is None or abs(seen.cells - last.cells).max() >= CHANGED_GREYS:
            self._changed, self._left = seen, BURST_FRAMES
        if self._left == 0 and seen.at - self._searched_at < STILL_SECONDS:
            return 0.0  # the first look only
        self._left, self._searched_at = max(0, self._left - 1), seen.at
        return FRAME_SECONDS


class Watch:
    """What is new in frame after frame. No thread; `clock` measures the work on a frame."""

    def __init__(
        self, read: Callable[..., tuple[Found, ...]] = read_codes, clock: Callable[[], float] = time.monotonic
    ):
        self._presented, self._attention = Presented(), Attention()
        self._read, self._clock, self._turn = read, clock, 0

    def see(self, frame: Frame) -> list[Found]:
        """The codes to be told now. Each searched frame begins with another treatment than the one before."""
        seconds = self._attention.worth(frame)
        found = self._read(frame.picture, seconds, clock=self._clock, turn=self._turn)
        self._turn = 0 if found else self._turn + bool(seconds)
        return self._presented.new(found, frame.taken_at)


class CameraReader:
    """The camera is closed with its reader."""

    capabilities = ReaderCapabilities(vietnamese=True, exclusive=True)

    def __init__(self, camera: Camera):
        self._camera = camera
        self._listening = Listening("camera-reader")

    def watch(self, on_scan: Callable[[Scan], None]) -> None:
        self._listening.begin(lambda: self._look(on_scan))

    def health(self) -> Health:
        """The camera's, and a warning where only one of the two decoders is installed."""
        from devices import zbar

        health = self._listening.health("camera-reader") if self._listening.trouble else self._camera.health()
        return health if zbar.present() else replace(health, warnings=(*health.warnings, OneDecoder()))

    def close(self) -> None:
        self._listening.closing.set()
        self._camera.close()
        self._listening.end(3.0)

    def _look(self, on_scan: Callable[[Scan], None]) -> None:
        watch, number = Watch(), 0
        while not self._listening.closing.is_set():
            frame = self._camera.latest(number, WAIT_SECONDS)
            if frame is None:
                continue
            number, begun_at = frame.number, time.monotonic()
            for code in watch.see(frame):
                on_scan(code.scan)
            self._listening.closing.wait(time.monotonic() - begun_at)
