"""Which links would all have to be wrong for a cause to lose a symptom, against trying every set of links."""

from itertools import combinations

import networkx as nx
import plain_reading as plain
from any_maps import maps, small_map
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.analysis.cuts import cuts, hanging_on_one_link
from app.analysis.groups import groups_of
from app.analysis.reading import can_change, read
from app.analysis.settings import Settings
from app.model.changes import update


def reached(graph: nx.DiGraph, members, without=()) -> set:
    left = graph.copy()
    left.remove_edges_from((link.cause, link.effect) for link in without)
    return {each for member in members for each in nx.descendants(left, member) | {member}}


def best_cuts(graph: nx.DiGraph, members, symptom) -> list:
    """Of all sets of links without which the symptom is lost, the smallest; of those the least sure ones together."""
    links = [link for _, _, link in graph.edges(data="link")]
    for size in range(len(links) + 1):
        found = [each for each in combinations(links, size) if symptom not in reached(graph, members, each)]
        if found:

            def sure(cut):
                return sum(round(link.confidence * 1_000_000) for link in cut)

            return [each for each in found if sure(each) == min(map(sure, found))]
    raise AssertionError("without any links nothing is reached")


@settings(deadline=None, max_examples=120)
@given(maps(most_factors=6), st.booleans())
def test_a_cut_is_the_smallest_the_least_sure_and_the_nearest_of_all_sets_of_links(cause_map, changeable_only):
    keep = can_change if changeable_only else None
    graph = plain.graph_of(cause_map, changeable_only)
    assume(graph.number_of_edges() <= 14)
    for cause in read(cause_map, Settings(trials=1), changeable_only=changeable_only).upstream:
        found = cuts(cause_map, cause.members, keep)
        assert tuple(cut.symptom for cut in found) == cause.reach
        for cut in found:
            best = best_cuts(graph, cause.members, cut.symptom)
            (ours,) = [each for each in best if {link.id for link in each} == set(cut.links)]
            assert len(cut.links) == len(ours)
            side = reached(graph, cause.members, ours)
            assert all(side <= reached(graph, cause.members, each) for each in best)
            assert cut.hangs_on_one == (len(ours) == 1)


@settings(deadline=None, max_examples=120)
@given(maps(most_factors=10, controls=st.just("ours")))
def test_what_hangs_on_one_link_is_what_the_cuts_say(cause_map):
    groups = groups_of(cause_map)
    number = {factor.id: at for at, factor in enumerate(groups.factors)}
    for cause in read(cause_map, Settings(trials=1)).upstream:
        found = hanging_on_one_link(groups, [number[id_] for id_ in cause.members])
        assert {(groups.factors[symptom].id, groups.links[link].id) for symptom, link in found.items()} == {
            (cut.symptom, cut.links[0]) for cut in cuts(cause_map, cause.members) if cut.hangs_on_one
        }


@settings(deadline=None, max_examples=60)
@given(maps(most_factors=20, controls=st.just("ours")))
def test_a_cut_is_as_large_as_networkx_finds_it(cause_map):
    graph = plain.graph_of(cause_map)
    for cause in read(cause_map, Settings(trials=1)).upstream:
        joined = nx.DiGraph()
        for start, end in graph.edges:
            ends = "cause" if start in cause.members else start, "cause" if end in cause.members else end
            if ends[0] != ends[1]:
                joined.add_edge(*ends, capacity=joined.get_edge_data(*ends, {"capacity": 0})["capacity"] + 1)
        for cut in cuts(cause_map, cause.members):
            assert len(cut.links) == nx.minimum_cut_value(joined, "cause", cut.symptom)


def test_of_two_links_in_a_row_the_less_sure_one_is_named_and_else_the_nearer_one():
    cause_map = small_map("A>B B>C C>S")
    assert [cut.links for cut in cuts(cause_map, ["A"])] == [("A>B",)]
    doubtful = cause_map.apply(update(cause_map.links["C>S"], confidence=0.5))
    assert [cut.links for cut in cuts(doubtful, ["A"])] == [("C>S",)]


def test_a_root_loop_is_one_place_and_its_own_links_are_no_ways():
    (cut,) = cuts(small_map("A>B B>A A>S B>S"), ["A", "B"])
    assert cut.links == ("A>S", "B>S")


def test_a_way_found_first_may_be_taken_back():
    (cut,) = cuts(small_map("A>B A>C B>D C>D B>E D>S E>S"), ["A"])
    assert len(cut.links) == 2


def test_ids_that_are_not_on_the_map_are_passed_over():
    cause_map = small_map("A>S")
    assert cuts(cause_map, ["nobody"]) == ()
    assert [cut.links for cut in cuts(cause_map, ["A", "nobody"])] == [("A>S",)]
