"""Paths: the ways from one factor to another, the shortest and the surest first, traced and read aloud."""

from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.analysis.paths import Path, Paths, find_paths
from app.analysis.walk import way_between
from app.drawing.theme import Theme
from app.model.cause_map import CauseMap
from app.ui.closer.paths_words import how_many, path_row, read_aloud, rows_of, whys
from app.ui.pages.factor_field import FactorField
from app.ui.pages.long_list import LongList, WalkRows, Working
from app.ui.pages.page import Page, plain, quiet_button, second
from app.ui.session import Session
from app.ui.showing import Shown

_AT_ONCE = 400
"""Up to so many links the ways are looked for at once, in a few milliseconds."""
_LOOKS_AT_ONCE = 8_000
"""If that many looks are not enough, another process looks on."""
_NAME = "paths"

Asked = tuple[CauseMap, str, str]


class PathsPage(Page):
    """The ways from one factor to another."""

    title = "Paths"

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__(session, theme)
        self.found: Paths | None = None
        self._asked: Asked | None = None
        self._answered: Asked | None = None
        """What the ways in sight are about."""
        self._paths: list[Path] = []
        self._chosen: tuple[str, ...] = ()
        """The links of the chosen way."""
        self._step = -1
        self._selected: tuple[str, ...] | None = None
        self._goal_given = False
        """Whether a person said where to; otherwise it is the first symptom that the beginning leads to."""
        self.start, self.goal = FactorField("From"), FactorField("To")
        self.swap = quiet_button("Swap")
        self.swap.setToolTip("Look for the ways in the other direction")
        self.clear_hint = second("Select one factor for From, two for From and To, or type.")
        self.sentence = plain()
        self.sentence.setAccessibleName("How many ways there are")
        self.working = Working("Ways looked for")
        self.ways = WalkRows("Ways, the shortest and the surest first")
        self.list = LongList(self.ways, "ways")
        self.hint = second("Right or Enter asks “why?” link by link, from the effect upstream; Left goes back.")
        self.about = second(
            "How sure: the part of the trials in which all links of the way hold. Ways go along the arrows and come "
            "through no factor twice."
        )
        self._lay_out()
        self.start.taken.connect(self._take_start)
        self.goal.taken.connect(self._take_goal)
        self.swap.clicked.connect(self._swap)
        self.working.cancelled.connect(self._cancel)
        self.ways.row_chosen.connect(self._choose)
        self.ways.walked.connect(self._walk)

    def _lay_out(self) -> None:
        fields = QVBoxLayout()
        fields.setSpacing(6)
        fields.addWidget(self.start)
        fields.addWidget(self.goal)
        foot = QHBoxLayout()
        foot.addWidget(self.clear_hint, 1)
        foot.addWidget(self.swap, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(fields)
        self.column.addLayout(foot)
        for widget in (self.sentence, self.working, self.hint, self.list, self.about):
            self.column.addWidget(widget)
        self.column.addStretch()

    # -- following

    def follow(self) -> None:
        """Take up what is selected; look again if the map or the two ends are others."""
        session = self.session
        if self._selected != session.selection:
            chosen = session.selected_factors()
            if self._selected is not None:
                self._go_dark()
            self._selected = session.selection
            if chosen:
                self._take_ends(chosen)
        cause_map = session.considered
        self._hold(self.start.factor, self.goal.factor)
        if not self.start.factor:
            self._hold(self._first_cause(), self.goal.factor)
        if not self._goal_given or not self.goal.factor or self.goal.factor == self.start.factor:
            self._goal_given = False
            self._hold(self.start.factor, self._first_symptom(self.start.factor))
        self._ask((cause_map, self.start.factor, self.goal.factor))

    def _hold(self, start: str, goal: str) -> None:
        self.start.hold(self.session.considered, start)
        self.goal.hold(self.session.considered, goal)

    def _take_ends(self, chosen: tuple[str, ...]) -> None:
        """One selected factor is where it begins; of two the second one is where it ends."""
        if len(chosen) > 1:
            self._goal_given = True
        self._hold(chosen[0], chosen[1] if len(chosen) > 1 else self.goal.factor)

    def _first_cause(self) -> str:
        reading = self.session.reading
        return reading.upstream[0].members[0] if reading is not None and reading.upstream else ""

    def _first_symptom(self, start: str) -> str:
        """Where to, if nobody said: the first symptom that it leads to."""
        reading = self.session.reading
        reached = reading.reach_of(start) if reading is not None and start else ()
        return reached[0] if reached else ""

    def _ask(self, asked: Asked) -> None:
        if self._asked is not None and self._asked[0] is asked[0] and self._asked[1:] == asked[1:]:
            return
        self._asked = asked
        self.session.inquiries.cancel(_NAME)
        self.working.hide()
        cause_map, start, goal = asked
        if self._answered is not None and self._answered[1:] != asked[1:]:
            self.found = None
            self._show_paths()
        if not start or not goal or start == goal:
            self.found = None
            self._show_paths()
            self.sentence.setText(self._what_is_missing(cause_map, start))
            return
        if len(cause_map.links) <= _AT_ONCE:
            found = find_paths(cause_map, start, goal, most_looks=_LOOKS_AT_ONCE)
            self._on_found(asked, found)
            if not found.spent:
                return
        then = partial(self._on_found, asked)
        self.session.inquiries.ask(_NAME, then, find_paths, *asked, failed=self._on_failed)
        self.working.show_part()
        if len(cause_map.links) > _AT_ONCE:
            self.sentence.setText("Looking for the ways …")

    def _what_is_missing(self, cause_map: CauseMap, start: str) -> str:
        if len(cause_map.on_the_map()) < 2:
            return "A way needs two factors."
        if not start:
            return "Say where to begin: type a few letters, or select a factor."
        return f"Say where to: “{cause_map.factors[start].label}” leads to no symptom."

    def _on_found(self, asked: Asked, found: Paths) -> None:
        if asked is not self._asked:
            return
        had_focus = self.working.cancel.hasFocus()
        self.working.hide()
        self.found, self._answered = found, asked
        cause_map, start, goal = asked
        leads_back = found.shortest is None and way_between(cause_map, start, [goal]) is not None
        self.sentence.setText(how_many(found, cause_map, leads_back=leads_back))
        self._show_paths()
        if had_focus:
            self.ways.setFocus()

    def _on_failed(self, _why: str) -> None:
        self.working.hide()
        self.sentence.setText("The ways could not be worked out this time; the map itself is safe.")

    def _cancel(self) -> None:
        self.session.inquiries.cancel(_NAME)
        self.working.hide()
        if self.found is None:
            self.sentence.setText("Not looked for to the end. Choose the ends again to look once more.")
            self._asked = None
        self.start.field.setFocus()

    # -- the ends

    def _take_start(self, _id: str) -> None:
        self._ends_changed()

    def _take_goal(self, _id: str) -> None:
        self._goal_given = True
        self._ends_changed()

    def _swap(self) -> None:
        if self.start.factor and self.goal.factor:
            self._goal_given = True
            self._hold(self.goal.factor, self.start.factor)
            self._ends_changed()

    def _ends_changed(self) -> None:
        self._go_dark()
        self.list.start_over()
        self.follow()

    # -- the ways

    def _show_paths(self) -> None:
        self._paths = rows_of(self.found) if self.found is not None else []
        row = next((at for at, path in enumerate(self._paths) if path.links == self._chosen), -1)
        if self._chosen and row < 0:
            self._go_dark()
        self.list.show_all(self._words(), row)
        for widget in (self.hint, self.about):
            widget.setVisible(bool(self._paths))
        if row >= 0:
            self._light(row)

    def _words(self) -> list[str]:
        if self.found is None or self._answered is None:
            return []
        return [path_row(path, self.found, self._answered[0]) for path in self._paths]

    def _choose(self, row: int) -> None:
        self._chosen, self._step = self._paths[row].links, -1
        self._light(row)
        self.session.sight_wanted.emit(self._paths[row].factors)

    def _walk(self, by: int) -> None:
        """One why on or back; after the last one the whole way again."""
        row = self.ways.currentRow()
        if not 0 <= row < len(self._paths):
            return
        if self._paths[row].links != self._chosen:
            self._choose(row)
        self._step = (self._step + 1 + by) % (len(self._chosen) + 1) - 1
        self._light(row)
        if self._step >= 0:
            walk = self._paths[row].upstream()
            self.session.sight_wanted.emit(walk.factors[self._step : self._step + 2])

    def _light(self, row: int) -> None:
        """Trace the chosen way, or the why of it that is asked, and read it aloud in its row."""
        assert self._answered is not None
        cause_map, path = self._answered[0], self._paths[row]
        words = self._words()
        for at in range(self.ways.count()):
            if at != row:
                self.ways.reword(at, words[at])
        walk = path.upstream()
        if 0 <= self._step < len(walk.links):
            said = f"Why {self._step + 1} of {len(walk.links)}: {whys(path, cause_map)[self._step]}"
        else:
            self._step = -1
            said = read_aloud(path, cause_map)
        self.ways.reword(row, f"{words[row]}\n▸ {said}")
        self.session.show(shown_path(cause_map, path, self._step))

    def _go_dark(self) -> None:
        self._chosen, self._step = (), -1
        with QSignalBlocker(self.ways):
            self.list.show_all(self._words())
        self.session.show(None)

    # -- coming and going

    def leave(self) -> None:
        """Nothing of it is lit any more, and nothing is asked."""
        super().leave()
        self._go_dark()
        self._selected = None
        if self.session.inquiries.is_busy(_NAME):
            self.session.inquiries.cancel(_NAME)
            self._asked = None

    def first_field(self) -> QWidget:
        """Where it begins."""
        return self.start.field


def shown_path(cause_map: CauseMap, path: Path, step: int) -> Shown:
    """The way with its factors numbered from the cause on; of a step (from the effect upstream) its two ends."""
    numbers = {id_: str(number) for number, id_ in enumerate(path.factors, 1)}
    badges = numbers
    if step >= 0:
        walk = path.upstream()
        asked = "less" if cause_map.links[walk.links[step]].polarity == "-" else "why?"
        badges = {id_: numbers[id_] for id_ in walk.factors[step : step + 2]} | {walk.links[step]: asked}
    return Shown(dict.fromkeys(path.factors, "on"), dict.fromkeys(path.links, "on"), badges)
