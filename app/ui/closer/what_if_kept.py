"""Kept scenarios: what is supposed under a name, to be had again, and up to three of them side by side."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.analysis.scenario import Suppositions, kept_in
from app.analysis.side_by_side import Side, side_by_side
from app.errors import RuleBroken
from app.model import scenarios
from app.model.cause_map import CauseMap
from app.ui.before_after import Parts
from app.ui.closer.what_if_parts import Compared, KeyedRows, bring_in_sight
from app.ui.closer.what_if_words import cell, first_left, kept_row, proposed_name
from app.ui.foreseen import Foreseen
from app.ui.pages.page import heading, plain, quiet_button, second
from app.ui.panels.words import Measure, percent

_LETTERS = "ABC"
_ASKED = "what if: kept"
_KEYS = {
    Qt.Key.Key_F2: "rename",
    Qt.Key.Key_Delete: "delete",
    Qt.Key.Key_Backspace: "delete",
    Qt.Key.Key_C: "compare",
}

Asked = tuple[CauseMap, bool, dict[str, Suppositions]]


class _Name(QLineEdit):
    """Esc gives up what is typed."""

    given_up = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc, or what every field does."""
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)


class Kept(QWidget):
    """Keep what is supposed, and load, rename, delete and compare what was kept."""

    emptied = Signal()
    """The last one is gone, and with it what had the keyboard."""

    def __init__(self, foreseen: Foreseen) -> None:
        super().__init__()
        self.foreseen = foreseen
        self.session = foreseen.session
        self.sides: dict[str, Side] = {}
        self._asked: Asked | None = None
        self._renaming = ""
        self._chosen: list[str] | None = None
        """What a person wants to see side by side; None: the latest three."""
        self.ask_name = heading("Keep this as …")
        self.name = _Name()
        self.name.setAccessibleName("A name for what is supposed")
        self.keep = QPushButton("Keep")
        self.head = heading("Kept")
        self.rows = KeyedRows("Kept scenarios", _KEYS)
        self.table = Compared()
        self.compared_head = heading("Side by side")
        self.compared_note = second("? stays: it would have no cause left on the map.")
        self.left = plain()
        self.naming = QWidget()
        """The field for a name, which the page puts beside what is supposed."""
        self._buttons = QWidget()
        self._lay_out()
        self.name.returnPressed.connect(self._keep_or_rename)
        self.name.given_up.connect(self._give_up_name)
        self.keep.clicked.connect(self._keep_or_rename)
        self.rows.row_acted_on.connect(self._load)
        self.rows.key_pressed.connect(self._on_key)

    def _lay_out(self) -> None:
        keeping = QHBoxLayout()
        keeping.addWidget(self.name, 1)
        keeping.addWidget(self.keep)
        naming = QVBoxLayout(self.naming)
        naming.setContentsMargins(0, 6, 0, 0)
        naming.setSpacing(4)
        naming.addWidget(self.ask_name)
        naming.addLayout(keeping)
        buttons = QGridLayout(self._buttons)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(2)
        buttons.setColumnStretch(2, 1)
        for at, (text, key, act) in enumerate(
            (
                ("Load", "Enter", self._load),
                ("Rename", "F2", partial(self._on_key, "rename")),
                ("Delete", "Del", partial(self._on_key, "delete")),
                ("Compare", "C", partial(self._on_key, "compare")),
            )
        ):
            button = quiet_button(f"{text}  {key}")
            button.setToolTip(f"{text} the chosen scenario")
            button.clicked.connect(lambda _=False, do=act: do(max(self.rows.currentRow(), 0)))
            buttons.addWidget(button, at // 2, at % 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.head)
        column.addWidget(self.rows)
        column.addWidget(self._buttons)
        column.addSpacing(6)
        column.addWidget(self.compared_head)
        column.addWidget(self.table)
        column.addWidget(self.compared_note)
        column.addWidget(self.left)

    # -- following

    def follow(self) -> None:
        """Show what is kept, and have worked out what would follow from it."""
        cause_map, told = self.session.map, self.foreseen.supposed
        if self._renaming and self._renaming not in cause_map.scenarios:
            self._renaming = ""
        asking = bool(told) or bool(self._renaming)
        self.naming.setVisible(asking)
        self.ask_name.setText("Rename it to …" if self._renaming else "Keep this as …")
        self.keep.setText("Rename" if self._renaming else "Keep")
        self.name.setPlaceholderText(proposed_name(told, cause_map))
        self._ask()
        self._show()

    def _ask(self) -> None:
        session = self.session
        told = {id_: kept_in(session.map, id_).within(session.map) for id_ in session.map.scenarios}
        asked = self._asked
        if asked is not None and asked[0] is session.map and asked[1:] == (session.changeable_only, told):
            return
        if told and session.reading is None:
            return  # asked when the first reading has come
        self._asked = (session.map, session.changeable_only, told)
        self.sides = {id_: side for id_, side in self.sides.items() if id_ in told}
        if told and session.reading is not None:
            arguments = (session.map, told, session.reading.settings, session.changeable_only)
            session.inquiries.ask(
                _ASKED,
                lambda _: None,
                side_by_side,
                *arguments,
                part=partial(self._on_side, self._asked),
                failed=self._on_failed,
            )
        else:
            session.inquiries.cancel(_ASKED)

    def _on_failed(self, _why: str) -> None:
        self._asked = None  # asked again when the map has changed, or the page comes in sight
        self.session.told.emit("The kept answers could not be worked out this time; the map itself is safe.")

    def _on_side(self, asked: Asked, part: tuple[str, Side]) -> None:
        if asked is self._asked:
            self.sides[part[0]] = part[1]
            self._show()

    @property
    def compared(self) -> list[str]:
        """The scenarios that stand side by side, at most three, in the order in which they were kept."""
        ids = list(self.session.map.scenarios)
        if self._chosen is None:
            return ids[-len(_LETTERS) :] if len(ids) > 1 else []
        return [id_ for id_ in ids if id_ in self._chosen]

    def _letter(self, id_: str) -> str:
        compared = self.compared
        return _LETTERS[compared.index(id_)] if id_ in compared else ""

    def _show(self) -> None:
        cause_map = self.session.map
        told = self._asked[2] if self._asked is not None else {}
        words = [
            kept_row(each.name, self._letter(id_), len(told.get(id_, Suppositions())), self.sides.get(id_))
            for id_, each in cause_map.scenarios.items()
        ]
        current = min(self.rows.currentRow(), len(words) - 1)
        self.rows.show_rows(words, current)
        for widget in (self.head, self._buttons):
            widget.setVisible(bool(words))
        self._show_compared()

    def _show_compared(self) -> None:
        cause_map, ids = self.session.map, [id_ for id_ in self.compared if id_ in self.sides]
        sides = [self.sides[id_] for id_ in ids]
        for widget in (self.compared_head, self.left):
            widget.setVisible(len(ids) > 1)
        self.compared_note.setVisible(len(ids) > 1 and any(side.outcome.unexplained for side in sides))
        if len(ids) < 2:
            self.table.show_cells([], [])
            return
        symptoms = [each.id for each in cause_map.symptoms()]
        rows = [[cause_map.factors[id_].label, *(cell(id_, side.outcome) for side in sides)] for id_ in symptoms]
        rows.sort(key=lambda row: len(set(row[1:])) == 1)  # where they differ comes first
        total = [["Symptoms that go", *(f"{(p := Parts.of(side.outcome)).gone} of {p.all}" for side in sides)]]
        reading = self.foreseen.before or self.session.reading
        if reading is not None and Measure.of(reading, cause_map).weighted:
            total.append(["By weight", *(percent(side.outcome.share_gone) for side in sides)])
        letters = [self._letter(id_) for id_ in ids]
        self.table.show_cells(letters, [*total, *rows])
        left = [first_left(letter, side, cause_map) for letter, side in zip(letters, sides, strict=True)]
        self.left.setText("\n\n".join(left))

    # -- hands

    def _id_at(self, row: int) -> str:
        ids = list(self.session.map.scenarios)
        return ids[row] if 0 <= row < len(ids) else ""

    def _keep_or_rename(self) -> None:
        session, name = self.session, self.name.text() or self.name.placeholderText()
        try:
            if self._renaming:
                label, changes = "Rename a scenario", scenarios.rename(session.map, self._renaming, name)
            else:
                told = self.foreseen.supposed
                ids = told.fixed | told.doubted | told.rejected
                supposed = {id_: what for id_ in sorted(ids) if (what := told.of(id_)) is not None}
                label, changes = "Keep a scenario", scenarios.keep(session.map, name, supposed)
        except RuleBroken as error:
            session.told.emit(str(error))
            return
        done = session.perform(label, changes, settle=False) if changes else not session.refuses()
        if done:
            self._renaming = ""
            self.name.clear()
            self.follow()
            self.rows.setFocus()
            bring_in_sight(self.rows)

    def _give_up_name(self) -> None:
        self._renaming = ""
        self.name.clear()
        self.follow()
        self.rows.setFocus()

    def _load(self, row: int) -> None:
        id_ = self._id_at(row)
        if id_:
            told = kept_in(self.session.map, id_).within(self.session.map)
            self.session.suppose(told or None)

    def _on_key(self, key: str, row: int) -> None:
        id_ = self._id_at(row)
        if not id_:
            return
        if key == "delete":
            self.session.perform("Delete a scenario", scenarios.delete(self.session.map, id_), settle=False)
            self.follow()
            if not self.session.map.scenarios:
                self.emptied.emit()
        elif key == "rename":
            self._renaming = id_
            self.follow()
            self.name.setText(self.session.map.scenarios[id_].name)
            self.name.selectAll()
            self.name.setFocus()
            bring_in_sight(self.name)
        else:
            chosen = self.compared
            self._chosen = [each for each in chosen if each != id_] if id_ in chosen else [*chosen, id_]
            self._chosen = self._chosen[-len(_LETTERS) :]
            self._show()
