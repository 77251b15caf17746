"""What the board, the table and the timeline have in common: the line above, the gaps and the form beside."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QSplitter, QVBoxLayout, QWidget

from app.analysis.plan import Gap
from app.analysis.plan_words import gap_words
from app.drawing.theme import Theme
from app.ui.pages.page import Page, RowList, scrolled, second
from app.ui.plan.action_form import ActionForm
from app.ui.plan.summary import SummaryLine, planning
from app.ui.session import Session
from app.ui.showing import Shown

_FORM = 380
_GAPS = 300
_LOW = 120
"""The least height of what stands below the line."""
_ROOM_FOR_KEYS = 260
"""From this height on there is room for the line that says which keys there are."""


class PlanPage(Page):
    """One way to look at the plan. What it shows the plan in comes from :meth:`made_view`."""

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__(session, theme)
        self.planning = planning(session)
        self._in_sight = False
        self._gaps: tuple[Gap, ...] = ()
        self.line = SummaryLine(self.planning)
        self.gaps = RowList("What the plan lacks")
        self.no_gaps = second("The plan lacks nothing that can be told from here.")
        self.form = ActionForm(self.planning)
        self.how = second()
        self.view = self.made_view()
        self.body = QSplitter(Qt.Orientation.Horizontal)
        self._gaps_area, self._form_area = scrolled(self._listed()), scrolled(self.form)
        for part in (self._gaps_area, self.view, self._form_area):
            self.body.addWidget(part)
        self.body.setStretchFactor(1, 1)
        self.body.setHandleWidth(1)
        self.body.setCollapsible(1, False)
        self.body.setMinimumHeight(_LOW)
        self.body.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._gaps_area.hide()
        self._form_area.hide()
        self.column.setContentsMargins(12, 0, 12, 8)
        self.column.setSpacing(6)
        self.column.addWidget(self.line)
        self.column.addWidget(self.body, 1)
        self.column.addWidget(self.how)
        self.view.installEventFilter(self)
        self.line.gaps_toggled.connect(self._show_gaps)
        self.line.action_wanted.connect(self.add_action)
        self.gaps.row_chosen.connect(self._go_to_gap)
        self.gaps.row_acted_on.connect(self._act_on_gap)
        self.form.done.connect(self.close_form)
        self.form.made.connect(self.show_plan)
        self.planning.changed.connect(self._on_changed)

    def _listed(self) -> QWidget:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 10, 0)
        column.addWidget(self.gaps)
        column.addWidget(self.no_gaps)
        column.addStretch(1)
        return inner

    # -- for the kinds of pages

    def made_view(self) -> QWidget:
        """What shows the plan; made once."""
        raise NotImplementedError

    def show_plan(self) -> None:
        """Show the plan and the action in hand as they are now."""
        raise NotImplementedError

    # -- following

    def follow(self) -> None:
        """The plan as it is now."""
        self.planning.follow()
        self._refresh()

    def _on_changed(self) -> None:
        if self._in_sight:
            self._refresh()

    def _refresh(self) -> None:
        plan = self.planning.plan
        self.line.follow()
        self._gaps = plan.gaps if plan is not None else ()
        cause_map = self.session.map
        chosen = self.gaps.currentRow()
        rows = [gap_words(gap, cause_map) for gap in self._gaps]
        same = tuple(rows) == self.gaps.words()
        self.gaps.show_rows(rows, chosen if same else -1)
        self.no_gaps.setVisible(plan is not None and not rows)
        self._say_keys()
        self.show_plan()
        if self._form_area.isVisibleTo(self.body):
            self.form.follow()
            if not self.form.is_open:
                self.close_form()

    def enter(self) -> None:
        """It comes in sight."""
        self._in_sight = True
        if self.planning.chosen:
            self.planning.follow()
            self.planning.light()

    def leave(self) -> None:
        """It goes out of sight with what it lit up."""
        self._in_sight = False
        super().leave()

    def close_map(self) -> None:
        """Let go of the session."""
        self._in_sight = False
        self.planning.changed.disconnect(self._on_changed)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        super().set_theme(theme)
        self.show_plan()

    def keep(self) -> None:
        """Make steps of what has been typed and not yet left."""
        self.form.keep()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The keys are said where there is room for them."""
        super().resizeEvent(event)
        self._say_keys()

    def _say_keys(self) -> None:
        self.how.setVisible(self.height() >= _ROOM_FOR_KEYS and bool(self.session.map.actions))

    # -- gaps

    def _show_gaps(self, on: bool) -> None:  # noqa: FBT001  # a Qt slot
        self._gaps_area.setVisible(on)
        if on:
            self._share_width()
            if self._gaps:
                self.gaps.setFocus()
        else:
            self.planning.light()

    def _share_width(self) -> None:
        """The list and the form have their widths; the plan has the rest."""
        wide = max(self.body.width(), 400)
        sides = [_GAPS if self._gaps_area.isVisibleTo(self.body) else 0, 0, 0]
        sides[2] = min(_FORM, wide // 2) if self._form_area.isVisibleTo(self.body) else 0
        self.body.setSizes([sides[0], max(120, wide - sides[0] - sides[2]), sides[2]])

    def _go_to_gap(self, row: int) -> None:
        gap = self._gaps[row]
        if gap.actions:
            self.planning.choose(gap.actions[0])
        if gap.factors:
            self.session.show(Shown(dict.fromkeys(gap.factors, "on")))
            self.session.sight_wanted.emit(gap.factors)

    def _act_on_gap(self, row: int) -> None:
        """Enter: mend it. A cause without an action gets one; an action is opened."""
        gap = self._gaps[row]
        if gap.rule == "no action":
            self.open_new(gap.factors[:1])
        elif gap.actions:
            self.planning.choose(gap.actions[0])
            self.open_form()

    # -- the form

    def add_action(self) -> None:
        """Plan an action on the causes that are selected on the map."""
        cause_map = self.session.map
        self.open_new(tuple(id_ for id_ in self.session.selected_factors() if not cause_map.factors[id_].parked))

    def open_new(self, causes: tuple[str, ...]) -> None:
        """An empty form, for an action on these causes."""
        if self.session.refuses():
            return
        if self.session.read_only:
            self.session.told.emit(self.session.read_only)
            return
        self.form.begin(causes)
        if causes:
            self.session.show(Shown(dict.fromkeys(causes, "on")))
        self._open()

    def open_form(self) -> None:
        """All that is told of the action in hand, to be changed."""
        if self.planning.action is not None:
            self.form.show_action(self.planning.chosen)
            self._open()

    def _open(self) -> None:
        self._form_area.show()
        self._share_width()
        self._form_area.verticalScrollBar().setValue(0)
        self.form.first_field().setFocus()

    def close_form(self) -> None:
        """Put the form away; what was typed has become a step."""
        had_focus = self.form.isAncestorOf(self.window().focusWidget() or self)
        self.form.keep()
        self._form_area.hide()
        if had_focus:
            self.first_field().setFocus()

    # -- keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that all ways to look at the plan share."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self.on_key(event):
            return True
        return super().eventFilter(watched, event)

    def on_key(self, event: QKeyEvent) -> bool:
        """Enter opens the action in hand, Ins plans another, Del takes it out; False for any other key."""
        plain = (event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier) == Qt.KeyboardModifier.NoModifier
        key = event.key()
        if not plain:
            return False
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2) and self.planning.chosen:
            self.open_form()
        elif key == Qt.Key.Key_Insert:
            self.add_action()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.planning.chosen:
            self.planning.take_out(self.planning.chosen)
        else:
            return False
        return True
