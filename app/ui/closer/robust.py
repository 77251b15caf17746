"""Is it robust? How sure the ranking is, and which links to test first."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.analysis.cuts import Cut, cuts
from app.analysis.doubts import Doubts, is_doubtful, links_to_test
from app.analysis.reading import Reading, UpstreamCause, can_change
from app.drawing.theme import Theme
from app.ui.closer.intervals import Bar, Intervals
from app.ui.closer.robust_shown import shown_cut, shown_test
from app.ui.closer.robust_words import (
    cut_row,
    cut_said,
    found_words,
    how_sure,
    reached_in_trials,
    same_links,
    settings_words,
    test_row,
)
from app.ui.inquiry import Inquiries
from app.ui.pages.page import Page, RowList, heading, plain, quiet_button, second
from app.ui.panels.words import Measure, title_of
from app.ui.session import Session

_CUTS_AT_ONCE = 400
"""Up to so many links the links that a cause hangs on are found at once, in a few milliseconds."""
_TESTS_UNASKED = 1500
"""Up to so many links the doubtful ones are tried without being asked for."""
_FEW_BARS = 6
_FEW_ROWS = 8
_TESTS = "robust: tests"
_CUTS = "robust: cuts"


class RobustPage(Page):
    """How sure the ranking is, and which links to test first."""

    title = "Is it robust?"

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__(session, theme)
        self.doubts: Doubts | None = None
        self._cause: tuple[str, ...] = ()
        self._cuts: list[tuple[tuple[str, ...], list[str]]] = []
        self._cut_for: tuple[Any, ...] = ()
        self._tested: tuple[Any, ...] = ()
        self._all_tests = False
        self._own = Inquiries(self)
        self.sentence = plain()
        self.sentence.setAccessibleName("How sure its place is")
        self.picture = Intervals(theme)
        self.key = second("Dot: on average. Bar: in 9 of 10 trials.")
        self.cuts_heading = heading("What it hangs on")
        self.cuts = RowList("The links that would have to be wrong, symptom by symptom")
        self.cuts_said = second()
        self.tests_heading = heading("Test these links first")
        self.tests_said = plain()
        self.tests = RowList("Links to test, the most important first")
        self.more = quiet_button("")
        self.bar = QProgressBar()
        self.cancel = quiet_button("Cancel")
        self.start = quiet_button("Test the links")
        self.settings = second()
        self._body = QWidget()
        self._lay_out()
        self.picture.chosen.connect(self._choose_cause)
        self.cuts.row_chosen.connect(self._light_cut)
        self.cuts.row_acted_on.connect(self._select_cut)
        self.tests.row_chosen.connect(self._light_test)
        self.tests.row_acted_on.connect(self._select_test)
        self.more.clicked.connect(self._show_all)
        self.cancel.clicked.connect(self._cancel)
        self.start.clicked.connect(self._ask_tests)

    def _lay_out(self) -> None:
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(8)
        self.bar.setAccessibleName("Links tried")
        working = QHBoxLayout()
        working.addWidget(self.bar, 1)
        working.addWidget(self.cancel)
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(6)
        body.addWidget(self.picture)
        body.addWidget(self.key)
        body.addSpacing(8)
        body.addWidget(self.cuts_heading)
        body.addWidget(self.cuts)
        body.addWidget(self.cuts_said)
        body.addSpacing(8)
        body.addWidget(self.tests_heading)
        body.addWidget(self.tests_said)
        body.addLayout(working)
        body.addWidget(self.start, 0, Qt.AlignmentFlag.AlignLeft)
        body.addWidget(self.tests)
        body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        body.addSpacing(8)
        body.addWidget(self.settings)
        self.column.addWidget(self.sentence)
        self.column.addWidget(self._body)
        self.column.addStretch()
        self._show_working(on=False)
        self.start.hide()
        self.more.hide()

    # -- following

    def follow(self) -> None:
        """Show the cause that is selected; ask again what a change of the map may have changed."""
        reading = self.session.reading
        if reading is None or not self.session.is_read:
            return  # it follows when the reading has come
        if not reading.upstream:
            self._say_nothing(reading)
            return
        self._body.show()
        self.settings.setText(settings_words(reading.settings))
        self._show_cause(reading)
        tested = self._tested
        if not tested or tested[0] is not self.session.considered or tested[1] != reading.changeable_only:
            self._tested = (self.session.considered, reading.changeable_only, reading.settings)
            self._map_changed()

    def _say_nothing(self, reading: Reading) -> None:
        self._body.hide()
        self._go_dark()
        self._tested = self._cut_for = ()
        self.session.inquiries.cancel(_TESTS)
        self.sentence.setText(
            "No cause leads to a symptom yet: there is no ranking to doubt."
            if reading.symptoms
            else "Nothing is marked as a symptom yet. Select what people see or feel, and press M."
        )

    def _chosen(self, reading: Reading) -> UpstreamCause:
        """The selected cause; with nothing selected the first; with anything else selected the one before."""
        for id_ in self.session.selected_factors():
            if id_ in reading.cause_of:
                return reading.cause_of[id_]
        if self.session.selection:
            for id_ in self._cause:
                if id_ in reading.cause_of:
                    return reading.cause_of[id_]
        return reading.upstream[0]

    def _show_cause(self, reading: Reading) -> None:
        cause_map, cause = self.session.considered, self._chosen(reading)
        measure = Measure.of(reading, cause_map)
        if cause.members != self._cause:
            self._cause = cause.members
            self._go_dark()
        self.sentence.setText(how_sure(cause, title_of(cause, cause_map), measure))
        self._show_bars(reading, cause, measure)
        wanted = (cause_map, reading.changeable_only, cause.members)
        before = self._cut_for
        if not before or before[0] is not cause_map or before[1:] != wanted[1:]:
            self._cut_for = wanted
            keep = can_change if reading.changeable_only else None
            if len(cause_map.links) <= _CUTS_AT_ONCE:
                self._on_cuts(cuts(cause_map, cause.members, keep))
            else:
                self._own.ask(_CUTS, self._on_cuts, cuts, cause_map, cause.members, keep)

    def _show_bars(self, reading: Reading, chosen: UpstreamCause, measure: Measure) -> None:
        causes = list(reading.upstream[:_FEW_BARS])
        if chosen not in causes:
            causes.append(chosen)
        top = 100.0 if measure.weighted else float(measure.symptoms)
        bars = [
            Bar(
                members=cause.members,
                rank=measure.rank_of(cause),
                title=(title := title_of(cause, self.session.considered)),
                low=cause.interval[0] * top,
                mean=cause.expected_share * top,
                high=cause.interval[1] * top,
                said=f"Number {cause.rank}, {title}: in 9 of 10 trials {reached_in_trials(cause, measure)}.",
            )
            for cause in causes
        ]
        unit = "% of what all symptoms weigh" if measure.weighted else "symptoms still reached"
        self.picture.show_bars(bars, causes.index(chosen), top, unit)

    def _on_cuts(self, found: tuple[Cut, ...]) -> None:
        cause_map = self.session.considered
        if not self._cut_for or self._cut_for[0] is not cause_map:
            return  # a later edit asks again
        self._cuts = same_links(found)
        self.cuts.show_rows([cut_row(links, symptoms, cause_map) for links, symptoms in self._cuts])
        self.cuts_said.setText("")
        self.cuts_said.hide()

    # -- the links to test

    def _map_changed(self) -> None:
        self.doubts = None
        self._go_dark()
        if len(self.session.considered.links) <= _TESTS_UNASKED:
            self._ask_tests()
        else:
            self.session.inquiries.cancel(_TESTS)
            self._offer()

    def _offer(self) -> None:
        """Nothing is being tried: say so, and how to have it tried."""
        count = sum(map(is_doubtful, self.session.considered.links.values()))
        self._show_working(on=False)
        self.tests_said.setText(f"{count:,} doubtful links can each be left out in turn; that takes a while.")
        self.tests.show_rows([])
        self.more.hide()
        self.start.show()

    def _ask_tests(self) -> None:
        had_focus = self.start.hasFocus()
        cause_map, changeable_only, settings = self._tested
        self.start.hide()
        keep = can_change if changeable_only else None
        self.session.inquiries.ask(
            _TESTS, self._on_tests, links_to_test, cause_map, settings, keep, part=self._on_part, failed=self._on_failed
        )
        if had_focus:
            self._show_working(on=True)
            self.cancel.setFocus()

    def _on_part(self, part: tuple[int, int]) -> None:
        done, of = part
        self._show_working(on=True)
        self.bar.setRange(0, of)
        self.bar.setValue(done)
        self.tests_said.setText(f"Leaving out each doubtful link in turn: {done:,} of {of:,} …")
        self.tests.show_rows([])
        self.more.hide()

    def _on_tests(self, doubts: Doubts) -> None:
        if not self._tested or self._tested[0] is not self.session.considered:
            return  # a later edit asks again
        had_focus = self.cancel.hasFocus()
        self._show_working(on=False)
        self.doubts = doubts
        self.tests_said.setText(found_words(doubts))
        self._show_tests()
        if had_focus:
            (self.tests if doubts.tests else self.picture).setFocus()

    def _on_failed(self, _why: str) -> None:
        self._offer()
        self.tests_said.setText("This could not be worked out this time; the map itself is safe.")

    def _cancel(self) -> None:
        self.session.inquiries.cancel(_TESTS)
        self._offer()
        self.start.setFocus()

    def _show_working(self, *, on: bool) -> None:
        self.bar.setVisible(on)
        self.cancel.setVisible(on)

    def _show_tests(self) -> None:
        if self.doubts is None:
            return
        tests = self.doubts.tests if self._all_tests else self.doubts.tests[:_FEW_ROWS]
        self.tests.show_rows([test_row(each, self.doubts, self.session.considered) for each in tests])
        self.more.setVisible(len(tests) < len(self.doubts.tests))
        self.more.setText(f"Show all {len(self.doubts.tests)}")

    def _show_all(self) -> None:
        self._all_tests = True
        self._show_tests()
        self.tests.setFocus()

    # -- what is chosen, and lit on the map

    def _choose_cause(self, row: int) -> None:
        self.session.select(self.picture.bars[row].members, "robust")

    def _light_cut(self, row: int) -> None:
        links, symptoms = self._cuts[row]
        self._unmark(self.tests)
        self.cuts_said.setText(cut_said(links, self.session.considered))
        self.cuts_said.show()
        self.session.show(shown_cut(self.session.considered, self._cause, symptoms, links))

    def _select_cut(self, row: int) -> None:
        self.session.select(self._cuts[row][0], "robust")

    def _light_test(self, row: int) -> None:
        if self.doubts is not None:
            self._unmark(self.cuts)
            self.cuts_said.hide()
            self.session.show(shown_test(self.session.considered, self.doubts.tests[row]))

    def _select_test(self, row: int) -> None:
        if self.doubts is not None:
            self.session.select([self.doubts.tests[row].link], "robust")

    def _unmark(self, rows: RowList) -> None:
        rows.show_rows([rows.item(row).text() for row in range(rows.count())])

    def _go_dark(self) -> None:
        self._unmark(self.cuts)
        self._unmark(self.tests)
        self.cuts_said.hide()
        self.session.show(None)

    # -- in sight and out of it

    def leave(self) -> None:
        """Give up what nobody waits for any more."""
        super().leave()
        self._go_dark()
        if self.doubts is None:
            self.session.inquiries.cancel(_TESTS)
            self._tested = ()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.picture.theme = theme
        super().set_theme(theme)
        self.picture.update()

    def first_field(self) -> QWidget:
        """The picture: arrows go through the causes."""
        return self.picture

    def close_map(self) -> None:
        """End what is still being worked out."""
        self._own.stop()
