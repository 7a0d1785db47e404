"""What keeps a public screen shut: no stray key, no menu, no drop, no close; a scan is not typing.

A code reader is a keyboard to the window system: it types a line within milliseconds and ends
it with Enter. Here that line becomes one `scanned` (a Scan). No key reaches a page; what a person typed on a
keyboard that is there comes as `typed`, letter by letter, for the one page that asks for words.
"""

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QKeyEvent

from devices.codes import Once, Scan
from devices.wedge import GAP_SECONDS, Key, Wedge
from screen.wedge import is_ending

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

    scanned = Signal(object)
    typed = Signal(str)  # a letter, "\b" or "\r"

    def __init__(self, keys: frozenset[int] = frozenset(), clock: Callable[[], float] = time.monotonic):
        super().__init__()
        self.keys = keys
        self._clock = clock
        self._wedge: Wedge[str] = Wedge()
        self._once = Once()
        self._rest = QTimer(self, singleShot=True, interval=round(GAP_SECONDS * 1000) + 10)
        self._rest.timeout.connect(lambda: self._pass_on(self._wedge.due(float("inf"))))
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
        at = event.timestamp() / 1000 if event.timestamp() else self._clock()
        ends = is_ending(event)
        written = "\r" if ends else event.text()
        self._pass_on(self._wedge.press(Key(written, at, "" if ends else written, ends, event.isAutoRepeat())))
        if self._wedge.holds:
            self._rest.start()

    def _pass_on(self, known: list) -> None:
        for one in known:
            if isinstance(one, Scan):
                if self._once.is_new(one.raw, self._clock()):
                    self.scanned.emit(one)
            elif one.what:
                self.typed.emit(one.what)
