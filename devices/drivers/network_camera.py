"""A camera of the hall over the network: `rtsp://user:password@192.168.1.70/stream`, or http(s):// with motion JPEG.

Only for a still and for whether it lives. FFmpeg keeps the deadlines given here (measured against a peer that accepts
and says nothing: 3.0 s of 3), and should it not, it hangs alone in its thread.
Options behind a `#`, since the address may have its own: `#watch=no`, `#seconds=1` between two pictures looked at.
"""

import threading
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs

from devices.cameras import CameraCapabilities
from devices.drivers.opencv_camera import quiet_opencv
from devices.picture_thread import PictureThread
from devices.troubles import LinkLost, NotConnected

OPEN_SECONDS = 5.0
READ_SECONDS = 5.0


class NetworkCamera(PictureThread):
    def __init__(self, uri: str):
        self._address, _, options = uri.partition("#")
        said = {key: values[-1] for key, values in parse_qs(options).items()}
        self._seconds = float(said.get("seconds", 1.0))
        super().__init__(_without_password(self._address), self._read, watched=said.get("watch") != "no")

    def _read(self, closing: threading.Event) -> Iterator[Any]:
        cv2 = quiet_opencv()
        opening = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, round(OPEN_SECONDS * 1000)]
        reading = [cv2.CAP_PROP_READ_TIMEOUT_MSEC, round(READ_SECONDS * 1000)]
        capture = cv2.VideoCapture(self._address, cv2.CAP_FFMPEG, opening + reading)
        try:
            if not capture.isOpened():
                raise NotConnected(f"{self.uri}: does not open")
            self.capabilities = CameraCapabilities(
                int(capture.get(cv2.CAP_PROP_FRAME_WIDTH)),
                int(capture.get(cv2.CAP_PROP_FRAME_HEIGHT)),
                capture.get(cv2.CAP_PROP_FPS),
            )
            due_at = 0.0
            while not closing.is_set():
                if not capture.grab():
                    raise LinkLost(f"{self.uri}: no more pictures")
                if time.monotonic() < due_at:
                    continue  # drained, so that the next one is not old
                came, picture = capture.retrieve()
                if came:
                    due_at = time.monotonic() + self._seconds
                    yield picture
        finally:
            capture.release()


def _without_password(address: str) -> str:
    scheme, _, rest = address.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}://{host.rpartition('@')[2]}{slash}{path.partition('?')[0]}"
