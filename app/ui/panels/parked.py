"""The parking lot: what was said and has no place on the map yet. Taken out by key or dragged onto the map."""

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.ui.session import PARKED, Session

_ID = int(Qt.ItemDataRole.UserRole)
_EMPTY = (
    "Nothing is parked. Type something without an arrow into the capture bar (Ctrl+J) and it waits here until it"
    " has a place; Shift+P parks what is selected on the map."
)


class _Rows(QListWidget):
    """The list; what is dragged out of it carries the factor's id."""

    place_wanted = Signal(list)
    cause_wanted = Signal(list)
    rename_wanted = Signal(str)
    delete_wanted = Signal(list)

    def chosen(self) -> list[str]:
        """The ids of the selected rows, from top to bottom."""
        rows = sorted(self.selectedIndexes(), key=lambda index: index.row())
        return [index.data(_ID) for index in rows]

    def mimeData(self, items: list[QListWidgetItem]) -> QMimeData:  # type: ignore[override]  # Qt says Sequence
        """Factors on their way to the map."""
        mime = QMimeData()
        if items:
            mime.setData(PARKED, "\n".join(item.data(_ID) for item in items).encode())
        return mime

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter puts it on the map, > makes it a cause of what is selected there, F2 words, Del away."""
        chosen = self.chosen()
        key = event.key()
        if not chosen:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.place_wanted.emit(chosen)
        elif key == Qt.Key.Key_Delete:
            self.delete_wanted.emit(chosen)
        elif key == Qt.Key.Key_F2:
            self.rename_wanted.emit(chosen[0])
        elif event.text() == ">":
            self.cause_wanted.emit(chosen)
        else:
            super().keyPressEvent(event)


class ParkedPanel(QWidget):
    """All parked factors, in the order in which they came. What is done with them is done by who listens."""

    counted = Signal(int)
    """How many there are now."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.rows = _Rows()
        self.rows.setAccessibleName("Parked: factors without a place on the map")
        self.rows.setWordWrap(True)
        self.rows.setDragEnabled(True)
        self.rows.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.rows.setUniformItemSizes(False)
        self.rows.setLayoutMode(QListWidget.LayoutMode.Batched)
        self.empty = QLabel(_EMPTY)
        self.empty.setObjectName("second")
        self.empty.setWordWrap(True)
        self.empty.setContentsMargins(14, 14, 14, 14)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.help = QLabel("Enter: onto the map · > : cause of what is selected there · F2 words · Del")
        self.help.setObjectName("second")
        self.help.setWordWrap(True)
        self.help.setContentsMargins(14, 6, 14, 10)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.rows, self.empty, self.help):
            column.addWidget(widget)
        self._shown: dict[str, str] = {}
        session.map_changed.connect(self.follow)
        self.follow(None)

    def follow(self, touched: object) -> None:
        """Show what is parked now; nothing is done where nothing of it has changed."""
        factors = self.session.map.factors
        ids = self._shown.keys() | factors.keys() if touched is None else touched
        assert isinstance(ids, (frozenset, set))
        if touched is not None and not any(
            id_ in self._shown or (id_ in factors and factors[id_].parked) for id_ in ids
        ):
            return
        now = {factor.id: factor.label for factor in self.session.map.parked()}
        if now != self._shown or touched is None:
            chosen, row = set(self.rows.chosen()), self.rows.currentRow()
            self._shown = now
            self.rows.clear()
            for id_, label in now.items():
                item = QListWidgetItem(label)
                item.setData(_ID, id_)
                self.rows.addItem(item)
                item.setSelected(id_ in chosen)
            if now:
                self.rows.setCurrentRow(min(max(row, 0), len(now) - 1))
            for widget, shown in ((self.rows, bool(now)), (self.help, bool(now)), (self.empty, not now)):
                widget.setVisible(shown)
            self.counted.emit(len(now))

    def close_map(self) -> None:
        """Let go of the session."""
        self.session.map_changed.disconnect(self.follow)
