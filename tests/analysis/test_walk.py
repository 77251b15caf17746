"""The walk upstream, against networkx, and what is said on the way."""

from itertools import pairwise
from math import prod

import networkx as nx
import plain_reading as plain
import pytest
from any_maps import maps, small_map
from hypothesis import given, settings
from hypothesis import strategies as st

from app.analysis.reading import read
from app.analysis.walk import Walk, sentences, walk_for, way_between
from app.model.cause_map import CauseMap
from app.model.records import ABOUT_ID, About, Factor, Link


def chain(*labels, signs=()):
    """A map of one chain, the symptom first, as a walk goes."""
    signs = signs or [""] * (len(labels) - 1)
    ids = [str(number) for number in range(len(labels))]
    records = [About(id=ABOUT_ID)]
    records += [
        Factor(id=id_, label=label, kind="symptom" if id_ == "0" else "cause")
        for id_, label in zip(ids, labels, strict=True)
    ]
    records += [Link(id=f"{at}", cause=ids[at + 1], effect=ids[at], polarity=sign) for at, sign in enumerate(signs)]
    return CauseMap.of(records), Walk(tuple(ids), tuple(ids[:-1]))


def cost(cause_map, way):
    """What a way costs, from cause to effect: links that make less, links, and how unsure it is."""
    links = [cause_map.link_between(cause, effect) for cause, effect in pairwise(way)]
    return sum(each.polarity == "-" for each in links), len(links), prod(max(each.confidence, 1e-9) for each in links)


@settings(deadline=None, max_examples=100)
@given(maps(most_factors=6), st.data())
def test_a_way_is_the_best_of_all_ways(cause_map, data):
    graph = plain.graph_of(cause_map)
    if len(graph) < 2:
        return
    effect = data.draw(st.sampled_from(list(graph)))
    causes = data.draw(st.lists(st.sampled_from(list(graph)), min_size=1, max_size=3, unique=True))
    found = way_between(cause_map, effect, causes)
    ways = [way for cause in causes if cause != effect for way in nx.all_simple_paths(graph, cause, effect)]
    if not ways:
        assert found is None
        return
    assert found.factors[0] == effect
    assert found.factors[-1] in causes
    assert found.holds(cause_map)
    against, count, sure = cost(cause_map, found.factors[::-1])
    assert (against, count) == min(cost(cause_map, way)[:2] for way in ways)
    surest = max(each[2] for way in ways if (each := cost(cause_map, way))[:2] == (against, count))
    assert sure == pytest.approx(surest, rel=1e-6)


@settings(deadline=None, max_examples=50)
@given(maps(most_factors=10))
def test_where_no_link_makes_less_a_way_is_a_shortest_one(cause_map):
    plus = CauseMap.of(
        record.with_fields({"polarity": "+"}) if isinstance(record, Link) else record for record in cause_map.records()
    )
    graph = plain.graph_of(plus)
    for cause, lengths in nx.all_pairs_shortest_path_length(graph):
        for effect in graph:
            found = way_between(plus, effect, [cause])
            steps = len(found.links) if found else None
            assert steps == (lengths.get(effect) if effect != cause else None)


@settings(deadline=None, max_examples=100)
@given(maps(most_factors=8), st.data())
def test_a_walk_goes_from_what_is_selected_to_a_most_upstream_cause(cause_map, data):
    reading = read(cause_map)
    chosen = data.draw(st.lists(st.sampled_from(list(cause_map.factors)), unique=True)) if cause_map.factors else []
    walk = walk_for(cause_map, reading, chosen)
    if walk is None:
        others = [id_ for id_ in chosen if id_ not in reading.cause_of]
        symptoms = [id_ for id_ in others if cause_map.factors[id_].is_symptom]
        starts = (symptoms or others)[:1] or reading.symptoms
        assert all(way_between(cause_map, start, reading.cause_of) is None for start in starts)
        return
    assert walk.holds(cause_map)
    assert walk.factors[-1] in reading.cause_of
    assert len(set(walk.factors)) == len(walk.factors)
    assert len(sentences(cause_map, walk)) == len(walk.factors) + 1


def test_of_two_short_ways_the_surer_is_taken():
    cause_map = small_map("R>A R>B A>S B>S")
    cause_map = CauseMap.of(
        record.with_fields({"confidence": 0.95 if "B" in record.id else 0.5}) if isinstance(record, Link) else record
        for record in cause_map.records()
    )
    assert way_between(cause_map, "S", ["R"]).factors == ("S", "B", "R")


def test_a_way_that_makes_less_is_taken_only_where_there_is_no_other():
    cause_map = small_map("R>S R>A A>S")
    direct = CauseMap.of(
        record.with_fields({"polarity": "-"}) if record.id == "R>S" else record for record in cause_map.records()
    )
    assert way_between(cause_map, "S", ["R"]).factors == ("S", "R")
    assert way_between(direct, "S", ["R"]).factors == ("S", "A", "R")


def test_a_cause_that_explains_comes_before_one_of_better_rank_that_makes_less():
    cause_map = small_map("R>S R>T Q>S", "S T")
    against = CauseMap.of(
        record.with_fields({"polarity": "-"}) if record.id == "R>S" else record for record in cause_map.records()
    )
    assert walk_for(cause_map, read(cause_map), ["S"]).factors == ("S", "R")
    assert walk_for(against, read(against), ["S"]).factors == ("S", "Q")
    assert walk_for(against, read(against), ["S", "R"]).factors == ("S", "R")


def test_a_way_out_of_a_loop_passes_no_factor_twice():
    cause_map = small_map("R>A A>B B>C C>A C>S")
    assert way_between(cause_map, "S", ["R"]).factors == ("S", "C", "B", "A", "R")


def test_nothing_leads_upstream_where_nothing_is_known():
    cause_map = small_map("A>B", "S")
    assert way_between(cause_map, "S", ["A"]) is None
    assert way_between(cause_map, "nobody", ["A"]) is None
    assert way_between(cause_map, "A", ["A"]) is None
    assert walk_for(cause_map, read(cause_map)) is None


def test_without_a_selection_it_begins_where_most_causes_lead():
    cause_map = small_map("A>S A>T B>T", "S T")
    assert walk_for(cause_map, read(cause_map)).factors[0] == "T"


def test_a_selected_symptom_and_a_selected_cause_are_its_two_ends():
    cause_map = small_map("A>S A>T B>S B>M M>T", "S T")
    reading = read(cause_map)
    assert walk_for(cause_map, reading, ["T"]).factors[0] == "T"
    assert walk_for(cause_map, reading, ["B", "T"]).factors == ("T", "M", "B")
    assert walk_for(cause_map, reading, ["M"]).factors == ("M", "B")


def test_a_selected_cause_is_walked_to_from_a_symptom_it_reaches():
    cause_map = small_map("A>S A>T B>T C>U", "S T U")
    assert walk_for(cause_map, read(cause_map), ["C"]).factors == ("U", "C")


def test_a_root_loop_is_entered_at_its_nearest_member():
    cause_map = small_map("A>B B>A B>S")
    assert walk_for(cause_map, read(cause_map)).factors == ("S", "B")


def test_a_walk_that_the_map_has_overtaken_does_not_hold():
    cause_map = small_map("A>B B>S")
    walk = way_between(cause_map, "S", ["A"])
    assert walk.holds(cause_map)
    assert not walk.holds(small_map("A>B", "S"))
    assert not walk.holds(small_map("B>S"))


def test_it_is_said_as_one_says_it():
    cause_map, walk = chain(
        "People wait in hospital", "Too few home-care hours are on offer.", "Pay is lower than in local retail"
    )
    assert sentences(cause_map, walk) == (
        "People wait in hospital. Why?",
        "People wait in hospital. Why? Because too few home-care hours are on offer.",
        "Too few home-care hours are on offer. Why? Because pay is lower than in local retail.",
        (
            "Because pay is lower than in local retail, therefore too few home-care hours are on offer,"
            " therefore people wait in hospital."
        ),
    )


def test_names_and_abbreviations_keep_their_capitals():
    cause_map, walk = chain("Care in Surrey is short", "Surrey has few carers", "NHS pay is low", "I am not asked")
    said = sentences(cause_map, walk)
    assert said[1].endswith("Because Surrey has few carers.")
    assert said[2].endswith("Because NHS pay is low.")
    assert said[3].endswith("Because I am not asked.")


def test_a_capital_that_begins_a_sentence_makes_no_name():
    cause_map, walk = chain("Staff leave. Shops pay more", "Shops pay more", "The budget is cut: The end")
    said = sentences(cause_map, walk)
    assert said[1].endswith("Because shops pay more.")
    assert said[2].endswith("Because the budget is cut: The end.")


def test_a_link_that_makes_less_is_worded_so():
    cause_map, walk = chain("People get home in time", "Beds are blocked", signs=["-"])
    assert sentences(cause_map, walk) == (
        "People get home in time. What makes less of it?",
        "People get home in time. What makes less of it? This: beds are blocked.",
        "Because beds are blocked, therefore less of this: people get home in time.",
    )


def test_less_of_what_makes_less_is_more():
    cause_map, walk = chain("Waiting", "Home care", "Vacancies", "Low pay", signs=["-", "-", "+"])
    assert sentences(cause_map, walk)[-1] == (
        "Because low pay, therefore vacancies, therefore less of this: home care, therefore more of this: waiting."
    )


def test_behind_a_link_of_no_sign_nothing_is_claimed():
    cause_map, walk = chain("Waiting", "Home care", "Vacancies", signs=["", "-"])
    assert sentences(cause_map, walk)[-1] == (
        "Because vacancies, therefore less of this: home care, which has to do with this: waiting."
    )


def test_a_question_as_a_label_keeps_its_mark():
    cause_map, walk = chain("Who decides?", "Nobody knows")
    assert sentences(cause_map, walk)[0] == "Who decides? Why?"
