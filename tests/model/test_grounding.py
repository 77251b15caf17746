"""Verbs about voices, evidence and votes: what they add, what they refuse, and that each is taken back whole."""

import pytest

from app.errors import RuleBroken
from app.model import edits, grounding, reshape
from app.model.cause_map import CauseMap
from app.model.changes import Add, inverse
from app.model.records import Factor, Link


@pytest.fixture
def cause_map():
    records = [Factor(id=id_, label=id_.upper()) for id_ in "abc"]
    return CauseMap.empty("t").apply([Add(each) for each in (*records, Link(id="ab", cause="a", effect="b"))])


def with_voice(cause_map, organisation="Trust", **more):
    changes = grounding.add_voice(cause_map, organisation, **more)
    return cause_map.apply(changes), changes[0].id


def test_a_voice_needs_a_word_and_comes_once(cause_map):
    with pytest.raises(RuleBroken, match="organisation, a role or a name"):
        grounding.add_voice(cause_map, "  ")
    there, _ = with_voice(cause_map, " Acute  trust ", role="nurse")
    assert next(iter(there.voices.values())).organisation == "Acute trust"
    with pytest.raises(RuleBroken, match="already"):
        grounding.add_voice(there, "ACUTE TRUST", role="Nurse")
    there.apply(grounding.add_voice(there, "Acute trust", role="Nurse", lived_experience=True))


def test_what_was_said_is_told_once_and_taken_back_with_the_same_key(cause_map):
    there, voice = with_voice(cause_map)
    once = there.apply(grounding.say(there, voice, ["a", "ab", "a"]))
    assert sorted(each.subject for each in once.sayings.values()) == ["a", "ab"]
    more = once.apply(grounding.toggle_said(once, voice, ["a", "b"]))
    assert sorted(each.subject for each in more.sayings.values()) == ["a", "ab", "b"]
    less = more.apply(grounding.toggle_said(more, voice, ["a", "b"]))
    assert [each.subject for each in less.sayings.values()] == ["ab"]


def test_a_voice_goes_with_all_it_said_and_comes_back_with_it(cause_map):
    there, voice = with_voice(cause_map)
    there = there.apply(grounding.say(there, voice, ["a", "ab"]))
    changes = grounding.delete_voice(there, voice)
    gone = there.apply(changes)
    assert not gone.voices
    assert not gone.sayings
    assert gone.apply(inverse(changes)) == there


def test_evidence_needs_a_source_and_a_subject_on_the_map(cause_map):
    with pytest.raises(RuleBroken, match="where the evidence is from"):
        grounding.add_evidence(cause_map, "a", kind="data", strength=2)
    with pytest.raises(RuleBroken, match="on the map"):
        grounding.add_evidence(cause_map, "nobody", source="A count")
    there = cause_map.apply(grounding.add_evidence(cause_map, "ab", source="A\r\ncount", strength=2, date=" 2026\n"))
    made = next(iter(there.evidence.values()))
    assert (made.subject, made.source, made.strength, made.date) == ("ab", "A\ncount", 2, "2026")
    changed = there.apply(grounding.change_evidence(there, made.id, strength=3))
    assert changed.evidence[made.id].strength == 3
    assert not there.apply(grounding.delete_evidence(there, made.id)).evidence


def test_dots_add_up_and_never_fall_below_nothing(cause_map):
    now = cause_map
    for by in (2, 1, -1):
        now = now.apply(grounding.vote(now, "a", "Trust", by))
    assert grounding.dots_of(now, "a", "Trust") == 2
    assert len(now.votes) == 1
    now = now.apply(grounding.vote(now, "a", "Trust", -9))
    assert not now.votes
    assert grounding.vote(now, "a", "Trust", -1) == []
    with pytest.raises(RuleBroken, match="cannot be counted"):
        grounding.set_votes(now, "a", "", 10**9)
    with pytest.raises(RuleBroken, match="between 0"):
        grounding.give_dots(now, -1)


def test_merging_adds_up_the_dots_of_both(cause_map):
    now = cause_map
    for factor in ("a", "b"):
        now = now.apply(grounding.set_votes(now, factor, "Trust", 3))
    now = now.apply(reshape.merge(now, "a", ["b"]))
    assert grounding.dots_of(now, "a", "Trust") == 6
    now = now.apply(grounding.vote(now, "a", "Trust", 1))
    assert [(each.factor, each.dots) for each in now.votes.values()] == [("a", 7)]


def test_a_factor_goes_with_its_dots(cause_map):
    now = cause_map.apply(grounding.set_votes(cause_map, "a", "Trust", 3))
    changes = edits.delete(now, ["a"])
    assert not now.apply(changes).votes
    assert now.apply(changes).apply(inverse(changes)).votes == now.votes


def test_a_parked_factor_takes_no_dots(cause_map):
    now = cause_map.apply(edits.park(cause_map, ["c"]))
    with pytest.raises(RuleBroken, match="parked"):
        grounding.set_votes(now, "c", "Trust", 1)
