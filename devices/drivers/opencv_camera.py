"""Document cameras, webcams and video files through OpenCV: `camera:0`, `camera:///dev/video2`, `file:///film.avi`.

Options: width, height, fps (wishes), focus (a number, or auto), watch=yes (told when dark or covered), loop=no.
"""

import os
import threading
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

from devices.cameras import CameraCapabilities
from devices.picture_thread import PictureThread
from devices.transports import file_path
from devices.troubles import LinkLost, NotAllowed, NotConnected

EMPTY_READS = 10  # a camera on a slow hub leaves out a picture now and then


class OpencvCamera(PictureThread):
    def __init__(self, uri: str):
        parts = urlsplit(uri)
        self._options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
        self._film = parts.scheme == "file"
        where = str(file_path(uri)) if self._film else parts.netloc + parts.path
        self._source: int | str = int(where) if where.isdigit() else where
        for name in ("width", "height", "fps"):
            float(self._options.get(name, 0))
        watched = self._options.get("watch") == "yes"  # a film of a hall is judged as its camera would be
        super().__init__(uri, self._read, watched, moves=watched or not self._film)

    def _read(self, closing: threading.Event) -> Iterator[Any]:
        capture = self._open()
        try:
            empty, pause, due_at = 0, self._pause(), time.monotonic()
            while not closing.is_set():
                came, picture = capture.read()
                if came:
                    empty = 0
                    yield picture
                elif self._film:
                    if self._options.get("loop") == "no":
                        raise LinkLost(f"{self.uri}: the film has ended")
                    capture.release()
                    capture = self._open()
                elif (empty := empty + 1) > EMPTY_READS:
                    raise LinkLost(f"{self.uri}: no more pictures")
                if self._film:
                    due_at = max(due_at + pause, time.monotonic() - pause)
                    closing.wait(due_at - time.monotonic())
        finally:
            capture.release()

    def _open(self) -> Any:
        cv2 = quiet_opencv()
        if self._film:
            if not os.path.exists(self._source):
                raise NotConnected(f"{self.uri}: no such file")
            capture = cv2.VideoCapture(self._source)
        else:
            system = cv2.CAP_DSHOW if os.name == "nt" else cv2.CAP_V4L2 if os.name == "posix" else cv2.CAP_ANY
            capture = cv2.VideoCapture(self._source, system)
        if not capture.isOpened():
            there = isinstance(self._source, str) and os.path.exists(self._source)
            if there and not os.access(self._source, os.R_OK | os.W_OK):
                raise NotAllowed(f"{self.uri}: the user is not in its group (video)")
            raise NotConnected(f"{self.uri}: does not open")
        focus = False if self._film else self._wish(capture, cv2)
        self.capabilities = CameraCapabilities(
            int(capture.get(cv2.CAP_PROP_FRAME_WIDTH)),
            int(capture.get(cv2.CAP_PROP_FRAME_HEIGHT)),
            capture.get(cv2.CAP_PROP_FPS),
            focus,
        )
        return capture

    def _wish(self, capture: Any, cv2: Any) -> bool:
        """Set what the options ask for. Motion JPEG first: uncompressed, USB 2 carries two large pictures a second."""
        capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
        capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
        for name, what in (
            ("width", cv2.CAP_PROP_FRAME_WIDTH),
            ("height", cv2.CAP_PROP_FRAME_HEIGHT),
            ("fps", cv2.CAP_PROP_FPS),
        ):
            if name in self._options:
                capture.set(what, float(self._options[name]))
        match self._options.get("focus"):
            case None:
                return False
            case "auto":
                return bool(capture.set(cv2.CAP_PROP_AUTOFOCUS, 1))
            case number:
                capture.set(cv2.CAP_PROP_AUTOFOCUS, 0)
                return bool(capture.set(cv2.CAP_PROP_FOCUS, float(number)))

    def _pause(self) -> float:
        """Seconds from one picture of a film to the next."""
        rate = self.capabilities.frames_per_second
        return 1.0 / rate if 0.1 < rate < 240.0 else 0.04


def quiet_opencv() -> Any:
    """cv2, its own words on stderr silenced: they would tell an address with its password."""
    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
    import cv2

    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    cv2.setNumThreads(1)  # the other core is the screen's
    return cv2
