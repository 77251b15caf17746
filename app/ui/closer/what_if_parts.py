"""The small parts of "What if?": a list under its heading, a list with keys of its own, and the table to compare."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.drawing.fonts import font
from app.ui.pages.page import RowList, heading, quiet_button
from app.ui.plain_words import as_tip

_FEW = 8
_COLUMN = 54
_MOST = 40
"""So many rows of a table can still be read."""


def bring_in_sight(widget: QWidget) -> None:
    """Scroll the page so far that this can be seen."""
    area = widget.parentWidget()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    if area is not None:
        area.ensureWidgetVisible(widget, 0, 12)


class KeyedRows(RowList):
    """Rows on which some keys do something; and Esc lets go of the chosen one."""

    key_pressed = Signal(str, int)
    """The name of the key and the row."""
    let_go = Signal()

    def __init__(self, name: str, keys: Mapping[Qt.Key, str] | None = None) -> None:
        super().__init__(name)
        self._keys = dict(keys or {})

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A key of its own, or those of every list."""
        key, row = Qt.Key(event.key()), self.currentRow()
        if key == Qt.Key.Key_Escape and row >= 0:
            self.let_go.emit()
        elif key in self._keys and not event.modifiers() and row >= 0:
            self.key_pressed.emit(self._keys[key], row)
        else:
            super().keyPressEvent(event)


class Section(QWidget):
    """Rows under a heading, the first of them at first; nothing at all where there are none."""

    def __init__(self, rows: KeyedRows, few: int = _FEW) -> None:
        super().__init__()
        self.rows = rows
        self._few = few
        self.head = heading("")
        self.more = quiet_button("")
        self._all = False
        self._words: tuple[str, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.head)
        column.addWidget(rows)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.more.clicked.connect(self._show_all)
        self.hide()

    def show_rows(self, title: str, words: Sequence[str]) -> None:
        """Show these; a chosen row stays chosen where it says the same as before."""
        current = self.rows.currentRow()
        same = tuple(words) == self._words
        self._words = tuple(words)
        self.head.setText(title)
        shown = self._words if self._all else self._words[: self._few]
        self.rows.show_rows(shown, current if same else -1)
        self.more.setVisible(len(shown) < len(self._words))
        self.more.setText(f"Show all {len(self._words)}")
        self.setVisible(bool(self._words))

    def unmark(self) -> None:
        """No row is chosen any more."""
        if self.rows.currentRow() >= 0:
            self.rows.show_rows([self.rows.item(at).text() for at in range(self.rows.count())])

    def _show_all(self) -> None:
        self._all = True
        self.show_rows(self.head.text(), self._words)
        self.rows.setFocus()


class Compared(QTableWidget):
    """Symptoms × scenarios: what becomes of each, as a sign and a word. As high as all of it."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Scenarios side by side")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.setWordWrap(True)
        self.setFont(font(13))
        self._cells: tuple[tuple[str, ...], ...] = ()

    def show_cells(self, letters: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """One column for each scenario, by its letter; each row begins with what it is about."""
        cells = (tuple(letters), *(tuple(row) for row in rows[:_MOST]))
        self.setVisible(bool(letters))
        if cells == self._cells:
            return
        self._cells = cells
        self.clear()
        self.setColumnCount(1 + len(letters))
        self.setRowCount(len(cells) - 1)
        self.setHorizontalHeaderLabels(["", *letters])
        header = self.horizontalHeader()
        header.setMinimumSectionSize(_COLUMN)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for column in range(len(letters)):
            header.resizeSection(1 + column, _COLUMN)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for at, row in enumerate(cells[1:]):
            for column, words in enumerate(row):
                item = QTableWidgetItem(words)
                item.setTextAlignment(
                    Qt.AlignmentFlag.AlignVCenter
                    | (Qt.AlignmentFlag.AlignLeft if not column else Qt.AlignmentFlag.AlignHCenter)
                )
                item.setToolTip(as_tip(f"{letters[column - 1]}: {row[0]}: {words}" if column else words))
                self.setItem(at, column, item)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words break anew at another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _fit(self) -> None:
        self.resizeRowsToContents()
        high = sum(self.rowHeight(row) for row in range(self.rowCount()))
        self.setFixedHeight(high + self.horizontalHeader().sizeHint().height() + 4)
