"""The outline as a tree: symptoms at the top, under each factor its causes; a loop is shown once and ends there."""

from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.analysis.reading import Reading
from app.model.cause_map import CauseMap
from app.model.records import Factor

Index = QModelIndex | QPersistentModelIndex
ID_ROLE = Qt.ItemDataRole.UserRole
KIND_ROLE = Qt.ItemDataRole.UserRole + 1
"""'symptom', 'root', 'cause', 'loop' (a factor that stands above itself) or 'heading'."""


@dataclass(slots=True)
class Row:
    """A factor at one place of the outline; its causes are worked out when they are asked for."""

    id: str
    parent: "Row | None"
    number: int
    path: frozenset[str]
    rows: "list[Row] | None" = field(default=None)

    def trail(self) -> tuple[str, ...]:
        """The ids from the top down to here."""
        return (*(self.parent.trail() if self.parent else ()), self.id)


class OutlineModel(QAbstractItemModel):
    """Rows over a CauseMap. Reset whenever who causes what changes; words alone only repaint."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._map = CauseMap.empty()
        self._reading: Reading | None = None
        self._tops: list[Row] = []
        self._shape: object = None

    def show(self, cause_map: CauseMap, reading: Reading | None) -> bool:
        """Show this map; True if the rows are new, False if only their words or marks are."""
        shape = (
            {id_: factor.kind for id_, factor in cause_map.factors.items()},
            {id_: (link.cause, link.effect) for id_, link in cause_map.links.items()},
        )
        self._reading = reading
        if shape == self._shape:
            self._map = cause_map
            self.layoutChanged.emit()
            return False
        self.beginResetModel()
        self._map, self._shape = cause_map, shape
        self._tops = [Row(id_, None, n, frozenset()) for n, id_ in enumerate(_tops(cause_map))]
        self.endResetModel()
        return True

    # -- Qt asks

    def _rows(self, parent: Index) -> list[Row]:
        if not parent.isValid():
            return self._tops
        row: Row = parent.internalPointer()
        if row.rows is None:
            if row.id in row.path or row.id not in self._map.factors:
                row.rows = []
            else:
                path = row.path | {row.id}
                causes = dict.fromkeys(factor.id for factor in self._map.causes_of(row.id))
                row.rows = [Row(id_, row, n, path) for n, id_ in enumerate(causes)]
        return row.rows

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008  # Qt's own form
        """The index of a row below another."""
        rows = self._rows(parent)
        return self.createIndex(row, column, rows[row]) if 0 <= row < len(rows) and column == 0 else QModelIndex()

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        """The index above."""
        row: Row | None = index.internalPointer() if index.isValid() else None
        if row is None or row.parent is None:
            return QModelIndex()
        return self.createIndex(row.parent.number, 0, row.parent)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many causes a row has."""
        return len(self._rows(parent))

    def hasChildren(self, parent: Index = QModelIndex()) -> bool:  # noqa: B008
        """Whether a row has causes, without working out their rows."""
        if not parent.isValid():
            return bool(self._tops)
        row: Row = parent.internalPointer()
        return row.id not in row.path and bool(self._map.links_into(row.id))

    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One column of words."""
        return 1

    def factor_at(self, index: Index) -> Factor | None:
        """The factor of a row."""
        row: Row | None = index.internalPointer() if index.isValid() else None
        return self._map.factors.get(row.id) if row else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words, kind, id, and what a screen reader says."""
        factor = self.factor_at(index)
        if factor is None:
            return None
        row: Row = index.internalPointer()
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return factor.label
            case Qt.ItemDataRole.ToolTipRole:
                return factor.label
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(factor, row)
            case _ if role == ID_ROLE:
                return factor.id
            case _ if role == KIND_ROLE:
                return self._kind(factor, row)
        return None

    def _kind(self, factor: Factor, row: Row) -> str:
        if row.id in row.path:
            return "loop"
        if factor.is_symptom:
            return "symptom"
        return "root" if self._reading and factor.id in self._reading.rank_of else "cause"

    def _spoken(self, factor: Factor, row: Row) -> str:
        causes = len(self._map.links_into(factor.id))
        how_many = f"{causes} cause{'s' * (causes != 1)}" if causes else "no causes given"
        if row.id in row.path:
            return f"{factor.label}, again: a loop"
        if factor.is_symptom:
            return f"{factor.label}, symptom, {how_many}"
        rank = self._reading.rank_of.get(factor.id) if self._reading else None
        standing = f"most upstream cause number {rank}" if rank else "cause"
        reached = len(self._reading.reach_of(factor.id)) if self._reading else 0
        total = len(self._reading.symptoms) if self._reading else 0
        return f"{factor.label}, {standing}, leads to {reached} of {total} symptoms, {how_many}"

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows can be selected and their words edited."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable


def _tops(cause_map: CauseMap) -> list[str]:
    """Symptoms first; then, so that every factor is somewhere, those that lead to none of them."""
    symptoms = [factor.id for factor in cause_map.symptoms()]
    seen: set[str] = set()
    _gather(cause_map, symptoms, seen)
    rest = [id_ for id_ in cause_map.factors if id_ not in seen]
    ends = [id_ for id_ in rest if not cause_map.links_out_of(id_)]
    _gather(cause_map, ends, seen)
    for id_ in rest:  # what is left goes round in loops with no way out: one of each loop stands for it
        if id_ not in seen:
            ends.append(id_)
            _gather(cause_map, [id_], seen)
    return [*symptoms, *ends]


def _gather(cause_map: CauseMap, ids: list[str], seen: set[str]) -> None:
    waiting = [id_ for id_ in ids if id_ not in seen]
    seen.update(waiting)
    while waiting:
        for cause in cause_map.causes_of(waiting.pop()):
            if cause.id not in seen:
                seen.add(cause.id)
                waiting.append(cause.id)
