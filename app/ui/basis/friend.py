"""The critical friend: one quiet list of questions, each with its place on the map; answered, parked or dismissed."""

from collections import Counter

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.analysis.friend.ask import Asked
from app.analysis.friend.question import Question
from app.drawing.theme import Theme
from app.errors import RuleBroken
from app.model import answering
from app.model.planning import causes_of
from app.model.records import TEXT_LIMIT, Answer, Handled
from app.model.steps import now_text
from app.ui.pages.long_list import LongList
from app.ui.pages.page import Page, RowList, plain, quiet_button, second
from app.ui.session import Session
from app.ui.showing import Shown

_STATES: tuple[tuple[str, str], ...] = (
    ("open", "Open"),
    ("parked", "Parked"),
    ("answered", "Answered"),
    ("dismissed", "Dismissed"),
)
_DONE: dict[Handled, str] = {"answered": "Answered.", "parked": "Parked.", "dismissed": "Dismissed."}
_KEYS = "Enter: answered · Shift+Enter: parked · Ctrl+Enter: dismissed, with these words as the reason"
_WALK_KEYS = f"{_KEYS} · Down: the next one · Up: the one before · Esc ends the walk"


class AnswerField(QLineEdit):
    """Where the answer is typed; its keys say what becomes of the question."""

    def __init__(self, page: "FriendPage") -> None:
        super().__init__()
        self._page = page
        self.setMaxLength(TEXT_LIMIT)
        self.setAccessibleName("The answer, or the reason")
        self.setPlaceholderText("The answer, or why it is parked or dismissed")

    def event(self, event: QEvent) -> bool:
        """Esc is the walk's own while there is one."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self._page.walking
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, alone or held with another key; arrows go on; all else is typed."""
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            state: Handled = "answered"
            if held & Qt.KeyboardModifier.ControlModifier:
                state = "dismissed"
            elif held & Qt.KeyboardModifier.ShiftModifier:
                state = "parked"
            self._page.handle(state)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._page.go_on(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Escape and self._page.walking:
            self._page.end_walk()
        else:
            super().keyPressEvent(event)


class FriendPage(Page):
    """The questions that the map raises about itself."""

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__(session, theme)
        self.walking = False
        self._asked = Asked((), ())
        self._listed: list[tuple[Question, Answer | None]] = []
        self._key = ""
        self._at = 0
        self._sight = False
        self._drafts: dict[str, str] = {}
        """What is typed under each question and not yet said of it."""
        self._passed: dict[str, Handled] = {}
        """What became of the questions of this walk."""
        self.said = plain()
        self.shown = QComboBox()
        self.shown.setAccessibleName("Which questions are listed")
        self.walk = QPushButton("Walk through them")
        self.rows = RowList("Questions")
        self.long = LongList(self.rows, "questions")
        self.card = QFrame()
        self.card.setObjectName("why")
        self.place, self.ground = second(), second()
        self.asks = QLabel()
        self.asks.setWordWrap(True)
        self.asks.setTextFormat(Qt.TextFormat.PlainText)
        self.asks.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.why = plain()
        self.answer = second()
        self.field = AnswerField(self)
        self.keys = second(_KEYS)
        self.answered, self.parked, self.dismissed = (QPushButton(word) for word in ("Answer", "Park", "Dismiss"))
        self.again = quiet_button("Ask it again")
        self.there = quiet_button("Go to it on the map")
        self._lay_out()
        session.asking.changed.connect(self._on_asked)

    def _lay_out(self) -> None:
        for state, words in _STATES:
            self.shown.addItem(words, state)
        head = QHBoxLayout()
        head.addWidget(self.shown, 1)
        head.addWidget(self.walk)
        inner = QVBoxLayout(self.card)
        inner.setContentsMargins(14, 12, 14, 12)
        inner.setSpacing(6)
        for widget in (self.place, self.asks, self.why, self.ground, self.answer):
            inner.addWidget(widget)
        verbs = QHBoxLayout()
        for button in (self.answered, self.parked, self.dismissed):
            button.setStyleSheet("padding: 5px 8px;")
            verbs.addWidget(button)
        verbs.addStretch(1)
        self._verbs = QWidget()
        below = QVBoxLayout(self._verbs)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(self.field)
        below.addLayout(verbs)
        below.addWidget(self.keys)
        self.column.addWidget(self.said)
        self.column.addLayout(head)
        self.column.addWidget(self.card)
        for button in (self.there, self.again):
            self.column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self._verbs)
        self.column.addWidget(self.long)
        self.column.addStretch(1)
        self.shown.currentIndexChanged.connect(self._on_shown)
        self.rows.row_chosen.connect(self._choose)
        self.rows.row_acted_on.connect(lambda _: self.field.setFocus())
        self.walk.clicked.connect(self._toggle_walk)
        self.answered.clicked.connect(lambda: self.handle("answered"))
        self.parked.clicked.connect(lambda: self.handle("parked"))
        self.dismissed.clicked.connect(lambda: self.handle("dismissed"))
        self.again.clicked.connect(self.ask_again)
        self.there.clicked.connect(self._go_there)

    # -- asking

    def follow(self) -> None:
        """Have the questions worked out for the map as it is now."""
        self.session.asking.ask()
        self._show()

    def _on_asked(self) -> None:
        if self.isVisible():
            self._show()

    def _show(self) -> None:
        self._asked = self.session.asking.asked
        state = str(self.shown.currentData())
        if state == "open":
            self._listed = [(each, None) for each in self._asked.open]
        else:
            self._listed = [(question, answer) for question, answer in self._asked.of(state)]
        keys = [question.key for question, _ in self._listed]
        if self._key not in keys and keys:
            # Its ground has gone: on with the one that stands in its place.
            self._turn_to(keys[min(self._at, len(keys) - 1)])
        elif not keys:
            self._turn_to("")
        at = keys.index(self._key) if self._key in keys else -1
        self._at = max(at, 0)
        rows = [f"{question.group} · {question.asks}" for question, _ in self._listed]
        if not self.walking:
            self.long.show_all(rows, at)
        self.long.setVisible(not self.walking)
        self._say()
        self._show_question(at)

    def _say(self) -> None:
        counts = {state: len(self._asked.of(state)) for state in ("parked", "answered", "dismissed")}
        done = " · ".join(f"{count} {state}" for state, count in counts.items() if count)
        asked = len(self._asked.open)
        words = f"{asked} open question{'s' * (asked != 1)}" if asked else "No open question"
        if not self.session.asking.is_known:
            words = "Thinking it over …"
        elif not self.session.map.factors:
            words = "Nothing to ask yet: the map is empty"
        self.said.setText(f"{words} · {done}" if done else words)
        self.walk.setEnabled(bool(asked) or self.walking)
        self.walk.setText("End the walk" if self.walking else "Walk through them")
        self.shown.setEnabled(not self.walking)

    def _show_question(self, at: int) -> None:
        has = 0 <= at < len(self._listed)
        for widget in (self.card, self._verbs):
            widget.setVisible(has)
        self.there.setVisible(has and bool(self._places(self._listed[at][0])[0]))
        self.again.setVisible(has and self._listed[at][1] is not None)
        if not has:
            if self.isVisible():
                self.session.show(None)
            return
        question, answer = self._listed[at]
        gone = len(self._done())
        count = f"Question {gone + at + 1} of {gone + len(self._listed)} · " if self.walking else ""
        self.place.setText(f"{count}{question.group}")
        self.asks.setStyleSheet("font-weight: bold;" + (" font-size: 20px;" if self.walking else ""))
        self.asks.setText(question.asks)
        self.why.setText(question.why)
        self.ground.setText(f"Ground: {question.ground}")
        self.answer.setText(_told(answer))
        self.answer.setVisible(answer is not None)
        self.keys.setText(_WALK_KEYS if self.walking else _KEYS)
        self._light(question)

    def _turn_to(self, key: str, *, sight: bool = False) -> None:
        """Go to a question; what was typed under the one before waits there."""
        if key != self._key:
            if self._key:
                self._drafts[self._key] = self.field.text()
            self._key = key
            self.field.setText(self._drafts.get(key, ""))
        self._sight = sight

    def _light(self, question: Question) -> None:
        """What it asks about, on the map; brought in sight when a person has come to it."""
        if not self.isVisible():
            return
        factors, links = self._places(question)
        self.session.show(
            Shown(factors=dict.fromkeys(factors, "on"), links=dict.fromkeys(links, "doubt")) if factors else None
        )
        if factors and self._sight:
            self.session.sight_wanted.emit(tuple(factors))
        self._sight = False

    def _places(self, question: Question) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Where it is on the map: factors, the ends of links among them, and links. An action is where it works."""
        cause_map = self.session.map
        about = (causes_of(cause_map, id_) if id_ in cause_map.actions else (id_,) for id_ in question.about)
        ids = dict.fromkeys(id_ for each in about for id_ in each)
        links = tuple(id_ for id_ in ids if id_ in cause_map.links)
        ends = (end for id_ in links for end in (cause_map.links[id_].cause, cause_map.links[id_].effect))
        factors = (id_ for id_ in ids if id_ in cause_map.factors)
        return tuple(dict.fromkeys((*factors, *ends))), links

    # -- going through them

    def _choose(self, row: int) -> None:
        self._turn_to(self._listed[row][0].key, sight=True)
        self._show_question(row)

    def _on_shown(self, _at: int) -> None:
        self._turn_to("")
        self._at = 0
        self.long.start_over()
        self._show()

    def go_on(self, by: int) -> None:
        """The next question, or the one before; a walk that comes to its end says so."""
        keys = [question.key for question, _ in self._listed]
        at = (keys.index(self._key) if self._key in keys else -1) + by
        if self.walking and at >= len(keys):
            self.end_walk()
        elif 0 <= at < len(keys):
            self._turn_to(keys[at], sight=True)
            self._show()

    def start_walk(self) -> None:
        """One question at a time, each in large, for the last half hour."""
        self.shown.setCurrentIndex(0)
        if not self._asked.open:
            self.session.told.emit("There is no open question to walk through.")
            return
        self.walking, self._passed = True, {}
        self._turn_to(self._asked.open[0].key, sight=True)
        self._show()
        self.field.setFocus()

    def end_walk(self) -> None:
        """Back to the list, with a sentence of what was done."""
        if not self.walking:
            return
        self.walking = False
        done = ", ".join(f"{count} {state}" for state, count in Counter(self._done()).items())
        left = len(self._asked.open)
        open_ = f"{left} still open" if left else "none is open any more"
        self.session.told.emit(f"The walk is done: {done or 'nothing decided'}; {open_}.")
        self._show()
        self.rows.setFocus()

    def _done(self) -> list[Handled]:
        """What this walk has come to so far, less what was taken back."""
        still_open = {question.key for question in self._asked.open}
        return [state for key, state in self._passed.items() if key not in still_open]

    def _toggle_walk(self) -> None:
        (self.end_walk if self.walking else self.start_walk)()

    def _go_there(self) -> None:
        question = next((each for each, _ in self._listed if each.key == self._key), None)
        if question is not None:
            factors, links = self._places(question)
            of_a_link = question.about[:1] == links[:1]
            self.session.select(links if links and of_a_link else factors, "friend")
            self.session.sight_wanted.emit(factors)

    # -- what becomes of them

    def handle(self, state: Handled) -> None:
        """Answer, park or dismiss the question in sight; the next one comes."""
        keys = [question.key for question, _ in self._listed]
        if self._key not in keys:
            return
        at, session = keys.index(self._key), self.session
        try:
            changes = answering.handle(
                session.map, self._key, state, self.field.text(), by=session.document.author, time=now_text()
            )
        except RuleBroken as error:
            session.told.emit(str(error))
            self.field.setFocus()
            return
        label = {"answered": "Answer a question", "parked": "Park a question", "dismissed": "Dismiss a question"}[state]
        if not session.perform(label, changes, select=session.selection, settle=False):
            return
        self.field.clear()
        self._drafts.pop(self._key, None)
        self._passed[self._key] = state
        left = [key for key in keys if key != self._key]
        self._turn_to(left[min(at, len(left) - 1)] if left else "", sight=True)
        self._drafts = {key: words for key, words in self._drafts.items() if words and key in keys}
        ended = self.walking and at >= len(left)
        self._show()
        if ended:
            self.end_walk()
        else:
            session.told.emit(_DONE[state])
            (self.field if self._verbs.isVisible() else self.shown).setFocus()

    def ask_again(self) -> None:
        """Take back what became of it: it is open again."""
        session = self.session
        changes = answering.ask_again(session.map, self._key)
        if changes and session.perform("Ask a question again", changes, select=session.selection, settle=False):
            self._show()
            self.shown.setFocus()

    # -- the page

    def first_field(self) -> QWidget:
        """The questions."""
        return self.field if self.walking else self.rows if self.rows.isVisibleTo(self) else self.shown

    def leave(self) -> None:
        """A walk waits where it is; the map shows nothing of it any more."""
        super().leave()

    def close_map(self) -> None:
        """What was typed and not entered waits with its question, parked; let go of the session."""
        if self._key:
            self._drafts[self._key] = self.field.text()
        for key, words in self._drafts.items():
            if words.strip() and answering.answer_to(self.session.map, key) is None:
                session = self.session
                by, now = session.document.author, now_text()
                changes = answering.handle(session.map, key, "parked", words, by=by, time=now)
                session.perform("Park a question", changes, select=session.selection, settle=False)
        self.session.asking.changed.disconnect(self._on_asked)


def _told(answer: Answer | None) -> str:
    if answer is None:
        return ""
    when = answer.time[:10]
    by = " · ".join(part for part in (answer.by, when) if part)
    said = f"{answer.state.capitalize()}{': ' + answer.words if answer.words else ''}"
    return f"{said} ({by})" if by else said
