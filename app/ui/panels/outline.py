"""The outline panel: every factor under what it leads to; selection and keys shared with the map."""

from collections.abc import Iterable
from functools import lru_cache

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QPainter,
    QPalette,
    QPen,
    QPolygonF,
    QResizeEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from app.drawing.fonts import font
from app.drawing.theme import Theme
from app.ui.panels.outline_tree import DEPTH_ROLE, ID_ROLE, KIND_ROLE, OutlineTree
from app.ui.session import Session

_LINE = 19
_MARK = 18
_MOST_MARKED = 200
"""So many selected rows are marked: nobody looks through more."""


@lru_cache(maxsize=2_000)
def _layout(words: str, width: float, *, bold: bool) -> QTextLayout:
    """The words of a row, broken into at most three lines."""
    layout = QTextLayout(words, font(14, bold=bold))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    for number in range(3):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(max(width, 60))
        line.setPosition(QPointF(0, number * _LINE))
    layout.endLayout()
    return layout


class OutlineDelegate(QStyledItemDelegate):
    """A mark for the kind (by shape as well as colour) and the words, on as many lines as they need."""

    def __init__(self, theme: Theme, parent: QTreeView) -> None:
        super().__init__(parent)
        self.theme = theme
        self._tree = parent

    def _width(self, index: QModelIndex | QPersistentModelIndex) -> float:
        depth = int(index.data(DEPTH_ROLE))
        return self._tree.viewport().width() - (depth + 1) * self._tree.indentation() - _MARK - 4

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As high as its lines."""
        bold = index.data(KIND_ROLE) == "root"
        lines = _layout(str(index.data()), self._width(index), bold=bold).lineCount()
        return QSize(120, lines * _LINE + 8)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Ground, mark, words, focus."""
        theme, rect = self.theme, QRectF(option.rect)
        state = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(theme.accent_soft))
        kind = index.data(KIND_ROLE)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_mark(painter, QPointF(rect.left() + 8, rect.top() + 4 + _LINE / 2), kind, theme)
        painter.setPen(QColor(theme.second_text if kind == "loop" else theme.text))
        layout = _layout(str(index.data()), rect.width() - _MARK - 4, bold=kind == "root")
        layout.draw(painter, QPointF(rect.left() + _MARK, rect.top() + 3))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(theme.accent), 1.5))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        painter.restore()


def _paint_mark(painter: QPainter, at: QPointF, kind: str, theme: Theme) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    match kind:
        case "symptom":
            painter.setBrush(QColor(theme.symptom))
            painter.setPen(QPen(QColor(theme.symptom_border), 1.6))
            painter.drawRoundedRect(QRectF(at.x() - 6, at.y() - 4, 12, 8), 4, 4)
        case "root":
            painter.setBrush(QColor(theme.root))
            painter.drawPolygon(QPolygonF([at + QPointF(*p) for p in ((-5.5, 0), (0, -5.5), (5.5, 0), (0, 5.5))]))
        case "loop":
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.loop), 1.8))
            painter.drawArc(QRectF(at.x() - 5, at.y() - 5, 10, 10), 60 * 16, 290 * 16)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.loop))
            painter.drawPolygon(QPolygonF([at + QPointF(*p) for p in ((1, -5), (7, -5), (4, 0))]))
        case _:
            painter.setBrush(QColor(theme.second_text))
            painter.drawEllipse(at, 2.8, 2.8)


class Outline(QTreeWidget):
    """Symptoms, and under each the causes that lead to it."""

    tab_pressed = Signal()
    enter_pressed = Signal()
    rename_wanted = Signal(str)

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._following = False
        self.setObjectName("outline")
        self.setAccessibleName("Outline: symptoms, and under each its causes")
        self.setHeaderHidden(True)
        self.setIndentation(15)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        # By rows, not pixels: only the rows in sight are asked how high they are.
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setExpandsOnDoubleClick(False)
        self.tree = OutlineTree(self)
        self._delegate = OutlineDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        self._soften(theme)
        self.follow(None)
        self.selectionModel().selectionChanged.connect(self._on_picked)
        self.itemExpanded.connect(self._on_expanded)
        self.doubleClicked.connect(lambda index: self.rename_wanted.emit(index.data(ID_ROLE)))
        session.map_changed.connect(self.follow)
        session.selection_changed.connect(self.show_selection)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._delegate.theme = theme
        self._soften(theme)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words break anew at another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()

    def _soften(self, theme: Theme) -> None:
        """The strip beside a selected row has the row's own ground."""
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Highlight, QColor(theme.accent_soft))
        self.setPalette(palette)

    def follow(self, touched: Iterable[str] | None) -> None:
        """Show the map as it is now; rows that are new and hold causes stand open."""
        self._following = True
        self.tree.show(self.session.map, self.session.reading, touched)
        self._following = False
        self.show_selection("")

    def _on_expanded(self, row: QTreeWidgetItem) -> None:
        if not self._following:
            self._following = True
            self.tree.fill(row)
            self._following = False

    def _on_picked(self, *_: object) -> None:
        if not self._following:
            ids = [index.data(ID_ROLE) for index in self.selectionModel().selectedIndexes()]
            current = self.currentIndex().data(ID_ROLE)
            if current in ids:  # the one in hand comes last
                ids = [*(id_ for id_ in ids if id_ != current), current]
            self.session.select(ids, "outline")

    def show_selection(self, source: str) -> None:
        """Mark the rows of what is selected elsewhere."""
        if source == "outline":
            return
        self._following = True
        model, chosen = self.selectionModel(), self.session.selected_factors()
        if {index.data(ID_ROLE) for index in model.selectedIndexes()} != set(chosen):
            model.clearSelection()
            found = [self.indexFromItem(row) for id_ in chosen if (row := self._row_in_sight(id_)) is not None]
            for index in found[:_MOST_MARKED]:
                model.select(index, QItemSelectionModel.SelectionFlag.Select)
            if found:
                model.setCurrentIndex(found[-1], QItemSelectionModel.SelectionFlag.NoUpdate)
                self.scrollTo(found[-1])
        self._following = False

    def _row_in_sight(self, id_: str) -> QTreeWidgetItem | None:
        """A row of the factor whose rows above all stand open, else its first row."""
        rows = self.tree.rows_of(id_)

        def open_above(row: QTreeWidgetItem) -> bool:
            above = row.parent()
            while above is not None:
                if not above.isExpanded():
                    return False
                above = above.parent()
            return True

        return next((row for row in rows if open_above(row)), rows[0] if rows else None)

    def event(self, event: QEvent) -> bool:
        """Tab asks why instead of leaving the outline (F6 leaves it)."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Tab:
            self.tab_pressed.emit()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter adds beside; letters are keys of the program, not a search."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.enter_pressed.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.session.select([], "keys")
        elif (
            event.text() and event.text().isprintable() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def close_map(self) -> None:
        """Let go of the session."""
        self.session.map_changed.disconnect(self.follow)
        self.session.selection_changed.disconnect(self.show_selection)
