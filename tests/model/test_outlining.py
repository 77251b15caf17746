"""Indenting, outdenting and detaching rows: links go along with all that is known of them, and every map stays one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import RuleBroken
from app.model import edits, outlining
from app.model.cause_map import CauseMap
from app.model.changes import inverse
from app.model.outlining import Row
from app.model.records import About, Evidence, Factor, Link

IDS = "abcde"


def a_map(links, more=()):
    return CauseMap.of(
        [
            About(id="about"),
            *(Factor(id=id_, label=f"Factor {id_}", kind="symptom" if id_ == "a" else "cause") for id_ in IDS),
            *links,
            *more,
        ]
    )


def link(ends, **fields):
    return Link(id=ends, cause=ends[0], effect=ends[1], **fields)


def known(cause_map):
    """All links by their ends, with what is known of them."""
    return {(each.cause, each.effect): (each.confidence, each.polarity, each.note) for each in cause_map.links.values()}


def test_indenting_makes_a_row_a_cause_of_the_one_above_and_keeps_what_is_known_of_the_link():
    heard = Evidence(id="e", subject="ca", source="a nurse")
    before = a_map([link("ba"), link("ca", confidence=0.3, polarity="-", note="said twice")], [heard])
    after = before.apply(outlining.indent(before, Row("c", "a"), "b"))
    assert known(after) == {("b", "a"): known(before)["b", "a"], ("c", "b"): (0.3, "-", "said twice")}
    assert after.evidence["e"].subject == "ca"


def test_indenting_a_row_at_the_outer_edge_links_it():
    before = a_map([])
    assert set(known(before.apply(outlining.indent(before, Row("c"), "a")))) == {("c", "a")}


def test_outdenting_below_a_top_row_takes_the_link_away_and_leaves_the_factor():
    before = a_map([link("ba"), link("bc")])
    after = before.apply(outlining.outdent(before, Row("b", "a"), ""))
    assert set(known(after)) == {("b", "c")}
    assert after.factors == before.factors


def test_a_row_that_leaves_its_group_leaves_no_group_of_one():
    before = a_map([link("ba"), link("ca"), link("da")])
    before = before.apply(edits.need_together(before, ["ba", "ca"]))
    after = before.apply(outlining.move(before, Row("c", "a"), "d"))
    assert {each.together for each in after.links.values()} == {""}


@pytest.mark.parametrize(
    ("row", "under", "words"),
    [
        (Row("b", "c"), "b", "own cause"),
        (Row("c", "b"), "a", "“Factor c” is a cause of “Factor a” already"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(row, under, words):
    before = a_map([link("ba"), link("cb"), link("ca"), link("bc")])
    with pytest.raises(RuleBroken, match=words):
        outlining.move(before, row, under)


def test_rows_at_the_edges_are_refused():
    before = a_map([link("ba")])
    with pytest.raises(RuleBroken, match="no row above"):
        outlining.indent(before, Row("b", "a"), "")
    with pytest.raises(RuleBroken, match="outer edge"):
        outlining.outdent(before, Row("a"), "")
    with pytest.raises(RuleBroken, match="no effect here"):
        outlining.detach(before, [Row("a")])


def test_detaching_takes_a_factor_from_one_effect_only():
    before = a_map([link("ba"), link("bc")])
    after = before.apply(outlining.detach(before, [Row("b", "a")]))
    assert set(known(after)) == {("b", "c")}
    assert "b" in after.factors


PAIRS = st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)), unique=True, max_size=9)
CONFIDENCES = st.sampled_from([0.5, 0.8, 0.95])
MAPS = st.builds(
    lambda pairs, sure: a_map([link(one + other, confidence=sure) for one, other in pairs if one != other]),
    PAIRS,
    CONFIDENCES,
)


def rows_of(cause_map):
    return [*(Row(each.cause, each.effect) for each in cause_map.links.values()), *(Row(id_) for id_ in IDS)]


@settings(deadline=None)
@given(MAPS, st.data())
def test_no_move_of_rows_makes_a_map_break_a_rule_and_each_can_be_taken_back(cause_map, data):
    moves = data.draw(
        st.lists(st.tuples(st.sampled_from(rows_of(cause_map)), st.sampled_from(["", *IDS])), min_size=1, max_size=4)
    )
    try:
        changes = outlining.move_all(cause_map, moves)
    except RuleBroken:
        return
    after = cause_map.apply(changes)
    assert CauseMap.of(after.records()) == after
    assert after.factors == cause_map.factors
    assert after.apply(inverse(changes)) == cause_map


@settings(deadline=None)
@given(MAPS, st.data())
def test_indenting_and_outdenting_again_restores_the_links(cause_map, data):
    row = data.draw(st.sampled_from(rows_of(cause_map)))
    above = data.draw(st.sampled_from(IDS))
    try:
        changes = outlining.indent(cause_map, row, above)
    except RuleBroken:
        assert above == row.factor or cause_map.link_between(row.factor, above)
        return
    indented = cause_map.apply(changes)
    back = indented.apply(outlining.outdent(indented, Row(row.factor, above), row.under))
    assert known(back) == known(cause_map)
