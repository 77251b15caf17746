"""A reading against the slow plain version, and what each of its words means on maps small enough to see."""

import pickle
import random

import networkx as nx
import plain_reading as plain
import pytest
from any_maps import maps, small_map
from hypothesis import given, settings
from hypothesis import strategies as st

from app.analysis.draws import forget_draws
from app.analysis.groups import groups_of
from app.analysis.reading import Reading, read
from app.analysis.relief import relief
from app.analysis.settings import Settings
from app.analysis.trials import carried
from app.model.cause_map import CauseMap
from app.model.changes import Update, update
from app.model.edits import delete

FEW = 70
"""Trials in the checks against the slow version: more than one word of 64, and not a whole number of words."""


def near(value):
    return pytest.approx(float(value), abs=1e-9)


def causes_by_label(cause_map: CauseMap, reading: Reading):
    return {"+".join(cause_map.factors[id_].label for id_ in cause.members): cause for cause in reading.upstream}


@settings(deadline=None, max_examples=120)
@given(maps(), st.booleans(), st.integers(0, 2))
def test_every_measure_is_that_of_the_plain_version(cause_map, changeable_only, seed):
    reading = read(cause_map, Settings(trials=FEW, seed=seed), changeable_only=changeable_only)
    expected = plain.upstream(cause_map, FEW, seed, changeable_only)
    assert [list(cause.members) for cause in reading.upstream] == [cause.members for cause in expected]
    assert [cause.rank for cause in reading.upstream] == [cause.rank for cause in expected]
    standing = [cause.rank for cause in expected]
    assert [cause.sharing for cause in reading.upstream] == [standing.count(rank) for rank in standing]
    order = list(cause_map.factors)
    for ours, theirs in zip(reading.upstream, expected, strict=True):
        assert ours.is_loop == theirs.is_loop
        assert ours.reach == tuple(sorted(theirs.reach, key=order.index))
        assert ours.relief == tuple(sorted(theirs.relief, key=order.index))
        assert ours.share == near(theirs.share)
        assert ours.expected_share == near(theirs.expected)
        assert ours.interval == (near(theirs.interval[0]), near(theirs.interval[1]))
        assert ours.stability == near(theirs.stability)
        assert (ours.steps, ours.longest) == (theirs.steps, theirs.longest)
        assert list(ours.break_points) == theirs.break_points
        assert ours.is_core == (float(theirs.share) >= 0.7 - 1e-9)
    assert reading.unexplained == tuple(sorted(plain.unexplained(cause_map), key=order.index))
    assert reading.leads_nowhere == tuple(sorted(plain.leads_nowhere(cause_map), key=order.index))


@st.composite
def fans(draw) -> CauseMap:
    """Many causes beside each other, so that places in the top three are contested in every trial."""
    symptoms = [f"S{at}" for at in range(draw(st.integers(1, 5)))]
    ends = [(f"C{cause}", symptom) for cause in range(draw(st.integers(4, 9))) for symptom in symptoms]
    chosen = draw(st.lists(st.sampled_from(ends), unique=True, min_size=4, max_size=30))
    weights = {symptom: {"weight": draw(st.sampled_from([1.0, 1.0, 2.0, 0.5]))} for symptom in symptoms}
    return small_map(" ".join(f"{a}>{b}" for a, b in chosen), " ".join(symptoms), confidence=0.6, **weights)


@settings(deadline=None, max_examples=40)
@given(fans(), st.sampled_from([1, 19, 20, 21, 40, 64, 101]))
def test_intervals_and_stability_are_those_of_the_plain_version(cause_map, trials):
    ours = read(cause_map, Settings(trials=trials)).upstream
    for cause, expected in zip(ours, plain.upstream(cause_map, trials), strict=True):
        assert list(cause.members) == expected.members
        assert cause.interval == (near(expected.interval[0]), near(expected.interval[1]))
        assert cause.stability == near(expected.stability)


@settings(deadline=None, max_examples=120)
@given(maps(), st.data())
def test_relief_of_any_factors_is_that_of_the_plain_version(cause_map, data):
    if not cause_map.factors:
        return
    order = list(cause_map.factors)
    fixes = data.draw(st.lists(st.lists(st.sampled_from(order), unique=True), max_size=6))
    found = relief(groups_of(cause_map), [[order.index(id_) for id_ in fixed] for fixed in fixes])
    graph, symptoms = plain.graph_of(cause_map), plain.symptoms_of(cause_map)
    for fixed, bits in zip(fixes, found.symptoms, strict=True):
        relieved = plain.relieved(graph, cause_map, fixed)
        assert [bits >> at & 1 == 1 for at in range(len(symptoms))] == [each in relieved for each in symptoms]


@settings(deadline=None, max_examples=150)
@given(maps(most_factors=12), st.booleans())
def test_loop_groups_and_the_reach_of_any_factor_are_those_of_networkx(cause_map, changeable_only):
    reading = read(cause_map, Settings(trials=1), changeable_only=changeable_only)
    graph = plain.graph_of(cause_map, changeable_only)
    loops = [group for group in nx.strongly_connected_components(graph) if len(group) > 1]
    assert sorted(map(sorted, reading.loop_groups)) == sorted(map(sorted, loops))
    assert [len(group) for group in reading.loop_groups] == sorted(map(len, loops), reverse=True)
    assert reading.in_loop == {id_ for group in loops for id_ in group}
    for id_ in cause_map.factors:
        below = nx.descendants(graph, id_) if id_ in graph else set()
        assert reading.reach_of(id_) == tuple(each for each in plain.symptoms_of(cause_map) if each in below)


@settings(deadline=None, max_examples=100)
@given(maps(most_factors=10))
def test_groups_stand_causes_before_effects(cause_map):
    groups = groups_of(cause_map)
    assert sorted(each for members in groups.groups for each in members) == list(range(len(cause_map.factors)))
    for cause, effect in zip(groups.cause, groups.effect, strict=True):
        assert groups.group_of[cause] <= groups.group_of[effect]


@settings(deadline=None, max_examples=40)
@given(maps(most_factors=7, controls=st.just("ours")))
def test_more_symptoms_than_stand_in_one_number_are_all_carried(cause_map):
    many = Settings(trials=20_000)  # one symptom a block
    reach = [1] * len(groups_of(cause_map).groups)
    found = carried(groups_of(cause_map), many, reach)
    graph = plain.graph_of(cause_map)
    for trial in (0, 63, 64, 19_999):
        left = plain.trial_graph(graph, trial, 0)
        for at, factor in enumerate(cause_map.factors):
            reached = plain.reach_of(left, cause_map, [factor])
            assert [bits >> trial & 1 == 1 for bits in found[at]] == [
                each in reached for each in plain.symptoms_of(cause_map)
            ]


@settings(deadline=None, max_examples=40)
@given(maps(), st.randoms(use_true_random=False))
def test_figures_do_not_depend_on_the_order_of_the_records(cause_map, dice: random.Random):
    records = [each for each in cause_map.records() if each.table in ("factor", "link")]
    dice.shuffle(records)
    shuffled = CauseMap.of([cause_map.about, *records])
    few = Settings(trials=FEW)

    def figures(reading):
        return {
            frozenset(each.members): (each.rank, each.share, each.expected_share, each.interval, each.stability)
            for each in reading.upstream
        }

    assert figures(read(cause_map, few)) == figures(read(shuffled, few))


def test_the_same_map_gives_the_same_reading_whatever_was_read_before():
    cause_map = small_map("A>B B>S C>S C>B D>C C>D")
    first = read(cause_map)
    read(small_map("A>S", confidence=0.5))
    assert read(cause_map) == first
    forget_draws()
    assert read(cause_map) == first


def test_an_edit_elsewhere_reshuffles_nothing():
    cause_map = small_map("A>B B>S C>D D>T", "S T")
    before = causes_by_label(cause_map, read(cause_map))
    edited = cause_map.apply(delete(cause_map, ["C>D"]))
    after = causes_by_label(edited, read(edited))
    assert (before["A"].expected_share, before["A"].interval) == (after["A"].expected_share, after["A"].interval)
    assert after["D"].expected_share > before["C"].expected_share


@settings(deadline=None, max_examples=40)
@given(maps(), st.data())
def test_a_surer_link_never_lowers_an_expected_share(cause_map, data):
    if not cause_map.links:
        return
    link = data.draw(st.sampled_from(list(cause_map.links.values())))
    surer = cause_map.apply(update(link, confidence=data.draw(st.floats(link.confidence, 1))))
    few = Settings(trials=256)
    before = {each.members: each.expected_share for each in read(cause_map, few).upstream}
    after = {each.members: each.expected_share for each in read(surer, few).upstream}
    assert all(after[members] >= share for members, share in before.items())


def test_an_empty_map_reads_as_nothing():
    reading = read(CauseMap.empty())
    assert (reading.upstream, reading.loop_groups, reading.unexplained, reading.leads_nowhere) == ((), (), (), ())


def test_without_symptoms_every_cause_leads_nowhere():
    reading = read(small_map("A>B B>C C>B", ""))
    assert reading.upstream == ()
    assert reading.leads_nowhere == ("A", "B", "C")


def test_symptoms_of_no_weight_leave_all_causes_level():
    reading = read(small_map("A>S B>S C>T", "S T", S={"weight": 0}, T={"weight": 0}))
    assert [(each.rank, each.share, each.expected_share, each.is_core) for each in reading.upstream] == [
        (1, 0.0, 0.0, False)
    ] * 3


def test_equal_figures_share_a_rank_and_the_next_counts_them():
    reading = read(small_map("A>S B>S C>S D>C", confidence=1.0))
    assert [(each.members, each.rank) for each in reading.upstream] == [(("A",), 1), (("B",), 1), (("D",), 1)]
    reading = read(small_map("B>S A>S B>T C>U", "S T U", confidence=1.0))
    assert [(each.members, each.rank) for each in reading.upstream] == [(("B",), 1), (("C",), 2), (("A",), 3)]
    reading = read(small_map("B>S A>S A>T B>T C>T", "S T", confidence=1.0))
    assert [(each.members, each.rank) for each in reading.upstream] == [(("A",), 1), (("B",), 1), (("C",), 3)]


def test_a_map_that_is_one_loop_is_one_root_loop_with_break_points():
    reading = read(small_map("A>B B>S S>A", confidence=1.0))
    (cause,) = reading.upstream
    assert (cause.members, cause.is_loop, cause.reach, cause.relief) == (("A", "B"), True, ("S",), ("S",))
    assert (cause.steps, cause.break_points) == (1, ("A", "B"))
    assert reading.rank_of == {"A": 1, "B": 1}


def test_a_loop_of_symptoms_alone_is_no_cause_and_stays_unexplained():
    reading = read(small_map("S>T T>S", "S T"))
    assert reading.upstream == ()
    assert reading.unexplained == ("S", "T")


def test_a_symptom_explained_by_a_symptom_is_not_unexplained():
    assert read(small_map("S>T", "S T")).unexplained == ("S",)


def test_fixing_one_of_two_sufficient_causes_relieves_nothing():
    reading = read(small_map("A>S B>S"))
    assert [each.relief for each in reading.upstream] == [(), ()]


def test_fixing_one_of_two_causes_needed_together_relieves_the_symptom():
    reading = read(small_map("A>S:both B>S:both"))
    assert [each.relief for each in reading.upstream] == [("S",), ("S",)]


def test_a_root_loop_holds_on_while_a_cycle_is_left_in_it():
    cause_map = small_map("A>B B>A B>C C>B C>S")
    (cause,) = read(cause_map).upstream
    assert cause.members == ("A", "B", "C")
    assert cause.relief == ("S",)
    assert cause.break_points[0] == "B"  # without B no cycle is left; without A or C one is


def test_members_of_a_root_loop_stay_on_while_any_cycle_of_it_is_left():
    groups = groups_of(small_map("X>Y Y>X Y>M M>N N>X N>S"))
    at = {factor.label: number for number, factor in enumerate(groups.factors)}
    assert relief(groups, [[at["M"]], [at["N"]], [at["M"], at["X"]]]).symptoms == [0, 1, 1]


def test_steps_are_the_fewest_links_and_longest_is_the_longest_way_down():
    (cause,) = read(small_map("A>S A>B B>C C>S A>T", "S T")).upstream
    assert (cause.steps, cause.longest) == (1, 3)
    (cause,) = read(small_map("A>B B>C C>S A>C")).upstream
    assert (cause.steps, cause.longest) == (2, 3)


def test_of_equal_expectations_the_one_that_could_reach_more_comes_first():
    cause_map = small_map("A>S B>S B>T C>T", "S T", confidence=1.0)
    doubtful = cause_map.apply(update(cause_map.links["B>T"], confidence=0.0))
    found = [(each.members, each.rank, each.relief) for each in read(doubtful).upstream]
    assert found == [(("B",), 1, ()), (("A",), 2, ()), (("C",), 2, ())]


def test_of_equal_reaches_the_one_that_relieves_more_comes_first():
    cause_map = small_map("A>S A>T B>S:both B>T:two C>S:both D>T:two E>U E>V", "S T U V", confidence=1.0)
    first, second = read(cause_map).upstream[:2]
    assert (first.members, first.rank, first.relief) == (("E",), 1, ("U", "V"))
    assert (second.members, second.rank, second.relief) == (("A",), 2, ())


def test_the_causes_you_can_change_leave_facts_of_life_out():
    cause_map = small_map("Age>Frail Frail>S Rota>S", Age={"control": "fact of life"})
    everything = causes_by_label(cause_map, read(cause_map))
    changeable = causes_by_label(cause_map, read(cause_map, changeable_only=True))
    assert set(everything) == {"Age", "Rota"}
    assert set(changeable) == {"Frail", "Rota"}


def test_a_symptom_that_is_a_fact_of_life_is_still_read():
    cause_map = small_map("A>S", S={"control": "fact of life"})
    assert read(cause_map, changeable_only=True).upstream[0].reach == ("S",)


def test_a_symptom_caused_by_facts_of_life_alone_is_not_called_unexplained():
    cause_map = small_map("Age>S", Age={"control": "fact of life"})
    reading = read(cause_map, changeable_only=True)
    assert (reading.upstream, reading.unexplained, reading.leads_nowhere) == ((), (), ())


def test_a_core_problem_is_what_reaches_the_set_share():
    cause_map = small_map("A>S A>T B>U A>V", "S T U V")
    assert [each.is_core for each in read(cause_map).upstream] == [True, False]
    assert [each.is_core for each in read(cause_map, Settings(core_share=0.76)).upstream] == [False, False]
    seven_of_ten = small_map(" ".join(f"A>S{at}" for at in range(7)), " ".join(f"S{at}" for at in range(10)))
    assert [each.is_core for each in read(seven_of_ten).upstream] == [True]


def test_settings_that_cannot_be_meant_are_refused():
    for wrong in ({"trials": 0}, {"core_share": 1.5}, {"longest_loop": 1}, {"most_loops": -1}):
        with pytest.raises(ValueError, match=r"\.$"):
            Settings(**wrong)


def test_a_reading_survives_the_way_to_another_process():
    cause_map = small_map("A>B B>S C>S C>B D>C C>D")
    reading = read(cause_map, revision=7)
    assert reading.rank_of  # looked up before it travels
    copy = pickle.loads(pickle.dumps(reading))
    assert copy == reading
    assert copy.reach_of("B") == ("S",)
    assert copy.revision == 7


def test_an_update_of_one_link_changes_the_reading_as_a_new_map_would():
    cause_map = small_map("A>B B>S C>S C>B")
    read(cause_map)
    after = cause_map.apply([Update("link", "C>S", {"confidence": 0.8}, {"confidence": 0.5})])
    forgetful = read(after)
    forget_draws()
    assert read(after) == forgetful
