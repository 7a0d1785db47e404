"""From threads to the screen: what a node or a device answers arrives in the screen's own thread."""

from collections.abc import Callable
from concurrent.futures import Future

from PySide6.QtCore import QObject, Signal


class Bridge(QObject):
    """`woken` fires once per batch of changes of the node; `when_done` brings a Future home.

    A burst of wakes costs one repaint: further ones are dropped until the screen has looked.
    """

    woken = Signal()
    _knocked = Signal()
    _arrived = Signal(object, object)

    def __init__(self, node=None, parent: QObject | None = None):
        super().__init__(parent)
        self._pending = self._closed = False
        self._knocked.connect(self._wake)
        self._arrived.connect(self._deliver)
        self._leave = node.subscribe(self._knock) if node is not None else (lambda: None)

    def _knock(self) -> None:
        if not self._pending:
            self._pending = True
            self._knocked.emit()

    def _wake(self) -> None:
        self._pending = False
        self.woken.emit()

    def when_done(self, future: Future, answer: Callable[[Future], None]) -> None:
        """Call `answer(future)` in this object's thread when the future is done; never after `close`."""
        future.add_done_callback(lambda done: self._closed or self._arrived.emit(answer, done))

    def _deliver(self, answer: Callable[[Future], None], future: Future) -> None:
        if not future.cancelled():
            answer(future)

    def close(self) -> None:
        self._closed = True
        self._leave()
