"""The Details panel: every field of the factor or link in hand. A field is a step when it is left."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QDoubleValidator, QFocusEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.analysis.voices import evidence_on, organisations_of
from app.errors import HeadwaterError
from app.model import edits
from app.model.cause_map import CauseMap
from app.model.changes import Change, update
from app.model.records import LABEL_LIMIT, TEXT_LIMIT, Factor, Link, clean_line, clean_text
from app.ui.session import Session

_CONTROLS = (
    ("not asked", "Not asked yet"),
    ("ours", "We can change it"),
    ("influence", "We can influence it"),
    ("fact of life", "A fact of life"),
)
_KINDS = (("cause", "Cause"), ("symptom", "Symptom: seen or felt"))
_SCORES = ((None, "Not said"), (1, "1  least"), (2, "2"), (3, "3"), (4, "4"), (5, "5  most"))
_SURE = (("established", "Established"), ("likely", "Likely"), ("tentative", "Tentative"))
_SIGNS = (("", "Not said"), ("+", "More makes more"), ("-", "More makes less"))


_GROUNDS = ("voice", "saying", "evidence")


def _second() -> QLabel:
    label = QLabel()
    label.setObjectName("second")
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _rests_on(cause_map: CauseMap, id_: str) -> str:
    """Who said it, and how many pieces of evidence it rests on."""
    said, pieces = organisations_of(cause_map, id_), len(evidence_on(cause_map, id_))
    who = f"Said by {', '.join(said)} (V)" if said else "It is not told who said it (V)"
    return f"{who}. {pieces or 'No'} piece{'s' * (pieces != 1)} of evidence (Q)."


class TextBox(QPlainTextEdit):
    """Several lines of text; says when it is left."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setMinimumHeight(90)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving it is when its words become a step."""
        super().focusOutEvent(event)
        self.left.emit()


class Choice(QWidget):
    """A row of buttons of which one is down; told by the arrow keys as well."""

    picked = Signal(object)

    def __init__(self, options: tuple[tuple[Any, str], ...], name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self._group = QButtonGroup(self)
        self._values = [value for value, _ in options]
        for number, (_, words) in enumerate(options):
            button = QPushButton(words)
            button.setCheckable(True)
            button.setAccessibleName(f"{name}: {words}")
            button.setStyleSheet("padding: 5px 8px;")
            self._group.addButton(button, number)
            row.addWidget(button)
        row.addStretch()
        self._group.idClicked.connect(lambda number: self.picked.emit(self._values[number]))

    def show_value(self, value: Any) -> None:
        """Put the button of this value down, or none."""
        self._group.setExclusive(False)
        for number, each in enumerate(self._values):
            self._group.button(number).setChecked(each == value)
        self._group.setExclusive(True)


def _combo(options: tuple[tuple[Any, str], ...], name: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    for value, words in options:
        box.addItem(words, value)
    return box


class DetailsPanel(QStackedWidget):
    """Nothing, one or several factors, or one or several links."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._filling = False
        self._grounded = session.map
        self._shown: tuple[str, ...] = ()
        self.nothing = QLabel("Select a factor or a link to see and change its details.")
        self.nothing.setObjectName("second")
        self.nothing.setWordWrap(True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.nothing.setContentsMargins(16, 16, 16, 16)
        self.addWidget(self.nothing)
        self._build_factor()
        self._build_link()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        session.selection_changed.connect(self.follow)
        session.map_changed.connect(self._on_map_changed)
        session.looking_changed.connect(self.follow)
        self.follow()

    # -- the fields

    def _page(self) -> QFormLayout:
        area, inner = QScrollArea(), QWidget()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 14, 16, 14)
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.setVerticalSpacing(8)
        column.addLayout(form)
        column.addStretch()
        area.setWidget(inner)
        self.addWidget(area)
        return form

    def _build_factor(self) -> None:
        form = self._page()
        self.label = QLineEdit()
        self.label.setAccessibleName("Words")
        self.kind = _combo(_KINDS, "Kind")
        self.control = _combo(_CONTROLS, "Can it be changed, and by whom?")
        self.theme = QLineEdit()
        self.theme.setAccessibleName("Theme")
        self.weight = QLineEdit()
        self.weight.setAccessibleName("Weight of this symptom")
        self.weight.setMaximumWidth(120)
        numbers = QDoubleValidator(0, 1e6, 6, self.weight)
        numbers.setLocale(QLocale.c())
        self.weight.setValidator(numbers)
        self.effort = _combo(_SCORES, "Effort to change it")
        self.impact = _combo(_SCORES, "Impact if changed")
        self.notes = TextBox()
        self.notes.setAccessibleName("Notes")
        self.rests_on, self.link_rests_on = _second(), _second()
        self._words_row = QLabel("Words")
        form.addRow(self._words_row, self.label)
        form.addRow("Kind", self.kind)
        form.addRow("Can it be changed, and by whom?", self.control)
        form.addRow("Theme", self.theme)
        self._weight_row = QLabel("Weight of this symptom")
        form.addRow(self._weight_row, self.weight)
        form.addRow("Effort to change it", self.effort)
        form.addRow("Impact if changed", self.impact)
        form.addRow("Notes", self.notes)
        form.addRow(self.rests_on)
        self.label.editingFinished.connect(self._rename)
        self.theme.editingFinished.connect(self._set_theme_of_factors)
        self.weight.editingFinished.connect(self._weigh)
        self.kind.activated.connect(lambda _: self._set("Change the kind", kind=self.kind.currentData()))
        self.control.activated.connect(lambda _: self._set("Say who can change it", control=self.control.currentData()))
        self.effort.activated.connect(lambda _: self._set("Set the effort", effort=self.effort.currentData()))
        self.impact.activated.connect(lambda _: self._set("Set the impact", impact=self.impact.currentData()))
        self.notes.left.connect(self._write_notes)

    def _build_link(self) -> None:
        form = self._page()
        self.sentence = QLabel()
        self.sentence.setWordWrap(True)
        self.confidence = Choice(_SURE, "How sure")
        self.polarity = _combo(_SIGNS, "Which way it works")
        self.together = QPushButton("Needed together")
        self.together.setCheckable(True)
        self.together.setToolTip("All of the selected links are needed at once (select two or more into one effect)")
        self.note = TextBox()
        self.note.setAccessibleName("Note on the link")
        form.addRow(self.sentence)
        form.addRow("How sure are we? (1, 2, 3)", self.confidence)
        form.addRow("Which way does it work?", self.polarity)
        form.addRow("Is it enough on its own?", self.together)
        form.addRow("Note", self.note)
        form.addRow(self.link_rests_on)
        self.confidence.picked.connect(
            lambda sure: self._do(
                "Set how sure a link is",
                lambda: edits.set_confidence(self.session.map, self.session.selected_links(), sure),
            )
        )
        self.polarity.activated.connect(
            lambda _: self._do(
                "Set which way a link works",
                lambda: edits.set_polarity(
                    self.session.map, self.session.selected_links(), self.polarity.currentData()
                ),
            )
        )
        self.together.clicked.connect(self._toggle_together)
        self.note.left.connect(self._write_note)

    # -- showing

    def _on_map_changed(self, touched: object) -> None:
        grounds = not self.session.map.holds_the_same(self._grounded, *_GROUNDS)
        if grounds or (isinstance(touched, frozenset) and touched.intersection(self._shown)):
            self.follow()

    def follow(self, _source: str = "") -> None:
        """Show what is in hand, as it is now."""
        self._grounded = self.session.map
        factors, links = self.session.selected_factors(), self.session.selected_links()
        self._filling = True
        self.setEnabled(not self.session.read_only)
        if factors:
            self._show_factors([self.session.map.factors[id_] for id_ in factors])
            self._shown = factors
            self.setCurrentIndex(1)
        elif links:
            self._show_links([self.session.map.links[id_] for id_ in links])
            self._shown = links
            self.setCurrentIndex(2)
        else:
            self._shown = ()
            self.setCurrentIndex(0)
        self._filling = False

    def _show_factors(self, factors: list[Factor]) -> None:
        first, one = factors[-1], len(factors) == 1
        self._words_row.setText("Words" if one else f"{len(factors)} factors: what is set here is set for all")
        self.label.setVisible(one)
        self.notes.setEnabled(one)
        self._fill(self.label, first.label)
        self._fill(self.theme, first.theme if len({f.theme for f in factors}) == 1 else "")
        for box, field in (
            (self.kind, "kind"),
            (self.control, "control"),
            (self.effort, "effort"),
            (self.impact, "impact"),
        ):
            values = {getattr(factor, field) for factor in factors}
            box.setCurrentIndex(box.findData(values.pop()) if len(values) == 1 else -1)
        symptoms = all(factor.is_symptom for factor in factors)
        self.weight.setVisible(symptoms)
        self._weight_row.setVisible(symptoms)
        weights = {factor.weight for factor in factors}
        self._fill(self.weight, f"{first.weight:g}" if len(weights) == 1 else "")
        if not self._is_typing(self.notes):
            self.notes.setPlainText(first.notes if one else "")
        self.rests_on.setText(_rests_on(self.session.map, first.id) if one else "")

    def _show_links(self, links: list[Link]) -> None:
        cause_map, one = self.session.map, len(links) == 1
        first = links[-1]
        cause, effect = cause_map.factors[first.cause].label, cause_map.factors[first.effect].label
        self.sentence.setText(f"“{cause}” leads to “{effect}”" if one else f"{len(links)} links")
        sure = {link.certainty for link in links}
        self.confidence.show_value(sure.pop() if len(sure) == 1 else None)
        signs = {link.polarity for link in links}
        self.polarity.setCurrentIndex(self.polarity.findData(signs.pop()) if len(signs) == 1 else -1)
        grouped = all(link.together for link in links)
        self.together.setChecked(grouped)
        can_group = len(links) > 1 and len({link.effect for link in links}) == 1
        self.together.setEnabled(grouped or can_group)
        self.together.setText("Needed together" if grouped or can_group else "Enough on its own (select two or more)")
        self.note.setEnabled(one)
        if not self._is_typing(self.note):
            self.note.setPlainText(first.note if one else "")
        self.link_rests_on.setText(_rests_on(cause_map, first.id) if one else "")

    def first_field(self) -> QWidget:
        """Where the keyboard goes when it comes here."""
        fields: tuple[QWidget, ...] = (self, self.label if self.label.isVisible() else self.kind, self.polarity)
        return fields[self.currentIndex()]

    def _is_typing(self, field: QLineEdit | QPlainTextEdit) -> bool:
        """Whether someone is in the middle of it: then no step from elsewhere may take the words away."""
        modified = field.isModified() if isinstance(field, QLineEdit) else field.document().isModified()
        return modified and field.hasFocus() and self._shown == self.session.selection

    def _fill(self, field: QLineEdit, words: str) -> None:
        if self._is_typing(field):
            return
        if field.text() != words:
            field.setText(words)
            field.setCursorPosition(0)
        field.setModified(False)

    # -- changing

    def keep(self) -> None:
        """Make a step of what has been typed and not yet left."""
        for finish in (self._rename, self._set_theme_of_factors, self._weigh, self._write_notes, self._write_note):
            finish()

    def _do(self, label: str, make: Callable[[], list[Change]]) -> None:
        if self._filling:
            return
        try:
            changes = make()
        except HeadwaterError as error:
            self.session.told.emit(str(error))
            self.follow()
            return
        self.session.perform(label, changes, source="details")

    def _set(self, label: str, **fields: Any) -> None:
        ids = [id_ for id_ in self._shown if id_ in self.session.map.factors]
        if ids:
            self._do(label, lambda: edits.set_factors(self.session.map, ids, **fields))

    def _set_theme_of_factors(self) -> None:
        if self.theme.isModified():
            self.theme.setModified(False)
            self._set("Set the theme", theme=clean_line(self.theme.text())[:LABEL_LIMIT])

    def _weigh(self) -> None:
        if self.weight.isModified() and self.weight.hasAcceptableInput():
            self.weight.setModified(False)
            self._set("Weigh a symptom", weight=float(self.weight.text()))

    def _rename(self) -> None:
        if self.label.isModified() and len(self._shown) == 1 and self._shown[0] in self.session.map.factors:
            self.label.setModified(False)
            self._do("Rename", lambda: edits.rename(self.session.map, self._shown[0], self.label.text()))

    def _write_notes(self) -> None:
        if self.notes.document().isModified() and len(self._shown) == 1:
            self.notes.document().setModified(False)
            self._set("Write notes", notes=clean_text(self.notes.toPlainText())[:TEXT_LIMIT])

    def _write_note(self) -> None:
        link = self.session.map.links.get(self._shown[0]) if len(self._shown) == 1 else None
        if link is not None and self.note.document().isModified():
            self.note.document().setModified(False)
            words = clean_text(self.note.toPlainText())[:TEXT_LIMIT]
            self._do("Write a note on a link", lambda: update(link, note=words))

    def _toggle_together(self, on: bool) -> None:  # noqa: FBT001  # a Qt slot
        ids = self.session.selected_links()
        verb = edits.need_together if on else edits.need_apart
        self._do("Need links together" if on else "Let links suffice alone", lambda: verb(self.session.map, ids))

    def close_map(self) -> None:
        """Let go of the session."""
        self.session.selection_changed.disconnect(self.follow)
        self.session.map_changed.disconnect(self._on_map_changed)
