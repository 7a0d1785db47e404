"""The signs above the counters follow the day. A sign that is slow, silent or gone holds up nothing and nobody."""

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future

from center.signs import SignView, sign_view
from devices import Health


class Signs:
    """Shows each counter of `counters()` what it shows now; what was overtaken meanwhile is left out.

    A view that could not be shown is shown with the next news of the day, or when the sign is well again.
    """

    def __init__(self, node, cabinet, counters: Callable[[], Iterable[int]]):
        self._node, self._cabinet, self._counters = node, cabinet, counters
        self._lock = threading.Lock()
        self._shown: dict[int, SignView] = {}
        self._under_way: set[int] = set()
        self._closed = False
        cabinet.on_health(self._heard)
        self._leave = node.subscribe(self.look)
        self.look()

    def look(self) -> None:
        """Take in what the day says now; from any thread."""
        for counter in self._counters():
            view = sign_view(self._node.day, counter)
            with self._lock:
                if self._closed or counter in self._under_way or self._shown.get(counter) == view:
                    continue
                self._under_way.add(counter)
                self._shown[counter] = view
            self._cabinet.show(view).add_done_callback(lambda shown, counter=counter: self._done(counter, shown))

    def close(self) -> None:
        self._leave()
        self._closed = True

    def _done(self, counter: int, shown: Future) -> None:
        failed = shown.cancelled() or shown.exception() is not None
        with self._lock:
            self._under_way.discard(counter)
            if failed:
                self._shown.pop(counter, None)
        if not failed:
            self.look()

    def _heard(self, name: str, health: Health) -> None:
        if name == "sign" and health.well:
            with self._lock:
                self._shown.clear()  # it may have been without power meanwhile
            self.look()
