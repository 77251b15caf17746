"""The listing of loops: all short ones, shortest first, an honest end, and never a hang."""

from itertools import pairwise

import networkx as nx
import plain_reading as plain
from any_maps import maps, small_map
from hypothesis import given, settings
from hypothesis import strategies as st

from app.analysis import loops as module
from app.analysis.loops import find_loops
from app.analysis.settings import Settings
from app.model.cause_map import CauseMap
from app.model.records import ABOUT_ID, About, Factor, Link


def large_map(count: int, pairs) -> CauseMap:
    return CauseMap.of(
        [
            About(id=ABOUT_ID),
            *(Factor(id=f"f{at}", label=f"Factor {at}") for at in range(count)),
            *(Link(id=f"{a}>{b}", cause=f"f{a}", effect=f"f{b}") for a, b in dict.fromkeys(pairs) if a != b),
        ]
    )


def turned(circle):
    """A circle from its least member on, so that two ways to write it are equal."""
    at = circle.index(min(circle))
    return tuple(circle[at:] + circle[:at])


@settings(deadline=None, max_examples=150)
@given(maps(most_factors=9), st.integers(2, 9))
def test_the_loops_are_those_of_networkx_with_their_kinds(cause_map, longest):
    found = find_loops(cause_map, Settings(longest_loop=longest, most_loops=10**6))
    graph = plain.graph_of(cause_map)
    expected = {turned(circle) for circle in nx.simple_cycles(graph, length_bound=longest)}
    assert sorted(turned(list(loop.members)) for loop in found.loops) == sorted(expected)
    assert not found.capped
    for loop in found.loops:
        links = [cause_map.links[id_] for id_ in loop.links]
        assert [link.cause for link in links] == list(loop.members)
        assert [link.effect for link in links] == [*loop.members[1:], loop.members[0]]
        minuses = [link for link in links if link.polarity == "-"]
        assert loop.kind == ("reinforcing" if len(minuses) % 2 == 0 else "balancing")
    assert all(len(a.members) <= len(b.members) for a, b in pairwise(found.loops))


@settings(deadline=None, max_examples=80)
@given(maps(most_factors=8), st.integers(0, 6))
def test_capped_says_whether_there_are_more_than_are_listed(cause_map, most):
    everything = find_loops(cause_map, Settings(most_loops=10**6)).loops
    found = find_loops(cause_map, Settings(most_loops=most))
    assert found.loops == everything[:most]
    assert found.capped == (len(everything) > most)


def test_a_link_of_no_said_polarity_counts_as_plus():
    (loop,) = find_loops(small_map("A>B B>A")).loops
    assert loop.kind == "reinforcing"


def test_a_dense_loop_group_of_210_is_listed_up_to_the_limit_and_says_so():
    complete = large_map(210, [(a, b) for a in range(210) for b in range(210)])
    found = find_loops(complete)
    assert (len(found.loops), found.capped) == (500, True)
    assert {len(loop.members) for loop in found.loops} == {2}


def test_a_search_that_would_not_end_stops_and_says_so(monkeypatch):
    layers = [(30 * k + a, 30 * (k + 1) + b) for k in range(4) for a in range(30) for b in range(30)]
    hopeless = large_map(150, [*layers, *((120 + a, b) for a in range(30) for b in range(30))])
    monkeypatch.setattr(module, "MOST_LOOKS", 1000)
    found = find_loops(hopeless, Settings(most_loops=10**9))
    assert found.capped
    assert len(found.loops) < 1000


def test_a_tree_of_links_both_ways_has_its_pairs_as_loops_and_no_more():
    pairs = [ends for at in range(1, 210) for ends in ((at, (at - 1) // 2), ((at - 1) // 2, at))]
    found = find_loops(large_map(210, pairs))
    assert (len(found.loops), found.capped) == (209, False)
