"""Vietnamese first, English second, changed at run time with one tap."""

from PySide6.QtCore import QCoreApplication, QObject, QTranslator, Signal

from screen import ASSETS

LANGUAGES = ("vi", "en")


class Translation(QObject):
    """The language on the screen. Sources are Vietnamese; `vi` only adds plural forms."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self.language = ""
        self._words: dict[str, QTranslator] = {}
        self._engines: list = []

    def watch(self, engine) -> None:
        """Retranslate this QML engine whenever the language changes."""
        self._engines.append(engine)

    def speak(self, language: str) -> None:
        """Show everything in `language` (vi | en) from now on."""
        if language == self.language:
            return
        if self.language:
            QCoreApplication.removeTranslator(self._translator(self.language))
        self.language = language
        QCoreApplication.installTranslator(self._translator(language))
        for engine in self._engines:
            engine.retranslate()
        self.changed.emit()

    def _translator(self, language: str) -> QTranslator:
        if language not in self._words:
            translator = QTranslator(self)
            translator.load(str(ASSETS / "words" / f"{language}.qm"))
            self._words[language] = translator
        return self._words[language]


def say(context: str, source: str, n: int = -1) -> str:
    """A sentence of assets/words in the language on the screen; `%n` is replaced by `n`."""
    return QCoreApplication.translate(context, source, None, n)
