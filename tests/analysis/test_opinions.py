"""Second opinions, each worked out once more from its definition with plain networkx and sets."""

from fractions import Fraction

import networkx as nx
import plain_reading as plain
import pytest
from any_maps import maps, small_map
from hypothesis import given, settings

from app.analysis.opinions import second_opinions


def by_factor(cause_map):
    return {each.factor: each for each in second_opinions(cause_map).factors}


@settings(deadline=None, max_examples=150)
@given(maps(most_factors=10))
def test_domain_and_central_are_those_of_their_definition(cause_map):
    graph = plain.graph_of(cause_map)
    around = graph.to_undirected()
    for id_, each in by_factor(cause_map).items():
        assert each.domain == graph.in_degree(id_) + graph.out_degree(id_)
        far = nx.single_source_shortest_path_length(around, id_)
        assert each.central == pytest.approx(float(sum(Fraction(1, d) for d in far.values() if 1 <= d <= 5)))


def test_central_counts_no_farther_than_five_links():
    cause_map = small_map("A>B B>C C>D D>E E>F F>G")
    assert by_factor(cause_map)["A"].central == pytest.approx(1 + 1 / 2 + 1 / 3 + 1 / 4 + 1 / 5)


@settings(deadline=None, max_examples=150)
@given(maps(most_factors=10))
def test_driving_and_dependence_count_what_is_reached_and_the_average_parts_the_quarters(cause_map):
    graph = plain.graph_of(cause_map)
    told = second_opinions(cause_map)
    drives = {id_: len(nx.descendants(graph, id_)) for id_ in graph}
    depends = {id_: len(nx.ancestors(graph, id_)) for id_ in graph}
    middle = Fraction(sum(drives.values()), max(1, len(drives)))
    assert sum(drives.values()) == sum(depends.values())
    assert told.average == pytest.approx(float(middle))
    names = {
        (True, False): "driver",
        (True, True): "in the thick",
        (False, True): "outcome",
        (False, False): "apart",
    }
    for each in told.factors:
        assert (each.driving, each.dependence) == (drives[each.factor], depends[each.factor])
        assert each.quarter == names[drives[each.factor] > middle, depends[each.factor] > middle]


def warfield(cause_map):
    """Levels by taking away, again and again, what leads to nothing that does not lead back to it (Warfield 1974)."""
    graph = plain.graph_of(cause_map)
    below = {id_: nx.descendants(graph, id_) | {id_} for id_ in graph}
    above = {id_: nx.ancestors(graph, id_) | {id_} for id_ in graph}
    levels, left, level = {}, set(graph), 0
    while left:
        level += 1
        top = {id_ for id_ in left if below[id_] & left <= above[id_]}
        levels |= dict.fromkeys(top, level)
        left -= top
    return levels


@settings(deadline=None, max_examples=200)
@given(maps(most_factors=10))
def test_levels_are_those_of_warfield_and_a_loop_group_shares_one(cause_map):
    levels = {id_: each.level for id_, each in by_factor(cause_map).items()}
    assert levels == warfield(cause_map)
    for group in nx.strongly_connected_components(plain.graph_of(cause_map)):
        assert len({levels[id_] for id_ in group}) == 1


def test_an_empty_map_has_no_opinions():
    told = second_opinions(small_map("", symptoms=""))
    assert (told.factors, told.average) == ((), 0.0)


def test_a_parked_factor_has_no_part_in_it():
    cause_map = small_map("A>S P", P={"parked": True})
    assert [each.factor for each in second_opinions(cause_map).factors] == ["A", "S"]
