"""The plan of the worked example: ten actions that a board could have, invented and said to be."""

from datetime import date

from app.analysis.days import day_of
from app.analysis.plan import ASKED, plan_of, prospects_of
from app.exchange.example import example_records
from app.model.cause_map import CauseMap


def example():
    return CauseMap.of(example_records()[1])


def test_it_is_the_same_every_time():
    assert example_records() == example_records()


def test_it_has_ten_actions_told_whole():
    cause_map = example()
    organisations = {voice.organisation for voice in cause_map.voices.values()}
    assert len(cause_map.actions) == 10
    for action in cause_map.actions.values():
        assert action.organisation in organisations
        assert action.role
        assert action.resources
        assert action.oversight
        start, due = day_of(action.start), day_of(action.due, last=True)
        assert date(2018, 8, 1) <= start < due <= date(2019, 9, 30)
    assert {action.status for action in cause_map.actions.values()} == {"not started", "red", "amber", "green", "blue"}
    assert {action.strength for action in cause_map.actions.values()} == {"strong", "intermediate", "weak"}
    for name in ASKED:
        assert len({getattr(action, name) for action in cause_map.actions.values()}) >= 2
        assert any(getattr(action, f"{name}_reason") for action in cause_map.actions.values())


def test_it_has_quick_wins_and_deep_rooted_work_and_the_one_prepares_the_other():
    cause_map = example()
    found = plan_of(cause_map, prospects_of(cause_map))
    paces = [one.pace for one in found.actions]
    assert paces.count("quick win") >= 3
    assert paces.count("deep-rooted") >= 3
    worked_on = {id_ for one in found.actions if one.pace == "deep-rooted" for id_ in one.causes}
    assert sum(bool(worked_on.intersection(one.prepares)) for one in found.actions if one.pace == "quick win") >= 3
    assert 0 < len(found.gone) < found.symptoms
    assert found.gaps


def test_its_figures_are_followed_over_months_and_say_that_they_are_examples():
    cause_map = example()
    readings = {
        measure: [each for each in cause_map.measurements.values() if each.measure == measure.id]
        for measure in cause_map.measures.values()
    }
    followed = {measure: found for measure, found in readings.items() if found}
    assert len(followed) == 3
    for measure, found in followed.items():
        assert "(example figures)" in measure.name
        assert 14 <= len(found) <= 24
        days = [date.fromisoformat(each.date) for each in found]
        assert days == sorted(set(days))
