"""The two lists of the page of measures: rows of which Del takes one away."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget

from app.ui.pages.page import RowList

_DEL = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class MeasureRows(RowList):
    """The measures, each in a few lines."""

    def __init__(self, take_away: Callable[[int], None]) -> None:
        super().__init__("Measures")
        self._take_away = take_away

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Del and Backspace take away."""
        if self.currentRow() >= 0 and event.key() in _DEL:
            self._take_away(self.currentRow())
        else:
            super().keyPressEvent(event)


class ReadingRows(QListWidget):
    """Readings, a line each; there may be thousands, so that only what has changed is written anew."""

    def __init__(self, take_away: Callable[[int], None]) -> None:
        super().__init__()
        self.setAccessibleName("Readings, latest first")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._take_away = take_away

    def show_rows(self, rows: Sequence[str]) -> None:
        """Show these; the chosen one stays where it is, as far as there are so many."""
        there = self.words()
        same = 0  # at the end: a new reading comes first
        while same < min(len(there), len(rows)) and there[-1 - same] == rows[-1 - same]:
            same += 1
        current = self.currentRow()
        if same < len(there):
            for _ in range(len(there) - same):
                self.takeItem(0)
        self.insertItems(0, rows[: len(rows) - same])
        self.setCurrentRow(min(current, len(rows) - 1))

    def sizeHint(self) -> QSize:
        """As high as there is room, and no reason for more: it scrolls by itself."""
        return QSize(200, self.minimumSizeHint().height())

    def words(self) -> tuple[str, ...]:
        """The words of all rows."""
        return tuple(self.item(row).text() for row in range(self.count()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Coming here by key chooses the latest, so that it is seen where one is."""
        super().focusInEvent(event)
        if self.currentRow() < 0 and self.count():
            self.setCurrentRow(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Del and Backspace take away."""
        if self.currentRow() >= 0 and event.key() in _DEL:
            self._take_away(self.currentRow())
        else:
            super().keyPressEvent(event)
