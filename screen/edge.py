"""The edge of a program: a bug is logged once, and the screen is back at its first page.

PySide6 prints an exception raised in a slot and carries on with exit code 0, so without this
a broken page would stay where it is for ever.
"""

import logging
import sys
import threading
import time
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, QtMsgType, Signal, qInstallMessageHandler

log = logging.getLogger("screen.edge")
qt_log = logging.getLogger("screen.qt")

LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
# Said by Qt about the machine it runs on, not about us.
KNOWN = ("propagateSizeHints", "XDG_RUNTIME_DIR", "Could not create QQmlDebug", "This plugin does not support")
QUIET_SECONDS = 60


class Edge(QObject):
    """`bugged` is emitted in the screen's own thread for every bug, wherever it happened."""

    bugged = Signal()

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self.bugs = 0
        self._said: dict[str, float] = {}

    def install(self) -> "Edge":
        sys.excepthook = self.catch
        threading.excepthook = lambda args: self.catch(args.exc_type, args.exc_value, args.exc_traceback)
        qInstallMessageHandler(self._hear)
        return self

    def catch(self, kind: type[BaseException], bug: BaseException | None, trace: TracebackType | None) -> None:
        """Log the bug without the values of variables (they may hold what a citizen typed)."""
        if issubclass(kind, KeyboardInterrupt | SystemExit):
            return
        self.bugs += 1
        frames = traceback.extract_tb(trace)
        where = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "?"
        now = time.monotonic()
        if now - self._said.get(where, -QUIET_SECONDS) >= QUIET_SECONDS:
            self._said[where] = now
            log.error("bug: %s\n%s", kind.__name__, "".join(traceback.format_list(frames)).rstrip())
        self.bugged.emit()

    def _hear(self, kind: QtMsgType, context, text: str) -> None:
        if any(known in text for known in KNOWN):
            return
        qt_log.log(LEVELS.get(kind, logging.WARNING), "%s", text)
