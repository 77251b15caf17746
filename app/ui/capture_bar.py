"""The capture bar: what is said in the room, typed as a chain, and shown on the map before it is there."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QFrame, QGraphicsDropShadowEffect, QLabel, QLineEdit, QVBoxLayout

from app.drawing.theme import Theme
from app.model.capture import Draft, numbers_of, parse, understand
from app.model.likeness import alike
from app.model.phrases import quoted
from app.model.records import TEXT_LIMIT
from app.ui.canvas.ghosts import Ghostly, Ghosts
from app.ui.canvas.view import MapView
from app.ui.drafted import drafted
from app.ui.pasting import Pasting
from app.ui.places import choices, choose
from app.ui.session import Session
from app.ui.speaker_line import SpeakerLine

THINK = 30
"""Milliseconds after a letter at which the line is read; letters that come sooner are read together."""
_WIDTH = 840
_REMEMBERED = 100
_KEPT = 5_000
"""Characters of a line that was not entered that are kept for the next time."""
_MOST_GHOSTS = 60
"""Factors and links of a paste that are shown before they are there."""
_HINT = "pay is low > staff leave > no home care"
_HELP = "a > b: a leads to b · a, b > c · a + b > c together · ! symptom · ? tentative · "
_HELP += "a number picks its factor · @ says who speaks"


class CaptureBar(QFrame):
    """Lies over the bottom of the map. Enter does what it says, and it stays for the next line; Esc closes it."""

    def __init__(self, session: Session, view: MapView, theme: Theme) -> None:
        super().__init__(view)
        self.session = session
        self.view = view
        self.setObjectName("capture")
        self.ghosts = Ghosts(theme)
        self.speaker = SpeakerLine(session)
        self.field = QLineEdit()
        self.field.setObjectName("capture-field")
        self.field.setPlaceholderText(_HINT)
        self.field.setMaxLength(2 * TEXT_LIMIT)  # Qt's own limit would cut a long line without a word
        self.field.setAccessibleName("Take down what is said")
        self.field.setAccessibleDescription(_HELP)
        self.says = QLabel()
        self.says.setObjectName("second")
        self.says.setWordWrap(True)
        self.says.setTextFormat(Qt.TextFormat.RichText)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(18, 10, 18, 11)
        column.setSpacing(4)
        column.addWidget(self.field)
        column.addWidget(self.says)
        self._shadow = QGraphicsDropShadowEffect(self)
        self._shadow.setBlurRadius(28)
        self._shadow.setOffset(0, 4)
        self.setGraphicsEffect(self._shadow)
        self._draft = Draft()
        self._pasted: Draft | None = None
        self._text = ""
        """What was pasted, until it has been added or dropped."""
        self._pasting = Pasting(session, self)
        self._pasting.progressed.connect(lambda far: self._tell(f"Reading what was pasted: {far:.0%} · Esc leaves off"))
        self._pasting.read.connect(self._on_pasted)
        self._offers: Sequence[str] = ()
        self._taken = -1
        self._span = (0, 0)
        self._read = ""
        self._lines: list[str] = []
        self._line = 0
        self._think = QTimer(self)
        self._think.setSingleShot(True)
        self._think.setInterval(THINK)
        self._think.timeout.connect(self.read)
        self.field.textEdited.connect(self._on_edited)
        self.field.cursorPositionChanged.connect(self._on_cursor)
        self.field.installEventFilter(self)
        view.installEventFilter(self)
        session.map_changed.connect(self._on_map_changed)
        session.selection_changed.connect(self._on_selection_changed)
        self.set_theme(theme)
        self.hide()
        half = choices().get("half_a_line")
        if isinstance(half, str) and half:
            self.field.setText(half)

    # -- opening and closing

    def open_bar(self) -> None:
        """Show it and give it the keyboard."""
        if self.session.read_only:
            self.session.told.emit(self.session.read_only)
            return
        self.view.writing.finish()
        if not self.isVisible():
            if self.ghosts.scene() is None:
                self.view.map_scene.addItem(self.ghosts)
            self.session.set_tracing(False)  # nothing that is spoken of may fade
            self.show()
            self.raise_()
            self._number()
            self.read()
            self.place()
            if self.view.follows_whole:
                self.view.fit()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_bar(self) -> None:
        """Hide it and give the keyboard back to the map; what was typed is there the next time."""
        if self.isVisible():
            self.hide()
            self.session.set_tracing(True)
            self.view.covered = 0
            self._think.stop()
            self.ghosts.show_ghosts(Ghostly())
            self.ghosts.show_numbers({}, {})
            self.view.setFocus()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.ghosts.theme = theme
        shade = QColor("#000000")
        shade.setAlphaF(0.45 if theme.is_dark else 0.18)
        self._shadow.setColor(shade)
        self.ghosts.update()

    # -- reading

    def paste(self, text: str) -> None:
        """Read text of several lines; what it would do is shown, and Enter does it."""
        self.open_bar()
        if self.isVisible():
            self._think.stop()
            self._pasted, self._text = None, text
            self._pasting.start(text, self._selected())

    def _on_pasted(self, draft: Draft) -> None:
        if draft.problem:
            self._text = ""
            self._tell(escape(draft.problem), warning=True)
            return
        self._pasted = draft
        factors, links = len(draft.new), len(draft.links)
        self._tell(f"<b>{escape(draft.says)}</b> &nbsp;·&nbsp; Enter adds them · Esc drops them")
        self._read = self.field.text()
        if factors + links <= _MOST_GHOSTS:
            self._draft = draft
            self._show_ghosts()

    def _drop_pasted(self) -> bool:
        """Give up a paste; False if there is none."""
        was = bool(self._text)
        self._pasting.give_up()
        self._pasted, self._text = None, ""
        if was:
            self.read()
        return was

    def _add_pasted(self) -> None:
        draft, text = self._pasted, self._text
        self._pasted, self._text = None, ""
        if draft is not None and draft.changes:
            count = len(draft.new)
            label = f"Paste {count:,} factor{'s' * (count != 1)}" if count else "Paste links"
            last = [draft.last] if draft.last else []
            said = self.session.speaking.with_sayings(draft.changes, draft.existing)
            self.session.arranging.perform_many(label, said, select=last, failed=lambda: self.paste(text))
            if draft.last in self.session.boxes:
                self.view.show_factor(draft.last)
        self.read()

    def _on_edited(self) -> None:
        self._drop_pasted()
        self._taken = -1
        if self.speaker.reads(self.field.text()):
            if self.speaker.takes_at_once(self.field.text()):
                self.field.clear()
            self.read()
            return
        self._think.start()

    def _on_cursor(self) -> None:
        if self.isVisible() and self._taken < 0 and not self._text:
            self._think.start()

    def _on_selection_changed(self, _source: str) -> None:
        if self.isVisible() and self.field.text() and not self._text:
            self._think.start()

    def _on_map_changed(self, _touched: object) -> None:
        if self.isVisible():
            self._number()
            if self._text:
                self.paste(self._text)  # the map it was read for is gone
            elif self.field.text():
                self._think.start()

    def _number(self) -> None:
        self.ghosts.show_numbers(numbers_of(self.session.map), self.session.boxes)

    def _selected(self) -> str:
        chosen = self.session.selected_factors()
        return chosen[-1] if chosen else ""

    def read(self) -> None:
        """Say and show what the line would do."""
        self._think.stop()
        text = self.field.text()
        if self.speaker.reads(text):
            self._draft, self._offers, self._read = Draft(), (), text
            self._tell(self.speaker.says(text))
            self._show_ghosts()
            return
        line = parse(text)
        self._draft = understand(self.session.map, line, self._selected())
        if self._taken < 0:
            self._look_for_offers(text)
        self._read = text
        self._say()
        self._show_ghosts()

    def _look_for_offers(self, text: str) -> None:
        """What the term at the cursor may mean, where it is no factor yet."""
        line = parse(text)
        at = line.at(self.field.cursorPosition())
        self._offers = ()
        if at is None:
            return
        term = line.terms[at]
        terms = self._draft.terms
        if at < len(terms) and terms[at] in self.session.map.factors:
            return
        self._offers = alike(self.session.map, term.words)
        self._span = (term.start, term.end)

    def _say(self) -> None:
        draft = self._draft
        speaks = self.session.speaking.words
        if not self.field.text().strip():
            said = f"Said by <b>{escape(speaks)}</b> (@ for another) &nbsp;·&nbsp; " if speaks else ""
            self._tell(said + escape(_HELP))
            return
        says = draft.problem or draft.says
        offer = ""
        if self._offers:
            shown = self._offers[max(self._taken, 0)]
            label = escape(_short(self.session.map.factors[shown].label))
            if self._taken < 0:
                more = f" (1 of {len(self._offers)})" if len(self._offers) > 1 else ""
                offer = f"Looks like <b>{label}</b>{more} · ↓ to use it"
            elif len(self._offers) > 1:
                offer = f"Taken: <b>{label}</b> · ↓ for the next of {len(self._offers)}"
        by = f"said by <b>{escape(speaks)}</b>" if speaks and not draft.problem and says else ""
        parts = [offer, by, escape(says) + ("" if draft.problem or not says else " · Enter")]
        self._tell(" &nbsp;·&nbsp; ".join(part for part in parts if part), warning=bool(draft.problem))

    def _tell(self, words: str, *, warning: bool = False) -> None:
        name = "warning" if warning else "second"
        if self.says.objectName() != name:
            self.says.setObjectName(name)
            self.says.style().polish(self.says)
        if words != self.says.text():
            self.says.setText(words)
            self.place()

    def _show_ghosts(self) -> None:
        self.ghosts.show_ghosts(drafted(self.session, self._draft))

    # -- keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The field's keys that are not letters; and the view's size."""
        if watched is self.view and event.type() == QEvent.Type.Resize:
            self.place()
        if watched is self.field and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                return self._on_key(event)
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        empty = not self.field.text()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not self._pasting.is_reading:
                (self._add_pasted if self._pasted else self.do)()
        elif key == Qt.Key.Key_Escape:
            if not self._drop_pasted():
                self.close_bar()
        elif self._text and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            pass  # a paste waits for Enter or Esc
        elif key == Qt.Key.Key_Down:
            self._take_next()
        elif key == Qt.Key.Key_Up:
            self._recall(-1)
        elif empty and event.matches(QKeySequence.StandardKey.Undo):
            self.session.undo()
        elif empty and event.matches(QKeySequence.StandardKey.Redo):
            self.session.redo()
        elif event.matches(QKeySequence.StandardKey.Paste) and _is_list(QApplication.clipboard().text()):
            self.paste(QApplication.clipboard().text())
        else:
            return False
        return True

    def _take_next(self) -> None:
        """Put the factor that is offered into the line; again, the next one."""
        if self._think.isActive() or self._read != self.field.text():
            self.read()
        if not self._offers:
            self._recall(1)
            return
        self._taken = (self._taken + 1) % len(self._offers)
        words = quoted(self.session.map.factors[self._offers[self._taken]].label)
        start, end = self._span
        text = self.field.text()
        self.field.setText(text[:start] + words + text[end:])
        self._span = (start, start + len(words))
        self.field.setCursorPosition(start + len(words))
        self.read()

    def _recall(self, by: int) -> None:
        """Go through the lines that were typed before."""
        at = self._line + by
        if 0 <= at <= len(self._lines):
            self._line = at
            self.field.setText(self._lines[at] if at < len(self._lines) else "")
            self._taken = -1
            self.read()

    def do(self) -> None:
        """Do what the line says, as one step; the bar stays, empty, for the next."""
        if self.speaker.reads(self.field.text()):
            if self.speaker.take(self.field.text()):
                self.field.clear()
            self.read()
            return
        self.read()
        text, draft, session = self.field.text(), self._draft, self.session
        if not text.strip() or draft.problem:
            return
        said = session.speaking.with_sayings(draft.changes, draft.existing)
        if said:
            last = [draft.last or draft.go_to] if draft.last or draft.go_to else list(session.selection)
            if not session.perform(f"Take down “{_short(text)}”", said, select=last):
                return
        elif draft.go_to:
            session.select([draft.go_to], "capture")
        if draft.last in session.boxes:
            self.view.show_factor(draft.last)
        self._lines = [*(line for line in self._lines if line != text), text][-_REMEMBERED:]
        self._line = len(self._lines)
        self.field.clear()
        self.read()

    # -- place

    def place(self) -> None:
        """Stand at the bottom of the view, in the middle."""
        wide = min(_WIDTH, self.view.width() - 32)
        self.setFixedWidth(max(wide, 260))
        margins = self._column.contentsMargins()
        inner = self.width() - margins.left() - margins.right()
        self.says.setFixedHeight(max(self.says.heightForWidth(inner), self.says.fontMetrics().height()))
        high = self.field.sizeHint().height() + self._column.spacing() + self.says.height()
        self.setFixedHeight(high + margins.top() + margins.bottom())
        self.move((self.view.width() - self.width()) // 2, self.view.height() - self.height() - 18)
        self.view.covered = self.height() + 28 if self.isVisibleTo(self.view) else 0

    def close_map(self) -> None:
        """Let go of the session."""
        self._think.stop()
        self._pasting.give_up()
        choose(half_a_line=self.field.text()[:_KEPT])
        self.view.removeEventFilter(self)
        self.session.map_changed.disconnect(self._on_map_changed)
        self.session.selection_changed.disconnect(self._on_selection_changed)
        if self.ghosts.scene() is not None:
            self.ghosts.scene().removeItem(self.ghosts)


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 80 else words[:79].rstrip() + "…"


def _is_list(text: str) -> bool:
    return "\n" in text.strip() or "\t" in text.strip()
