"""Votes beside reach: counted by organisation, placed with ties, and questioned where they disagree."""

from collections import Counter

from any_maps import maps, small_map
from hypothesis import given, settings
from hypothesis import strategies as st

from app.analysis.reading import read
from app.analysis.votes import cast_by, disagreements, standings
from app.model.changes import Add
from app.model.records import Vote


def voted(cause_map, *votes):
    return cause_map.apply(
        [Add(Vote(id=f"o{at}", factor=factor, organisation=who, dots=n)) for at, (factor, who, n) in enumerate(votes)]
    )


@given(maps(), st.data())
@settings(deadline=None, max_examples=100)
def test_every_dot_counts_once_and_equal_dots_share_a_place(cause_map, data):
    if not cause_map.factors:
        return
    cast = data.draw(
        st.lists(
            st.tuples(st.sampled_from(list(cause_map.factors)), st.sampled_from(["A", "B", ""]), st.integers(0, 4))
        )
    )
    cause_map = voted(cause_map, *cast)
    found = standings(cause_map, read(cause_map))
    totals = Counter()
    for factor, _, dots in cast:
        totals[factor] += dots
    assert {each.factor: each.dots for each in found} == {id_: dots for id_, dots in totals.items() if dots}
    assert [each.dots for each in found] == sorted((each.dots for each in found), reverse=True)
    for each in found:
        assert each.place == 1 + sum(other.dots > each.dots for other in found)
        assert sum(each.by.values()) == each.dots
    assert sum(cast_by(cause_map).values()) == sum(totals.values())


def test_a_favourite_that_reaches_little_and_a_cause_that_nobody_voted_for_are_questions():
    cause_map = small_map("R>S R>T R>U R>V Q>R W>S", "S T U V")
    reading = read(voted(cause_map, ("W", "Trust", 8)))
    found = disagreements(voted(cause_map, ("W", "Trust", 8)), reading)
    assert [(each.factor, each.voted) for each in found] == [("Q", False)]  # W reaches a quarter of it: not far below
    cause_map = small_map("R>S R>T R>U R>V R>X Q>R W>S", "S T U V X")
    found = disagreements(voted(cause_map, ("W", "Trust", 8)), read(cause_map))
    assert [(each.factor, each.voted) for each in found] == [("W", True), ("Q", False)]
    assert disagreements(cause_map, read(cause_map)) == ()
