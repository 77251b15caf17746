"""Voices: who is in the room, what each of them said, and of what only one, or no expert by experience, has spoken."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLineEdit, QPushButton, QWidget

from app.analysis.voices import (
    organisations_of,
    party,
    said_by,
    said_by_nobody,
    said_by_one_alone,
    who,
    without_lived_experience,
)
from app.drawing.theme import Theme
from app.errors import RuleBroken
from app.model import grounding
from app.model.cause_map import CauseMap
from app.model.edits import Changes
from app.model.records import LABEL_LIMIT, Voice
from app.ui.basis.coverage import CoverageWindow
from app.ui.pages.known_field import KnownField
from app.ui.pages.page import Page, RowList, heading, quiet_button, second
from app.ui.session import Session
from app.ui.showing import Shown, letter_of

_EMPTY = "Nobody is in the room yet. Bring in the first below, or type @ and a name while capturing."
_HOW = "Enter: speaks now · F2: change · Del: take away · V on the map: who said what is selected"


class VoiceRows(RowList):
    """The voices; F2 changes one, Del takes it away."""

    def __init__(self, page: "VoicesPage") -> None:
        super().__init__("Voices in the room")
        self._page = page

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys that the page lists."""
        if self.currentRow() >= 0 and event.key() == Qt.Key.Key_F2:
            self._page.change(self.currentRow())
        elif self.currentRow() >= 0 and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._page.take_away(self.currentRow())
        else:
            super().keyPressEvent(event)


class VoicesPage(Page):
    """The room: its voices, what they said, and what is missing."""

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__(session, theme)
        self._voices: list[Voice] = []
        self._changing = ""
        self._asked: tuple[tuple[str, ...], ...] = ()
        self._window: CoverageWindow | None = None
        self._followed: tuple[CauseMap, Voice | None] | None = None
        self.said = second()
        self.rows = VoiceRows(self)
        self.how = second(_HOW)
        self.coloured = QCheckBox("Show on the map who said what")
        self.coloured.setToolTip("A disc with a letter for each organisation that named a factor")
        self.letters = second()
        self.form_heading = heading("Bring someone in")
        self.organisation, self.role = KnownField("Organisation"), KnownField("Role")
        self.name = QLineEdit()
        self.name.setAccessibleName("Name or initials, if they wish")
        self.name.setMaxLength(LABEL_LIMIT)
        self.lived = QCheckBox("Expert by experience")
        self.keep_button = QPushButton("Bring in")
        self.questions = RowList("What is missing")
        self.table = quiet_button("Who has spoken on what …")
        self._lay_out()
        session.speaking.changed.connect(self.follow)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setVerticalSpacing(4)
        for words, field in (
            ("Organisation", self.organisation),
            ("Role", self.role),
            ("Name or initials, if they wish", self.name),
        ):
            form.addRow(words, field)
        for typed in (self.organisation.field, self.role.field, self.name):
            typed.returnPressed.connect(self._bring_in)
        form.addRow(self.lived)
        form.addRow(self.keep_button)
        self.column.addWidget(heading("What is missing"))
        self.column.addWidget(self.questions)
        self.column.addWidget(self.table, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(heading("In the room"))
        self.column.addWidget(self.said)
        self.column.addWidget(self.coloured)
        self.column.addWidget(self.letters)
        self.column.addWidget(self.rows)
        self.column.addWidget(self.how)
        self.column.addWidget(self.form_heading)
        self.column.addLayout(form)
        self.column.addStretch(1)
        self.rows.row_chosen.connect(self._show_voice)
        self.rows.row_acted_on.connect(self._speak)
        self.questions.row_chosen.connect(self._show_missing)
        self.coloured.toggled.connect(self._on_coloured)
        self.keep_button.clicked.connect(self._bring_in)
        self.table.clicked.connect(self._open_table)

    # -- showing

    def follow(self) -> None:
        """The voices, what each said, and what is missing, as they are now."""
        cause_map, speaks = self.session.map, self.session.speaking.voice
        if self._followed is not None and self._followed[0] is cause_map and self._followed[1] is speaks:
            return  # only the selection has changed
        self._followed = (cause_map, speaks)
        chosen = self._chosen()
        self._voices = sorted(cause_map.voices.values(), key=lambda voice: (party(voice).casefold(), who(voice)))
        count: dict[str, int] = {}
        for saying in cause_map.sayings.values():
            count[saying.voice] = count.get(saying.voice, 0) + 1
        rows = []
        for voice in self._voices:
            said = count.get(voice.id, 0)
            marks = [f"said {said}" if said else "nothing told yet", *(["speaks now"] if voice == speaks else [])]
            rows.append(" · ".join([who(voice), *marks]))
        ids = [voice.id for voice in self._voices]
        self.rows.show_rows(rows, ids.index(chosen) if chosen in ids else -1)
        lived = sum(voice.lived_experience for voice in self._voices)
        parties = len({party(voice) for voice in self._voices})
        of = f"{_count(len(ids), 'voice')} of {_count(parties, 'organisation')}"
        self.said.setText(f"{of} · {_count(lived, 'expert')} by experience" if ids else _EMPTY)
        self.how.setVisible(bool(ids))
        self.coloured.setVisible(bool(ids))
        self.organisation.know(voice.organisation for voice in self._voices)
        if self._changing and self._changing not in cause_map.voices:
            self._begin_form()
        self._ask()
        self._light()
        if self._window is not None:
            self._window.follow()

    def _ask(self) -> None:
        cause_map = self.session.map
        alone = tuple(said_by_one_alone(cause_map))
        untouched, nobody = without_lived_experience(cause_map), said_by_nobody(cause_map)
        self._asked = (untouched, alone, nobody)
        rows = [
            f"No expert by experience has touched {_count(len(untouched), 'factor')}",
            f"Only one organisation says {_count(len(alone), 'factor')}",
            f"Of {_count(len(nobody), 'factor')} it is not told who said so",
        ]
        self.questions.show_rows(rows if cause_map.factors else [], self.questions.currentRow())

    def _chosen(self) -> str:
        row = self.rows.currentRow()
        return self._voices[row].id if 0 <= row < len(self._voices) else ""

    def _light(self) -> None:
        """What is chosen, on the map: a voice's words, a question's factors, or everyone's in colours."""
        cause_map = self.session.map
        chosen, asked = self._chosen(), self.questions.currentRow()
        parties = sorted({party(voice) for voice in self._voices}, key=str.casefold)
        number = {name: at for at, name in enumerate(parties)}
        self.letters.setVisible(self.coloured.isChecked())
        dots: dict[str, tuple[int, ...]] = {}
        if self.coloured.isChecked():
            self.letters.setText("  ".join(f"{letter_of(at)}\u00a0{name}" for name, at in number.items()))
            for factor in cause_map.on_the_map():
                named = organisations_of(cause_map, factor.id)
                dots[factor.id] = tuple(number[name] for name in named if name in number)
        if chosen:
            said = said_by(cause_map, [chosen])
            self.session.show(
                Shown(
                    factors={id_: "on" for id_ in said if id_ in cause_map.factors},
                    links={id_: "on" for id_ in said if id_ in cause_map.links},
                    dots=dots,
                )
            )
        elif 0 <= asked < len(self._asked):
            self.session.show(Shown(factors=dict.fromkeys(self._asked[asked], "on"), dots=dots))
        else:
            self.session.show(Shown(dots=dots, fade_rest=False) if dots else None)

    def _show_voice(self, _row: int) -> None:
        self.questions.show_rows(self.questions.words(), -1)
        self._light()

    def _show_missing(self, _row: int) -> None:
        self.rows.show_rows(self.rows.words(), -1)
        self._light()

    def _on_coloured(self, _on: bool) -> None:  # noqa: FBT001  # a Qt slot
        self._light()

    def _open_table(self) -> None:
        if self._window is None:
            self._window = CoverageWindow(self.session, self.theme, self.window(), self._closed)
        self._window.show()
        self._window.raise_()
        self._window.table.setFocus()

    def _closed(self) -> None:
        self._window = None

    # -- changing

    def _speak(self, row: int) -> None:
        speaks = self.session.speaking.voice
        voice = self._voices[row]
        self.session.speaking.speak("" if voice == speaks else voice.id)

    def change(self, row: int) -> None:
        """Bring what is told of a voice into the fields."""
        voice = self._voices[row]
        self._changing = voice.id
        self.organisation.set_text(voice.organisation)
        self.role.set_text(voice.role)
        self.name.setText(voice.name)
        self.lived.setChecked(voice.lived_experience)
        self.form_heading.setText(f"Change {who(voice)}")
        self.keep_button.setText("Keep")
        self.organisation.field.setFocus()

    def take_away(self, row: int) -> None:
        """A voice goes with what it is told to have said; Undo brings both back."""
        voice = self._voices[row]
        self._do("Take a voice away", partial(grounding.delete_voice, self.session.map, voice.id))
        (
            self.rows if self.rows.isVisible() else self.questions
        ).setFocus()  # never into a field, which has its own undo
        self.session.told.emit(f"{who(voice)} is taken away. Ctrl+Z brings them back.")

    def _bring_in(self) -> None:
        told = {
            "organisation": self.organisation.text(),
            "role": self.role.text(),
            "name": self.name.text(),
            "lived_experience": self.lived.isChecked(),
        }
        cause_map, changing = self.session.map, self._changing
        if changing in cause_map.voices:
            done = self._do("Change a voice", partial(grounding.change_voice, cause_map, changing, **told))
        else:
            done = self._do("Bring a voice into the room", partial(grounding.add_voice, cause_map, **told))  # type: ignore[arg-type]
        if done:
            self._begin_form()
            self.organisation.field.setFocus()

    def _begin_form(self) -> None:
        """Empty fields, for someone new."""
        self._changing = ""
        for field in (self.organisation.field, self.role.field, self.name):
            field.clear()
        self.lived.setChecked(False)
        self.form_heading.setText("Bring someone in")
        self.keep_button.setText("Bring in")

    def _is_begun(self) -> bool:
        return any(field.text().strip() for field in (self.organisation.field, self.role.field, self.name))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives up changing a voice, or what is half typed."""
        if event.key() == Qt.Key.Key_Escape and (self._changing or self._is_begun()):
            self._begin_form()
            (self.rows if self.rows.isVisible() else self.questions).setFocus()
        else:
            super().keyPressEvent(event)

    def _do(self, label: str, make: partial[Changes]) -> bool:
        try:
            changes = make()
        except RuleBroken as error:
            self.session.told.emit(str(error))
            return False
        if not changes:
            return True
        done = self.session.perform(label, changes, select=self.session.selection, settle=False)
        if done:
            self.follow()
        return done

    # -- the page

    def first_field(self) -> QWidget:
        """The voices, or, of an empty room, where the first comes in."""
        return self.rows if self._voices else self.organisation.field

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        super().set_theme(theme)
        if self._window is not None:
            self._window.follow()

    def leave(self) -> None:
        """Nothing is chosen any more."""
        self._followed = None
        super().leave()
        if self._window is not None:
            self._window.close()

    def close_map(self) -> None:
        """What was typed and not entered is kept; let go of the session."""
        if self._is_begun():
            self._bring_in()
        if self._window is not None:
            self._window.close()
        self.session.speaking.changed.disconnect(self.follow)


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'s' * (number != 1)}"
