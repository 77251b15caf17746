"""Small parts of the form: a list of factors that can be taken away, text of several lines, a choice."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit

from app.model.cause_map import CauseMap
from app.ui.pages.page import RowList

_HIGH = 58


class FactorRows(RowList):
    """Some factors, by their words; Del takes one away, Enter brings it in sight on the map."""

    taken_away = Signal(str)
    gone_to = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._ids: tuple[str, ...] = ()
        self.setToolTip("Del takes it away · Enter brings it in sight on the map")
        self.row_acted_on.connect(lambda row: self.gone_to.emit(self._ids[row]))

    @property
    def ids(self) -> tuple[str, ...]:
        """The factors that are listed."""
        return self._ids

    def show_factors(self, cause_map: CauseMap, ids: Sequence[str]) -> None:
        """List these."""
        row = self.currentRow()
        self._ids = tuple(ids)
        self.show_rows([cause_map.factors[id_].label for id_ in ids], row if 0 <= row < len(ids) else -1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Del takes the chosen one away."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and 0 <= self.currentRow() < len(self._ids):
            self.taken_away.emit(self._ids[self.currentRow()])
        else:
            super().keyPressEvent(event)


class Several(QPlainTextEdit):
    """A few lines of text; says when it is left."""

    left = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setFixedHeight(_HIGH)

    def show_text(self, words: str) -> None:
        """Show this, unless someone is in the middle of typing here."""
        if not (self.document().isModified() and self.hasFocus()) and self.toPlainText() != words:
            self.setPlainText(words)
        if self.toPlainText() == words:
            self.document().setModified(False)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving it is when its words become a step."""
        super().focusOutEvent(event)
        self.left.emit()


def combo(options: Sequence[tuple[Any, str]], name: str) -> QComboBox:
    """A choice of one, each with its value."""
    box = QComboBox()
    box.setAccessibleName(name)
    box.setMinimumContentsLength(10)
    for value, words in options:
        box.addItem(words, value)
    return box


def chosen_of(box: QComboBox) -> Any:
    """The value that is chosen."""
    return box.currentData()


def is_typing(field: QLineEdit) -> bool:
    """Whether someone is in the middle of it: then no step from elsewhere may take the words away."""
    return field.isModified() and field.hasFocus()


def fill(field: QLineEdit, words: str) -> None:
    """Show these words, unless someone is typing here."""
    if is_typing(field):
        return
    if field.text() != words:
        field.setText(words)
        field.setCursorPosition(0)
    field.setModified(False)
