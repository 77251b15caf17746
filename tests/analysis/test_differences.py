"""What is otherwise in one map than in another, in words, and how the causes moved; on any two maps."""

import re

from any_maps import maps, small_map
from hypothesis import given, settings
from hypothesis import strategies as st

from app.analysis.differences import differences, rank_moves
from app.analysis.reading import read
from app.model import edits
from app.model.changes import Add, update
from app.model.records import Factor


@st.composite
def edited(draw):
    """A map, and the same after some edits."""
    before = after = draw(maps(most_factors=6))
    for _ in range(draw(st.integers(0, 4))):
        factors, links = [*after.factors], [*after.links]
        what = draw(st.sampled_from(["add", "delete", "rename", "kind", "sure", "sign", "move"]))
        if what == "add":
            after = after.apply(edits.add_factor(draw(st.sampled_from(["New", "Newer"]))))
        elif factors and what == "delete":
            after = after.apply(edits.delete(after, [draw(st.sampled_from([*factors, *links]))]))
        elif factors and what == "rename":
            after = after.apply(edits.rename(after, draw(st.sampled_from(factors)), "Renamed"))
        elif factors and what == "kind":
            id_ = draw(st.sampled_from(factors))
            kind = "cause" if after.factors[id_].is_symptom else "symptom"
            after = after.apply(update(after.factors[id_], kind=kind))
        elif factors and what == "move":
            after = after.apply(edits.move(after, {draw(st.sampled_from(factors)): (1.0, 2.0)}))
        elif links and what == "sure":
            after = after.apply(edits.set_confidence(after, [draw(st.sampled_from(links))], "tentative"))
        elif links and what == "sign":
            after = after.apply(edits.set_polarity(after, [draw(st.sampled_from(links))], "-"))
    return before, after


def content(record):
    """All of a record but where it stands."""
    return {name: value for name, value in record if name not in ("x", "y", "pinned")}


@settings(deadline=None)
@given(edited())
def test_everything_that_differs_is_named_once_and_nothing_else(pair):
    before, after = pair
    found = differences(before, after)
    old, new = ({**each.factors, **each.links} for each in pair)
    assert set(found.added) == new.keys() - old.keys()
    assert set(found.gone) == old.keys() - new.keys()
    both = old.keys() & new.keys()
    assert set(found.changed) == {id_ for id_ in both if content(old[id_]) != content(new[id_])}
    assert all(words and all(words) for words in found.changed.values())
    assert bool(found) == (found.added != () or found.gone != () or found.changed != {})


@settings(deadline=None)
@given(edited())
def test_every_cause_that_moved_is_told_with_its_true_ranks(pair):
    earlier, later = pair
    before, after = read(earlier), read(later)
    moves = rank_moves(before, after, earlier, later)
    told = {move.members: move for move in moves}
    for move in moves:
        place = before if move.after is None else after
        assert place.cause_of[move.members[0]].members == move.members
        for rank in filter(None, (move.before, move.after)):
            assert re.search(rf"\b{rank}\b", move.said)
        if move.before is not None and move.after is not None:
            now = after.cause_of[move.members[0]]
            was = next(before.cause_of[id_] for id_ in move.members if id_ in before.cause_of)
            assert (move.before, move.after) == (was.rank, now.rank)
            led = re.search(r"it leads to (\d+) symptoms? instead of (\d+)", move.said)
            assert (led and tuple(map(int, led.groups()))) == (
                (len(now.reach), len(was.reach)) if len(now.reach) != len(was.reach) else None
            )
    for cause in after.upstream:
        was = {before.rank_of[id_] for id_ in cause.members if id_ in before.rank_of}
        if was == {cause.rank}:
            assert cause.members not in told or told[cause.members].before is not None
        elif not was:
            assert (told[cause.members].before, told[cause.members].after) == (None, cause.rank)
    for cause in before.upstream:
        if not set(cause.members) & after.rank_of.keys():
            assert (told[cause.members].before, told[cause.members].after) == (cause.rank, None)


def test_what_became_of_a_cause_is_said():
    before = small_map("A>S B>S", A={"label": "Pay is low"})
    cause = [Add(Factor(id="X", label="Rates are low"))]
    after = before.apply(cause)
    after = after.apply(edits.link(after, "X", "A"))
    said = [move.said for move in rank_moves(read(before), read(after), before, after)]
    assert any(re.fullmatch(r"Number \d, “Rates are low”, was not on the map\.", each) for each in said)
    assert any(each.endswith("has a cause now: “Rates are low”.") for each in said)
    gone = before.apply(edits.delete(before, ["A"]))
    (told,) = [m for m in rank_moves(read(before), read(gone), before, gone) if m.after is None]
    assert told.said.endswith("is not on the map any more.")
    back = rank_moves(read(after), read(before), after, before)
    assert any("had a cause of its own" in move.said for move in back)


def test_words_for_what_a_person_did():
    before = small_map("A>S B>S", A={"label": "Pay"})
    link = before.links["A>S"]
    changes = [
        *update(before.factors["A"], label="Low pay", control="fact of life", effort=4),
        *update(link, confidence=0.5, polarity="-"),
    ]
    found = differences(before, before.apply(changes)).changed
    assert found["A"] == ("was called “Pay”", "is a fact of life", "effort 4 instead of not asked")
    assert found["A>S"] == ("is tentative instead of likely", "makes less of it")


def test_a_cause_that_keeps_its_rank_and_loses_a_symptom_is_told():
    before = small_map("A>S A>T A>U B>S", A={"label": "Pay is low"}, T={"kind": "symptom"}, U={"kind": "symptom"})
    after = before.apply(edits.delete(before, ["A>U"]))
    said = [move.said for move in rank_moves(read(before), read(after), before, after) if move.members == ("A",)]
    assert said == ["“Pay is low” is number 1 as before; it leads to 2 symptoms instead of 3."]
    assert rank_moves(read(before), read(before), before, before) == ()


def test_among_the_causes_you_can_change_the_reasons_speak_of_that():
    fact = {"control": "fact of life"}
    ours, theirs = small_map("A>S B>S"), small_map("A>S B>S", A=fact)

    def said(before, after):
        readings = (read(each, changeable_only=True) for each in (before, after))
        return [move.said for move in rank_moves(*readings, before, after)]

    assert any("“A”" in each and each.endswith("is called a fact of life now.") for each in said(ours, theirs))
    assert any("“A”" in each and each.endswith("was called a fact of life.") for each in said(theirs, ours))
    linked = small_map("F>A A>S B>S", F=fact)
    cut = linked.apply(edits.delete(linked, ["A>S"]))
    assert any("“A”" in each and each.endswith("leads to no symptom any more.") for each in said(linked, cut))
