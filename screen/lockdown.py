"""What keeps a public screen shut: no stray key, no menu, no drop, no close; a scan is not typing.

A code reader is a keyboard to the window system: it types a line within milliseconds and ends
it with Enter. Here that line becomes one `scanned` signal and no key of it reaches a page.
"""

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

GAP_SECONDS = 0.05
LONGEST = 4096  # a reader sends no more; what comes after is dropped
SHORTEST = 4

DROPPED = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.KeyRelease,
        QEvent.Type.Shortcut,
        QEvent.Type.ShortcutOverride,
        QEvent.Type.ContextMenu,
        QEvent.Type.DragEnter,
        QEvent.Type.DragMove,
        QEvent.Type.Drop,
        QEvent.Type.InputMethod,
    }
)


class Lockdown(QObject):
    """An event filter of the whole application.

    `keys`: key codes that pages do ask for (a keypad of its own); all others are dropped.
    Close is ignored until `leave` was called, which is the operator's way.
    """

    scanned = Signal(str)

    def __init__(self, keys: frozenset[int] = frozenset(), clock: Callable[[], float] = time.monotonic):
        super().__init__()
        self.keys = keys
        self._clock = clock
        self._line: list[str] = []
        self._length = 0
        self._last = 0.0
        self._leaving = False

    def install(self) -> "Lockdown":
        QCoreApplication.instance().installEventFilter(self)
        return self

    def leave(self, code: int = 0) -> None:
        """End the program; `quit()` would be vetoed by the ignored close."""
        self._leaving = True
        QCoreApplication.exit(code)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.Close and not self._leaving:
            event.ignore()
            return True
        if kind not in DROPPED:
            return False
        if kind == QEvent.Type.KeyPress and watched.isWindowType():
            self._type(event)
        if isinstance(event, QKeyEvent) and event.key() in self.keys and not event.modifiers():
            return False
        event.accept()
        return True

    def _type(self, event: QKeyEvent) -> None:
        now = self._clock()
        if now - self._last > GAP_SECONDS:
            self._line.clear()
            self._length = 0
        self._last = now
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            line = "".join(self._line)
            self._line.clear()
            self._length = 0
            if len(line) >= SHORTEST:
                self.scanned.emit(line)
        elif event.text() and self._length < LONGEST:
            self._line.append(event.text())
            self._length += len(event.text())
