"""Type to find a factor, or a voice: for Find, for the other end of a link, for who said it."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.ui.finding import Findable, Finder

_MOST = 40
_WIDTH = 560
_ROWS_HEIGHT = 330


class Pickable(NamedTuple):
    """A row: its id, the words it is found by, and what else is shown of it."""

    id: str
    words: str
    beside: str = ""


class Picker(QFrame):
    """A field and a list over the map. Enter takes, the arrows choose, Esc closes."""

    dismissed = Signal()

    def __init__(self, parent: QWidget, prompt: str, rows: Iterable[Pickable], taken: Callable[[str], None]) -> None:
        super().__init__(parent)
        self._open = True
        self.setObjectName("popup")
        self._listed = list(rows)
        self._finder = Finder([Findable(each.id, each.words) for each in self._listed])
        self._taken = taken
        focused = parent.window().focusWidget()
        # Only to a pane that outlives this: a field in place is gone by then.
        self._back_to: QWidget = focused if isinstance(focused, QAbstractItemView) else parent
        self.field = QLineEdit()
        self.field.setObjectName("picker-field")
        self.field.setAccessibleName(prompt)
        self.field.setPlaceholderText("Type to find")
        self.rows = QListWidget()
        self.rows.setAccessibleName("What fits")
        self.rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rows.setWordWrap(True)
        words = QLabel(prompt)
        words.setObjectName("heading")
        words.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        for widget in (words, self.field, self.rows):
            column.addWidget(widget)
        self.field.textChanged.connect(self._search)
        self.field.installEventFilter(self)
        self.rows.itemClicked.connect(lambda _: self._take())
        self.setFixedWidth(min(_WIDTH, parent.width() - 40))
        self._search("")
        self.move((parent.width() - self.width()) // 2, max(20, parent.height() // 8))
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _search(self, typed: str) -> None:
        self.rows.clear()
        for number in self._finder.find(typed, _MOST):
            each = self._listed[number]
            row = QListWidgetItem(f"{each.words}  ·  {each.beside}" if each.beside else each.words)
            row.setData(Qt.ItemDataRole.UserRole, each.id)
            self.rows.addItem(row)
        self.rows.setCurrentRow(0)
        self._fit()

    def _fit(self) -> None:
        """As high as what it lists, up to a good part of the window."""
        rows = sum(self.rows.sizeHintForRow(number) for number in range(self.rows.count()))
        self.rows.setFixedHeight(min(rows + 6, _ROWS_HEIGHT))
        self.adjustSize()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The field's keys that are not letters."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            by = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if by is not None:
                self.rows.setCurrentRow(max(0, min(self.rows.count() - 1, self.rows.currentRow() + by)))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.dismiss()
                return True
        if event.type() == QEvent.Type.FocusOut and watched is self.field:
            self.dismiss(back=False)
        return super().eventFilter(watched, event)

    def _take(self) -> None:
        row = self.rows.currentItem()
        self.dismiss()
        if row is not None:
            self._taken(row.data(Qt.ItemDataRole.UserRole))

    def dismiss(self, *, back: bool = True) -> None:
        """Close, and give the keyboard back to where it was."""
        if self._open:
            self._open = False
            if back:
                self._back_to.setFocus()  # first: hidden with the keyboard, it would give that to whatever comes next
            self.hide()
            self.dismissed.emit()
            self.deleteLater()
