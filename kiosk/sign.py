"""The sign of one counter on a small screen: its number, and the ticket it calls or serves; dark when it is closed."""

from PySide6.QtCore import Property, QObject, QTimer, Signal

from center.hours import local
from center.numbering import spoken
from center.signs import SignView, sign_view
from screen.bridge import Bridge
from screen.translation import Translation

TICK_MS = 1000


class Sign(QObject):
    """What Sign.qml shows of `counter`. It asks nothing and hears nothing; who is called is said in the hall."""

    changed = Signal()

    def __init__(self, node, counter: int, translation: Translation, parent: QObject | None = None):
        super().__init__(parent)
        self._node, self._view, self._cut_since = node, SignView(counter, dark=True), ""
        self._bridge = Bridge(node, self)
        self._bridge.woken.connect(self.look)
        translation.changed.connect(self.changed)
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self.look)
        self._tick.start()
        self.look()

    def look(self) -> None:
        """Take in what the node knows: who is here, and whether that is still so."""
        link = self._node.link
        view = sign_view(self._node.day, self._view.counter)
        cut_since = f"{local(link.since or self._node.now()):%H:%M}" if link.state == "cut" else ""
        if (view, bool(cut_since)) != (self._view, bool(self._cut_since)):
            self._view, self._cut_since = view, cut_since
            self.changed.emit()

    def close(self) -> None:
        self._tick.stop()
        self._bridge.close()

    counter = Property(int, lambda self: self._view.counter, constant=True)
    ticket = Property(str, lambda self: spoken(self._view.ticket) if self._view.ticket else "", notify=changed)
    calling = Property(bool, lambda self: self._view.calling, notify=changed)
    dark = Property(bool, lambda self: self._view.dark, notify=changed)
    cutSince = Property(str, lambda self: self._cut_since, notify=changed)
