"""The trace of chosen factors against networkx."""

import networkx as nx
import plain_reading as plain
from any_maps import maps, small_map
from hypothesis import given, settings
from hypothesis import strategies as st

from app.analysis.trace import trace


@settings(deadline=None, max_examples=150)
@given(maps(most_factors=9), st.data())
def test_a_trace_holds_all_that_leads_to_and_from_the_chosen(cause_map, data):
    graph = plain.graph_of(cause_map)
    chosen = data.draw(st.lists(st.sampled_from(list(graph)), unique=True)) if len(graph) else []
    found = trace(cause_map, chosen)
    cause_of, effect_of = nx.ancestors, nx.descendants
    near = {each for id_ in chosen for each in graph.successors(id_)}
    far = {each for id_ in chosen for each in graph.predecessors(id_)}
    assert found.downstream == near.union(*(effect_of(graph, each) for each in near))
    assert found.upstream == far.union(*(cause_of(graph, each) for each in far))
    assert found.links == {
        link.id
        for cause, effect, link in graph.edges(data="link")
        if any(effect == each or each in effect_of(graph, effect) for each in chosen)
        or any(cause == each or cause in effect_of(graph, each) for each in chosen)
    }


def test_a_chosen_factor_is_upstream_of_itself_only_in_a_loop():
    cause_map = small_map("A>B B>C C>B C>S")
    assert trace(cause_map, ["A"]).upstream == frozenset()
    assert trace(cause_map, ["B"]).upstream == {"A", "B", "C"}


def test_factors_that_are_gone_are_passed_over():
    found = trace(small_map("A>S"), ["nobody"])
    assert (found.upstream, found.downstream, found.links) == (frozenset(), frozenset(), frozenset())
