"""The table's model: the plan as rows, and what can be typed over in place."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QComboBox, QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.analysis.plan import Planned
from app.analysis.plan_table import COLUMNS, cells, in_order
from app.analysis.plan_words import PACE, STATUS, STRENGTH
from app.drawing.theme import Theme
from app.model import planning as verbs
from app.model.records import LABEL_LIMIT, TEXT_LIMIT
from app.ui.plain_words import as_tip
from app.ui.plan.board_cards import light_colour
from app.ui.plan.summary import Planning

Index = QModelIndex | QPersistentModelIndex
_LIGHTS = {"not asked": "Not asked", "green": "Green", "amber": "Amber", "red": "Red"}
CHOICES: dict[str, dict[str, str]] = {
    "status": STATUS,
    "strength": STRENGTH,
    "pace": {"": "As the map says", "quick win": PACE["quick win"], "deep-rooted": PACE["deep-rooted"]},
    "capacity": _LIGHTS,
    "capability": _LIGHTS,
    "commitment": _LIGHTS,
}
"""The fields that are one of a few, each value with its words."""
_LABELS = {
    "what": "Say what is to be done",
    "organisation": "Say which organisation",
    "role": "Say who owns it",
    "start": "Say when it starts",
    "due": "Say when it is due",
    "resources": "Say what it takes",
    "oversight": "Say who watches over it",
    "progress": "Note the progress",
    "status": "Say how it stands",
    "strength": "Say how strong it is",
    "pace": "Say how quick it is",
    "capacity": "Ask for capacity",
    "capability": "Ask for capability",
    "commitment": "Ask for commitment",
}
_LIT = {"capacity", "capability", "commitment", "status"}


class TableModel(QAbstractTableModel):
    """The actions of the plan in an order of their own."""

    def __init__(self, state: Planning, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._state = state
        self.theme = theme
        self.rows: tuple[Planned, ...] = ()
        self.words: tuple[tuple[str, ...], ...] = ()
        self.column, self.descending = 0, False

    def follow(self) -> None:
        """The plan as it is now, in the order that was asked for."""
        plan, cause_map = self._state.plan, self._state.session.map
        rows = in_order(plan, cause_map, self.column, descending=self.descending) if plan else ()
        numbers = {one.action.id: at for at, one in enumerate(plan.actions, 1)} if plan else {}
        words = tuple(cells(one, numbers[one.action.id], cause_map) for one in rows)
        if [one.action.id for one in rows] != [one.action.id for one in self.rows]:
            self.beginResetModel()
            self.rows, self.words = rows, words
            self.endResetModel()
        else:
            changed = [at for at, row in enumerate(rows) if row != self.rows[at] or words[at] != self.words[at]]
            self.rows, self.words = rows, words
            for at in changed:
                self.dataChanged.emit(self.index(at, 0), self.index(at, len(COLUMNS) - 1))

    def sort_by(self, column: int, *, descending: bool) -> None:
        """Another order."""
        self.column, self.descending = column, descending
        self.follow()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)

    def row_of(self, action_id: str) -> int:
        """The row of an action, -1 if there is none."""
        return next((at for at, one in enumerate(self.rows) if one.action.id == action_id), -1)

    # -- Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """A row an action."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """As action plans have them."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The headings; the one that orders the table says which way."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            mark = (" ▼" if self.descending else " ▲") if section == self.column else ""
            return f"{COLUMNS[section].heading}{mark}"
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words of a cell; lights in their colour."""
        if not index.isValid():
            return None
        column, words = COLUMNS[index.column()], self.words[index.row()][index.column()]
        action = self.rows[index.row()].action
        if role == Qt.ItemDataRole.DisplayRole:
            return words
        if role == Qt.ItemDataRole.EditRole:
            return getattr(action, column.field) if column.field else words
        if role == Qt.ItemDataRole.ToolTipRole:
            reason = getattr(action, f"{column.field}_reason", "")
            return as_tip(reason or (words if len(words) > 24 else ""))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.heading}: {words or 'nothing told'}"
        if role == Qt.ItemDataRole.ForegroundRole and column.field in _LIT:
            light = "not asked" if (value := getattr(action, column.field)) == "not started" else value
            return QBrush(QColor(self.theme.accent if light == "blue" else light_colour(light, self.theme)))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What can be typed over: not the reference, nor the causes, which the form asks for."""
        plain = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        editable = self.may_edit(index.column(), index.row()) and not self._state.session.read_only
        return plain | Qt.ItemFlag.ItemIsEditable if editable else plain

    def may_edit(self, column: int, row: int) -> bool:
        """Whether a cell can be typed over in place; text of several lines is changed in the form."""
        told = COLUMNS[column]
        if told.heading == "Measure":
            return True
        return bool(told.field) and "\n" not in str(getattr(self.rows[row].action, told.field))

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Make a step of what was typed."""
        if role != Qt.ItemDataRole.EditRole or not 0 <= index.row() < len(self.rows):
            return False
        action, column = self.rows[index.row()].action, COLUMNS[index.column()]
        if column.heading == "Measure":
            return self._state.do("Say how one will know", lambda m: verbs.name_measure(m, action.id, str(value)))
        if not column.field or value == getattr(action, column.field):
            return False
        return self._state.set(_LABELS[column.field], action.id, **{column.field: value})


class CellEditor(QStyledItemDelegate):
    """A choice for what is one of a few, a line for everything else; both are a step when left."""

    def __init__(self, parent: QWidget, closed: Callable[[], None]) -> None:
        super().__init__(parent)
        self.closeEditor.connect(lambda *_: closed())

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """The field that stands in the cell."""
        column = COLUMNS[index.column()]
        name = column.heading
        if column.field in CHOICES:
            box = QComboBox(parent)
            for value, words in CHOICES[column.field].items():
                box.addItem(words, value)
            box.activated.connect(lambda _: self._chosen(box))
            box.setAccessibleName(name)
            return box
        line = QLineEdit(parent)
        line.setMaxLength(TEXT_LIMIT if column.field in {"resources", "progress"} else LABEL_LIMIT)
        line.setAccessibleName(name)
        return line

    def _chosen(self, box: QComboBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """What stands in the cell now."""
        value = index.data(Qt.ItemDataRole.EditRole)
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(editor.findData(value))
        elif isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(str(value))

    def setModelData(self, editor: QWidget, model: Any, index: Index) -> None:
        """What was typed or chosen."""
        value = editor.currentData() if isinstance(editor, QComboBox) else editor.text()  # type: ignore[attr-defined]
        model.setData(index, value)
