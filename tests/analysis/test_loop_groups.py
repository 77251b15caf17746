"""What loops have in common: the factors in most of them and where a group breaks, each counted once more slowly."""

from collections import Counter

import networkx as nx
import plain_reading as plain
import pytest
from any_maps import maps, small_map
from hypothesis import given, settings
from test_analysis_loops import large_map
from test_analysis_shared_maps import SHARED, load

from app.analysis import loop_groups as module
from app.analysis.loop_groups import loop_findings
from app.analysis.loop_words import bound_words, point_words, steps, story, turned_to
from app.analysis.loops import find_loops
from app.analysis.settings import Settings
from app.model.cause_map import CauseMap
from app.model.changes import update

AS_USUAL = Settings()


def found(cause_map, most=AS_USUAL, **bounds):
    """The findings, and what was told on the way."""
    asked, parts = loop_findings(cause_map, most, **bounds), []
    while True:
        try:
            parts.append(next(asked))
        except StopIteration as end:
            return end.value, parts


def findings(cause_map, most=AS_USUAL, **bounds):
    return found(cause_map, most, **bounds)[0]


def in_loops(graph, members):
    """The members that a way along the arrows, within them, leads back to."""
    inside = graph.subgraph(members)
    return {each for each in inside if any(nx.has_path(inside, after, each) for after in inside.successors(each))}


@settings(deadline=None, max_examples=150)
@given(maps(most_factors=9))
def test_break_points_free_as_many_factors_as_no_way_leads_back_to_any_more(cause_map):
    graph = plain.graph_of(cause_map)
    listed = find_loops(cause_map).loops
    groups = findings(cause_map).groups
    expected = [group for group in nx.strongly_connected_components(graph) if len(group) > 1]
    assert sorted(sorted(group.members) for group in groups) == sorted(map(sorted, expected))
    for group in groups:
        members = set(group.members)
        own = [loop for loop in listed if set(loop.members) <= members]
        freed = {
            each: len(members) - 1 - len(in_loops(graph, members - {each}))
            for each in members
            if not cause_map.factors[each].is_symptom
        }
        times = Counter(each for loop in own for each in loop.members)
        best = sorted(((freed[each], times[each]) for each in freed), reverse=True)
        assert [(point.freed, point.loops) for point in group.points] == best
        for point in group.points:
            assert (point.freed, point.loops, point.of) == (freed[point.factor], times[point.factor], len(own))
        assert group.tried_all


@settings(deadline=None, max_examples=80)
@given(maps(most_factors=9))
def test_the_factors_in_most_loops_are_counted_over_the_listed_loops(cause_map):
    told = findings(cause_map)
    times = Counter(each for loop in find_loops(cause_map).loops for each in loop.members)
    assert dict(told.in_most) == times
    assert [count for _, count in told.in_most] == sorted(times.values(), reverse=True)


def test_it_tells_how_far_it_is_up_to_the_end():
    _, parts = found(small_map("A>B B>A C>D D>C"))
    assert parts == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_of_a_large_group_only_the_factors_in_most_loops_are_tried(monkeypatch):
    monkeypatch.setattr(module, "_MOST_TRIED", 1)
    told = findings(small_map("A>B B>A B>C C>B"))
    (group,) = told.groups
    assert [point.factor for point in group.points] == ["B"]
    assert not group.tried_all


def test_a_dense_group_of_210_ends_and_says_that_there_are_more():
    told = findings(large_map(210, [(a, b) for a in range(210) for b in range(210)]))
    assert bound_words(told) == (
        "The first 500 loops of up to 6 links are listed, the shortest first, all of which feed themselves. "
        "There are more."
    )


# -- words


def signed(links: str, minuses: str) -> CauseMap:
    """A map on which every link says how it works: '-' where it is named, else '+'."""
    made = small_map(links)
    less = minuses.split()
    for link in made.links.values():
        made = made.apply(update(link, polarity="-" if link.id in less else "+"))
    return made


def test_a_story_follows_more_and_less_round_to_the_beginning():
    cause_map = signed("A>B B>C C>A", "A>B B>C")
    (loop,) = find_loops(cause_map).loops
    assert story(cause_map, loop) == (
        "More of “A” makes less of “B”, so more of “C”, so more of “A” again: it feeds itself."
    )
    assert steps(cause_map, loop) == (
        "More of “A” makes less of “B”.",
        "Less of “B” makes more of “C”.",
        "More of “C” makes more of “A” again: the loop feeds itself.",
    )
    assert steps(cause_map, turned_to(loop, "B"))[-1] == ("Less of “A” makes more of “B” again: the loop feeds itself.")


def test_a_loop_with_an_odd_number_of_minuses_holds_itself_back():
    cause_map = signed("A>B B>A", "B>A")
    (loop,) = find_loops(cause_map).loops
    assert story(cause_map, loop) == "More of “A” makes more of “B”, so less of “A”: it holds itself back."


def test_a_story_says_where_the_links_do_not_say_how_they_work():
    cause_map = small_map("A>B B>A")
    (loop,) = find_loops(cause_map).loops
    assert story(cause_map, loop).endswith("Its links do not say whether they make more or less; that is read as more.")
    (link, _) = cause_map.links.values()
    cause_map = cause_map.apply(update(link, polarity="+"))
    assert story(cause_map, loop).endswith("One link does not say whether it makes more or less; that is read as more.")


@settings(deadline=None, max_examples=100)
@given(maps(most_factors=7))
def test_every_story_begins_and_ends_with_its_first_factor_and_says_its_kind(cause_map):
    for loop in find_loops(cause_map).loops:
        for first in loop.members:
            from_there = turned_to(loop, first)
            told, label = steps(cause_map, from_there), cause_map.factors[first].label
            assert told[0].startswith(f"More of “{label}” makes")
            back = f"more of “{label}” again: the loop feeds itself."
            held = f"less of “{label}”: the loop holds itself back."
            assert told[-1].endswith(back if loop.kind == "reinforcing" else held)
            assert [cause_map.links[id_].cause for id_ in from_there.links] == list(from_there.members)


@pytest.mark.parametrize(
    ("links", "minuses", "most", "expected"),
    [
        ("A>B", "", Settings(), "This map has no loops: nothing on it leads back to itself."),
        ("A>B B>A", "", Settings(), "Loops of up to 6 links are listed; this map has 1, which feeds itself."),
        (
            "A>B B>A A>C C>A",
            "A>B",
            Settings(),
            "Loops of up to 6 links are listed; this map has 2, 1 that feeds itself and 1 that holds itself back.",
        ),
        (
            "A>B B>C C>A",
            "",
            Settings(longest_loop=2),
            "Loops of up to 2 links are listed; this map has none so short, but it has longer ones.",
        ),
        (
            "A>B B>A A>C C>A B>C C>B",
            "",
            Settings(most_loops=2),
            ("The first 2 loops of up to 6 links are listed, the shortest first, all of which feed themselves. "
            "There are more."),
        ),
    ],
)  # fmt: skip
def test_the_bound_is_said_and_whether_it_was_reached(links, minuses, most, expected):
    assert bound_words(findings(signed(links, minuses), most)) == expected


def test_a_search_that_was_stopped_says_that_there_may_be_more():
    told = findings(small_map("A>B B>C C>D D>A"), most_looks=3)
    assert bound_words(told).endswith("There may be more.")


def test_a_break_point_says_what_would_stop():
    cause_map = small_map("A>B B>A B>C C>B")
    (group,) = findings(cause_map).groups
    assert point_words(cause_map, group.points[0], group) == (
        "“B”\nWithout it nothing goes round any more; all its 2 listed loops go through it"
    )
    assert point_words(cause_map, group.points[1], group) == (
        "“A”\nWithout it all the other factors still stand in loops; 1 of its 2 listed loops goes through it"
    )
    cause_map = small_map("A>B B>A B>C C>B C>D D>C")
    (group,) = findings(cause_map).groups
    assert point_words(cause_map, group.points[0], group).startswith(
        "“B”\nWithout it 1 of the other 3 factors stands in no loop any more; 2 of"
    )


@pytest.mark.skipif(not SHARED.is_dir(), reason="the folder of shared maps is not beside the project")
@pytest.mark.parametrize(
    ("name", "longest", "figures"),
    [
        ("foresight-obesity", 6, "193, 115 that feed themselves and 78 that hold themselves back."),
        ("open-source-community", 43, "13, 10 that feed themselves and 3 that hold themselves back."),
        ("dtoc-summit", 6, "11, 10 that feed themselves and 1 that holds itself back."),
        ("us-financial-inclusion", 229, "42, "),
    ],
)
def test_the_sentence_says_what_is_known_of_a_real_map(name, longest, figures):
    told = bound_words(findings(load(name), Settings(longest_loop=longest)))
    assert told.startswith(f"Loops of up to {longest} links are listed; this map has {figures}")
