"""Merging, splitting, turning and re-attaching: nothing that was known is lost, and every map stays a map."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import RuleBroken
from app.model import edits, reshape
from app.model.cause_map import CauseMap
from app.model.changes import inverse, update
from app.model.records import About, Action, Evidence, Factor, Link, Remedy, Saying, Scenario, Supposition, Voice


def a_map(*links, more=(), factors="abcde"):
    """Factors a to e and links written as 'ab' (a leads to b)."""
    return CauseMap.of(
        [
            About(id="about"),
            *(Factor(id=id_, label=f"Factor {id_}", x=0, y=0) for id_ in factors),
            *(Link(id=ends, cause=ends[0], effect=ends[1]) for ends in links),
            *more,
        ]
    )


def pairs(cause_map):
    return {(link.cause, link.effect) for link in cause_map.links.values()}


def test_a_reversed_link_keeps_what_is_known_of_it_and_leaves_its_group():
    cause_map = a_map("ac", "bc")
    cause_map = cause_map.apply(edits.need_together(cause_map, ["ac", "bc"]))
    after = cause_map.apply(reshape.reverse(cause_map, ["ac"]))
    assert pairs(after) == {("c", "a"), ("b", "c")}
    assert not after.links["bc"].together


def test_two_links_between_the_same_two_can_both_be_reversed_but_not_one():
    cause_map = a_map("ab", "ba")
    assert pairs(cause_map.apply(reshape.reverse(cause_map, ["ab", "ba"]))) == {("a", "b"), ("b", "a")}
    with pytest.raises(RuleBroken, match="linked already"):
        reshape.reverse(cause_map, ["ab"])


def test_the_end_of_a_link_moves_to_another_factor():
    cause_map = a_map("ab", "cb")
    assert pairs(cause_map.apply(reshape.redirect(cause_map, "ab", effect="c"))) == {("a", "c"), ("c", "b")}
    assert pairs(cause_map.apply(reshape.redirect(cause_map, "ab", cause="d"))) == {("d", "b"), ("c", "b")}
    assert reshape.redirect(cause_map, "ab", effect="b") == []
    with pytest.raises(RuleBroken, match="own cause"):
        reshape.redirect(cause_map, "ab", effect="a")
    with pytest.raises(RuleBroken, match="linked already"):
        reshape.redirect(cause_map, "ab", cause="c")


def test_what_comes_between_stands_between_and_keeps_the_group():
    cause_map = a_map("ac", "bc")
    cause_map = cause_map.apply(edits.need_together(cause_map, ["ac", "bc"]))
    changes = reshape.insert_between(cause_map, "ac", "What comes between")
    after = cause_map.apply(changes)
    middle = changes[0].id
    assert pairs(after) == {("a", middle), (middle, "c"), ("b", "c")}
    assert after.links["ac"].together == after.links["bc"].together != ""


def test_merging_keeps_links_notes_evidence_and_voices():
    more = [
        Voice(id="v", organisation="Trust"),
        Saying(id="s1", voice="v", subject="a"),
        Saying(id="s2", voice="v", subject="b"),
        Saying(id="s3", voice="v", subject="bc"),
        Evidence(id="e", subject="b", source="Audit"),
        Evidence(id="e2", subject="bc", source="Log"),
        Action(id="act", what="Do"),
        Remedy(id="r", action="act", factor="b"),
    ]
    cause_map = a_map("ac", "bc", "bd", "ab", "eb", more=more)
    cause_map = cause_map.apply(edits.set_factors(cause_map, ["b"], notes="Said twice", kind="symptom", effort=4))
    cause_map = cause_map.apply(edits.set_confidence(cause_map, ["bc"], "established"))
    after = cause_map.apply(reshape.merge(cause_map, "a", ["b"]))
    assert pairs(after) == {("a", "c"), ("a", "d"), ("e", "a")}
    assert after.link_between("a", "c").confidence == cause_map.links["bc"].confidence
    kept = after.factors["a"]
    assert (kept.kind, kept.effort, kept.label) == ("symptom", 4, "Factor a")
    assert "Said twice" in kept.notes
    assert "Factor b" in kept.notes
    assert {each.source: each.subject for each in after.evidence.values()} == {"Audit": "a", "Log": "bc"}
    assert sorted(each.subject for each in after.sayings.values()) == ["a", "bc"]
    assert [each.factor for each in after.remedies.values()] == ["a"]


def test_merging_keeps_what_is_supposed_where_it_still_makes_sense():
    more = [
        Scenario(id="c", name="If so"),
        Supposition(id="c1", scenario="c", subject="b", what="fixed"),
        Supposition(id="c2", scenario="c", subject="ab", what="rejected"),
        Supposition(id="c3", scenario="c", subject="bc", what="doubted"),
    ]
    cause_map = a_map("ac", "bc", "ab", more=more)
    after = cause_map.apply(reshape.merge(cause_map, "a", ["b"]))
    link = after.link_between("a", "c").id
    assert {(each.subject, each.what) for each in after.suppositions.values()} == {("a", "fixed"), (link, "doubted")}


def test_of_a_group_that_merges_into_one_cause_nothing_is_needed_together():
    cause_map = a_map("ac", "bc")
    cause_map = cause_map.apply(edits.need_together(cause_map, ["ac", "bc"]))
    after = cause_map.apply(reshape.merge(cause_map, "a", ["b"]))
    assert [link.together for link in after.links.values()] == [""]


def test_what_is_known_of_a_link_between_merged_factors_is_kept_with_the_factor():
    more = [Voice(id="v", organisation="Trust"), Saying(id="s", voice="v", subject="ab")]
    more.append(Evidence(id="e", subject="ab", source="Audit"))
    cause_map = a_map("ab", more=more)
    [note] = update(cause_map.links["ab"], note="Said in March")
    after = cause_map.apply([note]).apply(reshape.merge(cause_map.apply([note]), "a", ["b"]))
    assert "Said in March" in after.factors["a"].notes
    assert after.evidence["e"].subject == after.sayings["s"].subject == "a"


def test_what_one_of_two_merged_causes_was_needed_with_is_still_needed():
    cause_map = a_map("ae", "ce", "be")
    cause_map = cause_map.apply(edits.need_together(cause_map, ["ae", "ce"]))
    cause_map = cause_map.apply(edits.set_confidence(cause_map, ["be"], "established"))
    after = cause_map.apply(reshape.merge(cause_map, "a", ["b"]))
    assert after.link_between("a", "e").together == after.link_between("c", "e").together != ""


def test_a_pinned_place_is_kept_when_it_merges_into_a_free_factor():
    cause_map = a_map("ae", "be")
    cause_map = cause_map.apply(edits.set_factors(cause_map, ["b"], pinned=True, x=7, y=9))
    kept = cause_map.apply(reshape.merge(cause_map, "a", ["b"])).factors["a"]
    assert (kept.pinned, kept.x, kept.y) == (True, 7, 9)


def test_causes_needed_together_are_so_for_both_halves_of_a_split_effect():
    cause_map = a_map("ac", "bc")
    cause_map = cause_map.apply(edits.need_together(cause_map, ["ac", "bc"]))
    changes = reshape.split(cause_map, "c", "One", "Two")
    after = cause_map.apply(changes)
    groups = [{link.together for link in after.links_into(id_)} for id_ in ("c", changes[0].id)]
    assert all(len(group) == 1 and group != {""} for group in groups)
    assert groups[0] != groups[1]


def test_a_split_factor_keeps_all_and_the_second_takes_a_copy_of_every_link():
    cause_map = a_map("ab", "bc", more=[Evidence(id="e", subject="b", source="Audit")])
    changes = reshape.split(cause_map, "b", "Pay is low", "Hours are long")
    after = cause_map.apply(changes)
    second = changes[0].id
    assert pairs(after) == {("a", "b"), ("b", "c"), ("a", second), (second, "c")}
    assert (after.factors["b"].label, after.factors[second].label) == ("Pay is low", "Hours are long")
    assert after.evidence["e"].subject == "b"


def test_where_a_label_says_two_things_is_found():
    assert reshape.split_words("Staff leave and pay is low") == ("Staff leave", "pay is low")
    assert reshape.split_words("Staff leave") is None


def test_parking_takes_the_links_and_coming_back_needs_a_place():
    cause_map = a_map("ab")
    parked = cause_map.apply(edits.park(cause_map, ["a"]))
    assert pairs(parked) == set()
    assert [each.id for each in parked.parked()] == ["a"]
    back = parked.apply(edits.unpark(parked, ["a"]))
    assert back.factors["a"].x is None
    linked = parked.apply(edits.link(parked, "a", "b"))
    assert not linked.factors["a"].parked


@st.composite
def random_maps(draw):
    ends = draw(st.lists(st.sampled_from([x + y for x in "abcde" for y in "abcde" if x != y]), unique=True))
    cause_map = a_map(*ends, more=[Evidence(id=f"e{each}", subject=each, source=each) for each in ends[:3]])
    for effect in "abc":
        into = [link.id for link in cause_map.links_into(effect)]
        if len(into) > 1 and draw(st.booleans()):
            cause_map = cause_map.apply(edits.need_together(cause_map, into[: draw(st.integers(2, len(into)))]))
    return cause_map


@given(random_maps(), st.data())
@settings(deadline=None, max_examples=150)
def test_every_change_of_shape_gives_a_map_and_can_be_taken_back(cause_map, data):
    acts = [lambda: reshape.merge(cause_map, "a", data.draw(st.lists(st.sampled_from("bcd"), min_size=1)))]
    acts.append(lambda: reshape.split(cause_map, data.draw(st.sampled_from("abcde")), "One", "Two"))
    acts.append(lambda: edits.park(cause_map, data.draw(st.lists(st.sampled_from("abc"), unique=True))))
    if cause_map.links:
        link = data.draw(st.sampled_from(list(cause_map.links)))
        acts.append(lambda: reshape.reverse(cause_map, [link]))
        acts.append(lambda: reshape.insert_between(cause_map, link, "Between"))
        acts.append(lambda: reshape.redirect(cause_map, link, effect=data.draw(st.sampled_from("abcde"))))
    try:
        changes = data.draw(st.sampled_from(acts))()
    except RuleBroken:
        return
    after = cause_map.apply(changes)
    assert CauseMap.of(after.records()) == after
    groups = [link.together for link in after.links.values() if link.together]
    assert all(groups.count(group) > 1 for group in groups)
    assert after.apply(inverse(changes)) == cause_map


@given(random_maps())
@settings(deadline=None, max_examples=100)
def test_merging_leaves_what_is_reached_as_it_was_seen_from_outside(cause_map):
    after = cause_map.apply(reshape.merge(cause_map, "a", ["b"]))

    def named(ends):
        return tuple("a" if end == "b" else end for end in ends)

    expected = {named(pair) for pair in pairs(cause_map)} - {("a", "a")}
    assert pairs(after) == expected
