"""Votes: the dots of the room, counted by organisation, beside what the map says; and where the two disagree."""

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QSpinBox, QWidget

from app.analysis.reading import Reading
from app.analysis.votes import Disagreement, Standing, cast_by, disagreements, people_of, standings
from app.drawing.theme import Theme
from app.errors import RuleBroken
from app.model import grounding
from app.model.capture import numbers_of
from app.model.cause_map import CauseMap
from app.ui.finding import Findable, Finder
from app.ui.pages.long_list import LongList
from app.ui.pages.page import Page, RowList, heading, quiet_button, second
from app.ui.session import Session
from app.ui.showing import Shown

_MOST_NUMBERS = 60
"""Of so many factors each shows its number on the map; of more, those with dots alone."""
_NOT_SAID = "Not said which"
_HOW = "“12 5”: 5 dots on factor 12 · letters find one too · “12 -1” takes one away · O and Shift+O on the map"
_TALLY = re.compile(r"^(?P<words>.*?)(?:[\s:]+(?P<dots>[-+]?\d{1,6}))?$")


class VotesPage(Page):
    """Counting dots, and what came of it."""

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__(session, theme)
        self._standings: tuple[Standing, ...] = ()
        self._questions: tuple[Disagreement, ...] = ()
        self._factor = ""
        self.dots = QSpinBox()
        self.dots.setRange(0, grounding.MOST_DOTS)
        self.dots.setStyleSheet("QSpinBox::up-button, QSpinBox::down-button { width: 0; border: none; }")
        self.dots.setSpecialValueText("As many as one likes")
        self.dots.setAccessibleName("Dots each person has")
        self.organisation = QComboBox()
        self.organisation.setAccessibleName("Whose dots are being counted")
        self.field = QLineEdit()
        self.field.setAccessibleName("A factor, and how many dots")
        self.field.setPlaceholderText("A number or letters, then dots: 12 5")
        self.says = second(_HOW)
        self.cast = second()
        self.result_heading = heading("What the room thinks")
        self.rows = RowList("Factors by dots")
        self.long = LongList(self.rows, "factors")
        self.question_heading = heading("Where dots and reach disagree")
        self.questions = RowList("Where dots and reach disagree")
        self.anew = quiet_button("Begin the voting anew")
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setVerticalSpacing(4)
        form.addRow("Dots each person has", self.dots)
        form.addRow("Whose dots are being counted", self.organisation)
        form.addRow("Dots", self.field)
        self.column.addLayout(form)
        for widget in (
            self.says,
            self.cast,
            self.result_heading,
            self.long,
            self.question_heading,
            self.questions,
        ):
            self.column.addWidget(widget)
        self.column.addWidget(self.anew, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addStretch(1)
        self.dots.editingFinished.connect(self._set_dots)
        self.organisation.activated.connect(self._choose)
        self.field.textEdited.connect(self._say)
        self.field.returnPressed.connect(self._count)
        self.rows.row_chosen.connect(lambda row: self._go_to(self._standings[row].factor))
        self.questions.row_chosen.connect(lambda row: self._go_to(self._questions[row].factor))
        self.anew.clicked.connect(self._begin_anew)
        session.speaking.changed.connect(self.follow)

    # -- showing

    def follow(self) -> None:
        """What has been counted so far."""
        session, cause_map, reading = self.session, self.session.map, self.session.reading
        if not self.dots.hasFocus():
            self.dots.setValue(cause_map.about.dots)
        self._show_organisations()
        row = self.rows.currentRow()
        chosen = self._standings[row].factor if 0 <= row < len(self._standings) else ""
        if session.supposed is None:  # what if leaves the votes alone
            self._standings = standings(cause_map, reading) if reading else ()
            self._questions = disagreements(cause_map, reading, self._standings) if reading else ()
        numbers = numbers_of(cause_map)
        there = [each for each in self._standings if each.factor in cause_map.factors]
        self._standings = tuple(there)
        self._questions = tuple(each for each in self._questions if each.factor in cause_map.factors)
        words = [_row(each, cause_map, reading, numbers) for each in self._standings] if reading else []
        ids = [each.factor for each in self._standings]
        self.long.show_all(words, ids.index(chosen) if chosen in ids else -1)
        self.questions.show_rows([_asks(each, cause_map, reading) for each in self._questions] if reading else [])
        for widget, shown in (
            (self.result_heading, bool(ids)),
            (self.long, bool(ids)),
            (self.question_heading, bool(self._questions)),
            (self.anew, bool(ids)),
        ):
            widget.setVisible(shown)
        self.cast.setText(_cast(cause_map, session.speaking.votes_for))
        badges = {id_: f"{n}" for id_, n in numbers.items()} if len(numbers) <= _MOST_NUMBERS else {}
        for each in self._standings:
            badges[each.factor] = f"{numbers.get(each.factor, 0)} · {each.dots} dot{'s' * (each.dots != 1)}"
        session.show(Shown(badges=badges, fade_rest=False))
        self._say(self.field.text())

    def _show_organisations(self) -> None:
        cause_map, chosen = self.session.map, self.session.speaking.votes_for
        named = {voice.organisation for voice in cause_map.voices.values()} | set(cast_by(cause_map)) | {chosen}
        wanted = ["", *sorted(named - {""}, key=str.casefold)]
        there = [self.organisation.itemData(at) for at in range(self.organisation.count())]
        if there != wanted:
            self.organisation.clear()
            for name in wanted:
                self.organisation.addItem(name or _NOT_SAID, name)
        self.organisation.setCurrentIndex(wanted.index(chosen))

    def _go_to(self, id_: str) -> None:
        self.session.select([id_], "votes")
        self.session.sight_wanted.emit((id_,))

    # -- counting

    def _choose(self, _at: int) -> None:
        self.session.speaking.votes_for = str(self.organisation.currentData())
        self.follow()
        self.field.setFocus()

    def _understood(self, text: str) -> tuple[str, int]:
        """The factor that a line names, '' for none, and how many dots."""
        cause_map = self.session.map
        for words, dots in _readings(text):
            if words.isascii() and words.isdigit():
                found = next((id_ for id_, n in numbers_of(cause_map).items() if n == int(words)), "")
            else:
                there = cause_map.on_the_map()
                rows = Finder([Findable(each.id, each.label) for each in there]).find(words, 1)
                found = there[rows[0]].id if rows else ""
            if found and not cause_map.factors[found].parked:
                return found, dots
        return "", 0

    def _say(self, text: str) -> None:
        if not text.strip():
            self.says.setText(_HOW)
            return
        self._factor, dots = self._understood(text)
        if not self._factor:
            self.says.setText("No factor fits these letters or this number.")
            return
        whose = self.session.speaking.votes_for or "not said whose"
        what = f"{abs(dots)} dot{'s' * (abs(dots) != 1)} {'off' if dots < 0 else 'on'}"
        self.says.setText(f"{what} “{self.session.map.factors[self._factor].label}” ({whose}) · Enter")

    def _count(self) -> None:
        factor, dots = self._understood(self.field.text())
        if not factor:
            self._say(self.field.text())
            return
        cause_map, whose = self.session.map, self.session.speaking.votes_for
        try:
            changes = grounding.vote(cause_map, factor, whose, dots)
        except RuleBroken as error:
            self.session.told.emit(str(error))
            return
        if not changes or self.session.perform("Count dots", changes, select=self.session.selection, settle=False):
            self.field.clear()
            self.follow()

    def _set_dots(self) -> None:
        changes = grounding.give_dots(self.session.map, self.dots.value())
        if changes:
            self.session.perform("Say how many dots each has", changes, select=self.session.selection, settle=False)
            self.follow()

    def _begin_anew(self) -> None:
        changes = grounding.clear_votes(self.session.map)
        if self.session.perform("Begin the voting anew", changes, select=self.session.selection, settle=False):
            self.session.told.emit("All dots are taken off. Ctrl+Z brings them back.")
            self.follow()
            self.organisation.setFocus()

    def first_field(self) -> QWidget:
        """Where dots are counted."""
        return self.field

    def close_map(self) -> None:
        """What was typed and not entered is kept; let go of the session."""
        if self.field.text().strip() and self._understood(self.field.text())[0]:
            self._count()
        self.session.speaking.changed.disconnect(self.follow)


def _readings(text: str) -> list[tuple[str, int]]:
    """What a line may say, the likeliest first: words and dots; else all of it is words and it is one dot."""
    line = " ".join(text.split())
    found = _TALLY.match(line)
    readings = []
    if found and found["dots"] and found["words"]:
        readings.append((found["words"].rstrip(":"), int(found["dots"])))
    if line:
        readings.append((line.rstrip(":"), 1))
    return readings


def _row(each: Standing, cause_map: CauseMap, reading: Reading, numbers: dict[str, int]) -> str:
    label = cause_map.factors[each.factor].label
    by = ", ".join(f"{name or _NOT_SAID.casefold()} {dots}" for name, dots in each.by.items())
    total = len(reading.symptoms)
    rank = reading.rank_of.get(each.factor)
    kind = "a symptom" if cause_map.factors[each.factor].is_symptom else f"reaches {each.reached} of {total}"
    marks = [f"{each.dots} dot{'s' * (each.dots != 1)}", kind, *([f"number {rank} upstream"] if rank else [])]
    place = f"Place {each.place} · {' · '.join(marks)}"
    return f"Factor {numbers.get(each.factor, 0)}: {label}\n{place} ({by})"


def _asks(each: Disagreement, cause_map: CauseMap, reading: Reading) -> str:
    label, total = cause_map.factors[each.factor].label, len(reading.symptoms)
    reached = f"{len(reading.reach_of(each.factor))} of {total} symptoms"
    if each.voted:
        return f"Many dots on “{label}”, which reaches {reached}. What does the room see that is not on the map yet?"
    rank = reading.rank_of.get(each.factor)
    return f"“{label}” is number {rank} and reaches {reached}, yet has few dots or none. Too far off, or not believed?"


def _cast(cause_map: CauseMap, whose: str) -> str:
    """How many dots have been counted, of how many there can be."""
    cast, people, each = cast_by(cause_map), people_of(cause_map), cause_map.about.dots
    mine, total = cast.get(whose, 0), sum(cast.values())
    name = whose or "Not said which organisation"
    if each and people.get(whose):
        room = each * people[whose]
        over = " – more than there are" if mine > room else ""
        count = people[whose]
        person = "person" if count == 1 else "people"
        mine_words = f"{name}: {mine} of {room} dots ({count} {person} in the room){over}"
    else:
        mine_words = f"{name}: {mine} dot{'s' * (mine != 1)}"
    return f"{mine_words} · {total} in all"
