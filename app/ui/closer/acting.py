"""Where to act: what to work on together, effort against reach, what a quick win prepares, where streams meet."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QToolButton, QVBoxLayout, QWidget

from app.analysis.acting import Acting, where_to_act
from app.analysis.reading import Reading
from app.drawing.theme import Theme
from app.model import edits
from app.model.cause_map import CauseMap
from app.ui.closer.acting_shown import shown_choke, shown_platform, shown_set
from app.ui.closer.acting_words import about_set, choke_row, focus_sentence, platform_row, set_rows
from app.ui.closer.chart import EffortChart
from app.ui.closer.chart_places import dots_of
from app.ui.closer.chart_window import ChartWindow
from app.ui.pages.page import Page, RowList, heading, quiet_button, second
from app.ui.panels.words import Measure
from app.ui.session import Session
from app.ui.showing import Shown

_AT_ONCE = 120
"""Up to so many factors it is worked out at once; above, in a process of its own."""
_FEW_SYMPTOMS = 12
_FEW_ROWS = 8
_MOST = 400
"""How many dots and rows are shown at most: more could neither be told apart nor painted at once."""
_BUDGET = 6
_AXES = "Higher up: more of the symptoms, doubtful links left out. Further right: harder."

Known = tuple[CauseMap, Reading, int]


class ActingPage(Page):
    """What to work on, and in which order."""

    title = "Where to act"

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__(session, theme)
        self.acting: Acting | None = None
        self._known: Known | None = None
        """What was asked about last."""
        self._answered: Known | None = None
        """What the answer in sight is about."""
        self._lit: tuple[RowList, object] | None = None
        self._selected = session.selection
        self._larger: ChartWindow | None = None
        self._all_rows: set[RowList] = set()
        self.sentence = QLabel()
        self.sentence.setWordWrap(True)
        self.sentence.setTextFormat(Qt.TextFormat.RichText)
        self.sets = RowList("What to work on together")
        self.about = second()
        self.budget = QSpinBox()
        self.budget.setRange(1, 500)
        self.budget.setValue(_BUDGET)
        self.budget.setFixedWidth(72)
        self.budget.setStyleSheet("QSpinBox::up-button, QSpinBox::down-button { width: 0; border: none; }")
        self.budget.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.budget.setAccessibleName("Effort there is to spend: a cause takes 1 to 5")
        self.less, self.more = _step_button("−", "Less effort"), _step_button("+", "More effort")
        self.axes = second()
        self.chart = EffortChart(theme)
        self.dot_said = second()
        self.larger = quiet_button("Larger")
        self.larger.setToolTip("Show the chart in a window of its own")
        self.platforms = RowList("What quick wins prepare")
        self.no_platforms = second()
        self.chokes = RowList("Where streams meet")
        self.no_chokes = second("No factor lies on every way to a symptom.")
        self._body = QWidget()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(6)
        effort = QHBoxLayout()
        effort.addWidget(QLabel("Effort to spend"))
        for button in (self.less, self.budget, self.more):
            effort.addWidget(button)
        effort.addStretch()
        head = QHBoxLayout()
        head.addWidget(heading("Effort and what it reaches"), 1)
        head.addWidget(self.larger)
        self.dot_said.setMinimumHeight(80)
        self.dot_said.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._more = {rows: quiet_button("") for rows in (self.platforms, self.chokes)}
        body.addWidget(self.sets)
        body.addWidget(self.about)
        body.addLayout(effort)
        body.addSpacing(8)
        body.addLayout(head)
        body.addWidget(self.axes)
        body.addWidget(self.chart)
        body.addWidget(self.dot_said)
        body.addSpacing(8)
        body.addWidget(heading("What quick wins prepare"))
        body.addWidget(self.platforms)
        body.addWidget(self._more[self.platforms], 0, Qt.AlignmentFlag.AlignLeft)
        body.addWidget(self.no_platforms)
        body.addSpacing(8)
        body.addWidget(heading("Where streams meet"))
        body.addWidget(self.chokes)
        body.addWidget(self._more[self.chokes], 0, Qt.AlignmentFlag.AlignLeft)
        body.addWidget(self.no_chokes)
        self.chart.setFixedHeight(372)
        self.column.addWidget(self.sentence)
        self.column.addWidget(self._body)
        self.column.addStretch()

    def _connect(self) -> None:
        for rows in self._lists():
            rows.row_chosen.connect(lambda row, rows=rows: self._choose(rows, row))
            rows.row_acted_on.connect(lambda row, rows=rows: self._select_row(rows, row))
        for rows, button in self._more.items():
            button.clicked.connect(lambda _=False, rows=rows: self._show_all(rows))
        self.budget.valueChanged.connect(lambda _: self.follow())
        self.less.clicked.connect(self.budget.stepDown)
        self.more.clicked.connect(self.budget.stepUp)
        self.chart.dot_chosen.connect(self._select_dot)
        self.chart.effort_given.connect(self._give_effort)
        self.chart.said.connect(self.dot_said.setText)
        self.larger.clicked.connect(self._enlarge)

    def _lists(self) -> tuple[RowList, RowList, RowList]:
        return self.sets, self.platforms, self.chokes

    # -- following

    def follow(self) -> None:
        """Work it out again if the map, the reading or the effort is another; show what is selected."""
        session, reading = self.session, self.session.reading
        if self._selected != session.selection:
            self._selected = session.selection
            self._go_dark()
        if reading is None or not session.is_read:
            self._say_busy()
        else:
            self._work_out(session.considered, reading, self.budget.value())
        self._show_current()

    def _work_out(self, cause_map: CauseMap, reading: Reading, budget: int) -> None:
        known = (cause_map, reading, budget)
        before = self._known
        if before and before[0] is cause_map and before[1] is reading and before[2] == budget:
            return
        self._known = known
        if len(cause_map.factors) <= _AT_ONCE and len(reading.symptoms) <= _FEW_SYMPTOMS:
            self._on_answer(known, where_to_act(*known, _MOST))
        else:
            self._say_busy()
            then = partial(self._on_answer, known)
            self.session.inquiries.ask("acting", then, where_to_act, *known, _MOST, failed=self._on_failed)

    def _say_busy(self) -> None:
        if self.acting is None:
            self.sentence.setText("Working it out …")
            self._body.setVisible(False)

    def _on_failed(self, _why: str) -> None:
        self._known = None
        self.sentence.setText("This could not be worked out this time; the map itself is safe.")
        self._body.setVisible(False)

    def _on_answer(self, known: Known, acting: Acting) -> None:
        cause_map, reading, _ = known
        if cause_map is not self.session.considered:
            return  # a later edit asks again
        self._answered, self.acting = known, acting
        measure = Measure.of(reading, cause_map)
        self._body.setVisible(bool(reading.upstream))
        self.sentence.setText(focus_sentence(acting.reach, reading, cause_map, measure) or self._what_next())
        if not reading.upstream:
            self._go_dark()
            return
        self._show_rows(self.sets, set_rows(acting, reading, cause_map, measure))
        self._show_rows(self.platforms, [platform_row(each, cause_map) for each in acting.platforms])
        self._show_rows(self.chokes, [choke_row(each, cause_map, measure) for each in acting.chokes])
        self.no_chokes.setVisible(not acting.chokes)
        self.no_platforms.setVisible(not acting.platforms)
        self.no_platforms.setText(self._why_no_platforms())
        dots = dots_of(acting, cause_map, measure)
        self.axes.setText(_AXES + _only(len(dots), acting.causes))
        for chart in self._charts():
            chart.show_dots(dots, self._selected_factor())
        self._light_again()
        self._say_about()

    def _what_next(self) -> str:
        if self.session.reading is not None and self.session.reading.symptoms:
            return "No cause leads to a symptom yet: there is nothing to choose from."
        return "Nothing is marked as a symptom yet. Select what people see or feel, and press M."

    def _why_no_platforms(self) -> str:
        levers = self.acting.levers if self.acting else ()
        for kind, what in (
            ("quick win", "takes little effort (1 or 2)"),
            ("deep-rooted", "is deep-rooted and hard (4 or 5)"),
        ):
            if not any(lever.kind == kind for lever in levers):
                return f"Nothing on the chart {what} yet. Where nobody was asked for the effort, ask."
        return "No quick win leads to a deep-rooted cause, or comes of one."

    def _show_rows(self, rows: RowList, words: Sequence[str]) -> None:
        few = list(words) if rows in self._all_rows else list(words[:_FEW_ROWS])
        rows.show_rows(few, rows.currentRow() if self._lit and self._lit[0] is rows else -1)
        if rows in self._more:
            self._more[rows].setVisible(len(words) > len(few))
            self._more[rows].setText(f"Show all {len(words)}")

    def _show_all(self, rows: RowList) -> None:
        self._all_rows.add(rows)
        if self.acting is not None and self._answered is not None:
            self._on_answer(self._answered, self.acting)
        rows.setFocus()

    # -- what is lit on the map

    def _items(self, rows: RowList) -> Sequence[object]:
        found = self.acting
        if found is None:
            return ()
        if rows is self.sets:
            return found.reach, found.affordable, found.end
        return found.platforms if rows is self.platforms else found.chokes

    def _choose(self, rows: RowList, row: int) -> None:
        if row >= len(self._items(rows)):
            return
        self._lit = (rows, self._name_of(rows, row))
        for other in self._lists():
            if other is not rows:
                other.show_rows([other.item(at).text() for at in range(other.count())])
        self._light_again()
        self._say_about()

    def _name_of(self, rows: RowList, row: int) -> object:
        """What a row is about, whatever its place is after an edit."""
        item: Any = self._items(rows)[row]
        if rows is self.sets:
            return row
        return item.factor if rows is self.chokes else (item.quick_win, item.deep_rooted)

    def _light_again(self) -> None:
        """Light up what was chosen as it is now, or nothing if it is no more."""
        if self._lit is None:
            return
        rows, name = self._lit
        row = next((at for at in range(len(self._items(rows))) if self._name_of(rows, at) == name), -1)
        if row < 0 or row >= rows.count():
            self._go_dark()
            return
        rows.show_rows([rows.item(at).text() for at in range(rows.count())], row)
        self.session.show(self._shown(rows, row))

    def _shown(self, rows: RowList, row: int) -> Shown:
        assert self._answered is not None
        cause_map, reading, _ = self._answered
        item: Any = self._items(rows)[row]
        if rows is self.sets:
            return shown_set(item, reading, cause_map)
        return shown_choke(item, reading, cause_map) if rows is self.chokes else shown_platform(item)

    def _go_dark(self) -> None:
        if self._lit is not None:
            rows, _ = self._lit
            self._lit = None
            rows.show_rows([rows.item(at).text() for at in range(rows.count())])
            self.session.show(None)
            self._say_about()

    def _say_about(self) -> None:
        if self.acting is not None:
            row = max(0, self.sets.currentRow()) if self._lit and self._lit[0] is self.sets else 0
            found: Any = self._items(self.sets)[row]
            self.about.setText(about_set(found, row, self.session.considered))

    def _select_row(self, rows: RowList, row: int) -> None:
        """Enter: select on the map what the row is about."""
        if row >= len(self._items(rows)):
            return
        item: Any = self._items(rows)[row]
        if rows is self.sets:
            assert self._answered is not None
            reading = self._answered[1]
            self.session.select([id_ for place in item.causes for id_ in reading.upstream[place].members], "acting")
        else:
            self.session.select([item.factor if rows is self.chokes else item.quick_win], "acting")

    # -- the chart

    def _charts(self) -> list[EffortChart]:
        return [self.chart, *([self._larger.chart] if self._larger is not None else [])]

    def _selected_factor(self) -> str:
        chosen = self.session.selected_factors()
        return chosen[0] if len(chosen) == 1 else ""

    def _show_current(self) -> None:
        for chart in self._charts():
            if chart.current != self._selected_factor():
                chart.show_current(self._selected_factor())

    def _select_dot(self, id_: str) -> None:
        self.session.select([id_], "acting")

    def _give_effort(self, id_: str, effort: int | None) -> None:
        if id_ in self.session.map.factors:
            label = "Set effort" if effort else "Take the effort away"
            self.session.perform(label, edits.set_factors(self.session.map, [id_], effort=effort))

    def _enlarge(self) -> None:
        if self._larger is None:
            made = self._larger = ChartWindow(self.theme, self.window(), self._on_larger_closed)
            made.chart.dot_chosen.connect(self._select_dot)
            made.chart.effort_given.connect(self._give_effort)
            made.chart.show_dots(self.chart.dots, self.chart.current)
        self._larger.show()
        self._larger.raise_()
        self._larger.chart.setFocus()

    def _on_larger_closed(self) -> None:
        self._larger = None

    # -- coming and going

    def leave(self) -> None:
        """Nothing of it is lit any more, and nothing is asked."""
        self._go_dark()
        self.session.inquiries.cancel("acting")
        self._known = None
        if self._larger is not None:
            self._larger.close()
        super().leave()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        super().set_theme(theme)
        for chart in self._charts():
            chart.set_theme(theme)

    def first_field(self) -> QWidget:
        """The three forms of the focus set."""
        return self.sets if self._body.isVisibleTo(self) else self

    def close_map(self) -> None:
        """Let go of the window."""
        if self._larger is not None:
            self._larger.close()


def _only(shown: int, causes: int) -> str:
    return f" Shown are the {shown} of {causes:,} causes that reach most." if causes > _MOST else ""


def _step_button(sign: str, name: str) -> QToolButton:
    button = QToolButton()
    button.setText(sign)
    button.setAccessibleName(name)
    return button
