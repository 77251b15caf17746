"""The outline panel: every factor under what it leads to; selection and keys shared with the map."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QRect, Qt, Signal
from PySide6.QtGui import QColor, QDragMoveEvent, QDropEvent, QKeyEvent, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTreeWidget, QTreeWidgetItem, QWidget

from app.drawing.fonts import font
from app.drawing.theme import Theme
from app.ui.panels.outline_rows import OutlineDelegate
from app.ui.panels.outline_tree import ID_ROLE, OutlineTree, Path
from app.ui.session import AT_ONCE, Session

_MOST_MARKED = 200
"""So many selected rows are marked: nobody looks through more."""
_EMPTY = "The outline fills as the map does: symptoms at the edge, their causes below.\n\nPress S to add a symptom."


class Outline(QTreeWidget):
    """Symptoms, and under each the causes that lead to it."""

    tab_pressed = Signal()
    enter_pressed = Signal()
    rename_wanted = Signal(str)
    dropped = Signal(object, str, bool)
    """Rows were let go over another: they, its factor ('' = over no row), whether they stay where they were too."""
    resized = Signal()

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
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self._tree = OutlineTree(self)
        self._waiting: set[str] = set()
        self._delegate = OutlineDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        self._soften(theme)
        self._show_map(None)
        self.selectionModel().selectionChanged.connect(self._on_picked)
        self.itemExpanded.connect(self._on_expanded)
        self.doubleClicked.connect(lambda index: self.rename_wanted.emit(index.data(ID_ROLE)))
        session.map_changed.connect(self.follow)
        session.selection_changed.connect(self.show_selection)

    @property
    def theme(self) -> Theme:
        """The colours it is drawn in."""
        return self._delegate.theme

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
        self.resized.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Where there are no rows, what to do next."""
        super().paintEvent(event)
        if not self.topLevelItemCount():
            painter = QPainter(self.viewport())
            painter.setPen(QColor(self.theme.second_text))
            painter.setFont(font(14))
            words = QRect(self.viewport().rect()).adjusted(18, 18, -18, -18)
            painter.drawText(words, int(Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap), _EMPTY)

    def _soften(self, theme: Theme) -> None:
        """The strip beside a selected row has the row's own ground."""
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Highlight, QColor(theme.accent_soft))
        self.setPalette(palette)

    @property
    def tree(self) -> OutlineTree:
        """The rows, in step with the map."""
        self.catch_up()
        return self._tree

    def follow(self, touched: Iterable[str]) -> None:
        """Show the map as it is now; rows that are new and hold causes stand open. A larger map is painted first."""
        self._waiting.update(touched)
        if len(self.session.map.factors) > AT_ONCE:
            self.session.turns.ask("outline", self.catch_up)
        else:
            self.catch_up()

    def catch_up(self) -> None:
        """Show now what has not been shown yet."""
        if self._waiting:
            self.session.turns.forget("outline")
            touched, self._waiting = self._waiting, set()
            self._show_map(touched)
            self.show_selection("")

    def _show_map(self, touched: Iterable[str] | None) -> None:
        self._following = True
        self._tree.show(self.session.map, self.session.reading, touched)
        self._following = False

    def _on_expanded(self, row: QTreeWidgetItem) -> None:
        if not self._following:
            self._following = True
            self._tree.fill(row)
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
        if source == "outline" or self._waiting:
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

    def row_in_hand(self) -> QTreeWidgetItem | None:
        """The row that keys are for: the current one, if its factor is selected, else one of what is selected last."""
        self.catch_up()
        chosen, current = self.session.selected_factors(), self.currentItem()
        if current is not None and current.data(0, ID_ROLE) in chosen:
            return current
        return self._row_in_sight(chosen[-1]) if chosen else None

    def rows_in_hand(self) -> list[QTreeWidgetItem]:
        """The selected rows from top to bottom, none that stands below another of them."""
        self.catch_up()
        marked = sorted(self.selectedItems(), key=lambda row: self.visualItemRect(row).top())
        rows = marked or [row for row in [self.row_in_hand()] if row is not None]
        paths = {self.tree.path_of(row) for row in rows}
        return [
            row
            for row in rows
            if (path := self.tree.path_of(row)) and not any(path[:n] in paths for n in range(1, len(path)))
        ]

    def go_to(self, paths: Sequence[Path]) -> None:
        """Select the rows that stand there, the last one in hand; their factors wherever else they stand."""
        found = [self.tree.row_at(path) or self._row_in_sight(path[-1]) for path in paths]
        rows = [row for row in found if row is not None]
        if not rows:
            return
        self._following = True
        for row in rows:
            above = row.parent()
            while above is not None:
                above.setExpanded(True)
                above = above.parent()
        self.clearSelection()
        self.setCurrentItem(rows[-1], 0, QItemSelectionModel.SelectionFlag.NoUpdate)
        for row in rows:
            row.setSelected(True)
        self.scrollToItem(rows[-1])
        self._following = False
        self._on_picked()

    def _row_in_sight(self, id_: str) -> QTreeWidgetItem | None:
        """A row of the factor whose rows above all stand open, else its first row."""
        rows = self._tree.rows_of(id_)

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
        if event.type() == QEvent.Type.KeyPress:
            self.catch_up()
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

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Rows of this outline can be let go over any of its rows, or below them all."""
        super().dragMoveEvent(event)
        if event.source() is self:
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Say what was let go where; the rows follow the map, so Qt moves none of them."""
        if event.source() is not self:
            event.ignore()
            return
        over = self.itemAt(event.position().toPoint())
        also = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        event.setDropAction(Qt.DropAction.CopyAction)  # of a move Qt would take the rows away afterwards
        event.accept()
        self.dropped.emit(self.rows_in_hand(), str(over.data(0, ID_ROLE)) if over else "", also)

    def close_map(self) -> None:
        """Let go of the session."""
        self.session.map_changed.disconnect(self.follow)
        self.session.selection_changed.disconnect(self.show_selection)
