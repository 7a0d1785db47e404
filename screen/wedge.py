"""A code reader in keyboard mode, in a window where people type as well: its codes are taken out of the typing.

An event filter of the whole application: keys are held back for as long as they may still become a code, and go on
to the window that has the keyboard, as they came and in their order, when they were typed. A code that begins in one
window and ends in another is one code all the same. Shortcuts with Ctrl or Alt and the F keys pass at once.
"""

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent

from devices.codes import Once, Scan
from devices.wedge import GAP_SECONDS, Key, Wedge

ENDS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab})
COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
SILENT = frozenset({Qt.Key.Key_Shift, Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock})
HELD_MS = round(GAP_SECONDS * 1000) + 10


def is_ending(event: QKeyEvent) -> bool:
    """Enter or Tab, also as the bare sign that some readers and keyboards write."""
    return event.key() in ENDS or event.text() in ("\r", "\n")


def key_of(event: QKeyEvent, at: float) -> Key[QKeyEvent]:
    """The press or release as the rule of time sees it; the event itself lives no longer than its delivery."""
    code, up = event.key(), event.type() == QEvent.Type.KeyRelease
    letter = "" if up or code in SILENT else event.text()
    ends = not up and is_ending(event)
    command = bool(event.modifiers() & COMMANDS)
    alone = not up and code not in SILENT and not ends and (command or event.isAutoRepeat() or not letter.isprintable())
    return Key(event.clone(), at, "" if ends else letter, ends, alone or (not up and not letter and code not in SILENT))


class WindowWedge(QObject):
    """`scanned(Scan)` for every code typed by a reader; typing reaches its field unchanged, at most 60 ms later."""

    scanned = Signal(object)

    def __init__(self, clock: Callable[[], float] = time.monotonic, parent: QObject | None = None):
        super().__init__(parent)
        self._clock = clock
        self._wedge: Wedge[QKeyEvent] = Wedge()
        self._once = Once()
        self._down: set[int] = set()  # keys of what is held; their releases go where they go
        self._swallowed: set[int] = set()
        self._giving = False
        self._due_at = 0.0
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._look)

    def install(self) -> "WindowWedge":
        QCoreApplication.instance().installEventFilter(self)
        return self

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if self._giving or not watched.isWindowType() or not isinstance(event, QKeyEvent):
            return False
        if kind == QEvent.Type.ShortcutOverride:
            # A letter that is somebody's shortcut would act before time has told whether it was typed.
            if event.text().isprintable() and event.text() and not event.modifiers() & COMMANDS:
                event.accept()
                return True
            return False
        # The window system's own time: a window that was busy sees slow keys come all at once.
        at = event.timestamp() / 1000 if event.timestamp() else self._clock()
        if kind == QEvent.Type.KeyRelease and event.key() in self._swallowed:
            self._swallowed.discard(event.key())
            return True
        key = key_of(event, at)
        if not self._wedge.holds and (key.alone or key.ends or not key.letter):
            return False
        (self._down.discard if kind == QEvent.Type.KeyRelease else self._down.add)(event.key())
        self._pass_on(self._wedge.press(key))
        if self._wedge.holds:
            self._due_at = self._clock() + HELD_MS / 1000
            self._timer.start(HELD_MS)
        return True

    def _look(self) -> None:
        """The rest of a code may still stand in the queue of a window that was busy: that is looked at first."""
        if self._clock() - self._due_at > GAP_SECONDS:
            self._due_at = float("inf")
            self._timer.start(0)
        elif self._wedge.holds:
            self._pass_on(self._wedge.due(float("inf")))

    def _pass_on(self, known: list) -> None:
        for one in known:
            if isinstance(one, Scan):
                self._timer.stop()
                self._swallowed |= self._down
                self._down.clear()
                if self._once.is_new(one.raw, self._clock()):
                    self.scanned.emit(one)
                continue
            self._down.discard(one.what.key())
            if (window := QGuiApplication.focusWindow()) is not None:
                self._giving = True
                try:
                    QCoreApplication.sendEvent(window, one.what)
                finally:
                    self._giving = False
