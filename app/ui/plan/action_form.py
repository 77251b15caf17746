"""The form of one action: every field of it. A field becomes a step when it is left."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFormLayout, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.analysis.plan import ASKED
from app.analysis.plan_words import PACE, QUESTIONS, STATUS, STRENGTH, STRENGTH_WHY
from app.model import planning as verbs
from app.model.records import LABEL_LIMIT, Action
from app.ui.pages.factor_field import FactorField
from app.ui.pages.known_field import KnownField
from app.ui.pages.page import heading, quiet_button, second
from app.ui.plan.action_form_parts import FactorRows, Several, chosen_of, combo, fill
from app.ui.plan.summary import Planning

_LIGHTS = (("not asked", "Not asked"), ("green", "Green: yes"), ("amber", "Amber: partly"), ("red", "Red: no"))
_STATUSES = tuple((value, words if value == "not started" else f"{words} ({value})") for value, words in STATUS.items())
_STRENGTHS = (
    ("not asked", STRENGTH["not asked"]),
    ("strong", "Strong: redesign, simplify, automate"),
    ("intermediate", "Intermediate: checklists, staffing, software"),
    ("weak", "Weak: training, policy, reminders"),
)
_LINES = {
    "what": "Say what is to be done",
    "start": "Say when it starts",
    "due": "Say when it is due",
    "oversight": "Say who watches over it",
}
_TEXTS = {
    "resources": "Say what it takes",
    "progress": "Note the progress",
    "capacity_reason": "Say why: capacity",
    "capability_reason": "Say why: capability",
    "commitment_reason": "Say why: commitment",
}
_OWNERS = {"organisation": "Say which organisation", "role": "Say who owns it"}
_CHOICES = {
    "status": "Say how it stands",
    "strength": "Say how strong it is",
    "pace": "Say how quick it is",
    **{name: f"Ask for {name}" for name in ASKED},
}


class ActionForm(QWidget):
    """What is told of the action in hand; or, of one that is not there yet, what is to be done."""

    done = Signal()
    """The person wants to go back to the plan."""
    made = Signal()

    def __init__(self, state: Planning) -> None:
        super().__init__()
        self._state = state
        self.action = ""
        """The id of the action it shows, '' for one that is still to come, or none."""
        self._new = False
        self._new_causes: tuple[str, ...] = ()
        self.title = heading("")
        self.fields: dict[str, QLineEdit] = {name: QLineEdit() for name in _LINES}
        self.owners = {"organisation": KnownField("Organisation"), "role": KnownField("Role")}
        self._owners_told = dict.fromkeys(self.owners, "")
        self.texts = {name: Several(name) for name in _TEXTS}
        self.choices: dict[str, QComboBox] = {
            "status": combo(_STATUSES, "Status"),
            "strength": combo(_STRENGTHS, "Strength, after RCA²"),
            "pace": combo((("", "As the map says"), *list(PACE.items())[:2]), "Quick win or deep-rooted"),
            **{name: combo(_LIGHTS, QUESTIONS[name]) for name in ASKED},
        }
        self.measure = QLineEdit()
        self.causes = FactorRows("Causes it works on")
        self.prepared = FactorRows("Deep-rooted causes it prepares")
        self.cause, self.preparing = FactorField("Add"), FactorField("Add")
        self.strength_why, self.pace_why, self.platforms = second(), second(), second()
        self.take_out = quiet_button("Take this action out of the plan")
        self._rest = QWidget()
        self._lay_out()
        self._connect()

    @property
    def is_open(self) -> bool:
        """Whether there is an action to show, or one to come."""
        return self._new or self.action in self._state.session.map.actions

    # -- the fields

    def _lay_out(self) -> None:
        names = {"what": "What is to be done", "start": "Start", "due": "Due", "oversight": "Who watches over it"}
        for name, field in self.fields.items():
            field.setAccessibleName(names[name])
            field.setMaxLength(LABEL_LIMIT)
        for name in ("start", "due"):
            self.fields[name].setPlaceholderText("2018-10-31")
        self.measure.setAccessibleName("How one will know")
        self.measure.setMaxLength(LABEL_LIMIT)
        self.cause.field.setAccessibleName("Add a cause it works on")
        self.preparing.field.setAccessibleName("Add a cause it prepares")
        for name in ASKED:
            self.texts[f"{name}_reason"].setAccessibleName(f"Why: {name}")
        self.texts["resources"].setAccessibleName("Resources")
        self.texts["progress"].setAccessibleName("Progress")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 0, 8, 8)
        whole.setSpacing(4)
        whole.addWidget(self.title)
        whole.addWidget(self.fields["what"])
        whole.addWidget(heading("Works on"))
        whole.addWidget(self.causes)
        whole.addWidget(self.cause)
        whole.addWidget(self._rest)
        whole.addStretch(1)
        rest = QFormLayout(self._rest)
        rest.setContentsMargins(0, 4, 0, 0)
        rest.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        rest.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        rest.setVerticalSpacing(6)
        rest.addRow("Status", self.choices["status"])
        rest.addRow("Organisation that owns it", self.owners["organisation"])
        rest.addRow("Role of the owner", self.owners["role"])
        dates = QGridLayout()
        for at, name in enumerate(("start", "due")):
            dates.addWidget(QLabel(names[name]), 0, at)
            dates.addWidget(self.fields[name], 1, at)
        rest.addRow(dates)
        for name in ASKED:
            rest.addRow(QUESTIONS[name], self.choices[name])
            rest.addRow(self.texts[f"{name}_reason"])
            self.texts[f"{name}_reason"].setPlaceholderText("Why?")
        rest.addRow("How will one know?", self.measure)
        self.measure.setPlaceholderText("The figure that shows it")
        rest.addRow("Strength, after RCA²", self.choices["strength"])
        rest.addRow(self.strength_why)
        rest.addRow("Quick win or deep-rooted?", self.choices["pace"])
        rest.addRow(self.pace_why)
        prepares = QVBoxLayout()
        prepares.setSpacing(4)
        for each in (heading("Prepares the ground for"), self.prepared, self.preparing, self.platforms):
            prepares.addWidget(each)
        rest.addRow(prepares)
        rest.addRow("Resources", self.texts["resources"])
        rest.addRow("Who watches over it (board)", self.fields["oversight"])
        rest.addRow("Progress", self.texts["progress"])
        foot = QHBoxLayout()
        foot.addWidget(self.take_out)
        foot.addStretch(1)
        rest.addRow(foot)

    def _connect(self) -> None:
        for name, field in self.fields.items():
            field.editingFinished.connect(lambda name=name: self._keep_line(name))
        self.fields["what"].returnPressed.connect(self._on_enter)
        for name, known in self.owners.items():
            known.field.editingFinished.connect(lambda name=name: self._keep_owner(name))
        for name, text in self.texts.items():
            text.left.connect(lambda name=name: self._keep_text(name))
        for name, box in self.choices.items():
            box.activated.connect(lambda _, name=name: self._choose(name))
        self.measure.editingFinished.connect(self._keep_measure)
        self.cause.taken.connect(self._add_cause)
        self.preparing.taken.connect(self._add_prepared)
        self.causes.taken_away.connect(self._drop_cause)
        self.prepared.taken_away.connect(self._drop_prepared)
        for rows in (self.causes, self.prepared):
            rows.gone_to.connect(lambda id_: self._state.session.sight_wanted.emit((id_,)))
        self.take_out.clicked.connect(lambda: self._state.take_out(self.action))

    def first_field(self) -> QWidget:
        """What is to be done."""
        return self.fields["what"]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the plan; what has been typed is kept."""
        if event.key() == Qt.Key.Key_Escape:
            self.done.emit()
        else:
            super().keyPressEvent(event)

    # -- showing

    def begin(self, causes: tuple[str, ...]) -> None:
        """An action that is still to come, on these causes."""
        self.keep()
        self._new, self._new_causes, self.action = True, causes, ""
        self.fields["what"].clear()
        self.follow()

    def show_action(self, action_id: str) -> None:
        """What is told of an action of the plan."""
        if self.action != action_id or self._new:
            self.keep()
            self._new, self.action = False, action_id
            for each in (*self.fields.values(), self.measure):
                each.setModified(False)
            for name, known in self.owners.items():
                self._owners_told[name] = known.text()
            for text in self.texts.values():
                text.document().setModified(False)
        self.follow()

    def follow(self) -> None:
        """What is told of it now; what is being typed is left alone."""
        state, cause_map = self._state, self._state.session.map
        if not self._new and state.chosen and state.chosen != self.action:
            self.show_action(state.chosen)
            return
        self.setEnabled(not state.session.read_only)
        self._rest.setVisible(not self._new)
        for field in (self.cause, self.preparing):
            field.hold(cause_map, "")
        if self._new:
            self.title.setText("What is to be done?")
            self.fields["what"].setPlaceholderText("Type it, then Enter")
            self.causes.show_factors(cause_map, [id_ for id_ in self._new_causes if id_ in cause_map.factors])
            return
        action = cause_map.actions.get(self.action)
        if action is None:
            return
        self._show_fields(action)
        self.causes.show_factors(cause_map, verbs.causes_of(cause_map, action.id))
        self.prepared.show_factors(cause_map, verbs.prepared_by(cause_map, action.id))
        measure = next(iter(verbs.measures_of(cause_map, action.id)), None)
        fill(self.measure, measure.name if measure else "")
        self._say_computed(action)

    def _show_fields(self, action: Action) -> None:
        number = list(self._state.session.map.actions).index(action.id) + 1
        self.title.setText(f"Action {number}")
        for name, field in self.fields.items():
            fill(field, getattr(action, name))
        for name, known in self.owners.items():
            told, typed = getattr(action, name), known.text()
            if typed != told and not (known.field.hasFocus() and typed != self._owners_told[name]):
                known.set_text(told)
            self._owners_told[name] = told
        for name, text in self.texts.items():
            text.show_text(getattr(action, name))
        for name, box in self.choices.items():
            box.setCurrentIndex(box.findData(getattr(action, name)))
        actions, voices = self._state.session.map.actions.values(), self._state.session.map.voices.values()
        for name, known in self.owners.items():
            known.know([getattr(each, name) for each in actions] + [getattr(each, name) for each in voices])

    def _say_computed(self, action: Action) -> None:
        why = STRENGTH_WHY[action.strength]
        self.strength_why.setText(why)
        self.strength_why.setVisible(bool(why))
        one = self._state.of(action.id)
        computed = one.computed if one else ""
        said = {
            "quick win": "The map says: quick win. All its causes take little effort and reach a symptom.",
            "deep-rooted": "The map says: deep-rooted. A cause takes much effort and lies far upstream.",
            "": "The map says: neither.",
        }
        self.pace_why.setText(said[computed])
        labels = self._state.session.map.factors
        also = [labels[each.deep_rooted].label for each in one.platforms if each.deep_rooted in labels] if one else []
        self.platforms.setText("The map says it also opens a way to " + "; ".join(f"“{each}”" for each in also) + ".")
        self.platforms.setVisible(bool(also))

    # -- changing

    def keep(self) -> None:
        """Make steps of what has been typed and not yet left."""
        if self._new:
            if self.fields["what"].text().strip():
                self._make()
            return
        for name in self.fields:
            self._keep_line(name)
        for name in self.owners:
            self._keep_owner(name)
        for name in self.texts:
            self._keep_text(name)
        self._keep_measure()

    def _on_enter(self) -> None:
        if self._new and self._make():
            self.choices["status"].setFocus()

    def _make(self) -> bool:
        """The action to come becomes one of the plan; one without words stays to come."""
        words, causes = self.fields["what"].text(), self._new_causes
        causes = tuple(id_ for id_ in causes if id_ in self._state.session.map.factors)
        if not self._state.add(words, causes):
            return False
        self._new = False
        self.show_action(self._state.chosen)
        self.made.emit()
        return True

    def _set(self, label: str, **fields: Any) -> None:
        if not self._state.set(label, self.action, **fields):
            self.follow()

    def _keep_line(self, name: str) -> None:
        field = self.fields[name]
        if not self._new and self.action and field.isModified():
            field.setModified(False)
            self._set(_LINES[name], **{name: field.text()})

    def _keep_owner(self, name: str) -> None:
        words = self.owners[name].text()
        if not self._new and self.action and words != self._owners_told[name]:
            self._owners_told[name] = words
            self._set(_OWNERS[name], **{name: words})

    def _keep_text(self, name: str) -> None:
        text = self.texts[name]
        if not self._new and self.action and text.document().isModified():
            text.document().setModified(False)
            self._set(_TEXTS[name], **{name: text.toPlainText()})

    def _keep_measure(self) -> None:
        if not self._new and self.action in self._state.session.map.actions and self.measure.isModified():
            self.measure.setModified(False)
            action, words = self.action, self.measure.text()
            if not self._state.do("Say how one will know", lambda m: verbs.name_measure(m, action, words)):
                self.follow()

    def _choose(self, name: str) -> None:
        if not self._new and self.action:
            self._set(_CHOICES[name], **{name: chosen_of(self.choices[name])})

    def _add_cause(self, factor: str) -> None:
        self.cause.hold(self._state.session.map, "")
        if self._new:
            self._new_causes = tuple(dict.fromkeys((*self._new_causes, factor)))
            self.follow()
        else:
            action = self.action
            self._state.do("Let an action work on a cause", lambda m: verbs.work_on(m, action, [factor]))

    def _drop_cause(self, factor: str) -> None:
        if self._new:
            self._new_causes = tuple(id_ for id_ in self._new_causes if id_ != factor)
            self.follow()
        else:
            action = self.action
            self._state.do("Let an action leave a cause", lambda m: verbs.leave(m, action, [factor]))

    def _add_prepared(self, factor: str) -> None:
        action = self.action
        self.preparing.hold(self._state.session.map, "")
        self._state.do("Let an action prepare a cause", lambda m: verbs.prepare(m, action, [factor]))

    def _drop_prepared(self, factor: str) -> None:
        action = self.action
        self._state.do("Let an action not prepare a cause", lambda m: verbs.no_longer_prepare(m, action, [factor]))
