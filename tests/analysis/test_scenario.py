"""What if: what goes, what stays and why, against plain networkx and sets; and what is left of the map."""

import pickle
from collections.abc import Sequence
from fractions import Fraction

import networkx as nx
import pytest
from any_maps import maps, small_map
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_reading import active, graph_of, share_of, symptoms_of, unexplained

from app.analysis.reading import read
from app.analysis.scenario import Suppositions, kept_in, outcome, shifts, suppose
from app.analysis.settings import Settings
from app.model import edits
from app.model.cause_map import CauseMap
from app.model.changes import Add, update
from app.model.records import Scenario, Supposition

FEW_TRIALS = Settings(trials=64)


@st.composite
def supposed_maps(draw):
    """A map and what is supposed on it."""
    cause_map = draw(maps())

    def some(ids):
        return frozenset(draw(st.lists(st.sampled_from(list(ids)), max_size=3))) if ids else frozenset()

    return cause_map, Suppositions(some(cause_map.factors), some(cause_map.links), some(cause_map.links))


def without(cause_map: CauseMap, links: Sequence[str]) -> CauseMap:
    return cause_map.apply(edits.delete(cause_map, sorted(links)))


def plain(cause_map: CauseMap, told: Suppositions):
    """The graph without the rejected links, what is active on it while nothing is fixed, and once all is."""
    graph = graph_of(without(cause_map, told.rejected))
    return graph, active(graph, set()), active(graph, set(told.fixed))


@given(supposed_maps())
@settings(deadline=None)
def test_a_symptom_goes_if_it_was_active_without_the_rejected_links_and_is_not_once_the_rest_is_fixed(supposed):
    cause_map, told = supposed
    _, before, after = plain(cause_map, told)
    found = outcome(cause_map, told)
    gone = {id_ for id_ in symptoms_of(cause_map) if id_ in before - after or id_ in told.fixed}
    assert set(found.gone) == gone
    assert [each.symptom for each in found.stays] == [id_ for id_ in symptoms_of(cause_map) if id_ not in gone]
    assert found.stopped == (before - after) | told.fixed
    share = Fraction(found.share_gone).limit_denominator(10**9)
    assert share == pytest.approx(share_of(cause_map, gone))


@given(supposed_maps())
@settings(deadline=None)
def test_a_rejected_link_makes_a_symptom_unexplained_and_never_takes_it_away(supposed):
    cause_map, told = supposed
    found = outcome(cause_map, told)
    bare = unexplained(without(cause_map, told.rejected)) - unexplained(cause_map)
    assert set(found.unexplained) == bare - set(found.gone)
    assert not outcome(cause_map, Suppositions(rejected=told.rejected, doubted=told.doubted)).gone


@given(supposed_maps(), st.data())
@settings(deadline=None)
def test_fixing_more_never_brings_back_a_symptom(supposed, data):
    cause_map, told = supposed
    more = data.draw(st.sampled_from([*cause_map.factors, ""]))
    found = outcome(cause_map, told)
    after = outcome(cause_map, told.with_([more] if more else [], "fixed"))
    assert set(found.gone) <= set(after.gone)
    assert found.stopped <= after.stopped
    assert found.weight_gone <= after.weight_gone + 1e-9


@given(supposed_maps())
@settings(deadline=None)
def test_every_reason_why_a_symptom_stays_is_true_and_does_not_rest_on_that_symptom(supposed):
    cause_map, told = supposed
    graph, _, on = plain(cause_map, told)
    links = without(cause_map, told.rejected).links
    bare = unexplained(without(cause_map, told.rejected))
    loops = [group for group in nx.strongly_connected_components(graph) if len(group) > 1]
    for stay in outcome(cause_map, told).stays:
        assert (stay.why == "unexplained") == (stay.symptom in bare)
        assert (stay.why == "waiting") == (stay.symptom not in on)
        assert set(stay.causes) <= on
        if stay.why == "caused":
            asked = active(graph, set(told.fixed) | {stay.symptom})
            assert set(stay.causes) <= asked, "they go on without the symptom"
            ways: dict[str, set[str]] = {}
            for link in links.values():
                if link.effect == stay.symptom:
                    ways.setdefault(link.together or link.id, set()).add(link.cause)
            assert set(stay.causes) in ways.values(), "they are enough"
            at = stay.start
            for id_ in stay.way:
                assert links[id_].cause == at
                assert at in on
                at = links[id_].effect
            assert at == stay.symptom
            source = next((group for group in loops if stay.start in group), {stay.start})
            assert all(cause in source for cause, effect in graph.edges if effect in source)
        if stay.why == "loop":
            assert any(
                stay.symptom in group and not nx.is_directed_acyclic_graph(graph.subgraph(group - told.fixed))
                for group in loops
            )


@given(supposed_maps())
@settings(deadline=None)
def test_links_rejected_and_doubted_are_read_like_links_deleted_and_made_less_sure(supposed):
    cause_map, told = supposed
    left = suppose(cause_map, Suppositions(doubted=told.doubted, rejected=told.rejected))
    edited = without(cause_map, told.rejected)
    doubted = [edited.links[id_] for id_ in sorted(told.doubted) if id_ in edited.links]
    edited = edited.apply([each for link in doubted for each in update(link, confidence=link.confidence / 2)])
    assert read(left, FEW_TRIALS) == read(edited, FEW_TRIALS)


@given(supposed_maps())
@settings(deadline=None)
def test_what_is_left_holds_what_still_goes_on_and_no_half_of_what_is_needed_together(supposed):
    cause_map, told = supposed
    _, before, after = plain(cause_map, told)
    left = suppose(cause_map, told)
    assert set(left.factors) == set(cause_map.factors) - (before - after) - told.fixed
    assert CauseMap.of(left.records()) == left, "it keeps every rule of a map"
    whole = without(cause_map, told.rejected)
    for link in whole.links.values():
        group = [each.cause for each in whole.links.values() if each.together == link.together]
        halved = link.together and link.effect in after and not set(group) <= set(left.factors)
        ends = {link.cause, link.effect} <= set(left.factors)
        assert (link.id in left.links) == (ends and not halved)


@given(supposed_maps())
@settings(deadline=None)
def test_no_cause_is_expected_to_reach_more_than_before(supposed):
    cause_map, told = supposed
    before, after = read(cause_map, FEW_TRIALS), read(suppose(cause_map, told), FEW_TRIALS)
    found = shifts(before, after, outcome(cause_map, told))
    assert [each.after for each in found if each.after] == list(after.upstream)
    assert {each.before.members for each in found if each.before} == {each.members for each in before.upstream}
    for each in found:
        if each.before:
            assert each.expected_after <= each.expected_before + 1e-9
        else:
            assert each.after


def test_nothing_supposed_leaves_the_map_as_it_is():
    cause_map = small_map("A>B B>S")
    assert suppose(cause_map, Suppositions()) is cause_map
    assert suppose(cause_map, Suppositions(frozenset(["not there"]))) is cause_map
    assert not Suppositions()


def test_a_cause_that_is_fixed_ends_a_symptom_that_has_no_other():
    cause_map = small_map("A>B B>S C>T B>T", "S T")
    found = outcome(cause_map, Suppositions(frozenset("A")))
    assert found.gone == ("S",)
    (stay,) = found.stays
    assert (stay.symptom, stay.why, stay.causes, stay.way, stay.start) == ("T", "caused", ("C",), ("C>T",), "C")
    assert found.share_gone == 0.5


def test_of_two_causes_needed_together_either_is_enough_to_fix():
    cause_map = small_map("A>S:x B>S:x C>T B>T", "S T")
    assert outcome(cause_map, Suppositions(frozenset("A"))).gone == ("S",)
    cause_map = small_map("A>S:x B>S:x C>S")
    assert not outcome(cause_map, Suppositions(frozenset("A"))).gone
    # What is left of the two does not suffice, so that B does not look like a cause of its own.
    assert set(suppose(cause_map, Suppositions(frozenset("A"))).links) == {"C>S"}
    assert outcome(cause_map, Suppositions(frozenset("A"))).stays[0].causes == ("C",)


def test_a_root_loop_goes_on_until_it_is_broken():
    cause_map = small_map("A>B B>A B>C C>B C>S")
    assert not outcome(cause_map, Suppositions(frozenset("A"))).gone
    assert outcome(cause_map, Suppositions(frozenset("B"))).gone == ("S",)


def test_a_symptom_in_a_root_loop_stays_as_long_as_the_loop_goes_on():
    cause_map = small_map("A>S S>A B>A S>B")
    (stay,) = outcome(cause_map, Suppositions(frozenset("B"))).stays
    assert (stay.why, stay.causes) == ("loop", ("A",))
    assert outcome(cause_map, Suppositions(frozenset("A"))).gone == ("S",)


def test_a_rejected_link_leaves_its_effect_without_a_cause_but_in_place():
    cause_map = small_map("A>B B>S")
    found = outcome(cause_map, Suppositions(frozenset("A"), rejected=frozenset(["B>S"])))
    assert (found.gone, found.unexplained) == ((), ("S",))
    found = outcome(cause_map, Suppositions(frozenset("A"), rejected=frozenset(["A>B"])))
    assert (found.gone, found.unexplained) == ((), ())
    assert found.stays[0].causes == ("B",)


def test_what_only_waits_for_itself_is_said_to_wait():
    cause_map = small_map("A>B:x S>B:x B>S C>T", "S T")
    stays = {each.symptom: each.why for each in outcome(cause_map, Suppositions(frozenset("C"))).stays}
    assert stays == {"S": "waiting"}


def test_a_symptom_can_itself_be_supposed_fixed():
    cause_map = small_map("A>S S>T", "S T")
    assert outcome(cause_map, Suppositions(frozenset("S"))).gone == ("S", "T")


def test_suppositions_change_one_by_one_and_can_be_sent_to_another_process():
    told = Suppositions().with_(["a", "b"], "fixed").with_(["k"], "doubted")
    assert (told.of("a"), told.of("k"), told.of("z"), len(told)) == ("fixed", "doubted", None, 3)
    told = told.with_(["k"], "rejected").with_(["a"], None)
    assert told == Suppositions(frozenset("b"), rejected=frozenset("k"))
    assert pickle.loads(pickle.dumps(told)) == told


def test_suppositions_lose_what_is_not_on_the_map():
    cause_map = small_map("A>B B>S")
    told = Suppositions(frozenset("AZ"), frozenset(["A>B", "A>Z"]), frozenset(["B>S", "Z>S"]))
    assert told.within(cause_map) == Suppositions(frozenset("A"), frozenset(["A>B"]), frozenset(["B>S"]))


def test_a_scenario_of_the_map_is_read_back_as_what_it_supposes():
    cause_map = small_map("A>B B>S")
    kept = cause_map.apply([
        Add(Scenario(id="one", name="Pay more")),
        Add(Scenario(id="two", name="Nothing")),
        Add(Supposition(id="p", scenario="one", subject="A", what="fixed")),
        Add(Supposition(id="q", scenario="one", subject="B>S", what="doubted")),
    ])  # fmt: skip
    assert kept_in(kept, "one") == Suppositions(frozenset("A"), frozenset(["B>S"]))
    assert not kept_in(kept, "two")
    assert set(suppose(kept, kept_in(kept, "one")).suppositions) == set(), "what is fixed is not on it any more"
