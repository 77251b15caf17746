"""What the plan comes to, worked out once for all of its pages; and the line above them that says it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from app.analysis.plan import Plan, Planned, Prospects, plan_of, prospects
from app.analysis.plan_words import summary
from app.analysis.reading import Reading
from app.analysis.scenario import Suppositions
from app.errors import HeadwaterError
from app.model import planning as verbs
from app.model.cause_map import CauseMap
from app.model.changes import Change
from app.model.records import Action
from app.ui.foreseen import foreseen
from app.ui.pages.page import quiet_button
from app.ui.session import Session
from app.ui.showing import Shown, Tone

_AT_ONCE = 300
"""Up to so many factors it is worked out at once, in a few milliseconds; above, in a process of its own."""
_ASKED = "plan: prospects"


class Planning(QObject):
    """Follows a session: the plan as it is now, and the action that is in hand."""

    changed = Signal()
    """The plan, or which action is in hand, is another."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.session = session
        self.plan: Plan | None = None
        """None until the map has been read."""
        self.chosen = ""
        """The id of the action in hand, '' for none."""
        self._found: Prospects | None = None
        self._read: Reading | None = None
        self._planned: tuple[CauseMap, Prospects] | None = None

    # -- looking

    @property
    def action(self) -> Action | None:
        """The action in hand."""
        return self.session.map.actions.get(self.chosen)

    def of(self, action_id: str) -> Planned | None:
        """An action as the map sees it; None where it is not in the plan, or the plan is not worked out yet."""
        if self.plan is None:
            return None
        return next((each for each in self.plan.actions if each.action.id == action_id), None)

    def follow(self) -> None:
        """Work the plan out again if the map or its reading is another."""
        session = self.session
        supposing = session.supposed is not None
        reading = foreseen(session).before if supposing else session.reading if session.is_read else None
        if reading is not None and reading is not self._read:
            self._read = reading
            whole = session.map if supposing else session.considered
            if len(whole.factors) <= _AT_ONCE:
                self._found = prospects(whole, reading)
            else:
                session.inquiries.ask(_ASKED, self._on_found, prospects, whole, reading)
        self._work_out()

    def _on_found(self, found: Prospects) -> None:
        self._found = found
        self._work_out()

    def _work_out(self) -> None:
        cause_map, found = self.session.map, self._found
        if self.chosen not in cause_map.actions:
            self.chosen = ""
        if found is None or (self._planned and self._planned[0] is cause_map and self._planned[1] is found):
            return
        self._planned = (cause_map, found)
        self.plan = plan_of(cause_map, found, date.today())  # noqa: DTZ011  # the calendar on the wall
        self.changed.emit()

    # -- choosing

    def choose(self, action_id: str) -> None:
        """Take an action in hand, and light up on the map what it works on."""
        known = action_id in self.session.map.actions
        if (self.chosen or not known) and action_id == self.chosen:
            self.light()
            return
        self.chosen = action_id if known else ""
        self.light()
        self.changed.emit()

    def light(self) -> None:
        """Light up what the action in hand works on and what it prepares; without one, nothing."""
        one = self.of(self.chosen)
        if one is None:
            self.session.show(None)
            return
        links = {id_ for each in one.platforms for id_ in each.links}
        prepared = dict.fromkeys((*one.prepares, *(each.deep_rooted for each in one.platforms)), "prepared")
        factors: dict[str, Tone] = dict.fromkeys((*one.causes, *prepared), "on")
        for each in one.platforms:
            factors |= dict.fromkeys(each.factors, "on")
        self.session.show(Shown(factors, dict.fromkeys(links, "on"), prepared) if factors else None)
        if one.causes:
            self.session.sight_wanted.emit(one.causes)

    # -- changing

    def do(self, label: str, make: Callable[[CauseMap], list[Change]]) -> bool:
        """Do one step of the plan; what cannot be done is told in one sentence."""
        try:
            changes = make(self.session.map)
        except HeadwaterError as error:
            self.session.told.emit(str(error))
            return False
        if not changes:
            return True
        done = self.session.perform(label, changes, select=self.session.selection, source="plan", settle=False)
        self.follow()
        return done

    def set(self, label: str, action_id: str, **fields: Any) -> bool:
        """Tell something else of an action."""
        if action_id not in self.session.map.actions:
            return False
        return self.do(label, lambda cause_map: verbs.change_action(cause_map, action_id, **fields))

    def add(self, what: str, causes: tuple[str, ...]) -> bool:
        """Plan an action, and take it in hand."""
        before = set(self.session.map.actions)
        if not self.do("Plan an action", lambda cause_map: verbs.add_action(cause_map, what, causes)):
            return False
        self.choose(next((id_ for id_ in self.session.map.actions if id_ not in before), ""))
        return True

    def take_out(self, action_id: str) -> None:
        """Take an action out of the plan; Undo brings it back. The next one is in hand then."""
        action = self.session.map.actions.get(action_id)
        if action is None:
            return
        ids = list(self.session.map.actions)
        at = ids.index(action_id)
        near = [*ids[at + 1 : at + 2], *ids[max(0, at - 1) : at]]
        if self.do("Take an action out of the plan", lambda cause_map: verbs.delete_action(cause_map, action_id)):
            self.choose(near[0] if near else "")
            self.session.told.emit(f"“{action.what}” is out of the plan. Ctrl+Z brings it back.")

    def suppose_all(self) -> None:
        """Suppose in What if that all of it works; if that is supposed already, nothing any more."""
        if self.plan is None or not self.plan.fixed:
            self.session.told.emit("No action works on a cause yet: there is nothing to suppose.")
            return
        wanted = Suppositions(fixed=frozenset(self.plan.fixed))
        self.session.suppose(None if self.session.supposed == wanted else wanted)


def planning(session: Session) -> Planning:
    """The one of this session."""
    found = session.findChild(Planning)
    return found if isinstance(found, Planning) else Planning(session)


class SummaryLine(QWidget):
    """The plan in one line, and what can be done with the whole of it."""

    gaps_toggled = Signal(bool)
    action_wanted = Signal()

    def __init__(self, state: Planning) -> None:
        super().__init__()
        self._state = state
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.gaps = QPushButton("Show gaps")
        self.gaps.setCheckable(True)
        self.gaps.setToolTip("What the plan lacks, one by one")
        self.suppose = quiet_button("Suppose the whole plan works")
        self.suppose.setToolTip("Read in What if what would be left of the map")
        self.add = quiet_button("Plan an action")
        self.add.setToolTip("On the causes selected on the map (Ins; on the map Shift+A)")
        self.aside = QHBoxLayout()
        self.aside.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.words, 1)
        row.addLayout(self.aside)
        for button in (self.gaps, self.suppose, self.add):
            row.addWidget(button)
        self.gaps.setStyleSheet("padding: 3px 10px;")
        self.gaps.toggled.connect(self.gaps_toggled)
        self.suppose.clicked.connect(state.suppose_all)
        self.add.clicked.connect(self.action_wanted)

    def follow(self) -> None:
        """Say what the plan comes to now."""
        plan = self._state.plan
        self.words.setText(summary(plan) if plan is not None else "Working it out …")
        count = len(plan.gaps) if plan is not None else 0
        self.gaps.setAccessibleName(f"Show the gaps of the plan, {count} in all")
        supposed = self._state.session.supposed
        all_of_it = plan is not None and supposed is not None and supposed.fixed == frozenset(plan.fixed)
        self.suppose.setText("Leave What if" if all_of_it else "Suppose the whole plan works")
        self.suppose.setEnabled(bool(plan and plan.fixed))
