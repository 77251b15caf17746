"""Evidence: what factors and links rest on: listed, filtered, added to what is selected, seen on the map."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from app.analysis.grounds import STRENGTHS
from app.analysis.voices import evidence_on
from app.drawing.theme import Theme
from app.errors import RuleBroken
from app.model import grounding
from app.model.cause_map import CauseMap
from app.model.edits import Changes
from app.model.records import EVIDENCE_KINDS, LABEL_LIMIT, TEXT_LIMIT, Evidence
from app.ui.pages.known_field import KnownField
from app.ui.pages.long_list import LongList
from app.ui.pages.page import Page, RowList, heading, second
from app.ui.session import Session
from app.ui.showing import Shown

_HOW = "F2: change · Del: take away"
_SHOWN = (
    ("what", "All evidence, or of what is selected"),
    ("none", "Factors without any"),
    ("weak", "Factors with weak evidence at most"),
    ("lived", "Lived experience only"),
)
_STRENGTHS = ("0  none", "1  weak", "2  moderate", "3  strong")


class EvidenceRows(RowList):
    """The evidence; F2 changes one, Del takes it away."""

    def __init__(self, change: Callable[[int], None], take_away: Callable[[int], None]) -> None:
        super().__init__("Evidence")
        self._change, self._take_away = change, take_away

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys that the page lists."""
        if self.currentRow() >= 0 and event.key() == Qt.Key.Key_F2:
            self._change(self.currentRow())
        elif self.currentRow() >= 0 and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._take_away(self.currentRow())
        else:
            super().keyPressEvent(event)


class EvidencePage(Page):
    """What the map rests on."""

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__(session, theme)
        self._listed: list[Evidence | str] = []
        """In the order of the rows: a piece of evidence, or the id of a factor without."""
        self._changing = ""
        self._about: tuple[str, ...] = ()
        self._for = ""
        """What half-typed evidence is about, whatever is selected meanwhile."""
        self.shown = QComboBox()
        self.shown.setAccessibleName("Which evidence is listed")
        for key, words in _SHOWN:
            self.shown.addItem(words, key)
        self.said = second()
        self.rows = EvidenceRows(self.change, self.take_away)
        self.long = LongList(self.rows, "pieces")
        self.how = second(_HOW)
        self.form = QWidget()
        self.form_heading = heading("Add evidence")
        self.kind, self.strength = QComboBox(), QComboBox()
        self.source, self.date, self.address = QLineEdit(), QLineEdit(), QLineEdit()
        self.quotation = QPlainTextEdit()
        self.organisation = KnownField("Who brought it")
        self.keep_button = QPushButton("Add")
        self._lay_out()

    def _lay_out(self) -> None:
        for box, options, name in (
            (self.kind, EVIDENCE_KINDS, "Kind of evidence"),
            (self.strength, _STRENGTHS, "Strength"),
        ):
            box.addItems([words[:1].upper() + words[1:] for words in options])
            box.setAccessibleName(name)
        self.strength.setCurrentIndex(2)
        self.source.setMaxLength(TEXT_LIMIT)
        for field in (self.date, self.address):
            field.setMaxLength(LABEL_LIMIT)
        self.quotation.setTabChangesFocus(True)
        self.quotation.setFixedHeight(64)
        self.address.setPlaceholderText("Kept as text, never opened by itself")
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setVerticalSpacing(4)
        rows: tuple[tuple[str, QWidget], ...] = (
            ("Source", self.source),
            ("Kind", self.kind),
            ("Strength", self.strength),
            ("Quotation, in their words", self.quotation),
            ("Date", self.date),
            ("Who brought it", self.organisation),
            ("File or web address", self.address),
        )
        for words, widget in rows:
            if not widget.accessibleName():
                widget.setAccessibleName(words)
            form.addRow(words, widget)
        form.addRow(self.keep_button)
        inner = QVBoxLayout(self.form)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self.form_heading)
        inner.addLayout(form)
        for widget in (self.shown, self.said, self.long, self.how, self.form):
            self.column.addWidget(widget)
        self.column.addStretch(1)
        self.shown.currentIndexChanged.connect(lambda _: self.follow())
        self.rows.row_chosen.connect(self._go_to)
        self.keep_button.clicked.connect(self._add)
        for line in (self.source, self.date, self.address, self.organisation.field):
            line.returnPressed.connect(self._add)

    # -- showing

    def follow(self) -> None:
        """The evidence as it is now: of what is selected, or all of it."""
        cause_map, session = self.session.map, self.session
        which = str(self.shown.currentData())
        chosen = self._listed[self.rows.currentRow()] if 0 <= self.rows.currentRow() < len(self._listed) else None
        about = session.selection
        self._listed = _listed(cause_map, which, about)
        if about != self._about:
            self._about = about
            self.long.start_over()
        words = [_row(cause_map, each, alone=bool(about) and which == "what") for each in self._listed]
        self.long.show_all(words, self._place_of(chosen))
        self.how.setVisible(which in ("what", "lived") and bool(self._listed))
        self.said.setText(_said(cause_map, which, self._listed, about))
        known = {voice.organisation for voice in cause_map.voices.values()}
        self.organisation.know(known | {each.organisation for each in cause_map.evidence.values()})
        target = self._subject()
        self.form.setVisible(bool(target) or bool(self._changing))
        if self._changing and self._changing not in cause_map.evidence:
            self._changing = ""
            self._fill(None)
        if not self._changing:
            self.form_heading.setText(f"Add evidence on {_name(cause_map, target)}" if target else "")
            self.keep_button.setText("Add")
        self._light(which)

    def _place_of(self, chosen: Evidence | str | None) -> int:
        ids = [each if isinstance(each, str) else each.id for each in self._listed]
        wanted = chosen if isinstance(chosen, str) else chosen.id if chosen else ""
        return ids.index(wanted) if wanted in ids else -1

    def _light(self, which: str) -> None:
        if which in ("none", "weak"):
            lit = [each for each in self._listed if isinstance(each, str)]
            self.session.show(Shown(factors=dict.fromkeys(lit, "on")))
        elif which == "lived":
            lit = [each.subject for each in self._listed if isinstance(each, Evidence)]
            factors = self.session.map.factors
            self.session.show(
                Shown(
                    factors={id_: "on" for id_ in lit if id_ in factors},
                    links={id_: "on" for id_ in lit if id_ not in factors},
                )
            )
        else:
            self.session.show(None)

    def _subject(self) -> str:
        """What evidence would be added to: what is selected last; half-typed, what it was begun about."""
        cause_map = self.session.map
        if not self._is_begun() or not (self._for in cause_map.factors or self._for in cause_map.links):
            self._for = self.session.selection[-1] if self.session.selection else ""
        return self._for

    def _is_begun(self) -> bool:
        """Whether there is half-typed evidence."""
        told = (self.source.text(), self.quotation.toPlainText(), self.date.text(), self.address.text())
        return any(words.strip() for words in told)

    def _go_to(self, row: int) -> None:
        each = self._listed[row]
        subject = each if isinstance(each, str) else each.subject
        if subject in self.session.map.factors:
            self.session.sight_wanted.emit((subject,))
        elif subject in self.session.map.links:
            link = self.session.map.links[subject]
            self.session.sight_wanted.emit((link.cause, link.effect))
        if str(self.shown.currentData()) == "what" and not self.session.selection:
            factors = {subject: "on"} if subject in self.session.map.factors else {}
            links = {} if factors else {subject: "on"}
            self.session.show(Shown(factors=factors, links=links))  # type: ignore[arg-type]  # both hold tones

    # -- changing

    def add_here(self) -> None:
        """Go to the field for evidence on what is selected."""
        if self._changing:
            self._changing = ""
            self._fill(None)
        self.shown.setCurrentIndex(0)
        self.follow()
        if self._subject():
            self.source.setFocus()
        else:
            self.session.told.emit("Select a factor or a link first: evidence is about one of them.")

    def change(self, row: int) -> None:
        """Bring what is told of a piece of evidence into the fields."""
        each = self._listed[row]
        if not isinstance(each, Evidence):
            return
        self._changing = each.id
        self._fill(each)
        self.form.show()
        self.form_heading.setText(f"Change evidence on {_name(self.session.map, each.subject)}")
        self.keep_button.setText("Keep")
        self.source.setFocus()

    def _fill(self, each: Evidence | None) -> None:
        words = each.kind[:1].upper() + each.kind[1:] if each else ""
        if words and self.kind.findText(words) < 0:
            self.kind.addItem(words)
        self.kind.setCurrentIndex(max(0, self.kind.findText(words)))
        self.strength.setCurrentIndex(each.strength if each else 2)
        self.source.setText(each.source.replace("\n", " ") if each else "")
        self.quotation.setPlainText(each.quotation if each else "")
        self.date.setText(each.date if each else "")
        self.address.setText(each.address if each else "")
        self.organisation.set_text(each.organisation if each else "")

    def take_away(self, row: int) -> None:
        """Undo brings it back."""
        each = self._listed[row]
        if isinstance(each, Evidence):
            self._do("Take evidence away", lambda: grounding.delete_evidence(self.session.map, each.id))
            (self.rows if self.rows.isVisible() else self.shown).setFocus()

    def _add(self) -> None:
        told: dict[str, Any] = {
            "kind": self.kind.currentText().casefold(),
            "strength": self.strength.currentIndex(),
            "source": self.source.text(),
            "quotation": self.quotation.toPlainText(),
            "date": self.date.text(),
            "address": self.address.text(),
            "organisation": self.organisation.text(),
        }
        cause_map, changing, subject = self.session.map, self._changing, self._subject()
        if changing in cause_map.evidence:
            if told["source"] == cause_map.evidence[changing].source.replace("\n", " "):
                del told["source"]  # its lines are kept where its words are
            done = self._do("Change evidence", lambda: grounding.change_evidence(cause_map, changing, **told))
        else:
            done = self._do("Add evidence", lambda: grounding.add_evidence(cause_map, subject, **told))
        if done:
            self._changing = ""
            self._fill(None)
            self.follow()
            self.source.setFocus()

    def _do(self, label: str, make: Callable[[], Changes]) -> bool:
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives up changing a piece, or what is half typed."""
        if event.key() == Qt.Key.Key_Escape and (self._changing or self._is_begun()):
            self._changing = ""
            self._fill(None)
            self.follow()
            (self.rows if self.rows.isVisibleTo(self) else self.shown).setFocus()
        else:
            super().keyPressEvent(event)

    def close_map(self) -> None:
        """What was typed and not entered is kept."""
        if self._changing in self.session.map.evidence or (self._is_begun() and self._subject()):
            self._add()

    def first_field(self) -> QWidget:
        """Where evidence is added, or, with nothing selected, which is listed."""
        return self.source if self._subject() else self.shown


def _listed(cause_map: CauseMap, which: str, about: Sequence[str]) -> list[Evidence | str]:
    if which in ("none", "weak"):
        most = 0 if which == "none" else 1
        found: list[Evidence | str] = []
        strongest: dict[str, int] = {}
        for each in cause_map.evidence.values():
            strongest[each.subject] = max(strongest.get(each.subject, 0), each.strength)
        for factor in cause_map.on_the_map():
            there = strongest.get(factor.id)
            if (there is None) if which == "none" else (there is not None and there <= most):
                found.append(factor.id)
        return found
    pieces = evidence_on(cause_map, *about) if about and which == "what" else tuple(cause_map.evidence.values())
    if which == "lived":
        pieces = tuple(each for each in pieces if each.kind.strip().casefold() == "lived experience")
    return list(pieces)


def _said(cause_map: CauseMap, which: str, listed: Sequence[Evidence | str], about: Sequence[str]) -> str:
    count = len(listed)
    if which in ("none", "weak"):
        return f"{_count(count, 'factor')} of {len(cause_map.on_the_map()):,}"
    if which == "what" and about:
        on = _name(cause_map, about[-1]) if len(about) == 1 else "what is selected"
        return f"{_count(count, 'piece')} on {on}" if count else f"Nothing is told yet of what {on} rests on."
    rested = {each.subject for each in cause_map.evidence.values()}
    bare = sum(each.id not in rested for each in cause_map.on_the_map())
    return f"{_count(count, 'piece')} of evidence · {_count(bare, 'factor')} without any"


def _row(cause_map: CauseMap, each: Evidence | str, *, alone: bool) -> str:
    if isinstance(each, str):
        return cause_map.factors[each].label
    kind = each.kind[:1].upper() + each.kind[1:] if each.kind else "Evidence"
    marks = [kind, STRENGTHS[each.strength].removesuffix(" evidence"), each.date, each.organisation]
    said = f"“{each.quotation}”" if each.quotation else ""
    lines = [" · ".join(mark for mark in marks if mark), *(part for part in (each.source, said, each.address) if part)]
    if not alone:
        lines.insert(0, _name(cause_map, each.subject))
    return "\n".join(lines)


def _name(cause_map: CauseMap, subject: str) -> str:
    if subject in cause_map.factors:
        return f"“{cause_map.factors[subject].label}”"
    link = cause_map.links.get(subject)
    if link is None:
        return ""
    return f"“{cause_map.factors[link.cause].label}” → “{cause_map.factors[link.effect].label}”"


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'s' * (number != 1)}"
