"""The first rows of a table, with a choice above each column of what it is."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.exchange.foreign.tables import Sheet, Tables, Told, guess
from app.ui.plain_words import as_tip

_MOST_ROWS, _MOST_COLUMNS = 8, 24
_ROLES: tuple[tuple[Told, str], ...] = (
    ("", "Left out"),
    ("cause", "Cause"),
    ("effect", "Effect"),
    ("polarity", "More or less"),
    ("certainty", "How sure"),
    ("confidence", "Confidence, 0–1"),
    ("together", "Needed together"),
    ("note", "Note"),
    ("quotation", "Quotation"),
    ("source", "Who said it"),
)


class ColumnsView(QWidget):
    """Asks which sheet has the links and what its columns are; :attr:`columns` is the answer so far."""

    changed = Signal()

    def __init__(self, tables: Tables, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tables = tables
        self.columns = guess(tables)
        self.sheet = QComboBox()
        self.sheet.setAccessibleName("The sheet with the links")
        for each in tables.sheets:
            self.sheet.addItem(each.name or "The table", each.name)
        self.heading = QCheckBox("The first row names the columns")
        self.matrix = QCheckBox("It is a square: a mark where a row meets a column")
        self.table = QTableWidget()
        self.table.setAccessibleName("The first rows of the table")
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().hide()
        self.table.setMinimumHeight(250)
        self.roles: list[QComboBox] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._which = QWidget()
        row = QHBoxLayout(self._which)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(QLabel("Links are in"))
        row.addWidget(self.sheet)
        row.addStretch(1)
        self._which.setVisible(len(tables.sheets) > 1)
        for widget in (self._which, self.heading, self.matrix, self.table):
            column.addWidget(widget)
        self.sheet.activated.connect(self._on_sheet)
        self.heading.clicked.connect(self._on_heading)
        self.matrix.clicked.connect(self._on_matrix)
        self._show()

    def _current(self) -> Sheet:
        return self._tables.sheet(self.columns.sheet) or self._tables.sheets[0]

    def _on_sheet(self) -> None:
        """Another sheet: what its own headings say."""
        chosen = self._tables.sheet(self.sheet.currentData())
        assert chosen is not None
        found = guess(Tables(self._tables.shown, (chosen,)))
        self.columns = replace(found, factors="" if self.columns.factors == chosen.name else self.columns.factors)
        self._show()
        self.changed.emit()

    def _on_heading(self) -> None:
        self.columns = replace(self.columns, heading=self.heading.isChecked())
        self.changed.emit()

    def _on_matrix(self) -> None:
        self.columns = replace(self.columns, matrix=self.matrix.isChecked())
        self._show()
        self.changed.emit()

    def _on_role(self, column: int) -> None:
        """A column's meaning. Two may have the same while a person goes through the choices; the reading says so."""
        role: Told = self.roles[column].currentData()
        given: list[Told] = list(self.columns.roles) + [""] * (len(self.roles) - len(self.columns.roles))
        given[column] = role
        self.columns = replace(self.columns, roles=tuple(given), matrix=False)
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        sheet, at = self._current(), self.columns
        self.sheet.setCurrentIndex(max(0, self.sheet.findData(sheet.name)))
        self.heading.setChecked(at.heading)
        self.matrix.setChecked(at.matrix)
        self.heading.setVisible(not at.matrix)
        wide = min(sheet.width, _MOST_COLUMNS)
        if len(self.roles) != wide or self.table.columnCount() != wide or self._filled != sheet.name:
            self._fill(sheet, wide)
        for number, box in enumerate(self.roles):
            role = at.roles[number] if number < len(at.roles) else ""
            box.setCurrentIndex(max(0, box.findData(role)))
            box.setEnabled(not at.matrix)

    _filled: str | None = None

    def _fill(self, sheet: Sheet, wide: int) -> None:
        rows = sheet.rows[:_MOST_ROWS]
        self.table.clear()
        self.table.setRowCount(len(rows) + 1)
        self.table.setColumnCount(wide)
        self.roles = []
        for column in range(wide):
            box = QComboBox()
            box.setAccessibleName(f"What column {column + 1} is")
            for value, words in _ROLES:
                box.addItem(words, value)
            box.activated.connect(lambda _=0, at=column: self._on_role(at))
            self.roles.append(box)
            self.table.setCellWidget(0, column, box)
            for number, row in enumerate(rows, 1):
                words = row[column] if column < len(row) else ""
                item = QTableWidgetItem(words[:200])
                item.setToolTip(as_tip(words[:1000]))
                self.table.setItem(number, column, item)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setDefaultSectionSize(170)
        self.table.verticalHeader().setDefaultSectionSize(30)
        self.table.setRowHeight(0, 40)
        self._filled = sheet.name
