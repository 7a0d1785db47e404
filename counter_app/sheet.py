"""A question in the window itself, never a dialog: lists to choose from, Enter does it, Esc goes back."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from counter_app.parts import KeyButton, label
from counter_app.style import STEP
from screen.translation import translate

VALUE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to decide. kind: list (keys 1 to 9 choose) | combo | entry (typed)."""

    name: str
    title: str
    options: tuple[tuple[object, str], ...] = ()
    kind: str = "list"
    chosen: object = None


@dataclass(frozen=True, slots=True)
class Question:
    """`do(values)` is called with the chosen value of every choice when the person says yes."""

    name: str
    title: str
    hint: str
    confirm: str
    choices: tuple[Choice, ...]
    do: Callable[[dict[str, object]], None]
    follow: Callable[[dict[str, object]], dict[str, tuple]] | None = None  # options that depend on another choice


class Sheet(QFrame):
    """Shows one Question; `left` when the person goes back."""

    left = Signal()

    def __init__(self, question: Question):
        super().__init__()
        self.question = question
        self.setObjectName(f"sheet_{question.name}")
        self.setProperty("look", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * STEP, 2 * STEP, 3 * STEP, 2 * STEP)
        column.setSpacing(STEP)
        column.addWidget(label(question.title, "title", "sheet_title", wrap=True))
        if question.hint:
            column.addWidget(label(question.hint, "soft", "sheet_hint", wrap=True))
        self.editors: dict[str, QWidget] = {}
        for choice in question.choices:
            title = label(choice.title, "strong")
            editor = self._editor(choice)
            title.setBuddy(editor)
            editor.setAccessibleName(choice.title)
            column.addWidget(title)
            column.addWidget(editor, 1 if choice.kind == "list" else 0)
            self.editors[choice.name] = editor
        if not any(choice.kind == "list" for choice in question.choices):
            column.addStretch(1)
        column.addLayout(self._buttons())
        self._follow()

    def _editor(self, choice: Choice) -> QWidget:
        if choice.kind == "entry":
            entry = QLineEdit(str(choice.chosen or ""))
            entry.setMaxLength(60)
            editor = entry
        elif choice.kind == "combo":
            editor = QComboBox()
            self._fill_combo(editor, choice.options, choice.chosen)
            editor.activated.connect(lambda _: self._follow())
        else:
            editor = QListWidget()
            for place, (value, text) in enumerate(choice.options, 1):
                item = QListWidgetItem(f"{place}   {text}" if place < 10 else f"     {text}")
                item.setData(VALUE, value)
                editor.addItem(item)
                if value == choice.chosen:
                    editor.setCurrentItem(item)
            if editor.currentRow() < 0:
                editor.setCurrentRow(0)
            editor.setWordWrap(True)
            editor.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            editor.itemDoubleClicked.connect(lambda _: self.confirm())
            editor.currentRowChanged.connect(lambda _: self._follow())
            editor.installEventFilter(self)
        editor.setObjectName(f"{self.question.name}_{choice.name}")
        return editor

    @staticmethod
    def _fill_combo(combo: QComboBox, options: tuple, chosen: object) -> None:
        combo.clear()
        for value, text in options:
            combo.addItem(text, value)
        combo.setCurrentIndex(max(0, next((i for i, (value, _) in enumerate(options) if value == chosen), 0)))

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(STEP)
        self.back = KeyButton(translate("Sheet", "Quay lại"), "Esc", slim=True, name="sheet_back")
        self.back.clicked.connect(self.left)
        self.yes = KeyButton(self.question.confirm, "Enter", icon="check", rank="main", slim=True, name="sheet_confirm")
        self.yes.clicked.connect(self.confirm)
        row.addWidget(self.back, 2)
        row.addWidget(self.yes, 3)
        return row

    def start(self) -> None:
        """Put the keyboard on the first choice."""
        next(iter(self.editors.values()), self.yes).setFocus()

    def values(self) -> dict[str, object]:
        chosen = {}
        for name, editor in self.editors.items():
            if isinstance(editor, QListWidget):
                chosen[name] = editor.currentItem().data(VALUE) if editor.currentItem() else None
            elif isinstance(editor, QComboBox):
                chosen[name] = editor.currentData()
            else:
                chosen[name] = editor.text().strip()
        return chosen

    def confirm(self) -> None:
        self.question.do(self.values())

    def _follow(self) -> None:
        if self.question.follow is None or len(self.editors) < len(self.question.choices):
            return
        for name, options in self.question.follow(self.values()).items():
            combo = self.editors[name]
            if tuple((combo.itemData(i), combo.itemText(i)) for i in range(combo.count())) != options:
                self._fill_combo(combo, options, combo.currentData())

    def eventFilter(self, watched, event):
        """A list would keep digits and Enter for itself."""
        if event.type() == QEvent.Type.KeyPress and (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or Qt.Key.Key_1 <= event.key() <= Qt.Key.Key_9
        ):
            self.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event):
        """Esc goes back, Enter does it; a digit picks from the list that has the keyboard, or from the only one."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit() if self.back.hasFocus() else self.confirm()
        elif Qt.Key.Key_1 <= event.key() <= Qt.Key.Key_9:
            lists = [e for e in self.editors.values() if isinstance(e, QListWidget)]
            place = event.key() - Qt.Key.Key_1
            aim = next((e for e in lists if e.hasFocus()), lists[0] if lists else None)
            if aim is not None and place < aim.count():
                aim.setCurrentRow(place)
        else:
            super().keyPressEvent(event)
