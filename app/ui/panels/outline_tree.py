"""The outline's rows: symptoms at the top, under each factor its causes; a loop is shown once and ends there.

Kept in Qt's own item model, and changed only where who causes what has changed: laying out hundreds of rows that ask
Python for every number would cost more than the frame an edit has.
"""

from collections import deque
from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem

from app.analysis.reading import Reading
from app.model.cause_map import CauseMap
from app.model.records import Factor
from app.ui.plain_words import as_tip

ID_ROLE = int(Qt.ItemDataRole.UserRole)
KIND_ROLE = ID_ROLE + 1
"""'symptom', 'root', 'cause', 'loop' (a factor that stands above itself), or 'blank' (one that is being typed)."""
DEPTH_ROLE = ID_ROLE + 2
"""How many rows stand above it: asked for whenever a row is measured."""
HEIGHT_ROLE = ID_ROLE + 3
"""How high a row is while words are typed in it, in pixels."""
Path = tuple[str, ...]
"""A row by the factors from the outer edge to it."""
_OFFERS = QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator
_MOST_OPEN = 300
_HOLDS = QTreeWidgetItem.ChildIndicatorPolicy.DontShowIndicatorWhenChildless


class OutlineTree:
    """The rows of a CauseMap. A factor opens where it first stands; elsewhere its causes wait to be asked for."""

    def __init__(self, widget: QTreeWidget) -> None:
        self._widget = widget
        self._map = CauseMap.empty()
        self._reading: Reading | None = None
        self._rows: dict[str, list[QTreeWidgetItem]] = {}
        self._to_open: list[QTreeWidgetItem] = []
        self._to_fill: deque[QTreeWidgetItem] = deque()
        self.blank: QTreeWidgetItem | None = None
        """The row in which a newcomer's words are being typed."""

    def rows_of(self, id_: str) -> Sequence[QTreeWidgetItem]:
        """Every row in which a factor stands, the first one first."""
        return self._rows.get(id_, ())

    # -- following

    def show(self, cause_map: CauseMap, reading: Reading | None, touched: Iterable[str] | None) -> None:
        """Bring the rows in step; ``touched`` are the ids that may have changed (None: all)."""
        before, self._map, self._reading = self._map, cause_map, reading
        ids = set(touched) if touched is not None else set(cause_map.factors) | set(self._rows)
        relinked = {
            link.effect
            for id_ in ids
            if before.links.get(id_) is not cause_map.links.get(id_)
            for link in (before.links.get(id_), cause_map.links.get(id_))
            if link is not None
        }
        blank, above = self.blank, self._above_blank()
        self.take_blank()
        if relinked or touched is None or any(_kind_in(before, id_) != _kind_in(cause_map, id_) for id_ in ids):
            self._set_children(self._widget.invisibleRootItem(), _tops(cause_map))
        for effect in relinked:
            for row in list(self._rows.get(effect, ())):
                if any(each is row for each in self._rows.get(effect, ())):  # else it went with a row above it
                    self._follow_causes(row)
        for id_ in ids:
            factor = cause_map.factors.get(id_)
            if factor is not None:
                for row in self._rows.get(id_, ()):
                    self._describe(row, factor)
        self._fill_waiting()
        for row in self._to_open:
            row.setExpanded(True)
        self._to_open = []
        if blank is not None:
            self.put_blank(self.row_at(above) if above else None, blank)

    def _follow_causes(self, row: QTreeWidgetItem) -> None:
        if row.childIndicatorPolicy() == _OFFERS:
            self._offer(row)
            return
        was_empty = not row.childCount()
        self._set_children(row, self._causes(row))
        if was_empty and row.childCount():
            self._to_open.append(row)

    def fill(self, row: QTreeWidgetItem) -> None:
        """Put the causes below a row that only offered them."""
        if row.childIndicatorPolicy() == _OFFERS:
            row.setChildIndicatorPolicy(_HOLDS)
            self._set_children(row, self._causes(row))
            self._fill_waiting()
            self._to_open = []

    def _fill_waiting(self) -> None:
        """Causes of rows in which a factor first stands, nearest to a symptom first (no recursion: chains are long)."""
        while self._to_fill:
            row = self._to_fill.popleft()
            self._set_children(row, self._causes(row))
            if row.childCount():
                self._to_open.append(row)

    def _causes(self, row: QTreeWidgetItem) -> list[str]:
        """The factors that stand below a row: none below one that stands above itself."""
        id_ = row.data(0, ID_ROLE)
        if id_ not in self._map.factors or _is_below_itself(row):
            return []
        return list(dict.fromkeys(link.cause for link in self._map.links_into(id_)))

    def _set_children(self, parent: QTreeWidgetItem, wanted: list[str]) -> None:
        kept = set(wanted)
        there = [str(row.data(0, ID_ROLE)) for row in _children(parent)]
        for number in reversed(range(len(there))):
            if there[number] not in kept:
                self._forget(_taken(parent, number))
                del there[number]
        for number, id_ in enumerate(wanted):
            if there[number : number + 1] == [id_]:
                continue
            if id_ in there:
                row = _taken(parent, there.index(id_))
                there.remove(id_)
                parent.insertChild(number, row)
                self._to_open.append(row)  # taken out, it closed
            else:
                self._insert(parent, number, id_)
            there.insert(number, id_)

    def _insert(self, parent: QTreeWidgetItem, number: int, id_: str) -> None:
        row = QTreeWidgetItem()
        row.setData(0, ID_ROLE, id_)
        row.setData(0, DEPTH_ROLE, (parent.data(0, DEPTH_ROLE) or 0) + 1 if parent.data(0, ID_ROLE) else 0)
        first = not self._rows.get(id_)
        self._rows.setdefault(id_, []).append(row)
        parent.insertChild(number, row)
        self._describe(row, self._map.factors[id_])
        if first:
            self._to_fill.append(row)
        else:
            self._offer(row)

    def _offer(self, row: QTreeWidgetItem) -> None:
        """Show that a row has causes, without working them out yet."""
        row.setChildIndicatorPolicy(_OFFERS if self._causes(row) else _HOLDS)

    def _forget(self, row: QTreeWidgetItem) -> None:
        waiting = [row]
        while waiting:
            gone = waiting.pop()
            waiting.extend(_children(gone))
            id_ = gone.data(0, ID_ROLE)
            self._rows[id_] = [each for each in self._rows.get(id_, ()) if each is not gone]
            if not self._rows[id_]:
                del self._rows[id_]
            self._to_open = [each for each in self._to_open if each is not gone]
            self._to_fill = deque(each for each in self._to_fill if each is not gone)

    # -- one row and another

    def path_of(self, row: QTreeWidgetItem | None) -> Path:
        """The factors from the outer edge down to a row."""
        path: list[str] = []
        while row is not None:
            path.append(str(row.data(0, ID_ROLE)))
            row = row.parent()
        return tuple(reversed(path))

    def row_at(self, path: Path) -> QTreeWidgetItem | None:
        """The row that stands there, or None; what was only offered on the way is put there."""
        row: QTreeWidgetItem = self._widget.invisibleRootItem()
        for id_ in path:
            self.fill(row)
            found = next((child for child in _children(row) if child.data(0, ID_ROLE) == id_), None)
            if found is None:
                return None
            row = found
        return row if path else None

    def home_of(self, row: QTreeWidgetItem) -> QTreeWidgetItem:
        """The row below which the causes of a row's factor stand: itself, or the one above it that it goes back to."""
        above = row.parent()
        while above is not None:
            if above.data(0, ID_ROLE) == row.data(0, ID_ROLE):
                row = above
            above = above.parent()
        return row

    def open_paths(self, row: QTreeWidgetItem) -> list[Path]:
        """Which rows stand open, from this one down, each by its path below this one (() is this one)."""
        found: list[Path] = []
        waiting: deque[tuple[QTreeWidgetItem, Path]] = deque([(row, ())])
        while waiting and len(found) < _MOST_OPEN:
            here, path = waiting.popleft()
            if here.isExpanded():
                found.append(path)
                waiting.extend((child, (*path, str(child.data(0, ID_ROLE)))) for child in _children(here))
        return found

    def put_blank(self, parent: QTreeWidgetItem | None, blank: QTreeWidgetItem, at: int | None = None) -> None:
        """Stand a row for words to come below a row (None: at the outer edge), last if it is not said where."""
        root = self._widget.invisibleRootItem()
        home = root if parent is None else parent
        depth = home.data(0, DEPTH_ROLE)
        blank.setData(0, ID_ROLE, "")
        blank.setData(0, KIND_ROLE, "blank")
        blank.setData(0, DEPTH_ROLE, 0 if parent is None else depth + 1)
        home.insertChild(home.childCount() if at is None else at, blank)
        if parent is not None:
            parent.setExpanded(True)
        self.blank = blank

    def take_blank(self) -> None:
        """Take that row away."""
        blank, self.blank = self.blank, None
        if blank is not None:
            parent = blank.parent() or self._widget.invisibleRootItem()
            parent.removeChild(blank)

    def _above_blank(self) -> Path:
        return self.path_of(self.blank.parent()) if self.blank is not None else ()

    # -- words

    def _describe(self, row: QTreeWidgetItem, factor: Factor) -> None:
        kind = self._kind(row, factor)
        for role, value in (
            (int(Qt.ItemDataRole.DisplayRole), factor.label),
            (int(Qt.ItemDataRole.ToolTipRole), as_tip(factor.label)),
            (KIND_ROLE, kind),
            (int(Qt.ItemDataRole.AccessibleTextRole), self._spoken(factor, kind)),
        ):
            if row.data(0, role) != value:
                row.setData(0, role, value)

    def _kind(self, row: QTreeWidgetItem, factor: Factor) -> str:
        if _is_below_itself(row):
            return "loop"
        if factor.is_symptom:
            return "symptom"
        return "root" if self._reading and factor.id in self._reading.rank_of else "cause"

    def _spoken(self, factor: Factor, kind: str) -> str:
        """What a screen reader says of a row."""
        causes = len(self._map.links_into(factor.id))
        how_many = f"{causes} cause{'s' * (causes != 1)}" if causes else "no causes given"
        if kind == "loop":
            return f"{factor.label}, again: a loop"
        if kind == "symptom":
            return f"{factor.label}, symptom, {how_many}"
        if self._reading is None:
            return f"{factor.label}, cause, {how_many}"
        rank = self._reading.rank_of.get(factor.id)
        standing = f"most upstream cause number {rank}" if rank else "cause"
        reached, total = len(self._reading.reach_of(factor.id)), len(self._reading.symptoms)
        return f"{factor.label}, {standing}, leads to {reached} of {total} symptoms, {how_many}"


def _children(row: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    return [child for number in range(row.childCount()) if (child := row.child(number)) is not None]


def _taken(parent: QTreeWidgetItem, number: int) -> QTreeWidgetItem:
    row = parent.takeChild(number)
    assert row is not None
    return row


def _is_below_itself(row: QTreeWidgetItem) -> bool:
    id_, above = row.data(0, ID_ROLE), row.parent()
    while above is not None:
        if above.data(0, ID_ROLE) == id_:
            return True
        above = above.parent()
    return False


def _kind_in(cause_map: CauseMap, id_: str) -> str:
    factor = cause_map.factors.get(id_)
    return factor.kind if factor else ""


def _tops(cause_map: CauseMap) -> list[str]:
    """Symptoms first; then, so that every factor is somewhere, those that lead to none of them."""
    symptoms = [factor.id for factor in cause_map.symptoms()]
    seen: set[str] = set()
    _gather(cause_map, symptoms, seen)
    rest = [factor.id for factor in cause_map.on_the_map() if factor.id not in seen]
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
        for link in cause_map.links_into(waiting.pop()):
            if link.cause not in seen:
                seen.add(link.cause)
                waiting.append(link.cause)
