"""Rows of words and numbers: read, chosen by arrow keys, never edited, never cut short."""

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QBrush, QColor, QFont
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from counter_app.style import colour

KEY = Qt.ItemDataRole.UserRole
ROW_PIXELS, TALL_ROW_PIXELS, SPREAD_ROW_PIXELS = 30, 40, 48
ROOM_ABOVE_AND_BELOW, ROOM_BESIDE = 10, 18
STRONG_POINTS = 13


class Table(QTableWidget):
    """Keeps the chosen row over a change; a row grows where the words of its widest column need a second line.

    `tall`: rows to be read at arm's length, the first column large. `spread`: rows share the height there
    is. `grew`: all rows together are of another height.
    """

    grew = Signal()

    def __init__(
        self,
        titles: tuple[str, ...],
        name: str,
        stretch: int = 0,
        right: tuple[int, ...] = (),
        *,
        tall: bool = False,
        spread: bool = False,
    ):
        super().__init__(0, len(titles))
        self.setObjectName(name)
        self.setAccessibleName(", ".join(titles))
        self.right, self.stretch, self.tall, self.spread = right, stretch, tall, spread
        self.setHorizontalHeaderLabels(titles)
        for column in range(len(titles)):
            self.horizontalHeaderItem(column).setTextAlignment(self._align(column))
        head = self.horizontalHeader()
        head.setMinimumSectionSize(1)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(stretch, QHeaderView.ResizeMode.Stretch)
        head.setHighlightSections(False)
        head.sectionResized.connect(self._note_width)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(TALL_ROW_PIXELS if tall else ROW_PIXELS)
        self.verticalHeader().setDefaultSectionSize(TALL_ROW_PIXELS if tall else ROW_PIXELS)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        # Widths settle after the words are there: a scroll bar comes or goes, columns share what is left.
        self._high = 0
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.fit_rows)

    def _align(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if column in self.right else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

    def show_rows(self, rows: list[tuple[str, tuple[str, ...], str]]) -> None:
        """(key, texts, tone) per row; tone colours the row's words."""
        chosen, fitting = self.chosen(), self.rowCount() == len(rows)
        if not fitting:
            self.setRowCount(len(rows))
        for place, (key, texts, tone) in enumerate(rows):
            for column, text in enumerate(texts):
                item = self.item(place, column) or self._new_item(place, column)
                if item.text() != text:
                    item.setText(text)
                    fitting = fitting and column != self.stretch
                if item.data(KEY) != key:
                    item.setData(KEY, key)
                item.setForeground(QBrush(QColor(colour(tone or "ink"))))
            if key == chosen and self.currentRow() != place:
                self.selectRow(place)
        if not fitting:
            self._soon.start()

    def _new_item(self, place: int, column: int) -> QTableWidgetItem:
        item = QTableWidgetItem()
        item.setTextAlignment(self._align(column))
        if self.tall and column == 0:
            letters = QFont(self.font())
            letters.setPointSizeF(STRONG_POINTS)
            letters.setWeight(QFont.Weight.DemiBold)
            item.setFont(letters)
        self.setItem(place, column, item)
        return item

    def _note_width(self, column: int, old: int, new: int) -> None:
        if column == self.stretch:
            self._soon.start()

    def fit_rows(self) -> None:
        least = TALL_ROW_PIXELS if self.tall else ROW_PIXELS
        if self.spread and self.rowCount():
            least = max(least, min(SPREAD_ROW_PIXELS, self.viewport().height() // self.rowCount()))
        room = QRect(0, 0, self.columnWidth(self.stretch) - ROOM_BESIDE, 1000)
        for row in range(self.rowCount()):
            words = self.item(row, self.stretch).text()
            # Qt's own hint forgets the padding of the style sheet, and the last word is cut.
            needed = self.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, words).height()
            height = max(least, needed + ROOM_ABOVE_AND_BELOW)
            if height != self.rowHeight(row):
                self.setRowHeight(row, height)
        if (high := self.height_of_all()) != self._high:
            self._high = high
            self.grew.emit()

    def resizeEvent(self, event):
        super().resizeEvent(event)
        self._soon.start()

    def height_of_all(self) -> int:
        """Pixels at which every row is seen."""
        return self.horizontalHeader().sizeHint().height() + self.verticalHeader().length() + 2

    def chosen(self) -> str | None:
        item = self.item(self.currentRow(), 0) if self.currentRow() >= 0 else None
        return item.data(KEY) if item else None

    def keyPressEvent(self, event):
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentItem() is not None:
            self.itemActivated.emit(self.currentItem())
        else:
            super().keyPressEvent(event)
