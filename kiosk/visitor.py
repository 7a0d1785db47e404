"""The person in front of a public screen: what they set for themselves, and whether they are still there."""

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot

from screen.theme import Theme
from screen.touch import Touch
from screen.translation import Translation

IDLE_MS = 30_000  # then the screen asks whether more time is needed
ANSWER_MS = 20_000  # WCAG 2.2.1: at least 20 s to answer, as often as one likes


class Visitor(QObject):
    """Language, size, contrast, reach and voice of one person; all of it forgotten when they leave.

    `away` is True while there is something to reset, which is what the idle clock looks at.
    """

    changed = Signal()
    warned = Signal()
    left = Signal()

    def __init__(self, theme: Theme, translation: Translation, touch: Touch, home_language: str = "vi", parent=None):
        super().__init__(parent)
        self._theme, self._translation = theme, translation
        self._home_language = home_language
        self._language, self._large, self._contrast, self._low, self._voice = home_language, False, False, False, False
        self._elsewhere = False
        self._idle = QTimer(self, singleShot=True, interval=IDLE_MS)
        self._idle.timeout.connect(self._warn)
        self._answer = QTimer(self, singleShot=True, interval=ANSWER_MS)
        self._answer.timeout.connect(self.leave)
        touch.touched.connect(self.stay)

    def set_patience(self, idle_ms: int, answer_ms: int) -> None:
        self._idle.setInterval(idle_ms)
        self._answer.setInterval(answer_ms)

    @Property(str, notify=changed)
    def language(self) -> str:
        return self._language

    @Property(bool, notify=changed)
    def large(self) -> bool:
        return self._large

    @Property(bool, notify=changed)
    def contrast(self) -> bool:
        return self._contrast

    @Property(bool, notify=changed)
    def low(self) -> bool:
        return self._low

    @Property(bool, notify=changed)
    def voice(self) -> bool:
        return self._voice

    @property
    def untouched(self) -> bool:
        settings = (self._language, self._large, self._contrast, self._low, self._voice)
        return settings == (self._home_language, False, False, False, False)

    @Slot(str)
    def wish(self, wish: str) -> None:
        """Turn one setting over: language | large | contrast | low | voice."""
        match wish:
            case "language":
                self._language = "en" if self._language == "vi" else "vi"
            case "large":
                self._large = not self._large
            case "contrast":
                self._contrast = not self._contrast
            case "low":
                self._low = not self._low
            case "voice":
                self._voice = not self._voice
        self._wear()
        self.stay()

    def _wear(self) -> None:
        self._theme.wear(self._large, self._contrast, self._low)
        self._translation.speak(self._language)
        self.changed.emit()

    def be_elsewhere(self, elsewhere: bool) -> None:
        """Whether the screen shows something other than its first page."""
        self._elsewhere = elsewhere
        self.stay()

    @Slot()
    def stay(self) -> None:
        """Somebody is there: the idle clock starts anew."""
        self._answer.stop()
        if self._elsewhere or not self.untouched:
            self._idle.start()
        else:
            self._idle.stop()

    def rest(self) -> None:
        """No idle clock for now: the page on the screen ends by itself."""
        self._idle.stop()
        self._answer.stop()

    def _warn(self) -> None:
        self._answer.start()
        self.warned.emit()

    @Slot()
    def leave(self) -> None:
        """Forget everything about this person."""
        self.rest()
        self._elsewhere = False
        self._language, self._large, self._contrast, self._low, self._voice = self._home_language, *(False,) * 4
        self._wear()
        self.left.emit()
