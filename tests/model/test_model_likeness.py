"""The offers of the capture bar: a factor's own paraphrases are found, other words are left alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.exchange.example import example_records
from app.model.cause_map import CauseMap
from app.model.likeness import alike
from app.model.records import ABOUT_ID, About, Factor

EXAMPLE = CauseMap.of(example_records()[1])


def a_map(*labels):
    return CauseMap.of([About(id=ABOUT_ID), *(Factor(id=label, label=label) for label in labels)])


def offered(words, cause_map=EXAMPLE):
    return [cause_map.factors[id_].label for id_ in alike(cause_map, words)]


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("not enough home-care", "Not enough home care at the right times and places"),
        ("home care firms hand back contracts", "Home care firms hand contracts back"),
        ("contracts handed back by homecare firms", "Home care firms hand contracts back"),
        ("planned operation called off", "Planned operations are called off for lack of beds"),
        ("carers are worn out", "Family carers are worn out and get no break"),
        ("care worker leaves", "Care workers leave"),
        ("beds are full in hospital", "Hospital beds are full nearly all the time"),
        ("discharge letter missing", "Discharge letters are missing or wrong"),
        ("dischrage letters wrong", "Discharge letters are missing or wrong"),
        ("no work force plan", "No workforce plan across health and social care"),
        ("medicine to take home late", "Medicines to take home are late"),
        ("equipment shop shut at weekends", "The equipment store is shut at weekends"),
        ("transport is late", "Transport home is booked late or comes late"),
        ("families not told the plan", "People and families are not told the plan or asked"),
        ("too few therapists and social workers", "Too few social workers and therapists"),
        ("people lose strength", "People lose strength and independence while they wait"),
        ("pyjamas", "People are kept in bed and in pyjamas"),
        ("frailty", "Frailty is not spotted on arrival"),
        ("hbaf", "Hospital beds are full nearly all the time"),
        ("cwl", "Care workers leave"),
        ("organisations judged on own results", "Each organisation is paid and judged on its own results"),
        ("council and NHS argue about who pays", "NHS and council argue over who pays"),
        ("nobody is shaping the care market", "Nobody shapes the care market ahead of need"),
        ("hard to see a GP", "Hard to see a GP soon, or anyone out of hours"),
        ("long waits at A&E", "Long waits in A&E and for ambulances to hand over"),
        ("waiting for care at home", "Waiting for care at home to start (reason E)"),
        ("people sent home at night", "Some people are sent home in a hurry or at night"),
        ("no shared plan", "No shared plan that health and council both own"),
        ("shortage of beds so operations are called off", "Planned operations are called off for lack of beds"),
        ("leaders do not trust each other", "Leaders of the NHS and the council do not trust each other"),
        ("Waiting for equipmnt", "Waiting for equipment or adaptations (reason F)"),
        ("social workers too few", "Too few social workers and therapists"),
    ],
)
def test_another_wording_of_a_factor_is_offered_first(words, meant):
    assert offered(words)[:1] == [meant]


@pytest.mark.parametrize(
    "words",
    [
        "Car parking is expensive",
        "Nurses spend hours on paperwork",
        "Flu outbreak closes a ward",
        "The lift is often broken",
        "Interpreters are hard to book",
        "People fear losing their house",
        "Housing adaptations take months",
        "A new computer system slows everyone down",
        "the",
        "of",
        "no one knows the number to ring",
        "rural roads and long journeys",
        "care home fees rise every year",
        "managers change jobs often",
        "GP practices cannot recruit",
        "people want to stay near their friends",
        "doctors rotate every four months",
        "zero hours contracts",
        "Pharmacy closes at six",
    ],
)
def test_words_of_something_else_bring_no_offer(words):
    assert offered(words) == []


def test_no_factor_of_the_example_is_taken_for_another():
    assert {factor.label: offered(factor.label) for factor in EXAMPLE.factors.values() if offered(factor.label)} == {}


@pytest.mark.parametrize("words", ["planne", "planned op", "operations pla", "poacoflob", "called off"])
def test_first_letters_and_initials_find_it_while_it_is_typed(words):
    assert "Planned operations are called off for lack of beds" in offered(words)


@pytest.mark.parametrize(
    "words", ["hcsl", "home-care staff", "staff homecare leaves", "Home care stafff leave", "hömecare staff"]
)
def test_hyphens_plurals_order_accents_and_slips_do_not_matter(words):
    assert offered(words, a_map("Home-care staff leave", "Too few beds")) == ["Home-care staff leave"]


@pytest.mark.parametrize("words", ["Home-care staff leave", "home-care staff leave.", "HOME-CARE  STAFF LEAVE"])
def test_the_factor_itself_is_never_offered(words):
    assert offered(words, a_map("Home-care staff leave")) == []


def test_the_best_comes_first_and_no_more_than_asked_for():
    cause_map = a_map("Beds are full", "Beds", "Beds are full at night", "Beds are far away")
    assert len(alike(cause_map, "bed", limit=2)) == 2
    assert offered("beds are fu", cause_map)[0] == "Beds are full"


def test_offers_follow_the_map():
    assert offered("transport", a_map("Beds")) == []
    assert offered("transpor", a_map("Beds", "Transport is late")) == ["Transport is late"]


@settings(deadline=None)
@given(words=st.text(max_size=80), labels=st.lists(st.text("abc üé🚑م -", min_size=1, max_size=30), max_size=8))
def test_any_text_has_offers_from_the_map_or_none(words, labels):
    labels = {" ".join(label.split()) for label in labels} - {""}
    cause_map = a_map(*labels)
    found = alike(cause_map, words)
    assert len(found) <= 3
    assert set(found) <= labels


def test_a_very_long_text_is_looked_at_too():
    assert offered("planned operations are called off " * 2_000)[0].startswith("Planned operations")
    assert offered("lorem " * 5_000) == []
