"""An open map on screen: outline, canvas and panels side by side, over one session."""

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSplitter, QTabWidget, QVBoxLayout, QWidget

from app.drawing.theme import Theme
from app.ui.basis.tab import Basis
from app.ui.canvas.view import MapView
from app.ui.capture_bar import CaptureBar
from app.ui.closer.tab import Closer
from app.ui.easing import Easing
from app.ui.editing import Editing
from app.ui.hints import Hints
from app.ui.outline_editing import OutlineEditing
from app.ui.panels.details import DetailsPanel
from app.ui.panels.focus import FocusPanel
from app.ui.panels.outline import Outline
from app.ui.panels.parked import ParkedPanel
from app.ui.plan.pane import PlanPane
from app.ui.presenting.presenting import Presenting
from app.ui.reshaping import Reshaping
from app.ui.session import Session
from app.ui.strip import Strip
from app.ui.supposing import Supposing
from app.ui.tidy_offer import TidyOffer
from app.ui.voicing import Voicing

_SAID_FOR = 6000
_EMPTY = """Press S and type what people can see going wrong. Tab then asks why.

Ctrl+J takes down what is said, a whole chain at a time. F1 is help."""


class Workspace(QWidget):
    """Lays the panes out and joins them; what happens in them is theirs."""

    changed = Signal()
    """Something that decides which actions can be done."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._sized_by_hand = False
        self.outline = Outline(session, theme)
        self.view = MapView(session, theme)
        self.focus = FocusPanel(session, theme)
        self.details = DetailsPanel(session)
        self.closer = Closer(session, theme)
        self.basis = Basis(session, theme)
        self.plan = PlanPane(session, theme)
        self.editing = Editing(session, self.view)
        self.reshaping = Reshaping(self.editing)
        self.voicing = Voicing(self.editing)
        self.presenting = Presenting(session, self.view, theme, self)
        self.capture = CaptureBar(session, self.view, theme)
        session.held = lambda: () if self.capture.isVisible() else session.selection
        self.rows = OutlineEditing(self.outline, self.editing)
        self.left = QTabWidget()
        self.left.addTab(self.outline, "Outline")
        self.parked = ParkedPanel(session)
        self.left.addTab(self.parked, "Parked")
        self.right = QTabWidget()
        self.right.addTab(self.focus, "Focus")
        self.right.addTab(self.closer, "Look closer")
        self.right.addTab(self.basis, "Basis")
        self.right.addTab(self.details, "Details")
        for tabs in (self.left, self.right):
            tabs.setDocumentMode(True)
        self.offer = TidyOffer(session)
        self.easing = Easing(session)
        session.in_hand = lambda: self.view.is_in_hand() or self.rows.writing.editor is not None
        self.strip = Strip()
        self.supposing = Supposing(session, self.strip, theme)
        self.said = QLabel(self.view)
        self.said.setObjectName("said")
        self.said.setWordWrap(True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.hide()
        self.hint = QLabel(self.view)
        self.hint.setObjectName("second")
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hints = Hints(session, self.view)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(_SAID_FOR)
        self._quiet.timeout.connect(self.said.hide)
        self._lay_out()
        self._join()
        self.show_status()

    def _lay_out(self) -> None:
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.strip)
        self.middle = QSplitter(Qt.Orientation.Vertical)
        self.middle.setHandleWidth(1)
        self.middle.addWidget(self.view)
        self.middle.addWidget(self.plan)
        self.middle.setStretchFactor(0, 3)
        self.middle.setStretchFactor(1, 2)
        self.middle.setCollapsible(0, True)
        self.middle.setCollapsible(1, False)
        column.addWidget(self.middle)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        for pane in (self.left, middle, self.right):
            self.splitter.addWidget(pane)
        self.splitter.setStretchFactor(1, 1)
        self.left.setMinimumWidth(150)
        self.right.setMinimumWidth(230)
        self.splitter.splitterMoved.connect(lambda *_: setattr(self, "_sized_by_hand", True))
        self.splitter.setCollapsible(1, False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.splitter)

    def _join(self) -> None:
        session = self.session
        self.rows.made.connect(self.view.show_factor)
        self.outline.tab_pressed.connect(lambda: self.hints.used("factor.why"))
        self.outline.enter_pressed.connect(lambda: self.hints.used("factor.sibling"))
        for widget in (self.capture, self.said):
            self.hints.give_way_to(widget)
        self.parked.counted.connect(self._count_parked)
        self._count_parked(len(session.map.parked()))
        self.parked.rows.place_wanted.connect(self.reshaping.unpark)
        self.parked.rows.cause_wanted.connect(self.reshaping.unpark_as_causes)
        self.parked.rows.delete_wanted.connect(self.reshaping.delete_parked)
        self.parked.rows.rename_wanted.connect(self._rename_parked)
        self.editing.words_pasted.connect(self.capture.paste)
        self.view.factor_dropped.connect(self.reshaping.place_parked)
        self.view.end_dropped.connect(lambda link, to, down: self.reshaping.redirect(link, to, downstream=down))
        self.right.currentChanged.connect(self._on_side)
        for tab in (self.closer, self.basis):
            tab.wanted.connect(partial(self.right.setCurrentWidget, tab))
        self.plan.closed.connect(self.view.setFocus)
        self.focus.changeable_toggled.connect(session.set_changeable_only)
        self.view.zoomed.connect(self.show_status)
        self.offer.changed.connect(self._show_offer)
        self.strip.offer.clicked.connect(self.offer.tidy)
        session.status_changed.connect(self.show_status)
        session.reading_changed.connect(self.show_status)
        session.selection_changed.connect(lambda _: self.changed.emit())
        session.status_changed.connect(self.changed)
        session.looking_changed.connect(self.show_status)
        session.looking_changed.connect(self.changed)
        session.speaking.changed.connect(self.show_status)
        session.told.connect(self.say)
        self._retry = QTimer(self)
        self._retry.setInterval(5000)
        self._retry.timeout.connect(self._try_again)
        self._retry.start()

    def show_status(self) -> None:
        """How much is on the map, and that it is saved."""
        session = self.session
        cause_map, reading = session.map, session.reading
        parts = [_count(len(session.boxes), "factor"), _count(len(cause_map.links), "link")]
        if reading and reading.loop_groups:
            parts.append(_count(len(reading.loop_groups), "loop"))
        if session.speaking.words:
            parts.append(f"said by {session.speaking.words}")
        if session.arranging.busy:
            parts.append(session.arranging.busy)
        self.strip.show_counts(" · ".join(parts))
        document = session.document
        trouble = document.read_only or document.waiting
        if session.looking:
            trouble = f"The map {session.looking} · Esc: back to the present"
        saved = f"{trouble or 'All changes saved'} · {round(self.view.zoom * 100)}%"
        self.strip.show_saved(saved, trouble=bool(trouble))
        hint = "" if session.boxes else _EMPTY
        if hint != self.hint.text():
            self.hint.setText(hint)
            self._place_labels()

    def _on_side(self, _number: int) -> None:
        """What is lit up on the map goes with the page that lit it."""
        for tab in (self.closer, self.basis):
            if self.right.currentWidget() is not tab:
                tab.go()
        for tab in (self.closer, self.basis):
            if self.right.currentWidget() is tab:
                tab.come()

    def _count_parked(self, count: int) -> None:
        self.left.setTabText(self.left.indexOf(self.parked), f"Parked ({count:,})" if count else "Parked")

    def _rename_parked(self, id_: str) -> None:
        """In the details, where its words stand: it has no box to write on."""
        self.session.select([id_], "parked")
        self.right.setCurrentWidget(self.details)
        self.details.first_field().setFocus()

    def show_parked(self) -> None:
        """Go to the parking lot."""
        self.left.setCurrentWidget(self.parked)
        self._left_pane().setFocus()

    def _left_pane(self) -> QWidget:
        """What has the keyboard on the left: what lies behind another tab cannot take it."""
        if self.left.currentWidget() is self.outline:
            return self.outline
        return self.parked.rows if self.parked.rows.isVisible() else self.parked

    def _show_offer(self) -> None:
        words = self.offer.words
        self.strip.show_offer(f"{words}  Ctrl+T" if words else "")

    def say(self, sentence: str) -> None:
        """Show one sentence for a while; nothing has to be pressed."""
        self.said.setText(sentence)
        self._place_labels()
        self.said.show()
        self.said.raise_()
        self._quiet.start()

    def _place_labels(self) -> None:
        width = min(520, self.view.width() - 40)
        self.said.setFixedWidth(max(width, 120))
        self.said.adjustSize()
        bottom = self.view.height() - self.view.covered - 24
        self.said.move((self.view.width() - self.said.width()) // 2, bottom - self.said.height())
        self.hint.setGeometry(0, self.view.height() // 2 - 40, self.view.width(), 80)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width between the panes, until a person does, and keep the labels in their places."""
        super().resizeEvent(event)
        if not self._sized_by_hand:
            wide = self.width()
            left, right = min(280, round(wide * 0.2)), min(360, round(wide * 0.27))
            self.splitter.setSizes([left, wide - left - right, right])
        self._place_labels()

    def _try_again(self) -> None:
        if self.session.document.waiting:
            self.session.document.retry()
            self.session.status_changed.emit()

    def panes(self) -> list[QWidget]:
        """What F6 goes round."""
        if self.right.currentWidget() is self.details:
            right = self.details.first_field()
        elif self.right.currentWidget() is self.closer:
            right = self.closer.first_field()
        elif self.right.currentWidget() is self.basis:
            right = self.basis.first_field()
        else:
            right = self.focus.list if self.focus.list.isVisible() else self.focus.changeable
        return [self._left_pane(), self.view, *([] if self.plan.page is None else [self.plan.first_field()]), right]

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        for pane in (self.outline, self.view, self.focus, self.closer, self.basis, self.plan):
            pane.set_theme(theme)
        self.presenting.set_theme(theme)
        self.supposing.set_theme(theme)
        self.capture.set_theme(theme)
        self.show_status()

    def owner_of(self, where: str, method: str) -> object:
        """Who does an action: what asks for words asks in the outline while that has the keyboard."""
        if where == "editing" and self.outline.hasFocus() and hasattr(self.rows, method):
            return self.rows
        return getattr(self, where)

    def finish_typing(self) -> None:
        """Make steps of all that is being typed here."""
        self.view.writing.finish()
        self.rows.finish()
        self.details.keep()
        self.basis.keep()
        self.plan.keep()

    def close_map(self) -> None:
        """Let go of everything."""
        self.hints.close_map()
        self._retry.stop()
        self.supposing.close_map()
        self.presenting.close_map()
        self.capture.close_map()
        self.offer.close_map()
        self.easing.close_map()
        self.session.in_hand = lambda: False
        self.session.held = tuple
        for pane in (self.plan, self.basis, self.closer, self.parked, self.details, self.rows):
            pane.close_map()
        for shown in (self.outline, self.focus, self.view):
            shown.close_map()
        self.session.close()


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'s' * (number != 1)}"
