"""Loops: the vicious circles of the map with their stories, what most of them go through, where to break them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from app.analysis.loop_groups import BreakPoint, LoopFindings, LoopGroup, best_points, find_in_loops, loop_findings
from app.analysis.loop_words import bound_words, kind_words, point_words, steps, story, turned_to
from app.analysis.loops import Loop
from app.analysis.reading import Reading
from app.analysis.settings import Settings
from app.drawing.theme import Theme
from app.model.cause_map import CauseMap
from app.ui.closer.loops_shown import shown_break, shown_loop, shown_step, shown_through
from app.ui.pages.long_list import LongList, WalkRows, Working
from app.ui.pages.page import Page, RowList, heading, plain, quiet_button, second
from app.ui.session import Session

_AT_ONCE = 120
"""Up to so many links the loops are looked for at once, in a few milliseconds."""
_UNASKED = 3000
"""Up to so many links they are looked for without being asked for."""
_FEW = 6
_NAME = "loops"


class LoopsPage(Page):
    """The vicious circles of the map."""

    title = "Loops"

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__(session, theme)
        self.findings: LoopFindings | None = None
        self._about: CauseMap | None = None
        """The map that was asked about."""
        self._told: CauseMap | None = None
        """The map that what is in sight is about."""
        self._settings = Settings()
        self._loops: list[Loop] = []
        self._step = -1
        """The step of the chosen loop that is walked; -1: all of it."""
        self._chosen: frozenset[str] = frozenset()
        """The links of the chosen loop, wherever it stands after an edit."""
        self._points: list[tuple[BreakPoint, LoopGroup]] = []
        self._selected = session.selection
        self.sentence = plain()
        self.sentence.setAccessibleName("How many loops there are")
        self.working = Working("Loops looked for")
        self.start = quiet_button("Look for loops")
        self.through = QCheckBox("Only through what is selected")
        self.through_said = second()
        self.loops = WalkRows("Loops, the shortest first")
        self.list = LongList(self.loops, "loops")
        self.hint = second("Right or Enter walks round the chosen loop, one link at a time; Left goes back.")
        self.in_most_heading = heading("In most loops")
        self.in_most = RowList("The factors that stand in most loops")
        self.break_heading = heading("Where to break them")
        self.points = RowList("Where to break the loops")
        self.tried = second()
        self._body = QWidget()
        self._lay_out()
        self.working.cancelled.connect(self._cancel)
        self.start.clicked.connect(self._ask)
        self.through.toggled.connect(lambda _: self._show_loops())
        self.loops.row_chosen.connect(self._choose)
        self.loops.walked.connect(self._walk)
        self.in_most.row_chosen.connect(self._choose_factor)
        self.in_most.row_acted_on.connect(self._select_factor)
        self.points.row_chosen.connect(self._choose_point)
        self.points.row_acted_on.connect(self._select_point)

    def _lay_out(self) -> None:
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(6)
        parts: list[list[QWidget]] = [
            [self.through, self.through_said, self.hint, self.list],
            [self.in_most_heading, self.in_most],
            [self.break_heading, self.points, self.tried],
        ]
        for part in parts:
            for widget in part:
                body.addWidget(widget)
            body.addSpacing(8)
        self.column.addWidget(self.sentence)
        self.column.addWidget(self.working)
        self.column.addWidget(self.start, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self._body)
        self.column.addStretch()
        self.start.hide()
        self._body.hide()

    # -- following

    def follow(self) -> None:
        """Look again if the map is another; show what goes through what is selected."""
        reading = self.session.reading
        if self._selected != self.session.selection:
            self._selected = self.session.selection
            self._go_dark()
            self._show_loops()
        if reading is not None:
            self._settings = reading.settings
        if self._about is not self.session.considered:
            self._about = self.session.considered
            if len(self._about.links) <= _UNASKED:
                self._ask()
            else:
                self.session.inquiries.cancel(_NAME)
                self._offer()
        elif reading is not None and self.session.is_read and self.findings is not None:
            self._show_points(self.findings, reading)  # the reading may have come after the loops

    def _offer(self) -> None:
        self.findings = None
        self.working.hide()
        self._body.hide()
        self._go_dark()
        self.sentence.setText("Looking for the loops of so large a map takes a moment.")
        self.start.show()

    def _ask(self) -> None:
        assert self._about is not None
        had_focus = self.start.hasFocus()
        self.start.hide()
        if len(self._about.links) <= _AT_ONCE:
            self.session.inquiries.cancel(_NAME)
            self._on_findings(find_in_loops(self._about, self._settings))
            return
        self.session.inquiries.ask(
            _NAME,
            self._on_findings,
            loop_findings,
            self._about,
            self._settings,
            part=self._on_part,
            failed=self._on_failed,
        )
        if self.findings is None:
            self._on_part((0, 0))
        if had_focus:
            self.working.cancel.setFocus()

    def _on_part(self, part: tuple[int, int]) -> None:
        self.working.show_part(part)
        if self.findings is None:
            self.sentence.setText("Looking for loops …")

    def _on_failed(self, _why: str) -> None:
        self._offer()
        self.sentence.setText("The loops could not be worked out this time; the map itself is safe.")

    def _cancel(self) -> None:
        self.session.inquiries.cancel(_NAME)
        self._offer()
        self.start.setFocus()

    def _on_findings(self, findings: LoopFindings) -> None:
        if self._about is not self.session.considered:
            return  # a later edit asks again
        had_focus = self.working.cancel.hasFocus()
        self.working.hide()
        self.findings, self._told = findings, self._about
        self.sentence.setText(bound_words(findings))
        self._body.setVisible(bool(findings.groups))
        self._show_loops()
        self._show_in_most(findings)
        if self.session.reading is not None:
            self._show_points(findings, self.session.reading)
        if had_focus:
            self.loops.setFocus()

    # -- the loops

    def _show_loops(self) -> None:
        """The loops there are, or those through the selected factors; the chosen one stays chosen if it is there."""
        if self.findings is None or self._told is None:
            return
        cause_map = self._told
        wanted = [id_ for id_ in self.session.selected_factors() if id_ in cause_map.factors]
        self.through.setEnabled(bool(wanted) or self.through.isChecked())
        only = wanted if self.through.isChecked() else []
        self._loops = [
            turned_to(loop, only[0]) if only else loop
            for loop in self.findings.found.loops
            if set(only) <= set(loop.members)
        ]
        self._say_through(cause_map, only)
        row = next((at for at, loop in enumerate(self._loops) if frozenset(loop.links) == self._chosen), -1)
        self.list.show_all([_row(cause_map, loop) for loop in self._loops], row)
        self.hint.setVisible(bool(self._loops))
        if row >= 0:
            self._light(row)
        elif self._chosen:
            self._go_dark()

    def _say_through(self, cause_map: CauseMap, only: list[str]) -> None:
        names = " and ".join(f"“{cause_map.factors[id_].label}”" for id_ in only[:2])
        more = f" and {len(only) - 2} more" if len(only) > 2 else ""
        count = len(self._loops)
        how_many = "No listed loop goes" if not count else "One loop goes" if count == 1 else f"{count:,} loops go"
        self.through_said.setText(f"{how_many} through {names}{more}." if only else "Select a factor on the map.")
        self.through_said.setVisible(self.through.isChecked())

    def _choose(self, row: int) -> None:
        self._step = -1
        self._chosen = frozenset(self._loops[row].links)
        for other in (self.in_most, self.points):
            _unmark(other)
        self._light(row)
        self.session.sight_wanted.emit(self._loops[row].members)

    def _walk(self, by: int) -> None:
        """One link on or back; after the last one the whole loop again."""
        row = self.loops.currentRow()
        if not 0 <= row < len(self._loops):
            return
        if frozenset(self._loops[row].links) != self._chosen:
            self._choose(row)
        length = len(self._loops[row].links)
        self._step = (self._step + 1 + by) % (length + 1) - 1
        self._light(row)
        if self._step >= 0:
            assert self._told is not None
            link = self._told.links[self._loops[row].links[self._step]]
            self.session.sight_wanted.emit((link.cause, link.effect))

    def _light(self, row: int) -> None:
        """Light the chosen loop, or the step of it that is walked, and say it in its row."""
        assert self._told is not None
        cause_map, loop = self._told, self._loops[row]
        for at, each in enumerate(self._loops[: self.loops.count()]):
            if at != row:
                self.loops.reword(at, _row(cause_map, each))
        if 0 <= self._step < len(loop.links):
            told = steps(cause_map, loop)[self._step]
            where = f"Step {self._step + 1} of {len(loop.links)}"
            self.loops.reword(row, f"{_row(cause_map, loop)}\n▸ {where}: {told}")
            self.session.show(shown_step(cause_map, loop, self._step))
        else:
            self._step = -1
            self.loops.reword(row, _row(cause_map, loop))
            self.session.show(shown_loop(cause_map, loop))

    # -- what they have in common

    def _show_in_most(self, findings: LoopFindings) -> None:
        assert self._told is not None
        of = len(findings.found.loops)
        top = findings.in_most[:_FEW] if of > 1 else ()
        rows = [f"“{self._told.factors[id_].label}”\nin {count:,} of the {of:,} listed loops" for id_, count in top]
        self.in_most.show_rows(rows, _kept(self.in_most, rows))
        self.in_most_heading.setVisible(bool(rows))

    def _choose_factor(self, row: int) -> None:
        assert self.findings is not None
        id_, _ = self.findings.in_most[row]
        self._forget_loop()
        _unmark(self.points)
        through = [loop for loop in self.findings.found.loops if id_ in loop.members]
        count = len(through)
        self.session.show(shown_through(through, {id_: f"in {count:,} loop{'s' * (count != 1)}"}))
        self.session.sight_wanted.emit((id_,))

    def _select_factor(self, row: int) -> None:
        if self.findings is not None:
            self.session.select([self.findings.in_most[row][0]], "loops")

    def _show_points(self, findings: LoopFindings, reading: Reading) -> None:
        assert self._told is not None
        cause_map = self._told
        self._points = [(point, group) for group in findings.groups[:_FEW] for point in best_points(group, reading)]
        rows = [point_words(cause_map, point, group) for point, group in self._points]
        self.points.show_rows(rows, _kept(self.points, rows))
        self.break_heading.setVisible(bool(rows))
        said = []
        if len(findings.groups) > _FEW:
            said.append(f"The {_FEW} largest of {len(findings.groups):,} groups of loops are looked at.")
        if not all(group.tried_all for group in findings.groups[:_FEW]):
            said.append("Of the largest groups only the factors in most listed loops were tried.")
        self.tried.setText(" ".join(said))
        self.tried.setVisible(bool(said))

    def _choose_point(self, row: int) -> None:
        self._forget_loop()
        _unmark(self.in_most)
        point, group = self._points[row]
        assert self._told is not None
        self.session.show(shown_break(self._told, point, group))
        self.session.sight_wanted.emit((point.factor,))

    def _select_point(self, row: int) -> None:
        self.session.select([self._points[row][0].factor], "loops")

    # -- coming and going

    def _forget_loop(self) -> None:
        self._chosen, self._step = frozenset(), -1
        if self._told is not None:
            for at, loop in enumerate(self._loops[: self.loops.count()]):
                self.loops.reword(at, _row(self._told, loop))
        _unmark(self.loops)

    def _go_dark(self) -> None:
        self._forget_loop()
        _unmark(self.in_most)
        _unmark(self.points)
        self.session.show(None)

    def leave(self) -> None:
        """Nothing of it is lit any more, and nothing is asked."""
        super().leave()
        self._go_dark()
        if self.session.inquiries.is_busy(_NAME):
            self.session.inquiries.cancel(_NAME)
            self._about = None

    def first_field(self) -> QWidget:
        """The list of loops."""
        return self.loops if self._loops else self.start if self.start.isVisibleTo(self) else self


def _row(cause_map: CauseMap, loop: Loop) -> str:
    kind = kind_words(loop)
    return f"{len(loop.links)} links · {kind}\n{story(cause_map, loop)}"


def _kept(rows: RowList, words: list[str]) -> int:
    """The chosen row, if it says the same as before."""
    at = rows.currentRow()
    return at if 0 <= at < len(words) and rows.item(at).text() == words[at] else -1


def _unmark(rows: RowList) -> None:
    rows.show_rows([rows.item(at).text() for at in range(rows.count())])
