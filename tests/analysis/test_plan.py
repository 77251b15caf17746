"""The plan: its pace, what would go if it worked, what it lacks; relief, easing and gaps against slow versions."""

from datetime import date, timedelta

import plain_reading as plain
import pytest
from any_maps import maps, small_map
from hypothesis import given, settings
from hypothesis import strategies as st

from app.analysis.days import day_of, shown_day
from app.analysis.plan import ASKED, plan_of, prospects_of
from app.analysis.plan_words import gap_words, spoken, summary
from app.analysis.scenario import Suppositions, outcome
from app.analysis.settings import Settings
from app.model import planning
from app.model.cause_map import CauseMap
from app.model.changes import Add
from app.model.records import Action, Factor, Measure, Preparation, Remedy

FEW = Settings(trials=16)
ORGANISATIONS = ["", "Council", "council", "Trust"]
DATES = ["", "2018-09-01", "2018-10", "01/09/2018", "soon"]


def planned(cause_map, *actions, prepares=(), measures=()):
    """The map with actions on it, each (id, causes, fields)."""
    changes = []
    for id_, causes, fields in actions:
        changes.append(Add(Action(id=id_, what=f"Do {id_}", **fields)))
        changes += [Add(Remedy(id=f"{id_}:{each}", action=id_, factor=each)) for each in causes]
    changes += [Add(Preparation(id=f"{a}~{f}", action=a, factor=f)) for a, f in prepares]
    changes += [Add(Measure(id=f"measure {each}", subject=each, name="A figure")) for each in measures]
    return cause_map.apply(changes)


def plan(cause_map, today=None, *, changeable_only=False):
    return plan_of(cause_map, prospects_of(cause_map, changeable_only=changeable_only, settings=FEW), today)


@st.composite
def planned_maps(draw):
    cause_map = draw(maps())
    cause_map = CauseMap.of(
        each.with_fields({"effort": draw(st.sampled_from([None, 1, 2, 3, 4, 5]))}) if isinstance(each, Factor) else each
        for each in cause_map.records()
    )
    ids = list(cause_map.factors)
    lights = st.sampled_from(["red", "amber", "green", "green", "not asked"])
    actions = [
        (
            f"a{at}",
            draw(st.lists(st.sampled_from(ids), unique=True, max_size=3)) if ids else [],
            {
                "organisation": draw(st.sampled_from(ORGANISATIONS)),
                "role": draw(st.sampled_from(["", "Director"])),
                "start": draw(st.sampled_from(DATES)),
                "due": draw(st.sampled_from(DATES)),
                "status": draw(st.sampled_from(["not started", "red", "amber", "green", "blue"])),
                "pace": draw(st.sampled_from(["", "", "quick win", "deep-rooted"])),
                **{name: draw(lights) for name in ASKED},
            },
        )
        for at in range(draw(st.integers(0, 4)))
    ]
    subjects = [each[0] for each in actions] + ids
    measures = draw(st.lists(st.sampled_from(subjects), unique=True, max_size=3)) if subjects else []
    return planned(cause_map, *actions, measures=measures)


# -- what would go


@given(planned_maps(), st.booleans())
@settings(deadline=None, max_examples=200)
def test_what_would_go_and_what_would_only_be_eased(cause_map, changeable):
    found = plan(cause_map, changeable_only=changeable)
    graph = plain.graph_of(cause_map)
    symptoms = set(plain.symptoms_of(cause_map))
    fixed = {each.factor for each in cause_map.remedies.values()} - symptoms
    gone = plain.relieved(graph, cause_map, fixed)
    assert set(found.fixed) == fixed
    assert set(found.gone) == gone
    assert set(found.eased) == plain.reach_of(graph, cause_map, fixed) - gone
    assert found.symptoms == len(symptoms)
    for one in found.actions:
        alone = {each.factor for each in cause_map.remedies.values() if each.action == one.action.id} - symptoms
        assert set(one.gone) == plain.relieved(graph, cause_map, alone)


@given(planned_maps())
@settings(deadline=None)
def test_what_would_go_is_what_would_go_in_what_if(cause_map):
    found = plan(cause_map)
    assert found.gone == outcome(cause_map, Suppositions(fixed=frozenset(found.fixed))).gone


def test_working_on_a_symptom_makes_nothing_go():
    found = plan(planned(small_map("A>S B>T", "S T"), ("x", ["S"], {}), ("y", ["B"], {})))
    assert (found.fixed, found.gone, found.eased) == (("B",), ("T",), ())
    assert "1 of 2 symptoms would go" in summary(found)


def test_to_ease_is_never_called_to_go():
    found = plan(planned(small_map("A>S B>S"), ("x", ["A"], {})))
    assert (found.gone, found.eased) == ((), ("S",))
    assert "no symptom would go, and 1 of 1 symptom would be eased" in summary(found)


# -- its pace


EFFORTS = {"Q": {"effort": 1}, "D": {"effort": 5}, "M": {"effort": 3}}


def pace(*causes, **fields):
    cause_map = small_map("Q>D D>S Q>S M>S", **EFFORTS, K={"effort": 2})
    cause_map = cause_map.apply([Add(Factor(id="idle", label="Leads nowhere", effort=1))])
    return plan(planned(cause_map, ("x", causes, fields))).actions[0]


@pytest.mark.parametrize(("causes", "expected"), [
    (["Q"], "quick win"), (["D"], "deep-rooted"), (["M"], ""), (["Q", "D"], "deep-rooted"), (["Q", "M"], ""),
    (["S"], ""), ([], ""), (["idle"], ""), (["Q", "S"], "quick win"),
])  # fmt: skip
def test_an_action_is_as_quick_as_the_hardest_of_its_causes(causes, expected):
    assert pace(*causes).pace == expected


def test_people_may_overrule_it():
    one = pace("D", pace="quick win")
    assert (one.pace, one.computed, one.is_overruled) == ("quick win", "deep-rooted", True)
    assert not pace("D", pace="deep-rooted").is_overruled


@given(planned_maps(), st.booleans())
@settings(deadline=None)
def test_its_pace_follows_from_effort_and_reach(cause_map, changeable):
    found = plan(cause_map, changeable_only=changeable)
    graph = plain.graph_of(cause_map, changeable)
    tops = {
        each for group in plain.source_groups(graph) for each in group if plain.reach_of(graph, cause_map, group)
    } - set(plain.symptoms_of(cause_map))

    def of(id_):
        factor = cause_map.factors[id_]
        reach = plain.reach_of(graph, cause_map, [id_]) if id_ in graph else set()
        if not reach or factor.effort is None:
            return ""
        deep = id_ in tops or plain.share_of(cause_map, reach) >= 0.7
        weighs = any(cause_map.factors[each].weight for each in plain.symptoms_of(cause_map))
        if factor.effort <= 2:
            return "quick win"
        return "deep-rooted" if factor.effort >= 4 and deep and (weighs or id_ in tops) else ""

    for one in found.actions:
        causes = {each.factor for each in cause_map.remedies.values() if each.action == one.action.id}
        kinds = {of(id_) for id_ in causes if not cause_map.factors[id_].is_symptom}
        expected = "deep-rooted" if "deep-rooted" in kinds else "quick win" if kinds == {"quick win"} else ""
        assert one.computed == expected
        assert one.pace == (one.action.pace or expected)


def test_what_it_prepares_is_told_by_people_or_by_the_map_and_kept_apart():
    cause_map = small_map("Q>D D>S E>S", Q={"effort": 1}, D={"effort": 5}, E={"effort": 5})
    cause_map = cause_map.apply([Add(Factor(id="far", label="Far", effort=5))])
    one = plan(planned(cause_map, ("x", ["Q"], {}))).actions[0]
    assert one.prepares == ()
    assert {each.deep_rooted for each in one.platforms} <= {"D", "E"}
    one = plan(planned(cause_map, ("x", ["Q"], {}), prepares=[("x", "far")])).actions[0]
    assert one.prepares == ("far",)
    told = [("x", each.deep_rooted) for each in one.platforms]
    assert plan(planned(cause_map, ("x", ["Q"], {}), prepares=told)).actions[0].platforms == ()


# -- what is missing


@given(planned_maps(), st.booleans())
@settings(deadline=None, max_examples=200)
def test_every_gap_is_one_and_none_is_passed_over(cause_map, changeable):
    found = plan(cause_map, changeable_only=changeable)
    told = {(gap.rule, frozenset(gap.actions)) for gap in found.gaps if gap.rule != "no action"}
    actions = list(cause_map.actions.values())
    works_on = {
        action.id: {each.factor for each in cause_map.remedies.values() if each.action == action.id}
        for action in actions
    }
    symptoms = set(plain.symptoms_of(cause_map))
    expected = set()
    for action in actions:
        if works_on[action.id] and works_on[action.id] <= symptoms:
            expected.add(("symptoms only", frozenset([action.id])))
    if actions and "quick win" not in {one.pace for one in found.actions}:
        expected.add(("nothing quick", frozenset()))
    owned = [action for action in actions if action.organisation]
    if len(owned) == len(actions) > 1 and len({action.organisation.lower() for action in owned}) == 1:
        expected.add(("one organisation", frozenset(action.id for action in owned)))
    undone = [action for action in actions if action.status != "blue"]
    earliest = {"2018-09-01": 1, "2018-10": 30, "01/09/2018": 1}
    latest = earliest | {"2018-10": 60}
    for action in undone:
        if "red" in (action.capacity, action.capability, action.commitment):
            expected.add(("red", frozenset([action.id])))
        if action.start in earliest and action.due in latest and latest[action.due] < earliest[action.start]:
            expected.add(("due before start", frozenset([action.id])))
    measured = {each.subject for each in cause_map.measures.values()}
    for rule, lacking in (
        ("no cause", [a for a in actions if not works_on[a.id]]),
        ("no owner", [a for a in undone if a.organisation == a.role == ""]),
        ("no due date", [a for a in undone if a.due == ""]),
        ("no measure", [a for a in undone if not measured & {a.id, *works_on[a.id]}]),
        ("not asked", [a for a in undone if "not asked" in (a.capacity, a.capability, a.commitment)]),
    ):
        if lacking:
            expected.add((rule, frozenset(a.id for a in lacking)))
    assert told == expected
    assert len({(gap.rule, gap.actions, gap.factors) for gap in found.gaps}) == len(found.gaps)
    for gap in found.gaps:
        assert gap_words(gap, cause_map).endswith((".", "?"))


@given(planned_maps(), st.booleans())
@settings(deadline=None)
def test_a_top_cause_without_an_action_is_a_gap_and_no_other_is(cause_map, changeable):
    from app.analysis.reading import read

    found = plan(cause_map, changeable_only=changeable)
    worked_on = {each.factor for each in cause_map.remedies.values()}
    tops = [each for each in read(cause_map, FEW, changeable_only=changeable).upstream if each.rank <= 3]
    expected = {
        each.members
        for each in tops
        if not worked_on & set(each.members)
        and any(cause_map.factors[id_].control != "fact of life" for id_ in each.members)
    }
    assert {gap.factors for gap in found.gaps if gap.rule == "no action"} == expected


def test_a_loop_has_an_action_if_one_of_it_has():
    found = plan(planned(small_map("A>B B>A A>S"), ("x", ["B"], {})))
    assert "no action" not in {gap.rule for gap in found.gaps}
    bare = plan(small_map("A>B B>A A>S"))
    assert gap_words(bare.gaps[0], small_map("A>B B>A A>S")).startswith("No action on the loop of “A” and “B”")


def test_an_empty_map_has_no_gaps():
    found = plan(small_map("", ""))
    assert found.gaps == ()
    assert summary(found) == "Nothing is planned yet."


# -- days


@pytest.mark.parametrize(("text", "first", "last"), [
    ("2018-10-31", date(2018, 10, 31), date(2018, 10, 31)),
    ("2018-10", date(2018, 10, 1), date(2018, 10, 31)),
    ("31/10/2018", date(2018, 10, 31), date(2018, 10, 31)),
    ("02/2020", date(2020, 2, 1), date(2020, 2, 29)),
    (" 31  October 2018 ", date(2018, 10, 31), date(2018, 10, 31)),
    ("Sept 2018", date(2018, 9, 1), date(2018, 9, 30)),
    ("Ju 2018", None, None), ("Jun 2018", date(2018, 6, 1), date(2018, 6, 30)),
    ("2018-13-01", None, None), ("2018-00", None, None), ("30/02/2018", None, None), ("0000-01", None, None),
    ("soon", None, None), ("", None, None), ("winter 2018", None, None),
])  # fmt: skip
def test_days_are_understood_or_left_as_they_are(text, first, last):
    assert (day_of(text), day_of(text, last=True)) == (first, last)


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_day_is_understood_in_all_three_ways(day):
    for text in (day.isoformat(), f"{day.day}/{day.month}/{day.year}", f"{day.day} {day:%B} {day.year}"):
        assert day_of(text) == day
        assert day_of(shown_day(text)) == day


@given(st.text())
def test_any_words_may_stand_for_a_day(text):
    day_of(text)
    shown_day(text)


def test_what_was_due_before_today_is_late_unless_it_is_done():
    today = date(2018, 11, 1)
    for due, status, late in (
        ("2018-10-31", "green", True),
        ("2018-10-31", "blue", False),
        ("2018-11-01", "green", False),
        ("2018-10", "green", True),
        ("soon", "red", False),
    ):
        cause_map = planned(small_map("A>S"), ("x", ["A"], {"due": due, "status": status}))
        assert plan(cause_map, today).actions[0].late is late
        assert plan(cause_map).actions[0].late is False
    assert plan(cause_map, today - timedelta(days=400)).actions[0].due is None


def test_an_action_is_said_whole():
    cause_map = planned(
        small_map("A>S", A={"effort": 1}),
        ("x", ["A"], {"organisation": "Trust", "role": "Matron", "due": "2018-10-31", "capacity": "red"}),
    )
    one = plan(cause_map, date(2018, 9, 1)).actions[0]
    assert spoken(one, cause_map) == (
        "Do x. Not started. Matron, Trust. Due 31 Oct 2018. Quick win. Works on A. Capacity red. "
        "Capability not asked. Commitment not asked."
    )


def test_what_waits_beside_the_map_is_not_worked_on():
    cause_map = planned(small_map("A>S"), ("x", ["A"], {}))
    changes = planning.leave(cause_map, "x", ["A"])
    cause_map = cause_map.apply([*changes, Add(Factor(id="P", label="Parked", parked=True))])
    cause_map = cause_map.apply([Add(Remedy(id="p", action="x", factor="P"))])
    found = plan(cause_map)
    assert found.actions[0].causes == ()
    assert "no cause" in {gap.rule for gap in found.gaps}
