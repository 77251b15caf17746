"""The table: the plan as action plans have it. Typed over in place, ordered by any column, copied whole."""

from functools import lru_cache

from PySide6.QtCore import QEvent, QMimeData, QRect, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.analysis.plan_table import COLUMNS, as_html, as_lines
from app.drawing.fonts import font
from app.drawing.theme import Theme
from app.ui.look import TEXT
from app.ui.pages.page import quiet_button, second
from app.ui.plan.summary_page import PlanPage
from app.ui.plan.table_model import CellEditor, TableModel
from app.ui.session import Session

_WIDTHS = {
    "Ref": 46,
    "Cause": 230,
    "Action": 280,
    "Lead organisation": 160,
    "Lead role": 150,
    "Start": 96,
    "Due": 96,
    "Resources": 180,
    "Measure": 180,
    "Status": 120,
    "Strength": 106,
    "Quick or deep": 116,
    "Watched by": 170,
    "Progress": 240,
}
_MOST_LINES = 5
_EMPTY = "Nothing is planned yet. Select causes on the map and press Shift+A, or press Ins here."
_HOW = "F2 or typing changes a cell · Enter opens the form · Ctrl+↑↓ orders by the column · Ctrl+C copies the table"


@lru_cache(maxsize=8192)
def _high(words: str, width: int) -> int:
    """The height of a cell with these words."""
    metrics = QFontMetrics(font(TEXT))
    room = QRect(0, 0, width - 10, 10_000)
    needed = metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), words).height() if words else 0
    return min(max(needed, metrics.height()), _MOST_LINES * metrics.lineSpacing()) + 12


class Table(QTableView):
    """The rows and their cells; keys that are the page's go to the page."""

    def event(self, event: QEvent) -> bool:
        """Ctrl with C or an arrow are its own here."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_own(event):
            event.accept()
            return True
        return super().event(event)

    @staticmethod
    def _is_own(event: QKeyEvent) -> bool:
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        return ctrl and event.key() in (Qt.Key.Key_C, Qt.Key.Key_Up, Qt.Key.Key_Down)


class TablePage(PlanPage):
    """Reference, cause, action, lead, dates, resources, measure, status, strength, lights."""

    title = "Table"

    def __init__(self, session: Session, theme: Theme) -> None:
        self._following = False
        super().__init__(session, theme)

    def made_view(self) -> QWidget:
        """The table, and below it how it is used."""
        self.model = TableModel(self.planning, self.theme, self)
        self.table = Table()
        self.table.setModel(self.model)
        self.table.setItemDelegate(CellEditor(self.table, self.table.setFocus))
        self.table.setAccessibleName("The plan as a table")
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        triggers = QAbstractItemView.EditTrigger
        self.table.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed)
        self.table.setWordWrap(True)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = self.table.horizontalHeader()
        header.setSectionsClickable(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for at, column in enumerate(COLUMNS):
            header.resizeSection(at, _WIDTHS.get(column.heading, 108))
        header.sectionResized.connect(lambda *_: self._fit())
        header.sectionClicked.connect(self.sort_by)
        self.table.selectionModel().currentChanged.connect(lambda index, _: self._on_cell(index.row()))
        self.table.installEventFilter(self)
        self.empty = second(_EMPTY)
        self.how.setText(_HOW)
        self.copy_button = quiet_button("Copy the table")
        self.copy_button.clicked.connect(self.copy)
        self.line.aside.addWidget(self.copy_button)
        whole = QWidget()
        column_of_all = QVBoxLayout(whole)
        column_of_all.setContentsMargins(0, 0, 0, 0)
        column_of_all.setSpacing(4)
        for widget in (self.empty, self.table):
            column_of_all.addWidget(widget, int(widget is self.table))
        return whole

    # -- showing

    def show_plan(self) -> None:
        """The rows as they are now; the cell in hand stays in hand."""
        self._following = True
        column = max(0, self.table.currentIndex().column())
        self.model.theme = self.theme
        self.model.follow()
        self._fit()
        row = self.model.row_of(self.planning.chosen)
        if row >= 0 and self.table.currentIndex().row() != row:
            self.table.setCurrentIndex(self.model.index(row, column))
        elif row < 0:
            self.table.clearSelection()
        there = bool(self.model.rows)
        self.empty.setVisible(self.planning.plan is not None and not there)
        self.table.setVisible(there)
        self.copy_button.setVisible(there)
        self._following = False

    def _fit(self) -> None:
        """Each row as high as the longest of its words needs, up to a few lines."""
        header = self.table.horizontalHeader()
        widths = [header.sectionSize(at) for at in range(len(COLUMNS))]
        for row, words in enumerate(self.model.words):
            high = max(_high(cell, width) for cell, width in zip(words, widths, strict=True))
            if self.table.rowHeight(row) != high:
                self.table.setRowHeight(row, high)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        super().set_theme(theme)
        self.table.viewport().update()

    def first_field(self) -> QWidget:
        """The table, or, of an empty plan, what begins it."""
        if not self.model.rows:
            return self.line.add
        if not self.table.currentIndex().isValid():
            self._following = True
            self.table.setCurrentIndex(self.model.index(0, 2))
            self._following = False
        self.table.scrollTo(self.table.currentIndex())
        return self.table

    def _on_cell(self, row: int) -> None:
        if not self._following and 0 <= row < len(self.model.rows):
            self.planning.choose(self.model.rows[row].action.id)

    # -- keys

    def on_key(self, event: QKeyEvent) -> bool:
        """Ctrl+C copies, Ctrl and an arrow orders; Enter, Ins and Del as everywhere in the plan. F2 is the cell's."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            return True
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._order(max(0, self.table.currentIndex().column()), descending=event.key() == Qt.Key.Key_Down)
            return True
        if event.key() in (Qt.Key.Key_F2, Qt.Key.Key_Backspace):
            return False
        if not self.planning.chosen:
            self._on_cell(self.table.currentIndex().row())
        return super().on_key(event)

    def sort_by(self, column: int) -> None:
        """Order by a column; again: the other way round."""
        self._order(column, descending=self.model.column == column and not self.model.descending)

    def _order(self, column: int, *, descending: bool) -> None:
        self._following = True
        self.model.sort_by(column, descending=descending)
        self._following = False
        self.show_plan()

    def copy(self) -> None:
        """The whole table on the clipboard: as lines for a spreadsheet, as a table for a document."""
        data = QMimeData()
        data.setText(as_lines(self.model.words))
        data.setHtml(as_html(self.model.words))
        QApplication.clipboard().setMimeData(data)
        self.session.told.emit("The plan is on the clipboard as a table.")

    def keep(self) -> None:
        """Make a step of the cell that is being typed in."""
        editor = QApplication.focusWidget()
        if editor is not None and editor.parent() is self.table.viewport():
            self.table.commitData(editor)
        super().keep()
