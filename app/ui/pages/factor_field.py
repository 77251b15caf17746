"""A field that holds one factor: type a few letters, choose with the arrows, Enter takes it."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.model.cause_map import CauseMap
from app.ui.finding import Findable, Finder
from app.ui.pages.page import RowList
from app.ui.plain_words import as_tip

_MOST = 6
_NAME_WIDTH = 42


class FactorField(QWidget):
    """A name, the field, and below it what fits while one types."""

    taken = Signal(str)
    """A person has chosen this factor."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.factor = ""
        """The id of the factor it holds, '' for none."""
        self._map: CauseMap | None = None
        self._finder: tuple[CauseMap, Finder, list[str]] | None = None
        self._found: list[str] = []
        self.field = QLineEdit()
        self.field.setAccessibleName(name)
        self.field.setPlaceholderText("Type to find")
        self.rows = RowList(f"Factors that fit: {name}")
        self.rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rows.hide()
        label = QLabel(name)
        label.setFixedWidth(_NAME_WIDTH)
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(label)
        line.addWidget(self.field, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(line)
        column.addWidget(self.rows)
        self.field.textEdited.connect(self._search)
        self.field.installEventFilter(self)
        self.rows.itemClicked.connect(lambda item: self._take(self.rows.row(item)))

    @property
    def is_choosing(self) -> bool:
        """Whether someone is typing here."""
        return self.rows.isVisibleTo(self)

    def hold(self, cause_map: CauseMap, factor: str) -> None:
        """Hold a factor of this map, '' or an unknown one for none; what is being typed is left alone."""
        self._map = cause_map
        self.factor = factor if factor in cause_map.factors else ""
        if not self.is_choosing:
            self._show_held()

    def _show_held(self) -> None:
        label = self._map.factors[self.factor].label if self._map is not None and self.factor else ""
        if self.field.text() != label:
            self.field.setText(label)
            self.field.setCursorPosition(0)
            if self.field.hasFocus():
                self._select_all()
        self.field.setToolTip(as_tip(label))

    def _search(self, typed: str) -> None:
        if self._map is None:
            return
        if self._finder is None or self._finder[0] is not self._map:
            factors = self._map.on_the_map()
            things = [Findable(factor.id, factor.label) for factor in factors]
            self._finder = (self._map, Finder(things), [factor.id for factor in factors])
        _, finder, ids = self._finder
        self._found = [ids[number] for number in finder.find(typed, _MOST)]
        self.rows.show_rows([self._map.factors[id_].label for id_ in self._found], 0 if self._found else -1)

    def _take(self, row: int) -> None:
        if self._map is None or not 0 <= row < len(self._found):
            return
        taken = self._found[row]
        self._close()
        if taken in self._map.factors:
            self.factor = taken
            self._show_held()
            self._select_all()
            self.taken.emit(taken)

    def _close(self) -> None:
        """Stop choosing; the field says again what it holds."""
        self.rows.hide()
        self._show_held()

    def _select_all(self) -> None:
        """All of it, so that typing replaces it, with its beginning in sight."""
        self.field.end(False)
        self.field.home(True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The field's keys that are not letters, and its coming and going."""
        if watched is self.field:
            if event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride) and isinstance(event, QKeyEvent):
                return self._on_key(event)
            if event.type() == QEvent.Type.FocusIn:
                QTimer.singleShot(0, self.field, self._select_all)  # after a click has set the cursor
            if event.type() == QEvent.Type.FocusOut and self.is_choosing:
                self._close()
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        moved = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(key, 0)
        own = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or (self.is_choosing and key == Qt.Key.Key_Escape)
        if not moved and not own:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if key == Qt.Key.Key_Escape:
            self._close()
        elif own and self.is_choosing:
            self._take(self.rows.currentRow())
        elif own or not self.is_choosing:
            self._search("")
        else:
            self.rows.show_rows(
                [self.rows.item(at).text() for at in range(self.rows.count())],
                max(0, min(self.rows.count() - 1, self.rows.currentRow() + moved)),
            )
        return True
