"""Vietnamese first, English second, changed at run time with one tap."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, QTranslator, Signal

from screen import ASSETS

LANGUAGES = ("vi", "en")


class Translation(QObject):
    """The language on the screen. The sources are Vietnamese; assets/words/<program>_en.qm are the English."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self.language = ""
        self._words: dict[str, list[QTranslator]] = {}
        self._retranslate: list[Callable[[], None]] = []

    def watch(self, retranslate: Callable[[], None]) -> None:
        """Call this whenever the language changes."""
        self._retranslate.append(retranslate)

    def speak(self, language: str) -> None:
        """Show everything in `language` (vi | en) from now on."""
        if language == self.language:
            return
        if self.language:
            for translator in self._translators(self.language):
                QCoreApplication.removeTranslator(translator)
        self.language = language
        for translator in self._translators(language):
            QCoreApplication.installTranslator(translator)
        for retranslate in self._retranslate:
            retranslate()
        self.changed.emit()

    def _translators(self, language: str) -> list[QTranslator]:
        if language not in self._words:
            self._words[language] = []
            for file in sorted((ASSETS / "words").glob(f"*_{language}.qm")):
                translator = QTranslator(self)
                translator.load(str(file))
                self._words[language].append(translator)
        return self._words[language]


translate = QCoreApplication.translate  # pyside6-lupdate finds sentences by this name
