"""Verbs about the plan: actions on causes, what they prepare, and how one will know."""

import pytest

from app.errors import RuleBroken
from app.model import planning
from app.model.cause_map import CauseMap
from app.model.changes import Add, inverse
from app.model.records import ABOUT_ID, About, Factor, Link, Measurement, Remedy

MAP = CauseMap.of([
    About(id=ABOUT_ID, title="A map"),
    Factor(id="pay", label="Pay is low"),
    Factor(id="plan", label="No workforce plan"),
    Factor(id="wait", label="People wait", kind="symptom"),
    Factor(id="later", label="Something else", parked=True),
    Link(id="k", cause="pay", effect="wait"),
])  # fmt: skip


def planned(what="Raise pay", causes=("pay",), cause_map=MAP, **fields):
    changes = planning.add_action(cause_map, what, causes, **fields)
    return cause_map.apply(changes), changes[0].record.id


def test_an_action_works_on_the_causes_it_was_planned_for():
    after, action = planned("  Raise \n pay ", ["pay", "plan", "pay"], organisation=" Council ")
    assert (after.actions[action].what, after.actions[action].organisation) == ("Raise pay", "Council")
    assert planning.causes_of(after, action) == ("pay", "plan")
    assert [each.id for each in planning.actions_on(after, "plan")] == [action]


def test_a_cause_may_have_several_actions_and_an_action_none():
    after, first = planned()
    after, second = planned("Guarantee hours", ["pay"], after)
    after, third = planned("Talk about it", [], after)
    assert [each.id for each in planning.actions_on(after, "pay")] == [first, second]
    assert planning.causes_of(after, third) == ()


@pytest.mark.parametrize(("what", "causes", "sentence"), [
    (" \t ", [], "An action needs at least one word."),
    ("raise  PAY", [], "This action is in the plan already."),
    ("Park it", ["later"], "A parked factor has no place yet: bring it onto the map first."),
    ("Lose it", ["nobody"], "An action works on factors of the map."),
])  # fmt: skip
def test_what_cannot_be_planned_is_refused_in_one_sentence(what, causes, sentence):
    after, _ = planned()
    with pytest.raises(RuleBroken) as refused:
        planning.add_action(after, what, causes)
    assert str(refused.value) == sentence


def test_its_fields_can_be_changed_but_not_into_another_action():
    after, first = planned()
    after, second = planned("Guarantee hours", [], after)
    after = after.apply(planning.change_action(after, second, what="GUARANTEE hours", due=" 2018-10-31 ", status="red"))
    assert after.actions[second].what == "GUARANTEE hours"
    assert (after.actions[second].due, after.actions[second].status) == ("2018-10-31", "red")
    with pytest.raises(RuleBroken, match="already"):
        planning.change_action(after, second, what="raise pay")
    assert planning.change_action(after, first, what="Raise pay") == []


def test_reasons_and_progress_keep_their_lines():
    after, action = planned(progress="One.\r\nTwo.", capacity_reason=" No money\nyet ")
    assert after.actions[action].progress == "One.\nTwo."
    assert after.actions[action].capacity_reason == "No money\nyet"


def test_causes_come_and_go():
    after, action = planned()
    after = after.apply(planning.work_on(after, action, ["pay", "plan"]))
    assert planning.causes_of(after, action) == ("pay", "plan")
    with pytest.raises(RuleBroken, match="works on this cause already"):
        planning.work_on(after, action, ["plan"])
    after = after.apply(planning.leave(after, action, ["pay"]))
    assert planning.causes_of(after, action) == ("plan",)
    assert planning.leave(after, action, ["pay"]) == []


def test_what_it_prepares_is_not_what_it_works_on():
    after, action = planned()
    after = after.apply(planning.prepare(after, action, ["plan"]))
    assert planning.prepared_by(after, action) == ("plan",)
    with pytest.raises(RuleBroken, match="prepares this cause already"):
        planning.prepare(after, action, ["plan"])
    with pytest.raises(RuleBroken, match="works on this cause itself"):
        planning.prepare(after, action, ["pay"])
    both = after.apply(planning.work_on(after, action, ["plan"]))
    assert planning.causes_of(both, action) == ("pay", "plan")
    assert planning.prepared_by(both, action) == ()
    assert not after.apply(planning.no_longer_prepare(after, action, ["plan"])).preparations


def test_an_action_goes_with_all_that_hangs_on_it_and_comes_back_with_it():
    after, action = planned()
    after, other = planned("Guarantee hours", ["pay"], after)
    after = after.apply(planning.prepare(after, action, ["plan"]))
    after = after.apply(planning.name_measure(after, action, "Turnover"))
    measure = planning.measures_of(after, action)[0]
    after = after.apply([Add(Measurement(id="m", measure=measure.id, date="2018-09-30", value=30.8))])
    gone = planning.delete_action(after, action)
    left = after.apply(gone)
    assert list(left.actions) == [other]
    assert [each.action for each in left.remedies.values()] == [other]
    assert not left.preparations
    assert not left.measures
    assert not left.measurements
    assert left.factors == MAP.factors
    assert left.apply(inverse(gone)) == after


def test_a_measure_has_a_name_until_it_is_taken_away():
    after, action = planned()
    after = after.apply(planning.name_measure(after, action, "Turnover"))
    after = after.apply(planning.name_measure(after, action, "Turnover a year"))
    assert [each.name for each in planning.measures_of(after, action)] == ["Turnover a year"]
    read = after.apply([Add(Measurement(id="m", measure=next(iter(after.measures)), date="2018-09-30", value=30.8))])
    with pytest.raises(RuleBroken, match="has readings"):
        planning.name_measure(read, action, "")
    assert not after.apply(planning.name_measure(after, action, " ")).measures


def test_the_same_cause_told_twice_counts_once():
    after, action = planned()
    after = after.apply([Add(Remedy(id="again", action=action, factor="pay"))])
    assert planning.causes_of(after, action) == ("pay",)
    assert len(planning.actions_on(after, "pay")) == 1
    assert planning.causes_of(after.apply(planning.leave(after, action, ["pay"])), action) == ()
