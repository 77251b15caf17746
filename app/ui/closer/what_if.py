"""What if? What would follow if something were fixed or wrong: what goes, what stays and why, who ranks first then."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.analysis.scenario import Outcome, Shift, Stay, Suppositions
from app.drawing.theme import Theme
from app.model.records import Supposed
from app.ui.before_after import BeforeAfter, Parts
from app.ui.closer.what_if_kept import Kept
from app.ui.closer.what_if_parts import KeyedRows, Section
from app.ui.closer.what_if_shown import shown_bare, shown_gone, shown_stay
from app.ui.closer.what_if_words import (
    HOW_TO_BEGIN,
    about_shifts,
    bare_row,
    gone_row,
    in_order,
    offered,
    outcome_sentence,
    shift_row,
    stay_row,
    supposed_row,
)
from app.ui.foreseen import foreseen
from app.ui.pages.page import Page, plain, quiet_button, second
from app.ui.panels.words import Measure
from app.ui.session import Session

_TAKE_BACK = {Qt.Key.Key_Delete: "take back", Qt.Key.Key_Backspace: "take back"}
_FEW = 4
"""So many symptoms are named at first, so that the ranking is not far below."""
_OFFERED = 190
"""Pixels for the question on the button: it fits the narrowest panel."""
_NONE_GOES = "Each still has a cause that goes on. “Where to act” (Alt+4) names the fewest that would end them."


class WhatIfPage(Page):
    """What would follow if something were fixed or wrong."""

    title = "What if?"

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__(session, theme)
        self.foreseen = foreseen(session)
        self._in_sight = False
        self._rows: list[tuple[str, Supposed]] = []
        self._told = Suppositions()
        self._lit = False
        self.begin = plain(HOW_TO_BEGIN)
        self.sentence = plain()
        self.sentence.setObjectName("heading")
        self.sentence.setAccessibleName("What would follow")
        self.bar = BeforeAfter(theme, both=True)
        self.note = second(_NONE_GOES)
        self.offer = quiet_button("")
        self.back = quiet_button("Take it all back  Shift+W")
        self.supposed = Section(KeyedRows("What is supposed", _TAKE_BACK))
        self.gone = Section(KeyedRows("Symptoms that would go"), _FEW)
        self.stays = Section(KeyedRows("Symptoms that would stay, and why"), _FEW)
        self.bare = Section(KeyedRows("Symptoms that would have no cause left"))
        self.shifts = Section(KeyedRows("The ranking before and after"))
        self.first = plain()
        self.kept = Kept(self.foreseen)
        self._sections = (self.supposed, self.gone, self.stays, self.bare, self.shifts)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(2)
        buttons.addWidget(self.back)
        buttons.addStretch()
        self.offer.setToolTip("W, on the map or in the outline")
        for widget in (self.begin, self.sentence, self.bar, self.first, self.note):
            self.column.addWidget(widget)
        self.column.addWidget(self.offer, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.supposed)
        self.column.addLayout(buttons)
        self.column.addWidget(self.kept.naming)
        for section in (self.gone, self.stays, self.bare, self.shifts):
            self.column.addWidget(section)
        self.column.addWidget(self.kept)
        self.column.addStretch()

    def _connect(self) -> None:
        self.foreseen.changed.connect(self._on_changed)
        self.offer.clicked.connect(self._mark)
        self.kept.emptied.connect(lambda: self.first_field().setFocus())
        self.back.clicked.connect(lambda: self.session.suppose(None))
        self.supposed.rows.row_acted_on.connect(self._take_back)
        self.supposed.rows.key_pressed.connect(lambda _key, row: self._take_back(row))
        self.supposed.rows.row_chosen.connect(self._select_supposed)
        for section in self._sections:
            section.rows.let_go.connect(self._go_dark)
        for section in (self.gone, self.stays, self.bare):
            section.rows.row_chosen.connect(lambda row, chosen=section: self._light(chosen, row))
            section.rows.row_acted_on.connect(lambda row, chosen=section: self._select_symptom(chosen, row))
        self.shifts.rows.row_chosen.connect(self._select_cause)

    # -- following

    def _on_changed(self) -> None:
        if self._in_sight:
            self.session.turns.ask("closer", self.follow)

    def follow(self) -> None:
        """Show what is supposed and what would follow."""
        if not self._in_sight:
            return
        told, found = self.foreseen.supposed, self.foreseen.outcome
        if told != self._told:
            self._told = told
            self._go_dark()
        if self._lit and self.session.shown is None:
            self._lit = False
        self.begin.setVisible(not told)
        self._show_offer(told)
        self._show_supposed(told)
        self._show_outcome(told, found if told else None)
        self._show_shifts(self.foreseen.shifts if told else ())
        self.kept.follow()

    def _show_offer(self, told: Suppositions) -> None:
        after = self.foreseen.after_mark()
        words = offered(told, after, self.session.map) if after is not None else ""
        if words.startswith("Not fixed"):
            words = ""  # it stands in the list, and can be taken back there
        fits = self.offer.fontMetrics().horizontalAdvance(words) <= _OFFERED
        self.offer.setText(f"{words if fits else 'What if this was fixed?'}  W")
        self.offer.setAccessibleName(words)
        self.offer.setVisible(bool(words))

    def _show_supposed(self, told: Suppositions) -> None:
        cause_map = self.session.map
        self._rows = in_order(told, cause_map)
        words = [supposed_row(id_, what, cause_map) for id_, what in self._rows]
        self.supposed.show_rows("Supposed · Del takes one back", words)
        self.back.setVisible(bool(told))

    def _show_outcome(self, told: Suppositions, found: Outcome | None) -> None:
        cause_map = self.session.map
        self.sentence.setVisible(bool(told))
        self.bar.setVisible(found is not None and found.weight > 0)
        others = found is not None and bool(found.stays) and all(each.why == "caused" for each in found.stays)
        self.note.setVisible(others and bool(told.fixed) and found is not None and not found.gone)
        if found is None:
            self.sentence.setText("Working it out …")
            for section in (self.gone, self.stays, self.bare):
                section.show_rows("", [])
            return
        weighted = len({factor.weight for factor in cause_map.symptoms()}) > 1
        self.sentence.setText(outcome_sentence(found, weighted=weighted))
        self.bar.show_parts(Parts.of(found))
        self.gone.show_rows("What goes", [gone_row(id_, cause_map, told) for id_ in found.gone])
        self.stays.show_rows("What stays, and why", [stay_row(each, cause_map) for each in self._staying()])
        self.bare.show_rows("Has no cause left", [bare_row(id_, cause_map) for id_ in found.unexplained])

    def _staying(self) -> list[Stay]:
        found = self.foreseen.outcome
        return [each for each in found.stays if each.symptom not in found.unexplained] if found else []

    def _show_shifts(self, found: Sequence[Shift]) -> None:
        cause_map, before = self.session.map, self.foreseen.before
        rows: list[str] = []
        if before is not None:
            measure = Measure.of(before, cause_map)
            rows = [shift_row(each, cause_map, measure, self._told, self.session.considered) for each in found]
        self.shifts.show_rows("Where to focus, before → after", rows)
        self.first.setVisible(bool(rows))
        self.first.setText(about_shifts(found, cause_map) if rows else "")

    # -- hands

    def _mark(self) -> None:
        told = self.foreseen.after_mark()
        if told is not None:
            self.session.suppose(told or None)

    def _take_back(self, row: int) -> None:
        if row < len(self._rows):
            told = self.foreseen.supposed.with_([self._rows[row][0]], None)
            self.session.suppose(told or None)

    def _select_supposed(self, row: int) -> None:
        if row < len(self._rows):
            self._go_dark(but=self.supposed)
            self.session.select([self._rows[row][0]], "what if")

    def _select_cause(self, row: int) -> None:
        found = self.foreseen.shifts
        if row < len(found):
            self._go_dark(but=self.shifts)
            self.session.select(found[row].members, "what if")

    def _symptom_at(self, section: Section, row: int) -> str:
        found = self.foreseen.outcome
        if found is None:
            return ""
        if section is self.stays:
            ids: Sequence[str] = [each.symptom for each in self._staying()]
        else:
            ids = found.gone if section is self.gone else found.unexplained
        return ids[row] if row < len(ids) else ""

    def _select_symptom(self, section: Section, row: int) -> None:
        id_ = self._symptom_at(section, row)
        if id_:
            self.session.select([id_], "what if")

    def _light(self, section: Section, row: int) -> None:
        id_, cause_map, told = self._symptom_at(section, row), self.session.map, self._told
        if not id_:
            return
        for other in self._sections:
            if other is not section:
                other.unmark()
        self._lit = True
        if section is self.stays:
            self.session.show(shown_stay(self._staying()[row], cause_map, told))
        else:
            shown = shown_gone if section is self.gone else shown_bare
            self.session.show(shown(id_, cause_map, told))

    def _go_dark(self, but: Section | None = None) -> None:
        """What is supposed is lit up again, and no row is chosen."""
        for section in self._sections:
            if section is not but:
                section.unmark()
        if self._lit:
            self._lit = False
            self.session.show(None)

    # -- in sight and out of it

    def enter(self) -> None:
        """From now on it follows."""
        self._in_sight = True

    def leave(self) -> None:
        """What is supposed stays supposed."""
        self._in_sight = False
        self._go_dark()
        super().leave()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.bar.theme = theme
        super().set_theme(theme)

    def first_field(self) -> QWidget:
        """What is supposed, or else what is kept."""
        if self._rows:
            return self.supposed.rows
        return self.kept.rows if self.session.map.scenarios else self

    def close_map(self) -> None:
        """Let go of the session."""
        self._in_sight = False
        self.foreseen.changed.disconnect(self._on_changed)
