"""Second opinions: who is busy, who drives and who depends, and levels. Labelled as what they are: other countings."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from app.analysis.opinions import Opinion, Opinions, second_opinions
from app.analysis.reading import Reading
from app.drawing.theme import Theme
from app.model.cause_map import CauseMap
from app.ui.closer.opinions_words import (
    busiest,
    busy_row,
    busy_sentence,
    level_row,
    levels_of,
    marks_of,
    quarter_rows,
)
from app.ui.closer.quarters import QuartersChart
from app.ui.pages.long_list import LongList
from app.ui.pages.page import Page, RowList, heading, plain, second
from app.ui.panels.words import Measure
from app.ui.session import Session
from app.ui.showing import Shown

_AT_ONCE = 300
"""Up to so many links it is worked out at once, in a few milliseconds."""
_MOST = 400
"""So many dots are shown at most: more could neither be told apart nor painted at once."""
_MOST_LEVELS = 60
_MOST_BUSY = 200
_NAME = "opinions"
_ABOUT = (
    "Other ways of counting, for those who know them. They say who is talked about and who hangs together with whom; "
    "none of them moves the ranking."
)


class OpinionsPage(Page):
    """What other ways of counting say."""

    title = "Second opinions"

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__(session, theme)
        self.opinions: Opinions | None = None
        self._asked: tuple[CauseMap, Reading] | None = None
        self._answered: tuple[CauseMap, Reading] | None = None
        self._busy: list[Opinion] = []
        self._selected = session.selection
        self.sentence = heading("Being busy is not being upstream.")
        self.about = second(_ABOUT)
        self.busy_said = plain()
        self.by = QComboBox()
        self.by.setAccessibleName("Busiest by")
        self.by.addItems(["By links in and out (domain)", "By how much lies near (central)"])
        self.busy = RowList("The busiest factors")
        self.busy_list = LongList(self.busy, "factors")
        self.chart = QuartersChart(theme)
        self.key = second()
        self.dot_said = second()
        self.quarters = RowList("The four quarters")
        self.levels = RowList("Levels, the farthest upstream first")
        self.levels_said = second()
        self._body = QWidget()
        self._lay_out()
        self.by.currentIndexChanged.connect(lambda _: self._show_busy())
        self.busy.row_chosen.connect(self._choose_busy)
        self.chart.chosen.connect(lambda id_: self.session.select([id_], "opinions"))
        self.chart.said.connect(self.dot_said.setText)
        self.quarters.row_chosen.connect(self._choose_quarter)
        self.levels.row_chosen.connect(self._choose_level)
        self.levels.row_acted_on.connect(lambda row: self.session.select(self._level_rows()[row][1], "opinions"))

    def _lay_out(self) -> None:
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(6)
        self.chart.setFixedHeight(330)
        self.dot_said.setMinimumHeight(60)
        self.dot_said.setAlignment(Qt.AlignmentFlag.AlignTop)
        parts: list[list[QWidget]] = [
            [heading("Who is busy"), self.busy_said, self.by, self.busy_list],
            [heading("Who drives, who depends"), self.key, self.chart, self.dot_said, self.quarters],
            [heading("Levels"), self.levels_said, self.levels],
        ]
        for part in parts:
            for widget in part:
                body.addWidget(widget)
            body.addSpacing(8)
        for widget in (self.sentence, self.about, self._body):
            self.column.addWidget(widget)
        self.column.addStretch()

    # -- following

    def follow(self) -> None:
        """Count again if the map or the reading is another; show what is selected."""
        session, reading = self.session, self.session.reading
        if self._selected != session.selection:
            self._selected = session.selection
            if self.session.shown is not None:
                self._go_dark()
        if reading is not None and session.is_read:
            asked = (session.considered, reading)
            if self._asked is None or self._asked[0] is not asked[0] or self._asked[1] is not reading:
                self._asked = asked
                self._work_out(asked)
        self._show_current()

    def _work_out(self, asked: tuple[CauseMap, Reading]) -> None:
        cause_map = asked[0]
        self._body.setVisible(bool(cause_map.links))
        if not cause_map.links:
            self.session.inquiries.cancel(_NAME)
            self.about.setText("Nothing to count yet: there is no link on this map.")
        elif len(cause_map.links) <= _AT_ONCE:
            self.session.inquiries.cancel(_NAME)
            self._on_answer(asked, second_opinions(cause_map))
        else:
            then = partial(self._on_answer, asked)
            self.session.inquiries.ask(_NAME, then, second_opinions, cause_map, failed=self._on_failed)
            if self.opinions is None:
                self._body.hide()
                self.about.setText("Counting …")

    def _on_failed(self, _why: str) -> None:
        self._body.hide()
        self.about.setText("This could not be counted this time; the map itself is safe.")

    def _on_answer(self, asked: tuple[CauseMap, Reading], opinions: Opinions) -> None:
        if asked is not self._asked or asked[0] is not self.session.considered:
            return  # a later edit asks again
        self.opinions, self._answered = opinions, asked
        cause_map, reading = asked
        measure = Measure.of(reading, cause_map)
        self.about.setText(_ABOUT)
        self._body.show()
        self._go_dark()
        self._show_busy()
        marks = marks_of(opinions, cause_map, reading, measure, _MOST)
        self.chart.show_marks(marks, opinions.average, self._selected_factor())
        few = f" Shown are the {len(marks)} that drive most." if len(opinions.factors) > len(marks) else ""
        self.key.setText(
            f"Amber: most upstream. Squares: symptoms. The lines are the average, {opinions.average:.0f} others.{few}"
        )
        self.quarters.show_rows([words for _, words in quarter_rows(opinions)])
        last = self._level_rows()[0][0]
        self.levels.show_rows([level_row(level, ids, cause_map, last) for level, ids in self._level_rows()])
        few = f" The first {_MOST_LEVELS} of {last} are listed." if last > _MOST_LEVELS else ""
        self.levels_said.setText(
            f"Counted from the end: each factor stands one above the highest that it leads to; a loop shares its "
            f"level.{few}"
        )

    def _level_rows(self) -> list[tuple[int, list[str]]]:
        return levels_of(self.opinions)[:_MOST_LEVELS] if self.opinions is not None else []

    # -- who is busy

    def _show_busy(self) -> None:
        if self.opinions is None or self._answered is None:
            return
        cause_map, reading = self._answered
        measure = Measure.of(reading, cause_map)
        order = busiest(self.opinions, by_central=self.by.currentIndex() == 1)
        self._busy = order[:_MOST_BUSY]
        self.busy_said.setText(busy_sentence(order, cause_map, reading))
        self.busy_said.setVisible(bool(self.busy_said.text()))
        self.busy_list.show_all(
            [busy_row(each, at, cause_map, reading, measure) for at, each in enumerate(self._busy, 1)]
        )

    def _choose_busy(self, row: int) -> None:
        self.session.select([self._busy[row].factor], "opinions")

    # -- the chart, quarters and levels

    def _selected_factor(self) -> str:
        chosen = self.session.selected_factors()
        return chosen[0] if len(chosen) == 1 else ""

    def _show_current(self) -> None:
        if self.chart.current != self._selected_factor():
            self.chart.show_current(self._selected_factor())

    def _choose_quarter(self, row: int) -> None:
        if self.opinions is None:
            return
        quarter, _ = quarter_rows(self.opinions)[row]
        self._unmark(self.levels)
        self.session.show(Shown({each.factor: "on" for each in self.opinions.factors if each.quarter == quarter}))

    def _choose_level(self, row: int) -> None:
        _, ids = self._level_rows()[row]
        self._unmark(self.quarters)
        self.session.show(Shown(dict.fromkeys(ids, "on")))
        self.session.sight_wanted.emit(ids[:1])

    def _unmark(self, rows: RowList) -> None:
        rows.show_rows([rows.item(at).text() for at in range(rows.count())])

    def _go_dark(self) -> None:
        self._unmark(self.quarters)
        self._unmark(self.levels)
        self.session.show(None)

    # -- coming and going

    def leave(self) -> None:
        """Nothing of it is lit any more, and nothing is asked."""
        super().leave()
        self._go_dark()
        if self.session.inquiries.is_busy(_NAME):
            self.session.inquiries.cancel(_NAME)
            self._asked = None

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        super().set_theme(theme)
        self.chart.theme = theme
        self.chart.update()

    def first_field(self) -> QWidget:
        """The busiest factors."""
        return self.busy if self._body.isVisibleTo(self) else self
