"""Records take only what every file can carry, and what they take comes back the same from JSON."""

import json
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from app.model.records import (
    CONFIDENCE,
    LABEL_LIMIT,
    RECORDS,
    REFERENCES,
    Evidence,
    Factor,
    Link,
    Measurement,
    certainty_of,
    clean_line,
    clean_text,
)

ANY_TEXT = st.text(st.characters(categories=None, exclude_categories=()), max_size=60)


@given(ANY_TEXT)
@settings(deadline=None)
def test_any_text_cleaned_to_a_line_can_be_a_title_or_a_label(text):
    line = clean_line(text)
    assert clean_line(line) == line
    if line:
        assert Factor(id="f", label=line).label == line
    assert [c for c in line if c.isspace() and c != " "] == []


@given(ANY_TEXT)
@settings(deadline=None)
def test_any_text_cleaned_can_be_notes_and_keeps_its_words(text):
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned
    assert Factor(id="f", label="x", notes=cleaned).notes == cleaned
    letters = [c for c in text if unicodedata.category(c)[0] in "LN"]
    assert [c for c in cleaned if unicodedata.category(c)[0] in "LN"] == letters


@pytest.mark.parametrize(
    "label", ["", " a", "a ", "a\nb", "a\rb", "a\x00", "\x07", "\ud800", "a\uffff", "a\x7f", "x" * 501]
)
def test_a_label_that_no_file_could_carry_is_refused(label):
    with pytest.raises(ValidationError):
        Factor(id="f", label=label)


@pytest.mark.parametrize("text", ["line\nline", "tab\there", "“–’×→”", "שלום", "𝒳 👩‍⚕️", "x" * LABEL_LIMIT])
def test_notes_carry_all_that_people_write(text):
    assert Factor(id="f", label="x", notes=text).notes == text


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (Factor, {"label": "x", "kind": "wish"}),
        (Factor, {"label": "x", "x": float("nan")}),
        (Factor, {"label": "x", "x": float("inf")}),
        (Factor, {"label": "x", "y": 1e9}),
        (Factor, {"label": "x", "weight": -0.1}),
        (Factor, {"label": "x", "effort": 0}),
        (Factor, {"label": "x", "impact": 6}),
        (Factor, {"label": "x", "control": "theirs"}),
        (Factor, {"label": "x", "colour": "red"}),
        (Factor, {"label": None}),
        (Link, {"cause": "a"}),
        (Link, {"cause": "a", "effect": "b", "confidence": 1.01}),
        (Link, {"cause": "a", "effect": "b", "confidence": float("nan")}),
        (Link, {"cause": "a", "effect": "b", "polarity": "?"}),
        (Link, {"cause": "a" * 65, "effect": "b"}),
        (Evidence, {"subject": "a", "strength": 4}),
        (Measurement, {"measure": "m", "date": "2026-01-01", "value": float("inf")}),
    ],
)
def test_a_value_outside_its_bounds_is_refused(kind, fields):
    with pytest.raises(ValidationError):
        kind(id="x", **fields)


def test_records_never_alter():
    factor = Factor(id="f", label="x")
    with pytest.raises(ValidationError):
        factor.label = "y"


@given(st.floats(0, 1))
def test_the_word_for_a_confidence_is_the_nearest_one(confidence):
    distance = {word: abs(figure - confidence) for word, figure in CONFIDENCE.items()}
    assert distance[certainty_of(confidence)] <= min(distance.values()) + 1e-12


@given(st.data())
@settings(deadline=None, max_examples=200)
def test_any_record_comes_back_the_same_from_json(data):
    kind = data.draw(st.sampled_from(list(RECORDS.values())))
    some = st.one_of(
        st.text(max_size=5),
        st.integers(-2, 7),
        st.floats(allow_nan=False),
        st.none(),
        st.booleans(),
        st.sampled_from("+-"),
    )
    fields = data.draw(st.fixed_dictionaries({}, optional=dict.fromkeys(kind.model_fields, some)))
    try:
        record = kind(**fields)
    except ValidationError:
        return
    assert kind.model_validate(json.loads(json.dumps(dict(record)))) == record


def test_every_reference_is_a_field_that_names_an_earlier_kind():
    order = list(RECORDS)
    for table, fields in REFERENCES.items():
        for field, targets in fields.items():
            assert field in RECORDS[table].model_fields
            assert all(order.index(target) < order.index(table) for target in targets)
