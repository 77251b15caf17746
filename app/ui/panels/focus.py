"""The Focus panel: the most upstream causes in order, and why."""

import time

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.analysis.grounds import Grounds
from app.analysis.reading import Reading, UpstreamCause
from app.drawing.marks import LEVELS
from app.drawing.theme import Theme
from app.ui.movement import Movement, why_of
from app.ui.panels.focus_rows import CAUSE_ROLE, FocusList, rows_of
from app.ui.panels.words import about_factor, about_link, why_of_cause
from app.ui.session import Session

_GROUNDS = ("voice", "saying", "evidence")


class FocusPanel(QWidget):
    """Where to focus, and why: the list, the reason for what is selected, and what still needs a question."""

    changeable_toggled = Signal(bool)

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._following = False
        self._grounded = session.grounded
        self._movement = Movement()
        self._seen = session.latest
        self._at_present = True
        self._asked: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
        self.heading = QLabel("Most upstream causes")
        self.heading.setObjectName("heading")
        self.changeable = QCheckBox("Only causes you can change")
        self.changeable.setToolTip("Leaves out facts of life, so that the next causes downstream come up (Y)")
        self.list = FocusList(session, theme, self)
        self.empty = QLabel()
        self.empty.setObjectName("second")
        self.empty.setWordWrap(True)
        self.empty.setContentsMargins(16, 6, 16, 6)
        self.why_heading = QLabel()
        self.why_heading.setObjectName("heading")
        self.why = QLabel()
        self.why.setWordWrap(True)
        self.why.setTextFormat(Qt.TextFormat.PlainText)
        self.why.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.questions = QWidget()
        self._questions_layout = QVBoxLayout(self.questions)
        self._questions_layout.setContentsMargins(0, 0, 0, 0)
        self._questions_layout.setSpacing(0)
        self._lay_out()
        self.changeable.toggled.connect(self._on_changeable)
        self.list.selectionModel().selectionChanged.connect(self._on_picked)
        session.reading_changed.connect(self.follow)
        session.map_changed.connect(self._on_map_changed)
        session.selection_changed.connect(self.show_selection)
        self.follow()

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(16, 12, 16, 8)
        head.setSpacing(4)
        head.addWidget(self.heading)
        head.addWidget(self.changeable)
        foot = QVBoxLayout()
        foot.setContentsMargins(14, 10, 14, 12)
        self._why_box = QFrame()
        self._why_box.setObjectName("why")
        words = QVBoxLayout(self._why_box)
        words.setContentsMargins(14, 12, 14, 12)
        words.setSpacing(4)
        words.addWidget(self.why_heading)
        words.addWidget(self.why)
        foot.addWidget(self._why_box)
        foot.addWidget(self.questions)
        foot.addStretch()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        inner.setLayout(foot)
        area.setWidget(inner)
        area.setMaximumHeight(270)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._foot = area
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(self.empty)
        whole.addWidget(self.list, 3)
        whole.addWidget(area, 2)
        whole.addStretch(0)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.list.row_delegate.theme = theme
        self.list.viewport().update()

    def _on_map_changed(self, _touched: object) -> None:
        """Who said it, and what it rests on, changes no figure of the reading, but the marks."""
        if self.session.is_read and not self._grounded.holds_the_same(self.session.grounded, *_GROUNDS):
            self.follow()

    def follow(self) -> None:
        """Show the reading as it is now."""
        self._following = True
        self._grounded = self.session.grounded
        reading = self.session.reading
        self._follow_ranks(reading)
        top = self.list.verticalScrollBar().value()
        movement = self._movement if self._at_present else None
        if self.list.focus_model.show(rows_of(reading, self.session.grounded, movement)):
            self.list.fit_rows()
        self.list.verticalScrollBar().setValue(top)
        self.changeable.setChecked(self.session.changeable_only)
        has_causes = bool(reading and reading.upstream)
        self.list.setVisible(has_causes)
        self.empty.setVisible(not has_causes)
        self.empty.setText(_what_next(self.session))
        self._ask(reading)
        self._following = False
        self.show_selection("")

    def _follow_ranks(self, reading: Reading | None) -> None:
        """What a step has moved is told for some minutes; what a switch has moved is not."""
        self._at_present, was = not (self.session.supposed or self.session.looking), self._at_present
        if not self._at_present:
            return
        ranks, now = reading.rank_of if reading else {}, time.monotonic()
        step = self.session.latest
        if step is not None and (step is not self._seen or not was):
            self._movement.note(ranks, why_of(step, self.session.map), now)
        else:
            self._movement.begin_anew(ranks, now)
        self._seen = step

    def _ask(self, reading: Reading | None) -> None:
        asked = (reading.unexplained, reading.leads_nowhere) if reading else ((), ())
        if asked == self._asked:
            return
        self._asked = asked
        while (item := self._questions_layout.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if reading is None:
            return
        for ids, one, many in (
            (reading.unexplained, "1 symptom has no cause yet", "{} symptoms have no cause yet"),
            (reading.leads_nowhere, "1 cause leads to no symptom", "{} causes lead to no symptom"),
        ):
            if ids:
                button = QPushButton("? " + (one if len(ids) == 1 else many.format(len(ids))))
                button.setObjectName("quiet")
                button.setToolTip("Show on the map")
                button.clicked.connect(lambda _=False, chosen=ids: self.session.select(chosen, "focus"))
                self._questions_layout.addWidget(button)

    def show_selection(self, source: str) -> None:
        """Mark the row of the selected factor and say why it stands there."""
        self._following = True
        session, reading = self.session, self.session.reading
        chosen = session.selected_factors()
        links = session.selected_links()
        row = -1
        if reading and len(chosen) == 1:
            row = next((n for n, cause in enumerate(reading.upstream) if chosen[0] in cause.members), -1)
        if source != "focus":
            index = self.list.focus_model.index(max(row, 0), 0)
            if row >= 0:
                self.list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
                self.list.scrollTo(index)
            else:
                self.list.clearSelection()
                if not chosen and not links:
                    self.list.scrollToTop()
        self._say_why(reading, row, chosen, links)
        self._following = False

    def _say_why(self, reading: Reading | None, row: int, chosen: tuple[str, ...], links: tuple[str, ...]) -> None:
        heading, text = "", ""
        if reading and (row >= 0 or (reading.upstream and not chosen and not links)):
            cause = reading.upstream[max(row, 0)]
            heading, text = f"Why number {cause.rank}?", self._reasons(reading, cause)
        elif len(chosen) == 1 and chosen[0] not in self.session.considered.factors:
            text = "It is not on the later map." if self.session.looking else "If this is so, it goes away."
        elif reading and len(chosen) == 1:
            text = about_factor(self.session.map, reading, chosen[0])
        elif len(links) == 1:
            text = about_link(self.session.map, links[0])
        self.why_heading.setText(heading)
        self.why_heading.setVisible(bool(heading and text))
        self.why.setText(text)
        self._why_box.setVisible(bool(text))
        self._foot.setVisible(bool(text) or self._questions_layout.count() > 0)

    def _reasons(self, reading: Reading, cause: UpstreamCause) -> str:
        """Why it ranks there, and how credible, robust and independent that is."""
        why = why_of_cause(cause, self.session.considered)
        if not why or not self.session.is_read:
            return why
        marks = Grounds(self.session.grounded, reading).marks(cause)
        return "\n\n".join([why, *(f"{mark.name}: {LEVELS[mark.level]}. {mark.reason}" for mark in marks)])

    def _on_picked(self, *_: object) -> None:
        if self._following:
            return
        cause = self.list.currentIndex().data(CAUSE_ROLE)
        if cause is not None:
            self.session.select(cause.members, "focus")
            self._say_why(self.session.reading, self.list.currentIndex().row(), (), ())

    def _on_changeable(self, on: bool) -> None:  # noqa: FBT001  # a Qt slot
        self.heading.setText("Most upstream causes you can change" if on else "Most upstream causes")
        if not self._following:
            self.changeable_toggled.emit(on)

    def close_map(self) -> None:
        """Let go of the session."""
        self.session.reading_changed.disconnect(self.follow)
        self.session.map_changed.disconnect(self._on_map_changed)
        self.session.selection_changed.disconnect(self.show_selection)


def _what_next(session: Session) -> str:
    reading = session.reading
    if reading is None:
        return "Working out the ranking …"
    if not session.map.factors:
        return "Start with what people can see going wrong: press S."
    if not reading.symptoms:
        return "Nothing is marked as a symptom yet. Select what people see or feel, and press M."
    return "No cause leads to a symptom yet. Select a symptom and press Tab to ask why."
