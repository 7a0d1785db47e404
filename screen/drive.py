"""`--drive`: a script plays a person at this very screen, by real presses and real keys.

One JSON object per line on standard input, one answer per line on standard output:

{"tap": "name"}                    press and release in the middle of the item or widget of that objectName
{"tap": "name", "seconds": 3.2}    the finger stays on it so long
{"key": "F8"}                      one key, with modifiers as in "Ctrl+3"
{"type": "text"}                   keys one by one, as fast as a reader types; "\\n" is Enter
{"wait": "name", "timeout": 5}     until it is on the screen (`"gone": true`: until it is not)
{"state": 1}                       what is on the screen: {"names": {objectName: text}} and the page
{"shot": "file.png"}               a picture of the window
{"quit": 1}                        leave

Answers: {"ok": true, …} or {"ok": false, "why": "…"}.
"""

import json
import sys
import threading
import time
from collections.abc import Callable, Iterator

from PySide6.QtCore import QEvent, QEventLoop, QObject, QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QMouseEvent, QWindow
from PySide6.QtQuick import QQuickItem, QQuickWindow

POLL_MS = 20
HOLD_SECONDS = 0.03
TAP_GAP_SECONDS = 0.55


class NotThere(Exception):
    """No item or widget of that name is on the screen."""


class Drive(QObject):
    """Reads orders in a thread and carries them out, one after the other, in the screen's thread."""

    ordered = Signal(str)

    def __init__(self, leave: Callable[[], None], state: Callable[[], dict] = dict, parent: QObject | None = None):
        super().__init__(parent)
        self._leave, self._state = leave, state
        self._orders: list[dict] = []
        self._busy = False
        self._tapped = 0.0
        self.ordered.connect(self._queue)
        # One timer and its slot: PySide never frees a function that `singleShot` was given.
        self._then: Callable[[], None] = self._next
        self._later = QTimer(self, singleShot=True)
        self._later.timeout.connect(self._go_on)

    def start(self) -> "Drive":
        threading.Thread(target=self._read, name="drive", daemon=True).start()
        return self

    def _read(self) -> None:
        for line in sys.stdin:
            if line.strip():
                self.ordered.emit(line)

    def _queue(self, line: str) -> None:
        try:
            order = json.loads(line)
        except ValueError:
            order = {"unreadable": line}
        self._orders.append(order)
        self._next()

    def _next(self) -> None:
        if self._busy or not self._orders:
            return
        self._busy = True
        order = self._orders.pop(0)
        try:
            self._obey(order)
        except NotThere as gone:
            self._answer({"ok": False, "why": str(gone)})

    def _answer(self, answer: dict) -> None:
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
        sys.stdout.flush()
        self._busy = False
        self._after(0, self._next)

    def _after(self, milliseconds: int, then: Callable[[], None]) -> None:
        """The next step of the order in hand; there is only one at a time."""
        self._then = then
        self._later.start(milliseconds)

    def _go_on(self) -> None:
        self._then()

    def _obey(self, order: dict) -> None:
        match order:
            case {"tap": _}:
                # A public screen rightly ignores a second tap within half a second.
                pause = max(0.0, self._tapped + TAP_GAP_SECONDS - time.monotonic())
                self._after(
                    int(pause * 1000), lambda: self._tap(order["tap"], order.get("seconds", HOLD_SECONDS))
                )
            case {"key": keys}:
                press(keys)
                self._answer({"ok": True})
            case {"type": text}:
                write(text)
                self._answer({"ok": True})
            case {"wait": name}:
                self._wait(name, time.monotonic() + order.get("timeout", 5), bool(order.get("gone")))
            case {"state": _}:
                self._answer({"ok": True, "names": dict(words()), **self._state()})
            case {"shot": file}:
                self._answer({"ok": shoot(file), "file": file})
            case {"quit": _}:
                self._answer({"ok": True})
                self._leave()
            case _:
                self._answer({"ok": False, "why": "no such order"})

    def _tap(self, name: str, seconds: float) -> None:
        try:
            tap(name, seconds)
        except NotThere as gone:
            self._answer({"ok": False, "why": str(gone)})
        else:
            self._tapped = time.monotonic()
            self._answer({"ok": True})

    def _wait(self, name: str, until: float, gone: bool) -> None:
        if (find(name) is None) == gone:
            self._answer({"ok": True})
        elif time.monotonic() > until:
            self._answer({"ok": False, "why": f"{name} is {'still' if gone else 'not'} on the screen"})
        else:
            self._after(POLL_MS, lambda: self._wait(name, until, gone))


def windows() -> list[QWindow]:
    return [w for w in QGuiApplication.topLevelWindows() if w.isVisible()]


def items(item: QQuickItem) -> Iterator[QQuickItem]:
    """The item and all that is drawn in it, only what can be seen."""
    if item.isVisible() and item.opacity() > 0:
        yield item
        for child in item.childItems():
            yield from items(child)


def widgets() -> Iterator:
    if "PySide6.QtWidgets" not in sys.modules:
        return
    from PySide6.QtWidgets import QApplication, QWidget

    for top in QApplication.topLevelWidgets():
        if top.isVisible():
            yield from (w for w in [top, *top.findChildren(QWidget)] if w.isVisible())


def found(name: str) -> tuple[object, object] | None:
    """The visible item or widget of that objectName with the window to touch it in (a widget: itself), or None."""
    for window in windows():
        if isinstance(window, QQuickWindow):
            for item in items(window.contentItem()):
                if item.objectName() == name:
                    return item, window  # asked of the item, PySide 6.11 would keep 0.3 kB for ever
    return next(((w, w) for w in widgets() if w.objectName() == name), None)


def find(name: str):
    """The visible item or widget of that objectName, or None."""
    there = found(name)
    return there and there[0]


def words() -> Iterator[tuple[str, str]]:
    """Name and text of everything named on the screen."""
    for window in windows():
        if isinstance(window, QQuickWindow):
            for item in items(window.contentItem()):
                if item.objectName():
                    yield item.objectName(), str(item.property("text") or "")
    for widget in widgets():
        if widget.objectName() and not widget.objectName().startswith("qt_"):
            text = getattr(widget, "text", None)
            yield widget.objectName(), str(text()) if callable(text) else ""


def tap(name: str, seconds: float = HOLD_SECONDS) -> None:
    """Press and release in the middle of what has this objectName."""
    there = found(name)
    if there is None:
        raise NotThere(f"{name} is not on the screen")
    item, target = there
    if isinstance(item, QQuickItem):
        middle = item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()
    else:
        middle = item.rect().center()
    tap_at(target, middle, seconds)


def tap_at(target, point: QPoint, seconds: float = HOLD_SECONDS) -> None:
    _finger(target, QEvent.Type.MouseButtonPress, point)
    held = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), held.quit)
    held.exec()
    _finger(target, QEvent.Type.MouseButtonRelease, point)


def _finger(target, kind: QEvent.Type, point: QPoint) -> None:
    """QtTest would bring all of Widgets into a public screen, 15 MB; it is for the desk, which has them anyway."""
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    if isinstance(target, QQuickWindow):
        held = left if kind == QEvent.Type.MouseButtonPress else none
        there, everywhere = QPointF(point), QPointF(target.mapToGlobal(point))
        touch = QMouseEvent(kind, there, everywhere, left, held, Qt.KeyboardModifier.NoModifier)
        QGuiApplication.sendEvent(target, touch)
        return
    from PySide6.QtTest import QTest

    press = kind == QEvent.Type.MouseButtonPress
    (QTest.mousePress if press else QTest.mouseRelease)(target, left, Qt.KeyboardModifier.NoModifier, point)


def listener():
    """Where the keyboard is: the focused widget, or the window in front."""
    if "PySide6.QtWidgets" in sys.modules:
        from PySide6.QtWidgets import QApplication

        if isinstance(QGuiApplication.instance(), QApplication):
            focused = QApplication.focusWidget() or QApplication.activeWindow()
            if focused is not None:
                return focused
            shown = next(widgets(), None)
            if shown is not None:
                return shown
    front = QGuiApplication.focusWindow() or next(iter(windows()), None)
    if front is None:
        raise NotThere("no window is open")
    return front


def press(keys: str) -> None:
    combination = QKeySequence.fromString(keys)
    if combination.isEmpty():
        raise NotThere(f"no such key: {keys}")
    from PySide6.QtTest import QTest

    stroke = combination[0]
    QTest.keyClick(listener(), stroke.key(), stroke.keyboardModifiers())


def write(text: str) -> None:
    from PySide6.QtTest import QTest

    target = listener()
    for letter in text:
        if letter in "\r\n":
            QTest.keyClick(target, Qt.Key.Key_Return)
        elif letter.isascii():
            QTest.keyClick(target, letter)
        else:
            QTest.sendKeyEvent(
                QTest.KeyAction.Click, target, Qt.Key.Key_unknown, letter, Qt.KeyboardModifier.NoModifier
            )


def shoot(file: str) -> bool:
    """Save what the front window shows as a picture."""
    for window in windows():
        if isinstance(window, QQuickWindow):
            return window.grabWindow().save(file)
    shown = next(widgets(), None)
    return shown is not None and shown.window().grab().save(file)
