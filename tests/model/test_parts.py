"""A part of a map, copied and pasted: all that is known of it comes along, and nothing else."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import RuleBroken
from app.model import edits
from app.model.cause_map import CauseMap
from app.model.parts import as_words, copy_part, paste_part
from app.model.records import About, Evidence, Factor, Link, Saying, Voice


def a_map():
    cause_map = CauseMap.of(
        [
            About(id="about"),
            Factor(id="a", label="Pay is low", x=0, y=0, effort=4),
            Factor(id="b", label="Staff leave", x=300, y=50, notes="Often"),
            Factor(id="c", label="No home care", kind="symptom", x=600, y=0),
            Link(id="ac", cause="a", effect="c", confidence=0.95, note="Said"),
            Link(id="bc", cause="b", effect="c"),
            Link(id="ab", cause="a", effect="b"),
            Voice(id="v", organisation="Trust", role="nurse"),
            Saying(id="s", voice="v", subject="ab"),
            Evidence(id="e", subject="b", source="Audit", strength=2),
        ]
    )
    return cause_map.apply(edits.need_together(cause_map, ["ac", "bc"]))


def described(cause_map, skip=()):
    """What a map says, whatever its ids."""
    labels = {id_: factor.label for id_, factor in cause_map.factors.items()}
    return {
        *((f.label, f.kind, f.notes, f.effort) for f in cause_map.factors.values() if f.id not in skip),
        *(
            (labels[k.cause], labels[k.effect], k.confidence, k.note, bool(k.together))
            for k in cause_map.links.values()
        ),
    }


def test_a_part_pasted_into_another_map_is_the_same_part():
    source, other = a_map(), CauseMap.empty("Other")
    changes, places = paste_part(other, copy_part(source, ["a", "b", "c"]))
    after = other.apply(changes)
    assert described(after) == described(source)
    assert {after.factors[id_].label: at for id_, at in places.items()} == {
        "Pay is low": (0, 0),
        "Staff leave": (300, 50),
        "No home care": (600, 0),
    }
    assert [(each.organisation, each.role) for each in after.voices.values()] == [("Trust", "nurse")]
    assert [after.factors[each.subject].label for each in after.evidence.values()] == ["Staff leave"]
    assert not set(after.factors) & set(source.factors)


def test_only_what_was_chosen_comes_and_a_broken_group_is_none():
    changes, _ = paste_part(CauseMap.empty(), copy_part(a_map(), ["a", "c"]))
    after = CauseMap.empty().apply(changes)
    assert [each.label for each in after.factors.values()] == ["Pay is low", "No home care"]
    assert [each.together for each in after.links.values()] == [""]
    assert not after.voices


def test_pasted_into_its_own_map_it_is_there_twice_with_the_same_voice():
    cause_map = a_map()
    changes, _ = paste_part(cause_map, copy_part(cause_map, ["a", "b"]))
    after = cause_map.apply(changes)
    assert [each.label for each in after.factors.values()].count("Pay is low") == 2
    assert len(after.voices) == 1
    assert len(after.sayings) == 2


def test_as_words_it_can_be_read_by_other_programs():
    assert as_words(a_map(), ["a", "b"]) == "Pay is low\tStaff leave"
    assert as_words(a_map(), ["a"]) == "Pay is low"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Pay is low",
        "[" * 100_000,
        "{}",
        '{"form": "headwater part 1", "records": [{"table": "about", "id": "about"}]}',
        '{"form": "headwater part 1", "records": [{"table": "factor", "id": "a"}]}',
        '{"form": "headwater part 1", "records": [{"table": "link", "id": "l", "cause": "a", "effect": "b"}]}',
    ],
)
def test_what_is_no_part_of_a_map_is_refused(text):
    with pytest.raises(RuleBroken, match="cannot be pasted"):
        paste_part(a_map(), text)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda v: st.lists(v) | st.dictionaries(st.text(), v)
    )
)
@settings(deadline=None)
def test_any_json_is_refused_in_one_sentence(value):
    with pytest.raises(RuleBroken, match="cannot be pasted"):
        paste_part(a_map(), json.dumps({"form": "headwater part 1", "records": [value, {"table": "factor"}]}))
