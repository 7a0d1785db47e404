"""`sim://name?fault=…&script=…` as a camera over a desk: what lies under it is in its pictures, with a sensor's noise.

Faults: covered, dark, frozen, unplugged, silent (it is there and sends nothing).
"""

import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

from devices.cameras import CameraCapabilities
from devices.picture_thread import PictureThread
from devices.simulators.script import Befallen
from devices.troubles import NotConnected

FAULTS = ("covered", "dark", "frozen", "unplugged", "silent")
FRAME_SECONDS = 0.05
HEIGHT_PX, WIDTH_PX = 480, 640

_scenes: dict[str, "Scene"] = {}


def simulated_camera(name: str = "camera") -> "Scene":
    """What lies under the camera of that name, shared by whoever lays it there and the driver that looks."""
    return _scenes.setdefault(name, Scene())


class Scene(Befallen):
    FAULTS = FAULTS
    COUNTED = ("pictures",)

    def __init__(self) -> None:
        super().__init__()
        self._laid: Any = None

    def show(self, code: str | bytes) -> None:
        """Lay a QR with this content under the camera."""
        import numpy as np
        import zxingcpp

        drawn = np.array(zxingcpp.create_barcode(code, zxingcpp.BarcodeFormat.QRCode).to_image(scale=4))
        self.lay(np.dstack([drawn] * 3))

    def lay(self, picture: Any) -> None:
        """Lay a picture (height, width, 3) on the middle of the desk; what is larger than the view is cut off."""
        self._laid = picture[:HEIGHT_PX, :WIDTH_PX]

    def clear(self) -> None:
        """Take away what lies there."""
        self._laid = None

    def seen(self, number: int) -> Any:
        """The picture of that number; the same number is the same picture, noise and all."""
        import numpy as np

        rng = np.random.default_rng(0 if "frozen" in self.faults else number)
        rows, columns = np.mgrid[0:HEIGHT_PX, 0:WIDTH_PX]
        desk = 130 + 40 * ((rows // 60 + columns // 80) % 2)
        picture = np.repeat(desk[:, :, None], 3, axis=2).astype(np.float32)
        laid = self._laid
        if laid is not None:
            top, left = (HEIGHT_PX - laid.shape[0]) // 2, (WIDTH_PX - laid.shape[1]) // 2
            picture[top : top + laid.shape[0], left : left + laid.shape[1]] = laid
        if "covered" in self.faults:
            picture[:] = (60 + columns / 16)[:, :, None]
        if "dark" in self.faults:
            picture *= 0.04
        return np.clip(picture + rng.normal(0, 2, picture.shape), 0, 255).astype(np.uint8)


class SimCamera(PictureThread):
    def __init__(self, uri: str, scene: Scene):
        self._scene = scene
        scene.befall({key: values[-1] for key, values in parse_qs(urlsplit(uri).query).items()})
        super().__init__(uri, self._read, watched=True)
        self.capabilities = CameraCapabilities(WIDTH_PX, HEIGHT_PX, 1 / FRAME_SECONDS)

    def _read(self, closing: threading.Event) -> Iterator[Any]:
        number = 0
        while not closing.wait(FRAME_SECONDS):
            self._scene.look()
            if "unplugged" in self._scene.faults:
                raise NotConnected(f"{self.uri}: unplugged")
            if "silent" not in self._scene.faults:
                yield self._scene.seen(number := number + 1)
                self._scene.happened("pictures")
