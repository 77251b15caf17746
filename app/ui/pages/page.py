"""Pages of "Look closer": what each has in common, and the small parts they are made of."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.drawing.theme import Theme
from app.ui.session import Session

_ROW_ASIDE, _ROW_ABOVE = 26, 14
"""What stands round the words of a row: the style sheet's padding (8 and 6 px) and Qt's own margins."""


class Page(QWidget):
    """One question and its answer, kept in step with the map only while it is in sight."""

    title = ""

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self.session = session
        self.theme = theme
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 4, 16, 14)
        self.column.setSpacing(8)

    def follow(self) -> None:
        """The map, the reading or the selection has changed, or the page has just come in sight."""

    def enter(self) -> None:
        """It comes in sight; :meth:`follow` is called right after."""

    def leave(self) -> None:
        """It went out of sight: the map shows nothing of it any more."""
        self.session.show(None)

    def keep(self) -> None:
        """Make steps of what has been typed and not yet left."""

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.theme = theme
        self.update()

    def first_field(self) -> QWidget:
        """What gets the keyboard when the page is asked for by key."""
        return self

    def close_map(self) -> None:
        """Let go of the session."""


def heading(text: str) -> QLabel:
    """A line that says what comes below it."""
    label = plain(text)
    label.setObjectName("heading")
    return label


def plain(text: str = "") -> QLabel:
    """Words that break into lines; they can be selected and copied."""
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def second(text: str = "") -> QLabel:
    """Words of less weight: how something was worked out."""
    label = plain(text)
    label.setObjectName("second")
    return label


def quiet_button(text: str) -> QPushButton:
    """A button that looks like words."""
    button = QPushButton(text)
    button.setObjectName("quiet")
    return button


class _Wrapped(QStyledItemDelegate):
    """Rows as high as their words need at the list's width: Qt's own hint forgets the style sheet's padding."""

    def __init__(self, rows: QListWidget) -> None:
        super().__init__(rows)
        self._list = rows

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """The width of the list, and the height of the wrapped words."""
        width = self._list.viewport().width()
        room = QRect(0, 0, max(40, width - _ROW_ASIDE), 10_000)
        words = self._list.fontMetrics().boundingRect(room, int(Qt.TextFlag.TextWordWrap), index.data())
        return QSize(width, words.height() + _ROW_ABOVE)


class RowList(QListWidget):
    """Rows of wrapped words, as high as all of them: the page around it scrolls. Arrows choose, Enter acts."""

    row_chosen = Signal(int)
    """A person has chosen this row, by key or click; not where a page chose it."""
    row_acted_on = Signal(int)
    """Enter or a double click on this row."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setWordWrap(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setUniformItemSizes(False)
        self.setItemDelegate(_Wrapped(self))
        self._rows: tuple[str, ...] = ()
        self._telling = True
        self.currentRowChanged.connect(self._on_row)
        self.itemClicked.connect(lambda item: self._on_row(self.row(item)))
        self.itemActivated.connect(lambda item: self.row_acted_on.emit(self.row(item)))

    def show_rows(self, rows: Sequence[str], current: int = -1) -> None:
        """Show these rows; nothing is laid out anew where they are the same as before."""
        self._telling = False
        if tuple(rows) != self._rows:
            self._rows = tuple(rows)
            self.clear()
            for words in rows:
                QListWidgetItem(words, self)
            self._fit()
        self.setVisible(bool(rows))
        if current != self.currentRow() or current < 0:
            self.setCurrentRow(current)
        if current < 0:
            self.clearSelection()
        self._telling = True

    def words(self) -> tuple[str, ...]:
        """The words of all rows."""
        return self._rows

    def reword(self, row: int, words: str) -> None:
        """Say something else in one row; the others stay as they are."""
        if 0 <= row < self.count() and self._rows[row] != words:
            self._rows = (*self._rows[:row], words, *self._rows[row + 1 :])
            self.item(row).setText(words)
            self._fit()
            if row == self.currentRow():
                self._bring_in_sight(row)

    def _on_row(self, row: int) -> None:
        if self._telling and row >= 0:
            self.row_chosen.emit(row)
            self._bring_in_sight(row)

    def _bring_in_sight(self, row: int) -> None:
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        page = area.widget() if isinstance(area, QScrollArea) else None
        if isinstance(area, QScrollArea) and page is not None and row < self.count():
            place = self.visualItemRect(self.item(row))
            for corner in (place.bottomLeft(), place.topLeft()):
                area.ensureVisible(0, self.viewport().mapTo(page, corner).y(), 0, 12)

    def _fit(self) -> None:
        height = sum(self.sizeHintForRow(row) for row in range(self.count()))
        self.setFixedHeight(height + 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words break anew at another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.doItemsLayout()
            self._fit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Coming here chooses nothing by itself, as Qt would have it."""
        telling, self._telling = self._telling, False
        before = self.currentRow()
        super().focusInEvent(event)
        if before < 0:
            self.setCurrentRow(-1)
        self._telling = telling
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard is elsewhere."""
        super().focusOutEvent(event)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows; a frame while the keyboard is here and no row shows it."""
        super().paintEvent(event)
        if self.hasFocus() and self.currentRow() < 0:
            painter = QPainter(self.viewport())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self.palette().highlight().color(), 2))
            painter.drawRoundedRect(self.viewport().rect().adjusted(1, 1, -1, -1), 6, 6)
            painter.end()

    def sizeHint(self) -> QSize:
        """As the height is fixed, only the width is asked."""
        return QSize(200, self.minimumHeight())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """With no row chosen yet, an arrow chooses the first; Enter acts on the chosen one."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.currentRow() < 0 and self.count():
            self.setCurrentRow(0)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentRow() >= 0:
            self.row_acted_on.emit(self.currentRow())
        else:
            super().keyPressEvent(event)


def scrolled(widget: QWidget) -> QScrollArea:
    """A page in what scrolls it."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(widget)
    return area
