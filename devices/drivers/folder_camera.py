"""A folder of pictures as a camera: `folder:///pictures?seconds=1`. Each is shown so long, by name, again and again.

New ones are seen in the next round. A file that is no picture, or is still being written, is passed over.
"""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from devices.cameras import CameraCapabilities
from devices.picture_thread import PictureThread
from devices.transports import file_path
from devices.troubles import NotConnected

ENDINGS = (".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff")


class FolderCamera(PictureThread):
    def __init__(self, uri: str):
        self._folder: Path = file_path(uri)
        self._seconds = float(parse_qs(urlsplit(uri).query).get("seconds", ["1"])[-1])
        super().__init__(uri, self._read, moves=False)

    def _read(self, closing: threading.Event) -> Iterator[Any]:
        while not closing.is_set():
            try:
                shown = 0
                for path in sorted(self._folder.iterdir()):
                    picture = _picture(path)
                    if picture is None:
                        continue
                    shown += 1
                    height, width = picture.shape[:2]
                    self.capabilities = CameraCapabilities(width, height, 1 / max(0.01, self._seconds))
                    yield picture
                    if closing.wait(self._seconds):
                        return
            except OSError as error:
                raise NotConnected(f"{self.uri}: {error}") from error
            if not shown:
                raise NotConnected(f"{self.uri}: no pictures")


def _picture(path: Path) -> Any:
    """None for what is no whole picture."""
    import numpy as np

    from devices.pictures import colours_of

    if path.suffix.lower() not in ENDINGS:
        return None
    try:
        picture = colours_of(path)
    except (OSError, ValueError):
        return None
    return np.dstack([picture] * 3) if picture.ndim == 2 else picture
