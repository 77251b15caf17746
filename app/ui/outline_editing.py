"""The outline as a way to edit: words typed in its rows, rows moved in and out. Each act is one step."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtWidgets import QTreeWidgetItem

from app.drawing.fonts import font
from app.errors import RuleBroken
from app.model import edits, outlining
from app.model.changes import Change
from app.model.outlining import Row
from app.model.records import Factor, Kind
from app.ui.canvas.editor import AFTER_ENTER, AFTER_TAB, LabelEditor, Writing
from app.ui.editing import Editing
from app.ui.panels.outline import Outline
from app.ui.panels.outline_rows import LINE, MARK
from app.ui.panels.outline_tree import HEIGHT_ROLE, ID_ROLE, Path

_LEAST_WIDE = 130
_TEXT = 14
_AROUND = 18


class RowEditor(LabelEditor):
    """The canvas' field, as wide as the outline and as high as its words."""

    def lay_over(self, box: QRectF, zoom: float) -> None:  # noqa: ARG002  # rows have one size
        """Stand over a row given in the outline's pixels."""
        face = font(_TEXT)
        self.setFont(face)
        viewport = self.parentWidget()
        assert viewport is not None
        right = viewport.width() - 3
        left = min(box.left() + MARK - 9, right - _LEAST_WIDE)
        # Its own count of lines at that width: one line too few, and the first would scroll away.
        self.resize(round(right - left), self.height())
        lines = round(self.document().size().height()) if self.toPlainText() else self.lines(face, right - left - 26)
        self.setGeometry(round(left), round(box.top()), round(right - left), lines * LINE + _AROUND)


class OutlineEditing(QObject):
    """The verbs as a person does them in the outline: what asks for words asks in a row."""

    made = Signal(str)
    """A factor was added here: the canvas may want to show it."""

    def __init__(self, outline: Outline, editing: Editing) -> None:
        super().__init__(outline)
        self.outline = outline
        self.session = outline.session
        self._editing = editing
        self.writing = Writing(outline.viewport(), RowEditor)
        outline.tab_pressed.connect(self.add_cause)
        outline.enter_pressed.connect(self.add_sibling)
        outline.rename_wanted.connect(lambda _id: self.rename())
        outline.dropped.connect(self._on_dropped)
        for moved in (outline.verticalScrollBar().valueChanged, outline.horizontalScrollBar().valueChanged):
            moved.connect(lambda _: self.writing.follow())
        for changed in (outline.expanded, outline.collapsed):
            changed.connect(lambda _: self.writing.follow())
        outline.resized.connect(self.writing.follow)
        self.session.map_changed.connect(self._follow)

    def _follow(self, _touched: object) -> None:
        self.writing.follow()

    # -- words

    def add_symptom(self) -> None:
        """Ask for something that people can see going wrong, in a row below the other symptoms."""
        symptoms = sum(1 for factor in self.session.map.symptoms() if self.outline.tree.rows_of(factor.id))
        self._ask_free("symptom", "What can people see going wrong?", symptoms)

    def add_cause(self) -> None:
        """Ask why the factor of this row is so, in a row below it."""
        row = self.outline.row_in_hand()
        if row is None:
            self.session.told.emit("Select a row first, then Tab asks why. S adds a symptom.")
            return
        self._ask_why("Why", self.outline.tree.home_of(row))

    def add_sibling(self) -> None:
        """Ask for another cause of what this row stands under; beside a symptom, for another symptom."""
        row = self.outline.row_in_hand()
        above = row.parent() if row is not None else None
        if above is not None:
            self._ask_why("Why else", above)
        elif row is None or self._factor_of(row).is_symptom:
            self.add_symptom()
        else:
            self._ask_free("cause", "A new factor", None)

    def _factor_of(self, row: QTreeWidgetItem) -> Factor:
        return self.session.map.factors[row.data(0, ID_ROLE)]

    def _ask_free(self, kind: Kind, prompt: str, at: int | None) -> None:
        label = "Add a symptom" if kind == "symptom" else "Add a factor"
        self._ask(prompt, None, at, lambda text: self._editing.perform_new(label, lambda: edits.add_factor(text, kind)))

    def _ask_why(self, why: str, home: QTreeWidgetItem) -> None:
        effect = self._factor_of(home)

        def add(text: str) -> str | None:
            if effect.id not in self.session.map.factors:
                return self._editing.perform_new("Add a factor", lambda: edits.add_factor(text))
            make = lambda: edits.add_cause(self.session.map, effect.id, text)  # noqa: E731
            return self._editing.perform_new("Add a cause", make)

        self._ask(f"{why}: {effect.label}?", home, None, add)

    def _ask(self, prompt: str, home: QTreeWidgetItem | None, at: int | None, add: Callable[[str], str | None]) -> None:
        """Open a field in a row of its own; its words become one step, no words leave no trace."""
        self.writing.finish()
        if not self._editing.may_change():
            return
        tree = self.outline.tree
        path = tree.path_of(home)
        if home is not None:
            tree.fill(home)
        blank = QTreeWidgetItem()
        tree.put_blank(home, blank, at)

        def kept(text: str, how: str) -> None:
            tree.take_blank()
            self._take_keyboard(how)
            made = add(text) if text.strip() else None
            if made is not None:
                self.outline.go_to([(*path, made)])
                self.made.emit(made)
                if how == AFTER_TAB:
                    self.add_cause()

        def dropped() -> None:
            tree.take_blank()
            self.outline.setFocus()

        self._write(blank, "", prompt, kept, dropped)

    def rename(self) -> None:
        """Change the words of this row's factor where it stands."""
        row = self.outline.row_in_hand()
        if row is None or not self._editing.may_change():
            return
        id_, path = row.data(0, ID_ROLE), self.outline.tree.path_of(row)

        def close() -> None:
            if (now := self.outline.tree.row_at(path)) is not None:
                now.setData(0, HEIGHT_ROLE, None)

        def kept(text: str, how: str) -> None:
            close()
            self._take_keyboard(how)
            if text.strip() and id_ in self.session.map.factors:
                self._editing.do("Rename", lambda: edits.rename(self.session.map, id_, text), select=[id_])
            if how == AFTER_TAB:
                self.add_cause()

        def dropped() -> None:
            close()
            self.outline.setFocus()

        self._write(row, self._factor_of(row).label, "Words", kept, dropped)

    def _take_keyboard(self, how: str) -> None:
        if how in (AFTER_ENTER, AFTER_TAB):
            self.outline.setFocus()

    def _write(
        self,
        row: QTreeWidgetItem,
        words: str,
        prompt: str,
        kept: Callable[[str, str], None],
        dropped: Callable[[], None],
    ) -> None:
        outline, path = self.outline, self.outline.tree.path_of(row)
        outline.scrollToItem(row)
        last = QRectF(outline.visualItemRect(row))

        def place() -> tuple[QRectF, float]:
            nonlocal last
            now = outline.tree.blank if path[-1:] == ("",) else outline.tree.row_at(path)
            if now is not None:
                last = QRectF(outline.visualItemRect(now))
            return last, 1.0

        self.writing.start(outline.theme, words, prompt, place, kept, dropped)
        editor = self.writing.editor
        assert editor is not None

        def make_room() -> None:
            now = outline.tree.blank if path[-1:] == ("",) else outline.tree.row_at(path)
            if now is not None and now.data(0, HEIGHT_ROLE) != editor.height() + 2:
                now.setData(0, HEIGHT_ROLE, editor.height() + 2)
                outline.scrollToItem(now)
                self.writing.follow()

        editor.textChanged.connect(make_room)
        make_room()

    # -- rows in and out

    def indent(self) -> None:
        """Make these rows causes of the row above them, beside which they stood."""
        rows = self.outline.rows_in_hand()
        if not rows:
            self._ask_for_a_row()
            return
        tree = self.outline.tree
        first, chosen = rows[0], {tree.path_of(row) for row in rows}
        above = _beside(self.outline, first, chosen)
        target = tree.home_of(above) if above is not None else None
        id_ = target.data(0, ID_ROLE) if target is not None else ""

        def make() -> list[Change]:
            if not id_:
                return outlining.indent(self.session.map, _row(first), "")
            return outlining.move_all(self.session.map, [(_row(row), id_) for row in rows])

        self._move("Make it a cause of the row above", rows, [tree.path_of(target)] * len(rows), make)

    def outdent(self) -> None:
        """Make these rows causes of what the row above them leads to; at the outer edge they stand alone."""
        rows = self.outline.rows_in_hand()
        if not rows:
            self._ask_for_a_row()
            return
        tree = self.outline.tree
        homes = [tree.path_of(row)[:-2] for row in rows]

        def make() -> list[Change]:
            for row in rows:
                if row.parent() is None:
                    return outlining.outdent(self.session.map, _row(row), "")
            moves = [(_row(row), path[-1] if path else "") for row, path in zip(rows, homes, strict=True)]
            return outlining.move_all(self.session.map, moves)

        self._move("Move it out", rows, homes, make)

    def detach(self) -> None:
        """Take these rows away from what they stand under; the factors stay on the map."""
        rows = self.outline.rows_in_hand()
        if not rows:
            self._ask_for_a_row()
            return
        make = lambda: outlining.detach(self.session.map, [_row(row) for row in rows])  # noqa: E731
        self._editing.do("Take it away from this effect", make)

    def _on_dropped(self, rows: Sequence[QTreeWidgetItem], under: str, also: bool) -> None:  # noqa: FBT001  # a signal
        if not rows:
            return
        tree = self.outline.tree
        home = tree.rows_of(under)[0] if under else None
        moves = [(Row(_row(row).factor) if also else _row(row), under) for row in rows]
        make = lambda: outlining.move_all(self.session.map, moves)  # noqa: E731
        self._move("Link two factors" if also else "Move in the outline", rows, [tree.path_of(home)] * len(rows), make)

    def _move(
        self, label: str, rows: Sequence[QTreeWidgetItem], homes: Sequence[Path], make: Callable[[], list[Change]]
    ) -> None:
        """One step that moves rows; they are found again where they went, as open as they were."""
        tree, before = self.outline.tree, self.session.document.revision
        ids = [str(row.data(0, ID_ROLE)) for row in rows]
        opened = [tree.open_paths(row) for row in rows]
        self.writing.finish()
        try:
            changes = make()
        except RuleBroken as error:
            self.session.told.emit(str(error))
            return
        self.session.perform(label, changes, select=ids)
        if self.session.document.revision == before:
            return
        there = [(*home, id_) for home, id_ in zip(homes, ids, strict=True)]
        for path, below in zip(there, opened, strict=True):
            for each in below:
                if (row := tree.row_at((*path, *each))) is not None:
                    row.setExpanded(True)
        self.outline.go_to(there)

    def _ask_for_a_row(self) -> None:
        self.session.told.emit("Select a row of the outline first.")

    def finish(self) -> None:
        """Make a step of what is being typed."""
        self.writing.finish()

    def close_map(self) -> None:
        """Let go of the session."""
        self.session.map_changed.disconnect(self._follow)


def _row(row: QTreeWidgetItem) -> Row:
    above = row.parent()
    return Row(str(row.data(0, ID_ROLE)), str(above.data(0, ID_ROLE)) if above is not None else "")


def _beside(outline: Outline, row: QTreeWidgetItem, moving: set[Path]) -> QTreeWidgetItem | None:
    """The nearest row above it with the same row over both, that is not moving too."""
    parent = row.parent() or outline.invisibleRootItem()
    for number in reversed(range(parent.indexOfChild(row))):
        child = parent.child(number)
        if child is not None and outline.tree.path_of(child) not in moving:
            return child
    return None
