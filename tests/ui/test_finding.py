"""What is found by a few letters, and in which order."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.ui.finding import Findable, Finder

WORDS = (
    "Staff leave within a year",
    "Too few ward staff",
    "Overstaffed on paper",
    "Equipment arrives late",
    "Café closes at five (weekdays)",
    "Pay is low",
)


def found(typed, words=WORDS, used=(), most=40):
    finder = Finder([Findable(each, each) for each in words], used)
    return [words[number] for number in finder.find(typed, most)]


def test_the_start_comes_before_a_word_s_start_and_that_before_the_middle():
    assert found("staff") == ["Staff leave within a year", "Too few ward staff", "Overstaffed on paper"]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("late equip", "Equipment arrives late"),
        ("cafe", "Café closes at five (weekdays)"),
        ("WEEKDAYS", "Café closes at five (weekdays)"),
        ("equipmnet arives", "Equipment arrives late"),
        ("staf laeve", "Staff leave within a year"),
        ("pay  ", "Pay is low"),
    ],
)
def test_words_in_any_order_without_accents_and_spelt_nearly_right(typed, first):
    assert found(typed)[0] == first


def test_what_fits_nothing_finds_nothing():
    assert found("zebra") == []


def test_what_was_used_comes_first_among_equals_and_when_nothing_is_typed():
    assert found("", used=["Pay is low", "gone"])[0] == "Pay is low"
    words = ("Beds are full", "Beds are dear")
    assert found("beds", words, used=["Beds are dear"]) == ["Beds are dear", "Beds are full"]
    assert found("full", words, used=["Beds are dear"]) == ["Beds are full"]


def test_further_words_are_found_after_the_name():
    things = [Findable("a", "Export a picture", "Save the whole map as PNG"), Findable("b", "PNGs are lost")]
    assert Finder(things).find("png", 9) == [1, 0]


@settings(deadline=None)
@given(st.lists(st.text(alphabet="abc é-", max_size=8), max_size=12), st.text(alphabet="abcd é-", max_size=5))
def test_each_thing_is_found_once_and_everything_that_holds_the_words_is(words, typed):
    finder = Finder([Findable(str(number), each) for number, each in enumerate(words)])
    numbers = finder.find(typed, 100)
    assert len(numbers) == len(set(numbers))
    plain = typed.replace("é", "e").replace("-", " ").split()
    for number, each in enumerate(words):
        if all(word in each.replace("é", "e").replace("-", " ") for word in plain):
            assert number in numbers
    assert finder.find(typed, 3) == numbers[:3]
