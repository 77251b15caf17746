"""The verbs: what each changes, and that nothing else changes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import RuleBroken
from app.model import edits
from app.model.cause_map import CauseMap
from app.model.changes import Remove
from app.model.records import (
    ABOUT_ID,
    LABEL_LIMIT,
    About,
    Action,
    Evidence,
    Factor,
    Link,
    Measure,
    Measurement,
    Remedy,
    Saying,
    Scenario,
    Supposition,
    Voice,
    clean_line,
)


@pytest.fixture
def cause_map():
    return CauseMap.of(
        [
            About(id=ABOUT_ID),
            *(Factor(id=id_, label=id_.upper()) for id_ in "abc"),
            Link(id="ab", cause="a", effect="b"),
            Link(id="cb", cause="c", effect="b", confidence=0.73),
            Link(id="ba", cause="b", effect="a"),
            Voice(id="v"),
            Saying(id="s1", voice="v", subject="ab"),
            Saying(id="s2", voice="v", subject="c"),
            Evidence(id="e", subject="ab"),
            Action(id="act", what="Do it"),
            Remedy(id="r", action="act", factor="a"),
            Measure(id="m", subject="a", name="Days"),
            Measure(id="m2", subject="act", name="Done"),
            Measurement(id="mm", measure="m", date="2026-01-01", value=1),
            Scenario(id="sc", name="If a were fixed"),
            Supposition(id="sa", scenario="sc", subject="a", what="fixed"),
            Supposition(id="sl", scenario="sc", subject="cb", what="rejected"),
        ]
    )


def test_a_new_cause_comes_with_its_link(cause_map):
    after = cause_map.apply(edits.add_cause(cause_map, "b", "  Why\n it is so ", (3, 4)))
    cause = after.causes_of("b")[-1]
    assert (cause.label, cause.kind, cause.x, cause.y) == ("Why it is so", "cause", 3, 4)
    assert after.link_between(cause.id, "b").certainty == "likely"


@pytest.mark.parametrize("label", ["", "  ", "\n\t", "\x00\x1b", "\ud800"])
def test_a_factor_without_a_word_is_refused(cause_map, label):
    for act in (lambda: edits.add_factor(label), lambda: edits.rename(cause_map, "a", label)):
        with pytest.raises(RuleBroken, match="at least one word"):
            act()


def test_more_text_than_notes_hold_is_refused_with_a_sentence(cause_map):
    with pytest.raises(RuleBroken, match="at most 200,000 characters"):
        edits.add_factor("word " * 50_000)


@given(st.text(min_size=1, max_size=30).filter(clean_line), st.integers(1, 900))
@settings(deadline=None)
def test_a_label_that_is_too_long_is_kept_whole_in_the_notes(word, times):
    text = f"{word} " * times
    made = next(iter(CauseMap.empty().apply(edits.add_factor(text)).factors.values()))
    whole = clean_line(text)
    if len(whole) <= LABEL_LIMIT:
        assert (made.label, made.notes) == (whole, "")
    else:
        assert made.label.endswith("…")
        assert whole.startswith(made.label[:-1])
        assert len(made.label) > LABEL_LIMIT - 40
        assert clean_line(made.notes) == whole


def test_renaming_keeps_the_notes_that_are_there(cause_map):
    noted = cause_map.apply(edits.set_factors(cause_map, ["a"], notes="Mine"))
    long = "word " * 200
    after = noted.apply(edits.rename(noted, "a", long))
    assert after.factors["a"].notes == f"Mine\n\n{long}".rstrip()
    assert edits.rename(noted, "a", " A ") == []


def test_links_to_itself_and_twice_are_refused(cause_map):
    with pytest.raises(RuleBroken, match="its own cause"):
        edits.link(cause_map, "a", "a")
    with pytest.raises(RuleBroken, match="linked already"):
        edits.link(cause_map, "a", "b")
    assert cause_map.apply(edits.link(cause_map, "a", "c", "tentative")).link_between("a", "c").certainty == "tentative"


def test_toggling_symptoms_marks_all_unless_all_are_marked(cause_map):
    one = cause_map.apply(edits.toggle_symptom(cause_map, ["a"]))
    both = one.apply(edits.toggle_symptom(one, ["a", "b"]))
    none = both.apply(edits.toggle_symptom(both, ["a", "b"]))
    assert [[f.id for f in each.symptoms()] for each in (one, both, none)] == [["a"], ["a", "b"], []]


def test_a_link_within_the_word_keeps_its_own_figure(cause_map):
    changes = edits.set_confidence(cause_map, ["ab", "cb"], "likely")
    assert changes == []
    after = cause_map.apply(edits.set_confidence(cause_map, ["ab", "cb"], "established"))
    assert [after.links[id_].confidence for id_ in ("ab", "cb", "ba")] == [0.95, 0.95, 0.8]


def test_links_into_one_effect_are_needed_together_and_apart_again(cause_map):
    together = cause_map.apply(edits.need_together(cause_map, ["ab", "cb"]))
    assert together.links["ab"].together == together.links["cb"].together != ""
    assert together.apply(edits.need_apart(together, ["ab", "cb"])) == cause_map
    for wrong in (["ab"], ["ab", "ba"], []):
        with pytest.raises(RuleBroken, match="two or more links into the same effect"):
            edits.need_together(cause_map, wrong)


def test_places_polarity_and_title_change_just_that(cause_map):
    changes = [
        *edits.move(cause_map, {"a": (1.23456, -0.001)}),
        *edits.set_polarity(cause_map, ["ab"], "-"),
        *edits.set_title(cause_map, " A\ttitle "),
    ]
    after = cause_map.apply(changes)
    assert (after.factors["a"].x, after.factors["a"].y) == (1.23, 0)
    assert after.links["ab"].polarity == "-"
    assert after.title == "A title"
    assert len(changes) == 3


def test_deleting_takes_along_all_that_hangs_on_it_once_and_nothing_else(cause_map):
    changes = edits.delete(cause_map, ["a", "ab", "a", "nobody"])
    assert all(isinstance(change, Remove) for change in changes)
    assert {change.id for change in changes} == {"a", "ab", "ba", "s1", "e", "r", "m", "mm", "sa"}
    assert len(changes) == 9
    after = cause_map.apply(changes)
    assert set(after.factors) == {"b", "c"}
    assert set(after.actions) == {"act"}
    assert set(after.measures) == {"m2"}
    assert set(after.sayings) == {"s2"}
    assert set(after.suppositions) == {"sl"}
    assert set(after.scenarios) == {"sc"}


def test_deleting_a_link_leaves_its_ends(cause_map):
    after = cause_map.apply(edits.delete(cause_map, ["ab"]))
    assert set(after.factors) == {"a", "b", "c"}
    assert set(after.links) == {"cb", "ba"}


def test_deleting_nothing_is_no_change(cause_map):
    assert edits.delete(cause_map, []) == edits.delete(cause_map, ["v"]) == []


def test_a_link_left_alone_of_a_together_group_suffices_on_its_own():
    effect, *causes = [Factor(id=f"f{n}", label=f"F{n}") for n in range(4)]
    links = [Link(id=f"k{n}", cause=each.id, effect=effect.id, together="g") for n, each in enumerate(causes)]
    whole = CauseMap.of([About(id=ABOUT_ID), effect, *causes, *links])
    two_left = whole.apply(edits.delete(whole, [causes[0].id]))
    assert {link.together for link in two_left.links.values()} == {"g"}
    one_left = two_left.apply(edits.delete(two_left, ["k1"]))
    assert {link.together for link in one_left.links.values()} == {""}
    apart = whole.apply(edits.need_apart(whole, ["k0", "k1"]))
    assert {link.together for link in apart.links.values()} == {""}
    regrouped = whole.apply(edits.need_together(whole, ["k0", "k1"]))
    assert regrouped.links["k2"].together == ""
    assert regrouped.links["k0"].together == regrouped.links["k1"].together != ""
