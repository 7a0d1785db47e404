"""What every camera driver shares: pictures come in a thread of its own, only the latest is kept, nobody waits for it.

A driver gives `pictures(closing)`: an iterator that opens the camera, yields pictures and raises DeviceTrouble when it
cannot; it is begun anew after a pause. A call into a camera that hangs therefore hangs alone.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from devices import Health, Power
from devices.cameras import CameraCapabilities, Frame
from devices.listening import Listening
from devices.sight import FROZEN_SECONDS, Glance, Sight, edges, glance, judge
from devices.troubles import (
    CameraDark,
    CameraFrozen,
    DeviceTrouble,
    LensCovered,
    LinkLost,
    NotConnected,
)

log = logging.getLogger(__name__)

OPEN_SECONDS = 12.0  # a document camera on a slow hub takes six
SILENT_SECONDS = 5.0
STILL_SECONDS = 4.0
CLOSE_SECONDS = 3.0
GLANCE_SECONDS = 2.0
SIGHTS: dict[Sight, DeviceTrouble] = {
    Sight.FROZEN: CameraFrozen(),
    Sight.COVERED: LensCovered(),
}


class PictureThread:
    """`watched`: whether being dark or covered is told (a camera of the hall), besides frozen (every camera).

    `moves`: False for files and folders, which show the same again and again by nature.
    """

    def __init__(
        self,
        uri: str,
        pictures: Callable[[threading.Event], Iterator[Any]],
        watched: bool = False,
        moves: bool = True,
        clock: Callable[[], float] = time.monotonic,
    ):
        self.uri, self.capabilities = uri, CameraCapabilities()
        self._pictures, self._watched, self._moves, self._clock = pictures, watched, moves, clock
        self._came = threading.Condition()
        self._listening = Listening("camera", 1.0)
        self._frame: Frame | None = None
        self._number = 0
        self._seen_at: datetime | None = None
        self._begun_at = 0.0
        self._glances: deque[Glance] = deque()
        self._usual_edges = 0.0
        self._sight = Sight.LIVE

    @property
    def seen_at(self) -> datetime | None:
        return self._seen_at

    def latest(self, after: int = 0, within_seconds: float = 0.0) -> Frame | None:
        self._begin()
        with self._came:
            self._came.wait_for(lambda: self._newer(after) or self._listening.closing.is_set(), within_seconds)
            return self._frame if self._newer(after) else None

    def still(self) -> bytes:
        import cv2

        frame = self.latest(within_seconds=STILL_SECONDS)
        if frame is None or self._clock() - frame.taken_at > SILENT_SECONDS:
            raise self._listening.trouble or NotConnected(f"{self.uri}: no picture")
        return cv2.imencode(".jpg", frame.picture)[1].tobytes()

    def health(self) -> Health:
        """At once; a camera that is still being opened is UNKNOWN."""
        return replace(self._judged(), seen_at=self._seen_at)

    def _judged(self) -> Health:
        self._begin()
        now, at = datetime.now(UTC), self._seen_at
        source = f"last picture {at.astimezone():%d.%m. %H:%M:%S}" if at else "no picture yet"
        with self._came:
            frame, trouble, sight = self._frame, self._listening.trouble, self._sight
        if trouble:
            return Health(Power.OFFLINE, (trouble,), (), now, source)
        if frame is None:
            late = self._clock() - self._begun_at > OPEN_SECONDS
            faults = (NotConnected(f"{self.uri}: does not open"),) if late else ()
            return Health(Power.OFFLINE if late else Power.UNKNOWN, faults, (), now, source)
        if self._clock() - frame.taken_at > SILENT_SECONDS:
            return Health(Power.OFFLINE, (LinkLost(f"{self.uri}: no more pictures"),), (), now, source)
        warnings = (CameraDark(),) if sight is Sight.DARK else ()
        return Health(Power.ONLINE, (SIGHTS[sight],) if sight in SIGHTS else (), warnings, now, source)

    def close(self) -> None:
        with self._came:
            self._listening.closing.set()
            self._came.notify_all()
        if not self._listening.end(CLOSE_SECONDS):
            log.warning("%s hangs and is left to itself", self.uri.partition("?")[0].rpartition("@")[2])

    def _begin(self) -> None:
        with self._came:  # whoever closes it meanwhile joins a thread that runs
            if not self._listening.begun and not self._listening.closing.is_set():
                self._begun_at = self._clock()
                self._listening.begin(self._show)

    def _newer(self, after: int) -> bool:
        return self._frame is not None and self._frame.number > after

    def _show(self) -> None:
        for picture in self._pictures(self._listening.closing):
            self._number += 1
            self._keep(Frame(self._number, picture, self._clock()))
            if self._listening.closing.is_set():
                return
        raise LinkLost(f"{self.uri}: ended")

    def _keep(self, frame: Frame) -> None:
        sight = self._look(frame)
        with self._came:
            self._listening.here()
            self._frame, self._sight = frame, sight
            self._seen_at = datetime.now(UTC)
            self._came.notify_all()

    def _look(self, frame: Frame) -> Sight:
        if not self._moves or (self._glances and frame.taken_at - self._glances[-1].at < GLANCE_SECONDS):
            return self._sight
        self._glances.append(glance(frame.picture, frame.taken_at))
        while self._glances[-1].at - self._glances[0].at > FROZEN_SECONDS + 2 * GLANCE_SECONDS:
            self._glances.popleft()
        sight = judge(self._glances, self._usual_edges)
        if sight is Sight.LIVE:
            seen = edges(self._glances[-1].cells)
            self._usual_edges += (seen - self._usual_edges) * (0.05 if self._usual_edges else 1.0)
        return sight if self._watched or sight is Sight.FROZEN else Sight.LIVE
