"""Which links to test first, against the plain reading of the map with each of them deleted."""

from fractions import Fraction

import plain_reading as plain
import pytest
from any_maps import maps, small_map
from hypothesis import given, settings
from hypothesis import strategies as st

from app.analysis.doubts import Doubts, is_doubtful, links_to_test
from app.analysis.groups import groups_of
from app.analysis.reading import can_change, read
from app.analysis.settings import Settings
from app.analysis.supports import Supports
from app.analysis.without import TopCauses
from app.model.cause_map import CauseMap
from app.model.changes import update
from app.model.edits import delete

FEW = 70


def find_tests(cause_map: CauseMap, told=Settings(trials=FEW), keep=None) -> Doubts:  # noqa: B008  # frozen
    """What the generator returns; every progress it tells is of the right whole and grows."""
    asked = links_to_test(cause_map, told, keep)
    before = -1
    while True:
        try:
            done, of = next(asked)
        except StopIteration as ended:
            return ended.value
        assert before < done < of
        before = done


def top_of(causes) -> list:
    return [each for each in causes if each.rank <= 3]


def rows(causes) -> set:
    return {(each.rank, tuple(each.members)) for each in causes}


def plain_doubts(cause_map: CauseMap, changeable_only: bool):
    """For each doubtful link that matters: what leaves, what comes, how many move, how far the figures shift."""
    now = plain.upstream(cause_map, FEW, 0, changeable_only)
    graph = plain.graph_of(cause_map, changeable_only)
    found = []
    for at, link in enumerate(cause_map.links.values()):
        if link.confidence >= 0.875 or not graph.has_edge(link.cause, link.effect):
            continue
        then = plain.upstream(cause_map.apply(delete(cause_map, [link.id])), FEW, 0, changeable_only)
        if rows(top_of(now)) == rows(top_of(then)):
            continue

        def same(causes, one):
            return [each for each in causes if set(each.members) & set(one.members)]

        left = [each for each in top_of(now) if not same(top_of(then), each)]
        came = [each for each in top_of(then) if not same(top_of(now), each)]
        moved = sum(each not in left and not rows([each]) <= rows(top_of(then)) for each in top_of(now))
        shift = Fraction(0)
        for causes, others in ((top_of(now), then), (came, now)):
            for each in causes:
                shift += abs(each.expected - max((other.expected for other in same(others, each)), default=Fraction(0)))
        order = (-len(left), -(moved + len(came)), -shift, link.confidence, at)
        found.append((order, link.id, rows(top_of(then)), rows(left), rows(came)))
    return [each for _, *each in sorted(found)], found


@settings(deadline=None, max_examples=150)
@given(maps(), st.booleans())
def test_the_links_to_test_are_those_whose_deletion_changes_the_first_three(cause_map, changeable_only):
    keep = can_change if changeable_only else None
    found = find_tests(cause_map, keep=keep)
    expected, figures = plain_doubts(cause_map, changeable_only)
    assert [[each.link, rows(each.top), rows(each.left), rows(each.came)] for each in found.tests] == expected
    amounts = {link: order for order, link, *_ in figures}
    for each in found.tests:
        left, changed, shift, confidence, _ = amounts[each.link]
        assert (len(each.left), each.moved + len(each.came)) == (-left, -changed)
        assert (each.shift, each.confidence) == (pytest.approx(float(-shift), abs=1e-9), confidence)


@settings(deadline=None, max_examples=150)
@given(maps(most_factors=14, controls=st.just("ours")), st.data())
def test_leaving_a_link_out_ranks_as_a_reading_without_it_does_and_leaves_no_mark(cause_map, data):
    few = Settings(trials=FEW)
    causes = TopCauses(groups_of(cause_map), few)

    def top(causes):
        ids = [factor.id for factor in causes.groups.factors]
        return [(rank, tuple(ids[at] for at in each.members), each.is_loop) for rank, each in causes.top()]

    def read_top(map_):
        return [(each.rank, each.members, each.is_loop) for each in read(map_, few).upstream if each.rank <= 3]

    before = read_top(cause_map)
    assert top(causes) == before
    for at in data.draw(st.permutations(range(len(cause_map.links)))):
        link = causes.groups.links[at]
        with causes.without(at):
            assert top(causes) == read_top(cause_map.apply(delete(cause_map, [link.id])))
        assert top(causes) == before


def test_a_map_that_is_sure_has_nothing_to_test():
    found = find_tests(small_map("A>S B>S", confidence=0.95))
    assert (found.tests, found.tried, found.links) == ((), 0, 2)
    assert find_tests(CauseMap.empty()).top == ()


def test_without_its_only_link_a_cause_gives_way_to_what_it_led_to():
    (test,) = find_tests(small_map("A>B B>S")).tests[:1]
    assert test.link == "A>B"
    assert [each.members for each in test.left] == [("A",)]
    assert [(each.rank, each.members) for each in test.top] == [(1, ("B",))]


def test_a_loop_that_falls_apart_is_not_called_gone():
    found = {each.link: each for each in find_tests(small_map("A>B B>A B>S")).tests}
    apart = found["A>B"]
    assert (apart.left, apart.came, apart.moved) == ((), (), 1)
    assert [(each.members, each.is_loop) for each in apart.top] == [(("B",), False)]


def test_the_link_that_unseats_a_cause_is_tested_before_one_that_only_moves_it():
    many = "A>S A>T A>U B>M M>S M>T C>S D>N N>S"
    found = find_tests(small_map(many, "S T U", confidence=0.8), Settings())
    amounts = [(len(each.left), each.moved + len(each.came), each.shift) for each in found.tests]
    assert amounts == sorted(amounts, key=lambda each: (-each[0], -each[1], -each[2]))
    assert found.tests[0].link == "B>M"


def test_doubtful_is_all_that_is_not_called_established():
    cause_map = small_map("A>S", confidence=0.875)
    link = cause_map.links["A>S"]
    assert not is_doubtful(link)
    assert is_doubtful(cause_map.apply(update(link, confidence=0.87)).links["A>S"])


@settings(deadline=None, max_examples=150)
@given(maps(most_factors=10, controls=st.just("ours")))
def test_where_supports_hold_nothing_is_active_or_relieved_otherwise(cause_map):
    groups = groups_of(cause_map)
    ids = [factor.id for factor in groups.factors]
    supports = Supports(groups, [(at,) for at in range(len(ids))])
    graph = plain.graph_of(cause_map)
    for at, link in enumerate(groups.links):
        groups.out[groups.cause[at]].remove(at)
        groups.into[groups.effect[at]].remove(at)
        left = graph.copy()
        left.remove_edge(link.cause, link.effect)
        same = all(group in plain.source_groups(graph) for group in plain.source_groups(left))
        if same and supports.hold(groups.effect[at]):
            for fixed in [set(), *({id_} for id_ in ids)]:
                assert plain.active(left, fixed) == plain.active(graph, fixed)
        groups.out[groups.cause[at]].append(at)
        groups.into[groups.effect[at]].append(at)


def test_a_second_cause_holds_what_one_link_leaves():
    groups = groups_of(small_map("A>B C>B B>S"))
    supports = Supports(groups, [(0,)])
    assert groups.factors[0].label == "A"
    groups.into[groups.effect[0]].remove(0)
    assert supports.hold(groups.effect[0])
    groups.into[groups.effect[1]].remove(1)
    assert not supports.hold(groups.effect[1])
