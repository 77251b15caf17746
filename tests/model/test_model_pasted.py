"""Pasted text becomes factors and links: lines, lists, columns, and whatever else people have on their clipboards."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.model.capture import Draft
from app.model.cause_map import CauseMap
from app.model.pasted import read_pasted, reading_pasted
from app.model.records import ABOUT_ID, About, Factor, Link

EMPTY = CauseMap.of([About(id=ABOUT_ID)])
SMALL = CauseMap.of(
    [
        About(id=ABOUT_ID),
        Factor(id="pay", label="Pay is low"),
        Factor(id="leave", label="Staff leave"),
        Factor(id="later", label="Parking is dear", parked=True),
        Link(id="l", cause="pay", effect="leave"),
    ]
)


def pasted(text, cause_map=EMPTY, selected=""):
    draft = read_pasted(cause_map, text, selected)
    return cause_map.apply(draft.changes), draft


def links_of(cause_map):
    factors = cause_map.factors
    return {(factors[link.cause].label, factors[link.effect].label) for link in cause_map.links.values()}


def parked(cause_map):
    return {factor.label for factor in cause_map.parked()}


def test_plain_lines_wait_in_the_parking_lot_whole():
    made, draft = pasted("Transport is late\n\nPeople are tired, and it shows\r\n  \nTransport is late.")
    assert parked(made) == {"Transport is late", "People are tired, and it shows"}
    assert draft.says == "3 lines: parks 2 factors"


def test_capture_lines_and_plain_lines_may_be_mixed():
    made, draft = pasted("a > b > c\nd\nb < e\nf!")
    assert links_of(made) == {("a", "b"), ("b", "c"), ("e", "b")}
    assert parked(made) == {"d"}
    assert [factor.label for factor in made.symptoms()] == ["f"]
    assert draft.says == "4 lines: adds 5 factors and 3 links, parks 1 factor"


def test_a_line_that_begins_with_an_arrow_goes_on_from_the_line_before():
    made, _ = pasted("a > b\n> c\n> d")
    assert links_of(made) == {("a", "b"), ("b", "c"), ("c", "d")}
    made, _ = pasted("> waits grow\n< rents rise", SMALL, "leave")
    assert ("Staff leave", "waits grow") in links_of(made)


def test_a_factor_mentioned_in_two_lines_is_one():
    made, draft = pasted("x\nx > staff leave\nPAY IS LOW > x", SMALL)
    assert links_of(made) == {("x", "Staff leave"), ("Pay is low", "x"), ("Pay is low", "Staff leave")}
    assert len(draft.new) == 1


@pytest.mark.parametrize(
    "text",
    [
        "waits\n\tbeds\n\t\tcare\n\tstaff",
        "waits\n  beds\n    care\n  staff",
        "    waits\n\n      beds\n          care\n      staff",
        "- waits\n  - beds\n    - care\n  - staff",
        "* waits\n\t* beds\n\t\t* care\n\t* staff",
        "1. waits\n   a) beds\n      i. care\n   b) staff",
        "1 waits\n1.1 beds\n1.1.1 care\n1.2 staff",
        "•\twaits\no\tbeds\n▪\tcare\no\tstaff",
        "• waits\n\t• beds\n\t\t• care\n\t• staff",
    ],
)
def test_in_an_indented_list_each_line_is_a_cause_of_the_one_above_it(text):
    made, draft = pasted(text)
    assert links_of(made) == {("beds", "waits"), ("care", "beds"), ("staff", "waits")}
    assert draft.says == "An indented list: adds 4 factors and 3 links"


def test_a_list_may_hold_chains_symptoms_and_lines_that_stand_alone():
    made, _ = pasted("waits!\n  rents > staff leave\n    pay\nsomething else")
    assert links_of(made) == {("rents", "staff leave"), ("staff leave", "waits"), ("pay", "rents")}
    assert parked(made) == {"something else"}
    assert [factor.label for factor in made.symptoms()] == ["waits"]


def test_a_list_without_depth_has_no_links():
    made, _ = pasted("- one\n- two\n- three")
    assert links_of(made) == set()
    assert parked(made) == {"one", "two", "three"}


def test_numbers_that_are_words_stay():
    made, _ = pasted("1.5 million people wait\n12 beds are shut\n-5 degrees at night")
    assert parked(made) == {"1.5 million people wait", "12 beds are shut", "-5 degrees at night"}


def test_two_columns_are_cause_and_effect():
    made, draft = pasted("a\tb\nb\tc\n\t\n")
    assert links_of(made) == {("a", "b"), ("b", "c")}
    assert draft.says == "Columns of cause and effect: adds 3 factors and 2 links"


@pytest.mark.parametrize(
    "text",
    [
        "Cause\tEffect\na\tb",
        "Effect\tCause\nb\ta",
        "from,to\na,b",
        "problem,because\nb,a",
        "Cause;Effect\na;b",
        "Ref\tEffect\tWho\tCause\n1\tb\tus\ta",
        "1\ta\tb\n",
        '"a"\tb',
        "to,from\nb , a",
    ],
)
def test_a_header_tells_the_direction_and_numbers_are_no_column(text):
    made, _ = pasted(text)
    assert links_of(made) == {("a", "b")}


def test_cells_in_quotes_may_hold_tabs_line_ends_and_quotes():
    made, _ = pasted('"a\tand\nmore"\tb\n"he said ""no"""\tb\n')
    assert links_of(made) == {("a and more", "b"), ('he said "no"', "b")}


def test_a_quotation_mark_that_never_closes_swallows_nothing():
    made, _ = pasted('5" pipe\tleak\n"odd\tleak\nc\td')
    assert len(made.links) == 3


def test_a_cell_alone_is_parked_and_signs_in_cells_are_words():
    made, _ = pasted("a > b\tc, d\ne\t\n\tf\ng\th\n")
    assert links_of(made) == {("a > b", "c, d"), ("g", "h")}
    assert parked(made) == {"e", "f"}


def test_a_row_that_links_a_factor_to_itself_is_left_out_and_counted():
    made, draft = pasted("a\tb\nc\tC.\nb\td")
    assert links_of(made) == {("a", "b"), ("b", "d")}
    assert draft.says.endswith("; 1 left out that could not be understood")


def test_prose_with_commas_is_no_table():
    made, _ = pasted("We wait, and wait\nNobody comes, ever\nIt rains, too")
    assert len(made.parked()) == 3


def test_a_quoted_letter_loses_its_marks():
    made, _ = pasted("> one\n> two > three\n>\n> four")
    assert links_of(made) == {("two", "three")}
    assert parked(made) == {"one", "four"}


def test_what_is_there_already_is_said_and_changes_nothing():
    made, draft = pasted("Pay is low > staff leave\nparking is dear", SMALL)
    assert made == SMALL
    assert draft.says == "2 lines: all of this is on the map already"


def test_a_parked_factor_that_is_linked_comes_onto_the_map():
    made, _ = pasted("Parking is dear\tStaff leave\nx\ty", SMALL)
    assert not made.factors["later"].parked


def test_nothing_but_blanks_is_told():
    assert read_pasted(EMPTY, " \n\t\n\x00").problem == "There are no words in it."


def test_reading_tells_how_far_it_is_and_can_be_given_up():
    text = "\n".join(f"cause {number} > effect {number % 50}" for number in range(2_000))
    reading = reading_pasted(EMPTY, text)
    parts = [next(reading) for _ in range(10)]
    assert parts == sorted(parts)
    assert 0 <= parts[0] < parts[-1] < 1
    reading.close()


def test_ten_thousand_lines_lose_nothing():
    text = "\n".join(f"line number {number}" for number in range(10_000))
    assert len(read_pasted(EMPTY, text).new) == 10_000
    table = "\n".join(f"cause {number}\teffect {number % 700}" for number in range(10_000))
    draft = read_pasted(EMPTY, table)
    assert (len(draft.new), len(draft.links)) == (10_700, 10_000)


PIECES = st.lists(
    st.one_of(
        st.text(max_size=20),
        st.sampled_from(
            ["\n", "\n  ", "\n\t", "\t", ",", ";", '"', "- ", "1. ", "1.1 ", "> ", " > ", "<", "!", "a", "b"]
        ),
        st.sampled_from(["Staff leave", "cause\teffect\n", "رعاية", "🚑", "\r\n", "\x0b", "\ud800"]),
    ),
    max_size=40,
).map("".join)


@settings(deadline=None)
@given(text=PIECES, selected=st.sampled_from(["", "leave", "later"]))
def test_any_text_is_read_and_fits_the_map(text, selected):
    made, draft = pasted(text, SMALL, selected)
    assert isinstance(draft, Draft)
    assert draft.says or draft.problem
    assert all(made.links_into(f.id) or made.links_out_of(f.id) or f.is_symptom for f in draft.new if not f.parked)


@settings(deadline=None)
@given(rows=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=30))
def test_every_row_of_a_table_becomes_its_link(rows):
    made, _ = pasted("\n".join(f"c{cause}\tc{effect}" for cause, effect in rows))
    assert links_of(made) == {(f"c{cause}", f"c{effect}") for cause, effect in rows if cause != effect}
