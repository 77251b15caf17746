"""History: the map at any earlier moment, what is otherwise since, and the way back there."""

import contextlib
from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSlider, QWidget

from app.drawing.theme import Theme
from app.errors import HeadwaterError
from app.model.changes import Add, Remove
from app.model.compare import changes_between
from app.model.ids import new_id
from app.model.records import Snapshot, clean_line
from app.ui.closer.history_compared import Compared
from app.ui.closer.history_words import Head, clock, moment_words, sittings
from app.ui.pages.page import Page, RowList, heading, plain, quiet_button, second
from app.ui.session import EASE, Session

_MOST_SITTINGS = 8
_MOMENT, _AHEAD = "moment", "way back"


class HistoryPage(Page):
    """A slider over all moments; named moments; two moments compared."""

    title = "History"

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__(session, theme)
        self._heads: Sequence[Head] = []
        self._stops: list[int] = []
        """The moments the slider stops at: how the map settled after a step belongs to that step."""
        self._wanted: int | None = None
        self._named: list[Snapshot] = []
        self._sittings: list[int] = []
        self._following = False
        self._revision = -1
        self._build()
        self._lay_out()
        self._connect()

    # -- building

    def _build(self) -> None:
        self.sentence = plain()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName("Moment of the history")
        self.slider.setPageStep(10)
        self.slider.setToolTip("Arrows go one step, Page Up and Page Down ten, Home to the beginning, End to now")
        self.first, self.last = second(), second()
        self.last.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.back = quiet_button("Go back to here")
        self.back.setToolTip("Make the map again what it was at this moment: one step, which Undo takes back")
        self.present = quiet_button("Back to now  Esc")
        self.name = QLineEdit()
        self.name.setAccessibleName("Name for this moment")
        self.name.setPlaceholderText("Keep this moment as …")
        self.name.setMaxLength(200)
        self.named_heading = heading("Named moments")
        self.named = RowList("Named moments")
        self.unname = quiet_button("Take this name away  Del")
        self.sittings_heading = heading("Sittings")
        self.sittings = RowList("Times at which the map was worked on")
        self.compared = Compared(self.session)

    def _lay_out(self) -> None:
        ends = QHBoxLayout()
        ends.addWidget(self.first)
        ends.addWidget(self.last)
        acts = QHBoxLayout()
        acts.addWidget(self.back)
        acts.addWidget(self.present)
        acts.addStretch()
        column = self.column
        column.addWidget(self.sentence)
        column.addWidget(self.slider)
        column.addLayout(ends)
        column.addLayout(acts)
        column.addWidget(self.name)
        for part in (self.compared, self.named_heading, self.named):
            column.addWidget(part)
        column.addWidget(self.unname, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self.sittings_heading, self.sittings):
            column.addWidget(part)
        column.addStretch()

    def _connect(self) -> None:
        self.slider.valueChanged.connect(self._on_slid)
        self.back.clicked.connect(self.go_back)
        self.present.clicked.connect(self.come_back)
        self.name.returnPressed.connect(self.keep)
        self.named.row_chosen.connect(self._go_to_named)
        self.named.row_acted_on.connect(self._go_to_named)
        self.named.currentRowChanged.connect(lambda row: self.unname.setVisible(row >= 0))
        self.unname.clicked.connect(self.take_name_away)
        self.sittings.row_chosen.connect(lambda row: self._go_to(self._sittings[row]))
        self.compared.chosen.connect(self._compare_with)

    # -- following

    def follow(self) -> None:
        """Know the steps there are now; at the present, stand at its end."""
        self._following = True
        document = self.session.document
        if self._revision != document.revision:
            self._revision = document.revision
            self._heads = document.history()
            earliest = document.earliest_moment()
            self._stops = [
                number
                for number in range(earliest, len(self._heads) + 1)
                if number == len(self._heads) or self._heads[number].label != EASE
            ]
            self._show_lists()
        self.slider.setRange(0, max(0, len(self._stops) - 1))
        self.slider.setEnabled(len(self._stops) > 1)
        if not self.session.looking and self._wanted is None:
            self.slider.setValue(self.slider.maximum())
            if self.compared.number is not None:
                self.compared.clear()
        self._say()
        self._following = False

    def _show_lists(self) -> None:
        today = datetime.now().astimezone()
        whole = self.session.document.map
        self._named = [*whole.snapshots.values()]
        steps = {head.id: head for head in self._heads}
        self.named.show_rows(
            [
                f"{each.name}\n{clock(steps[each.step].time, today) if each.step in steps else 'at the beginning'}"
                for each in self._named
            ]
        )
        self.named_heading.setVisible(bool(self._named))
        self.unname.setVisible(False)
        rows = sittings(self._heads, today)[:_MOST_SITTINGS]
        self._sittings = [number for number, _ in rows]
        self.sittings.show_rows([words for _, words in rows] if len(rows) > 1 else [])
        self.sittings_heading.setVisible(len(rows) > 1)
        self.first.setText(clock(self._heads[0].time, today) if self._heads else "")
        self.last.setText("now")
        self.compared.offer(self._named)

    @property
    def number(self) -> int:
        """The moment on the slider: how many steps had been done."""
        return self._stops[self.slider.value()] if self._stops else 0

    @property
    def is_now(self) -> bool:
        """Whether the slider stands at the present."""
        return self.slider.value() >= len(self._stops) - 1

    def _say(self) -> None:
        now = self.is_now
        if not self._heads:
            words = "Nothing has been done on this map yet: every step will be kept here."
        elif self.compared.number is not None:
            first, later = sorted((self.number, self.compared.number))
            until = "as it is now" if later == len(self._heads) else f"as it was {self._when(later)}"
            words = f"The map as it was {self._when(first)} and {until}, in one: + came, ✕ went, ≠ is otherwise."
        elif now:
            steps = f"{len(self._heads):,} step{'s' * (len(self._heads) != 1)}"
            words = f"The map as it is now, after {steps}. Move the slider to look at an earlier moment."
        else:
            words = f"The map as it was {self._when(self.number)}. It can only be looked at."
        self.sentence.setText(words)
        self.slider.setAccessibleDescription(words)
        self.back.setVisible(not now)
        self.present.setVisible(not now or self.compared.number is not None)
        self.name.setEnabled(bool(self._heads))

    def _when(self, number: int) -> str:
        return moment_words(self._heads, number, datetime.now().astimezone())

    # -- looking

    def _on_slid(self, _value: int) -> None:
        if self._following:
            return
        self._say()
        self._wanted = self.number
        self.session.turns.ask(_MOMENT, self._look)

    def _look(self) -> None:
        """Show the moment that is wanted, walking there a few steps a turn."""
        wanted, moments = self._wanted, self.session.document.moments
        if wanted is None:
            return
        try:
            near = [self._near(number) for number in self._both(wanted)]
        except HeadwaterError as error:
            self._wanted = None
            self.session.told.emit(str(error))
            self.come_back()
            return
        if not all(near):
            self.session.turns.ask(_MOMENT, self._look)
            return
        self._wanted = None
        if self.compared.number is not None:
            first, later = sorted((wanted, self.compared.number))
            until = "now" if later == len(moments) else self._when(later)
            words = f"{self._when(first)} and {until}"
            self.compared.show_between(moments.at(first), moments.at(later), words)
        elif wanted == len(moments):
            self.session.look_at(None)
        else:
            self.session.look_at(moments.at(wanted), f"as it was {self._when(wanted)}")
        self._say()

    def _both(self, wanted: int) -> list[int]:
        return [wanted] if self.compared.number is None else [wanted, self.compared.number]

    def _near(self, number: int) -> bool:
        moments = self.session.document.moments
        return moments.walk(number)

    def _walk_ahead(self) -> None:
        """Go back to the first moment a little at a time while nothing else is to be done: then the slider is quick."""
        with contextlib.suppress(HeadwaterError):  # said where somebody wants to look at it
            if not self.session.document.moments.walk(self._stops[0] if self._stops else 0):
                self.session.turns.ask(_AHEAD, self._walk_ahead)

    def _go_to(self, number: int) -> None:
        stops = [at for at, each in enumerate(self._stops) if each <= number]
        self.slider.setValue(stops[-1] if stops else 0)

    def _go_to_named(self, row: int) -> None:
        try:
            self._go_to(self.session.document.moments.number_of(self._named[row].step))
        except HeadwaterError as error:
            self.session.told.emit(str(error))

    def come_back(self) -> None:
        """To the present, with nothing compared any more."""
        self._wanted = None
        self.session.look_at(None)
        self.compared.clear()
        self._following = True
        self.slider.setValue(self.slider.maximum())
        self._following = False
        self._say()

    def go_back(self) -> None:
        """Make the map again what it was at the moment on the slider, in one step; named moments stay."""
        if self.is_now:
            return
        number = self.number
        try:
            there, when = self.session.document.moments.at(number), self._when(number)
        except HeadwaterError as error:
            self.session.told.emit(str(error))
            return
        self.come_back()
        changes = changes_between(self.session.map, there, leave=frozenset({"snapshot"}))
        if not changes:
            self.session.told.emit("The map is what it was then already.")
        elif self.session.perform("Go back to an earlier moment", changes, settle=False):
            self.session.told.emit(f"The map is what it was {when}. Undo brings back what it was before.")

    # -- named moments

    def keep(self) -> None:
        """Give the moment on the slider a name."""
        name = clean_line(self.name.text())
        if not name or not self._heads:
            return
        number, session = self.number, self.session
        snapshot = Snapshot(id=new_id(), name=name, step=self._heads[number - 1].id if number else "")
        looking = session.looking
        session.look_at(None)
        self._wanted = number  # and back to it once the name is there
        if session.perform("Keep this moment", [Add(snapshot)], settle=False, select=session.selection):
            self.name.clear()
            session.told.emit(f"Kept: “{name}”, the map {looking or 'as it is now'}.")
        session.turns.ask(_MOMENT, self._look)

    def take_name_away(self) -> None:
        """Forget the name of the chosen moment; the moment itself stays."""
        row = self.named.currentRow()
        if row >= 0:
            self.come_back()
            self.session.perform("Take away a moment's name", [Remove(self._named[row])], settle=False)

    # -- comparing

    def _compare_with(self, chosen: str | None) -> None:
        whole = self.session.document.moments
        try:
            if chosen is None:
                self.compared.clear()
            elif chosen in ("now", "beginning", "here"):
                earliest = self._stops[0] if self._stops else 0
                self.compared.number = {"now": len(whole), "beginning": earliest, "here": self.number}[chosen]
            else:
                named = next(each for each in self._named if each.id == chosen)
                self.compared.number = whole.number_of(named.step)
        except HeadwaterError as error:
            self.session.told.emit(str(error))
            self.compared.clear()
        self._wanted = self.number
        self.session.turns.ask(_MOMENT, self._look)

    # -- in sight and out of it

    def enter(self) -> None:
        """All steps done meanwhile count."""
        self._revision = -1
        self.session.turns.ask(_AHEAD, self._walk_ahead)

    def leave(self) -> None:
        """Back to the present."""
        for name in (_MOMENT, _AHEAD):
            self.session.turns.forget(name)
        self.come_back()
        super().leave()

    def first_field(self) -> QWidget:
        """The slider."""
        return self.slider if self.slider.isEnabled() else self.name

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leads back to now; Delete takes the chosen name away."""
        if event.key() == Qt.Key.Key_Escape and (self.session.looking or not self.is_now):
            self.come_back()
        elif event.key() == Qt.Key.Key_Delete and self.named.hasFocus():
            self.take_name_away()
        else:
            super().keyPressEvent(event)

    def close_map(self) -> None:
        """Nothing is walked to any more."""
        self._wanted = None
        for name in (_MOMENT, _AHEAD):
            self.session.turns.forget(name)
