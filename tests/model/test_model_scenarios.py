"""Scenarios kept under a name: one step each, and one scenario of each name."""

import pytest

from app.errors import RuleBroken
from app.model import scenarios
from app.model.cause_map import CauseMap
from app.model.records import ABOUT_ID, About, Factor, Link

MAP = CauseMap.of([
    About(id=ABOUT_ID, title="A map"),
    Factor(id="a", label="Pay is low"),
    Factor(id="b", label="People wait", kind="symptom"),
    Link(id="k", cause="a", effect="b"),
])  # fmt: skip


def held(cause_map, name):
    scenario = scenarios.scenario_named(cause_map, name)
    assert scenario is not None
    return {each.subject: each.what for each in cause_map.suppositions.values() if each.scenario == scenario.id}


def test_what_is_supposed_is_kept_under_a_name():
    kept = MAP.apply(scenarios.keep(MAP, " Pay  more ", {"a": "fixed", "k": "doubted"}))
    assert [each.name for each in kept.scenarios.values()] == ["Pay more"]
    assert held(kept, "pay MORE") == {"a": "fixed", "k": "doubted"}


def test_the_same_name_again_holds_what_is_supposed_now():
    kept = MAP.apply(scenarios.keep(MAP, "One", {"a": "fixed", "k": "doubted"}))
    unchanged = {id_ for id_, each in kept.suppositions.items() if each.subject == "a"}
    again = kept.apply(scenarios.keep(kept, "one", {"a": "fixed", "k": "rejected"}))
    assert len(again.scenarios) == 1
    assert held(again, "One") == {"a": "fixed", "k": "rejected"}
    assert unchanged <= set(again.suppositions)
    assert scenarios.keep(again, "One", {"a": "fixed", "k": "rejected"}) == []


def test_a_scenario_has_a_name_and_supposes_something():
    with pytest.raises(RuleBroken, match="at least one word"):
        scenarios.keep(MAP, "  ", {"a": "fixed"})
    with pytest.raises(RuleBroken, match="nothing to keep"):
        scenarios.keep(MAP, "One", {})


def test_a_scenario_gets_another_name_that_no_other_has():
    kept = MAP.apply(scenarios.keep(MAP, "One", {"a": "fixed"}))
    kept = kept.apply(scenarios.keep(kept, "Two", {"k": "rejected"}))
    two = next(id_ for id_, each in kept.scenarios.items() if each.name == "Two")
    with pytest.raises(RuleBroken, match="this name already"):
        scenarios.rename(kept, two, "ONE")
    renamed = kept.apply(scenarios.rename(kept, two, "TWO"))
    assert renamed.scenarios[two].name == "TWO"
    with pytest.raises(RuleBroken, match="at least one word"):
        scenarios.rename(kept, two, "\n")


def test_a_scenario_goes_with_all_it_supposes_and_with_nothing_else():
    kept = MAP.apply(scenarios.keep(MAP, "One", {"a": "fixed"}))
    kept = kept.apply(scenarios.keep(kept, "Two", {"a": "fixed", "k": "rejected"}))
    two = next(id_ for id_, each in kept.scenarios.items() if each.name == "Two")
    left = kept.apply(scenarios.delete(kept, two))
    assert [each.name for each in left.scenarios.values()] == ["One"]
    assert held(left, "One") == {"a": "fixed"}
    assert len(left.suppositions) == 1
