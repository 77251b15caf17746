"""The ways from one factor to another, against all simple paths of networkx."""

from itertools import pairwise
from math import prod

import networkx as nx
import plain_reading as plain
import pytest
from any_maps import maps, small_map
from hypothesis import given, settings
from hypothesis import strategies as st
from test_analysis_loops import large_map

from app.analysis.paths import find_paths
from app.analysis.walk import sentences


@st.composite
def questions(draw):
    cause_map = draw(maps(most_factors=7))
    ids = list(cause_map.factors)
    if len(ids) < 2:
        return small_map("A>B", symptoms="B"), "A", "B"
    start = draw(st.sampled_from(ids))
    return cause_map, start, draw(st.sampled_from([id_ for id_ in ids if id_ != start]))


def plain_ways(cause_map, start, goal):
    """Every way as its factors, with the product of its confidences."""
    graph = plain.graph_of(cause_map)
    return {
        tuple(way): prod(graph.edges[ends]["link"].confidence for ends in pairwise(way))
        for way in nx.all_simple_paths(graph, start, goal)
    }


@settings(deadline=None, max_examples=200)
@given(questions())
def test_the_ways_are_those_of_networkx_with_the_shortest_and_the_strongest(question):
    cause_map = question[0]
    found, ways = find_paths(*question, most=10**6), plain_ways(*question)
    assert sorted(path.factors for path in found.listed) == sorted(ways)
    assert not found.capped
    assert not found.spent
    for path in found.listed:
        assert path.confidence == pytest.approx(ways[path.factors])
        links = [cause_map.links[id_] for id_ in path.links]
        assert [(link.cause, link.effect) for link in links] == list(pairwise(path.factors))
        assert path.less == [link.polarity for link in links].count("-")
        assert path.unsaid == [link.polarity for link in links].count("")
        assert path.upstream().holds(cause_map)
        assert len(sentences(cause_map, path.upstream())) == len(path.links) + 2
    assert [len(path.links) for path in found.listed] == sorted(len(way) - 1 for way in ways)
    if not ways:
        assert found.shortest is None
        assert found.strongest is None
        return
    fewest = min(map(len, ways))
    assert len(found.shortest.factors) == fewest
    assert found.shortest.confidence == pytest.approx(max(sure for way, sure in ways.items() if len(way) == fewest))
    assert found.strongest.confidence == pytest.approx(max(ways.values()))
    assert {found.shortest.factors, found.strongest.factors} <= set(ways)


@settings(deadline=None, max_examples=100)
@given(questions(), st.integers(1, 4), st.integers(1, 6))
def test_within_bounds_the_shortest_are_listed_and_it_says_whether_there_are_more(question, most, longest):
    ways = plain_ways(*question)
    found = find_paths(*question, most=most, longest=longest)
    allowed = max(longest, min((len(way) - 1 for way in ways), default=0))
    within = sorted(len(way) - 1 for way in ways if len(way) - 1 <= allowed)
    assert [len(path.links) for path in found.listed] == within[:most]
    assert found.capped == (len(within) > most)


def test_more_makes_more_by_an_even_number_of_minuses():
    cause_map = small_map("A>B B>S")
    assert find_paths(cause_map, "A", "S").shortest.makes_more


def test_nothing_is_found_from_a_factor_to_itself_or_to_one_that_is_not_there():
    cause_map = small_map("A>B B>A A>S")
    for start, goal in (("A", "A"), ("A", "gone"), ("gone", "A"), ("S", "A")):
        found = find_paths(cause_map, start, goal)
        assert (found.shortest, found.strongest, found.listed) == (None, None, ())


def test_a_way_longer_than_the_bound_is_listed_if_it_is_the_shortest():
    cause_map = large_map(30, [(at, at + 1) for at in range(29)])
    found = find_paths(cause_map, "f0", "f29")
    assert [len(path.links) for path in found.listed] == [29]
    assert found.longest == 29


def test_a_dense_map_of_210_gives_the_first_200_ways_and_says_that_there_are_more():
    dense = large_map(210, [(a, b) for a in range(210) for b in range(210)])
    found = find_paths(dense, "f0", "f209")
    assert (len(found.listed), found.capped) == (200, True)
    assert len(found.shortest.links) == 1


def test_a_search_that_would_not_end_stops_and_says_so():
    # From every layer to the next by 900 ways, and one long way round to the goal.
    layers = [(30 * k + a, 30 * (k + 1) + b) for k in range(4) for a in range(30) for b in range(30)]
    hopeless = large_map(160, [*layers, *((119 + a, 0) for a in range(30)), (149, 150), (0, 150)])
    found = find_paths(hopeless, "f0", "f150", most=10**9, most_looks=2000)
    assert found.spent
    assert found.shortest is not None
