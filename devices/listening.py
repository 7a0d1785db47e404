"""A driver's own thread: it listens until it is closed, looks for a device that went away, and never ends unseen.

What no driver expects is a bug. It ends the thread, is told to the log once, and stands as DriverFailed in the driver's
health until the cabinet closes the driver and opens it anew: half of what it knew may be wrong.
"""

import logging
import threading
import traceback
from collections.abc import Callable
from datetime import UTC, datetime

from devices import Health, Power
from devices.troubles import DeviceTrouble, DriverFailed

log = logging.getLogger(__name__)

FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 3.0  # a code held before a reader that was plugged in again is not to be lost


class Listening:
    """`trouble`: why there is nothing to listen to. `closing` is set once nobody wants to hear any more."""

    def __init__(self, name: str, first_pause: float = FIRST_PAUSE_SECONDS):
        self.closing = threading.Event()
        self.trouble: DeviceTrouble | None = None
        self.connected = False
        self._name, self._first_pause, self._pause = name, first_pause, first_pause
        self._thread: threading.Thread | None = None

    @property
    def begun(self) -> bool:
        return self._thread is not None

    def begin(self, session: Callable[[], None]) -> None:
        """`session` opens the device, calls `here` when it has it, and listens until `closing`.

        It raises a DeviceTrouble when the device cannot be had any more, and is then begun anew, ever more rarely.
        """
        self._thread = threading.Thread(target=self._listen, args=(session,), name=self._name, daemon=True)
        self._thread.start()

    def here(self) -> None:
        self.connected, self.trouble, self._pause = True, None, self._first_pause

    def health(self, source: str) -> Health:
        power = Power.OFFLINE if self.trouble else Power.ONLINE if self.connected else Power.UNKNOWN
        return Health(power, (self.trouble,) if self.trouble else (), checked_at=datetime.now(UTC), source=source)

    def end(self, within: float = 2.0) -> bool:
        """Whether the thread ended in that many seconds."""
        self.closing.set()
        if self._thread:
            self._thread.join(within)
        return self._thread is None or not self._thread.is_alive()

    def _listen(self, session: Callable[[], None]) -> None:
        while not self.closing.is_set():
            try:
                session()
                if not self.closing.is_set():
                    raise RuntimeError("a session that ends by itself")
            except DeviceTrouble as trouble:
                self.connected, self.trouble = False, trouble
                self.closing.wait(self._pause)
                self._pause = min(LONGEST_PAUSE_SECONDS, self._pause * 2)
            except Exception as bug:
                log.error("bug in the thread %s: %s", self._name, where(bug))
                self.connected, self.trouble = False, DriverFailed(self._name)
                return


def where(bug: BaseException) -> str:
    """Kind and places of a bug, the innermost first; not its words, which may be a person's."""
    places = [
        f"{place.filename.rpartition('/')[2]}:{place.lineno}" for place in traceback.extract_tb(bug.__traceback__)
    ]
    return f"{type(bug).__name__} at {' < '.join(reversed(places))}"
