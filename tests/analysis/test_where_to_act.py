"""Focus sets, choke points, quick wins and platforms, each against a slow version on random maps."""

import json
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import networkx as nx
import plain_reading as plain
import pytest
from any_maps import maps, small_map
from hypothesis import given, settings
from hypothesis import strategies as st

from app.analysis import covers, focus_sets
from app.analysis.acting import where_to_act
from app.analysis.covers import best_within, fewest
from app.analysis.reading import read
from app.analysis.settings import Settings
from app.exchange.example import example_records
from app.model.cause_map import CauseMap
from app.model.records import Factor

FEW = Settings(trials=16)
SHARED = Path(__file__).parents[2].parent / "shared" / "maps"


@st.composite
def asked_maps(draw):
    """Maps in which somebody asked for the effort of some factors."""
    cause_map = draw(maps())
    return CauseMap.of(
        record.with_fields({"effort": draw(st.sampled_from([None, 1, 2, 3, 4, 5]))})
        if isinstance(record, Factor)
        else record
        for record in cause_map.records()
    )


def acted(cause_map, budget=6, *, changeable_only=False):
    reading = read(cause_map, FEW, changeable_only=changeable_only)
    return reading, where_to_act(cause_map, reading, budget)


def subsets(things):
    """All of them, smaller ones first and of one size the earlier things first."""
    return (each for size in range(len(things) + 1) for each in combinations(things, size))


def effort_of(cause_map, cause):
    return cause_map.factors[(cause.break_points or cause.members)[0]].effort


# -- sets


@given(st.lists(st.integers(0, 255), max_size=9))
@settings(deadline=None)
def test_the_fewest_sets_are_the_first_of_the_smallest_that_hold_all(sets):
    def union(places):
        return {bit for place in places for bit in range(8) if sets[place] >> bit & 1}

    everything = union(range(len(sets)))
    found = fewest(sets, 255)
    assert found.exact
    assert found.places == next(each for each in subsets(range(len(sets))) if union(each) == everything)


@given(st.lists(st.tuples(st.integers(0, 63), st.integers(1, 5)), max_size=8), st.integers(1, 15))
@settings(deadline=None)
def test_within_an_effort_nothing_holds_more_and_nothing_as_good_is_smaller(given_sets, budget):
    sets, efforts = [each for each, _ in given_sets], [effort for _, effort in given_sets]
    weights = [3, 1, 4, 1, 5, 0]

    def weight(bits):
        return sum(each for bit, each in enumerate(weights) if bits >> bit & 1)

    def worth(places):
        held = {bit for place in places for bit in range(6) if sets[place] >> bit & 1}
        return -sum(weights[bit] for bit in held), len(places), places

    affordable = [each for each in subsets(range(len(sets))) if sum(efforts[place] for place in each) <= budget]
    found = best_within(sets, efforts, budget, weight)
    assert found.exact
    assert found.places == min(affordable, key=worth)


@given(st.lists(st.integers(0, 255), max_size=9), st.integers(1, 9))
@settings(deadline=None)
def test_beyond_the_bound_the_sets_still_hold_all_none_of_them_idle(sets, budget):
    kept = covers.MOST_EXACT, covers.MOST_STATES
    covers.MOST_EXACT, covers.MOST_STATES = 0, -1
    try:
        found, within = fewest(sets, 255), best_within(sets, [2] * len(sets), budget, int.bit_count)
    finally:
        covers.MOST_EXACT, covers.MOST_STATES = kept

    def union(places):
        return {bit for place in places for bit in range(8) if sets[place] >> bit & 1}

    everything = union(range(len(sets)))
    assert union(found.places) == everything
    assert all(union(set(found.places) - {place}) != everything for place in found.places)
    if found.exact and found.places:
        assert not any(union(each) == everything for each in combinations(range(len(sets)), len(found.places) - 1))
    assert 2 * len(within.places) <= budget
    best_alone = max((each.bit_count() for each in sets), default=0)
    assert len(union(within.places)) >= (best_alone if budget >= 2 else 0)
    assert within.exact == (budget < 2 or not any(sets))


# -- focus sets


@given(asked_maps(), st.booleans())
@settings(deadline=None)
def test_the_focus_set_is_the_smallest_that_reaches_what_any_cause_reaches(cause_map, changeable):
    reading, found = acted(cause_map, changeable_only=changeable)
    graph = plain.graph_of(cause_map, changeable)

    def reached(places):
        return {id_ for place in places for id_ in plain.reach_of(graph, cause_map, reading.upstream[place].members)}

    places = range(len(reading.upstream))
    best = next(each for each in subsets(places) if reached(each) == reached(places))
    assert found.reach.exact
    assert found.reach.causes == best
    assert set(found.reach.symptoms) == reached(places)
    assert set(found.reach.beyond) == set(plain.symptoms_of(cause_map)) - reached(places)
    assert found.reach.missed == ()
    asked = [effort_of(cause_map, reading.upstream[place]) for place in best]
    assert found.reach.assumed == asked.count(None)
    assert found.reach.effort == sum(3 if effort is None else effort for effort in asked)


@given(asked_maps(), st.integers(1, 12))
@settings(deadline=None)
def test_within_an_effort_no_affordable_set_reaches_more(cause_map, budget):
    reading, found = acted(cause_map, budget)
    graph = plain.graph_of(cause_map)

    def reached(places):
        return {id_ for place in places for id_ in plain.reach_of(graph, cause_map, reading.upstream[place].members)}

    def effort(places):
        return sum(effort_of(cause_map, reading.upstream[place]) or 3 for place in places)

    def weight(places):
        return sum((Fraction(repr(cause_map.factors[id_].weight)) for id_ in reached(places)), Fraction(0))

    affordable = [each for each in subsets(range(len(reading.upstream))) if effort(each) <= budget]
    best = min(affordable, key=lambda each: (-weight(each), len(each), each))
    assert found.affordable.exact
    assert found.affordable.causes == best
    assert found.affordable.effort == effort(best)
    assert set(found.affordable.missed) == reached(range(len(reading.upstream))) - reached(best)


@given(asked_maps(), st.booleans())
@settings(deadline=None)
def test_the_set_that_ends_most_is_the_smallest_that_does(cause_map, changeable):
    reading, found = acted(cause_map, changeable_only=changeable)
    graph = plain.graph_of(cause_map, changeable)

    def ended(places):
        fixed = {id_ for place in places for id_ in reading.upstream[place].members}
        return plain.relieved(graph, cause_map, fixed)

    places = range(len(reading.upstream))
    most = ended(places)
    assert set(found.end.symptoms) == most
    assert set(found.end.beyond) == set(plain.symptoms_of(cause_map)) - most
    assert found.end.causes == next(each for each in subsets(places) if ended(each) >= most)
    assert found.end.exact


@given(asked_maps())
@settings(deadline=None)
def test_beyond_the_bound_it_still_ends_all_and_none_of_it_is_idle(cause_map):
    kept = focus_sets.MOST_WORLDS
    focus_sets.MOST_WORLDS = 0
    try:
        reading, found = acted(cause_map)
    finally:
        focus_sets.MOST_WORLDS = kept
    graph = plain.graph_of(cause_map)

    def ended(places):
        fixed = {id_ for place in places for id_ in reading.upstream[place].members}
        return plain.relieved(graph, cause_map, fixed)

    most = ended(range(len(reading.upstream)))
    chosen = found.end.causes
    assert ended(chosen) == most
    assert all(ended(set(chosen) - {place}) != most for place in chosen)


def test_of_causes_needed_together_one_is_enough_to_end_and_the_highest_rank_is_named():
    cause_map = small_map("A>S:both B>S:both C>T D>T", "S T")
    reading, found = acted(cause_map)
    named = [reading.upstream[place].members[0] for place in found.end.causes]
    assert sorted(named) in (["A", "C", "D"], ["B", "C", "D"])
    assert len(found.reach.causes) == 2


# -- choke points


@given(asked_maps(), st.booleans())
@settings(deadline=None)
def test_a_choke_point_is_what_cuts_every_way_when_it_is_taken_out(cause_map, changeable):
    reading, found = acted(cause_map, changeable_only=changeable)
    graph = plain.graph_of(cause_map, changeable)
    starts = {id_ for cause in reading.upstream for id_ in cause.members}

    def reached_without(gone):
        left = graph.subgraph(set(graph) - {gone})
        return {id_ for start in starts if start in left for id_ in nx.descendants(left, start)}

    reached = {id_ for id_ in plain.symptoms_of(cause_map) if id_ in reached_without(None)}
    expected = {}
    for factor in set(graph) - starts:
        cut = reached - reached_without(factor) - {factor}
        if cut:
            expected[factor] = cut
    assert {each.factor: set(each.symptoms) for each in found.chokes} == expected
    for each in found.chokes:
        assert each.is_for_all == (set(each.symptoms) == reached - {each.factor})
        meeting = [c for c in reading.upstream if any(nx.has_path(graph, id_, each.factor) for id_ in c.members)]
        assert each.causes == len(meeting)
        assert each.is_symptom == cause_map.factors[each.factor].is_symptom


def test_where_two_streams_meet_is_a_choke_point_and_a_way_round_it_undoes_that():
    _, met = acted(small_map("A>M B>M M>S"))
    assert [(each.factor, each.symptoms, each.causes, each.is_for_all) for each in met.chokes] == [
        ("M", ("S",), 2, True)
    ]
    _, round_it = acted(small_map("A>M B>M M>S B>S"))
    assert round_it.chokes == ()


# -- quick wins


@given(asked_maps(), st.booleans())
@settings(deadline=None)
def test_every_cause_has_the_mean_share_of_its_trials(cause_map, changeable):
    reading, found = acted(cause_map, changeable_only=changeable)
    graph = plain.graph_of(cause_map, changeable)
    left = [plain.trial_graph(graph, trial, FEW.seed) for trial in range(FEW.trials)]
    assert [each.factor for each in found.levers] == [id_ for id_ in graph if not cause_map.factors[id_].is_symptom]
    for each in found.levers:
        shares = [plain.share_of(cause_map, plain.reach_of(one, cause_map, [each.factor])) for one in left]
        assert each.share == pytest.approx(float(sum(shares, Fraction(0)) / len(shares)), abs=1e-12)
        assert each.reached == len(plain.reach_of(graph, cause_map, [each.factor]))
        assert each.rank == reading.rank_of.get(each.factor, 0)


@given(asked_maps())
@settings(deadline=None)
def test_quick_wins_are_easy_and_deep_rooted_causes_hard_and_far_up_or_wide(cause_map):
    reading, found = acted(cause_map)
    graph = plain.graph_of(cause_map)
    for each in found.levers:
        reached = plain.reach_of(graph, cause_map, [each.factor])
        wide = each.factor in reading.rank_of or plain.share_of(cause_map, reached) >= Fraction(7, 10)
        expected = "plain"
        if reached and each.effort in (1, 2):
            expected = "quick win"
        elif reached and each.effort in (4, 5) and wide:
            expected = "deep-rooted"
        assert each.kind == expected


@given(asked_maps())
@settings(deadline=None)
def test_each_quick_win_has_a_shortest_chain_to_the_deep_rooted_cause_it_prepares(cause_map):
    _, found = acted(cause_map)
    whole = plain.graph_of(cause_map)
    graph = whole.subgraph(set(whole) - set(plain.symptoms_of(cause_map)))
    deep = [each.factor for each in found.levers if each.kind == "deep-rooted"]
    told = {each.quick_win: each for each in found.platforms}
    assert len(told) == len(found.platforms)
    for lever in found.levers:
        quick = lever.factor
        below = [nx.shortest_path_length(graph, quick, each) for each in deep if nx.has_path(graph, quick, each)]
        above = [nx.shortest_path_length(graph, each, quick) for each in deep if nx.has_path(graph, each, quick)]
        if lever.kind != "quick win" or not (below or above):
            assert quick not in told
            continue
        chain = told[quick]
        assert chain.prepares == bool(below)
        ends = (quick, chain.deep_rooted) if below else (chain.deep_rooted, quick)
        assert (chain.factors[0], chain.factors[-1]) == ends
        assert len(chain.links) == len(chain.factors) - 1 == min(below or above)
        for link, cause, effect in zip(chain.links, chain.factors, chain.factors[1:], strict=False):
            assert (cause_map.links[link].cause, cause_map.links[link].effect) == (cause, effect)


def test_of_two_equally_near_deep_rooted_causes_the_one_that_reaches_more_is_prepared():
    cause_map = small_map(
        "A>D1 A>D2 D1>S D2>S D2>T", "S T", confidence=1.0, A={"effort": 1}, D1={"effort": 5}, D2={"effort": 4}
    )
    _, found = acted(cause_map)
    # D1 leads to one of two symptoms only: neither most upstream nor a core problem.
    assert [(each.quick_win, each.deep_rooted) for each in found.platforms] == [("A", "D2")]


@given(asked_maps(), st.integers(0, 4))
@settings(deadline=None)
def test_with_a_bound_the_levers_of_the_greatest_share_stay(cause_map, most):
    reading = read(cause_map, FEW)
    whole, short = where_to_act(cause_map, reading, 6), where_to_act(cause_map, reading, 6, most)
    assert [each for each in whole.levers if each in short.levers] == list(short.levers)
    assert len(short.levers) == min(most, len(whole.levers))
    gone = [each.share for each in whole.levers if each not in short.levers]
    assert not gone or not short.levers or max(gone) <= min(each.share for each in short.levers)
    assert (short.platforms, short.chokes) == (whole.platforms[:most], whole.chokes[:most])
    assert short.causes == whole.causes == len(whole.levers)


def test_nothing_comes_of_an_empty_map():
    reading, found = acted(small_map("", ""))
    assert reading.upstream == ()
    assert (found.reach.causes, found.affordable.causes, found.end.causes) == ((), (), ())
    assert (found.chokes, found.levers, found.platforms) == ((), (), ())


# -- real maps


def test_one_cause_reaches_all_of_the_summit_map_and_little_of_it_ends_anything():
    cause_map = CauseMap.of(example_records()[1])
    reading = read(cause_map)
    found = where_to_act(cause_map, reading, 3)
    assert [reading.upstream[place].rank for place in found.reach.causes] == [1]
    assert found.reach.symptoms == reading.symptoms
    assert found.affordable.effort <= 3
    # Every symptom has a cause of its own in nearly every stream: each of the most upstream causes is needed.
    assert len(found.end.causes) == len(reading.upstream)
    quick = {cause_map.factors[each.factor].effort for each in found.levers if each.kind == "quick win"}
    assert quick == {1, 2}


@pytest.mark.skipif(not SHARED.is_dir(), reason="the folder of shared maps is not beside the project")
def test_the_handbrake_alone_is_the_focus_set_of_the_car_in_the_pool():
    told = json.loads((SHARED / "neutral" / "crt-car-in-pool.json").read_text("utf-8"))
    names = {node["id"]: node["label"] for node in told["nodes"]}
    cause_map = small_map(
        " ".join(
            f"{k['cause']}>{k['effect']}" + (f":{k['and_group']}" if k.get("and_group") else "") for k in told["links"]
        ),
        " ".join(node["id"] for node in told["nodes"] if node["kind"] == "symptom"),
    )
    reading, found = acted(cause_map)
    chosen = [names[reading.upstream[place].members[0]] for place in found.reach.causes]
    assert len(chosen) == 1
    assert chosen[0].startswith("The handb")  # as its author spells it
    ending = [names[reading.upstream[place].members[0]] for place in found.end.causes]
    assert any(label.startswith("The handb") for label in ending)
